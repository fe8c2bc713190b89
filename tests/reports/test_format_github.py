"""GitHub: workflow commands that nothing gets out of, the gravest ten of each level, and the rest in the log."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.reports.formats import render_format
from seloste.reports.formats.context import FormatContext, Home, Lead
from tests.support.findings import change_finding
from tests.support.samples import checked
from tests.support.tellings import HOSTILE, finding, hostile, telling, waived

PLAIN = finding()
#: What a runner takes for a command, as its source has it: `::` after blanks, or `##[` anywhere.
COMMAND = re.compile(r"^\s*::(?P<name>[a-z]+)(?: (?P<properties>.*?))?::(?P<data>.*)$")
OURS = {"error", "warning", "notice", "group", "endgroup"}


def commands(context: FormatContext) -> list[tuple[str, dict[str, str], str]]:
    """The commands as the runner reads them, each with its properties and its message."""
    written = render_format("github", context)
    assert "##[" not in written
    assert "##vso[" not in written
    assert not set(written) & set("\r\x1b\x9b\u202e\u2066\x00\u2028")
    found = []
    for line in written.split("\n"):
        if not line.lstrip().startswith("::"):
            continue
        match = COMMAND.match(line)
        assert match is not None, line
        pairs = [pair.partition("=") for pair in (match["properties"] or "").split(",") if pair]
        found.append((match["name"], {key: _decoded(value) for key, _, value in pairs}, _decoded(match["data"])))
    return found


def _decoded(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def annotations(*findings: Finding, **more: Any) -> list[tuple[str, dict[str, str], str]]:
    return [each for each in commands(telling(*findings, **more)) if "group" not in each[0]]


def contained(text: str) -> None:
    found = commands(hostile(text))
    assert {name for name, _, _ in found} <= OURS
    assert [name for name, _, _ in found if "group" not in name] == ["notice", *["error"] * 4, "warning", "notice"]
    for _, properties, _ in found:
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_give_no_command_of_their_own(text: str) -> None:
    contained(text)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_name_stays_within_its_command(text: str) -> None:
    contained(text)


def test_a_name_arrives_as_it_is() -> None:
    [(_, properties, _)] = annotations(change_finding(PLAIN, location=Location("a,b:50%25 c.yaml", 1, 2, 1, 5)))
    assert properties["file"] == "a,b:50%25 c.yaml"


def test_an_annotation_says_where_what_and_the_ways_out() -> None:
    [(name, properties, message)] = annotations(PLAIN, home=Home("/r", "infra"))
    assert name == "error"
    title = properties.pop("title")
    assert title.startswith("system/safeguard-broken: ")
    assert properties == {"file": "infra/systems.yaml", "line": "3", "endLine": "3", "col": "5", "endColumn": "8"}
    assert [line.partition(":")[0] for line in message.split("\n")[1:]] == ["Change the system", "Change the promise"]


def test_without_a_line_it_is_at_the_file_and_across_lines_without_columns() -> None:
    [(_, properties, _)] = annotations(change_finding(PLAIN, location=Location("gone.yaml")))
    assert set(properties) == {"file", "title"}
    [(_, properties, _)] = annotations(change_finding(PLAIN, location=Location("a.yaml", 3, 5, 7, 2)))
    assert set(properties) == {"file", "line", "endLine", "title"}


def test_a_database_is_no_file_that_an_annotation_could_be_at() -> None:
    for name in ("env:CRM", "postgresql://db.example.com/crm"):
        [(_, properties, _)] = annotations(finding("input/unreadable", location=Location(name), promise=None))
        assert properties.keys() == {"title"}


def test_ten_of_a_level_at_most_the_gravest_first_and_how_many_more() -> None:
    many = [finding("processor/agreement-missing", subject=f"processors.n{n}", promise=None) for n in range(11)]
    undated = finding("notice/undated", "error", promise=None, location=Location("a.yaml", 1, 1, 1, 2))
    found = annotations(*many, undated)
    assert len(found) == 10
    assert "3 errors" in found[-1][2]
    assert not [message for _, properties, message in found if "undated" in properties["title"]]
    assert len(annotations(*many[:10])) == 10
    assert not [message for _, _, message in annotations(*many[:10]) if "more" in message]


def test_all_findings_are_in_the_log() -> None:
    written = render_format("github", replace(telling(), result=checked()))
    lines = [line for line in written.split("\n") if not line.startswith("::")]
    for found in checked().findings:
        place = f"{found.location.path}:{found.location.line}:{found.location.column}: "
        assert [line for line in lines if line.startswith(place) and f" {found.rule}: " in line]


def test_what_is_let_pass_is_no_annotation_but_told_with_its_decision() -> None:
    context = telling(replace(PLAIN, waived=waived()), replace(PLAIN, known=True))
    assert commands(context) == []
    assert "Does not count: 1 waived and 1 already at the base\n" in render_format("github", context)
    whole = replace(context, verbose=True)
    assert [name for name, _, _ in commands(whole)] == ["group", "endgroup"]
    assert "[waived until 2026-12-31 by DPO: In work]" in render_format("github", whole)


def test_quiet_leaves_the_annotations_alone() -> None:
    assert render_format("github", telling(quiet=True)) == ""
    written = render_format("github", telling(PLAIN, replace(PLAIN, waived=waived()), quiet=True))
    assert written.count("\n") == 1
    assert written.startswith("::error ")


def test_what_a_change_does_comes_first() -> None:
    [(name, properties, message), *_] = annotations(PLAIN, lead=Lead("The change", ("::error::a", "b")))
    assert (name, properties["title"]) == ("notice", "The change")
    assert message.split("\n")[1] == "b"
