"""Papers in, text out: one function for each format. Files are written by the commands."""

from collections.abc import Callable, Iterable

from papers.paper import Paper


def _bibtex(papers: Iterable[Paper]) -> str:
    from exporters import bibtex

    return bibtex.write(papers)


def _markdown(papers: Iterable[Paper]) -> str:
    from exporters import markdown

    return markdown.write(papers)


FORMATS: dict[str, Callable[[Iterable[Paper]], str]] = {"bibtex": _bibtex, "markdown": _markdown}
