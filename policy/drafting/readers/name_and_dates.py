"""Reads what a notice says of itself: the name of the register, and its days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.unit import Part, Unit
from seloste.policy.prose.figures.dates import list_dates
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: A day beside its word stands at most so many characters after it.
_NEAR = 60
#: Longer, it is no line that dates a notice.
_LONGEST_LINE = 300
_AROUND = re.compile(r"[\W_]+")
#: How a day is called, the surest first.
_KINDS = ("updated", "drawn_up", "reviewed", "published")
#: A name is at most so long.
_LONGEST_NAME = 160


def read_name(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the name of the register: the first line of its section."""
    first = [unit for unit in units if unit.paragraph == units[0].paragraph]
    name = " ".join(unit.text for unit in first)
    if draft.get(("notice", "name")) is None and len(name) <= _LONGEST_NAME:
        draft.put_words(("notice", "name"), first, name if len(first) > 1 else name.rstrip("."))


def read_dates(parts: Sequence[Part], draft: PolicyDraft) -> None:
    """Reads the days of the notice, wherever they stand; a line that says nothing else goes with them."""
    for part in parts:
        for unit in part.units:
            if len(unit.text) <= _LONGEST_LINE and not draft.is_placed(unit):
                _read_line(unit, draft)


def _read_line(unit: Unit, draft: PolicyDraft) -> None:
    days = [day for day in list_dates(unit.text, draft.language, loose=True) if _is_day(day.form)]
    if not days:
        return
    kinds = _find_kinds(unit.text, draft.language)
    rest, start, found = [], 0, False
    for day in days:
        before = [(end, kind) for end, kind in kinds if start <= end <= day.start and day.start - end <= _NEAR]
        rest.append(unit.text[start : day.start])
        if before:
            kind = max(before)[1]
            found = True
            if draft.get(("notice", kind)) is None:
                draft.put(("notice", kind), day.form)
        start = day.end
    rest.append(unit.text[start:])
    is_plain = not any(letter.isalpha() for day in days for letter in day.written)  # else its words would be lost
    if found and is_plain and not _strip("".join(f" {part} " for part in rest), draft.language):
        draft.place(("notice",), [unit])
        draft.structured.add(unit.number)


def _is_day(form: str) -> bool:
    try:
        return bool(date.fromisoformat(form)) and len(form) == len("2018-05-25")
    except ValueError:
        return False


def _find_kinds(text: str, language: str) -> list[tuple[int, str]]:
    """Where the words for days end, and which they are."""
    return [(match.end(), kind) for kind in _KINDS for match in _compile_kind(kind, language).finditer(text)]


@cache
def _compile_kind(kind: str, language: str) -> WordPattern:
    days: dict[str, list[str]] = load_words("headings.days", language) or {}
    return compile_words(days.get(kind, ()))


def _strip(text: str, language: str) -> str:
    """What is left of a line without words for days and marks."""
    for kind in _KINDS:
        text = _compile_kind(kind, language).sub(" ", text)
    return _AROUND.sub("", compile_words(load_words("headings.day_words", language) or ()).sub(" ", text))
