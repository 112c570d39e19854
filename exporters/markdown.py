"""Reading notes in Markdown, one for each paper, as Obsidian and plain editors show them.

What stands between the two `%%` lines is the user's, word for word; everything else is drawn
from the library, and no line of it can be one of those two. So the user's part reaches from the
first line `%% begin notes %%` to the last line `%% end notes %%`, whatever is written in it.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from exporters import _yaml
from papers.paper import Annotation, Paper
from papers.text import filename, visible

BEGIN = "%% begin notes %%"
END = "%% end notes %%"
MOST_AUTHORS = 10  # in the citation; the front matter names all

_MARKUP = re.compile(
    r"[\\`*\[<$]|~(?=~)|(?<!\w)_|_(?!\w)|%(?=%)|(?<=%)%|=(?==)|(?<!\S)#(?=[^\s#])|(?<!\S)\^(?=\w)|&(?=#?\w+;)"
)
_BLOCK_START = re.compile(r"^(?:[#>+-]|\d+(?=[.)]))")
_NOT_IN_TAGS = re.compile(r"[^\w/-]+")


def write(papers: Iterable[Paper]) -> str:
    """All notes in one text, one after the other."""
    return "\n".join([note(paper) for paper in papers])


def note_name(paper: Paper) -> str:
    """The file for the paper's note: `@key.md`, of characters that every file system takes."""
    return filename(f"@{paper.key}") + ".md"


def note_names(papers: Iterable[Paper]) -> dict[str, str]:
    """A file name for each paper, by its uid; no two are the same on any file system.

    Where keys give the same name, the paper that was added first keeps it.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for paper in sorted(papers, key=lambda paper: (paper.added, paper.uid)):
        name = note_name(paper)
        while _folded(name) in taken:
            name = f"{name.removesuffix('.md')}-{paper.uid}.md"
        taken.add(_folded(name))
        names[paper.uid] = name
    return names


def note(paper: Paper) -> str:
    """The whole note."""
    parts = [f"---\n{_yaml.mapping(_front_matter(paper))}---\n"]
    parts.append(f"# {_literal(paper.title) or 'Untitled'}\n")
    if citation := _citation(paper):
        parts.append(citation + "\n")
    if paper.abstract:
        parts.append(_quoted(paper.abstract))
    parts.append(f"## Notes\n\n{BEGIN}\n{paper.notes}\n{END}\n")
    if paper.annotations:
        parts.append("## Annotations\n")
        parts += [_annotation(annotation) for annotation in paper.annotations]
    return "\n".join(parts)


def _front_matter(paper: Paper) -> dict[str, str | int | list[str]]:
    values: dict[str, str | int | list[str]] = {
        "id": paper.uid,
        "citekey": paper.key,
        "aliases": list(paper.aliases),
        "title": paper.title,
        "authors": [author.display for author in paper.authors],
        "year": "" if paper.year is None else paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "url": paper.url,
        "tags": spelled_tags(paper.tags),
        "rating": paper.rating,
        "status": paper.status.value,
    }
    for name in ("added", "modified", "started", "finished"):
        values[name] = getattr(paper, name)
    return values


def spelled_tags(tags: Iterable[str]) -> list[str]:
    """Tags as Obsidian takes them: `deep learning > 3d` becomes `deep-learning/3d`."""
    found = set()
    for tag in tags:
        steps = [_NOT_IN_TAGS.sub("-", step).strip("-") for step in re.split(r"\s*[>/]\s*", tag)]
        safe = "/".join(filter(None, steps))
        found.add(f"_{safe}" if safe[:1].isdigit() else safe)
    return sorted(found - {""})


def _citation(paper: Paper) -> str:
    """Who, when, what, where, and an address that leads there."""
    year = f"({paper.year})" if paper.year is not None else ""
    who = f"{_literal(_people(paper))} {year}".strip()
    venue = _literal(paper.venue)
    pieces = [who, _literal(paper.title), f"*{venue}*" if venue else "", _address(paper)]
    ended = (".", "?", "!", ">", ".*", "?*", "!*")
    return " ".join([piece if piece.endswith(ended) else f"{piece}." for piece in pieces if piece])


def _people(paper: Paper) -> str:
    names = [author.display for author in paper.authors if not author.is_others]
    if len(names) > MOST_AUTHORS:
        return f"{', '.join(names[:MOST_AUTHORS])} and {len(names) - MOST_AUTHORS:,} others"
    if any(author.is_others for author in paper.authors):
        return f"{', '.join(names)} and others"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _address(paper: Paper) -> str:
    if paper.doi:
        return f"<https://doi.org/{quote(paper.doi, safe='/:;()._-')}>"
    if paper.arxiv:
        return f"<https://arxiv.org/abs/{quote(paper.arxiv, safe='/.')}>"
    if re.match(r"https?://", paper.url):
        return f"<{quote(paper.url, safe=chr(37) + '/:;()._-?&=#+,@!~')}>"
    return ""


def _annotation(annotation: Annotation) -> str:
    """A list item with everything that belongs to it indented, so that it ends where it should."""
    page = f", p. {_literal(annotation.page)}" if annotation.page else ""
    lines = [f"- {_literal(annotation.at[:10])}{page}", ""]
    if annotation.quote:
        lines += [f"  {line}" for line in _quoted(annotation.quote).splitlines()] + [""]
    if annotation.text:
        text = visible(annotation.text, newlines=True).replace("%%", r"%\%")
        lines += [f"  {line}".rstrip() for line in text.split("\n")] + [""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Text from elsewhere as a block quote, with its paragraphs."""
    paragraphs = [_literal(part) for part in re.split(r"\n\s*\n", text)]
    return ">\n".join([f"> {paragraph}\n" for paragraph in paragraphs if paragraph])


def _literal(text: str) -> str:
    """Text from elsewhere on one line, shown as it is: nothing in it is taken for markup."""
    line = " ".join(visible(text).split())
    line = _MARKUP.sub(lambda found: "\\" + found[0], line)
    return _BLOCK_START.sub(
        lambda found: found[0] + "\\" if found[0].isdigit() else "\\" + found[0], line
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
