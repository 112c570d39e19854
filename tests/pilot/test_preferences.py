"""What a user may set: keys, columns, colours, signs; read again when the file changes."""

import os
from pathlib import Path

import pytest

from cli.settings import APP_COLUMNS
from papers.text import visible
from storage import Library
from tests.pilot.support import NARROW, USUAL, app_on
from tui import columns, glyphs, keymap, keys, themes
from tui.preferences import DARK, LIGHT, Preferences, Source


async def test_a_key_is_given_another_key(library: Library) -> None:
    async with app_on(library, preferences=Preferences(keys={"rate-4": "f4,plus"})) as desk:
        await desk.press("4")
        assert library.find("shannon").rating == 0
        await desk.press("plus")
        assert library.find("shannon").rating == 4
        await desk.press("0", "f4")
        assert library.find("shannon").rating == 4


async def test_a_key_that_would_do_two_things_is_told(library: Library) -> None:
    wrong = Preferences(keys={"status": "t", "tagg": "x"})
    async with app_on(library, preferences=wrong) as desk:
        await desk.sees("t would do both 'Status' (status) and 'Tags' (tag)")
        await desk.sees("there is no 'tagg': did you mean tag?")


def test_no_two_keys_clash_unless_a_user_wants_so() -> None:
    assert keymap.problems({}) == []
    for where, bindings in keys.PLACES.items():
        taken = [key for binding in bindings for key in binding.key.split(",")]
        assert len(taken) == len(set(taken)), where


async def test_the_file_is_read_again_when_it_changes(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    said = [Preferences()]
    source = Source(str(file), lambda: said[0])
    async with app_on(library, source=source) as desk:
        said[0] = Preferences(
            theme=LIGHT,
            columns=("key", "title"),
            keys={"rate-1": "b"},
            problems=("config.toml:3: there is no setting x",),
        )
        file.write_text("changed")
        await desk.sees("Key", "there is no setting x")
        assert desk.rows[0].split()[0] == "shannon"
        assert desk.app.theme == LIGHT
        await desk.press("b")
        assert library.find("shannon").rating == 1


async def test_where_the_terminal_knows_no_stars_there_is_ascii(library: Library) -> None:
    async with app_on(library, NARROW, preferences=Preferences(glyphs="ascii")) as desk:
        await desk.press("4", "space")
        assert desk.rows[0].split()[:3] == [">o", "****-", "1948"]
        assert all(row.isascii() for row in desk.rows if "Gödel" not in row)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}, glyphs.UNICODE),
        ({"LANG": "C", "TERM": "xterm"}, glyphs.ASCII),
        ({"LANG": "C", "LC_ALL": "C.utf8", "TERM": "xterm"}, glyphs.UNICODE),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, glyphs.ASCII),
    ],
)
def test_the_signs_suit_the_terminal(environ: dict[str, str], expected: glyphs.Glyphs) -> None:
    assert glyphs.chosen("auto", environ) is expected


def test_every_sign_takes_one_cell_and_says_no_more() -> None:
    for each in (glyphs.UNICODE, glyphs.ASCII):
        signs = [*each.status.values(), each.star, each.no_star, each.mark, each.notes, each.file]
        assert all(len(sign) == 1 and visible(sign) == sign for sign in signs)
        assert len(set(each.status.values())) == len(each.status)


@pytest.mark.parametrize(
    ("setting", "colours", "expected"),
    [
        ("auto", "15;0", DARK),
        ("auto", "0;15", LIGHT),
        ("auto", "", DARK),
        ("terminal", "", "ansi-dark"),
        ("terminal", "0;default;15", "ansi-light"),
        ("nord", "0;15", "nord"),
        ("no such theme", "", DARK),
    ],
)
async def test_the_theme_follows_the_setting_and_the_terminal(
    library: Library, setting: str, colours: str, expected: str
) -> None:
    async with app_on(library) as desk:
        known = desk.app.available_themes
        assert themes.suited(setting, known, {"COLORFGBG": colours}) == expected


@pytest.mark.parametrize("theme", [DARK, LIGHT, "terminal", "nord", "solarized-light"])
async def test_every_theme_shows_everything(library: Library, theme: str) -> None:
    async with app_on(library, USUAL, preferences=Preferences(theme=theme)) as desk:
        await desk.press("4", "space", "t", "escape", "question_mark", "escape")
        await desk.sees("★★★★☆", "Shelves", "1 marked")


async def test_without_colour_nothing_is_coloured(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")
    async with app_on(library) as desk:
        strips = desk.app.screen._compositor.render_strips()
        colours = {
            colour.triplet
            for strip in strips
            for segment in strip
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour and colour.triplet
        }
        assert colours
        assert all(len(set(triplet)) == 1 for triplet in colours)  # shades of grey


def test_the_settings_know_every_column() -> None:
    assert set(APP_COLUMNS) == set(columns.COLUMNS)
    assert set(columns.USUAL) <= set(APP_COLUMNS)
