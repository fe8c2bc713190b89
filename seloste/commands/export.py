"""`seloste export`: what a controller keeps on file or hands on, each document in the format that its reader needs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from seloste import __version__, output
from seloste.checker.result import Result
from seloste.cli import Exit
from seloste.commands.check import judged, languages_of, opened
from seloste.commands.notice import published_language
from seloste.options import common, today
from seloste.policy.period import Period
from seloste.usage_errors import UsageError, chosen_language

#: What can be exported. The last is data for machines (JSON-LD) and has no other format.
KINDS = ("ropa", "transfers", "processors", "dpv")
FORMATS = ("html", "markdown", "csv", "xlsx")
SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".csv": "csv", ".xlsx": "xlsx"}
#: What is to be published, in a language of the notice. What is kept inside is in any that there are words for.
PUBLIC = ("processors", "dpv")


@click.command("export")
@click.argument("kind", type=click.Choice(KINDS), metavar="|".join(KINDS))
@common
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the suffix of FILE, else html.")
@click.option("-o", "--output", "target", default=output.STDOUT, metavar="FILE", help="Where to write; - is stdout.")
def command(
    kind: str,
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    quiet: bool,
    verbose: bool,
    form: str | None,
    target: str,
) -> int:
    """Write what is kept on file.

    ropa: the record of processing activities (GDPR Art. 30). transfers: the register of transfers outside the EEA.
    processors: the processor list for the public. dpv: the notice as JSON-LD in the terms of the W3C DPV.
    """
    chosen = chosen_format(kind, form, target)
    workspace = opened((), policy, config, "all", lang)
    result = judged(workspace, today(as_of), "all", 1)
    shown = chosen_language(lang, languages_of(result, workspace))
    unread = [finding for finding in result.findings if finding.family == "input"]
    if unread:
        click.echo(output.told(unread, shown), err=True)
    if result.notice is None:
        return Exit.INPUT
    language = published_language(result.notice, lang) if kind in PUBLIC else shown
    if chosen == "xlsx":
        output.for_programs(chosen, target)
    content, warning = document(kind, result, language, chosen, workspace.config.review_within)
    if warning and not quiet:
        from seloste.reports.rendering.escape import visible

        click.echo(visible(warning), err=True)
    output.put(content, chosen, target, output.inputs_of(result))
    return Exit.INPUT if result.broken_input else Exit.CLEAN


def chosen_format(kind: str, form: str | None, target: str) -> str:
    """The format asked for, else the one that the file's suffix names; a usage error where nothing tells it."""
    if kind == "dpv":
        if form is not None:
            raise UsageError("export-format", kind=kind, value=form)
        return "json-ld"
    suffix = Path(target).suffix.lower() if target != output.STDOUT else ""
    if form is None and suffix and suffix not in SUFFIXES:
        raise UsageError("export-suffix", value=target, choices=", ".join(SUFFIXES))
    return form or SUFFIXES.get(suffix, "html")


def document(kind: str, result: Result, language: str, form: str, review_within: Period) -> tuple[str | bytes, str]:
    """The document, and what is to be said of it on stderr."""
    if kind == "dpv":
        return json_ld(result), ""
    with output.extras():
        from seloste.reports.record.export import export

        return export(kind, result, language, form, review_within=review_within, version=__version__)


def json_ld(result: Result) -> str:
    """The notice in the terms of the DPV, in all its languages."""
    from seloste.reports.exports.dpv import dpv_document

    assert result.notice is not None
    names = {key: entry.record.name for key, entry in result.processor_entries.items()}
    return json.dumps(dpv_document(result.notice.record, names=names), ensure_ascii=False, indent=2) + "\n"
