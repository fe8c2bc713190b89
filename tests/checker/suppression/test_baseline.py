"""The baseline: what it covers, as often as it says, and what it never does; how it is written, read and pruned."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from seloste import schemas
from seloste.checker.finding import Finding, Severity
from seloste.checker.judging.check import check
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.suppression.baseline import (
    BaselineEntry,
    BaselineMatch,
    covers,
    format_baseline,
    match_baseline,
    prune_baseline,
    record_findings,
)
from seloste.checker.workspace.configuration import Scope
from seloste.policy.law.law import load_law
from seloste.reports.formats.phrases import format_newer_rules
from seloste.reports.language.language import load_language
from tests.support.complete import DAY, Edit, checked, policy, processor, system, waivers, write
from tests.support.findings import change_finding, make_finding
from tests.support.workspaces import open_workspace

NAME = ".seloste-baseline.json"
WEEKLY = system("club.safeguards.backup", "P1D", "P7D")  # breaks safeguards.backup
UNDATED = policy("notice", "  published: 2025-03-10\n  updated: 2026-09-15\n")
BROKEN = "system/safeguard-broken"
TWICE = system(  # one undeclared purpose in two fields: the same finding twice
    "club.fields",
    "      - name\n      - birth-date\n      - email\n",
    "      {name: [kids-club, x], birth-date: [kids-club, x], email: [kids-club]}\n",
)


def made(value: str = "x", rule: str = BROKEN, severity: Severity = Severity.ERROR, line: int = 1) -> Finding:
    return make_finding(
        rule, severity, "systems.crm", Location("a.yaml", line, 1), promise="safeguards.backup", value=value
    )


def known(*findings: Finding) -> tuple[BaselineEntry, ...]:
    return record_findings(findings, ())


def everything(rule: str) -> bool:
    return True


def covered(entries: Iterable[BaselineEntry], findings: Sequence[Finding]) -> list[bool]:
    numbers, _ = match_baseline(entries, findings, everything)
    return [number in numbers for number in range(len(findings))]


def put(folder: Path, result: Result) -> None:
    """Writes the baseline of a result, as the command does."""
    counting = [finding for finding in result.findings if finding.waived is None]
    (folder / NAME).write_text(format_baseline(record_findings(counting, ()), "1"), "utf-8")


def baselined(result: Result) -> list[str]:
    return sorted(finding.rule for finding in result.findings if finding.baselined)


def result_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *edits: Edit, day: date = DAY, scope: Scope = "all"
) -> Result:
    write(folder, edits)
    return checked(folder, monkeypatch, day=day, scope=scope)


# --- the one function


def test_an_entry_covers_what_it_is_of_and_nothing_else() -> None:
    [entry] = known(made())
    assert covers(entry, made(line=99))
    assert covers(entry, change_finding(made(), location=Location("other.json", 7)))
    for other in (made("y"), made(rule="system/owner-missing"), change_finding(made(), promise=None)):
        assert not covers(entry, other)


@pytest.mark.parametrize("field", ["rule", "subject", "promise"])
def test_an_entry_that_says_something_else_than_it_is_of_covers_nothing(field: str) -> None:
    [entry] = known(made())
    assert not covers(entry.model_copy(update={field: "notice/undated"}), made())


@pytest.mark.parametrize("rule", ["input/syntax", "waiver/expired"])
def test_what_could_not_be_read_and_what_is_wrong_with_a_waiver_is_never_covered(rule: str) -> None:
    finding = made(rule=rule)
    assert known(finding) == ()
    entry = BaselineEntry(
        rule=rule,
        subject=finding.subject,
        promise=finding.promise,
        severity=finding.severity,
        fingerprint=finding.fingerprint,
    )
    assert not covers(entry, finding)


@pytest.mark.parametrize("then", list(Severity))
@pytest.mark.parametrize("now", list(Severity))
def test_a_finding_that_has_become_graver_is_new(then: Severity, now: Severity) -> None:
    grave = list(Severity).index
    [entry] = known(made(severity=then))
    assert covers(entry, made(severity=now)) == (grave(now) >= grave(then))


@given(before=st.lists(st.sampled_from("abc"), max_size=6), after=st.lists(st.sampled_from("abc"), max_size=6))
def test_it_covers_each_as_often_as_it_was_there(before: list[str], after: list[str]) -> None:
    entries = known(*map(made, before))
    now = [made(value, line=number) for number, value in enumerate(after)]
    numbers, matched = match_baseline(entries, now, everything)
    for value in "abc":
        lines = [number for number, finding in enumerate(now) if finding.value == value]
        known_here = min(before.count(value), after.count(value))
        assert [number in numbers for number in lines] == [True] * known_here + [False] * (len(lines) - known_here)
    assert matched.fixed_count == sum(max(0, before.count(value) - after.count(value)) for value in "abc")
    left = prune_baseline(matched)
    assert sum(entry.count for entry in left) == len(numbers)
    assert match_baseline(left, now, everything)[0] == numbers
    assert {entry.fingerprint for entry in left} <= {entry.fingerprint for entry in entries}


def test_of_one_fingerprint_the_milder_entry_goes_to_the_milder_finding() -> None:
    entries = known(made(severity=Severity.ERROR), made(severity=Severity.WARNING))
    assert covered(entries, [made(severity=Severity.WARNING), made(severity=Severity.ERROR)]) == [True, True]
    assert covered(entries, [made(severity=Severity.ERROR)] * 2) == [True, False]


# --- a check


def test_what_is_known_passes_and_what_is_new_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY, UNDATED))
    again = result_of(tmp_path, monkeypatch, WEEKLY, UNDATED)
    assert again.list_counting_findings() == ()
    assert baselined(again) == ["notice/law-unverified", "notice/undated", BROKEN]
    assert not again.fails("note")
    assert again.baseline.fixed_count == 0
    new = result_of(tmp_path, monkeypatch, WEEKLY, UNDATED, system("webshop.owner"))
    assert [finding.rule for finding in new.list_counting_findings()] == ["system/owner-missing"]
    worse = result_of(tmp_path, monkeypatch, system("club.safeguards.backup", "P1D", "P8D"), UNDATED)
    assert [finding.rule for finding in worse.list_counting_findings()] == [BROKEN]
    assert worse.baseline.fixed_count == 1


def test_it_is_an_input_and_no_verdict_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = result_of(tmp_path, monkeypatch, WEEKLY)
    put(tmp_path, before)
    after = result_of(tmp_path, monkeypatch, WEEKLY)
    assert [(item.path, len(item.sha256)) for item in after.inputs if item.kind == "baseline"] == [(NAME, 64)]
    assert [promise.verdict for promise in after.promises] == [promise.verdict for promise in before.promises]
    assert not any(promise.accepted for promise in after.promises)


def test_two_alike_in_one_file_and_a_third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_rule(result: Result) -> list[bool]:
        return [f.baselined for f in result.findings if f.rule == "system/purpose-undeclared"]

    first = result_of(tmp_path, monkeypatch, TWICE)
    assert of_rule(first) == [False, False]
    put(tmp_path, first)
    entries = json.loads((tmp_path / NAME).read_text("utf-8"))["findings"]
    assert [entry["count"] for entry in entries if entry["rule"] == "system/purpose-undeclared"] == [2]
    assert of_rule(result_of(tmp_path, monkeypatch, TWICE)) == [True, True]
    thrice = TWICE._replace(new=TWICE.new.replace("email: [kids-club]", "email: [kids-club, x]"))
    result = result_of(tmp_path, monkeypatch, thrice)
    assert of_rule(result) == [True, True, False]
    once = TWICE._replace(new=TWICE.new.replace("name: [kids-club, x]", "name: [kids-club]"))
    result = result_of(tmp_path, monkeypatch, once)
    assert of_rule(result) == [True]
    assert result.baseline.fixed_count == 1


def test_it_follows_what_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY, UNDATED))
    text = (tmp_path / "systems.yaml").read_text("utf-8")
    (tmp_path / "systems.yaml").unlink()
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "all.yaml").write_text("# moved\n\n" + text, "utf-8")
    (tmp_path / "policy.yaml").rename(tmp_path / "notice.yaml")
    (tmp_path / "seloste.yaml").write_text("policy: notice.yaml\nsystems: [moved/**]\n", "utf-8")
    moved = checked(tmp_path, monkeypatch)
    assert moved.list_counting_findings() == ()
    assert moved.baseline.fixed_count == 0


@pytest.mark.parametrize(("days", "codes"), [((-1, 0, 1), (False, False, False))])
def test_it_has_no_end(
    days: Sequence[int], codes: Sequence[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY))
    results = [checked(tmp_path, monkeypatch, day=DAY + timedelta(number)) for number in days]
    assert tuple(result.fails("note") for result in results) == codes


# --- and waivers


def waiver(until: str, rule: str = BROKEN, subject: str = "systems.club") -> str:
    return f"{{rule: {rule}, subject: {subject}, reason: Later, until: {until}}}"


@pytest.mark.parametrize(("day", "passes"), [("2026-12-30", True), ("2026-12-31", True), ("2027-01-01", False)])
def test_a_waiver_goes_first_and_when_it_has_ended_the_past_does_not_stand_in_for_it(
    day: str, passes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY))
    result = result_of(tmp_path, monkeypatch, WEEKLY, waivers(waiver("2026-12-31")), day=date.fromisoformat(day))
    [finding] = [f for f in result.findings if f.rule == BROKEN]
    assert (finding.waived is not None, finding.baselined) == (passes, False)
    assert result.fails("error") is not passes
    assert [f.rule for f in result.findings if f.family == "waiver"] == ([] if passes else ["waiver/expired"])
    assert BROKEN not in {known.rule for known in result.baseline.fixed}


def test_a_waived_finding_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY, waivers(waiver("2026-12-31"))))
    entries = json.loads((tmp_path / NAME).read_text("utf-8"))["findings"]
    assert [entry["rule"] for entry in entries] == ["notice/law-unverified"]


def test_one_of_two_alike_is_waived_and_the_other_keeps_its_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = "# seloste: ignore[system/purpose-undeclared] until 2026-12-31 -- Later"
    new = f"      name: [kids-club, x] {comment}\n      birth-date: [kids-club, x]\n      email: [kids-club]\n"
    edit = TWICE._replace(new=new)
    put(tmp_path, result_of(tmp_path, monkeypatch, edit))
    result = result_of(tmp_path, monkeypatch, edit)
    marks = [(f.waived is not None, f.baselined) for f in result.findings if f.rule == "system/purpose-undeclared"]
    assert marks == [(True, False), (False, True)]


def test_a_waiver_of_what_the_baseline_knows_is_not_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY))
    result = result_of(tmp_path, monkeypatch, WEEKLY, waivers(waiver("2026-12-31")))
    assert [f.rule for f in result.findings if f.family == "waiver"] == []


def test_with_waivers_set_aside_it_holds_as_though_none_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (WEEKLY, UNDATED, waivers(waiver("2026-12-31"), waiver("2026-12-31", "notice/undated", "notice")))
    write(tmp_path, edits)
    monkeypatch.chdir(tmp_path)

    def aside() -> Result:
        return check(replace(open_workspace(), waivers_ignored=True), load_law(), DAY, jobs=1)

    result = aside()
    assert not any(finding.waived for finding in result.findings)
    assert {finding.rule for finding in result.list_counting_findings()} == {
        BROKEN,
        "notice/undated",
        "notice/law-unverified",
    }
    assert result.ignored_waivers
    assert (result.ignored_waivers.waivers, result.ignored_waivers.findings) == (2, 2)
    assert "waivers" in [item.what for item in result.not_checked]
    (tmp_path / NAME).write_text(format_baseline(record_findings(result.findings[:1], ()), "1"), "utf-8")
    assert len(aside().list_counting_findings()) == 2


def test_inline_waivers_are_set_aside_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inline = WEEKLY._replace(new=f"P7D # seloste: ignore[{BROKEN}] until 2026-12-31 -- Later")
    write(tmp_path, (inline,))
    monkeypatch.chdir(tmp_path)
    assert not check(open_workspace(), load_law(), DAY, jobs=1).fails("error")
    result = check(replace(open_workspace(), waivers_ignored=True), load_law(), DAY, jobs=1)
    assert result.fails("error")
    assert result.ignored_waivers
    assert result.ignored_waivers.waivers == 1


# --- what is mended, and what nobody looked at


@pytest.mark.parametrize(("scope", "fixed"), [("all", 2), ("systems", 2), ("notice", 1)])
def test_only_a_rule_that_looked_at_everything_tells_what_is_mended(
    scope: Scope, fixed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY, UNDATED))
    result = result_of(tmp_path, monkeypatch, scope=scope)
    assert result.baseline.fixed_count == fixed
    left = prune_baseline(result.baseline)
    assert len(left) == 3 - fixed
    assert set(left) <= set(result.baseline.entries)


def test_with_some_systems_given_the_others_are_not_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, result_of(tmp_path, monkeypatch, WEEKLY, UNDATED, processor("suopilvi.breach_notice")))
    (tmp_path / "one.yaml").write_text("systems:\n  one: {name: One}\n", "utf-8")
    (tmp_path / "none.yaml").write_text("processors:\n  one: {name: One}\n", "utf-8")
    for name in ("one.yaml", "none.yaml"):
        result = check(open_workspace([Path(name)]), load_law(), DAY, jobs=1)
        assert result.baseline.fixed_count == 0
        assert {entry.rule for entry in result.baseline.unjudged} >= {BROKEN, "processor/breach-notice-missing"}


# --- the file


def test_the_file_is_sorted_an_entry_a_line_and_valid() -> None:
    entries = record_findings([made("b"), made("a"), made("a", line=9), made(rule="notice/undated")], ())
    text = format_baseline(entries, "1.2.3")
    lines = [line for line in text.splitlines() if '"fingerprint"' in line]
    assert len(lines) == 3
    assert text == format_baseline(reversed_twice(entries), "1.2.3")
    document = json.loads(text)
    assert document["tool"] == {"name": "seloste", "version": "1.2.3"}
    assert [entry["rule"] for entry in document["findings"]] == ["notice/undated", BROKEN, BROKEN]
    assert "a.yaml" not in text
    schema = json.loads(schemas.get_committed_path("baseline").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    assert json.loads(format_baseline((), "1"))["findings"] == []


def reversed_twice(entries: Sequence[BaselineEntry]) -> tuple[BaselineEntry, ...]:
    return prune_baseline(BaselineMatch(tuple(reversed(entries))))


ENTRY: dict[str, Any] = {"rule": "a/b", "subject": "x", "promise": None, "severity": "error", "fingerprint": "a" * 32}


@pytest.mark.parametrize(
    ("content", "rule", "variant"),
    [
        ("{", "input/syntax", None),
        ("", "input/invalid-value", "empty-file"),
        ("[]", "input/invalid-value", None),
        ("{}", "input/missing-key", None),
        ('{"version": 2, "findings": [], "more": 1}', "input/invalid-value", "version"),
        ('{"version": true, "findings": []}', "input/invalid-value", "version"),
        ('{"findings": {}}', "input/invalid-value", None),
        ('{"findings": [], "findings": []}', "input/duplicate-key", None),
        ('{"finding": []}', "input/unknown-key", None),
        (json.dumps({"findings": [{**ENTRY, "count": 0}]}), "input/invalid-value", None),
        (json.dumps({"findings": [{**ENTRY, "count": True}]}), "input/invalid-value", None),
        (json.dumps({"findings": [{**ENTRY, "count": "2"}]}), "input/invalid-value", None),
        (json.dumps({"findings": [{**ENTRY, "count": 1.5}]}), "input/invalid-value", None),
        (json.dumps({"findings": [{**ENTRY, "severity": "fatal"}]}), "input/invalid-value", "choice"),
        (json.dumps({"findings": [{**ENTRY, "fingerprint": "*"}]}), "input/invalid-value", None),
        (json.dumps({"findings": [{**ENTRY, "path": "a.yaml"}]}), "input/unknown-key", None),
        (json.dumps({"findings": ["*"]}), "input/invalid-value", None),
        ("[" * 100_000, "input/limit-exceeded", None),
        ('{"findings": [' + "{}," * 3_000_000 + "{}]}", "input/limit-exceeded", None),
        ('{"x": "\x07"}', "input/syntax", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_that_is_none_is_told_of_and_lets_nothing_pass(
    content: str, rule: str, variant: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_text(content, "utf-8")
    result = result_of(tmp_path, monkeypatch, WEEKLY)
    broken = [f for f in result.findings if f.family == "input"]
    assert {f.location.path for f in broken} == {NAME}
    assert rule in {f.rule for f in broken}
    if variant is not None:
        assert [f.variant for f in broken] == [variant]
    assert baselined(result) == []


def test_a_file_that_is_asked_for_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not result_of(tmp_path, monkeypatch).broken_input
    given = check(open_workspace(baseline=Path("none.json")), load_law(), DAY, jobs=1)
    assert [(f.rule, f.variant) for f in given.findings if f.family == "input"] == [("input/unreadable", "not-found")]
    (tmp_path / "seloste.yaml").write_text("baseline: none.json\n", "utf-8")
    assert checked(tmp_path, monkeypatch).broken_input


def test_entries_of_rules_that_there_are_no_more_harm_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / NAME).write_text(json.dumps({"findings": [ENTRY, {**ENTRY, "rule": "notice/gone"}]}), "utf-8")
    result = result_of(tmp_path, monkeypatch)
    assert not result.broken_input
    assert baselined(result) == []


# --- rules that are newer than the file


@pytest.mark.parametrize(
    ("rules", "newer"),
    [
        ((), ("processor/breach-notice-slow",)),  # the first versions did not name theirs
        ((BROKEN, "processor/breach-notice-slow"), ()),
        (("processor/breach-notice-slow",), ()),  # a rule of the first version is new to nobody
        ((BROKEN,), ("processor/breach-notice-slow",)),
    ],
)
def test_a_rule_that_the_writer_did_not_know_is_named(
    rules: tuple[str, ...], newer: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (WEEKLY, processor("tositetupa", "PT48H", "PT96H"))
    others = {"notice/law-unverified", "notice/text-contradicts-facts", "system/assertion-failed"}
    assert result_of(tmp_path, monkeypatch, *edits).baseline.newer == ()  # nothing is newer than no baseline
    (tmp_path / NAME).write_text(format_baseline((), "0.1", [*rules, *others] if rules else ()), "utf-8")
    result = result_of(tmp_path, monkeypatch, *edits)
    assert tuple(rule for rule in result.baseline.newer if rule not in others) == newer
    message = format_newer_rules(result, load_language("en"))
    assert ("0.1" in message and newer[0] in message) if newer else not message
