"""EndNote XML and Zotero RDF, and what no XML may do."""

import html
import time
from pathlib import Path

import pytest

from importers import FORMATS, Imported, sniff
from papers import Attachment, Author, Bare, Paper, Status


def endnote(records: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> Imported:
    data = f"{head}<xml><records>{records}</records></xml>".encode()
    assert sniff(data, "") == "endnote"
    return FORMATS["endnote"](data, "library.xml")


def styled(text: str, face: str = "normal") -> str:
    return f'<style face="{face}" font="default" size="100%">{html.escape(text)}</style>'


RECORD = f"""<record><database name="L.enl" path="C:\\L.enl">L.enl</database>
<source-app name="EndNote" version="17.4">EndNote</source-app><rec-number>327</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>{styled("Blackman, B. R. K.")}</author>
<author>{styled("Jing Chen")}</author><author>{styled("Standards Body,")}</author></authors>
<secondary-authors><author>Roe, R.</author></secondary-authors></contributors>
<titles><title>{styled("Use of ")}{styled("E. coli", "italic")}{styled(" & CO")}
{styled("2", "subscript")}</title>
<secondary-title>{styled("Polymer")}</secondary-title><alt-title>Polym.</alt-title></titles>
<periodical><full-title>Polymer</full-title><abbr-1>Polym.</abbr-1></periodical>
<pages>{styled("2868-2889")}</pages><volume>76</volume><number>18</number>
<keywords><keyword>epoxy</keyword><keyword>fracture, mode I</keyword></keywords>
<dates><year>{styled("2009")}</year><pub-dates><date>7/3/</date></pub-dates></dates>
<isbn>0013-7944</isbn><electronic-resource-num>10.1016/J.X</electronic-resource-num>
<abstract>One.&#xD;&#xD;Two.</abstract><notes>Times Cited: 10&#xD;0</notes>
<research-notes>mine</research-notes><label>ref1</label><custom2>PMC123</custom2>
<urls><related-urls><url>http://example.org/a</url><url>&lt;Go to ISI&gt;://0001</url></related-urls>
<pdf-urls><url>internal-pdf://123/A B.pdf</url></pdf-urls></urls>
<remote-database-name>Scopus</remote-database-name><novelty>kept</novelty></record>"""


def test_an_endnote_record_is_a_paper() -> None:
    (found,) = endnote(RECORD).papers
    assert (found.type, found.key, found.source.kind) == ("article", "ref1", "endnote")
    assert found.source.raw == RECORD
    assert found.fields["title"] == r"Use of \emph{E. coli} \& CO \textsubscript{2}"
    assert found.authors == (
        Author("Blackman", "B. R. K."),
        Author("Chen", "Jing"),
        Author("", literal="Standards Body"),
    )
    assert found.editors == (Author("Roe", "R."),)
    assert found.date == (2009, 7, 3)
    assert found.abstract == "One.\n\nTwo."
    assert found.tags == {"epoxy", "fracture, mode I"}
    assert found.files == (Attachment("internal-pdf://123/A B.pdf"),)
    assert found.notes == "mine"
    others = {
        "journal": "Polymer",
        "shortjournal": "Polym.",
        "pages": "2868--2889",
        "volume": "76",
        "number": "18",
        "month": Bare("jul"),
        "issn": "0013-7944",
        "doi": "10.1016/J.X",
        "url": "http://example.org/a",
        "endnote-link": "<Go to ISI>://0001",
        "database": "Scopus",
        "database-note": "Times Cited: 10\n0",
        "pmcid": "PMC123",
        "novelty": "kept",
    }
    assert {name: found.fields[name] for name in others} == others


def test_a_declared_encoding_is_believed() -> None:
    head = '<?xml version="1.0" encoding="iso-8859-2"?>'
    record = "<record><titles><title>Łódź</title></titles></record>"
    data = f"{head}<xml><records>{record}</records></xml>".encode("iso-8859-2")
    assert [each.title for each in FORMATS["endnote"](data, "x").papers] == ["Łódź"]


TITLED = "<record><titles><title>{}</title></titles></record>"


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("Smith & Sons", "Smith & Sons"),
        ("a &nbsp; b &amp; c", "a b & c"),
        ("a \x1b[31m b", "a \ufffd[31m b"),
        ("a &#27; b", "a \ufffd b"),
        ("<![CDATA[a < b & c]]>", "a < b & c"),
    ],
)
def test_what_xml_forbids_is_mended(inside: str, title: str) -> None:
    file = endnote(TITLED.format("One") + TITLED.format(inside) + TITLED.format("Three"))
    assert [each.title for each in file.papers] == ["One", title, "Three"]
    assert file.rejected == ()


@pytest.mark.parametrize(
    "broken",
    [
        "<record><titles><title>x</titles></record>",
        "<record><titles><title>never closed</title></titles>",
        "<record" + "<a>" * 500 + "</record>",
        "<record>" + "<a>" * 500 + "</a>" * 500 + "</record>",
        "<record><a b=></a></record>",
    ],
)
def test_a_record_that_is_not_well_formed_is_a_reject_and_stops_nothing(broken: str) -> None:
    file = endnote(f"\n{TITLED.format('One')}\n{broken}\n{TITLED.format('Three')}\n")
    assert [(each.title, each.source.place) for each in file.papers] == [
        ("One", "2"),
        ("Three", "4"),
    ]
    (reject,) = file.rejected
    assert (reject.line, reject.text) == (3, broken)
    assert "not well-formed XML" in reject.reason


def test_a_file_that_ends_early_gives_what_it_has() -> None:
    data = f"<xml><records>{TITLED.format('One')}<record><titles><ti".encode()
    file = FORMATS["endnote"](data, "x")
    assert [each.title for each in file.papers] == ["One"]
    assert [reject.text for reject in file.rejected] == ["<record><titles><ti"]
    only_its_end = FORMATS["endnote"](f"<xml><records>{TITLED.format('One')}</rec".encode(), "x")
    assert len(only_its_end.papers) == 1


@pytest.mark.parametrize("form", ["endnote", "zotero-rdf"])
def test_what_holds_no_record_is_rejected_with_its_text(form: str) -> None:
    for text in ("<html><p>Not found</p></html>", "no XML at all"):
        (reject,) = FORMATS[form](text.encode(), "x").rejected
        assert reject.text in text
        assert reject.reason


DECLARATIONS = [
    '<!ENTITY x "expanded">',
    '<!ENTITY x SYSTEM "{secret}">',
    '<!ENTITY % p SYSTEM "http://127.0.0.1:9/evil.dtd">%p;',
]


@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_entities_are_neither_expanded_nor_fetched(declaration: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2", encoding="utf-8")
    declaration = declaration.replace("{secret}", secret.as_uri())
    head = f'<?xml version="1.0"?><!DOCTYPE xml [{declaration}]>'
    start = time.perf_counter()
    file = FORMATS["endnote"](
        f"{head}<xml><records>{TITLED.format('&x;')}</records></xml>".encode(), "x"
    )
    assert time.perf_counter() - start < 1
    assert file.papers == ()
    (reject,) = file.rejected
    assert "entities of its own" in reject.reason
    assert "hunter2" not in str(file)


def test_a_doctype_that_declares_nothing_is_no_matter() -> None:
    file = endnote(
        TITLED.format("a &eacute; b"), '<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd">'
    )
    assert [each.title for each in file.papers] == ["a é b"]


# -- Zotero RDF

HEAD = """<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:vcard="http://nwalsh.com/rdf/vCard#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/">
"""


def zotero(resources: str) -> Imported:
    data = f"{HEAD}{resources}</rdf:RDF>\n".encode()
    assert sniff(data, "") == "zotero-rdf"
    return FORMATS["zotero-rdf"](data, "My Library.rdf")


def person(family: str, given: str) -> str:
    given = f"<foaf:givenName>{given}</foaf:givenName>" if given else ""
    return (
        f"<rdf:li><foaf:Person><foaf:surname>{family}</foaf:surname>{given}</foaf:Person></rdf:li>"
    )


ARTICLE = f"""<bib:Article rdf:about="http://example.org/a">
<z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/>
<bib:authors><rdf:Seq>{person("Avinadav", "Tal")}{person("Apple", "")}</rdf:Seq></bib:authors>
<dcterms:isReferencedBy rdf:resource="#item_2"/>
<link:link rdf:resource="#item_3"/><link:link rdf:resource="#item_4"/>
<dc:subject>own tag</dc:subject>
<dc:subject><z:AutomaticTag><rdf:value>automatic</rdf:value></z:AutomaticTag></dc:subject>
<dc:subject><dcterms:LCC><rdf:value>QA 76</rdf:value></dcterms:LCC></dc:subject>
<dc:title>Revenue &amp; &lt;i&gt;sharing&lt;/i&gt;</dc:title>
<dc:date>8/2020</dc:date><bib:pages>473-482</bib:pages>
<dc:description>Citation Key: avinadav2020
arXiv:1907.11907 [cs]
bought used</dc:description>
<dc:identifier><dcterms:URI><rdf:value>http://example.org/a</rdf:value></dcterms:URI></dc:identifier>
<dcterms:dateSubmitted>2021-01-04 07:49:16</dcterms:dateSubmitted>
<z:language>en</z:language><z:someFutureField>kept</z:someFutureField>
</bib:Article>
"""
JOURNAL = """<bib:Journal rdf:about="urn:issn:1234-5679">
<dc:title>European Journal</dc:title><prism:volume>223</prism:volume><prism:number>2</prism:number>
<dc:identifier>DOI 10.1016/j.ejor</dc:identifier><dc:identifier>ISSN 1234-5679</dc:identifier>
<dcterms:alternative>Eur. J.</dcterms:alternative></bib:Journal>
"""
PARTS = """<bib:Memo rdf:about="#item_2">
<rdf:value>&lt;h2&gt;Idea&lt;/h2&gt;&lt;p&gt;A &lt;b&gt;bold&lt;/b&gt; claim, see
&lt;a href="https://example.org"&gt;here&lt;/a&gt;&lt;/p&gt;&lt;ul&gt;&lt;li&gt;one&lt;/li&gt;&lt;li&gt;two&lt;/li&gt;&lt;/ul&gt;</rdf:value>
</bib:Memo>
<z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType>
<rdf:resource rdf:resource="files/3/a b.pdf"/><dc:title>Full Text PDF</dc:title>
<link:type>application/pdf</link:type></z:Attachment>
<z:Attachment rdf:about="#item_4"><z:itemType>attachment</z:itemType>
<dc:identifier><dcterms:URI><rdf:value>http://example.org/snap</rdf:value></dcterms:URI></dc:identifier>
<dc:title>Snapshot</dc:title></z:Attachment>
"""
COLLECTION = """<z:Collection rdf:about="#collection_1"><dc:title>To read</dc:title>
<dcterms:hasPart rdf:resource="http://example.org/a"/></z:Collection>
"""


def article() -> Paper:
    file = zotero(ARTICLE + JOURNAL + PARTS + COLLECTION)
    assert file.rejected == ()
    (found,) = file.papers
    return found


def test_an_item_is_a_paper_with_its_journal() -> None:
    found = article()
    assert (found.type, found.key, found.source.kind) == ("article", "avinadav2020", "zotero-rdf")
    assert found.authors == (Author("Avinadav", "Tal"), Author("", literal="Apple"))
    expected = {
        "title": r"Revenue \& \emph{sharing}",
        "journal": "European Journal",
        "shortjournal": "Eur. J.",
        "volume": "223",
        "number": "2",
        "doi": "10.1016/j.ejor",
        "issn": "1234-5679",
        "year": "2020",
        "month": Bare("aug"),
        "pages": "473--482",
        "url": "http://example.org/a",
        "url2": "http://example.org/snap",
        "urldate": "2021-01-04T07:49:16",
        "eprint": "1907.11907",
        "archiveprefix": "arXiv",
        "note": "bought used",
        "call-number": "QA 76",
        "language": "en",
        "some-future-field": "kept",
    }
    assert {name: found.fields.get(name) for name in expected} == expected


def test_notes_files_and_collections_go_with_their_item() -> None:
    found = article()
    assert found.notes == (
        "## Idea\n\nA **bold** claim, see [here](https://example.org)\n\n- one\n- two"
    )
    assert found.files == (Attachment("files/3/a b.pdf", "Full Text PDF", "application/pdf"),)
    assert found.tags == {"own tag", "automatic", "To read"}
    assert found.fields["groups"] == "To read"
    for part in (ARTICLE, JOURNAL, PARTS.split("</bib:Memo>")[0]):
        assert part.strip() in found.source.raw


def test_a_journal_s_doi_is_not_that_of_each_paper_in_it() -> None:
    other = ARTICLE.replace("http://example.org/a", "#other").replace("#item_", "#none_")
    papers = zotero(ARTICLE + other + JOURNAL).papers
    assert [each.doi for each in papers] == ["", ""]
    assert [each.fields["journal-doi"] for each in papers] == ["10.1016/j.ejor"] * 2


def test_a_file_that_belongs_to_no_item_is_a_paper_in_the_inbox() -> None:
    (found,) = zotero(
        PARTS.split("</bib:Memo>\n")[1].split('<z:Attachment rdf:about="#item_4')[0]
    ).papers
    assert found.status is Status.INBOX
    assert found.title == "Full Text PDF"
    assert found.is_provisional
    assert found.files[0].path == "files/3/a b.pdf"


def test_a_note_that_belongs_to_no_item_is_a_reject() -> None:
    file = zotero(ARTICLE.replace("#item_2", "#gone") + PARTS)
    assert len(file.papers) == 1
    (reject,) = file.rejected
    assert "belongs to no item" in reject.reason
    assert "bold" in reject.text


def test_chapters_books_series_and_conferences() -> None:
    chapter = f"""<bib:BookSection rdf:about="#c"><z:itemType>bookSection</z:itemType>
<dcterms:isPartOf><bib:Book><dcterms:isPartOf><bib:Series><dc:title>LNCS</dc:title></bib:Series>
</dcterms:isPartOf><prism:volume>4085</prism:volume>
<dc:identifier>ISBN 978-0-306-40615-7</dc:identifier>
<dc:title>FM 2006</dc:title></bib:Book></dcterms:isPartOf>
<dc:publisher><foaf:Organization><vcard:adr><vcard:Address><vcard:locality>Berlin</vcard:locality>
</vcard:Address></vcard:adr><foaf:name>Springer</foaf:name></foaf:Organization></dc:publisher>
<bib:editors><rdf:Seq>{person("Misra", "Jayadev")}</rdf:Seq></bib:editors>
<dc:title>A chapter</dc:title></bib:BookSection>
<rdf:Description rdf:about="#p"><z:itemType>conferencePaper</z:itemType>
<dcterms:isPartOf><bib:Journal></bib:Journal></dcterms:isPartOf><dc:title>A talk</dc:title>
<bib:presentedAt><bib:Conference><dc:title>AAAI 2017</dc:title></bib:Conference></bib:presentedAt>
</rdf:Description>
<bib:Data rdf:about="#s"><z:itemType>computerProgram</z:itemType><dc:title>A program</dc:title>
<z:programmers><rdf:Seq>{person("Deckmyn", "Alex")}</rdf:Seq></z:programmers>
<prism:edition>3.3.0</prism:edition></bib:Data>
"""
    one, two, three = zotero(chapter).papers
    assert (one.type, one.venue, one.fields["series"]) == ("incollection", "FM 2006", "LNCS")
    assert (one.fields["publisher"], one.fields["address"]) == ("Springer", "Berlin")
    assert (one.isbn, one.editors) == ("9780306406157", (Author("Misra", "Jayadev"),))
    assert (two.type, two.venue) == ("inproceedings", "AAAI 2017")
    assert (three.type, three.fields["version"]) == ("software", "3.3.0")
    assert three.authors == (Author("Deckmyn", "Alex"),)
    assert three.fields["authortype"] == "programmer"


def test_an_item_that_is_not_well_formed_costs_no_other() -> None:
    broken = ARTICLE.replace("</dc:title>", "").replace("http://example.org/a", "#broken")
    file = zotero(ARTICLE + broken + JOURNAL + PARTS)
    assert [each.fields["journal"] for each in file.papers] == ["European Journal"]
    assert [reject.text for reject in file.rejected] == [broken.strip()]


def test_what_contains_itself_ends() -> None:
    ring = """<bib:Article rdf:about="#a"><z:itemType>journalArticle</z:itemType>
<dc:title>Ring</dc:title><dcterms:isPartOf rdf:resource="#b"/></bib:Article>
<bib:Journal rdf:about="#b"><dc:title>J</dc:title><dcterms:isPartOf rdf:resource="#b"/>
<dcterms:isPartOf rdf:resource="#a"/></bib:Journal>
"""
    (found,) = zotero(ring).papers
    assert (found.title, found.venue) == ("Ring", "J")
