"""An inventory of a file a system in which every family of rules finds something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from tests.support import EXAMPLE, crowd
from tests.support.plans import make_change, make_plan

#: The families that find something in it; `input` only where files are broken.
FAMILIES = frozenset({"notice", "system", "processor", "transfer", "evidence", "waiver"})
_WAIVED = """\
systems:
  waived-{number}: # seloste: ignore[system/owner-missing] until 2026-12-31 -- A reorganisation
    name: Waived {number} # seloste: ignore[system/safeguard-broken] until 2026-12-31 -- Nothing to waive
    data_subjects: [customers]
"""


def write(folder: Path, count: int, *, is_broken: bool = False) -> None:
    """Writes a workspace with `count` systems.

    `is_broken`: among them are a file that is no YAML, one without a required key, an unknown key, an id that two files
    have, and a table.
    """
    crowd.write(folder, count)
    systems = _read(folder / "systems.yaml")["systems"]
    (folder / "systems.yaml").unlink()
    (folder / "systems").mkdir()
    for number, (id, record) in enumerate(systems.items()):
        own = _damage(dict(record), number)
        path = folder / "systems" / f"{number % 7}" / f"{id}.yaml"
        path.parent.mkdir(exist_ok=True)
        text = json.dumps({"version": 1, "systems": {id: own}}, ensure_ascii=False, indent=1, default=str)
        path.write_text(_WAIVED.format(number=number) if number % 50 == 3 else text, "utf-8")
    changes = [_describe_store(number) for number in range(0, count, 11)]
    (folder / "plan.json").write_text(json.dumps(make_plan(*changes)), "utf-8")
    policy = EXAMPLE.joinpath("policy.yaml").read_text("utf-8")
    (folder / "policy.yaml").write_text(
        policy.replace("\npurposes:\n", "\npurposes:\n  unused: {text: {fi: Muu, en: Other, sv: Annat}}\n", 1), "utf-8"
    )
    (folder / "seloste.yaml").write_text("version: 1\nlanguages: [fi, en]\nevidence: [plan.json]\n", "utf-8")
    if is_broken:
        _break(folder / "systems")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(path.read_bytes(), Limits()).documents[0]
    return content


def _damage(record: dict[str, Any], number: int) -> dict[str, Any]:
    """A system with a fault of one of several kinds, or none."""
    record["resources"] = [f"terraform:aws_db_instance.store_{number}"]
    fault = number % 13
    if fault == 1:
        record.pop("owner", None)
    if fault == 2:
        record["reviewed"] = "2024-01-01"
    if fault == 4:
        record["processors"] = ["nobody-knows"]
    if fault == 5:
        record["fields"] = [*(record.get("fields") or []), "shoe-size"]
    if fault == 6:
        record["retention"] = {"period": "P20Y", "after": "contract-end"}
    if fault == 7:
        record["reviewed"] = "2030-01-01"
    return record


def _describe_store(number: int) -> dict[str, Any]:
    """A database without encryption; some belong to no system."""
    name = f"store_{number}" if number % 3 else f"nobodys_{number}"
    return make_change(f"aws_db_instance.{name}", {"storage_encrypted": number % 2 == 0, "backup_retention_period": 0})


def _break(folder: Path) -> None:
    (folder / "a-broken.yaml").write_text("systems: {crm: {name: 'CRM}\n", "utf-8")
    (folder / "b-latin.yaml").write_bytes("systems: {yhtiö: {name: Yhtiö}}".encode("latin-1"))
    (folder / "c-keys.yaml").write_text("systems:\n  keys:\n    name: Keys\n    colour: blue\n    owner: 7\n", "utf-8")
    (folder / "d-first.yaml").write_text("systems: {twice: {name: First, owner: sales}}\n", "utf-8")
    (folder / "z-second.yaml").write_text("systems: {twice: {name: Second}, system-1: {name: Again}}\n", "utf-8")
    (folder / "systems-table.csv").write_text("id,name,owner\ntable-1,One,\ntable-2,Two,sales\n", "utf-8")
