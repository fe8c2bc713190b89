"""Periods: what is one, and where it ends by the calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.policy.period import Period

DAYS = st.dates(date(1900, 1, 1), date(2900, 12, 31))
COUNTS = st.integers(0, 400)


@st.composite
def periods(draw: st.DrawFn) -> str:
    """Any duration in whole units."""
    if draw(st.booleans()) and draw(st.booleans()):
        return f"P{draw(COUNTS)}W"
    days = [f"{draw(COUNTS)}{unit}" for unit in "YMD" if draw(st.booleans())]
    hours = [f"{draw(COUNTS)}{unit}" for unit in "HMS" if draw(st.booleans())]
    if not days and not hours:
        return "P0D"
    return "P" + "".join(days) + ("T" + "".join(hours) if hours else "")


@given(periods(), DAYS)
def test_every_duration_in_whole_units_is_read_and_kept_as_written(text: str, day: date) -> None:
    period = Period.parse(text)
    assert str(period) == text
    assert period.end(day) >= datetime.combine(day, datetime.min.time())
    assert all(period.parts.values())


@given(periods(), DAYS, DAYS)
def test_a_later_beginning_never_ends_earlier(text: str, one: date, other: date) -> None:
    period = Period.parse(text)
    assert period.end(min(one, other)) <= period.end(max(one, other))


@given(st.sampled_from("YMWD"), COUNTS, COUNTS, DAYS)
def test_more_of_a_unit_never_ends_earlier(unit: str, one: int, other: int, day: date) -> None:
    shorter, longer = sorted((one, other))
    assert Period.parse(f"P{shorter}{unit}").end(day) <= Period.parse(f"P{longer}{unit}").end(day)
    assert Period.parse(f"P{longer}{unit}").longer_than(Period.parse(f"P{shorter}{unit}"), day) == (longer > shorter)


@given(periods(), DAYS)
def test_no_period_is_longer_than_itself(text: str, day: date) -> None:
    assert not Period.parse(text).longer_than(Period.parse(text), day)


@given(st.integers(0, 20), DAYS)
def test_counting_back_years_never_lands_later_than_the_day(years: int, day: date) -> None:
    start = Period.parse(f"P{years}Y").before(day)
    assert (start.year, start.month) == (day.year - years, day.month)


@pytest.mark.parametrize(
    ("text", "day", "end"),
    [
        ("P1M", "2026-01-31", "2026-02-28T00:00"),
        ("P1M", "2028-01-31", "2028-02-29T00:00"),
        ("P1M", "2026-03-31", "2026-04-30T00:00"),
        ("P2M", "2026-12-31", "2027-02-28T00:00"),
        ("P1Y", "2028-02-29", "2029-02-28T00:00"),
        ("P4Y", "2028-02-29", "2032-02-29T00:00"),
        ("P12M", "2027-02-28", "2028-02-28T00:00"),
        ("P2W", "2026-02-20", "2026-03-06T00:00"),
        ("P0D", "2026-02-20", "2026-02-20T00:00"),
        ("P30D", "2026-01-31", "2026-03-02T00:00"),
        ("PT48H", "2026-02-27", "2026-03-01T00:00"),
        ("PT36H", "2028-02-28", "2028-02-29T12:00"),
        ("P1DT90M", "2026-01-01", "2026-01-02T01:30"),
        ("P1Y2M3DT4H5M6S", "2026-01-01", "2027-03-04T04:05:06"),
    ],
)
def test_where_a_period_ends(text: str, day: str, end: str) -> None:
    assert Period.parse(text).end(date.fromisoformat(day)) == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    ("one", "other", "day", "longer"),
    [
        ("P1M", "P30D", "2026-01-31", False),
        ("P1M", "P30D", "2026-03-01", True),
        ("P1M", "P28D", "2026-02-01", False),
        ("P1M", "P28D", "2028-02-01", True),
        ("P12M", "P1Y", "2028-02-29", False),
        ("P1Y", "P365D", "2027-03-01", True),
        ("P1Y", "P365D", "2026-03-01", False),
        ("PT25H", "P1D", "2026-01-01", True),
        ("PT24H", "P1D", "2026-01-01", False),
    ],
)
def test_which_period_is_longer_depends_on_the_day(one: str, other: str, day: str, longer: bool) -> None:
    assert Period.parse(one).longer_than(Period.parse(other), date.fromisoformat(day)) is longer


def test_a_period_that_leaves_the_calendar_ends_with_it() -> None:
    assert Period.parse("P9999Y").end(date(2026, 1, 1)) == datetime.max
    assert Period.parse("P9999Y").before(date(2026, 1, 1)) == date.min
    assert Period.parse("P9999Y9999M99999DT99999H99999M99999S").end(date.max) == datetime.max
    assert Period.parse("P1D").end(date.max) == datetime.max


def test_the_parts_are_those_written_and_not_zero() -> None:
    assert Period.parse("P2Y0M14DT48H").parts == {"years": 2, "days": 14, "hours": 48}
    assert Period.parse("P6W").parts == {"weeks": 6}
    assert Period.parse("P0D").parts == {}


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "P", "PT", "P1", "1Y", "Y", "p1y", "P1y", "P1YT", "P-1Y", "-P1Y", "+P1Y", "P1.5Y", "P1,5Y", "P0.5D",
        "PT1.5H", "P1W2D", "P1D1M", "P1M1Y", "PT1S1H", "P1H", "PT1D", "P1Y1Y", " P1Y", "P1Y ", "P1Y\n", "P 1Y", "P٣Y",
        "P10000Y", "P0001-01-01", "1 year", "2026-01-01", "P1Y/P2Y", "P" + "9" * 1000 + "Y",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 duration"):
        Period.parse(text)


@given(st.text(max_size=20))
def test_nothing_but_a_value_error_comes_of_any_text(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError:
        return
    assert period.end(date(2026, 1, 1)) >= datetime(2026, 1, 1)
