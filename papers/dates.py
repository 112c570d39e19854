"""Dates as far as they are known: a year, perhaps a month, perhaps a day.

Bibliographies hold "2016-05", "2016/2017", "10~jan", "in press" and worse. What can be read is
read, what cannot is None, and nothing raises.
"""

import functools
import re
from typing import NamedTuple

EARLIEST, LATEST = 1000, 2199
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OTHER_MONTHS = {
    "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12,
    "fév": 2, "fev": 2, "avr": 4, "mag": 5, "maj": 5, "mei": 5, "jui": 0, "juin": 6, "juil": 7,
    "aoû": 8, "aou": 8, "ago": 8, "abr": 4, "ene": 1, "gen": 1, "giu": 6, "lug": 7,
    "set": 9, "ott": 10, "dic": 12, "out": 10, "déc": 12, "jän": 1,
}  # fmt: skip
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
         "x": 10, "xi": 11, "xii": 12}  # fmt: skip


class PartialDate(NamedTuple):
    """A date of which the day, the month or everything may be unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def isoformat(self) -> str:
        """2016-05-03, 2016-05, 2016 or nothing."""
        if self.year is None:
            return ""
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @property
    def order(self) -> tuple[int, int, int]:
        """A key to sort by: unknown parts come before known ones."""
        return (self.year or 0, self.month or 0, self.day or 0)


@functools.lru_cache(maxsize=8192)
def parse(date: str, year: str = "", month: str = "", day: str = "") -> PartialDate:
    """The date that these fields give, as people read them (decoded, macros expanded)."""
    given = _biblatex(date)
    if given.year is None:
        given = _biblatex(year)
    if given.year is None:
        given = PartialDate(_year(date) or _year(year))
    if given.year is None or given.month is not None:
        return given
    number, own_day = _month(month)
    return _checked(given.year, number, _day(day) or own_day)


def _biblatex(text: str) -> PartialDate:
    """An ISO date as biblatex writes it; a range gives its start."""
    match = re.match(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)(?:[T ][\d:.Z+-]*)?", text[:60])
    if not match:
        return PartialDate()
    rest = text[match.end() : 60].lstrip("~?% ")
    if rest and not rest.startswith("/"):
        return PartialDate()
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not EARLIEST <= year <= LATEST:
        return PartialDate()
    return _checked(year, month, day)


def _checked(year: int, month: int | None, day: int | None) -> PartialDate:
    if month is None or not 1 <= month <= 12:
        return PartialDate(year)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return PartialDate(year, month, day if day is not None and 1 <= day <= days else None)


def _year(text: str) -> int | None:
    """The last year that is named: `{\\noopsort{1973a}}1973` has its real one at the end."""
    years = [int(found) for found in re.findall(r"(?<!\d)\d{4}(?!\d)", text[:200])]
    possible = [year for year in years if EARLIEST <= year <= LATEST]
    return possible[0] if possible else None


def _day(text: str) -> int | None:
    match = re.match(r"\s*(\d{1,2})(?!\d)", text[:20])
    return int(match[1]) if match else None


def _month(text: str) -> tuple[int | None, int | None]:
    """The month, and the day where one is written beside it: `10~jan`, `May 3`."""
    lowered = text[:40].casefold()
    for word in re.findall(r"[^\W\d_]+", lowered):
        number = _named_month(word)
        if number:
            match = re.search(r"(?<!\d)\d{1,2}(?!\d)", lowered)
            return number, int(match[0]) if match else None
    match = re.match(r"\s*(\d{1,2})(?!\d)", lowered)
    return (int(match[1]) if match else None), None


def _named_month(word: str) -> int | None:
    if word[:3] in MONTHS:
        return MONTHS.index(word[:3]) + 1
    return ROMAN.get(word) or OTHER_MONTHS.get(word[:4]) or OTHER_MONTHS.get(word[:3]) or None
