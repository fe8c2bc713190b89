"""Storage periods that name people, purposes and fields one by one, and the reasons that would let a system off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.hostile import assert_bounded, run_process

pytestmark = pytest.mark.timed

LIMIT = {"period": "P2Y", "after": "contract-end"}
WORDS = {"en": "Words"}


def name(kind: str, count: int) -> list[str]:
    return [f"{kind}{number}" for number in range(count)]


def make_scope(scope: str, number: int) -> dict[str, list[str]]:
    keys = {"data_subjects": "g", "purposes": "p", "fields": "f"}
    return {key: [f"{kind}{number}"] for key, kind in keys.items() if kind in scope}


def write_files(
    folder: Path, counts: tuple[int, int, int], promised: list[dict[str, Any]], declared: list[dict[str, Any]]
) -> None:
    groups, purposes, fields = (name(kind, count) for kind, count in zip("gpf", counts, strict=True))
    basis = {"basis": "contract"}
    notice = {
        "notice": {"languages": ["en"]},
        "controller": {"name": "Oy"},
        "data_subjects": {id: {"text": WORDS} for id in groups},
        "purposes": {id: {"text": WORDS, "legal_basis": basis} for id in purposes},
        "fields": {id: {"text": WORDS} for id in fields},
        "retention": {f"r{n}": {"text": WORDS, "maximum": LIMIT, **entry} for n, entry in enumerate(promised)},
    }
    data = {"data_subjects": groups, "purposes": purposes, "fields": fields}
    system = {"name": "CRM", "owner": "IT", **data, "retention": [{**LIMIT, **entry} for entry in declared]}
    (folder / "policy.yaml").write_text(json.dumps(notice), "utf-8")
    (folder / "systems.yaml").write_text(json.dumps({"systems": {"crm": system}}), "utf-8")


def half(kind: str, count: int, number: int) -> list[str]:
    """About half of the names, others for each number."""
    return [id for place, id in enumerate(name(kind, count)) if number >> place & 1] or [f"{kind}0"]


@pytest.mark.parametrize(
    ("count", "promised", "declared"),
    [(120, "gpf", "gpf"), (300, "pf", "g"), pytest.param(400, "gf", "gp", marks=pytest.mark.heavy)],
)
def test_periods_for_each_of_many_people_purposes_and_fields_end_in_words(
    tmp_path: Path, count: int, promised: str, declared: str
) -> None:
    entries = ([make_scope(scope, n) for n in range(count)] for scope in (promised, declared))
    write_files(tmp_path, (count, count, count), *entries)
    ended = run_process("check", "--format", "json", folder=tmp_path)
    assert_bounded(ended, 3)
    report = json.loads(ended.stdout)
    [found] = [each for each in report["findings"] if each["rule"] == "input/limit-exceeded"]
    assert found["subject"] == "systems.crm"
    # What was too much to compare keeps no promise.
    assert {each["verdict"] for each in report["promises"] if each["id"].startswith("retention.")} == {"unverified"}


def test_many_periods_of_one_system_end_in_words(tmp_path: Path) -> None:
    fields = [{"fields": half("f", 25, n), "purposes": half("p", 12, n), "period": "P1Y"} for n in range(1, 8_000)]
    write_files(tmp_path, (8, 12, 25), [{}], fields)
    assert_bounded(run_process("check", folder=tmp_path), 3)


@pytest.mark.heavy
def test_a_record_of_periods_for_each_of_many_ends(tmp_path: Path) -> None:
    scopes = ([make_scope(scope, n) for n in range(100)] for scope in ("f", "p"))
    write_files(tmp_path, (100, 100, 100), *scopes)
    assert_bounded(run_process("export", "ropa", "-o", "record.html", folder=tmp_path), 0)


def test_a_reason_of_its_only_period_lets_no_system_off(tmp_path: Path) -> None:
    exception = {"exceptions": [{"reason": "claims"}]}
    write_files(tmp_path, (1, 1, 1), [exception], [{"reason": "claims", "period": "P50Y"}])
    report = json.loads(run_process("check", "--format", "json", folder=tmp_path).stdout)
    assert [each["rule"] for each in report["findings"] if each["rule"].startswith("system/")] == [
        "system/retention-missing"
    ]
    assert {each["id"]: each["verdict"] for each in report["promises"]}["retention.r0"] != "kept"
