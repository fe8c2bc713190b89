"""The files of a draft: the inventories that are there already, and each file as it is to be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, ProcessorsFile, System, SystemsFile
from seloste.checker.linking.loading import read_entries
from seloste.checker.position import Location
from seloste.checker.reading.documents import File, open_file
from seloste.checker.reading.editing import CannotAddError, has_only_comments
from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.insertion import insert_entries
from seloste.checker.workspace.workspace import Workspace
from seloste.reports.draft.files import DRAFTED, FileDraft
from seloste.reports.draft.systems import DraftContext

_MODELS: Mapping[str, tuple[Any, Any]] = {"systems": (System, SystemsFile), "processors": (Processor, ProcessorsFile)}
#: The variant of the message about a file, or a list in it, that has nothing in it.
_EMPTY = "empty-file"
#: The ends of the names that an inventory may have; the first is that of a new one.
_SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".xlsx")


class Inventories(Struct):
    """The inventories that are there.

    Attributes:
        systems, processors: Their records, by id.
        paths: The file that each record is in, by kind and id.
        drafted: Everything that earlier drafts have had, as the files record it.
        findings: What is wrong with the files.
    """

    systems: dict[str, System] = field(default_factory=dict)
    processors: dict[str, Processor] = field(default_factory=dict)
    paths: dict[tuple[str, str], Path] = field(default_factory=dict)
    drafted: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def choose_path(folder: Path, kind: str) -> Path:
    """The file of a kind in a folder: the one that is there, else a new one."""
    paths = [folder / f"{kind}{suffix}" for suffix in _SUFFIXES]
    return next((path for path in paths if path.exists() or path.is_symlink()), paths[0])


def read_inventories(workspace: Workspace, folder: Path | None) -> Inventories:
    """The inventories that the workspace names, and those of the folder that the draft goes to."""
    found = Inventories()
    for kind, paths in (("systems", workspace.systems), ("processors", workspace.processors)):
        own = choose_path(folder, kind) if folder is not None else None
        more = [own] if own is not None and (own.exists() or own.is_symlink()) else []
        ids: dict[str, Location] = {}
        for path in _list_distinct([*paths, *more], workspace):
            file = open_file(path, workspace.display_path(path), kind, workspace.get_tree(kind))
            _read_file(file, path, found, ids)
            is_blank = _is_blank(file)
            found.findings += [each for each in file.findings if not (is_blank and each.found.variant == _EMPTY)]
    return found


def _is_blank(file: File) -> bool:
    """Whether a file has nothing but comments, or its list is begun and has no entries: a draft may go there."""
    if not file.documents:
        return has_only_comments(file.text.encode())
    values = [each.value for each in file.documents]
    return all(isinstance(each, Mapping) and file.kind in each and each[file.kind] is None for each in values)


def _list_distinct(paths: Iterable[Path], workspace: Workspace) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        real = (workspace.folder / path).resolve()
        if real not in seen:
            seen.add(real)
            yield path


def _read_file(file: File, path: Path, found: Inventories, ids: dict[str, Location]) -> None:
    model, whole = _MODELS[file.kind]
    for entry in read_entries(file, model, whole, ids):
        (found.systems if file.kind == "systems" else found.processors)[entry.id] = entry.record
        found.paths[file.kind, entry.id] = path
    for document in file.documents:
        recorded = document.value.get(DRAFTED) if isinstance(document.value, Mapping) else None
        found.drafted |= {each for each in recorded if isinstance(each, str)} if isinstance(recorded, list) else set()


class PlannedFiles(Struct, frozen=True):
    """The files to write, and what cannot go into any.

    Attributes:
        contents: The new content of each file.
        elsewhere: The patterns that were not added to systems, by their ids: their files are outside of the folder, or
            would have to change elsewhere.
        refused: The files that nothing can be added to without changing what a person wrote, with what is new of each.
    """

    contents: Mapping[Path, bytes]
    elsewhere: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refused: Mapping[Path, FileDraft] = field(default_factory=dict)


def plan_files(
    folder: Path,
    drafts: Mapping[str, FileDraft],
    additions: Mapping[str, Sequence[str]],
    inventories: Inventories,
    context: DraftContext,
) -> PlannedFiles:
    """The files of a folder as they are to be written: new ones whole, others with what is new at its place."""
    new = {choose_path(folder, kind): draft for kind, draft in drafts.items()}
    elsewhere: dict[str, Sequence[str]] = {}
    for id, patterns in additions.items():
        path = inventories.paths["systems", id]
        if not path.resolve().is_relative_to(folder.resolve()):
            elsewhere[id] = patterns
            continue
        key = next((each for each in new if each.resolve() == path.resolve()), path)
        draft = new.get(key, FileDraft("systems"))
        new[key] = replace(draft, patterns={**draft.patterns, id: patterns})
    contents: dict[Path, bytes] = {}
    refused: dict[Path, FileDraft] = {}
    for path, draft in new.items():
        if draft.is_empty:
            continue
        try:
            contents[path] = _write(path, draft, context)
        except CannotAddError:
            elsewhere |= draft.patterns
            alone = replace(draft, patterns={})
            with suppress(CannotAddError):
                contents |= {path: _write(path, alone, context)} if draft.patterns and draft.entries else {}
            if draft.entries and path not in contents:
                refused[path] = alone
    return PlannedFiles(contents, elsewhere, refused)


def _write(path: Path, draft: FileDraft, context: DraftContext) -> bytes:
    """The content of a file with what is new in it."""
    before = path.read_bytes() if path.exists() else b""
    if is_table(path.name):
        raise CannotAddError("table")
    if not before.strip():
        return draft.render(context).encode()
    if has_only_comments(before):
        head = before if before.endswith((b"\n", b"\r")) else before + b"\n"
        return head + draft.render(context).encode()
    return insert_entries(before, draft.insert(context))
