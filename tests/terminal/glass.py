"""What a terminal makes of the bytes that it is sent: cells, and what it would have acted on.

It knows only what Carrel has reason to send. Whatever else would act on a terminal is `foreign`.
"""

import re
import unicodedata
from codecs import getincrementaldecoder

CONTROL = re.compile(
    r"\x1b\[(?P<mark>[?<>=]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<system>[^\x07\x1b]*)(?:\x07|\x1b\\)"
)
BEGUN = re.compile(r"\x1b(?:\[[?<>=]?[0-9;:]*[ -/]*|\][^\x07\x1b]*\x1b?)?\Z")  # more may follow
MODES = frozenset("7 25 1000 1003 1004 1006 1015 1016 1049 2004 2026 2048".split())
ACTING = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
ALTERNATE, SHOWN_CURSOR = "1049", "25"


class Glass:
    """The cells of a screen, and everything that was done to it."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.foreign: list[str] = []  # what Carrel never has reason to send
        self.system: list[str] = []  # operating system commands: titles, clipboards
        self.modes: dict[str, bool] = {}
        self.styles: set[str] = set()
        self.painted = 0  # letters
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self._rest = ""
        self._x = self._y = 0
        self._cells = self._blank()

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._cells = self._blank()

    @property
    def lines(self) -> list[str]:
        return ["".join(row) for row in self._cells]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def cells(self, row: int, start: int, end: int | None = None) -> str:
        """What stands in some cells of a row, however wide the letters before them are."""
        return "".join(self._cells[row][start:end])

    def column(self, row: int, sign: str) -> int:
        """The cell of a row where that sign stands, -1 if there is none."""
        cells = self._cells[row]
        return cells.index(sign) if sign in cells else -1

    def feed(self, data: bytes) -> None:
        text = self._rest + self._decode(data)
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                end = text.find("\x1b", at)
                self._write(text[at : end if end >= 0 else len(text)])
                at = end if end >= 0 else len(text)
            elif found := CONTROL.match(text, at):
                self._obey(found)
                at = found.end()
            elif BEGUN.match(text, at):
                break
            else:
                self.foreign.append(text[at : at + 20])
                at += 1
        self._rest = text[at:]

    def _blank(self) -> list[list[str]]:
        return [[" "] * self.columns for _ in range(self.rows)]

    def _obey(self, found: re.Match[str]) -> None:
        if found["system"] is not None:
            self.system.append(found["system"])
            return
        kind = found["mark"] + found["between"] + found["final"]
        numbers = found["numbers"].split(";")
        if kind == "H":
            row, column = [int(number or 1) for number in [*numbers, "", ""][:2]]
            self._y, self._x = min(row, self.rows) - 1, min(column, self.columns) - 1
        elif kind == "m":
            self.styles.add(found["numbers"])
        elif kind in ("?h", "?l") and numbers[0] in MODES:
            self.modes[numbers[0]] = kind == "?h"
            if numbers[0] == ALTERNATE:
                self._cells = self._blank()
        elif kind not in (">u", "<u", "?$p"):
            self.foreign.append(found[0])

    def _write(self, text: str) -> None:
        self.foreign += ACTING.findall(text)
        for char in text:
            if char == "\r":
                self._x = 0
            elif char == "\n":
                self._y = min(self._y + 1, self.rows - 1)
            else:
                self._put(char)

    def _put(self, char: str) -> None:
        """As most terminals do: marks and what a joiner joins go into the cell before."""
        self.painted += 1
        row, x = self._cells[self._y], self._x
        before = x - 1 if x < 2 or row[x - 1] else x - 2
        joined = x and row[before].endswith("\u200d")
        if x and (joined or unicodedata.category(char) in ("Mn", "Me", "Cf") or is_skin(char)):
            row[before] += char
            if joined and before == x - 1 and x < self.columns:  # what is joined is wide
                row[x] = ""
                self._x = x + 1
            return
        wide = unicodedata.east_asian_width(char) in ("W", "F")
        if x + wide >= self.columns:
            if x < self.columns:  # half a letter has no place; lines do not wrap
                row[x] = char if not wide else " "
            self._x = self.columns
            return
        row[x] = char
        if wide:
            row[x + 1] = ""
        self._x = x + 1 + wide


def is_skin(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"
