"""Real pages of the corpora: an independent reader says what stands on each, and all is found."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from importers import FORMATS, Imported, sniff
from papers import Status
from tests.cli.support import Result, Run

# Counted by eye: what each page holds, and how many of those are there more than once.
PAPERS = {
    "arxiv-mail/astro-ph__0001.txt": (605, 0),
    "arxiv-mail/math-ph__9701.txt": (17, 0),
    "arxiv-mail/math__new.AG.txt": (2, 0),
    "arxiv-mail/math__pastweek.AG.txt": (1, 0),
    "arxiv-mail/q-fin__new.CP.txt": (2, 0),
    "arxiv-mail/q-fin__new.EC.txt": (4, 0),
    "arxiv-mail/q-fin__new.RM.txt": (3, 0),
    "arxiv-mail/q-fin__new.ST.txt": (8, 0),
    "arxiv-mail/q-fin__new.txt": (16, 0),
    "pages/abstract-lines.txt": (10, 0),
    "pages/author-page-abstracts.txt": (10, 0),
    "pages/cv-arxiv-daily__wechat.md": (839, 67),
    "pages/similar-papers-page.txt": (73, 0),
}
MAILS = [name for name in PAPERS if name.startswith("arxiv-mail")]
LONG = 300  # characters: on these pages only an abstract has so many in a line


@pytest.fixture(scope="module")
def pages(corpora: Path) -> dict[str, str]:
    folder = corpora / "listing"
    if not folder.is_dir():
        pytest.skip("the corpora beside this checkout hold no listing pages")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def found(pages: dict[str, str]) -> dict[str, Imported]:
    return {
        name: FORMATS["listing"](text.encode(), Path(name).name) for name, text in pages.items()
    }


def squeezed(text: str) -> str:
    """Letters and digits, for comparing what was broken over lines and escaped."""
    return re.sub(r"[\W_]+", "", re.sub(r"\\text\w+", "", text)).lower()


def values(name: str, text: str) -> Iterator[str]:
    """What stands behind a label of a mail, with the lines that go on indented."""
    for label in re.finditer(rf"(?m)^{name}: *(.*(?:\n[ \t]+.*)*)", text):
        yield " ".join(label[1].split())


def test_every_page_is_counted(pages: dict[str, str]) -> None:
    alone = [name for name in pages if name.startswith("arxiv-abs/")]
    assert sorted([*alone, *PAPERS]) == sorted(pages)
    assert len(alone) == 15


def test_every_paper_is_found_and_no_line_of_the_pages_is_left_over(
    found: dict[str, Imported],
) -> None:
    counts = {name: (len(page.papers), len(page.rejected)) for name, page in found.items()}
    assert counts == {name: (PAPERS.get(name, (1, 0))[0], 0) for name in found}


def test_every_page_is_recognised_by_its_text(pages: dict[str, str]) -> None:
    for text in pages.values():
        assert sniff(text.encode(), "") == "listing"


def test_each_paper_of_a_mail_has_its_number_title_and_authors(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    for name in MAILS:
        numbers = re.findall(r"(?m)^\\\\\n(?:Paper|arXiv)[^:\n]*: *([\w./-]+)", pages[name])
        papers = found[name].papers
        bare = [re.sub(r"\.[A-Z]{2}(?=/)|v\d+$", "", number) for number in numbers]
        assert [paper.arxiv for paper in papers] == bare
        titles = list(values("Title", pages[name]))
        assert len(titles) == len(papers)
        for title, authors, paper in zip(
            titles, values("Authors?", pages[name]), papers, strict=True
        ):
            assert squeezed(paper.fields["title"]) == squeezed(title)
            last = squeezed(paper.authors[0].family or paper.authors[0].literal)
            assert last[-3:] in squeezed(authors)


def test_each_remark_of_a_mail_is_kept_with_its_paper(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    for name in MAILS:
        kept = [p.fields["comment"] for p in found[name].papers if "comment" in p.fields]
        said = list(values("Comments", pages[name]))
        assert [squeezed(text) for text in kept] == [squeezed(text) for text in said]


def test_an_abs_file_is_one_paper_with_all_that_it_says(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    for name, text in pages.items():
        if not name.startswith("arxiv-abs/"):
            continue
        (paper,) = found[name].papers
        (number,) = re.findall(r"(\d{4}\.\d{4,5})\.abs\.txt$", name)
        assert paper.arxiv == number
        assert squeezed(paper.fields["title"]) == squeezed(next(values("Title", text)))
        dois = [doi.lower().removeprefix("doi:") for doi in values("DOI", text)]
        assert [paper.doi] * bool(paper.doi) == dois
        for label, field in (("Comments", "comment"), ("Journal-ref", "howpublished")):
            for value in values(label, text):
                assert squeezed(paper.fields[field]) == squeezed(value)
        abstract = re.split(r"(?m)^\\\\\s*$", text)[2]
        assert squeezed(paper.fields["abstract"]) == squeezed(abstract)


def test_abstracts_with_numbers_and_days_are_papers_of_the_inbox(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    text = pages["pages/author-page-abstracts.txt"]
    papers = found["pages/author-page-abstracts.txt"].papers
    assert [paper.arxiv for paper in papers] == re.findall(r"(?m)^arXiv:([\d.]+)", text)
    days = [f"{paper.date.year}-{paper.date.month:02}-{paper.date.day:02}" for paper in papers]
    assert days == re.findall(r"(?m)^Created: (\S+)", text)
    abstracts = [line for line in text.splitlines() if len(line) > LONG]
    assert [squeezed(paper.fields["abstract"]) for paper in papers] == [
        squeezed(abstract) for abstract in abstracts
    ]
    between = re.split(r"(?m)^.{300,}$", text)[1:]
    remarks = [re.sub(r"(?m)^(?:arXiv:|Created:).*|\s+", " ", part).strip() for part in between]
    assert [paper.text("comment") for paper in papers] == remarks
    assert all(paper.is_provisional and paper.status is Status.INBOX for paper in papers)


def test_lines_that_are_abstracts_are_papers_with_provisional_titles(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    lines = [
        line.removeprefix("Abstract:") for line in pages["pages/abstract-lines.txt"].splitlines()
    ]
    papers = found["pages/abstract-lines.txt"].papers
    assert [squeezed(paper.abstract)[:80] for paper in papers] == [
        squeezed(line)[:80] for line in lines if line
    ]
    for paper in papers:
        assert paper.is_provisional
        words = re.findall(r"\w{4,}", paper.provisional)
        assert all(word in paper.abstract for word in words)


def test_titles_with_abstracts_between_furniture_are_papers(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    lines = [line for line in pages["pages/similar-papers-page.txt"].splitlines() if line.strip()]
    titles = [above for above, line in pairwise(lines) if len(line) > LONG]
    papers = found["pages/similar-papers-page.txt"].papers
    assert [squeezed(paper.fields["title"]) for paper in papers] == list(map(squeezed, titles))
    assert not any(paper.is_provisional for paper in papers)
    assert all(len(paper.abstract) > LONG for paper in papers)


def test_items_of_a_markdown_list_are_papers_with_their_links(
    pages: dict[str, str], found: dict[str, Imported]
) -> None:
    text = pages["pages/cv-arxiv-daily__wechat.md"]
    items = re.findall(r"(?m)^- (\d{4}-\d\d-\d\d), \*\*(.+?)\*\*, (.*)$", text)
    papers = found["pages/cv-arxiv-daily__wechat.md"].papers
    assert len(items) == len(papers)
    for (day, title, rest), paper in zip(items, papers, strict=True):
        assert squeezed(paper.fields["title"]) == squeezed(title)
        assert f"{paper.date.year}-{paper.date.month:02}-{paper.date.day:02}" == day
        numbers = re.findall(r"arxiv\.org/abs/([\d.]+)(?:v\d+)?\]", rest)
        assert [paper.arxiv] == numbers
        code = re.findall(r"Code: \*\*\[(.+?)\]", rest)
        assert [paper.fields[name] for name in ("code",) if name in paper.fields] == code


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_that_is_imported_twice_changes_nothing_the_second_time(
    name: str, pages: dict[str, str], carrel: Run, tmp_path: Path
) -> None:
    page = tmp_path / "page"
    page.write_text(pages[name], encoding="utf-8")
    count, repeated = PAPERS[name]
    first: Result = carrel("import", page, "--json")
    assert (first.code, len(first.json["added"])) == (0, count - repeated)
    again: Result = carrel("import", page, "--json")
    assert (again.code, len(again.json["unchanged"])) == (0, count)
    assert not again.json["added"] + again.json["merged"] + again.json["rejected"]
    assert again.json["step"] == 0
