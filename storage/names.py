"""Which paper has which citation key, or had it: found without decoding the papers.

The snapshot's index carries the keys as one text, a line a record, so that one key is found by a
search in it; a table of them all is only built where many are asked for.
"""

import json
from _thread import allocate_lock
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring

from storage.rows import Rows

SEPARATOR = "\t"
MANY = 64


def line_of(names: Iterable[str]) -> bytes:
    """Names as one line; what could break the line is escaped as in JSON."""
    return SEPARATOR.join(map(_escaped, names)).encode("utf-8", "surrogatepass")


def _escaped(name: str) -> str:
    return encode_basestring(name)[1:-1]


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogatepass")


def _plain(name: str) -> str:
    return json.loads(f'"{name}"') if "\\" in name else name


def names_in(line: bytes) -> list[str]:
    return list(map(_plain, _text(line).split(SEPARATOR))) if line else []


class Names:
    """Names over the rows of one table; case does not matter."""

    def __init__(self, rows: Rows, names_of: Callable[[bytes], bytes]) -> None:
        self.rows = rows
        self._names_of = names_of
        self._text: str | None = None
        self._table: dict[str, tuple[int, ...]] | None = None
        self._asked = 0
        self._over: dict[str, tuple[int, ...]] = {}
        self._unread = [(id, line) for id, line in rows.over.items() if line is not None]
        self._reading = allocate_lock()

    def note(self, changed: Iterable[tuple[int, bytes]]) -> None:
        """Records came or changed; their names are read when a name is next asked for."""
        with self._reading:
            self._unread.extend(changed)

    def candidates(self, name: str) -> list[int]:
        """The records that may have the name; one that changed since may have lost it."""
        folded = name.casefold()
        if self._unread:
            self._read_names()
        self._asked += 1
        if self._asked > MANY:
            earlier = self._whole_table().get(folded, ())
        else:
            earlier = tuple(self.rows.index.ids[place] for place in self._places(folded))
        return list(dict.fromkeys(self._over.get(folded, ()) + earlier))

    def _read_names(self) -> None:
        with self._reading:
            for id, line in self._unread:
                for known in names_in(self._names_of(line)):
                    _add(self._over, known.casefold(), id)
            self._unread.clear()

    def all(self) -> Iterator[str]:
        """Every name that a record has now."""
        over = dict(self.rows.over)
        for id, names in zip(self.rows.index.ids, self.rows.index.names.split(b"\n"), strict=False):
            if id not in over:
                yield from names_in(names)
        for line in over.values():
            if line is not None:
                yield from names_in(self._names_of(line))

    def _places(self, folded: str) -> Iterator[int]:
        if self._text is None:
            self._text = "\n" + _text(self.rows.index.names).casefold() + "\n"
        wanted = _escaped(folded)
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            around = self._text[at - 1] + self._text[at + len(wanted)]
            if around in ("\n\n", "\n\t", "\t\n", "\t\t"):
                yield self._text.count("\n", 0, at) - 1
            at = self._text.find(wanted, at + 1)

    def _whole_table(self) -> dict[str, tuple[int, ...]]:
        if self._table is None:
            table: dict[str, tuple[int, ...]] = {}
            for id, line in zip(
                self.rows.index.ids, _text(self.rows.index.names).split("\n"), strict=False
            ):
                for name in line.split(SEPARATOR):
                    if name:
                        _add(table, _plain(name).casefold(), id)
            self._table = table
        return self._table


def _add(table: dict[str, tuple[int, ...]], name: str, id: int) -> None:
    """Two records have one name only where another program wrote so."""
    known = table.get(name, ())
    if id not in known:
        table[name] = (*known, id)
