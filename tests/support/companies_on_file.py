"""Companies written to files and checked, for the tests of what a controller keeps on file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from tests.support.workspaces import open_workspace

DAY = date(2026, 11, 22)


def words(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"fi": f"{text} fi", "en": f"{text} en"}


def policy(**more: Any) -> dict[str, Any]:
    """A small notice: two purposes, two groups, three fields."""
    return {
        "notice": {"name": words("Register"), "languages": ["fi", "en"], "published": "2026-01-01"},
        "controller": {"name": "Oy", "address": {"street": "Katu 1", "city": "Oulu", "country": "FI"}},
        "data_subjects": {"customers": {"text": words("Customers")}, "staff": {"text": words("Staff")}},
        "purposes": {
            "billing": {
                "text": words("Billing"),
                "data_subjects": ["customers"],
                "fields": ["name", "address"],
                "legal_basis": {"basis": "contract"},
            },
            "payroll": {"text": words("Payroll"), "data_subjects": ["staff"], "fields": ["name", "salary"]},
        },
        "fields": {key: {"text": words(key.title())} for key in ("name", "address", "salary")},
        "sources": {"form": {"text": words("Form")}},
        **more,
    }


def system(**more: Any) -> dict[str, Any]:
    """A system of which everything is declared."""
    return {
        "name": "Ledger",
        "owner": "Finance",
        "data_subjects": ["customers"],
        "purposes": ["billing"],
        "fields": ["name", "address"],
        "sources": ["form"],
        "processors": [],
        "disclosures": [],
        "hosting": {"country": "FI"},
        "retention": {"period": "P2Y", "after": "contract-end"},
        "safeguards": {"authentication": "implemented"},
        "reviewed": "2026-09-01",
        **more,
    }


def checked(
    folder: Path,
    systems: dict[str, Any],
    processors: dict[str, Any] | None = None,
    notice: dict[str, Any] | None = None,
    day: date = DAY,
) -> Result:
    """What a check of the company finds."""
    for name, content in {
        "seloste": {"version": 1, "policy": "policy.json"},
        "policy": notice or policy(),
        "systems": {"systems": systems},
        "processors": {"processors": processors or {}},
    }.items():
        suffix = "yaml" if name == "seloste" else "json"
        (folder / f"{name}.{suffix}").write_text(json.dumps(content), "utf-8")
    return check(open_workspace(config=folder / "seloste.yaml"), load_law(), day, jobs=1)
