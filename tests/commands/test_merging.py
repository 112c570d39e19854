"""What a merge does to a paper: gaps are filled, nothing that is there is lost, twice is once."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.import_papers import Choice, Receipt, import_papers, rehearse
from commands.merging import filled
from importers import Imported
from papers import Annotation, Attachment, Bare, Fields, Paper, Source, Status
from papers.preprints import identifiers_of
from storage import Library
from tests.commands.pairs import DOUBTFUL, OTHERS, SAME, paper

PREPRINT = paper(
    "article|Attention Is All You Need|Vaswani, A. and Shazeer, N.|2017"
    "|j=arXiv preprint arXiv:1706.03762|month=jun|abstract=We propose."
)._replace(key="vaswani2017", rating=5, notes="Read twice.")
PUBLISHED = paper(
    "inproceedings|Attention is all you need|Vaswani, A. and Shazeer, N.|2018|b=NeurIPS"
    "|p=5998--6008|doi=10.5555/3295222"
)._replace(key="nips18", tags=frozenset({"nlp"}))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library")


def come(library: Library, *papers: Paper) -> Receipt:
    return import_papers(library, Imported(papers), label="import")


# -- a preprint and its publication


def test_the_publication_wins_for_citing_and_the_preprint_is_kept(library: Library) -> None:
    come(library, PREPRINT)
    receipt = come(library, PUBLISHED)
    one = library.find("vaswani2017")
    assert (one.type, one.venue, one.year, one.doi) == (
        "inproceedings", "NeurIPS", 2018, "10.5555/3295222",
    )  # fmt: skip
    assert (one.arxiv, one.title, one.rating) == ("1706.03762", "Attention Is All You Need", 5)
    assert (sorted(one.tags), one.notes, one.abstract) == (["nlp"], "Read twice.", "We propose.")
    assert one.versions[0].fields["journal"] == "arXiv preprint arXiv:1706.03762"
    assert one.versions[0].fields["year"] == "2017"
    assert {"booktitle", "year", "pages", "doi", "tags", "aliases"} <= set(receipt.filled[0])


@pytest.mark.parametrize("turned", [False, True])
def test_every_name_of_the_two_finds_the_one(library: Library, turned: bool) -> None:
    preprint = PREPRINT.with_fields({"doi": "10.48550/arXiv.1706.03762"})
    come(library, *((PUBLISHED, preprint) if turned else (preprint, PUBLISHED)))
    [one] = library
    assert (one.venue, one.year) == ("NeurIPS", 2018)
    for name in ("vaswani2017", "nips18", "10.5555/3295222", "arXiv:1706.03762v2",
                 "https://doi.org/10.48550/arXiv.1706.03762"):  # fmt: skip
        assert library.find(name).uid == one.uid


def test_a_doi_that_only_another_version_has_finds_the_paper(library: Library) -> None:
    first = paper("article|Brain imaging of fish|Ahrens, M. and Orger, M.|2012|j=bioRxiv"
                  "|doi=10.1101/2012.01.02.1234")  # fmt: skip
    second = paper("article|Brain imaging of fish|Ahrens, M. and Orger, M.|2013|j=Nature"
                   "|doi=10.1038/nmeth.1")  # fmt: skip
    come(library, first, second)
    assert library.find("10.1101/2012.01.02.1234").doi == "10.1038/nmeth.1"


def test_what_was_typed_into_a_preprint_stays(library: Library) -> None:
    from commands import reading

    text = b"@misc{a, title={On things and words}, author={Doe, J. and Roe, R.}, year=2019,\n"
    given = reading.data("a.bib", text + b" eprint={1902.05465}}")
    import_papers(library, reading.read([given]).imported, label="import")
    uid = library.find("a").uid
    library.edit([uid], lambda known: known.with_fields({"year": "2018"}), label="edit")
    come(library, paper("article|On things and words|Doe, J. and Roe, R.|2020|j=Nature|v=7"))
    one = library.find("a")
    assert (one.year, one.venue, one.fields["volume"]) == (2018, "Nature", "7")


def test_a_paper_without_a_title_gets_one(library: Library) -> None:
    waiting = paper("misc||||eprint=1706.03762")._replace(
        provisional="Something", status=Status.INBOX, source=Source("identifier", "1706.03762")
    )
    come(library, waiting)
    come(library, PREPRINT._replace(source=Source("bibtex", "x.bib")))
    [one] = library
    assert (one.title, one.is_provisional) == ("Attention Is All You Need", False)
    assert (one.status, one.source.kind) == (Status.UNREAD, "bibtex")


def test_a_paper_that_comes_twice_with_other_numbers_keeps_them_all(library: Library) -> None:
    first = paper("article|Synaptic facilitation by potentials|Doe, J.|2001|pmid=1|doi=10.1000/1")
    second = paper("article|Synaptic facilitation by potentials|Doe, J.|2001|pmid=1|doi=10.1000/2")
    come(library, first, second)
    assert library.find("10.1000/1").uid == library.find("10.1000/2").uid


# -- one import, many readings


def test_a_third_entry_shows_that_two_are_one(library: Library) -> None:
    by_doi = paper("misc||||doi=10.1000/1")._replace(key="one")
    by_number = paper("misc||||eprint=1706.03762")._replace(key="two")
    both = paper("misc|Title|Doe, J.|2001|doi=10.1000/1|eprint=1706.03762")._replace(key="three")
    receipt = come(library, by_doi, by_number, both)
    [one] = library
    assert receipt.outcomes == ("added", "merged", "merged")
    assert receipt.uids == (one.uid,) * 3
    assert {library.find(key).uid for key in ("one", "two", "three")} == {one.uid}


def test_notes_that_come_stand_below_those_that_are_there(library: Library) -> None:
    come(library, PREPRINT)
    source = Source("bibtex", "/papers/other.bib")
    again = PREPRINT._replace(key="b", notes="Their words.\n", source=source)
    receipt = come(library, again)
    [one] = library
    assert re.fullmatch(
        r"Read twice\.\n\n## Notes from other\.bib, \d{4}-\d\d-\d\d\n\nTheir words\.\n", one.notes
    )
    assert "notes" in receipt.filled[0]
    assert come(library, again).outcomes == ("unchanged",)


def test_a_paper_that_may_be_either_of_two_is_neither(library: Library) -> None:
    words = "book|A history of ink and paper|Doe, J. and Roe, R.|"
    receipt = come(library, paper(words + "1995|"), paper(words + "2005|"), paper(words + "|"))
    assert receipt.outcomes == ("added",) * 3
    assert len(receipt.doubts) == 3


def test_the_same_text_teaches_nothing_new(library: Library) -> None:
    first = PREPRINT._replace(source=Source("bibtex", "a.bib", "1", "@article{...}"))
    come(library, first)
    uid = library.find("vaswani2017").uid
    library.edit([uid], lambda known: known.with_fields({"abstract": None}), label="edit")
    assert come(library, first).outcomes == ("unchanged",)
    assert library.find("vaswani2017").abstract == ""


def test_a_choice_counts_more_than_the_plan(library: Library) -> None:
    come(library, PREPRINT)
    other = paper(OTHERS["GPT-2 and GPT-3"][0] + "p=7")
    uid = library.find("vaswani2017").uid
    choices = {0: Choice("add"), 1: Choice("leave"), 2: Choice("merge", uid)}
    receipt = import_papers(
        library, Imported((PUBLISHED, PUBLISHED, other)), label="import", choices=choices
    )
    assert receipt.outcomes == ("added", "left", "merged")
    assert receipt.uids[1:] == ("", uid)
    assert len(library) == 2


def test_an_import_is_taken_back_as_a_whole(library: Library) -> None:
    come(library, PREPRINT)
    before = list(library)
    come(library, PUBLISHED, paper(OTHERS["GPT-2 and GPT-3"][0]))
    library.undo()
    assert [each._replace(modified="") for each in library] == [
        each._replace(modified="") for each in before
    ]


# -- properties

TEXTS = [text for pair in (*SAME.values(), *DOUBTFUL.values(), *OTHERS.values()) for text in pair]
some_papers = st.lists(st.sampled_from(TEXTS).map(paper), max_size=8)


@st.composite
def readings(draw: st.DrawFn) -> Paper:
    """A paper with a part of everything."""
    words = st.sampled_from(["", "a", "b", "10.1000/1", "1706.03762"])
    names = ["title", "year", "journal", "doi", "eprint", "note", "pages", "booktitle", "date"]
    fields = {name: draw(words) for name in draw(st.lists(st.sampled_from(names), unique=True))}
    if draw(st.booleans()):
        fields["publisher"] = Bare("press")
    return Paper(
        type=draw(st.sampled_from(["article", "misc", "inproceedings"])),
        fields=Fields(fields),
        strings=Fields({"press": draw(words)}) if "publisher" in fields else Fields(),
        tags=draw(st.frozensets(st.sampled_from(["x", "X", "y"]))),
        rating=draw(st.integers(0, 5)),
        status=draw(st.sampled_from(Status)),
        notes=draw(words),
        annotations=tuple(Annotation("", text) for text in draw(st.lists(words, max_size=2))),
        files=tuple(Attachment(text) for text in draw(st.lists(words, max_size=2, unique=True))),
    )


@given(readings(), readings())
def test_a_merge_loses_nothing_of_the_paper(one: Paper, other: Paper) -> None:
    whole = filled(one, other, lambda _: True)
    assert one.tags <= whole.tags
    assert {tag.casefold() for tag in other.tags} <= {tag.casefold() for tag in whole.tags}
    assert (one.rating or other.rating) == whole.rating
    assert whole.notes.startswith(one.notes or other.notes)
    assert other.notes in whole.notes
    assert set(one.annotations) | set(other.annotations) == set(whole.annotations)
    assert {file.path for file in (*one.files, *other.files)} == {f.path for f in whole.files}
    assert {*identifiers_of(one), *identifiers_of(other)} <= {*identifiers_of(whole)}
    kept = [whole.fields, *(version.fields for version in whole.versions)]
    for name, value in one.fields.items():
        said = one.latex(name)
        assert not value.strip() or any(
            value == fields.get(name) or said == fields.get(name) for fields in kept
        )


@given(readings(), readings())
def test_the_second_merge_changes_nothing(one: Paper, other: Paper) -> None:
    whole = filled(one, other, lambda _: True)
    assert filled(whole, other, lambda _: False) == whole


@given(some_papers)
def test_the_second_import_changes_nothing(papers: list[Paper]) -> None:
    named = [each._replace(key=f"key{at}") for at, each in enumerate(papers)]
    there = [c.after for c in rehearse([], Imported(tuple(named))).changes if c.after]
    again = rehearse(there, Imported(tuple(named)))
    assert again.changes == ()
    assert set(again.outcomes) <= {"unchanged"}


def _strangers() -> list[tuple[str, str]]:
    """Pairs that are one, of which no two are by the same people."""
    found: dict[str, tuple[str, str]] = {}
    for pair in SAME.values():
        people = {name for text in pair for name in re.findall(r"[A-Z]\w{2,}", text.split("|")[2])}
        if people and people.isdisjoint(found):
            found |= dict.fromkeys(people, pair)
    return list(dict.fromkeys(found.values()))


@given(st.permutations(_strangers()), st.data())
def test_the_order_of_an_import_does_not_matter_to_who_is_whom(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    chosen = pairs[:5]
    texts = data.draw(st.permutations([text for pair in chosen for text in pair]))
    assert _groups(texts) == set(map(frozenset, chosen))


def _groups(texts: list[str]) -> set[frozenset[str]]:
    uids = rehearse([], Imported(tuple(map(paper, texts)))).uids
    groups: dict[str, set[str]] = {}
    for text, uid in zip(texts, uids, strict=True):
        groups.setdefault(uid, set()).add(text)
    return set(map(frozenset, groups.values()))
