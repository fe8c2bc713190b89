"""Which files are checked: finds the configuration, expands its globs, and takes the paths given on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.configuration import Configuration
from checker.documents import File, header, open_file, problem_finding, validate
from checker.finding import Finding
from checker.position import Location, Mapping
from checker.reading import Problem

CONFIG_NAME = "seloste.yaml"
_SUFFIXES = {".yaml", ".yml", ".json", ".csv"}
#: The top-level key that tells what a file holds.
_KINDS = {"systems": "systems", "processors": "processors", "waivers": "waivers", "notice": "policy", "controller": "policy"}


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
    """The nearest `seloste.yaml` from `start` up to the root of the repository."""
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
        if (folder / ".git").exists():
            return None
    return None


def open_workspace(
    paths: Sequence[Path] = (), *, policy: Path | None = None, config: Path | None = None, scope: str | None = None
) -> Workspace:
    """The workspace for the working directory and the paths given. ConfigurationError when its settings can't be used."""
    path = config or find_config(Path.cwd())
    settings, file = _configuration(path)
    root = path.parent if path else Path.cwd()
    findings: list[Finding] = []
    given = _given(paths, findings)
    notice_only = (scope or settings.scope) == "notice"
    configured = "config" if path and "systems" in settings.model_fields_set else ""
    systems = given.get("systems") or ([] if notice_only else _expand(root, settings.systems, findings, configured))
    listed = "config" if path and "processors" in settings.model_fields_set else ""
    processors = given.get("processors") or ([] if notice_only else _expand(root, settings.processors, findings, listed))
    waivers = given.get("waivers", [root / settings.waivers])[0]
    if not waivers.exists() and "waivers" not in settings.model_fields_set:
        waivers = None
    return Workspace(
        root=root,
        config=settings,
        config_file=file,
        policy=policy or given.get("policy", [root / settings.policy.path])[0],
        systems=tuple(systems),
        processors=tuple(processors),
        waivers=waivers,
        systems_given="systems" in given,
        findings=findings,
    )


def _configuration(path: Path | None) -> tuple[Configuration, File | None]:
    if path is None:
        return Configuration(), None
    file = open_file(path, shown(path), "config")
    settings = None
    if file.documents and not file.findings:
        document = file.documents[0]
        if isinstance(document.value, Mapping):
            settings = validate(file, document, Configuration)
        else:
            file.findings.append(problem_finding(file, Problem("invalid-value", "empty-file", (1, 1, 1, 1)), document))
    if settings is None or file.findings:
        raise ConfigurationError(file.findings)
    return settings, file


def _given(paths: Sequence[Path], findings: list[Finding]) -> dict[str, list[Path]]:
    """The files given on the command line, by kind; a folder stands for the files in it."""
    given: dict[str, list[Path]] = {}
    for path in paths:
        files = sorted(_files_under(path, findings)) if path.is_dir() else [path]
        if path.is_dir() and not files:
            findings.append(_nothing(path.as_posix()))
        for file in files:
            given.setdefault(_kind(file), []).append(file)
    return given


def _kind(path: Path) -> str:
    """What a file holds, told by its top-level keys without reading it properly; systems where nothing tells."""
    if path.suffix.lower() == ".csv":
        return "processors"
    file = open_file(path, shown(path), "systems")
    for document in file.documents:
        if isinstance(document.value, Mapping):
            for key, kind in _KINDS.items():
                if key in document.value:
                    return kind
    return "systems"


def _files_under(folder: Path, findings: list[Finding]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        name = Path(error.filename).as_posix()
        findings.append(
            problem_finding(File(name, "folder"), Problem("unreadable", "permission", None, {"detail": str(error.strerror)}))
        )

    for base, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(base, name) for name in sorted(names) if Path(name).suffix.lower() in _SUFFIXES)


def _expand(root: Path, globs: list[str], findings: list[Finding], asked: str) -> list[Path]:
    """The files that `globs` match, each once and in order. A glob that was `asked` for and matches nothing is told of."""
    found: dict[Path, None] = {}
    for pattern in globs:
        before = len(found)
        for single in _alternatives(pattern):
            if single.endswith("/**"):
                folder = root / single[:-3]
                if folder.is_dir():
                    found.update(dict.fromkeys(_files_under(folder, findings)))
            elif any(mark in single for mark in "*?["):
                found.update(dict.fromkeys(sorted(path for path in root.glob(single) if path.is_file())))
            elif (root / single).exists() or (asked and "{" not in pattern):
                found[root / single] = None
        if asked and len(found) == before:
            findings.append(_nothing(pattern))
    return list(found)


def _alternatives(pattern: str) -> list[str]:
    """`a.{yaml,json}` spelled out as `a.yaml` and `a.json`."""
    head, brace, rest = pattern.partition("{")
    if not brace or "}" not in rest:
        return [pattern]
    inner, _, tail = rest.partition("}")
    return [head + middle + end for middle in inner.split(",") for end in _alternatives(tail)]


def _nothing(what: str) -> Finding:
    file = File(what, "")
    return problem_finding(file, Problem("nothing-to-check", "path", None, {"value": what}))


__all__ = ["ConfigurationError", "Location", "Workspace", "find_config", "header", "open_workspace", "shown"]
