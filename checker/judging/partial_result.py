"""What was found in some of the files of systems: small, to be sent between processes and folded in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from seloste.checker.evidence.documents.document_finder import DocumentLookup
from seloste.checker.evidence.mapping import MOST_STEPS
from seloste.checker.finding import Finding
from seloste.checker.inventory import System
from seloste.checker.judging.memo import RecordJudgment
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.shown_infrastructure import ShownInfrastructure
from seloste.checker.linking.unseen_papers import UnseenTally
from seloste.checker.linking.usage import Usage
from seloste.checker.position import Location
from seloste.checker.reading.documents import Input
from seloste.checker.suppression.waivers import Waiver
from seloste.checker.verdicts.evidence import EvidenceTally


class Preceding(Struct, frozen=True):
    """What the files before some others had, as far as the judgment of the records in these depends on it.

    Attributes:
        ids: The ids of systems, each with its first place: another system of one of them is not judged.
        steps: The steps that were taken to compare patterns with resources: all files share a number of them.
        full: The promises of which enough evidence that supports them is listed.
    """

    ids: Mapping[str, Location] = field(default_factory=dict)
    steps: int = 0
    full: frozenset[str] = frozenset()


#: There are no files before.
NOTHING_BEFORE = Preceding()


class PartialResult(Struct):
    """The findings, evidence and usage of the systems of some files.

    Attributes:
        ids: The place of every id, also of systems that are not valid.
        entries: The systems themselves, where they are kept.
        count: How many systems are valid.
        broken: Whether something could not be read.
        claimed: The numbers of the resources of infrastructure that belong to a system.
        documents: The documents that were looked up.
        left_out: The parts of tables that declare nothing, each with the key of the reason.
        infrastructure: What infrastructure shows of each system, where evidence was given.
        steps: The steps that were taken to compare patterns with resources.
        unseen: What the systems say of papers and lists that nobody looked into.
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
    documents: dict[tuple[str, str], DocumentLookup] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    infrastructure: list[ShownInfrastructure] = field(default_factory=list)
    steps: int = 0
    unseen: UnseenTally = field(default_factory=UnseenTally)

    def add_judgment(self, judgment: RecordJudgment) -> None:
        """Adds the judgment of one more record."""
        self.findings += judgment.findings
        self.shown.count(judgment.evidence)

    def add(self, other: PartialResult) -> None:
        """Adds the result of the files that come next. No id is in both: see `find_dependence`."""
        self.findings += other.findings
        self.shown.add(other.shown)
        self.inputs += other.inputs
        self.usage.add(other.usage)
        self.ids |= other.ids
        self.waivers += other.waivers
        self.entries |= other.entries
        self.count += other.count
        self.broken |= other.broken
        self.claimed |= other.claimed
        self.documents |= other.documents
        self.left_out += other.left_out
        self.infrastructure += other.infrastructure
        self.steps += other.steps
        self.unseen.add(other.unseen)

    def find_dependence(self, other: PartialResult, assumed: Preceding) -> Preceding | None:
        """What the judgment of the files that come next should have known of these ones and did not.

        Where it is not None, these files must be judged again, knowing it, before they are added. That is rare: an id
        that is in two files is a mistake, and so many patterns are an attack.

        Args:
            other: The result of the files that come next.
            assumed: What they were judged by.
        """
        shared = {id: self.ids[id] for id in self.ids.keys() & other.ids.keys()}
        is_exhausted = self.steps != assumed.steps and self.steps + other.steps > MOST_STEPS and other.steps > 0
        if not is_exhausted and not shared:
            return None
        return Preceding(shared, self.steps, assumed.full)


def fold_partial_results(parts: Iterable[PartialResult]) -> PartialResult:
    """The result of all files, from those of some of them, in the order of the files.

    It depends neither on how the files were divided nor on where they were judged: folding is associative. Each part
    must have been judged by what precedes it, as far as it depends on that (`PartialResult.find_dependence`).
    """
    total = PartialResult()
    for part in parts:
        total.add(part)
    return total
