"""`carrel attach`, `open`, and PDFs that come in by `carrel import` and `carrel add`."""

import os
import sys
import time
from pathlib import Path

import pytest

from importers import fetch
from importers.fetch import Places
from tests.cli.support import Run
from tests.pdf_writer import BODY, Words, document, paper, save
from tests.replay import Replay

DOI = "10.1000/182"
ABOUT = {
    "DOI": DOI,
    "type": "journal-article",
    "title": ["On the Doing of Things: a Study"],
    "author": [{"given": "Ada", "family": "Lovelace"}, {"given": "C.", "family": "Babbage"}],
    "container-title": ["Journal of Things"],
    "published-print": {"date-parts": [[1843]]},
}
UNTITLED = [Words(line, 10, 72, 700 - 12 * at) for at, line in enumerate(BODY)]


@pytest.fixture
def opener(carrel: Run, tmp_path: Path) -> Path:
    """What was opened is written here."""
    out = tmp_path / "opened"
    script = tmp_path / "my opener.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write(sys.argv[2] + '\\n')", "utf8")
    command = f"'{sys.executable}' '{script}' '{out}'"
    assert carrel("config", "open.command", command).code == 0
    return out


@pytest.fixture
def online(carrel: Run, server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line whose Crossref knows one paper."""
    monkeypatch.setenv("CARREL_OFFLINE", "no")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(fetch, "PAUSES", dict.fromkeys(fetch.PAUSES, 0.0))
    server.on_data(f"/crossref/works/{DOI}", {"message": ABOUT})
    for place in Places._fields:
        carrel("config", f"fetch.{place}", f"{server.url}/{place}")
    return carrel


def with_doi(title: str = "On the Doing of Things") -> bytes:
    return document(paper(title, (), Words(f"https://doi.org/{DOI}", 8, 72, 40)))


def test_a_folder_of_pdfs_comes_in_at_once(carrel: Run, tmp_path: Path, folder: Path) -> None:
    nested = tmp_path / "pdfs" / "deep" / "deeper"
    nested.mkdir(parents=True)
    save(nested, "a.pdf", document(paper("First of Things")))
    save(nested.parent, "b.pdf", document(paper("Second of Things")))
    save(nested.parent, "c.pdf", b"<html>Not found")
    save(nested.parent, "d.xyz", b"\x00\x01 neither")
    done = carrel("import", tmp_path / "pdfs")
    assert done.code == 1
    assert "2 added, 1 rejected" in done.out
    assert "c.pdf: It is not a PDF" in done.err
    assert len(os.listdir(folder / "files")) == 2
    assert {row["title"] for row in carrel("list", "--json").json} == {
        "First of Things", "Second of Things",
    }  # fmt: skip
    again = carrel("import", tmp_path / "pdfs", "--json").json
    assert (len(again["unchanged"]), again["added"], again["merged"]) == (2, [], [])
    assert len(carrel("history").lines) == 1


def test_a_rehearsal_copies_nothing(carrel: Run, tmp_path: Path, folder: Path) -> None:
    path = save(tmp_path, "a.pdf", document(paper()))
    assert "Would be: 1 added" in carrel("import", path, "--dry-run").out
    assert not folder.exists()


def test_a_pdf_from_stdin_is_kept(process: Run, folder: Path) -> None:
    data = document(paper())
    assert "1 added" in process("import", "-", input=data).out
    [name] = os.listdir(folder / "files")
    assert (folder / "files" / name).read_bytes() == data


def test_files_are_linked_where_that_is_set(carrel: Run, tmp_path: Path, folder: Path) -> None:
    carrel("config", "files.attach", "link")
    path = save(tmp_path, "a.pdf", document(paper()))
    carrel("import", path)
    [row] = carrel("list", "--json").json
    assert [file["path"] for file in row["files"]] == [str(path)]
    assert not (folder / "files").exists()


def test_an_added_pdf_is_looked_up_by_its_doi(online: Run, tmp_path: Path) -> None:
    done = online("add", save(tmp_path, "a.pdf", with_doi()))
    assert (done.code, done.err) == (0, "")
    [row] = online("list", "--json").json
    assert (row["title"], row["venue"], row["year"], row["status"]) == (
        "On the Doing of Things: a Study", "Journal of Things", 1843, "unread",
    )  # fmt: skip
    assert len(row["files"]) == 1
    assert len(online("history").lines) == 1


def test_a_pdf_that_is_known_is_not_asked_about_again(
    online: Run, server: Replay, tmp_path: Path
) -> None:
    path = save(tmp_path, "a.pdf", with_doi())
    online("add", path)
    asked = len(server.asked)
    assert "1 there already" in online("add", path).out
    assert len(server.asked) == asked


def test_a_doi_that_is_another_papers_is_left_out(online: Run, tmp_path: Path) -> None:
    done = online("add", save(tmp_path, "a.pdf", with_doi("Thirty Recipes for Bread")))
    assert "is that of “On the Doing of Things: a Study”, and was left out" in done.err
    [row] = online("list", "--json").json
    assert (row["title"], row["doi"]) == ("Thirty Recipes for Bread", "")


def test_without_a_network_a_pdf_waits_with_its_doi(
    online: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_OFFLINE", "yes")
    data = document([*UNTITLED, Words(f"https://doi.org/{DOI}", 8, 72, 40)])
    done = online("add", save(tmp_path, "a.pdf", data))
    assert "waits in the inbox" in done.err
    [row] = online("list", "--json").json
    assert (row["status"], row["doi"]) == ("inbox", DOI)
    monkeypatch.setenv("CARREL_OFFLINE", "no")
    assert online("enrich").code == 0
    [row] = online("list", "--json").json
    assert (row["status"], row["title"]) == ("unread", "On the Doing of Things: a Study")
    assert len(row["files"]) == 1


def test_a_file_is_attached_and_opened(three: Run, tmp_path: Path, opener: Path) -> None:
    path = save(tmp_path, "a.pdf", document(paper()))
    assert three("attach", "hu2021", path).lines == ["hu2021: 1 file more"]
    assert "changed" in three("attach", "hu2021", path).err
    done = three("open", "hu2021")
    [what] = done.lines
    assert Path(what).read_bytes() == path.read_bytes()
    assert opener.read_text("utf8") == f"{what}\n"
    three("undo")
    assert three("open", "hu2021").code == 2


def test_without_a_file_the_page_on_the_web_is_opened(three: Run, opener: Path) -> None:
    assert three("open", "knuth1984").out == "https://doi.org/10.1093/comjnl/27.2.97\n"
    assert three("open", "vaswani2017", "--web").out == "https://arxiv.org/abs/1706.03762\n"
    assert len(opener.read_text("utf8").splitlines()) == 2
    done = three("open", "hu2021")
    assert (done.code, done.out) == (2, "")
    assert "neither a file nor an address" in done.err


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"), ("url", "file:///etc/passwd"), ("url", "-rf"),
        ("url", "ftp://example.org/x"), ("file", ":/bin/sh:PDF"), ("file", ":../../../etc/passwd:"),
        ("file", ":evil.desktop:PDF"), ("file", ":missing.pdf:PDF"),
    ],
)  # fmt: skip
def test_only_documents_and_web_addresses_are_opened(
    carrel: Run, tmp_path: Path, folder: Path, opener: Path, field: str, value: str
) -> None:
    bib = tmp_path / "x.bib"
    bib.write_text(f"@misc{{a, title={{T}}, {field}={{{value}}}}}", "utf8")
    carrel("import", bib)
    (folder / "evil.desktop").write_text("[Desktop Entry]\nExec=x", "utf8")
    assert carrel("open", "a").code == 2
    assert not opener.exists()


def test_an_address_reaches_the_program_as_one_word(
    carrel: Run, tmp_path: Path, opener: Path
) -> None:
    address = "https://example.org/$(touch%20x);&a=1"
    carrel("add", "--title", "T", "--key", "a", "--url", address)
    assert carrel("open", "a").out == f"{address}\n"
    assert opener.read_text("utf8") == f"{address}\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("no-such-program-here", "does not start"),
        (f"'{sys.executable}' -c 'raise SystemExit(3)'", "ended with 3"),
        ("'never closed", "cannot be read"),
    ],
)
def test_a_program_that_does_not_work_is_told(three: Run, command: str, said: str) -> None:
    three("config", "open.command", command)
    done = three("open", "knuth1984")
    assert done.code == 2
    assert said in done.err


def test_a_program_that_stays_open_is_not_waited_for(process: Run, three: Run) -> None:
    three("config", "open.command", f"'{sys.executable}' -c 'import time; time.sleep(20)'")
    began = time.monotonic()
    assert process("open", "knuth1984").code == 0
    assert time.monotonic() - began < 15


def test_where_nothing_opens_things_that_is_said(
    three: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = three("open", "knuth1984")
    assert done.code == 2
    assert "carrel config open.command" in done.err
