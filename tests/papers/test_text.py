"""Text made fit for a terminal, a file name, a comparison and a column."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.text import filename, fit, fold, to_ascii, visible, width

ODD = st.text(
    alphabet=st.sampled_from(
        "aé\u0301\u0300漢👩👍🏽❤\ufe0f\u200d\u200c\u200b\u202e\u2066\x1b\x9b\x00\n\t\r "
        "\u2028\ufeff\xad"
        "\ud800\U000e0041ا\u064bक\u094d./\\:*-~COMNULß"
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Grüße, 漢字, العربية, हिन्दी, 👍🏽", "Grüße, 漢字, العربية, हिन्दी, 👍🏽"),
        ("Red \x1b[31mALERT\x1b[0m", "Red ␛[31mALERT␛[0m"),
        ("bell\x07 nul\x00 del\x7f", "bell␇ nul␀ del␡"),
        ("C1 \x9b31m \x85", "C1 ⟨U+009B⟩31m ⟨U+0085⟩"),
        ("over\rwrite", "over␍write"),
        ("Safe \u202e.fdp.exe\u202c", "Safe ⟨U+202E⟩.fdp.exe⟨U+202C⟩"),
        ("\u2066a\u2069", "⟨U+2066⟩a⟨U+2069⟩"),
        ("zero\u200bwidth\ufeff bom", "zero⟨U+200B⟩width⟨U+FEFF⟩ bom"),
        ("w\u2060j soft\xadhyphen", "w⟨U+2060⟩j soft⟨U+00AD⟩hyphen"),
        ("a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c"),
        ("tag\U000e0001\U000e0041", "tag⟨U+E0001⟩⟨U+E0041⟩"),
        ("half \ud83d", "half ⟨U+D83D⟩"),
        ("tab\tnew\nline\r\nend", "tab new line end"),
    ],
)
def test_what_acts_on_a_terminal_or_hides_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_ends_stay_where_they_are_asked_for() -> None:
    assert visible("a\r\nb\n\nc\td\x1b", newlines=True) == "a\nb\n\nc d␛"


@pytest.mark.parametrize(
    "text",
    [
        "family 👩\u200d👩\u200d👧 and 🏳\ufe0f\u200d🌈",
        "کتاب\u200cها",
        "क्\u200dष",
        "\u200fעברית\u200e (5)",
        "\u061cعربي",
    ],
)
def test_what_spells_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_signs_that_terminals_give_different_widths_are_shown_without_their_colours() -> None:
    assert visible("⚠\ufe0f I ❤\ufe0f LoRA, 1\ufe0f\u20e3") == "⚠ I ❤ LoRA, 1\u20e3"


@pytest.mark.parametrize("text", ["a\u200db", "abc\u200e", "ا\u200c\u064b", "👍\u200d\u0301"])
def test_joiners_and_marks_without_work_are_shown(text: str) -> None:
    assert "⟨U+" in visible(text)


def test_of_a_storm_of_marks_four_are_left() -> None:
    assert visible("Z" + "\u0301" * 500 + "algo") == "Z" + "\u0301" * 4 + "algo"
    assert visible("Việt Nam, שָׁלוֹם") == "Việt Nam, שָׁלוֹם"


@given(ODD | st.text(), st.booleans())
def test_nothing_unseen_is_left_and_all_of_it_is_shown_at_once(text: str, newlines: bool) -> None:
    shown = visible(text, newlines=newlines)
    assert visible(shown, newlines=newlines) == shown
    assert {unicodedata.category(char) for char in shown if char != "\n"}.isdisjoint({"Cc", "Cs"})
    assert newlines or "\n" not in shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert not set(shown) & set("\u200b\ufeff\u2028\u2029\u2060")
    shown.encode("utf8")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("vaswani2017", "vaswani2017"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("../../x", "_.._x"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\Windows\\x", "C__Windows_x"),
        ("-rf", "rf"),
        ("..", "untitled"),
        (".hidden", "hidden"),
        ("~root", "root"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Lpt1 .x", "_Lpt1 .x"),
        ("console", "console"),
        ("trailing. ", "trailing"),
        ('a*b?"<>|', "a_b_____"),
        ("tab\tnew\nline", "tab new line"),
        ("\u202egnp.exe\x00", "_gnp.exe_"),
        ("e\u0301tude", "\xe9tude"),
        ("half \ud83d", "half _"),
        ("", "untitled"),
        ("é" * 100, "é" * 60),
    ],
)
def test_file_names_that_every_file_system_takes(text: str, name: str) -> None:
    assert filename(text) == name


@given(ODD | st.text(), st.integers(20, 255))
def test_no_text_makes_a_bad_file_name(text: str, limit: int) -> None:
    name = filename(text, limit=limit)
    assert 0 < len(name.encode("utf8")) <= limit
    assert not set(name) & set('/\\:*?"<>|\x00\n\r\t')
    assert name[0] not in ".-~ "
    assert name[-1] not in ". "
    assert name == filename(name, limit=limit)
    assert name == unicodedata.normalize("NFC", name)


def test_file_names_can_be_made(tmp_path: Path) -> None:
    for number in range(0, 0x3000, 5):
        name = filename(f"{chr(number)}{number}{chr(number)}")
        (tmp_path / name).touch()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Attention", "attention"),
        ("Gödel, ERDŐS, Straße", "godel, erdos, strasse"),
        ("Łódź, Ørsted, Æther", "lodz, orsted, aether"),
        ("Ｆｕｌｌ ﬁne x² ℝ", "full fine x2 r"),
        ("don’t “quote” – dash", 'don\'t "quote" - dash'),
        ("Lear\u200bning soft\xadly a\xa0b", "learning softly a b"),
        ("İstanbul ΣΊΣΥΦΟΣ Ёлка", "istanbul σισυφοσ елка"),
        ("이름 が क्ष", "이름 が क्ष"),
    ],
)
def test_folding_takes_case_accents_and_typography_away(text: str, folded: str) -> None:
    assert fold(text) == unicodedata.normalize("NFC", folded)


@given(ODD | st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_ascii_keeps_what_can_be_read() -> None:
    assert to_ascii("Łódź, Ørsted, Þór, Straße, Ünal") == "Lodz, Orsted, Thor, Strasse, Unal"
    assert to_ascii("Щедрин и Ψυχή") == "Shchedrin i Psychi"
    assert to_ascii("漢字") == ""


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("plain", 5),
        ("Gödel", 5),
        ("Go\u0308del", 5),
        ("漢字", 4),
        ("👍🏽", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("❤\ufe0f", 2),
        ("❤", 1),
        ("ｆｕｌｌ", 8),
        ("हिन्दी", 5),
        ("", 0),
    ],
)
def test_how_many_cells_a_text_takes(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "columns", "fitted"),
    [
        ("Attention", 9, "Attention"),
        ("Attention", 5, "Atte…"),
        ("Attention", 1, "…"),
        ("Attention", 0, ""),
        ("漢字漢字", 8, "漢字漢字"),
        ("漢字漢字", 7, "漢字漢…"),
        ("漢字漢字", 6, "漢字…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("👩\u200d👩\u200d👧 family", 4, "👩\u200d👩\u200d👧 …"),
        ("é", 1, "é"),
    ],
)
def test_a_text_is_cut_to_its_column_between_letters(text: str, columns: int, fitted: str) -> None:
    assert fit(text, columns) == fitted


@given(ODD | st.text(), st.integers(0, 12))
def test_a_fitted_text_never_takes_more_than_its_column(text: str, columns: int) -> None:
    fitted = fit(text, columns)
    assert width(fitted) <= columns
    if width(text) <= columns and columns:
        assert fitted == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + "\u0301" * 500_000, id="marks"),
        pytest.param("a\u0301\u0302\u0303\u0304\u200d" * 100_000, id="marks and joiners"),
        pytest.param("\u200e" * 300_000, id="direction marks"),
        pytest.param("👩\u200d" * 200_000, id="joined emoji"),
        pytest.param("\x1b" * 500_000, id="escapes"),
    ],
)
def test_hostile_texts_take_time_in_proportion_to_their_length(text: str) -> None:
    started = time.process_time()
    shown = visible(text)
    fit(shown, 80), fold(text), filename(text)
    assert time.process_time() - started < 5  # a second on a slow machine; quadratic takes minutes
