"""`carrel list` finds what attached PDFs say, once the app has had them read."""

import os
from pathlib import Path

import pytest

from cli.settings import cache_folder
from commands.full_text import bring_up
from commands.searching import Searching
from storage import Library
from tests.cli.support import Run
from tests.pdf_writer import Words, document, paper, save


def test_a_list_has_what_a_pdf_says(
    three: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    said = Words("of weaving and of tangling")
    pdf = save(tmp_path, "knuth.pdf", document(paper(), [said]))
    assert three("attach", "knuth1984", pdf).code == 0
    assert three("list", "tangling").out == ""
    with Library.open(folder) as library:
        cache = cache_folder(os.environ)
        Searching(library, cache).build()
        assert len(list(bring_up(library, cache))) == 1
    found = three("list", "tangling", "--json").json
    assert [each["key"] for each in found] == ["knuth1984"]
    assert three("list", "tag:tangling").out == ""
