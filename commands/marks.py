"""What a paper can be looked up by: short numbers from identifiers, title, source and files.

Papers that are one share a mark, nearly always; papers that share one are compared. The numbers
are the same in every process, so that they can be kept in a file.
"""

import re
from zlib import crc32

from commands.attach import DIGITS
from commands.facts import Facts, abstract_words, address
from papers import Paper, latex, titles

START, LONG_START = 12, 28  # letters of a title

_DIGEST = re.compile(rf"[\da-f]{{{DIGITS}}}")


def mark(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def marks_of(facts: Facts) -> tuple[int, ...]:
    """The marks of a paper; few of many papers have one in common."""
    paper, compact = facts.paper, facts.compact
    marks = [mark(f"{kind}:{value}") for kind, value in facts.ids]
    if paper.source.raw:
        marks.append(mark(paper.source.raw))
    if (not compact or "url" in paper.fields) and (place := address(paper)):
        marks.append(mark(f"at:{place}"))
    if paper.files or paper.source.kind == "pdf":
        marks += file_marks(paper)
    if compact:
        who, longest = _first_author(paper), max(facts.title.split(), key=len)
        marks += (
            mark(compact),
            mark(f"{who}={titles.compact(longest)}"),
            mark(f"{who} {compact[:START]}"),
            mark(f"{who}-{compact[-START:]}"),
            mark(f"+{compact[:LONG_START]}"),
        )
    return tuple(marks)


def _first_author(paper: Paper) -> str:
    """A few letters of the first author's family name, the same in most ways to write it."""
    raw = paper.fields.get("author") or paper.fields.get("editor") or ""
    name = raw.partition(" and ")[0].partition(",")[0].strip()
    family = name.rpartition(" ")[2]
    if not family.isalpha():
        family = latex.decode(name).rpartition(" ")[2]
    return titles.compact(family)[:4]


def file_marks(paper: Paper) -> list[int]:
    """Marks from the contents of files: that which it was read from, and those it has attached."""
    return [mark(f"file:{digest}") for digest in digests(paper)]


def digests(paper: Paper) -> list[str]:
    """The beginnings of the hashes of those files, as their names have them."""
    found = [file.path.rpartition("-")[2].partition(".")[0] for file in paper.files]
    if paper.source.kind == "pdf":
        found.append(paper.source.fingerprint[:DIGITS])
    return list(filter(_DIGEST.fullmatch, found))


def abstract_marks(paper: Paper) -> tuple[int, ...]:
    """Marks from the first words of the abstract, and from those that follow."""
    words = abstract_words(paper)[:16]
    if len(words) < 16:
        return ()
    return mark("abstract:" + " ".join(words[:8])), mark("abstract:" + " ".join(words[8:]))
