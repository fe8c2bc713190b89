"""`seloste notice`: only the public notice."""

from __future__ import annotations

from pathlib import Path

import click

from seloste.bundle import render_notice_document
from seloste.checker.linking.loading import open_notice
from seloste.exit_code import Exit
from seloste.labels import labels_option, read_labels
from seloste.notice_design import read_design, report_design_faults
from seloste.options import Day, LanguageCode, Options, at_option, collect_options, file_options
from seloste.output import refuse_terminal, write_documents
from seloste.policy.unfinished import list_unfinished
from seloste.reports.formats import FORMATS, PAPER_FORMATS
from seloste.reports.notice.names import list_unnamed_processors
from seloste.session import (
    LANGUAGE,
    choose_published_language,
    describe_publication,
    link_translations,
    list_workspace_files,
    list_written_languages,
    load_listed_processors,
    map_processor_names,
    open_workspace,
)
from seloste.targets import STDOUT
from seloste.terminal import format_findings, format_skipped_language, format_unfinished, format_unnamed
from seloste.usage_errors import UsageError

_TARGET = "Where to write; - is stdout. With {lang} in it, a file a language, linked to each other."

#: The formats that the suffix of a file tells. A page of text may have any other suffix.
_SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text"}
_SUFFIXES |= {f".{format}": format for format in PAPER_FORMATS}

_AS_OF = "Taken as by other commands; the page is the same on every day."


@click.command("notice")
@file_options
@at_option
@click.option("--as-of", "unused_day", type=Day(), metavar="DATE", expose_value=False, help=_AS_OF)
@click.option("--lang", type=LanguageCode(), help="One of the notice's languages (default: the first that fits).")
@click.option(
    "--format", "asked", type=click.Choice(FORMATS["notice"]), help="Default: by the suffix of FILE, else html."
)
@click.option("-o", "--output", "target", default=STDOUT, metavar="FILE", help=_TARGET)
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="A template of your own (Jinja).")
@click.option("--stylesheet", type=click.Path(path_type=Path), metavar="FILE", help="CSS of your own, over ours.")
@click.option("--final", is_flag=True, help="Write nothing while the notice is a draft, or has a TODO or a blank.")
@labels_option
@collect_options
def command(
    options: Options,
    asked: str | None,
    target: str,
    final: bool,
    template: Path | None,
    stylesheet: Path | None,
    labels: tuple[Path, ...],
) -> int:
    """Write the public notice: what the company publishes, and nothing else."""
    format = _choose_format(asked, target)
    design = read_design(template, stylesheet, format).design
    workspace = open_workspace(options)
    notice, file = open_notice(workspace)
    languages, faults, _ = read_labels(workspace, labels)
    if notice is None or faults:
        click.echo(format_findings([*file.findings, *faults], options.choose_language()), err=True)
        return Exit.INPUT
    unfinished = [(notice.at(*steps), gaps) for steps, gaps in list_unfinished(notice.record)]
    if unfinished:
        click.echo(format_unfinished(unfinished, options.choose_language(), refused=final), err=True)
        if final:
            return Exit.FINDINGS
    one_file = options.lang or LANGUAGE not in target
    codes = list_written_languages(notice, languages)
    if one_file or not codes:
        codes = [choose_published_language(notice, options, languages)]
    else:
        skipped = [code for code in dict.fromkeys(notice.record.notice.languages) if code not in codes]
        for code in skipped:
            click.echo(format_skipped_language(code, options.choose_language()), err=True)
    if format in PAPER_FORMATS:
        refuse_terminal(format, target)
    processors = load_listed_processors(workspace)
    unnamed = list_unnamed_processors(notice.record, map_processor_names(processors))
    if unnamed:
        click.echo(format_unnamed(unnamed, options.choose_language()), err=True)
    contents = {}
    for code in codes:
        publication = describe_publication(processors, link_translations(notice, code, target, languages), languages)
        with report_design_faults(template, stylesheet):
            content = render_notice_document(notice, map_processor_names(processors), code, format, publication, design)
        contents[target.replace(LANGUAGE, code)] = content
    write_documents(contents, format, list_workspace_files(workspace))
    return Exit.CLEAN


def _choose_format(asked: str | None, target: str) -> str:
    """The format that was asked for, else that of the target's suffix, else HTML.

    Raises:
        UsageError: The suffix is that of a document on paper, and another format was asked for; or the other way round.
    """
    by_suffix = _SUFFIXES.get(Path(target).suffix.lower())
    if asked and by_suffix and asked != by_suffix and {asked, by_suffix} & {*PAPER_FORMATS}:
        raise UsageError("format-of-suffix", path=target, kind=asked, expected=by_suffix)
    return asked or by_suffix or "html"
