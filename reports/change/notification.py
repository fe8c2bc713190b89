"""The message to people about what changes: from the two notices alone, with places to fill in for all else.

It quotes the notice and never argues: why something changes, the company knows. A change that a person must judge is
marked, so that nobody sends it without having decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seloste.policy.base import Text
from seloste.policy.change.comparison import ChangeKind, NoticeChange, NoticeComparison
from seloste.policy.change.reason import Tell
from seloste.policy.notice import Policy, Purpose
from seloste.policy.vocabulary import Basis, Right
from seloste.reports.change.words import because, beside, label
from seloste.reports.language.language import Language, capital, load_language
from seloste.reports.rendering.render import render

#: The rights that serve somebody who does not like a change, in the order in which they are offered.
_OFFERED = (
    Right.OBJECTION,
    Right.DIRECT_MARKETING_OBJECTION,
    Right.WITHDRAW_CONSENT,
    Right.ERASURE,
    Right.AUTOMATED_DECISION,
    Right.COMPLAINT,
)
_BASES = {
    Right.OBJECTION: (Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK),
    Right.WITHDRAW_CONSENT: (Basis.CONSENT,),
}


@dataclass(frozen=True, slots=True)
class PersonalMessage:
    """One change as people are told of it; `judge` where it is not certain that they must be."""

    heading: str
    judge: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The whole message in one language."""

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
        comparison: What changed.
        codes: The languages, one message each.
        format: `text`, `markdown`, `html` or `json`.
        start: The day from which the changes apply; without it, a place to fill in.
    """
    messages = [message(comparison, load_language(code), start) for code in codes]
    if format == "json":
        from seloste.reports.change.document import dumped

        return dumped({"version": 1, "tell": comparison.tell.value, "messages": [_plain(each) for each in messages]})
    return render("notification", format, messages=messages)


def message(comparison: NoticeComparison, said: Language, start: date | None) -> Message:
    """The message in one language."""
    policy = comparison.new
    word = said.word
    judged = (change for change in comparison.telling(Tell.CHECK) if _concerns(change, said.code))
    changes = [*comparison.telling(Tell.YES), *judged]
    title = said.text(policy.notice.title or policy.notice.name)
    day = said.say(start) if start else word("change.notification.day-hole")
    return Message(
        said,
        word("change.notification.subject", title=title),
        word("change.notification.opening", controller=policy.controller.name, day=day),
        tuple(_told(change, said) for change in changes),
        tuple(_rights(policy, changes, said)),
        tuple(_requests(policy, said)),
        word("change.notification.notice", url=word("change.notification.notice-hole")),
        tuple(value for value in _sender(policy) if value),
    )


def _told(change: NoticeChange, said: Language) -> PersonalMessage:
    lines = [because(reason, said, "change.people") for reason in change.reasons if _is_said(reason.id, said)]
    old, new = (_plainly(text, said) for text in change.wordings)
    if change.kind is ChangeKind.ADDED and new:
        lines.insert(0, said.word("change.notification.added", text=new))
    elif change.kind is ChangeKind.REMOVED and old:
        lines.insert(0, said.word("change.notification.removed", text=old))
    else:
        lines += _both(old, new, said)
    for _, before, after in beside(change):
        lines += _both(_plainly(before, said), _plainly(after, said), said)
    if change.kind is ChangeKind.ADDED and "legal_basis.basis" in change.after:
        basis = said.word(f"basis.{change.after['legal_basis.basis']}")
        lines.append(said.word("change.people.basis-stated", after=basis))
    if not lines:  # what has no words for people is told in those of the judgment
        lines = [because(reason, said) for reason in change.reasons if reason.tell is change.tell]
    return PersonalMessage(capital(label(change, said)), change.tell is Tell.CHECK, tuple(dict.fromkeys(lines)))


def _both(old: str, new: str, said: Language) -> Iterator[str]:
    if old != new:
        for key, text in (("before", old), ("after", new)):
            if text:
                yield said.word(f"change.notification.{key}", text=text)


def _plainly(text: Text | None, said: Language) -> str:
    return " ".join(said.text(text).split()) if text else ""


def _concerns(change: NoticeChange, code: str) -> bool:
    """Whether a change can be seen in a language: not where nothing but the words in another one changed."""
    before, after = change.wordings
    return change.keys != ("text",) or (before or {}).get(code) != (after or {}).get(code)


def _is_said(reason: str, said: Language) -> bool:
    return said.has(f"change.people.{reason}")


def _rights(policy: Policy, changes: Sequence[NoticeChange], said: Language) -> Iterator[str]:
    """The rights that the notice gives and that bear on what changes, in its own words."""
    for right in _OFFERED:
        if _bears(right, policy, changes):
            for entry in policy.rights.values():
                if entry.right == right:
                    yield " ".join(said.text(entry.text).split())


def _bears(right: Right, policy: Policy, changes: Sequence[NoticeChange]) -> bool:
    """Objecting and withdrawing bear on purposes with their legal basis; the others on every change."""
    purposes = list(_purposes(policy, changes))
    if right in _BASES:
        return any(purpose.legal_basis and purpose.legal_basis.basis in _BASES[right] for purpose in purposes)
    if right is Right.DIRECT_MARKETING_OBJECTION:
        return any(purpose.direct_marketing for purpose in purposes)
    if right is Right.AUTOMATED_DECISION:
        return any(reason.id == "decision-introduced" for change in changes for reason in change.reasons)
    return True


def _purposes(policy: Policy, changes: Sequence[NoticeChange]) -> Iterator[Purpose]:
    """The purposes that change, or all of them where what changes is no purpose."""
    changed = [change.path.partition(".")[2] for change in changes if change.path.startswith("purposes.")]
    if len(changed) < len(changes):
        yield from policy.purposes.values()
    else:
        yield from (policy.purposes[id] for id in changed if id in policy.purposes)


def _requests(policy: Policy, said: Language) -> Iterator[str]:
    asked = policy.requests
    if asked is not None:
        yield " ".join(said.text(asked.text).split())
        yield from (value for value in (asked.email, asked.phone, asked.url) if value)
        if asked.email or asked.phone or asked.url:
            return
    for contact in policy.contacts.values():
        if contact.duty == "requests":
            yield from (value for value in (contact.email, contact.phone) if value)


def _sender(policy: Policy) -> Iterator[str | None]:
    controller = policy.controller
    yield controller.name
    yield controller.email
    yield controller.phone


def _plain(message: Message) -> dict[str, object]:
    return {
        "language": message.language.code,
        "subject": message.subject,
        "text": render("notification", "text", messages=[message]),
        "html": render("notification", "html", messages=[message]),
    }
