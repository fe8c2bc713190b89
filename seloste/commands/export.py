"""`seloste export`: documents that a controller keeps on file or passes on, in the formats that readers need."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from seloste import __version__
from seloste.checker.result import Result
from seloste.exit_code import Exit
from seloste.options import Options, at_option, collect_options, common, target_option
from seloste.output import refuse_terminal, report_missing_extras, write_documents
from seloste.policy.period import Period
from seloste.reports.formats import FORMATS
from seloste.session import (
    add_files_state,
    choose_published_language,
    judge,
    list_unread,
    map_processor_names,
    open_workspace,
)
from seloste.targets import STDOUT, list_input_paths
from seloste.terminal import format_findings
from seloste.usage_errors import UsageError

#: The documents. The last is data for machines (JSON-LD) and has no other format.
KINDS = ("ropa", "transfers", "processors", "dpv")
SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".xlsx": "xlsx"}
#: The documents that are published, in a language of the notice. The others may be in any language.
PUBLIC_KINDS = ("processors", "dpv")


@click.command("export")
@click.argument("kind", type=click.Choice(KINDS), metavar="|".join(KINDS))
@common
@at_option
@click.option(
    "--format", "asked", type=click.Choice(FORMATS["export"]), help="Default: by the suffix of FILE, else html."
)
@target_option
@collect_options
def command(options: Options, kind: str, asked: str | None, target: str) -> int:
    """Write a document to keep on file or to pass on.

    ropa: the record of processing activities (GDPR Art. 30). transfers: the register of transfers outside the EEA.
    processors: the processor list for the public. dpv: the notice as JSON-LD in the terms of the W3C DPV.
    """
    format = choose_format(kind, asked, target)
    options = replace(options, scope="all")
    workspace = open_workspace(options)
    result = add_files_state(judge(workspace, options), workspace, options)
    shown = options.choose_language()
    unread = list_unread(result)
    if unread:
        click.echo(format_findings(unread, shown), err=True)
    if result.notice is None:
        return Exit.INPUT
    code = choose_published_language(result.notice, options) if kind in PUBLIC_KINDS else shown
    if format == "xlsx":
        refuse_terminal(format, target)
    content, warning = render_document(kind, result, code, format, workspace.config.review_within)
    if warning and not options.quiet:
        from seloste.reports.rendering.escape import visible

        click.echo(visible(warning), err=True)
    write_documents({target: content}, format, list_input_paths(result))
    return Exit.INPUT if result.broken_input else Exit.CLEAN


def choose_format(kind: str, asked: str | None, target: str) -> str:
    """The format asked for, else that of the file's suffix; a usage error where neither gives one."""
    if kind == "dpv":
        if asked is not None:
            raise UsageError("export-format", kind=kind, value=asked)
        return "json-ld"
    suffix = Path(target).suffix.lower() if target != STDOUT else ""
    if asked is None and suffix and suffix not in SUFFIXES:
        raise UsageError("export-suffix", value=target, choices=", ".join(SUFFIXES))
    return asked or SUFFIXES.get(suffix, "html")


def render_document(
    kind: str, result: Result, code: str, format: str, review_within: Period
) -> tuple[str | bytes, str]:
    """The document in a language and format, and a warning about it, empty where there is none."""
    if kind == "dpv":
        return render_json_ld(result), ""
    with report_missing_extras():
        from seloste.reports.record.export import export_document

        return export_document(kind, result, code, format, review_within=review_within, version=__version__)


def render_json_ld(result: Result) -> str:
    """The notice in the terms of the DPV, in all its languages."""
    from seloste.reports.exports.dpv import build_dpv
    from seloste.reports.rendering.escape import json_text

    assert result.notice is not None
    names = map_processor_names(result.processor_entries)
    return json_text(build_dpv(result.notice.record, names=names))
