"""`seloste diff`: what changed between two notices; or what the page that the public sees says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from seloste import output
from seloste.checker.finding import Finding
from seloste.checker.linking.loading import load_processors
from seloste.checker.reading.tree import WORK_TREE
from seloste.checker.workspace.workspace import Workspace
from seloste.cli import Exit
from seloste.commands.check import opened
from seloste.commands.notice import publication
from seloste.options import Day, LanguageCode, today
from seloste.policy.change.comparison import NoticeComparison, compare
from seloste.policy.law.law import law
from seloste.policy.notice import Policy
from seloste.policy_versions import Version, version
from seloste.usage_errors import UsageError, chosen_language

FORMATS = ("text", "markdown", "json", "html")


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", nargs=-1, metavar="[NEW]...")
@click.option("--policy", type=click.Path(path_type=Path), help="The policy file.")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.option("--as-of", type=Day(), metavar="DATE", help="The day whose law counts (default: today).")
@click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--notify", is_flag=True, help="Write a notification to people, ready but for what must be filled in.")
@click.option("--from", "start", type=Day(), metavar="DATE", help="With --notify: when the changes take effect.")
@click.option("-o", "--output", "target", default=output.STDOUT, metavar="FILE", help="Where to write; - is stdout.")
def command(
    old: str,
    new: tuple[str, ...],
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    kind: str,
    notify: bool,
    start: date | None,
    target: str,
) -> int:
    """Tell what changed from OLD to NEW, and whether people must be told again.

    OLD and NEW: a policy file, a revision of the policy such as HEAD~1, or REVISION:PATH. Without NEW, the policy as
    it is now.

    NEW may also be the page that the public sees, HTML or text, one or several, one a language: does it still say
    what the policy promises?
    """
    workspace = opened((), policy, config, None, lang)
    before = version(old, workspace.policy)
    current = Version(workspace.shown(workspace.policy), workspace.policy, WORK_TREE)
    after = [version(each, workspace.policy) for each in new] or [current]
    if start is not None and not notify:
        raise UsageError("diff-from")
    _suit(before, after, kind, notify)
    first, findings = _read(before)
    if after[0].is_page:
        if first is None:
            return _unread(findings, lang)
        return _held_against(first, before, after, kind, lang, target, workspace)
    second, more = _read(after[0])
    if first is None or second is None:
        return _unread([*findings, *more], lang)
    comparison = by_name(compare(first, second, law().on(today(as_of))), processor_names(workspace))
    names = (before.shown, after[0].shown)
    if notify:
        text = notification(comparison, kind, lang, start)
    else:
        text = rendered(comparison, names, kind, chosen_language(lang, second.notice.languages), target)
    put(text, target, [each.shown for each in (before, *after)])
    return Exit.CLEAN


def processor_names(workspace: Workspace) -> dict[str, str]:
    """What the processors of a notice are called, by the ids that the notice has for them."""
    processors = load_processors(workspace.processors, workspace.shown).entries
    return {key: entry.record.name for key, entry in processors.items()}


def by_name(comparison: NoticeComparison, names: Mapping[str, str]) -> NoticeComparison:
    """The comparison with processors by name: people know no ids."""
    from seloste.reports.change.words import named

    return named(comparison, names)


def _suit(before: Version, after: list[Version], kind: str, notify: bool) -> None:
    """A usage error where the versions do not go together, or with what is asked."""
    pages = [each for each in after if each.is_page]
    if before.is_page:
        raise UsageError("diff-old-page", value=before.shown)
    if len(after) > 1 and len(pages) < len(after):
        raise UsageError("diff-many", value=next(each.shown for each in after if not each.is_page))
    if notify and pages:
        raise UsageError("diff-notify-page", value=pages[0].shown)
    if kind == "html" and not notify:
        raise UsageError("diff-html")


def _read(one: Version) -> tuple[Policy | None, list[Finding]]:
    policy, file = one.policy()
    return policy, file.findings


def _unread(findings: list[Finding], lang: str | None) -> int:
    click.echo(output.told(findings, chosen_language(lang)), err=True)
    return Exit.INPUT


def _held_against(
    policy: Policy,
    named: Version,
    pages: list[Version],
    kind: str,
    lang: str | None,
    target: str,
    workspace: Workspace,
) -> int:
    """Holds the pages that the public sees against the policy."""
    from seloste.reports.language.language import load_language as words
    from seloste.reports.published import document
    from seloste.reports.published.check import check_pages

    processors = load_processors(workspace.processors, workspace.shown).entries
    names = {key: entry.record.name for key, entry in processors.items()}
    known = publication(named.policy()[1].sha256, processors, {})
    check, findings = check_pages(policy, named.shown, pages, names, known)
    if check is None:
        return _unread(findings, lang)
    language = chosen_language(lang, policy.notice.languages)
    if kind == "json":
        text = document.render_json(check)
    elif kind == "markdown":
        text = document.render_markdown(check, words(language))
    else:
        text = document.render_text(check, output.style(language, target))
    put(text, target, [each.shown for each in (named, *pages)])
    return Exit.CLEAN


def rendered(comparison: NoticeComparison, names: tuple[str, str], kind: str, language: str, target: str) -> str:
    """The comparison in one format."""
    from seloste.reports.language.language import load_language as words

    if kind == "json":
        from seloste.reports.change.document import render_json

        return render_json(comparison, *names)
    if kind == "markdown":
        from seloste.reports.change.markdown import render_markdown

        return render_markdown(comparison, *names, words(language))
    from seloste.reports.change.text import render_text

    return render_text(comparison, *names, output.style(language, target))


def notification(comparison: NoticeComparison, kind: str, lang: str | None, start: date | None) -> str:
    """The notification to people, in the language asked for or in all of the notice's."""
    from seloste.reports.change.notification import render_notification
    from seloste.reports.language.language import language_codes

    own = comparison.new.notice.languages
    if lang is not None and lang not in own:
        raise UsageError("notice-language", value=lang, choices=", ".join(own))
    asked = [lang] if lang else [code for code in own if code in language_codes()]
    if not asked:
        raise UsageError("no-words", option="languages", value=", ".join(own), choices=", ".join(language_codes()))
    return render_notification(comparison, asked, kind, start)


def put(text: str, target: str, inputs: list[str]) -> None:
    """Writes the text to its place."""
    if target == output.STDOUT:
        click.echo(text, nl=False, color=True)
    else:
        output.write_file(Path(target), text, inputs)
