"""One change in the words of the message to people: whole sentences about what will be, and what a person must decide.

Consent is not exchanged for another basis, so a change that would do so is announced in no sentence: the message has a
note about it for its sender, in square brackets as all that the sender must settle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.base import Text
from seloste.policy.change.comparison import ChangeKind, NoticeChange
from seloste.policy.change.facts import classify_key
from seloste.policy.change.members import make_terms
from seloste.policy.change.reason import Inform, Reason, Term, Value
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.vocabulary import Basis, SpecialCategoryBasis
from seloste.reports.change.letter_transfers import describe_tools, is_told_with_country
from seloste.reports.change.words import (
    format_argument,
    format_label,
    format_reason,
    is_quoted_whole,
    label_text,
    list_related_texts,
)
from seloste.reports.language.language import Language, capitalize

#: Another basis would come in the place of consent, or none; nothing about bases is announced beside it. Reason → the
#: note about it.
_CONSENT_AT_STAKE = {
    **dict.fromkeys(
        (
            "consent-replaced", "consent-joined", "consent-carried-over", "explicit-consent-replaced",
            "national-id-consent-replaced", "withdrawal-removed",
        ),
        "consent",
    ),
    "disclosure-consent-dropped": "consent-disclosure",
    "recipient-without-consent": "consent-disclosure",
    "cookie-consent-dropped": "consent-cookie",
    "guardian-needed": "consent-guardian",
}  # fmt: skip
#: Reasons about a basis that goes, and the value that holds it: consent is at stake where it is the one.
_MEMBERS = {"basis-removed": "member", "basis-dropped": "before", "special-basis-dropped": "before"}
_CONSENTS = (Term("basis", Basis.CONSENT), Term("special_category_basis", SpecialCategoryBasis.EXPLICIT_CONSENT))
_MARKETING = "electronic-marketing-loosened"
#: Reasons about a right that the law gives, whatever a notice says of it.
_OF_RIGHTS = frozenset({"right-removed", "right-limited", "right-discretionary", "right-exchanged"})
#: Reasons with other words where their fact is stated for the first time, or wholly anew, and that fact.
_FIRST = {
    "instrument-added": "instruments",
    "special-basis-changed": "special_category_basis",
    "criminal-ground-changed": "criminal_ground.ground",
    "field-ground-changed": "national_id_ground",
    "recipient-transfer-changed": "transfer",
}
#: Reasons with other words where no country was stated before.
_FIRST_COUNTRY = frozenset({"recipient-abroad", "processor-abroad"})
_OF_BASES = ("basis-", "special-basis-", "field-ground-", "guardian-")
#: Reasons that are judged, and need no question: both wordings stand beside them.
_NO_QUESTION = frozenset({"translation-removed", "wording-changed", "wording-figures", "words-added", "words-removed"})

#: Reasons about a ground, its key, and the words for its values.
_GROUNDS = {
    "field-ground-changed": ("national_id_ground", "notice.national_id_ground"),
    "criminal-ground-changed": ("criminal_ground.ground", "notice.criminal_ground"),
}


class PersonalMessage(Struct, frozen=True):
    """A change in the words of the message; `note`: what its sender must decide first, empty where nothing."""

    heading: str
    note: str
    lines: tuple[str, ...]


def describe_change(change: NoticeChange, policy: Policy, law: LawOn, language: Language) -> PersonalMessage:
    """A change that people must be told of, or that a person must judge. `policy`: the new notice."""
    note = _write_note(change, language)
    quotes = change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
    withheld = is_withheld(change)
    old, new = change.wordings
    can_quote = is_quoted_whole(change, language) and not (withheld and old != new)
    heading = format_label(change, language, quote=not quotes and can_quote)
    if withheld:
        lines = [*_list_sentences([each for each in change.reasons if not _is_of_consent(each)], change, language)]
    else:
        lines = [*_list_lines(change, policy, law, language)] or [language.word("change.notification.hole")]
    return PersonalMessage(capitalize(heading), note, tuple(dict.fromkeys(lines)))


def is_withheld(change: NoticeChange) -> bool:
    """Whether another basis would come in the place of consent: nothing to announce."""
    return any(_threatens_consent(reason) for reason in change.reasons)


def _threatens_consent(reason: Reason) -> bool:
    if reason.id in _MEMBERS:
        return _is_consent(reason.values.get(_MEMBERS[reason.id]))
    return reason.id in _CONSENT_AT_STAKE or reason.id == _MARKETING


def _is_consent(value: Value) -> bool:
    return any(each in _CONSENTS for each in (value if isinstance(value, tuple) else (value,)))


def _is_of_consent(reason: Reason) -> bool:
    """Whether a reason is about legal bases, which are not spoken of while consent is at stake."""
    return reason.id.startswith(_OF_BASES) or _threatens_consent(reason)


def _write_note(change: NoticeChange, language: Language) -> str:
    if is_withheld(change):
        marketing = next((each for each in change.reasons if each.id == _MARKETING), None)
        if marketing is None:
            notes = (_CONSENT_AT_STAKE[each.id] for each in change.reasons if each.id in _CONSENT_AT_STAKE)
            return language.word(f"change.notification.{next(notes, 'consent')}")
        sentence = format_reason(marketing, language, "change.people")
        return language.word("change.notification.consent-marketing", sentence=sentence)
    open_reasons = [
        format_reason(each, language)
        for each in change.reasons
        if each.inform is Inform.CHECK and each.id not in _NO_QUESTION
    ]
    question = " ".join(open_reasons)
    if change.inform is Inform.CHECK:
        return language.word(
            "change.notification.judge-why" if question else "change.notification.judge", question=question
        )
    if question:
        return language.word("change.notification.judge-also", question=question)
    is_of_right = any(reason.id in _OF_RIGHTS for reason in change.reasons)
    return language.word("change.notification.right-stays") if is_of_right else ""


def _list_lines(change: NoticeChange, policy: Policy, law: LawOn, language: Language) -> Iterator[str]:
    """The sentences about a change, then its words before and after."""
    word = language.word
    old, new = (_format_text(text, language) for text in change.wordings)
    sentences = [*_list_sentences(change.reasons, change, language)]
    quoted = any(_quotes_entry(reason, language) for reason in change.reasons)
    if change.kind is ChangeKind.ADDED and new and not quoted:
        yield word("change.notification.added", text=new)
    elif change.kind is ChangeKind.REMOVED and old and not quoted:
        yield word("change.notification.removed", text=old)
    elif change.kind is ChangeKind.CHANGED and old == new and new and not is_quoted_whole(change, language):
        yield word("change.notification.part", text=new)
    yield from sentences
    yield from describe_tools(change, policy, law, language)
    if change.kind is ChangeKind.CHANGED:
        yield from _list_wordings(old, new, language)
    yield from _list_related(change, language)
    if change.kind is ChangeKind.ADDED and change.path.startswith("purposes."):
        yield from _describe_purpose(change, policy, language)
    if change.kind is ChangeKind.ADDED and change.path.startswith("joint_controllers."):
        yield from _describe_joint_controller(change, policy, language)


def _list_sentences(reasons: Sequence[Reason], change: NoticeChange, language: Language) -> Iterator[str]:
    entry = change.after or change.before
    quoted = {"text": _format_text(entry.get("text"), language), "name": str(entry.get("name") or "")}
    for reason in reasons:
        if reason.id == "right-removed" and change.kind is ChangeKind.REMOVED:
            continue  # the words of the notice that go say which
        if reason.id == "recipient-transfer-changed" and is_told_with_country(change):
            continue
        if reason.id == "safeguard-weaker":
            yield _describe_interval(reason, language)
        elif _quotes_entry(reason, language):
            yield language.word(f"change.entry.{reason.id}", **quoted)
        elif words := _find_words(reason, change, language):
            spoken = {key: _speak(value, language) for key, value in reason.values.items()}
            yield format_reason(replace(reason, values=spoken), language, words)
            yield from _describe_ground(reason, change, language)


def _describe_ground(reason: Reason, change: NoticeChange, language: Language) -> Iterator[str]:
    """The ground itself, in the notice's words for it, where a reason says only that it changes."""
    key, words = _GROUNDS.get(reason.id, ("", ""))
    if key in change.after:
        yield f"{capitalize(language.word(f'{words}.{change.after[key]}'))}."


def _find_words(reason: Reason, change: NoticeChange, language: Language) -> str:
    """The key of the sentences to which that of a reason belongs; empty where the letter has none for it."""
    before, after = (facts.get(_FIRST.get(reason.id, "")) for facts in (change.before, change.after))
    anew = before is None or (isinstance(before, frozenset) and not before & (after or frozenset()))
    anew = reason.values.get("before") is None if reason.id in _FIRST_COUNTRY else anew and reason.id in _FIRST
    groups = ["change.first"] if anew else []
    groups += ["change.people", "change.beside"]
    return next((group for group in groups if language.has_word(f"{group}.{reason.id}")), "")


def _quotes_entry(reason: Reason, language: Language) -> bool:
    """Whether the sentence of a reason quotes the entry that was added or removed."""
    return language.has_word(f"change.entry.{reason.id}")


def _speak(value: Value, language: Language) -> Value:
    """A value as a letter has it, where that differs from a table's: "data are not transferred", not "never"."""
    key = f"change.spoken.{value.group}.{value.key}" if isinstance(value, Term) else ""
    return language.word(key) if key and language.has_word(key) else value


def _describe_interval(reason: Reason, language: Language) -> str:
    before, after = (reason.values.get(key) for key in ("before", "after"))
    values = {"before": _format_interval(before, language), "after": _format_interval(after, language)}
    if after is None:
        return language.word("change.notification.unscheduled", before=values["before"])
    return language.word("change.people.safeguard-weaker", **values)


def _format_interval(period: object, language: Language) -> str:
    """An interval as the sentence has it: "every 7 days"."""
    if not isinstance(period, Period):
        return ""
    if len(period.parts) == 1:
        ((unit, count),) = period.parts.items()
        return language.count(f"change.every.{unit}", count)
    return language.word("change.every.other", period=period)


def _describe_purpose(change: NoticeChange, policy: Policy, language: Language) -> Iterator[str]:
    """Whom a new purpose concerns, the data that it uses and its legal basis: Art. 13(3) asks for these with it."""
    for key, entries in (("concerns", policy.data_subjects), ("uses", policy.fields)):
        ids = change.after.get("data_subjects" if key == "concerns" else "fields")
        texts: tuple[Text, ...] = tuple(entries[id].text for id in entries if ids is None or id in ids)
        if texts and ids is not None:
            yield language.word(f"change.notification.{key}", names=format_argument(texts, language))
    if "legal_basis.basis" in change.after:
        basis = format_argument(make_terms("basis", change.after["legal_basis.basis"]), language)
        yield language.word("change.notification.basis", basis=basis)
        for key, value in change.after.items():
            if classify_key(key) == "legal_basis.explanation":  # a legitimate interest is told with it
                yield _format_text(value, language)


def _describe_joint_controller(change: NoticeChange, policy: Policy, language: Language) -> Iterator[str]:
    """The purposes of a joint controller, where they are some, and the essence of the arrangement (Art. 26(2))."""
    texts = tuple(policy.purposes[id].text for id in policy.purposes if id in (change.after.get("purposes") or ()))
    if texts:
        label = language.word("notice.labels.joint_purposes")
        yield f"{language.word('change.labelled', label=label, value=format_argument(texts, language))}."
    if arrangement := change.after.get("arrangement"):
        yield _format_text(arrangement, language)


def _list_related(change: NoticeChange, language: Language) -> Iterator[str]:
    """The other texts of a part before and after. Of processors, the words about those of both notices or the new."""
    for key, before, after in list_related_texts(change):
        old, new = _format_text(before, language), _format_text(after, language)
        if not key.startswith("recipients."):
            yield from _list_wordings(old, new, language)
        elif new:
            label = label_text(key, change, language)
            yield from (
                [label, *_list_wordings(old, new, language)]
                if old
                else [language.word("change.notification.processor", name=label, text=new)]
            )


def _list_wordings(old: str, new: str, language: Language) -> Iterator[str]:
    if old != new:
        for key, text in (("before", old), ("after", new)):
            if text:
                yield language.word(f"change.notification.{key}", text=text)


def _format_text(text: Mapping[str, str] | None, language: Language) -> str:
    return " ".join(language.text(text).split()) if text else ""
