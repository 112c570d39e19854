"""Regular expressions: what Python's own find, and never for long."""

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search import parse, pattern
from search.automaton import Automaton
from search.pattern import Regex, compiled, plain

ATOMS = st.sampled_from(
    ["a", "b", "c", ".", "[ab]", "[^a]", r"\w", r"\d", r"\s", r"\b", "^", "$", " ", "(?:)"]
)


def _repeated(part: str, sign: str) -> str:
    return f"(?:{part}){sign}"


EXPRESSIONS = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map("".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda found: f"(?:{'|'.join(found)})"),
        st.builds(_repeated, parts, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{2,}", "*?"])),
    ),
    max_leaves=6,
)
TEXTS = st.text("abc 1_", max_size=12)


def regex(source: str) -> Regex:
    found = compiled(source)
    assert found
    return found


@given(EXPRESSIONS, TEXTS)
def test_an_expression_finds_what_pythons_own_finds(source: str, text: str) -> None:
    ours = compiled(source)
    assume(ours is not None)
    assert ours
    theirs = re.compile(source).search(text)
    assert ours.automaton.found(text) == ours.found(text) == (theirs is not None)
    span = ours.span(text)
    if theirs and span:
        assert span[0] == theirs.start()
        assert span[1] >= theirs.end() or "|" in source or "?" in source


@given(EXPRESSIONS, TEXTS)
def test_what_every_match_must_hold_is_in_each(source: str, text: str) -> None:
    ours = compiled(source)
    if ours and re.search(source, text):
        assert all(literal in text for literal in ours.literals)


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("LoRA", "DyLoRA", "lora"),
        ("größe", "GRÖSSE", "grosse"),
        ("na[iï]ve", "naïve", "naive"),
        (r"GPT-\d", "GPT-4", "gpt-4"),
        ("[A-C]x", "Bx", "bx"),
        ("a b", "a\nb", "a b"),
        (r"\.net", "a.net", ".net"),
        ("x{2,3}", "xxxx", "xxx"),
    ],
)
def test_case_and_accents_do_not_matter(source: str, text: str, found: str) -> None:
    span = regex(source).span(plain(text))
    assert span
    assert plain(text)[span[0] : span[1]] == found


@pytest.mark.parametrize(
    "source",
    ["(", ")", "[", "a**", "*a", "a{3,1}", "a{999}", "(?=a)", "(?P<x>a)", r"(a)\1", "a++", r"\q",
     "(x{200}){200}", "(" * 30 + "a" + ")" * 30, "a" * 501, "[z-a]", "(?i)a", "^*", "a{"],
)  # fmt: skip
def test_what_is_no_expression_or_too_large_is_searched_as_words(source: str) -> None:
    assert compiled(source) is None
    assert parse(f"/{source}/").unread


@given(st.text("ab()[]{}|*+?.^$\\-,0123/wdsb", max_size=25), TEXTS)
def test_any_expression_is_read_or_refused_without_an_error(source: str, text: str) -> None:
    if found := compiled(source):
        found.found(text)
        found.span(text)


BOMBS = (
    r"(a+)+$", r"(a|a)*b", r"(a|aa)+$", r"(.*a){12}", r"(.*)*x", r"a*a*a*a*a*b", r"(\w+\s?)*!",
    r"(a|b)*a(a|b){30}c", r"(?:a?){30}a{30}", r"(x+x+)+y", r".*.*.*=.*", r"((a{1,9}){1,9}){1,4}b",
    r"\w+@\w+", r"[^b]*c", r"(a?b?c?)*d", r"a.*b.*c", "(|a)*b",
)  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("letters", ["a", "ab", "xa ", "ab" * 50 + " "])
def test_no_expression_takes_more_steps_than_the_text_is_long(bomb: str, letters: str) -> None:
    found = compiled(bomb)
    if not found:
        return
    text = (letters * 100_000)[:100_000]
    plodding = _seconds(regex("(?:q|(?:qq)+)+z"), text)  # a harmless expression on the same text
    assert _seconds(found, text) < 25 * plodding + 0.05


def _seconds(found: Regex, text: str) -> float:
    start = time.process_time()
    Automaton.found(found.automaton, text)
    found.found(text[: pattern.SHORT])
    return time.process_time() - start


@pytest.mark.parametrize("source", ["low.?rank", r"v\d+", "^a", "a$", "a.*b", "[^a-c]+x", r"\bgpt"])
def test_what_is_safe_is_left_to_pythons_own_engine(source: str) -> None:
    assert regex(source).fast


@pytest.mark.parametrize("source", ["(a+)+", "a*b*", "(a|b*)c*", "(?:a?){30}a{30}"])
def test_what_could_explode_is_not(source: str) -> None:
    assert regex(source).fast is None


@given(EXPRESSIONS, st.lists(TEXTS, max_size=4))
def test_the_fast_way_never_crosses_a_line(source: str, lines: list[str]) -> None:
    ours = compiled(source)
    if ours and ours.fast:
        for found in ours.fast.finditer("\n".join(lines)):
            assert "\n" not in found[0]
