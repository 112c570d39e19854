"""Hostile and broken PDFs: each is a paper or a reject with a sentence, and the next goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import Imported, Reject, pdf
from importers.pdf import Limits
from tests.pdf_writer import XMP, Words, document, paper, raw, save, stream

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<>>>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
LOCK = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (
    b"00" * 32, b"00" * 32,
)  # fmt: skip
LIMITS = Limits()
ONE_KID = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"


def read(*paths: Path, limits: Limits = LIMITS) -> list[Imported]:
    return list(pdf.read_files([str(path) for path in paths], limits=limits))


def reject(imported: Imported) -> Reject:
    assert imported.papers == ()
    [found] = imported.rejected
    return found


def exploding() -> bytes:
    """Forms that show the next one twice, forty deep: a page that is never done."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>>>"
    )
    objects = [CATALOGUE, ONE_KID, page, stream(b"/X Do /X Do")]
    for _ in range(30):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
        objects.append(stream(b"/X Do /X Do", entries % (len(objects) + 2)))
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % font
    objects.append(stream(b"BT /F 9 Tf (abc) Tj ET", entries))
    return raw(objects)


def stream_bomb() -> bytes:
    """A few kilobytes that unpack to gigabytes."""
    packer = zlib.compressobj(9)
    start = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b"0 0 m 9 9 l S " * 80_000) + packer.flush(zlib.Z_FULL_FLUSH)
    twice = zlib.compress(start + piece * 3_000, 9)
    content = stream(twice, b"/Filter[/FlateDecode/FlateDecode]")
    return raw([CATALOGUE, ONE_KID, PAGE, content])


def test_a_pdf_that_is_never_done_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    slow = save(tmp_path, "slow.pdf", exploding())
    good = save(tmp_path, "good.pdf", document(paper()))
    began = time.monotonic()
    first, second, third = read(slow, good, slow, limits=Limits(seconds=2))
    assert "took more than 2 seconds" in reject(first).reason
    assert second.papers[0].title == "On the Doing of Things"
    assert "took more than 2 seconds" in reject(third).reason
    assert time.monotonic() - began > 2


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not keep to such a limit")
def test_a_stream_that_fills_the_memory_ends_only_its_reader(tmp_path: Path) -> None:
    bomb = save(tmp_path, "bomb.pdf", stream_bomb())
    assert bomb.stat().st_size < 50_000
    good = save(tmp_path, "good.pdf", document(paper()))
    first, second = read(bomb, good, limits=Limits(seconds=60, memory=300 << 20))
    assert "makes a PDF reader crash" in reject(first).reason
    assert second.papers[0].title == "On the Doing of Things"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not keep to such a limit")
def test_memory_is_really_limited(tmp_path: Path) -> None:
    """So little that a picture of a page does not fit into it, next to the reader itself."""
    path = save(tmp_path, "x.pdf", document(paper()))
    assert pdf.page_picture(str(path), 4000)
    with pytest.raises(pdf.Unreadable, match="more than 60 MB of memory"):
        pdf.page_picture(str(path), 4000, limits=Limits(memory=60 << 20))


def test_a_reader_that_dies_costs_one_file(tmp_path: Path) -> None:
    slow = save(tmp_path, "slow.pdf", exploding())
    good = save(tmp_path, "good.pdf", document(paper()))
    found = pdf.read_files([str(slow), str(good)], limits=Limits(seconds=30))
    killer = threading.Thread(target=_kill_the_busy_child)
    killer.start()
    first, second = found
    killer.join()
    assert "makes a PDF reader crash" in reject(first).reason
    assert second.papers[0].title == "On the Doing of Things"


def test_leaving_early_ends_the_readers_at_once(tmp_path: Path) -> None:
    slow = save(tmp_path, "slow.pdf", exploding())
    good = save(tmp_path, "good.pdf", document(paper()))
    found = pdf.read_files([str(good), str(slow), str(slow)], limits=Limits(seconds=60))
    assert next(iter(found)).papers
    began = time.monotonic()
    found.close()
    assert time.monotonic() - began < 30
    assert _children() == []


def test_no_reader_is_left_behind(tmp_path: Path) -> None:
    good = save(tmp_path, "good.pdf", document(paper()))
    read(good, good, good)
    assert _children() == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty", b"", "empty file"),
        ("web", b"<!DOCTYPE html><html><body>Not found", "web page"),
        ("words", b"Dear reader, " * 1000, "not a PDF"),
        ("head", b"%PDF-1.7\n", "damaged"),
        ("cut", document(paper())[:700], "damaged"),
        ("no pages", raw([CATALOGUE, b"<</Type/Pages/Count 0/Kids[]>>"]), "damaged"),
        ("no catalogue", raw([b"<<>>"]), "damaged"),
        ("pages of itself", raw([CATALOGUE, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"]), "no page"),
        ("pages in a ring", raw([CATALOGUE, b"<</Type/Pages/Count 9/Kids[3 0 R]>>",
                                 b"<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]>>"]), ""),
        ("endless count", raw([CATALOGUE, b"<</Type/Pages/Count 2147483647/Kids[3 0 R]>>", PAGE,
                               stream(b"")]), ""),
        ("negative count", raw([CATALOGUE, b"<</Type/Pages/Count -5/Kids[3 0 R]>>", PAGE]), ""),
        ("deep", raw([CATALOGUE, ONE_KID, PAGE, stream(b"[" * 200_000)]), ""),
        ("deep objects", raw([b"[" * 200_000]), ""),
        ("deep dictionaries", raw([b"<</A" * 100_000]), ""),
        ("locked", document(paper(), trailer=LOCK), "locked"),
        ("locked oddly", document(paper(), trailer=b"/Encrypt<</Filter/Mine/V 9>>"), ""),
        ("huge page", raw([CATALOGUE, ONE_KID, PAGE.replace(b"612 792", b"1e30 1e30"),
                           stream(b"")]), ""),
        ("contents of itself", raw([CATALOGUE, ONE_KID, PAGE.replace(b"4 0 R", b"3 0 R")]), ""),
        ("length", raw([CATALOGUE, ONE_KID, PAGE, b"<</Length 99999999999>>\nstream\nx"]), ""),
    ],
)  # fmt: skip
def test_a_broken_pdf_is_a_paper_or_a_reject_with_a_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    [found] = read(save(tmp_path, f"{name}.pdf", data))
    assert len(found.papers) + len(found.rejected) == 1
    for each in found.rejected:
        assert said in each.reason
        assert each.reason.endswith((".", "it is given up."))
        assert each.source.endswith(f"{name}.pdf")
    assert not (said and found.papers)


def test_of_ten_thousand_pages_the_first_are_read(tmp_path: Path) -> None:
    data = document(paper(), *[[Words(f"Page {number}")] for number in range(9_999)])
    path = save(tmp_path, "long.pdf", data)
    assert read(path)[0].papers[0].title == "On the Doing of Things"
    [found] = pdf.texts([str(path)])
    assert not isinstance(found, pdf.Unreadable)
    assert found[1].count("\f") == 1_999


def test_a_page_that_cannot_be_read_costs_the_others_nothing(tmp_path: Path) -> None:
    data = document(paper(), [Words("second")], [Words("third")])
    second = data.index(b"/Contents", data.index(b"/Contents") + 1)
    broken = data[:second] + b"/Tontents" + data[second + 9 :]
    [found] = pdf.texts([str(save(tmp_path, "x.pdf", broken))])
    assert not isinstance(found, pdf.Unreadable)
    assert [page.strip()[:6] for page in found[1].split("\f")] == ["On the", "", "third"]


def test_entities_in_xmp_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(12)
    )
    own = XMP.format("<dc:title>&m;</dc:title><prism:doi>10.1000/&m;</prism:doi>")
    xmp = own.replace("<rdf:RDF", bomb + "]><rdf:RDF", 1)
    outside = XMP.format("<dc:title>&file;</dc:title>").replace(
        "<x:xmpmeta", '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><x:xmpmeta'
    )
    for each in (xmp, bomb + "]>" + own, outside):
        [found] = read(save(tmp_path, "x.pdf", document(paper(), xmp=each)))
        assert found.papers[0].title == "On the Doing of Things"
        assert "hahaha" not in str(found)
        assert "root:" not in str(found)


def test_xmp_that_unpacks_without_end_is_cut(tmp_path: Path) -> None:
    xmp = XMP.format("<dc:title>" + " " * 50_000_000 + "</dc:title>")
    path = save(tmp_path, "x.pdf", document(paper(), xmp=xmp, packed=True))
    assert path.stat().st_size < 100_000
    assert read(path)[0].papers[0].title == "On the Doing of Things"


def test_controls_in_what_a_pdf_says_stay_data(tmp_path: Path) -> None:
    info = {
        "Title": "On the\x1b[2J Doing\x00 of\u202e Things",
        "Author": "Ada \x1b]0;x\x07Lovelace",
    }
    [found] = read(save(tmp_path, "x.pdf", document(paper(), info=info)))
    assert found.papers[0].title == "On the Doing of Things"


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    names = ("pipe.pdf", "folder.pdf", "missing.pdf")
    reasons = [reject(each).reason for each in read(*(tmp_path / name for name in names))]
    assert reasons[:2] == ["It is not an ordinary file."] * 2
    assert reasons[2] == "There is no such file."


def test_a_file_that_may_not_be_read_is_a_reject(tmp_path: Path) -> None:
    path = save(tmp_path, "x.pdf", document(paper()))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert "Permission denied" in reject(read(path)[0]).reason


def test_a_picture_of_a_page_without_end_is_refused_or_small(tmp_path: Path) -> None:
    for box in (b"0 0 1e30 1", b"0 0 1 1e30", b"0 0 0 0", b"0 0 -5 -5", b"0 0 0.001 500"):
        page = PAGE.replace(b"0 0 612 792", box)
        path = save(tmp_path, "x.pdf", raw([CATALOGUE, ONE_KID, page, stream(b"")]))
        try:
            assert len(pdf.page_picture(str(path), 600)) < 10_000_000
        except pdf.Unreadable as error:
            assert str(error).endswith(".")


def test_the_hostile_corpus_is_rejected_with_sentences(corpora: Path) -> None:
    paths = sorted((corpora / "hostile").glob("*.pdf"))
    assert len(paths) == 3
    for found in read(*paths):
        assert len(reject(found).reason) > 20


@settings(max_examples=25)
@given(st.data())
def test_no_flipped_bytes_get_past_the_reader(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    good = bytearray(document(paper(), [Words("second")], info={"Title": "x"}, xmp=XMP.format("")))
    folder = tmp_path_factory.mktemp("flipped")
    paths = []
    for number in range(4):
        bad = bytearray(good)
        for _ in range(data.draw(st.integers(1, 12))):
            bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
        paths.append(save(folder, f"{number}.pdf", bytes(bad)))
    for found in read(*paths):
        assert len(found.papers) + len(found.rejected) == 1


def _children() -> list[int]:
    done = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, check=False)
    return [pid for pid in map(int, done.stdout.split()) if _is_there(pid)]


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _kill_the_busy_child() -> None:
    """End the child that has been working for a while; the other one is soon done and waits."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        time.sleep(0.5)
        for pid in _children():
            done = subprocess.run(
                ["ps", "-o", "time=,stat=", "-p", str(pid)], capture_output=True, check=False
            )
            words = done.stdout.decode().split()
            if words and not words[0].endswith(":00") and words[1].startswith("R"):
                os.kill(pid, signal.SIGKILL)
                return
