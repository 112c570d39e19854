"""What may stand at the cursor: fields, and what the library has to put behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import complete, parse
from search.tree import Same
from tests.search.trees import PIECES

HAS = {
    "tags": [("peft", 12), ("two words", 3), ("a,b", 2), ('say "hi"', 1)],
    "authors": [("Ashish Vaswani", 4)],
    "venues": [("NeurIPS", 9)],
    "status": [("unread", 37)],
    "years": [("2020", 5), ("2021", 6)],
    "types": [("article", 4)],
    "shelves": [("Queue", 0), ("To read", 0)],
}


def offer(part: str, prefix: str) -> list[tuple[str, int]]:
    found = HAS.get(part, [])
    return [(value, count) for value, count in found if value.lower().startswith(prefix.lower())]


def completed(typed: str) -> list[str]:
    """The whole line with each completion in its place; | is the cursor."""
    cursor = typed.index("|")
    text = typed.replace("|", "")
    return [
        text[: each.start] + each.text + text[each.end :] for each in complete(text, cursor, offer)
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lora ta|", ["lora tag:"]),
        ("-ta|", ["-tag:"]),
        ("tag:pe|", ["tag:peft"]),
        ("-tag:pe| x", ["-tag:peft x"]),
        ("tag:|", ["tag:peft", 'tag:"two words"', 'tag:"a,b"', r'tag:"say \"hi\""']),
        ('tag:"two| x', ['tag:"two words" x']),
        ('tag:"two w|', ['tag:"two words"']),
        ("tag:x,pe|", ["tag:x,peft"]),
        ("tag:pe|,x", ["tag:peft,x"]),
        ("author:ash|", ['author:"Ashish Vaswani"']),
        ("venue:n|", ["venue:NeurIPS"]),
        ("status:un|", ["status:unread"]),
        ("has:ab|", ["has:abstract"]),
        ("is:pu|", ["is:published"]),
        ("sort:-ra|", ["sort:-rating"]),
        ("sort:-rating,ye|", ["sort:-rating,year"]),
        ("added:to|", ["added:today"]),
        ("year:20|", ["year:2020", "year:2021"]),
        ("rating:|", []),
        ("zzz|", []),
        ('"ta|', []),
        ("/ta/|", []),
        ("year:2020| x", ["year:2020 x"]),
        ("shelf:q|", ["shelf:Queue"]),
        ("-shelf:t|", ['-shelf:"To read"']),
        ("shelf:queue,t|", ['shelf:queue,"To read"']),
        ("tag:(pe|", ["tag:(peft"]),
        ("tag:(x OR pe|) y", ["tag:(x OR peft) y"]),
        ("-tag:(x -pe|", ["-tag:(x -peft"]),
        ('tag:("two| x', ['tag:("two words" x']),
        ("tag:(|", ["tag:(peft", 'tag:("two words"', 'tag:("a,b"', r'tag:("say \"hi\""']),
        ("status:((un|", ["status:((unread"]),
        ("tag:(x) ta|", ["tag:(x) tag:"]),
        ("title:(x tag:pe|", ["title:(x tag:peft"]),
        ("title:(de|", []),
        ("pdf:a|", []),
        ("yaer:20|", ["year:20"]),
        ("-auther:knuth| x", ["-author:knuth x"]),
    ],
)
def test_completions(typed: str, expected: list[str]) -> None:
    assert completed(typed) == expected


def test_an_empty_place_offers_the_fields_with_what_they_are() -> None:
    found = complete("lora ", 5, offer)
    assert [each.text for each in found][:2] == ["title:", "author:"]
    assert all(each.said for each in found)


def test_how_many_papers_have_a_value_is_said() -> None:
    assert complete("tag:pe", 6, offer)[0].said == "12"


@pytest.mark.parametrize("value", [tag for tag, _count in HAS["tags"]])
def test_a_completed_tag_is_the_tag(value: str) -> None:
    found = next(each for each in complete("tag:", 4, offer) if value[:3] in each.text)
    assert parse("tag:" + found.text).node == Same("tag", value, span=(0, 4 + len(found.text)))


@given(PIECES, st.integers(0, 40))
def test_any_text_can_be_completed_anywhere(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for each in complete(text, cursor, offer):
        assert 0 <= each.start <= cursor <= each.end <= len(text)
