"""A paper: what it says to people, and the new papers that changes make of it."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Annotation, BadValue, Bare, Change, Fields, Paper, PartialDate, Status
from papers.paper import expand, split_pieces

NOW = "2026-11-21T03:32:57Z"


def with_fields(**fields: str) -> Paper:
    return Paper(fields=Fields(fields))


# What it says


def test_people_read_text_and_the_raw_stays() -> None:
    paper = with_fields(title=r"{LoRA}: {\"U}ber $x^2$", author=r"H{\"u}, Edward and others")
    assert paper.title == "LoRA: Über x²"
    assert paper.fields["title"] == r"{LoRA}: {\"U}ber $x^2$"
    assert [str(author.family) for author in paper.authors][:1] == ["Hü"]
    assert paper.authors[-1].is_others


def test_a_paper_without_anything_says_nothing() -> None:
    paper = Paper()
    said = (paper.title, paper.venue, paper.abstract, paper.doi, paper.arxiv, paper.url, paper.isbn)
    assert said == ("",) * 7
    assert (paper.authors, paper.editors, paper.year, paper.arxiv_version) == ((), (), None, None)
    assert paper.status is Status.UNREAD


def test_a_provisional_title_stands_in_until_there_is_one() -> None:
    paper = Paper(provisional="We present")
    assert (paper.title, paper.is_provisional) == ("We present", True)
    named = paper.with_fields({"title": "LoRA"})
    assert (named.title, named.is_provisional) == ("LoRA", False)
    blank = paper.with_fields({"title": " {} "})
    assert (blank.title, blank.is_provisional) == ("We present", True)


def test_the_venue_is_the_first_that_says_something() -> None:
    assert with_fields(publisher="P", journal="J").venue == "J"
    assert with_fields(publisher="P", booktitle="{}", school="S").venue == "S"
    assert with_fields(publisher="P").venue == "P"


def test_identifiers_and_dates_come_from_the_fields() -> None:
    paper = with_fields(
        doi="https://doi.org/10.1145/ABC", eprint="1706.03762v5", archiveprefix="arXiv", month="6",
        year="2017",
    )  # fmt: skip
    assert (paper.doi, paper.arxiv, paper.arxiv_version) == ("10.1145/abc", "1706.03762", 5)
    assert (paper.date, paper.year) == (PartialDate(2017, 6), 2017)
    assert with_fields(date="2016-05", year="1999").date == PartialDate(2016, 5)


# Macros


def test_a_macro_says_what_it_stands_for() -> None:
    strings = Fields(acl="Association for {CL}", proc=Bare('"Proceedings of " # acl'))
    paper = Paper(fields=Fields(booktitle=Bare("PROC # { 2017}")), strings=strings)
    assert paper.venue == "Proceedings of Association for CL 2017"
    assert paper.latex("booktitle") == "Proceedings of Association for {CL} 2017"


def test_months_are_known_unless_they_are_defined_otherwise() -> None:
    assert expand("jan # {~} # dec", Fields()) == "January~December"
    assert expand("JAN", Fields(jan="Jänner")) == "Jänner"


def test_an_unknown_macro_stays_as_it_is() -> None:
    assert expand("nobody # { knows}", Fields()) == "nobody knows"


def test_macros_that_name_themselves_come_to_an_end() -> None:
    circle = Fields(a=Bare("b # x"), b=Bare("a # y"))
    assert len(expand("a", circle)) < 100
    assert expand("a", Fields(a=Bare("a"))) == "a"


def test_macros_that_double_each_other_do_not_fill_the_memory() -> None:
    bomb = Fields({f"m{n}": Bare(f"m{n + 1} # m{n + 1}") for n in range(60)} | {"m60": "x" * 1000})
    assert len(expand("m0", bomb)) <= 100_000


def test_a_long_chain_of_macros_is_no_recursion_error() -> None:
    chain = Fields({f"m{n}": Bare(f"m{n + 1}") for n in range(20_000)})
    assert isinstance(expand("m0", chain), str)


@given(st.lists(st.sampled_from(["jan", "{a # b}", '"c # d"', "{}", '""', "{x {#} y}", "12"])))
def test_pieces_are_parted_at_hashes_that_stand_outside(pieces: list[str]) -> None:
    assert split_pieces(" # ".join(pieces)) == pieces
    assert split_pieces("#".join(pieces)) == pieces


@given(st.text(st.sampled_from('ab{}"# \n')))
def test_no_bare_value_is_too_odd_to_expand(raw: str) -> None:
    assert isinstance(expand(raw, Fields(a=Bare(raw), b=raw)), str)


# Changes


def test_a_change_makes_a_new_paper() -> None:
    paper = with_fields(title="T")
    assert paper.rated(4).rating == 4
    assert paper.rated(4).rated(0) == paper
    assert paper.tagged(frozenset("ab"), remove=frozenset("bc")).tags == {"a", "b"}
    assert paper.tagged(frozenset("ab")).tagged(frozenset(), remove=frozenset("bc")).tags == {"a"}
    assert paper.annotated(Annotation(NOW, "x")).annotations == (Annotation(NOW, "x"),)
    assert paper.with_fields({"title": None, "year": "2017"}).fields == Fields(year="2017")
    assert paper == with_fields(title="T")


@pytest.mark.parametrize("stars", [-1, 6, 100, 2.5, "3", None])
def test_a_rating_is_nought_to_five(stars: int) -> None:
    with pytest.raises(BadValue, match="0 to 5"):
        Paper().rated(stars)


@pytest.mark.parametrize("priority", [-1, 4, 1.5, "high"])
def test_a_priority_is_nought_to_three(priority: int) -> None:
    with pytest.raises(BadValue, match=r"1 \(high\) to 3"):
        Paper().prioritised(priority)
    assert Paper().prioritised(3).priority == 3


def test_reading_leaves_its_times() -> None:
    reading = Paper().moved_to(Status.READING, "day 1")
    assert (reading.started, reading.finished) == ("day 1", "")
    read = reading.moved_to(Status.READ, "day 2")
    assert (read.started, read.finished) == ("day 1", "day 2")
    again = read.moved_to(Status.READING, "day 3")
    assert (again.started, again.finished) == ("day 1", "")
    assert again.moved_to(Status.ABANDONED, "day 4").finished == "day 4"
    assert read.moved_to(Status.UNREAD, "day 5").finished == ""


def test_a_paper_read_at_one_sitting_was_begun_then() -> None:
    read = Paper().moved_to(Status.READ, "day 1")
    assert (read.started, read.finished) == ("day 1", "day 1")
    assert Paper().moved_to(Status.ABANDONED, "day 1").started == ""


def test_a_status_that_stays_keeps_its_times() -> None:
    read = Paper().moved_to(Status.READ, "day 1")
    assert read.moved_to(Status.READ, "day 2") is read


def test_old_keys_are_kept_once_each() -> None:
    paper = Paper(key="a").rekeyed("b").rekeyed("c").rekeyed("b")
    assert (paper.key, paper.aliases) == ("b", ("a", "c"))
    assert Paper().rekeyed("a").aliases == ()
    assert paper.rekeyed("b") == paper


def test_identifiers_are_found_behind_macros() -> None:
    strings = Fields(
        {"mine": "10.1000/xyz", "pre": "1706.03762", "arx": "arXiv", "site": "https://"}
    )
    paper = Paper(
        fields=Fields(
            {
                "doi": Bare("mine"),
                "eprint": Bare("pre"),
                "archiveprefix": Bare("arx"),
                "url": Bare('site # "example.org/x"'),
                "pmid": Bare("unknown"),
            }
        ),
        strings=strings,
    )
    assert (paper.doi, paper.arxiv, paper.pmid) == ("10.1000/xyz", "1706.03762", "")
    assert paper.url == "https://example.org/x"


def test_a_change_has_its_inverse() -> None:
    before, after = Paper(uid="one"), Paper(uid="one", rating=4)
    change = Change(before, after)
    assert change.inverse() == Change(after, before)
    assert change.inverse().inverse() == change
    assert Change(None, after).uid == Change(before, None).uid == "one"
    assert Change(None, None).uid == ""


def test_papers_travel_and_may_be_kept_in_sets() -> None:
    paper = Paper(fields=Fields(month=Bare("jan")), tags=frozenset("a"))
    assert pickle.loads(pickle.dumps(paper)) == paper
    assert len({paper, pickle.loads(pickle.dumps(paper)), paper.rated(1)}) == 2
    with pytest.raises(AttributeError):
        paper.rating = 5  # type: ignore[misc]
