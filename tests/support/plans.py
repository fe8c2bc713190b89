"""Plans of Terraform for tests: small ones as mappings, and one of many megabytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.terraform import plan
from seloste.checker.evidence.terraform.plan_address import parse_address
from seloste.checker.reading.documents import File
from seloste.checker.reading.tree import Tree, WorkTree


def make_plan(*changes: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """A plan with some changes, and other parts of it."""
    return {"format_version": "1.2", "terraform_version": "1.9.5", "resource_changes": list(changes), **parts}


def make_change(
    address: str,
    after: Any,
    *,
    before: Any = None,
    unknown: Any = None,
    sensitive: Any = None,
    actions: tuple[str, ...] = ("create",),
) -> dict[str, Any]:
    """A change of a resource."""
    parts = parse_address(address)
    assert parts
    type, name = parts.base.split(".")
    change = {"actions": list(actions), "before": before, "after": after}
    change |= {"after_unknown": unknown or {}, "before_sensitive": {}, "after_sensitive": sensitive or {}}
    provider = f"registry.example.com/hashicorp/{type.partition('_')[0]}"
    return {
        **{"address": address, "mode": "managed", "type": type, "name": name},
        **{"provider_name": provider, "change": change},
    }


def make_block(address: str, provider: str = "aws", **parts: Any) -> dict[str, Any]:
    """The block of a resource in the configuration of a plan."""
    type, name = address.split(".")
    return {"mode": "managed", "type": type, "name": name, "provider_config_key": provider, **parts}


def make_file(
    content: Mapping[str, Any] | bytes, name: str = "plan.json", *, is_named: bool = True, tree: Tree | None = None
) -> EvidenceFile:
    """A file of evidence with this content."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return EvidenceFile(Path(name), File(name, "evidence"), tree or WorkTree(Path("/nowhere")), data, is_named=is_named)


def read_plan(content: Mapping[str, Any] | bytes, name: str = "plan.json") -> list[Resource]:
    """The resources of a plan or a state that is well-formed."""
    file = make_file(content, name)
    assert plan.recognize(name, file.data[:1_000_000])
    resources = list(plan.read_resources([file]))
    assert file.file.findings == []
    return resources


#: The types of a large plan: as in a real one, most store nothing.
_TYPES = (
    *("aws_db_instance", "aws_s3_bucket", "aws_iam_role", "aws_iam_role_policy_attachment", "aws_security_group_rule"),
    *("aws_route53_record", "aws_subnet", "aws_cloudwatch_log_group", "aws_lambda_permission", "aws_ssm_parameter"),
)


def write_large_plan(path: Path, megabytes: int) -> None:
    """Writes a plan of about as many megabytes. A resource stands in it as often, and is as large, as in real ones."""
    block = {"enabled": True, "mode": None, "days": 7, "targets": [], "filter": [{"name": "a", "values": ["x", "y"]}]}
    attributes = {
        **{"name": "crm", "storage_encrypted": True, "backup_retention_period": 7, "publicly_accessible": False},
        **{"tags": {"seloste:system": "crm", "team": "sales"}, "rule": [block, block], "timeouts": None, "port": 5432},
        **{f"setting_{number}": (None, False, "off", number)[number % 4] for number in range(24)},
    }
    unknown = {"id": True, "arn": True, "tags_all": {}, "rule": [{"targets": []}] * 2, "address": True}
    changes, blocks, known, planned = [], [], [], []
    size = 0
    while size < megabytes * 1_000_000:
        type = _TYPES[len(changes) % len(_TYPES)]
        address = f"{type}.resource_{len(changes)}"
        change = make_change(address, attributes, unknown=unknown, sensitive={"tags_all": {}, "rule": [{}, {}]})
        shown = {"address": address, "mode": "managed", "type": type, "schema_version": 1, "values": attributes}
        planned.append(json.dumps(shown))
        if len(changes) % 2:
            change["change"] |= {"actions": ["update" if len(changes) % 4 else "no-op"], "before": attributes}
            known.append(planned[-1])
            size += len(planned[-1])
        changes.append(json.dumps(change))
        blocks.append(json.dumps(make_block(address, expressions={"name": {"constant_value": "crm"}})))
        size += len(changes[-1]) + len(blocks[-1]) + len(planned[-1])
    region = {"region": {"constant_value": "eu-north-1"}}
    parts = {
        "planned_values": {"root_module": {"resources": ["PLANNED"]}},
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": ["KNOWN"]}}},
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": region}},
            "root_module": {"resources": ["BLOCKS"]},
        },
    }
    text = json.dumps(make_plan(**parts)).replace('"resource_changes": []', '"resource_changes": ["CHANGES"]')
    for name, entries in {"PLANNED": planned, "KNOWN": known, "BLOCKS": blocks, "CHANGES": changes}.items():
        text = text.replace(f'"{name}"', ",".join(entries))
    path.write_text(text, encoding="utf-8")
