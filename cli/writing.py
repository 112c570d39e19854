"""`carrel edit`, `note` and `annotate`."""

from cli.desk import Desk
from cli.editor import EditorFailed, NoEditor, open_editor, read_text
from cli.grammar import UsageError
from cli.receipts import name, print_step
from commands import drafts, form
from commands.files import holds, write_text
from papers import BadValue, CarrelError, Change, Paper
from storage import Library, Step

STDIN = "-"


def edit(desk: Desk, paper: str, from_: str | None, json: bool) -> int:
    library = desk.library()
    found = library.find(paper)
    if from_ is None:
        step = _edit(desk, library, found)
    else:
        step = _apply(library, found, form.read(_text_of(from_), found))
    return print_step(desk, step, json=json, nothing="Nothing was changed.")


def _edit(desk: Desk, library: Library, paper: Paper) -> Step:
    """Let the user edit until the text can be read; a text that is given up stays in its file."""
    first = opened = form.write(paper)
    path = drafts.begin(library.folder, paper, first, ".txt")
    while True:
        try:
            text = open_editor(desk, path)
            if text == opened != first:
                raise BadValue("The text was closed as it was: nothing was changed.")
            step = _apply(library, paper, form.read(text, paper) if text != first else paper)
        except form.Unreadable as error:
            opened = form.with_problems(text, error.problems)
            write_text(path, opened)
            for problem in error.problems:
                desk.screen.tell(problem.sentence)
            desk.screen.tell("The text is opened again, with this at its top.")
        except CarrelError as error:
            raise _kept(error, paper, path, first) from error
        else:
            drafts.finish(path)
            return step


def _apply(library: Library, before: Paper, after: Paper) -> Step:
    """Make the change over what others changed meanwhile."""
    changes = [Change(before, after)] if after != before else []
    return library.apply(changes, label=f"edit: {name(before)}")


def _kept(error: CarrelError, paper: Paper, path: str, first: str) -> CarrelError:
    """The error, with where the text is; a draft in which nothing was written goes."""
    if isinstance(error, NoEditor | EditorFailed) and holds(path, first):
        drafts.finish(path)
        return error
    import shlex

    verb = "note --replace" if path.endswith(".md") else "edit"
    again = f"carrel {verb} {shlex.quote(name(paper))} --from {shlex.quote(path)}"
    return BadValue(f"{error}\nYour text is in {path}. To take it from there: {again}")


def note(
    desk: Desk,
    paper: str,
    source: str | None,
    message: str | None,
    from_: str | None,
    replace: bool,
    json: bool,
) -> int:
    from commands.note import add_note, write_notes

    if source not in (None, STDIN):
        raise UsageError("A text is given with -m TEXT; - takes it from stdin.")
    library = desk.library()
    found = library.find(paper)
    given = [
        text
        for text in (message, source and _text_of(STDIN), from_ and _text_of(from_))
        if text is not None
    ]
    if len(given) > 1:
        raise UsageError("Give the text once: with -m, with --from or on stdin.")
    if replace and not given:
        raise UsageError("--replace needs the text: give it with -m, with --from or on stdin.")
    if not given:
        step = _edit_notes(desk, library, found)
    elif replace:
        step = write_notes(library, found, given[0])
    else:
        step = add_note(library, found, given[0])
    return print_step(desk, step, json=json, nothing="The notes are as they were.")


def _edit_notes(desk: Desk, library: Library, paper: Paper) -> Step:
    from commands.note import write_notes

    path = drafts.begin(library.folder, paper, paper.notes, ".md")
    try:
        step = write_notes(library, paper, open_editor(desk, path))
    except CarrelError as error:
        raise _kept(error, paper, path, paper.notes) from error
    drafts.finish(path)
    return step


def annotate(
    desk: Desk,
    paper: str,
    text: str | None,
    page: str | None,
    quote: str | None,
    remove: int | None,
    json: bool,
) -> int:
    from commands.annotate import annotate as apply
    from commands.annotate import remove_annotation

    library = desk.library()
    found = library.find(paper)
    if remove is not None:
        if text or page or quote:
            raise UsageError("--remove takes nothing beside the remark's number.")
        return print_step(desk, remove_annotation(library, found, remove), json=json)
    step = apply(library, found, text or "", page=page or "", quote=quote or "")
    return print_step(desk, step, json=json)


def _text_of(path: str) -> str:
    """A file's text, or what comes from stdin."""
    if path != STDIN:
        return read_text(path)
    import sys

    if not sys.stdin:  # a shell may have closed it
        raise BadValue("There is no stdin to read from.")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue("What comes from stdin is not text in UTF-8.") from None
