"""The question which tags a paper gets and loses."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from papers.text import visible
from tui import keys
from tui.widgets.key_line import KeyLine
from tui.widgets.line_input import LineInput


class TagChange(NamedTuple):
    """Tags to add and tags to remove."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def read(text: str) -> TagChange:
    """`+new -old "of two words"`; without a sign a tag is added."""
    add: list[str] = []
    remove: list[str] = []
    for sign, quoted, plain in re.findall(r'([+-]?)(?:"([^"]*)"?|(\S+))', text):
        tag = quoted or plain
        if tag and tag not in "+-":
            (remove if sign == "-" else add).append(tag)
    return TagChange(tuple(add), tuple(remove))


class TagsDialog(ModalScreen[TagChange | None]):
    """Answers with what to add and remove, None if that is nothing."""

    BINDINGS = [*keys.IN_DIALOGS]

    def __init__(self, about: str, tags: Iterable[str]) -> None:
        super().__init__()
        self.about = about
        self.tags = tuple(sorted(tags))

    def compose(self) -> ComposeResult:
        tags = "  ".join(f"#{tag}" for tag in self.tags) or "no tags yet"
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self.about)), classes="dialog-title")
            yield Label(Content(visible(tags)), classes="dialog-tags")
            yield LineInput(placeholder='+new -old "+two words"')
        yield KeyLine()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        change = read(event.value)
        self.dismiss(change if change != TagChange() else None)
