"""On a past day nothing counts that a later record, assessment, document or file bears out: what a verdict rests on."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from seloste.checker.evidence.documents.document_days import DocumentDays, list_own_days
from seloste.checker.evidence.reading import read_evidence
from seloste.checker.forecast.forecast import make_forecast
from seloste.checker.judging.check import check
from seloste.checker.reading.git import open_repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import WorkTree
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.workspace import Workspace, open_workspace
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support.git import commit, git
from tests.support.plans import make_change, make_plan

TODAY = date(2026, 11, 22)
KEPT, UNVERIFIED = Verdict.KEPT, Verdict.UNVERIFIED
POLICY: dict[str, Any] = {
    "notice": {"languages": ["en"], "reviewed": "2024-01-01"},
    "controller": {"name": "A", "address": {"country": "FI"}},
    "purposes": {"billing": {"text": {"en": "Billing"}}},
    "transfers": {
        "rule": "allowed",
        "text": {"en": "Data go to the United States."},
        "countries": ["US"],
        "instruments": ["eu-us-dpf", "scc-2021-914"],
    },
    "never": {
        "china": {"text": {"en": "No data are in China."}, "countries": ["CN"]},
        "sale": {"text": {"en": "We sell nothing."}, "purposes": ["sale"]},
    },
    "processors": {"text": {"en": "We use processors."}, "recipients": ["mailer", "host"]},
    "safeguards": {"copies": {"text": {"en": "Backups are taken."}, "control": "backup", "applies_to": "systems"}},
}
SYSTEM: dict[str, Any] = {
    "name": "CRM",
    "purposes": ["billing"],
    "processors": ["mailer"],
    "disclosures": [],
    "hosting": {"country": "FI"},
    "safeguards": {"backup": {"status": "implemented", "verified": "2024-02-01", "evidence": "docs/backup.md"}},
    "reviewed": "2024-02-01",
}
TRANSFER = {
    "country": "US",
    "instrument": "scc-2021-914",
    "valid_from": "2022-01-01",
    "assessment": {"date": "2024-01-10"},
}
MAILER: dict[str, Any] = {
    "name": "Mailer Inc.",
    "country": "US",
    "agreement": {"signed": "2022-01-01"},
    "transfers": [TRANSFER],
    "subprocessors": ["host"],
    "reviewed": "2024-02-01",
}
HOST: dict[str, Any] = {
    "name": "Host Oy",
    "country": "FI",
    "agreement": {"signed": "2022-01-01"},
    "reviewed": "2024-02-01",
}
DAY = "2024-06-01"


def open_company(
    folder: Path,
    day: str = DAY,
    *,
    policy: dict[str, Any] | None = None,
    system: dict[str, Any] | None = None,
    mailer: dict[str, Any] | None = None,
    host: dict[str, Any] | None = None,
) -> Workspace:
    """The workspace of a company, asked about on a day of the past; each record with some other keys."""
    files = {
        "policy.yaml": {**POLICY, **(policy or {})},
        "systems.yaml": {"systems": {"crm": {**SYSTEM, **(system or {})}}},
        "processors.yaml": {"processors": {"mailer": {**MAILER, **(mailer or {})}, "host": {**HOST, **(host or {})}}},
    }
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    if not (folder / "docs/backup.md").exists():
        (folder / "docs/backup.md").write_text("Backups\n", "utf-8")
    return replace(open_workspace(folder=folder), today=TODAY, asks_past=date.fromisoformat(day) < TODAY)


def judge(folder: Path, day: str = DAY, **records: Any) -> Result:
    return check(open_company(folder, day, **records), load_law(), date.fromisoformat(day), jobs=1)


def find(result: Result, id: str) -> JudgedPromise:
    return next(promise for promise in result.promises if promise.id == id)


def test_what_was_there_on_the_day_keeps_the_promises(tmp_path: Path) -> None:
    result = judge(tmp_path)
    assert {promise.verdict for promise in result.promises} == {KEPT}
    assert find(result, "safeguards.copies").strength == "documented"


@pytest.mark.parametrize(
    ("changed", "unverified"),
    [
        ({"mailer": {"reviewed": "2026-05-01"}}, {"transfers", "processors", "never.china"}),
        ({"mailer": {"reviewed": None}}, {"transfers", "processors", "never.china"}),
        ({"host": {"reviewed": "2026-05-01"}}, {"transfers", "processors", "never.china"}),
        ({"mailer": {"agreement": {"signed": "2026-05-01"}}}, {"processors"}),
        (
            {
                "mailer": {
                    "transfers": [
                        {
                            "instrument": "eu-us-dpf",
                            "certified": {"from": "2023-08-01", "until": "2027-01-01", "verified": "2026-05-01"},
                        }
                    ]
                }
            },
            {"transfers"},
        ),
        (
            {
                "system": {
                    "hosting": {
                        "country": "US",
                        "transfer": {
                            "instrument": "eu-us-dpf",
                            "certified": {"from": "2023-08-01", "until": "2024-12-01", "verified": "2026-05-01"},
                        },
                    }
                }
            },
            {"transfers"},
        ),
        (
            {
                "policy": {
                    "disclosures": {
                        "text": {"en": "To a bureau."},
                        "recipients": {
                            "bureau": {
                                "text": {"en": "A bureau"},
                                "country": "US",
                                "transfer": {
                                    "instrument": "eu-us-dpf",
                                    "certified": {"from": "2023-08-01", "verified": "2026-05-01"},
                                },
                            }
                        },
                    }
                },
                "system": {"disclosures": [{"recipient": "bureau", "country": "US", "transfer": TRANSFER}]},
            },
            {"transfers"},
        ),
        ({"system": {"reviewed": "2026-05-01"}}, {"purposes", "purposes.billing", "processors", "transfers"}),
    ],
)
def test_what_came_later_supports_nothing_though_the_record_itself_is_older(
    tmp_path: Path, changed: dict[str, Any], unverified: set[str]
) -> None:
    later = judge(tmp_path, **changed)
    assert unverified <= {promise.id for promise in later.promises if promise.verdict is UNVERIFIED}
    named = {each.what for each in later.not_checked if each.why in ("evidence-later", "evidence-undated")}
    assert unverified <= named
    now = judge(tmp_path, TODAY.isoformat(), **changed)
    assert find(now, "never.sale").verdict is KEPT
    assert not [each for each in now.not_checked if each.why.startswith("evidence-l")]


def test_a_promise_that_no_processor_bears_on_needs_none(tmp_path: Path) -> None:
    assert find(judge(tmp_path, mailer={"reviewed": "2026-05-01"}), "never.sale").verdict is KEPT


def test_a_later_assessment_is_none_on_the_day(tmp_path: Path) -> None:
    result = judge(tmp_path, mailer={"transfers": [{**TRANSFER, "assessment": {"date": "2026-05-01"}}]})
    assert find(result, "transfers").verdict is UNVERIFIED
    assert "transfer/assessment-missing" in {each.rule for each in result.findings}


def test_a_forecast_from_a_past_day_turns_where_the_processors_were_reviewed(tmp_path: Path) -> None:
    workspace = open_company(tmp_path, host={"reviewed": "2024-06-15"})
    forecast = make_forecast(workspace, load_law(), date.fromisoformat(DAY), Period("P30D"))
    turns = {turn.promise.id: change.day for change in forecast.changes for turn in change.verdicts}
    assert turns["never.china"] == date(2024, 6, 15)


PDF = b"%PDF-1.7\n1 0 obj << /CreationDate (D:20240105120000Z) /ModDate (D:20260501) >> endobj\n"


def make_office(modified: str, *, parts: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        core = f'<x><dcterms:modified xsi:type="dcterms:W3CDTF">{modified}T08:00:00Z</dcterms:modified></x>'
        archive.writestr("docProps/core.xml", core)
        for number in range(parts):
            archive.writestr(f"{number}", "")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "days"),
    [
        ("dpa-2026-05-01.pdf", b"", ["2026-05-01"]),
        ("dpa_20260501.md", b"", ["2026-05-01"]),
        ("dpa 2026-05.md", b"", ["2026-05-01"]),
        ("tia-2026.docx", b"", ["2026-01-01"]),
        ("plan-2025-2030.md", b"", ["2025-01-01"]),
        ("invoice-12026.pdf", b"", []),
        ("dpa-2026-13-45.md", b"", ["2026-01-01"]),
        ("a.md", b"---\ntitle: x\ndate: 2026-05-01\n---\n", ["2026-05-01"]),
        ("a.md", "# Varmistus\n\n**Päivätty:** 1.5.2026\n".encode(), ["2026-05-01"]),
        ("a.md", b"Signed: '2026-05-01'\n", ["2026-05-01"]),
        ("a.md", b"The date: was 2026-05-01\n", []),
        ("a.md", b"x\n" * 3_000 + b"date: 2026-05-01\n", []),
        ("a.pdf", PDF, ["2024-01-05", "2026-05-01"]),
        ("a.pdf", b"%PDF-1.4" + b" " * 200_000 + b"<xmp:ModifyDate>2026-05-01T01:02:03", ["2026-05-01"]),
        ("a.pdf", b"%PDF-1.4 /ModDate (D:20269999)", []),
        ("a.docx", make_office("2026-05-01"), ["2026-05-01"]),
        ("a.docx", make_office("2026-05-01", parts=10_001), []),
        ("a.docx", b"PK\x03\x04 no archive", []),
    ],
)
def test_a_document_may_bear_its_day_itself(name: str, content: bytes, days: list[str]) -> None:
    assert [str(day) for day in list_own_days(name, content)] == days


def test_a_document_counts_from_the_latest_of_its_days(tmp_path: Path) -> None:
    def strength() -> str | None:
        return find(judge(tmp_path), "safeguards.copies").strength

    assert strength() == "documented"  # nobody knows its day
    (tmp_path / "docs/backup.md").write_text("Date: 2024-02-01\n", "utf-8")
    assert strength() == "documented"
    git(tmp_path, "init", "-q")
    commit(tmp_path, day="2024-05-01")
    assert strength() == "documented"
    (tmp_path / "docs/backup.md").write_text("Date: 2024-02-01\nAnd more.\n", "utf-8")
    assert strength() == "documented"  # not committed: its own day alone
    commit(tmp_path, day="2026-05-01")
    assert strength() == "declared"
    assert find(judge(tmp_path), "safeguards.copies").verdict is KEPT


def test_the_day_of_a_document_of_a_revision_is_that_of_the_revision(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for day in ("2024-05-01", "2026-05-01"):
        (tmp_path / "a.md").write_text(day, "utf-8")
        commit(tmp_path, day=day)
    repository = open_repository(tmp_path)
    old = DocumentDays(RevisionTree(repository, repository.resolve("HEAD~1"), tmp_path))
    path = str(tmp_path / "a.md")
    assert (old.find_day(path), DocumentDays(WorkTree(tmp_path)).find_day(path)) == (
        date(2024, 5, 1),
        date(2026, 5, 1),
    )


def test_documents_of_many_folders_have_the_days_of_their_own_changes(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    paths = [tmp_path / f"f{number}" / "a.md" for number in range(9)]
    for number, path in enumerate(paths, 1):
        path.parent.mkdir()
        path.write_text("x", "utf-8")
        commit(tmp_path, day=f"2024-05-0{number}")
    days = DocumentDays(WorkTree(tmp_path))
    assert [days.find_day(str(path)) for path in paths] == [date(2024, 5, number) for number in range(1, 10)]


def read_days(folder: Path, *evidence: str) -> dict[str, date | None]:
    workspace = replace(open_workspace(folder=folder, evidence=evidence), today=TODAY, asks_past=True)
    return {resource.id: resource.dated for resource in read_evidence(workspace).resources}


def test_code_is_as_young_as_what_lies_beside_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "mod").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(POLICY), "utf-8")
    (tmp_path / "main.tf").write_text('resource "aws_db_instance" "a" {}\nmodule "m" {\n  source = "./mod"\n}\n')
    (tmp_path / "mod/main.tf").write_text('resource "aws_db_instance" "b" {}\n')
    (tmp_path / "other/main.tf").write_text('resource "aws_db_instance" "c" {}\n')
    (tmp_path / "compose.yaml").write_text("services:\n  db:\n    image: postgres:16\n    env_file: db/own.env\n")
    commit(tmp_path, day="2020-01-01")
    (tmp_path / "provider.tf").write_text('provider "aws" {\n  region = "eu-north-1"\n}\n')
    commit(tmp_path, day="2026-05-01")
    assert read_days(tmp_path, ".") == {
        "terraform:aws_db_instance.a": date(2026, 5, 1),
        "terraform:module.m.aws_db_instance.b": date(2026, 5, 1),
        "terraform:aws_db_instance.c": date(2020, 1, 1),
        "compose:db": date(2020, 1, 1),
    }
    (tmp_path / "db").mkdir()
    (tmp_path / "db/own.env").write_text("A=1\n")
    commit(tmp_path, day="2026-06-01")
    assert read_days(tmp_path, "compose.yaml") == {"compose:db": date(2026, 6, 1)}
    (tmp_path / ".env").write_text("A=1\n")
    assert read_days(tmp_path, "compose.yaml") == {"compose:db": None}  # nobody knows since when it says so


def test_a_plan_is_as_young_as_it_says_though_its_commit_is_older(tmp_path: Path) -> None:
    change = make_change("aws_db_instance.a", {"storage_encrypted": True})
    plan = make_plan(change, timestamp="2026-05-01T05:06:07Z", errored=False)
    git(tmp_path, "init", "-q")
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(POLICY), "utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(plan, separators=(",", ":")) + "\n", "utf-8")
    commit(tmp_path, day="2020-01-01")
    assert set(read_days(tmp_path, "plan.json").values()) == {date(2026, 5, 1)}
