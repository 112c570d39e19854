"""Text is data: whatever it holds is stored as it came, and is the same byte for byte again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from papers import Annotation, Attachment, Bare, Fields, Paper, Source, Version
from storage import Library
from storage.codec import encode
from tests.storage.support import a_paper

Open = Callable[[], Library]

HOSTILE = {
    "controls": "".join(map(chr, range(32))) + "\x7f" + "".join(map(chr, range(128, 160))),
    "terminal": "\x1b[31mred\x1b]0;title\x07\x1b]52;c;aGk=\x1b\\\x9b2J",
    "bidi": "\u202egnp.exe\u2066\u2069\u200b\ufeff",
    "markup": "[bold]x[/bold] [@click=app.quit]x[/] {{7*7}} <script>",
    "lines": "a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\u2029j",
    "half of a pair": "\ud800 \udc80 \udfff",
    "backwards pair": "\udc00\ud800",
    "like our files": '"},\n"meta":{"1":{"carrel":"library","schema":9,"seq":9,"crc":"0"}}}\n',
    "like our journal": '","crc":"00000000"}\n{"seq":1,"step":1,"now":{},"parts":[],"was":',
    "quotes": '"\'`\\\\"\\u0041\\n',
    "not normal": "e\u0301 \u00e9 \ufb01 \u212b",
    "astral": "🙂🏳\ufe0f\u200d🌈\U0010ffff\ufffe",
    "empty": "",
    "long": "x" * 1_000_000,
    "long and odd": "\ud800é\n" * 100_000,
}


def full_of(text: str) -> Paper:
    """A paper with this text wherever a text may stand."""
    return Paper(
        key="k",
        type=text,
        fields=Fields({"title": text, text: text, "month": Bare(text)}),
        strings=Fields({text: text}),
        provisional=text,
        tags=frozenset({text, "tag"}),
        notes=text,
        annotations=(Annotation(text, text, text, text),),
        files=(Attachment(text, text, text),),
        versions=(Version(text, Fields({text: text})),),
        started=text,
        finished=text,
        source=Source(text, text, text, text, text),
        extra=Fields({f"extra {text}": encode(text).decode()}),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_text_is_stored_as_it_came(open_library: Open, name: str) -> None:
    library = open_library()
    paper = full_of(HOSTILE[name]) if len(HOSTILE[name]) < 9999 else a_paper(1, notes=HOSTILE[name])
    (added,) = [change.after for change in library.add([paper], label=HOSTILE[name]).changes]
    assert added
    for _ in range(2):
        assert [*library] == [*open_library()] == [added]
        assert next(library.history()).label == HOSTILE[name]
        library.compact()
    library.edit([added.uid], lambda paper: paper._replace(notes="other"), label="edit")
    library.edit([added.uid], lambda paper: paper._replace(notes=HOSTILE[name]), label="edit")
    library.remove([added.uid])
    library.undo(3)
    assert [*library] == [*open_library()] == [added]


@pytest.mark.parametrize("name", HOSTILE)
def test_stock_reads_text_as_it_came(tmp_path: Path, name: str) -> None:
    with Library.open(tmp_path) as library:
        library.add([a_paper(n, notes=HOSTILE[name], key=f"k{n}") for n in range(3)], label="add")
        library.remove([library.find("k1").uid])
    with TinyDB(tmp_path / "library.json", encoding="utf-8") as stock:
        notes = [record["notes"] for record in stock.table("papers")]
        assert notes == [HOSTILE[name]] * 2
        assert [record["notes"] for record in stock.table("trash")] == [HOSTILE[name]]
    lines = (tmp_path / "library.json").read_bytes().split(b"\n")
    assert sum(line.endswith((b"}", b"},")) and b'"uid"' in line for line in lines) == 3


def test_a_title_of_a_megabyte_is_one_among_others(open_library: Open) -> None:
    library = open_library()
    papers = [a_paper(n, key=f"k{n}") for n in range(4)]
    papers[1] = papers[1].with_fields({"title": "{" + "Very " * 200_000 + "long}"})
    library.add(papers, label="add")
    library.compact()
    uid = library.find("k1").uid
    library.edit([uid], lambda paper: paper.rated(4), label="rate")
    for each in (library, open_library()):
        assert [paper.fields["title"] for paper in each] == [p.fields["title"] for p in papers]
        assert each.find("k1").rating == 4


def test_the_corpus_as_notes(open_library: Open, corpora: Path) -> None:
    paths = sorted((corpora / "hostile").glob("*"))
    texts = {path.name: path.read_bytes().decode(errors="surrogateescape") for path in paths}
    library = open_library()
    library.add([Paper(key=name, notes=text) for name, text in texts.items()], label="add")
    library.compact()
    for each in (library, open_library()):
        assert {paper.key: paper.notes for paper in each} == texts
        assert (
            each.find("nul-bytes.bib").notes.encode(errors="surrogateescape")
            == (corpora / "hostile" / "nul-bytes.bib").read_bytes()
        )


@given(st.lists(st.text(st.characters()), min_size=1, max_size=5))
def test_any_text_is_stored_as_it_came(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """But that two halves of a surrogate pair side by side are one character, as in all JSON."""
    texts = [json.loads(json.dumps(text)) for text in texts]
    folder = tmp_path_factory.mktemp("library")
    with Library.open(folder) as library:
        step = library.add([full_of(text) for text in texts], label="add", suffix=True)
        library.edit(
            [change.uid for change in step.changes],
            lambda paper: paper.with_fields({"title": paper.notes + "!"}),
            label="edit",
        )
        papers = [*library]
    with Library.open(folder) as library:
        assert [*library] == papers
        assert [paper.notes for paper in library] == texts
        assert [paper.fields["title"] for paper in library] == [f"{text}!" for text in texts]
        library.undo()
        assert [*library] == [change.after for change in step.changes]
