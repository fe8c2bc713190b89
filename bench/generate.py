"""Generated inventories: a notice that is lawful, made-up systems like real ones, and for some a Terraform plan.

The dates of a system are in quotes, since some of the peers take a plain date for something else than text.
"""

from __future__ import annotations

import json
import math
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

#: The day that the notice is checked for.
DAY = "2026-11-22"
NOTICE = Path(__file__).parent / "notice.yaml"


class Layout(StrEnum):
    """How systems are divided into files."""

    FILES = "files"  # a file each
    ONE = "one"  # all in one file


class Flaw(StrEnum):
    """What is wrong in every system."""

    NONE = "none"
    PROMISES = "promises"  # four promises of the notice are broken
    SHAPE = "shape"  # a key that the schema does not know, and a space at the end of a line


class Form(StrEnum):
    """What a system is described in."""

    SELOSTE = "seloste"
    FIDES = "fides"  # manifests of Fides, of as many systems


#: The findings in a system, of a tool that sees the flaw.
FINDINGS = {Flaw.NONE: 0, Flaw.PROMISES: 4, Flaw.SHAPE: 1}


class Inventory(Struct, frozen=True, forbid_unknown_fields=True):
    """What is generated. `plan_megabytes` is the size of the plan in which every system has resources; 0: no plan."""

    systems: int
    form: Form = Form.SELOSTE
    layout: Layout = Layout.FILES
    flaw: Flaw = Flaw.NONE
    languages: tuple[str, ...] = ("fi", "en")
    plan_megabytes: float = 0

    @property
    def name(self) -> str:
        """The name of its folder: equal for equal inventories alone."""
        plan = f"-plan{self.plan_megabytes:g}" if self.plan_megabytes else ""
        return f"{self.form}-{self.systems}-{self.layout}-{self.flaw}-{'-'.join(self.languages)}{plan}"

    @property
    def files(self) -> int:
        """The number of its files of systems."""
        return 1 if self.layout is Layout.ONE else self.systems

    @property
    def findings(self) -> int:
        """The findings of all its systems, of a tool that sees its flaw."""
        return FINDINGS[self.flaw] * self.systems


_CLEAN = {"fields": "name, email, phone", "period": "P1Y", "firewall": "implemented", "backup": "P1D"}
_BROKEN = {"fields": "name, email, birth-date", "period": "P3Y", "firewall": "not-implemented", "backup": "P7D"}
_SYSTEM = """\
  system-{number}:
    name: System {number}
    owner: team-{team}@lumikiuru.fi
    description: {{fi: Verkkokaupan järjestelmä {number}, en: Web shop system {number}}}{shape}
    data_subjects: [customers]
    purposes: [orders, customer-service]
    fields: [{fields}]
    sources: [customer]
    processors: []
    disclosures: []
    hosting: {{provider: own, country: {country}}}
    retention: {{period: {period}, after: contract-end}}
    safeguards:
      authentication: implemented
      encryption-in-transit: implemented
      firewall: {firewall}
      least-privilege: {{status: implemented, verified: "2026-05-0{day}"}}
      backup: {{status: implemented, interval: {backup}, verified: "2026-05-01"}}
    resources: ["terraform:*.system_{number}"]
    reviewed: "2026-10-01"
"""
_FIDES_SYSTEM = """\
  - fides_key: system_{number}
    organization_fides_key: default_organization
    name: System {number}
    description: Web shop system {number}
    system_type: Service
    administrating_department: team-{team}
    privacy_declarations:
      - name: Orders and customer service
        data_categories: [user.name, user.contact.email, user.contact.phone_number]
        data_use: essential.service
        data_subjects: [customer]
        legal_basis_for_processing: Contract
        retention_period: "365"
"""


def _describe(template: str, number: int, flaw: Flaw) -> str:
    return template.format(
        number=number,
        team=number % 17,
        country="SE",  # where the resources of the plan are
        day=number % 9 + 1,
        shape=" \n    colour: blue" if flaw is Flaw.SHAPE else "",
        **(_BROKEN if flaw is Flaw.PROMISES else _CLEAN),
    )


def _write_systems(folder: Path, head: str, template: str, inventory: Inventory) -> None:
    """Writes systems of one form into a folder, divided as the inventory says."""
    folder.mkdir(parents=True)
    systems = [_describe(template, number, inventory.flaw) for number in range(inventory.systems)]
    if inventory.layout is Layout.ONE:
        (folder / "systems.yaml").write_text(head + "".join(systems), encoding="utf-8")
        return
    for number, system in enumerate(systems):
        (folder / f"system-{number:06}.yaml").write_text(head + system, encoding="utf-8")


#: The types of the resources of each system: as in a real plan, most store nothing.
_TYPES = (
    *("aws_db_instance", "aws_iam_role", "aws_iam_role_policy_attachment", "aws_security_group_rule"),
    *("aws_route53_record", "aws_subnet", "aws_cloudwatch_log_group", "aws_lambda_permission", "aws_ssm_parameter"),
)
_REGION = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-north-1"}}}}


def _describe_resource(type: str, name: str, settings: int) -> dict[str, Any]:
    """A resource as a plan of Terraform has it under each of its four keys."""
    address = f"{type}.{name}"
    attributes: dict[str, Any] = {
        **{"name": name, "tags": {"team": "sales"}, "timeouts": None, "port": 5432},
        **{"storage_encrypted": True, "backup_retention_period": 7, "publicly_accessible": False},
        "retention_in_days": 90,
        **{f"setting_{number}": (None, False, "off", number)[number % 4] for number in range(settings)},
    }
    change = {"actions": ["no-op"], "before": attributes, "after": attributes, "after_unknown": {}}
    resource = {"address": address, "mode": "managed", "type": type, "name": name}
    return {
        "changed": {**resource, "change": {**change, "before_sensitive": {}, "after_sensitive": {}}},
        "planned": {**resource, "schema_version": 1, "values": attributes},
        "known": {**resource, "schema_version": 1, "values": attributes},
        "configured": {**resource, "provider_config_key": "aws", "expressions": {"name": {"constant_value": name}}},
    }


def _write_plan(path: Path, systems: int, megabytes: float) -> None:
    """Writes a plan in which every system has a resource of every type, each as large as the size of the plan asks."""
    empty, setting = (len(json.dumps(_describe_resource(_TYPES[0], "system_0", number))) for number in (0, 100))
    resources = systems * len(_TYPES)
    settings = math.ceil((megabytes * 1_000_000 / resources - empty) / ((setting - empty) / 100))
    made = [
        _describe_resource(type, f"system_{number}", max(settings, 0)) for type in _TYPES for number in range(systems)
    ]
    known = {"root_module": {"resources": [each["known"] for each in made]}}
    plan = {
        **{"format_version": "1.2", "terraform_version": "1.9.5"},
        "planned_values": {"root_module": {"resources": [each["planned"] for each in made]}},
        "resource_changes": [each["changed"] for each in made],
        "prior_state": {"format_version": "1.0", "terraform_version": "1.9.5", "values": known},
        "configuration": {
            "provider_config": _REGION,
            "root_module": {"resources": [each["configured"] for each in made]},
        },
    }
    path.write_text(json.dumps(plan), encoding="utf-8")


def generate(root: Path, inventory: Inventory) -> Path:
    """The folder of an inventory below `root`, generated where it is not there yet. Its systems are in `systems/`."""
    folder = root / inventory.name
    if folder.exists():
        return folder
    unfinished = root / f".{inventory.name}"
    if inventory.form is Form.FIDES:
        _write_systems(unfinished / "systems", "system:\n", _FIDES_SYSTEM, inventory)
        return unfinished.rename(folder)
    _write_systems(unfinished / "systems", "version: 1\nsystems:\n", _SYSTEM, inventory)
    notice = NOTICE.read_text("utf-8").replace("languages: [fi, en]", f"languages: [{', '.join(inventory.languages)}]")
    (unfinished / "policy.yaml").write_text(notice, encoding="utf-8")
    evidence = "evidence: [plan.json]\n" if inventory.plan_megabytes else ""
    (unfinished / "seloste.yaml").write_text(f"version: 1\n{evidence}", encoding="utf-8")
    if inventory.plan_megabytes:
        _write_plan(unfinished / "plan.json", inventory.systems, inventory.plan_megabytes)
    return unfinished.rename(folder)
