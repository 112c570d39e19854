"""Hostile text in a real terminal: not a byte of it acts, and the columns beside it hold."""

from itertools import islice
from pathlib import Path

import pytest

from importers import FORMATS
from papers import Annotation, Attachment, Fields, Paper
from storage import Library
from tests.terminal.wire import Wire

SIZE = 120, 40
MOST = 6  # papers of one file
ASKED_FOR = {"22;default", "22;text", "22;pointer"}  # the mouse pointer's shape, by Textual
HOSTILE = {
    "clear": "\x1b[2J\x1b[H clear",
    "title": "\x1b]0;pwned\x07 title",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07 clipboard",
    "link": "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "dcs": "\x1bP+q544e\x1b\\ dcs",
    "c1": "\x9b31mred\x9d0;pwned\x9c c1",
    "bell": "a\x07b\x08c\x00d\x7fe\x0ef\x0fg",
    "bidi": "\u202egnp.exe\u202c \u2067x\u2069 bidi",
    "zero": "zero\u200bwidth\ufeff\u2060\u00ad",
    "storm": "s" + "\u0301\u0336\u20dd" * 60 + "torm",
    "rtl": "שלום עולם مرحبا rtl",
    "wide": "漢字かな 한글 ｗｉｄｅ",
    "family": "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪 ❤️ emoji",
    "tabs": "a\tb\nc\r\nd\x0be\x0cf\u2028g\u2029h tabs",
    "rich": "[bold red]rich[/] [/nothing] [link=http://evil.example]l[/link] :smile:",
    "textual": "[@click=app.quit]textual[/] $primary [$error]x[/] {0} %s \\[b]",
    "markdown": "# head <script>x</script> ![i](file:///etc/passwd) `c` [[@x]] | a | b |",
}  # fmt: skip
SCREENS = {  # what is pressed, and what is seen then
    "details": ["\r", "G", "g", "\x1b"],
    "note": ["n", "\x14", "\x14", "\x1b"],
    "tags": ["t", "\x1b"],
    "links": ["f", "\x1b"],
    "copy": ["y", "\x1b"],
    "export": ["E", "\x1b"],
    "entry": ["e", "\x1b", "\x1b"],
    "history": ["4", "H", "\x1b"],
    "removed": ["x", "T", "\x1b", "u"],
    "kept": ["W", "\x1b"],
    "duplicates": ["D", "\x1b"],
    "sync": ["N", "\x1b"],
    "log": ["L", "\x1b"],
    "similar": ["S", "\x1b"],
    "palette": ["\x10", "\x1b"],
    "review": ["a", "\x1b"],
    "shelf": ["/rtl\r", "B", "\x1b", "\x1b"],
}  # fmt: skip


def assert_harmless(wire: Wire) -> None:
    assert wire.glass.foreign == []
    assert set(wire.glass.system) <= ASKED_FOR


def assert_panes_hold(wire: Wire) -> None:
    """The lines between the panes stand each in one column, in every row."""

    def hold() -> bool:
        rows = range(3, SIZE[1] - 1)
        edges = [{wire.glass.column(row, edge) for row in rows} for edge in "▕▏"]
        return all(len(each) == 1 and -1 not in each for each in edges)

    wire.waits(hold, "the panes in their columns")


def hostile_papers() -> list[Paper]:
    return [
        Paper(
            key=f"{name}{text}",
            type="article",
            fields=Fields(
                {"title": text, "author": f"{text} and Plain, Anne", "year": "2020",
                 "journal": text, "abstract": text, f"x{text}": text}
            ),
            tags=frozenset({name, text}),
            notes=text,
            annotations=(Annotation("2020-01-01T00:00:00Z", text, text, text),),
            files=(Attachment(f"files/{text}.pdf"),),
        )
        for name, text in HOSTILE.items()
    ]  # fmt: skip


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add(hostile_papers(), label="\x1b]0;pwned\x07 [red]a step[/]")
    return folder


def test_hostile_text_acts_on_no_screen(hostile: Path) -> None:
    with Wire(hostile, size=SIZE) as wire:
        wire.sees("17 papers", "Tags", "q Quit")
        for key in [each for keys in SCREENS.values() for each in keys]:
            wire.send(key)
            wire.rests()
            assert_harmless(wire)
        wire.send("\x1b")
        wire.sees("17 papers", "[@click=app.quit]textual[/]", "[bold red]rich[/]", "q Quit")


def test_each_hostile_paper_is_harmless_in_the_details(hostile: Path) -> None:
    with Wire(hostile, size=SIZE) as wire:
        wire.sees("17 papers", "Tags", "q Quit")
        for _ in HOSTILE:
            wire.send("j")
            wire.rests()
            assert_harmless(wire)
            assert_panes_hold(wire)


def test_the_hostile_corpus_acts_on_no_terminal(tmp_path: Path, corpora: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        for path in sorted((corpora / "hostile").glob("*.bib")):
            papers = islice(FORMATS["bibtex"](path.read_bytes(), path.name).papers, MOST)
            library.add(papers, label=path.name, suffix=True)
        count = len(library)
    with Wire(folder, size=SIZE) as wire:
        wire.sees(f"{count} papers", "Tags", "q Quit")
        for _ in range(count):
            wire.send("j")
            wire.read(0.2)
            assert_harmless(wire)
        wire.rests()
        assert_harmless(wire)
        wire.send("\r")
        for _ in range(3):
            wire.send("G")
            wire.rests()
            assert_harmless(wire)
