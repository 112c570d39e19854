"""A picture of the first page of a paper's PDF, drawn once and then kept in the cache."""

import contextlib
import os

from commands.attach import locate
from commands.pdf_text import is_pdf, mark_of
from papers import NotFound, Paper
from storage import disk

FOLDER = "first-pages"
MOST = 200  # pictures; the oldest go


def page_picture(cache_folder: str, library_folder: str, paper: Paper, width: int) -> bytes:
    """The picture as PNG, so many pixels wide."""
    path = _pdf_of(library_folder, paper)
    kept = os.path.join(cache_folder, FOLDER, f"{mark_of(path)}-{width}.png")
    with contextlib.suppress(FileNotFoundError), open(kept, "rb") as file:
        return file.read()
    from importers import pdf

    picture = pdf.page_picture(path, width)
    with contextlib.suppress(OSError):  # a full disk costs the cache, not the picture
        _keep(kept, picture)
    return picture


def _pdf_of(library_folder: str, paper: Paper) -> str:
    pdfs = [file for file in paper.files if is_pdf(file)]
    for file in pdfs:
        if path := locate(library_folder, file):
            return path
    name = paper.key or paper.uid
    if pdfs:
        raise NotFound(f"{pdfs[0].path} is not there: {name} has no page to show.")
    raise NotFound(f"{name} has no PDF. `carrel attach {name} FILE` gives it one.")


def _keep(path: str, picture: bytes) -> None:
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    temporary = disk.temporary_name(path)
    with open(temporary, "wb") as file:
        file.write(picture)
    os.replace(temporary, path)
    kept = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in kept[MOST:]:
        os.unlink(entry.path)
