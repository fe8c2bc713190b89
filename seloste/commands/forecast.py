"""`seloste forecast`: what will change, and when; with `--suppose` a drill for a judgment to come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from seloste import output
from seloste.checker.forecast.forecast import Forecast, Supposition
from seloste.checker.workspace.workspace import Workspace
from seloste.cli import Exit
from seloste.commands.check import languages_of, opened
from seloste.options import Ahead, Day, LanguageCode, SupposedEnd, today
from seloste.policy.law.law import law
from seloste.policy.period import Period
from seloste.usage_errors import chosen_language

YEAR = Period("P1Y")


@click.command("forecast")
@click.argument("period", required=False, default=YEAR, type=Ahead())
@click.option("--suppose", multiple=True, type=SupposedEnd(), metavar="ID.until=DATE", help="Repeatable.")
@click.option("--policy", type=click.Path(path_type=Path), help="The policy file.")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.option("--as-of", type=Day(), metavar="DATE", help="The day to look ahead from (default: today).")
@click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
@click.option("--format", "kind", type=click.Choice(output.FORMATS), default="text", show_default=True)
def command(
    period: Period,
    suppose: tuple[tuple[str, date], ...],
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    kind: str,
) -> int:
    """Tell what will change, and when, if the files and the law stay as they are.

    PERIOD: how far to look ahead, an ISO 8601 duration such as P90D (default: P1Y).

    --suppose: whom would it hit if a transfer tool or an adequacy decision ended on that day?
    """
    workspace = opened((), policy, config, None, lang)
    told = ahead(workspace, today(as_of), period, suppose)
    language = chosen_language(lang, languages_of(told.start, workspace))
    click.echo(output.forecast(told, kind, language), nl=False, color=True)
    broken = [finding for finding in told.start.findings if finding.family == "input"]
    if broken:
        click.echo(output.told(broken, language), err=True)
    return Exit.INPUT if told.start.broken_input else Exit.CLEAN


def ahead(
    workspace: Workspace,
    day: date,
    period: Period = YEAR,
    suppose: tuple[tuple[str, date], ...] = (),
    scope: str | None = None,
) -> Forecast:
    """The forecast from a day on."""
    from seloste.checker.forecast.forecast import forecast

    supposed = [Supposition(id, until) for id, until in suppose]
    return forecast(workspace, law(), day, period, scope=scope, supposed=supposed)  # type: ignore[arg-type]
