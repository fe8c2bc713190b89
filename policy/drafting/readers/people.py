"""Reads whose data they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.lists import (
    compile_processing,
    is_entry,
    keep_introduction,
    list_leads,
    split_last,
    split_list,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.employees import names_employees
from seloste.policy.prose.lazy_patterns import build_word_pattern
from seloste.policy.prose.words import load_words

_SECTION = "data_subjects"
#: A group of people within a list has so many words at most.
_MOST_WORDS = 6


def read_data_subjects(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on data subjects: items, a list within a line, or sentences."""
    leads = list_leads(units)
    above = {lead.number for lead in leads.values()}
    has_list = any(is_entry(unit) for unit in units)
    for at, unit in enumerate(units):
        if unit.kind is BlockKind.ITEM and unit.number not in above:
            if not draft.get((_SECTION,)):
                keep_introduction(_SECTION, units[:at], draft)
            _put_people(unit.text.rstrip(".;,"), [unit], draft)
        elif not has_list and unit.kind is BlockKind.PARAGRAPH:
            _read_sentence(unit, units[:at], draft)


def _read_sentence(unit: Unit, before: Sequence[Unit], draft: PolicyDraft) -> None:
    head, colon, tail = unit.text.rpartition(": ")
    parts = _split_people(tail, draft.language)
    if parts and (colon or not _has_verb(unit.text, draft.language)):
        if not draft.get((_SECTION,)) and colon:
            keep_introduction(_SECTION, [*before, unit], draft, f"{head}:")
        for part in parts:
            _put_people(part, [unit], draft)
        return
    named = _find_people(unit.text, draft.language)
    if named and len(named) == _count_listed(unit.text, draft.language):
        for name in named:
            _put_people(name[:1].upper() + name[1:], (), draft)
        keep_introduction(_SECTION, [*before, unit], draft)
        draft.remark((_SECTION,), "data-subjects-named", is_todo=False)
    elif named:
        _put_people(unit.text, [unit], draft)


def _count_listed(text: str, language: str) -> int:
    """How many things the commas and the words for "and" of a sentence join."""
    return sum(1 + len(compile_processing("joints", language).findall(part)) for part in split_list(text))


def _split_people(text: str, language: str) -> list[str]:
    parts = split_list(text)
    if parts and (joined := split_last(parts[-1], language)) is not None:
        parts[-1:] = [part for part in joined if part]
    return parts if all(len(part.split()) <= _MOST_WORDS for part in parts) else []


def _has_verb(text: str, language: str) -> bool:
    signs = compile_processing("people_signs", language).search(text) is not None
    return signs or compile_processing("purpose_verbs", language).search(text) is not None or len(text.split()) > 25


def name_people(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Names the data subjects that sentences on purposes speak of: "asiakkaiden henkilötietoja" are of customers."""
    if draft.get((_SECTION,)):
        return
    named: dict[str, None] = {}
    for unit in units:
        if tells_people(unit.text, draft.language):
            named.update(dict.fromkeys(_find_people(unit.text, draft.language)))
    for name in named:
        _put_people(name[:1].upper() + name[1:], (), draft)
    if named:
        draft.remark((_SECTION,), "data-subjects-named", is_todo=False)


def tells_people(text: str, language: str) -> bool:
    """Whether a sentence tells whose data are processed."""
    return any(_compile_owners(language).finditer(text))


def _put_people(text: str, units: Sequence[Unit], draft: PolicyDraft) -> None:
    path = (_SECTION, draft.make_id(_SECTION, text))
    draft.put((*path, "text"), {draft.language: text}, units)
    if compile_processing("children", draft.language).search(text):
        draft.put((*path, "children"), True)
    if names_employees({draft.language: text}):
        draft.put((*path, "employees"), True)


def _find_people(text: str, language: str) -> list[str]:
    """The groups of people that a sentence says data are of, each in the form of a list."""
    found: dict[str, int] = {}
    for match in _compile_people(language).finditer(text):
        person = _list_forms("people", language)[match["person"].casefold()]
        quality = _list_forms("qualities", language).get((match["quality"] or "").casefold())
        found.setdefault(f"{quality} {person}" if quality else person, match.start())
    return list(found)


@cache
def _list_forms(key: str, language: str) -> dict[str, str]:
    """The form of a list by each form of a word."""
    words: dict[str, list[str]] = load_words(f"processing.{key}", language) or {}
    return {form: word for word, forms in words.items() for form in forms}


@cache
def _compile_people(language: str) -> re.Pattern[str]:
    people, qualities = (
        "|".join(map(build_word_pattern, sorted(_list_forms(key, language), key=len, reverse=True))) or "(?!)"
        for key in ("people", "qualities")
    )
    return re.compile(rf"(?<!\w)(?:(?P<quality>{qualities})\s+)?(?P<person>{people})(?!\w)", re.IGNORECASE)


@cache
def _compile_owners(language: str) -> re.Pattern[str]:
    """A pattern for people whose data are meant: "asiakkaiden henkilötietoja", "personal data of customers"."""
    people = "|".join(map(build_word_pattern, sorted(_list_forms("people", language), key=len, reverse=True))) or "(?!)"
    signs, links, owners = (
        "|".join(map(build_word_pattern, load_words(f"processing.{key}", language) or ())) or "(?!)"
        for key in ("people_signs", "people_links", "people_owners")
    )
    after = rf"(?<!\w)(?:{people})\s+(?:{signs})(?!\w)"
    before = rf"(?<!\w)(?:{signs})\s+(?:{links})\s+(?:(?:{owners})\s+)?(?:\w+\s+)?(?:{people})(?!\w)"
    return re.compile(f"{before}|{after}", re.IGNORECASE)
