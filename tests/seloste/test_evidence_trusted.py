"""Evidence under `--trusted`: the change's own word, read as it is, which the change can add to and not take away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import report
from tests.support.git import commit, git

POLICY = """\
notice: {title: {en: Notice}, languages: [en]}
controller: {name: Example Ltd}
safeguards: {backup: {text: {en: Daily backups.}, control: backup, parameters: {interval: P1D}}}
"""
SYSTEMS = """\
systems:
  crm: {name: CRM, safeguards: {backup: {status: implemented, interval: P1D}}, resources: ["terraform:*.crm"]}
"""
PROCESSORS = "processors: {aws: {name: Amazon Web Services, country: LU}}\n"
SETTINGS = 'policy: policy.yaml\nscope: systems\nevidence: ["infra/*.tf"]\n'
DATABASE = 'resource "aws_db_instance" "crm" {\n  backup_retention_period = 7\n}\n'
OFF = DATABASE.replace("7", "0")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose base is in order, on the branch of a change."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    write("policy.yaml", POLICY)
    write("systems.yaml", SYSTEMS)
    write("processors.yaml", PROCESSORS)
    write("seloste.yaml", SETTINGS)
    write("infra/main.tf", DATABASE)
    commit(tmp_path, "base")
    git(tmp_path, "checkout", "-q", "-b", "change")
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, "utf-8")


def judge(capsys: pytest.CaptureFixture[str]) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """What infrastructure contradicts, with the files, and what was not checked."""
    result: dict[str, Any] = report(capsys, "--trusted", "main")
    errors = [
        (found["rule"], found["location"]["path"])
        for found in result["findings"]
        if found["rule"].startswith("evidence/") and found["severity"] == "error" and not found["waiver"]
    ]
    return errors, {(each["what"], each["why"]["en"]) for each in result["not_checked"]}


CONTRADICTED = "evidence/safeguard-contradicted"


def test_what_a_change_does_is_judged_and_not_waived_by_itself(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waiver = f"# seloste: ignore[{CONTRADICTED}] until 2026-12-31 -- Ours"
    write("infra/main.tf", OFF.replace("= 0", f"= 0 {waiver}"))
    commit(repository, "change")
    errors, unchecked = judge(capsys)
    assert errors == [(CONTRADICTED, "infra/main.tf")]
    assert "the evidence comes from the change under judgment itself, not from the trusted revision" in {
        why for _, why in unchecked
    }


def test_settings_of_a_change_add_evidence_and_take_none_away(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("seloste.yaml", SETTINGS.replace("infra/*.tf", "more/*.tf"))
    write("infra/main.tf", OFF)
    write("more/web.tf", DATABASE.replace("aws_db_instance", "aws_docdb_cluster"))
    commit(repository, "change")
    errors, _ = judge(capsys)
    assert (CONTRADICTED, "infra/main.tf") in errors
    result: dict[str, Any] = report(capsys, "--trusted", "main")
    assert {"infra/main.tf", "more/web.tf"} <= {each["path"] for each in result["inputs"]}


def test_evidence_that_a_change_removes_is_named(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "mv", "infra/main.tf", "infra/main.tf.txt")
    write("infra/other.tf", DATABASE.replace("crm", "web"))
    commit(repository, "change")
    _, unchecked = judge(capsys)
    assert (
        dict(unchecked)["infra/main.tf"]
        == "the trusted revision has it as evidence, and the change has removed or moved it"
    )
