"""Findings that stood at the base of a change: known by their fingerprint, wherever they have moved."""

from __future__ import annotations

from msgspec.structs import replace

from seloste.checker.comparison.comparison import ComparedFinding, to_compared
from seloste.checker.comparison.known import mark_known
from seloste.checker.finding import Finding, Severity
from seloste.checker.position import Location
from tests.support.tellings import finding, waived

PLAIN = finding()
MOVED = replace(PLAIN, found=replace(PLAIN.found, location=Location("inventory/all.yaml", 90, 1, 90, 5)))


def mark(*findings: Finding, before: tuple[Finding, ...] = (PLAIN,)) -> list[bool]:
    compared: list[ComparedFinding] = [to_compared(each) for each in before]
    return [each.known for each in mark_known(findings, compared)]


def test_one_is_known_wherever_it_has_moved() -> None:
    assert (mark(PLAIN), mark(MOVED), mark(PLAIN, before=())) == ([True], [True], [False])


def test_another_value_is_new() -> None:
    assert mark(replace(PLAIN, found=replace(PLAIN.found, value="P30D"))) == [False]


def test_one_that_has_become_graver_is_new_and_a_milder_one_is_known() -> None:
    warning = replace(PLAIN, severity=Severity.WARNING)
    assert (mark(PLAIN, before=(warning,)), mark(warning)) == ([False], [True])


def test_of_several_alike_those_beyond_the_number_before_are_new_and_the_ones_that_stayed_are_not() -> None:
    assert mark(MOVED, PLAIN) == [False, True]
    assert mark(MOVED, PLAIN, before=(PLAIN, PLAIN)) == [True, True]


def test_what_was_suppressed_before_is_not_known() -> None:
    assert mark(PLAIN, before=(replace(PLAIN, waived=waived()),)) == [False]
    assert mark(PLAIN, before=(replace(PLAIN, baselined=True),)) == [False]


def test_what_is_suppressed_by_itself_takes_no_place_of_another() -> None:
    assert mark(replace(PLAIN, waived=waived()), PLAIN) == [False, True]


def test_what_could_not_be_read_is_never_known() -> None:
    unread = finding("input/syntax", promise=None)
    assert mark(unread, before=(unread,)) == [False]
