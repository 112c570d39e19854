"""Texts that are being edited, in the library's folder: no crash and no reboot takes them."""

import os

from commands.files import write_new
from papers import Paper
from papers.text import filename

FOLDER = "drafts"


def begin(folder: str, paper: Paper, text: str, ending: str) -> str:
    """Write the text where an editor can open it; returns the path."""
    name = filename(paper.key or paper.uid).removesuffix(ending) + ending
    return write_new(os.path.join(folder, FOLDER), name, text)


def finish(path: str) -> None:
    """The text has arrived in the library, or was not changed: the draft goes."""
    os.unlink(path)
    try:
        os.rmdir(os.path.dirname(path))
    except OSError:
        return  # others are in it


def left_behind(folder: str) -> list[str]:
    """The drafts that nobody finished."""
    drafts = os.path.join(folder, FOLDER)
    names = sorted(os.listdir(drafts)) if os.path.isdir(drafts) else []
    return [os.path.join(drafts, name) for name in names if name[0] != "." and name[-1] != "~"]
