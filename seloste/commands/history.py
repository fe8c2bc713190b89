"""`seloste history`: which notice was in force when, and what each change meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from seloste.checker.linking.loading import open_notice
from seloste.checker.reading.git import Repository, RevisionError
from seloste.checker.reading.git_history import Commit, list_commits
from seloste.exit_code import Exit
from seloste.options import Day, Options, collect_options, file_options, lang_option, target_option
from seloste.output import write_text
from seloste.policy.change.comparison import compare_notices
from seloste.policy.circumstances import apply_law_to_change
from seloste.policy.law.law import load_law
from seloste.policy_versions import FileTree, Version, find_repository, find_tracked_path
from seloste.reports.formats import FORMATS
from seloste.session import load_processor_names, open_workspace, require_folder
from seloste.terminal import format_findings, make_text_style
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.reports.change.history import Edition, History

_MISSING = "history-no-repository"


@click.command("history")
@file_options
@click.option("--since", type=Day(any_day=True), metavar="DATE", help="Only versions in force on that day or later.")
@click.option("--as-of", type=Day(any_day=True), metavar="DATE", help="Only the version in force on that day.")
@lang_option
@click.option("--format", type=click.Choice(FORMATS["history"]), default="text", show_default=True)
@target_option
@collect_options
def command(options: Options, since: date | None, format: str, target: str) -> int:
    """Tell which notice was in force when, from git, and what each change meant.

    A version is in force from the day of its commit until that of the next one. Whether people had to be told of a
    change is judged by the law of that day.
    """
    workspace = open_workspace(options)
    policy = require_folder(options) / workspace.policy
    code = options.choose_language()
    try:
        history = read_history(policy, workspace.display_path(policy), require_folder(options), code)
    except UsageError:
        missing = [] if policy.exists() else open_notice(workspace)[1].findings
        if not missing:
            raise
        click.echo(format_findings(missing, code), err=True)
        return Exit.INPUT
    history = _name_all_processors(_narrow(history, since, options.as_of), load_processor_names(workspace))
    write_text(_render(history, format, code, options, target), target, [str(policy)])
    return Exit.CLEAN


def read_history(policy: Path, shown: str, folder: Path, code: str) -> History:
    """Every version of the policy file in git, newest first.

    Args:
        policy: The absolute path of the policy file.
        shown: Its path in messages.
        folder: A folder of the repository, for a policy file that does not exist.
        code: The language of the messages about versions that can't be read.

    Raises:
        UsageError: There is no repository, or the file is not in it.
    """
    from seloste.reports.change.history import History

    repository = find_repository(policy.resolve().parent if policy.exists() else folder, shown, _MISSING)
    path = find_tracked_path(repository, policy, folder)
    try:
        commits = list_commits(repository, path) if repository.head else []
        editions = tuple(reversed(list(_read_editions(repository, list(reversed(commits)), code))))
        latest = repository.read_file(repository.head, path) if repository.head else None
    except RevisionError as error:
        raise UsageError(_MISSING, path=shown, reason=error.value) from None
    if not editions:
        raise UsageError("history-empty", path=shown)
    changed = policy.exists() and latest is not None and policy.read_bytes() != latest
    return History(shown, editions, repository.is_shallow, changed)


def _read_editions(repository: Repository, commits: list[Commit], code: str) -> Iterator[Edition]:
    """The versions, oldest first, each compared with the last one before it that can be read."""
    from seloste.reports.change.history import Edition

    known: Edition | None = None
    for number, commit in enumerate(commits):
        follower = commits[number + 1] if number + 1 < len(commits) else None
        before = commits[number - 1] if number else None
        edition = Edition(
            commit.hash, commit.day, follower.day if follower else None, commit.subject, commit.path, None
        )
        if before and before.path != commit.path:
            edition = replace(edition, renamed_from=before.path)
        edition = _read_policy(repository, commit, edition, code)
        if edition.policy is not None:
            if known is not None and known.policy is not None:
                comparison = compare_notices(
                    known.policy,
                    edition.policy,
                    apply_law_to_change(load_law().on(commit.day), known.policy, edition.policy),
                )
                skipped = before is not None and known.commit != before.hash
                edition = replace(edition, comparison=comparison, since=known.commit if skipped else None)
            known = edition
        yield edition


def _read_policy(repository: Repository, commit: Commit, edition: Edition, code: str) -> Edition:
    """The edition with its policy, or with the reason why that can't be read."""
    try:
        data = repository.read_file(commit.hash, commit.path)
    except RevisionError:
        return replace(edition, unread=commit.path)
    if data is None:
        return edition
    name = f"{commit.hash[:12]}:{commit.path}"
    policy, file = Version(name, Path(commit.path), FileTree(repository.root, data, commit.hash)).read_policy()
    if policy is None:
        return replace(edition, unread=format_findings(file.findings[:1], code))
    return replace(edition, policy=policy)


def _narrow(history: History, since: date | None, as_of: date | None) -> History:
    """The history limited to the version of a day, or to those in force on a day or later."""
    from seloste.reports.change.history import find_edition_in_force

    if as_of is not None:
        edition = find_edition_in_force(history.editions, as_of)
        if edition is None:
            first = history.editions[-1].day.isoformat()
            raise UsageError("history-none", path=history.path, day=as_of.isoformat(), first=first)
        return replace(history, editions=(edition,), as_of=as_of)
    if since is not None:
        kept = tuple(each for each in history.editions if each.until is None or each.until > since)
        return replace(history, editions=kept)
    return history


def _name_all_processors(history: History, names: Mapping[str, str]) -> History:
    """The history with the names that processors have on today's list in place of their ids."""
    from seloste.reports.change.words import name_processors

    editions = (
        replace(each, comparison=name_processors(each.comparison, names)) if each.comparison else each
        for each in history.editions
    )
    return replace(history, editions=tuple(editions))


def _render(history: History, format: str, code: str, options: Options, target: str) -> str:
    from seloste.reports.change.history import render_json, render_markdown, render_text
    from seloste.reports.language.language import load_language

    if format == "json":
        return render_json(history)
    if format == "markdown":
        return render_markdown(history, load_language(code))
    return render_text(history, make_text_style(code, options.environment, target))
