"""Every reference file of the corpora: as many papers as counted by other means, nothing lost."""

import html
import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import FORMATS, Imported, sniff
from importers._text import decode
from papers import CarrelError, Paper

SECONDS = 4.0
NO_FORMAT = {"rayyan__example.txt"}  # two words, for a reader that says no

# Records of RIS that no TY begins: two with a title, and a tag that stands alone.
WITHOUT_TY = {
    "rayyan__example.ris": 1,
    "asreview__baseline_tag_and_field_definitions.ris": 1,
    "ris-hostile.ris": 1,
}


def files(corpora: Path) -> list[Path]:
    found = (path for path in sorted((corpora / "refs").glob("*/*")) if path.name not in NO_FORMAT)
    return list(found)


def read(path: Path) -> Imported:
    data = path.read_bytes()
    return FORMATS[sniff(data, "")](data, path.name)


@pytest.fixture(scope="module")
def read_files(corpora: Path) -> dict[Path, Imported]:
    return {path: read(path) for path in files(corpora)}


def counted(path: Path) -> int:
    """How many records a file has, by means that share nothing with the readers."""
    text = decode(path.read_bytes())
    if path.suffix == ".json":
        return len(json.loads(text))
    if path.suffix == ".xml":
        return text.count("<record>")
    if path.suffix == ".rdf":
        return items_of_rdf(text)
    if re.search(r"^(?:FN|PT) ", text, re.MULTILINE):
        return len(re.findall(r"^TI ", text, re.MULTILINE))
    if text.startswith("%0"):
        return len(re.findall(r"^%0", text, re.MULTILINE))
    if path.suffix == ".nbib":
        return len(re.findall(r"^PMID", text, re.MULTILINE))
    return len(re.findall(r"^TY  ?-", text, re.MULTILINE)) + WITHOUT_TY.get(path.name, 0)


def items_of_rdf(text: str) -> int:
    """Items, and files that belong to none."""
    kinds = re.findall(r"<z:itemType>(\w+)<", text)
    linked = set(re.findall(r'<link:link rdf:resource="([^"]*)"', text))
    files = re.findall(r'<z:Attachment rdf:about="([^"]*)"', text)
    items: int = sum(kind != "attachment" for kind in kinds)
    return items + len(set(files) - linked)


def test_papers_and_rejects_are_as_many_as_were_counted(read_files: dict[Path, Imported]) -> None:
    found = {path.name: len(f.papers) + len(f.rejected) for path, f in read_files.items()}
    assert found == {path.name: counted(path) for path in read_files}
    assert sum(found.values()) > 1_300


def test_only_what_is_empty_or_stands_outside_is_rejected(read_files: dict[Path, Imported]) -> None:
    rejects = {path.name: f.rejected for path, f in read_files.items() if f.rejected}
    assert {name: [reject.line for reject in found] for name, found in rejects.items()} == {
        "asreview__baseline_reference_types.ris": [1, 4],
        "asreview__baseline_tag_and_field_definitions.ris": [65],
        "manubot__empty-csl.json": [2],
    }


def test_reading_twice_gives_the_same(read_files: dict[Path, Imported]) -> None:
    assert {path: read(path) for path in read_files} == read_files


def test_the_raw_text_of_each_paper_begins_in_the_line_that_is_told(
    read_files: dict[Path, Imported],
) -> None:
    for path, file in read_files.items():
        lines = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for paper in file.papers:
            first = paper.source.raw.splitlines()[0].strip()
            assert first in lines[int(paper.source.place) - 1], path.name


# -- nothing is lost

# Labels before values, what a DOI's address begins with, the titles of links, %23 for #.
FURNITURE = frozenset(
    """http doi dx org file issn isbn pmid pii electronic linking original date series title
    snapshot full text pubmed entry link et al 23""".split()
)


def test_every_word_of_a_record_is_in_its_paper(read_files: dict[Path, Imported]) -> None:
    lost = {
        (path.name, paper.source.place): missing
        for path, file in read_files.items()
        for paper in file.papers
        if (missing := words(" ".join(values(paper))) - words_of(paper) - FURNITURE)
    }
    assert lost == {}


def words(text: str) -> set[str]:
    text = html.unescape(html.unescape(text))
    text = re.sub(r"</?su[bp]>", "", text)
    text = re.sub(r"</?[\w:]+[^<>]*>", " ", text).replace("%20", " ")
    text = unicodedata.normalize("NFKC", text).lower()
    return {word.lstrip("0") for word in re.findall(r"[^\W_]+", text)}


def words_of(paper: Paper) -> set[str]:
    said = [paper.type, paper.key, paper.notes, *paper.tags]
    said += [paper.text(name) for name in paper.fields]
    said += [*paper.fields.values(), *(file.path for file in paper.files)]
    return words(" ".join(said))


def values(paper: Paper) -> Iterator[str]:
    """The values of a record, but for types, dates and what a reader may leave in the raw text."""
    raw = paper.source.raw
    if paper.source.kind == "csl":
        yield from texts(json.loads(raw))
    elif paper.source.kind == "endnote":
        left = "database|source-app|rec-number|foreign-keys|ref-type|dates|access-date"
        raw = re.sub(rf"<({left})\b.*?</\1>", "", raw, flags=re.DOTALL)
        yield re.sub(r"</?(?!style)[^<>]*>", " ", raw)
    elif paper.source.kind == "zotero-rdf":
        raw = re.sub(r"<(z:itemType|dc:date|dcterms:dateSubmitted|link:type)>.*?</", "</", raw)
        raw = re.sub(r"<z:(?:linkMode|Attachment).*?</z", "</z", raw, flags=re.DOTALL)
        yield re.sub(r"<[^<>]*>", " ", raw)
    else:
        dates = "TY|PY|DA|Y1|Y2|DP|PT|PD|FN|VR|AU|A1|ER"
        for line in raw.splitlines():
            if not re.match(rf"(?:{dates})\b|%[08D] |PMID|.{{4}}- Journal", line):
                tag = r"^(?:[A-Z][A-Z0-9]{1,3}[ \t]*-|[A-Z][A-Z0-9] |%U \[URL-Abstract\]|%\S |   )"
                yield re.sub(tag, "", line)


def texts(value: Any, name: str = "") -> Iterator[str]:
    bookkeeping = """indexed deposited created license link relation journal-issue content-domain
        type reference-count references-count is-referenced-by-count score member prefix"""
    if isinstance(value, dict) and "date-parts" not in value:
        for key, inner in value.items():
            if key not in bookkeeping.split() and key not in ("sequence", "affiliation"):
                yield from texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, name)
    elif isinstance(value, str):
        yield value


# -- simple values, extracted by other means


def test_ris_says_what_its_lines_say(read_files: dict[Path, Imported]) -> None:
    compared = 0
    for paper in papers_of(read_files, "ris"):
        lines = re.findall(r"^([A-Z][A-Z0-9])  - (.*?)[ \r]*$", paper.source.raw, re.MULTILINE)
        said: dict[str, list[str]] = {}
        for tag, value in lines:
            said.setdefault({"T1": "TI", "A1": "AU", "Y1": "PY"}.get(tag, tag), []).append(value)
        title, year = said.get("TI", [""])[0], said.get("PY", [""])[0][:4]
        if re.search(r"^[A-Z]\w  -\S", paper.source.raw, re.MULTILINE):
            continue
        if title and "<" not in title and "&" not in title:
            assert paper.text("title") == " ".join(title.split())
            compared += 1
        if year.isdigit() and year != "0000":
            assert paper.year == int(year)
        if re.match(r"10\.\d+/", said.get("DO", [""])[0]):
            assert paper.doi == said["DO"][0].lower()
        if all("," in name for name in said.get("AU", ["no"])):
            families = [name.partition(",")[0] for name in said["AU"]]
            assert [author.short for author in paper.authors] == families
            compared += 1
    assert compared > 1_100


def test_csl_says_what_its_objects_say(read_files: dict[Path, Imported]) -> None:
    compared = 0
    for paper in papers_of(read_files, "csl"):
        item = json.loads(paper.source.raw)
        if "title" in item:
            assert words(paper.title) == words(item["title"])
        names = [(each.get("family"), each.get("given", "")) for each in item.get("author", [])]
        if names and all(family for family, _ in names):
            assert [(author.short, author.given) for author in paper.authors] == names
            compared += 1
        first = (item.get("issued", {}).get("date-parts") or [[]])[0]
        if first and first[0] and int(first[0]) > 1000:
            assert paper.date[: len(first[:3])] == tuple(map(int, first[:3]))
            compared += 1
        if str(item.get("DOI", "")).startswith("10."):
            assert paper.doi == item["DOI"].lower() or "/" not in item["DOI"][4:]
        assert not item.get("citation-key") or paper.key == item["citation-key"]
    assert compared > 70


def test_endnote_says_what_its_elements_say(read_files: dict[Path, Imported]) -> None:
    compared = 0
    for paper in papers_of(read_files, "endnote"):
        raw = html.unescape(paper.source.raw)
        plain = re.sub(r"</?style[^>]*>", "", raw)
        if title := re.search(r"<title>(.*?)</title>", plain, re.DOTALL):
            assert words(paper.title) == words(title[1]) or 'style face="sub' in raw
        if year := re.search(r"<year>\s*(\d{4})\s*</year>", plain):
            assert paper.year == int(year[1])
            compared += 1
        if doi := re.search(r"<electronic-resource-num>\s*(10\.\S+?)\s*<", plain):
            assert paper.doi == doi[1].lower()
        authors = re.search(r"<authors>(.*?)</authors>", plain, re.DOTALL)
        names = re.findall(r"<author>\s*([^<]*?)\s*</author>", authors[1] if authors else "")
        if names and all(re.fullmatch(r"[^,;]+, [^,;]+", name) for name in names):
            assert [author.sortable for author in paper.authors] == [
                " ".join(name.split()) for name in names
            ]
            compared += 1
    assert compared > 450


def test_zotero_says_what_its_elements_say(read_files: dict[Path, Imported]) -> None:
    compared = 0
    for paper in papers_of(read_files, "zotero-rdf"):
        raw = html.unescape(paper.source.raw)
        raw = raw[: raw.find(f"\n    </{raw[1:].split()[0]}>")]
        if paper.is_provisional:
            continue
        if title := re.search(r"^ {8}<dc:title>([^<]*)</dc:title>", raw, re.MULTILINE):
            assert paper.text("title") == " ".join(title[1].split())
        if year := re.search(r"^ {8}<dc:date>[^<]*?(\d{4})", raw, re.MULTILINE):
            assert paper.year == int(year[1])
        authors = re.search(r"<bib:authors>(.*?)</bib:authors>", raw, re.DOTALL)
        families = re.findall(r"<foaf:surname>(.*?)<", authors[1] if authors else "")
        assert [author.short for author in paper.authors] == families or "z:programmers" in raw
        compared += len(families)
    assert compared > 400


def papers_of(read_files: dict[Path, Imported], kind: str) -> Iterator[Paper]:
    for file in read_files.values():
        yield from (paper for paper in file.papers if paper.source.kind == kind)


# -- hostile files


@pytest.mark.parametrize(
    ("name", "form", "papers", "reasons"),
    [
        ("ris-hostile.ris", "ris", 3, [r"outside of any record"]),
        ("csl-wrong-types.json", "csl", 5, ["is an object", "text", "null", "a number"]),
        ("json-deep.json", "csl", 0, ["nested too deeply"]),
        ("xml-billion-laughs.xml", "endnote", 0, ["declares entities"]),
        ("xml-xxe.xml", "endnote", 0, ["declares entities"]),
        ("xml-xxe.xml", "zotero-rdf", 0, ["declares entities"]),
    ],
)
def test_a_hostile_file_is_read_or_rejected_with_a_sentence(
    name: str, form: str, papers: int, reasons: list[str], corpora: Path
) -> None:
    data = (corpora / "hostile" / name).read_bytes()
    start = time.perf_counter()
    file = FORMATS[form](data, name)
    assert time.perf_counter() - start < SECONDS
    assert len(file.papers) == papers
    assert len(file.rejected) == len(reasons)
    for reject, reason in zip(file.rejected, reasons, strict=True):
        assert re.search(reason, reject.reason)
        assert reject.text
        assert reject.reason.endswith(".")


def test_twenty_thousand_authors_and_a_missing_end_cost_nothing(corpora: Path) -> None:
    many, unended, nested = read(corpora / "hostile" / "ris-hostile.ris").papers
    assert len(many.authors) == 20_000
    assert many.abstract == "line one continuation without tag ---"
    assert many.url == ""  # what is no web address is not offered as one
    assert unended.fields["title"] == "no ER at end"
    assert unended.fields["title2"] == "second title"
    assert (nested.type, nested.title) == ("book", "nested TY")


BROKEN_XML = """<xml><records><record><titles><title>A</titles></record>
<record><titles><title>B</title></titles></record></records></xml>"""
BROKEN_RDF = """<rdf:RDF xmlns:bib="http://purl.org/net/biblio#">
<bib:Book rdf:about="#1"><dc:title>A</bib:Book></rdf:RDF>"""


@pytest.mark.parametrize(
    ("form", "file", "wrong", "right"),
    [
        ("ris", "TY  - JOUR\nER  -\nTY  - JOUR\nTI  - B\n", "\nER", "\nTI  - A\nER"),
        ("csl", '[{"title" "A"}, {"title": "B"}]', '"title" "A"', '"title": "A"'),
        ("endnote", BROKEN_XML, "A<", "A</title><"),
        ("zotero-rdf", BROKEN_RDF, "A<", "A</dc:title><"),
    ],
)
def test_a_reject_that_was_mended_is_read_by_itself(
    form: str, file: str, wrong: str, right: str
) -> None:
    (reject,) = FORMATS[form](file.encode(), "x").rejected
    mended = reject.text.replace(wrong, right).encode()
    assert sniff(mended, "rejects.txt") == form
    again = FORMATS[form](mended, "rejects.txt")
    assert [paper.title for paper in again.papers] == ["A"]
    assert again.rejected == ()


SEEDS: list[bytes] = []


def seeds() -> list[bytes]:
    """The beginnings of the files, where each format shows what it is."""
    root = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
    if not SEEDS:
        SEEDS.extend(path.read_bytes()[:6000] for path in files(root) if path.exists())
        SEEDS.append(b"")
    return SEEDS


@st.composite
def mutated(draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    data: bytes = draw(st.sampled_from(seeds()))
    scraps = [
        b"\0",
        b"\r",
        b"\n",
        b"<",
        b">",
        b"&",
        b"{",
        b"}",
        b"]",
        b'"',
        b"\\",
        b"\xff",
        b"\x1b",
    ]
    scraps += [
        b"TY  - ",
        b"ER  - ",
        b"%0 ",
        b"PMID- ",
        b"<record>",
        b"</record>",
        b"null",
        b"1e999",
    ]
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 200))
        scrap = draw(st.sampled_from(scraps) | st.binary(max_size=20))
        data = data[:at] + scrap + data[at + length :]
    return data


@given(data=mutated(), form=st.sampled_from(["", *FORMATS]))
def test_no_bytes_make_an_exception_other_than_ours(data: bytes, form: str) -> None:
    try:
        form = form or sniff(data, "x")
    except CarrelError:
        return
    file = FORMATS[form](data, "x")
    for paper in file.papers:
        assert paper.source.raw
        assert paper.date is not None
        assert isinstance(paper.title + paper.doi + paper.url + paper.venue, str)
        assert all(any(author) for author in (*paper.authors, *paper.editors))
    assert FORMATS[form](data, "x") == file
