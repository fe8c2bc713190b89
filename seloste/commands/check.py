"""`seloste check`: the gate."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seloste import baseline_file, emit, output
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import FailOn
from seloste.checker.workspace.workspace import ConfigurationError, Workspace, open_workspace
from seloste.cli import Exit
from seloste.options import SCOPES, THRESHOLDS, common, passing, today
from seloste.policy.law.law import law
from seloste.progress import progress
from seloste.reports.formats import FORMATS, WITH_EVIDENCE
from seloste.usage_errors import UsageError, arguments, chosen_language, tell

if TYPE_CHECKING:
    from seloste.revisions import ChangeUnderReview


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@common
@passing
@click.option("--write-baseline", is_flag=True, help="Write what is found now to the baseline.")
@click.option("--prune", is_flag=True, help="Take out of the baseline what is there no more.")
@click.option("--trusted", metavar="REV", help="Judge by the notice, settings and waivers of a revision.")
@click.option("--against", metavar="REV|FILE", help="Tell what has changed since a revision or a report.json.")
@click.option("--scope", type=click.Choice(SCOPES), help="Which findings count.")
@click.option("--fail-on", type=click.Choice(THRESHOLDS), help="From which severity on the gate fails.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Repeatable.")
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
    baseline: Path | None,
    no_waivers: bool,
    write_baseline: bool,
    prune: bool,
    trusted: str | None,
    against: str | None,
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
    opening = partial(open_workspace, paths, policy=policy, config=config, baseline=baseline, scope=scope)
    change = None
    if trusted is not None or against is not None:
        change = changing(opening, trusted, fail_on, no_waivers, today(as_of), scope, chosen_language(lang))
    workspace = change.workspace() if change else opened_by(opening, lang, no_waivers=no_waivers)
    keeping = baseline_file.keeping(workspace, baseline, write=write_baseline, prune=prune)
    tells_evidence = any(kind in WITH_EVIDENCE for kind, _ in targets)
    jobs = 1 if tells_evidence or change else jobs
    if change and trusted is not None:
        result = change.result()
    else:
        result = judged(keeping.prepared(workspace) if keeping else workspace, today(as_of), scope, jobs, quiet=quiet)
    language = chosen_language(lang, languages_of(result, workspace))
    if keeping and keeping.written(result, language, quiet=quiet):
        result = judged(replace(workspace, baseline=keeping.path), today(as_of), scope, jobs)
    if change and against is not None:
        result = change.against(result, against)
    threshold: FailOn = fail_on or workspace.config.fail_on  # type: ignore[assignment]
    code = exit_code(result, threshold)
    told = emit.telling(result, language, fail_on=threshold, exit_code=code, verbose=verbose, quiet=quiet)
    unwritten = emit.write_all(told, targets)
    for error in unwritten[:-1]:
        click.echo(tell(error, arguments()), err=True)
    if unwritten:
        raise unwritten[-1]
    return code


def opened(
    paths: tuple[Path, ...],
    policy: Path | None,
    config: Path | None,
    scope: str | None,
    lang: str | None,
    *,
    baseline: Path | None = None,
    no_waivers: bool = False,
) -> Workspace:
    """The workspace; a usage error that tells all that is wrong when its configuration can't be used."""
    opening = partial(open_workspace, paths, policy=policy, config=config, baseline=baseline, scope=scope)
    return opened_by(opening, lang, no_waivers=no_waivers)


def opened_by(opening: Callable[[], Workspace], lang: str | None, *, no_waivers: bool = False) -> Workspace:
    """As `opened`, by a function."""
    try:
        return replace(opening(), set_aside=no_waivers)
    except ConfigurationError as error:
        findings = output.told(error.findings, chosen_language(lang))
        raise UsageError("configuration", findings=findings) from None


def changing(
    opening: Callable[..., Workspace],
    trusted: str | None,
    fail_on: str | None,
    no_waivers: bool,
    day: date,
    scope: str | None,
    language: str,
) -> ChangeUnderReview:
    """The change that is to be judged by a revision, or told of."""
    from seloste.revisions import ChangeUnderReview, named_revision

    return ChangeUnderReview(
        opened=lambda sources: replace(opening(sources=sources), set_aside=no_waivers),
        judged=lambda workspace: judged(workspace, day, scope, 1),
        trusted=named_revision("--trusted", trusted) if trusted is not None else None,
        trusted_name=trusted or "",
        fail_on=fail_on,  # type: ignore[arg-type]
        language=language,
    )


def judged(workspace: Workspace, day: date, scope: str | None, jobs: int | None, *, quiet: bool = False) -> Result:
    """The result of the check. The collector is off from here on: nothing that is built is garbage before the end."""
    from seloste.checker.judging.check import check

    gc.disable()
    with progress(quiet=quiet) as told:
        return check(replace(workspace, progress=told), law(), day, scope=scope, jobs=jobs)  # type: ignore[arg-type]


def languages_of(result: Result, workspace: Workspace) -> list[str]:
    """The languages of the configuration, else of the notice, in their order."""
    own = result.notice.record.notice.languages if result.notice else []
    return [*(workspace.config.languages or ()), *own]


def exit_code(result: Result, fail_on: str) -> int:
    """The exit code of the gate: 3 when something could not be read, 1 when a finding counts, else 0."""
    if result.broken_input:
        return Exit.INPUT
    return Exit.FINDINGS if result.fails(fail_on) else Exit.CLEAN  # type: ignore[arg-type]
