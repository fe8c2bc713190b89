"""The public API: check a folder from Python. `docs/api.md` describes it; everything else in the package is private."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.judging import check as judging
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import Scope
from seloste.checker.workspace.settings_file import ConfigurationError
from seloste.checker.workspace.workspace import open_workspace
from seloste.policy.law.law import load_law
from seloste.reports.language.language import load_language

__all__ = ["ConfigurationError", "Result", "check", "format_message"]


def check(
    folder: str | Path = ".",
    *,
    as_of: date | None = None,
    policy: str | Path | None = None,
    config: str | Path | None = None,
    paths: Iterable[str | Path] = (),
    scope: Scope | None = None,
    baseline: str | Path | None = None,
    waivers: bool = True,
) -> Result:
    """Checks the systems and processors of a folder against its notice, and the notice against the law of a day.

    Args:
        folder: The folder to check, as the working directory of `seloste check`. Relative paths start there.
        as_of: The day whose law counts; None: today.
        policy: The policy file, in place of the configured one.
        config: The configuration file, in place of the nearest `seloste.yaml`.
        paths: Files or folders with inventories, in place of the configured ones.
        scope: `all`, `systems` or `notice`: which findings count; None: as configured.
        baseline: The baseline file, in place of the configured one.
        waivers: Whether waivers suppress findings.

    Raises:
        ConfigurationError: The configuration can't be used. Its message has a line for each reason.
        ValueError: There is no such folder or scope, or the GDPR did not apply on the day.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise ValueError(f"not a folder: {folder}")
    if scope is not None and scope not in get_args(Scope):
        raise ValueError(f"no scope {scope!r}: choose one of {', '.join(get_args(Scope))}")
    today = date.today()
    day = as_of or today
    if isinstance(day, datetime):
        day = day.date()
    if day < load_law().applies_from:
        raise ValueError(f"as_of is {day}, before {load_law().applies_from}, the first day of the GDPR")
    try:
        workspace = open_workspace(
            [Path(path) for path in paths],
            folder=root,
            policy=Path(policy) if policy is not None else None,
            config=Path(config) if config is not None else None,
            baseline=Path(baseline) if baseline is not None else None,
            scope=scope,
        )
    except ConfigurationError as error:
        error.args = ("\n".join(f"{each.location}: {format_message(each)}" for each in error.findings),)
        raise
    if workspace.databases:
        from seloste.options import read_databases

        workspace = replace(workspace, databases=read_databases()[1].resolve(workspace.databases))
    workspace = replace(
        workspace, waivers_ignored=not waivers, is_today=as_of is None, today=today, asks_past=day < today
    )
    return judging.check(workspace, load_law(), day, scope=scope, jobs=1)


def format_message(finding: Finding, language: str = "en") -> str:
    """The message of a finding in a language, such as `en` or `fi`. ValueError where nothing can be written in it."""
    return load_language(language).message(finding)
