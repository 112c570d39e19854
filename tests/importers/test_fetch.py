"""Identifiers in, papers out: who is asked, in which batches, and what a failure leaves."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from importers.fetch import Answer, Fetch, Manners, Places, Web
from papers import Fields, Paper
from tests.replay import Replay, Reply

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
{entries}</feed>"""
ENTRY = """<entry><id>http://arxiv.org/abs/{number}v2</id><title>Paper {number}</title>
<published>2020-05-22T17:55:00Z</published><summary>About it.</summary>
<author><name>Ann Author</name></author>{more}</entry>"""


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Desk:
    """Asks the server about papers, and remembers how far it said it was."""

    def __init__(self, url: str) -> None:
        self.time = Time()
        self.web = Web(Manners(timeout=0.2), clock=self.time.clock, sleep=self.time.sleep)
        self.places = Places(*(f"{url}/{place}" for place in Places._fields))
        self.told: list[tuple[int, int]] = []

    def fetch(self, *papers: Paper) -> Fetch:
        fetch = Fetch(papers, self.web, self.places, lambda *told: self.told.append(told))
        fetch.run()
        return fetch

    def ask(self, *papers: Paper) -> list[Answer]:
        return self.fetch(*papers).answers()


@pytest.fixture
def desk(server: Replay) -> Iterator[Desk]:
    made = Desk(server.url)
    yield made
    made.web.close()


def arxiv(number: str, **more: str) -> Paper:
    return Paper(fields=Fields({"eprint": number, "archiveprefix": "arXiv", **more}))


def doi(value: str) -> Paper:
    return Paper(fields=Fields({"doi": value}))


def atom(*numbers: str, more: str = "") -> Reply:
    entries = "".join(ENTRY.format(number=number, more=more) for number in numbers)
    return Reply(ATOM.format(entries=entries).encode(), kind="application/atom+xml")


def work(value: str, **more: Any) -> dict[str, Any]:
    return {
        "DOI": value,
        "type": "journal-article",
        "title": [f"Work {value}"],
        "container-title": ["Journal"],
        "issued": {"date-parts": [[2021]]},
        **more,
    }


def one(value: str, **more: Any) -> Reply:
    return Reply(json.dumps({"message": work(value, **more)}).encode())


def many(*values: str) -> Reply:
    return Reply(json.dumps({"message": {"items": [work(value) for value in values]}}).encode())


def datacite(value: str) -> Reply:
    attributes = {"doi": value, "titles": [{"title": f"Data {value}"}], "publicationYear": 2022}
    return Reply(json.dumps({"data": {"attributes": attributes}}).encode())


def titles(answers: list[Answer]) -> list[list[str]]:
    return [[record.title for record in answer.records] for answer in answers]


def test_many_arxiv_numbers_are_one_request(desk: Desk, server: Replay) -> None:
    numbers = [f"2001.{number:05}" for number in range(1, 101)]
    server.on("/arxiv/query", atom(*numbers))
    answers = desk.ask(*map(arxiv, numbers))
    assert titles(answers) == [[f"Paper {number}"] for number in numbers]
    [path] = server.paths()
    assert path.endswith("&max_results=100")
    assert desk.told[-1] == (100, 100)


def test_arxiv_is_given_three_seconds_between_two_batches(desk: Desk, server: Replay) -> None:
    server.on("/arxiv/query", atom())
    began = desk.time.now
    desk.ask(*(arxiv(f"2001.{number:05}") for number in range(1, 251)))
    assert len(server.asked) == 3
    assert desk.time.now - began == pytest.approx(6.0)


def test_what_arxiv_does_not_know_costs_the_others_nothing(desk: Desk, server: Replay) -> None:
    server.on("/arxiv/query", atom("2001.00001"))
    found, missing = desk.ask(arxiv("2001.00001v1"), arxiv("2001.99999"))
    assert (found.trouble, missing.records) == ("", ())
    assert missing.trouble == "arXiv knows no 2001.99999."


def test_a_number_that_arxiv_chokes_on_is_found_by_halves(
    desk: Desk, server: Replay, corpora: Path
) -> None:
    server.on_file("/arxiv/query", next((corpora / "api/arxiv-atom").glob("*http400*")))
    for number in ("2001.00001", "2001.00002", "2001.00004"):
        server.on(rf"id_list={number}&", atom(number))
    answers = desk.ask(*(arxiv(f"2001.0000{number}") for number in (1, 2, 3, 4)))
    assert [bool(answer.records) for answer in answers] == [True, True, False, True]
    assert answers[2].trouble == "arXiv answered 400 (bad request)."


def test_while_arxiv_is_too_busy_datacite_is_asked(desk: Desk, server: Replay) -> None:
    server.on("/arxiv/query", Reply(b"Rate exceeded.", 429, "text/plain"))
    server.on("/datacite/dois/10.48550/arxiv.1706.03762", datacite("10.48550/arXiv.1706.03762"))
    found, missing = desk.ask(arxiv("1706.03762"), arxiv("2001.00001"))
    assert [record.arxiv for record in found.records] == ["1706.03762"]
    assert found.trouble == ""
    assert missing.trouble == "arXiv answered 429 (too many requests)."


def test_many_dois_are_few_requests(desk: Desk, server: Replay) -> None:
    values = [f"10.1000/{number}" for number in range(30)]
    server.on("/crossref/works.filter", many(*values[:20]), many(*values[20:]))
    assert titles(desk.ask(*map(doi, values))) == [[f"Work {value}"] for value in values]
    assert len(server.asked) == 2


def test_what_crossref_does_not_know_datacite_may(desk: Desk, server: Replay) -> None:
    server.on("/crossref/works.filter", many("10.1000/a"))
    server.on("/datacite/dois/10.2000/b", datacite("10.2000/b"))
    a, b, c = desk.ask(doi("10.1000/a"), doi("10.2000/b"), doi("10.3000/c"))
    assert titles([a, b]) == [["Work 10.1000/a"], ["Data 10.2000/b"]]
    assert c.trouble == "Neither Crossref nor DataCite knows the DOI 10.3000/c."


def test_those_who_register_with_datacite_are_asked_about_there_first(
    desk: Desk, server: Replay
) -> None:
    server.on("/datacite/dois/10.5281/zenodo.1", datacite("10.5281/zenodo.1"))
    desk.ask(doi("10.5281/zenodo.1"))
    assert len(server.asked) == 1


def test_a_doi_that_was_given_up_for_another_is_found(desk: Desk, server: Replay) -> None:
    server.on("/crossref/works/10.1000/old", Reply(status=301, headers=(("Location", "/new"),)))
    server.on("/new", one("10.1000/new"))
    server.on("/crossref/works.filter", many("10.1000/a"))
    answers = desk.ask(doi("10.1000/old"), doi("10.1000/a"))
    assert titles(answers) == [["Work 10.1000/new"], ["Work 10.1000/a"]]


@pytest.mark.parametrize(
    "value",
    [
        "10.1002/(sici)1097-461x(1998)66:4<261::aid-qua1>3.0.co;2-t",
        "10.1000/a,b",
        "10.1000/a_b",
        "10.1000/ümlaut",
        "10.1000/50%25",
    ],
)
def test_a_doi_of_any_characters_is_asked_about(desk: Desk, server: Replay, value: str) -> None:
    server.on("/crossref", one(value))
    [answer] = desk.ask(doi(value))
    assert titles([answer]) == [[f"Work {value}"]]


def test_the_publication_of_a_preprint_is_asked_about_too_and_comes_first(
    desk: Desk, server: Replay
) -> None:
    named = "<arxiv:doi>10.1000/Pub</arxiv:doi>"
    server.on("/arxiv/query", atom("2005.11401", more=named))
    server.on("/crossref/works/10.1000/pub", one("10.1000/pub"))
    [answer] = desk.ask(arxiv("2005.11401"))
    assert titles([answer]) == [["Work 10.1000/pub", "Paper 2005.11401"]]
    assert desk.told[-1] == (2, 2)


def test_a_preprint_at_crossref_names_its_publication(desk: Desk, server: Replay) -> None:
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.7554/elife.1"}]}
    preprint = one(
        "10.1101/2020.1.1.1",
        type="posted-content",
        relation=relation,
        **{"container-title": [], "institution": [{"name": "bioRxiv"}]},
    )
    server.on("/crossref/works/10.1101", preprint)
    server.on("/crossref/works/10.7554", one("10.7554/elife.1"))
    [answer] = desk.ask(doi("10.1101/2020.1.1.1"))
    assert [record.doi for record in answer.records] == ["10.7554/elife.1", "10.1101/2020.1.1.1"]


def test_a_publication_that_cannot_be_had_leaves_the_preprint(desk: Desk, server: Replay) -> None:
    server.on("/arxiv/query", atom("2005.11401", more="<arxiv:doi>10.5555/rag</arxiv:doi>"))
    [answer] = desk.ask(arxiv("2005.11401"))
    assert titles([answer]) == [["Paper 2005.11401"]]
    assert answer.trouble == "Neither Crossref nor DataCite knows the DOI 10.5555/rag."


def test_pubmed_is_asked_where_there_is_no_doi(desk: Desk, server: Replay, corpora: Path) -> None:
    server.on_file("/pubmed/efetch", corpora / "api/pubmed/pubmed_31393839.xml")
    known, unknown = desk.ask(
        Paper(fields=Fields({"pmid": "31393839"})), Paper(fields=Fields({"pmid": "1"}))
    )
    assert titles([known]) == [["Career-Turning Moments"]]
    assert unknown.trouble == "PubMed knows no number 1."
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://aclanthology.org/2020.acl-main.703/", "10.18653/v1/2020.acl-main.703"),
        ("https://aclanthology.org/P17-1001.pdf", "10.18653/v1/p17-1001"),
        ("https://www.aclweb.org/anthology/D14-1162", "10.3115/v1/d14-1162"),
        ("https://aclanthology.org/D15-1001", "10.18653/v1/d15-1001"),
    ],
)
def test_a_page_of_the_acl_anthology_is_asked_about_by_its_doi(
    desk: Desk, server: Replay, url: str, value: str
) -> None:
    server.on(f"/crossref/works/{value}", one(value))
    [answer] = desk.ask(Paper(fields=Fields({"url": url})))
    assert titles([answer]) == [[f"Work {value}"]]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"isbn": "9781316535783"}, "There is nowhere to ask about an ISBN."),
        (
            {"url": "https://openreview.net/forum?id=x"},
            "nowhere to ask about pages of openreview.net.",
        ),
        ({"url": "https://aclanthology.org/L06-1001"}, "nowhere to ask about"),
        ({"title": "T"}, "It has no identifier to ask about."),
    ],
)
def test_where_there_is_nobody_to_ask_nobody_is_asked(
    desk: Desk, server: Replay, fields: dict[str, str], said: str
) -> None:
    [answer] = desk.ask(Paper(fields=Fields(fields)))
    assert said in answer.trouble
    assert server.asked == []


def test_a_server_that_is_down_costs_the_others_nothing(desk: Desk, server: Replay) -> None:
    server.on("/crossref", Reply(silent=True))
    server.on("/arxiv/query", atom("2001.00001"))
    papers = [arxiv("2001.00001"), *(doi(f"10.1000/a,{number}") for number in range(9))]
    first, *rest = desk.ask(*papers)
    assert titles([first]) == [["Paper 2001.00001"]]
    assert {answer.trouble for answer in rest} == {"Crossref did not answer within 0.2 seconds."}
    assert len(server.asked) == 1 + 3 * 2


@pytest.mark.parametrize("stop", [KeyboardInterrupt, None])
def test_a_stop_keeps_what_had_come(
    desk: Desk, server: Replay, stop: type[BaseException] | None
) -> None:
    server.on("/arxiv/query", atom("2001.00001"))
    papers = [arxiv("2001.00001"), *(doi(f"10.1000/a,{number}") for number in range(9))]
    server.on("/crossref/works/10.1000/a,0", one("10.1000/a,0"))

    def enough() -> bool:
        if len(server.asked) < 2:
            return False
        if stop:
            raise stop
        return True

    desk.web.cancelled = enough
    fetch = desk.fetch(*papers)
    assert fetch.stopped
    answers = fetch.answers()
    assert titles(answers[:1]) == [["Paper 2001.00001"]]
    assert answers[-1].trouble == "It was not its turn yet when fetching was stopped."


def test_a_paper_with_several_identifiers_is_asked_about_by_each(
    desk: Desk, server: Replay
) -> None:
    server.on("/arxiv/query", atom("2001.00001"))
    server.on("/crossref/works/10.1000/x", one("10.1000/x"))
    [answer] = desk.ask(arxiv("2001.00001", doi="10.1000/x"))
    assert titles([answer]) == [["Work 10.1000/x", "Paper 2001.00001"]]


def test_arxivs_own_doi_is_a_question_for_arxiv(desk: Desk, server: Replay) -> None:
    server.on("/arxiv/query", atom("2001.00001"))
    [answer] = desk.ask(doi("10.48550/arXiv.2001.00001"))
    assert titles([answer]) == [["Paper 2001.00001"]]
    assert len(server.asked) == 1


def test_what_is_not_known_today_may_be_tomorrow(server: Replay, tmp_path: Path) -> None:
    server.on("/arxiv/query", atom("2001.00001"), atom("2001.00001", "2001.00002"))
    for known in (1, 2, 2):
        desk = Desk(server.url)
        desk.web.cache.folder = str(tmp_path)
        answers = desk.ask(arxiv("2001.00001"), arxiv("2001.00002"))
        desk.web.close()
        assert sum(bool(answer.records) for answer in answers) == known
    assert len(server.asked) == 2


def test_without_a_network_nobody_is_asked_in_the_place_of_another() -> None:
    desk = Desk("http://127.0.0.1:9")
    found, missing = desk.ask(arxiv("2001.00001"), doi("10.1000/x"))
    desk.web.close()
    assert "arXiv cannot be reached at 127.0.0.1:9: " in found.trouble
    assert "Crossref cannot be reached at 127.0.0.1:9: " in missing.trouble
