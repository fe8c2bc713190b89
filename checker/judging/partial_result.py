"""What was found in some of the files of systems. Partial results of different files can be merged."""

from __future__ import annotations

from msgspec import Struct, field

from seloste.checker.evidence.documents.document_finder import Lookups
from seloste.checker.finding import Finding
from seloste.checker.inventory import System
from seloste.checker.judging.memo import RecordJudgment
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.loading import duplicate_finding
from seloste.checker.linking.usage import Usage
from seloste.checker.position import Location
from seloste.checker.reading.documents import Input
from seloste.checker.suppression.waivers import Waiver
from seloste.checker.verdicts.evidence import EvidenceTally


class PartialResult(Struct):
    """The findings, evidence and usage of some systems.

    Attributes:
        ids: The place of every id, also of systems that are not valid.
        entries: The systems themselves, where they are kept.
        count: How many systems are valid.
        broken: Whether something could not be read.
        claimed: The numbers of the resources of infrastructure that belong to a system.
        documents: The documents that were looked up, where another process did.
        left_out: The parts of tables that declare nothing, each with the key of the reason.
    """

    findings: list[Finding] = field(default_factory=list)
    shown: EvidenceTally = field(default_factory=EvidenceTally)
    inputs: list[Input] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    ids: dict[str, Location] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    entries: dict[str, DeclaredRecord[System]] = field(default_factory=dict)
    count: int = 0
    broken: bool = False
    claimed: set[int] = field(default_factory=set)
    documents: Lookups = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def add_judgment(self, judgment: RecordJudgment) -> None:
        """Adds the judgment of one more record."""
        self.findings += judgment.findings
        self.shown.count(judgment.evidence)

    def add(self, other: PartialResult) -> None:
        """Merges the result of other files. An id that is in both is a finding."""
        for system, place in other.ids.items():
            if system in self.ids:
                self.findings.append(duplicate_finding(system, "systems", place, self.ids[system], None))
                self.broken = True
            self.ids.setdefault(system, place)
        self.findings += other.findings
        self.shown.add(other.shown)
        self.inputs += other.inputs
        self.usage.add(other.usage)
        self.waivers += other.waivers
        self.entries |= other.entries
        self.count += other.count
        self.broken |= other.broken
        self.claimed |= other.claimed
        self.left_out += other.left_out
