"""The index: which papers have a word, or one like it, and how well that explains a query."""

from search.index.answering import Answering
from search.index.arrays import load, save
from search.index.index import Index

__all__ = ["Answering", "Index", "load", "save"]
