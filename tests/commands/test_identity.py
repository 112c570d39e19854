"""Which papers are one: real cases, each with its judgement, in both orders."""

import pytest

from commands.import_papers import Receipt, rehearse
from importers import Imported
from papers import Paper
from tests.commands.pairs import DOUBTFUL, OTHERS, SAME, paper

BOTH_WAYS = pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])


def come(*papers: Paper) -> Receipt:
    """What becomes of papers that come into an empty library."""
    return rehearse([], Imported(papers))


def two(pair: tuple[str, str], turned: bool) -> Receipt:
    return come(*map(paper, reversed(pair) if turned else pair))


@BOTH_WAYS
@pytest.mark.parametrize("case", SAME)
def test_they_are_one(case: str, turned: bool) -> None:
    receipt = two(SAME[case], turned)
    assert receipt.outcomes[0] == "added"
    assert receipt.outcomes[1] in ("merged", "unchanged"), receipt.doubts


@BOTH_WAYS
@pytest.mark.parametrize("case", DOUBTFUL)
def test_they_may_be_one(case: str, turned: bool) -> None:
    receipt = two(DOUBTFUL[case], turned)
    assert receipt.outcomes == ("added", "added")
    assert len(receipt.doubts) == 1
    assert receipt.doubts[0].reason


@BOTH_WAYS
@pytest.mark.parametrize("case", OTHERS)
def test_they_are_others(case: str, turned: bool) -> None:
    receipt = two(OTHERS[case], turned)
    assert receipt.outcomes == ("added", "added")
    assert receipt.doubts == ()


def test_the_pairs_are_many() -> None:
    assert len(SAME) + len(DOUBTFUL) + len(OTHERS) >= 90
