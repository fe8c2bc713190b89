"""Waivers: which findings they waive, on which days, what that does not change, and the findings about waivers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.judging.check import check
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.suppression.waivers import SourceLine, Waiver, applies, concerns, is_below, is_rule, nearest_rule
from seloste.checker.verdicts.verdict import Verdict
from seloste.checker.workspace.configuration import Scope
from seloste.policy.law.law import load_law
from tests.support.complete import DAY, Edit, checked, new_block, policy, processor, system, waivers, write
from tests.support.findings import make_finding
from tests.support.workspaces import open_workspace

WEEKLY = system("club.safeguards.backup", "P1D", "P7D")  # breaks safeguards.backup
BROKEN = "system/safeguard-broken"


def result(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *edits: Edit, day: date = DAY, scope: Scope = "all"
) -> Result:
    """The result of a check of the edited example."""
    write(folder, edits)
    return checked(folder, monkeypatch, day=day, scope=scope)


def waiver(rule: str = BROKEN, until: str = "2026-12-31", **more: str) -> str:
    """An item of the waivers file."""
    return (
        "{"
        + ", ".join(
            f"{key}: {value!r}" for key, value in {"rule": rule, "until": until, "reason": "Later", **more}.items()
        )
        + "}"
    )


def waived(found: Iterable[Finding]) -> dict[str, str]:
    """The rule and the subject of each waived finding."""
    return {finding.subject: finding.rule for finding in found if finding.waived}


def rules(found: Iterable[Finding], family: str = "waiver") -> list[str]:
    """The rules of a family that found something."""
    return sorted(finding.rule for finding in found if finding.family == family)


def of(rule: str, subject: str = "systems.crm", path: str = "systems.yaml", line: int = 7) -> Finding:
    """A finding."""
    return make_finding(rule, Severity.ERROR, subject, Location(path, line, 1))


def decision(rule: str = BROKEN, until: date = DAY, subject: str | None = None, line: int | None = None) -> Waiver:
    """A complete waiver; with a line, a comment in systems.yaml."""
    place = SourceLine(Location("systems.yaml", line), None)
    return Waiver(rule, "Later", until, place, place, subject=subject, line=line)


# --- the one function: on which day


@given(until=st.dates(date(2018, 5, 25), date(2040, 1, 1)), days=st.integers(-800, 800))
def test_it_applies_up_to_its_last_day_and_on_no_day_after(until: date, days: int) -> None:
    assert applies(decision(until=until), of(BROKEN), until + timedelta(days)) == (days <= 0)


@pytest.mark.parametrize(("day", "passes"), [("2026-12-30", True), ("2026-12-31", True), ("2027-01-01", False)])
@pytest.mark.parametrize("form", ["file", "comment"])
def test_a_check_the_day_before_on_and_after_its_last_day(
    form: str, day: str, passes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_law = "{rule: notice/law-unverified, reason: Always, until: 2027-06-01}"
    edit = waivers(waiver(), old_law)
    broken = WEEKLY
    if form == "comment":
        broken = WEEKLY._replace(new=f"P7D # seloste: ignore[{BROKEN}] until 2026-12-31 -- Later")
        edit = waivers(old_law)
    found = result(tmp_path, monkeypatch, broken, edit, day=date.fromisoformat(day))
    [finding] = [f for f in found.findings if f.rule == BROKEN]
    assert (finding.waived is not None) == passes
    assert rules(found.findings) == ([] if passes else ["waiver/expired"])
    assert found.fails("error") is not passes
    assert found.fails("warning") is not passes


# --- the one function: which findings


@pytest.mark.parametrize(
    ("rule", "names", "expected"),
    [
        ("notice/undated", "notice/undated", True),
        ("notice/*", "notice/undated", True),
        ("notice/*", "system/owner-missing", False),
        ("notice/undat", "notice/undated", False),
        ("notice/undated*", "notice/undated", False),
        ("*", "notice/undated", False),
        ("notice", "notice/undated", False),
        ("input/*", "input/syntax", False),
        ("input/syntax", "input/syntax", False),
        ("waiver/*", "waiver/unused", False),
        ("waiver/unused", "waiver/unused", False),
    ],
)
def test_a_rule_is_one_id_or_a_family(rule: str, names: str, expected: bool) -> None:
    assert applies(decision(rule), of(names), DAY) == expected


@pytest.mark.parametrize(
    ("pattern", "subject", "expected"),
    [
        (None, "systems.crm", True),
        ("systems.crm", "systems.crm", True),
        ("systems", "systems.crm", True),
        ("systems.crm", "systems.crm.backup", True),
        ("systems.crm", "systems.crm-2", False),
        ("systems.crm.backup", "systems.crm", False),
        ("systems.c", "systems.crm", False),
        ("*", "systems.crm", True),
        ("*.crm", "systems.crm", True),
        ("systems.*", "systems.crm", True),
        ("systems.*", "systems", False),
        ("systems.c*", "systems.crm", True),
        ("systems.c*m", "systems.crm", True),
        ("systems.*r*", "systems.crm", True),
        ("systems.*m*m", "systems.crm", False),
        ("sys*crm", "systems.crm", False),
        ("disclosures.*.uk", "disclosures.recipients.uk", True),
        ("systems.CRM", "systems.crm", False),
        ("systems.[a-z]rm", "systems.crm", False),
        ("systems.?rm", "systems.crm", False),
        ("", "systems.crm", False),
    ],
)
def test_a_subject_is_a_path_and_all_below_it(pattern: str | None, subject: str, expected: bool) -> None:
    assert applies(decision(subject=pattern), of(BROKEN, subject), DAY) == expected


LETTERS = st.text(st.sampled_from("ab*."), max_size=9)


@given(pattern=LETTERS, subject=st.text(st.sampled_from("ab."), max_size=9))
def test_a_star_stands_for_any_letters_within_a_part(pattern: str, subject: str) -> None:
    expected = re.escape(pattern).replace(r"\*", "[^.]*") + r"(\..*)?"
    assert is_below(subject, pattern) == (re.fullmatch(expected, subject) is not None)


def test_no_pattern_is_slow() -> None:
    assert not is_below("a" * 100_000 + "b", "*a" * 1_000 + "c")


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [("systems.yaml", 7, True), ("systems.yaml", 6, False), ("systems.yaml", 8, False), ("other.yaml", 7, False)],
)
def test_a_comment_is_about_one_line_of_its_own_file(path: str, line: int, expected: bool) -> None:
    assert applies(decision(line=7), of(BROKEN, path=path, line=line), DAY) == expected


def test_a_comment_is_about_no_finding_without_a_line() -> None:
    finding = make_finding(BROKEN, Severity.ERROR, "systems.crm", Location("systems.yaml"))
    assert not concerns(decision(line=7), finding)


@pytest.mark.parametrize("missing", ["rule", "reason", "until"])
def test_an_incomplete_one_is_about_nothing(missing: str) -> None:
    place = SourceLine(Location("waivers.yaml", 2), None)
    parts = {"rule": BROKEN, "reason": "Later", "until": DAY, missing: None}
    incomplete = Waiver(**parts, place=place, until_place=place, missing=(missing,))  # type: ignore[arg-type]
    assert not applies(incomplete, of(BROKEN), date(2020, 1, 1))


def test_which_names_are_rules() -> None:
    assert all(is_rule(name) for name in ("notice/undated", "notice/*", "input/syntax", "evidence/*"))
    assert not any(
        is_rule(name) for name in ("", "*", "*/*", "notice", "notice/", "undated", "notices/*", "notice/und*")
    )
    assert nearest_rule("notice/undatd") == "notice/undated"
    assert nearest_rule("sistem/*") == "system/*"
    assert nearest_rule("zzzzzzzz") == ""


# --- a check: moves, families, several at once


def test_a_waiver_follows_its_subject_wherever_it_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = (WEEKLY, waivers(waiver(subject="systems.club")))
    found = result(tmp_path, monkeypatch, *edits)
    assert waived(found.findings) == {"systems.club": BROKEN}
    text = (tmp_path / "systems.yaml").read_text("utf-8")
    (tmp_path / "systems.yaml").rename(tmp_path / "moved.yaml")
    (tmp_path / "moved.yaml").write_text("\n\n" + text, "utf-8")
    (tmp_path / "seloste.yaml").write_text("systems: [moved.yaml]\n", "utf-8")
    moved = checked(tmp_path, monkeypatch)
    assert waived(moved.findings) == {"systems.club": BROKEN}
    assert rules(moved.findings) == []


def test_a_subject_with_a_star_and_a_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = (
        WEEKLY,
        system("webshop.owner"),
        processor("tositetupa.reviewed"),
        processor("suopilvi.breach_notice"),
        waivers(waiver("system/*", subject="systems.*b"), waiver("system/owner-missing", subject="*.web*")),
    )
    found = result(tmp_path, monkeypatch, *edits)
    assert waived(found.findings) == {"systems.club": BROKEN, "systems.webshop": "system/owner-missing"}
    assert [f.rule for f in found.list_counting_findings() if f.subject == "processors.suopilvi"] != []


def test_of_several_the_longest_is_shown_and_none_is_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = (waiver(until="2026-12-01"), waiver("system/*", until="2027-02-01"), waiver(until="2027-01-01"))
    found = result(tmp_path, monkeypatch, WEEKLY, waivers(*items))
    [finding] = [f for f in found.findings if f.waived]
    assert finding.waived
    assert finding.waived.until == date(2027, 2, 1)
    assert rules(found.findings) == []


def test_a_finding_says_who_let_it_pass_and_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = result(tmp_path, monkeypatch, WEEKLY, waivers(waiver(approved_by="DPO")))
    [finding] = [f for f in found.findings if f.waived]
    place = Location("waivers.yaml", 2, 12, 2, 37)
    assert finding.waived == Waived("Later", "DPO", date(2026, 12, 31), place)


def test_a_comment_names_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = WEEKLY._replace(new=f"P7D # seloste: ignore[{BROKEN}] until 2026-12-31 -- Later")
    [finding] = [f for f in result(tmp_path, monkeypatch, broken).findings if f.waived]
    assert finding.waived
    assert (finding.waived.reason, finding.waived.approved_by) == ("Later", None)
    assert (finding.waived.location.path, finding.waived.location.line) == ("systems.yaml", finding.location.line)


COMMENT = "# seloste: ignore[{}] until 2026-12-31 -- Later"


@pytest.mark.parametrize(
    ("edit", "subject"),
    [
        (policy("notice", "  published: 2025-03-10\n  updated: 2026-09-15\n", ""), "notice"),
        (processor("suopilvi.breach_notice"), "processors.suopilvi"),
        (system("club.owner"), "systems.club"),
    ],
)
def test_comments_are_read_in_every_file_of_yaml(
    edit: Edit, subject: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = result(tmp_path, monkeypatch, edit).findings
    first = next(f for f in found if f.subject == subject and f.rule != "notice/law-unverified")
    file = tmp_path / first.location.path
    lines = file.read_text("utf-8").split("\n")
    lines[(first.location.line or 0) - 1] += "  " + COMMENT.format(first.rule)
    file.write_text("\n".join(lines), "utf-8")
    found = checked(tmp_path, monkeypatch).findings
    assert first.rule in [f.rule for f in found if f.waived]
    assert rules(found) == []


def test_json_has_no_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = result(tmp_path, monkeypatch, WEEKLY._replace(new="P7D " + COMMENT.format(BROKEN)))
    assert waived(found.findings)
    (tmp_path / "systems.yaml").rename(tmp_path / "systems.json")
    (tmp_path / "seloste.yaml").write_text("systems: [systems.json]\n", "utf-8")
    found = checked(tmp_path, monkeypatch)
    assert waived(found.findings) == {}
    assert rules(found.findings) == []


def test_the_waivers_file_has_no_inline_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = result(tmp_path, monkeypatch, WEEKLY, waivers(waiver() + " # seloste: ignore[x]"))
    assert rules(found.findings) == []


# --- what it does not change


def test_a_verdict_stays_and_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def backup(*items: str) -> tuple[Verdict, bool]:
        second = system("webshop.safeguards.backup", "P1D", "P8D")
        found = result(tmp_path, monkeypatch, WEEKLY, second, waivers(*items))
        [judged] = [promise for promise in found.promises if promise.id == "safeguards.backup"]
        assert sum(promise.accepted for promise in found.promises) == judged.accepted
        return judged.verdict, judged.accepted

    assert backup(waiver("notice/law-unverified")) == (Verdict.BROKEN, False)
    assert backup(waiver(subject="systems.club")) == (Verdict.BROKEN, False)
    assert backup(waiver()) == (Verdict.BROKEN, True)
    assert backup(waiver(until="2026-11-21")) == (Verdict.BROKEN, False)


def test_a_waived_finding_stays_the_same_but_for_the_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = result(tmp_path, monkeypatch, WEEKLY)
    after = result(tmp_path, monkeypatch, WEEKLY, waivers(waiver()))
    same = attrgetter("rule", "severity", "subject", "location", "promise", "value", "fingerprint", "related", "law")
    assert [same(f) for f in after.findings] == [same(f) for f in before.findings]
    assert after.counts()[Severity.ERROR] == before.counts()[Severity.ERROR] - 1 == 0


def test_the_file_is_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = result(tmp_path, monkeypatch, WEEKLY, waivers(waiver()))
    [item] = [item for item in found.inputs if item.kind == "waivers"]
    assert item.path == "waivers.yaml"
    assert len(item.sha256) == 64


# --- what cannot be waived


def test_broken_input_is_never_let_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = system(
        "club",
        "    owner: Marketing\n",
        "    woner: Marketing # seloste: ignore[input/unknown-key] until 2026-12-31 -- Later\n",
    )
    items = waivers(waiver("input/unknown-key"), waiver("input/*"), waiver("waiver/unused"))
    found = result(tmp_path, monkeypatch, edit, items)
    assert found.broken_input
    assert waived(found.findings) == {}
    assert {f.variant for f in found.findings if f.family == "waiver"} == {"never-waived"}
    assert len(rules(found.findings)) == 4


# --- the file with mistakes


@pytest.mark.parametrize(
    ("item", "variant", "where"),
    [
        (waiver("system/safeguard-brokn"), "unknown-rule-suggestion", "waivers.1.rule"),
        (waiver("nonsense"), "unknown-rule", "waivers.1.rule"),
        (waiver("*"), "unknown-rule", "waivers.1.rule"),
        (waiver(until="31.12.2026"), "date", "waivers.1.until"),
        (waiver(until="2026-02-30"), "date", "waivers.1.until"),
        (waiver(reason=""), "empty", "waivers.1.reason"),
    ],
)
def test_a_value_that_is_none_is_bad_input_and_the_others_hold(
    item: str, variant: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = result(tmp_path, monkeypatch, WEEKLY, waivers(waiver(), item))
    [finding] = [f for f in found.findings if f.family == "input"]
    assert (finding.rule, finding.variant, finding.subject) == ("input/invalid-value", variant, where)
    assert (finding.location.path, finding.location.line) == ("waivers.yaml", 3)
    assert waived(found.findings) == {"systems.club": BROKEN}
    assert rules(found.findings) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "input/invalid-value"),
        ("waivers:\n", "input/invalid-value"),
        ("waivers: {}\n", "input/invalid-value"),
        ("waivers: [x]\n", "input/invalid-value"),
        ("[]\n", "input/invalid-value"),
        ("waiver: []\n", "input/unknown-key"),
        ("version: 2\nwaivers: []\n", "input/invalid-value"),
        ("waivers: [{rules: notice/undated}]\n", "input/unknown-key"),
        ("waivers: [\n", "input/syntax"),
        ("waivers: []\n---\nwaivers: []\n", "input/syntax"),
    ],
)
def test_a_file_that_is_none_is_told_of(text: str, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    (tmp_path / "waivers.yaml").write_text(text, "utf-8")
    found = checked(tmp_path, monkeypatch)
    assert found.broken_input
    assert rule in [f.rule for f in found.findings if f.location.path == "waivers.yaml"]


def test_a_file_that_is_configured_and_is_not_there_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    (tmp_path / "seloste.yaml").write_text("waivers: decisions.yaml\n", "utf-8")
    assert rules(checked(tmp_path, monkeypatch).findings, "input") == ["input/unreadable"]


@pytest.mark.parametrize("name", ["waivers.json", "decisions.yml"])
def test_a_file_given_by_path_is_known_by_its_key(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (WEEKLY,))
    (tmp_path / name).write_text(
        '{"waivers": [{"rule": "system/*", "reason": "Later", "until": "2026-12-31"}]}', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    found = check(open_workspace([Path(name)]), load_law(), DAY, jobs=1)
    assert waived(found.findings) == {"systems.club": BROKEN}
    assert found.systems == 5


# --- unused, only for rules that ran


@pytest.mark.parametrize(
    ("rule", "scope", "expected"),
    [
        ("notice/undated", "all", True),
        ("notice/undated", "notice", True),
        ("notice/undated", "systems", True),
        ("notice/field-unused", "all", True),
        ("notice/field-unused", "notice", False),
        ("notice/*", "all", True),
        ("notice/*", "notice", False),
        ("system/owner-missing", "all", True),
        ("system/owner-missing", "systems", True),
        ("system/owner-missing", "notice", False),
        ("system/*", "all", True),
        ("transfer/forbidden", "notice", False),
        ("processor/unused", "all", True),
        ("evidence/country-contradicted", "all", False),
    ],
)
def test_unused_is_told_only_of_rules_that_ran(
    rule: str, scope: Scope, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = waiver(rule, subject="nowhere")
    found = result(tmp_path, monkeypatch, waivers(item), scope=scope)
    assert rules(found.findings) == (["waiver/unused"] if expected else [])


@pytest.mark.parametrize(
    "edit",
    [
        system("club", "    owner: Marketing\n", "    owner: [\n"),
        processor("suopilvi", "    country: FI\n", "    country: Finland\n"),
    ],
)
def test_what_was_not_read_keeps_waivers_from_being_unused(
    edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unused = [waiver(rule, subject="nowhere") for rule in ("system/*", "processor/unused", "transfer/forbidden")]
    found = result(tmp_path, monkeypatch, edit, waivers(*unused, waiver("notice/undated")))
    assert found.broken_input
    assert [f.subject for f in found.findings if f.family == "waiver"] == ["waivers.notice/undated"]


def test_without_a_notice_nothing_is_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = waivers(waiver("notice/undated"), waiver("system/owner-missing"), "{}")
    found = result(tmp_path, monkeypatch, policy("notice.languages"), items)
    assert found.notice is None
    assert rules(found.findings) == ["waiver/incomplete"]


def test_systems_given_by_path_keep_waivers_from_being_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (waivers(waiver(), waiver("notice/undated"), waiver("notice/field-unused")),))
    monkeypatch.chdir(tmp_path)
    found = check(open_workspace([Path("systems.yaml")]), load_law(), DAY, jobs=1)
    assert [f.subject for f in found.findings if f.family == "waiver"] == ["waivers.notice/undated"]


# --- however many processes


def test_two_processes_let_the_same_pass_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, _ = write(
        tmp_path,
        (
            WEEKLY._replace(new="P7D " + COMMENT.format(BROKEN)),
            system("webshop.safeguards.backup", "P1D", "P8D"),
            system("accounts", "    owner: Finance\n", "    # seloste: ignore[system/owner] -- Soon\n"),
            system("newsletter", "    owner: Marketing\n", "    owner: Marketing " + COMMENT.format("system/*") + "\n"),
            waivers(waiver(subject="systems.web*"), waiver("system/owner-missing", until="2026-01-01")),
        ),
    )
    head, *records = re.split(r"(?m)^  (?=[\w-]+:\n)", texts["systems.yaml"])
    (tmp_path / "systems.yaml").unlink()
    for number, record in enumerate(records):
        (tmp_path / f"systems-{number}.yaml").write_text(f"{head}  {record}", "utf-8")
    (tmp_path / "seloste.yaml").write_text('systems: ["systems-*.yaml"]\n', "utf-8")
    one, two, three = (checked(tmp_path, monkeypatch, jobs=jobs) for jobs in (1, 2, 3))
    assert one.findings == two.findings == three.findings
    assert waived(one.findings) == {"systems.club": BROKEN, "systems.webshop": BROKEN}
    assert rules(one.findings) == ["waiver/expired", "waiver/incomplete", "waiver/unused"]
    accepted = [[promise.accepted for promise in found.promises] for found in (one, two, three)]
    assert accepted[0] == accepted[1] == accepted[2]
    assert any(accepted[0])


def test_a_fingerprint_of_a_waiver_survives_what_is_written_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unused = waiver("system/owner-missing", subject="systems.club")
    before = result(tmp_path, monkeypatch, waivers(unused)).findings
    after = result(tmp_path, monkeypatch, waivers(waiver("system/owner-missing"), unused)).findings
    assert {f.fingerprint for f in before} < {f.fingerprint for f in after}
    assert len({f.fingerprint for f in after}) == len(after)


def test_thousands_of_waivers_take_no_long_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(f"  unowned-{number}:\n    name: Unowned\n" for number in range(300))
    items = [waiver("system/owner-missing", subject=f"systems.unowned-{number}") for number in range(3000)]
    found = result(tmp_path, monkeypatch, new_block("systems.yaml", "systems", many), waivers(*items))
    assert len(waived(found.findings)) == 300
    assert rules(found.findings).count("waiver/unused") == 2700
