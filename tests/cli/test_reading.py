"""`carrel list`, `show`, `trash` and `next`: what people and programs get to see."""

from pathlib import Path

import pytest

from papers.text import width
from tests.cli.support import Run, Start


def test_a_list_is_lines_with_tabs_for_other_programs(three: Run) -> None:
    done = three("list", "--columns", "key,year,authors,title")
    assert done.lines == [
        "hu2021\t2021\tHu and Shen\tLoRA: Low-Rank Adaptation",
        "vaswani2017\t2017\tVaswani et al.\tAttention Is All You Need",
        "knuth1984\t1984\tKnuth\tLiterate Programming",
    ]


@pytest.mark.usefixtures("three")
def test_a_list_is_a_table_that_fits_for_people(terminal: Start) -> None:
    done = terminal("list", columns=60, env={"NO_COLOR": "1"}).finish()
    assert done.code == 0
    assert all(width(line) <= 60 for line in done.lines)
    assert done.lines[0].split() == ["Key", "Status", "Year", "Authors", "Title"]
    assert "Vaswani" in done.out


def test_wide_characters_take_the_room_that_they_need(carrel: Run, terminal: Start) -> None:
    carrel("add", "--title", "深層学習における注意機構" * 6, "--key", "a1", "--year", "2020")
    carrel("add", "--title", "Plain", "--key", "b1", "--year", "1999")
    done = terminal("list", "--columns", "title,year", columns=40, env={"NO_COLOR": "1"}).finish()
    assert [width(line) for line in done.lines] == [40, 40, 40]
    assert done.lines[2].endswith("2020")


def test_a_list_has_a_limit_an_order_and_a_query(three: Run) -> None:
    keys = ("list", "--columns", "key")
    assert three(*keys, "-n", "1").lines == ["hu2021"]
    assert three(*keys, "--sort", "year").lines == ["knuth1984", "vaswani2017", "hu2021"]
    assert three(*keys, "--sort", "-title").lines == ["hu2021", "knuth1984", "vaswani2017"]
    assert three(*keys, "author:kaiser", "year>2000").lines == ["vaswani2017"]
    assert three(*keys, "-tag:attention", "sort:year").lines == ["knuth1984", "hu2021"]
    assert three(*keys, "-n", "0").lines == []


def test_what_a_query_does_not_understand_is_said_and_searched_as_words(three: Run) -> None:
    done = three("list", "statsu:unread")
    assert (done.code, done.out) == (0, "")
    assert "Did you mean status:unread?" in done.err
    assert "None of 3 papers matches" in done.err


def test_where_nothing_is_found_it_is_said_what_may_be_the_matter(three: Run) -> None:
    said = three("list", "author:kaiser", "year:1950").err.splitlines()
    assert said[1:] == ["There would be 1 without 'year:1950'."]
    assert "OR and NOT are written in capitals." in three("list", "kaiser or xylophone").err
    assert "No PDF has been read yet" in three("list", "pdf:weaving").err


def test_a_list_names_what_it_can_sort_by_and_show(three: Run) -> None:
    assert "try one of added, modified, year" in three("list", "--sort", "size").err
    assert "did you mean year?" in three("list", "--columns", "key,yaer").err


def test_json_has_every_part_of_a_paper_under_its_name(three: Run) -> None:
    three("tag", "vaswani2017", "+nlp")
    [paper] = three("list", "--json", "key:vaswani2017").json
    assert paper["authors"] == [
        {"family": "Vaswani", "given": "Ashish"},
        {"family": "Shazeer", "given": "Noam"},
        {"family": "Kaiser", "given": "Łukasz"},
    ]
    names = (
        "uid key type title authors year venue doi arxiv url abstract tags rating status priority"
        " notes files added modified fields"
    )
    assert set(names.split()) <= set(paper)
    assert paper["year"] == 2017
    assert paper["arxiv"] == "1706.03762"
    assert paper["venue"] == "NeurIPS"
    assert paper["tags"] == ["attention", "nlp", "transformer"]
    assert paper["fields"] == {"keywords": "attention, transformer"}


def test_json_of_nothing_is_an_empty_list(three: Run) -> None:
    done = three("list", "--json", "nothingofthekind")
    assert (done.code, done.json, done.err) == (0, [], "")


def test_an_empty_library_says_how_to_fill_it(three: Run) -> None:
    three("remove", "--query", "*")
    assert "carrel import FILE.bib" in three("list").err


def test_no_library_is_made_by_looking_for_one(carrel: Run, folder: Path) -> None:
    done = carrel("list")
    assert done.code == 2
    assert "There is no library in" in done.err
    assert not folder.exists()


def test_a_paper_is_shown_by_key_old_key_uid_doi_and_arxiv_number(three: Run) -> None:
    uid = three("show", "knuth1984", "--json").json[0]["uid"]
    three("rename", "knuth1984", "literate")
    for handle in ("literate", "knuth1984", uid, uid[:6], "10.1093/COMJNL/27.2.97"):
        assert "Literate Programming" in three("show", handle).out, handle
    assert "Attention" in three("show", "arXiv:1706.03762v5").out


def test_a_page_has_what_was_written_about_the_paper(three: Run) -> None:
    three("rate", "vaswani2017", "4")
    three("note", "vaswani2017", "-m", "First line.\n\n- a *point*")
    three("annotate", "vaswani2017", "Why the root?", "--page", "4", "--quote", "We scale")
    page = three("show", "vaswani2017").out
    for said in ("Łukasz Kaiser", "★★★★☆", "- a *point*", ", p. 4", "“We scale”", "The dominant"):
        assert said in page


def test_a_page_is_wrapped_to_the_terminal(three: Run, terminal: Start) -> None:
    three("note", "hu2021", "-m", "word " * 60 + "x" * 200)
    done = terminal("show", "hu2021", columns=50, env={"NO_COLOR": "1"}).finish()
    assert max(width(line) for line in done.lines) <= 50


def test_a_near_miss_is_answered_with_what_was_meant(three: Run) -> None:
    done = three("show", "vaswni2017")
    assert done.code == 2
    assert "did you mean vaswani2017?" in done.err


def test_the_queue_is_kept_in_order(three: Run) -> None:
    def queue() -> list[str]:
        return [line.split("\t")[0] for line in three("queue").lines]

    assert three("next").code == 2
    three("queue", "add", "knuth1984", "hu2021")
    three("queue", "add", "--first", "vaswani2017")
    assert queue() == ["vaswani2017", "knuth1984", "hu2021"]
    three("queue", "down", "vaswani2017")
    three("queue", "up", "hu2021")
    assert queue() == ["knuth1984", "hu2021", "vaswani2017"]
    assert "head" in three("queue", "up", "knuth1984").err
    three("status", "knuth1984", "read")
    three("queue", "remove", "vaswani2017")
    assert queue() == ["hu2021"]
    assert "LoRA" in three("next").out
    assert "is not in the queue" in three("queue", "up", "knuth1984").err


def test_a_paper_without_a_title_has_a_provisional_one_that_says_so(carrel: Run) -> None:
    carrel("add", "2402.15333")
    assert "[no title] 2402.15333" in carrel("list").out
