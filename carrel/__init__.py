"""Carrel, a reading list for research papers: the one name that the wheel owns."""

__version__ = "0.1.0"
