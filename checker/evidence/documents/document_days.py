"""The day from which a document shows anything: that of its last change in git, or the one that it bears itself.

It may bear one in its name, at the head of a text, or among the properties of a PDF or an Office document. Of several
the latest counts: as it is, the document is no older. Asked for only where a past day is asked about.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from seloste.checker.reading.committed import find_keys, list_changed
from seloste.checker.reading.git import Repository, RevisionError, TreeEntry, open_repository
from seloste.checker.reading.git_history import find_days
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree

#: The largest document that is looked into, how much of it at each end, and the largest properties, in bytes.
_LARGEST, _LOOKED_AT, _LARGEST_PROPERTIES = 20_000_000, 65_536, 100_000
#: How much is read of all documents, in bytes.
_MOST_BYTES = 500_000_000
#: How much of a text is its head, in characters.
_HEAD = 2_000
#: A day, a month or a year in a file's name: `dpa-2026-03-01.pdf`, `backup_20260301.md`, `tia-2026.docx`.
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>20[1-9]\d)(?:(?P<mark>[-_.]?)(?P<month>0[1-9]|1[0-2])(?:(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
#: The line of a head that gives a day.
_IN_HEAD = re.compile(
    r"^[#>*\-\s]{0,8}\*{0,2}(?:"
    r"date|dated|day|updated|last[ _-]updated|reviewed|approved|signed|tested|verified|published|"
    r"päivämäärä|päiväys|päivätty|päivitetty|tarkistettu|hyväksytty|allekirjoitettu|testattu|"
    r"datum|daterad|uppdaterad|granskad|godkänd|undertecknad|testad)\*{0,2} {0,4}:\*{0,2} {0,4}[\"']?"
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}))(?!\d)",
    re.IGNORECASE | re.MULTILINE,
)
#: The days among the properties of a PDF, as it is written in either of two places, and of an Office document.
_IN_PDF = re.compile(
    rb"/(?:CreationDate|ModDate)\s{0,4}\(D:(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    rb"|<xmp:(?:CreateDate|ModifyDate)>(?P<iso>\d{4}-\d\d-\d\d)"
)
_IN_PROPERTIES = re.compile(rb"<dcterms:(?:created|modified)[^>]{0,100}>(?P<iso>\d{4}-\d\d-\d\d)")
_PROPERTIES = "docProps/core.xml"
#: The end of an archive, with the number of its parts, and how many it may have.
_IN_ARCHIVE = re.compile(rb"PK\x05\x06.{6}(?P<parts>..)", re.DOTALL)
_MOST_PARTS = 10_000
#: git is asked about so many folders one by one, then about everything: a name that no folder has.
_MOST_FOLDERS, _EVERYTHING = 5, "\0"
#: How many days of one document are looked at.
_MOST_DAYS = 50


class DocumentDays:
    """The days of the documents in a tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._left = _MOST_BYTES
        self._days: dict[str, date] = {}
        self._folders: set[str] = set()

    def find_day(self, path: str) -> date | None:
        """The day of the document at an absolute path; None where nobody knows it."""
        days = (self._find_committed(path), *list_own_days(Path(path).name, self._read(path)))
        return max((day for day in days if day is not None), default=None)

    def _read(self, path: str) -> bytes:
        most = min(_LARGEST, self._left)
        data = self._tree.read_bytes(Path(path), most)
        if not isinstance(data, bytes) or len(data) > most:
            return b""
        self._left -= len(data)
        return data

    def _find_committed(self, path: str) -> date | None:
        """The day of the last change in git; None where the document is not as the commit has it."""
        repository, _, entries = self._committed
        if repository is None:
            return None
        try:
            (key,) = find_keys(repository.root, [Path(path)])
            is_on_disk = not isinstance(self._tree, RevisionTree)
            if key is None or (is_on_disk and list(list_changed(repository, entries, [key]))):
                return None
        except (RevisionError, OSError, ValueError):
            return None
        return self._find_last_change(key)

    @cached_property
    def _committed(self) -> tuple[Repository | None, str, dict[str, TreeEntry]]:
        """The repository, its commit, and what that has."""
        try:
            if isinstance(self._tree, RevisionTree):
                repository, commit = self._tree.repository, self._tree.commit
            else:
                repository = open_repository(self._tree.folder)
                commit = repository.head or ""
            return (repository, commit, repository.list_entries(commit)) if commit else (None, "", {})
        except (RevisionError, OSError, ValueError):
            return None, "", {}

    def _find_last_change(self, key: str) -> date | None:
        """The day of the last change of a file. git is asked about its whole folder, in the end about everything."""
        folder = key.rpartition("/")[0]
        if folder not in self._folders and _EVERYTHING not in self._folders:
            repository, commit, entries = self._committed
            folder = folder if len(self._folders) < _MOST_FOLDERS else _EVERYTHING
            asked = [path for path in entries if folder in (_EVERYTHING, path.rpartition("/")[0])]
            self._folders.add(folder)
            try:
                self._days |= find_days(repository, commit, asked) if repository is not None else {}
            except (RevisionError, OSError, ValueError):  # of these nobody knows
                return None
        return self._days.get(key)


def list_own_days(name: str, data: bytes) -> Iterator[date]:
    """The days that a document bears itself, by its name and its content."""
    named = list(_IN_NAME.finditer(name))
    for found in named:
        if found["month"]:
            yield from _make_day(found["year"], found["month"], found["day"] or "1")
    years = [found["year"] for found in named if not found["month"]]
    if years:  # `plan-2025-2030.md` is of the first of them
        yield from _make_day(min(years), "1", "1")
    if data.startswith(b"%PDF-"):
        ends = (data[:_LOOKED_AT], data[_LOOKED_AT:][-_LOOKED_AT:])
        yield from _list_days(match for end in ends for match in _IN_PDF.finditer(end))
    elif data.startswith(b"PK\x03\x04"):
        yield from _list_days(_IN_PROPERTIES.finditer(_read_properties(data)))
    else:
        yield from _list_days(_IN_HEAD.finditer(data[: 4 * _HEAD].decode(errors="replace")[:_HEAD]))


def _list_days(matches: Iterator[re.Match[bytes] | re.Match[str]]) -> Iterator[date]:
    for _, match in zip(range(_MOST_DAYS), matches, strict=False):
        if "iso" in match.re.groupindex and match["iso"]:
            yield from _make_day(*_to_text(match["iso"]).split("-"))
        else:
            yield from _make_day(*(_to_text(match[part]) for part in ("year", "month", "day")))


def _to_text(found: str | bytes) -> str:
    return found.decode() if isinstance(found, bytes) else found


def _make_day(year: str, month: str, day: str) -> Iterator[date]:
    """The day; none where the calendar has no such day."""
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return


def _read_properties(data: bytes) -> bytes:
    """The properties of an Office document; empty where it has none that can be read."""
    end = _IN_ARCHIVE.search(data[-_LOOKED_AT:])
    if end is None or int.from_bytes(end["parts"], "little") > _MOST_PARTS:
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = archive.getinfo(_PROPERTIES)
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return b""
            with archive.open(part) as stream:
                return stream.read(_LARGEST_PROPERTIES)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return b""
