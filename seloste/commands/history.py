"""`seloste history`: which notice was in force when, and what each change meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seloste import output
from seloste.checker.reading.git import Commit, Repository, RevisionError
from seloste.cli import Exit
from seloste.commands.check import opened
from seloste.commands.diff import by_name, processor_names, put
from seloste.options import Day, LanguageCode
from seloste.policy.change.comparison import compare
from seloste.policy.law.law import law
from seloste.policy_versions import FileTree, Version, repository_of, tracked_path
from seloste.usage_errors import UsageError, chosen_language

if TYPE_CHECKING:
    from seloste.reports.change.history import Edition, History

FORMATS = ("text", "markdown", "json")
_MISSING = "history-no-repository"


@click.command("history")
@click.option("--policy", type=click.Path(path_type=Path), help="The policy file.")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.option("--since", type=Day(any_day=True), metavar="DATE", help="Only versions in force on that day or later.")
@click.option("--as-of", type=Day(any_day=True), metavar="DATE", help="Only the version in force on that day.")
@click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", "target", default=output.STDOUT, metavar="FILE", help="Where to write; - is stdout.")
def command(
    policy: Path | None,
    config: Path | None,
    since: date | None,
    as_of: date | None,
    lang: str | None,
    kind: str,
    target: str,
) -> int:
    """Tell which notice was in force when, from git, and what each change meant.

    A version is in force from the day of its commit until that of the next one. Whether people had to be told of a
    change is judged by the law of that day.
    """
    workspace = opened((), policy, config, None, lang)
    shown = workspace.shown(workspace.policy)
    told = history(workspace.policy, shown, chosen_language(lang))
    told = _named(_narrowed(told, since, as_of), processor_names(workspace))
    own = next((each.policy.notice.languages for each in told.editions if each.policy), None)
    put(_rendered(told, kind, chosen_language(lang, own), target), target, [str(workspace.policy)])
    return Exit.CLEAN


def history(policy: Path, shown: str, language: str) -> History:
    """Every version of the policy file in git, newest first."""
    from seloste.reports.change.history import History

    repo = repository_of(policy.resolve().parent if policy.exists() else Path.cwd(), shown, _MISSING)
    path = tracked_path(repo, policy)
    try:
        commits = repo.history(path) if repo.head else []
        editions = tuple(reversed(list(_editions(repo, list(reversed(commits)), language))))
        latest = repo.content(repo.head, path) if repo.head else None
    except RevisionError:
        raise UsageError(_MISSING, path=shown) from None
    if not editions:
        raise UsageError("history-empty", path=shown)
    changed = policy.exists() and latest is not None and policy.read_bytes() != latest
    return History(shown, editions, repo.shallow, changed)


def _editions(repo: Repository, commits: list[Commit], language: str) -> Iterator[Edition]:
    """The versions, oldest first. After one that cannot be read, the next is compared with the last that could be."""
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
        edition = _read(repo, commit, edition, language)
        if edition.policy is not None:
            if known is not None and known.policy is not None:
                comparison = compare(known.policy, edition.policy, law().on(commit.day))
                skipped = before is not None and known.commit != before.hash
                edition = replace(edition, comparison=comparison, since=known.commit if skipped else None)
            known = edition
        yield edition


def _read(repo: Repository, commit: Commit, edition: Edition, language: str) -> Edition:
    try:
        data = repo.content(commit.hash, commit.path)
    except RevisionError:
        return replace(edition, unread=commit.path)
    if data is None:
        return edition
    name = f"{commit.hash[:12]}:{commit.path}"
    policy, file = Version(name, Path(commit.path), FileTree(data, commit.hash)).policy()
    if policy is None:
        return replace(edition, unread=output.told(file.findings[:1], language))
    return replace(edition, policy=policy)


def _narrowed(told: History, since: date | None, as_of: date | None) -> History:
    from seloste.reports.change.history import in_force

    if as_of is not None:
        edition = in_force(told.editions, as_of)
        if edition is None:
            first = told.editions[-1].day.isoformat()
            raise UsageError("history-none", path=told.path, day=as_of.isoformat(), first=first)
        return replace(told, editions=(edition,), as_of=as_of)
    if since is not None:
        kept = tuple(each for each in told.editions if each.until is None or each.until > since)
        return replace(told, editions=kept)
    return told


def _named(told: History, names: Mapping[str, str]) -> History:
    """The history with processors by the names that the processor list has for them today."""
    editions = (
        replace(each, comparison=by_name(each.comparison, names)) if each.comparison else each for each in told.editions
    )
    return replace(told, editions=tuple(editions))


def _rendered(told: History, kind: str, language: str, target: str) -> str:
    from seloste.reports.change import history as telling
    from seloste.reports.language.language import load_language as words

    if kind == "json":
        return telling.render_json(told)
    if kind == "markdown":
        return telling.render_markdown(told, words(language))
    return telling.render_text(told, output.style(language, target))
