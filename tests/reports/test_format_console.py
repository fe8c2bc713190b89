"""Text and JSON in the log of a build: whatever others wrote, no line is a command and no character is hidden."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from seloste.checker.result import NotChecked
from seloste.checker.suppression.baseline import BaselineEntry, BaselineMatch
from seloste.reports import formats
from seloste.reports.formats.context import Lead
from tests.support.tellings import HOSTILE, finding, hostile, telling


def harmless(text: str) -> None:
    for kind in ("text", "json"):
        written = formats.render_format(kind, hostile(text, verbose=True))
        assert "##[" not in written
        assert "##vso[" not in written
        assert not [line for line in written.splitlines() if line.lstrip().startswith("::")]
        assert not set(written) & set("\r\x1b\x9b\u202e\u2066\x00\u2028\ufffe\udcff")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(text: str) -> None:
    harmless(text)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_name_is_text(text: str) -> None:
    harmless(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_keeps_the_value(text: str) -> None:
    subjects = {each["subject"] for each in json.loads(formats.render_format("json", hostile(text)))["findings"]}
    assert subjects == {text}


def test_what_a_change_does_comes_first() -> None:
    written = formats.render_format("text", telling(lead=Lead("What this change does", ("backup: kept → broken",))))
    assert written.startswith("What this change does\n   backup: kept → broken\n\n")


def test_errors_of_the_notice_have_their_place_and_message_while_there_is_room() -> None:
    many = [finding("notice/text-contradicts-facts", subject=f"retention.r{n}", promise=None) for n in range(12)]
    others = [
        finding("notice/review-overdue", "warning", subject="notice", promise=None),
        finding("notice/legal-basis-missing", subject="purposes.p", promise=None, baselined=True),
        finding("system/safeguard-broken", "warning"),
    ]
    written = formats.render_format("text", telling(*many, *others))
    lines = [line for line in written.splitlines() if line.startswith("        systems.yaml:3:5  ")]
    assert len(lines) == 10
    assert "12 × error  notice/text-contradicts-facts" in written
    verbose = formats.render_format("text", telling(*many, *others, verbose=True))
    assert sum(line.startswith("        systems.yaml:3:5  ") for line in verbose.splitlines()) == 14


#: Reasons why something is not checked.
REASONS = (
    *("settings-file", "inventory-gone", "foreign-file", "unknown-type", "evidence-passed-over", "document-reference"),
    *("plan-tracked", "module-unread", "evidence-gone"),
)


def test_a_green_run_has_at_most_fourteen_lines_and_a_quiet_one_two() -> None:
    """However many findings pass, whatever was not checked, and though some of the baseline is fixed."""
    past = [replace(finding(subject=f"systems.s{number}"), baselined=True) for number in range(40)]
    notes = [NotChecked(f"systems/{'x' * 90}.yaml", reason, limits_rules=False) for reason in REASONS]
    entry = BaselineEntry.model_construct(rule="a/b", subject="x", fingerprint="0" * 32, count=3)
    baseline = BaselineMatch(entries=(entry,), fixed=(entry,))
    elsewhere = finding("notice/undated", "note", promise=None)
    context = telling(*past, replace(finding(), known=True), not_checked=tuple(notes), baseline=baseline)
    written = formats.render_format("text", context)
    assert len(written.splitlines()) <= 14
    assert "Does not count: 40 in the baseline and 1 already at the base (--verbose lists them)" in written
    assert "systems.s7" not in written
    verbose = formats.render_format("text", replace(context, verbose=True))
    assert verbose.count("system/safeguard-broken [") == 41
    scoped = telling(*past, elsewhere, scope="systems", quiet=True)
    assert len(formats.render_format("text", scoped).splitlines()) == 2
    assert formats.render_format("text", telling(quiet=True)) == ""
