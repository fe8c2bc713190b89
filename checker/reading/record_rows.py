"""Systems that are rows: of JSON Lines, or of Parquet given as JSON Lines. Each is `id` and the keys of an inventory.

A row has no place in a text: messages show the path of its file, and the id of the system tells which one it is.
"""

from __future__ import annotations

from typing import Any

import msgspec

from seloste.checker.position import MarkedMapping
from seloste.checker.reading.documents import Document, File, make_finding
from seloste.checker.reading.problem import Limits, Problem


def open_row(path: str, data: bytes, limits: Limits | None = None) -> File:
    """One row of a file of systems, as a file of one system. Its findings say what could not be read."""
    file = File(path, "systems")
    row, problem = _decode(data, limits or Limits())
    if problem is not None:
        file.add(make_finding(file, problem))
        return file
    root, body = MarkedMapping(), MarkedMapping()
    root.update(version=1, systems=body)
    name = row.pop("id")
    body[name] = {key: value for key, value in row.items() if value is not None}
    # A row has no marks: what is asked for one gets none, and so messages show the path alone.
    root.marks = dict.fromkeys(root, (None, None))  # type: ignore[arg-type]
    body.marks = {name: (None, None)}  # type: ignore[dict-item]
    file.documents = [Document(path, root, "")]
    return file


def _decode(data: bytes, limits: Limits) -> tuple[dict[str, Any], Problem | None]:
    """The values of a row, or what is wrong with it."""
    if len(data) > limits.size:
        return {}, Problem("limit-exceeded", "size", None, {"limit": limits.size})
    try:
        row = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}, Problem("syntax", "json", None)
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        return {}, Problem("missing-key", "", None, {"key": "id"})
    return row, None
