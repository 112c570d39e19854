"""Tags, stars, status, priority and files that other programs left in BibTeX fields."""

from pathlib import Path

import pytest

from importers import FORMATS
from papers import Attachment, Paper, Status


def paper(fields: str) -> Paper:
    (found,) = FORMATS["bibtex"](f"@misc{{k, title={{A}}, {fields}}}".encode(), "x.bib").papers
    return found


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ("{peft, lora,deep  learning}", {"peft", "lora", "deep learning"}),
        ("{a, b; c\n d;}", {"a, b", "c d"}),
        ('{{Smith, A}, B\\&B, K{\\"o}rper}', {"Smith, A", "B&B", "Körper"}),
        ("foo # {, bar}", {"foo", "bar"}),
        ("{}", set()),
    ],
)
def test_keywords_become_tags_and_stay_a_field(keywords: str, tags: set[str]) -> None:
    found = paper(f"keywords={keywords}")
    assert found.tags == tags
    assert (
        found.fields["keywords"] == keywords.removeprefix("{").removesuffix("}") or "#" in keywords
    )


def test_jabrefs_stars_status_and_priority_are_understood() -> None:
    found = paper("ranking={rank4}, readstatus={read}, priority={prio1}")
    assert (found.rating, found.status, found.priority) == (4, Status.READ, 1)
    assert paper("readstatus={skimmed}").status is Status.READING


def test_values_that_jabref_never_wrote_judge_nothing() -> None:
    found = paper("ranking={excellent}, readstatus={soon}, priority={prio7}, keywords={ , ;}")
    assert (found.rating, found.status, found.priority) == (0, Status.UNREAD, 0)
    assert found.tags == frozenset()


@pytest.mark.parametrize(
    ("value", "files"),
    [
        ("{the talk:talks/a.pdf:PDF}", [("talks/a.pdf", "the talk", "PDF")]),
        ("{:a.pdf:PDF;B:b.ps:PS}", [("a.pdf", "", "PDF"), ("b.ps", "B", "PS")]),
        (r"{:C\:\\Users\\me\\x\;y.pdf:PDF}", [(r"C:\Users\me\x;y.pdf", "", "PDF")]),
        ("{Full Text:/a b;c.pdf:text/pdf}", [("/a b;c.pdf", "Full Text", "text/pdf")]),
        (r"{:C$\backslash$:/Users/x/y.pdf:pdf}", [("C:/Users/x/y.pdf", "", "pdf")]),
        ("{/home/a.pdf;/home/b.pdf}", [("/home/a.pdf", "", ""), ("/home/b.pdf", "", "")]),
        ("{2020/Doney/Doney_2020.pdf}", [("2020/Doney/Doney_2020.pdf", "", "")]),
        ("{file:///etc/passwd}", [("file:///etc/passwd", "", "")]),
        ("{::}", []),
    ],
)  # fmt: skip
def test_files_are_named_and_never_opened(value: str, files: list[tuple[str, str, str]]) -> None:
    assert paper(f"file={value}").files == tuple(Attachment(*file) for file in files)


def test_bibdesks_file_is_one_too() -> None:
    found = paper("local-url={file://localhost/Users/em/a.pdf}, pdf={b.pdf}")
    assert [file.path for file in found.files] == ["/Users/em/a.pdf", "b.pdf"]


def test_hostile_paths_are_only_words(corpora: Path) -> None:
    data = (corpora / "hostile" / "file-field.bib").read_bytes()
    papers = FORMATS["bibtex"](data, "file-field.bib").papers
    assert [[file.path for file in paper.files] for paper in papers] == [
        ["../../../../etc/passwd"],
        [r"C:\Users\me\x.pdf", "/home/me/a b;c.pdf"],
        ["file:///etc/passwd"],
        ["-oProxyCommand=touch x"],
        ["$(touch /tmp/pwned).pdf"],
        [r"\\host\share\x.pdf"],
        ["/dev/zero"],
    ]
