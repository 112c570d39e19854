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
MOST_LOOKED_AT = 3000  # names that are looked at to find those that are like another


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
        self._unread = [id for id, line in list(rows.over.items()) if line is not None]
        self._reading = allocate_lock()

    def note(self, changed: Iterable[int]) -> None:
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
            for id in self._unread:
                for known in self._names_now(id):
                    _add(self._over, known.casefold(), id)
            self._unread.clear()

    def all(self) -> Iterator[str]:
        """Every name that a record has now."""
        over = set(self.rows.over)
        for id, names in zip(self.rows.index.ids, self.rows.index.names.split(b"\n"), strict=False):
            if id not in over:
                yield from names_in(names)
        for id in over:
            yield from self._names_now(id)

    def _names_now(self, id: int) -> list[str]:
        line = self.rows.get(id)
        return [] if line is None else names_in(self._names_of(line))

    def like(self, name: str) -> list[str]:
        """Names, in small letters, that share rare runs of letters with this one.

        Those that share most stand first. Some may be names that their papers no longer have.
        """
        folded = _escaped(name.casefold())
        self.candidates(name)  # so that what came since has been read
        shared = _sharing(self._folded(), folded)
        shared |= _sharing("\n" + "\n".join(map(_escaped, list(self._over))) + "\n", folded)
        return [_plain(found) for found in sorted(shared, key=lambda found: -shared[found])]

    def _folded(self) -> str:
        if self._text is None:
            self._text = "\n" + _text(self.rows.index.names).casefold() + "\n"
        return self._text

    def _places(self, folded: str) -> Iterator[int]:
        text = self._folded()
        wanted = _escaped(folded)
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            around = text[at - 1] + text[at + len(wanted)]
            if around in ("\n\n", "\n\t", "\t\n", "\t\t"):
                yield text.count("\n", 0, at) - 1
            at = text.find(wanted, at + 1)

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


def _sharing(text: str, name: str) -> dict[str, int]:
    """The names in a text that have a quarter of this one in them, and how many of the four.

    Whoever mistyped up to three letters got one of the quarters right.
    """
    size = max(len(name) // 4, 3 if len(name) > 5 else 2)
    runs = {name[at : at + size] for at in range(0, len(name), size)} | {name[-size:]}
    counted = sorted((count, run) for run in runs if (count := text.count(run)))
    shared: dict[str, int] = {}
    left = MOST_LOOKED_AT
    for count, run in counted:
        if count > left and shared:
            break
        at = text.find(run)
        while at >= 0 and left:
            left -= 1
            line = text.rfind("\n", 0, at) + 1
            start = text.rfind(SEPARATOR, line, at) + 1 or line
            end = text.index("\n", at)
            found = text[start:end].partition(SEPARATOR)[0]
            shared[found] = shared.get(found, 0) + 1
            at = text.find(run, start + len(found))
    return shared
