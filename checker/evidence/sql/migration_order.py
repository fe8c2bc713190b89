"""Which files of SQL are run against one database, and in which order, by the names that tools for migrations use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Protocol, TypeVar

from msgspec import Struct

#: Flyway: V1_2__name.sql, B7__baseline.sql, R__name.sql; U1__name.sql undoes.
_FLYWAY = re.compile(r"([VBRU])(\d[\d._]{0,60})?__")
_NUMBER = re.compile(r"\d{1,40}")
#: 001_name.sql, 20240102030405_name.up.sql, v10.sql, 1.2.3-name.sql.
_VERSION = re.compile(r"[vV]?(\d{1,40}(?:[._-]\d{1,20}){0,9})(?=[._-]|[a-zA-Z]|$)")
#: The files of a folder that is one migration: Diesel, Prisma and others.
_STEP_NAMES = frozenset({"up", "migration", "migrate", "deploy"})
#: The names of files and folders whose statements undo others, or test them.
_UNDOING = re.compile(r"(?:^|[._-])(?:down|undo|rollback|revert)(?:$|[._-])", re.IGNORECASE)
_UNDOING_FOLDERS = frozenset({"down", "undo", "rollback", "rollbacks", "revert", "verify"})
_MIGRATION_FOLDER = re.compile(r"migrations?|migrate|changelogs?|versions|deploy", re.IGNORECASE)
#: A comment after which statements undo others, and one after which they do not.
_SECTION = re.compile(
    rb"^[ \t]*+--[ \t]*+(?:(migrate:down|\+goose[ \t]++Down|\+migrate[ \t]++Down|/?/?@UNDO|Down[ \t]++Migration|@DOWN"
    rb"|--[ \t]*+create above / drop below)|migrate:up|\+goose[ \t]++Up"
    rb"|\+migrate[ \t]++Up|Up[ \t]++Migration|@UP)\b",
    re.IGNORECASE | re.MULTILINE,
)
#: One of these is in every such comment: most files have none, and are not searched line by line.
_SECTION_WORDS = (
    b"migrate:",
    b"+goose",
    b"+migrate",
    b"UNDO",
    b"undo",
    b"Migration",
    b"migration",
    b"DOWN",
    b"drop below",
)

#: What adds tables or columns.
_ADDITION = re.compile(rb"\b(?:CREATE\s++(?:\w++\s++){0,3}TABLE|ADD)\b", re.IGNORECASE)

#: A version as numbers, for ordering.
_Version = tuple[int, ...]


class HasPath(Protocol):
    """Whatever has a path in the tree."""

    @property
    def path(self) -> object:
        """The path."""


F = TypeVar("F", bound=HasPath)


class _Place(Struct, frozen=True, order=True):
    """Where a file comes among those of its database: repeatable ones last."""

    is_last: bool
    folder: tuple[tuple[int, str], ...]
    version: _Version
    rank: int
    name: str


def group_files(files: Iterable[F]) -> tuple[list[list[F]], list[F]]:
    """The files of each database in the order in which they are run, and those that only undo what others do."""
    groups: dict[str, list[tuple[_Place, F]]] = {}
    undoing: list[F] = []
    for file in files:
        path = PurePosixPath(str(file.path).replace("\\", "/"))
        if _is_undoing(path):
            undoing.append(file)
            continue
        key, place = _find_place(path)
        groups.setdefault(key, []).append((place, file))
    ordered = [[file for _, file in sorted(group, key=lambda item: item[0])] for _, group in sorted(groups.items())]
    return ordered, undoing


def _is_undoing(path: PurePosixPath) -> bool:
    flyway = _FLYWAY.match(path.name)
    if flyway:
        return flyway[1] == "U"
    is_step = _VERSION.match(path.name) or path.stem in {"down", "undo", "revert", "rollback"}
    return bool(is_step and _UNDOING.search(path.stem)) or path.parent.name.lower() in _UNDOING_FOLDERS


def _find_place(path: PurePosixPath) -> tuple[str, _Place]:
    """The database of a file, as the folder that its migrations are in, and its place there."""
    stem = path.stem
    flyway = _FLYWAY.match(path.name)
    if flyway:
        version = _read_version(flyway[2] or "")
        is_last = flyway[1] == "R"
        return _find_root(path.parent), _Place(is_last, (), version, int(flyway[1] == "B"), path.name)
    folder = _VERSION.match(path.parent.name)
    if folder and stem.lower() in _STEP_NAMES:
        root = path.parent.parent
        return _find_root(root), _Place(False, _order(root), _read_version(folder[1]), 0, path.parent.name)
    own = _VERSION.match(stem)
    if own:
        return _find_root(path.parent), _Place(False, _order(path.parent), _read_version(own[1]), 0, path.name)
    return str(path), _Place(False, (), (), 0, path.name)


def _find_root(folder: PurePosixPath) -> str:
    """The folder of migrations that a folder is in, where its own subfolders hold nothing but parts of them."""
    parts = folder.parts
    for number, part in enumerate(parts):
        if _MIGRATION_FOLDER.fullmatch(part):
            below = parts[number + 1 : number + 2]
            is_part = not below or _VERSION.match(below[0])
            return "/".join(parts[: number + 1] if is_part else parts)
    return str(folder)


def _order(folder: PurePosixPath) -> tuple[tuple[int, str], ...]:
    """A folder for ordering, numbers as numbers."""
    return tuple((_read_version(part)[0] if _NUMBER.search(part) else -1, part) for part in folder.parts)


def _read_version(text: str) -> _Version:
    numbers = tuple(int(found[0]) for found in _NUMBER.finditer(text))
    while len(numbers) > 1 and numbers[-1] == 0:  # 1.0 is 1
        numbers = numbers[:-1]
    return numbers


def count_additions(data: bytes) -> int:
    """How often the statements of a file add tables or columns."""
    return len(_ADDITION.findall(data))


def cut_undoing(data: bytes) -> bytes:
    """The content of a file without the sections that undo the others. Every line keeps its number."""
    if not any(word in data for word in _SECTION_WORDS):
        return data
    parts: list[bytes] = []
    start, is_down = 0, False
    for found in _SECTION.finditer(data):
        if bool(found[1]) == is_down:
            continue
        part = data[start : found.start()]
        parts.append(b"\n" * part.count(b"\n") if is_down else part)
        start, is_down = found.start(), not is_down
    if not start:
        return data
    parts.append(b"" if is_down else data[start:])
    return b"".join(parts)
