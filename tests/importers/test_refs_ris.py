"""RIS in the dialects of the programs that write it."""

import pytest

from importers import FORMATS, Imported, sniff
from papers import Attachment, Author, Bare, Paper, Status


def read(text: str) -> Imported:
    data = text.encode()
    assert sniff(data, "") == "ris"
    return FORMATS["ris"](data, "refs.ris")


def paper(lines: str, kind: str = "JOUR") -> Paper:
    (found,) = read(f"TY  - {kind}\n{lines}\nER  - \n").papers
    return found


SCOPUS = """TY  - JOUR
TI  - Agency selling & reselling: 50% of what?
T2  - Management Science
J2  - Manage Sci
VL  - 62
IS  - 8
SP  - 2259
EP  - 2280
PY  - 2016
DO  - 10.1287/MNSC.2015.2230
AU  - Abhishek, V.
AU  - de la Cruz, Z.J.
SN  - 0025-1909
N1  - Cited By :132
N1  - Export Date: 4 January 2021
KW  - Channel structures
KW  - Retailing; Agency, principal
UR  - https://example.org/a_b?c=1&d=2%20e
LA  - English
ER  -
"""


def test_an_article_becomes_one_with_bibtex_names_and_latex_values() -> None:
    (found,) = read(SCOPUS).papers
    assert found.type == "article"
    assert dict(found.fields) == {
        "author": "Abhishek, V. and de la Cruz, Z.J.",
        "title": r"Agency selling \& reselling: 50\% of what?",
        "journal": "Management Science",
        "shortjournal": "Manage Sci",
        "year": "2016",
        "volume": "62",
        "number": "8",
        "pages": "2259--2280",
        "issn": "0025-1909",
        "doi": "10.1287/MNSC.2015.2230",
        "url": "https://example.org/a_b?c=1&d=2%20e",
        "language": "English",
        "database-note": "Cited By :132; Export Date: 4 January 2021",
        "keywords": "Channel structures, Retailing, {Agency, principal}",
    }
    assert found.doi == "10.1287/mnsc.2015.2230"
    assert found.tags == {"Channel structures", "Retailing", "Agency, principal"}
    assert found.authors[1] == Author("Cruz", "Z.J.", "de la")
    assert (found.key, found.notes, found.status) == ("", "", Status.UNREAD)


def test_where_it_came_from_and_its_own_text_are_kept() -> None:
    (found,) = read("\n\n" + SCOPUS).papers
    assert found.source.kind == "ris"
    assert (found.source.name, found.source.place) == ("refs.ris", "3")
    assert found.source.raw == SCOPUS.rstrip("\n")


def test_a_record_may_lack_its_end_and_its_beginning() -> None:
    found = read("TY  - JOUR\nTI  - One\nTY  - BOOK\nTI  - Two\nER  -\nT1  - Three\nER\n").papers
    assert [(each.type, each.title) for each in found] == [
        ("article", "One"),
        ("book", "Two"),
        ("misc", "Three"),
    ]


@pytest.mark.parametrize(
    "line",
    ["A1  -Bergel, F", "A1  -    Bergel, F", "A1\t- Bergel, F", "A1 - Bergel, F", "A1  - Bergel,F"],
)
def test_tags_may_be_set_off_in_other_ways(line: str) -> None:
    assert paper(line).authors == (Author("Bergel", "F"),)


def test_a_line_without_a_tag_goes_on_with_the_value_before_it() -> None:
    found = paper(
        "N2  - first line,\nER then the second\n      and the UK - not a tag\n\nNext.\nTI  - A\n B"
    )
    assert found.abstract == "first line, ER then the second and the UK - not a tag\n\nNext."
    assert found.title == "A B"


def test_tags_that_are_not_known_are_fields() -> None:
    found = paper("TI  - T\nJP  - CRISPR\nJP  - Direct & Current\nC1  - One\nAN  - 12")
    assert found.text("jp") == "CRISPR; Direct & Current"
    assert found.text("custom1") == "One"
    assert found.text("accession-number") == "12"


def test_a_value_that_stands_twice_is_kept_twice() -> None:
    found = paper("TI  - One\nT1  - Two\nTI  - One\nUR  - https://a.example;https://b.example")
    assert (found.fields["title"], found.fields["title2"]) == ("One", "Two")
    assert "title3" not in found.fields
    assert (found.fields["url"], found.fields["url2"]) == ("https://a.example", "https://b.example")


def test_what_stands_between_records_is_kept_beside_them() -> None:
    file = read("Record #1 of 2\nProvider: P\n1.\nTY  - JOUR\nTI  - T\nER  - \n\n2.\n")
    assert [(block.text, block.line) for block in file.blocks] == [
        ("Record #1 of 2\nProvider: P\n1.", 1),
        ("2.", 8),
    ]
    assert len(file.papers) == 1


def test_a_record_in_which_nothing_stands_is_a_reject_and_stops_nothing() -> None:
    file = read("TY  - GEN\nER  -\nXX  - junk\nER  -\nTY  - JOUR\nTI  - T\nER  -\n")
    assert [(reject.line, reject.text) for reject in file.rejected] == [
        (1, "TY  - GEN\nER  -"),
        (3, "XX  - junk\nER  -"),
    ]
    assert "empty" in file.rejected[0].reason
    assert "outside of any record" in file.rejected[1].reason
    assert [each.title for each in file.papers] == ["T"]


def test_a_file_in_which_no_record_is_found_is_said_to_have_none() -> None:
    file = FORMATS["ris"](b"Dear all,\nsee below.\n", "mail.txt")
    (reject,) = file.rejected
    assert "no ris record" in reject.reason
    assert "--from" in reject.reason
    assert reject.text == "Dear all,\nsee below."


def test_windows_and_old_mac_files_are_read(subtests: pytest.Subtests) -> None:
    for name, data in {
        "crlf": SCOPUS.replace("\n", "\r\n").encode(),
        "cr": SCOPUS.replace("\n", "\r").encode(),
        "bom": b"\xef\xbb\xbf" + SCOPUS.encode(),
        "utf-16": SCOPUS.encode("utf-16"),
    }.items():
        with subtests.test(name):
            assert sniff(data, "") == "ris"
            (found,) = FORMATS["ris"](data, "x").papers
            assert found.fields == read(SCOPUS).papers[0].fields


def test_latin_1_is_read() -> None:
    (found,) = FORMATS["ris"]("TY  - JOUR\nAU  - Müller, Jörg\n".encode("latin-1"), "x").papers
    assert found.authors == (Author("Müller", "Jörg"),)


# -- types and what depends on them


@pytest.mark.parametrize(
    ("kind", "entry_type", "subtype"),
    [
        ("JOUR", "article", ""),
        ("MGZN", "article", "magazine"),
        ("CONF", "inproceedings", ""),
        ("CPAPER", "inproceedings", ""),
        ("CHAP", "incollection", ""),
        ("BOOK", "book", ""),
        ("RPRT", "techreport", ""),
        ("THES", "thesis", ""),
        ("ELEC", "online", ""),
        ("COMP", "software", ""),
        ("UNPB", "unpublished", ""),
        ("MAP", "misc", "map"),
        ("Journal Article", "article", ""),
        ("jour", "article", ""),
        ("QQQQ", "misc", "QQQQ"),
        ("", "misc", ""),
    ],
)
def test_types_become_entry_types(kind: str, entry_type: str, subtype: str) -> None:
    found = paper("TI  - T", kind)
    assert (found.type, found.text("entrysubtype")) == (entry_type, subtype)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("JOUR", {"journal": "Whole", "series": "Series", "publisher": "House"}),
        ("CHAP", {"booktitle": "Whole", "series": "Series", "publisher": "House"}),
        ("CONF", {"booktitle": "Whole", "series": "Series", "publisher": "House"}),
        ("BOOK", {"series": "Whole", "series2": "Series", "publisher": "House"}),
        ("THES", {"howpublished": "Whole", "school": "House"}),
        ("RPRT", {"series": "Whole", "institution": "House"}),
        ("ELEC", {"organization": "Whole", "publisher": "House"}),
    ],
)
def test_a_second_title_and_a_publisher_have_the_type_s_names(
    kind: str, fields: dict[str, str]
) -> None:
    found = paper("TI  - T\nT2  - Whole\nT3  - Series\nPB  - House", kind)
    assert {name: found.fields[name] for name in fields} == fields


def test_a_thesis_says_of_which_degree_it_is() -> None:
    assert paper("TI  - T\nM3  - Ph.D. Thesis", "THES").type == "phdthesis"
    assert paper("TI  - T\nM3  - Masters thesis", "THES").type == "mastersthesis"


def test_zotero_s_conference_paper_has_proceedings_and_a_place() -> None:
    found = paper("TI  - T\nT2  - ICML 2024\nC1  - Vienna\nC3  - Proceedings of ICML", "CONF")
    assert found.fields["booktitle"] == "Proceedings of ICML"
    assert found.fields["eventtitle"] == "ICML 2024"
    assert found.fields["venue"] == "Vienna"


def test_a_book_has_a_number_of_pages_and_an_isbn() -> None:
    found = paper("TI  - T\nSP  - 318\nSN  - 978-0-306-40615-7", "BOOK")
    assert (found.fields["pagetotal"], found.isbn) == ("318", "9780306406157")


def test_a_whole_book_s_title_may_stand_in_bt() -> None:
    assert paper("BT  - The Book", "BOOK").title == "The Book"


# -- single values


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("PY  - 2012", {"year": "2012"}),
        ("PY  - 1948/07//", {"year": "1948", "month": Bare("jul")}),
        ("Y1  - 2020///", {"year": "2020"}),
        ("DA  - 2014/04/03/", {"year": "2014", "month": Bare("apr"), "day": "3"}),
        ("PY  - 2012\nDA  - 2012/07/03", {"year": "2012", "month": Bare("jul"), "day": "3"}),
        ("PY  - 2002///Fall", {"year": "2002", "month": "Fall"}),
        ("DA  - 2014-04-03", {"year": "2014", "month": Bare("apr"), "day": "3"}),
        ("DA  - March 5, 2014", {"year": "2014", "month": Bare("mar"), "day": "5"}),
        ("DA  - 20/04/2020", {"year": "2020", "month": Bare("apr"), "day": "20"}),
        ("DA  - 03/04/2020", {"year": "2020", "issued": "03/04/2020"}),
        ("DA  - 8/2020", {"year": "2020", "month": Bare("aug")}),
        ("PY  - 2011-2012", {"date": "2011/2012"}),
        ("PY  - 2014-15", {"year": "2014", "issued": "2014-15"}),
        ("PY  - in press", {"year": "in press"}),
        ("PY  - 2019\nDA  - 2020/01/02", {"year": "2019", "issued": "2020/01/02"}),
        ("PY  - 2000 Nov-Dec", {"year": "2000", "month": "Nov-Dec"}),
        ("PY  - c. 1850?", {"year": "1850", "issued": "c. 1850?"}),
    ],
)
def test_dates_are_told_as_far_as_they_are_known(lines: str, fields: dict[str, str]) -> None:
    found = paper(f"TI  - T\n{lines}")
    assert {name: value for name, value in found.fields.items() if name != "title"} == fields


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Shannon,Claude E.", Author("Shannon", "Claude E.")),
        ("de Bree, Remco", Author("Bree", "Remco", "de")),
        ("Van der Berg, Jan", Author("Berg", "Jan", "Van der")),
        ("De Wever, Olivier", Author("De Wever", "Olivier")),
        ("Garcia y Vega, Ana", Author("Garcia y Vega", "Ana")),
        ("King, Martin Luther, Jr.", Author("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", Author("King", "Martin Luther", suffix="Jr.")),
        ("Fanning E.", Author("Fanning", "E.")),
        ("Fedorowicz ZM", Author("Fedorowicz", "ZM")),
        ("Claude E. Shannon", Author("Shannon", "Claude E.")),
        ("ESRI", Author("", literal="ESRI")),
        ("Environment Agency", Author("", literal="Environment Agency")),
        ("Ministry of Health, Labour and Welfare", None),
        ("World Health Organization,", Author("", literal="World Health Organization")),
        ("{Brace} & Co", Author("", literal="{Brace} & Co")),
        ("et al.", Author("", literal="others")),
    ],
)
def test_names_are_people_or_bodies(name: str, author: Author | None) -> None:
    found = paper(f"AU  - {name}")
    assert found.authors == (author or Author("", literal=name),)


def test_a_line_may_name_several_authors() -> None:
    assert [each.short for each in paper("AU  - Smith, J.; Doe, K.; et al.").authors] == [
        "Smith",
        "Doe",
        "others",
    ]
    assert [each.short for each in paper("AU  - Smith, J. and Doe, K.").authors] == ["Smith", "Doe"]


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        ("SP  - 97\nEP  - 105", "97--105"),
        ("SP  - 97\nEP  - 97", "97"),
        ("SP  - 219-227\nEP  - 227", "219--227"),
        ("SP  - e0815", "e0815"),
        ("EP  - 423", "423"),
        ("SP  - 12–19, 25", "12--19, 25"),
        ("SP  - S1063-4584(07)00397-4", "S1063-4584(07)00397-4"),
    ],
)
def test_pages_have_two_hyphens(lines: str, pages: str) -> None:
    assert paper(lines).fields["pages"] == pages


@pytest.mark.parametrize(
    "line", ["DO  - https://doi.org/10.1000/Xyz", "M3  - doi: 10.1000/Xyz", "DO  - doi:10.1000/Xyz"]
)
def test_a_doi_is_found_in_any_form(line: str) -> None:
    assert paper(line).fields["doi"] == "10.1000/Xyz"


def test_an_arxiv_number_is_named_as_bibtex_wants_it() -> None:
    found = paper("TI  - T\nUR  - https://arxiv.org/abs/1706.03762v5")
    assert (found.fields["eprint"], found.fields["archiveprefix"]) == ("1706.03762v5", "arXiv")
    assert (found.arxiv, found.arxiv_version) == ("1706.03762", 5)


def test_a_pubmed_number_is_found_in_a_link() -> None:
    assert paper("TI  - T\nL2  - https://pubmed.ncbi.nlm.nih.gov/32657502/").pmid == "32657502"


def test_files_are_attachments_and_web_addresses_are_links() -> None:
    found = paper(
        "TI  - T\nL1  - file:///C:/Papers/A%20B; c.pdf\nL1  - internal-pdf://12/x.pdf\n"
        "L1  - https://example.org/x.pdf\nL2  - /home/me/x.html"
    )
    assert found.files == (
        Attachment("C:/Papers/A B; c.pdf"),
        Attachment("internal-pdf://12/x.pdf"),
        Attachment("/home/me/x.html"),
    )
    assert found.url == "https://example.org/x.pdf"


def test_notes_are_the_reader_s_own() -> None:
    found = paper("TI  - T\nN1  - Read *again*\n* point\nN1  - <p>Two <b>bold</b></p>\nRN  - Three")
    assert found.notes == "Read *again*\n* point\n\nTwo **bold**\n\nThree"


def test_asreview_s_labels_are_tags() -> None:
    found = paper("TI  - T\nN1  - Seen. ASReview_relevant. More.\nN1  - ASReview_prior")
    assert found.tags == {"ASReview_relevant", "ASReview_prior"}
    assert found.notes == "Seen. ASReview_relevant. More."


def test_italics_in_a_title_stay_and_entities_go() -> None:
    found = paper("TI  - <i>E. coli</i> &amp; H<sub>2</sub>O: p &lt; 0.05, a<b")
    assert found.fields["title"] == r"\emph{E. coli} \& H\textsubscript{2}O: p < 0.05, a<b"
    assert found.title == "E. coli & H₂O: p < 0.05, a<b"


@pytest.mark.parametrize(
    ("said", "key"),
    [("smith2020", "smith2020"), ("12345", ""), ("a b", ""), ("000-463", ""), ("ref/1", "ref/1")],
)
def test_an_id_is_the_key_where_it_can_be_one(said: str, key: str) -> None:
    found = paper(f"TI  - T\nID  - {said}")
    assert found.key == key
    assert found.text("id") == ("" if key else said)


def test_a_paper_without_a_title_waits_in_the_inbox() -> None:
    found = paper("T2  - What seems to be the title\nPY  - 1998\nAU  - Lapide, L.")
    assert found.status is Status.INBOX
    assert found.is_provisional
    assert found.title == "What seems to be the title"
    assert not paper("T2  - Nature\nVL  - 12\nSP  - 3").title


def test_a_short_title_is_better_than_none() -> None:
    assert paper("ST  - Only this\nJO  - J").title == "Only this"
