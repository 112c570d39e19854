"""The query language: text becomes a tree, the tree picks papers and puts them in order."""

from search.order import FIELDS as SORT_FIELDS
from search.order import ordered
from search.parser import parse, parse_sort
from search.query import Query, select

__all__ = ["SORT_FIELDS", "Query", "ordered", "parse", "parse_sort", "select"]
