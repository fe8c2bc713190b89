"""The configuration of a tree: where it is, what it says, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.position import mark_of
from seloste.checker.reading.documents import File, make_finding, open_file, require_one_document, validate_record
from seloste.checker.reading.tree import PathKind, Tree
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.patterns import CONFIG_NAME, FileFinder, check_limits, display_path
from seloste.checker.workspace.remote_files import is_address
from seloste.checker.workspace.unfetched import Unfetched


class ConfigurationError(Exception):
    """The configuration is not valid; `findings` say why. Exit code 2."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("invalid configuration")
        self.findings = findings


def find_config(start: Path, tree: Tree) -> Path | None:
    """The nearest `seloste.yaml` from `start` up to the root of the repository, even if it cannot be read."""
    for folder in (start, *start.parents):
        path = folder / CONFIG_NAME
        if tree.get_kind(path) not in (PathKind.ABSENT, PathKind.HIDDEN):
            return path
        if tree.is_repository_root(folder):
            return None
    return None


class LoadedConfiguration(Struct, frozen=True):
    """The configuration of a tree, the file that it was read from, and the folder that its paths start from."""

    record: Configuration
    file: File | None
    root: Path
    path: Path | None = None

    @classmethod
    def read(cls, path: Path | None, folder: Path, tree: Tree) -> LoadedConfiguration:
        """Reads the configuration at `path`, else the nearest one from `folder` upwards, else takes the defaults."""
        path = path or find_config(folder, tree)
        if path is None:
            return cls(Configuration(), None, folder)
        file = open_file(path, display_path(path, folder), "config", tree)
        document = require_one_document(file)
        record = validate_record(file, document, Configuration) if document is not None else None
        if record is not None and document is not None:
            for kind in ("systems", "processors", "evidence"):
                for number, problem in check_limits(getattr(record, kind)):
                    steps = (kind,) if number is None else (kind, number)
                    found = replace(problem, mark=mark_of(document.value, steps))
                    file.add(make_finding(file, found, document, ".".join(map(str, steps))))
        if record is None or not file.is_sound:
            raise ConfigurationError(sorted(file.findings, key=lambda finding: finding.order))
        return cls(record, file, path.parent, path)

    def declares(self, key: str) -> bool:
        """Whether the file has a key, so that the files under it are expected to exist."""
        return self.file is not None and key in self.record.model_fields_set

    def list_patterns(self, kind: str) -> list[str]:
        """The patterns of the files of a kind on this machine."""
        patterns: list[str] = getattr(self.record, kind)
        return [pattern for pattern in patterns if not is_address(pattern)]

    def list_addresses(self) -> list[str]:
        """The addresses of files of systems."""
        return [pattern for pattern in self.record.systems if is_address(pattern)]

    def list_files(self, kind: str, finder: FileFinder) -> list[Path]:
        """The files of a kind; the findings get each pattern of the file that matches none."""
        return finder.find_inventories(self.root, self.list_patterns(kind), required=self.declares(kind))

    def report_unfetched(self, kind: str, unfetched: Unfetched) -> list[Finding]:
        """A finding for each pattern of a kind that reaches something that was not fetched."""
        return unfetched.report_patterns(self.root, self.list_patterns(kind))
