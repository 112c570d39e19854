"""Every key, described once: the footer, the help screen and the palette are drawn from these.

The ids are what `[keys]` in the config file names. A description is for the footer and the palette,
a tooltip for the help. The footer shows what has room, in this order.
"""

from collections.abc import Mapping

from textual.binding import Binding
from textual.keys import key_to_character

from tui.glyphs import MOST_STARS

RATE = Binding.Group("Rate", compact=True)
# These change where the next key goes. They are handled before that key is looked at (priority): of
# a burst, as a slow line brings it, `/x` must search for x and not remove a paper.
AHEAD = frozenset(
    {
        "search", "status", "priority", "tag", "sort", "columns", "help", "history", "trash", "log",
        "note", "keep_shelf", "add", "edit", "open_file", "copy", "export", "duplicates", "sync",
        "links", "similar", "first_page", "kept", "app.command_palette",
    }
)  # fmt: skip
IN_LIST = frozenset({"open", "move", "page", "first", "last", "mark", "mark_move", "range"})
FOR_A_PAPER = frozenset(
    {
        "open", "rate", "status", "priority", "tag", "note", "remove", "history", "mark", "range",
        "edit", "open_file", "copy", "export", "links", "similar", "first_page",
    }
)  # fmt: skip


def hidden(key: str, action: str, description: str, id: str, tooltip: str = "") -> Binding:
    """A key that the footer leaves out."""
    return Binding(key, action, description, show=False, id=id, tooltip=tooltip)


def ahead(
    key: str, action: str, description: str, id: str, tooltip: str, *, show: bool = True
) -> Binding:
    """A key that changes where the next one goes."""
    return Binding(key, action, description, show=show, priority=True, id=id, tooltip=tooltip)


LOOKING = [
    Binding(
        "enter", "open", "Details", id="open", tooltip="Read the paper's details; escape comes back"
    ),
    ahead("slash", "search", "Search", "search", "Search as you type"),
    hidden("escape", "back", "Back", "back", "Close what is open, unmark, clear the search"),
    ahead("f", "links", "Links", "links", "Follow its links: files, web pages, papers", show=False),
    ahead("S", "similar", "Similar", "similar", "Show the papers like this one", show=False),
    ahead("P", "first_page", "First page", "first-page", "See the first page of its PDF",
          show=False),
]  # fmt: skip
MOVING = [
    hidden("down,j", "move(1)", "Next paper", "down"),
    hidden("up,k", "move(-1)", "Previous paper", "up"),
    hidden("pagedown,ctrl+f", "page(1)", "A screenful down", "page-down"),
    hidden("pageup,ctrl+b", "page(-1)", "A screenful up", "page-up"),
    hidden("ctrl+d", "page(0.5)", "Half a screenful down", "half-page-down"),
    hidden("ctrl+u", "page(-0.5)", "Half a screenful up", "half-page-up"),
    hidden("home,g", "first", "First paper", "first"),
    hidden("end,G", "last", "Last paper", "last"),
]
JUDGING = [
    *(
        Binding(
            str(stars), f"rate({stars})", f"Rate {stars}", group=RATE, id=f"rate-{stars}",
            tooltip="Give it so many stars; 0 clears them",
        )
        for stars in range(MOST_STARS + 1)
    ),
    ahead("s", "status", "Status", "status", "Set how far you have read it"),
    ahead("t", "tag", "Tags", "tag", "Add and remove tags; new ones are made here"),
    ahead("p", "priority", "Priority", "priority", "Set how much it matters", show=False),
    ahead("n", "note", "Note", "note", "Write notes on it"),
]  # fmt: skip
MARKING = [
    Binding(
        "space", "mark", "Mark", id="mark",
        tooltip="Mark it; other keys then act on all that are marked",
    ),
    hidden("shift+down,J", "mark_move(1)", "Mark and go down", "mark-down"),
    hidden("shift+up,K", "mark_move(-1)", "Mark and go up", "mark-up"),
    hidden("v", "range", "Mark a range", "mark-range", "Mark from here to where the cursor goes"),
    hidden(
        "ctrl+a,asterisk", "mark_all", "Mark all found", "mark-all",
        "Mark all that the list shows, or none",
    ),
]  # fmt: skip
CHANGING = [
    Binding(
        "u", "undo", "Undo", id="undo", tooltip="Undo the last change, also one of an earlier day"
    ),
    hidden("ctrl+r", "redo", "Redo", "redo", "Redo what was undone"),
    Binding("x,delete", "remove", "Remove", id="remove", tooltip="Move it to the trash"),
]
SHARING = [
    ahead("a", "add", "Add", "add", "Add papers: paste anything"),
    Binding("A", "sample", "Sample", id="sample", tooltip="Add a few well-known papers"),
    ahead("e", "edit", "Edit", "edit", "Edit the entry in a form", show=False),
    ahead("o", "open_file", "Open", "open-file", "Open its PDF, or else its web page"),
    ahead("O", "open_file(True)", "Open page", "open-web", "Open its web page", show=False),
    ahead("y", "copy", "Copy", "copy", "Copy the key, a citation, BibTeX", show=False),
    ahead("E", "export", "Export", "export", "Export the marked papers, or all that are shown",
          show=False),
    ahead("N", "sync", "Notes sync", "sync", "Sync notes with a folder of Markdown files",
          show=False),
    ahead("W", "kept", "Kept exports", "kept",
          "Exports that follow the library: see and update them",
          show=False),
    ahead("D", "duplicates", "Duplicates", "duplicates", "Find duplicates and merge them",
          show=False),
]  # fmt: skip
ARRANGING = [
    ahead("z", "sort", "Sort", "sort", "Choose what the list is sorted by", show=False),
    ahead("B", "keep_shelf", "Save search", "keep-shelf", "Save the search as a shelf", show=False),
    ahead("C", "columns", "Columns", "columns", "Choose the columns of the list", show=False),
    hidden("left_square_bracket", "side", "Shelves", "side", "Show or hide the shelves and tags"),
    hidden("right_square_bracket", "beside", "Beside", "beside", "Show or hide the details"),
    hidden("less_than_sign,ctrl+left", "widen(-2)", "Narrower", "narrower", "A narrower pane"),
    hidden("greater_than_sign,ctrl+right", "widen(2)", "Wider", "wider", "A wider pane"),
    hidden("h,left", "pane(-1)", "Pane to the left", "pane-left"),
    hidden("l,right", "pane(1)", "Pane to the right", "pane-right"),
]
SCREENS = [
    ahead("H", "history", "History", "history", "What was done to the paper; undo any of it",
          show=False),
    ahead("T", "trash", "Trash", "trash",
          "Removed papers: restore them, or delete them for good", show=False),
    ahead("L", "log", "Log", "log", "What was done since the app started", show=False),
    ahead("colon", "app.command_palette", "Commands", "commands", "Every command, by name",
          show=False),
    ahead("question_mark,f1", "help", "Help", "help", "Every key, and how to search"),
    Binding("q", "app.quit", "Quit", id="quit"),
]  # fmt: skip
SUBJECTS = {
    "Looking": LOOKING,
    "Judging": JUDGING,
    "Changing": CHANGING,
    "Adding and handing on": SHARING,
    "Marking": MARKING,
    "Moving": MOVING,
    "Arranging": ARRANGING,
    "More": SCREENS,
}
MAIN = [*LOOKING, *MOVING, *JUDGING, *CHANGING, *SHARING, *MARKING, *ARRANGING, *SCREENS]

IN_A_LINE = [
    Binding("enter", "submit", "Done", id="line-done"),
    hidden("left", "left", "A letter left", "line-left"),
    hidden("right", "right", "A letter right", "line-right"),
    hidden("ctrl+left,alt+b", "word_left", "A word left", "line-word-left"),
    hidden("ctrl+right,alt+f", "word_right", "A word right", "line-word-right"),
    hidden("home,ctrl+a", "line_start", "To the start", "line-start"),
    hidden("end,ctrl+e", "line_end", "To the end", "line-end"),
    hidden("backspace,ctrl+h", "delete_left", "Delete to the left", "line-delete-left"),
    hidden("delete,ctrl+d", "delete_right", "Delete to the right", "line-delete-right"),
    hidden("ctrl+w,ctrl+backspace", "delete_word", "Delete a word", "line-delete-word"),
    hidden("ctrl+u", "delete_start", "Delete to the start", "line-delete-start"),
    hidden("ctrl+k", "delete_end", "Delete to the end", "line-delete-end"),
]

IN_A_FORM = [
    Binding("enter", "submit", "Next line", id="form-next", tooltip="Go on to the next line")
]

WHILE_SEARCHING = [
    Binding("enter", "screen.to_list", "To the list", priority=True, id="search-done"),
    Binding("escape", "screen.back", "Clear", id="search-clear"),
    Binding("tab", "screen.complete", "Complete", id="search-complete"),
    hidden("ctrl+n", "screen.move(1)", "Next completion, or paper", "search-next"),
    hidden("shift+tab", "screen.move(-1)", "Previous completion, or paper", "search-previous"),
]

SCROLLING = [
    hidden("down,j", "rows(1)", "A line down", "scroll-down"),
    hidden("up,k", "rows(-1)", "A line up", "scroll-up"),
    hidden("pagedown,ctrl+f,space", "pages(1)", "A page down", "scroll-page-down"),
    hidden("pageup,ctrl+b", "pages(-1)", "A page up", "scroll-page-up"),
    hidden("ctrl+d", "pages(0.5)", "Half a page down", "scroll-half-page-down"),
    hidden("ctrl+u", "pages(-0.5)", "Half a page up", "scroll-half-page-up"),
    hidden("home,g", "top", "To the top", "scroll-top"),
    hidden("end,G", "bottom", "To the bottom", "scroll-bottom"),
]

IN_DETAILS = [Binding("escape,q", "screen.back", "Back", id="details-close")]

IN_SIDE = [
    Binding("enter", "choose", "Show", id="side-choose"),
    Binding("space", "choose_more", "Add to the search", id="side-add"),
    Binding("R", "rename", "Rename", id="side-rename"),
    Binding("x,delete", "remove", "Remove", id="side-remove"),
    Binding("escape", "screen.back", "Back", id="side-close"),
    hidden("down,j", "step(1)", "Down", "side-down"),
    hidden("up,k", "step(-1)", "Up", "side-up"),
    hidden("pagedown,ctrl+f", "step(10)", "Further down", "side-page-down"),
    hidden("pageup,ctrl+b", "step(-10)", "Further up", "side-page-up"),
    hidden("home,g", "step(-1000000)", "To the top", "side-top"),
    hidden("end,G", "step(1000000)", "To the bottom", "side-bottom"),
]

# On every screen but the main one; where a line takes letters, only f1 is a key.
HELP = [
    Binding("question_mark,f1", "app.help", "Help", id="help", tooltip="What the keys do here"),
]
IN_DIALOGS = [
    Binding("escape", "dismiss", "Cancel", id="cancel"),
    hidden("question_mark,f1", "app.help", "Help", "help", "What the keys do here"),
]

IN_CHOICES = [
    hidden("down,j,ctrl+n", "step(1)", "Next", "choice-down"),
    hidden("up,k", "step(-1)", "Previous", "choice-up"),
    Binding("enter", "choose", "Choose", id="choice-take"),
]

IN_TAGS = [
    hidden("down,ctrl+n", "step(1)", "Next", "tags-down"),
    hidden("up", "step(-1)", "Previous", "tags-up"),
    Binding("enter,ctrl+s", "screen.save", "Save", id="tags-save",
            tooltip="Save what is ticked, and what the cursor is on where nothing is"),
    Binding("tab", "screen.tick", "Tick, go on", id="tags-tick",
            tooltip="Put the tag on or take it off, and go on to the next; so does space"),
    Binding("escape", "leave", "Cancel", id="tags-cancel",
            tooltip="Empty the line, or leave without saving"),
]  # fmt: skip

IN_COLUMNS = [
    hidden("down,j", "step(1)", "Next", "columns-down"),
    hidden("up,k", "step(-1)", "Previous", "columns-up"),
    Binding("space", "tick", "Show or hide", id="columns-toggle"),
    Binding("J,shift+down", "shift(1)", "Further right", id="columns-right"),
    Binding("K,shift+up", "shift(-1)", "Further left", id="columns-left"),
    Binding("enter", "save", "Done", id="columns-save"),
]

IN_TRASH = [
    Binding("escape,q", "dismiss", "Close", id="trash-close"),
    Binding("r,enter", "restore", "Restore", id="trash-restore"),
    Binding("X", "purge", "Delete for good", id="trash-purge"),
    Binding("E", "purge_all", "Empty the trash", id="trash-empty"),
]

IN_HISTORY = [
    Binding("escape,q", "dismiss", "Close", id="history-close"),
    Binding("u", "undo_step", "Undo this one", id="history-undo"),
]

IN_HELP = [Binding("escape,question_mark,q", "dismiss", "Close", id="help-close")]

IN_LINK = [
    Binding("tab,enter", "accept", "Complete", id="link-accept",
            tooltip="End the link that is being typed with the paper that is chosen below"),
    hidden("down", "offered(1)", "Next", "link-next"),
    hidden("up", "offered(-1)", "Previous", "link-previous"),
]  # fmt: skip
IN_NOTES = [
    Binding(
        "escape", "leave", "Done", priority=True, id="note-close",
        tooltip="Save the note and go back",
    ),
    Binding("ctrl+s", "save", "Save", id="note-save", tooltip="Save the note and go on"),
    Binding(
        "ctrl+t", "preview", "Preview", id="note-preview", tooltip="Show how the note looks"
    ),
    Binding(
        "ctrl+o", "editor", "Editor", id="note-editor", tooltip="Edit the note in your own editor"
    ),
    Binding(
        "ctrl+r", "remark", "Remark", id="note-remark",
        tooltip="Add a dated remark, with its page and passage",
    ),
    Binding(
        "ctrl+g", "follow", "Go to link", id="note-follow",
        tooltip="Go to the paper that a [[@link]] names",
    ),
    *IN_LINK,
]  # fmt: skip

IN_ENTRY = [
    Binding("ctrl+s", "save", "Save", id="entry-save", tooltip="Save the entry and go back"),
    Binding("escape", "leave", "Back", id="entry-close",
            tooltip="Go back; says so if something is not saved"),
    Binding(
        "ctrl+t", "kind", "Kind", id="entry-kind", tooltip="Choose what kind of entry it is"
    ),
    Binding(
        "ctrl+l", "look_up", "Look up", id="entry-look-up",
        tooltip="Fill empty fields from what is known of its DOI or arXiv number",
    ),
    Binding("down", "app.focus_next", "Next field", show=False, id="entry-next"),
    Binding("up", "app.focus_previous", "Previous field", show=False, id="entry-previous"),
]  # fmt: skip

IN_ADDING = [
    Binding("ctrl+s", "read", "Read it", id="adding-read", tooltip="See which papers these are"),
    Binding("escape", "leave", "Back", id="adding-close", tooltip="Stop reading, or go back"),
]

IN_REVIEW = [
    Binding("enter,ctrl+s", "take", "Add them", id="review-take",
            tooltip="Add and merge as listed"),
    Binding(
        "space", "decide('leave')", "Leave out", id="review-leave",
        tooltip="Leave this one out, or put it back in",
    ),
    Binding(
        "m", "decide('merge')", "Merge", id="review-merge",
        tooltip="Merge it with the paper that it is like",
    ),
    Binding(
        "a", "decide('add')", "Add", id="review-add", tooltip="Add it as a paper of its own"
    ),
    Binding("e", "edit", "Edit", id="review-edit", tooltip="Change it before it comes in"),
    Binding("escape", "leave", "Back", id="review-close", tooltip="Stop, or go back"),
    hidden("down,j", "step(1)", "Next", "review-down"),
    hidden("up,k", "step(-1)", "Previous", "review-up"),
    hidden("pagedown,ctrl+f", "page(1)", "A screenful down", "review-page-down"),
    hidden("pageup,ctrl+b", "page(-1)", "A screenful up", "review-page-up"),
    hidden("home,g", "step(-1000000)", "First", "review-first"),
    hidden("end,G", "step(1000000)", "Last", "review-last"),
]  # fmt: skip

IN_EXPORT = [
    Binding("enter", "submit", "Export", id="export-write", tooltip="Write the file or folder"),
    hidden("down,ctrl+n", "step(1)", "Next format", "export-down"),
    hidden("up", "step(-1)", "Previous format", "export-up"),
    Binding("ctrl+y", "clipboard", "To the clipboard", id="export-copy"),
    Binding("ctrl+t", "keep", "Keep up to date", id="export-keep",
            tooltip="Keep the file up to date with the search from now on"),
]  # fmt: skip

IN_KEPT = [
    Binding("enter", "write", "Update", id="kept-write", tooltip="Bring this file up to date"),
    Binding("w", "write_all", "Update all", id="kept-write-all",
            tooltip="Bring all files up to date"),
    Binding("x,delete", "forget", "Stop keeping", id="kept-forget",
            tooltip="Keep it up to date no longer; the file stays"),
    Binding("r", "look", "Look again", id="kept-look", tooltip="Look again at the files"),
    Binding("escape,q", "dismiss", "Back", id="kept-close"),
    hidden("down,j", "step(1)", "Next", "kept-down"),
    hidden("up,k", "step(-1)", "Previous", "kept-up"),
]  # fmt: skip

IN_FIRST_PAGE = [
    Binding("escape,q,P", "dismiss", "Back", id="page-close"),
    Binding("enter,space", "whole", "Larger", id="page-whole",
            tooltip="As wide as the screen, or all of the page"),
    hidden("down,j", "rows(5)", "Further down", "page-further-down"),
    hidden("up,k", "rows(-5)", "Further up", "page-further-up"),
]  # fmt: skip

IN_DUPLICATES = [
    Binding(
        "m", "merge", "Merge", id="duplicates-merge", tooltip="Make one paper of the two"
    ),
    Binding(
        "a", "apart", "Keep apart", id="duplicates-apart",
        tooltip="They are two papers: do not show this pair again",
    ),
    Binding("s", "swap", "Swap", id="duplicates-swap", tooltip="Keep the other one instead"),
    Binding("tab", "other_pane", "Fields", id="duplicates-fields", priority=True),
    Binding(
        "space", "take", "Other value", id="duplicates-take",
        tooltip="Keep the other paper's value in this field",
    ),
    Binding("escape,q", "leave", "Back", id="duplicates-close"),
    hidden("down,j", "step(1)", "Next", "duplicates-down"),
    hidden("up,k", "step(-1)", "Previous", "duplicates-up"),
]  # fmt: skip

IN_SYNC = [
    Binding("enter", "run", "Sync", id="sync-run",
            tooltip="Do what the list says, in the folder and in the library"),
    Binding("b", "decide('both')", "Keep both", id="sync-both",
            tooltip="Of a clash keep both texts, one below the other"),
    Binding("l", "decide('library')", "Keep library's", id="sync-library",
            tooltip="Of a clash keep the library's notes"),
    Binding("f", "decide('file')", "Keep file's", id="sync-file",
            tooltip="Of a clash keep the file's text"),
    Binding("r", "look", "Look again", id="sync-look", tooltip="Look again at what has changed"),
    Binding("slash", "folder", "Folder", id="sync-folder", tooltip="Sync with another folder"),
    Binding("escape,q", "leave", "Back", id="sync-close"),
    hidden("down,j", "step(1)", "Next", "sync-down"),
    hidden("up,k", "step(-1)", "Previous", "sync-up"),
]  # fmt: skip

EVERYWHERE = [
    hidden(
        "ctrl+z", "suspend_process", "Suspend", "suspend",
        "Leave the app for the shell; `fg` comes back",
    ),
]  # fmt: skip


PLACES: Mapping[str, list[Binding]] = {
    "the main screen": [*MAIN, *EVERYWHERE],
    "the search line": [*IN_A_LINE[1:], *WHILE_SEARCHING],
    "the shelves": IN_SIDE,
    "a text": SCROLLING,
    "the details": IN_DETAILS,
    "a choice": [*IN_CHOICES, *IN_DIALOGS],
    "the tags": IN_TAGS,
    "the columns": IN_COLUMNS,
    "the trash": IN_TRASH,
    "the history": IN_HISTORY,
    "the help": IN_HELP,
    "the note": IN_NOTES,
    "the entry": [*IN_A_FORM, *IN_ENTRY],
    "what is added": IN_ADDING,
    "the review": IN_REVIEW,
    "an export": IN_EXPORT,
    "the notes sync": IN_SYNC,
    "the duplicates": IN_DUPLICATES,
    "the first page": IN_FIRST_PAGE,
    "the kept exports": IN_KEPT,
    "every other screen": HELP,
}


def types_text(key: str) -> bool:
    """Whether the key is one that writes a character."""
    character = key_to_character(key)
    return character is not None and character.isprintable()
