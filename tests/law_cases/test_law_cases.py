"""The law by cases: a day, a country, a tool and facts, and every finding that they must give (`*.yaml`)."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from seloste.checker.judging.check import check
from seloste.policy.law.law import load_law
from tests.support.files import load_yaml
from tests.support.workspaces import open_workspace

TABLES = {path.stem: load_yaml(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.yaml"))}
CASES = [pytest.param(table, case, id=case["name"]) for table in TABLES.values() for case in table["cases"]]


def list_edits(table: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in case.get("use", ()):
        yield from table["sets"][name].items()
    yield from case.get("set", {}).items()


def set_path(files: dict[str, Any], path: str, value: Any) -> None:
    """Sets what stands at a dotted path; None removes it. The path may go through lists."""
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place: Any = files
    for step in steps:
        place = place[step] if isinstance(step, int) else place.setdefault(step, {})
    if value is None:
        del place[last]
    else:
        place[last] = copy.deepcopy(value)


def write_files(table: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    files = copy.deepcopy(table["base"])
    for path, value in list_edits(table, case):
        set_path(files, path, value)
    for name, content in files.items():
        content = content if name == "policy" else {name: content}
        Path(f"{name}.json").write_text(json.dumps(content, default=date.isoformat), "utf-8")


@pytest.mark.parametrize(("table", "case"), CASES)
def test_the_law_finds_these_and_no_others(
    table: Mapping[str, Any], case: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(table, case)
    day = case.get("day", table["day"])
    clock = case.get("clock", day)
    workspace = open_workspace(is_today=clock == day, policy=Path("policy.json"))
    result = check(replace(workspace, today=clock), load_law(), day, jobs=1)
    assert not [finding for finding in result.findings if finding.is_input]
    looked_at = tuple(case.get("looks_at", table["looks_at"]))
    found = [each for each in result.findings if each.rule.startswith(looked_at)]
    assert sorted(f"{each.severity} {each.rule} {each.subject}" for each in found) == sorted(case["find"])
    broken = [each.promise.id for each in result.promises if each.verdict == "broken"]
    assert set(case.get("broken", ())) <= set(broken)
    cited = {citation for each in found for citation in each.law}
    assert all(any(each.startswith(expected) for each in cited) for expected in case.get("cites", ()))
    assert not [each for each in cited if each.startswith(tuple(case.get("never_cites", ())))]


def test_there_are_at_least_a_hundred_and_twenty_cases() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 120
