"""`seloste check`: the gate."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import click

from checker.result import Result
from checker.workspace import ConfigurationError, Workspace, open_workspace
from policy.law.law import law
from seloste import output
from seloste.cli import Exit
from seloste.options import SCOPES, THRESHOLDS, common, today
from seloste.usage import Misuse, chosen_language


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@common
@click.option("--scope", type=click.Choice(SCOPES), help="Which findings count.")
@click.option("--fail-on", type=click.Choice(THRESHOLDS), help="From which severity on the gate fails.")
@click.option("--format", "formats", multiple=True, type=click.Choice(output.FORMATS), help="Repeatable.")
@click.option("--output", "outputs", multiple=True, metavar="FILE", help="Where the nth format goes; - is stdout.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes judge systems.")
def command(
    paths: tuple[Path, ...],
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    quiet: bool,
    verbose: bool,
    scope: str | None,
    fail_on: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    jobs: int | None,
) -> int:
    """Hold systems and processors against the notice, and the notice against the law.

    PATH: files or folders with systems, processors, waivers or a policy; what a file holds is told by its top-level
    key. Without PATH, what seloste.yaml says.
    """
    targets = output.targets(formats, outputs)
    workspace = opened(paths, policy, config, scope, lang)
    tells_evidence = any(kind == "json" for kind, _ in targets)
    result = judged(workspace, today(as_of), scope, 1 if tells_evidence else jobs)
    language = chosen_language(lang, languages_of(result, workspace))
    for kind, target in targets:
        output.write(result, kind, target, language=language, verbose=verbose, quiet=quiet)
    return exit_code(result, fail_on or workspace.config.fail_on)


def opened(
    paths: tuple[Path, ...], policy: Path | None, config: Path | None, scope: str | None, lang: str | None
) -> Workspace:
    """The workspace; a usage error that tells all that is wrong when its configuration can't be used."""
    try:
        return open_workspace(paths, policy=policy, config=config, scope=scope)
    except ConfigurationError as error:
        findings = output.told(error.findings, chosen_language(lang))
        raise Misuse("configuration", findings=findings) from None


def judged(workspace: Workspace, day: date, scope: str | None, jobs: int | None) -> Result:
    """The result of the check. The collector is off from here on: nothing that is built is garbage before the end."""
    from checker.check import check

    gc.disable()
    return check(workspace, law(), day, scope=scope, jobs=jobs)  # type: ignore[arg-type]


def languages_of(result: Result, workspace: Workspace) -> list[str]:
    """The languages of the configuration, else of the notice, in their order."""
    own = result.notice.record.notice.languages if result.notice else []
    return [*(workspace.config.languages or ()), *own]


def exit_code(result: Result, fail_on: str) -> int:
    """The exit code of the gate: 3 when something could not be read, 1 when a finding counts, else 0."""
    if result.broken_input:
        return Exit.INPUT
    return Exit.FINDINGS if result.fails(fail_on) else Exit.CLEAN  # type: ignore[arg-type]
