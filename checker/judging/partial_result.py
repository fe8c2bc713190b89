"""The systems, file by file: read, judged and forgotten, in one process or in several.

Parts merge, so the files can be judged in any number of processes with the same findings and verdicts. Only findings
and counts travel between processes, never parsed trees: the records and each piece of evidence are there only where one
process did it all.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from seloste.checker.assertions.assertions import overruns
from seloste.checker.evidence.declared import contradicted_by, of_system
from seloste.checker.finding import Finding
from seloste.checker.inventory import System, SystemsFile
from seloste.checker.judging.memo import JudgmentMemo, RecordJudgment
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.hops import system_hops
from seloste.checker.linking.index import Index, usage_of
from seloste.checker.linking.loading import duplicate, read_entries
from seloste.checker.position import Location
from seloste.checker.reading.documents import File, Input, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.rules.context import Usage
from seloste.checker.rules.registry import apply
from seloste.checker.suppression.waivers import Waiver, inline_waivers
from seloste.checker.verdict import EvidenceTally
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import LawOn

#: Below so many files, starting processes costs more than it wins (measured in bench/).
WORTH_FORKING = 300


@dataclass(slots=True)
class PartialResult:
    """What was found in some files of systems. Surveys of different files can be merged."""

    findings: list[Finding] = field(default_factory=list)
    showing: EvidenceTally = field(default_factory=EvidenceTally)
    inputs: list[Input] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    ids: dict[str, Location] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    entries: dict[str, DeclaredRecord[System]] = field(default_factory=dict)
    count: int = 0
    broken: bool = False

    def add(self, other: PartialResult) -> None:
        """Takes in what was found in other files. An id that is there already is told of."""
        for system, place in other.ids.items():
            if system in self.ids:
                self.findings.append(duplicate(system, "systems", place, self.ids[system], None))
                self.broken = True
            self.ids.setdefault(system, place)
        self.findings += other.findings
        self.showing.add(other.showing)
        self.inputs += other.inputs
        self.usage.add(other.usage)
        self.waivers += other.waivers
        self.entries |= other.entries
        self.count += other.count
        self.broken |= other.broken


#: Judges one system, and adds what it found to the survey.
Judge = Callable[[DeclaredRecord[System], PartialResult], None]
#: Reads a file of a kind.
Open = Callable[[Path, str], File]
#: Is told how many of how many files were read.
Told = Callable[[int, int], None]


def survey(workspace: Workspace, index: Index, law: LawOn, *, jobs: int | None = None) -> PartialResult:
    """Reads and judges every system of the workspace."""
    paths = workspace.systems
    jobs = jobs or _default_jobs(len(paths))
    if jobs > 1 and len(paths) > 1 and hasattr(os, "fork"):
        forked = _forked(paths, workspace.open_file, partial(_judge, index, law, keep=False), jobs, workspace.progress)
        return _of_something(forked, workspace)
    judge = partial(_judge, index, law)
    return _of_something(_survey_files(paths, workspace.open_file, judge, keep=True, told=workspace.progress), workspace)


def read_systems(workspace: Workspace) -> PartialResult:
    """Reads every system of the workspace and judges none: to tell what cannot be read, or to judge them later."""
    return _of_something(_survey_files(workspace.systems, workspace.open_file, None, keep=True), workspace)


def judge_again(read: PartialResult, index: Index, law: LawOn, steady: JudgmentMemo) -> PartialResult:
    """Judges systems that were read before. Only counts are taken of what they show, not each piece of evidence."""

    def judge(system: DeclaredRecord[System]) -> RecordJudgment:
        alone = PartialResult()
        _judge(index, law, system, alone, keep=False)
        return RecordJudgment(alone.findings, alone.showing)

    systems = read.entries.values()
    parts = {system.subject: steady.judged(system.subject, law.day, partial(judge, system)) for system in systems}
    found = [finding for part in parts.values() for finding in part.findings]
    return replace(read, findings=[*read.findings, *found], showing=steady.counts(parts))


def _of_something(total: PartialResult, workspace: Workspace) -> PartialResult:
    """The survey. Where it is one of nothing at all, that is told."""
    if not total.ids and not total.findings and not workspace.findings:
        file = File(workspace.display_path(workspace.root), "systems")
        total.findings.append(make_finding(file, Problem("nothing-to-check", "systems", None)))
    return total


def _default_jobs(files: int) -> int:
    return 1 if files < WORTH_FORKING else os.cpu_count() or 1


def _forked(paths: Sequence[Path], opened: Open, judge: Judge, jobs: int, told: Told | None) -> PartialResult:
    """Judges the files in `jobs` processes, this one among them, which tells how far it is.

    Children inherit the index and send back findings.
    """
    size = -(-len(paths) // jobs)
    first, *others = [paths[start : start + size] for start in range(0, len(paths), size)]
    gc.freeze()  # so that collecting in one process does not copy what all share
    children = [_fork(chunk, opened, judge) for chunk in others]
    total = _survey_files(first, opened, judge, keep=False, told=told)
    for child, pipe in children:
        with os.fdopen(pipe, "rb") as stream:
            data = stream.read()
        _, status = os.waitpid(child, 0)
        if status:
            raise ChildProcessError(f"a process that judged systems ended with status {status}")
        total.add(pickle.loads(data))  # noqa: S301 - from our own child
    return total


def _fork(paths: Sequence[Path], opened: Open, judge: Judge) -> tuple[int, int]:
    """Starts a child that judges `paths`: its process id, and the pipe that its survey comes out of."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        data = pickle.dumps(_survey_files(paths, opened, judge, keep=False), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as stream:
            stream.write(data)
        status = 0
    finally:
        os._exit(status)  # never back into the caller's code, whatever happened


def _survey_files(
    paths: Sequence[Path], opened: Open, judge: Judge | None, *, keep: bool, told: Told | None = None
) -> PartialResult:
    """Reads the files, and judges each system as it is read. `keep`: the records are kept."""
    total = PartialResult()
    for number, path in enumerate(paths):
        if told is not None:
            told(number, len(paths))
        file = opened(path, "systems")
        for system in read_entries(file, System, SystemsFile, total.ids):
            total.count += 1
            total.usage.add(usage_of(system))
            if keep:
                total.entries[system.id] = system
            if judge is not None:
                judge(system, total)
        total.findings += file.findings
        total.broken |= bool(file.findings)
        total.waivers += inline_waivers(file)
        if file.sha256:
            total.inputs.append(Input(file.path, file.kind, file.sha256, file.revision))
    return total


def _judge(
    index: Index, law: LawOn, system: DeclaredRecord[System], total: PartialResult, *, keep: bool = True
) -> None:
    """Judges one system. `keep`: each piece of evidence is kept, and not only counted."""
    findings = list(apply("system", law, system, index))
    for hop in system_hops(system, index.processors):
        findings += apply("transfer", law, hop, index)
    findings += overruns(system, index.notice)
    contradicted = contradicted_by(findings)
    total.findings += findings
    total.showing.take(of_system(system, index, contradicted, law), keep=keep)
