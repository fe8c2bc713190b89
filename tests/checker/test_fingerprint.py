"""Fingerprints: whatever moves, is renamed or is written otherwise stays the same finding; another value is another."""

from __future__ import annotations

import csv
import io
import json
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.finding import Finding, Severity
from seloste.checker.judging.check import check
from seloste.checker.position import Location
from seloste.checker.rules.catalogue import load_family
from seloste.checker.workspace.configuration import Scope
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support import ROOT
from tests.support.cases import CASES_OF_RECORDS
from tests.support.complete import (
    DAY,
    MARK,
    Case,
    Edit,
    case_id,
    checked,
    policy,
    processor,
    summarize,
    system,
    write,
)
from tests.support.files import plain
from tests.support.findings import change_finding, make_finding
from tests.support.scribe import Scribe
from tests.support.workspaces import open_workspace

JAMIX = ROOT / "examples" / "jamix"


def fingerprints(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each fingerprint is found in a folder. What cannot be read would be a mistake of the test."""
    monkeypatch.chdir(folder)
    found = check(open_workspace(), load_law(), DAY, jobs=1)
    assert not found.broken_input, [f for f in found.findings if f.family == "input"]
    return Counter(finding.fingerprint for finding in found.findings)


# --- how records may be laid out


def table(records: dict[str, Any]) -> str | None:
    """Processors as a table; None where a record holds what a table cannot."""
    rows: list[dict[str, str]] = []
    for key, record in records.items():
        row = {"id": key}
        for name, value in _cells(record):
            if not isinstance(value, str):
                return None
            row[name] = value
        rows.append(row)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, sorted({name for row in rows for name in row}), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _cells(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _cells(value, f"{prefix}{key}.")
        elif key == "transfers":
            simple = all(item.keys() == {"country", "instrument"} for item in value)
            yield key, ";".join(f"{item['country']}={item['instrument']}" for item in value) if simple else None
        elif isinstance(value, list):
            yield prefix + key, ";".join(value)
        else:
            yield prefix + key, value


def move(seed: int, folder: Path, records: dict[str, Any]) -> bool:
    """Writes the policy, systems and processors in some other way. Whether a table was among it."""
    scribe = Scribe(seed)
    names = [f"{number}-{scribe.random.randrange(10**6)}" for number in range(20)]
    ending = lambda: scribe.random.choice(["yaml", "yml", "json"])  # noqa: E731
    notice = f"{scribe.random.choice(['', 'legal/'])}notice.{ending()}"
    scribe.write(folder / notice, records["policy"])
    for number, part in enumerate(scribe.parts(records["systems"])):
        below = scribe.random.choice(["", "a/", "a/b/"])
        scribe.write(folder / f"inv/{below}{names[number]}.{ending()}", {"version": 1, "systems": part})
    has_table = False
    for number, part in enumerate(scribe.parts(records["processors"])):
        text = table(part) if scribe.random.random() < 0.7 else None
        if text is None:
            scribe.write(folder / f"list/{names[10 + number]}.{ending()}", {"processors": part})
        else:
            has_table = True
            (folder / "list").mkdir(exist_ok=True)
            (folder / f"list/{names[10 + number]}.csv").write_text(text, "utf-8")
    (folder / "seloste.yaml").write_text(f"policy: {notice}\nsystems: [inv/**]\nprocessors: [list/**]\n", "utf-8")
    return has_table


def records() -> dict[str, Any]:
    """The notice in the root of the repository and the inventory made up for it."""
    systems, processors = plain(JAMIX / "systems.yaml"), plain(JAMIX / "processors.yaml")
    return {
        "policy": plain(ROOT / "policy.yaml"),
        "systems": systems["systems"],
        "processors": processors["processors"],
    }


def assert_stays(seeds: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the moves gives the same fingerprints, each as often."""
    given = records()
    first = tmp_path / "first"
    first.mkdir()
    for name, value in (("policy", given["policy"]), ("systems", {"systems": given["systems"]})):
        (first / f"{name}.json").write_text(json.dumps(value), "utf-8")
    (first / "processors.json").write_text(json.dumps({"processors": given["processors"]}), "utf-8")
    (first / "seloste.yaml").write_text("policy: policy.json\n", "utf-8")
    expected = fingerprints(first, monkeypatch)
    assert expected.total() > 40
    tables = 0
    for seed in seeds:
        folder = tmp_path / "moved"
        folder.mkdir()
        tables += move(seed, folder, given)
        assert fingerprints(folder, monkeypatch) == expected, f"seed {seed}"
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(folder)
    assert tables > len(seeds) // 4


def test_moves_renames_and_reformattings_change_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_stays(range(12), tmp_path, monkeypatch)


@pytest.mark.heavy
def test_five_hundred_moves_change_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_stays(range(500), tmp_path, monkeypatch)


# --- every rule


def found(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *edits: Edit,
    day: date = DAY,
    scope: Scope = "all",
    is_today: bool = False,
) -> list[Finding]:
    """What is found in the edited example."""
    folder.mkdir(exist_ok=True)
    write(folder, edits)
    return list(checked(folder, monkeypatch, day=day, scope=scope, is_today=is_today).findings)


def prints(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.fingerprint for finding in findings)


def list_places(case: Case) -> set[tuple[str, ...]]:
    """The records and sections that a case changes."""
    return {(edit.file, *edit.path.split(".")[:2]) for edit in case.edits}


def find_setting(case: Case) -> dict[str, Any]:
    """How a case is checked."""
    return {"day": case.day, "scope": case.scope, "is_today": case.is_today}


def choose_company(cases: Sequence[Case]) -> list[Case]:
    """The first of the cases, and all that change the same example without touching what another one changes."""
    company: list[Case] = []
    taken: set[tuple[str, ...]] = set()
    for case in (case for case in cases if find_setting(case) == find_setting(cases[0])):
        places = list_places(case)
        if not any(one[: len(other)] == other[: len(one)] for one in places for other in taken):
            company.append(case)
            taken |= places
    return company


def rewrite(folder: Path, seed: int) -> None:
    """Writes every record with its keys and words in another order, and in another style."""
    scribe = Scribe(seed)
    for name in ("policy.yaml", "systems.yaml", "processors.yaml"):
        scribe.write(folder / name, scribe.reordered(plain(folder / name)))


@pytest.mark.parametrize("part", range(4))
def test_what_a_rule_finds_hangs_on_no_order_and_no_style(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases share a copy of the example where each one's finding is there beside those of the others."""
    left, alone = list(CASES_OF_RECORDS[part::4]), False
    while left:
        company = left[:1] if alone else choose_company(left)
        edits = [change._replace(new=MARK.sub(r"\1", change.new)) for case in company for change in case.edits]
        before = found(tmp_path, monkeypatch, *edits, **find_setting(company[0]))
        there = [case for case in company if case.expected in summarize(before)]
        alone = company[0] not in there
        assert len(company) > 1 or there, case_id(company[0])
        rewrite(tmp_path, seed=len(left))
        after = checked(tmp_path, monkeypatch, **find_setting(company[0]))
        assert not after.broken_input
        assert prints(after.findings) == prints(before), [case_id(case) for case in company]
        left = [case for case in left if case not in there]


def test_the_cases_are_of_every_rule_but_those_of_infrastructure() -> None:
    rules = {rule for name in ("notice", "system", "processor", "transfer") for rule in load_family(name)}
    assert rules - {case.rule for case in CASES_OF_RECORDS} <= {"notice/law-unverified"}


# --- another value is another finding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(*(system("club.safeguards.backup", "P1D", x) for x in ("P7D", "P8D")), id="interval"),
        pytest.param(*(system("club.purposes", "kids-club", x) for x in ("x", "y")), id="purpose"),
        pytest.param(*(policy("notice.reviewed", "2026", x) for x in ("2024", "2023")), id="day"),
    ],
)
def test_another_value_is_another_finding(
    one: Edit, other: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = found(tmp_path / "a", monkeypatch, one), found(tmp_path / "b", monkeypatch, other)
    names = [sorted((f.rule, f.subject) for f in findings) for findings in (first, second)]
    assert names[0] == names[1]
    assert prints(first) != prints(second)


@pytest.mark.parametrize(
    "edit",
    [
        "{country: US}, {recipient: Other Inc., country: US}",
        "{country: US}, {country: IN}",
        "{country: US, instrument: privacy-shield}, {country: CH, instrument: privacy-shield}",
    ],
)
def test_two_places_of_one_processor_are_told_apart(edit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = processor("suopilvi.reviewed", new=f"    transfers: [{edit}]\n")
    of_new = [f for f in found(tmp_path, monkeypatch, change) if f.subject == "processors.suopilvi"]
    assert len([f for f in of_new if f.rule.startswith("transfer/")]) > 1
    assert len({f.fingerprint for f in of_new}) == len(of_new)


def test_the_day_asked_about_is_no_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = system("club.safeguards.backup", "P1D", "P7D")
    days = (DAY, DAY + timedelta(1), DAY + timedelta(30))
    of_rule = [
        [f.fingerprint for f in found(tmp_path, monkeypatch, edit, day=day) if "broken" in f.rule] for day in days
    ]
    assert of_rule[0] == of_rule[1] == of_rule[2] != []


def test_what_points_at_the_first_of_several_does_not_follow_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of(*order: str) -> list[Finding]:
        value = plain(ROOT / "policy.yaml")
        value["purposes"] = {key: value["purposes"][key] for key in order}
        (tmp_path / "policy.json").write_text(json.dumps(value), "utf-8")
        (tmp_path / "seloste.yaml").write_text("policy: policy.json\nscope: notice\n", "utf-8")
        findings = checked(tmp_path, monkeypatch, scope="notice").findings
        return [f for f in findings if f.rule == "notice/legitimate-interest-unexplained"]

    [one], [other] = of("billing", "sales"), of("sales", "billing")
    assert (one.subject, other.subject) == ("purposes.billing", "purposes.sales")
    assert one.fingerprint == other.fingerprint


# --- one form


def made(value: str = "", **more: Any) -> Finding:
    return change_finding(
        make_finding("a/b", Severity.ERROR, "systems.x", Location("a.yaml", 1, 1), value=value), **more
    )


def test_what_a_fingerprint_is_of() -> None:
    same = [
        made("ääni  on\n kaunis"),
        made(unicodedata.normalize("NFD", "ääni on kaunis")),
        made(" ääni on kaunis ", location=Location("other.json", 99), severity=Severity.NOTE, baselined=True),
    ]
    assert len({finding.fingerprint for finding in same}) == 1
    others = [made("x"), made("X"), made("x", rule="a/c"), made("x", subject="systems.y"), made("x", promise="fields")]
    assert len({finding.fingerprint for finding in others}) == len(others)
    assert made("x", promise="y").fingerprint != made("y", promise="x").fingerprint
    assert made("\udcff").fingerprint


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("P2Y", "P24M", True),
        ("P1W", "P7D", True),
        ("PT24H", "P1D", True),
        ("P0D", "PT0S", True),
        ("P30D", "P1M", False),
    ],
)
def test_periods_have_one_form(one: str, other: str, equal: bool) -> None:
    assert (Period(one).normal == Period(other).normal) == equal
