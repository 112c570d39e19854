"""Any text is a page: nothing in it raises, is lost in silence, or takes longer than its length."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import FORMATS, Imported

PAPERS = [
    (title, " ".join(lines))
    for title, *lines in (
        paper.splitlines()
        for paper in """\
Gradient Gardens: Pruning that Grows
Networks are pruned when they are old. We prune them while they grow and show on four data sets
that the pruned ones learn faster.

A Short Proof of the Folk Bound
The folk bound on sums of random walks is often used and seldom proved. This paper gives a proof
of one page that holds for all graphs.

Counting Lamps in the Dark
How many lamps are lit in a room that one cannot enter? We estimate cardinality from noisy sensors
and give matching lower bounds.

Robust Kitchens: Manipulation under Steam
Cameras fog up. We present SteamBot, a controller that keeps its grip when vision fails, and
evaluate it in twelve kitchens.

Do Indexes Dream? A Study of Stale Embeddings
Embeddings go stale when the encoder changes. We measure how fast, and propose a cheap test that
says when to build them anew.

Polite Agents in Crowded Rooms
Agents that let others go first are slower and happier. In this work we characterise the
equilibria of such agents and compute them.""".split("\n\n")
    )
]
BUTTONS = ["Subscribe", "Sign in", "Upvote", "12", "Load more", "Privacy Policy", "View PDF",
           "Get trending papers in your email inbox!", "Back to top", "Share"]  # fmt: skip
REMARKS = ["Accepted to ICLR 2024, 17 pages", "24 pages, 7 figures", "Work in progress",
           "Code is available at https://github.com/a/b"]  # fmt: skip

lines = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "", "", "Title: A Thing", "Authors:", "arXiv:2402.15333 - doi: 10.1000/abc",
            "[1] arXiv:hep-th/9901001v2 [pdf, other]", "Abstract", "Comments: 3 pages", "\\\\",
            "-----", "# Papers", "| a | b | c |", "| --- | --- | --- |", "<li><b>Bold</b>", "```",
            "- [A Title of Some Length](https://arxiv.org/abs/2106.09685)", "> quoted", "---",
            "1. J. Doe, K. Roe. On roses. Journal of Roses 3 (2020) 1-9.", "<script>", "-->",
            "Ann Bee, Carl Dee and Eve Eff", "ICLR 2024", "2024", "Created: 2024-02-30", "[", "](",
            *(abstract for _title, abstract in PAPERS), *BUTTONS,
        ]
    ),
)  # fmt: skip
pages = st.lists(lines, max_size=30).flatmap(
    lambda each: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(each))
)


def read(page: str | bytes) -> Imported:
    data = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    return FORMATS["listing"](data, "page")


def places(page: str, found: Imported) -> tuple[set[int], set[int], set[int]]:
    """The lines of candidates, of rejects and of furniture."""
    candidates = {
        number for _sure, first, last in found.sightings for number in range(first, last + 1)
    }

    def numbers(line: int, text: str) -> range:
        return range(line, line + text.count("\n") + 1)

    rejects = {n for reject in found.rejected for n in numbers(reject.line, reject.text)}
    furniture = {n for block in found.furniture for n in numbers(block.line, block.text)}
    return candidates, rejects, furniture


@given(pages)
def test_every_line_is_a_candidates_or_furniture_or_a_reject(page: str) -> None:
    found = read(page)
    candidates, rejects, furniture = places(page, found)
    written = {n for n, line in enumerate(re.split(r"\r\n|\r|\n", page), 1) if line.strip()}
    assert written <= candidates | rejects | furniture
    assert not furniture & rejects
    if written:
        assert found.papers or found.rejected


@given(st.lists(st.sampled_from([*BUTTONS, ""]), max_size=8), st.permutations(PAPERS))
def test_prose_about_science_is_never_taken_for_furniture(
    buttons: list[str], papers: list[tuple[str, str]]
) -> None:
    page = "\n\n".join([*buttons, *(abstract for _title, abstract in papers), *buttons])
    around = "\n".join(block.text for block in read(page).furniture)
    assert not [abstract for _title, abstract in papers if abstract in around]


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    found = read(data)
    assert len(found.papers) == len(found.sightings)
    assert all(1 <= sighting.confidence <= 100 for sighting in found.sightings)


@given(pages)
def test_what_is_read_reads_back_the_same(page: str) -> None:
    """Fields are LaTeX that BibTeX can hold, and the same page gives the same papers."""
    found = read(page)
    assert read(page) == found
    for paper in found.papers:
        for value in paper.fields.values():
            assert value.count("{") >= value.count("\\{")
            depth = 0
            for sign in re.findall(r"[{}]", value):
                depth += 1 if sign == "{" else -1
                assert depth >= 0
            assert depth == 0


@st.composite
def shaped(draw: st.DrawFn) -> tuple[list[tuple[str, str, str]], str]:
    """A page in a shape of its own, and what is on it: number, title or none, abstract or none."""
    titled, abstracted, remarked = draw(
        st.sampled_from([(1, 1, 0), (1, 1, 1), (0, 1, 1), (0, 1, 0), (1, 0, 0)])
    )
    form = draw(
        st.sampled_from(["arXiv:{}", "https://arxiv.org/abs/{}", "arXiv:{} - doi: 10.1000/x"])
    )
    between = draw(st.sampled_from(["\n\n", "\n\n\n"]))
    inside = draw(st.sampled_from(["\n", "\n\n"])) if between == "\n\n\n" else "\n"
    dated = draw(st.booleans())
    papers = draw(st.permutations(PAPERS))[: draw(st.integers(2, 5))]
    on_it: list[tuple[str, str, str]] = []
    parts: list[str] = []
    for at, (title, abstract) in enumerate(papers):
        number = f"24{at + 1:02}.0{draw(st.integers(1000, 9999))}"
        paper = [title] * titled + [abstract] * abstracted
        if remarked:
            paper.append(draw(st.sampled_from(REMARKS)))
        paper += [form.format(number)] + ["Created: 2024-02-23"] * dated
        on_it.append((number, title if titled else "", abstract if abstracted else ""))
        parts.append(inside.join(paper))
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(BUTTONS)))
    return on_it, between.join(parts)


@given(shaped())
def test_papers_on_a_page_of_any_shape_keep_what_is_theirs(
    page: tuple[list[tuple[str, str, str]], str],
) -> None:
    on_it, text = page
    found = [
        (paper.arxiv, "" if paper.is_provisional else paper.title, paper.abstract)
        for paper in read(text).papers
    ]
    assert found == on_it


def test_a_line_that_goes_on_for_ever_is_a_reject_that_says_so() -> None:
    found = read("Title: A Thing\nAuthors: Ann Bee\n\n" + "we show a model " * 60_000)
    assert [paper.title for paper in found.papers] == ["A Thing"]
    (reject,) = found.rejected
    assert (reject.line, reject.reason.split(":")[0]) == (
        4,
        "This is too long to be part of a paper",
    )


HOSTILE: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a" * n,
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[a](b " * (n // 6),
    "stars": lambda n: "**a " * (n // 4),
    "tags": lambda n: '<a "' * (n // 4),
    "comments": lambda n: "<!--" * (n // 4),
    "names": lambda n: "Jane Doe, " * (n // 10),
    "numbers": lambda n: "arXiv:2402.15333 " * (n // 17),
    "addresses": lambda n: "https://x.org/a))))) " * (n // 21),
    "quotes": lambda n: '"abc def ' * (n // 9),
    "sentences": lambda n: "A. Doe. " * (n // 8),
    "short lines": lambda n: "x y\n" * (n // 4),
    "numbered lines": lambda n: "\n".join(f"{at % 999}. item {at}" for at in range(n // 14)),
    "labels": lambda n: "Title: a thing\n" * (n // 15),
    "authors": lambda n: "Authors: Ann Bee,\n" * (n // 18),
    "rows": lambda n: "| a | b | c |\n" * (n // 14),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_reading_takes_as_long_as_the_page_is(name: str) -> None:
    def seconds(size: int) -> float:
        page = HOSTILE[name](size)
        began = time.process_time()
        read(page)
        return time.process_time() - began

    short = min(seconds(10_000), seconds(10_000))
    assert seconds(80_000) < 0.2 + 30 * short  # eight times the text; squared it would be 64


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_anything_is_read(name: str) -> None:
    page = HOSTILE[name](1 << 20)
    found = read(page)
    assert found.papers or found.rejected
