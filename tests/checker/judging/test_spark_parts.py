"""What runs on executors, without Spark: partial results that were made anywhere fold to what one process finds."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.judging.check import check_loaded, find_law
from seloste.checker.judging.loaded_workspace import load_workspace
from seloste.checker.judging.local import judge_systems
from seloste.checker.judging.partial_result import PartialResult, Preceding
from seloste.checker.judging.spark.columns import ColumnContext, judge_table
from seloste.checker.judging.spark.worker import Judgment, load_judgment
from seloste.checker.linking.linked_columns import NamedKinds
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.record_rows import open_row
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.checker.workspace.remote_files import is_of_rows
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import load_law
from tests.support import many_findings
from tests.support.commands import DAY
from tests.support.workspaces import open_workspace

AS_OF = date.fromisoformat(DAY)


def list_rows(workspace: Workspace) -> Iterator[Mapping[str, Any]]:
    """The files as they are sent to executors."""
    tree = workspace.get_tree("systems")
    for path in workspace.systems:
        data = tree.read_bytes(path, 10_000_000)
        is_problem = isinstance(data, Problem)
        yield {
            "path": workspace.display_path(path),
            "content": None if is_problem else data,
            "problem": pickle.dumps(data) if is_problem else None,
            "revision": None,
        }


def fold(rows: Sequence[Mapping[str, Any]], judgment: Judgment, size: int) -> PartialResult:
    total = PartialResult(shown=EvidenceTally(kept=judgment.kept))
    for start in range(0, len(rows), size):
        own = rows[start : start + size]
        part = pickle.loads(pickle.dumps(judgment.judge_rows(own, Preceding())))
        if known := total.find_dependence(part, Preceding()):
            part = judgment.judge_rows(own, known)
        total.add(part)
    return total


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_parts_fold_to_what_one_process_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    many_findings.write(tmp_path, 40, is_broken=True)
    (tmp_path / "systems" / "y-unreadable.yaml").symlink_to("/dev/null")
    monkeypatch.chdir(tmp_path)
    loaded = load_workspace(open_workspace(), None)
    law = find_law(loaded, load_law(), AS_OF)
    local = judge_systems(loaded.workspace, loaded.index, law, kept=KeptEvidence.LISTED, jobs=1)
    judgment = Judgment(loaded.index, law, KeptEvidence.LISTED, tmp_path)
    sent = load_judgment(pickle.dumps(judgment))
    folded = fold(list(list_rows(loaded.workspace)), sent, size)
    results = [
        check_loaded(loaded, load_law(), AS_OF, kept=KeptEvidence.LISTED, found=found) for found in (local, folded)
    ]
    assert results[0].findings == results[1].findings
    assert results[0].promises == results[1].promises
    assert results[0].inputs == results[1].inputs


def test_a_row_is_a_system_without_a_place() -> None:
    file = open_row("a.jsonl", json.dumps({"id": "crm", "name": "CRM", "owner": None}).encode())
    assert file.documents[0].value["systems"] == {"crm": {"name": "CRM"}}
    assert file.documents[0].locate("systems", "crm", "name").line is None


@pytest.mark.parametrize(("row", "rule"), [(b"{", "syntax"), (b"[1]", "missing-key"), (b'{"id": 1}', "missing-key")])
def test_a_row_that_is_no_system_is_a_problem(row: bytes, rule: str) -> None:
    assert [finding.rule for finding in open_row("a.jsonl", row).findings] == [f"input/{rule}"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/b.jsonl", True), ("a/B.NDJSON", True), ("a.parquet/part-0.snappy", True), ("a.json", False)],
)
def test_files_of_rows_are_known_by_their_names(path: str, expected: bool) -> None:
    assert is_of_rows(path) is expected


def test_a_column_of_a_kind_that_no_field_names_is_undeclared() -> None:
    context = ColumnContext(NamedKinds.of({}), {"crm": ("email",)})
    rows = [(None, None, None, None, name, "text", "") for name in ("email", "first_name", "width")]
    answers = list(judge_table(("crm", None, None, "people"), rows, context))
    assert [(answer[4], answer[6], answer[-1]) for answer in answers] == [
        ("email", "email", False),
        ("first_name", "name", True),
    ]
