"""Files that are not in UTF-8: told by what is in them, or read so that nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import FORMATS, encoding_of
from importers._text import decode

JAPANESE = "自然言語処理における深層学習の応用に関する研究"
CHINESE = "基于深度学习的自然语言处理研究进展"
WESTERN = (
    "Größe und Maß, où la créée naïve",
    "COMUNICAÇÃO É AÇÃO, NÃO ILUSÃO",
    "ÜBERGRÖSSE ÄÖÜ ÄÖÜ",
    "€ 5 — “quoted” °C ±½",
)


@pytest.mark.parametrize(
    ("title", "encoding", "told"),
    [
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-16", "utf-16-le"),
        ("Groesse", "utf-16-be", "utf-16-be"),
        *((text, "cp1252", "") for text in WESTERN),
    ],
)
def test_a_script_is_told_by_its_everyday_letters(title: str, encoding: str, told: str) -> None:
    data = f"@article{{k,\n  title = {{{title}}},\n  year = 2018\n}}\n".encode(encoding)
    assert encoding_of(data) == told
    [paper] = FORMATS["bibtex"](data, "refs.bib").papers
    assert paper.title == title


def test_trailing_bytes_that_look_like_braces_are_letters() -> None:
    title = "データベースの表構造とソフトの能力"  # in Shift-JIS it holds a backslash and braces
    data = f"@book{{a, title={{{title}}}}}\n@book{{b, title={{{JAPANESE}}}}}".encode("cp932")
    assert [paper.title for paper in FORMATS["bibtex"](data, "x.bib").papers] == [title, JAPANESE]


def test_utf8_with_a_slip_in_it_stays_utf8() -> None:
    data = f"@misc{{a, title={{{CHINESE}}}, note={{".encode() + b"M\xfcller}}"
    [paper] = FORMATS["bibtex"](data, "x.bib").papers
    assert (paper.title, paper.text("note")) == (CHINESE, "Müller")


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "base64", "nonsense"])
def test_a_file_cannot_choose_just_any_decoder(name: str) -> None:
    data = f"% Encoding: {name}\n@misc{{a, title={{Gr".encode() + b"\xf6\xdfe}}"
    assert FORMATS["bibtex"](data, "x.bib").papers[0].title == "Größe"


@given(st.binary(max_size=200))
def test_no_byte_is_lost_in_a_mixture(data: bytes) -> None:
    text = decode(b"abc\xff\xfe\xfd " + data)
    assert text
    if encoding_of(b"abc\xff\xfe\xfd " + data) == "":
        ascii_bytes = [byte for byte in data if byte < 128]
        assert [ord(char) for char in text[7:] if ord(char) < 128] == ascii_bytes
