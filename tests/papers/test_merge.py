"""Two edits of one paper over what they both began as: both survive, or the clash is named."""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import (
    Annotation,
    Attachment,
    Bare,
    Conflict,
    Fields,
    Paper,
    Source,
    Status,
    Version,
)
from papers.merge import merge, merge_text

BASE = Paper(
    uid="0123456789abc",
    key="lora",
    aliases=("hu2021",),
    fields=Fields(title="LoRA", author="Hu, Edward", year="2021"),
    tags=frozenset({"peft", "old"}),
    rating=3,
    notes="One.\nTwo.\nThree.\nFour.\n",
    annotations=(Annotation("2026-01-01T00:00:00Z", "first"),),
    files=(Attachment("a.pdf"),),
    added="2026-01-01T00:00:00Z",
    modified="2026-01-01T00:00:00Z",
)


def clashes(ours: Paper, theirs: Paper, base: Paper = BASE) -> set[str]:
    """The parts that merge names as changed by both sides."""
    with pytest.raises(Conflict) as refusal:
        merge(base, ours, theirs)
    found = re.search(r"in the same part as here: (.*?)\. Look", str(refusal.value))
    assert found
    return set(found[1].split(", "))


# By example


def test_changes_of_different_parts_are_both_kept() -> None:
    ours = BASE.rated(5)._replace(status=Status.READ, finished="2026-02-01T00:00:00Z")
    theirs = BASE.rekeyed("hu2022")._replace(notes="Better.", queue=2, priority=1)
    merged = merge(BASE, ours, theirs)
    assert merged == theirs._replace(rating=5, status=Status.READ, finished="2026-02-01T00:00:00Z")
    assert merged.aliases == ("hu2021", "lora")


def test_tags_keep_what_either_added_and_lose_what_either_removed() -> None:
    ours = BASE.tagged(frozenset({"mine", "both"}), remove=frozenset({"old"}))
    theirs = BASE.tagged(frozenset({"theirs", "both"}), remove=frozenset({"peft"}))
    assert merge(BASE, ours, theirs).tags == {"mine", "theirs", "both"}


def test_fields_merge_one_by_one() -> None:
    ours = BASE.with_fields({"title": "LoRA: Low-Rank", "year": None, "url": "ours"})
    theirs = BASE.with_fields({"author": "Hu, E.", "doi": "10.1/x", "url": "ours"})
    merged = merge(BASE, ours, theirs)
    assert [*merged.fields.items()] == [
        ("title", "LoRA: Low-Rank"),
        ("author", "Hu, E."),
        ("url", "ours"),
        ("doi", "10.1/x"),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "named"),
    [
        ({"title": "A"}, {"title": "B"}, {"fields.title"}),
        ({"title": None}, {"title": "B"}, {"fields.title"}),
        ({"note": "A"}, {"note": "B"}, {"fields.note"}),
        ({"year": "2022"}, {"year": Bare("2022")}, {"fields.year"}),
        ({"title": "A", "year": "1"}, {"title": "B", "year": "2"}, {"fields.title", "fields.year"}),
    ],
)
def test_a_field_that_both_changed_is_named(
    ours: dict[str, str | None], theirs: dict[str, str | None], named: set[str]
) -> None:
    assert clashes(BASE.with_fields(ours), BASE.with_fields(theirs)) == named


@pytest.mark.parametrize(
    ("part", "ours", "theirs"),
    [
        ("key", "a", "b"),
        ("type", "article", "book"),
        ("rating", 1, 5),
        ("status", Status.READ, Status.READING),
        ("priority", 1, 2),
        ("queue", 1, 2),
        ("notes", "Mine.\n", "Theirs.\n"),
        ("provisional", "a", "b"),
        ("source", Source("a"), Source("b")),
    ],
)
def test_a_part_that_both_changed_is_named(part: str, ours: object, theirs: object) -> None:
    changed = [BASE._replace(**{part: value}) for value in (ours, theirs)]  # type: ignore[arg-type]
    assert clashes(*changed) == {part}
    assert getattr(merge(BASE, *changed, winner="ours"), part) == ours
    assert getattr(merge(BASE, *changed, winner="theirs"), part) == theirs


def test_the_sentence_names_the_paper_and_a_way_out() -> None:
    with pytest.raises(Conflict, match=r"^lora was changed elsewhere.*make your change again\.$"):
        merge(BASE, BASE.rated(1), BASE.rated(2))
    with pytest.raises(Conflict, match=r"^0123456789abc was"):
        merge(*(paper._replace(key="") for paper in (BASE, BASE.rated(1), BASE.rated(2))))


def test_all_clashes_are_named_at_once() -> None:
    ours = BASE.rated(1).with_fields({"title": "A"})._replace(key="a")
    theirs = BASE.rated(2).with_fields({"title": "B"})._replace(key="b")
    assert clashes(ours, theirs) == {"key", "fields.title", "rating"}


def test_a_winner_only_decides_where_both_changed_the_same() -> None:
    ours, theirs = BASE.rated(1), BASE.rated(2).tagged(frozenset({"theirs"}))
    assert merge(BASE, ours, theirs, winner="ours") == theirs.rated(1)
    assert merge(BASE, ours, theirs, winner="theirs") == theirs


def test_annotations_and_files_of_both_are_kept() -> None:
    old = BASE.annotations[0]
    mine, other = (
        Annotation("2026-02-01T00:00:00Z", "mine"),
        Annotation("2026-02-02T00:00:00Z", "x"),
    )
    ours = BASE.annotated(mine)._replace(files=(*BASE.files, Attachment("b.pdf")))
    theirs = BASE.annotated(other)._replace(files=())
    merged = merge(BASE, ours, theirs)
    assert merged.annotations == (old, mine, other)
    assert merged.files == (Attachment("b.pdf"),)


def test_versions_of_both_are_kept() -> None:
    preprint = Version("misc", Fields(eprint="2106.09685"))
    published = Version("inproceedings", Fields(doi="10.1/x"))
    ours, theirs = (BASE._replace(versions=(version,)) for version in (preprint, published))
    assert merge(BASE, ours, theirs).versions == (preprint, published)


def test_notes_merge_by_lines() -> None:
    ours = BASE._replace(notes="Zero.\nOne.\nTwo.\nThree.\nFour.\n")
    theirs = BASE._replace(notes="One.\nTwo.\n3.\nFour.\nFive.\n")
    assert merge(BASE, ours, theirs).notes == "Zero.\nOne.\nTwo.\n3.\nFour.\nFive.\n"


def test_of_two_times_the_later_counts() -> None:
    ours = BASE.rated(1)._replace(modified="2026-03-01T00:00:00Z", started="2026-02-01T00:00:00Z")
    theirs = BASE._replace(modified="2026-02-01T00:00:00Z", started="2026-02-02T00:00:00Z")
    merged = merge(BASE, ours, theirs)
    assert merged.modified == "2026-03-01T00:00:00Z"
    assert merged.started == "2026-02-02T00:00:00Z"


def test_a_paper_that_both_removed_is_removed() -> None:
    ours, theirs = (BASE._replace(trashed=f"2026-02-0{day}T00:00:00Z") for day in (1, 2))
    assert merge(BASE, ours, theirs).trashed == "2026-02-02T00:00:00Z"
    assert merge(BASE, ours, BASE.rated(1)) == ours.rated(1)


def test_a_paper_that_one_restored_and_one_removed_again_is_a_clash() -> None:
    base, again = (BASE._replace(trashed=f"2026-02-0{day}T00:00:00Z") for day in (1, 2))
    assert clashes(BASE, again, base) == {"trashed"}


# Always

words = st.sampled_from(["", "a", "b", "c"])
names = st.sampled_from(["title", "year", "note"])
fields = st.dictionaries(names, words | words.map(Bare), max_size=3).map(Fields)
texts = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d"]), max_size=5).map("".join)
papers = st.builds(
    Paper,
    uid=st.just("0123456789abc"),
    key=words,
    aliases=st.lists(words, max_size=2, unique=True).map(tuple),
    type=st.sampled_from(["misc", "article"]),
    fields=fields,
    strings=fields,
    provisional=words,
    tags=st.frozensets(words, max_size=3),
    rating=st.integers(0, 2),
    status=st.sampled_from(Status),
    priority=st.integers(0, 2),
    queue=st.integers(0, 2),
    notes=texts,
    annotations=st.lists(st.builds(Annotation, words, words), max_size=2, unique=True).map(tuple),
    files=st.lists(st.builds(Attachment, words), max_size=2, unique=True).map(tuple),
    versions=st.lists(st.builds(Version, words, fields), max_size=2, unique=True).map(tuple),
    added=words,
    modified=words,
    started=words,
    finished=words,
    trashed=words,
    source=st.builds(Source, words),
    extra=fields,
)


def without_order(paper: Paper) -> dict[str, Any]:
    parts: dict[str, Any] = paper._asdict()
    for part, value in parts.items():
        if isinstance(value, Fields):
            parts[part] = dict(value)
        elif isinstance(value, tuple) and part != "source":
            parts[part] = Counter(value)
    return parts


@given(papers, papers)
def test_what_only_one_side_changed_is_taken(base: Paper, other: Paper) -> None:
    assert (
        merge(base, base, other) == merge(base, other, base) == merge(base, other, other) == other
    )


@given(papers, papers, papers)
def test_it_does_not_matter_which_side_is_ours(base: Paper, ours: Paper, theirs: Paper) -> None:
    try:
        merged = merge(base, ours, theirs)
    except Conflict:
        assert clashes(theirs, ours, base) == clashes(ours, theirs, base)
        merged = merge(base, ours, theirs, winner="ours")
        assert without_order(merged) == without_order(merge(base, theirs, ours, winner="theirs"))
    else:
        assert without_order(merged) == without_order(merge(base, theirs, ours))


@given(papers, papers, papers)
def test_nothing_that_either_side_added_is_missing(base: Paper, ours: Paper, theirs: Paper) -> None:
    merged = merge(base, ours, theirs, winner="theirs")
    for side in (ours, theirs):
        assert side.tags - base.tags <= merged.tags
        assert not (base.tags - side.tags) & merged.tags
        for part in ("aliases", "annotations", "files", "versions"):
            old, new, now = (set(getattr(paper, part)) for paper in (base, side, merged))
            assert new - old <= now
            assert not (old - new) & now
    assert set(merged.fields) <= set(ours.fields) | set(theirs.fields)


@given(papers, papers, papers)
def test_merging_again_changes_nothing(base: Paper, ours: Paper, theirs: Paper) -> None:
    merged = merge(base, ours, theirs, winner="ours")
    assert merge(base, merged, merged) == merged
    assert without_order(merge(base, ours, merged, winner="theirs")) == without_order(merged)


# Texts


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("", "", "", ""),
        ("", "a", "", "a"),
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\n", "A\nb\n", "a\nB\n", "A\nB\n"),
        ("a\nb\nc\n", "b\nc\n", "a\nb\n", "b\n"),
        ("a\nb\n", "x\na\nb\n", "a\nb\ny\n", "x\na\nb\ny\n"),
        ("a\nb\n", "a\nx\nb\n", "a\nx\nb\n", "a\nx\nb\n"),
        ("a\nb", "a\nb\nc", "A\nb", "A\nb\nc"),
        ("a\r\nb\r\n", "A\r\nb\r\n", "a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n"),
        ("a\u2028b\x0cc\n", "A\u2028b\x0cc\n", "a\u2028b\x0cC\n", "A\u2028b\x0cC\n"),
        ("a\n", "A\n", "a2\n", None),
        ("a\n", "", "A\n", None),
        ("a\n", "a\nx\n", "a\ny\n", None),
        ("", "x", "y", None),
        ("a\nb\n", "a\nx\nb\n", "a\ny\nb\n", None),
        ("a\nb\nc\n", "c\n", "a\nB\nc\n", None),
        ("a\nb\n", "A\nb\n", "a\nx\nb\n", None),
    ],
)
def test_texts_merge_by_lines(base: str, ours: str, theirs: str, merged: str | None) -> None:
    assert merge_text(base, ours, theirs) == merge_text(base, theirs, ours) == merged


@given(texts, texts)
def test_a_text_that_only_one_side_changed_is_taken(base: str, other: str) -> None:
    assert merge_text(base, base, other) == other
    assert merge_text(base, other, base) == other
    assert merge_text(base, other, other) == other


@given(texts, texts, texts)
def test_texts_merge_alike_from_both_sides(base: str, ours: str, theirs: str) -> None:
    merged = merge_text(base, ours, theirs)
    assert merged == merge_text(base, theirs, ours)
    if merged is not None:
        added = (Counter(ours) | Counter(theirs)) - Counter(base)
        assert set(added) <= set(merged)


@given(texts.filter(bool), texts, texts)
def test_edits_with_a_line_between_them_never_clash(middle: str, above: str, below: str) -> None:
    base = f"top\n{'keep'}\n{middle}\nbottom\n"
    ours = base.replace("top\n", f"{above}\n", 1)
    theirs = base.removesuffix("bottom\n") + f"{below}\n"
    merged = merge_text(base, ours, theirs)
    assert merged == ours.removesuffix("bottom\n") + f"{below}\n"
