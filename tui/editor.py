"""The user's editor, opened on a file while the app stands back."""

import os
import shlex
import shutil
import signal
import subprocess

from papers import BadValue, CarrelError

USUAL = ("vi", "nano", "emacs")


class NotEdited(CarrelError):
    """The editor did not start, or ended with an error: what it left is not what was meant."""


def edit(path: str, command: str = "") -> str:
    """Open the file, wait until the editor is closed, and return what is in it then."""
    command = command.strip() or _usual()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the editor
    try:
        code = subprocess.call([*shlex.split(command), path])
    except (OSError, ValueError) as error:
        raise NotEdited(f"The editor {command!r} does not start ({error}).") from error
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        raise NotEdited(f"The editor {command!r} ended with {code}: nothing was changed.")
    with open(path, "rb") as file:
        data = file.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue("What the editor left is not text in UTF-8.") from None


def _usual() -> str:
    for variable in ("VISUAL", "EDITOR"):
        if command := os.environ.get(variable, "").strip():
            return command
    for name in USUAL:
        if shutil.which(name):
            return name
    raise NotEdited("There is no editor: name one in $EDITOR.")
