"""Texts become words to compare, the same for the index, for matching and for highlights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import words
from search.index import tokeniser

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("aB-'_ éßαβ深の각ñ\u0301\u200b½—–ﬁ")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Low-Rank Adaptation", "low rank adaptation lowrank"),
        ("Kurt Gödel’s proof", "kurt godel s proof godels"),
        ("Go\u0308del", "godel"),
        ("Łukasz Straße Æsir", "lukasz strasse aesir"),
        ("the β-VAE and α", "the beta vae and alpha betavae"),
        ("και αβγ", "και αβγ"),
        ("深度学习", "深 度 学 习"),
        ("Navier–Stokes — again", "navier stokes again navierstokes"),
        ("O'Neil_2017", "o neil 2017 oneil2017"),
        ("ﬁne ＦＵＬＬ 𝛼", "fine full alpha"),
        ("GPT-3.5, v2", "gpt 3 5 v2 gpt3"),
        ("", ""),
        ("-- ' _", ""),
    ],
)
def test_a_text_is_these_words(text: str, expected: str) -> None:
    assert words.tokens(text) == expected.split()


@given(TEXTS)
def test_words_and_their_places_are_the_same_words(text: str) -> None:
    assert sorted(word for word, _, _ in words.spans(text)) == sorted(words.tokens(text))


@given(TEXTS)
def test_places_lie_in_the_text_and_ascend(text: str) -> None:
    places = [(start, end) for _, start, end in words.spans(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


def test_a_word_is_where_it_stands_in_the_text_as_shown() -> None:
    text = "Über Gödel’s β-VAE"
    assert [(word, text[start:end]) for word, start, end in words.spans(text)] == [
        ("uber", "Über"),
        ("godel", "Gödel"),
        ("godels", "Gödel’s"),
        ("s", "s"),
        ("beta", "β"),
        ("betavae", "β-VAE"),
        ("vae", "VAE"),
    ]


@given(st.lists(TEXTS, max_size=6))
def test_many_texts_at_once_have_the_words_that_each_has(texts: list[str]) -> None:
    numbering = tokeniser.Numbering(bits=4)
    read = tokeniser.read(texts, numbering)
    shown = [word.decode("utf-8", "surrogatepass") for word in numbering.words]
    at = 0
    for place, text in enumerate(texts):
        end = at + int(read.counts[place])
        found = [shown[number] for number in read.numbers[at:end]]
        joined = [shown[number] for number in read.joined[read.joined_in == place]]
        assert found + joined == words.tokens(text)
        at = end
    assert len(set(shown)) == len(shown)


def test_thousands_of_words_keep_their_numbers_while_the_table_grows() -> None:
    numbering = tokeniser.Numbering(bits=4)
    text = " ".join(f"word{number} averylongwordindeed{number}" for number in range(3000))
    first = tokeniser.read([text], numbering)
    again = tokeniser.read([text], numbering)
    assert first.numbers.tolist() == again.numbers.tolist()
    assert sorted(first.numbers.tolist()) == list(range(6000))
