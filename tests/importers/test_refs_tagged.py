"""refer, ISI and PubMed's format: three more ways to put a tag before a value."""

import pytest

from importers import FORMATS, Imported, sniff
from papers import Attachment, Author, Bare


def read(form: str, text: str) -> Imported:
    data = text.encode()
    assert sniff(data, "") == form
    return FORMATS[form](data, "refs.txt")


# -- refer

ENW = """%0 Journal Article
%A Schwartz, Morton K
%A Jing Chen
%A World Health Organization,
%T Enzymes in cancer
%J Clinical chemistry
%V 19
%N 1
%P 10-22
%@ 0009-9147
%D 1973
%8 Jan 5
%I Am Assoc Clin Chem
%R 10.1093/clinchem/19.1.10
%K cancer
enzymes
%F schwartz1973
%> internal-pdf://1/x.pdf
%Z to read
%2 C07009
"""


def test_a_refer_record_is_a_paper() -> None:
    (found,) = read("refer", ENW).papers
    assert (found.type, found.key, found.source.kind) == ("article", "schwartz1973", "refer")
    assert found.authors == (
        Author("Schwartz", "Morton K"),
        Author("Chen", "Jing"),
        Author("", literal="World Health Organization"),
    )
    assert dict(found.fields) | {"author": "", "file": ""} == {
        "author": "",
        "title": "Enzymes in cancer",
        "journal": "Clinical chemistry",
        "year": "1973",
        "month": Bare("jan"),
        "day": "5",
        "volume": "19",
        "number": "1",
        "pages": "10--22",
        "publisher": "Am Assoc Clin Chem",
        "issn": "0009-9147",
        "doi": "10.1093/clinchem/19.1.10",
        "custom2": "C07009",
        "keywords": "cancer, enzymes",
        "file": "",
    }
    assert found.tags == {"cancer", "enzymes"}
    assert found.files == (Attachment("internal-pdf://1/x.pdf"),)
    assert found.notes == "to read"


def test_refer_records_begin_with_their_type() -> None:
    file = read("refer", "%0 Book\n%T One\n%X First.\n\nSecond.\n%0 Thesis\n%T Two\n%9 PhD\n")
    assert [(each.type, each.title) for each in file.papers] == [
        ("book", "One"),
        ("phdthesis", "Two"),
    ]
    assert file.papers[0].abstract == "First.\n\nSecond."
    assert file.papers[1].source.place == "6"


def test_old_refer_records_are_parted_by_blank_lines_and_tell_their_type_by_their_tags() -> None:
    old = "%A Brian W. Kernighan\n%T PIC\n%R CSTR 116\n\n%A Ritchie, D\n%T Unix\n%J CACM\n"
    one, two = read("refer", old).papers
    assert (one.type, one.text("number")) == ("techreport", "CSTR 116")
    assert one.authors == (Author("Kernighan", "Brian W."),)
    assert (two.type, two.venue) == ("article", "CACM")


# -- ISI

CIW = """\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Loach, PA
   De Wever, O
AF Loach, Paul A.
   De Wever, Olivier
TI Interactions stabilizing the structure of the core
   light-harvesting complex
SO BIOCHEMISTRY
DT Article
DE antenna complex; bacteria
ID CHEMICALLY SYNTHESIZED
   POLYPEPTIDES
CR ALLEN JP, 1986, P NATL ACAD SCI USA
   Arluison W, 2004, BIOCHEMISTRY-US
SN 0006-2960
EI 1520-4995
PD JUN 8
PY 2004
VL 43
IS 22
BP 7003
EP 7016
DI 10.1021/bi049798f
UT WOS:000221807500019
PM 15170338
ER

PT S
AU Doe, J
TI A Chapter
SO LECTURE NOTES
CT 5th Conference on Things
BP 1
PY 2001
EF
"""


def test_an_isi_record_is_a_paper_with_its_authors_full_names() -> None:
    one, two = read("isi", CIW).papers
    assert one.authors == (Author("Loach", "Paul A."), Author("De Wever", "Olivier"))
    assert one.title == (
        "Interactions stabilizing the structure of the core light-harvesting complex"
    )
    assert one.tags == {"antenna complex", "bacteria", "CHEMICALLY SYNTHESIZED POLYPEPTIDES"}
    assert one.date == (2004, 6, 8)
    assert one.fields["pages"] == "7003--7016"
    assert (one.doi, one.pmid) == ("10.1021/bi049798f", "15170338")
    assert one.fields["issn"] == "0006-2960, 1520-4995"
    assert "ALLEN JP, 1986" in one.fields["cited-references"]
    assert (one.source.place, one.source.raw.splitlines()[-1]) == ("3", "ER")
    assert (two.type, two.venue) == ("inproceedings", "LECTURE NOTES")
    assert two.fields["eventtitle"] == "5th Conference on Things"


def test_an_isi_file_that_ends_early_gives_what_it_has() -> None:
    (found,) = read("isi", "FN ISI Export Format\nVR 1.0\nPT J\nAU Doe, J\nTI Cut o").papers
    assert found.title == "Cut o"


# -- PubMed

NBIB = """
PMID- 27919275
IS  - 2046-4053 (Electronic)
IS  - 2046-4053 (Linking)
VI  - 5
IP  - 1
DP  - 2016 Dec 05
TI  - Rayyan-a web and mobile app for
      systematic reviews.
PG  - 210
AB  - BACKGROUND: Synthesis of multiple
      trials.
FAU - Ouzzani, Mourad
AU  - Ouzzani M
FAU - van der Berg, Jan
AU  - van der Berg J
CN  - Rayyan Study Group
LA  - eng
PT  - Journal Article
TA  - Syst Rev
JT  - Systematic reviews
PMC - PMC5139140
OT  - Automation
MH  - Humans
AID - 10.1186/s13643-016-0384-4 [doi]
AID - s13643-016 [pii]
ZZ  - kept

PMID- 2
TI  - Second.
AU  - Fedorowicz Z
DP  - 2000 Winter
"""


def test_a_pubmed_record_is_a_paper() -> None:
    one, two = read("nbib", NBIB).papers
    assert (one.pmid, one.doi, one.fields["pmcid"]) == (
        "27919275",
        "10.1186/s13643-016-0384-4",
        "PMC5139140",
    )
    assert one.title == "Rayyan-a web and mobile app for systematic reviews"
    assert one.authors == (
        Author("Ouzzani", "Mourad"),
        Author("Berg", "Jan", "van der"),
        Author("", literal="Rayyan Study Group"),
    )
    assert one.date == (2016, 12, 5)
    assert (one.venue, one.fields["shortjournal"]) == ("Systematic reviews", "Syst Rev")
    assert (one.fields["issn"], one.fields["pii"]) == ("2046-4053", "s13643-016")
    assert one.abstract == "BACKGROUND: Synthesis of multiple trials."
    assert one.tags == {"Automation", "Humans"}
    assert one.fields["zz"] == "kept"
    assert one.source.place == "2"
    assert two.authors == (Author("Fedorowicz", "Z"),)
    assert (two.year, two.fields["month"]) == (2000, "Winter")


@pytest.mark.parametrize("form", ["ris", "refer", "isi", "nbib"])
def test_what_has_no_record_is_rejected_with_its_text(form: str) -> None:
    file = FORMATS[form](b"\n\nThis is a letter.\n", "letter.txt")
    assert [(reject.line, reject.text) for reject in file.rejected] == [(3, "This is a letter.")]
    assert file.papers == ()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_nothing_holds_nothing(form: str) -> None:
    found = FORMATS[form](b"", "empty")
    assert not found.papers
    assert not found.blocks
    assert [reject.reason for reject in found.rejected] == ["It is an empty file."] * (
        form == "pdf"
    )


def test_an_empty_file_is_known_by_its_name() -> None:
    names = ["a.ris", "a.enw", "a.ciw", "a.ISI", "a.nbib", "a.rdf", "a.bib"]
    forms = ["ris", "refer", "isi", "isi", "nbib", "zotero-rdf", "bibtex"]
    assert [sniff(b"", name) for name in names] == forms
