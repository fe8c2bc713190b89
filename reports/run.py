"""Which run of the tool a report comes from: what reports tell of it besides the result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """The version of the tool, and the commit of the repository that was checked, where there is one."""

    version: str
    commit: str | None = None
