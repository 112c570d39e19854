"""Editing a paper's entry: a form for its kind, checked as it is typed."""

from collections.abc import Callable, Iterator, Mapping

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.widgets import Input, Label, Static, TextArea

from commands.edit_fields import edited, key_problem, problem, said, save
from commands.look_up import LookUp, looked_up
from papers import BadValue, CarrelError, Paper
from papers.entry_types import TYPES, EntryType, entry_type
from papers.text import fit, visible
from storage import Library, Step
from tui import keys
from tui.screens.choice import Answer, Choice
from tui.toasts import tell, tell_error
from tui.widgets.key_line import KeyLine
from tui.widgets.line_input import LineInput
from tui.widgets.note_text import SIGNS
from tui.widgets.written_text import WrittenText

LONG = frozenset({"abstract", "annote", "annotation", "note", "comment", "review"})
KIND, KEY = "entry type", "citation key"  # no field of an entry can have a space in its name
MOST_LINES, LEAST_CELLS = 4, 20  # of what people read; broken into words it may take one line more
EXPLAINED = "* is needed to cite it. What stands on the right is how it reads."


def _unsigned(text: str, before: str) -> str:
    """An edited text with what its signs stood for, as far as each stands for one thing only."""
    meant: dict[str, set[str]] = {}
    for char in before:
        meant.setdefault(char.translate(SIGNS), set()).add(char)
    one = {sign: found.pop() for sign, found in meant.items() if len(found) == 1}
    return "".join([one.get(char, char) for char in text])


class RawLine(LineInput):
    """A value as BibTeX has it, on a line; what cannot be typed stays in it, shown as a sign."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(value.translate(SIGNS))
        self.field = name
        self._before = value

    @property
    def raw(self) -> str:
        if self.value == self._before.translate(SIGNS):
            return self._before
        return _unsigned(self.value, self._before)


class RawText(WrittenText):
    """A long value; untouched, it is what it was to the last character."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(value.translate(SIGNS | {10: 10}), tab_behavior="focus", compact=True)
        self.field = name
        self.cursor_blink = False
        self._before = value
        self._loaded = self.text

    @property
    def raw(self) -> str:
        return self._before if self.text == self._loaded else _unsigned(self.text, self._before)


class Row(Horizontal):
    """A field: its name, its raw value, and what that says."""

    def __init__(self, name: str, value: str, *, needed: bool) -> None:
        super().__init__(classes="entry-row")
        self.field = name
        self.needed = needed
        self.editor: RawText | RawLine = (RawText if name in LONG else RawLine)(name, value)
        self.said = Static(classes="entry-said")
        self.set_class(name in LONG, "-long")

    def compose(self) -> ComposeResult:
        yield Label(Content(f"{self.field}{'*' if self.needed else ''}"), classes="entry-name")
        yield self.editor
        yield self.said

    @property
    def raw(self) -> str:
        return self.editor.raw

    def write(self, value: str) -> None:
        if isinstance(self.editor, RawLine):
            self.editor.value = value
        else:
            self.editor.text = value

    def show(self, wrong: str, read: str) -> None:
        """Say what is wrong, else what people read where that differs from what is typed."""
        self.set_class(bool(wrong), "-wrong")
        text = wrong or (read if read != self.raw.strip() else "")
        most = MOST_LINES * max(self.said.content_size.width, LEAST_CELLS)
        self.said.update(Content(fit(visible(text), most)))


class EntryScreen(Screen[Step | None]):
    """Answers with the step that saved the entry; None if nothing was changed."""

    BINDINGS = [*keys.IN_ENTRY, *keys.HELP]

    def __init__(
        self,
        library: Library,
        paper: Paper,
        look_up: LookUp | None = None,
        *,
        keep: Callable[[Paper], None] | None = None,
    ) -> None:
        """With `keep` the paper is handed to that, and is not saved in the library."""
        super().__init__()
        self.keep = keep
        self.library = library
        self.paper = paper
        self.look_up = look_up
        self._warned: Mapping[str, str] = {}  # that these values would be thrown away

    def compose(self) -> ComposeResult:
        what = fit(visible(self.paper.title or self.paper.key), max(self.app.size.width - 12, 20))
        yield Static(Content.assemble("Editing ", (what, "bold")), id="entry-title")
        yield Static(EXPLAINED, id="entry-help")
        with VerticalScroll(id="entry-form", can_focus=False):
            yield Row(KIND, self.paper.type, needed=True)
            yield Row(KEY, self.paper.key, needed=True)
            yield from self._rows(self.paper, frozenset())
        yield KeyLine()

    def _rows(self, paper: Paper, there: frozenset[str]) -> Iterator[Row]:
        """A row for each field that the kind has, then for each other one that the paper has."""
        kind = entry_type(paper.type)
        for name in dict.fromkeys([*kind.fields, *paper.fields]):
            if name not in there and not self._other_name_is_there(name, paper, kind):
                value = paper.fields.get(name, "")
                yield Row(name, value, needed=self._is_needed(name, kind))

    @staticmethod
    def _other_name_is_there(name: str, paper: Paper, kind: EntryType) -> bool:
        """Whether the paper has this under another name: journaltitle for journal."""
        if name in paper.fields or name in ("author", "editor"):
            return False
        return any(name in need and set(need) & set(paper.fields) for need in kind.needs)

    @staticmethod
    def _is_needed(name: str, kind: EntryType) -> bool:
        return any(name in need for need in kind.needs)

    def on_mount(self) -> None:
        self._check()
        first = next((row for row in self._fields() if row.needed and not row.raw), None)
        (first or self._row("title") or self._row(KEY) or next(self._fields())).editor.focus()

    # What is typed

    def _all(self) -> dict[str, Row]:
        return {row.field: row for row in self.query(Row)}

    def _row(self, name: str) -> Row | None:
        return self._all().get(name)

    def _fields(self) -> Iterator[Row]:
        return (row for row in self.query(Row) if row.field not in (KIND, KEY))

    @property
    def kind(self) -> str:
        return self._all()[KIND].raw.strip()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._check()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._check()

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if event.widget.parent:
            event.widget.scroll_visible(animate=False)

    def _check(self) -> None:
        """Look at every value; they are few and looking is quick."""
        for name, row in self._all().items():
            if name == KIND:
                row.show("", entry_type(row.raw.strip()).title)
            elif name == KEY:
                row.show(key_problem(self.library, self.paper, row.raw.strip()), "")
            else:
                row.show(problem(name, row.raw), said(name, row.raw))
        kind = entry_type(self.kind)
        have = frozenset(row.field for row in self._fields() if row.raw.strip())
        lacking = {name for need in kind.lacking(have) for name in need}
        for row in self._fields():
            row.set_class(row.field in lacking, "-lacking")

    def made(self) -> Paper:
        """The paper as the form has it; BadValue says what is wrong."""
        rows = self._all()
        key = rows[KEY].raw.strip()
        if key != self.paper.key and (wrong := key_problem(self.library, self.paper, key)):
            raise BadValue(wrong)
        values = {row.field: row.raw for row in self._fields()}
        return edited(self.paper, self.kind, key, values)

    # What is done

    def action_save(self) -> None:
        try:
            made = self.made()
            if self.keep:
                self.keep(made)
                self.dismiss(None)
                return
            step = save(self.library, self.paper, made)
        except CarrelError as error:
            tell_error(self, error)
        else:
            self.dismiss(step if step.changes else None)

    def action_leave(self) -> None:
        """Nothing was changed: go. Something was: say so, and go at the second time."""
        try:
            changed = self.made() != self.paper
        except CarrelError:
            changed = True
        values = {name: row.raw for name, row in self._all().items()}
        if changed and values != self._warned:
            self._warned = values
            said = "Not saved yet: ctrl+s saves, escape again discards your changes."
            tell(self, said, "warning")
        else:
            self.dismiss(None)

    def action_kind(self) -> None:
        """Choose another kind; fields that it lacks are shown as well."""

        def answered(name: str | None) -> None:
            if name:
                self._all()[KIND].write(name)
                self._grow(self.paper._replace(type=name))

        answers = [Answer(name, "", name, kind.title) for name, kind in TYPES.items()]
        kinds = Choice("What kind of entry is it?", answers, self.kind)
        self.app.push_screen(kinds, answered)

    def _grow(self, paper: Paper) -> None:
        rows = list(self._rows(paper, frozenset(self._all())))
        self.query_one("#entry-form").mount(*rows)
        self.call_after_refresh(self._check)

    def action_look_up(self) -> None:
        try:
            paper = self.made()
        except CarrelError as error:
            tell_error(self, error)
            return
        tell(self, "Looking it up …")
        self._look_up(paper)

    @work(thread=True, exclusive=True, group="look-up")
    def _look_up(self, paper: Paper) -> None:
        try:
            known = looked_up(self.look_up, paper)
        except CarrelError as error:
            self.app.call_from_thread(tell_error, self, error)
        else:
            self.app.call_from_thread(self._fill, known)

    def _fill(self, known: Paper) -> None:
        """Put what came into lines that are still empty; those that have no line get one."""
        rows = self._all()
        came = [
            name for name, value in known.fields.items()
            if value and not (name in rows and rows[name].raw.strip())
        ]  # fmt: skip
        for name in came:
            if name not in rows:
                self.query_one("#entry-form").mount(Row(name, known.fields[name], needed=False))
            else:
                rows[name].write(known.fields[name])
        self.call_after_refresh(self._check)
        tell(self, f"Filled in: {', '.join(came)}." if came else "Nothing new was found.")
