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
LINK_FIELDS = ("url", "ee", "link", "bdsk-url-1", "bdsk-url-2", "eprint")
PROSE_FIELDS = ("note", "howpublished", "annote", "annotation")
ARXIV_FIELDS = (
    "arxivid", "arxiv", "doi", "url", "journal", "journaltitle", "volume", "howpublished", "number",
    "ee", "link", "bdsk-url-1", "pages", "publisher", "note", "annote", "annotation",
)  # fmt: skip
SPEAKS_OF_ARXIV = r"arxiv|ar5iv|alphaxiv|xxx\.lanl\.gov|huggingface\.co/papers/"
PLACES = (
    ("acl", r"acl(?:anthology|web)\.org/(?:anthology/|papers/)?([\w.-]*?\w)(?:\.pdf|\.bib|/)?$"),
    ("openreview", r"openreview\.net/\w+\?(?:.*&)?id=([\w-]+)"),
    ("s2", r"semanticscholar\.org/(?:paper|reader)/(?:[^/?#]+/)?([0-9a-f]{40})"),
    ("s2", r"(?:semanticscholar\.org/|^)(corpusid:[0-9]+)"),
)
_HIDDEN = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")


class Identifier(NamedTuple):
    """What a pasted word or address names: doi, arxiv, isbn, pmid, acl, openreview or s2."""

    kind: str
    value: str
    version: int | None = None


# -- DOI


def doi(text: str) -> str:
    """The DOI in a text, in lower case; "" when there is none."""
    at = text.find("10.")
    if at < 0:
        return ""
    text = text[max(at - 200, 0) : at + 1000]
    if "\\" in text or "{" in text:
        text = re.sub(r"\{?\\textless\s?(?:\{\})?\}?", "<", text)
        text = re.sub(r"\{?\\textgreater\s?(?:\{\})?\}?", ">", text)
        text = re.sub(r"[{}\\]", "", address(text))
    linked = "://" in text or "doi.org/" in text
    if "%" in text and (linked or "%2f" in text.lower()):
        from urllib.parse import unquote

        text = unquote(text).replace("\\", "")
    found = re.search(r"(?<![\d.])10\.\d{4,9}(?:\.\d+)*/[^\s\"{}\\^`]+", text)
    if not found:
        return ""
    value = _HIDDEN.sub("", found[0])
    if linked:
        value = _without_page(value, whole="doi.org/" in text)
    return _without_punctuation(value).lower()


def _without_page(value: str, *, whole: bool) -> str:
    """Without what a web address has behind the DOI: a query, an anchor, the form of the page."""
    value = re.sub(r"[?&].*|(?<!;2-)#.*", "", value)
    if whole:
        return value
    value = re.sub(r"(?:[/.](?:abstract|epdf|full|fulltext|html|meta|pdf|summary))+$", "", value)
    return re.sub(r"^(10\.(?:1101|64898)/.*?)v\d+$", r"\1", value)  # bioRxiv, medRxiv


def _without_punctuation(value: str) -> str:
    """Without the end of the sentence it stood in; brackets that it opens are its own."""
    opening = {")": "(", ">": "<", "]": "["}
    while value and (
        value[-1] in ".,;:'\"’”»…*`}"
        or (value[-1] in opening and value.count(value[-1]) > value.count(opening[value[-1]]))
    ):
        value = value[:-1]
    return "" if value.endswith("/") and value.count("/") == 1 else value


# -- arXiv


@functools.cache
def _arxiv_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month, version = r"\d{2}(?:0[1-9]|1[0-2])", r"(?:v(?P<version>\d{1,3}))?(?!\d)"
    new = rf"(?<!\d)(?<!\d\.)(?P<number>{month}\.\d{{4,5}}){version}"
    archive = r"(?<![\w-])(?P<archive>[a-z]{1,8}(?:-[a-z]{2,4})?)(?:\.[a-z]{2})?"
    old = rf"{archive}/(?P<number>{month}\d{{3}}){version}"
    return re.compile(new), re.compile(old, re.IGNORECASE)


def arxiv(text: str) -> tuple[str, int | None]:
    """The arXiv number in a text and its version; ("", None) when there is none.

    A number alone is enough, and so is a number in a text that speaks of arXiv. The subject
    class of an old number is no part of it: math.GT/0309136 is math/0309136.
    """
    if "." not in text and "/" not in text:
        return "", None
    text = text[:5000]
    speaks_of_it = re.search(SPEAKS_OF_ARXIV, text, re.IGNORECASE)
    if not speaks_of_it:
        text = re.sub(r"^\s*(?:abs/)?|\s*\[[\w.-]+\]\s*$|\s+$", "", text)
    for form in _arxiv_forms():
        for found in form.finditer(text) if speaks_of_it else filter(None, [form.fullmatch(text)]):
            if number := _arxiv_number(found):
                return number, int(found["version"]) if found["version"] else None
    return "", None


def _arxiv_number(found: re.Match[str]) -> str:
    number = found["number"]
    if not number.isascii():
        return ""
    if "archive" in found.re.groupindex:
        archive = found["archive"].lower()
        return f"{archive}/{number}" if archive in ARCHIVES else ""
    digits = 4 if number < "1501" else 5
    return number if number >= "0704" and len(number) == 5 + digits else ""


# -- ISBN and PMID


def isbn(text: str) -> str:
    """The first ISBN in a text whose check digit is right, as 13 digits; "" when there is none."""
    forms = r"(?<!\d)(?:97[89][-\s‐‑–]?)?(?:[0-9][-\s‐‑–]?){9}[0-9Xx](?!\d)"
    for found in re.finditer(forms, text[:1000]):
        digits = re.sub(r"[^0-9Xx]", "", found[0]).upper()
        if len(set(digits)) == 1:
            continue
        if len(digits) == 13 and digits[12] == _check_digit(digits[:12]):
            return digits
        weighed = [(10 - at) * (10 if char == "X" else int(char)) for at, char in enumerate(digits)]
        if len(digits) == 10 and sum(weighed) % 11 == 0:
            return f"978{digits[:9]}{_check_digit('978' + digits[:9])}"
    return ""


def _check_digit(twelve: str) -> str:
    return str(-sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve)) % 10)


def pmid(text: str) -> str:
    """The PubMed number in a text; "" when there is none."""
    found = re.search(
        r"\A\s*([0-9]{1,8})\s*\Z|(?:PMID:?\s?|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/)([0-9]{1,8})(?!\d)",
        text[:1000],
        re.IGNORECASE,
    )
    return (found[1] or found[2]).lstrip("0") if found else ""


# -- anything that was pasted


def classify(text: str) -> Identifier | None:
    """What one pasted word or address is; None when it is nothing that we know."""
    text = text[:2000].strip().strip("<>\"'")
    lowered = text.lower()
    number, version = arxiv(text)
    if number and (not re.search(r"\s", text) or lowered.startswith("arxiv")):
        return Identifier("arxiv", number, version)
    for kind, form in PLACES:
        if found := re.search(form, text, re.IGNORECASE):
            return Identifier(kind, found[1])
    if value := doi(text):
        return Identifier("doi", value)
    if "pubmed" in lowered or lowered.startswith("pmid"):
        return Identifier("pmid", value) if (value := pmid(text)) else None
    if re.fullmatch(r"(?:isbn(?:-1[03])?:?\s*)?[0-9Xx\s‐‑–-]{10,25}", text, re.IGNORECASE):
        return Identifier("isbn", value) if (value := isbn(text)) else None
    return None


# -- from a paper's fields


def doi_of(fields: Mapping[str, str]) -> str:
    """The paper's DOI, from its own field or from where else people put it."""
    raw = fields.get("doi")
    if raw and (value := doi(raw)):
        return value
    for name in LINK_FIELDS:
        raw = fields.get(name)
        if raw and "10." in raw and _leads_to_a_doi(raw) and (value := doi(raw)):
            return value
    for name in PROSE_FIELDS:
        raw = fields.get(name)
        if raw and "10." in raw and _is_only_a_doi(raw) and (value := doi(raw)):
            return value
    return ""


def _leads_to_a_doi(raw: str) -> bool:
    ways = r"doi|link\.springer\.com/|/(?:articles?|chapter|content)/10\.|[?&]id=10\."
    return bool(re.search(ways, raw[:1000], re.IGNORECASE))


def _is_only_a_doi(raw: str) -> bool:
    """Whether a note gives a DOI and says no more: else it may be that of another paper."""
    rest = re.sub(r"\b10\.\d{4,9}/\S+", "", raw[:1000], count=1)
    words = re.findall(r"[A-Za-z]+", rest)
    known = "doi url http https dx org www available online at from acm href the is"
    return "doi" in rest.lower() and all(word.lower() in known.split() for word in words)


def arxiv_of(fields: Mapping[str, str]) -> tuple[str, int | None]:
    """The paper's arXiv number without its version, and the version where one is named."""
    candidates = _arxiv_candidates(fields)
    number, version = next(candidates, ("", None))
    if number and version is None:
        version = next((other for again, other in candidates if again == number and other), None)
    return number, version


def _arxiv_candidates(fields: Mapping[str, str]) -> Iterator[tuple[str, int | None]]:
    eprint = fields.get("eprint")
    if eprint:
        archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
        if archive.strip("{} ").lower() == "arxiv" and (found := arxiv(eprint.strip("{} ")))[0]:
            yield found
    for name in ARXIV_FIELDS:
        raw = fields.get(name)
        if raw and _speaks_of_its_preprint(name, raw) and (found := arxiv(raw))[0]:
            yield found


def _speaks_of_its_preprint(name: str, raw: str) -> bool:
    if name == "arxivid" or name == "arxiv" or (name == "volume" and raw.startswith("abs/")):
        return True
    raw = raw[:5000]
    lowered = raw.lower()
    if "iv" not in lowered and "lanl" not in lowered and "huggingface" not in lowered:
        return False  # as nearly always, and sooner found out
    if not re.search(SPEAKS_OF_ARXIV, raw, re.IGNORECASE):
        return False
    others = r"comment on|correction|errat|repl(?:y|ies) to|response to|see also|supersed|based on"
    return name not in PROSE_FIELDS or not re.search(others, raw[:1000], re.IGNORECASE)


def isbn_of(fields: Mapping[str, str]) -> str:
    raw = fields.get("isbn")
    return isbn(raw) if raw else ""


def pmid_of(fields: Mapping[str, str]) -> str:
    raw = fields.get("pmid")
    if raw and (value := pmid(raw)):
        return value
    archive = fields.get("eprinttype") or fields.get("archiveprefix") or ""
    if archive.strip("{} ").lower() in ("pubmed", "pmid"):
        return pmid(fields.get("eprint", ""))
    for name in ("url", *PROSE_FIELDS):
        raw = fields.get(name)
        if raw and re.search("pubmed|pmid", raw[:1000], re.IGNORECASE) and not raw.isdigit():
            return pmid(raw)
    return ""


def url_of(fields: Mapping[str, str]) -> str:
    """The paper's address, as a browser wants it; nothing but the web counts."""
    for name in ("url", "howpublished", "note", "ee", "link", "bdsk-url-1"):
        raw = fields.get(name)
        if raw and ("://" in raw or name == "url") and (found := _web_address(raw)):
            return found if name == "url" else found.rstrip(".,;")
    return ""


def _web_address(raw: str) -> str:
    """The first address in a field, which may be broken over lines."""
    wrapped = re.search(r"\\url\s*+\{((?:[^{}]++|\{[^{}]*+\})*)\}", raw)
    text = address((wrapped[1] if wrapped else raw)[:5000].strip())
    text = re.sub(r"(?:\r\n?|\n)\s*+(?!\w+://)", "", text)
    found = re.search(r"(?:https?|ftp)://[^\s<>\"]+", text, re.IGNORECASE)
    if found:
        return found[0].rstrip("}" if "(" in found[0] else "})")
    host = r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}"
    bare = re.fullmatch(rf"{host}(?:/[^\s<>\"]*)?", text, re.IGNORECASE)
    return f"http://{text}" if bare else ""
