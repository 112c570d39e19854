"""What may have been meant by a name that there is not."""

from collections.abc import Iterable

from papers.text import fold

LONGEST = 40  # letters; nothing that long is a slip
BEGUN = 3  # letters from which a beginning tells what was meant


def nearest(typed: str, names: Iterable[str]) -> str:
    """The name that is the fewest slips away, or else begins so; "" where none is near."""
    from rapidfuzz.distance import OSA

    sought = fold(typed)
    if not sought or len(sought) > LONGEST:
        return ""
    most = 1 if len(sought) < 5 else 2
    known = [(name, fold(name)) for name in names]
    slips = [(OSA.distance(sought, each, score_cutoff=most), name) for name, each in known]
    fewest, name = min(slips, key=lambda pair: pair[0], default=(most + 1, ""))
    if fewest <= most and fewest < len(sought) - 1:
        return name
    begun = [name for name, each in known if each.startswith(sought)]
    return begun[0] if begun and len(sought) >= BEGUN else ""
