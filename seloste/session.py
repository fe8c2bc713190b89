"""The steps that commands share: open the workspace, judge it, and choose languages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.loading import load_processors
from seloste.checker.result import Result
from seloste.checker.workspace import workspace as workspaces
from seloste.checker.workspace.left_out import FOREIGN
from seloste.checker.workspace.patterns import make_nothing_finding
from seloste.checker.workspace.settings_file import ConfigurationError
from seloste.checker.workspace.workspace import Sources, Workspace
from seloste.options import Options
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from seloste.progress import show_progress
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.terminal import format_findings
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.checker.drill.outcome import Drill
    from seloste.checker.forecast.forecast import Forecast
    from seloste.checker.judging.loaded_workspace import LoadedWorkspace
    from seloste.checker.reading.tree import Tree
    from seloste.checker.verdicts.evidence import KeptEvidence
    from seloste.reports.notice import Publication

#: The placeholder for the language in the name of a file.
LANGUAGE = "{lang}"
YEAR = Period("P1Y")
#: The reasons for which a part that was not checked is named on stderr too: git tracks it with secrets in it, or it is
#: a part of a table that declares nothing.
_ON_STDERR = frozenset({"plan-tracked", "column-unknown", "row-above-header", "sheet-unread", "sheet-hidden"})


def find_workspace(options: Options, paths: Sequence[Path | str] = (), sources: Sources | None = None) -> Workspace:
    """The workspace of the working directory, its files found but not yet read.

    Raises:
        ConfigurationError: The configuration can't be used, or the working directory has been deleted.
    """
    if options.folder is None:
        raise ConfigurationError([make_nothing_finding(".")])
    sources = sources or open_past(options)
    found = workspaces.open_workspace(
        paths,
        folder=options.folder,
        policy=options.policy,
        config=options.config,
        baseline=options.baseline,
        scope=options.scope,
        sources=sources,
        evidence=options.evidence,
    )
    return replace(
        found,
        waivers_ignored=options.no_waivers,
        is_today=options.as_of is None,
        today=options.today,
        databases=options.databases.resolve(found.databases) if options.at is None else (),
        left_out=(*found.left_out, *_list_present(found, options)),
        asks_past=options.day < options.today,
    )


def _list_present(found: Workspace, options: Options) -> list[tuple[str, str]]:
    """The databases that the settings of a revision name: they are of today, and so they are not asked."""
    return [(each.name, "database-of-today") for each in found.databases] if options.at is not None else []


def open_past(options: Options) -> Sources | None:
    """The files of the revision that all inputs are to be read from; None where they are those of the work tree.

    Raises:
        UsageError: There is no such revision, or another option can't go with it.
    """
    if options.at is None:
        return None
    from seloste.revision_names import find_past

    if options.trusted is not None:
        raise UsageError("at-trusted")
    if options.databases.given:
        raise UsageError("at-database", value=options.databases.given[0])
    tree = find_past("--at", options.at, require_folder(options), options.environment)
    return Sources(tree, tree)


def open_workspace(options: Options, paths: Sequence[Path | str] = ()) -> Workspace:
    """As `find_workspace`; a configuration that can't be used is a usage error with each of its findings."""
    try:
        workspace = find_workspace(options, paths)
    except ConfigurationError as error:
        raise make_configuration_error(error, options) from None
    show_left_out(workspace, options)
    return workspace


def show_left_out(workspace: Workspace, options: Options) -> None:
    """Names on stderr the files that one could expect to be judged, and are not. Reports count those of others."""
    left_out = [(path, reason) for path, reason in workspace.left_out if reason != FOREIGN]
    if left_out and not options.quiet:
        from seloste.terminal import format_left_out

        click.echo(format_left_out(left_out, options.choose_language()), err=True)


def show_unread_parts(result: Result, options: Options) -> None:
    """Names on stderr the parts of tables that were not read, and the plans and states with secrets that git tracks."""
    tracked = [(item.what, item.why) for item in result.not_checked if item.why in _ON_STDERR]
    if tracked and not options.quiet:
        from seloste.terminal import format_left_out

        click.echo(format_left_out(tracked, options.choose_language()), err=True)


def make_configuration_error(error: ConfigurationError, options: Options) -> UsageError:
    """The usage error for a configuration that can't be used."""
    return UsageError("configuration", findings=format_findings(error.findings, options.choose_language()))


def require_folder(options: Options) -> Path:
    """The working directory; a usage error where it has been deleted."""
    if options.folder is None:
        raise make_configuration_error(ConfigurationError([make_nothing_finding(".")]), options)
    return options.folder


def judge(workspace: Workspace, options: Options, kept: KeptEvidence | None = None) -> Result:
    """The result of checking the workspace by the law of the day.

    `kept`: the evidence that is in it; None: all of it, with the records.
    """
    from seloste.checker.judging.check import check
    from seloste.checker.verdicts.evidence import KeptEvidence

    if options.engine == "spark":
        from seloste.spark_engine import judge_on_spark

        return judge_on_spark(workspace, options, kept or KeptEvidence.LISTED)
    with show_progress(options) as progress:
        return check(
            replace(workspace, progress=progress),
            load_law(),
            options.day,
            scope=options.scope,
            jobs=options.jobs,
            kept=kept or KeptEvidence.ALL,
        )


def add_files_state(result: Result, workspace: Workspace, options: Options) -> Result:
    """The result with the state of the files that were judged: that of a commit, or the work tree."""
    from seloste.checker.workspace.files_state import find_files_state

    read = (item for item in (result.policy, *result.inputs) if item is not None)
    paths = [*(item.path for item in read if item.revision is None), *result.unhashed]
    tree = workspace.sources.judged
    find_expected = partial(_list_expected, result, workspace, options)
    return replace(result, files=find_files_state(tree, paths, options.at or "", find_expected))


def _list_expected(result: Result, workspace: Workspace, options: Options, tree: Tree) -> Iterator[Path]:
    """The files that would have been read, had they been there: of the settings, the options, and documents."""
    from seloste.checker.workspace.expected_files import list_expected

    yield from list_expected(workspace, tree, options.evidence)
    yield from map(Path, result.unhashed)
    if result.index is not None and result.index.documents is not None:
        yield from result.index.documents.list_missing()


def load(workspace: Workspace, options: Options) -> LoadedWorkspace:
    """The content of the files, with every system, to be judged again and again."""
    from seloste.checker.judging.loaded_workspace import load_systems, load_workspace

    with show_progress(options) as progress:
        return load_systems(load_workspace(replace(workspace, progress=progress), options.scope))


def judge_loaded(loaded: LoadedWorkspace, options: Options) -> Result:
    """The result of checking what was read, with every system, by the law of the day."""
    from seloste.checker.judging.check import check_loaded

    return check_loaded(loaded, load_law(), options.day)


def make_forecast(
    loaded: LoadedWorkspace,
    options: Options,
    period: Period = YEAR,
    supposed: Sequence[tuple[str, date]] = (),
    start: Result | None = None,
) -> Forecast:
    """The forecast from the day on, as if each supposed id (an instrument or a decision) had its supposed last day.

    `start`: the result of the day, where it was judged already and nothing is supposed.
    """
    from seloste.checker.forecast.forecast import Supposition, make_forecast

    suppositions = [Supposition(id, until) for id, until in supposed]
    workspace, day, scope = loaded.workspace, options.day, options.scope
    made = make_forecast(
        workspace, load_law(), day, period, scope=scope, supposed=suppositions, loaded=loaded, start=start
    )
    return made if start else replace(made, start=add_files_state(made.start, workspace, options))


def make_drill(
    loaded: LoadedWorkspace, options: Options, result: Result | None = None, most_records: int | None = None
) -> Drill:
    """The drill of what was read, on the day.

    Args:
        loaded: What was read.
        options: The options of the command.
        result: The check of the same files, where it was made already.
        most_records: How many systems and processors are drilled; None: as many as a drill by itself takes.
    """
    from seloste.checker.drill.drill import MOST_RECORDS, run_drill

    law, most = load_law().on(options.day), most_records or MOST_RECORDS
    drill = run_drill(loaded, law, fail_on=options.fail_on, most_records=most, result=result)
    return drill if result else replace(drill, result=add_files_state(drill.result, loaded.workspace, options))


def list_result_languages(result: Result, workspace: Workspace) -> list[str]:
    """The codes of the configured languages, then those of the notice."""
    own = result.notice.record.notice.languages if result.notice else []
    return [*(workspace.config.languages or ()), *own]


def list_unread(result: Result) -> list[Finding]:
    """The findings about files that could not be read."""
    return [finding for finding in result.findings if finding.is_input]


def map_processor_names(processors: Mapping[str, DeclaredRecord[Processor]]) -> dict[str, str]:
    """The names of processors by id."""
    return {id: entry.record.name for id, entry in processors.items()}


def load_listed_processors(workspace: Workspace) -> Mapping[str, DeclaredRecord[Processor]]:
    """The listed processors by id, read from their files."""
    return load_processors(workspace.processors, workspace.display_path, workspace.get_tree("processors")).entries


def load_processor_names(workspace: Workspace) -> dict[str, str]:
    """The names of the listed processors by id, read from their files."""
    return map_processor_names(
        load_processors(workspace.processors, workspace.display_path, workspace.get_tree("processors")).entries
    )


def describe_publication(
    processors: Mapping[str, DeclaredRecord[Processor]],
    translations: Mapping[str, str],
    languages: NoticeLanguages | None = None,
) -> Publication:
    """The facts of a notice that its own words lack.

    Args:
        processors: The listed processors by id.
        translations: The address of the notice by language, seen from the page.
        languages: The languages that have words; None: ours alone.
    """
    from seloste.reports.notice import Publication

    purposes = {id: tuple(entry.record.purposes or ()) for id, entry in processors.items()}
    return Publication(translations, purposes, languages or NoticeLanguages())


def link_translations(notice: NoticeEntry, code: str, target: str, languages: NoticeLanguages) -> dict[str, str]:
    """The file of the notice by language, relative to the file in one of them; empty where `target` names one file."""
    if LANGUAGE not in target:
        return {}
    here = posixpath.dirname(target.replace(LANGUAGE, code))
    files = {other: target.replace(LANGUAGE, other) for other in list_written_languages(notice, languages)}
    return {other: quote(posixpath.relpath(file, here or ".")) for other, file in files.items()}


def list_written_languages(notice: NoticeEntry, languages: NoticeLanguages | None = None) -> list[str]:
    """The tags of the notice's languages that have words."""
    known = languages or NoticeLanguages()
    return [code for code in dict.fromkeys(notice.record.notice.languages) if known.has(code)]


def choose_published_language(notice: NoticeEntry, options: Options, languages: NoticeLanguages | None = None) -> str:
    """The tag of the language to write the notice in.

    Raises:
        UsageError: The notice is not in the language asked for, or there are no words for it.
    """
    from seloste.reports.language.language import language_codes

    own = notice.record.notice.languages
    if options.lang is not None and options.lang not in own:
        raise UsageError("notice-language", value=options.lang, choices=", ".join(own))
    known = list_written_languages(notice, languages)
    if not known or (options.lang is not None and options.lang not in known):
        raise UsageError("no-labels", value=options.lang or ", ".join(own), choices=", ".join(language_codes()))
    code = options.lang or options.choose_document_language(known)
    return code if code in known else known[0]


def list_workspace_files(workspace: Workspace) -> list[str]:
    """The paths of the files that a check would read: no output may go there."""
    evidence = (each.path for each in workspace.evidence)
    own_files = (workspace.waivers, workspace.responses)
    files = (workspace.policy, *workspace.systems, *workspace.processors, *evidence, *own_files)
    own = [workspace.config_file.path] if workspace.config_file else []
    return [*own, *(str(path) for path in files if path is not None)]
