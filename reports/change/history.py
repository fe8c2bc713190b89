"""Which notice was in force when, and what each change meant, told from the versions of the policy in git.

`docs/changes.md` describes the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from seloste.policy.change.comparison import NoticeComparison
from seloste.policy.change.reason import Tell
from seloste.policy.notice import Policy
from seloste.reports.change.document import dumped, summary
from seloste.reports.change.text import PAINT, counts
from seloste.reports.change.words import because, label, wrapped
from seloste.reports.formats.text import Style
from seloste.reports.language.language import Language, capital
from seloste.reports.rendering.escape import visible
from seloste.reports.rendering.render import render


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the notice.

    Attributes:
        commit: The hash of the commit.
        day: Its day: from then on this notice was in force.
        until: The day of the next version; None for the one in force.
        subject: The first line of the commit's message.
        path: The file's path in it.
        policy: The notice; None where it could not be read, or the file was removed.
        unread: Why it could not be read; empty where it was.
        comparison: What changed from the version before; None for the first.
        since: The commit that it is compared with, where that is not the version just before.
        renamed_from: The path that the file had before, where it had another.
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


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a notice, newest first, and what is not among them."""

    path: str
    editions: tuple[Edition, ...]
    shallow: bool = False
    uncommitted: bool = False
    as_of: date | None = None


def render_json(history: History) -> str:
    """The history as JSON text."""
    return dumped(
        {
            "version": 1,
            "path": history.path,
            "as_of": history.as_of.isoformat() if history.as_of else None,
            "shallow": history.shallow,
            "uncommitted": history.uncommitted,
            "editions": [_edition(edition) for edition in history.editions],
        }
    )


def _edition(edition: Edition) -> dict[str, Any]:
    notice = edition.policy.notice if edition.policy else None
    days = {key: getattr(notice, key, None) for key in ("published", "reviewed")}
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
        "change": summary(edition.comparison) if edition.comparison else None,
    }


def render_text(history: History, style: Style) -> str:
    """The history as text."""
    said = style.said
    parts = ["\n".join([style.paint(heading(history, said), "bold"), *remarks(history, said)])]
    parts += ["\n".join(_lines(edition, style)) for edition in history.editions]
    if history.as_of is not None:
        parts.append(_reading(history.editions[0], said))
    return "\n\n".join(parts) + "\n"


def render_markdown(history: History, language: Language) -> str:
    """The history as Markdown."""
    rows = [
        {
            "period": period(edition, language),
            "tell": language.word(f"change.tell.{edition.comparison.tell}") if edition.comparison else "–",
            "what": list(told(edition, language)),
            "commit": edition.commit[:12],
            "subject": edition.subject,
        }
        for edition in history.editions
    ]
    head = heading(history, language)
    return render("history", "markdown", heading=head, remarks=remarks(history, language), rows=rows, language=language)


def heading(history: History, said: Language) -> str:
    """The title."""
    return said.word("change.history.heading", path=visible(history.path))


def remarks(history: History, said: Language) -> list[str]:
    """What is not among the versions."""
    keys = [key for key in ("shallow", "uncommitted") if getattr(history, key)]
    day = [said.word("change.history.as-of", day=history.as_of)] if history.as_of else []
    return [*day, *(said.word(f"change.history.{key}") for key in keys)]


def period(edition: Edition, said: Language) -> str:
    """From when until when the notice was in force."""
    if edition.until is None:
        return said.word("change.history.open", first=edition.day)
    return said.word("change.history.span", first=edition.day, last=edition.until)


def told(edition: Edition, said: Language) -> Iterator[str]:
    """What is told of a version, a sentence a line; the changes that matter most one by one."""
    if edition.renamed_from:
        yield said.word("change.history.renamed", path=edition.renamed_from)
    if edition.unread:
        yield said.word("change.history.unreadable", reason=edition.unread)
        return
    if edition.policy is None:
        yield said.word("change.history.removed")
        return
    if edition.since:
        yield said.word("change.history.after-unreadable", commit=edition.since[:12])
    comparison = edition.comparison
    if comparison is None:
        yield said.word("change.history.first")
    elif not comparison.changes:
        yield said.word("change.history.same")
    else:
        yield said.word("change.counts", **counts(comparison))
        yield from _grave(comparison, said)
    notice = edition.policy.notice
    for key, day in (("published", notice.published), ("reviewed", notice.reviewed)):
        if day is not None:
            yield said.word(f"change.history.{key}", day=day)


def _grave(comparison: NoticeComparison, said: Language) -> Iterator[str]:
    for tell in (Tell.YES, Tell.CHECK):
        for change in comparison.telling(tell):
            reasons = [because(reason, said) for reason in change.reasons if reason.tell is tell]
            yield said.word("change.labelled", label=capital(label(change, said)), value=" ".join(reasons))


def _lines(edition: Edition, style: Style) -> Iterator[str]:
    said = style.said
    mark = ""
    if edition.comparison and edition.comparison.changes:
        tell = edition.comparison.tell
        mark = f"  {style.paint(said.word(f'change.tell.{tell}'), PAINT[tell])}"
    yield f"{style.paint(period(edition, said), 'bold')}{mark}"
    yield style.paint(f"  {edition.commit[:12]}  {visible(edition.subject)}", "dim")
    for line in told(edition, said):
        yield from wrapped(visible(line), "  ", style.width, "  ")


def _reading(edition: Edition, said: Language) -> str:
    command = f"git show {edition.commit[:12]}:{visible(edition.path)}"
    return said.word("change.history.show", command=command)


def in_force(editions: Sequence[Edition], day: date) -> Edition | None:
    """The version in force on a day, of versions that stand newest first."""
    return next((edition for edition in editions if edition.day <= day), None)
