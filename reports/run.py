"""The run of the tool that a report comes from."""

from __future__ import annotations

from msgspec import Struct


class Run(Struct, frozen=True):
    """The version of the tool, and the commit that was checked; None: no repository.

    `command`: the command that makes the documents again; empty where no command makes them.
    """

    version: str
    commit: str | None = None
    command: str = ""
