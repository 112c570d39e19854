"""Times in a query: a day, a month, a year, or so long ago. Days begin at midnight UTC."""

import re

from papers import timestamp

SECONDS = {"h": 3600, "d": 86400, "w": 7 * 86400, "m": 30 * 86400, "y": 365 * 86400}
SPELLED = {"week": "1w", "month": "1m", "year": "1y"}
ENDLESS = ("", "")

_AGE = re.compile(r"(\d{1,4})([hdwmy])", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def span(sign: str, value: str, now: float) -> tuple[str, str] | None:
    """The first moment that is meant and the first that is no longer; "" is no bound.

    `<7d` is less than seven days ago; `<2026` is before 2026.
    """
    first, dots, last = value.partition("..")
    if dots:
        since, until = _moments(first, now), _moments(last, now)
        if sign != ":" or since is None or until is None or not (first or last):
            return None
        return since[0], until[1]
    if value in SPELLED or _AGE.fullmatch(value):
        then = _ago(value, now)
        return ("", then) if sign in (">", ">=") else (then, "")
    found = _moments(value, now) if value else None
    if found is None:
        return None
    begins, ends = found
    bounds = {"<": ("", begins), "<=": ("", ends), ">": (ends, ""), ">=": (begins, "")}
    return bounds.get(sign, found)


def _moments(value: str, now: float) -> tuple[str, str] | None:
    """When what is written begins and when it is over."""
    if not value:
        return ENDLESS
    if value in SPELLED or _AGE.fullmatch(value):
        return (_ago(value, now),) * 2
    if value in ("today", "yesterday"):
        then = now - (86400 if value == "yesterday" else 0)
        value = timestamp(max(then, 0))[:10]
    found = _DAY.fullmatch(value)
    return _calendar(found) if found else None


def _ago(value: str, now: float) -> str:
    found = _AGE.fullmatch(SPELLED.get(value, value))
    assert found
    return timestamp(max(now - int(found[1]) * SECONDS[found[2]], 0))


def _calendar(found: re.Match[str]) -> tuple[str, str] | None:
    from datetime import date, timedelta

    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    try:
        begins = date(year, month, day)
        if found[3]:
            ends = begins + timedelta(days=1)
        elif found[2]:
            ends = date(year + month // 12, month % 12 + 1, 1)
        else:
            ends = date(year + 1, 1, 1)
    except (ValueError, OverflowError):  # no such day, or past the year 9999
        return None
    return f"{begins.isoformat()}T00:00:00Z", f"{ends.isoformat()}T00:00:00Z"
