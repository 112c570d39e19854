"""Dates as programs write them, as BibTeX fields: year, month and day, or a range as date.

What cannot be told for certain is not guessed: 03/04/2014 gives the year 2014, and `issued` keeps
the text.
"""

import re
from collections.abc import Iterable

from papers import dates
from papers.dates import PartialDate
from papers.fields import Bare

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_TIME = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)"
_ISO = re.compile(rf"(\d{{4}})(?:[-.](\d{{1,2}})(?:[-.](\d{{1,2}}))?)?(?:[T ]({_TIME}))?")
_SLASHED = re.compile(r"(\d{4})\s*/\s*(\d{0,2})\s*(?:/\s*(\d{0,2})\s*(?:/\s*([^\r\n]*))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})()")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*/(\d{0,2})/?")
_RANGE = re.compile(r"(\d{4}(?:-\d\d){0,2})\s*(?:/|--?|–)\s*(\d{4}(?:-\d\d){0,2})")
_SEASON = re.compile(
    r"spring|summer|autumn|fall|winter|[^\W\d]{3,9}\.?\s*[-–/]\s*[^\W\d]{3,9}", re.I
)


def published(texts: Iterable[str]) -> dict[str, str]:
    """The fields for a date that is told once or in parts: ["2004", "JUN 8"], ["2012/07/03"]."""
    said = list(dict.fromkeys(text for each in texts if (text := " ".join(each.split()))))
    whole = [text for text in said if _year(text)]
    if not whole:
        return {"year": "; ".join(said)} if said else {}
    year = _year(whole[0])
    found: dict[str, str] = {}
    left: list[str] = []
    for text in said:
        own = _year(text)
        read = _read(text if own else _with_year(text, year))
        if own not in ("", year):
            left.append(text)
        elif len(read) > len(found) or not found:
            left += [found["issued"]] if "issued" in found else []
            found = read
        elif "issued" in read:
            left.append(read["issued"])
    if left:
        found["issued"] = "; ".join(dict.fromkeys([found.get("issued", ""), *left])).lstrip("; ")
    return found


def parts(year: object, month: object = None, day: object = None) -> dict[str, str]:
    """The fields for a date whose numbers are known, as far as they can be."""
    date = dates.parse("-".join([str(part).zfill(2) for part in (year, month, day) if part]))
    if date.year is None:
        return {"year": str(year)} if year else {}
    return _fields(date)


def moment(text: str) -> str:
    """A date and perhaps a time as biblatex wants them: 2021-01-04T07:49:16; else the text."""
    text = " ".join(text.split())
    for form in (_ISO, _SLASHED, _COMPACT):
        if found := form.fullmatch(text):
            year, month, day, time = found.groups(default="")
            date = _checked(year, month, day)
            if date.day and time and re.fullmatch(_TIME, time):
                return f"{date.isoformat()}T{time}"
            if date.year and not time:
                return date.isoformat()
    date = dates.parse(text)
    return date.isoformat() if date.day and _says_no_more(text, date) else text


def _year(text: str) -> str:
    if _COMPACT.fullmatch(text):
        text = text[:4]
    year = dates.parse(text).year
    return str(year) if year else ""


def _with_year(text: str, year: str) -> str:
    if found := _WITHOUT_YEAR.fullmatch(text):
        return f"{year}/{found[1]}/{found[2]}"
    return f"{year} {text}"


def _read(text: str) -> dict[str, str]:
    """The fields of one text that names a year."""
    if (found := _RANGE.fullmatch(text)) and not re.fullmatch(r"\d{4}-\d\d?", text):
        return {"date": f"{found[1]}/{found[2]}"}
    if found := _MONTH_FIRST.fullmatch(text):
        return _fields(_checked(found[2], found[1], ""))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found)
    for form in (_ISO, _SLASHED, _COMPACT):
        if found := form.fullmatch(text):
            given = found.groups(default="")
            fields = _fields(_checked(*given[:3]))
            rest = given[3] if form is _SLASHED and not re.fullmatch(_TIME, given[3]) else ""
            if rest and not given[1]:
                fields["month"] = rest
            elif rest or len(fields) < len([part for part in given[:3] if part]):
                fields["issued"] = text
            return fields
    date = dates.parse(text)
    if _says_no_more(text, date):
        return _fields(date)
    beside = re.sub(rf"\b{date.year}\b", "", text, count=1).strip(" ,;.")
    if _SEASON.search(beside):
        return {"year": str(date.year), "month": beside}
    return {"year": str(date.year), "issued": text}


def _year_last(found: re.Match[str]) -> dict[str, str]:
    """20/04/2020 and 04/20/2020 are the same day; 03/04/2020 may be one of two."""
    one, separator, other, year = found.groups()
    if separator == "." or int(one) > 12 or one == other:
        return _fields(_checked(year, other, one))
    if int(other) > 12:
        return _fields(_checked(year, one, other))
    return {"year": year, "issued": found[0]}


def _says_no_more(text: str, date: PartialDate) -> bool:
    """Whether the year, a month's name and the day are all that the text has."""
    words = re.findall(r"\w+", text)
    numbers = [str(date.year)] + ([str(date.day)] if date.day else [])
    rest = [word for word in words if (word.lstrip("0") or word) not in numbers]
    return "?" not in text and len(rest) <= (1 if date.month else 0)


def _checked(year: str, month: str, day: str) -> PartialDate:
    return dates.parse("-".join([part.zfill(2) for part in (year, month, day) if part]))


def _fields(date: PartialDate) -> dict[str, str]:
    fields = {"year": str(date.year)} if date.year else {}
    if date.month:
        fields["month"] = Bare(MONTHS[date.month - 1])
    if date.day:
        fields["day"] = str(date.day)
    return fields
