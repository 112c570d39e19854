"""Papers as they are cited in what the user writes: a key, a command, a link, a reference."""

from collections.abc import Callable, Sequence

from papers import BadValue, Paper
from papers.citation import address, reference


def _latex(papers: Sequence[Paper]) -> str:
    return f"\\cite{{{','.join(paper.key for paper in papers)}}}"


def _pandoc(papers: Sequence[Paper]) -> str:
    return f"[{'; '.join(f'@{paper.key}' for paper in papers)}]"


def _typst(papers: Sequence[Paper]) -> str:
    return " ".join(f"@{paper.key}" for paper in papers)


def _org(papers: Sequence[Paper]) -> str:
    return f"[cite:{';'.join(f'@{paper.key}' for paper in papers)}]"


def _note(papers: Sequence[Paper]) -> str:
    return " ".join(f"[[@{paper.key}]]" for paper in papers)


def _keys(papers: Sequence[Paper]) -> str:
    return "\n".join(paper.key for paper in papers)


def _references(papers: Sequence[Paper]) -> str:
    return "\n".join(reference(paper) for paper in papers)


def _links(papers: Sequence[Paper]) -> str:
    return "\n".join(_link(paper) for paper in papers)


def _addresses(papers: Sequence[Paper]) -> str:
    return "\n".join(filter(None, map(address, papers)))


def _bibtex(papers: Sequence[Paper]) -> str:
    from commands.export import export

    return export(papers, "bibtex")


FORMS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "key": _keys,
    "latex": _latex,
    "pandoc": _pandoc,
    "typst": _typst,
    "org": _org,
    "note": _note,
    "reference": _references,
    "markdown": _links,
    "url": _addresses,
    "bibtex": _bibtex,
}


def cite(papers: Sequence[Paper], form: str) -> str:
    """The papers in this form, in their order."""
    if form not in FORMS:
        raise BadValue(f"Cannot cite as {form!r}: try one of {', '.join(FORMS)}.")
    if not papers:
        raise BadValue("There is no paper to cite.")
    text = FORMS[form](papers)
    if not text:
        raise BadValue("Nothing known of the paper leads to it on the web.")
    return text


def _link(paper: Paper) -> str:
    """A Markdown link; brackets in the title would end it early."""
    text = (paper.title or paper.key).replace("\\", "\\\\")
    for bracket in "[]":
        text = text.replace(bracket, f"\\{bracket}")
    where = address(paper).replace("(", "%28").replace(")", "%29")
    return f"[{text}]({where})" if where else text
