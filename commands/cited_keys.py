"""The citation keys that a document names, in the order in which it first cites them.

LaTeX's .aux and .tex, with the files that they take in, Pandoc's Markdown, or a plain list.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from papers import Paper
from storage import Library

ALL = "*"  # \nocite{*}
MOST_FILES = 1_000
PARENTS = ("crossref", "xref", "xdata", "entryset", "related")  # fields that name other entries
LABELS = ("fig:", "tbl:", "eq:", "sec:", "lst:")  # @fig:one is no citation, unless there is one

_AUX = re.compile(
    r"\\(?:citation|abx@aux@cite)(?:\{\d+\})?\{(?P<keys>[^{}]*)\}|\\@input\{(?P<file>[^{}]+)\}"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_VERBATIM = re.compile(
    r"\\begin\{(verbatim\*?|lstlisting|minted|comment)\}.*?\\end\{\1\}|\\verb\*?([^\w\s*]).*?\2",
    re.S,
)
_TEX = re.compile(
    r"\\(?P<name>[A-Za-z]*[Cc]ite[A-Za-z]*|bibentry)\*?(?![A-Za-z@])(?P<rest>\s*[{\[(<])"
    r"|\\(?:input|include|subfile)\{(?P<file>[^{}]+)\}"
)
_NO_CITATIONS = re.compile(r"Declare|.*(?:style|reset|setup|delim|Command|tracker)$")
_OPTIONAL = re.compile(r"\s*(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\]|\([^()]*\)|<[^<>]*>)")
_BRACED = re.compile(r"\s*\{([^{}]*)\}")
_CODE = re.compile(r"^(```|~~~).*?^\1|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.S | re.M)
_AT = re.compile(r"(?<![\w@\\.])@(?:\{([^{}\s]+)\}|(\w+(?:[:.#$%&+?<>~/-]+\w+)*))")


class Cited(NamedTuple):
    """The papers that were cited, each under the key that it was cited by, and what has none."""

    papers: tuple[Paper, ...]
    unknown: tuple[str, ...] = ()


def keys_in_file(path: str) -> list[str]:
    """The keys that a file cites; a .aux or .tex is read with the files that it takes in."""
    found: list[str] = []
    waiting, seen = [path], set[str]()
    while waiting and len(seen) < MOST_FILES:
        name = waiting.pop(0)
        if os.path.realpath(name) in seen:
            continue
        seen.add(os.path.realpath(name))
        with open(name, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        keys, files = _read(text, os.path.splitext(name)[1].lower())
        found += keys
        folder = os.path.dirname(path)
        waiting = [*_there(folder, files, os.path.splitext(name)[1]), *waiting]
    return list(dict.fromkeys(found))


def keys_in_text(text: str) -> list[str]:
    """The keys in a text of any of these kinds."""
    return list(dict.fromkeys(_read(text, "")[0]))


def cited(library: Library, keys: Iterable[str]) -> Cited:
    """The papers of these keys, old ones too; and at the end those that their entries refer to."""
    papers: dict[str, Paper] = {}
    unknown = []
    for key in keys:
        if key == ALL:
            there = {paper.uid for paper in papers.values()}
            papers |= {each.key: each for each in library if each.uid not in there}
        elif paper := library.by_key(key):
            papers[key] = paper._replace(key=key)
        elif not key.startswith(LABELS):
            unknown.append(key)
    _add_parents(library, papers)
    return Cited(tuple(papers.values()), tuple(unknown))


def _add_parents(library: Library, papers: dict[str, Paper]) -> None:
    """BibTeX wants what an entry refers to behind it, under the name that it uses."""
    waiting = list(papers.values())
    while waiting:
        paper = waiting.pop(0)
        for name in PARENTS:
            for key in re.split(r"\s*,\s*", paper.text(name)):
                parent = library.by_key(key) if key and key not in papers else None
                if parent:
                    papers[key] = parent._replace(key=key)
                    waiting.append(papers[key])


def _read(text: str, ending: str) -> tuple[list[str], list[str]]:
    """The keys in a text, and the files that it takes in."""
    if ending == ".aux" or (not ending and _AUX.search(text)):
        return _in_aux(text)
    if ending in (".tex", ".ltx") or (not ending and _TEX.search(text)):
        return _in_tex(text)
    if ending in (".md", ".markdown", ".qmd", ".rmd", ".org", ".typ") or _AT.search(text):
        return [braced or bare for braced, bare in _AT.findall(_CODE.sub("", text))], []
    return re.split(r"[\s,;]+", text.strip()) if text.strip() else [], []


def _in_aux(text: str) -> tuple[list[str], list[str]]:
    keys: list[str] = []
    files: list[str] = []
    for found in _AUX.finditer(text):
        if found["file"]:
            files.append(found["file"])
        else:
            keys += _split(found["keys"])
    return keys, files


def _in_tex(text: str) -> tuple[list[str], list[str]]:
    text = _VERBATIM.sub("", _COMMENT.sub(r"\1", text))
    keys: list[str] = []
    files: list[str] = []
    for found in _TEX.finditer(text):
        if found["file"]:
            files.append(found["file"])
        elif not _NO_CITATIONS.match(found["name"]):
            keys += _arguments(found["name"], text, found.start("rest"))
    return keys, files


def _arguments(name: str, text: str, at: int) -> Iterator[str]:
    """The keys behind a command: in its first braces, but of some in all or in the second."""
    many, skipped = name.endswith("cites"), "volcite" in name
    while True:
        while optional := _OPTIONAL.match(text, at):
            at = optional.end()
        braced = _BRACED.match(text, at)
        if not braced:
            return
        at = braced.end()
        if not skipped:
            yield from _split(braced[1])
            if not many:
                return
        skipped = False


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def _there(folder: str, names: Sequence[str], ending: str) -> list[str]:
    """Those of the files that are there: TeX finds others in places of its own."""
    found = []
    for name in names:
        for path in (os.path.join(folder, name), os.path.join(folder, name + ending)):
            if os.path.isfile(path):
                found.append(path)
                break
    return found
