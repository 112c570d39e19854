"""The query language: text becomes a tree, the tree picks papers and puts them in order."""

from search.complete import Completion, complete
from search.doubts import Doubt, doubts
from search.explain import explain
from search.fields import parse_sort
from search.highlight import Marker, highlights, marking
from search.matching import checker, matcher, matches, select
from search.order import FIELDS as SORT_FIELDS
from search.order import ordered
from search.parser import narrowed, parse
from search.relevance import by_relevance
from search.render import render
from search.tree import Query

__all__ = [
    "SORT_FIELDS",
    "Completion",
    "Doubt",
    "Marker",
    "Query",
    "by_relevance",
    "checker",
    "complete",
    "doubts",
    "explain",
    "highlights",
    "marking",
    "matcher",
    "matches",
    "narrowed",
    "ordered",
    "parse",
    "parse_sort",
    "render",
    "select",
]
