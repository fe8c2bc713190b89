"""No secret of a plan or a state is in any output: not what is marked as sensitive, nor what is named like a secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import DAY, seloste
from tests.support.complete import write
from tests.support.plans import make_change, make_plan
from tests.support.real_files import read_real_file

CANARY = "CanarySecret"
FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
#: Attributes that a plan marks as sensitive, though findings would quote some of them.
MARKED = {
    **dict.fromkeys(
        ("name", "identifier", "bucket", "id", "region", "location", "availability_zone", "username"), CANARY
    ),
    "tags": {"seloste:system": CANARY, CANARY: CANARY},
}
#: Attributes that it does not mark, as plans of the format 0.1 do.
UNMARKED = {
    **dict.fromkeys(("password", "user_data", "connection_string", "auth_token", "secret"), CANARY),
    **{"storage_encrypted": False, "backup_retention_period": 0, "environment": [{"variables": {"API_TOKEN": CANARY}}]},
}


def spoil(address: str, **change: Any) -> dict[str, Any]:
    changed = make_change(address, {})
    return {**changed, "change": {**changed["change"], **change}}


def make_secret_plan() -> dict[str, Any]:
    types = (
        "aws_db_instance",
        "aws_s3_bucket",
        "azurerm_storage_account",
        "google_sql_database_instance",
        "other_thing",
    )
    sensitive = dict.fromkeys(MARKED, True)
    changes = [make_change(f"{type}.crm", MARKED | UNMARKED, sensitive=sensitive) for type in types]
    provider = {"region": {"references": ["var.region"]}, "secret_key": {"constant_value": CANARY}}
    return make_plan(
        *changes,
        spoil("aws_db_instance.bad", after=[CANARY]),
        spoil("aws_db_instance.worse", actions=CANARY),
        variables={"region": {"value": CANARY}, "password": {"value": CANARY}},
        output_changes={"out": {"after": CANARY, "after_sensitive": True}},
        configuration={
            "provider_config": {"aws": {"name": "aws", "expressions": provider}},
            "root_module": {"variables": {"region": {"sensitive": True}}},
        },
    )


def make_secret_state() -> dict[str, Any]:
    paths = [[{"type": "get_attr", "value": name}] for name in MARKED]
    instance = {"attributes": MARKED | UNMARKED, "sensitive_attributes": paths}
    block = {"mode": "managed", "type": "aws_db_instance", "name": "old", "instances": [instance]}
    head = {"version": 4, "terraform_version": "1.9.5", "serial": 1, "lineage": "a"}
    return {**head, "outputs": {"out": {"value": CANARY, "sensitive": True}}, "resources": [block]}


def write_evidence(folder: Path) -> list[str]:
    """Evidence full of secrets, some of it broken; the arguments that name it."""
    whole = json.dumps(make_secret_plan())
    texts = {"plan.json": whole, "cut.json": whole[:-300], "a.tfstate": json.dumps(make_secret_state())}
    texts["broken.json"] = whole.replace(": false", f": {CANARY}")
    texts["log.json"] = json.dumps({"@level": "info", "@message": CANARY, "@module": "terraform.ui"})
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [argument for name in texts for argument in ("--evidence", name)]


def test_no_secret_is_in_any_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    evidence = write_evidence(tmp_path)
    outputs = [argument for name in FORMATS for argument in ("--format", name, "--output", f"out.{name}")]
    assert seloste("check", "--as-of", DAY, "--verbose", *evidence, *outputs) == 3
    texts = {name: (tmp_path / f"out.{name}").read_text("utf-8") for name in FORMATS} | {
        "stderr": capfd.readouterr().err
    }
    assert [name for name, text in texts.items() if CANARY in text] == []
    found = {(each["rule"], each["location"]["path"]) for each in json.loads(texts["json"])["findings"]}
    assert {path for rule, path in found if rule.startswith("input/")} >= {"plan.json", "cut.json", "broken.json"}
    assert ("evidence/resource-unmapped", "plan.json") in found


def test_the_password_of_a_real_plan_is_in_no_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_bytes(read_real_file("plan_aws_sensitive_password.json"))
    outputs = [argument for name in FORMATS for argument in ("--format", name, "--output", f"out.{name}")]
    assert seloste("check", "--as-of", DAY, "--verbose", "--evidence", "plan.json", *outputs) in (0, 1)
    texts = [*((tmp_path / f"out.{name}").read_text("utf-8") for name in FORMATS), capfd.readouterr().err]
    assert not any("foobarbaz" in text for text in texts)
    assert any("aws_db_instance.default" in text for text in texts)


@pytest.mark.heavy
def test_no_secret_is_in_any_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    evidence = write_evidence(tmp_path)
    seloste("report", "--as-of", DAY, *evidence, "--out", "out")
    written = sorted((tmp_path / "out").iterdir())
    assert len(written) > 10
    assert [path.name for path in written if CANARY.encode() in path.read_bytes()] == []
