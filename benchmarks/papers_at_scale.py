"""Papers of realistic size (about 1.7 KB each), the same in every run, for every benchmark."""

import random
from collections.abc import Iterator

from papers import Fields, Paper, Status

SYLLABLES = (
    "ar ti fi ci al neu ral net work gra ph lan guage mo del learn ing deep re cur rent".split()
)
VENUES = ("Neural Computation", "Journal of Machine Learning Research", "NeurIPS", "ICML", "ACL")
FAMILIES = ("Garcia", "Müller", "Zhang", "van den Berg", "O'Neil", "Kowalski", "Sørensen", "Tanaka")


def make_papers(count: int, *, seed: int = 7) -> Iterator[Paper]:
    """The first `count` papers of a sequence that depends on the seed alone."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(8000)]

    def text(length: int) -> str:
        return " ".join(chance.choices(words, k=length))

    for number in range(count):
        authors = [
            f"{chance.choice(FAMILIES)}, {text(1).title()}" for _ in range(chance.randint(1, 6))
        ]
        yield Paper(
            key=f"{text(1)}{1990 + number % 36}n{number}",
            type="article",
            fields=Fields(
                title=text(chance.randint(6, 14)).capitalize(),
                author=" and ".join(authors),
                journal=chance.choice(VENUES),
                year=str(1990 + number % 36),
                volume=str(number % 90),
                pages=f"{number % 400}--{number % 400 + 12}",
                doi=f"10.1000/{number:07d}",
                url=f"https://example.org/papers/{number}",
                abstract=text(130) + ".",
            ),
            tags=frozenset(chance.sample(words[:40], k=number % 4)),
            rating=number % 6,
            status=(Status.UNREAD, Status.READ, Status.READING)[number % 3],
            notes=text(8) if number % 10 == 0 else "",
        )
