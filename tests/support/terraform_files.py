"""Files of Terraform for tests, read as they are written, and what they show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.terraform import hcl
from seloste.checker.evidence.terraform.hcl_modules import Declaration
from seloste.checker.finding import Finding
from seloste.checker.reading.documents import File
from seloste.checker.reading.tree import WorkTree
from tests.support import ROOT

SAMPLES = ROOT.parent / "shared" / "samples"


class ReadFiles:
    """What files hold, by their names: `main.tf` alone where there is but one text."""

    def __init__(self, files: Mapping[str, str | bytes] | str | bytes) -> None:
        texts = files if isinstance(files, Mapping) else {"main.tf": files}
        self.files = [_make_file(name, text) for name, text in texts.items()]
        self.declarations: list[Declaration] = list(hcl.list_declarations(self.files))

    @property
    def findings(self) -> list[Finding]:
        return [finding for file in self.files for finding in file.file.findings]

    @property
    def problems(self) -> list[str]:
        """The rule, the variant, and where it is."""
        return [
            " ".join(filter(None, (each.rule.removeprefix("input/"), each.variant, str(each.location))))
            for each in self.findings
        ]

    @property
    def addresses(self) -> list[str]:
        return [each.address for each in self.declarations]

    def values(self, address: str) -> Mapping[str, Any]:
        return next(each.values for each in self.declarations if each.address == address)

    def region(self, address: str) -> Any:
        return next(each.provider.region for each in self.declarations if each.address == address)


def _make_file(name: str, text: str | bytes) -> EvidenceFile:
    data = text.encode() if isinstance(text, str) else text
    return EvidenceFile(Path(name), File(name, "evidence"), WorkTree(ROOT), data)


def read_body(body: str) -> Mapping[str, Any]:
    """The attributes of a resource that has this body."""
    read = ReadFiles(f'resource "acme_thing" "x" {{\n{body}\n}}\n')
    assert read.problems == []
    return read.values("acme_thing.x")


def read_resources(files: Mapping[str, str | bytes]) -> list[Resource]:
    """The resources of files with their facts."""
    return list(hcl.read_resources([_make_file(name, text) for name, text in files.items()]))
