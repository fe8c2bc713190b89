"""The message to people about the changes of a notice, with placeholders for everything that the notices lack.

It quotes the notice and gives no reasons: only the company knows why something changes. A change that a person must
judge is marked, so that nobody sends the message without a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.reason import Inform
from seloste.policy.notice import Policy
from seloste.policy.processing import Purpose
from seloste.policy.vocabulary import Basis, Right
from seloste.reports.change.letter_part import PersonalMessage, describe_change, is_withheld
from seloste.reports.change.words import hide_own_events, name_processors
from seloste.reports.language.disclaimer import write_disclaimer
from seloste.reports.language.language import Language, load_language
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


class Message(Struct, frozen=True):
    """The message in one language."""

    language: Language
    disclaimer: str
    subject: str
    opening: str
    changes: tuple[PersonalMessage, ...]
    rights: tuple[str, ...]
    requests: tuple[str, ...]
    notice: str
    sender: tuple[str, ...]

    @property
    def title(self) -> str:
        """The subject of a message; where there is none to send, why."""
        if not self.changes:
            return self.language.word("change.notification.none")
        return self.language.word("change.notification.undecided") if self.is_undecided else self.subject

    @property
    def is_undecided(self) -> bool:
        """Whether nothing in it can be announced before a person has decided."""
        return not any(part.lines for part in self.changes)


def render_notification(
    comparison: NoticeComparison,
    codes: Sequence[str],
    format: str,
    start: date | None = None,
    names: tuple[str, str] = ("OLD", "NEW"),
) -> str:
    """The message in each of the languages: as text, Markdown, HTML or JSON.

    Args:
        comparison: The changes.
        codes: The languages, one message each.
        format: `text`, `markdown`, `html` or `json`.
        start: The first day of the changes; None: a placeholder.
        names: Those of the two notices, for the remark that says what the draft rests on.
    """
    messages = [build_message(comparison, load_language(code), start, names) for code in codes]
    if format == "json":
        from seloste.reports.change.document import dump_json

        return dump_json(
            {"version": 1, "tell": comparison.inform.value, "messages": [_make_plain(each) for each in messages]}
        )
    return render("notification", format, messages=messages)


def build_message(
    comparison: NoticeComparison, language: Language, start: date | None, names: tuple[str, str] = ("OLD", "NEW")
) -> Message:
    """The message in one language."""
    word = language.word
    comparison = name_processors(
        comparison, dict.fromkeys(_list_processor_ids(comparison), word("change.notification.name-hole"))
    )
    comparison = hide_own_events(comparison, language)
    policy = comparison.new
    uncertain = (change for change in comparison.list_changes(Inform.CHECK) if _is_visible(change, language.code))
    changes = [*comparison.list_changes(Inform.YES), *uncertain]
    announced = [change for change in changes if not is_withheld(change)]
    parts = tuple(describe_change(change, policy, comparison.law, language) for change in changes)
    day = language.format_value(start) if start else word("change.notification.day-hole")
    return Message(
        language,
        write_disclaimer(names, comparison.law.day, language, comparison.law.law.edition),
        word("change.notification.subject", title=" ".join(name_notice(policy, language).split()).rstrip("."), day=day),
        word("change.notification.opening", controller=policy.controller.name, day=day),
        parts,
        tuple(dict.fromkeys(_list_rights(policy, announced, language))),
        tuple(_list_request_channels(policy, language)),
        _write_address_of_notice(policy, language),
        tuple(value for value in _list_sender_lines(policy) if value),
    )


def _write_address_of_notice(policy: Policy, language: Language) -> str:
    """Where the whole notice can be read: the controller's website, which is known, or a hole."""
    website = policy.controller.website
    if website:
        return language.word("change.notification.notice-site", url=website)
    return language.word("change.notification.notice", url=language.word("change.notification.notice-hole"))


def _list_processor_ids(comparison: NoticeComparison) -> Iterator[str]:
    """The ids of the processors of both notices. One without a name is told to nobody."""
    for policy in (comparison.old, comparison.new):
        if policy.processors is not None:
            yield from policy.processors.recipients or ()


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
    if address := controller.address:
        yield address.street
        yield " ".join(value for value in (address.postal_code, address.city) if value)
    yield controller.email
    yield controller.phone


def _make_plain(message: Message) -> dict[str, object]:
    return {
        "language": message.language.code,
        "subject": message.subject,
        "text": render("notification", "text", messages=[message]),
        "html": render("notification", "html", messages=[message]),
    }
