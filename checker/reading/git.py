"""Revisions of the repository: what a file held in one, and when it changed. Every call of git is here.

A revision may come from people nobody knows: git is asked for objects alone, by their hash, so that no hook, filter,
helper or remote of the repository is run or asked.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

#: git must neither ask anybody, nor fetch, nor run what the repository's own configuration names.
#: A folder that only looks like a repository is none, and an object is what its hash says.
_SET = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false", "safe.bareRepository=explicit")
_SETTINGS = tuple(part for setting in _SET for part in ("-c", setting))
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
_ENVIRONMENT |= {"GIT_NO_REPLACE_OBJECTS": "1"}
#: Seconds after which git is given up.
_PATIENCE = 60
#: The modes of what git stores at a path.
_FILE_MODES = frozenset({"100644", "100755"})
_FIELDS = "%x00%H%x1f%cs%x1f%an%x1f%s"


class RevisionError(Exception):
    """What git could not tell; `key` says why: `no-git`, `no-repository`, `unknown`, `ambiguous`, `not-a-file`."""

    def __init__(self, key: str, value: str) -> None:
        super().__init__(f"{key}: {value}")
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a file: its hash, its day, who, the first line of its message, and the file's path then."""

    hash: str
    day: date
    author: str
    subject: str
    path: str


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What a commit has at a path: what it is, its hash, and its size, 0 for a submodule and where nobody knows it."""

    mode: str
    hash: str
    size: int

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and no link and no submodule."""
        return self.mode in _FILE_MODES


@dataclass(frozen=True)
class Repository:
    """A git repository, by the root of its work tree."""

    root: Path

    @cached_property
    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        try:
            return self.resolve("HEAD")
        except RevisionError:
            return None

    @property
    def shallow(self) -> bool:
        """Whether older commits were left out when the repository was cloned."""
        return self._lines("rev-parse", "--is-shallow-repository") == ["true"]

    def resolve(self, revision: str) -> str:
        """The hash of the commit that a revision names: a branch, a tag, `HEAD~1`. RevisionError if there is none."""
        try:
            [commit] = self._lines("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except (RevisionError, ValueError):
            raise RevisionError("unknown", revision) from None
        return commit

    def resolve_one(self, revision: str) -> str:
        """As `resolve`, for a name that decides something: RevisionError `ambiguous` if it could mean another commit.

        To git a tag goes before a branch of the same name, and whoever may push a tag could move what `main` means.
        """
        commit = self.resolve(revision)
        name = re.split(r"[~^:]|@\{", revision, maxsplit=1)[0]
        if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}|HEAD|@", name) or name.startswith("refs/"):
            return commit
        full = {f"{place}{name}" for place in ("refs/", "refs/tags/", "refs/heads/", "refs/remotes/")}
        found = full & set(self._lines("for-each-ref", "--format=%(refname)", *sorted(full))) if name else set()
        meant = {self.resolve(each) for each in found}
        if found and re.fullmatch(r"[0-9a-f]{4,}", name):
            meant |= set(self._lines("rev-parse", f"--disambiguate={name}"))
        if len(meant) > 1:
            raise RevisionError("ambiguous", ", ".join(sorted(found)))
        return commit

    @property
    def within(self) -> str:
        """The repository that this one is a submodule of; empty where it is none."""
        return "".join(self._lines("rev-parse", "--show-superproject-working-tree"))

    def entries(self, commit: str) -> dict[str, TreeEntry]:
        """Everything that a commit has, by its path from the root: files, links and submodules."""
        entries: dict[str, TreeEntry] = {}
        try:
            listed = self._run("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
        except RevisionError:  # a partial clone knows no size of what it lacks
            listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit)
        for entry in listed.split(b"\0"):
            about, tab, path = os.fsdecode(entry).partition("\t")
            if tab:
                mode, _, hash, *size = about.split()
                entries[path] = TreeEntry(mode, hash, int(size[0]) if size and size[0].isdigit() else 0)
        return entries

    def blobs(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The contents of files by their hashes, in one go. What this clone does not have is left out."""
        asked = "".join(f"{hash}\n" for hash in hashes).encode()
        data, at, found = _git(self.root, "cat-file", "--batch", given=asked) if asked else b"", 0, {}
        while at < len(data):
            end = data.index(b"\n", at)
            hash, kind, *size = data[at:end].decode().split()
            at = end + 1
            if kind != "missing":
                found[hash] = data[at : at + int(size[0])]
                at += int(size[0]) + 1
        return found

    def content(self, commit: str, path: str) -> bytes | None:
        """What a file held in a commit; None where there was none. `path` is relative to the root, with slashes.

        RevisionError `not-a-file` for a link, a folder or a submodule: what it leads to is not in the commit.
        """
        entry = self._run("ls-tree", "-z", "--full-tree", commit, "--", f":(literal){path}")
        if not entry:
            return None
        mode, _, rest = entry.split(b"\0")[0].decode(errors="surrogateescape").partition(" ")
        if mode not in _FILE_MODES:
            raise RevisionError("not-a-file", path)
        return self._run("cat-file", "blob", rest.split()[1])

    def files(self, commit: str) -> list[str]:
        """The paths of all files in a commit, links left out."""
        entries = self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
        told = (os.fsdecode(entry).partition("\t") for entry in entries if entry)
        return [path for about, _, path in told if about.split()[0] in _FILE_MODES]

    def history(self, path: str, commit: str = "HEAD") -> list[Commit]:
        """The commits that changed a file, newest first, under whatever name it had.

        Those of the main line: what came with a merge came on the day of the merge.
        """
        main_line = ("--first-parent", "-m", "--follow")
        log = self._run("log", *main_line, "--name-only", "-z", f"--format={_FIELDS}", commit, "--", path)
        return list(_commits(os.fsdecode(log)))

    def _lines(self, *arguments: str) -> list[str]:
        return os.fsdecode(self._run(*arguments)).splitlines()

    def _run(self, *arguments: str) -> bytes:
        return _git(self.root, *arguments)


def find_repository(start: Path) -> Repository | None:
    """The repository that a folder is in, if it is in one. RevisionError `no-git` where git is not installed."""
    try:
        return open_repository(start)
    except RevisionError as error:
        if error.key == "no-git":
            raise
        return None


def open_repository(start: Path) -> Repository:
    """The repository that a folder is in. RevisionError, in git's own words, where it can't be used."""
    root = os.fsdecode(_git(start, "rev-parse", "--show-toplevel")).rstrip("\n")
    if not root:
        raise RevisionError("no-repository", "")
    return Repository(Path(root))


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and arguments that no option can hide in
            ["git", *_SETTINGS, "-C", str(folder), *arguments],  # noqa: S607 - the git that the user runs
            capture_output=True,
            input=given or b"",
            env={**os.environ, **_ENVIRONMENT},
            timeout=_PATIENCE,
            check=True,
        )
    except FileNotFoundError:
        raise RevisionError("no-git", "git") from None
    except subprocess.TimeoutExpired:
        raise RevisionError("unknown", " ".join(arguments)) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError("no-repository", said[0] if said else "") from None
    return done.stdout


def _commits(log: str) -> Iterator[Commit]:
    """The commits of a log in which each begins with a null and is followed by the one path that it touched."""
    for entry in log.split("\0\0"):
        fields, _, rest = entry.strip("\0").partition("\0")
        parts = fields.split("\x1f")
        if len(parts) == 4:
            hash, day, author, subject = parts
            yield Commit(hash, date.fromisoformat(day), author, subject, rest.strip("\0\n"))
