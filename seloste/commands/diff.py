"""`seloste diff`: the changes between two notices; or between a policy and the page that the public sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click
from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.workspace.workspace import Workspace
from seloste.exit_code import Exit
from seloste.labels import read_labels
from seloste.options import (
    Day,
    Options,
    as_of_option,
    collect_options,
    file_options,
    lang_option,
    target_option,
)
from seloste.output import write_text
from seloste.policy.change.comparison import NoticeComparison, compare_notices
from seloste.policy.circumstances import apply_law_to_change
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from seloste.policy_versions import Version, find_version
from seloste.reports.formats import FORMATS
from seloste.session import (
    describe_publication,
    load_listed_processors,
    load_processor_names,
    map_processor_names,
    open_workspace,
    require_folder,
)
from seloste.terminal import format_findings, make_text_style
from seloste.usage_errors import UsageError


class Request(Struct, frozen=True):
    """The answer that the command line asks for."""

    options: Options
    format: str
    target: str
    notify: bool
    #: With `notify`: the day on which the changes take effect.
    start: date | None


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", nargs=-1, metavar="[NEW]...")
@file_options
@as_of_option
@lang_option
@click.option("--format", type=click.Choice(FORMATS["diff"]), default="text", show_default=True)
@click.option("--notify", is_flag=True, help="Write a notification to people, ready but for what must be filled in.")
@click.option("--from", "start", type=Day(), metavar="DATE", help="With --notify: when the changes take effect.")
@target_option
@collect_options
def command(
    options: Options, old: str, new: tuple[str, ...], format: str, notify: bool, start: date | None, target: str
) -> int:
    """Tell what changed from OLD to NEW, and whether people must be told again.

    OLD and NEW: a policy file, a revision of the policy such as HEAD~1, or REVISION:PATH. Without NEW, the policy as
    it is now.

    NEW may also be the page that the public sees, HTML or text, one or several, one a language: does it still say
    what the policy promises?
    """
    request = Request(options, format, target, notify, start)
    workspace = open_workspace(options)
    folder = require_folder(options)
    before = find_version(old, workspace.policy, folder)
    current = Version(workspace.display_path(workspace.policy), workspace.policy, workspace.get_tree("policy"))
    after = [find_version(each, workspace.policy, folder) for each in new] or [current]
    if start is not None and not notify:
        raise UsageError("diff-from")
    _refuse_mismatch(before, after, request)
    first, findings = _read_policy(before)
    if after[0].is_page:
        if first is None:
            return _report_unread(findings, options)
        return _compare_with_pages(first, before, after, request, workspace)
    from seloste.reports.change.words import name_processors

    second, more = _read_policy(after[0])
    if first is None or second is None:
        return _report_unread([*findings, *more], options)
    changes = compare_notices(first, second, apply_law_to_change(load_law().on(options.day), first, second))
    comparison = name_processors(changes, load_processor_names(workspace))
    if notify:
        text = _render_notification(comparison, (before.name, after[0].name), request)
    else:
        text = _render_comparison(comparison, (before, after[0]), request)
    write_text(text, target, [each.name for each in (before, *after)])
    return Exit.CLEAN


def _refuse_mismatch(before: Version, after: Sequence[Version], request: Request) -> None:
    """Raises a usage error where the versions can't be compared with each other, or not as the request asks."""
    pages = [each for each in after if each.is_page]
    if before.is_page:
        raise UsageError("diff-old-page", value=before.name)
    if len(after) > 1 and len(pages) < len(after):
        raise UsageError("diff-many", value=next(each.name for each in after if not each.is_page))
    if request.notify and pages:
        raise UsageError("diff-notify-page", value=pages[0].name)
    if request.format == "html" and not request.notify:
        raise UsageError("diff-html")


def _read_policy(version: Version) -> tuple[Policy | None, list[Finding]]:
    policy, file = version.read_policy()
    return policy, [] if policy is not None else file.findings


def _report_unread(findings: Sequence[Finding], options: Options) -> int:
    click.echo(format_findings(findings, options.choose_language()), err=True)
    return Exit.INPUT


def _compare_with_pages(
    policy: Policy, version: Version, pages: Sequence[Version], request: Request, workspace: Workspace
) -> int:
    """Writes where the pages that the public sees differ from the policy."""
    from seloste.reports.language.language import load_language
    from seloste.reports.published import document
    from seloste.reports.published.check import check_pages

    options, target = request.options, request.target
    processors = load_listed_processors(workspace)
    languages, faults, _ = read_labels(workspace)
    if faults:
        return _report_unread(faults, options)
    publication = describe_publication(processors, {}, languages)
    check, findings = check_pages(policy, version.name, pages, map_processor_names(processors), publication)
    if check is None:
        return _report_unread(findings, options)
    code = options.choose_language()
    if request.format == "json":
        text = document.render_json(check)
    elif request.format == "markdown":
        text = document.render_markdown(check, load_language(code))
    else:
        text = document.render_text(check, make_text_style(code, options.environment, target))
    write_text(text, target, [each.name for each in (version, *pages)])
    return Exit.CLEAN


def _render_comparison(comparison: NoticeComparison, versions: tuple[Version, Version], request: Request) -> str:
    """The comparison of two versions in the format asked for."""
    from seloste.reports.language.files_as_of import describe_version
    from seloste.reports.language.language import load_language

    options = request.options
    code = options.choose_language()
    if request.format == "json":
        from seloste.reports.change.document import render_json

        old, new = versions
        return render_json(comparison, old.name, new.name)
    language = load_language(code)
    old_name, new_name = (describe_version(each.name, each.find_state(), language) for each in versions)
    if request.format == "markdown":
        from seloste.reports.change.markdown import render_markdown

        return render_markdown(comparison, old_name, new_name, language)
    from seloste.reports.change.text import render_text

    style = make_text_style(code, options.environment, request.target)
    return render_text(comparison, old_name, new_name, style)


def _render_notification(comparison: NoticeComparison, names: tuple[str, str], request: Request) -> str:
    """The notification to people, in the language asked for or in each of the notice's."""
    from seloste.reports.change.notification import render_notification
    from seloste.reports.language.language import find_base, language_codes

    own, lang = comparison.new.notice.languages, request.options.lang
    if lang is not None and lang not in own:
        raise UsageError("notice-language", value=lang, choices=", ".join(own))
    codes = [lang] if lang else [code for code in own if find_base(code)]
    if not codes:
        raise UsageError("no-words", option="languages", value=", ".join(own), choices=", ".join(language_codes()))
    return render_notification(comparison, codes, request.format, request.start, names)
