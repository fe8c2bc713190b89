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
    provider = f"registry.terraform.io/hashicorp/{type.partition('_')[0]}"
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


def write_large_plan(path: Path, megabytes: int) -> None:
    """Writes a plan of about as many megabytes, of databases as a real plan has them, with configuration and state."""
    attributes = {
        **{"engine": "postgres", "storage_encrypted": True, "backup_retention_period": 7, "publicly_accessible": False},
        **{"tags": {"seloste:system": "crm", "team": "sales"}, "parameter": [{"name": "ssl", "value": "1"}] * 4},
        **{f"attribute_{number}": None if number % 2 else f"value {number}" for number in range(60)},
        "user_data": "#!/bin/sh\necho {1,2,[3]}\n" * 20,
    }
    unknown = {f"attribute_{number}": True for number in range(0, 60, 3)} | {"parameter": [{}] * 4, "id": True}
    changes, blocks, known = [], [], []
    number, size = 0, 0
    while size < megabytes * 1_000_000:
        address = f"aws_db_instance.database_{number}"
        change = make_change(address, attributes, unknown=unknown, sensitive={"password": True, "parameter": [{}] * 4})
        if number % 4 == 0:
            change["change"] |= {"actions": ["update"], "before": attributes}
            known.append({"address": address, "mode": "managed", "type": "aws_db_instance", "values": attributes})
        changes.append(json.dumps(change))
        blocks.append(json.dumps(make_block(address, expressions={"engine": {"constant_value": "postgres"}})))
        size += len(changes[-1]) + len(blocks[-1])
        number += 1
    head = json.dumps(
        make_plan(
            prior_state={"format_version": "1.0", "values": {"root_module": {"resources": known}}},
            configuration={
                "provider_config": {
                    "aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-north-1"}}}
                },
                "root_module": {"resources": ["BLOCKS"]},
            },
        )
    )
    text = head.replace('"resource_changes": []', f'"resource_changes": [{",".join(changes)}]')
    path.write_text(text.replace('["BLOCKS"]', f"[{','.join(blocks)}]"), encoding="utf-8")
