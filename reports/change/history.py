"""The history of a notice, from the versions of the policy in git: their days in force, and their changes.

`docs/changes.md` describes the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from seloste.policy.change.comparison import NoticeComparison
from seloste.policy.change.reason import Inform
from seloste.policy.notice import Policy
from seloste.reports.change.document import NOT_LOOKED_AT, build_summary, dump_json
from seloste.reports.change.text import ANSWER_STYLES, count_changes
from seloste.reports.change.words import format_label, format_reason
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language, capitalize
from seloste.reports.rendering.escape import visible
from seloste.reports.rendering.render import render


class Edition(Struct, frozen=True):
    """One version of the notice.

    Attributes:
        commit: The hash of the commit.
        day: The day of the commit, the first day on which this notice was in force.
        until: The day of the next version; None: this one is in force.
        subject: The first line of the commit's message.
        path: The path of the file in the commit.
        policy: The notice; None: it could not be read, or the file was removed.
        unread: The reason why it could not be read; empty if it was read.
        comparison: The comparison with the version before; None for the first version.
        since: The commit that it is compared with, if that is not the version just before.
        renamed_from: The path of the file before, if it was renamed.
    """

    commit: str
    day: date
    until: date | None
    subject: str
    path: str
    policy: Policy | None
    unread: str = ""
    comparison: NoticeComparison | None = None
    since: str | None = None
    renamed_from: str | None = None


class History(Struct, frozen=True):
    """The versions of a notice, newest first.

    Attributes:
        path: The path of the file.
        editions: The versions.
        shallow: Whether the clone lacks older versions.
        uncommitted: Whether the file has changes that are not committed, and so are no version.
        as_of: The day that the user asked about, if any; the only version is then the one in force on it.
    """

    path: str
    editions: tuple[Edition, ...]
    shallow: bool = False
    uncommitted: bool = False
    as_of: date | None = None


def render_json(history: History) -> str:
    """The history as JSON text."""
    return dump_json(
        {
            "version": 1,
            "path": history.path,
            "as_of": history.as_of.isoformat() if history.as_of else None,
            "shallow": history.shallow,
            "uncommitted": history.uncommitted,
            "not_looked_at": list(NOT_LOOKED_AT),
            "editions": [_build_edition(edition) for edition in history.editions],
        }
    )


def _build_edition(edition: Edition) -> dict[str, Any]:
    notice = edition.policy.notice if edition.policy else None
    days = {key: getattr(notice, key, None) for key in ("published", "reviewed")}
    for key in ("drawn_up", "updated"):  # newer than the format: only where the notice has them
        if getattr(notice, key, None) is not None:
            days[key] = getattr(notice, key)
    return {
        "commit": edition.commit,
        "from": edition.day.isoformat(),
        "until": edition.until.isoformat() if edition.until else None,
        "subject": edition.subject,
        "path": edition.path,
        "renamed_from": edition.renamed_from,
        **{key: day.isoformat() if day else None for key, day in days.items()},
        "unreadable": edition.unread or None,
        "compared_with": edition.since,
        "change": build_summary(edition.comparison) if edition.comparison else None,
    }


def render_text(history: History, style: Style) -> str:
    """The history as text."""
    language = style.language
    parts = ["\n".join([style.paint(format_heading(history, language), "bold"), *list_remarks(history, language)])]
    parts += ["\n".join(_list_lines(edition, style)) for edition in history.editions]
    if history.as_of is not None:
        parts.append(_format_command(history.editions[0], language))
    return "\n\n".join(parts) + "\n"


def render_markdown(history: History, language: Language) -> str:
    """The history as Markdown."""
    rows = [
        {
            "period": format_period(edition, language),
            "answer": language.word(f"change.tell.{edition.comparison.inform}") if edition.comparison else "–",
            "what": list(describe_edition(edition, language)),
            "commit": edition.commit[:12],
            "subject": edition.subject,
        }
        for edition in history.editions
    ]
    title = format_heading(history, language)
    return render(
        "history", "markdown", heading=title, remarks=list_remarks(history, language), rows=rows, language=language
    )


def format_heading(history: History, language: Language) -> str:
    """The title, with the path of the file."""
    return language.word("change.history.heading", path=visible(history.path))


def list_remarks(history: History, language: Language) -> list[str]:
    """Remarks on versions that the history lacks, and the day that the user asked about."""
    keys = [key for key in ("shallow", "uncommitted") if getattr(history, key)]
    day = [language.word("change.history.as-of", day=history.as_of)] if history.as_of else []
    judged = any(edition.comparison and edition.comparison.changes for edition in history.editions)
    return [*day, *(language.word(f"change.history.{key}") for key in (*keys, *(["limits"] if judged else [])))]


def format_period(edition: Edition, language: Language) -> str:
    """The days between which the notice was in force."""
    if edition.until is None:
        return language.word("change.history.open", first=edition.day)
    if edition.until == edition.day:
        return language.format_value(edition.day)
    return language.word("change.history.span", first=edition.day, last=edition.until)


def describe_edition(edition: Edition, language: Language) -> Iterator[str]:
    """The sentences about a version, and a line for each change that people must be told or a person must judge."""
    if edition.renamed_from:
        yield language.word("change.history.renamed", path=edition.renamed_from)
    if edition.unread:
        yield language.word("change.history.unreadable", reason=edition.unread)
        return
    if edition.policy is None:
        yield language.word("change.history.removed")
        return
    if edition.since:
        yield language.word("change.history.after-unreadable", commit=edition.since[:12])
    comparison = edition.comparison
    if comparison is None:
        yield language.word("change.history.first")
    elif not comparison.changes:
        yield language.word("change.history.same")
    else:
        yield language.word("change.counts", **count_changes(comparison))
        yield from _list_important_changes(comparison, language)
    notice = edition.policy.notice
    for key in ("drawn_up", "published", "updated", "reviewed"):
        day = getattr(notice, key)
        if day is not None:
            yield language.word(f"change.history.{key}", day=day)


def _list_important_changes(comparison: NoticeComparison, language: Language) -> Iterator[str]:
    for inform in (Inform.YES, Inform.CHECK):
        for change in comparison.list_changes(inform):
            reasons = [format_reason(reason, language) for reason in change.reasons if reason.inform is inform]
            yield language.word(
                "change.labelled", label=capitalize(format_label(change, language)), value=" ".join(reasons)
            )


def _list_lines(edition: Edition, style: Style) -> Iterator[str]:
    language = style.language
    mark = ""
    if edition.comparison and edition.comparison.changes:
        inform = edition.comparison.inform
        mark = f"  {style.paint(language.word(f'change.tell.{inform}'), ANSWER_STYLES[inform])}"
    yield f"{style.paint(format_period(edition, language), 'bold')}{mark}"
    yield style.paint(f"  {edition.commit[:12]}  {visible(edition.subject)}", "dim")
    for line in describe_edition(edition, language):
        yield from style.wrap(visible(line), "  ", "  ")


def _format_command(edition: Edition, language: Language) -> str:
    command = f"git show {edition.commit[:12]}:{visible(edition.path)}"
    return language.word("change.history.show", command=command)


def find_edition_in_force(editions: Sequence[Edition], day: date) -> Edition | None:
    """The version in force on a day, of versions in order from the newest; None: there was none yet."""
    return next((edition for edition in editions if edition.day <= day), None)
