"""Papers as people have them, for benchmarks of search: real ones first, then ones made alike.

The real ones are the entries of the corpora's BibTeX files, each title once. The others have titles
that a chain of word pairs draws from the real titles, no title twice; every third begins with an
invented name, as systems have. Their authors are real given and family names put together anew,
their abstracts whole sentences of real abstracts, their venues and years those of real papers.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from importers import FORMATS
from papers import Fields, Paper, Status

SYLLABLES = "ba bel co dra e fi gra hy in ka lo me na or pe qua re si tra u vi xe yo zu".split()
ENDINGS = "Net Former GAN BERT Flow Bench Tune ML DB Kit".split()
TAGS = (
    "nlp vision theory systems rl graphs survey todo thesis stats bio physics crypto hci music"
    " optimisation dataset method review to-read cite-me nlp/parsing nlp/mt vision/3d"
).split()
REMARKS = (
    "Read the proof again.", "Compare with the baseline of section 4.", "Cite in the introduction.",
    "The ablation is missing.", "Code is on the author's page.", "Ask Marie about the data set.",
)  # fmt: skip


def make_papers(count: int, corpora: Path, *, seed: int = 7) -> Iterator[Paper]:
    """The first `count` papers of a sequence that depends on the corpora and the seed alone."""
    chance = random.Random(seed)
    real = _real(corpora)
    chance.shuffle(real)
    seen = {_plain(paper.title) for paper in real}
    maker = _Maker(real, chance)
    for number in range(count):
        if number < len(real):
            paper = real[number]
            fields = paper.fields
            if not paper.abstract:
                fields = fields.with_({"abstract": maker.abstract()})
            kept = Paper(key=f"{paper.key}", type=paper.type, fields=fields, strings=paper.strings)
            yield maker.judged(kept, number)
        else:
            title = maker.title()
            while _plain(title) in seen:
                title = maker.title()
            seen.add(_plain(title))
            yield maker.judged(maker.paper(title, number), number)


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", title).strip().lower()


def _real(corpora: Path) -> list[Paper]:
    """Every paper of the corpora that has a title of three words, each title once."""
    found: dict[str, Paper] = {}
    keys: set[str] = set()
    for folder in ("bib-large", "bib-wild", "bibtex-nasty"):
        for path in sorted((corpora / folder).rglob("*.bib")):
            for paper in FORMATS["bibtex"](path.read_bytes(), path.name).papers:
                plain = _plain(paper.title)
                if plain.count(" ") < 2 or len(plain) < 12 or plain in found or not paper.authors:
                    continue
                if paper.key.casefold() not in keys:
                    keys.add(paper.key.casefold())
                    found[plain] = paper
    return list(found.values())


class _Maker:
    """Makes papers out of pieces of real ones."""

    def __init__(self, real: list[Paper], chance: random.Random) -> None:
        self.chance = chance
        self.next: dict[tuple[str, str], list[str]] = defaultdict(list)
        for paper in real:
            words = ["", "", *paper.title.split(), ""]
            for first, second, third in zip(words, words[1:], words[2:], strict=False):
                self.next[first, second].append(third)
        people = [author for paper in real for author in paper.authors if author.family]
        self.families = [author.family for author in people]
        self.given = [author.given for author in people if author.given]
        self.venues = [paper.venue for paper in real if paper.venue and len(paper.venue) < 90]
        self.years = [paper.year for paper in real if paper.year]
        self.sentences = [
            sentence
            for paper in real
            for sentence in re.split(r"(?<=[a-z]\.) ", paper.abstract)
            if 60 < len(sentence) < 400
        ]

    def title(self) -> str:
        chance = self.chance
        while True:
            words = ["", ""]
            while (word := chance.choice(self.next[words[-2], words[-1]])) and len(words) < 20:
                words.append(word)
            title = " ".join(words[2:])
            if 5 <= len(words) - 2 <= 16 and len(title) < 150:
                break
        if chance.random() < 1 / 3:
            name = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize()
            title = f"{name}{chance.choice([*ENDINGS, ''])}: {title}"
        return title

    def abstract(self) -> str:
        found, length = [], self.chance.randint(500, 1400)
        while length > 0:
            found.append(self.chance.choice(self.sentences))
            length -= len(found[-1])
        return " ".join(found)

    def paper(self, title: str, number: int) -> Paper:
        chance = self.chance
        people = [
            f"{chance.choice(self.families)}, {chance.choice(self.given)}"
            for _ in range(chance.randint(1, 6))
        ]
        year = chance.choice(self.years)
        first = re.sub(r"[^a-z]", "", people[0].partition(",")[0].lower()) or "anon"
        word = max(re.findall(r"[a-z]+", title.lower()), key=len, default="paper")
        return Paper(
            key=f"{first}{year}{word}{number}",
            type="article" if number % 3 else "inproceedings",
            fields=Fields(
                {
                    "title": title,
                    "author": " and ".join(people),
                    "journal" if number % 3 else "booktitle": chance.choice(self.venues),
                    "year": str(year),
                    "pages": f"{number % 400}--{number % 400 + 12}",
                    "doi": f"10.1000/{number:07d}",
                    "url": f"https://example.org/papers/{number}",
                    "abstract": self.abstract(),
                }
            ),
        )

    def judged(self, paper: Paper, number: int) -> Paper:
        chance = self.chance
        return paper._replace(
            tags=frozenset(chance.sample(TAGS, k=number % 4)),
            rating=chance.choice((0, 0, 0, 3, 4, 5)),
            status=chance.choice((Status.UNREAD, Status.READ, Status.READING)),
            notes=" ".join(chance.sample(REMARKS, k=2)) if number % 10 == 0 else "",
        )
