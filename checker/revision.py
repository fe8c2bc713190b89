"""Revisions of the repository: what a file held in one, and when it changed. Every call of git is here.

A revision may come from people nobody knows: git is asked for objects alone, by their hash, so that no hook, filter,
helper or remote of the repository is run or asked.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

#: git must neither ask anybody, nor fetch, nor run what the repository's own configuration names.
_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false")
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
#: Seconds after which git is given up.
_PATIENCE = 60
#: The modes of what git stores at a path.
_FILE_MODES = frozenset({"100644", "100755"})
_FIELDS = "%x00%H%x1f%cs%x1f%an%x1f%s"


class RevisionError(Exception):
    """What git could not tell; `key` says why: `no-git`, `no-repository`, `unknown`, `not-a-file`."""

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
        """The commits that changed a file, newest first, under whatever name it had."""
        log = self._run("log", "--follow", "--name-only", "-z", f"--format={_FIELDS}", commit, "--", path)
        return list(_commits(os.fsdecode(log)))

    def _lines(self, *arguments: str) -> list[str]:
        return os.fsdecode(self._run(*arguments)).splitlines()

    def _run(self, *arguments: str) -> bytes:
        return _git(self.root, *arguments)


def repository(start: Path) -> Repository | None:
    """The repository that a folder is in, if it is in one. RevisionError `no-git` where git is not installed."""
    try:
        root = os.fsdecode(_git(start, "rev-parse", "--show-toplevel")).rstrip("\n")
    except RevisionError as error:
        if error.key == "no-git":
            raise
        return None
    return Repository(Path(root)) if root else None


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and arguments that no option can hide in
            ["git", *_SETTINGS, "-C", str(folder), *arguments],  # noqa: S607 - the git that the user runs
            capture_output=True,
            stdin=subprocess.DEVNULL,
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
