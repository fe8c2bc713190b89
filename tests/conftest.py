"""Lets pytest say which part of an assertion failed in `support` too, and spares the tests what is always there."""

import gc

import pytest

pytest.register_assert_rewrite("tests.support")


@pytest.fixture
def a_day_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has reports look a day ahead instead of a year, where a test is not about what is to come."""
    from tests.support.commands import look_a_day_ahead

    look_a_day_ahead(monkeypatch)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, so that no collection of garbage need look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # a test makes much and keeps little


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows how well columns are judged wherever that is tested, so that a change of words shows what it does."""
    reports = [report for listed in terminalreporter.stats.values() for report in listed]
    if any("test_personal_columns" in getattr(report, "nodeid", "") for report in reports):
        from tests.support.labelled_columns import write_figures

        terminalreporter.section("columns that hold personal data")
        for line in write_figures():
            terminalreporter.write_line(line)
