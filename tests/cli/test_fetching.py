"""`carrel add ID` and `carrel enrich` against a server: what is fetched, waits and is said."""

import json
from pathlib import Path

import pytest

from importers import fetch
from importers.fetch import Places
from tests.cli.support import Run, Start
from tests.replay import Replay, Reply

RAG = "10.5555/arxivrag"
PUBLISHED = {
    "message": {
        "DOI": RAG,
        "type": "proceedings-article",
        "title": ["Retrieval-augmented generation for knowledge-intensive NLP tasks"],
        "author": [
            {"given": "Patrick", "family": "Lewis"},
            {"given": "Ethan", "family": "Perez"},
        ],
        "container-title": ["Advances in NeurIPS"],
        "published-print": {"date-parts": [[2021]]},
    }
}
ORTHO = "10.1002/jor.1100150407"


@pytest.fixture
def online(
    carrel: Run, server: Replay, corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """A command line whose arXiv, Crossref, DataCite and PubMed are recorded."""
    monkeypatch.setenv("CARREL_OFFLINE", "no")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(fetch, "PAUSES", dict.fromkeys(fetch.PAUSES, 0.0))
    api = corpora / "api"
    server.on_file("/arxiv/query", api / "arxiv-atom" / "vgi__arxiv.xml")
    server.on_data(f"/crossref/works/{RAG}", PUBLISHED)
    server.on_file(
        f"/crossref/works/{ORTHO}", api / "crossref" / "habanero__test_works_with_many_ids_1.json"
    )
    server.on_file("/datacite/dois/10.17912", api / "datacite" / "datacite_doc_30.json")
    server.on_file("/pubmed/efetch", api / "pubmed" / "pubmed_19129924.xml")
    folder = tmp_path / "config" / "carrel"
    folder.mkdir(parents=True)
    places = [f'{place} = "{server.url}/{place}"\n' for place in Places._fields]
    settings = 'contact = "ann@example.org"\ntimeout = 0.2\n'
    (folder / "config.toml").write_text("[fetch]\n" + settings + "".join(places), "utf8")
    return carrel


def test_an_arxiv_number_becomes_a_paper_that_can_be_cited(online: Run, server: Replay) -> None:
    done = online("add", "arXiv:2005.11401v2", "--tag", "rag")
    assert (done.code, done.err) == (0, "")
    [paper] = online("list", "--json").json
    assert paper["key"] == "lewisRetrievalaugmentedGenerationKnowledgeintensive2021"
    assert (paper["type"], paper["year"], paper["venue"]) == (
        "inproceedings", 2021, "Advances in NeurIPS",
    )  # fmt: skip
    assert (paper["arxiv"], paper["doi"]) == ("2005.11401", RAG)
    assert (paper["status"], paper["tags"]) == ("unread", ["rag"])
    assert paper["abstract"].startswith("We introduce")
    assert paper["versions"][0]["fields"]["howpublished"] == "NeurIPS 2020"
    assert "Also as   misc, NeurIPS 2020, 2020-05-22" in online("show", RAG).out
    assert "mailto:ann@example.org" in server.asked[0].headers["User-Agent"]
    assert len(online("history").lines) == 1


def test_identifiers_of_all_kinds_come_in_as_one_step(online: Run) -> None:
    receipt = online(
        "add", f"https://doi.org/{ORTHO}", "PMID: 19129924", "https://arxiv.org/abs/2004.04906",
        "https://doi.org/10.17912/MICROPUB.biology.000143", "--json",
    ).json  # fmt: skip
    assert [paper["title"].split()[0] for paper in receipt["added"]] == [
        "Growth", "PyMOOSE:", "Dense", "Phase-separated",
    ]  # fmt: skip
    online("undo")
    assert online("list", "--json").json == []


def test_what_is_typed_along_with_an_identifier_counts_more(online: Run) -> None:
    online("add", ORTHO, "--title", "Growth hormone", "--year", "1998", "--status", "inbox")
    [paper] = online("list", "--json").json
    assert (paper["title"], paper["year"], paper["status"]) == ("Growth hormone", 1998, "inbox")
    assert (paper["venue"], paper["type"]) == ("Journal of Orthopaedic Research", "article")
    assert paper["authors"][0]["family"] == "Lieber"


def test_an_identifier_given_as_an_option_is_fetched_too(online: Run, server: Replay) -> None:
    assert online("add", "--doi", ORTHO, "--key", "lieber97").code == 0
    [paper] = online("list", "--json").json
    assert (paper["key"], paper["year"]) == ("lieber97", 1997)
    asked = len(server.asked)
    online("add", "--doi", "10.1000/x", "--title", "All that there is to say")
    assert len(server.asked) == asked


def test_what_is_there_already_is_not_asked_about(online: Run, server: Replay) -> None:
    online("add", ORTHO)
    asked = len(server.asked)
    again = online("add", ORTHO.upper())
    assert (again.code, again.out) == (0, "1 there already.\n")
    assert len(server.asked) == asked


def test_a_rehearsal_shows_the_paper_and_the_real_thing_asks_no_more(
    online: Run, server: Replay, folder: Path
) -> None:
    done = online("add", ORTHO, "--dry-run")
    assert "Growth hormone secretagogue" in done.out
    assert not folder.exists()
    asked = len(server.asked)
    assert online("add", ORTHO).code == 0
    assert len(server.asked) == asked


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(silent=True), "Crossref did not answer within 0.2 seconds."),
        (Reply(b"<html>Log in</html>", kind="text/html"), "A web page came where data of Crossref"),
        (Reply(b'{"message": {"DOI'), "What Crossref sent is not JSON that can be read"),
        (Reply(b"[1, 2]"), "What Crossref sent is no answer"),
        (Reply(status=403), "Crossref answered 403 (forbidden)."),
        (Reply(status=404), "Neither Crossref nor DataCite knows the DOI 10.1000/x."),
        (Reply(status=429, headers=(("Retry-After", "900"),)), "left alone for 15 minutes."),
        (Reply(status=302, headers=(("Location", "/crossref/works/10.1000/x"),)), "without end"),
    ],
)
def test_whatever_goes_wrong_the_paper_is_kept_and_waits(
    online: Run, server: Replay, reply: Reply, said: str
) -> None:
    server.on("/crossref/works/10.1000/x", reply)
    done = online("add", "doi:10.1000/X")
    assert (done.code, done.out.splitlines()[-1]) == (0, "1 added.")
    assert done.err.startswith("doi:10.1000/X waits in the inbox. ")
    assert said in done.err
    assert done.err.endswith("`carrel enrich` asks again.\n")
    [paper] = online("list", "--json").json
    assert (paper["key"], paper["status"], paper["doi"]) == ("doi-10.1000-x", "inbox", "10.1000/x")


def test_without_a_network_papers_wait_until_there_is_one(
    online: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_OFFLINE", "yes")
    done = online("add", ORTHO, "2005.11401")
    assert (done.code, done.err.count("waits in the inbox")) == (0, 2)
    refused = online("enrich")
    assert (refused.code, refused.out) == (2, "")
    assert "fetch.offline is set in $CARREL_OFFLINE" in refused.err
    monkeypatch.setenv("CARREL_OFFLINE", "no")
    done = online("enrich")
    assert (done.code, done.lines[-1]) == (0, "2 papers filled in.")
    assert (
        "lieberGrowthHormoneSecretagogue1997: key doi-10.1002-jor.1100150407 → "
        "lieberGrowthHormoneSecretagogue1997, type misc → article" in done.out
    )
    papers = online("list", "--json").json
    assert [paper["key"] for paper in papers] == [
        "lewisRetrievalaugmentedGenerationKnowledgeintensive2021",
        "lieberGrowthHormoneSecretagogue1997",
    ]
    assert [paper["year"] for paper in papers] == [2021, 1997]
    assert "Nothing is missing that could be fetched." in online("enrich").err
    online("undo")
    assert {paper["title"] for paper in online("list", "--json").json} == {""}


def test_enrich_tells_programs_what_it_did(online: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARREL_OFFLINE", "yes")
    online("add", ORTHO, "10.1000/x", "9781316535783")
    monkeypatch.setenv("CARREL_OFFLINE", "no")
    done = online("enrich", "--json")
    assert done.code == 1
    [changed] = done.json["changed"]
    assert changed["key"] == "lieberGrowthHormoneSecretagogue1997"
    assert {"title", "author", "journal", "year"} <= set(changed["fields"])
    assert [(wait["key"], wait["waits"]) for wait in done.json["waiting"]] == [
        ("doi-10.1000-x", True), ("isbn-9781316535783", True),
    ]  # fmt: skip
    assert done.json["waiting"][1]["reason"] == "There is nowhere to ask about an ISBN."
    assert str(done.json["step"]) in online("history").lines[0].split()
    assert (done.json["dry_run"], done.json["stopped"]) == (False, False)
    again = online("enrich")
    assert (again.code, again.out) == (2, "2 papers still waiting.\n")


def test_enrich_with_a_query_fills_gaps_and_keeps_what_was_imported(
    online: Run, tmp_path: Path
) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(
        "@article{lewis, title={Retrieval-Augmented Generation for Knowledge-Intensive {NLP}"
        " Tasks}, author={P. Lewis}, journal={CoRR}, volume={abs/2005.11401}, year=2020}\n"
        f"@article{{jor, title={{Something quite different}}, doi={{{ORTHO}}}, year=1997}}\n"
        "@misc{other, title={Not asked about}, eprint={2004.04906}, archiveprefix={arXiv}}\n",
        "utf8",
    )
    online("import", bib)
    rehearsed = online("enrich", "key:lewis", "--dry-run")
    assert (rehearsed.code, rehearsed.lines[-1]) == (0, "1 paper would be filled in.")
    done = online("enrich", "key:lewis", "OR", "key:jor")
    assert done.code == 1
    assert "not “Something quite different”: nothing was taken from there." in done.err
    lewis, other = online("show", "lewis", "other", "--json").json
    assert (lewis["venue"], lewis["year"], lewis["arxiv"]) == (
        "Advances in NeurIPS", 2021, "2005.11401",
    )  # fmt: skip
    assert "{NLP}" in online("export", "bibtex", "key:lewis").out
    assert other["year"] is None
    online("undo")
    assert online("export", "bibtex").out == bib.read_text("utf8")


def test_nothing_of_a_hostile_answer_acts_on_the_terminal(online: Run, server: Replay) -> None:
    hostile = "\x1b]0;owned\x07\x1b[31m Red \u202e [bold]x[/] <script>alert(1)</script>"
    message = {"DOI": "10.1000/x", "title": [hostile], "author": [{"name": hostile}]}
    server.on("/crossref/works", Reply(json.dumps({"message": message}).encode()))
    done = online("add", "10.1000/x")
    assert done.code == 0
    for said in (done.out, online("show", "10.1000/x").out, online("list").out):
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_a_bar_shows_how_far_it_is_and_a_stop_keeps_what_had_come(
    online: Run, server: Replay, terminal: Start, tmp_path: Path
) -> None:
    config = tmp_path / "config" / "carrel" / "config.toml"
    config.write_text(config.read_text("utf8").replace("timeout = 0.2", "timeout = 20"), "utf8")
    server.on("/crossref/works", Reply(silent=True))
    started = terminal("add", "2004.04906", "10.1000/x")
    started.wait_for("1/2")
    started.type("\x03")
    done = started.finish()
    assert done.code == 130
    assert "Fetching ████████████░░░░░░░░░░░░ 1/2" in done.out
    assert "10.1000/x waits in the inbox. It was not its turn yet" in done.out
    papers = online("list", "--json").json
    assert [paper["title"].split(" ")[0] for paper in papers] == ["", "Dense"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("fetch.contact", "ann", "is an e-mail address"),
        ("fetch.contact", "ann@example.org>\r\nX: y", "is an e-mail address"),
        ("fetch.timeout", "soon", "is a number of seconds"),
        ("fetch.timeout", "0", "is a number of seconds"),
        ("fetch.arxiv", "arxiv.org", "an address that begins with https://"),
        ("fetch.crossref", "file:///etc/passwd", "an address that begins with https://"),
        ("fetch.offline", "perhaps", "it is one of yes, no"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(carrel: Run, name: str, value: str, said: str) -> None:
    done = carrel("config", name, value)
    assert done.code == 2
    assert said in done.err
