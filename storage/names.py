"""Which paper has which citation key, or had it: found without decoding the papers.

The snapshot's index carries the keys as one text, a line a record, so that one key is found by a
search in it; a table of them all is only built where many are asked for.
"""

from collections.abc import Callable, Iterable, Iterator

from storage.codec import decode, encode
from storage.rows import Rows

SEPARATOR = "\t"
MANY = 64


def line_of(names: Iterable[str]) -> bytes:
    """Names as one line; what could break the line is escaped as in JSON."""
    return SEPARATOR.join(encode(name)[1:-1].decode() for name in names).encode()


def names_in(line: str) -> list[str]:
    return [decode(f'"{name}"'.encode()) for name in line.split(SEPARATOR)] if line else []


class Names:
    """Names over the rows of one table; case does not matter."""

    def __init__(self, rows: Rows, names_of: Callable[[bytes], bytes]) -> None:
        self.rows = rows
        self._names_of = names_of
        self._text: str | None = None
        self._table: dict[str, int] | None = None
        self._asked = 0
        self._over: dict[str, int] = {}
        self._unread = [(id, line) for id, line in rows.over.items() if line is not None]

    def note(self, changed: Iterable[tuple[int, bytes]]) -> None:
        """Records came or changed; their names are read when a name is next asked for."""
        self._unread.extend(changed)

    def candidates(self, name: str) -> list[int]:
        """The records that may have the name; one that changed since may have lost it."""
        folded = name.casefold()
        if self._unread:
            self._read_names()
        found = [self._over[folded]] if folded in self._over else []
        self._asked += 1
        if self._asked > MANY:
            earlier = self._whole_table().get(folded)
            return found if earlier is None else [*found, earlier]
        return found + [self.rows.index.ids[place] for place in self._places(folded)]

    def _read_names(self) -> None:
        for id, line in self._unread:
            for known in names_in(self._names_of(line).decode()):
                self._over[known.casefold()] = id
        self._unread.clear()

    def all(self) -> Iterator[str]:
        """Every name that a record has now."""
        over = self.rows.over
        lines = self.rows.index.names.decode().split("\n")
        for id, names in zip(self.rows.index.ids, lines, strict=False):
            if id not in over:
                yield from names_in(names)
        for line in over.values():
            if line is not None:
                yield from names_in(self._names_of(line).decode())

    def _places(self, folded: str) -> Iterator[int]:
        if self._text is None:
            self._text = "\n" + self.rows.index.names.decode().casefold() + "\n"
        wanted = encode(folded)[1:-1].decode()
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            around = self._text[at - 1] + self._text[at + len(wanted)]
            if around in ("\n\n", "\n\t", "\t\n", "\t\t"):
                yield self._text.count("\n", 0, at) - 1
            at = self._text.find(wanted, at + 1)

    def _whole_table(self) -> dict[str, int]:
        if self._table is None:
            self._table = {}
            ids = self.rows.index.ids
            for place, line in enumerate(self.rows.index.names.decode().split("\n")):
                for name in line.split(SEPARATOR):
                    if name:
                        plain = name if "\\" not in name else names_in(name)[0]
                        self._table[plain.casefold()] = ids[place]
        return self._table
