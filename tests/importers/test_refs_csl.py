"""CSL-JSON as Zotero, Better BibTeX, pandoc and Crossref write it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import FORMATS, Imported, sniff
from papers import Author, Bare, Paper, Status


def read(text: str) -> Imported:
    data = text.encode()
    assert sniff(data, "") == "csl"
    return FORMATS["csl"](data, "refs.json")


def paper(**item: Any) -> Paper:
    (found,) = read(json.dumps([item])).papers
    return found


def named(**item: Any) -> Paper:
    return paper(**{name.replace("_", "-"): value for name, value in item.items()})


def test_an_article_becomes_one() -> None:
    found = paper(
        id="http://zotero.org/users/1/items/ABC",
        **{"citation-key": "vaswani2017", "container-title": "NeurIPS & Friends"},
        type="article-journal",
        title='Attention <i>Is</i> All you <span class="nocase">Need</span>',
        author=[
            {"family": "Vaswani", "given": "Ashish"},
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"family": "King", "given": "M. L.", "suffix": "Jr."},
            {"literal": "Google Brain and Friends"},
        ],
        issued={"date-parts": [["2017", 6, "12"]]},
        volume=30,
        issue="1–2",
        page="5998-6008",
        DOI="https://doi.org/10.5555/3295222",
        URL="https://example.org/a_b",
        ISSN=["1049-5258", "2222-3333"],
        keyword="attention, transformers",
        abstract="<jats:p>We propose</jats:p><jats:p>a &amp; b.</jats:p>",
        language="en",
    )
    assert found.key == "vaswani2017"
    assert found.authors == (
        Author("Vaswani", "Ashish"),
        Author("Beethoven", "Ludwig", "van"),
        Author("King", "M. L.", suffix="Jr."),
        Author("", literal="Google Brain and Friends"),
    )
    assert dict(found.fields) | {"author": ""} == {
        "id": "http://zotero.org/users/1/items/ABC",
        "author": "",
        "title": r"Attention \emph{Is} All you {Need}",
        "journal": r"NeurIPS \& Friends",
        "year": "2017",
        "month": Bare("jun"),
        "day": "12",
        "number": "1–2",
        "pages": "5998--6008",
        "doi": "10.5555/3295222",
        "url": "https://example.org/a_b",
        "issn": "1049-5258, 2222-3333",
        "volume": "30",
        "abstract": "We propose\n\na \\& b.",
        "language": "en",
        "keywords": "attention, transformers",
    }
    assert found.tags == {"attention", "transformers"}


@pytest.mark.parametrize(
    ("kind", "entry_type", "subtype", "venue"),
    [
        ("article-journal", "article", "", "journal"),
        ("article-newspaper", "article", "newspaper", "journal"),
        ("paper-conference", "inproceedings", "", "booktitle"),
        ("chapter", "incollection", "", "booktitle"),
        ("book", "book", "", "series"),
        ("webpage", "online", "", "organization"),
        ("post-weblog", "online", "blog", "organization"),
        ("report", "techreport", "", "series"),
        ("article", "misc", "preprint", "howpublished"),
        ("posted-content", "misc", "preprint", "howpublished"),
        ("journal-article", "article", "", "journal"),
        ("unheard-of", "misc", "unheard-of", "howpublished"),
    ],
)
def test_types_become_entry_types(kind: str, entry_type: str, subtype: str, venue: str) -> None:
    found = named(type=kind, title="T", container_title="Whole")
    assert (found.type, found.text("entrysubtype")) == (entry_type, subtype)
    assert found.fields[venue] == "Whole"


def test_a_thesis_says_of_which_degree_it_is() -> None:
    found = paper(type="thesis", title="T", genre="PhD thesis", publisher="MIT")
    assert (found.type, found.fields["school"]) == ("phdthesis", "MIT")


@pytest.mark.parametrize(
    ("issued", "fields"),
    [
        ({"date-parts": [[2018]]}, {"year": "2018"}),
        ({"date-parts": [[2018, 10, 21, 13]]}, {"year": "2018", "month": "oct", "day": "21"}),
        ({"date-parts": [["2017", "07", "07"]]}, {"year": "2017", "month": "jul", "day": "7"}),
        ({"date-parts": [[2011, 5, 25], [2012, 6]]}, {"date": "2011-05-25/2012-06"}),
        ({"date-parts": [[2011, 5], [0]]}, {"date": "2011-05/"}),
        ({"date-parts": [[2011, 5]], "circa": True}, {"date": "2011-05~"}),
        ({"date-parts": [[2017]], "season": 4}, {"date": "2017-24"}),
        ({"date-parts": [[1985]], "season": "Michaelmas"}, {"year": "1985", "month": "Michaelmas"}),
        ({"raw": "2004-02-03"}, {"year": "2004", "month": "feb", "day": "3"}),
        ({"literal": "forthcoming & late"}, {"year": r"forthcoming \& late"}),
        ({"date-parts": [[None]]}, {}),
        ({"date-parts": [[]]}, {}),
        ("2020-05", {"year": "2020", "month": "may"}),
        (2020, {"year": "2020"}),
        ([], {}),
    ],
)
def test_dates_in_every_form(issued: Any, fields: dict[str, str]) -> None:
    found = paper(title="T", issued=issued)
    told = {name: str(value) for name, value in found.fields.items() if name != "title"}
    assert told == fields


def test_crossref_s_date_of_print_stands_in_for_a_missing_one() -> None:
    found = named(title=["T"], published_print={"date-parts": [[1962, 1]]}, type="journal-article")
    assert found.date == (1962, 1, None)
    assert found.title == "T"


def test_other_dates_are_fields() -> None:
    found = named(
        title="T",
        accessed={"date-parts": [[2019, 4, 28]]},
        original_date={"date-parts": [[-44, 3]]},
        submitted={"date-parts": [[2001]]},
    )
    assert found.fields["urldate"] == "2019-04-28"
    assert found.fields["origdate"] == "-0044-03"
    assert found.fields["submitted"] == "2001"


def test_what_zotero_s_extra_field_says_becomes_fields() -> None:
    found = paper(
        title="T",
        note="tex.primaryclass: cs.LG\nCitation Key: smith2020\nPMID: 123\narXiv:1706.03762 [cs]\n"
        "Just a remark: kept\ntex.howpublished[cased]: by hand",
    )
    assert found.key == "smith2020"
    assert (found.pmid, found.arxiv) == ("123", "1706.03762")
    assert found.fields["primaryclass"] == "cs.LG"
    assert found.fields["howpublished"] == "by hand"
    assert found.fields["note"] == "Just a remark: kept"


def test_custom_values_are_fields() -> None:
    found = paper(title="T", custom={"tex.eprint": "1706.03762", "short_id": "ab", "DOI": "10.1/x"})
    assert (found.fields["eprint"], found.fields["short-id"]) == ("1706.03762", "ab")
    assert found.fields["doi"] == "10.1/x"


def test_people_who_are_no_authors_keep_their_role() -> None:
    found = named(
        type="video",
        title="T",
        director=[{"family": "Marre", "given": "Jeremy"}],
        script_writer=[{"family": "Bailey", "given": "Derek"}],
        container_author=[{"family": "Doe", "given": "J."}],
        collection_editor=[{"family": "Roe", "given": "R."}],
    )
    assert found.fields["author"] == "Marre, Jeremy"
    assert found.fields["authortype"] == "director"
    assert found.fields["script-writer"] == "Bailey, Derek"
    assert found.fields["bookauthor"] == "Doe, J."
    assert found.fields["series-editor"] == "Roe, R."


def test_what_is_not_known_is_a_field() -> None:
    found = paper(
        title="T", **{"greycite-status": "Scanned", "Odd Name!": ["a", "b"], "flag": True}
    )
    assert found.fields["greycite-status"] == "Scanned"
    assert found.fields["odd-name"] == "a; b"
    assert found.fields["flag"] == "true"


def test_numbers_stay_as_they_are_written() -> None:
    (found,) = read('[{"title": "T", "volume": 1e999, "page": 007.50, "issue": NaN}]').rejected
    assert "not JSON" in found.reason
    (one,) = read('[{"title": "T", "volume": 1e999, "page": 12345678901234567890}]').papers
    assert (one.fields["volume"], one.fields["pages"]) == ("1e999", "12345678901234567890")


# -- files as a whole


def test_each_item_keeps_its_own_text_and_line() -> None:
    text = '[\n  {"id": "a1", "title": "A"},\n  {\n    "title": "B"\n  }\n]\n'
    one, two = read(text).papers
    assert (one.source.raw, one.source.place) == ('{"id": "a1", "title": "A"}', "2")
    assert (two.source.raw, two.source.place) == ('{\n    "title": "B"\n  }', "3")
    assert one.source.kind == "csl"


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A"}\n{"title": "B"}\n',
        '[{"title": "A"}]\n[{"title": "B"}]',
        '{"items": [{"title": "A"}, {"title": "B"}]}',
        '{"status": "ok", "message": {"facets": {}, "items": [{"title": "A"}, {"title": "B"}]}}',
        '\ufeff[{"title": "A"}, {"title": "B"},]',
    ],
)
def test_items_may_come_in_other_wrappings(text: str) -> None:
    file = read(text)
    assert [each.title for each in file.papers] == ["A", "B"]
    assert file.rejected == ()


def test_an_item_that_is_not_json_is_a_reject_and_stops_nothing() -> None:
    text = '[\n {"title": "A"},\n {"title" "B"},\n {"title": "C},\n {"title": "D"}\n]'
    file = read(text)
    assert [each.title for each in file.papers] == ["A", "D"]
    assert [(reject.line, reject.text) for reject in file.rejected] == [
        (3, '{"title" "B"}'),
        (4, '{"title": "C}'),
    ]
    assert all("not JSON" in reject.reason for reject in file.rejected)


def test_a_file_that_ends_early_gives_what_it_has() -> None:
    file = read('[{"title": "A"}, {"title": "B", "author": [{"fam')
    assert [each.title for each in file.papers] == ["A"]
    assert [reject.text for reject in file.rejected] == ['{"title": "B", "author": [{"fam']


def test_zotero_s_own_json_is_refused_with_what_to_do() -> None:
    (reject,) = read(
        '{"config": {"id": 1}, "items": [{"itemType": "book", "title": "T"}]}'
    ).rejected
    assert "CSL JSON" in reject.reason


def test_a_record_without_a_title_waits_in_the_inbox() -> None:
    assert paper(DOI="10.1000/x").status is Status.INBOX


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(
    "id type title author issued page DOI URL ISBN ISSN note custom keyword editor accessed "
    "container-title season publisher event abstract citation-key circa date-parts".split()
)


@given(st.lists(st.dictionaries(NAMES | st.text(max_size=5), VALUES, max_size=6) | VALUES))
def test_whatever_the_values_are_each_item_is_a_paper_or_a_reject(items: list[Any]) -> None:
    file = FORMATS["csl"](json.dumps(items).encode(), "x")
    assert len(file.papers) + len(file.rejected) == len(items)
    assert FORMATS["csl"](json.dumps(items, indent=1).encode(), "x").papers is not None
