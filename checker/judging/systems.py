"""The systems, file by file: read, linked, judged and forgotten."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from seloste.checker.capping import CappedFindings, cap_files
from seloste.checker.finding import Finding
from seloste.checker.inventory import System, SystemsFile
from seloste.checker.judging.memo import CountedJudgment, JudgmentMemo
from seloste.checker.judging.partial_result import NOTHING_BEFORE, PartialResult, Preceding
from seloste.checker.judging.records import judge_system, list_service_users
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord, assess_on, link_system
from seloste.checker.linking.loading import read_entries
from seloste.checker.linking.shown_infrastructure import show_infrastructure
from seloste.checker.reading.documents import File
from seloste.checker.suppression.waivers import inline_waivers
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.policy.law.law import LawOn


def judge_files(
    files: Iterable[File],
    index: Index | None = None,
    law: LawOn | None = None,
    *,
    before: Preceding = NOTHING_BEFORE,
    kept: KeptEvidence = KeptEvidence.LISTED,
) -> PartialResult:
    """What is found in some files of systems.

    The result depends on the arguments alone, so that the files may be judged anywhere: in another process, on another
    machine. The files are taken one by one, and nothing of them is kept but what the result holds.

    Args:
        files: The files, opened.
        index: What the systems are judged by, before any was read; None: they are only read.
        law: The law of the day, as it applies to the notice; likewise.
        before: What precedes these files, as far as it is known.
        kept: The evidence that is kept. With all of it, the systems are kept too.
    """
    total = PartialResult(shown=EvidenceTally(kept=kept, full=before.full))
    ids = ChainMap(total.ids, dict(before.ids)) if before.ids else total.ids
    if index is not None:
        _begin(index, before.steps, kept)
    for file in files:
        findings = CappedFindings()
        for system in read_entries(file, System, SystemsFile, ids):
            total.count += 1
            total.usage.add_system(system)
            total.unseen.count_system(system.record)
            if kept is KeptEvidence.ALL:
                total.entries[system.id] = system
            if index is not None and law is not None:
                findings.extend(_judge(system, index, law, total))
        total.findings += [*findings.list_findings(), *file.findings]
        total.broken |= not file.is_sound
        total.left_out += file.left_out
        total.waivers += inline_waivers(file.path, file.comments)
        total.inputs += [file.input] if file.input else []
    if index is not None:
        total.steps = index.evidence.steps - before.steps
        total.documents = index.documents.lookups if index.documents is not None else {}
    return total


def _begin(index: Index, steps: int, kept: KeptEvidence) -> None:
    """Makes the index as if nothing had been looked up in it, but for the steps that the files before have taken."""
    index.evidence.steps = steps
    if kept is not KeptEvidence.ALL:  # reports look the resources of each system up again
        index.evidence.forget_systems()
    if index.documents is not None:
        index.documents.forget()


def _judge(system: DeclaredRecord[System], index: Index, law: LawOn, total: PartialResult) -> Sequence[Finding]:
    """Judges one system: its findings. The rest is added to the total."""
    linked = link_system(system, index, law)
    judgment = judge_system(linked, index, law)
    total.shown.count(judgment.evidence)
    if index.evidence.is_given:
        total.claimed.update(judgment.claimed)
        total.infrastructure.append(show_infrastructure(linked, index))
    if judgment.shown:
        total.usage.shown[system.id] = judgment.shown
    total.usage.add_service_users(system.record.name, judgment.service_users)
    return judgment.findings


def link_systems(read: PartialResult, index: Index) -> dict[str, LinkedRecord[System]]:
    """The systems that were read, linked, to be judged on any day. What infrastructure shows of them is added."""
    linked = {key: link_system(entry, index, None) for key, entry in read.entries.items()}
    if index.evidence.is_given:
        read.infrastructure += (show_infrastructure(system, index) for system in linked.values())
    return linked


def judge_again(
    read: PartialResult,
    linked: Mapping[str, LinkedRecord[System]],
    index: Index,
    law: LawOn,
    memo: JudgmentMemo,
    kept: KeptEvidence,
) -> PartialResult:
    """Judges systems that were read and linked before, of which `memo` may know the judgment."""

    def judge(system: LinkedRecord[System]) -> CountedJudgment:
        judgment = judge_system(assess_on(system, index, law), index, law)
        if kept is KeptEvidence.NONE:
            counts = memo.tally(system.subject, judgment.evidence)
        else:
            counts = EvidenceTally(kept=kept)
            counts.count(judgment.evidence)
        return CountedJudgment(judgment.findings, counts, judgment.shown)

    judgments = {
        system.subject: memo.judge(system.subject, law.day, partial(judge, system)) for system in linked.values()
    }
    found = cap_files(finding for judgment in judgments.values() for finding in judgment.findings)
    claimed = {mapped.resource.number for system in linked.values() for mapped in system.resources}
    shown = {system.id: judgments[system.subject].shown for system in linked.values()}
    usage = replace(read.usage, shown={id: own for id, own in shown.items() if own}, service_users={})
    for system in linked.values():
        usage.add_service_users(system.record.name, list_service_users(system, index))
    if kept is KeptEvidence.NONE:
        counts = memo.sum_counts(judgments)
    else:
        counts = EvidenceTally(kept=kept)
        for judgment in judgments.values():
            counts.add(judgment.counts)
    return replace(read, findings=[*read.findings, *found], shown=counts, claimed=claimed, usage=usage)
