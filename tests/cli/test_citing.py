"""`carrel cite`: what is pasted into the paper that one writes."""

from cli.table import FORMS
from commands.cite import FORMS as MADE
from tests.cli.support import Run


def test_the_command_line_offers_the_forms_that_there_are() -> None:
    assert tuple(MADE) == FORMS


def test_papers_are_cited_in_the_order_they_are_named(three: Run) -> None:
    said = three("cite", "vaswani2017", "hu2021", "--as", "latex").out
    assert said == "\\cite{vaswani2017,hu2021}\n"
    assert three("cite", "HU2021").out == "hu2021\n"


def test_a_query_cites_all_that_it_finds(three: Run) -> None:
    assert set(three("cite", "--query", "year>2000", "--as=key").out.split()) == {
        "hu2021", "vaswani2017",
    }  # fmt: skip


def test_a_form_that_is_none_is_refused(three: Run) -> None:
    refused = three("cite", "hu2021", "--as", "apa")
    assert (refused.code, refused.out) == (2, "")
    assert "reference" in refused.err
