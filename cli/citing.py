"""`carrel cite`."""

from cli.desk import Desk
from commands.find import choose
from papers.text import visible


def cite(desk: Desk, papers: tuple[str, ...], query: str | None, as_: str | None) -> int:
    from commands.cite import cite as cited

    text = cited(choose(desk.library(read_only=True), papers, query), as_ or "key")
    out = desk.screen.out
    out.write((visible(text, newlines=True) if desk.screen.is_terminal else text).rstrip("\n"))
    out.write("\n")
    return 0
