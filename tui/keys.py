"""Every key, described once: the footer, the help screen and the palette are drawn from these.

The ids are what a user's keymap names. A description is for the footer, a tooltip for the help.
"""

from collections.abc import Mapping

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.keys import key_to_character

MOST_STARS = 5
PALETTE = "Everything that can be done, by name; the themes"
RATE = Binding.Group("Rate", compact=True)
# These change where the next key goes. They are handled before that key is looked at (priority): of
# a burst, as a slow line brings it, `/x` must search for x and not remove a paper.
AHEAD = frozenset({"search", "status", "tag", "help"})
IN_LIST = frozenset({"open", "move", "page", "first", "last"})
FOR_A_PAPER = frozenset({"open", "rate", "status", "tag", "note", "remove"})

MAIN = [
    Binding(
        "enter", "open", "Details", id="open", tooltip="Read the paper's details; escape comes back"
    ),
    Binding(
        "slash", "search", "Search", show=False, priority=True, id="search",
        tooltip="Search as you type",
    ),
    Binding(
        "escape", "back", "Back", show=False, id="back", tooltip="Close the details, end the search"
    ),
    Binding("down,j", "move(1)", "Next paper", show=False, id="down"),
    Binding("up,k", "move(-1)", "Previous paper", show=False, id="up"),
    Binding("pagedown,ctrl+f", "page(1)", "A screenful down", show=False, id="page-down"),
    Binding("pageup,ctrl+b", "page(-1)", "A screenful up", show=False, id="page-up"),
    Binding("home,g", "first", "First paper", show=False, id="first"),
    Binding("end,G", "last", "Last paper", show=False, id="last"),
    *(
        Binding(
            str(stars), f"rate({stars})", f"Rate {stars}", group=RATE, id=f"rate-{stars}",
            tooltip="Give it so many stars; 0 takes them away",
        )
        for stars in range(MOST_STARS + 1)
    ),
    Binding(
        "s", "status", "Status", priority=True, id="status",
        tooltip="Say how far the reading has come",
    ),
    Binding(
        "t", "tag", "Tags", priority=True, id="tag", tooltip="Add and remove tags: +new -old"
    ),
    Binding("n", "note", "Note", id="note", tooltip="Write the paper's notes in your editor"),
    Binding("u", "undo", "Undo", id="undo", tooltip="Take back the last change, also of yesterday"),
    Binding("ctrl+r", "redo", "Redo", show=False, id="redo", tooltip="Make it again after all"),
    Binding("x", "remove", "Remove", id="remove", tooltip="Move the paper to the trash"),
    Binding(
        "question_mark", "help", "Help", priority=True, id="help",
        tooltip="Every key, and how to search",
    ),
    Binding("q", "app.quit", "Quit", id="quit"),
]  # fmt: skip

IN_A_LINE = [Binding("enter", "submit", "Done", id="line-done")]

WHILE_SEARCHING = [
    Binding("enter", "screen.to_list", "To the list", priority=True, id="search-done"),
    Binding("escape", "screen.back", "Clear", id="search-clear"),
]

SCROLLING = [
    Binding("down,j", "rows(1)", "A line down", show=False, id="scroll-down"),
    Binding("up,k", "rows(-1)", "A line up", show=False, id="scroll-up"),
    Binding("pagedown,ctrl+f,space", "pages(1)", "A page down", show=False, id="scroll-page-down"),
    Binding("pageup,ctrl+b", "pages(-1)", "A page up", show=False, id="scroll-page-up"),
    Binding("home,g", "top", "To the top", show=False, id="scroll-top"),
    Binding("end,G", "bottom", "To the bottom", show=False, id="scroll-bottom"),
]

IN_DETAILS = [Binding("escape", "screen.back", "Back", id="details-close")]

IN_DIALOGS = [Binding("escape", "dismiss", "Cancel", id="cancel")]

IN_HELP = [Binding("escape,question_mark,q", "dismiss", "Close", id="help-close")]

EVERYWHERE = [
    Binding(
        "ctrl+z", "suspend_process", "Suspend", show=False, id="suspend",
        tooltip="Leave the app for the shell; `fg` comes back",
    ),
]  # fmt: skip


def described(app: App[None], active: Mapping[str, ActiveBinding]) -> list[tuple[str, str]]:
    """What can be done, and by which keys, as they are bound at this moment."""
    rows: dict[str, list[str]] = {}  # by what they do
    for binding in (each.binding for each in active.values()):
        if binding.id:  # Textual's own go without saying
            what = binding.tooltip or binding.description
            rows.setdefault(what, []).append(app.get_key_display(binding))
    palette = app.get_key_display(Binding(app.COMMAND_PALETTE_BINDING, ""))
    return [(" ".join(keys), what) for what, keys in rows.items()] + [(palette, PALETTE)]


def types_text(key: str) -> bool:
    """Whether the key is one that writes a character."""
    character = key_to_character(key)
    return character is not None and character.isprintable()
