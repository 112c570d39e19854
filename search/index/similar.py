"""Papers like one: those that share its rarest words in titles, authors, tags and abstracts."""

import numpy as np

from papers import Paper, uid_to_int
from search.index import entries
from search.index.columns import Columns
from search.index.entries import PARTS
from search.index.found import NOTHING, Found, Uids
from search.words import tokens

TELLING = ("title", "author", "tag", "abstract")
WORDS = 40  # of the paper's, the rarest that other papers have as well
WEIGHTS = {"title": 2.0, "author": 1.0, "tag": 2.0, "abstract": 1.0}
FEW = 100
COMMON = 10  # a word of every tenth paper tells nothing


def find(columns: Columns, paper: Paper, limit: int) -> Found:
    """The papers most like this one, the most alike first; the paper itself is none of them."""
    index = columns.index
    entry = entries.of_papers([paper])
    weights: dict[int, float] = {}
    for part, (text,) in zip(PARTS, entry.texts, strict=True):
        for word in tokens(text) if part in TELLING else ():
            number = index.lexicon.find(word.encode("utf-8", "surrogatepass"))
            if number >= 0:
                weights[number] = max(weights.get(number, 0.0), WEIGHTS[part])
    live = index.papers["live"]
    most = max(len(index), FEW) // COMMON
    counted = [
        (number, index.postings.papers_of(number, most + len(index.dead))) for number in weights
    ]
    known = [
        (count, number, papers)
        for number, papers in counted
        if 1 < (count := int(live[papers].sum())) <= most
    ]
    known.sort(key=lambda each: each[0] / weights[each[1]] ** 2)
    scores = np.zeros(index.count)
    for count, number, papers in known[:WORDS]:
        rarity = np.log(len(index) / count + 1)
        scores[papers] += rarity * rarity * weights[number]
    scores *= live
    scores /= np.sqrt(index.titles.sizes + 8)
    own = index.place(uid_to_int(paper.uid))
    if own >= 0:
        scores[own] = 0
    places = np.flatnonzero(scores)
    if not len(places):
        return NOTHING
    if len(places) > limit:
        least = np.partition(scores[places], len(places) - limit)[len(places) - limit]
        places = places[scores[places] >= least]
    ids = index.papers["ids"]
    uids = Uids(ids, places, [lambda at: np.round(scores[at], 6), lambda at: ids[at]])
    best = scores[uids.places(limit)[:limit]]
    return Found(uids[:limit], (best / best[0]).tolist())
