"""Sealed lines: what is sound is told from what is not, and one flipped bit is put right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import encode
from storage.lines import is_sound, mend, seal, stretches

LINE = seal(b'{"seq":12,"step":12,"end":true,"table":"papers","id":7,"now":{"title":"Attention"}')
bodies = st.dictionaries(st.text(max_size=5), st.text(max_size=40) | st.integers(), min_size=1).map(
    lambda record: encode(record)[:-1]
)


def read(data: bytes) -> list[bytes | None]:
    """Every line, mended where it can be; None where it cannot."""
    found: list[bytes | None] = []
    for sound, start, end in stretches(data):
        found += [data[start : end - 1]] if sound else mend(data[start:end]) or [None]
    return found


def flipped(data: bytes, bit: int) -> bytes:
    at = bit // 8
    return data[:at] + bytes([data[at] ^ 1 << bit % 8]) + data[at + 1 :]


def test_a_sealed_line_is_sound_and_holds_no_other() -> None:
    assert LINE.endswith(b"}\n")
    assert is_sound(LINE[:-1])
    assert not is_sound(LINE)
    assert not is_sound(LINE[:-2])
    assert not is_sound(b"")
    assert read(LINE) == [LINE[:-1]]


@pytest.mark.parametrize("place", ["first", "middle", "last", "only"])
def test_any_one_bit_is_put_right(place: str) -> None:
    """Each bit of the line, its seal and its newline, in turn."""
    other = seal(b'{"seq":1,"title":"before or behind"')
    before = b"" if place in ("first", "only") else other
    behind = b"" if place in ("last", "only") else other
    whole = before + LINE + behind
    lines = whole.split(b"\n")[:-1]
    for bit in range(len(before) * 8, (len(before) + len(LINE)) * 8):
        assert read(flipped(whole, bit)) == lines, bit


@given(st.lists(bodies, min_size=1, max_size=4), st.data())
def test_one_bit_anywhere_in_any_lines_is_put_right(many: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(map(seal, many))
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    assert read(flipped(whole, bit)) == whole.split(b"\n")[:-1]


@given(st.lists(bodies, min_size=1, max_size=3), st.lists(st.binary(max_size=30), max_size=4))
def test_sound_lines_are_found_among_anything(many: list[bytes], garbage: list[bytes]) -> None:
    pieces = [*map(seal, many)]
    for number, junk in enumerate(garbage):
        pieces.insert(2 * number, junk + b"\n")
    data = b"".join(pieces)
    spans = [*stretches(data)]
    assert [data[start:end] for sound, start, end in spans if sound] == [*map(seal, many)]
    assert b"".join(data[start:end] for _, start, end in spans) == data


@given(bodies, st.integers(1, 200))
def test_a_line_that_was_cut_off_is_not_taken_for_one(body: bytes, missing: int) -> None:
    line = seal(body)
    cut = line[: max(0, len(line) - 1 - missing)]
    assert read(cut) in ([], [None])


@given(st.sets(st.integers(0, len(LINE) * 8 - 9), min_size=2, max_size=3))
def test_more_flipped_bits_never_make_another_line(bits: set[int]) -> None:
    """One more in the case of a checksum's digit does no harm."""
    damaged = LINE
    for bit in bits:
        damaged = flipped(damaged, bit)
    assert read(damaged) in ([None], [None, None], [LINE[:-1]])


def test_a_long_line_is_put_right_too() -> None:
    line = seal(b'{"title":"' + b"x" * 1_000_000 + b'"')
    for bit in (0, 81, 4_000_003, len(line) * 8 - 9, len(line) * 8 - 1):
        assert read(flipped(line, bit)) == [line[:-1]]


def test_garbage_that_looks_like_a_seal_is_not_one() -> None:
    for junk in (b',"crc":"00000000"}', b'{"crc":"zzzzzzzz"}', b'",' * 20, b"\n\n\n", b"\x00" * 64):
        assert read(junk + b"\n" + LINE)[-1] == LINE[:-1]
        assert all(each is None for each in read(junk + b"\n" + LINE)[:-1])
