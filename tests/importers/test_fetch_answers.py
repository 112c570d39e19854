"""What arXiv, Crossref, DataCite and PubMed send becomes papers, whatever gaps it has."""

import contextlib
import functools
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import arxiv, crossref, datacite, pubmed
from importers._answers import BadAnswer
from papers import Bare, Paper, bibtex

PARSERS: dict[str, Callable[[bytes], list[Paper]]] = {
    "arxiv-atom": arxiv.parse,
    "crossref": crossref.parse,
    "datacite": datacite.parse,
    "pubmed": pubmed.parse,
}
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<entry><id>http://arxiv.org/abs/2303.08774v6</id><title>GPT-4 {title}</title>
<published>2023-03-15T17:15:04Z</published><summary>{summary}</summary>{authors}</entry></feed>"""


def recorded(corpora: Path, kind: str) -> list[Path]:
    return sorted((corpora / "api" / kind).iterdir())


def fits(paper: Paper) -> bool:
    values = [(name, raw) for name, raw in paper.fields.items() if not isinstance(raw, Bare)]
    return all(raw and bibtex.literal(f"{{{raw}}}") is not None for _name, raw in values)


def work(**parts: object) -> Paper:
    [paper] = crossref.parse(json.dumps({"message": {"DOI": "10.1000/x", **parts}}).encode())
    return paper


def atom(title: str = "", summary: str = "", *authors: str) -> Paper:
    named = "".join(f"<author><name>{name}</name></author>" for name in authors)
    text = ATOM.format(title=title, summary=summary, authors=named)
    [paper] = arxiv.parse(text.encode())
    return paper


@pytest.mark.parametrize("kind", PARSERS)
def test_every_recorded_answer_is_read_and_fits_into_bibtex(corpora: Path, kind: str) -> None:
    for path in recorded(corpora, kind):
        if "http400" in path.name:
            continue
        papers = PARSERS[kind](path.read_bytes())
        assert all(map(fits, papers)), path.name
        assert all(paper.title or paper.doi for paper in papers), path.name


def test_every_entry_of_a_recorded_feed_is_a_paper_with_all_that_stands_there(
    corpora: Path,
) -> None:
    space = {"a": arxiv.ATOM[1:-1], "x": arxiv.OWN[1:-1]}
    for path in recorded(corpora, "arxiv-atom"):
        entries = ET.parse(path).getroot().findall("a:entry", space)
        if "http400" in path.name:
            continue
        papers = arxiv.parse(path.read_bytes())
        assert len(papers) == len(entries)
        for entry, paper in zip(entries, papers, strict=True):
            assert paper.arxiv in entry.findtext("a:id", "", space)
            assert len(paper.authors) == len(entry.findall("a:author", space))
            assert str(paper.year) == entry.findtext("a:published", "", space)[:4]
            assert paper.doi == entry.findtext("x:doi", "", space).lower()
            assert bool(paper.venue) == bool(entry.findtext("x:journal_ref", "", space))
            assert bool(paper.text("comment")) == bool(entry.findtext("x:comment", "", space))
            assert paper.abstract


def test_an_arxiv_entry_keeps_its_version_class_comment_and_journal(corpora: Path) -> None:
    [blaha] = arxiv.parse(next((corpora / "api/arxiv-atom").glob("*quant-ph*")).read_bytes())
    assert (blaha.arxiv, blaha.arxiv_version) == ("quant-ph/0201082", 1)
    assert blaha.fields["primaryclass"] == "quant-ph"
    assert blaha.text("comment") == "32 pages"
    assert blaha.date.isoformat() == "2002-01-18"
    rag = arxiv.parse((corpora / "api/arxiv-atom/vgi__arxiv.xml").read_bytes())[0]
    assert rag.title == "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"
    assert (rag.venue, rag.doi, rag.type) == ("NeurIPS 2020", "10.5555/arxivrag", "misc")


def test_a_complaint_of_arxiv_is_an_error_and_no_paper(corpora: Path) -> None:
    path = next((corpora / "api/arxiv-atom").glob("*http400*"))
    with pytest.raises(BadAnswer, match="incorrect id format for abc"):
        arxiv.parse(path.read_bytes())
    nothing = next((corpora / "api/arxiv-atom").glob("*id_0000.0000*"))
    assert arxiv.parse(nothing.read_bytes()) == []


def test_tex_in_an_abstract_is_kept_and_what_is_none_is_escaped() -> None:
    paper = atom(r"on $\alpha$ &amp; 100% {", "We gain 5% at $x_1$.\n  A second part.\nGoes on.")
    assert paper.fields["title"] == r"GPT-4 on $\alpha$ \& 100\% \textbraceleft{}"
    assert paper.title == "GPT-4 on α & 100% {"
    assert paper.abstract == "We gain 5% at x₁.\n\nA second part. Goes on."


def test_bodies_among_the_authors_stay_in_one_piece() -> None:
    paper = atom(
        "", "", "The ATLAS Collaboration", ":", "Ludwig van Beethoven", "Ana García", "Plato"
    )
    assert paper.fields["author"] == (
        "{The ATLAS Collaboration} and van Beethoven, Ludwig and García, Ana and Plato"
    )


@pytest.mark.parametrize("name", ["xml-billion-laughs.xml", "xml-xxe.xml"])
@pytest.mark.parametrize("parse", [arxiv.parse, pubmed.parse])
def test_entities_are_never_expanded(
    corpora: Path, name: str, parse: Callable[[bytes], list[Paper]]
) -> None:
    with pytest.raises(BadAnswer, match="defines entities"):
        parse((corpora / "hostile" / name).read_bytes())


@pytest.mark.parametrize("parse", [arxiv.parse, pubmed.parse])
@pytest.mark.parametrize("tag", ["a", "i"])
def test_depths_of_xml_are_no_trouble(
    corpora: Path, parse: Callable[[bytes], list[Paper]], tag: str
) -> None:
    deep = f"<{tag}>" * 100_000 + f"</{tag}>" * 100_000
    recorded_one = (corpora / "api/pubmed/pubmed_31393839.xml").read_text("utf8")
    feed = ATOM.format(title=deep, summary=deep, authors=deep)
    for text in (deep, feed, recorded_one.replace("Career-Turning", deep)):
        with contextlib.suppress(BadAnswer):
            parse(text.encode())


def test_hostile_answers_come_to_nothing_or_to_papers_that_fit(corpora: Path) -> None:
    for path in sorted((corpora / "hostile").iterdir()):
        for parse in PARSERS.values():
            try:
                papers = parse(path.read_bytes())
            except BadAnswer:
                papers = []
            assert all(map(fits, papers)), path.name


def test_a_work_with_gaps_everywhere_is_taken_as_far_as_it_goes(corpora: Path) -> None:
    data = (corpora / "hostile/crossref-wrong-types.json").read_bytes()
    [paper] = crossref.parse(data)
    assert [author.display for author in paper.authors] == ["CERN", "Only", "F Jr"]
    assert (paper.title, paper.year, paper.url, paper.venue) == ("", None, "", "")
    assert paper.abstract == "A x"


def test_a_journal_article_has_what_a_citation_needs(corpora: Path) -> None:
    folder = corpora / "api/crossref"
    [paper] = crossref.parse((folder / "habanero__test_works_with_many_ids_1.json").read_bytes())
    assert (paper.type, paper.venue, paper.year) == (
        "article",
        "Journal of Orthopaedic Research",
        1997,
    )
    assert paper.fields["pages"].count("--") == 1
    assert paper.fields["month"] == Bare("jul")
    [chapter] = crossref.parse((folder / "hepcrawl__9781316535783.011.json").read_bytes())
    assert (chapter.type, chapter.venue) == ("incollection", "The Philosophy Of Cosmology")
    assert [editor.family for editor in chapter.editors][:2] == ["Chamcham", "Silk"]
    assert chapter.fields["pages"] == "206--227"
    assert chapter.isbn == "9781316535783"


def test_the_year_in_print_is_the_one_to_cite() -> None:
    online, printed = {"date-parts": [[2016, 7, 7]]}, {"date-parts": [[2017, 4]]}
    paper = work(title=["T"], issued=online, **{"published-print": printed})
    assert paper.date.isoformat() == "2017-04"
    scanned = work(DOI="10.1111/j.1600-0404.1986.tb03253.x", title=["T"], issued=online)
    assert scanned.year == 1986


def test_tags_and_formulas_in_a_title_become_latex() -> None:
    math = (
        '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msup><mml:mi>K</mml:mi>'
        "<mml:mo>*</mml:mo></mml:msup></mml:math>"
    )
    paper = work(title=[f"The H <scp>i</scp> disk &amp; {math} in <i>E. coli</i>, a<b"])
    assert paper.fields["title"] == r"The H \textsc{i} disk \& $K^{*}$ in \emph{E. coli}, a<b"
    assert paper.title == "The H i disk & K* in E. coli, a<b"


def test_an_abstract_loses_its_tags_and_keeps_its_paragraphs() -> None:
    paper = work(
        abstract="<jats:title>Abstract</jats:title><jats:p>One.</jats:p>"
        "<jats:p>&lt;p&gt;Two, 5 &lt; 6.&lt;/p&gt;</jats:p>"
    )
    assert paper.abstract == "One.\n\nTwo, 5 < 6."


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("Widget", "a study", "Widget: a study"),
        ("Who?", "A study", "Who? A study"),
        ("Peeled chestnuts", "PEELED CHESTNUTS", "Peeled chestnuts"),
        ("Icônes", "", "Icônes"),
    ],
)
def test_a_subtitle_belongs_to_the_title_unless_it_says_it_again(
    title: str, subtitle: str, whole: str
) -> None:
    assert work(title=[title], subtitle=[subtitle]).title == whole


def test_a_preprint_and_its_publication_know_of_each_other() -> None:
    def related(kind: str, name: str, id: str) -> Paper:
        relation = {name: [{"id-type": "doi", "id": id}]}
        return work(type=kind, title=["T"], relation=relation)

    [version] = related("posted-content", "is-preprint-of", "10.7554/eLife.1").versions
    assert (version.type, version.fields["doi"]) == ("article", "10.7554/elife.1")
    [version] = related("journal-article", "has-preprint", "10.1101/2020.1.1.1").versions
    assert (version.type, version.fields["doi"]) == ("misc", "10.1101/2020.1.1.1")
    assert related("journal-article", "has-preprint", "10.48550/arXiv.1706.03762").arxiv == (
        "1706.03762"
    )


def test_datacite_names_people_bodies_and_nobody(corpora: Path) -> None:
    def authors(name: str) -> list[str]:
        data = (corpora / "api/datacite" / f"datacite_doc_{name}.json").read_bytes()
        return [author.display for paper in datacite.parse(data) for author in paper.authors]

    assert authors("02") == ["Albert Weyersberg"]
    assert authors("07")[-1] == "others"
    assert authors("08") == ["Kei Kajisa"]
    assert authors("11") == ["Comet Photo AG (Zürich)"]
    assert authors("17") == ["Antonino Paolo Di Giovanna"]
    assert authors("21") == []
    assert authors("22") == ["Anton Welch"]


def test_datacite_tells_of_a_preprint_at_arxiv_what_arxiv_would() -> None:
    attributes: dict[str, Any] = {
        "doi": "10.48550/arxiv.1706.03762",
        "titles": [{"title": "Attention Is All You Need"}],
        "creators": [{"name": "Vaswani, Ashish", "givenName": "Ashish", "familyName": "Vaswani"}],
        "publisher": {"name": "arXiv"},
        "publicationYear": 2017,
        "dates": [
            {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted"},
            {"date": "2017", "dateType": "Issued"},
        ],
        "types": {"resourceTypeGeneral": "Preprint", "bibtex": "article"},
        "relatedIdentifiers": [
            {"relationType": "IsVersionOf", "relatedIdentifier": "10.5555/3295222"}
        ],
    }
    [paper] = datacite.parse(json.dumps({"data": {"attributes": attributes}}).encode())
    assert (paper.type, paper.arxiv, paper.doi) == ("misc", "1706.03762", "10.5555/3295222")
    assert paper.date.isoformat() == "2017-06-12"


def test_pubmed_knows_the_journal_the_pages_and_the_doi(corpora: Path) -> None:
    [paper] = pubmed.parse((corpora / "api/pubmed/pubmed_19129924.xml").read_bytes())
    assert paper.title == "PyMOOSE: Interoperable Scripting in Python for MOOSE"
    assert (paper.pmid, paper.doi) == ("19129924", "10.3389/neuro.11.006.2008")
    assert (paper.venue, paper.year) == ("Frontiers in neuroinformatics", 2008)
    assert [author.display for author in paper.authors] == ["Subhasis Ray", "Upinder S Bhalla"]
    assert paper.fields["pmcid"] == "PMC2614320"


@pytest.mark.parametrize(
    ("written", "pages"), [("2671-80", "2671--2680"), ("e12-e19", "e12--e19"), ("6", "6")]
)
def test_pubmeds_short_pages_are_written_out(corpora: Path, written: str, pages: str) -> None:
    data = (corpora / "api/pubmed/pubmed_31393839.xml").read_text("utf8")
    [paper] = pubmed.parse(data.replace("<MedlinePgn>325", f"<MedlinePgn>{written}").encode())
    assert paper.fields["pages"] == pages


@functools.cache
def answers_with(folder: Path, part: str) -> list[Any]:
    answers = [json.loads(path.read_bytes()) for path in sorted(folder.iterdir())]
    return [answer for answer in answers if part in answer]


@given(st.data())
def test_no_shape_of_json_makes_another_error(corpora: Path, data: st.DataObject) -> None:
    junk = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=5,
    )
    kind, inside = data.draw(st.sampled_from([("crossref", "message"), ("datacite", "attributes")]))
    answer = data.draw(st.sampled_from(answers_with(corpora / "api" / kind, inside)))
    names = data.draw(st.lists(st.sampled_from(sorted(answer[inside])), max_size=4))
    changed = answer[inside] | {name: data.draw(junk) for name in names}
    papers = PARSERS[kind](json.dumps({inside: changed}).encode())
    assert all(map(fits, papers))
