"""Inventories to records: every system and processor in the files, with its place, and the problems of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from pydantic import BaseModel

from seloste.checker.finding import Finding, RuleFinding, input_finding
from seloste.checker.inventory import Processor, ProcessorsFile
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.position import Location
from seloste.checker.reading.documents import (
    Document,
    File,
    Input,
    list_entries,
    make_finding,
    open_file,
    require_one_document,
    validate_header,
    validate_record,
)
from seloste.checker.reading.gaps import find_torn_entries, list_skipped_entries
from seloste.checker.reading.model_paths import list_known_keys
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import PathKind, Tree, WorkTree
from seloste.checker.reading.waiver_comments import WaiverComment
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.base import is_id
from seloste.policy.notice import Policy

Shown = Callable[[Path], str]


class LoadedInventory(Struct):
    """The records of one kind, by id, with the place of every id, also of those that are not valid."""

    entries: dict[str, DeclaredRecord[Any]] = field(default_factory=dict)
    ids: dict[str, Location] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: The comments of the files that waive, by path.
    comments: dict[str, tuple[WaiverComment, ...]] = field(default_factory=dict)
    #: The parts of tables that declare nothing, each with the key of the reason.
    left_out: list[tuple[str, str]] = field(default_factory=list)
    #: Whether some file could not be read at all, so that its content is unknown.
    unread: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether something could not be read."""
        return any(finding.is_input for finding in self.findings)

    @property
    def listed(self) -> frozenset[str] | None:
        """Every id, or None where that is not known."""
        return None if self.unread else frozenset(self.ids)


def open_notice(workspace: Workspace) -> tuple[NoticeEntry | None, File]:
    """The notice, when the policy file is valid; otherwise the findings of the file say why not."""
    if _has_none_yet(workspace):
        file = File(workspace.display_path(workspace.policy), "policy")
        file.add(make_finding(file, Problem("unreadable", "no-notice", None)))
        return None, file
    file = workspace.open_file(workspace.policy, "policy")
    return _notice(file, workspace.config.policy.sha256), file


def _has_none_yet(workspace: Workspace) -> bool:
    """Whether nobody has written a policy yet, nor named one."""
    tree = workspace.get_tree("policy")
    is_absent = isinstance(tree, WorkTree) and tree.get_kind(workspace.policy) is PathKind.ABSENT
    return is_absent and not workspace.policy_named


def _notice(file: File, pinned: str | None) -> NoticeEntry | None:
    if pinned and file.sha256 and file.sha256 != pinned:
        arguments = {"actual": file.sha256, "expected": pinned}
        file.add(make_finding(file, Problem("unreadable", "hash-mismatch", None, arguments)))
        return None
    document = require_one_document(file)
    if document is None:
        return None
    record = validate_record(file, document, Policy)
    return NoticeEntry(record, document) if record is not None and file.is_sound else None


def load_processors(paths: Iterable[Path], shown: Shown, tree: Tree) -> LoadedInventory:
    """The processor list in the files at `paths`."""
    loaded = LoadedInventory()
    for path in paths:
        file = open_file(path, shown(path), "processors", tree)
        for entry in read_entries(file, Processor, ProcessorsFile, loaded.ids):
            loaded.entries[entry.id] = entry
        loaded.findings += file.findings
        loaded.left_out += file.left_out
        loaded.unread |= _may_hide_ids(file, loaded.ids)
        loaded.comments[file.path] = file.comments
        loaded.inputs += [file.input] if file.input else []
    return loaded


def _may_hide_ids(file: File, ids: Mapping[str, Location]) -> bool:
    """Whether something is wrong with a file other than in entries whose ids are known."""
    known = {(file.kind, entry_id) for entry_id in ids}
    return any(tuple(finding.subject.split(".")[:2]) not in known for finding in file.findings if finding.is_input)


def read_entries(
    file: File, model: type[BaseModel], whole: type[BaseModel], ids: MutableMapping[str, Location]
) -> Iterator[DeclaredRecord[Any]]:
    """The valid records of a file. `ids` collects every id with its place; one that it has already is a problem."""
    skipped = dict(list_skipped_entries(file, file.kind))
    for entry_id, place in skipped.items():
        ids.setdefault(entry_id, place)
    for document in file.documents:
        validate_header(file, document, whole, file.kind)
        torn = find_torn_entries(file, document, _list_keys(model))
        for entry_id, (mark, _) in list_entries(file, document, file.kind, model):
            place = Location.of(file.path, mark)
            if entry_id in skipped:  # which of the two holds is not known
                continue
            if entry_id in ids:
                file.add(duplicate_finding(entry_id, file.kind, place, ids[entry_id], document))
                continue
            ids[entry_id] = place
            if not is_id(entry_id):
                unfit = Problem("invalid-value", "pattern", mark, {"value": entry_id})
                file.add(make_finding(file, unfit, document, f"{file.kind}.{entry_id}"))
                continue
            if entry_id in torn:
                continue
            record = validate_record(file, document, model, file.kind, entry_id)
            if record is not None:
                yield DeclaredRecord(file.kind, entry_id, record, document)


@cache
def _list_keys(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(list_known_keys(model, ()))


def duplicate_finding(entry_id: str, kind: str, place: Location, first: Location, document: Document | None) -> Finding:
    """The finding for an id that occurs in two files of one kind."""
    found = RuleFinding(
        subject=f"{kind}.{entry_id}",
        location=place,
        variant="other-file",
        arguments={"key": entry_id},
        value=entry_id,
        related=(first,),
        excerpt=document.source_line(place.line) if document else None,
    )
    return input_finding("duplicate-key", found)
