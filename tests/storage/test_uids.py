"""The uids of many papers: spelt when they are looked at, and found without a look at them all."""

import pytest

from papers import int_to_uid
from storage.uids import Newest

IDS = (3, 70, 5_000_000_000_000)


def test_the_last_made_comes_first() -> None:
    assert list(Newest(IDS)) == [int_to_uid(id) for id in reversed(IDS)]
    assert len(Newest(IDS)) == 3
    assert Newest(IDS)[-1] == int_to_uid(3)
    assert Newest(IDS)[:2] == [int_to_uid(IDS[2]), int_to_uid(70)]
    assert Newest(IDS)[5:] == []


def test_a_uid_is_found() -> None:
    uids = Newest(IDS)
    assert [uids.index(uid) for uid in uids] == [0, 1, 2]
    assert int_to_uid(70) in uids
    assert int_to_uid(71) not in uids
    assert "no uid" not in uids
    with pytest.raises(ValueError, match="not there"):
        uids.index(int_to_uid(71))
    with pytest.raises(IndexError):
        uids[3]
