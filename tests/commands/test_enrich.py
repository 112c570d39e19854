"""`enrich`: gaps are filled, nothing typed is replaced, and a publication is the one to cite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import kept_exports
from commands.enrich import Enriched, enrich, incomplete, waits, with_gaps
from importers.fetch import Answer, Fetch, Manners, Web
from papers import BadValue, Bare, Fields, Paper, Source, Status, Version
from storage import Library

PREPRINT = Paper(
    fields=Fields(
        {
            "title": "Retrieval-Augmented Generation",
            "author": "Lewis, Patrick",
            "year": "2020",
            "month": Bare("may"),
            "howpublished": "NeurIPS",
            "doi": "10.5555/rag",
            "eprint": "2005.11401v4",
            "archiveprefix": "arXiv",
            "primaryclass": "cs.CL",
            "abstract": "About retrieval.",
        }
    ),
    source=Source("arxiv", "2005.11401"),
)
PUBLICATION = Paper(
    type="inproceedings",
    fields=Fields(
        {
            "title": "Retrieval-augmented generation",
            "author": "Lewis, Patrick and Perez, Ethan",
            "booktitle": "Advances in NeurIPS",
            "year": "2021",
            "month": Bare("dec"),
            "pages": "1--9",
            "doi": "10.5555/rag",
        }
    ),
    source=Source("crossref", "10.5555/rag"),
)
ARXIV = {"eprint": "2005.11401", "archiveprefix": "arXiv"}


class Told(Fetch):
    """A fetch that has its answers already."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__([], Web(Manners()))
        self.given = answers

    def answers(self) -> list[Answer]:
        return list(self.given)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        yield opened


def add(library: Library, paper: Paper) -> Paper:
    [change] = library.add([paper], label="add").changes
    assert change.after
    return change.after


def fill(library: Library, paper: Paper, *records: Paper) -> Enriched:
    return enrich(library, Told(Answer(add(library, paper), records)))


def only(library: Library) -> Paper:
    [paper] = library
    return paper


def of(entry: str = "misc", **fields: str) -> Paper:
    return Paper(key="k", type=entry, fields=Fields(fields))


def test_what_was_typed_stays_and_gaps_are_filled(library: Library) -> None:
    typed = of(
        "article",
        title="{RAG}: retrieval augmented",
        journal="My J.",
        year="2021",
        doi="10.5555/rag",
    )
    done = fill(library, typed, PUBLICATION)
    paper = only(library)
    assert dict(paper.fields) == {
        "title": "{RAG}: retrieval augmented",
        "journal": "My J.",
        "year": "2021",
        "doi": "10.5555/rag",
        "author": "Lewis, Patrick and Perez, Ethan",
        "month": Bare("dec"),
        "pages": "1--9",
    }
    assert (paper.type, paper.key) == ("article", "k")
    assert (len(done.changes), done.waiting, done.unchanged) == (1, (), ())


def test_a_month_of_another_year_is_not_mixed_in(library: Library) -> None:
    fill(library, of("article", title="Retrieval-augmented generation", year="1999"), PUBLICATION)
    assert "month" not in only(library).fields


def test_a_date_of_ones_own_is_the_only_one(library: Library) -> None:
    fill(
        library, of("article", title="Retrieval-augmented generation", date="2021-03"), PUBLICATION
    )
    assert not only(library).fields.keys() & {"year", "month"}


def test_a_paper_that_waits_becomes_a_whole_one_and_leaves_the_inbox(library: Library) -> None:
    waiting = Paper(
        key="arxiv-2005.11401",
        fields=Fields(ARXIV),
        status=Status.INBOX,
        provisional="Some words of an abstract",
        source=Source("identifier", "arXiv:2005.11401"),
    )
    assert waits(waiting)
    fill(library, waiting, PREPRINT)
    paper = only(library)
    assert (paper.title, paper.status) == ("Retrieval-Augmented Generation", Status.UNREAD)
    assert (paper.key, paper.is_provisional) == ("lewisRetrievalAugmentedGeneration2020", False)
    assert paper.fields["eprint"] == "2005.11401"
    assert next(iter(paper.fields)) == "title"
    assert (paper.source.kind, paper.source.name) == ("arxiv", "arXiv:2005.11401")


@pytest.mark.parametrize(
    ("key", "becomes"),
    [
        ("arxiv-2005.11401", "lewisRetrievalAugmentedGeneration2020"),
        ("arxiv-2005.11401a", "lewisRetrievalAugmentedGeneration2020"),
        ("anonEmpty", "lewisRetrievalAugmentedGeneration2020"),
        ("mine", "mine"),
        ("anonymous", "anonymous"),
    ],
)
def test_a_key_that_was_made_for_want_of_a_title_is_made_anew(
    library: Library, key: str, becomes: str
) -> None:
    source = Source("identifier", "2005.11401")
    paper = of(**ARXIV)._replace(key=key, status=Status.INBOX, source=source)
    fill(library, paper, PREPRINT)
    after = only(library)
    assert after.key == becomes
    assert library.find(key).uid == after.uid
    library.undo()
    assert only(library).key == key


def test_a_key_that_another_paper_has_is_not_given_twice(library: Library) -> None:
    add(library, of(title="Other")._replace(key="lewisRetrievalAugmentedGeneration2020"))
    fresh = [
        add(library, of(**ARXIV)._replace(key=f"arxiv-2005.11401{n}", source=Source("identifier")))
        for n in ("", "b")
    ]
    enrich(library, Told(*(Answer(paper, (PREPRINT,)) for paper in fresh)))
    keys = {paper.key for paper in library}
    assert {f"lewisRetrievalAugmentedGeneration2020{n}" for n in ("", "a", "b")} == keys


def test_a_key_that_a_kept_export_may_have_in_it_stays(library: Library, tmp_path: Path) -> None:
    paper = of(**ARXIV)._replace(key="arxiv-2005.11401", source=Source("identifier"))
    kept_exports.begin(library, str(tmp_path / "cache"), "bibtex", "", str(tmp_path / "all.bib"))
    fill(library, paper, PREPRINT)
    assert only(library).key == "arxiv-2005.11401"


def test_a_status_that_somebody_chose_stays(library: Library) -> None:
    reading = Paper(key="k", fields=Fields(ARXIV), status=Status.READING)
    fill(library, reading, PREPRINT)
    assert only(library).status is Status.READING


def test_a_preprint_that_was_published_is_cited_as_published(library: Library) -> None:
    preprint = of(
        "article", title="Retrieval-Augmented Generation", year="2020", month="{may}",
        journal="arXiv preprint arXiv:2005.11401", note="read twice",
    )  # fmt: skip
    fill(library, preprint, PUBLICATION, PREPRINT)
    paper = only(library)
    assert (paper.venue, paper.year, paper.type) == ("Advances in NeurIPS", 2021, "inproceedings")
    assert (paper.arxiv, paper.doi, paper.key) == ("2005.11401", "10.5555/rag", "k")
    assert (paper.title, paper.text("note")) == ("Retrieval-Augmented Generation", "read twice")
    assert paper.abstract == "About retrieval."
    [version] = paper.versions
    assert version.type == "article"
    assert version.fields["journal"] == "arXiv preprint arXiv:2005.11401"
    assert (version.fields["year"], version.fields["month"]) == ("2020", "{may}")


def test_a_doi_of_a_preprint_gives_way_to_that_of_the_publication(library: Library) -> None:
    preprint = of(title="Retrieval-Augmented Generation", doi="10.48550/arXiv.2005.11401")
    fill(library, preprint, PUBLICATION, PREPRINT)
    paper = only(library)
    assert (paper.doi, paper.arxiv) == ("10.5555/rag", "2005.11401")
    assert paper.versions[0].fields["doi"] == "10.48550/arXiv.2005.11401"


def test_a_publication_is_left_as_it_is_by_what_its_preprint_says(library: Library) -> None:
    published = of(
        "inproceedings", title="Retrieval-Augmented Generation", booktitle="NIPS", **ARXIV
    )
    fill(library, published, PREPRINT)
    paper = only(library)
    assert (paper.venue, paper.year, paper.versions) == ("NIPS", None, ())
    assert paper.abstract == "About retrieval."


def test_a_preprint_that_the_publication_names_is_kept_beside_it(library: Library) -> None:
    version = Version("misc", Fields({"doi": "10.1101/2020.1.1.1"}))
    record = PUBLICATION._replace(versions=(version,))
    fill(library, of("article", title="Retrieval-augmented generation", doi="10.5555/rag"), record)
    assert only(library).versions == (version,)


def test_twice_is_once(library: Library) -> None:
    fill(library, of(title="Retrieval-Augmented Generation", **ARXIV), PUBLICATION, PREPRINT)
    before = only(library)
    again = enrich(library, Told(Answer(before, (PUBLICATION, PREPRINT))))
    assert (again.changes, again.step, again.unchanged) == ((), 0, (before,))
    assert only(library) == before


def test_a_record_of_another_title_is_not_believed(library: Library) -> None:
    done = fill(
        library, of("incollection", title="The history of ink", doi="10.5555/rag"), PUBLICATION
    )
    assert done.changes == ()
    [wait] = done.waiting
    assert "“Retrieval-augmented generation”, not “The history of ink”" in wait.reason


def test_part_two_is_not_part_one(library: Library) -> None:
    record = PUBLICATION.with_fields({"title": "Proofs, Part I"})
    assert fill(library, of(title="Proofs, Part II", doi="10.5555/rag"), record).changes == ()


def test_a_publication_of_another_title_than_the_preprint_is_not_believed(library: Library) -> None:
    other = PUBLICATION.with_fields({"title": "On the feeding of cats"})
    done = fill(library, Paper(key="k", fields=Fields(ARXIV)), other, PREPRINT)
    assert only(library).title == "Retrieval-Augmented Generation"
    assert only(library).venue == "NeurIPS"
    assert "On the feeding of cats" in done.waiting[0].reason


def test_what_changed_meanwhile_is_not_overwritten(library: Library, tmp_path: Path) -> None:
    paper = add(library, of(title="Retrieval-Augmented Generation", **ARXIV))
    with Library.open(tmp_path / "library") as other:
        other.edit([paper.uid], lambda p: p.with_fields({"year": "1998"}).rated(4), label="rate")
    enrich(library, Told(Answer(paper, (PREPRINT,))))
    assert (only(library).year, only(library).rating) == (1998, 4)


def test_a_paper_that_was_purged_meanwhile_costs_the_others_nothing(library: Library) -> None:
    gone = add(library, of(title="T", doi="10.1/x"))
    library.remove([gone.uid])
    library.purge([gone.uid])
    paper = add(library, of(title="Retrieval-Augmented Generation", **ARXIV))
    enrich(library, Told(Answer(gone, (PREPRINT,)), Answer(paper, (PREPRINT,))))
    assert only(library).year == 2020


def test_everything_is_one_step_that_can_be_taken_back(library: Library) -> None:
    papers = [
        add(library, Paper(key=key, fields=Fields(ARXIV), status=Status.INBOX)) for key in "ab"
    ]
    done = enrich(library, Told(*(Answer(paper, (PUBLICATION, PREPRINT)) for paper in papers)))
    assert len(done.changes) == 2
    [step] = library.undo()
    assert step.undoes == done.step
    assert [paper.fields for paper in library] == [Fields(ARXIV)] * 2


def test_a_rehearsal_changes_nothing(library: Library) -> None:
    paper = add(library, Paper(key="k", fields=Fields(ARXIV)))
    done = enrich(library, Told(Answer(paper, (PREPRINT,))), dry_run=True)
    assert (len(done.changes), done.step) == (1, 0)
    assert only(library) == paper


def test_without_a_query_those_are_meant_that_could_not_be_cited(library: Library) -> None:
    add(
        library,
        of(title="Whole", author="A, B", year="2020", doi="10.1000/a")._replace(key="whole"),
    )
    add(library, of(title="No year", author="A, B", doi="10.1000/b")._replace(key="yearless"))
    add(library, of(title="Nothing to ask by")._replace(key="mute"))
    add(library, of(isbn="9781316535783")._replace(key="book"))
    assert [paper.key for paper in incomplete(library)] == ["yearless", "book"]


def test_a_query_means_all_that_it_finds_and_that_lack_anything(library: Library) -> None:
    whole = of("article", title="W", author="A", year="2020", journal="J", abstract="A.")
    add(library, whole._replace(key="whole").with_fields({"doi": "10.1000/a"}))
    add(library, whole._replace(key="short").with_fields({"doi": "10.1000/b", "abstract": None}))
    add(library, whole._replace(key="mute").with_fields({"abstract": None}))
    add(library, whole._replace(key="corr").with_fields({"journal": "CoRR", **ARXIV}))
    assert {paper.key for paper in with_gaps(library, "*")} == {"short", "corr"}
    with pytest.raises(BadValue, match="No paper matches"):
        with_gaps(library, "tag:none")
