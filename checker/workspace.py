"""Which files are checked: finds the configuration, expands its globs, and takes the paths of the command line."""

from __future__ import annotations

import itertools
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.configuration import Configuration
from checker.documents import File, header, only_document, open_file, problem_finding, validate
from checker.finding import Finding, Several
from checker.position import Location, Mapping, mark_of
from checker.reading import Problem

CONFIG_NAME = "seloste.yaml"
_WILD = re.compile(r"[*?\[]")
#: So many alternatives in braces one pattern may have: each doubles what has to be looked for.
_MOST_BRACES = 6
#: The kinds of which there is but one file.
_SINGLE = frozenset({"policy", "waivers"})
_SUFFIXES = {".yaml", ".yml", ".json", ".csv"}
#: The top-level key that tells what a file holds. A policy's come first: it may have `processors` of its own.
_KINDS = {
    "notice": "policy",
    "controller": "policy",
    "systems": "systems",
    "processors": "processors",
    "waivers": "waivers",
}


class ConfigurationError(Exception):
    """The configuration can't be used; `findings` say why. Exit code 2."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("invalid configuration")
        self.findings = findings


@dataclass(frozen=True)
class Workspace:
    """The files to be checked, found but not yet read, and the settings that hold for them."""

    root: Path
    config: Configuration
    config_file: File | None
    policy: Path
    systems: tuple[Path, ...]
    processors: tuple[Path, ...]
    waivers: Path | None
    systems_given: bool = False
    findings: list[Finding] = field(default_factory=list)

    def shown(self, path: Path) -> str:
        """How messages name a file: relative to the working directory where that is shorter, with forward slashes."""
        return shown(path)


def shown(path: Path) -> str:
    """How messages name a file: relative to the working directory, with forward slashes."""
    if not path.is_absolute():
        return path.as_posix()
    relative = os.path.relpath(path)
    return Path(relative).as_posix() if not relative.startswith(os.pardir + os.sep + os.pardir) else path.as_posix()


def find_config(start: Path) -> Path | None:
    """The nearest `seloste.yaml` from `start` up to the root of the repository, also one that cannot be read."""
    for folder in (start, *start.parents):
        path = folder / CONFIG_NAME
        if _mode(path) or path.is_symlink():
            return path
        if _mode(folder / ".git"):
            return None
    return None


def open_workspace(
    paths: Sequence[Path] = (), *, policy: Path | None = None, config: Path | None = None, scope: str | None = None
) -> Workspace:
    """The workspace for the working directory and the paths given. ConfigurationError if it has unfit settings."""
    here = _here()
    path = config or find_config(here)
    settings, file = _configuration(path)
    root = path.parent if path else here
    findings: list[Finding] = []
    given = _given(paths, findings)
    notice_only = (scope or settings.scope) == "notice"
    configured = "config" if path and "systems" in settings.model_fields_set else ""
    systems = given.get("systems", [])
    if not systems and not notice_only:
        systems = _expand(root, settings.systems, findings, configured)
    listed = "config" if path and "processors" in settings.model_fields_set else ""
    processors = given.get("processors", [])
    if not processors and not notice_only:
        processors = _expand(root, settings.processors, findings, listed)
    policies = [*([policy] if policy else []), *given.get("policy", []), root / settings.policy.path]
    findings += [_second(other, policies[0]) for other in given.get("policy", []) if other != policies[0]]
    waivers: Path | None = given.get("waivers", [root / settings.waivers])[0]
    if waivers is not None and _is_absent(waivers) and "waivers" not in settings.model_fields_set:
        waivers = None
    return Workspace(
        root=root,
        config=settings,
        config_file=file,
        policy=policies[0],
        systems=tuple(systems),
        processors=tuple(processors),
        waivers=waivers,
        systems_given="systems" in given,
        findings=findings,
    )


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:
        raise ConfigurationError([_nothing(".")]) from None


def _configuration(path: Path | None) -> tuple[Configuration, File | None]:
    if path is None:
        return Configuration(), None
    file = open_file(path, shown(path), "config")
    document = only_document(file)
    settings = validate(file, document, Configuration) if document is not None else None
    if settings is None or file.findings:
        raise ConfigurationError(sorted(file.findings, key=lambda finding: finding.order))
    return settings, file


def _given(paths: Sequence[Path], findings: list[Finding]) -> dict[str, list[Path]]:
    """The files given on the command line, by kind; a folder stands for the files in it."""
    given: dict[str, list[Path]] = {}
    for path in paths:
        folder = _is_folder(path)
        before = len(findings)
        files = sorted(_files_under(path, findings)) if folder else [path]
        if (folder and not files and len(findings) == before) or _is_absent(path):
            findings.append(_nothing(path.as_posix()))
            continue
        for file in dict.fromkeys(files):
            kind = _kind(file, findings)
            known = given.setdefault(kind, []) if kind else []
            if kind in _SINGLE and known and known[0] != file:
                findings.append(_second(file, known[0]))
            elif file not in known:
                known.append(file)
    return given


def _kind(path: Path, findings: list[Finding]) -> str | None:
    """What a file holds, told by its top-level keys; systems where it cannot be read, None where nothing tells."""
    if path.suffix.lower() == ".csv":
        return "processors"
    file = open_file(path, shown(path), "file")
    for document in file.documents:
        if isinstance(document.value, Mapping):
            for key, kind in _KINDS.items():
                if key in document.value:
                    return kind
    for key, kind in _KINDS.items():  # what was set aside for its syntax may still tell
        if re.search(rf"^{key}\b", file.text, re.MULTILINE):
            return kind
    if file.findings:
        return "systems"
    place = mark_of(file.documents[0].value, ()) or (1, 1, 1, 1)
    expected = {"expected": Several(tuple(_KINDS))}
    findings.append(problem_finding(file, Problem("missing-key", "kind", place, expected), file.documents[0]))
    return None


def _files_under(folder: Path, findings: list[Finding]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        findings.append(_denied(Path(error.filename), error))

    for base, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in _SUFFIXES and not name.startswith(".") and name != CONFIG_NAME:
                yield Path(base, name)


def _expand(root: Path, globs: list[str], findings: list[Finding], asked: str) -> list[Path]:
    """The files that `globs` match, each once and in order. One that was `asked` for and matches nothing is told of."""
    found: dict[Path, None] = {}
    for pattern in globs:
        told = len(findings)
        files: dict[Path, None] = {}
        if pattern.count("{") > _MOST_BRACES:
            limit = {"limit": 2**_MOST_BRACES}
            findings.append(problem_finding(File(pattern, ""), Problem("limit-exceeded", "files", None, limit)))
            continue
        for single in _alternatives(pattern):
            if single.endswith("/**"):
                folder = root / single[:-3]
                if _is_folder(folder):
                    files.update(dict.fromkeys(_files_under(folder, findings)))
            elif _WILD.search(single):
                files.update(dict.fromkeys(_matching(root, single, findings)))
            elif not _is_absent(root / single):
                files[root / single] = None
        if asked and not files and len(findings) == told:
            findings.append(_nothing(pattern))
        found.update(files)
    return list(found)


def _matching(root: Path, pattern: str, findings: list[Finding]) -> list[Path]:
    """The files that a pattern with wildcards matches; a folder in front of them that can't be read is told of."""
    fixed = Path(*itertools.takewhile(lambda part: not _WILD.search(part), Path(pattern).parts))
    base = root / fixed
    try:
        with os.scandir(base):
            pass
        rest = Path(pattern).relative_to(fixed).as_posix()
        return sorted(path for path in base.glob(rest) if _is_file(path))
    except PermissionError as error:
        findings.append(_denied(base, error))
    except (OSError, ValueError):  # no such folder, or no pattern that any file could match
        pass
    return []


def _alternatives(pattern: str) -> list[str]:
    """`a.{yaml,json}` spelled out as `a.yaml` and `a.json`."""
    head, brace, rest = pattern.partition("{")
    if not brace or "}" not in rest:
        return [pattern]
    inner, _, tail = rest.partition("}")
    return [head + middle + end for middle in inner.split(",") for end in _alternatives(tail)]


def _denied(folder: Path, error: OSError) -> Finding:
    """The finding for a folder that may not be read, or not be listed for another reason."""
    variant = "permission" if isinstance(error, PermissionError) else ""
    problem = Problem("unreadable", variant, None, {"detail": str(error.strerror)})
    return problem_finding(File(shown(folder), "folder"), problem)


def _mode(path: Path) -> int:
    """The mode of a file; 0 where there is none, or where it is hidden in a folder that may not be searched."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _is_absent(path: Path) -> bool:
    """Whether there is certainly nothing at a path."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError:
        return False
    return False


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(_mode(path))


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(_mode(path))


def _second(path: Path, first: Path) -> Finding:
    """The finding for a second file of a kind of which there can be but one."""
    return problem_finding(File(shown(path), ""), Problem("unreadable", "second", None, {"first": shown(first)}))


def _nothing(what: str) -> Finding:
    file = File(what, "")
    return problem_finding(file, Problem("nothing-to-check", "path", None, {"value": what}))


__all__ = ["ConfigurationError", "Location", "Workspace", "find_config", "header", "open_workspace", "shown"]
