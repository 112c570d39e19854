"""Shelves that a query names: which there are, and what is in the way of using one."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from papers.text import fold
from search.tree import All, Any, Node, Not, OnShelf

TOO_MUCH = "the query and its shelves are too long together"
INSIDE = "in the shelf"


class Shelf(Protocol):
    """A query with a name."""

    @property
    def name(self) -> str: ...

    @property
    def query(self) -> str: ...


Shelves = Callable[[], Iterable[Shelf]]


def renamed(node: Node, name: str, new: str) -> Node:
    """The tree with another name for one of the shelves that it names."""
    match node:
        case OnShelf(found, inner, span):
            return OnShelf(new, inner, span) if found == name else node
        case All(nodes):
            return All(tuple([renamed(each, name, new) for each in nodes]))
        case Any(nodes):
            return Any(tuple([renamed(each, name, new) for each in nodes]))
        case Not(inner, span):
            return Not(renamed(inner, name, new), span)
        case _:
            return node


def none() -> Iterable[Shelf]:
    """Where there is no library there are no shelves."""
    return ()


class Known(NamedTuple):
    """The shelves that can be named, and those on the way, each of which names the next."""

    shelves: Shelves = none
    way: tuple[str, ...] = ()

    def find(self, name: str) -> Shelf | None:
        """The shelf of this name; case and accents do not matter."""
        sought = fold(" ".join(name.split()))
        return next((each for each in self.shelves() if fold(each.name) == sought), None)

    def circle(self, shelf: Shelf) -> str:
        """How the shelf would come to use itself; "" where it does not."""
        if shelf.name not in self.way:
            return ""
        way = [*self.way[self.way.index(shelf.name) :], shelf.name]
        if len(way) == 2:
            return f"the shelf {shelf.name} uses itself"
        return f"shelves use each other in a circle: {', '.join(way)}"

    def below(self, shelf: Shelf) -> "Known":
        return self._replace(way=(*self.way, shelf.name))

    def like(self, name: str) -> str:
        """The name of the shelf that was nearly named, "" where none is near."""
        from search.nearest import nearest

        return nearest(name, [each.name for each in self.shelves()])
