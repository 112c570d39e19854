"""What is meant comes first: exact before like, titles before abstracts, all words before some."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from importers import FORMATS
from papers import Fields, Paper, Status, int_to_uid, uid_to_int
from search import parse
from search.index import Answering, Index
from search.words import parts

ATTENTION = Fields(title="Attention Is All You Need", author="Vaswani, Ashish", year="2017")
MOE = Fields(title="Outrageously Large Networks: the Sparsely Gated Mixture-of-Experts Layer",
             author="Shazeer, Noam", year="2017")  # fmt: skip
VIT = Fields(
    title="Vision Transformer Adapter for Dense Predictions", author="Chen, Zhe", year="2023"
)
LORA = Fields(title="LoRA: Low-Rank Adaptation", author="Hu, Edward", year="2021")
RETRIEVAL = Fields(title="Entity Retrieval", author="Guo, Jiafeng", year="2016")
DEEP = Fields(title="Deep Learning", author="LeCun, Yann", year="2015")
GRAPHS = Fields(
    title="A Survey of Graphs", abstract="Attention and deep learning are all you need."
)
GODEL = Fields(title=r"{\"U}ber unentscheidbare S{\"a}tze", author=r"G{\"o}del, Kurt", year="1931")
BETA = Fields(title=r"$\beta$-VAE: Learning Basic Concepts", author="Higgins, Irina", year="2017")
CHINESE = Fields(title="深度学习在视觉中的应用", author="Li, Ming", year="2020")
ONE_WORD = Fields(title="DeepFake Detection by Watermarks", author="Hu, Bo", year="2022")
RLHF = Fields(title="MM-RLHF: The Next Step", author="Zhang, Yi", year="2025")
ALL = (ATTENTION, MOE, VIT, LORA, RETRIEVAL, DEEP, GRAPHS, GODEL, BETA, CHINESE, ONE_WORD, RLHF)


def library(fields: Sequence[Fields]) -> list[Paper]:
    return [
        Paper(uid=int_to_uid(number), key=f"k{number}", fields=each)
        for number, each in enumerate(fields, 1)
    ]


def answering(papers: Sequence[Paper]) -> Answering:
    return Answering(Index.of(papers), {uid_to_int(paper.uid): paper for paper in papers}.get)


def found(text: str, papers: Sequence[Paper]) -> list[Paper]:
    by_uid = {paper.uid: paper for paper in papers}
    answer = answering(papers).find(parse(text, cursor=len(text)))
    return [by_uid[uid] for uid in answer.uids]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("attention is all you need", ATTENTION),
        ("need all attention", ATTENTION),
        ("atention is all you ned", ATTENTION),
        ("vaswani 2017", ATTENTION),
        ("2017 vaswani", ATTENTION),
        ("vaswani17", ATTENTION),
        ("vaswni", ATTENTION),
        ("moe", MOE),
        ("mixture of expert", MOE),
        ("vit", VIT),
        ("lowrank", LORA),
        ("low-rank", LORA),
        ("lora", LORA),
        ("entitiy retreival", RETRIEVAL),
        ("yntity retrieval", RETRIEVAL),
        ("deeplearning", DEEP),
        ("deep fake detection", ONE_WORD),
        ("goedel", GODEL),
        ("godel satze", GODEL),
        ("uber unents", GODEL),
        ("beta vae", BETA),
        ("β-vae", BETA),
        ("深度学习", CHINESE),
        ("mm-rlhf", RLHF),
        ("mmrlhf", RLHF),
        ("vaswani 2018", ATTENTION),  # off by one
        ("2019 attention need", ATTENTION),
        ("visions transformers adapters", VIT),
        ("the paper of vaswani about attention", ATTENTION),
        ("low-rank adaptation quantum", LORA),
    ],
)
def test_what_is_half_remembered_is_found_first(typed: str, meant: Fields) -> None:
    first = found(typed, library(ALL))[:1]
    assert [paper.fields for paper in first] == [meant]


@pytest.mark.parametrize("typed", ["zzzzqq", "vaswani 2001", "attention xylophones", "quantum"])
def test_what_no_paper_explains_finds_nothing(typed: str) -> None:
    assert found(typed, library(ALL)) == []


def test_where_none_explains_every_word_most_of_many_will_do() -> None:
    [first] = found("attention is all you want xylophone need", library(ALL))[:1]
    assert first.fields == ATTENTION


def test_the_title_counts_for_more_than_the_abstract() -> None:
    papers = [paper.fields for paper in found("deep learning", library(ALL))]
    assert papers.index(DEEP) < papers.index(GRAPHS)


def test_a_phrase_in_the_title_comes_before_one_elsewhere() -> None:
    papers = library([
        Fields(title="Deep Learning of Graphs"),
        Fields(title="Graphs", abstract="All of it is deep learning."),
    ])  # fmt: skip
    for query in ('"deep learning"', '"deep learning" -has:doi', '"deep lea'):
        titles = [paper.title for paper in found(query, papers)]
        assert titles == ["Deep Learning of Graphs", "Graphs"]


def titled(*titles: str) -> list[Paper]:
    return library([Fields(title=title) for title in titles])


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("graph networks", "Graph Networks", "Networks that Graph the Sky above Us"),
        ("graph networks", "Graph Networks", "Graph Networks for Molecules and Much Else"),
        ("form", "Form and Colour", "Platform Economics"),
        ("from", "Learning From Data", "Form of Data"),
        ("graph networks", "A Study of Graph Networks Today", "Graph Theory for Social Networks"),
        ("neural nets", "Neural Nets for Speech", "Speech by Nets that are Neural"),
    ],
)
def test_the_nearer_title_comes_first(typed: str, first: str, second: str) -> None:
    for papers in (titled(first, second), titled(second, first)):
        assert found(typed, papers)[0].title == first


def test_of_papers_alike_those_to_be_read_come_first_then_the_last_touched() -> None:
    same = Fields(title="Graph Networks")
    papers = [
        Paper(uid=int_to_uid(1), fields=same, status=Status.READ, modified="2026-01-03T00:00:00Z"),
        Paper(uid=int_to_uid(2), fields=same, modified="2026-01-01T00:00:00Z"),
        Paper(uid=int_to_uid(3), fields=same, modified="2026-01-02T00:00:00Z"),
        Paper(uid=int_to_uid(4), fields=same, queue=1, modified="2026-01-01T00:00:00Z"),
    ]
    assert [uid_to_int(paper.uid) for paper in found("graph", papers)] == [4, 3, 2, 1]


def test_a_score_is_explained_word_by_word() -> None:
    papers = library(ALL)
    shares = answering(papers).explain(1, parse("attention vaswani xylophone", cursor=27))
    assert [share.word for share in shares] == ["attention", "vaswani", "xylophone"]
    assert sum(share.weight for share in shares) == pytest.approx(1)
    assert [share.closeness for share in shares] == pytest.approx([1, 0.95, 0])
    assert [share.found_in for share in shares] == [2, 1, 0]


def test_papers_that_share_rare_words_are_similar() -> None:
    papers = titled(
        "Sparse attention for genomes", "Genomes and their attention", "Sparse matrices",
        "On the history of music", "Music for the masses",
    )  # fmt: skip
    found = answering(papers).similar(papers[0], 2)
    assert [*found.uids][:1] == [papers[1].uid]
    assert {papers[0].uid, papers[3].uid}.isdisjoint(found.uids)


def real(*folders: Path) -> list[Paper]:
    """Every paper of the BibTeX files there that has a title, each title once."""
    papers: dict[str, Paper] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.bib")):
        for paper in FORMATS["bibtex"](path.read_bytes(), path.name).papers:
            if title := " ".join(parts(paper.title)):
                papers.setdefault(title, paper)
    return [
        paper._replace(uid=int_to_uid(number), key=f"{paper.key}-{number}")
        for number, paper in enumerate(papers.values(), 1)
    ]


def _with_a_typo(title: str, number: int) -> str:
    """Two letters of the longest word swapped; in a short one that may make another word."""
    word = max(title.split(), key=len)
    at = 1 + number % (len(word) - 2) if len(word) > 3 else 0
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return title.replace(word, swapped)


def _check(papers: list[Paper], every: int) -> None:
    index = answering(papers)
    missed = []
    for number, paper in enumerate(papers[::every]):
        title = " ".join(parts(paper.title))
        first = index.find(parse(title)).uids[:1]
        if first != [paper.uid]:
            missed.append(paper.title)
        typo = _with_a_typo(title, number)
        near = index.find(parse(typo)).uids[:3]
        if max(map(len, title.split())) > 4 and paper.uid not in near:
            missed.append(typo)
    assert missed == []


def test_a_real_paper_is_found_by_its_title_and_with_one_typo(corpora: Path) -> None:
    _check(real(corpora / "bib-wild"), every=4)


LONG = Fields(title="Hochgeschwindigkeitsdatenübertragungen", author="Ohm, Jens", year="1999")


@pytest.mark.parametrize(
    "typed",
    [
        "hochgeschwindigkeitsdatenubertragnugen",
        "hochgeschwindigkeitsdatenubetragungen",
        "hochgeschwidigkeitsdatenubertragungen",
        "hochgeschwindigkeitsdatenuberrttragungen",
        "hochgeschwindigkeitsdatneu",
    ],
)
def test_a_typo_is_forgiven_anywhere_in_a_very_long_word(typed: str) -> None:
    papers = library([*ALL, LONG])
    assert found(typed, papers) == papers[-1:]


@pytest.mark.slow
def test_every_real_paper_is_found_by_its_title_and_with_one_typo(corpora: Path) -> None:
    _check(real(corpora), every=1)
