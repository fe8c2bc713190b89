"""The systems, file by file: read, linked, judged and forgotten, in one process or in several on this machine.

Only findings and counts travel between processes, never parsed trees: so the records and each piece of evidence are
kept only where one process did it all.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from seloste.checker.capping import CappedFindings, cap_files
from seloste.checker.evidence.documents.document_finder import DocumentFinder
from seloste.checker.inventory import System, SystemsFile
from seloste.checker.judging.memo import CountedJudgment, JudgmentMemo, RecordJudgment
from seloste.checker.judging.partial_result import PartialResult
from seloste.checker.judging.records import judge_system, list_service_users
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord, assess_on, link_system
from seloste.checker.linking.loading import read_entries
from seloste.checker.linking.usage import usage_of
from seloste.checker.reading.documents import File, Input, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.suppression.waivers import inline_waivers
from seloste.checker.verdicts.evidence import EvidenceTally
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import LawOn

#: Below so many files, starting processes costs more than it gains (measured in bench/).
WORTH_FORKING = 300

#: The exit code of a process that was stopped in words, since it took too much (`seloste/budget.py`).
_STOPPED = 3

#: Judges one system.
Judge = Callable[[DeclaredRecord[System]], RecordJudgment]
#: Opens a file of a kind.
Open = Callable[[Path, str], File]
#: Is called with how many of how many files were read.
Progress = Callable[[int, int], None]


def judge_systems(workspace: Workspace, index: Index, law: LawOn, *, jobs: int | None = None) -> PartialResult:
    """Reads and judges every system of the workspace. `jobs`: how many processes; None: by the number of files."""
    paths = workspace.systems
    jobs = jobs or _default_jobs(len(paths))

    def judge(system: DeclaredRecord[System]) -> RecordJudgment:
        return judge_system(link_system(system, index, law), index, law)

    if jobs > 1 and len(paths) > 1 and hasattr(os, "fork"):
        finder = index.documents
        forked = _judge_forked(paths, workspace.open_file, judge, jobs, workspace.progress, finder)
        return _require_something(forked, workspace)
    judged = _judge_files(paths, workspace.open_file, judge, keep=True, progress=workspace.progress)
    return _require_something(judged, workspace)


def read_systems(workspace: Workspace) -> PartialResult:
    """Reads every system of the workspace and judges none: to report what is unreadable, or to judge them later."""
    return _require_something(_judge_files(workspace.systems, workspace.open_file, None, keep=True), workspace)


def judge_again(
    read: PartialResult, linked: Mapping[str, LinkedRecord[System]], index: Index, law: LawOn, memo: JudgmentMemo
) -> PartialResult:
    """Judges systems that were read and linked before, on another day. Their evidence is only counted."""

    def judge(system: LinkedRecord[System]) -> CountedJudgment:
        judgment = judge_system(assess_on(system, index, law), index, law)
        counts = EvidenceTally()
        counts.count(judgment.evidence, keep=False)
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
    counts = memo.sum_counts(judgments)
    return replace(read, findings=[*read.findings, *found], shown=counts, claimed=claimed, usage=usage)


def _require_something(total: PartialResult, workspace: Workspace) -> PartialResult:
    """The result, with a finding where there was nothing at all to check."""
    if not total.ids and not total.findings and not workspace.findings:
        file = File(workspace.display_path(workspace.root), "systems")
        total.findings.append(make_finding(file, Problem("nothing-to-check", "systems", None)))
    return total


def _default_jobs(files: int) -> int:
    return 1 if files < WORTH_FORKING else os.cpu_count() or 1


def _judge_forked(
    paths: Sequence[Path],
    opened: Open,
    judge: Judge,
    jobs: int,
    progress: Progress | None,
    finder: DocumentFinder | None,
) -> PartialResult:
    """Judges the files in `jobs` processes, of which this one reports the progress.

    Children inherit the index and send back findings.
    """
    size = -(-len(paths) // jobs)
    first, *others = [paths[start : start + size] for start in range(0, len(paths), size)]
    gc.freeze()  # so that collecting in one process does not copy what all share
    children = [_fork(chunk, opened, judge, finder) for chunk in others]
    total = _judge_files(first, opened, judge, keep=False, progress=progress)
    for child, pipe in children:
        with os.fdopen(pipe, "rb") as stream:
            data = stream.read()
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == _STOPPED:
            raise SystemExit(_STOPPED)
        if status:
            raise ChildProcessError(f"a process that judged systems ended with status {status}")
        part: PartialResult = pickle.loads(data)  # noqa: S301 - from our own child
        total.add(part)
        if finder is not None:
            finder.add(part.documents)
    return total


def _fork(paths: Sequence[Path], opened: Open, judge: Judge, finder: DocumentFinder | None) -> tuple[int, int]:
    """Starts a child that judges `paths`: its process id, and the pipe that its partial result comes out of."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        part = _judge_files(paths, opened, judge, keep=False)
        part.documents = finder.lookups if finder is not None else {}
        data = pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as stream:
            stream.write(data)
        status = 0
    finally:
        os._exit(status)  # never back into the caller's code, whatever happened


def _judge_files(
    paths: Sequence[Path], opened: Open, judge: Judge | None, *, keep: bool, progress: Progress | None = None
) -> PartialResult:
    """Reads the files, and judges each system as it is read. `keep`: records and evidence are kept."""
    total = PartialResult()
    for number, path in enumerate(paths):
        if progress is not None:
            progress(number, len(paths))
        file = opened(path, "systems")
        findings = CappedFindings()
        for system in read_entries(file, System, SystemsFile, total.ids):
            total.count += 1
            total.usage.add(usage_of(system))
            if keep:
                total.entries[system.id] = system
            if judge is not None:
                judgment = judge(system)
                findings.extend(judgment.findings)
                total.shown.count(judgment.evidence, keep=keep)
                total.claimed.update(judgment.claimed)
                if judgment.shown:
                    total.usage.shown[system.id] = judgment.shown
                total.usage.add_service_users(system.record.name, judgment.service_users)
        total.findings += [*findings.list_findings(), *file.findings]
        total.broken |= not file.is_sound
        total.left_out += file.left_out
        total.waivers += inline_waivers(file.path, file.comments)
        if file.sha256:
            total.inputs.append(Input(file.path, file.kind, file.sha256, file.revision))
    return total
