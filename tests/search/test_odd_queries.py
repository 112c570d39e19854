"""No query, however odd, is an error or takes much longer than one of ordinary words."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Annotation, Fields, Paper
from search import complete, doubts, explain, highlights, marking, matcher, matches, parse, render
from tests.search.trees import PIECES, Shelf

CHANCE = random.Random(4)


def letters(count: int) -> str:
    return "".join(CHANCE.choices("abcdefghij", k=count))


def many(make: str, count: int) -> str:
    return " OR ".join(make.replace("@", letters(7)) for _ in range(count))


WORDS = [letters(CHANCE.randint(3, 9)) for _ in range(2_000)]
PAPER = Paper(
    key="odd2026",
    fields=Fields(
        title=" ".join(WORDS[:20]),
        author=" and ".join(word.title() for word in WORDS[:30]),
        abstract=" ".join(WORDS[20:300]),
    ),
    notes=" ".join(WORDS[300:]),
    annotations=(Annotation("2026-01-01T00:00:00Z", "a" * 5_000),),
)
ODD = {
    "a pasted abstract": " ".join(WORDS[:300]),
    "alternatives": many("@", 500),
    "negated words": "-" + many("@", 500),
    "phrases": many('"@ @"', 300),
    "prefixes": many("@*", 300),
    "one long word": letters(10_000),
    "one long number": "7" * 10_000,
    "hyphens": "-".join(letters(3) for _ in range(2_500)),
    "values": "title:" + ",".join(letters(6) for _ in range(1_400)),
    "years": "year:" + ",".join(["2000"] * 1_900),
    "bombs": many("/(@+)+x/", 300),
    "wide bombs": many("/(a|b)*a(a|b|.){25}c/", 50),
    "slow bombs": many("/a.*b.*c.*d.*e.*f.*g.*@/", 100),
    "bombs in a field": many("notes:/(a|aa)+$/", 100),
    "an enormous expression": "/" + "(a{9}){9}" * 900 + "/",
    "open parentheses": "(" * 10_000,
    "negated parentheses": "-(" * 5_000,
    "closing parentheses": ")" * 10_000,
    "nested alternatives": "(a OR " * 2_000,
    "not not": "NOT " * 2_500 + "x",
    "quotes": '"' * 9_999,
    "backslashes": '"' + "\\" * 9_999,
    "slashes": "/" * 10_000,
    "stars": "a*" * 5_000,
    "commas": "tag:" + "," * 9_999,
    "identifiers": "2402.15333 " * 900,
    "addresses": "https://x.yz/( " * 700,
    "an address": "https://" + "x.yz/(" * 1_600,
    "half a DOI": "10.1234/a(" * 1_000,
    "nothing": "\x00" * 10_000,
    "escapes": "\x1b[31m" * 2_000,
    "combining marks": "a" + "\u0301" * 9_999,
    "characters without spaces": "日本語" * 3_000,
    "emoji": "👩‍👩‍👧" * 2_000,
    "half of pairs": "\ud800" * 5_000,
    "turned around": "\u202e" * 5_000 + "tag:x",
    "groups of fields": "title:(" * 2_000,
    "negated groups": "-tag:(a OR " * 1_500,
    "groups of values": "tag:(" + ",".join(letters(3) for _ in range(2_000)) + ")",
    "nearly fields": " ".join(f"auhtor{letters(2)}:x" for _ in range(900)),
    "names like none": " ".join(f"{letters(9)}:x" for _ in range(900)),
    "shelves": "shelf:deep " * 900,
    "shelves in a circle": "shelf:round,round " * 500,
    "shelves that are not there": "shelf:" + ",".join(letters(4) for _ in range(2_000)),
    "what PDFs say": 'pdf:"a b" ' * 900,
}
SHELVES = [
    Shelf("round", "shelf:round OR " * 100),
    *[
        Shelf(f"deep{'er' * at}", f"{letters(5)} shelf:deep{'er' * (at + 1)} " * 9)
        for at in range(40)
    ],
]
NASTY = st.lists(
    st.tuples(
        PIECES
        | st.sampled_from(
            [*"()\"'/\\*-,:<>=|&@[]{}^$.+?\t\n\0é\u0301日\ud800", " OR ", " -", "(a+)+"]
        ),
        st.integers(1, 4_000),
    ),
    max_size=6,
).map(lambda runs: "".join([piece * count for piece, count in runs])[:12_000])


def seconds(text: str) -> float:
    """How long everything takes that a key press asks for, with nothing remembered."""
    marking.cache_clear()
    matcher.cache_clear()
    start = time.process_time()
    query = parse(text, cursor=len(text), shelves=lambda: SHELVES)
    doubts(parse(text, shelves=lambda: SHELVES))
    render(query)
    explain(query)
    complete(text, len(text), lambda _part, _prefix: ())
    matches(query, PAPER)
    highlights(query, PAPER)
    return time.process_time() - start


@pytest.fixture(scope="module")
def ordinary() -> float:
    """The same for the longest query of words that is read."""
    return min(seconds(" ".join(letters(7) for _ in range(64))) for _ in range(3))


@pytest.mark.parametrize("name", ODD)
def test_an_odd_query_is_answered_about_as_soon_as_a_plain_one(name: str, ordinary: float) -> None:
    assert min(seconds(ODD[name]) for _ in range(2)) < 10 * ordinary + 0.02


@given(text=NASTY)
def test_no_text_whatever_takes_long(ordinary: float, text: str) -> None:
    taken = seconds(text)
    assert min(taken, seconds(text) if taken > ordinary else taken) < 10 * ordinary + 0.02
