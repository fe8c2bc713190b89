"""`seloste forecast`: the changes to come, with their days; with `--suppose` a drill for a coming judgment."""

from __future__ import annotations

from datetime import date

import click

from seloste.checker.forecast.forecast import Forecast
from seloste.exit_code import Exit
from seloste.options import (
    Ahead,
    Day,
    Options,
    SupposedEnd,
    at_option,
    collect_options,
    evidence_option,
    file_options,
    lang_option,
)
from seloste.output import write_text
from seloste.policy.period import Period
from seloste.reports.formats import FORMATS
from seloste.session import YEAR, list_unread, load, make_forecast, open_workspace
from seloste.targets import STDOUT
from seloste.terminal import format_findings, make_text_style


@click.command("forecast")
@click.argument("period", required=False, default=YEAR, type=Ahead())
@click.option("--suppose", multiple=True, type=SupposedEnd(), metavar="ID.until=DATE", help="Repeatable.")
@file_options
@at_option
@click.option("--as-of", type=Day(), metavar="DATE", help="The day to look ahead from (default: today).")
@lang_option
@evidence_option
@click.option("--format", type=click.Choice(FORMATS["forecast"]), default="text", show_default=True)
@collect_options
def command(options: Options, period: Period, suppose: tuple[tuple[str, date], ...], format: str) -> int:
    """Tell what will change, and when, if the files and the law stay as they are.

    PERIOD: how far to look ahead, an ISO 8601 duration such as P90D (default: P1Y).

    --suppose: which records would be affected if a ground for transfers or an adequacy decision ended on that day?
    """
    workspace = open_workspace(options)
    forecast = make_forecast(load(workspace, options), options, period, suppose)
    code = options.choose_language()
    write_text(_render(forecast, format, code, options), STDOUT)
    unread = list_unread(forecast.start)
    if unread:
        click.echo(format_findings(unread, code), err=True)
    return Exit.INPUT if forecast.start.broken_input else Exit.CLEAN


def _render(forecast: Forecast, format: str, code: str, options: Options) -> str:
    from seloste.reports.forecast import render_json, render_text

    return (
        render_json(forecast) if format == "json" else render_text(forecast, make_text_style(code, options.environment))
    )
