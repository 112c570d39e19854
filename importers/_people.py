"""Names of people and bodies as programs write them, one to a line or several."""

import re

from papers import names
from papers.latex import escape
from papers.names import Author

BODY = re.compile(
    r"\b(?:university|universit[äéà]\w*|institut\w*|ministr\w+|minister\w+|departments?|"
    r"organi[sz]ations?|associations?|committees?|councils?|agenc\w+|societ\w+|foundations?|"
    r"consorti\w+|collaborations?|cent(?:er|re)s?|commissions?|laborator\w+|corporation|company|"
    r"bureau|groups?|teams?|networks?|projects?|inc|ltd|gmbh|united|national|international|"
    r"european|convention|directive|press|the|of|for|für|de la|standards?)\b",
    re.IGNORECASE,
)
OTHERS = Author("", literal=names.OTHERS)
_INITIALS = r"(?:[^\W\d_]\.?(?:[ -]?[^\W\d_]\.)*|[A-Z]{1,3}|[A-Z](?:[ -][A-Z]){1,3})"
_INITIALS_LAST = re.compile(rf"(\D+?)[ ]+({_INITIALS})")
_AN_INITIAL = re.compile(r"(?:^|[ .])[^\W\d_]\.")
_ET_AL = re.compile(r"(?:[,;&]|\band\b)?\s*\b(?:et\.?\s+al\.?|and others)\s*$", re.IGNORECASE)
_CAPITAL_PARTICLES = frozenset({"Van", "Von", "De", "Da", "Di", "Du", "Del", "Des", "Dos"})
_LONGEST_NAME = 300


def people(text: str, *, given_first: bool = False) -> list[Author]:
    """Who is named in a line; a name without a comma is a body, unless initials say otherwise.

    With `given_first`, which is how EndNote reads names, "Jing Chen" is a person.
    """
    text = " ".join(text.split()).strip("; ")
    shortened = _ET_AL.sub("", text).strip("; ")
    if shortened != text:
        return [*(people(shortened, given_first=given_first) if shortened else []), OTHERS]
    if text.lower() == names.OTHERS:
        return [OTHERS]
    if ";" in text:
        return [one for part in text.split(";") for one in people(part, given_first=given_first)]
    several = _several(text, given_first=given_first)
    return [person(one, given_first=given_first) for one in several if one.strip(", ")]


def person(text: str, *, given_first: bool = False) -> Author:
    """One name: "Family, Given, Suffix", "Family IN", "G. Family", or a body."""
    text = text.strip()
    if text.endswith(",") or len(text) > _LONGEST_NAME:  # the comma is EndNote's mark of a body
        name = text.strip(", ")
        return _with_initials(name) or body(name)
    if "," in text:
        return _inverted(text)
    if with_initials := _with_initials(text):
        return with_initials
    words = text.split()
    if len(words) < 2 or len(words) > 5 or BODY.search(text) or text.isupper():
        return body(text)
    if given_first or _AN_INITIAL.search(text):
        return names.parse(escape(text))[0]
    return body(text)


def _with_initials(text: str) -> Author | None:
    """PubMed's form of a name: "Fedorowicz Z"."""
    found = _INITIALS_LAST.fullmatch(text) if len(text) <= _LONGEST_NAME else None
    return of(found[1], found[2]) if found and not BODY.search(found[1]) else None


def of(family: str, given: str = "", particle: str = "", suffix: str = "") -> Author:
    """A person whose family name may begin with a particle; one without a given name is a body."""
    family, given = " ".join(family.split()), " ".join(given.split())
    if not family:
        family, given = given, ""
    if not given and not particle and not suffix:
        return body(family)
    if not particle and " " in family:
        particle, family = _split(family)
    return Author(family, given, particle, suffix)


def _split(family: str) -> tuple[str, str]:
    """The particles that a family name begins with, and the rest: "Van der", "Berg"."""
    words = family.split(" ")
    at = 1 if words[0] in _CAPITAL_PARTICLES and words[1][:1].islower() else 0
    while at < len(words) - 1 and words[at][:1].islower():
        at += 1
    return " ".join(words[:at]), " ".join(words[at:])


def body(text: str) -> Author:
    """A body, which is not taken apart."""
    return Author("", literal=text)


def _several(text: str, *, given_first: bool) -> list[str]:
    """The names in a line that holds more than it should: "Smith, J. and Doe, K."."""
    halves = re.split(r" (?:and|&) ", text)
    if len(halves) > 1:
        commas = all("," in half for half in halves)
        pairs = given_first and not BODY.search(text)
        if commas or (pairs and all(len(half.split()) > 1 for half in halves)):
            return halves
    return [text]


def _inverted(text: str) -> Author:
    family, *rest = [part.strip() for part in text.split(",")]
    rest = [part for part in rest if part]
    initials = re.fullmatch(_INITIALS, rest[0] if rest else "")
    if " " in family and BODY.search(family) and not initials:
        return body(text)
    suffix = ""
    marks = [at for at, part in enumerate(rest) if part.lower() in names.SUFFIXES]
    if len(rest) > 1 and marks:
        suffix = rest.pop(marks[0])
    elif len(rest) == 2 and len(rest[1]) <= 6:
        suffix = rest.pop()
    elif len(rest) > 2 and not family:
        return body(text)
    return of(family, ", ".join(rest), suffix=suffix)
