"""The words of a change: its reasons, its values and its two wordings, in one language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from seloste.policy.base import Text
from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.facts import kind
from seloste.policy.change.reason import Reason, Term, Value
from seloste.policy.law.law import law
from seloste.policy.period import Period
from seloste.reports.language import cldr
from seloste.reports.language.language import Language

#: Where the words of a closed set stand, for those that are not among the words of changes.
_SETS = {
    "basis": "basis",
    "special_category_basis": "special_category_basis",
    "electronic_marketing": "notice.electronic_marketing",
    "control": "controls",
}
#: What the texts of a part that are not its own words are called.
_BESIDE = {
    "legal_basis.explanation": "notice.labels.legal_basis",
    "automated_decision.text": "notice.labels.automated_decision",
    "guardian_consent": "notice.labels.guardian_consent",
    "arrangement": "record.arrangement",
    "copy.text": "notice.labels.copy",
}
#: So much of its words names a part.
_QUOTED = 90


def said(value: Value, language: Language) -> str:
    """A value in words."""
    match value:
        case None:
            return language.word("change.silent")
        case Term():
            return _term(value, language)
        case tuple():
            return language.several([said(each, language) for each in value])
        case Period():
            return language.say(value)
        case str():
            return value
        case _:
            return " ".join(language.text(value).split())


def because(reason: Reason, language: Language, words: str = "change.reason") -> str:
    """The sentence of a reason."""
    values = {"member": "", "members": "", **{key: said(value, language) for key, value in reason.values.items()}}
    return language.word(f"{words}.{reason.id}", **values)


def law_of(reason: Reason, language: Language, day: date) -> str:
    """What a reason rests on, cited as on the day."""
    return ", ".join(language.cite(citation, day) for citation in reason.law)


def named(comparison: NoticeComparison, names: Mapping[str, str]) -> NoticeComparison:
    """The comparison with processors by the names that the processor list has for their ids."""

    def name(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(name(each) for each in value)
        return names.get(value.key, value) if isinstance(value, Term) and value.group == "processor" else value

    def told(reason: Reason) -> Reason:
        return replace(reason, values={key: name(value) for key, value in reason.values.items()})

    changes = (replace(each, reasons=tuple(told(reason) for reason in each.reasons)) for each in comparison.changes)
    return replace(comparison, changes=tuple(changes))


def label(change: NoticeChange, language: Language) -> str:
    """What changed, by its kind and the words that it is known by: "Purpose “Billing”"."""
    part = language.word(f"change.part.{kind(change.path).rpartition('.')[2]}")
    known = change.after or change.before
    text = known.get("heading") or known.get("text") or known.get("role") or known.get("name")
    if not text or "." not in change.path:
        return part
    return language.word(
        "change.quoted", part=part, text=textwrap.shorten(said(text, language), _QUOTED, placeholder="…")
    )


def wordings(change: NoticeChange, language: Language) -> Iterator[tuple[str, str | None, str | None]]:
    """The words before and after, each with what they are where that is not plain: another text, another language.

    They are in the reader's own language, or in those others in which they differ. What came or went with words that
    its name quotes in full has been told by its name.
    """
    before, after = change.wordings
    only = after if before is None else before if after is None else None
    if only is None or language.code not in only or len(" ".join(only[language.code].split())) > _QUOTED:
        yield from _differing(before, after, (), language)
    for key, old, new in beside(change):
        yield from _differing(old, new, (language.word(_BESIDE[key]),), language)


def beside(change: NoticeChange) -> Iterator[tuple[str, Text | None, Text | None]]:
    """The texts of a part that stayed and is known by other words: what its legal basis is explained with, and such."""
    if change.before and change.after:
        for key in change.keys:
            if key in _BESIDE:
                yield key, change.before.get(key), change.after.get(key)


def _differing(
    before: Text | None, after: Text | None, aside: tuple[str, ...], language: Language
) -> Iterator[tuple[str, str | None, str | None]]:
    old, new = before or {}, after or {}
    differing = [code for code in dict.fromkeys([*new, *old]) if old.get(code) != new.get(code)]
    for code in [language.code] if language.code in differing else differing:
        other = () if code == language.code else (code,)
        yield ", ".join((*aside, *other)), _line(old, code), _line(new, code)


def wrapped(words: str, begin: str, width: int, indent: str = "    ") -> list[str]:
    """Words as lines of a terminal: the first begins as given, the others are indented below it."""
    return textwrap.wrap(
        words,
        width,
        initial_indent=begin,
        subsequent_indent=indent + "  " * (begin != indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _line(text: Text, code: str) -> str | None:
    return " ".join(text[code].split()) if code in text else None


def _term(term: Term, language: Language) -> str:
    if term.group == "country":
        return language.country(term.key)
    if term.group == "language":
        return cldr.language_in(term.key, language.locale) or term.key
    if term.group == "instrument":
        return language.text(law().instruments[term.key].title)
    if term.group == "right":
        return language.word(f"phrases.right-{term.key}")
    if term.group == "processor":
        return term.key
    key = f"{_SETS.get(term.group, f'change.{term.group}')}.{term.key}"
    if term.group == "event" and not language.has(key):
        return language.word("change.own-event", event=term.key)
    return language.word(key)
