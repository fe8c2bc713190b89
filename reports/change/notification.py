"""The message to people about the changes of a notice, with placeholders for everything that the notices lack.

It quotes the notice and gives no reasons: only the company knows why something changes. A change that a person must
judge is marked, so that nobody sends the message without a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seloste.policy.base import Text
from seloste.policy.change.comparison import ChangeKind, NoticeChange, NoticeComparison
from seloste.policy.change.members import make_terms
from seloste.policy.change.reason import Inform
from seloste.policy.notice import Policy
from seloste.policy.processing import Purpose
from seloste.policy.vocabulary import Basis, Right
from seloste.reports.change.words import (
    format_argument,
    format_label,
    format_reason,
    hide_own_events,
    label_text,
    list_related_texts,
    name_processors,
)
from seloste.reports.language.language import Language, capitalize, load_language
from seloste.reports.language.notice_name import name_notice
from seloste.reports.rendering.render import render

#: The rights that people can use against a change, in the order of the message.
_OFFERED_RIGHTS = (
    Right.OBJECTION,
    Right.DIRECT_MARKETING_OBJECTION,
    Right.WITHDRAW_CONSENT,
    Right.ERASURE,
    Right.AUTOMATED_DECISION,
    Right.COMPLAINT,
)
#: The legal bases on which a right depends.
_BASES = {
    Right.OBJECTION: (Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK),
    Right.WITHDRAW_CONSENT: (Basis.CONSENT,),
}


@dataclass(frozen=True, slots=True)
class PersonalMessage:
    """A change in the words of the message; `judge`: a person must decide whether people must be told."""

    heading: str
    judge: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The message in one language."""

    language: Language
    subject: str
    opening: str
    changes: tuple[PersonalMessage, ...]
    rights: tuple[str, ...]
    requests: tuple[str, ...]
    notice: str
    sender: tuple[str, ...]


def render_notification(
    comparison: NoticeComparison, codes: Sequence[str], format: str, start: date | None = None
) -> str:
    """The message in each of the languages: as text, Markdown, HTML or JSON.

    Args:
        comparison: The changes.
        codes: The languages, one message each.
        format: `text`, `markdown`, `html` or `json`.
        start: The first day of the changes; None: a placeholder.
    """
    messages = [build_message(comparison, load_language(code), start) for code in codes]
    if format == "json":
        from seloste.reports.change.document import dump_json

        return dump_json(
            {"version": 1, "tell": comparison.inform.value, "messages": [_make_plain(each) for each in messages]}
        )
    return render("notification", format, messages=messages)


def build_message(comparison: NoticeComparison, language: Language, start: date | None) -> Message:
    """The message in one language."""
    word = language.word
    comparison = name_processors(
        comparison, dict.fromkeys(_list_processor_ids(comparison), word("change.notification.name-hole"))
    )
    comparison = hide_own_events(comparison, language)
    policy = comparison.new
    uncertain = (change for change in comparison.list_changes(Inform.CHECK) if _is_visible(change, language.code))
    changes = [*comparison.list_changes(Inform.YES), *uncertain]
    title = name_notice(policy, language)
    day = language.format_value(start) if start else word("change.notification.day-hole")
    return Message(
        language,
        word("change.notification.subject", title=title),
        word("change.notification.opening", controller=policy.controller.name, day=day),
        tuple(_describe_change(change, language) for change in changes),
        tuple(dict.fromkeys(_list_rights(policy, changes, language))),
        tuple(_list_request_channels(policy, language)),
        word("change.notification.notice", url=word("change.notification.notice-hole")),
        tuple(value for value in _list_sender_lines(policy) if value),
    )


def _list_processor_ids(comparison: NoticeComparison) -> Iterator[str]:
    """The ids of the processors of both notices. One without a name is told to nobody."""
    for policy in (comparison.old, comparison.new):
        if policy.processors is not None:
            yield from policy.processors.recipients or ()


def _describe_change(change: NoticeChange, language: Language) -> PersonalMessage:
    lines = [
        format_reason(reason, language, "change.people")
        for reason in change.reasons
        if language.has_word(f"change.people.{reason.id}")
    ]
    old, new = (_format_text(text, language) for text in change.wordings)
    if change.kind is ChangeKind.ADDED and new:
        lines.insert(0, language.word("change.notification.added", text=new))
    elif change.kind is ChangeKind.REMOVED and old:
        lines.insert(0, language.word("change.notification.removed", text=old))
    else:
        lines += _list_wordings(old, new, language)
    for key, before, after in list_related_texts(change):
        if key.startswith("recipients."):  # several processors in one change
            lines.append(label_text(key, change, language))
        lines += _list_wordings(_format_text(before, language), _format_text(after, language), language)
    if change.kind is ChangeKind.ADDED and "legal_basis.basis" in change.after:
        basis = format_argument(make_terms("basis", change.after["legal_basis.basis"]), language)
        lines.append(language.word("change.people.basis-stated", after=basis))
    if not lines:  # some reasons have no words for people, only those of the judgment
        lines = [format_reason(reason, language) for reason in change.reasons if reason.inform is change.inform]
    return PersonalMessage(
        capitalize(format_label(change, language)), change.inform is Inform.CHECK, tuple(dict.fromkeys(lines))
    )


def _list_wordings(old: str, new: str, language: Language) -> Iterator[str]:
    if old != new:
        for key, text in (("before", old), ("after", new)):
            if text:
                yield language.word(f"change.notification.{key}", text=text)


def _format_text(text: Text | None, language: Language) -> str:
    return " ".join(language.text(text).split()) if text else ""


def _is_visible(change: NoticeChange, code: str) -> bool:
    """Whether the notice in a language changes: not if only the text in another language does."""
    before, after = change.wordings
    return change.keys != ("text",) or (before or {}).get(code) != (after or {}).get(code)


def _list_rights(policy: Policy, changes: Sequence[NoticeChange], language: Language) -> Iterator[str]:
    """The rights that people can use against the changes, in the words of the notice."""
    for right in _OFFERED_RIGHTS:
        if _is_relevant(right, policy, changes):
            for entry in policy.rights.values():
                if right in entry.rights:
                    yield " ".join(language.text(entry.text).split())


def _is_relevant(right: Right, policy: Policy, changes: Sequence[NoticeChange]) -> bool:
    """Whether a right can be used against the changes. Objection and withdrawal depend on the legal basis."""
    purposes = list(_list_purposes(policy, changes))
    if right in _BASES:
        return any(each.basis in _BASES[right] for purpose in purposes for each in purpose.legal_bases)
    if right is Right.DIRECT_MARKETING_OBJECTION:
        return any(purpose.direct_marketing for purpose in purposes)
    if right is Right.AUTOMATED_DECISION:
        return any(reason.id == "decision-introduced" for change in changes for reason in change.reasons)
    return True


def _list_purposes(policy: Policy, changes: Sequence[NoticeChange]) -> Iterator[Purpose]:
    """The purposes that change; all purposes if something else changes as well."""
    changed = [change.path.partition(".")[2] for change in changes if change.path.startswith("purposes.")]
    if len(changed) < len(changes):
        yield from policy.purposes.values()
    else:
        yield from (policy.purposes[id] for id in changed if id in policy.purposes)


def _list_request_channels(policy: Policy, language: Language) -> Iterator[str]:
    requests = policy.requests
    if requests is not None:
        yield " ".join(language.text(requests.text).split())
        yield from (value for value in (requests.email, requests.phone, requests.url) if value)
        if requests.email or requests.phone or requests.url:
            return
    for contact in policy.contacts.values():
        if contact.duty == "requests":
            yield from (value for value in (contact.email, contact.phone) if value)


def _list_sender_lines(policy: Policy) -> Iterator[str | None]:
    controller = policy.controller
    yield controller.name
    yield controller.email
    yield controller.phone


def _make_plain(message: Message) -> dict[str, object]:
    return {
        "language": message.language.code,
        "subject": message.subject,
        "text": render("notification", "text", messages=[message]),
        "html": render("notification", "html", messages=[message]),
    }
