"""Dates as far as bibliographies give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.dates import PartialDate, parse
from papers.latex import decode


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2016", "2016"),
        ("2016-05", "2016-05"),
        ("2016-05-03", "2016-05-03"),
        ("2016-5-3", "2016-05-03"),
        ("2016-05-03T14:00:00+02:00", "2016-05-03"),
        ("2016/2017", "2016"),
        ("2016-05/2016-07", "2016-05"),
        ("2016-05-03/..", "2016-05-03"),
        ("2016/", "2016"),
        ("2016~", "2016"),
        ("2016-05?", "2016-05"),
        ("2016%", "2016"),
        ("c. 1850", "1850"),
        ("circa 1850-1860", "1850"),
        ("2004-21", "2004"),
        ("2020-02-31", "2020-02"),
        ("2019-02-29", "2019-02"),
        ("2020-02-29", "2020-02-29"),
        ("2020-13-01", "2020"),
        ("1990–1995", "1990"),
        ("May 2016", "2016-05"),
        ("3 May 2016", "2016-05-03"),
        ("1995a", "1995"),
        ("[1995]", "1995"),
        ("in press", ""),
        ("XXXX", ""),
        ("199X", ""),
        ("-0044", ""),
        ("y17000000002", ""),
        ("99999999999999999999", ""),
        ("1e400", ""),
        ("", ""),
    ],
)
def test_a_date_in_one_field(date: str, read: str) -> None:
    assert parse(date).isoformat() == read
    assert parse("", year=date).isoformat() == read


@pytest.mark.parametrize(
    ("month", "day", "read"),
    [
        ("January", "", "2020-01"),
        ("jan", "", "2020-01"),
        ("Sept.", "", "2020-09"),
        ("1", "", "2020-01"),
        ("09", "", "2020-09"),
        ("IX", "", "2020-09"),
        ("March", "3", "2020-03-03"),
        ("10 January", "", "2020-01-10"),
        ("January 10–12", "", "2020-01-10"),
        ("Jan./Feb.", "", "2020-01"),
        ("jan # feb", "", "2020-01"),
        ("Jän.", "", "2020-01"),
        ("März", "", "2020-03"),
        ("août", "", "2020-08"),
        ("diciembre", "", "2020-12"),
        ("5月", "", "2020-05"),
        ("Juillet", "14", "2020-07-14"),
        ("February", "30", "2020-02"),
        ("spring", "", "2020"),
        ("13", "", "2020"),
        ("0", "", "2020"),
        ("NaN", "", "2020"),
        ("Decision", "", "2020"),
        ("", "5", "2020"),
    ],
)
def test_a_month_in_many_spellings(month: str, day: str, read: str) -> None:
    assert parse("", year="2020", month=month, day=day).isoformat() == read


def test_a_date_wins_over_year_and_month_and_is_completed_by_them() -> None:
    assert parse("2016-05", year="1999", month="jan") == PartialDate(2016, 5)
    assert parse("2016", year="1999", month="jan") == PartialDate(2016, 1)
    assert parse("forthcoming", year="2020") == PartialDate(2020)


def test_digits_of_other_scripts_are_digits() -> None:
    assert parse("", year="１９９９").year == 1999
    assert parse("", year="٢٠٢٠").year == 2020


def test_a_year_behind_a_hidden_sort_key_is_read() -> None:
    assert parse("", year=decode(r"{\noopsort{1973a}}1973")).year == 1973


def test_a_month_alone_is_no_date() -> None:
    assert parse("", month="May", day="3") == PartialDate()


def test_dates_sort_with_the_unknown_first() -> None:
    dates = [parse(text) for text in ("2016-05-03", "2016", "", "2016-05", "2015-12")]
    ordered = sorted(dates, key=lambda date: date.order)
    shown = [date.isoformat() for date in ordered]
    assert shown == ["", "2015-12", "2016", "2016-05", "2016-05-03"]


@given(*[st.text(alphabet="0123456789-/~?XMayjn. T:") | st.text()] * 4)
def test_no_text_makes_a_date_raise_or_impossible(a: str, b: str, c: str, d: str) -> None:
    date = parse(a, b, c, d)
    assert date.year is None or 1000 <= date.year <= 2199
    assert date.month is None or (date.year is not None and 1 <= date.month <= 12)
    assert date.day is None or (date.month is not None and 1 <= date.day <= 31)
    assert parse(date.isoformat()) == date
