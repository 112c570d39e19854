"""Papers as they are cited: keys, commands, links and references."""

import pytest

from commands.cite import FORMS, cite
from papers import BadValue, Fields, Paper

LORA = Paper(
    uid="1",
    key="hu2021",
    fields=Fields(
        {
            "title": "{LoRA}: Low-Rank [sic] Adaptation",
            "author": "Hu, Edward J. and Allen-Zhu, Zeyuan",
            "journal": "ICLR",
            "year": "2021",
            "doi": "10.1000/(x)1",
        }
    ),
)
BARE = Paper(uid="2", key="anon", fields=Fields({"title": "Untold?", "author": "A and others"}))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("key", "hu2021\nanon"),
        ("latex", r"\cite{hu2021,anon}"),
        ("pandoc", "[@hu2021; @anon]"),
        ("typst", "@hu2021 @anon"),
        ("org", "[cite:@hu2021;@anon]"),
        ("note", "[[@hu2021]] [[@anon]]"),
        ("url", "https://doi.org/10.1000/(x)1"),
        (
            "reference",
            (
                "Hu, E. J. and Allen-Zhu, Z. (2021). LoRA: Low-Rank [sic] Adaptation. ICLR."
                " https://doi.org/10.1000/(x)1\nA and others. Untold?"
            ),
        ),
        (
            "markdown",
            "[LoRA: Low-Rank \\[sic\\] Adaptation](https://doi.org/10.1000/%28x%291)\nUntold?",
        ),
    ],
)
def test_papers_are_cited_in_their_order(form: str, text: str) -> None:
    assert cite([LORA, BARE], form) == text


def test_bibtex_is_a_form_too() -> None:
    assert cite([BARE], "bibtex").startswith("@misc{anon,")


def test_a_form_that_is_none_names_those_that_are() -> None:
    with pytest.raises(BadValue, match=", ".join(FORMS)):
        cite([LORA], "apa")


def test_what_cannot_be_said_is_refused() -> None:
    with pytest.raises(BadValue, match="no paper"):
        cite([], "key")
    with pytest.raises(BadValue, match="leads to it"):
        cite([BARE], "url")


def test_a_collaboration_is_cut_short() -> None:
    crowd = " and ".join(f"Author{number}, A" for number in range(3000))
    said = cite([Paper(fields=Fields({"author": crowd, "title": "T"}))], "reference")
    assert said == (
        ", ".join(f"Author{number}, A." for number in range(10)) + " and 2,990 others. T."
    )
