"""Facts that are compared whole: tags, statuses, keys and identifiers."""

from collections.abc import Callable, Iterable

from papers import Fields, Paper, identifiers
from papers.text import fold
from search.lexer import address
from search.reading import Reading

Test = Callable[[Reading], bool]


def same(part: str, value: str, open: bool) -> Test:
    """Whether a part is this, or is below it; with `open`, whether it begins with it."""
    sought, have = fold(value), _HAVE[part]
    if part == "tag":
        below = sought.rstrip("/") + "/"
        if open:
            return lambda paper: any(fold(tag).startswith(sought) for tag in paper.paper.tags)
        return lambda paper: any(
            tag == sought or tag.startswith(below) for tag in map(fold, paper.paper.tags)
        )
    if open:
        return lambda paper: any(fold(each).startswith(sought) for each in have(paper.paper))
    return lambda paper: any(fold(each) == sought for each in have(paper.paper))


def named(kind: str, value: str) -> Test:
    """Whether an identifier is the paper's own; an address may go on."""
    if kind == "url":
        return lambda paper: any(each.startswith(value) for each in _addresses(paper.paper))
    if kind == "uid":
        return lambda paper: (
            paper.paper.uid == value or value in map(str.casefold, _keys(paper.paper))
        )
    have = _HAVE[kind]
    return lambda paper: value in have(paper.paper)


def _keys(paper: Paper) -> tuple[str, ...]:
    return (paper.key, *paper.aliases)


def _of_all(read: Callable[[Fields], str]) -> Callable[[Paper], Iterable[str]]:
    """An identifier of the paper and of its other versions."""

    def of(paper: Paper) -> Iterable[str]:
        found = [read(paper.fields), *(read(version.fields) for version in paper.versions)]
        return [each for each in found if each]

    return of


def _addresses(paper: Paper) -> list[str]:
    found = [paper.url, *(identifiers.url_of(version.fields) for version in paper.versions)]
    return [address(each) for each in found if each]


_HAVE: dict[str, Callable[[Paper], Iterable[str]]] = {
    "tag": lambda paper: paper.tags,
    "status": lambda paper: (paper.status.value,),
    "type": lambda paper: (paper.type,),
    "key": _keys,
    "uid": lambda paper: (paper.uid,),
    "doi": _of_all(identifiers.doi_of),
    "arxiv": _of_all(lambda fields: identifiers.arxiv_of(fields)[0]),
    "isbn": _of_all(identifiers.isbn_of),
    "pmid": _of_all(identifiers.pmid_of),
}
