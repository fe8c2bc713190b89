"""How often a cron expression runs at the least."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise, product

import pytest

from seloste.checker.evidence.cron import make_period, read_cron_interval, read_duration, read_joint_interval

INTERVALS = {
    "0 2 * * *": "P1D",
    "*/15 * * * *": "PT15M",
    "* * * * *": "PT1M",
    "0 */6 * * *": "PT6H",
    "0 */5 * * *": "PT5H",
    "30 1,13 * * *": "PT12H",
    "0 8-18 * * *": "PT14H",
    "0 3 * * 0": "P7D",
    "0 3 * * 7": "P7D",
    "0 3 * * SUN": "P7D",
    "0 3 * * 1-5": "P3D",
    "0 3 * * mon,wed,fri": "P3D",
    "0 3,15 * * 1-5": "P2DT12H",
    "0 0 1 * *": "P1M",
    "0 0 1 */3 *": "P3M",
    "0 0 1 1 *": "P1Y",
    "0 0 1,15 * *": "P17D",
    "0 0 31 * *": "P61D",
    "0 0 1 * 1": "P7D",
    "@daily": "P1D",
    "@midnight": "P1D",
    "@weekly": "P7D",
    "@monthly": "P1M",
    "@every 1h30m": "PT1H30M",
    "TZ=Europe/Helsinki 0 3 * * *": "P1D",
    "CRON_TZ=Europe/Helsinki 0 3 * * *": "P1D",
    # with seconds first
    "0 0 0 * * *": "P1D",
    "0 30 */8 * * *": "PT8H",
    "*/10 * * * * *": "PT10S",
    # of AWS
    "cron(0 5 ? * * *)": "P1D",
    "cron(0 5 * * ? *)": "P1D",
    "cron(0 5 ? * 1 *)": "P7D",
    "cron(0 5 ? * SUN *)": "P7D",
    "cron(0 5 ? * 2-6 *)": "P3D",
    "cron(0 5 L * ? *)": "P1M",
    "cron(0/30 * * * ? *)": "PT30M",
    "rate(12 hours)": "PT12H",
    "rate(1 day)": "P1D",
}
NOT_TOLD = [
    *("", "   ", "0 2 * *", "0 2 * * * * *", "60 2 * * *", "0 24 * * *", "0 0 0 * *", "0 0 32 * *", "0 0 * 13 *"),
    "0 0 30 2 *",
    *("0 0 * * 8", "0 0 5-1 * *", "*/0 * * * *", "H 2 * * *", "0 0 */2 * 1", "@reboot", "@every", "daily"),
    "cron(0 5 ? * MON#1 *)",
    *("cron(0 5 * * ? 2030)", "rate(0 days)", "rate(1 week)", "a b c d e", "0 0 , * *", "-1 * * * *"),
    *("0 " * 90 + "0 2 * * *", "0 0 * * ²", "٠ 2 * * *", "cron(", "0 0 1/ * *", "0 0 * * 1/2", "99999 2 * * *"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "interval"), INTERVALS.items())
def test_the_interval_is_the_longest_gap(expression: str, interval: str) -> None:
    period = read_cron_interval(expression)
    assert period is not None
    assert period.normal == type(period).parse(interval).normal


@pytest.mark.parametrize("expression", NOT_TOLD)
def test_what_is_not_certain_has_no_interval(expression: str) -> None:
    assert read_cron_interval(expression) is None


def test_it_agrees_with_counting_every_minute_of_two_months() -> None:
    minutes, hours, weekdays = ("0", "*/20", "7-9"), ("*", "3", "*/7", "1,23"), ("*", "2", "1-5")
    start = datetime(2024, 1, 1)
    for minute, hour, weekday in product(minutes, hours, weekdays):
        matched = [
            {"*": range(60), "0": [0], "*/20": [0, 20, 40], "7-9": [7, 8, 9]}[minute],
            {"*": range(24), "3": [3], "*/7": [0, 7, 14, 21], "1,23": [1, 23]}[hour],
            {"*": range(7), "2": [2], "1-5": range(1, 6)}[weekday],
        ]
        runs = [
            start + timedelta(days=day, hours=each_hour, minutes=each)
            for day in range(60)
            if (start + timedelta(day)).isoweekday() % 7 in matched[2]
            for each_hour in matched[1]
            for each in matched[0]
        ]
        longest = max(after - before for before, after in pairwise(runs))
        expected = make_period(int(longest.total_seconds()))
        assert read_cron_interval(f"{minute} {hour} * * {weekday}") == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [("720h0m0s", "P30D"), ("720h", "P30D"), ("90m", "PT1H30M"), ("45s", "PT45S"), ("36h", "P1DT12H")],
)
def test_durations_of_go(text: str, period: str) -> None:
    assert str(read_duration(text)) == period


@pytest.mark.parametrize(
    "text", ["", "0h", "0s", "h", "1d", "1.5h", "-1h", "1h 2m", "1m1h", "9999999h", "999999999999s"]
)
def test_no_duration(text: str) -> None:
    assert read_duration(text) is None


def test_no_period_is_longer_than_one_can_be_written() -> None:
    assert str(make_period(99_999 * 86_400)) == "P99999D"
    assert make_period(100_000 * 86_400) is None


@pytest.mark.parametrize(
    ("schedules", "interval"),
    [
        (["0 1 * * 0", "0 1 * * 1-6"], "P1D"),
        (["0 1 * * sun", "0 3 * * 1-6"], "P1DT2H"),
        (["0 0 * * *", "0 12 * * *"], "PT12H"),
        (["@weekly", "0 0 * * 1-6"], "P1D"),
        (["0 1 * * 0", "0 1 * * 3"], "P4D"),
        (["0 1 * * 0", "0 1 1 * *", "often", "0 1 * * mon/2"], "P7D"),
        (["0 1 * * 0,7"], "P7D"),
    ],
)
def test_schedules_fill_the_gaps_of_each_other(schedules: list[str], interval: str) -> None:
    assert str(read_joint_interval(schedules)) == interval


@pytest.mark.parametrize("schedules", [[], ["often"], ["0 1 1 * *"], ["* * *" * 100], ["99 1 * * *"], ["0 1 * 6 *"]])
def test_schedules_that_are_not_the_same_each_week_have_no_joint_interval(schedules: list[str]) -> None:
    assert read_joint_interval(schedules) is None
