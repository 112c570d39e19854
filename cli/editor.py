"""The user's editor: found, and opened on a file."""

from cli.desk import Desk
from papers import BadValue, CarrelError

USUAL = ("vi", "nano", "emacs")


class NoEditor(CarrelError):
    """There is no editor, or it would not start."""


class EditorFailed(CarrelError):
    """The editor ended with an error: what it left is not to be taken for what was meant."""


def open_editor(desk: Desk, path: str) -> str:
    """Open the file in the editor, wait until it is closed, and return what is in it then."""
    import shlex
    import signal
    import subprocess

    command = _command(desk)
    desk.screen.out.flush()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the editor
    try:
        code = subprocess.call([*shlex.split(command), path])
    except (OSError, ValueError) as error:
        raise NoEditor(
            f"The editor {command!r} does not start ({error}): set another with"
            " `carrel config editor COMMAND`."
        ) from error
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        raise EditorFailed(f"The editor {command!r} ended with {code}: nothing was changed.")
    return read_text(path)


def read_text(path: str) -> str:
    """The text in a file, its line ends as they are."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue(f"{path} is not text in UTF-8.") from None


def _command(desk: Desk) -> str:
    chosen = str(desk.settings.value("editor"))
    if chosen.strip():
        return chosen
    import shutil
    import sys

    if not (sys.stdin and sys.stdin.isatty() and desk.screen.is_terminal):
        raise NoEditor(
            "There is no terminal for an editor: give the text with --from FILE, or set an editor"
            " that needs none with `carrel config editor COMMAND`."
        )
    for name in USUAL:
        if shutil.which(name, path=desk.environ.get("PATH")):
            return name
    raise NoEditor("There is no editor: set one with `carrel config editor COMMAND`, or $EDITOR.")
