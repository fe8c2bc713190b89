"""Looks up the documents that records name, in the tree that is judged.

A document is looked for beside the file that names it, then at the root of the repository. What lies outside it is not
looked for: whoever names a path must not learn what is there. Nothing of a document is kept but its hash.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum, auto
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.documents.document_days import DocumentDays
from seloste.checker.finding import cut_text
from seloste.checker.reading.documents import Input
from seloste.checker.reading.git_index import list_unfetched
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import PathKind, Tree, WorkTree
from seloste.checker.workspace.patterns import display_path
from seloste.checker.workspace.workspace import Workspace

#: A larger file is not empty, whatever is in it; a smaller one is looked at, in bytes.
_LOOKED_AT = 65_536
#: The largest document of which the hash is computed, and how much is hashed in all, in bytes.
LARGEST = 200_000_000
LARGEST_IN_ALL = 2_000_000_000
#: Of how many folders of a revision the small files are read at once, and of each how many.
_MOST_FOLDERS, _MOST_FILES = 20, 1_000
#: How many documents are named that were not looked up.
MOST_NAMED = 100
#: What no path of a file system exceeds, in bytes: the whole, and each name in it.
_LONGEST_PATH, _LONGEST_NAME = 4_096, 255
#: The beginning of an address: `https:`, `mailto:`, a drive `C:`.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: The end of a file's name, which has a letter: `.pdf`, `.7z`, but not that of "section 4.2".
_SUFFIX = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,10}")


class DocumentState(StrEnum):
    """What is known of a document. The last ones are why it was not checked, as the keys of reasons."""

    ON_FILE = auto()
    MISSING = auto()
    EMPTY = auto()
    #: It is a folder, and no document.
    FOLDER = auto()
    #: An address, or a name of something that is no file.
    REFERENCE = "document-reference"
    OUTSIDE = "document-outside"
    #: A link that leads in a circle, a device, a file that may not be read.
    UNREADABLE = "document-unreadable"
    #: Only a pointer to it is in the repository, or it was not fetched.
    UNFETCHED = "document-unfetched"
    #: On file, and too large to compute its hash.
    UNHASHED = "document-unhashed"


#: The reasons why a document was not checked.
DOCUMENT_REASONS = frozenset(state.value for state in DocumentState if state.value.startswith("document-"))
_FAULTS = frozenset({DocumentState.MISSING, DocumentState.EMPTY, DocumentState.FOLDER})


class DocumentLookup(Struct, frozen=True):
    """What was found of a document, and the absolute path at which it is on file.

    `dated`: its day, where a past day is asked about and it is known.
    """

    state: DocumentState
    path: str = ""
    dated: date | None = None

    @property
    def is_on_file(self) -> bool:
        """Whether the document is there and not empty."""
        return self.state is DocumentState.ON_FILE

    @property
    def is_faulty(self) -> bool:
        """Whether it is known that no such document is there."""
        return self.state in _FAULTS


#: A folder and a name that a file in it uses → what was found.
Lookups = Mapping[tuple[str, str], DocumentLookup]


class DocumentFinder:
    """Looks up documents, each once.

    Attributes:
        lookups: What was looked up so far.
    """

    def __init__(self, tree: Tree, root: Path, *, asks_past: bool = False) -> None:
        self.lookups: dict[tuple[str, str], DocumentLookup] = {}
        self._tree = tree
        self._root = os.path.normpath(tree.folder / root)
        self._real_root = tree.resolve_links(Path(self._root))
        #: Folders without links, for the many documents of one.
        self._folders: dict[str, str] = {}
        self._unfetched: tuple[frozenset[str], frozenset[str]] | None = None
        #: None for a document that is too large, or is gone by now.
        self._hashes: dict[str, str | None] = {}
        self._hashed = 0
        self._prefetched: set[Path] = set()
        self._days = DocumentDays(tree) if asks_past else None

    @classmethod
    def of_workspace(cls, workspace: Workspace) -> DocumentFinder:
        """The finder of the documents that the records of a workspace name, the notice's among them."""
        tree = workspace.sources.judged
        return cls(tree, _find_root(tree, workspace), asks_past=workspace.asks_past)

    def find(self, name: str, beside: str) -> DocumentLookup:
        """Looks up the document that the file `beside`, by the path that messages show, calls `name`."""
        key = (os.path.dirname(beside), name)  # noqa: PTH120 - asked for each of many names
        found = self.lookups.get(key)
        if found is None:
            found = self._find(name.strip(), key[0])
            if self._days is not None and found.is_on_file:
                found = replace(found, dated=self._days.find_day(found.path))
            self.lookups[key] = found
        return found

    def forget(self) -> None:
        """Forgets what was looked up so far."""
        self.lookups = {}

    def without(self, name: str, beside: str) -> DocumentFinder:
        """The finder of a tree that lacks the document that the file `beside` calls `name`."""
        changed = copy.copy(self)
        key = (os.path.dirname(beside), name)  # noqa: PTH120 - as in `find`
        changed.lookups = {**self.lookups, key: DocumentLookup(DocumentState.MISSING)}
        return changed

    def add(self, lookups: Lookups) -> None:
        """Adds what was looked up in another process."""
        self.lookups.update(lookups)

    def list_on_file(self) -> dict[str, DocumentLookup]:
        """The documents that are on file, by the paths that messages show."""
        found = {each.path: each for each in self.lookups.values() if each.is_on_file}
        return {self._display(path): found[path] for path in sorted(found)}

    def list_inputs(self) -> Iterator[Input]:
        """Every document that is on file, with its hash, by path. One that is too large is left out.

        Those of a revision that is only compared with have none.
        """
        for path, sha256 in self._hash_documents():
            if sha256 is not None:
                yield Input(self._display(path), "evidence", sha256, self._tree.get_commit(Path(path)))

    def list_unchecked(self) -> Iterator[tuple[str, str]]:
        """The documents that were not looked up, or not hashed, each with the key of the reason; of many, the first."""
        unchecked = {
            (cut_text(name), found.state.value)
            for (_, name), found in self.lookups.items()
            if found.state.value in DOCUMENT_REASONS
        }
        hashes = dict(self._hash_documents())
        unchecked |= {(self._display(path), DocumentState.UNHASHED.value) for path in hashes if hashes[path] is None}
        ordered = sorted(unchecked)
        yield from ordered[:MOST_NAMED]
        if len(ordered) > MOST_NAMED:
            yield f"+{len(ordered) - MOST_NAMED}", ordered[-1][1]

    def list_missing(self) -> Iterator[Path]:
        """The absolute paths at which documents were looked for, and are not."""
        for (folder, name), found in self.lookups.items():
            if found.state is DocumentState.MISSING and _may_exist(name):
                path = name.strip().partition("#")[0].replace("\\", "/")
                yield from (Path(os.path.normpath(self._tree.folder / each / path)) for each in (folder, self._root))

    def _find(self, name: str, folder: str) -> DocumentLookup:
        if is_reference(name):
            return DocumentLookup(DocumentState.REFERENCE)
        found = self._look_beside_and_above(name, folder)
        if found.state is DocumentState.MISSING and "#" in name:  # a place within it
            found = self._look_beside_and_above(name.partition("#")[0], folder)
        return found

    def _look_beside_and_above(self, name: str, folder: str) -> DocumentLookup:
        """The document beside a file in a folder, else the one at the root. The first that is there counts."""
        beside = self._look_at(name, folder)
        if beside.state not in (DocumentState.MISSING, DocumentState.OUTSIDE):
            return beside
        above = self._look_at(name, self._root)
        if beside.state is DocumentState.OUTSIDE:
            return above if above.is_on_file else beside
        return beside if above.state is DocumentState.OUTSIDE else above

    def _look_at(self, name: str, folder: str) -> DocumentLookup:
        """What there is at a path from a folder."""
        if not _may_exist(name):
            return DocumentLookup(DocumentState.MISSING)
        path = os.path.normpath(self._tree.folder / folder / name.replace("\\", "/"))
        if name.startswith(("/", "\\", "~")) or not _is_inside(os.path.relpath(path, self._root)):
            return DocumentLookup(DocumentState.OUTSIDE)
        if not _is_inside(os.path.relpath(self._resolve_links(path), self._real_root)):
            return DocumentLookup(DocumentState.OUTSIDE)
        state = self._examine(Path(path))
        if state is DocumentState.MISSING and self._is_unfetched(path):
            state = DocumentState.UNFETCHED
        return DocumentLookup(state, path if state is DocumentState.ON_FILE else "")

    def _resolve_links(self, path: str) -> str:
        """A path without links. Its folder is resolved once for all that lies there."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = self._tree.resolve_links(Path(folder))
        real = os.path.join(self._folders[folder], name)  # noqa: PTH118 - asked for each of many names
        is_link = isinstance(self._tree, WorkTree) and os.path.islink(real)  # noqa: PTH114
        return self._tree.resolve_links(Path(real)) if is_link else real

    def _examine(self, path: Path) -> DocumentState:
        """What there is at a path within the repository. Nothing but an ordinary file is opened."""
        kind = self._tree.get_kind(path)
        if kind is PathKind.FILE:
            return self._examine_file(path)
        if kind is PathKind.ABSENT or (kind is PathKind.OTHER and self._tree.is_dangling(path)):
            return DocumentState.MISSING
        return DocumentState.FOLDER if kind in (PathKind.FOLDER, PathKind.LINK) else DocumentState.UNREADABLE

    def _examine_file(self, path: Path) -> DocumentState:
        self._prefetch_beside(path)
        data = self._tree.read_bytes(path, _LOOKED_AT)
        if isinstance(data, bytes):
            return DocumentState.ON_FILE if data.strip() else DocumentState.EMPTY
        if data.rule == "limit-exceeded":
            return DocumentState.ON_FILE
        is_elsewhere = data.variant in ("lfs", "not-in-clone")
        return DocumentState.UNFETCHED if is_elsewhere else DocumentState.UNREADABLE

    def _prefetch_beside(self, path: Path) -> None:
        """Reads the small files of a folder of a revision in one call of git: most of them are documents too."""
        tree, folder = self._tree, path.parent
        if not isinstance(tree, RevisionTree) or folder in self._prefetched or len(self._prefetched) >= _MOST_FOLDERS:
            return
        self._prefetched.add(folder)
        files = [folder / name for name, kind in tree.list_folder(folder) if kind is PathKind.FILE]
        tree.prefetch(files[:_MOST_FILES], _LOOKED_AT)

    def _is_unfetched(self, path: str) -> bool:
        """Whether git knows a file that the disk lacks on purpose. Asked only of what seems to be missing."""
        if not isinstance(self._tree, WorkTree):
            return False
        if self._unfetched is None:
            submodules, files = list_unfetched(Path(self._root))
            self._unfetched = frozenset(submodules), frozenset(files)
        without, lacking = self._unfetched
        real = self._resolve_links(path)
        return real in lacking or (bool(without) and any(str(above) in without for above in Path(real).parents))

    def _hash_documents(self) -> Iterator[tuple[str, str | None]]:
        """The absolute path of every document that is judged, in order, with its hash; None where it has none."""
        paths = sorted({found.path for found in self.lookups.values() if found.is_on_file})
        if isinstance(self._tree, RevisionTree) and self._tree.is_alone:
            new = [Path(path) for path in paths if path not in self._hashes]
            hashes = self._tree.compute_hashes(new, LARGEST_IN_ALL)
            self._hashes |= {str(path): hashes.get(path) for path in new}
            yield from ((path, self._hashes[path]) for path in paths)
        if not isinstance(self._tree, WorkTree):
            return
        for path in paths:
            if path not in self._hashes:
                hashed = self._tree.compute_sha256(Path(path), min(LARGEST, LARGEST_IN_ALL - self._hashed))
                self._hashes[path] = None
                if not isinstance(hashed, Problem):
                    self._hashes[path], size = hashed
                    self._hashed += size
            yield path, self._hashes[path]

    def _display(self, path: str) -> str:
        return display_path(Path(path), self._tree.folder)


def is_reference(name: str) -> bool:
    """Whether a name is an address, or a word with neither a slash nor the suffix of a file: nothing to look for.

    A number with slashes, such as that of a file in a register of an authority, is no path either.
    """
    if _SCHEME.match(name) or name.lower().startswith("www."):
        return True
    last = PurePosixPath(name.replace("\\", "/")).name
    suffixes = (PurePosixPath(each).suffix for each in (last, last.partition("#")[0]))  # a place within it may follow
    has_suffix = any(map(_SUFFIX.fullmatch, suffixes))
    if "/" not in name and "\\" not in name:
        return not has_suffix
    return last.isdecimal()


def _find_root(tree: Tree, workspace: Workspace) -> Path:
    """The root of the repository of `seloste.yaml`, else of the working directory; else the folder of the former."""
    for start in (workspace.root, workspace.folder):
        absolute = Path(os.path.normpath(tree.folder / start))
        for folder in (absolute, *absolute.parents):
            if tree.is_repository_root(folder):
                return folder
    return workspace.root


def _is_inside(relative: str) -> bool:
    """Whether a path from the root of the repository lies in it, and not in git's own folder."""
    return relative.partition(os.sep)[0] not in (os.pardir, ".git")


def _may_exist(name: str) -> bool:
    """Whether a file system may have a path with such a name."""
    try:
        encoded = os.fsencode(name)
    except UnicodeEncodeError:
        return False
    parts = encoded.replace(b"\\", b"/").split(b"/")
    return b"\0" not in encoded and len(encoded) <= _LONGEST_PATH and max(map(len, parts)) <= _LONGEST_NAME
