"""Shelves: queries with a name. Some are always there, the others are kept in the library."""

from collections.abc import Sequence

from commands.find import not_understood
from papers import BadValue, NotFound
from papers.text import fold
from storage import Library, Step
from storage.shelves import Shelf

BUILT_IN = (
    Shelf("All", ""),
    Shelf("Inbox", "status:inbox"),
    Shelf("Unread", "status:unread"),
    Shelf("Reading", "status:reading"),
    Shelf("Queue", "is:queued sort:queue"),
    Shelf("Recent", "added<30d"),
)
LONGEST = 80


def shelves(library: Library) -> tuple[Shelf, ...]:
    """Every shelf, those that are always there first."""
    return (*BUILT_IN, *library.shelves())


def find_shelf(library: Library, name: str) -> Shelf:
    """The shelf of this name; case and accents do not matter."""
    return _found(shelves(library), name)


def add_shelf(library: Library, name: str, query: str) -> Step:
    """Keep a query under a name."""
    shelf = Shelf(_checked_name(name), _checked_query(query))

    def change(own: list[Shelf]) -> tuple[Shelf, Shelf]:
        _refuse_taken(own, shelf.name)
        return shelf, shelf

    return library.change_shelf(change, label=f"shelf {shelf.name}: {shelf.query}")


def change_shelf(library: Library, name: str, query: str) -> Step:
    """Give a shelf another query."""
    wanted = _checked_query(query)

    def change(own: list[Shelf]) -> tuple[Shelf, Shelf]:
        shelf = _own(own, name)
        return shelf, shelf._replace(query=wanted)

    return library.change_shelf(change, label=f"shelf {name}: {wanted}")


def rename_shelf(library: Library, name: str, new: str) -> Step:
    """Give a shelf another name."""
    wanted = _checked_name(new)

    def change(own: list[Shelf]) -> tuple[Shelf, Shelf]:
        shelf = _own(own, name)
        _refuse_taken([each for each in own if each.id != shelf.id], wanted)
        return shelf, shelf._replace(name=wanted)

    return library.change_shelf(change, label=f"rename shelf {name}: {wanted}")


def remove_shelf(library: Library, name: str) -> Step:
    """Let go of a shelf; its papers stay."""
    return library.change_shelf(lambda own: (_own(own, name), None), label=f"remove shelf {name}")


def on_shelf(shelf: Shelf, query: str) -> str:
    """A query for what is on the shelf and matches the other query as well."""
    if not query.strip():
        return shelf.query
    import search

    return search.render(search.narrowed(search.parse(shelf.query), search.parse(query)))


def _found(among: Sequence[Shelf], name: str) -> Shelf:
    for shelf in among:
        if fold(shelf.name) == fold(name.strip()):
            return shelf
    names = ", ".join(repr(shelf.name) for shelf in among)
    raise NotFound(f"There is no shelf {name!r}: there are {names}.")


def _own(own: list[Shelf], name: str) -> Shelf:
    if any(fold(shelf.name) == fold(name.strip()) for shelf in BUILT_IN):
        raise BadValue(f"The shelf {name!r} is always there: make one of your own beside it.")
    return _found(own, name) if own else _found(BUILT_IN, name)


def _refuse_taken(own: list[Shelf], name: str) -> None:
    for shelf in (*BUILT_IN, *own):
        if fold(shelf.name) == fold(name):
            raise BadValue(f"There is a shelf {shelf.name!r} already: choose another name.")


def _checked_name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept or not kept.isprintable():
        raise BadValue("A shelf's name is a few words on one line.")
    if len(kept) > LONGEST:
        raise BadValue(f"A shelf's name has at most {LONGEST} characters.")
    return kept


def _checked_query(query: str) -> str:
    """The query as it is kept; what is not understood today would be a riddle tomorrow."""
    for words in not_understood(query):
        raise BadValue(f"{words!r} in the query means nothing: the shelf was not kept.")
    kept = " ".join(query.splitlines()).lstrip()
    if not kept:
        raise BadValue("A shelf needs a query, such as: tag:peft year>=2020")
    return kept
