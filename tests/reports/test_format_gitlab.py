"""GitLab's code quality: its shape, its severities, and fingerprints that are stable and never shared."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.reports.formats import render_format
from seloste.reports.formats.context import FormatContext, Home
from tests.support.findings import change_finding
from tests.support.samples import checked
from tests.support.tellings import HOSTILE, finding, hostile, telling, waived

PLAIN = finding()
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def issues(context: FormatContext) -> list[dict[str, Any]]:
    """The issues, after a strict look at their shape."""
    found: list[dict[str, Any]] = json.loads(render_format("gitlab", context))
    for issue in found:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert set(issue["location"]) == {"path", "lines"}
        assert set(issue["location"]["lines"]) == {"begin"}
        assert isinstance(issue["location"]["lines"]["begin"], int)
        assert issue["severity"] in SEVERITIES
        assert re.fullmatch("[0-9a-f]{32}", issue["fingerprint"])
        assert issue["description"].splitlines() == [issue["description"]]
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return found


def of(*findings: Finding, **more: Any) -> list[dict[str, Any]]:
    return issues(telling(*findings, **more))


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_whole_report_has_the_shape(lang: str) -> None:
    assert len(issues(replace(telling(lang=lang), result=checked()))) == len(checked().findings)


@pytest.mark.parametrize("text", HOSTILE)
def test_with_hostile_names_it_has_the_shape(text: str) -> None:
    assert len(issues(hostile(text))) == 8
    assert not set(render_format("gitlab", hostile(text))) & set("\x1b\x9b\u202e\u2066\x00\ufffe")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_name_is_harmless(text: str) -> None:
    issues(hostile(text))
    written = render_format("gitlab", hostile(text))
    assert "##[" not in written
    assert not [line for line in written.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize(
    ("given", "severity"),
    [
        (PLAIN, "critical"),
        (finding("processor/unused", "warning", promise=None), "minor"),
        (finding("notice/undated", "note", promise=None), "info"),
        (finding("input/syntax", promise=None), "blocker"),
        (replace(PLAIN, waived=waived()), "info"),
        (replace(PLAIN, baselined=True), "info"),
    ],
)
def test_severities(given: Finding, severity: str) -> None:
    [issue] = of(given)
    assert issue["severity"] == severity


def test_what_is_let_pass_stays_so_that_gitlab_does_not_call_it_fixed() -> None:
    [issue], [before] = of(replace(PLAIN, waived=waived())), of(PLAIN)
    assert issue["fingerprint"] == before["fingerprint"]
    assert issue["description"].startswith("[waived until 2026-12-31 by DPO: In work] ")


def test_two_alike_have_fingerprints_of_their_own_that_survive_a_move() -> None:
    twins = [PLAIN, change_finding(PLAIN, location=Location("systems.yaml", 9, 1, 9, 2))]
    moved = [
        change_finding(each, location=Location("other.yaml", 70 + n, 1, 70 + n, 2)) for n, each in enumerate(twins)
    ]
    before, after = ([issue["fingerprint"] for issue in of(*each)] for each in (twins, moved))
    assert before == after
    assert before[0] == PLAIN.fingerprint


def test_paths_are_those_of_the_repository_and_a_file_as_a_whole_stands_at_line_one() -> None:
    [issue] = of(finding("input/unreadable", location=Location("gone.yaml"), promise=None), home=Home("/r", "infra"))
    assert issue["location"] == {"path": "infra/gone.yaml", "lines": {"begin": 1}}


def test_what_the_scope_leaves_to_others_is_left_out() -> None:
    assert of(finding("notice/undated", "note", promise=None), scope="systems") == []
