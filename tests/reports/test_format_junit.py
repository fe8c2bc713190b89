"""JUnit: valid against the published schema; promises are tests; failures exactly when the gate does not pass."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.result import NotChecked
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.formats import render_format
from tests.support.findings import change_finding
from tests.support.samples import checked
from tests.support.standards import junit_schema, standard
from tests.support.tellings import HOSTILE, finding, hostile, telling, waived

PLAIN = finding()


def parsed(text: str) -> Any:
    """The elements of a file that is well-formed, and valid where there is the schema to tell."""
    tree = etree.fromstring(text.encode(errors="backslashreplace"))
    if (schema := junit_schema()) is not None:
        schema.assertValid(tree)
    return tree


def test_the_schema_is_here() -> None:
    standard("JUnit.xsd")
    assert junit_schema() is not None


def cases(*findings: Finding, **more: Any) -> dict[str, Any]:
    """The test cases by class and name."""
    tree = parsed(render_format("junit", telling(*findings, **more)))
    found = {f"{case.get('classname')} {case.get('name')}": case for case in tree.iter("testcase")}
    assert len(found) == len(list(tree.iter("testcase")))
    return found


def end(case: Any) -> str:
    return case[0].tag if len(case) else "passed"


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_whole_report_is_valid_and_tells_each_finding_once(lang: str) -> None:
    written = render_format("junit", replace(telling(lang=lang), result=checked()))
    tree = parsed(written)
    lines = [line for case in tree.iter("testcase") for each in case for line in (each.text or "").split("\n")]
    for found in checked().findings:
        place = f"{found.location.path}:{found.location.line}:{found.location.column}: "
        assert [line for line in lines if line.startswith(place) and f" {found.rule} {found.subject}" in line]
    rules = {found.rule for found in checked().findings}
    files = ("policy.yaml:", "examples/")
    heads = [line for line in lines if line.startswith(files) and rules & set(line.split())]
    assert len(heads) == len(checked().findings)


@pytest.mark.parametrize("text", HOSTILE)
def test_with_hostile_names_it_is_valid(text: str) -> None:
    parsed(render_format("junit", hostile(text)))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_name_stays_text(text: str) -> None:
    tree = parsed(render_format("junit", hostile(text)))
    tags = {"testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped"}
    assert {each.tag for each in tree.iter()} <= tags | {"system-out", "system-err"}


def test_the_promises_are_the_tests() -> None:
    ends = cases()
    for judged in telling().result.promises:
        expected = "passed" if judged.verdict is Verdict.KEPT else "skipped"
        assert end(ends[f"promises {judged.id}"]) == expected


def test_a_finding_fails_the_promise_that_it_contradicts() -> None:
    case = cases(PLAIN, change_finding(PLAIN, subject="systems.desk"))["promises safeguards.backup"]
    assert end(case) == "failure"
    assert case[0].get("type") == PLAIN.rule
    assert "systems.crm" in case[0].text
    assert "systems.desk" in case[0].text
    assert "system: " in case[0].text


def test_a_finding_about_no_promise_is_a_test_by_rule_and_subject() -> None:
    name = "processor/agreement-missing processors.mailer"
    assert (
        end(cases(finding("processor/agreement-missing", subject="processors.mailer", promise=None))[name]) == "failure"
    )


@pytest.mark.parametrize(
    ("given", "fail_on", "expected"),
    [
        (PLAIN, "error", "failure"),
        (PLAIN, "never", "skipped"),
        (replace(PLAIN, waived=waived()), "error", "skipped"),
        (replace(PLAIN, baselined=True), "note", "skipped"),
        (finding("system/safeguard-missing", "warning"), "error", "skipped"),
        (finding("system/safeguard-missing", "warning"), "warning", "failure"),
        (finding("system/safeguard-missing", "note"), "note", "failure"),
    ],
)
def test_failures_are_what_fails_the_gate(given: Finding, fail_on: Any, expected: str) -> None:
    context = telling(given, fail_on=fail_on)
    tree = parsed(render_format("junit", context))
    failures = sum(int(suite.get("failures")) for suite in tree)
    assert (failures > 0) is context.result.fails(fail_on) is (expected == "failure")
    case = cases(given, fail_on=fail_on)["promises safeguards.backup"]
    assert end(case) == expected


def test_what_lets_a_finding_pass_is_told() -> None:
    case = cases(replace(PLAIN, waived=waived()))["promises safeguards.backup"]
    assert "waived until 2026-12-31 by DPO: In work" in case[0].get("message")


def test_what_cannot_be_read_is_an_error_also_when_nothing_fails() -> None:
    ends = cases(finding("input/syntax", subject="systems.yaml", promise=None), fail_on="never")
    assert end(ends["input/syntax systems.yaml"]) == "error"


def test_what_is_not_checked_or_not_counted_is_skipped_with_the_reason() -> None:
    undated = finding("notice/undated", "note", promise=None)
    ends = cases(undated, scope="systems", not_checked=(NotChecked("evidence", "no-evidence-given"),))
    assert "1 note" in ends["notice notice"][0].get("message")
    assert "Infrastructure" in ends["not-checked evidence"][0].get("message")
    assert not any("notice/undated" in key for key in ends)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_of_any_name_that_was_not_checked_leaves_it_well_formed(name: str) -> None:
    ends = cases(PLAIN, not_checked=(NotChecked(name, "document-reference", limits_rules=False),))
    assert any(key.startswith("not-checked") for key in ends)


def test_the_time_is_the_day_of_the_law() -> None:
    for suite in parsed(render_format("junit", telling(PLAIN))):
        assert suite.get("timestamp") == "2026-11-22T00:00:00"
        assert suite.get("time") == "0"
