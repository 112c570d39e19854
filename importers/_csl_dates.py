"""CSL's dates, which may be parts, ranges, seasons, doubtful or plain text, as BibTeX fields."""

import re
from typing import Any

from importers import _when


def texts(value: Any) -> list[str]:
    """The texts in a value, which may be one, a number or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [text for each in values if isinstance(each, str) and (text := each.strip())]


def published(value: Any) -> dict[str, str]:
    """The fields of a date of publication."""
    if not isinstance(value, dict):
        return _when.published(texts(value))
    first, last = _ends(value)
    season = "".join(texts(value.get("season")))
    said = [text for name in ("literal", "raw") for text in texts(value.get(name))]
    if not first:
        return _when.published(said)
    doubt = "~" if value.get("circa") else ""
    if last and last != first:
        return {"date": f"{_join(first)}{doubt}/{_join(last)}{doubt if _join(last) else ''}"}
    if doubt and not season:
        return {"date": _join(first) + doubt}
    if re.fullmatch("[0-9]{1,2}", season) and len(first) == 1:
        return {"date": f"{first[0]}-{int(season[-2:]) % 20 + 20}"}
    fields = _when.parts(*first[:3])
    if season:
        fields["month"] = season
    return fields


def _ends(value: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The parts of the day that a date names, or of the first and the last."""
    dates = value.get("date-parts")
    found: list[list[str]] = []
    for parts in dates if isinstance(dates, list) else []:
        said = [text for part in parts for text in texts(part)] if isinstance(parts, list) else []
        numbers = []
        for text in said:
            if not re.fullmatch(r"-?[0-9]{1,4}", text.strip()):
                break
            numbers.append(text.strip())
        found.append(numbers)
    padded = [*found, [], []]
    return padded[0], padded[1]


def _join(parts: list[str]) -> str:
    """A day as biblatex wants it; the year 0 stands for an end that is open."""
    if parts[0] == "0":
        return ""
    year = f"-{parts[0][1:].zfill(4)}" if parts[0].startswith("-") else parts[0].zfill(4)
    return "-".join([year, *[part.zfill(2) for part in parts[1:3]]])


def moment(value: Any) -> str:
    """A date, perhaps with a time, as biblatex wants it."""
    if not isinstance(value, dict):
        return " ".join(map(_when.moment, texts(value)))
    first, last = _ends(value)
    if first:
        return "/".join([_join(first), *([_join(last)] if last and last != first else [])])
    return " ".join([text for name in ("literal", "raw") for text in texts(value.get(name))])
