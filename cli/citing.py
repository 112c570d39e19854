"""`carrel cite`."""

from cli.desk import Desk
from cli.settings import cache_folder
from commands.find import choose
from papers.text import visible


def cite(desk: Desk, papers: tuple[str, ...], query: str | None, as_: str | None) -> int:
    from commands.cite import cite as cited

    library = desk.library(read_only=True)
    found = choose(library, papers, query, cache_folder=cache_folder(desk.environ))
    text = cited(found, as_ or "key")
    out = desk.screen.out
    out.write((visible(text, newlines=True) if desk.screen.is_terminal else text).rstrip("\n"))
    out.write("\n")
    return 0
