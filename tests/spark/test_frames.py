"""`seloste.spark`: functions that take and give DataFrames."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import seloste
from seloste.checker.judging.spark.errors import SparkError
from seloste.checker.judging.spark.session import open_session
from tests.support import EXAMPLE, many_findings
from tests.support.commands import DAY

pytestmark = pytest.mark.spark

COLUMNS = [
    ("accounts", "people", "national_id", "text", "personal identity code", 3),
    ("accounts", "people", "first_name", "text", "", 1),
    ("accounts", "people", "passport_no", "text", "", 2),
    (None, "people", "first_name", "text", "", 1),
    ("accounts", "boats", "length", "integer", "", 1),
]
NAMES = "system string, table_name string, column_name string, data_type string, remarks string, ordinal_position int"


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with open_session("local[2]") as found:
        yield found


def test_the_findings_about_systems_are_rows(session: Any, tmp_path: Path) -> None:
    from seloste.spark import check_systems

    many_findings.write(tmp_path, 60)
    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(str(tmp_path / "systems"))
    found = check_systems(files, tmp_path, as_of=date.fromisoformat(DAY)).collect()
    result = seloste.check(tmp_path, as_of=date.fromisoformat(DAY))
    expected = {
        (each.rule, each.subject, each.fingerprint, seloste.format_message(each))
        for each in result.findings
        if each.subject.startswith("systems.")
        and not each.rule.startswith(("waiver/", "evidence/document", "processor/"))
    }
    assert {(row.rule, row.subject, row.fingerprint, row.message) for row in found} == expected


def test_systems_may_be_rows_themselves(session: Any, tmp_path: Path) -> None:
    from seloste.spark import check_systems

    systems = session.createDataFrame(
        [("crm", "CRM", None), ("erp", "ERP", "sales")], "id string, name string, owner string"
    )
    found = check_systems(systems, EXAMPLE, as_of=date.fromisoformat(DAY)).where("rule = 'system/owner-missing'")
    assert [(row.subject, row.line) for row in found.collect()] == [("systems.crm", None)]
    with pytest.raises(ValueError, match="expected the columns path and content"):
        check_systems(systems.drop("id"), EXAMPLE)


def test_columns_that_nobody_declares_are_found(session: Any) -> None:
    from seloste.spark import check_columns

    rows = check_columns(session.createDataFrame(COLUMNS, NAMES), EXAMPLE).collect()
    found = {(row.system, row.column): (row.holding, row.kind, row.is_undeclared) for row in rows}
    assert found["accounts", "passport_no"] == ("yes", "passport", True)
    assert found["accounts", "first_name"][:2] == ("yes", "name")
    assert found[None, "first_name"] == ("yes", "name", False)
    assert ("accounts", "length") not in found
    with pytest.raises(ValueError, match="no column column nor column_name"):
        check_columns(session.createDataFrame([("a",)], "table string"), EXAMPLE)


def test_json_lines_of_columns_are_an_export(session: Any, tmp_path: Path) -> None:
    from seloste.spark import check_columns

    lines = [json.dumps({"table": "people", "column": name}) for name in ("email", "c17")]
    (tmp_path / "export.jsonl").write_text("\n".join(lines), "utf-8")
    rows = check_columns(session.read.json(str(tmp_path / "export.jsonl")), EXAMPLE).collect()
    assert [(row.column, row.kind, row.is_undeclared) for row in rows] == [("email", "email", False)]


def test_an_executor_that_dies_is_told(session: Any) -> None:
    """The last of these tests: it ends the session that they share."""

    def die(batches: Any) -> Any:
        os._exit(9)

    with pytest.raises(SparkError) as caught, open_session("local[2]") as again:
        again.range(3).mapInArrow(die, "id long").collect()
    assert caught.value.key == "job"
    assert "\n" not in caught.value.values["reason"]
