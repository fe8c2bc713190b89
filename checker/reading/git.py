"""Reads revisions of a repository: which commit a name means, and the content of files in a commit.

Every call of git is here. A repository may come from strangers, so git is asked for objects only, by their hash: it
runs no hook, filter or helper of the repository and calls no remote.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from seloste.policy.prose.lazy_patterns import LazyPattern

#: git must not run programs that the repository's configuration names, nor use a bare repository in a work tree.
_OPTIONS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "safe.bareRepository=explicit",
)
_OPTION_ARGUMENTS = tuple(argument for option in _OPTIONS for argument in ("-c", option))
#: git must not prompt, fetch, write, or replace one object by another.
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
#: Variables that would lead git to another repository, or make it read a name or a path in another way: a hook that git
#: runs has some of them (`git rev-parse --local-env-vars`). What is judged is the repository that the folder is in. The
#: ones that people set themselves to trust a folder of another owner (GIT_CONFIG_COUNT and its like) stay.
_FOREIGN_VARIABLES = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
        *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
        *("GIT_REPLACE_REF_BASE", "GIT_NAMESPACE", "GIT_DEFAULT_HASH", "GIT_EXTERNAL_DIFF"),
        *("GIT_INTERNAL_SUPER_PREFIX", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS"),
        *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
    }
)
#: The references that git tries for a short name.
_REFERENCES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
#: Steps to an ancestor: `~2`, `^`, `^2`, `^{}`, `^{commit}`.
_ANCESTRY = LazyPattern(r"(?:[~^][0-9]*|\^\{(?:commit)?\})*")
_HASH = LazyPattern(r"[0-9a-fA-F]{4,64}")
#: The output of `git describe`. git reads only its end, a short hash.
_DESCRIPTION = LazyPattern(r".+-g[0-9a-fA-F]{4,64}")
#: Names in git's own folder: the last fetch, merge or rebase writes there.
_WRITTEN_BY_GIT = LazyPattern(r"[A-Z_-]+_HEAD|AUTO_MERGE|BISECT_EXPECTED_REV|(?:main-worktree|worktrees/[^/]*+)/.*")
_TIMEOUT_SECONDS = 60
#: How much of a message of git's is shown.
_MOST_LINES, _LONGEST_MESSAGE = 6, 1_000
#: How many paths one call of git is asked about.
_MOST_PATHS = 500
_FILE_MODES = frozenset({"100644", "100755"})


class RevisionError(Exception):
    """git cannot answer; `key` says why: `no-git`, `no-repository`, `unknown`, `not-a-file`.

    A name that is trusted can also be `ambiguous`, a `form` that is not allowed, or a `short-hash`.
    """

    def __init__(self, key: str, value: str) -> None:
        super().__init__(f"{key}: {value}")
        self.key = key
        self.value = value


class TreeEntry(Struct, frozen=True):
    """The object at a path of a commit: git's mode, the hash, and the size in bytes, 0 where it is unknown."""

    mode: str
    hash: str
    size: int

    @property
    def is_file(self) -> bool:
        """Whether the object is a file: not a link, not a submodule."""
        return self.mode in _FILE_MODES


class Repository(Struct, frozen=True, dict=True):
    """A git repository; `root` is the root of its work tree."""

    root: Path

    @cached_property
    def head(self) -> str | None:
        """The hash of the commit that is checked out; None before the first commit."""
        try:
            return self.resolve("HEAD")
        except RevisionError:
            return None

    @property
    def is_shallow(self) -> bool:
        """Whether the clone lacks older commits."""
        return self._read_lines("rev-parse", "--is-shallow-repository") == ["true"]

    def resolve(self, revision: str) -> str:
        """The hash of the commit that a branch, a tag or `HEAD~1` names. Raises RevisionError `unknown`."""
        try:
            name = f"{revision}^{{commit}}"
            [commit] = self._read_lines("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        except (RevisionError, ValueError):
            raise RevisionError("unknown", revision) from None
        return commit

    def resolve_unambiguous(self, revision: str) -> str:
        """As `resolve`, but only for a name that nothing else can take over: no tag, branch or commit that is pushed.

        git itself prefers a tag to a branch of the same name, and any reference to a short hash. So the name is looked
        up here, among all references, and git is asked about hashes alone. Raises RevisionError `unknown`, `ambiguous`
        where the name stands for several commits, `form` for a search, a description or a place that a fetch writes,
        and `short-hash` in a shallow clone, where the commit may be missing that would make the hash ambiguous.
        """
        name = re.split(r"[~^]", revision, maxsplit=1)[0]
        ancestry = revision[len(name) :]
        if "@{" in revision or revision.startswith(":/") or "^{/" in revision or _WRITTEN_BY_GIT.fullmatch(name):
            raise RevisionError("form", revision)
        if not _ANCESTRY.fullmatch(ancestry):
            raise RevisionError("unknown", revision)
        try:
            return self.resolve(f"{self._find_commit(name)}{ancestry}")
        except RevisionError as error:
            raise RevisionError(error.key, revision if error.key == "unknown" else error.value) from None

    def _find_commit(self, name: str) -> str:
        """The only object that a name without `~` or `^` can mean: its hash, or `HEAD`."""
        if name in ("HEAD", "@"):
            return "HEAD"
        if re.fullmatch(f"[0-9a-fA-F]{{{self._hash_length}}}", name):
            return name.lower()
        described = _DESCRIPTION.fullmatch(name)
        is_short = bool(_HASH.fullmatch(name))
        found = self._find_references(name)
        if len({hash for hash, _ in found}) > 1 or (found and (is_short or described) and not name.startswith("refs/")):
            raise RevisionError("ambiguous", ", ".join(sorted(reference for _, reference in found)))
        if found:
            return found[0][0]
        if described:
            raise RevisionError("form", name)
        if is_short and self.is_shallow:
            raise RevisionError("short-hash", name)
        if not is_short:
            raise RevisionError("unknown", name)
        return self._resolve_short_hash(name.lower())

    def _resolve_short_hash(self, name: str) -> str:
        """The hash of the only commit whose hash begins so."""
        try:
            return self.resolve(name)
        except RevisionError:
            objects = self._read_lines("rev-parse", f"--disambiguate={name}")
            if len(objects) > 1:
                raise RevisionError("ambiguous", ", ".join(objects[:4])) from None
            raise

    def _find_references(self, name: str) -> list[tuple[str, str]]:
        """The commits that references of a name point to, and the references.

        For a full name only that reference counts. For another one, those that git would try, in any case of letters:
        where the file system ignores case, git finds them too.
        """
        if not name:
            return []
        full = [name] if name.startswith("refs/") else [form.format(name) for form in _REFERENCES]
        format = "--format=%(objectname) %(*objectname) %(refname)"
        lines = self._read_lines("for-each-ref", "--ignore-case", format, *full)
        listed = [line.split(" ", 2) for line in lines]
        wanted = {reference.casefold() for reference in full}
        is_full = name.startswith("refs/")
        return [
            (peeled or hash, reference)
            for hash, peeled, reference in listed
            if (reference == name if is_full else reference.casefold() in wanted)
        ]

    @property
    def _hash_length(self) -> int:
        """How many digits a hash has in this repository: a longer or shorter one may be the name of a reference."""
        return 64 if self._read_lines("rev-parse", "--show-object-format") == ["sha256"] else 40

    @property
    def superproject(self) -> str:
        """The path of the repository of which this one is a submodule; empty where it is none."""
        return "".join(self._read_lines("rev-parse", "--show-superproject-working-tree"))

    def list_entries(self, commit: str) -> dict[str, TreeEntry]:
        """The files, links and submodules of a commit, by their paths from the root."""
        try:
            return parse_entries(self.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit))
        except RevisionError:  # a partial clone lacks the sizes of the objects that it lacks
            return parse_entries(self.run("ls-tree", "-r", "-z", "--full-tree", commit))

    def read_blobs(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The contents of files by their hashes, in one call of git. Objects that the clone lacks are left out."""
        request = "".join(f"{hash}\n" for hash in hashes).encode()
        data = _run_git(self.root, "cat-file", "--batch", stdin=request) if request else b""
        contents: dict[str, bytes] = {}
        start = 0
        while start < len(data):
            end = data.index(b"\n", start)
            hash, kind, *size = data[start:end].decode().split()
            start = end + 1
            if kind != "missing":
                contents[hash] = data[start : start + int(size[0])]
                start += int(size[0]) + 1
        return contents

    def hash_blob(self, hash: str) -> str | None:
        """The SHA-256 of a file by its hash, never in memory as a whole; None where the clone lacks it."""
        import subprocess

        with subprocess.Popen(  # noqa: S603 - as in `_run_git`
            _make_command(self.root, "cat-file", "blob", hash),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_make_environment(),
        ) as process:
            digest = hashlib.file_digest(process.stdout, "sha256")  # type: ignore[arg-type]
        return digest.hexdigest() if process.returncode == 0 else None

    def read_file(self, commit: str, path: str) -> bytes | None:
        """The content of a file in a commit; None where it has none. `path` starts from the root, with slashes.

        Raises RevisionError `not-a-file` for a link, a folder or a submodule.
        """
        entry = self.run("ls-tree", "-z", "--full-tree", commit, "--", f":(literal){path}")
        if not entry:
            return None
        mode, _, rest = entry.split(b"\0")[0].decode(errors="surrogateescape").partition(" ")
        if mode not in _FILE_MODES:
            raise RevisionError("not-a-file", path)
        return self.run("cat-file", "blob", rest.split()[1])

    def list_index(self) -> Iterator[tuple[str, str, str]]:
        """The submodules of the index, and its files that are not to be checked out: tag, mode and path."""
        for entry in os.fsdecode(self.run("ls-files", "-s", "-t", "-z")).split("\0"):
            properties, tab, path = entry.partition("\t")
            tag, mode = properties.split()[:2] if tab else ("", "")
            if mode == "160000" or tag == "S":
                yield tag, mode, path

    def list_tracked(self, paths: Sequence[str]) -> set[str]:
        """Those of some paths, from the root, that the index has."""
        found: set[str] = set()
        for start in range(0, len(paths), _MOST_PATHS):
            literal = (f":(literal){path}" for path in paths[start : start + _MOST_PATHS])
            found |= set(os.fsdecode(self.run("ls-files", "-z", "--full-name", "--", *literal)).split("\0"))
        return found - {""}

    def list_files(self, commit: str) -> list[str]:
        """The paths of all files in a commit, without links."""
        return [path for path, entry in self.list_entries(commit).items() if entry.is_file]

    def _read_lines(self, *arguments: str) -> list[str]:
        return os.fsdecode(self.run(*arguments)).splitlines()

    def run(self, *arguments: str, seconds: float = _TIMEOUT_SECONDS) -> bytes:
        """The output of git in this repository. Raises RevisionError where it fails, or takes longer."""
        return _run_git(self.root, *arguments, seconds=seconds)


def parse_entries(listed: bytes) -> dict[str, TreeEntry]:
    """The entries of a listing of `git ls-tree -z`, by their paths."""
    entries: dict[str, TreeEntry] = {}
    for entry in listed.split(b"\0"):
        properties, tab, path = os.fsdecode(entry).partition("\t")
        if tab:
            mode, _, hash, *size = properties.split()
            entries[path] = TreeEntry(mode, hash, int(size[0]) if size and size[0].isdigit() else 0)
    return entries


def open_repository(folder: Path) -> Repository:
    """The repository that a folder is in. Raises RevisionError with git's own message where there is none."""
    root = os.fsdecode(_run_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n")
    if not root:
        raise RevisionError("no-repository", "")
    return Repository(Path(root))


def _make_command(folder: Path, *arguments: str) -> list[str]:
    """The command that runs git in a folder: the git that the user runs."""
    return ["git", *_OPTION_ARGUMENTS, "-C", str(folder), *arguments]


def _make_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN_VARIABLES} | _ENVIRONMENT


def _run_git(folder: Path, *arguments: str, stdin: bytes = b"", seconds: float = _TIMEOUT_SECONDS) -> bytes:
    """The output of git, run in a folder. Raises RevisionError where it fails."""
    import subprocess  # most of what a check does needs no repository

    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no argument of a user can be taken for an option
            _make_command(folder, *arguments),
            capture_output=True,
            input=stdin,
            env=_make_environment(),
            timeout=seconds,
            check=True,
        )
    except FileNotFoundError:
        raise RevisionError("no-git", "git") from None
    except subprocess.TimeoutExpired:
        raise RevisionError("unknown", " ".join(arguments)) from None
    except subprocess.CalledProcessError as error:
        raise RevisionError("no-repository", _explain_failure(error.stderr.decode(errors="replace"))) from None
    return done.stdout


def _explain_failure(message: str) -> str:
    """git's reason in a line. Where a folder belongs to somebody else, with the remedy that git tells below it."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    shown = lines[:_MOST_LINES] if lines and "dubious ownership" in lines[0] else lines[:1]
    return " ".join(shown)[:_LONGEST_MESSAGE]
