"""The keys that a document cites, and the papers that they name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.cited_keys import cited, keys_in_file, keys_in_text
from papers import Fields, Paper
from storage import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(str(tmp_path / "library")) as library:
        library.add(
            [
                Paper(key="hu2021", aliases=("lora",), fields=Fields(title="LoRA")),
                Paper(key="part", type="incollection", fields=Fields(title="P", crossref="whole")),
                Paper(key="whole", type="book", fields=Fields(title="W")),
            ],
            label="some",
        )
        yield library


def test_an_aux_file_is_read_with_those_that_it_takes_in(tmp_path: Path) -> None:
    (tmp_path / "main.aux").write_text(
        "\\relax\n\\citation{b,a}\n\\@input{one.aux}\n\\abx@aux@cite{0}{d}\n\\bibcite{z}{1}\n"
    )
    (tmp_path / "one.aux").write_text("\\citation{c}\n\\citation{a}\n\\@input{main.aux}\n")
    assert keys_in_file(str(tmp_path / "main.aux")) == ["b", "a", "d", "c"]


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        (r"\cite{a,b} \citep[see][p.~3]{c}", ["a", "b", "c"]),
        (r"\parencites(see)()[1]{a}[][2]{b} \Textcite*{c}", ["a", "b", "c"]),
        (r"\volcite{2}[3]{a} \nocite{*} \citeA<e.g.>{b}", ["a", "*", "b"]),
        ("\\cite{a} % \\cite{gone}\n5\\% \\cite{ b ,\n c}", ["a", "b", "c"]),
        (r"\citestyle{authoryear} \DeclareCiteCommand{\x}{} \cite{a}", ["a"]),
        (r"\verb|\cite{no}| \begin{verbatim}\cite{no}\end{verbatim} \footcite[{a]b}]{c}", ["c"]),
        ("As [@a; see @b, p. 3] and @{c:d/e} said; me@example.org.", ["a", "b", "c:d/e"]),
        ("`@no` \n```\n@no\n```\n[-@a:2020.x] and @b.", ["a:2020.x", "b"]),
        ("b\na, c;b\n", ["b", "a", "c"]),
        ("", []),
    ],
)
def test_keys_are_found_however_they_are_cited(written: str, keys: list[str]) -> None:
    assert keys_in_text(written) == keys


def test_a_tex_file_is_read_with_its_chapters(tmp_path: Path) -> None:
    (tmp_path / "ch").mkdir()
    (tmp_path / "main.tex").write_text(r"\cite{a}\input{ch/one}\input{glyphtounicode}\cite{c}")
    (tmp_path / "ch" / "one.tex").write_text(r"\cite{b}")
    assert set(keys_in_file(str(tmp_path / "main.tex"))) == {"a", "b", "c"}


def test_a_paper_stands_under_the_key_that_was_cited(library: Library) -> None:
    found = cited(library, ["nobody", "lora", "hu2021", "fig:one"])
    assert [(paper.key, paper.title) for paper in found.papers] == [
        ("lora", "LoRA"), ("hu2021", "LoRA"),
    ]  # fmt: skip
    assert found.unknown == ("nobody",)


def test_what_an_entry_refers_to_comes_behind_it(library: Library) -> None:
    assert [paper.key for paper in cited(library, ["part"]).papers] == ["part", "whole"]
    assert len(cited(library, ["part", "*"]).papers) == 3


@given(st.text(alphabet="\\cite{}[](),%@*ab:\n` "))
def test_any_text_is_read(text: str) -> None:
    assert all(isinstance(key, str) for key in keys_in_text(text))
