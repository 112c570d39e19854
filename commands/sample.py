"""A few well-known papers, to try things on."""

import os

from commands import reading
from commands.import_papers import SKIP, Receipt, import_papers
from importers import Imported
from storage import Library

FILE = os.path.join(os.path.dirname(__file__), "sample.bib")


def sample() -> Imported:
    """The papers of the sample."""
    with open(FILE, "rb") as file:
        return reading.read([reading.data("sample.bib", file.read())], "bibtex").imported


def add_sample(library: Library) -> Receipt:
    """Import the sample; what is there already stays as it is."""
    return import_papers(library, sample(), label="add the sample", on_duplicate=SKIP)
