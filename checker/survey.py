"""The systems, file by file: read, judged and forgotten, in one process or in several.

Everything a report needs of a file is in its part, and parts merge, so the files can be judged in any number of processes
with the same result. Only findings and evidence travel between processes, never parsed trees.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.declared import of_system
from checker.documents import open_file
from checker.entry import Entry
from checker.finding import Finding, Severity
from checker.index import Index, usage_of
from checker.inventory import System, SystemsFile
from checker.position import Location
from checker.records import duplicate, problem, read_entries
from checker.reading import Problem
from checker.result import Input
from checker.rules.context import Usage
from checker.rules.registry import apply
from checker.transfers import system_hops
from checker.verdict import Evidence
from checker.workspace import Workspace, shown
from policy.law.law import LawOn

#: Below so many files, starting processes costs more than it wins (measured in bench/).
WORTH_FORKING = 1000


@dataclass(slots=True)
class Survey:
    """What was found in some files of systems. Surveys of different files can be merged."""

    findings: list[Finding] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    ids: dict[str, Location] = field(default_factory=dict)
    entries: dict[str, Entry[System]] = field(default_factory=dict)
    count: int = 0
    broken: bool = False

    def add(self, other: Survey) -> None:
        """Takes in what was found in other files. An id that is there already is told of."""
        for system, place in other.ids.items():
            if system in self.ids:
                self.findings.append(duplicate(system, "systems", place, self.ids[system], None))
                self.broken = True
            self.ids.setdefault(system, place)
        self.findings += other.findings
        self.evidence += other.evidence
        self.inputs += other.inputs
        self.usage.add(other.usage)
        self.entries |= other.entries
        self.count += other.count
        self.broken |= other.broken


def survey(workspace: Workspace, index: Index | None, law: LawOn, *, jobs: int | None = None) -> Survey:
    """Judges every system of the workspace; without an index it only reads, so as to tell what cannot be read."""
    paths = workspace.systems
    jobs = jobs or _default_jobs(len(paths))
    if jobs > 1 and len(paths) > 1 and "fork" in multiprocessing.get_all_start_methods():
        total = _forked(paths, index, law, jobs)
    else:
        total = _judge_files(paths, index, law, keep=True)
    if not total.ids and not total.findings and not workspace.findings:
        file = open_file(Path(os.devnull), workspace.shown(workspace.root), "systems")
        total.findings.append(problem(file, Problem("nothing-to-check", "systems", None)))
    return total


def _default_jobs(files: int) -> int:
    return 1 if files < WORTH_FORKING else os.cpu_count() or 1


_forked_with: tuple[Sequence[Path], Index | None, LawOn] | None = None


def _forked(paths: Sequence[Path], index: Index | None, law: LawOn, jobs: int) -> Survey:
    """Judges the files in `jobs` processes, which inherit the index; chunks keep the order of the files."""
    global _forked_with  # what children inherit by fork need not be sent to them
    _forked_with = (paths, index, law)
    size = -(-len(paths) // (jobs * 4))
    chunks = [(start, start + size) for start in range(0, len(paths), size)]
    total = Survey()
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for part in pool.imap(_chunk, chunks):
            total.add(part)
    return total


def _chunk(bounds: tuple[int, int]) -> Survey:
    assert _forked_with is not None
    paths, index, law = _forked_with
    return _judge_files(paths[bounds[0] : bounds[1]], index, law, keep=False)


def _judge_files(paths: Sequence[Path], index: Index | None, law: LawOn, *, keep: bool) -> Survey:
    total = Survey()
    for path in paths:
        file = open_file(path, shown(path), "systems")
        for system in read_entries(file, System, SystemsFile, total.ids):
            total.count += 1
            total.usage.add(usage_of(system))
            if keep:
                total.entries[system.id] = system
            if index is not None:
                _judge(system, index, law, total)
        total.findings += file.findings
        total.broken |= bool(file.findings)
        if file.sha256:
            total.inputs.append(Input(file.path, file.kind, file.sha256))
    return total


def _judge(system: Entry[System], index: Index, law: LawOn, total: Survey) -> None:
    findings = list(apply("system", law, system, index))
    for hop in system_hops(system, dict(index.processors)):
        findings += apply("transfer", law, hop, index)
    contradicted = {f.promise for f in findings if f.promise and f.severity is Severity.ERROR}
    total.findings += findings
    total.evidence += of_system(system, index, contradicted, law)
