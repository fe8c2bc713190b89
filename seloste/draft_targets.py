"""Where a draft goes: its file, and beside it the schema that its first line names, by which an editor explains it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from seloste.reports.starter.files import FILES, name_schema, write_editor_line
from seloste.schemas import get_committed_path
from seloste.usage_errors import UsageError

#: A draft is YAML. A name that ends so promises something else, and is often the source of the draft.
_OTHER_SUFFIXES = frozenset(
    {".csv", ".docx", ".htm", ".html", ".json", ".markdown", ".md", ".pdf", ".txt", ".xlsm", ".xlsx"}
)


def choose_file(target: str | None, kind: str) -> Path | None:
    """The file that a draft of a kind goes to: in a folder it has its usual name. None: standard output.

    Raises:
        UsageError: The name is that of a file of another format.
    """
    if target is None:
        return None
    path = Path(target)
    if path.is_dir() or target.endswith(("/", os.sep)):
        return path / FILES[kind]
    if path.suffix.lower() in _OTHER_SUFFIXES:
        raise UsageError("import-suffix", path=target, expected=FILES[kind])
    return path


def add_schemas(drafts: Mapping[Path, tuple[str, str]], folder: Path) -> dict[Path, str | bytes]:
    """Drafts with the line that names their schema, and the schemas that are not in the folder yet.

    Args:
        drafts: The kind and the text of each draft, by its file.
        folder: The folder for the schemas of all of them.
    """
    files: dict[Path, str | bytes] = {}
    for path, (kind, text) in drafts.items():
        if path.exists() and not path.is_file():  # a pipe or a device, beside which there is no folder
            files[path] = text
            continue
        schema = folder / name_schema(kind)
        line = write_editor_line(Path(os.path.relpath(schema, path.parent)).as_posix())
        files[path] = f"{line}\n{text}"
        if not os.path.lexists(schema):
            files[schema] = get_committed_path(kind).read_bytes()
    return files
