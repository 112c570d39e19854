"""BibTeX out: what was not changed comes back as it was, what was changed reads back as it is."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import FORMATS
from exporters.bibtex import write
from importers import FORMATS as READERS
from papers import BadValue, Bare, Fields, Paper, Status


def read(text: str) -> list[Paper]:
    imported = READERS["bibtex"](text.encode(), "refs.bib")
    assert not imported.rejected
    return list(imported.papers)


def one(text: str) -> Paper:
    (paper,) = read(text)
    return paper


def part(paper: Paper) -> tuple[str, str, Fields]:
    """What BibTeX says of a paper."""
    return paper.type, paper.key, paper.fields


ODD = """@Article { Knuth84 ,
    Author   = "Donald E. Knuth" ,  % the author
    title    = {The {\\TeX}book}
  , YEAR=1984, month =  jan,

    note = {C:\\dir\\}
}"""


def test_a_paper_that_was_not_changed_comes_out_byte_for_byte() -> None:
    assert write(read(f"prose\n{ODD}  more prose")) == ODD + "\n"


def test_tags_stars_and_notes_are_no_change() -> None:
    paper = one(ODD)._replace(rating=5, tags=frozenset({"tex"}), notes="read twice", uid="u")
    assert write([paper]) == ODD + "\n"


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"title": "Typesetting"}, "{The {\\TeX}book}", "{Typesetting}"),
        ({"author": "D. Knuth"}, '"Donald E. Knuth"', '"D. Knuth"'),
        ({"author": 'Don "Tex" Knuth'}, '"Donald E. Knuth"', '{Don "Tex" Knuth}'),
        ({"year": "1986"}, "1984", "1986"),
        ({"year": "c. 1986"}, "1984", "{c. 1986}"),
        ({"month": Bare("feb")}, "jan", "feb"),
        ({"month": Bare('"1~" # feb')}, "jan", '"1~" # feb'),
        ({"month": "spring"}, "jan", "{spring}"),
        ({"year": None}, " YEAR=1984,", ""),
        ({"note": None}, ",\n\n    note = {C:\\dir\\}", ""),
        ({"doi": "10.1/x"}, "{C:\\dir\\}", "{C:\\dir\\},\n\n    doi = {10.1/x}"),
        ({"note": None, "doi": "10.1/x"}, "    note = {C:\\dir\\}", ""),
    ],
)
def test_only_the_field_that_was_changed_changes(
    changes: dict[str, str | None], before: str, after: str
) -> None:
    paper = one(ODD).with_fields(changes)
    written = write([paper])
    if "doi" not in changes or "note" not in changes:
        assert written == ODD.replace(before, after) + "\n"
    assert part(one(written)) == part(paper)


def test_a_new_field_stands_in_the_column_of_the_others() -> None:
    raw = "@misc{k,\n  title    = {A},\n  language = {en},\n}"
    written = write([one(raw).with_fields({"doi": "10.1/x", "publisher!": "P"})])
    assert written == (
        "@misc{k,\n  title    = {A},\n  language = {en},\n"
        "  doi      = {10.1/x},\n  publisher! = {P},\n}\n"
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("@misc{k}", "@book{new,\n  title = {T},\n}"),
        ("@misc{k,}", "@book{new,\n  title = {T},\n}"),
        ("@misc{k,a={1}}", "@book{new,a={1},title={T}}"),
        ("@misc{,\n  a = 1,\n}", "@book{new,\n  a = 1,\n  title = {T},\n}"),
        ("@misc{\n  a = 1\n}", "@book{new,\n  a = 1,\n  title = {T}\n}"),
        ("@misc(k, a = {x})", "@book(new, a = {x}, title = {T})"),
        ("@misc{k\n a = 1}", "@book{new,\n a = 1,\n title = {T}}"),
        ("@misc{O'Don{\\'e}l, a={1}}", "@book{new, a={1}, title={T}}"),
    ],
)
def test_a_new_key_and_type_find_their_place(raw: str, expected: str) -> None:
    paper = one(raw)._replace(key="new", type="book").with_fields({"title": "T"})
    assert write([paper]) == expected + "\n"
    assert part(one(expected)) == part(paper)


def test_an_entry_that_cannot_be_edited_in_place_is_written_afresh() -> None:
    paper = one("@misc{k, title={A}, rubbish, % old\n year=2000, x=1").with_fields({"year": "2001"})
    assert write([paper]) == "@misc{k,\n  title = {A},\n  year = {2001},\n  x = {1},\n}\n"


def test_a_paper_from_elsewhere_is_written_in_the_plainest_form() -> None:
    paper = Paper(
        key="vaswani2017",
        type="article",
        fields=Fields({"title": "Attention", "month": Bare("jun"), "note": "a", "note#2": "b"}),
    )
    assert write([paper]) == (
        "@article{vaswani2017,\n  title = {Attention},\n  month = jun,\n"
        "  note = {a},\n  note = {b},\n}\n"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a } b", r"a {\textbraceright} b"),
        ("a { b", r"a {\textbraceleft} b"),
        ("max \\{ x", r"max {\textbraceleft} x"),
        ("ends with \\", "ends with \\ "),
        ("two \\\\", "two \\\\"),
        ("} @a{x, y={", r"{\textbraceright} @a{\textbraceleft}x, y={\textbraceleft}"),
    ],
)
def test_a_value_that_would_take_the_file_with_it_is_mended(value: str, written: str) -> None:
    fresh = Paper(key="k", fields=Fields({"title": value, "year": "2000"}))
    edited = one("@misc{k, title={A}, year={2000}}").with_fields({"title": value})
    for paper in (fresh, edited):
        first, second = read(write([paper, Paper(key="after", fields=Fields({"title": "T"}))]))
        assert dict(first.fields) == {"title": written, "year": "2000"}
        assert second.key == "after"


@pytest.mark.parametrize("key", ["x}, y={", "a,b", " ", "}", "k\n@misc{j, x={1}", "a={b}"])
def test_a_key_that_would_not_be_read_back_is_refused(key: str) -> None:
    with pytest.raises(BadValue, match="cannot be written as BibTeX"):
        write([Paper(key=key, fields=Fields({"title": "A"}))])


@pytest.mark.parametrize(
    "key", ["a b", "a=b", "é", "O'Don{\\'e}l", "%", "10.1/S0140(20)1-5", "a\nb"]
)
def test_an_odd_key_that_is_read_back_is_written(key: str) -> None:
    paper = Paper(key=key, fields=Fields({"title": "A"}))
    assert part(one(write([paper]))) == part(paper)


def test_a_field_name_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(BadValue, match="Change it and try again"):
        write([Paper(key="k", fields=Fields({"a = {x}, b": "y"}))])


def test_a_bare_value_that_is_no_expression_gets_braces() -> None:
    paper = Paper(key="k", fields=Fields({"title": Bare("not } an, expression"), "x": Bare("")}))
    assert dict(one(write([paper])).fields) == {
        "title": r"not {\textbraceright} an, expression",
        "x": "",
    }


def test_definitions_are_written_once_before_what_uses_them() -> None:
    text = (
        '@string{z = "Z"}@string{A = z # { a}}@string{unused = 1}\n'
        "@misc{k, title = a}\n@misc{l, title = A # {!}, month = jan}"
    )
    papers = read(text)
    written = write(papers)
    assert written == (
        "@string{z = {Z}}\n@string{A = z # { a}}\n\n"
        "@misc{k, title = a}\n\n@misc{l, title = A # {!}, month = jan}\n"
    )
    assert [paper.title for paper in read(written)] == [paper.title for paper in papers]


def test_where_papers_disagree_about_a_macro_the_minority_gets_the_text_itself() -> None:
    papers = read("@string{j = {One}}@misc{a, x = j}@misc{b, x = j}")
    papers += read("@string{j = {Two}}@misc{c, x = j # {!}, y = jan}")
    papers += read("@misc{d, y = jan}")
    papers += read("@string{jan = {Januar}}@misc{e, y = jan}")
    written = write(papers)
    assert written == (
        "@string{j = {One}}\n\n@misc{a, x = j}\n\n@misc{b, x = j}\n\n"
        "@misc{c, x = {Two!}, y = jan}\n\n@misc{d, y = jan}\n\n@misc{e, y = {Januar}}\n"
    )
    again = read(written)
    assert [paper.text("x", "y") for paper in again] == [paper.text("x", "y") for paper in papers]


def test_macros_that_mean_each_other_are_written_all_the_same() -> None:
    papers = read("@string{x = y}@string{y = x}@misc{k, title = x}")
    assert part(one(write(papers))) == part(papers[0])


def test_judgement_is_written_as_jabref_writes_it_when_asked_for() -> None:
    paper = one("@misc{k, title={A}, ranking={rank1}, keywords={old}}")._replace(
        rating=4, priority=2, status=Status.READ, tags=frozenset({"b, c", "C#", "old"})
    )
    assert "rank4" not in write([paper])
    written = write([paper], judgement=True)
    assert "ranking={rank4}" in written
    assert "readstatus={read}" in written
    again = one(written)
    assert (again.rating, again.priority, again.status) == (4, 2, Status.READ)
    assert again.tags == {"b, c", "C#", "old"}
    assert write([again], judgement=True) == written


def test_judgement_that_the_fields_already_tell_changes_nothing() -> None:
    raw = "@misc{k, keywords = {a;  b}, ranking = rank3, readstatus = {skimmed}, priority={prio3}}"
    paper = one(raw)
    assert write([paper], judgement=True) == raw + "\n"


def test_judgement_that_was_taken_back_is_taken_out_of_the_fields() -> None:
    paper = one("@misc{k, keywords = {a;  b}, ranking = rank3, title = {A}, priority={prio3}}")
    untold = paper._replace(tags=frozenset(), rating=0, priority=0)
    assert write([untold], judgement=True) == "@misc{k, title = {A}}\n"


def test_nothing_comes_from_nothing() -> None:
    assert write([]) == ""
    assert FORMATS["bibtex"]([]) == ""


def test_every_real_and_hostile_entry_comes_back_as_it_was(corpora: Path) -> None:
    csv.field_size_limit(1 << 24)
    with (corpora / "counts.tsv").open(encoding="utf-8", newline="") as lines:
        files = [corpora / row["file"] for row in csv.DictReader(lines, delimiter="\t")]
    for file in files + sorted((corpora / "hostile").glob("*.bib")):
        if file.stat().st_size > 500_000 and file.parent.name == "bib-large":
            continue  # seconds, for more of the same
        papers = READERS["bibtex"](file.read_bytes(), file.name).papers
        written = write(papers)
        entries = "\n\n".join([paper.source.raw for paper in papers])
        assert written.endswith(entries + "\n" if entries else "")
        again = read(written)
        assert [part(paper) for paper in again] == [part(paper) for paper in papers]
        assert write(again) == written


_NAMES = st.from_regex(r"[a-z][a-z0-9_+-]{0,7}", fullmatch=True)
_KEYS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_:./+-]{0,11}", fullmatch=True)
_TEXT = st.text(st.sampled_from("ab19 ,=#%@\"'()\n~é$\\"), max_size=12).filter(
    lambda text: not text.endswith("\\")
)
_BALANCED = st.recursive(
    _TEXT, lambda inner: st.builds("{}{{{}}}{}".format, _TEXT, inner, _TEXT), max_leaves=4
)
_BARE = st.sampled_from(["jan", "foo", 'foo # " of " # {X}', '"1~" # jan']).map(Bare)
_ANY = st.text(st.sampled_from('ab1 {}"\\#,=%@\n'), max_size=12)
_PAPERS = st.builds(
    Paper,
    key=_KEYS,
    type=st.sampled_from(["article", "book", "my-type"]),
    fields=st.dictionaries(_NAMES, _BALANCED | _BARE, max_size=6).map(Fields),
    strings=st.just(Fields({"foo": "F"})),
)


@given(st.lists(_PAPERS, max_size=5))
def test_what_is_written_reads_back_the_same(papers: list[Paper]) -> None:
    written = write(papers)
    again = read(written)
    assert [part(paper) for paper in again] == [part(paper) for paper in papers]
    assert write(again) == written


@given(_PAPERS, st.dictionaries(_NAMES, _ANY | _BARE | st.none(), max_size=4), _KEYS)
def test_any_change_reads_back_and_the_rest_stays(
    paper: Paper, changes: dict[str, str | None], key: str
) -> None:
    imported = one(write([paper]))
    changed = imported._replace(key=key).with_fields(changes)
    written = write([changed, Paper(key="after", fields=Fields({"title": "T"}))])
    again, after = read(written)
    assert (again.key, after.key) == (key, "after")
    assert list(again.fields) == list(changed.fields)
    for name, value in imported.fields.items():
        if name not in changes:
            assert again.fields[name] == value
    assert write([again, after]) == written


@given(st.lists(_ANY, max_size=4))
def test_no_value_takes_another_paper_with_it(values: list[str]) -> None:
    papers = [
        Paper(key=f"k{number}", fields=Fields({"title": value, "note": value, "year": "2000"}))
        for number, value in enumerate(values)
    ]
    again = read(write(papers))
    assert [(paper.key, paper.fields["year"]) for paper in again] == [
        (paper.key, "2000") for paper in papers
    ]
