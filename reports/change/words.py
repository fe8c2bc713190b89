"""A change in words: its label, its reasons, and the text before and after."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from seloste.policy.base import Text
from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.exceptions import match_words
from seloste.policy.change.facts import classify_key, classify_part, name_member
from seloste.policy.change.reason import Reason, Term, Value
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from seloste.reports.language import cldr
from seloste.reports.language.language import Language

#: The keys of words for groups of terms that `change.yaml` does not have.
_TERM_KEYS = {
    "basis": "basis",
    "special_category_basis": "special_category_basis",
    "electronic_marketing": "notice.electronic_marketing",
    "control": "controls",
}
#: The labels of further texts that a part can have, by the kinds of their keys.
_RELATED_TEXTS = {
    "opening": "change.text.opening",
    "legal_basis.explanation": "notice.labels.legal_basis",
    "automated_decision.text": "notice.labels.automated_decision",
    "guardian_consent": "notice.labels.guardian_consent",
    "arrangement": "record.arrangement",
    "criminal_ground.explanation": "notice.labels.criminal_ground",
    "copy.text": "notice.labels.copy",
    "explanation": "notice.labels.legal_basis",
    "recipients.text": "notice.labels.processors",
    "criteria": "change.text.criteria",
    "permanent.ground": "change.text.permanent",
    "exceptions": "change.text.exceptions",
}
#: The parts that are known by a name, and not by their words.
_NAMED = ("joint_controllers", "cookies.entries")
#: Characters of its text that a label quotes.
_LONGEST_QUOTE = 90


def format_argument(value: Value, language: Language) -> str:
    """A value of a reason in words."""
    match value:
        case None:
            return language.word("change.silent")
        case Term():
            return _format_term(value, language)
        case tuple():
            return language.format_list([_format_member(each, language) for each in value])
        case Period():
            return language.format_value(value)
        case str():
            return value
        case _:
            return " ".join(language.text(value).split())


def _format_member(value: Value, language: Language) -> str:
    """A value within a list. The notice's own words, which may have commas and begin with a capital, are quoted."""
    words = format_argument(value, language)
    return language.word("change.quote", text=words) if isinstance(value, Mapping) else words


def format_reason(reason: Reason, language: Language, words: str = "change.reason") -> str:
    """The sentence of a reason. `words`: the key of the sentences, by the ids of the reasons."""
    values = {
        "member": "",
        "members": "",
        **{key: format_argument(value, language) for key, value in reason.values.items()},
    }
    return language.word(f"{words}.{reason.id}", **values)


def cite_law(reason: Reason, language: Language, day: date) -> str:
    """The citations of a reason, by the names of the acts on the day."""
    return ", ".join(language.cite(citation, day) for citation in reason.law)


def name_processors(comparison: NoticeComparison, names: Mapping[str, str]) -> NoticeComparison:
    """The comparison with the names of processors, the notice's own first, in place of their ids."""
    named = [each.processors.recipients or {} for each in (comparison.old, comparison.new) if each.processors]
    names = {**names, **{id: entry.name for each in named for id, entry in each.items() if entry.name}}

    found = _replace_terms(comparison, lambda term: names.get(term.key, term) if term.group == "processor" else term)
    changes = tuple(replace(change, names={**names, **change.names}) for change in found.changes)
    return replace(found, changes=changes)


def hide_own_events(comparison: NoticeComparison, language: Language) -> NoticeComparison:
    """The comparison with a hole to be filled in place of each event of the notice's own, which has only an id."""
    hole = language.word("change.notification.event-hole")

    def hide(term: Term) -> Value:
        is_own = term.group == "event" and term.key and not language.has_word(f"change.event.{term.key}")
        return hole if is_own else term

    return _replace_terms(comparison, hide)


def _replace_terms(comparison: NoticeComparison, find: Callable[[Term], Value]) -> NoticeComparison:
    """The comparison with other values in place of the terms in its reasons."""

    def replace_value(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(replace_value(each) for each in value)
        return find(value) if isinstance(value, Term) else value

    def replace_values(reason: Reason) -> Reason:
        return replace(reason, values={key: replace_value(value) for key, value in reason.values.items()})

    changes = (replace(each, reasons=tuple(map(replace_values, each.reasons))) for each in comparison.changes)
    return replace(comparison, changes=tuple(changes))


def format_label(change: NoticeChange, language: Language, *, quote: bool = True) -> str:
    """The part that changed, by its kind and its text: "Purpose “Billing”"; without `quote` by its kind alone."""
    kind = classify_part(change.path)
    part = language.word(f"change.part.{'groups' if kind.startswith('groups.') else kind.rpartition('.')[2]}")
    facts = change.after or change.before
    text = facts.get("name") if kind in _NAMED else None
    text = text or facts.get("heading") or facts.get("text") or facts.get("role") or facts.get("name")
    if not text or "." not in change.path or not quote:
        return part
    return language.word(
        "change.quoted",
        part=part,
        text=textwrap.shorten(format_argument(text, language), _LONGEST_QUOTE, placeholder="…"),
    )


def is_quoted_whole(change: NoticeChange, language: Language) -> bool:
    """Whether the label of a part quotes all of its text, or the part has none of its own."""
    text = (change.after or change.before).get("text")
    return not text or "." not in change.path or len(" ".join(language.text(text).split())) <= _LONGEST_QUOTE


def list_wordings(change: NoticeChange, language: Language) -> Iterator[tuple[str, str | None, str | None]]:
    """The texts before and after the change, each pair after a remark on which text and which language it is.

    They are in the reader's language, or in the other languages in which they differ. The text of an added or removed
    part is omitted if its label quotes it in full.
    """
    before, after = change.wordings
    only = after if before is None else before if after is None else None
    if only is None or language.code not in only or len(" ".join(only[language.code].split())) > _LONGEST_QUOTE:
        yield from _list_differences(before, after, (), language)
    for key, old, new in list_related_texts(change):
        yield from _list_differences(old, new, (label_text(key, change, language),), language)


def list_related_texts(change: NoticeChange) -> Iterator[tuple[str, Text | None, Text | None]]:
    """The key and both versions of each changed text of a part beside its own, such as that of its legal basis."""
    if not change.before or not change.after:
        return
    for key in change.keys:
        before, after = change.before.get(key), change.after.get(key)
        if key == "exceptions":
            for old, new in match_words(before or (), after or ()):
                if old and new:  # the reasons quote those that were added or removed
                    yield key, old, new
        elif classify_key(key) in _RELATED_TEXTS:
            yield key, before, after


def label_text(key: str, change: NoticeChange, language: Language) -> str:
    """The label of a further text of a part, with the legal basis, or the name of the processor, that it is about."""
    label, member = language.word(_RELATED_TEXTS[classify_key(key)]), name_member(key)
    if key.startswith("recipients."):
        member = change.names.get(member or "")
    elif member is not None:
        member = language.word(f"basis.{member}")
    return language.word("change.labelled", label=label, value=member) if member else label


def _list_differences(
    before: Text | None, after: Text | None, remarks: tuple[str, ...], language: Language
) -> Iterator[tuple[str, str | None, str | None]]:
    old, new = before or {}, after or {}
    differing = [code for code in dict.fromkeys([*new, *old]) if old.get(code) != new.get(code)]
    for code in [language.code] if language.code in differing else differing:
        other = () if code == language.code else (code,)
        yield ", ".join((*remarks, *other)), _find_line(old, code), _find_line(new, code)


def _find_line(text: Text, code: str) -> str | None:
    return " ".join(text[code].split()) if code in text else None


def _format_term(term: Term, language: Language) -> str:
    if term.group == "country":
        return language.country(term.key)
    if term.group == "language":
        return cldr.language_name_in(term.key, language.locale) or term.key
    if term.group == "instrument":
        return language.text(load_law().instruments[term.key].title)
    if term.group == "right":
        return language.word(f"phrases.right-{term.key}")
    if term.group == "processor":
        return term.key
    key = f"{_TERM_KEYS.get(term.group, f'change.{term.group}')}.{term.key}"
    if term.group == "event" and not language.has_word(key):
        return language.word("change.own-event", event=term.key)
    return language.word(key)
