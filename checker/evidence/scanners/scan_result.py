"""The result of one check of a scanner on one place, whatever format it was written in; and what is not judged."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

from msgspec import Struct, field

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.evidence.terraform.plan_address import parse_address

#: How a result names a scanner, and its file in `checks/`.
CHECKOV, TRIVY, KICS = "Checkov", "Trivy", "KICS"
#: What stands for the type where a scanner names the call of a module.
MODULE = "module"
#: The longest address, name and path that is looked at, in characters.
_LONGEST = 1_000
#: The address of a call of a module, which Trivy names in place of the resource within.
_MODULE_ADDRESS = re.compile(r"module\.[\w-]++(?:\[[^\]]*+\])?+(?:\.module\.[\w-]++(?:\[[^\]]*+\])?+)*+")
_DRIVE = re.compile(r"[A-Za-z]:")


class Outcome(StrEnum):
    """What a check came to."""

    PASSED = "passed"
    FAILED = "failed"
    #: Suppressed in the scanner, not applicable, open to review: it shows nothing.
    UNDECIDED = "undecided"


class ScanResult(Struct, frozen=True, kw_only=True):
    """The result of a check. It has no text of the scanner's: snippets of code and messages may hold secrets.

    Attributes:
        tool: The scanner.
        check: The id of the check, as the scanner writes it.
        source: The source of the resource: `terraform`, `kubernetes`.
        address: The address of the resource there; empty where the scanner does not tell.
        name: What the resource is called in the cloud, where the scanner looked there.
        paths: The paths that the scanned file may have, the most telling first, relative to nobody knows what.
        line: The first of its lines; None where it is not known.
        last_line: The last of its lines.
    """

    tool: str
    check: str
    outcome: Outcome
    source: str = "terraform"
    address: str = ""
    name: str = ""
    paths: tuple[str, ...] = ()
    line: int | None = None
    last_line: int | None = None
    strength: EvidenceKind = EvidenceKind.CONFIGURED


class ScanLog(Struct):
    """What was not judged of a scan.

    Attributes:
        counts: How many results of each scanner, by the key of the reason; all files of a run share it.
        notes: Files, each with the key of a reason.
        faulty: How many results are not in their form.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[tuple[str, str]] = field(default_factory=list)
    faulty: int = 0

    def count(self, tool: str, reason: str, number: int = 1) -> None:
        """Counts results of a scanner that are not judged."""
        self.counts[tool, reason] += number


def clean_path(text: object, *, is_relative: bool = False) -> str:
    """A path of a scanner's, with forward slashes and without `..` and drive; empty where it is none.

    It begins with a slash where it leads out of the folder that was scanned: nobody knows what is above what it ends
    with. `is_relative`: a slash at its beginning is that folder.
    """
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST or any(ord(character) < 32 for character in text):
        return ""
    path = text.removeprefix("file://").replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if "://" in path or not parts:
        return ""
    leads_out = ".." in parts or (path.startswith("/") and not is_relative) or bool(_DRIVE.fullmatch(parts[0]))
    kept = "/".join(part for part in parts if part != ".." and not _DRIVE.fullmatch(part))
    return f"/{kept}" if leads_out and kept else kept


def read_line(value: object) -> int | None:
    """A number of a line; None where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000 else None


def read_terraform_address(text: object) -> str:
    """The address of a resource or a module of Terraform; empty where a text is none."""
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
        return ""
    text = text.removeprefix("data.")
    address = parse_address(text)
    if address is not None and not address.rest:
        return text
    return text if _MODULE_ADDRESS.fullmatch(text) else ""


def find_terraform_type(address: str) -> str:
    """The type of a resource by its address; `module` for a call of a module."""
    parsed = parse_address(address)
    return parsed.base.partition(".")[0] if parsed else MODULE


def make_kubernetes_address(kind: object, namespace: object, name: object) -> str:
    """The address of an object, as manifests have it; empty where it is not told."""
    parts = [part for part in (kind, namespace, name) if isinstance(part, str) and part]
    is_told = isinstance(kind, str) and isinstance(name, str) and kind and name
    address = "/".join(parts)
    return address if is_told and len(address) <= _LONGEST else ""
