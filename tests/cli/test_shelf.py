"""`carrel shelf`, and what a list says of its query."""

import pytest

from papers.text import width
from tests.cli.support import Run, Start


def test_shelves_are_listed_with_what_is_on_them(three: Run) -> None:
    three("status", "hu2021", "reading")
    assert three("shelf", "add", "Old papers", "year<2000").out == "shelf Old papers: year<2000\n"
    assert three("shelf").lines == [
        "All\t3\t",
        "Inbox\t0\tstatus:inbox",
        "Unread\t2\tstatus:unread",
        "Reading\t1\tstatus:reading",
        "Queue\t0\tis:queued sort:queue",
        "Recent\t3\tadded<30d",
        "Old papers\t1\tyear<2000",
    ]
    last = three("shelf", "--json").json[-1]
    assert last == {"name": "Old papers", "query": "year<2000", "count": 1, "built_in": False}


def test_a_list_shows_what_is_on_a_shelf(three: Run) -> None:
    three("shelf", "add", "new", "year>2000", "sort:year")
    keys = ("list", "--columns", "key", "--shelf", "new")
    assert three(*keys).lines == ["vaswani2017", "hu2021"]
    assert three(*keys, "lora").lines == ["hu2021"]
    assert three("list", "--shelf", "nwe").code == 2


def test_a_shelf_is_changed_renamed_removed_and_brought_back(three: Run) -> None:
    three("shelf", "add", "new", "year>2000")
    three("shelf", "change", "new", "year>2018")
    three("shelf", "rename", "new", "newer")
    assert three("shelf").lines[-1] == "newer\t1\tyear>2018"
    assert three("shelf", "remove", "newer").code == 0
    assert len(three("shelf").lines) == 6
    undone = three("undo")
    assert "undo remove shelf newer" in undone.out + undone.err
    assert "Nothing changed" not in undone.err
    assert three("shelf").lines[-1] == "newer\t1\tyear>2018"


def test_a_query_that_means_nothing_is_not_kept(three: Run) -> None:
    done = three("shelf", "add", "x", "yera:1948")
    assert done.code == 2
    assert "'yera:1948' in the query means nothing" in done.err


@pytest.mark.usefixtures("three")
def test_a_terminal_gets_columns(terminal: Start) -> None:
    done = terminal("shelf", columns=40, env={"NO_COLOR": "1"}).finish()
    assert [line.split()[0] for line in done.lines[:2]] == ["All", "Inbox"]
    assert all(width(line) <= 40 for line in done.lines)


def test_a_list_explains_how_its_query_was_read(three: Run) -> None:
    done = three("list", "--explain", "--columns", "key", "lora", "year>=2020", "yera:1")
    assert done.err.splitlines()[:4] == [
        "lora: “lora” or a word like it, anywhere",
        "year>=2020: year 2020 or more",
        "yera:1: “yera:1” or a word like it, anywhere",
        "yera:1: there is no field yera, so it is searched as words. Did you mean year:1?",
    ]
    assert done.out == ""


def test_what_means_nothing_is_said_with_what_may_have_been_meant(three: Run) -> None:
    done = three("list", "yaer:1900")
    assert done.err.splitlines() == [
        "'yaer:1900': there is no field yaer, so it is searched as words. Did you mean year:1900?",
        "None of 3 papers matches 'yaer:1900'.",
    ]
    assert "Did you mean author:knuth?" in three("list", "author:", "knuth").err
    assert three("list", "tags:x").err == "None of 3 papers matches 'tags:x'.\n"
    refused = three("rate", "--query", "yaer:1900", "5")
    assert (refused.code, "Did you mean year:1900?" in refused.err) == (2, True)


def test_a_shelf_is_used_in_queries_and_in_other_shelves(three: Run) -> None:
    three("shelf", "add", "Old papers", "year<2000")
    three("shelf", "add", "new", '-shelf:"old papers"', "sort:year")
    keys = ("list", "--columns", "key")
    assert three(*keys, 'shelf:"old papers"').lines == ["knuth1984"]
    assert three(*keys, "shelf:new").lines == ["vaswani2017", "hu2021"]
    assert three(*keys, "--shelf", "new", "shelf:unread", "lora").lines == ["hu2021"]
    assert three("shelf").lines[-2:] == [
        "Old papers\t1\tyear<2000",
        'new\t2\t-shelf:"old papers" sort:year',
    ]
    done = three("shelf", "change", "Old papers", "shelf:new")
    assert (done.code, "circle: new, Old papers, new" in done.err) == (2, True)
    done = three(*keys, "shelf:odl")
    assert 'Did you mean shelf:"Old papers"?' not in done.err
    assert 'Did you mean shelf:"Old papers"?' in three(*keys, "shelf:old_papers").err
    three("tag", "--query", "shelf:new", "+new")
    assert three(*keys, "tag:new").lines == ["hu2021", "vaswani2017"]
    three("shelf", "rename", "Old papers", "old")
    assert three("shelf").lines[-1] == "new\t2\t-shelf:old sort:year"


def test_a_change_to_many_papers_is_refused_where_its_query_is_not_finished(three: Run) -> None:
    for query in ("tag:", "year>", "yera:1948 lora", "(", "-"):
        done = three("rate", "--query", query, "5")
        assert done.code == 2, query
    assert three("list", "rating>0").lines == []


def test_tags_and_shelves_are_completed(three: Run) -> None:
    three("shelf", "add", "new", "year>2000")
    assert "new" in three("__complete", "fish", "--", "list", "--shelf", "n").lines
    three("tag", "hu2021", "+peft")
    assert "tag:peft" in three("__complete", "fish", "--", "list", "tag:p").lines
    assert "author:Kaiser" in three("__complete", "fish", "--", "list", "author:K").lines
    assert "has:notes" in three("__complete", "fish", "--", "list", "has:n").lines
    assert "shelf:new" in three("__complete", "fish", "--", "list", "shelf:n").lines
    assert "tag:(x OR peft" in three("__complete", "fish", "--", "list", "tag:(x OR p").lines
