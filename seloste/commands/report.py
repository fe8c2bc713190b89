"""`seloste report`: the whole job, from check to the pages that people read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from seloste import __version__, emit, notice_design, output
from seloste.bundle import SUFFIXES, Job, files
from seloste.cli import Exit
from seloste.commands.check import exit_code, judged, languages_of, opened
from seloste.commands.forecast import ahead
from seloste.options import SCOPES, THRESHOLDS, common, passing, today
from seloste.reports.run import Run
from seloste.usage_errors import chosen_language

DEFAULTS = ("html", "markdown")


@click.command("report")
@common
@passing
@click.option("--out", default="seloste-report", show_default=True, type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "kinds",
    type=click.Choice([*SUFFIXES]),
    multiple=True,
    default=DEFAULTS,
    show_default=True,
    help="Of the documents; repeatable. docx: the notice; xlsx, csv: the tables.",
)
@click.option("--notice-template", type=click.Path(path_type=Path), metavar="FILE", help="Your own, for the notice.")
@click.option("--notice-stylesheet", type=click.Path(path_type=Path), metavar="FILE", help="Your own, for the notice.")
@click.option("--scope", type=click.Choice(SCOPES), help="Which findings count.")
@click.option("--fail-on", type=click.Choice(THRESHOLDS), help="With --gate: from which severity on it fails.")
@click.option("--gate", is_flag=True, help="End as check does: 1 when findings count.")
def command(
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    quiet: bool,
    verbose: bool,
    baseline: Path | None,
    no_waivers: bool,
    out: Path,
    kinds: tuple[str, ...],
    notice_template: Path | None,
    notice_stylesheet: Path | None,
    scope: str | None,
    fail_on: str | None,
    gate: bool,
) -> int:
    """Check, then write the notice, the audit report and the Art. 30 record in every language, and report.json."""
    kinds = tuple(dict.fromkeys(kinds))
    ready(kinds)
    own = notice_design.read(notice_template, notice_stylesheet)
    workspace = opened((), policy, config, scope, lang, baseline=baseline, no_waivers=no_waivers)
    result = judged(workspace, today(as_of), scope, 1)
    told = ahead(workspace, today(as_of), scope=scope) if result.notice is not None else None
    asked = [lang] if lang else [*dict.fromkeys(languages_of(result, workspace))]
    shown = chosen_language(lang, asked)
    language_codes = worded(asked, shown)
    written = []
    job = Job(result, told, Run(__version__, output.commit()), design=own, review_within=workspace.config.review_within)
    with output.extras(), notice_design.told(notice_template, notice_stylesheet):
        for name, content in files(job, language_codes, kinds):
            output.write_file(out / name, content, output.inputs_of(result))
            written.append(name)
    broken = [finding for finding in result.findings if finding.family == "input"]
    if broken:
        click.echo(output.told(broken, shown), err=True)
    if not quiet:
        click.echo("\n".join((out / name).as_posix() for name in written))
    if verbose:
        emit.write(emit.telling(result, shown, verbose=True), "text", output.STDOUT)
    code = exit_code(result, fail_on or workspace.config.fail_on)
    return code if gate or code == Exit.INPUT else Exit.CLEAN


def worded(asked: list[str], shown: str) -> list[str]:
    """The languages that there are words for, else the one that is shown; each of the others is told of."""
    from seloste.reports.language.language import load_language, language_codes

    for code in asked:
        if code not in language_codes():
            click.echo(load_language(shown).word("usage.language-skipped", value=code), err=True)
    return [code for code in asked if code in language_codes()] or [shown]


def ready(kinds: tuple[str, ...]) -> None:
    """A usage error, before any work is done, where what a format needs is not installed."""
    from seloste.reports.paper.optional import LIBRARIES, needed

    with output.extras():
        for kind in kinds:
            if kind in LIBRARIES:
                needed(kind)
