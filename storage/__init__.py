"""Where papers are kept: a TinyDB store over a journal and a snapshot, and what happened to it."""

from storage.library import Library
from storage.step import Step

__all__ = ["Library", "Step"]
