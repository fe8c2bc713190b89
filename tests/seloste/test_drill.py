"""`seloste drill`: what it writes, for people and for machines, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from seloste.checker.drill.breach import Miss
from seloste.checker.drill.drill import MOST_RECORDS
from seloste.commands.report import MOST_DRILLED
from seloste.reports.language.language import language_codes
from tests.support import ROOT
from tests.support.commands import DAY, seloste, show_day
from tests.support.complete import Edit, write


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LC_ALL", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_text_tells_the_headline_each_promise_and_what_would_close_most(capsys: pytest.CaptureFixture[str]) -> None:
    assert seloste("drill", "--as-of", DAY, "--lang", "en") == 0
    text = capsys.readouterr().out
    assert text.startswith("0 of 14 promises guarded\n  Caught when somebody writes it down: 14 of 14.\n")
    assert "  Caught when nobody does: 0 of 14.\n  Tried on 10 systems and 14 processors.\n" in text
    assert "    ✗ backup is switched off – caught 2 of 10\n" in text
    assert "map terraform:aws_s3_bucket.fair_leads to the system" in text
    assert "rights.access" in text.partition("NO RULE CAN TELL")[2]


@pytest.mark.parametrize("code", language_codes())
def test_text_is_whole_in_every_language(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert seloste("drill", "--as-of", DAY, "--lang", code) == 0
    text = capsys.readouterr().out
    assert not {"{", "}", "drill."} & set(text.split())
    assert "{" not in text


def test_json_has_each_promise_and_the_same_bytes_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "drill.json"
    assert seloste("drill", "--as-of", DAY, "--format", "json", "-o", str(target)) == 0
    assert seloste("drill", "--as-of", DAY, "--format", "json") == 0
    assert target.read_text("utf-8") == capsys.readouterr().out
    found = json.loads(target.read_text("utf-8"))
    assert found["version"] == 1
    assert (found["promises"], found["guarded"], found["partly"], found["unguarded"]) == (14, 0, 6, 8)
    assert found["caught"] == {"record": 14, "evidence": 0}
    states = {each["promise"]: each["state"] for each in found["drills"]}
    assert states["safeguards.backup"] == "partly"
    (backup,) = [each for each in found["drills"] if each["promise"] == "safeguards.backup"]
    (off,) = [each for each in backup["breaches"] if each["breach"] == "control-switched-off"]
    assert (off["side"], off["tried"], off["caught"], off["present"]) == ("evidence", 10, 2, ["systems.crm"])
    assert {each["reason"] for each in off["missed"]} == {"unmapped", "partly-shown"}
    assert set(found["remedies"][0]["words"]) == set(language_codes())


def test_the_gate_is_the_one_that_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert seloste("drill", "--as-of", DAY, "--format", "json", "--fail-on", "never") == 0
    assert json.loads(capsys.readouterr().out)["caught"] == {"record": 0, "evidence": 0}
    assert seloste("drill", "--as-of", DAY, "--format", "json", "--scope", "notice") == 0
    assert json.loads(capsys.readouterr().out)["caught"] == {"record": 0, "evidence": 0}


def test_evidence_that_is_given_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ("--config", "examples/jamix/platform/seloste.yaml", "--as-of", DAY, "--format", "json")
    assert seloste("drill", *config) == 0
    assert json.loads(capsys.readouterr().out)["guarded"] == 4


def test_what_could_not_be_read_ends_it_with_3_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, [Edit("systems.yaml", "systems.webshop", "    name: Web shop", "    name: [Web shop]")])
    monkeypatch.chdir(tmp_path)
    assert seloste("drill", "--as-of", DAY, "--lang", "en") == 3
    written = capsys.readouterr()
    assert "of what was not read every breach is missed" in written.out
    assert "the record could not be read: webshop" in written.out.lower()
    assert "systems.yaml:" in written.err


def test_without_a_notice_nothing_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert seloste("drill", "--as-of", DAY, "--lang", "en") == 3
    assert capsys.readouterr().out == "The notice could not be read, so nothing was tried.\n"


PAGE = (ROOT / "docs" / "drill.md").read_text("utf-8")
EXAMPLES = re.findall(
    r"^<!-- drill: \w+ -->\n```console\n\$ seloste (drill .*)\n((?:(?!```).*\n)*)```$", PAGE, re.MULTILINE
)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_the_examples_of_the_page_are_what_it_writes(
    command: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(EXAMPLES) == 2
    show_day(monkeypatch)  # the documents of the example are younger in git
    assert seloste(*command.split(), "--lang", "en") == 0
    text = capsys.readouterr().out
    parts = shown.split("…\n")
    assert text.startswith(parts[0])
    assert [part for part in parts if part not in text] == []


def test_the_page_names_every_reason_and_number_as_they_are() -> None:
    formats = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert [reason for reason in Miss if f"`{reason}`" not in formats] == []
    assert f"Of more than {MOST_RECORDS} systems" in PAGE
    assert f"In the report for auditors: of more than {MOST_DRILLED}." in PAGE
