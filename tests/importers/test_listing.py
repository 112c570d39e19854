"""Pages of the kinds that people copy: each paper on them is found, and nothing else is one.

The pages in `tests/data/listing` imitate the shapes; `listing-papers.json` says what stands on
each: title, authors, identifiers.
"""

import json
from pathlib import Path

import pytest

from importers import FORMATS, Imported, sniff
from papers import BadValue, Paper, Status
from papers.names import short

PAGES = Path(__file__).resolve().parents[1] / "data" / "listing"
EXPECTED: dict[str, list[list[str]]] = json.loads(
    PAGES.with_name("listing-papers.json").read_text(encoding="utf-8")
)
NO_PAGES = [name for name, papers in EXPECTED.items() if not papers]
FURNITURE = (
    "Subscribe", "Get trending papers", "Sign in", "Upvote", "Load more", "Privacy Policy",
    "Skip to main content", "Expand", "Create alert", "Page 1 of 12", "Unsubscribe", "Log in",
)  # fmt: skip


def read(page: str | bytes, name: str = "page.txt") -> Imported:
    return FORMATS["listing"](page.encode() if isinstance(page, str) else page, name)


def only(page: str) -> Paper:
    (paper,) = read(page).papers
    return paper


def summary(paper: Paper) -> list[str]:
    version = f"v{paper.arxiv_version}" if paper.arxiv_version else ""
    identifiers = [
        f"arXiv:{paper.arxiv}{version}" if paper.arxiv else "",
        f"doi:{paper.doi}" if paper.doi else "",
        f"pmid:{paper.pmid}" if paper.pmid else "",
        f"isbn:{paper.isbn}" if paper.isbn else "",
    ]
    mark = "provisional: " if paper.is_provisional else ""
    return [mark + paper.title, short(paper.authors), *filter(None, identifiers)]


def test_every_page_has_its_list_of_papers() -> None:
    assert sorted(EXPECTED) == sorted(page.name for page in PAGES.iterdir())
    assert len(EXPECTED) > 15


@pytest.mark.parametrize("name", EXPECTED)
def test_the_papers_of_a_page_are_found_and_nothing_else_is_one(name: str) -> None:
    found = read((PAGES / name).read_bytes(), name)
    assert [summary(paper) for paper in found.papers] == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in EXPECTED if name not in NO_PAGES])
def test_a_page_is_known_from_its_text_whatever_it_is_called(name: str) -> None:
    assert sniff((PAGES / name).read_bytes(), "download") == "listing"


@pytest.mark.parametrize("name", NO_PAGES)
def test_a_text_that_speaks_of_no_paper_is_no_page(name: str) -> None:
    data = (PAGES / name).read_bytes()
    with pytest.raises(BadValue, match=r"Cannot tell what .* listing.*--from"):
        sniff(data, name)
    insisted = read(data, name)
    assert insisted.rejected
    assert not insisted.papers


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("arXiv:2402.15333\n@misc{a, title={B}}\n", "bibtex"),
        ("TY  - JOUR\nTI  - A title\nUR  - https://arxiv.org/abs/2402.15333\nER  - \n", "ris"),
        ('[{"id": "a", "title": "B", "DOI": "10.1000/abc"}]', "csl"),
        ("PMID- 36642000\nTI  - A title\nLID - 10.1000/abc [doi]\n", "nbib"),
    ],
)
def test_the_formats_of_programs_win_over_a_page(text: str, form: str) -> None:
    assert sniff(text.encode(), "list.txt") == form


def test_a_paper_without_a_title_waits_in_the_inbox_under_a_provisional_one() -> None:
    paper = only(
        "In this paper, we introduce DriftGuard, a monitor that raises an alarm before the accuracy"
        " of a deployed network drops. It needs no labels and detects most shifts in our data.\n\n"
        "arXiv:2402.15333 - doi: 10.1145/3581783.3612174\nCreated: 2024-02-23\n"
    )
    assert paper.status is Status.INBOX
    assert paper.is_provisional
    assert paper.provisional.startswith("DriftGuard: monitor that raises an alarm")
    assert "title" not in paper.fields


def test_a_page_fills_the_fields_that_arxiv_itself_fills() -> None:
    paper = only(
        "\\\\\narXiv:2402.08015\nDate: Mon, 12 Feb 2024 19:20:11 GMT   (512kb,D)\n\n"
        "Title: Walking Backwards: $\\epsilon$-greedy Plans & 50% Less\n  Work\n"
        "Authors: Nils Aaberg and Jo\\~ao Lima\nCategories: cs.LG cs.AI\n"
        "Comments: 9 pages; A&A style\nJournal-ref: Phys. Rev. B 76, 064523 (2007)\n"
        "DOI: 10.1000/XYZ.11\n\\\\\n  Goals are met rarely.\n\\\\\n"
    )
    fields = {name: str(value) for name, value in paper.fields.items()}
    assert fields == {
        "title": "Walking Backwards: $\\epsilon$-greedy Plans \\& 50\\% Less Work",
        "author": "Aaberg, Nils and Lima, João",
        "howpublished": "Phys. Rev. B 76, 064523 (2007)",
        "year": "2024", "month": "feb", "day": "12",
        "doi": "10.1000/xyz.11",
        "eprint": "2402.08015", "archiveprefix": "arXiv",
        "primaryclass": "cs.LG", "categories": "cs.LG cs.AI",
        "abstract": "Goals are met rarely.",
        "comment": "9 pages; A\\&A style",
    }  # fmt: skip
    assert paper.title == "Walking Backwards: ε-greedy Plans & 50% Less Work"
    assert paper.text("comment") == "9 pages; A&A style"


def test_each_candidate_says_how_sure_it_is_and_where_it_stood() -> None:
    found = read((PAGES / "author-page.txt").read_bytes())
    assert [(first, last) for _sure, first, last in found.sightings] == [(3, 8), (10, 19), (21, 26)]
    assert [paper.source.place for paper in found.papers] == ["3-8", "10-19", "21-26"]
    unsure, sure = read((PAGES / "abstracts-only.txt").read_bytes()), found
    assert max(each.confidence for each in unsure.sightings) < 50
    assert min(each.confidence for each in sure.sightings) > 80


def test_what_surrounds_papers_is_furniture() -> None:
    for name, papers in EXPECTED.items():
        found = read((PAGES / name).read_bytes(), name)
        titles = [paper.title for paper in found.papers]
        assert len(titles) == len(papers)
        assert not [title for title in titles if title.startswith(FURNITURE)], name
    page = (PAGES / "mixed.txt").read_bytes()
    around = "\n".join(block.text for block in read(page).furniture).splitlines()
    assert {"Sign in", "Subscribe to our newsletter", "Page 1 of 12"} <= set(around)


def test_identifiers_alone_are_papers_that_wait_for_the_rest() -> None:
    papers = read("To read:\narXiv:2402.15333v2\nhttps://doi.org/10.1038/S41586-022-1\n").papers
    assert [(paper.arxiv, paper.arxiv_version, paper.doi) for paper in papers] == [
        ("2402.15333", 2, ""),
        ("", None, "10.1038/s41586-022-1"),
    ]
    assert {paper.status for paper in papers} == {Status.INBOX}


def test_an_identifier_belongs_to_the_paper_that_it_leads() -> None:
    """On a page where others have theirs at the end."""
    page = (
        "Learning with Leaves\nTrees that learn can be pruned while they grow. In this paper we"
        " propose LeafDrop, which removes subtrees during training.\narXiv:2310.11111\n\n"
        "[12] arXiv:2407.01392 [pdf, html, other]\nTitle: Another View of Sequence Models\n"
        "Authors: Boyuan Chen, Diego Monsó\n"
    )
    assert [(paper.title, paper.arxiv) for paper in read(page).papers] == [
        ("Learning with Leaves", "2310.11111"),
        ("Another View of Sequence Models", "2407.01392"),
    ]


def test_the_day_on_which_a_paper_was_replaced_is_not_its_date() -> None:
    (paper,) = read(
        "arXiv:2311.02222\nreplaced with revised version Mon, 12 Feb 2024 21:14:15 GMT\n\n"
        "Title: Maps for the Lost\nAuthors: Ida Holm\n"
    ).papers
    assert (paper.year, paper.date.month) == (2023, None)


def test_another_paper_in_a_remark_is_not_this_one() -> None:
    paper = only(
        "Title: Maps for the Lost\nAuthors: Ida Holm\n"
        "Comments: substantial text overlap with arXiv:2301.00001\narXiv:2311.02222\n"
    )
    assert paper.arxiv == "2311.02222"


def test_a_saved_page_is_read_as_a_browser_shows_it() -> None:
    found = read((PAGES / "saved-table.html").read_bytes())
    first, second = found.papers
    assert first.title == "Steam Priors for Vision"  # which its source breaks over two lines
    assert first.url == "https://openreview.net/forum?id=aB3dE_fG-h"  # the page says where it was
    assert (first.arxiv, first.doi) == ("2303.01234", "10.1016/s0000-1234(22)00400-1")
    assert second.year == 2022
    assert found.sightings[0][1:] == (18, 26)
    shown = json.dumps([paper.fields for paper in found.papers])
    assert "Not a paper" not in shown
    assert "<" not in shown
    assert not found.rejected


def test_an_abstract_alone_gives_a_title_to_papers_of_every_format() -> None:
    abstract = "We present FooBar, a system that grows beans in space."
    for form, text in (
        ("bibtex", f"@misc{{a, abstract = {{{abstract}}}}}"),
        ("ris", f"TY  - JOUR\nAB  - {abstract}\nER  - \n"),
        ("csl", json.dumps([{"id": "a", "type": "article", "abstract": abstract}])),
    ):
        (paper,) = FORMATS[form](text.encode(), "file").papers
        assert paper.provisional == "FooBar: system that grows beans in space"
        assert paper.status is Status.INBOX


@pytest.mark.parametrize(
    ("abstract", "title"),
    [
        ("Cities breathe. This paper measures how air moves.", "Cities breathe. This paper"),
        ("Prompts are long, and models are slow, so we wait.", "Prompts are long, and models"),
        ("We propose a method called QVix, which asks first.", "QVix: method"),
    ],
)
def test_a_provisional_title_is_the_system_or_the_first_clause(abstract: str, title: str) -> None:
    (paper,) = FORMATS["ris"](f"TY  - JOUR\nAB  - {abstract}\nER  - \n".encode(), "x").papers
    assert paper.provisional.startswith(title)
