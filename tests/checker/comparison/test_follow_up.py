"""The follow-up of an earlier report: what each finding is to it, and what explains a difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from seloste.checker.comparison.follow_up import FollowUp, FollowUpState, follow_up
from seloste.checker.comparison.report_snapshot import EarlierReport, read_report
from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.reports.formats.json import render_report
from seloste.reports.run import Run
from tests.support.complete import DAY, Edit, checked, policy, system, waivers, write

WEEKLY = system("club.safeguards.backup", "P1D", "P7D")
BROKEN = "system/safeguard-broken"
WAIVED = waivers(f"{{rule: {BROKEN}, reason: New disks, until: 2026-12-31}}")
NEW, OPEN, NEW_RULE = FollowUpState.NEW, FollowUpState.OPEN, FollowUpState.NEW_RULE
RETURNED, SUPPRESSED = FollowUpState.RETURNED, FollowUpState.SUPPRESSED


class Company:
    """The example, as it was and as it is."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch

    def check(self, *edits: Edit, day: date = DAY) -> Result:
        """The result of a check of the example with the edits alone."""
        (self.folder / "waivers.yaml").unlink(missing_ok=True)
        write(self.folder, edits)
        return checked(self.folder, self.monkeypatch, day=day)

    def report(self, result: Result, **changed: Any) -> EarlierReport:
        """The report of a result as it is read again, with other values at its top."""
        document = json.loads(render_report(result, Run("1.0", "c" * 40)))
        (self.folder / "before.json").write_text(json.dumps(document | changed), "utf-8")
        found = read_report(Path("before.json"), self.folder)
        assert isinstance(found, EarlierReport)
        return found

    def follow(self, before: Result, after: Result, **changed: Any) -> FollowUp:
        """The follow-up of the report of a result."""
        return follow_up(self.report(before, **changed), after)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    return Company(tmp_path, monkeypatch)


def states(followed: FollowUp) -> dict[FollowUpState, list[str]]:
    """The rules of findings by what they are, without the note on the law of the day."""
    listed = {state: [each.rule for each in found] for state, found in followed.findings.items()}
    kept = {state: [rule for rule in rules if rule != "notice/law-unverified"] for state, rules in listed.items()}
    return {state: rules for state, rules in kept.items() if rules}


def test_a_finding_is_new_then_open_then_gone(company: Company) -> None:
    good, broken = company.check(), company.check(WEEKLY)
    assert states(company.follow(good, broken)) == {NEW: [BROKEN]}
    assert states(company.follow(broken, broken)) == {OPEN: [BROKEN]}
    gone = company.follow(broken, good)
    assert (states(gone), [each.rule for each in gone.effect.gone]) == ({}, [BROKEN])
    [turn] = gone.effect.verdicts
    assert (turn.id, turn.before.value, turn.after.value) == ("safeguards.backup", "broken", "kept")


def test_a_waiver_in_between_is_told_apart_from_what_is_done(company: Company) -> None:
    broken, waived = company.check(WEEKLY), company.check(WEEKLY, WAIVED)
    assert states(company.follow(broken, waived)) == {SUPPRESSED: [BROKEN]}
    assert [each.rule for each in company.follow(broken, waived).effect.suppressed] == [BROKEN]
    assert states(company.follow(waived, broken)) == {RETURNED: [BROKEN]}


def test_what_a_younger_rule_finds_is_explained_by_the_rule(company: Company) -> None:
    good, broken = company.check(), company.check(WEEKLY)
    tool = json.loads(render_report(good, Run("1.0")))["tool"]
    first = [rule for rule in tool["rule_ids"] if rule != BROKEN]
    company.monkeypatch.setattr("seloste.checker.comparison.report_snapshot.load_first_rules", lambda: frozenset(first))
    followed = company.follow(good, broken, tool={**tool, "rule_ids": first, "rules": "0" * 64})
    assert states(followed) == {NEW_RULE: [BROKEN]}
    assert followed.explained == {"safeguards.backup"}
    assert "other-rules" in followed.effect.remarks


def test_the_head_is_that_of_the_file(company: Company) -> None:
    result = company.check()
    earlier = company.report(result)
    assert (earlier.path, earlier.tool, earlier.commit, earlier.as_of) == ("before.json", "1.0", "c" * 40, DAY)
    assert (earlier.law, earlier.policy) == (result.edition.version, result.policy and result.policy.sha256)


def test_what_may_explain_a_difference_is_named(company: Company) -> None:
    result = company.check()
    tool = json.loads(render_report(result, Run("1.0")))["tool"]
    assert company.follow(result, result).remarks == ()
    assert company.follow(result, result, tool={**tool, "law_version": "2019.1"}).remarks == ("other-law",)
    later = company.check(policy("notice", "updated: 2026-09-15", "updated: 2026-09-16"), day=date(2026, 11, 20))
    assert company.follow(result, later).remarks == ("later-day", "notice-changed")
    other = {"id": "custom.other", "verdict": "kept"}
    assert "other-notice" in company.follow(result, result, promises=[other]).remarks
    given = company.follow(result, result, infrastructure={"places": [], "stores": []})
    assert given.remarks == ("evidence-gone",)


def test_without_a_notice_then_nothing_is_compared(company: Company) -> None:
    broken = company.check(WEEKLY)
    followed = company.follow(broken, broken, policy=None, promises=[])
    assert (followed.is_comparable, followed.findings) == (False, {})
    assert "no-notice-before" in followed.effect.remarks


@pytest.mark.parametrize("name", ["other", "seloste-2", 7])
def test_the_report_of_another_program_is_refused(company: Company, name: object) -> None:
    document = json.loads(render_report(company.check(), Run("1.0")))
    document["tool"]["name"] = name
    (company.folder / "before.json").write_text(json.dumps(document), "utf-8")
    found = read_report(Path("before.json"), company.folder)
    assert isinstance(found, Finding)
    assert (found.rule, found.variant, found.arguments["detail"]) == ("input/unreadable", "report", "tool.name")


def many(result: Result, letters: str) -> Result:
    """The result with findings whose fingerprint is a letter; a capital one is in the baseline."""
    [first] = [each for each in result.findings if each.rule == BROKEN]

    def make() -> Iterator[Finding]:
        for letter in letters:
            yield replace(first, found=replace(first.found, value=letter.lower()), baselined=letter.isupper())

    return replace(result, findings=tuple(make()))


@pytest.mark.parametrize("seed", range(20))
def test_each_finding_of_now_is_in_one_state(company: Company, seed: int) -> None:
    random = Random(seed)
    before, after = ("".join(random.choices("abcABC", k=random.randrange(9))) for _ in range(2))
    broken = company.check(WEEKLY)
    followed = company.follow(many(broken, before), many(broken, after))
    listed = [each for found in followed.findings.values() for each in found]
    assert sorted(f"{each.found.value}{each.baselined}" for each in listed) == sorted(
        f"{letter.lower()}{letter.isupper()}" for letter in after
    )
    assert all(not each.counts for each in followed.findings[SUPPRESSED])
    assert len(followed.findings[OPEN]) == sum(min(before.count(letter), after.count(letter)) for letter in "abc")
