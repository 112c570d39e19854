"""Writing a paper's notes: the text on the left, what it looks like and its links on the right."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Markdown, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from commands import drafts
from commands.annotate import annotate
from commands.describe import title
from commands.labels import named
from commands.links import linking, links
from commands.note_draft import NoteDraft
from papers import CarrelError, Change, Paper
from papers.text import fit, visible
from storage import Library, Step
from tui import keys
from tui.editor import edit
from tui.pace import after
from tui.preview import markdown
from tui.screens.clash import Choice, ClashDialog
from tui.screens.remark import Remark, RemarkDialog
from tui.toasts import tell, tell_error
from tui.widgets.key_line import KeyLine
from tui.widgets.note_text import NoteText

KEEP_AFTER = 0.4  # seconds of rest after which what was typed is in the draft
SHOW_AFTER = 0.25
LOOK_EVERY = 0.5  # seconds between two looks at what others made of the note
WIDE = 100  # cells from which on the preview stands beside the text
MOST_KEYS = 50  # that are offered for a link


class Left(NamedTuple):
    """What came of it: the changes that were made, and the paper that a link led to."""

    changes: tuple[Change, ...] = ()
    go_to: str = ""


class NotesScreen(Screen[Left]):
    """One paper's note. Leaving it saves it; a crash before that loses nothing that rested."""

    BINDINGS = [*keys.IN_NOTES, *keys.HELP]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    preview: var[bool] = var(False, toggle_class="-preview")
    saved: var[bool] = var(True)

    def __init__(self, library: Library, paper: Paper, editor: str = "") -> None:
        super().__init__()
        self.library = library
        self.editor = editor
        self.draft = NoteDraft(library, paper)
        self.changes: list[Change] = []
        self._typed = paper.notes
        # what the text area made of the note, while it says that: it has one kind of line end
        self._loaded: str | None = None
        self._waiting: set[str] = set()  # what is to be done when typing rests for a moment
        self._asking = False
        self._offers: Sequence[str] = ()  # the keys that the box shows

    @property
    def paper(self) -> Paper:
        return self.draft.paper

    def compose(self) -> ComposeResult:
        yield Static(id="note-title")
        with Horizontal(id="note-desk"):
            yield NoteText(self.paper.notes, self._fitting)
            with VerticalScroll(id="note-preview", can_focus=False):
                yield Markdown(open_links=False)
                yield Static(id="note-links")
        yield OptionList(id="note-keys", markup=False, compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        area = self.query_one(NoteText)
        self._loaded = area.text
        area.move_cursor(area.document.end)
        self.query_one("#note-keys").can_focus = False
        self.preview = self.app.size.width >= WIDE
        self.set_interval(LOOK_EVERY, self._look)
        self.watch_saved(True)
        self.call_after_refresh(self._show)
        self._find_links_back()

    # What is written

    @property
    def text(self) -> str:
        """The note as it stands; untouched, it is what the library says to the last character."""
        text = self.query_one(NoteText).text
        return self.paper.notes if text == self._loaded else text

    def watch_saved(self, saved: bool) -> None:
        what = title(self.paper)
        state = "saved" if saved else "not saved yet"
        cells = max(self.app.size.width - len(state) - 15, 10)
        line = Content.assemble("Notes on ", (fit(visible(what), cells), "bold"), f"  · {state}")
        self.query_one("#note-title", Static).update(line)

    def watch_preview(self) -> None:
        if self.is_mounted:
            self._show()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._typed = self.text
        self.saved = self.draft.is_saved(self._typed)
        self._soon(self._keep, KEEP_AFTER)
        self._soon(self._show, SHOW_AFTER)

    def _soon(self, what: Callable[[], None], seconds: float) -> None:
        """Do it once for all that is typed within so many seconds."""

        def now() -> None:
            self._waiting.discard(what.__name__)
            what()

        if what.__name__ not in self._waiting:
            self._waiting.add(what.__name__)
            after(seconds, self, now)

    def _keep(self) -> None:
        try:
            self.draft.keep(self._typed)
        except OSError as error:
            tell_error(self, error)

    def on_unmount(self) -> None:
        """The app may end at any moment: what was typed last is not saved, and not lost."""
        self._keep()

    def action_save(self) -> bool:
        """Make the text the paper's note; False if it could not be, and what it is stays here."""
        typed = self.text
        try:
            step = self.draft.save(typed)
        except (CarrelError, OSError) as error:
            tell_error(self, error)
            self._look()
            return False
        self._take(step)
        self._typed = self.paper.notes
        if not self.draft.is_saved(typed):
            self._put(self.paper.notes)  # others wrote to it: that is in the text now
        else:
            self._loaded = self.query_one(NoteText).text
        self.saved = True
        return True

    def action_leave(self) -> None:
        area = self.query_one(NoteText)
        if area.offers:
            area.offer(())
        elif self.action_save():
            self.dismiss(Left(tuple(self.changes)))

    def action_editor(self) -> None:
        """Hand the text to the user's editor; it comes back as if it had been typed here."""
        area = self.query_one(NoteText)
        path = ""
        try:
            path = drafts.begin(self.library.folder, self.paper, self.text, ".md")
            with self.app.suspend():
                text = edit(path, self.editor)
            drafts.finish(path)
        except SuspendNotSupported:
            drafts.finish(path)
            tell(self, "This terminal cannot run an editor from within the app.", "error")
        except (CarrelError, OSError) as error:
            tell(self, f"{error}\nYour text is in {path}." if path else str(error), "error")
        else:
            if text != self.text:
                area.take(text)
        self.refresh(layout=True)

    def action_remark(self) -> None:
        """Add a dated remark to the paper, beside its note."""

        def answered(remark: Remark | None) -> None:
            if not remark:
                return
            try:
                step = annotate(
                    self.library, self.paper, remark.text, page=remark.page, quote=remark.quote
                )
            except CarrelError as error:
                tell_error(self, error)
                return
            self._take(step)
            self._look()
            self._show()

        self.app.push_screen(RemarkDialog(f"Remark on {named([self.paper])}"), answered)

    def _take(self, step: Step) -> None:
        self.changes += step.changes

    # What others write meanwhile

    def _look(self) -> None:
        """Take over what was made of the note elsewhere; where both wrote the same lines, ask."""
        now = self.library.get(self.paper.uid)
        if self._asking or not now or now == self.paper:
            return
        before = self.text
        merged = self.draft.follow(now, before)
        if merged is None:
            if self.is_active:  # a key for what is above the note is no answer
                self._ask(now, before)
        elif merged != before:
            self._put(merged)
            tell(self, "The note was changed elsewhere; that change is in the text now.")
        else:
            self._note_loaded(before)
        self.saved = self.draft.is_saved(self.text)

    def _put(self, text: str) -> None:
        area = self.query_one(NoteText)
        area.take(text)
        self._typed = text
        self._note_loaded(text)

    def _note_loaded(self, text: str) -> None:
        """The paper is another now: whether the text area says what its note says."""
        self._loaded = self.query_one(NoteText).text if self.draft.is_saved(text) else None

    def _ask(self, now: Paper, text: str) -> None:
        self._asking = True

        def answered(choice: Choice | None) -> None:
            self._asking = False
            theirs = now.notes
            merged = self.draft.settle(now, text)
            if choice is Choice.THEIRS:
                self.query_one(NoteText).exchange(theirs)
                self._typed = theirs
                tell(self, "ctrl+z brings back what you wrote.")
            elif choice is not Choice.MINE:
                self._put(merged)
            self._note_loaded(self._typed)

        self.app.push_screen(ClashDialog(now.notes), answered)

    # Links

    def _fitting(self, text: str) -> list[str]:
        wanted = text.casefold()
        keys_ = self.library.keys()
        found = [key for key in keys_ if wanted in key.casefold()]
        found.sort(key=lambda key: (not key.casefold().startswith(wanted), key.casefold()))
        return found[:MOST_KEYS]

    def on_note_text_offered(self, message: NoteText.Offered) -> None:
        listed = self.query_one("#note-keys", OptionList)
        if message.offers != self._offers:
            self._offers = message.offers
            listed.clear_options()
            listed.add_options([Option(Content(self._offered(name))) for name in self._offers])
            listed.set_class(bool(self._offers), "-open")
            self.refresh_bindings()
        listed.highlighted = message.place if self._offers else None

    def _offered(self, key: str) -> str:
        paper = self.library.by_key(key)
        return f"@{visible(key)}  {visible(title(paper))}" if paper else visible(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002  # Textual's signature
        if action in ("accept", "offered"):
            return self.is_mounted and bool(self.query_one(NoteText).offers)
        return True

    def action_offered(self, step: int) -> None:
        area = self.query_one(NoteText)
        area.offer(area.offers, area.place + step)

    def action_accept(self) -> None:
        area = self.query_one(NoteText)
        area.complete(area.offers[area.place])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.query_one(NoteText).complete(self._offers[event.option_index])

    def action_follow(self) -> None:
        """Go to the paper whose link the cursor is on, or is next in its line."""
        row, column = self.query_one(NoteText).cursor_location
        line = self.query_one(NoteText).document.get_line(row)
        near = [link for link in links(line) if link.end >= column] or links(line)
        self._go_to(near[0].key if near else "")

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        if event.href.startswith("#@"):
            self._go_to(event.href[2:])
        else:
            tell(self, event.href)

    def _go_to(self, key: str) -> None:
        paper = self.library.by_key(key) if key else None
        if not paper:
            what = (
                f"No paper has the key {key!r}." if key else "There is no [[@link]] in this line."
            )
            tell(self, what, "warning")
        elif self.action_save():
            self.dismiss(Left(tuple(self.changes), paper.uid))

    # What it looks like

    def action_preview(self) -> None:
        self.preview = not self.preview

    def _show(self) -> None:
        if not self.preview:
            return
        now = self.library.get(self.paper.uid) or self.paper
        self.query_one(Markdown).update(markdown(self.text, now.annotations))

    @work(thread=True)
    def _find_links_back(self) -> None:
        back = linking(self.library, self.paper)
        lines = [f"← @{visible(paper.key)}  {visible(title(paper))}" for paper in back]
        text = Content("\n".join(["Papers whose notes link here:", *lines] if lines else []))
        self.app.call_from_thread(self.query_one("#note-links", Static).update, text)
