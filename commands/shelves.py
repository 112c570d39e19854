"""Shelves: queries with a name. Some are always there, the others are kept in the library."""

from collections.abc import Sequence

from commands.find import read, refuse_doubts
from papers import BadValue, NotFound
from papers.text import fold
from storage import Library, Step
from storage.kept_exports import KeptExport
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
GONE = "\0"

Pairs = list[tuple[Shelf, Shelf | None]]


def shelves(library: Library) -> tuple[Shelf, ...]:
    """Every shelf, those that are always there first."""
    return (*BUILT_IN, *library.shelves())


def shelf_names(library: Library, begun: str = "") -> list[tuple[str, int]]:
    """The names of the shelves that begin so; how much is on each is not counted."""
    sought = fold(begun)
    return [(each.name, 0) for each in shelves(library) if fold(each.name).startswith(sought)]


def find_shelf(library: Library, name: str) -> Shelf:
    """The shelf of this name; case and accents do not matter."""
    return _found(shelves(library), name)


def add_shelf(library: Library, name: str, query: str) -> Step:
    """Keep a query under a name."""
    shelf = Shelf(_checked_name(name), _on_one_line(query))

    def change(own: list[Shelf]) -> Pairs:
        _refuse_taken(own, shelf.name)
        _refuse_doubtful(shelf, own)
        return [(shelf, shelf)]

    return library.change_shelves(change, label=f"shelf {shelf.name}: {shelf.query}")


def change_shelf(library: Library, name: str, query: str) -> Step:
    """Give a shelf another query."""
    wanted = _on_one_line(query)

    def change(own: list[Shelf]) -> Pairs:
        shelf = _own(own, name)
        changed = shelf._replace(query=wanted)
        _refuse_doubtful(changed, [changed if each == shelf else each for each in own])
        return [(shelf, changed)]

    return library.change_shelves(change, label=f"shelf {name}: {wanted}")


def rename_shelf(library: Library, name: str, new: str) -> Step:
    """Give a shelf another name, also where other shelves and kept exports use it."""
    wanted = _checked_name(new)

    def change(own: list[Shelf]) -> Pairs:
        shelf = _own(own, name)
        _refuse_taken([each for each in own if each.id != shelf.id], wanted)
        return [(shelf, shelf._replace(name=wanted)), *_in_users(own, shelf, wanted)]

    def exports(own: list[Shelf], kept: list[KeptExport]) -> list[tuple[KeptExport, KeptExport]]:
        shelf = _own(own, name)
        queries = [_renamed(each.query, own, shelf, wanted) for each in kept]
        return [
            (each, each._replace(query=query))
            for each, query in zip(kept, queries, strict=True)
            if query is not None
        ]

    label = f"rename shelf {name}: {wanted}"
    return library.change_shelves(change, label=label, exports=exports)


def remove_shelf(library: Library, name: str) -> Step:
    """Let go of a shelf that no other uses; its papers stay."""

    def change(own: list[Shelf]) -> Pairs:
        shelf = _own(own, name)
        for user, _ in _in_users(own, shelf, GONE):
            raise BadValue(f"The shelf {user.name!r} uses {shelf.name!r}: change that one first.")
        return [(shelf, None)]

    return library.change_shelves(change, label=f"remove shelf {name}")


def on_shelf(library: Library, shelf: Shelf, query: str) -> str:
    """A query for what is on the shelf and matches the other query as well."""
    if not query.strip():
        return shelf.query
    import search

    return search.render(search.narrowed(read(library, shelf.query), read(library, query)))


def _in_users(own: list[Shelf], shelf: Shelf, name: str) -> Pairs:
    """The other shelves whose queries name this one, with its new name in them."""
    queries = [(user, _renamed(user.query, own, shelf, name)) for user in own if user != shelf]
    return [(user, user._replace(query=query)) for user, query in queries if query is not None]


def _renamed(text: str, own: list[Shelf], shelf: Shelf, name: str) -> str | None:
    """A query that names this shelf with another name in it; None where it does not name it."""
    import search
    from search.shelving import renamed

    known = (*BUILT_IN, *own)
    query = search.parse(text, shelves=lambda: known)
    node = renamed(query.node, shelf.name, name)
    return None if node == query.node else search.render(query._replace(node=node))


def _refuse_doubtful(shelf: Shelf, own: list[Shelf]) -> None:
    """Refuse what means nothing, and shelves that use each other in a circle."""
    import search

    known = (*BUILT_IN, *own, shelf)
    refuse_doubts(search.parse(shelf.query, shelves=lambda: known), "the shelf was not kept")


def _found(among: Sequence[Shelf], name: str) -> Shelf:
    for shelf in among:
        if fold(shelf.name) == fold(name.strip()):
            return shelf
    from search.nearest import nearest

    names = [shelf.name for shelf in among]
    like = nearest(name, names)
    hint = f" Did you mean {like!r}?" if like else ""
    raise NotFound(f"There is no shelf {name!r}: there are {', '.join(map(repr, names))}.{hint}")


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


def _on_one_line(query: str) -> str:
    kept = " ".join(query.splitlines()).lstrip()
    if not kept:
        raise BadValue("A shelf needs a query, such as: tag:peft year>=2020")
    return kept
