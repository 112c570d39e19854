"""DOIs, arXiv numbers, ISBNs and PMIDs in one form each, whatever form they were pasted in."""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from papers.latex import address

ARCHIVES = frozenset(
    """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th
    nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat
    supr-con""".split()
)
URL_FIELDS = ("url", "howpublished", "note", "ee", "link", "bdsk-url-1", "bdsk-url-2", "eprint")
ARXIV_FIELDS = (
    "arxivid", "arxiv", "doi", "url", "journal", "journaltitle", "volume", "note", "howpublished",
    "number", "ee", "link", "bdsk-url-1", "pages", "publisher", "annote", "annotation",
)  # fmt: skip


class Identifier(NamedTuple):
    """What a pasted word or address names: doi, arxiv, isbn, pmid, acl, openreview or s2."""

    kind: str
    value: str
    version: int | None = None


@functools.cache
def _doi_pattern() -> "re.Pattern[str]":
    return re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d+)*/[^\s\"]+")


def doi(text: str) -> str:
    """The DOI in a text, in lower case; "" when there is none."""
    at = text.find("10")
    if at < 0:
        return ""
    text = text[max(at - 200, 0) : at + 2000]
    if "\\" in text or "{" in text:
        text = re.sub(r"\{?\\text(less|greater)\s?(?:\{\})?\}?", lambda m: "<" if m[1] == "less" else ">", text)
        text = address(text).replace("{", "").replace("}", "")
    is_address = "://" in text or "doi.org/" in text
    if "%2f" in text.lower() or (is_address and "%" in text):
        from urllib.parse import unquote  # only a pasted address needs it

        from urllib.parse import unquote

        text = unquote(text)
    found = _doi_pattern().search(text)
    if not found:
        return ""
    value = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", found[0])
    if is_address:
        value = re.sub(r"[?&].*|#(?![)\s.]*$).*", "", value)
        if "doi.org/" not in text:
            value = re.sub(r"(?:/(?:abstract|full|fulltext|pdf|epdf|summary|meta|html))+$|\.(?:pdf|html)$", "", value)
    return _trimmed(value).lower()


def _trimmed(value: str) -> str:
    """Without the punctuation of the sentence it stood in; balanced brackets are its own."""
    pairs = {")": "(", ">": "<", "]": "[", "}": "{"}
    while value:
        last = value[-1]
        if last in ".,;:'\"’”»…*`" or (last in pairs and value.count(last) > value.count(pairs[last])):
            value = value[:-1]
        else:
            break
    return "" if value.endswith("/") and value.count("/") == 1 else value


@functools.cache
def _arxiv_patterns() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    new = r"(?<![\d.])(?P<id>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v(?P<version>\d{1,3}))?(?!\d)"
    old = r"(?<![\w-])(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?/(?P<number>\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v(?P<version>\d{1,3}))?(?!\d)"
    return re.compile(new), re.compile(old, re.IGNORECASE)


def arxiv(text: str) -> tuple[str, int | None]:
    """The arXiv number in a text and its version; ("", None) when there is none.

    A number alone is enough, and so is a number in a text that speaks of arXiv. The subject
    class of an old number is no part of it: math.GT/0309136 is math/0309136.
    """
    if "." not in text and "/" not in text:
        return "", None
    text = text[:5000]
    lowered = text.lower()
    new, old = _arxiv_patterns()
    spoken_of = "arxiv" in lowered or "xxx.lanl.gov" in lowered or "huggingface.co/papers/" in lowered
    if not spoken_of:
        text = re.sub(r"^\s*(?:abs/|eprint:)|\s*\[[\w.-]+\]\s*$", "", text).strip()
    for found in new.finditer(text) if spoken_of else filter(None, [new.fullmatch(text)]):
        number = found["id"]
        if "0704" <= number[:4] <= "9100" and (len(number) == 9) == (number[:4] < "1501"):
            return number, int(found["version"]) if found["version"] else None
    for found in old.finditer(text) if spoken_of else filter(None, [old.fullmatch(text)]):
        archive = found["archive"].lower()
        if archive in ARCHIVES:
            return f"{archive}/{found['number']}", int(found["version"]) if found["version"] else None
    return "", None


def isbn(text: str) -> str:
    """The first ISBN in a text whose checksum holds, as 13 digits; "" when there is none."""
    for found in re.finditer(r"(?<!\d)(?:97[89][-\s‐‑–]?)?(?:\d[-\s‐‑–]?){9}[\dXx](?!\d)", text[:1000]):
        digits = re.sub(r"[^\dXx]", "", found[0]).upper()
        if not digits.isascii():
            continue
        if len(digits) == 13 and digits.isdigit() and _isbn_check(digits[:12]) == digits[12]:
            return digits
        if len(digits) == 10:
            weighed = sum((10 - at) * (10 if digit == "X" else int(digit)) for at, digit in enumerate(digits))
            if weighed % 11 == 0:
                return f"978{digits[:9]}{_isbn_check('978' + digits[:9])}"
    return ""


def _isbn_check(twelve: str) -> str:
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve))
    return str(-total % 10)


def pmid(text: str) -> str:
    """The PubMed number in a text; "" when there is none."""
    text = text[:1000].strip()
    if text.isascii() and text.isdigit() and len(text) <= 8:
        return text.lstrip("0")
    found = re.search(
        r"(?:PMID\s?:?\s?|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|pubmed/)([0-9]{1,8})(?![0-9])",
        text,
        re.IGNORECASE,
    )
    return found[1].lstrip("0") if found else ""


def classify(text: str) -> Identifier | None:
    """What one pasted word or address is; None when it is nothing that we know."""
    text = text.strip().strip("<>\"'")
    lowered = text.lower()
    number, version = arxiv(text)
    if number and (" " not in text or lowered.startswith("arxiv")):
        return Identifier("arxiv", number, version)
    for kind, pattern in (
        ("acl", r"(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/(?:papers/)?([\w.-]+?)(?:/|\.pdf|\.bib|$)"),
        ("openreview", r"openreview\.net/(?:forum|pdf|attachment)\?id=([\w-]+)"),
        ("s2", r"semanticscholar\.org/(?:paper|reader)/(?:[^/?#]+/)?([0-9a-f]{40})"),
        ("s2", r"(?:semanticscholar\.org/|^)(CorpusID:\d+)"),
    ):
        found = re.search(pattern, text[:2000], re.IGNORECASE)
        if found:
            return Identifier(kind, found[1])
    if value := doi(text):
        return Identifier("doi", value)
    if ("pubmed" in lowered or lowered.startswith("pmid")) and (value := pmid(text)):
        return Identifier("pmid", value)
    if re.fullmatch(r"(?:isbn(?:-1[03])?:?\s*)?[\dXx\s‐‑–-]{10,25}", lowered) and (value := isbn(text)):
        return Identifier("isbn", value)
    return None


# -- from a paper's fields


def doi_of(fields: Mapping[str, str]) -> str:
    raw = fields.get("doi")
    if raw and (value := doi(raw)):
        return value
    for name in URL_FIELDS:
        raw = fields.get(name)
        if raw and "doi" in raw.lower() and (value := doi(raw)):
            return value
    return ""


def arxiv_of(fields: Mapping[str, str]) -> tuple[str, int | None]:
    candidates = _arxiv_candidates(fields)
    number, version = next(candidates, ("", None))
    if number and version is None:
        version = next((other for again, other in candidates if again == number and other), None)
    return number, version


def _arxiv_candidates(fields: Mapping[str, str]) -> Iterator[tuple[str, int | None]]:
    eprint = fields.get("eprint", "")
    if eprint:
        kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").strip("{} ").lower()
        if kind == "arxiv":
            found = arxiv(eprint if "arxiv" in eprint.lower() else eprint.strip("{} "))
            if found[0]:
                yield found
    for name in ARXIV_FIELDS:
        raw = fields.get(name)
        if not raw or ("arxiv" not in raw.lower() and name not in ("arxivid", "arxiv", "volume")):
            continue
        if name == "volume" and not raw.startswith("abs/"):
            continue
        found = arxiv(raw)
        if found[0]:
            yield found


def isbn_of(fields: Mapping[str, str]) -> str:
    raw = fields.get("isbn")
    return isbn(raw) if raw else ""


def pmid_of(fields: Mapping[str, str]) -> str:
    raw = fields.get("pmid")
    if raw and (value := pmid(raw)):
        return value
    eprint = fields.get("eprint")
    kind = fields.get("eprinttype") or fields.get("archiveprefix") or ""
    if eprint and kind.lower() in ("pubmed", "pmid") and (value := pmid(eprint)):
        return value
    for name in ("url", "note", "annote", "howpublished"):
        raw = fields.get(name)
        if raw and re.search("pubmed|pmid", raw, re.IGNORECASE) and (value := pmid(raw)):
            return value
    return ""


def url_of(fields: Mapping[str, str]) -> str:
    """The paper's address, as a browser wants it."""
    raw = fields.get("url", "").strip()
    if raw:
        wrapped = re.search(r"\\url\s*\{([^{}\s]+)\}", raw)
        return address(wrapped[1] if wrapped else raw.strip("<>")).strip()
    for name in ("howpublished", "note", "link", "ee", "bdsk-url-1"):
        raw = fields.get(name, "")
        found = re.search(r"\\url\s*\{([^{}\s]+)\}|(https?://[^\s{}\"<>]+)", raw) if "//" in raw else None
        if found:
            return address(found[1] or found[2].rstrip(".,;")).strip()
    return ""
