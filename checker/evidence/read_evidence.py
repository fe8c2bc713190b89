"""What was read of the evidence of a workspace. Nothing here reads any: most of a workspace may have none."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from seloste.checker.evidence.resource import Resource
from seloste.checker.finding import Finding
from seloste.checker.reading.documents import Input
from seloste.checker.reading.waiver_comments import WaiverComment


class ReadEvidence(Struct, frozen=True):
    """What was read of the evidence of a workspace.

    Attributes:
        resources: Every resource, numbered in their order.
        findings: What is wrong with the files and the databases.
        inputs: The files and databases that are evidence, with their hashes.
        comments: The comments of the files that waive, by path.
        notes: What was not checked: each a name and the key of the reason.
        is_given: Whether any evidence was asked for.
        beside: The other files that values come from, or would, which may hold secrets and so have no hash.
    """

    resources: tuple[Resource, ...] = ()
    findings: tuple[Finding, ...] = ()
    inputs: tuple[Input, ...] = ()
    comments: Mapping[str, tuple[WaiverComment, ...]] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    is_given: bool = False
    beside: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether everything could be read."""
        return not self.findings
