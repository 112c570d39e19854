"""Papers where they stood in their files, among the comments and definitions around them.

One file alone comes out as it was. Of several, each block stands once, and a name that two files
define differently keeps the meaning that most papers give it; other papers get the text itself.
"""

import codecs
import collections
import functools
import re
from collections.abc import Callable, Mapping, Sequence

from exporters._strings import Definitions, names_in, settled
from papers import bibtex
from papers.outline import TWIN, Outline, Piece
from papers.paper import Paper

Part = list[Piece | Paper]

_ENCODING = re.compile(r"^([ \t]*%[ \t]*Encoding:[ \t]*)([\w-]+)", re.IGNORECASE | re.MULTILINE)
_LABEL = re.compile(r"^[ \t]*%[ \t]*Encoding:[^\r\n]*(?:\r\n?|\n)?", re.IGNORECASE | re.MULTILINE)


def parts(
    papers: Sequence[Paper], outlines: Sequence[Outline], meant: Mapping[str, str]
) -> list[Part]:
    """A part for each file, and one for the papers that are in none of them."""
    left = {paper.uid: paper for paper in papers}
    found = [_of_file(outline, left) for outline in outlines]
    if len(found) > 1:
        found = _without_repeats(_without_clashes(found, meant))
    found = [part for part in found if any(_says_something(item) for item in part)]
    if left:
        alone: Part = []
        for paper in left.values():
            alone += [paper, _space("\n\n")]
        found.append([*alone[:-1], _space("\n")])
    return found


def joined(
    parts: Sequence[Part],
    definitions: Definitions,
    written: Callable[[Paper], str],
    strings: Callable[[Mapping[str, str]], str],
) -> str:
    """The parts as one text; before the first paper that needs them stand what is not defined."""
    scope = _Scope(parts, definitions)
    done: list[str] = []
    labels: list[int] = []
    for number, part in enumerate(parts):
        if done and not done[-1].endswith("\n\n"):
            done.append("\n" if done[-1].endswith("\n") else "\n\n")
        for item in part:
            if isinstance(item, Piece):
                scope.pass_by(item)
                if item.kind == "comment":
                    labels.append(len(done))
                done.append(_LABEL.sub("", item.text) if number else item.text)
                continue
            if missing := scope.take_missing(item):
                done += [strings(missing), "\n\n"]
            done.append(written(scope.settled(item, number)))
    if not all(text.isascii() for text in done):
        for at in labels:
            done[at] = _ENCODING.sub(_as_utf8, done[at])
    return "".join(done)


class _Scope:
    """What each name means at the place that was come to."""

    def __init__(self, parts: Sequence[Part], definitions: Definitions) -> None:
        self.now: dict[str, str] = {}
        self.first: dict[str, str] = {}
        self.definers: dict[str, set[int]] = collections.defaultdict(set)
        for number, part in enumerate(parts):
            for item in part:
                for name, value in _definitions(item):
                    self.definers[name].add(number)
                    self.first.setdefault(name, value)
        self.missing = {
            name: value
            for name, value in definitions.needed.items()
            if name.lower() not in self.definers
        }
        self.added = {name.lower(): value for name, value in self.missing.items()}

    def pass_by(self, piece: Piece) -> None:
        self.now.update(_definitions(piece))

    def take_missing(self, paper: Paper) -> Mapping[str, str]:
        """All definitions that no part has, at the first paper that needs one of them."""
        if not self.missing or _names(paper).isdisjoint(self.added):
            return {}
        missing, self.missing = self.missing, {}
        return missing

    def settled(self, paper: Paper, part: int) -> Paper:
        """The paper as it is, unless another part has a say in what its macros mean."""
        if all(self.definers.get(name, {part}) == {part} for name in _names(paper)):
            return paper
        own = {name.lower() for name in paper.strings}
        later = {name: value for name, value in self.first.items() if name not in own}
        return settled(paper, {**later, **self.added, **self.now})


def _names(paper: Paper) -> set[str]:
    """The macros that the paper uses, and those that these use."""
    names = names_in(paper)
    return names | {name.lower() for name in paper.strings} if names else names


def _of_file(outline: Outline, left: dict[str, Paper]) -> Part:
    """The file's papers that are left, and what stands around them."""
    between, twins = outline.between(), outline.twins()
    here: dict[str, Paper] = {}
    part: Part = []
    gaps = [between[0]]
    for at, uid in enumerate(outline.papers):
        paper = left.pop(uid, None)
        entry: Piece | Paper | None = paper
        if paper:
            here[uid] = paper
        elif uid in here and at in twins and not _took_key_of(here[uid], twins[at]):
            # somebody may cite the paper by this key
            entry = Piece(at, TWIN, twins[at])
        if entry:
            part += [*_closed_up(gaps), entry]
            gaps = []
        gaps.append(between[at + 1])
    return [*part, *_closed_up(gaps, at_end=True)]


def _took_key_of(paper: Paper, twin: str) -> bool:
    """Whether the paper was given the key that the other entry of its file has."""
    entry, own = bibtex.understand(twin), bibtex.understand(paper.source.raw)
    if not (entry and own):
        return False
    key = paper.key.casefold()
    return entry.key.casefold() == key != own.key.casefold()


def _closed_up(gaps: list[list[Piece]], *, at_end: bool = False) -> list[Piece]:
    """What stands between two papers where there are no others any more between them."""
    said = [gap for gap in gaps if any(piece.kind != "space" for piece in gap)]
    if len(gaps) == 1 or not said:
        return gaps[-1] if at_end else gaps[0]
    kept: list[Piece] = []
    for gap in said:
        kept += gap
        if not gap[-1].text.endswith(("\n", "\r")):  # what follows would be in a comment's line
            kept.append(_space("\n"))
    return kept


def _without_clashes(files: list[Part], meant: Mapping[str, str]) -> list[Part]:
    """One meaning for each name that several files define."""
    meanings: dict[str, list[set[str]]] = collections.defaultdict(list)
    for part in files:
        own: dict[str, set[str]] = collections.defaultdict(set)
        for item in part:
            for name, value in _definitions(item):
                own[name].add(value)
        for name, values in own.items():
            meanings[name].append(values)
    chosen: dict[str, str] = {}
    for name, each in meanings.items():
        if len(set().union(*each)) > 1 and len(each) > 1:
            chosen[name] = meant.get(name) or next(iter(each[0]))
    return [
        _dropping(part, lambda item: any(chosen.get(n, v) != v for n, v in _definitions(item)))
        for part in files
    ]


def _without_repeats(files: list[Part]) -> list[Part]:
    """What stood in an earlier file as well is left out, whatever the space in it."""
    seen: set[str] = set()
    found: list[Part] = []

    def is_repeated(piece: Piece) -> bool:
        return _sense(piece) in seen

    for part in files:
        found.append(_dropping(part, is_repeated))
        seen |= {_sense(item) for item in part if isinstance(item, Piece)} - {""}
    return found


def _dropping(part: Part, unwanted: Callable[[Piece], bool]) -> Part:
    """The part without these pieces and the space behind them."""
    kept: Part = []
    dropped = False
    for item in part:
        if isinstance(item, Piece):
            if dropped and item.kind == "space":
                dropped = False
                continue
            dropped = unwanted(item)
            if dropped:
                continue
        elif dropped:
            dropped = False
            kept.append(_space("\n\n"))
        kept.append(item)
    return kept


def _sense(piece: Piece) -> str:
    """What is not to be said twice."""
    if piece.kind == "string":
        return repr(_definitions(piece))
    return "" if piece.kind == TWIN else " ".join(piece.text.split())


def _definitions(item: Piece | Paper) -> Sequence[tuple[str, str]]:
    """What a piece defines, each name in lower case."""
    return _defined_by(item.text) if isinstance(item, Piece) and item.kind == "string" else ()


@functools.lru_cache(maxsize=1 << 14)
def _defined_by(text: str) -> tuple[tuple[str, str], ...]:
    block = bibtex.understand(text, keyed=False)
    return tuple((part.name.lower(), part.plain) for part in block.parts) if block else ()


def _says_something(item: Piece | Paper) -> bool:
    return not isinstance(item, Piece) or item.kind != "space"


def _space(text: str) -> Piece:
    return Piece(0, "space", text)


def _as_utf8(found: re.Match[str]) -> str:
    """The label of the file's encoding, which is UTF-8 now whatever it was."""
    try:
        same = codecs.lookup(found[2]).name == "utf-8"
    except LookupError:
        same = False
    return found[0] if same else f"{found[1]}UTF-8"
