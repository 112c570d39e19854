"""Whether a name is the one that was typed, where one of the two has initials."""

from collections.abc import Sequence


def named_so(typed: Sequence[str], name: Sequence[str], open: bool) -> bool:
    """Whether the typed words stand in a row in a name; an initial stands for a word.

    Michael Kahana is M. J. Kahana, and M. Kahana is Michael Jacob Kahana; one of the words must be
    in both. With `open` the last typed word may go on.
    """
    return _begins(typed, name, open) or any(
        _begins(typed, name[at:], open)
        for at in range(1, len(name))
        if name[at].startswith(typed[0]) and len(typed[0]) > 1
    )


def _begins(
    typed: Sequence[str],
    name: Sequence[str],
    open: bool,
    *,
    begun: bool = False,
    sure: bool = False,
) -> bool:
    """Whether the typed words are those that the name begins with; sure is that one was in both."""
    if not typed or not name:
        return sure and not typed
    word, other, rest = typed[0], name[0], typed[1:]
    same = word == other or (open and not rest and other.startswith(word))
    initial = 1 in (len(word), len(other)) and word[0] == other[0]
    known = sure or (same and len(word) > 1)
    if (same or initial) and _begins(rest, name[1:], open, begun=True, sure=known):
        return True
    if begun and len(other) == 1 and _begins(typed, name[1:], open, begun=True, sure=sure):
        return True  # a middle initial that was not typed
    return begun and len(word) == 1 and _begins(rest, name, open, begun=True, sure=sure)
