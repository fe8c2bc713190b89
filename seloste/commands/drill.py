"""`seloste drill`: breaks each promise in memory, and tells which breaches the gate would catch here."""

from __future__ import annotations

import click

from seloste.checker.drill.outcome import Drill
from seloste.exit_code import Exit
from seloste.options import (
    THRESHOLDS,
    Options,
    at_option,
    collect_options,
    common,
    scope_option,
    suppression_options,
    target_option,
)
from seloste.output import write_documents
from seloste.reports.formats import FORMATS
from seloste.session import list_unread, load, make_drill, open_workspace
from seloste.targets import list_input_paths
from seloste.terminal import format_findings, make_text_style


@click.command("drill")
@common
@at_option
@suppression_options
@scope_option
@click.option("--fail-on", type=click.Choice(THRESHOLDS), help="From which severity on the gate would fail.")
@click.option("--format", type=click.Choice(FORMATS["drill"]), default="text", show_default=True)
@target_option
@collect_options
def command(options: Options, format: str, target: str) -> int:
    """Break each promise in memory, and tell which breaches the check would catch here, and which it would miss.

    A promise is guarded where every breach of it is caught, for every system and processor: those that somebody writes
    into the inventory, and those that nobody writes down, which only infrastructure could show. A promise that is
    checked only against what somebody wrote is not guarded. Nothing on disk is touched.

    It is no gate: it ends with 0, or with 3 where something could not be read.
    """
    workspace = open_workspace(options)
    drill = make_drill(load(workspace, options), options)
    code = options.choose_language()
    write_documents({target: _render(drill, format, code, options, target)}, format, list_input_paths(drill.result))
    unread = list_unread(drill.result)
    if unread:
        click.echo(format_findings(unread, code), err=True)
    return Exit.INPUT if drill.result.broken_input else Exit.CLEAN


def _render(drill: Drill, format: str, code: str, options: Options, target: str) -> str:
    if format == "json":
        from seloste.reports.drill.json import render_json

        return render_json(drill)
    from seloste.reports.drill.text import render_text

    return render_text(drill, make_text_style(code, options.environment, target))
