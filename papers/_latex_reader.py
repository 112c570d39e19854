"""Reads LaTeX into plain text in one pass, without recursion, in time linear in the input.

Text goes to `out` piece by piece. A command that does something to its arguments waits on a
stack until they are complete, be each a group, a character or another command with arguments of
its own. An empty piece before, between and behind them is kept free, so that the command can
write there without moving what was written since.

What a reader is shown where this module knows no better: `\\name{text}` is its text, `\\name`
alone is its name.
"""

import re
from collections.abc import Callable

from papers import _latex_tables as tables
from papers._latex_commands import COMMANDS, LOWERED, RAISED, accent, composed
from papers.latex import ligatures

Action = Callable[["Reader", list[int]], None]
Style = Callable[[str], str]

_TEXT = re.compile(r"[^\\{}$^_]+")
_WORD = re.compile(r"[A-Za-z]+")
_LETTER = re.compile(r"([A-Za-z])|\{([A-Za-z])\}")
_SPACE = re.compile(r"[ \t\r\n]*")


class _Frame:
    """A group, or a command that waits; `marks` say where its arguments begin in `out`."""

    __slots__ = ("action", "marks", "math", "need", "style")

    def __init__(self, need: int, action: Action | None, math: str, style: Style | None) -> None:
        self.need = need
        self.action = action
        self.marks: list[int] = []
        self.math = math
        self.style = style


def read(raw: str) -> str:
    reader = Reader(raw)
    reader.read()
    return "".join(reader.out)


class Reader:
    """The text, the place in it, and what has been made of it so far."""

    __slots__ = ("_closers", "_last_dollar", "last", "math", "out", "pos", "raw", "stack", "style")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.pos = 0
        self.out: list[str] = []
        self.last = ""  # the last character written, "" where a formula begins
        self.stack: list[_Frame] = []
        self.math = ""  # what ends the formula that we are in
        self.style: Style | None = None
        self._closers: dict[int, int] | None = None
        self._last_dollar = -2

    def read(self) -> None:
        raw, end = self.raw, len(self.raw)
        while self.pos < end:
            char = raw[self.pos]
            if char == "\\":
                self._command()
            elif char == "{":
                self.pos += 1
                self.stack.append(_Frame(0, None, self.math, self.style))
            elif char == "}":
                self.pos += 1
                self._close()
            elif char == "$":
                self._dollar()
            elif char in "^_":
                self._script(char)
            elif self.waiting():
                self._single()
            else:
                found = _TEXT.match(raw, self.pos)
                self.pos = found.end() if found else end
                self.write(found[0] if found else "")
        while self.stack:
            self._give_up_waiting()
            if self.stack:
                self._leave(self.stack.pop())

    # what commands use

    def wait(
        self, need: int, action: Action, *, math: str | None = None, style: Style | None = None
    ) -> None:
        """Call the action when so many arguments are complete, which are read in this mode."""
        frame = _Frame(need, action, self.math, self.style)
        self._mark(frame)
        self.stack.append(frame)
        if math is not None:
            self.math = math
        if style is not None:
            self.style = style

    def waiting(self) -> bool:
        return bool(self.stack) and self.stack[-1].need > 0

    def atom(self, text: str) -> None:
        """Write what counts as one argument."""
        if text:
            self.out.append(self.style(text) if self.style else text)
            self.last = text[-1]
        self._completed()

    def write(self, text: str) -> None:
        if self.math:
            text = text.replace("''", "″").replace("'", "′").replace("~", " ")
        else:
            text = ligatures(text)
        if text:
            self.out.append(self.style(text) if self.style else text)
            self.last = text[-1]

    def follower(self) -> str:
        return self.raw[self.pos : self.pos + 1]

    def skip_spaces(self) -> bool:
        return bool(self.skip(_SPACE))

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.raw, self.pos)
        self.pos = found.end() if found else self.pos
        return found[0] if found else ""

    def verbatim(self) -> str | None:
        """The group that follows as it is written, which is then behind us; None if none does."""
        self.skip_spaces()
        if self._closers is None:
            self._closers = _closing_braces(self.raw)
        close = self._closers.get(self.pos)
        if close is None:
            return None
        inside = self.raw[self.pos + 1 : close]
        self.pos = close + 1
        return inside

    # groups and arguments

    def _mark(self, frame: _Frame) -> None:
        self.out.append("")
        frame.marks.append(len(self.out))

    def _completed(self) -> None:
        while self.waiting():
            frame = self.stack[-1]
            self._mark(frame)
            frame.need -= 1
            if frame.need:
                return
            self._leave(self.stack.pop())

    def _leave(self, frame: _Frame) -> None:
        self.math, self.style = frame.math, frame.style
        if frame.action:
            frame.action(self, frame.marks)

    def _give_up_waiting(self) -> None:
        while self.waiting():
            frame = self.stack.pop()
            for _missing in range(frame.need):
                self._mark(frame)
            self._leave(frame)

    def _close(self) -> None:
        self._give_up_waiting()
        if self.stack:
            self._leave(self.stack.pop())
            self._completed()

    def _single(self) -> None:
        """The next character alone is what a command waits for."""
        self.skip_spaces()
        char = self.follower()
        if char and char not in "\\{}$^_":
            self.pos += 1
            self.write(char)
            self._completed()

    # formulas

    def _dollar(self) -> None:
        sign = "$$" if self.raw.startswith("$$", self.pos) and self.math != "$" else "$"
        if self.math:
            self.math = "" if self.math[0] == "$" else self.math
        elif self._opens_formula():
            self.math = sign
            self.last = ""
        else:
            self.pos += 1
            self.atom("$")
            return
        self.pos += len(sign)

    def _opens_formula(self) -> bool:
        raw, at = self.raw, self.pos
        if self._last_dollar == -2:
            self._last_dollar = raw.rfind("$")
        if at >= self._last_dollar:
            return False
        if not raw[at + 1].isdigit():
            return True
        close = raw.find("$", at + 1)  # "from $5 to $10" is money
        return not (raw[close - 1] == " " and raw[close + 1 : close + 2].isdigit())

    def _script(self, char: str) -> None:
        self.pos += 1
        if self.math and not self.waiting():
            self.wait(1, RAISED if char == "^" else LOWERED)
        else:
            self.atom(char)

    # commands

    def _command(self) -> None:
        self.pos += 1
        word = self.skip(_WORD)
        if word:
            self._word(word)
        elif self.pos < len(self.raw):
            self.pos += 1
            self._sign(self.raw[self.pos - 1])
        else:
            self.atom("\\")

    def _sign(self, char: str) -> None:
        """A command of one character that is no letter."""
        if char in tables.ACCENTS and not self.math and not self._is_quote(char):
            self._accent(char)
        elif char in "([" and self.follower() != "}":
            self.math = char
            self.last = ""
        elif char in ")]" and self.math:
            self.math = ""
        elif char == "\\":
            self.skip(re.compile(r"\*?[ \t]*(?:\[[^\[\]{}]{0,20}\])?"))
            self.atom(" ")
        elif char in tables.SPACES:
            self.out.append(" ")
            self.last = " "
        elif char not in tables.NOTHING:
            self.atom(tables.SIGNS.get(char, char))

    def _accent(self, name: str) -> None:
        """An accent, on a plain letter at once, on anything else when it is complete."""
        found = _LETTER.match(self.raw, self.pos)
        letter = composed(name, found[1] or found[2]) if found else ""
        if found and len(letter) == 1:
            self.pos = found.end()
            self.atom(letter)
        else:
            self.wait(1, accent(name))

    def _is_quote(self, char: str) -> bool:
        r"""Whether `\"` is a quotation mark that somebody escaped, not an accent."""
        follower = self.follower()
        if char != '"' or follower == "{" or follower == "\\":
            return False
        if follower.isspace():
            follower = self.raw[self.pos + 1 : self.pos + 2]
        return follower not in tables.TAKE_DIAERESIS

    def _word(self, name: str) -> None:
        """A command with a name."""
        if name in tables.SYMBOLS:
            self._symbol(name)
        elif name in COMMANDS:
            COMMANDS[name](self)
        elif name in tables.SILENT:
            self.skip_spaces()
        elif name in tables.ACCENT_WORDS:
            self.skip_spaces()
            self._accent(name)
        elif name in tables.OPERATORS and self.math:
            self._operator(name)
        elif self.waiting() and name[0] in "ij":
            self.pos -= len(name) - 1  # `Mar\'\ia` is wrong, and meant as Mar\'{\i}a
            self.atom(name[0])
        elif self.follower() != "{" or self.raw.startswith("{}", self.pos):
            self.atom(name)

    def _symbol(self, name: str) -> None:
        """A sign; what stands between two others keeps the space that was left around it."""
        text = tables.SYMBOLS[name]
        spaced = self.skip_spaces() and self.math and not self.waiting()
        if spaced and name in tables.RELATIONS and self.last not in tables.OPENING:
            self.atom(f"{text} " if self.last == " " else f" {text} ")
        else:
            self.atom(text)

    def _operator(self, name: str) -> None:
        spaced = self.skip_spaces()
        follower = self.follower()
        before = " " if self.last.isalnum() or self.last in tables.CLOSING else ""
        after = follower.isalnum() or follower == "\\" or (spaced and follower not in "([^_}$")
        self.atom(f"{before}{name} " if after else before + name)


def _closing_braces(raw: str) -> dict[int, int]:
    closers: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"\\.|[{}]", raw, re.DOTALL):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            closers[opened.pop()] = found.start()
    return closers
