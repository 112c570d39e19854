"""The index answers as a look at every paper would, however it came to be."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import Annotation, Attachment, Fields, Paper, Status, Version, int_to_uid, uid_to_int
from papers.fields import Bare
from search import SORT_FIELDS, checker, ordered, parse
from search.index import Answering, Index, entries, load, save
from search.index.build import build
from search.index.fulltext import FullText
from search.index.fulltext import build as build_texts
from search.tree import Phrase, Query, Text
from tests.search.trees import Shelf

NOW = 1_795_000_000.0  # 2026-11-18
WORDS = (
    "deep learning graph low-rank lora GPT-3 Gödel α-stable 深度 the of vision 2017 net networks"
)
TITLES = st.lists(st.sampled_from(WORDS.split()), min_size=0, max_size=6).map(" ".join)
STAMPS = st.sampled_from(
    ["", "2026-11-17T10:00:00Z", "2026-11-01T10:00:00Z", "2020-02-29T23:59:59Z"]
)
PEOPLE = st.sampled_from(
    [
        "", "Vaswani, Ashish", "Kurt G{\\\"o}del and others", "van Beethoven, Ludwig and Bo Li",
        "{The ATLAS Collaboration}", "O'Neil, Tip and Smith, Jr., John", "M{\\\"u}ller, A.",
    ]
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": TITLES
        | st.sampled_from([r"K{\"o}del on $\alpha$--$\beta$", " spaced  out ", "{}"]),
        "author": PEOPLE,
        "editor": PEOPLE,
        "year": st.sampled_from(["2017", "2018", "in press", "", "1931"]),
        "month": st.sampled_from([Bare("jan"), "3", "May 5"]),
        "date": st.sampled_from(["2017-05", "2020/2021"]),
        "journal": st.sampled_from(["Nature", "arXiv preprint", "J. ACM", "~"]),
        "booktitle": st.just("Proc. of {NeurIPS}"),
        "abstract": TITLES,
        "doi": st.sampled_from(
            ["10.1000/ab-1", r"10.1000/ab\_2", "https://doi.org/10.1/x", "none"]
        ),
        "eprint": st.sampled_from(["1706.03762", "math/0309136", "x"]),
        "isbn": st.just("0-262-03384-4"),
        "url": st.sampled_from(
            ["https://www.Example.org/a/", "http://x.y/z_1", "example.org", "-"]
        ),
        "note": st.sampled_from(["PMID: 12345", "see arXiv:1706.03762v2", "nothing"]),
        "publisher": st.just("MIT Press"),
    },
).map(Fields)
JUDGEMENTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"rating": st.integers(0, 5), "status": st.sampled_from(Status), "modified": STAMPS},
    optional={
        "queue": st.integers(0, 3),
        "priority": st.integers(0, 3),
        "finished": STAMPS,
        "tags": st.frozensets(
            st.sampled_from(["nlp", "nlp/mt", "Ärger", "deep", "low-rank", "2017"]), max_size=3
        ),
    },
)
PAPERS = st.lists(
    st.builds(
        Paper,
        uid=st.integers(0, 40).map(int_to_uid),
        key=st.sampled_from(["vaswani2017", "Hu:2021", "godel_1931", "x"]),
        aliases=st.sampled_from([(), ("attention", "old")]),
        type=st.sampled_from(["misc", "article"]),
        fields=FIELDS,
        provisional=st.sampled_from(["", "a provisional title"]),
        tags=st.frozensets(st.sampled_from(["nlp", "nlp/mt", "Ärger", "two words"]), max_size=2),
        rating=st.integers(0, 5),
        status=st.sampled_from(Status),
        priority=st.integers(0, 3),
        queue=st.integers(0, 2),
        notes=TITLES,
        annotations=st.sampled_from([(), (Annotation("2026-01-01", "lora!", quote="net"),)]),
        files=st.sampled_from([(), (Attachment("a.pdf"),), (Attachment("b.txt"),)]),
        versions=st.sampled_from([(), (Version("misc", Fields(eprint="2401.00001")),)]),
        added=STAMPS,
        modified=STAMPS,
        started=STAMPS,
        finished=STAMPS,
        trashed=st.just(""),
    ),
    max_size=8,
    unique_by=lambda paper: paper.uid,
)  # fmt: skip
CONDITIONS = (
    "tag:nlp", "tag:nlp/mt", "tag:arger", "tag:n*", "status:read", "status:unread", "type:article",
    "key:vaswani2017", "key:att*", "key:OLD", "doi:10.1000/ab-1", "doi:10.1000/*",
    "arxiv:1706.03762",
    "arxiv:2401.00001", "isbn:9780262033848", "pmid:12345", "year:2017", "year>=2018", "year<2018",
    "year:1900..2017", "rating:0", "rating>2", "priority:1", "priority<3", "queue>0", "queue<2",
    "added<7d", "added:2026-11", "modified>=2026-11-17", "started:2020..", "finished<2021",
    "has:notes", "has:pdf", "has:doi", "has:abstract", "has:tags", "has:files", "has:arxiv",
    "has:url", "has:isbn", "has:pmid", "has:authors", "has:editors", "has:title", "has:venue",
    "has:year", "has:rating", "has:priority", "has:queue", "has:annotations", "has:started",
    "has:finished", "has:versions", "has:publisher", "is:provisional", "is:queued", "is:preprint",
    "is:published", "is:starred", "10.1000/ab-1", "arXiv:1706.03762", "https://example.org/a",
    "uid:0000", "publisher:press", "/l.ra/", '"deep learning"', '"low rank"', 'title:"graph deep"',
    'author:"ludwig van"', 'author:"vaswani, ash"', 'author:"a vaswani"', 'author:"anna muller"',
    'author:"bo l"', '-author:"b. li"', 'tag:"two words"', '"learning graph"',
    "title:(deep OR graph)", "-tag:(nlp two)", "title:(-deep)", "shelf:queue", "shelf:both",
    "-shelf:both", "shelf:(all queue)", "pdf:lora", 'pdf:"deep net"', "-pdf:low-rank", "pdf:net*",
    'pdf:(graph OR "low rank")', "shelf:read", "-shelf:read",
    "-lora", "-low-rank", "-title:graph", "-notes:net*", "-2017", "-(deep OR -graph)", "file:b",
    "editor:li",
)  # fmt: skip
QUERIES = st.lists(
    st.sampled_from(CONDITIONS)
    | st.sampled_from([f"-{text}" for text in CONDITIONS if text[0] != "-"]),
    min_size=1,
    max_size=4,
).flatmap(
    lambda some: st.sampled_from([" ".join(some), " OR ".join(some), f"({' OR '.join(some)})"])
)
SORTS = st.lists(
    st.sampled_from([*SORT_FIELDS]).flatmap(
        lambda name: st.sampled_from([f"sort:{name}", f"sort:-{name}"])
    ),
    max_size=2,
).map(" ".join)
SOUGHT = st.lists(
    st.sampled_from(
        "deep lerning graph lowrank lora gpt-3 godel alpha 深 vaswani 17 net rank".split()
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


SHELVES = (
    Shelf("all", ""),
    Shelf("queue", "is:queued sort:queue"),
    Shelf("both", "tag:nlp OR shelf:queue -has:doi"),
    Shelf("read", 'pdf:"learning deep" OR status:read'),
)
SAID = st.dictionaries(
    st.integers(0, 40), st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join)
)


def answering(papers: Iterable[Paper]) -> Answering:
    kept = {uid_to_int(paper.uid): paper for paper in papers}
    return Answering(Index.of(kept.values()), kept.get)


def found(index: Answering, query: Query) -> list[str]:
    answer = index.find(query, budget=60.0)
    assert answer.complete
    return list(answer.uids)


def newest_first(papers: Iterable[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda paper: uid_to_int(paper.uid), reverse=True)


@given(PAPERS, SAID, QUERIES)
def test_conditions_pick_what_a_look_at_every_paper_picks(
    papers: list[Paper], said: dict[int, str], text: str
) -> None:
    query = parse(text, now=NOW, shelves=lambda: SHELVES)
    in_pdfs = FullText(build_texts(sorted(said.items())))

    def having(asked: Text | Phrase) -> list[str]:
        return [int_to_uid(id) for id in in_pdfs.ids[in_pdfs.said(asked) > 0].tolist()]

    matches = checker(query.node, having)
    expected = {paper.uid for paper in papers if matches(paper)}
    index = answering(papers)
    index.texts = in_pdfs
    assert set(found(index, query)) == expected
    if not index.find(query).scores:
        in_order = ordered([p for p in newest_first(papers) if p.uid in expected], query.sort)
        assert found(index, query) == [paper.uid for paper in in_order]


@given(PAPERS, SORTS)
def test_papers_come_in_the_order_that_is_asked_for(papers: list[Paper], text: str) -> None:
    query = parse(text, now=NOW)
    expected = [paper.uid for paper in ordered(newest_first(papers), query.sort)]
    assert found(answering(papers), query) == expected


@given(PAPERS, st.lists(PAPERS, max_size=4), st.data())
def test_after_any_changes_it_answers_as_one_built_anew(
    papers: list[Paper], steps: list[list[Paper]], data: st.DataObject
) -> None:
    now = {uid_to_int(paper.uid): paper for paper in papers}
    kept = Answering(Index.of(papers), now.get)
    for changed in steps:
        gone = data.draw(st.lists(st.sampled_from([*now]), max_size=2)) if now else []
        kept.index.follow([(id, None) for id in gone])
        for id in gone:
            now.pop(id, None)
        kept.index.follow([(uid_to_int(paper.uid), paper) for paper in changed])
        now.update({uid_to_int(paper.uid): paper for paper in changed})
        judged = data.draw(st.lists(st.tuples(st.sampled_from([*now]), JUDGEMENTS))) if now else []
        now.update({id: now[id]._replace(**judgement) for id, judgement in judged})
        kept.index.judge([now[id] for id, _ in judged if not now[id].trashed])
    fresh = answering(now.values())
    words = data.draw(SOUGHT)
    for text in (words, f"{words} ", *data.draw(st.tuples(QUERIES, SORTS))):
        query = parse(text, now=NOW, cursor=len(text))
        assert found(kept, query) == found(fresh, query)
        scores = kept.find(query).scores
        assert scores == pytest.approx(fresh.find(query).scores)
    assert {name: sorted(labels.counts(kept.index.papers["live"])) for name, labels in
            kept.index.facts.labels.items()} == {
        name: sorted(labels.counts(fresh.index.papers["live"]))
        for name, labels in fresh.index.facts.labels.items()
    }  # fmt: skip
    for paper in [*now.values()][:2]:
        assert list(kept.similar(paper, 5).uids) == list(fresh.similar(paper, 5).uids)


@given(PAPERS)
def test_what_was_saved_and_mapped_is_what_was_built(
    tmp_path_factory: pytest.TempPathFactory, papers: list[Paper]
) -> None:
    path = str(tmp_path_factory.mktemp("index") / "index")
    built = build([entries.of_papers(newest_first(papers)[::-1])])
    save(path, built, {"seq": 3})
    read = load(path)
    assert read
    arrays, facts = read
    assert facts == {"seq": 3}
    assert {name: array.tolist() for name, array in arrays.items()} == {
        name: array.tolist() for name, array in built.items()
    }


@pytest.mark.parametrize("cut", [0, 10, 60, 500, -1])
def test_a_torn_file_is_none(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("index") / "index"
    save(str(path), build([]), {})
    path.write_bytes(path.read_bytes()[:cut])
    assert load(str(path)) is None


def test_a_file_with_a_changed_header_is_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("index") / "index"
    save(str(path), build([]), {"seq": 1})
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"seq": 1', b'"seq": 2'))
    assert load(str(path)) is None
    assert load(str(path.with_name("missing"))) is None


@given(st.text(max_size=60) | st.text('ab"()/-:*^ \n\0\ud800', max_size=400))
def test_no_text_is_too_odd_to_be_searched(text: str) -> None:
    papers = [Paper(uid=int_to_uid(1), key="a", fields=Fields(title="a b ab"))]
    index = answering(papers)
    query = parse(text, now=NOW, cursor=len(text))
    assert len(index.find(query).uids) in (0, 1)
