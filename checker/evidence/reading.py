"""Reads the evidence of a workspace: its files, whatever source they are, and the resources in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise
from pathlib import Path

from msgspec.structs import replace

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.file_days import date_resources
from seloste.checker.evidence.read_evidence import ReadEvidence
from seloste.checker.evidence.resource import ColumnFact, Origin, Resource
from seloste.checker.evidence.scanners.scanned_resource import ScannedResource
from seloste.checker.evidence.source import (
    BEGINNING,
    UNREAD_MODULE,
    EvidenceFile,
    SourceKind,
    read_resources,
    recognize_source,
)
from seloste.checker.finding import cut_text
from seloste.checker.reading.documents import File, Input, make_finding
from seloste.checker.reading.file_kinds import CUSTOM_DUMP, recognize_format
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import PathKind
from seloste.checker.workspace.evidence_files import EvidencePath
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.personal_data.columns import Holding

#: The most resources of a run.
MOST_RESOURCES = 200_000
#: How many types of resources and files are named among what was not checked.
_MOST_NAMED = 100


def _explain_unknown(data: bytes) -> Problem:
    """Why a file that somebody named is no evidence: dumps are often compressed, or in PostgreSQL's own format."""
    if data.startswith(CUSTOM_DUMP):
        return Problem("unreadable", "sql-custom-dump", None)
    form = recognize_format(data[:BEGINNING])
    if form is not None and form.variant == "archive":
        return form
    return Problem("unreadable", "no-evidence" if data else "empty-evidence", None)


def read_evidence(workspace: Workspace) -> ReadEvidence:
    """Reads every file of a workspace that is evidence. What is none is passed over, unless somebody named it."""
    if not workspace.evidence and not workspace.databases:
        return ReadEvidence()
    workspace.get_tree("evidence").prefetch(each.path for each in workspace.evidence)
    files: list[tuple[SourceKind, EvidenceFile]] = []
    unread: list[File] = []
    passed_over = 0
    for each in workspace.evidence:
        opened = _open(each, workspace)
        kind = recognize_source(opened.file.path, opened.data[:BEGINNING], is_named=each.is_named)
        if kind is not None:
            opened.release()
            files.append((kind, opened))
        elif not opened.file.is_sound:
            unread.append(opened.file)
        elif each.is_named:
            opened.report(_explain_unknown(opened.data))
            unread.append(opened.file)
        else:
            passed_over += 1
    databases = _ask_databases(workspace)
    read = [file for _, file in files]
    shown = [*(file.file for file in read), *(file for file, _ in databases), *unread]
    found = chain(read_resources(files), *(own for _, own in databases))
    joined, unplaced = _join(_cap(found, shown), workspace)
    if workspace.asks_past:
        today = {file.path: workspace.today for file, _ in databases if workspace.today}
        code = [file.file.path for kind, file in files if kind.name == "hcl"]
        joined = list(date_resources(joined, workspace.get_tree("evidence"), today, code, _map_beside(read, workspace)))
    resources = tuple(replace(resource, number=number) for number, resource in enumerate(joined))
    notes = _drop_planned_modules([note for file in read for note in file.notes], resources) + unplaced
    notes += [(f"+{passed_over}", "evidence-passed-over")] if passed_over else []
    return ReadEvidence(
        resources=resources,
        findings=tuple(finding for file in shown for finding in file.findings),
        inputs=tuple(_list_inputs([*(file.file for file in read), *(file for file, _ in databases)])),
        comments={file.file.path: file.file.comments for file in read if file.file.comments},
        notes=(*_cut_notes([*notes, *_count_possible_columns(resources)]), *_name_unknown_types(resources)),
        is_given=True,
        beside=tuple(dict.fromkeys(path for paths in _map_beside(read, workspace).values() for path in paths)),
    )


def _open(each: EvidencePath, workspace: Workspace) -> EvidenceFile:
    """The file, read and hashed. What cannot be read is a finding of it, and its data are empty."""
    tree = workspace.get_tree("evidence")
    file = File(workspace.display_path(each.path), "evidence", revision=tree.get_commit(each.path))
    opened = EvidenceFile(each.path, file, tree, is_named=each.is_named)
    if opened.data:
        file.sha256 = hashlib.sha256(opened.data).hexdigest()
    return opened


def _map_beside(files: Iterable[EvidenceFile], workspace: Workspace) -> dict[str, list[str]]:
    """The files that give values to others, by the paths of those, as messages show them."""
    return {file.file.path: [workspace.display_path(path) for path in file.beside] for file in files if file.beside}


def _ask_databases(workspace: Workspace) -> list[tuple[File, list[Resource]]]:
    """What each database that runs shows, with the findings about it."""
    if not workspace.databases:
        return []
    from seloste.checker.evidence.databases.postgres import read_databases

    return read_databases(workspace.databases)


def _cap(resources: Iterable[Resource], files: Sequence[File]) -> Iterator[Resource]:
    """The resources. Of too many, the rest is not read, which is a problem of the last file."""
    for number, resource in enumerate(resources):
        if number == MOST_RESOURCES:
            problem = Problem("limit-exceeded", "nodes", None, {"limit": MOST_RESOURCES})
            files[-1].add(make_finding(files[-1], problem))
            return
        yield resource


def _join(resources: Iterable[Resource], workspace: Workspace) -> tuple[list[Resource], list[tuple[str, str]]]:
    """The resources, with what code, plans, states and scanners show of the same one joined; what was not judged."""
    read = list(resources)
    scanned = [resource for resource in read if isinstance(resource, ScannedResource)]
    others = [resource for resource in read if resource.origin is not Origin.SCAN] if scanned else read
    if len({resource.origin for resource in others}) > 1:
        from seloste.checker.evidence.terraform.joined import join_resources

        others = join_resources(others)
    if not scanned:
        return others, []
    from seloste.checker.evidence.scanners.scan_join import join_scans

    return join_scans(others, scanned, partial(_locate_file, workspace), workspace.get_tree("evidence").folder.name)


def _locate_file(workspace: Workspace, path: str) -> str | None:
    """The path of a file as messages show it, by its path from the folder that is checked; None without such a file."""
    is_there = workspace.get_tree("evidence").get_kind(Path(path)) is PathKind.FILE
    return workspace.display_path(Path(path)) if is_there else None


def _list_inputs(files: Iterable[File]) -> Iterator[Input]:
    for each in files:
        if each.input:
            yield each.input


def _drop_planned_modules(notes: list[tuple[str, str]], resources: Iterable[Resource]) -> list[tuple[str, str]]:
    """The notes without those on modules whose code was not given, where a plan or a state shows what is in them."""
    if not any(reason == UNREAD_MODULE for _, reason in notes):
        return notes
    shown: set[str] = set()
    for resource in resources:
        if resource.origin in (Origin.PLAN, Origin.STATE) and resource.address.startswith("module."):
            parts = strip_instances(split_address(resource.source, resource.address))
            shown.update(f"module.{name}" for above, name in pairwise(parts) if above == "module")
    return [(name, reason) for name, reason in notes if reason != UNREAD_MODULE or name.rpartition(" ")[2] not in shown]


def _cut_notes(notes: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The notes; of very many with one reason, the first, and the number of the others."""
    numbers: Counter[str] = Counter()
    for name, reason in dict.fromkeys(notes):
        numbers[reason] += 1
        if numbers[reason] <= _MOST_NAMED:
            yield name, reason
    for reason, number in numbers.items():
        if number > _MOST_NAMED:
            yield f"+{number - _MOST_NAMED}", reason


def _count_possible_columns(resources: Iterable[Resource]) -> Iterator[tuple[str, str]]:
    """The tables with columns that may hold anything, each with the number of these."""
    for resource in resources:
        columns = (fact for fact in resource.facts if isinstance(fact, ColumnFact))
        number = sum(column.holding is Holding.POSSIBLE for column in columns)
        if number:
            yield f"{cut_text(resource.id, 200)} ({number})", "columns-possible"


def _name_unknown_types(resources: Iterable[Resource]) -> Iterator[tuple[str, str]]:
    """The types of resources of which nothing is known, each with the number of its resources; most frequent first."""
    numbers = Counter(f"{each.source}:{cut_text(each.type, 100)}" for each in resources if not each.is_known)
    in_order = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    for type, number in in_order[:_MOST_NAMED]:
        yield f"{type} ({number})", "unknown-type"
    if len(in_order) > _MOST_NAMED:
        yield f"+{len(in_order) - _MOST_NAMED}", "unknown-type"
