"""Citation keys: made, checked, told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.keys import LONGEST, generate, problem, unique
from papers.names import Author, parse


@pytest.mark.parametrize(
    ("authors", "title", "year", "key"),
    [
        ("Vaswani, Ashish and Shazeer, Noam", "Attention Is All you Need", 2017,
         "vaswaniAttentionAllYou2017"),
        ("Devlin, Jacob", "BERT: Pre-training of Deep Bidirectional Transformers", 2019,
         "devlinBERTPretrainingDeep2019"),
        ("Hu, Edward", "LoRA: Low-Rank Adaptation of Large Language Models", 2021,
         "huLoRALowRankAdaptation2021"),
        ("Ludwig van Beethoven", "The Fifth", 1808, "vanbeethovenFifth1808"),
        ("O'Neil, Cathy", "Weapons of Math Destruction", 2016, "oneilWeaponsMathDestruction2016"),
        ("{Google Research}", "A Report", "2020", "googleresearchReport2020"),
        ("Müßig, Jörg", "Über die Größe", 1999, "mussigUberGrosse1999"),
        ("Łukasz Ørsted", "Æsop's æther", 2001, "orstedAEsopAether2001"),
        ("Колмогоров, Андрей", "Основные понятия теории вероятностей", 1933,
         "kolmogorovOsnovnyePonyatiyaTeorii1933"),
        ("", "On the Origin of Species", 1859, "anonOriginSpecies1859"),
        ("others", "On the Origin", 1859, "anonOrigin1859"),
        ("Darwin, Charles", "", 1859, "darwin1859"),
        ("Darwin, Charles", "It is what it is", None, "darwinItWhatIt"),
        ("", "", None, "anon"),
        ("", "", 2020, "anon2020"),
        ("王, 力", "中文", 2000, "anon2000"),
    ],
)  # fmt: skip
def test_keys_are_better_bibtex_s(
    authors: str, title: str, year: int | str | None, key: str
) -> None:
    assert generate(parse(authors), title, year) == key


AUTHORS = st.lists(st.builds(Author, *[st.text()] * 5))


@given(AUTHORS, st.text(), st.none() | st.integers(0, 9999))
def test_every_generated_key_can_be_used(
    authors: list[Author], title: str, year: int | None
) -> None:
    key = generate(authors, title, year)
    assert problem(key) == ""
    assert key.isascii()


@pytest.mark.parametrize(
    "key", ["a", "_x", "1984", "DBLP:conf/nips/Vaswani17", "smith2020a", "a.b-c+d", "müller2020"]
)
def test_keys_that_can_be_used(key: str) -> None:
    assert problem(key) == ""


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("", "empty"),
        ("-rf", "starts with"),
        (":a", "starts with"),
        ("a b", "' '"),
        ("a,b", "','"),
        ("a{b", "'{'"),
        ("../../x", "starts with"),
        ("a..b", "one such sign at a time"),
        ("a.", "end with '.'"),
        ("a\x1b[31m", r"'\x1b'"),
        ("a\u202eb", r"'\u202e'"),
        ("a" * (LONGEST + 1), "too long"),
    ],
)
def test_keys_that_cannot_be_used_are_told_why_in_a_sentence(key: str, told: str) -> None:
    reason = problem(key)
    assert told in reason
    assert reason.startswith("A citation key ")
    assert reason.isprintable()


def test_a_newcomer_gets_the_first_free_letter() -> None:
    taken = {"smith2020"}
    assert unique("jones2020", taken.__contains__) == "jones2020"
    assert unique("smith2020", taken.__contains__) == "smith2020a"
    taken |= {f"smith2020{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}
    assert unique("smith2020", taken.__contains__) == "smith2020aa"
    taken.add("smith2020aa")
    assert unique("smith2020", taken.__contains__) == "smith2020ab"
