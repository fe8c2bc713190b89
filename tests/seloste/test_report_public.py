"""`seloste report --public`: what maps weaknesses is in none of its files, and what they count stays as it is."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.support.commands import DAY, break_example, check, seloste, show_day

#: Planted where a public version must not show them: resources, tables, paths and regions of infrastructure, persons,
#: their reasons, and lines of source.
CANARIES = (
    "canary-store", "canary_table", "canary-path", "ap-southeast-2", "canary-owner", "canary-answer", "canary-approver",
    "canary-reason", "canary-adviser", "canary-preparer", "canary-line", "canary-idle",
)  # fmt: skip
FORMATS = ("html", "markdown", "xlsx")

TERRAFORM = """
resource "aws_db_instance" "canary-store" {
  availability_zone       = "ap-southeast-2a"
  backup_retention_period = 0
  storage_encrypted       = false
  tags = { "seloste:system" = "webshop" }
}
"""
SQL = "CREATE TABLE canary_table (id int, henkilotunnus text, diagnosis text);\n"
WAIVERS = """version: 1
waivers:
  - rule: system/safeguard-broken
    subject: systems.newsletter
    reason: canary-reason
    approved_by: canary-approver
    advised_by: canary-adviser
    until: 2026-12-01
  - {rule: notice/draft, reason: canary-idle, approved_by: canary-approver, until: 2026-12-01}
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example with what a public version must not show, and its reports in `whole` and `public`."""
    with pytest.MonkeyPatch.context() as patch:
        folder = plant(break_example(tmp_path_factory.mktemp("planted") / "here", patch), patch)
        write("--out", "whole")
        write("--out", "public", "--public")
        yield folder


def plant(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    show_day(patch)
    (folder / "canary-path").mkdir()
    (folder / "canary-path" / "main.tf").write_text(TERRAFORM, "utf-8")
    (folder / "canary-path" / "schema.sql").write_text(SQL, "utf-8")
    (folder / "waivers.yaml").write_text(WAIVERS, "utf-8")
    systems = folder / "systems.yaml"
    text = systems.read_text("utf-8").replace("interval: P7D", "interval: P7D  # canary-line")
    systems.write_text(text, "utf-8")
    settings = "evidence: [canary-path]\nwaivers: waivers.yaml\nresponses: responses.yaml\n"
    statement = "statement: {prepared_by: canary-preparer, approved_by: canary-approver}\n"
    own = (folder / "seloste.yaml").read_text("utf-8").partition("statement:\n")[0]
    (folder / "seloste.yaml").write_text(own + settings + statement, "utf-8")
    (folder / "responses.yaml").write_text("version: 1\nresponses: {}\n", "utf-8")
    assert check("--format", "json", "--output", "first.json") == 1
    answered = [each["fingerprint"] for each in json.loads(Path("first.json").read_text("utf-8"))["findings"]]
    entries = "".join(f"  {each}: {{owner: canary-owner, text: canary-answer}}\n" for each in sorted({*answered}))
    (folder / "responses.yaml").write_text(f"version: 1\nresponses:\n{entries}", "utf-8")
    return folder


def write(*arguments: str) -> None:
    """Writes the report."""
    formats = [part for format in FORMATS for part in ("--format", format)]
    assert seloste("report", "--as-of", DAY, "--quiet", *formats, *arguments) == 0


def load(folder: Path) -> dict[str, Any]:
    """The report for programs."""
    written: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return written


def read(path: Path) -> str:
    """The text of a file; of a workbook or a Word document, that of its parts."""
    if path.suffix not in (".xlsx", ".docx"):
        return path.read_text("utf-8")
    with ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def list_found(folder: Path) -> set[str]:
    texts = [read(path) for path in folder.iterdir() if not path.name.startswith("notice.")]
    return {canary for canary in CANARIES if any(canary in text for text in texts)}


def test_no_canary_is_in_any_file_and_without_public_all_are(planted: Path) -> None:
    assert list_found(planted / "whole") == {*CANARIES}
    assert list_found(planted / "public") == set()
    assert not [*(planted / "public").glob("record.*")]


def test_which_record_lacks_which_safeguard_is_not_told(planted: Path) -> None:
    written = load(planted / "public")
    about = [each for each in written["findings"] if (each["promise"] or "").startswith("safeguards.")]
    assert about
    for each in about:
        assert each["subject"] == each["location"]["path"] == "…"
        assert "Newsletter" not in json.dumps(each)
    promises = [each for each in written["promises"] if each["id"].startswith("safeguards.")]
    assert {item["subject"] for each in promises for item in each["evidence"]} == {"…"}


def test_numbers_and_verdicts_stay(planted: Path) -> None:
    whole, public = load(planted / "whole"), load(planted / "public")
    assert public["summary"] == whole["summary"]
    for key in ("id", "verdict", "strength", "accepted", "defects"):
        assert [each[key] for each in public["promises"]] == [each[key] for each in whole["promises"]]
    for key in ("rule", "severity", "promise", "baselined"):
        ours, theirs = ([str(each[key]) for each in report["findings"]] for report in (public, whole))
        assert sorted(ours) == sorted(theirs)
    kinds = [
        [len({each["fingerprint"] for each in report["findings"]}), len(report["responses"])]
        for report in (public, whole)
    ]
    assert kinds[0] == kinds[1]
    pieces = [[len(each["evidence"]) for each in report["promises"]] for report in (public, whole)]
    assert pieces[0] == pieces[1]


def test_it_says_what_it_is_and_keeps_its_schema(planted: Path) -> None:
    from jsonschema import validate

    from tests.support import ROOT

    written = load(planted / "public")
    validate(written, json.loads((ROOT / "policy/schemas/report.schema.json").read_text("utf-8")))
    assert written["public"]["left_out"] == ["safeguards", "infrastructure", "people", "lines", "documents"]
    assert "public" not in load(planted / "whole")
    for name in ("audit.en.html", "audit.en.md", "audit.en.xlsx"):
        assert "This is a public version of the report." in read(planted / "public" / name)
        assert "public version" not in read(planted / "whole" / name)
    write("--out", "summary", "--public", "--summary", "--lang", "en")
    assert "This is a public version of the report." in read(planted / "summary/summary.en.html")
    assert list_found(planted / "summary") == set()


@pytest.mark.parametrize("other", [("--people",), ("--since", "report.json")])
def test_what_it_leaves_out_cannot_be_asked_for(folder: Path, other: tuple[str, ...]) -> None:
    from tests.support.commands import run

    ran = run("report", "--as-of", DAY, "--public", *other)
    assert ran.returncode == 2
    assert f"--public leaves out what {other[0]} asks for".encode() in ran.stderr
