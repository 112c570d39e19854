"""Every screen of the app: a library on which each has something to show, and the way to it."""

from collections.abc import Sequence
from pathlib import Path

from commands.kept_exports import keep
from commands.note import write_notes
from commands.sample import add_sample
from commands.sync_notes import sync_notes
from papers import Annotation, Attachment, Fields, Paper
from storage import Library
from tests import pdf_writer
from tests.pilot.support import Desk
from tui.preferences import USUAL_MEANS, Means

LONG = "A Very Long Title That Says Much of What There Is to Say about Parameter-Efficient Tuning"
PASTED = """\
@inproceedings{houlsby2019,
  title = {Parameter-Efficient Transfer Learning for {NLP}},
  author = {Houlsby, Neil and Giurgiu, Andrei}, year = {2019},
}
@inproceedings{hu2022,
  title = {{LoRA}: Low-Rank Adaptation of Large Language Models},
  author = {Hu, Edward J. and Shen, Yelong}, year = {2022}, eprint = {2106.09685},
}
@article{unfinished, title = {This entry is never closed
"""
SCREENS: dict[str, Sequence[str]] = {  # keys; `sees …` waits for it, `paste` pastes
    "main": [],
    "marked": ["space", "v", "down"],
    "details": ["enter"],
    "shelves": ["h"],
    "searching": ["slash", *"tag:"],
    "misspelt": ["slash", *"yaer:2017"],
    "nothing": ["slash", *"zzzzzz"],
    "status": ["s"],
    "priority": ["p"],
    "tags": ["t"],
    "new tag": ["t", *"something quite new"],
    "sort": ["z"],
    "columns": ["C"],
    "history": ["4", "H"],
    "help": ["question_mark"],
    "help, further": ["question_mark", "end"],
    "shelf": ["slash", *"hu", "enter", "B"],
    "links": ["f"],
    "similar": ["S"],
    "copy": ["y"],
    "export": ["E"],
    "kept": ["W", "sees Kept exports"],
    "duplicates": ["D", "sees possible duplicate"],
    "duplicate's fields": ["D", "sees possible duplicate", "tab", "down"],
    "sync": ["N", "sees unchanged"],
    "sync folder": ["N", "sees unchanged", "slash"],
    "first page": ["P", "sees ▀▀▀"],
    "note": ["n", *"See [[@de"],
    "note without preview": ["n", "ctrl+t"],
    "remark": ["n", "ctrl+r"],
    "entry": ["e"],
    "entry's kind": ["e", "ctrl+t"],
    "entry, further": ["e", *["down"] * 14],
    "unsaved entry": ["e", "down", *"x", "escape"],
    "adding": ["a"],
    "review": ["paste", "sees new"],
    "review, further": ["paste", "sees new", "down", "down"],
    "trash": ["x", "T"],
    "purge": ["x", "T", "X"],
    "log": ["4", "x", "L"],
}


def add_everything(library: Library, folder: Path) -> Means:
    """Fill the library so that every screen has something to show; the means for the app."""
    add_sample(library)
    pdf = pdf_writer.save(folder, "one.pdf", pdf_writer.document(pdf_writer.paper()))
    twin = {"title": LONG, "author": "Houlsby, Neil and Giurgiu, Andrei", "journal": "J. of Tests"}
    library.add(
        [
            Paper(key="twin2021", type="article", fields=Fields({**twin, "title": LONG + "s"})),
            Paper(
                key="twin2019", type="article",
                fields=Fields({**twin, "year": "2019", "doi": "10.1000/182"}),
                tags=frozenset({"adapters", "a tag of several words", "thesis/chapter-2"}),
                annotations=(Annotation("2020-02-01T10:00:00Z", "Read again.", "7", "we find"),),
                files=(Attachment(str(pdf)),), rating=4,
            ),
        ],
        label="two that may be one",
    )  # fmt: skip
    paper = library.find("twin2019")
    write_notes(library, paper, "# Why\n\nBecause *it is so*; see [[@vaswani2017]].\n\n- one\n")
    notes = folder / "notes"
    sync_notes(library, str(notes))
    keep(library, "bibtex", "tag:peft OR year>=2000", str(folder / "kept-far-away.bib"))
    return USUAL_MEANS._replace(notes_folder=str(notes))


async def go_to(desk: Desk, way: Sequence[str]) -> None:
    for step in way:
        if step.startswith("sees "):
            await desk.sees(step.removeprefix("sees "), within=30)
        elif step == "paste":
            await desk.paste(PASTED)
        elif len(step) == 1 and not step.isalpha():
            await desk.type(step)
        else:
            await desk.press(step)
