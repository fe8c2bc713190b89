"""The exit codes of every command, and the one that a result gives."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seloste.checker.result import Result
    from seloste.checker.workspace.configuration import FailOn


class Exit(IntEnum):
    """The exit codes, the same in every format. Where several apply: 4, then 2, then 3, then 1."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    INTERNAL = 4


def compute_exit_code(result: Result, fail_on: FailOn) -> int:
    """The exit code of the gate: 3 when something could not be read, 1 when a finding counts, else 0."""
    if result.broken_input:
        return Exit.INPUT
    return Exit.FINDINGS if result.fails(fail_on) else Exit.CLEAN
