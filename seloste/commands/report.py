"""`seloste report`: the whole job, from check to the pages that people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from checker.forecast import Forecast
from checker.result import Result
from reports.tool import Run
from seloste import __version__, output
from seloste.cli import Exit
from seloste.commands.check import exit_code, judged, languages_of, opened
from seloste.commands.forecast import ahead
from seloste.commands.notice import page
from seloste.options import SCOPES, THRESHOLDS, common, today
from seloste.usage import chosen_language

ENDINGS = {"html": "html", "markdown": "md"}


@click.command("report")
@common
@click.option("--out", default="seloste-report", show_default=True, type=click.Path(path_type=Path), metavar="DIR")
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
    out: Path,
    scope: str | None,
    fail_on: str | None,
    gate: bool,
) -> int:
    """Check, then write the public notice and the audit report in every language, and report.json."""
    workspace = opened((), policy, config, scope, lang)
    result = judged(workspace, today(as_of), scope, 1)
    told = ahead(workspace, today(as_of), scope=scope) if result.notice is not None else None
    asked = [lang] if lang else [*dict.fromkeys(languages_of(result, workspace))]
    shown = chosen_language(lang, asked)
    languages = worded(asked, shown)
    written = []
    for name, text in files(result, told, Run(__version__, output.commit()), languages):
        output.write_file(out / name, text, output.inputs_of(result))
        written.append(name)
    broken = [finding for finding in result.findings if finding.family == "input"]
    if broken:
        click.echo(output.told(broken, shown), err=True)
    if not quiet:
        click.echo("\n".join((out / name).as_posix() for name in written))
    if verbose:
        output.write(result, "text", output.STDOUT, language=shown, verbose=True)
    code = exit_code(result, fail_on or workspace.config.fail_on)
    return code if gate or code == Exit.INPUT else Exit.CLEAN


def worded(asked: list[str], shown: str) -> list[str]:
    """The languages that there are words for, else the one that is shown; each of the others is told of."""
    from reports.language import language, languages

    for code in asked:
        if code not in languages():
            click.echo(language(shown).word("usage.language-skipped", value=code), err=True)
    return [code for code in asked if code in languages()] or [shown]


def files(result: Result, told: Forecast | None, run: Run, languages: list[str]) -> Iterator[tuple[str, str]]:
    """Every file of the report: its name and what stands in it. A notice that could not be read is not published."""
    from reports.audit import render_audit
    from reports.formats import json

    names = {key: entry.record.name for key, entry in result.processor_entries.items()}
    for language in languages:
        for kind, ending in ENDINGS.items():
            if result.notice is not None and language in result.notice.record.notice.languages:
                yield f"notice.{language}.{ending}", page(result.notice, names, language, kind)
            yield f"audit.{language}.{ending}", render_audit(result, language, kind, run=run, forecast=told)
    yield "report.json", json.render(result, run)
