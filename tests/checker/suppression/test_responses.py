"""Responses: which findings they answer, when they are overdue, what is wrong with a file of them, what they change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from seloste.checker.result import Result
from tests.support.complete import DAY, Edit, checked, system, write

WEEKLY = system("club.safeguards.backup", "P1D", "P7D")  # breaks safeguards.backup
BROKEN = "system/safeguard-broken"
GONE = "12345678901234567890123456789012"  # digits alone are a text where a key is


def responses(*lines: str) -> Edit:
    """A file of responses, which the example is without."""
    return Edit("responses.yaml", "", "", "".join(["responses:\n", *(f"  {line}\n" for line in lines)]))


def result(folder: Path, monkeypatch: pytest.MonkeyPatch, *edits: Edit, day: date = DAY) -> Result:
    """The result of a check of the example that backs up too seldom, with more edits."""
    write(folder, (WEEKLY, *edits))
    return checked(folder, monkeypatch, day=day)


@pytest.fixture
def fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The fingerprint of the finding that the edited example has."""
    [found] = [each for each in result(tmp_path, monkeypatch).findings if each.rule == BROKEN]
    return found.fingerprint


def test_a_response_stands_beside_its_finding_and_changes_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fingerprint: str
) -> None:
    before = result(tmp_path, monkeypatch)
    answer = responses(f"{fingerprint}: {{owner: Head of IT, due: 2026-12-31, text: ' Daily from December on. '}}")
    after = result(tmp_path, monkeypatch, answer)
    [finding] = [each for each in after.findings if each.rule == BROKEN]
    response = after.responses.find(finding)
    assert response is not None
    assert (response.owner, response.due) == ("Head of IT", date(2026, 12, 31))
    assert response.text == "Daily from December on."
    assert str(response.location) == "responses.yaml:2:3"
    assert (after.findings, after.promises, after.not_checked) == (before.findings, before.promises, before.not_checked)
    assert [item.path for item in after.inputs if item.kind == "responses"] == ["responses.yaml"]


@pytest.mark.parametrize(("day", "is_overdue"), [(date(2026, 11, 22), False), (date(2026, 11, 23), True)])
def test_the_last_day_of_an_answer_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fingerprint: str, day: date, is_overdue: bool
) -> None:
    answers = responses(f"{fingerprint}: {{due: 2026-11-22}}", f"{GONE}: {{due: 2026-01-01}}")
    found = result(tmp_path, monkeypatch, answers, day=day)
    assert [each.fingerprint for each in found.responses.list_overdue(day)] == [fingerprint] * is_overdue


def test_an_answer_to_a_finding_that_is_gone_is_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fingerprint: str
) -> None:
    found = result(tmp_path, monkeypatch, responses(f"{fingerprint}: {{owner: IT}}", f"{GONE}: {{owner: DPO}}"))
    assert [each.owner for each in found.responses.unmatched] == ["DPO"]


@pytest.mark.parametrize(
    ("line", "rule", "variant"),
    [
        ("zz: {owner: IT}", "input/invalid-value", "fingerprint"),
        (f"{GONE}: {{ownr: IT}}", "input/unknown-key", "suggestion"),
        (f"{GONE}: {{due: soon}}", "input/invalid-value", "date"),
        (f"{GONE}: [IT]", "input/invalid-value", "wrong-type"),
        (f"{GONE}: {{text: {{en: Soon}}}}", "input/invalid-value", "wrong-type"),
    ],
)
def test_what_is_malformed_is_a_bad_input_and_the_rest_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fingerprint: str, line: str, rule: str, variant: str
) -> None:
    found = result(tmp_path, monkeypatch, responses(line, f"{fingerprint}: {{owner: IT}}"))
    wrong = [(each.rule, each.variant, each.location.line) for each in found.findings if each.is_input]
    assert wrong == [(rule, variant, 2)]
    assert [each.fingerprint for each in found.responses.by_fingerprint.values()] == [fingerprint]


@pytest.mark.parametrize("text", ["[]", "responses: 1", "text", "responses: [a]", "{}", "responses: {a: {a: {a: 1}}}"])
def test_a_file_of_another_form_is_a_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    found = result(tmp_path, monkeypatch, Edit("responses.yaml", "", "", text))
    assert {each.location.path for each in found.findings if each.is_input} == {"responses.yaml"}
    assert found.responses.by_fingerprint == {}


def test_the_settings_may_name_another_file_which_is_then_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fingerprint: str
) -> None:
    named = Edit("seloste.yaml", "", "languages: [fi", "responses: answers.json\nlanguages: [fi")
    assert [each.location.path for each in result(tmp_path, monkeypatch, named).findings if each.is_input] == [
        "answers.json"
    ]
    answers = Edit("answers.json", "", "", f'{{"version": 1, "responses": {{"{fingerprint}": {{"owner": "IT"}}}}}}')
    assert list(result(tmp_path, monkeypatch, named, answers).responses.by_fingerprint) == [fingerprint]
