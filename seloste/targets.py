"""Targets: the file, or standard output, that each format is written to, and the files that no output may overwrite."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.checker.result import Result

STDOUT = "-"
_NAMES_OF_STDOUT = frozenset({STDOUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


def pair_targets(formats: tuple[str, ...], outputs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each format with its target; a format without an output goes to standard output.

    Raises:
        UsageError: There are more outputs than formats, or two formats share a target.
    """
    formats = formats or ("text",)
    if len(outputs) > len(formats):
        raise UsageError("outputs", outputs=len(outputs), formats=len(formats))
    targets = [*outputs, *[STDOUT] * (len(formats) - len(outputs))]
    resolved = [_resolve(target) for target in targets]
    for target, destination in zip(targets, resolved, strict=True):
        if resolved.count(destination) > 1:
            raise UsageError("shared-output", where=target)
    return list(zip(formats, targets, strict=True))


def _resolve(target: str) -> str:
    """The file that a target leads to through links, under one name whatever way it is written."""
    return STDOUT if target in _NAMES_OF_STDOUT else os.path.realpath(target)


def list_input_paths(result: Result) -> set[str]:
    """The files that a check read or tried to read, by the paths that messages show: no output may go there."""
    read = {item.path for item in (result.policy, *result.inputs) if item is not None}
    return read | {finding.location.path for finding in result.findings if finding.is_input}
