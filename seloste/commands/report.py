"""`seloste report`: checks, and writes every document that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from seloste import __version__, emit
from seloste.bundle import Job, list_outdated, make_files, make_summaries
from seloste.checker.finding import Finding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.result import Result
from seloste.checker.workspace.last_changes import NO_CHANGES
from seloste.checker.workspace.patterns import find_within
from seloste.exit_code import Exit, compute_exit_code
from seloste.labels import labels_option, read_labels
from seloste.notice_design import read_design, report_design_faults
from seloste.options import THRESHOLDS, Options, at_option, collect_options, common, scope_option, suppression_options
from seloste.output import print_text, report_missing_extras, write_files
from seloste.policy.unfinished import list_unfinished
from seloste.provenance import find_changes
from seloste.reports.formats import FORMATS
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.reports.notice.names import list_unnamed_processors
from seloste.reports.run import Run
from seloste.reproduction import write_command
from seloste.session import (
    add_files_state,
    judge_loaded,
    list_result_languages,
    list_unread,
    load,
    make_drill,
    make_forecast,
    map_processor_names,
    open_workspace,
    require_folder,
    show_unread_parts,
)
from seloste.targets import list_input_paths
from seloste.terminal import format_findings, format_skipped_language, format_unfinished, format_unnamed
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.checker.comparison.follow_up import FollowUp

DEFAULT_FORMATS = ("html", "markdown")
#: So many systems, and so many processors, are drilled for the report: more would take longer than all the rest of it.
MOST_DRILLED = 30


class ReportOptions(Struct, frozen=True, kw_only=True):
    """The options of the command beside those that commands share, each by the name of its parameter."""

    out: Path
    formats: tuple[str, ...]
    is_summary: bool
    notice_template: Path | None
    notice_stylesheet: Path | None
    labels: tuple[Path, ...]
    #: The report.json of an earlier report, to follow up.
    since: Path | None
    #: Whether those are named who last changed a line.
    people: bool
    #: Whether the documents are for others to see.
    public: bool
    gate: bool


@click.command("report")
@common
@at_option
@suppression_options
@click.option("--out", default="seloste-report", show_default=True, type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS["report"]),
    multiple=True,
    default=DEFAULT_FORMATS,
    show_default=True,
    help="Of the documents; repeatable. docx: the notice, the summary; xlsx, csv: the tables.",
)
@click.option("--summary", "is_summary", is_flag=True, help="The summary of the report for auditors alone.")
@click.option("--notice-template", type=click.Path(path_type=Path), metavar="FILE", help="Your own, for the notice.")
@click.option("--notice-stylesheet", type=click.Path(path_type=Path), metavar="FILE", help="Your own, for the notice.")
@labels_option
@click.option("--since", type=click.Path(path_type=Path), metavar="FILE", help="An earlier report.json, to follow up.")
@click.option("--people", is_flag=True, help="Name who last changed the lines that verdicts turn on.")
@click.option("--public", is_flag=True, help="A version for others: without safeguards, resources, persons, lines.")
@scope_option
@click.option("--fail-on", type=click.Choice(THRESHOLDS), help="With --gate: from which severity on it fails.")
@click.option("--gate", is_flag=True, help="End as check does: 1 when findings count.")
@collect_options
def command(options: Options, **given: Any) -> int:
    """Check, then write the notice, the report for auditors and the Art. 30 record in every language; report.json."""
    return write_report(options, ReportOptions(**given))


def write_report(options: Options, asked: ReportOptions) -> int:
    """Checks, and writes the documents that are asked for."""
    formats = tuple(dict.fromkeys(asked.formats))
    require_extras(formats)
    if asked.public:
        refuse_with_public(since=asked.since, people=asked.people)
    design = read_design(asked.notice_template, asked.notice_stylesheet)
    workspace = open_workspace(options)
    languages, faults, labels = read_labels(workspace, asked.labels)
    if faults:
        click.echo(format_findings(faults, options.choose_language()), err=True)
        return Exit.INPUT
    loaded = load(workspace, options)
    result = judge_loaded(loaded, options)
    result = replace(result, inputs=(*result.inputs, *labels, *design.list_inputs(workspace.folder)))
    result = add_files_state(result, workspace, options)
    show_unread_parts(result, options)
    is_whole = result.notice is not None and not asked.is_summary
    forecast = make_forecast(loaded, options, start=result) if is_whole else None
    drill = make_drill(loaded, options, result, MOST_DRILLED) if is_whole else None
    inputs = list_input_paths(result)
    result, followed = follow_earlier(asked.since, result, options)
    tags = [options.lang] if options.lang else [*dict.fromkeys(list_result_languages(result, workspace))]
    shown = options.choose_language()
    codes = choose_languages(tags, shown, languages)
    command = write_command(click.get_current_context(), options, result.files)
    run = Run(__version__, result.files.commit or emit.find_commit(options.folder), command)
    job = Job(
        result=result,
        forecast=forecast,
        run=run,
        drill=drill,
        followed=followed,
        statement=workspace.config.statement,
        changes=NO_CHANGES if asked.is_summary else find_changes(result, workspace, with_authors=asked.people),
        design=design.design,
        review_within=workspace.config.review_within,
        notice_languages=languages,
    )
    if asked.public:
        job = job.publish()
        result = job.result
    make = make_summaries if asked.is_summary else make_files
    with report_missing_extras(), report_design_faults(asked.notice_template, asked.notice_stylesheet):
        files = {asked.out / name: content for name, content in make(job, codes, formats)}
    outdated = [] if asked.is_summary else list_outdated(asked.out, files, list_result_languages(result, workspace))
    write_files(files, inputs, outdated)
    if result.notice is not None:
        warn_about_notice(result.notice, map_processor_names(result.processor_entries), shown)
    unread = list_unread(result)
    if unread:
        click.echo(format_findings(unread, shown), err=True)
    if not options.quiet:
        from seloste.reports.rendering.escape import visible

        names = [path.as_posix().encode(errors="backslashreplace").decode() for path in files]
        print_text("".join(f"{visible(name)}\n" for name in names))
    if options.verbose:
        emit.show_text(emit.make_format_context(result, shown, options), options)
    status = compute_exit_code(result, options.fail_on or workspace.config.fail_on)
    return status if asked.gate or status == Exit.INPUT else Exit.CLEAN


def refuse_with_public(**options: object) -> None:
    """Raises a usage error where an option asks for what a public version leaves out."""
    for name, value in options.items():
        if value:
            raise UsageError("public-with", option=f"--{name}")


def follow_earlier(since: Path | None, result: Result, options: Options) -> tuple[Result, FollowUp | None]:
    """The follow-up of an earlier report. Where that can't be read there is none, and the result has a finding more."""
    if since is None:
        return result, None
    from seloste.checker.comparison.follow_up import follow_up
    from seloste.checker.comparison.report_snapshot import read_report

    earlier = read_report(since, require_folder(options))
    if isinstance(earlier, Finding):
        return replace(result, findings=(*result.findings, earlier)), None
    name = find_within(since, require_folder(options)) or since.name  # no folder of a machine is told
    return result, follow_up(replace(earlier, path=name), result)


def warn_about_notice(notice: NoticeEntry, processors: Mapping[str, str], code: str) -> None:
    """Tells what is unfinished in the notice, so that its page is a draft, and which processors have no name."""
    unfinished = [(notice.at(*steps), gaps) for steps, gaps in list_unfinished(notice.record)]
    if unfinished:
        click.echo(format_unfinished(unfinished, code, refused=False), err=True)
    unnamed = list_unnamed_processors(notice.record, processors)
    if unnamed:
        click.echo(format_unnamed(unnamed, code), err=True)


def choose_languages(asked: Sequence[str], shown: str, languages: NoticeLanguages) -> list[str]:
    """The tags of the languages to write in, with the one of the messages where none has words of ours.

    A message names each language that is skipped.
    """
    from seloste.reports.language.language import find_base

    for code in asked:
        if not languages.has(code):
            click.echo(format_skipped_language(code, shown), err=True)
    codes = [code for code in asked if languages.has(code)]
    return codes if any(find_base(code) for code in codes) else [*codes, shown]


def require_extras(formats: Sequence[str]) -> None:
    """Raises a usage error, before any work is done, where a library that a format needs is not installed."""
    from seloste.reports.paper.optional import LIBRARIES, load_library

    with report_missing_extras():
        for format in formats:
            if format in LIBRARIES:
                load_library(format)
