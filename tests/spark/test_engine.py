"""`check --engine spark`: the same bytes as without, whatever is wrong in the files; words where Spark can't do it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import many_findings
from tests.support.commands import DAY

pytestmark = pytest.mark.spark

COMMAND = (sys.executable, "-m", "seloste", "check", "--as-of", DAY)
SPARK = ("--engine", "spark", "--master", "local[2]")


def check(folder: Path, *arguments: str) -> tuple[int, bytes, str]:
    """The exit code of a check, its standard output, and its standard error."""
    ran = subprocess.run([*COMMAND, *arguments], cwd=folder, capture_output=True, check=False, timeout=1_500)
    return ran.returncode, ran.stdout, ran.stderr.decode()


def list_families(report: bytes) -> set[str]:
    return {finding["rule"].partition("/")[0] for finding in json.loads(report)["findings"]}


def list_found(report: bytes) -> list[tuple[str, str, str]]:
    """What was found in systems, wherever it stands."""
    findings = json.loads(report)["findings"]
    return sorted((each["rule"], each["subject"], each["fingerprint"]) for each in findings)


@pytest.mark.parametrize("count", [500, 5_000])
def test_every_family_of_findings_has_the_same_bytes(tmp_path: Path, count: int) -> None:
    many_findings.write(tmp_path, count)
    local = check(tmp_path, "--format", "json")
    before = sorted(tmp_path.rglob("*"))
    assert list_families(local[1]) == many_findings.FAMILIES
    assert check(tmp_path, "--format", "json", *SPARK) == local
    assert sorted(tmp_path.rglob("*")) == before


def test_broken_files_and_paths_have_the_same_bytes(tmp_path: Path) -> None:
    many_findings.write(tmp_path, 120, is_broken=True)
    assert (local := check(tmp_path, "--format", "json"))[0] == 3
    assert check(tmp_path, "--format", "json", *SPARK) == local
    paths = ("systems/3", "systems/d-first.yaml", "systems/z-second.yaml", "systems/systems-table.csv")
    local = check(tmp_path, "--format", "json", *paths)
    assert check(tmp_path, "--format", "json", *SPARK, *paths) == local


def test_addresses_are_read_by_spark(tmp_path: Path) -> None:
    many_findings.write(tmp_path, 60)
    local = check(tmp_path, "--format", "json", "systems")
    assert check(tmp_path, "--format", "json", *SPARK, (tmp_path / "systems").as_uri()) == local
    settings = tmp_path / "seloste.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}systems: ['{(tmp_path / 'systems').as_uri()}']\n", "utf-8")
    code, report, _ = check(tmp_path, "--format", "json", *SPARK)
    assert (code, list_families(report)) == (1, many_findings.FAMILIES)


def test_rows_of_json_lines_and_parquet_are_systems(tmp_path: Path) -> None:
    from pyarrow import json as arrow_json
    from pyarrow import parquet

    many_findings.write(tmp_path, 40)
    files = sorted((tmp_path / "systems").rglob("*.yaml"))
    rows = []
    for file in files:
        if (text := file.read_text("utf-8")).startswith("{"):
            rows += [{"id": id, **record} for id, record in json.loads(text)["systems"].items()]
        else:
            file.unlink()  # with comments that waive, which rows have not
    local = check(tmp_path, "--format", "json", "systems")
    lines = tmp_path / "rows.jsonl"
    lines.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    code, report, _ = check(tmp_path, "--format", "json", *SPARK, "rows.jsonl")
    assert (code, list_found(report)) == (local[0], list_found(local[1]))
    # Parquet has one type for each column, so that a plain word and a mapping can't stand in one.
    plain = [{key: row[key] for key in ("id", "name", "owner", "purposes", "fields") if key in row} for row in rows]
    lines.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in plain), "utf-8")
    parquet.write_table(arrow_json.read_json(lines), tmp_path / "rows.parquet")
    of_lines = check(tmp_path, "--format", "json", *SPARK, "rows.jsonl")
    of_parquet = check(tmp_path, "--format", "json", *SPARK, "rows.parquet")
    assert list_found(of_parquet[1]) == list_found(of_lines[1])


def test_rows_that_are_no_systems_are_told(tmp_path: Path) -> None:
    many_findings.write(tmp_path, 3)
    rows = ('{"id": "crm", "colour": 1}', "{", "[]", "", '{"name": "No id"}', '{"id": "crm"}')
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), "utf-8")
    code, report, _ = check(tmp_path, "--format", "json", *SPARK, "rows.jsonl")
    found = [each for each in json.loads(report)["findings"] if each["rule"].startswith("input/")]
    assert code == 3
    assert {each["location"]["path"] for each in found} == {"rows.jsonl"}
    assert {each["rule"] for each in found} >= {"input/syntax", "input/missing-key", "input/duplicate-key"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--master", "local[2]", "file:///nowhere/at/all"), 3, "no files"),
        (("--master", "spark://127.0.0.1:9"), 2, "cannot be reached"),
    ],
)
def test_what_spark_cannot_do_is_told_in_words(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    many_findings.write(tmp_path, 3)
    ran = check(tmp_path, "--engine", "spark", "--lang", "en", *arguments)
    assert ran[0] == code
    assert words in ran[2]
    assert len(ran[2].splitlines()) <= 3
    assert "Traceback" not in ran[2]


def test_nothing_in_the_folder_is_executed(tmp_path: Path) -> None:
    many_findings.write(tmp_path, 3)
    trap = tmp_path / "trap"
    for name in ("pyarrow", "seloste", "pyspark", "pandas", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(trap)!r}, 'w')\nraise SystemExit(99)\n", "utf-8")
    command = (str(Path(sys.executable).with_name("seloste")), *COMMAND[3:])
    ran = subprocess.run([*command, *SPARK], cwd=tmp_path, capture_output=True, check=False, timeout=600)
    assert (ran.returncode, trap.exists()) == (1, False)
