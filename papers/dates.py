"""Dates as far as they are known: a year, perhaps a month, perhaps a day.

Bibliographies hold "2016-05", "2016/2017", "10~jan", "in press" and worse. What can be read is
read, what cannot is None, and nothing raises.
"""

import functools
import re
from typing import NamedTuple

EARLIEST, LATEST = 1000, 2199
MONTHS = (
    "january januar janvier enero gennaio janeiro jänner",
    "february februar février fevrier febrero febbraio fevereiro",
    "march märz mrz mars marzo março maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei maj",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augusti",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre",
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


class PartialDate(NamedTuple):
    """A date of which the day, the month or everything may be unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def isoformat(self) -> str:
        """2016-05-03, 2016-05, 2016 or nothing."""
        if self.year is None:
            return ""
        known = [part for part in (self.month, self.day) if part is not None]
        return "-".join([f"{self.year:04}", *[f"{part:02}" for part in known]])

    @property
    def order(self) -> tuple[int, int, int]:
        """What to sort by: the unknown comes before the known."""
        return (self.year or 0, self.month or 0, self.day or 0)


@functools.lru_cache(maxsize=4096)
def parse(date: str, year: str = "", month: str = "", day: str = "") -> PartialDate:
    """The date that these fields give, as people read them: decoded, macros expanded."""
    if not date and not month and len(year) == 4 and year.isdigit():
        return _checked(int(year), None, None)
    for text in (date[:200], year[:200]):
        given = _iso(text)
        if given.year is None and (found := _year(text)):
            given = _checked(found, *_month(text))
        if given.year is not None:
            break
    if given.year is None or given.month is not None:
        return given
    number, own_day = _month(month[:200], alone=True)
    return _checked(given.year, number, _number(day) or own_day)


def _iso(text: str) -> PartialDate:
    """A date as biblatex writes it: a range gives its start, doubt is left out."""
    day = r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)"
    found = re.match(day + r"(?:T[\d:.Z+-]*)?[?~%\s]*", text)
    if not found or (found.end() < len(text) and text[found.end()] != "/"):
        return PartialDate()
    return _checked(*[int(part) if part else None for part in found.groups()])


def _checked(year: int | None, month: int | None, day: int | None) -> PartialDate:
    """As much of these as can be."""
    if year is None or not EARLIEST <= year <= LATEST:
        return PartialDate()
    if month is None or not 1 <= month <= 12:
        return PartialDate(year)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return PartialDate(year, month, day if day and 1 <= day <= days else None)


def _year(text: str) -> int | None:
    """The first year that a text names."""
    years = [int(found) for found in re.findall(r"(?<!\d)\d{4}(?!\d)", text)]
    return next((year for year in years if EARLIEST <= year <= LATEST), None)


def _number(text: str) -> int | None:
    found = re.match(r"\s*(\d{1,2})(?!\d)", text)
    return int(found[1]) if found else None


def _month(text: str, *, alone: bool = False) -> tuple[int | None, int | None]:
    """The month that a text names, and the day beside it: `10 January`, `May 3--5`.

    A text that is for the month alone may also have it as a number, Arabic or Roman.
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    for word in words:
        if number := _month_names().get(word):
            day = re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
            return number, int(day[0]) if day else None
    if not alone:
        return None, None
    if words and words[0] in ROMAN:
        return ROMAN.index(words[0]) + 1, None
    return _number(text), None


@functools.cache
def _month_names() -> dict[str, int]:
    """Every name of a month and every beginning of one that fits no other month."""
    numbers: dict[str, int] = {}
    for number, names in enumerate(MONTHS, 1):
        for name in names.split():
            for end in range(3, len(name) + 1):
                start = name[:end]
                numbers[start] = number if numbers.get(start, number) == number else 0
    return numbers
