"""A peer: a check of Checkov's own kind, that every key of a system is known."""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.yaml_doc.base_yaml_check import BaseYamlCheck
from checkov.yaml_doc.enums import BlockType

KNOWN = {
    *("name", "owner", "description", "data_subjects", "purposes", "fields", "sources", "processors", "disclosures"),
    *("hosting", "retention", "safeguards", "resources", "reviewed", "__startline__", "__endline__"),
}


class KnownKeys(BaseYamlCheck):
    """Passes where the systems of a file have no other keys."""

    def __init__(self) -> None:
        super().__init__(
            name="Every key of a system is known",
            id="CKV_BENCH_1",
            categories=[CheckCategories.CONVENTION],
            supported_entities=["systems"],
            block_type=BlockType.OBJECT,
        )

    def scan_entity_conf(self, conf: dict[str, Any], entity_type: str) -> tuple[CheckResult, dict[str, Any]]:
        """The result for the systems of one file."""
        systems = [system for system in conf.values() if isinstance(system, dict)]
        known = all(system.keys() <= KNOWN for system in systems)
        return (CheckResult.PASSED if known else CheckResult.FAILED), conf


check = KnownKeys()
