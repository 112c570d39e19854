"""Which format bytes have: told from what they hold, then from their name."""

import subprocess
import sys
from pathlib import Path

import pytest

from importers import FORMATS, sniff
from papers import BadValue

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\n% Encoding: UTF-8\n @Article{k, title={A}}", "notes.txt"),
        (b"@string(a = 1)", "-"),
        ("\ufeff@misc{k}".encode(), ""),
        ("@misc{k}".encode("utf-16"), ""),
        (b"", "empty.bib"),
        (b"nothing yet", "Library.BIB"),
    ],
)
def test_bibtex_is_recognised(data: bytes, name: str) -> None:
    assert sniff(data, name) == "bibtex"


@pytest.mark.parametrize(
    "data", [b"", b"write to me@example.org {now}", b"@article of faith", b"\0\1"]
)
def test_what_is_not_known_is_said_with_what_can_be_read(data: bytes) -> None:
    with pytest.raises(BadValue, match=r"Cannot tell what notes\.txt is.*bibtex.*--from"):
        sniff(data, "notes.txt")


def test_each_format_has_a_reader() -> None:
    assert FORMATS["bibtex"](b"", "empty.bib").papers == ()


def test_naming_the_formats_loads_no_reader_and_no_writer() -> None:
    code = "import importers, exporters, sys; sys.exit('bibtexparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
