"""The files that a report rests on: with their hashes, and which of them are not as the commit has them."""

from __future__ import annotations

from msgspec import Struct

from seloste.checker.result import Result


class InputRow(Struct, frozen=True):
    """One file that was read. `is_uncommitted`: the commit lacks it or has it otherwise."""

    path: str
    kind: str
    sha256: str
    is_uncommitted: bool


def list_input_rows(result: Result) -> tuple[InputRow, ...]:
    """The files that the check read, the notice first."""
    read = (*([result.policy] if result.policy else ()), *result.inputs)
    uncommitted = frozenset(result.files.uncommitted)
    return tuple(InputRow(each.path, each.kind, each.sha256, each.path in uncommitted) for each in read)


def list_gone(result: Result) -> tuple[str, ...]:
    """The paths of the inputs that only the commit has, and that were not read."""
    read = {item.path for item in (result.policy, *result.inputs) if item is not None}
    return tuple(path for path in result.files.uncommitted if path not in read)
