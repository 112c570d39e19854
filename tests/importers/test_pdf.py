"""PDFs: what a paper is, found in what its file says and in what stands on its first page."""

import os
import struct
import sys
import zlib
from pathlib import Path

import pytest

from importers import FORMATS, Imported, pdf, sniff
from papers import Attachment, Paper, Status
from tests.pdf_writer import BODY, XMP, Words, document, paper, save, stamp


def read(path: Path) -> Imported:
    [imported] = pdf.read_files([str(path)])
    return imported


@pytest.fixture
def one(tmp_path: Path) -> "Reads":
    return Reads(tmp_path)


class Reads:
    """Reads a PDF of some name as the paper that it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, data: bytes, name: str = "x.pdf") -> Paper:
        [found] = read(save(self.folder, name, data)).papers
        return found


def names(found: Paper) -> list[str]:
    return [f"{author.given} {author.family}" for author in found.authors]


# -- the title


def test_the_largest_text_of_the_first_page_is_the_title(one: Reads) -> None:
    found = one(document(paper("On the Doing of Things")))
    assert (found.title, found.status, found.provisional) == (
        "On the Doing of Things", Status.UNREAD, "",
    )  # fmt: skip
    assert names(found) == ["Ada Lovelace", "Charles Babbage"]


def test_a_title_of_several_lines_is_one(one: Reads) -> None:
    lines = ("A Rather Long Title that Breaks a Hyphe-", "nated Word, and Non-", "Linear Ones")
    found = one(document(paper(lines)))
    assert found.title == "A Rather Long Title that Breaks a Hyphenated Word, and Non-Linear Ones"


RUBBISH = (
    "Microsoft Word - final_v3.doc", "untitled", "Untitled-2", "main.tex", "paper.dvi",
    "PowerPoint Presentation", "IEEE Paper Template in A4 (V1)", "C:\\Users\\me\\x", "1..12",
    "PII: S0022-2836(02)00123-4", "doi:10.1000/182", "tmp_paper_17", "x", "12345", "",
    "Instructions for Authors", "Some Other Paper Entirely", "Proceedings Template - WORD",
)  # fmt: skip


def test_rubbish_in_the_document_info_is_not_believed(tmp_path: Path) -> None:
    paths = [
        save(tmp_path, f"{at}.pdf", document(paper(), info={"Title": title}))
        for at, title in enumerate(RUBBISH)
    ]
    found = [imported.papers[0].title for imported in pdf.read_files(list(map(str, paths)))]
    assert found == ["On the Doing of Things"] * len(RUBBISH)


def test_the_name_of_the_file_is_no_title(one: Reads) -> None:
    words = [Words(f"thingsdone {line}", 10, 72, 700 - 12 * at) for at, line in enumerate(BODY)]
    found = one(document(words, info={"Title": "thingsdone"}), "thingsdone.pdf")
    assert found.is_provisional


def test_a_title_in_the_info_is_believed_where_the_page_has_it(one: Reads) -> None:
    """Its capitals are better than the page's, and the page knows where its words end."""
    words = paper(["ON THE DOING", "OF THINGS"], size=10)
    found = one(document(words, info={"Title": "On the DoingOf Things"}))
    assert found.title == "On the Doing Of Things"


def test_a_journals_name_on_the_page_is_not_the_title(one: Reads) -> None:
    banner = Words("Journal of Doing", 24, 72, 760)
    found = one(document(paper("A Thing Done", (), banner), info={"Title": "Journal of Doing"}))
    assert found.title == "A Thing Done"


def test_small_capitals_come_back_as_small_letters(one: Reads) -> None:
    words = paper("", ())
    x = 90.0
    for big, small in (("D", "OING"), ("T", "HINGS"), ("W", "ELL")):
        words.append(Words(big, 20, x, 720))
        words.append(Words(small, 15, x + 14.5, 720))
        x += 25 + 12 * len(small)
    assert one(document(words)).title == "Doing Things Well"


def test_accents_that_were_set_apart_are_put_on_their_letters(one: Reads) -> None:
    found = one(document(paper("The Life of Jos´e Rodr´ıguez".replace("ı", "i"))))
    assert found.title == "The Life of José Rodríguez"


def test_a_footnotes_mark_is_no_part_of_the_title(one: Reads) -> None:
    found = one(document([*paper(), Words("*", 12, 295, 727)]))
    assert found.title == "On the Doing of Things"


def test_what_is_in_a_title_reads_back_the_same(one: Reads) -> None:
    title = "Costs & Benefits of {5%} of $100 in C_1 #2"
    found = one(document(paper(title)))
    assert found.title == title


def test_without_a_title_the_paper_waits_in_the_inbox(one: Reads) -> None:
    words = [Words(line, 10, 72, 700 - 12 * at) for at, line in enumerate(BODY)]
    found = one(document(words), "scan0001.pdf")
    assert (found.status, found.is_provisional, found.title) == (Status.INBOX, True, BODY[0][:-1])
    assert not found.fields


def test_a_scan_is_called_by_its_file(one: Reads) -> None:
    found = one(document([]), "smith 1999.pdf")
    assert (found.status, found.provisional) == (Status.INBOX, "smith 1999")


# -- who wrote it


def test_authors_below_the_title_are_told_from_where_they_work(one: Reads) -> None:
    words = paper(authors=())
    words[1:1] = [
        Words("Ada Lovelace", 12, 90, 690), Words("University of London", 10, 90, 676),
        Words("ada@example.org", 10, 90, 664), Words("Charles Babbage", 12, 330, 690),
        Words("Difference Engines Inc.", 10, 330, 676),
    ]  # fmt: skip
    assert names(one(document(words))) == ["Ada Lovelace", "Charles Babbage"]


def test_marks_behind_names_are_left_out(one: Reads) -> None:
    words = paper(authors=())
    words[1:1] = [
        Words("Ada Lovelace", 12, 90, 690), Words("1,*", 7, 162, 695), Words(", ", 12, 172, 690),
        Words("Charles Babbage", 12, 180, 690), Words("2", 7, 272, 695),
    ]  # fmt: skip
    assert names(one(document(words))) == ["Ada Lovelace", "Charles Babbage"]


@pytest.mark.parametrize("who", ["admin", "Elsevier", "jdoe", "Jane Doe", "Your Name"])
def test_an_author_who_is_not_on_the_page_is_not_believed(one: Reads, who: str) -> None:
    assert names(one(document(paper(authors=()), info={"Author": who}))) == []


def test_authors_in_the_info_are_believed_where_the_page_has_them(one: Reads) -> None:
    more = Words("ADA LOVELACE and CHARLES BABBAGE wrote this in 1843", 10, 90, 600)
    info = {"Author": "Lovelace, Ada; Babbage, Charles"}
    assert names(one(document(paper("A Thing", (), more), info=info))) == [
        "Ada Lovelace", "Charles Babbage",
    ]  # fmt: skip


def test_a_subtitle_is_nobody(one: Reads) -> None:
    words = paper(authors=())
    words.insert(1, Words("Deep Insights", 12, 90, 695))
    assert names(one(document(words))) == []


# -- identifiers


STAMP = "arXiv:2402.15333v2  [cs.CL]  23 Feb 2024"


@pytest.mark.parametrize(
    "words",
    [
        stamp(STAMP), stamp(STAMP[::-1]), Words(STAMP, 20, 36, 40),
        *[Words(STAMP, size, 36, 40, upright=True) for size in (6, 30)],
    ],
)  # fmt: skip
def test_arxivs_stamp_is_read_in_any_direction(one: Reads, words: Words) -> None:
    found = one(document(paper("On Things", (), words)))
    assert (found.arxiv, found.arxiv_version, found.title) == ("2402.15333", 2, "On Things")
    assert found.year == 2024


def test_a_stamp_of_letters_one_by_one_is_read(one: Reads) -> None:
    letters = [Words(char, 20, 36, 100 + 12 * at, upright=True) for at, char in enumerate(STAMP)]
    assert one(document(paper("On Things", (), *letters))).arxiv == "2402.15333"


def test_an_old_stamp_is_read(one: Reads) -> None:
    found = one(document(paper("On Things", (), stamp("arXiv:hep-th/9711200v3  22 Jan 1998"))))
    assert (found.arxiv, found.arxiv_version) == ("hep-th/9711200", 3)


def test_a_paper_that_is_cited_gives_it_no_number(one: Reads) -> None:
    cited = Words(
        "As in Vaswani et al., arXiv preprint arXiv:1706.03762, 2017, we do.", 10, 72, 300
    )
    assert one(document(paper("On Things", (), cited))).arxiv == ""


def test_the_number_that_a_file_is_called_by_is_the_last_resort(one: Reads) -> None:
    assert one(document(paper()), "2402.15333v2.pdf").arxiv == "2402.15333"
    stamped = document(paper("On Things", (), stamp(STAMP.replace("15333", "11111"))))
    assert one(stamped, "2402.15333v2.pdf").arxiv == "2402.11111"
    assert one(document(paper()), "invoice 2402.15333.55.pdf").arxiv == ""


@pytest.mark.parametrize(
    "line",
    [
        "https://doi.org/10.1145/359545.359563", "DOI: 10.1145/359545.359563",
        "doi 10.1145/359545.359563",
        "J. Things 12, 044103 (2020); https://doi.org/10.1145/359545.359563",
    ],
)  # fmt: skip
def test_a_doi_on_the_first_page_is_the_papers(one: Reads, line: str) -> None:
    found = one(document(paper("On Things", (), Words(line, 8, 72, 40))))
    assert found.doi == "10.1145/359545.359563"


def test_a_doi_that_a_line_breaks_is_whole(one: Reads) -> None:
    lines = [Words("https://doi.org/10.1145/3595-", 8, 72, 50), Words("45.359563", 8, 72, 40)]
    found = one(document(paper("On Things", (), *lines)))
    assert found.doi in ("10.1145/3595-45.359563", "10.1145/359545.359563")


@pytest.mark.parametrize(
    "lines",
    [
        ("References", "[1] A. Turing. On Numbers. 1936. doi: 10.1112/plms/s2-42.1.230"),
        ("[1] A. Turing. 1936. https://doi.org/10.1112/plms/s2-42.1.230",),
        ("Our data are available at https://doi.org/10.5281/zenodo.12345",),
        ("Data and code are available from the library:", "https://doi.org/10.1112/plms.1"),
        ("One may see https://doi.org/10.1112/a and https://doi.org/10.1112/b for this.",),
    ],
)
def test_a_doi_of_something_else_does_not_win(one: Reads, lines: tuple[str, ...]) -> None:
    more = [Words(line, 9, 72, 200 - 11 * at) for at, line in enumerate(lines)]
    assert one(document(paper("On Things", (), *more))).doi == ""


def test_its_own_doi_wins_over_those_that_it_cites(one: Reads) -> None:
    own = Words("https://doi.org/10.1145/1.2", 8, 72, 40)
    cited = [
        Words(f"[{n}] N. N. 1936. doi: 10.1112/plms.{n}", 9, 72, 300 - 12 * n) for n in range(4)
    ]
    assert one(document(paper("On Things", (), own, *cited))).doi == "10.1145/1.2"


def test_what_a_publisher_writes_into_xmp_is_taken(one: Reads) -> None:
    xmp = XMP.format(
        "<dc:title><rdf:Alt><rdf:li>On Things &amp; Others</rdf:li></rdf:Alt></dc:title>"
        "<dc:creator><rdf:Seq><rdf:li>Ada Lovelace</rdf:li><rdf:li>Charles Babbage</rdf:li>"
        "</rdf:Seq></dc:creator><prism:doi>10.1000/182</prism:doi><prism:volume>3</prism:volume>"
        "<prism:publicationName>Journal of Things</prism:publicationName>"
        "<prism:startingPage>1</prism:startingPage><prism:endingPage>9</prism:endingPage>"
        "<prism:coverDate>2021-04-01</prism:coverDate>"
    )
    for packed in (False, True):
        found = one(document(paper("On Things & Others"), xmp=xmp, packed=packed), f"{packed}.pdf")
        assert (found.title, found.doi) == ("On Things & Others", "10.1000/182")
        assert names(found) == ["Ada Lovelace", "Charles Babbage"]
        assert (found.type, found.venue, found.year) == ("article", "Journal of Things", 2021)
        assert (found.fields["volume"], found.fields["pages"]) == ("3", "1--9")


def test_the_doi_in_the_documents_subject_is_taken(one: Reads) -> None:
    info = {"Subject": "Things, 12 (2010) 1-10. doi:10.1016/j.things.2010.01.001"}
    assert one(document(paper(), info=info)).doi == "10.1016/j.things.2010.01.001"


def test_what_arxiv_writes_into_the_info_is_taken(one: Reads) -> None:
    info = {"arXivID": "https://arxiv.org/abs/2402.15333v2"}
    assert one(document(paper(), info=info)).arxiv == "2402.15333"


def test_a_books_isbn_is_taken_and_that_of_proceedings_is_not(one: Reads) -> None:
    line = Words("ISBN 978-0-306-40615-7", 9, 72, 100)
    book = one(document(paper("On Things", (), line), *[[]] * 100), "book.pdf")
    assert (book.isbn, book.type) == ("9780306406157", "book")
    assert one(document(paper("On Things", (), line))).isbn == ""


# -- how it comes in


def test_the_file_is_what_the_paper_is_attached_to(tmp_path: Path) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    [found] = read(path).papers
    assert found.files == (Attachment(str(path), kind="PDF"),)
    assert (found.source.kind, found.source.name) == ("pdf", str(path))


def test_bytes_that_are_in_no_file_are_put_in_one() -> None:
    data = document(paper())
    [found] = FORMATS["pdf"](data, "stdin").papers
    assert found.title == "On the Doing of Things"
    assert Path(found.files[0].path).read_bytes() == data
    assert found.source.name == "stdin"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_pdf_is_known_by_what_is_in_it(before: bytes) -> None:
    assert sniff(before + document(paper()), "download") == "pdf"


def test_pdfium_never_comes_into_this_process(tmp_path: Path) -> None:
    read(save(tmp_path, "x.pdf", document(paper())))
    assert not {name for name in sys.modules if name.startswith("pypdfium2")}


def test_files_come_in_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    paths = [
        str(save(tmp_path, f"{n}.pdf", document(paper(f"Paper of Number {n}")))) for n in range(9)
    ]
    told: list[tuple[int, int]] = []
    found = list(pdf.read_files(paths, progress=lambda *at: told.append(at)))
    assert [each.papers[0].title for each in found] == [f"Paper of Number {n}" for n in range(9)]
    assert told[-1] == (9, 9)


def test_any_name_of_a_file_will_do(tmp_path: Path) -> None:
    for name in (b"na\xefve \xff.pdf", "größe\n\x1b[2J.pdf".encode(), b"-rf.pdf"):
        path = os.path.join(os.fsencode(tmp_path), name)
        Path(os.fsdecode(path)).write_bytes(document(paper()))
        [imported] = pdf.read_files([os.fsdecode(path)])
        assert imported.papers[0].title == "On the Doing of Things"


# -- texts and pictures


def test_the_whole_text_is_read_with_its_pages_parted(tmp_path: Path) -> None:
    data = document(paper(), [Words("Second page: bro\x02", 10)], [Words("The third", 10)])
    [found] = pdf.texts([str(save(tmp_path, "x.pdf", data))])
    assert not isinstance(found, pdf.Unreadable)
    content, text = found
    first, second, third = text.split("\f")
    assert (first.splitlines()[0], second[:12], third) == (
        "On the Doing of Things", "Second page:", "The third",
    )  # fmt: skip
    assert len(content) == 64


def test_a_picture_of_the_first_page_is_a_png(tmp_path: Path) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    picture = pdf.page_picture(str(path), 306)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (306, 396)
    pixels = zlib.decompress(picture[picture.index(b"IDAT") + 4 : -16])
    assert len(pixels) == 396 * (1 + 3 * 306)
    assert 0 < pixels.count(0) < len(pixels) // 2  # there is something black on it
