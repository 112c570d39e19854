"""The names that papers keep for life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import BadValue, int_to_uid, new_uid, new_uids, timestamp, uid_to_int
from papers.uids import ALPHABET, LARGEST

NOW = 1_795_000_000.0


def test_a_uid_is_thirteen_lower_case_characters() -> None:
    uid = new_uid(NOW)
    assert len(uid) == 13
    assert set(uid) <= set(ALPHABET)


def test_uids_are_never_made_twice_and_always_grow() -> None:
    numbers = [uid_to_int(new_uid(NOW)) for _ in range(2000)]
    assert numbers == sorted(set(numbers))
    assert uid_to_int(new_uid(0.0)) > numbers[-1]
    many = [uid_to_int(uid) for uid in new_uids(NOW, 2000)]
    assert many == list(range(many[0], many[0] + 2000))
    assert many[0] > numbers[-1]


def test_a_short_prefix_tells_papers_apart_that_were_added_together() -> None:
    assert len({uid[:2] for uid in new_uids(NOW, 1000)}) == 1000


@given(st.integers(0, LARGEST))
def test_a_uid_and_its_number_are_the_same(number: int) -> None:
    assert uid_to_int(int_to_uid(number)) == number


@pytest.mark.parametrize(
    "uid",
    [
        "", "0" * 12, "0" * 14, "0" * 12 + "z", "O" * 13, "A" * 13, "i" * 13, "0_0000000000a",
        "+" + "0" * 12, " " + "0" * 12, "٠" * 13, "\ud800" * 13,
    ],
)  # fmt: skip
def test_what_is_no_uid_is_refused(uid: str) -> None:
    with pytest.raises(BadValue):
        uid_to_int(uid)


def test_a_number_out_of_range_is_refused() -> None:
    for number in (-1, LARGEST + 1):
        with pytest.raises(BadValue):
            int_to_uid(number)


def test_times_are_utc_to_the_second() -> None:
    assert timestamp(0) == "1970-01-01T00:00:00Z"
    assert timestamp(1_795_231_977.9) == "2026-11-21T03:32:57Z"
