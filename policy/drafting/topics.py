"""Which section each sentence is of: that of its heading, unless its words are surely of another.

The words are data: `policy/prose/languages/<language>/topics.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from msgspec import Struct

from seloste.policy.drafting.phrases import name_sections
from seloste.policy.drafting.readers.recipients import list_companies, names_third_country
from seloste.policy.drafting.unit import WITHIN, Part, Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

_LINK = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
#: What stands before the first heading.
OPENING = "opening"
#: Sections of one heading whose units are offered to the readers of both: a line may be of either.
_SHARED = {"controller", "contacts"}
#: A shorter item of a list is no sentence, and of the section of its list.
_SHORTEST_SENTENCE = 4
#: Where a section has no name of ours, so many of its sentences tell which it is.
_MOST_OF_IT = 0.6

_Rule = tuple[WordPattern, ...]


class _Topic(Struct, frozen=True):
    """What tells that a sentence is of a section."""

    section: str
    sure: tuple[_Rule, ...]
    weak: tuple[_Rule, ...]
    unless: WordPattern | None
    sources: frozenset[str] | None

    def fits(self, text: str, *, weak: bool = False) -> bool:
        """Whether a sentence is of the section."""
        rules = (*self.sure, *self.weak) if weak else self.sure
        if not any(all(pattern.search(text) for pattern in rule) for rule in rules):
            return False
        return self.unless is None or self.unless.search(text) is None


@cache
def _load_topics(language: str) -> Mapping[str, _Topic]:
    sections = {key: load_words(f"topics.{key}", language) for key in _list_keys(language)}
    return {key: _make_topic(key, raw) for key, raw in sections.items() if raw}


def _list_keys(language: str) -> Iterator[str]:
    """The sections that have words, in the order in which they are asked."""
    known = (
        *(
            "controller",
            "contacts",
            "transfers",
            "never",
            "data_subjects",
            "processors",
            "retention",
            "cookies",
            "provision",
            "automated_decisions",
            "rights",
        ),
        *("safeguards", "disclosures", "sources", "fields", "requests", "legal_bases", "purposes"),
    )
    yield from (key for key in known if load_words(f"topics.{key}", language))


def _make_topic(section: str, raw: Mapping[str, Any]) -> _Topic:
    def make_rules(key: str) -> tuple[_Rule, ...]:
        return tuple(tuple(compile_words(words) for words in rule) for rule in raw.get(key, ()))

    unless = compile_words(raw["unless"]) if "unless" in raw else None
    sources = frozenset(raw["from"]) if "from" in raw else None
    return _Topic(section, make_rules("sure"), make_rules("weak"), unless, sources)


@cache
def _compile_continuations(language: str) -> WordPattern:
    return compile_words(load_words("topics.continuations", language) or ())


def find_topic(text: str, language: str, sources: Sequence[str] = (), missing: frozenset[str] | None = None) -> str:
    """The section that a sentence is surely of; empty where none is, or its own is as likely.

    Args:
        text: The sentence.
        language: Its language.
        sources: The sections of its heading; none where it has no heading.
        missing: Sections that have no heading in the notice: less makes a sentence theirs. None: it is not known.
    """
    topics = _load_topics(language)

    def is_weak(section: str) -> bool:
        return not sources if missing is None else section in missing

    text = _LINK.sub(" ", text)  # an address that begins with https promises nothing
    if any(topics[own].fits(text, weak=True) for own in sources if own in topics):
        return ""
    for section, topic in topics.items():
        may_leave = not sources or topic.sources is None or not topic.sources.isdisjoint(sources)
        if section not in sources and may_leave and topic.fits(text, weak=is_weak(section)):
            return WITHIN.get(section, section)
    return ""


def name_own_section(part: Part, language: str) -> str:
    """The section that a part is of by its sentences, though its heading names none; empty where they do not tell."""
    sentences = [unit for unit in part.units if _is_sentence(unit)]
    if len(sentences) == 1 and part.heading is not None and not name_sections(part.heading.text, language).is_own:
        return find_topic(sentences[0].text, language, missing=frozenset())
    found = [find_topic(unit.text, language) for unit in sentences]
    best = max(found, key=found.count, default="")
    if found[:1] == ["controller"]:
        return "controller"
    return best if best and len(found) > 1 and found.count(best) >= _MOST_OF_IT * len(found) else ""


def assign_topics(parts: Sequence[Part], language: str) -> dict[str, list[Unit]]:
    """The units of each section, in the order of the notice. Those of the notice's own sections are of none."""
    headed = {section for part in parts for section in part.sections}
    missing = frozenset(section for section in _load_topics(language) if section not in headed)
    topics: dict[str, list[Unit]] = {}
    for part in parts:
        if part.heading is not None and not part.sections:
            continue
        for unit, sections in _assign_units(part, language, missing):
            for section in sections:
                topics.setdefault(section, []).append(unit)
    return topics


def _assign_units(part: Part, language: str, missing: frozenset[str]) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    own = tuple(dict.fromkeys(WITHIN.get(section, section) for section in part.sections)) or (OPENING,)
    shared = own if set(own) <= _SHARED else own[:1]
    last, list_of = shared, shared
    before: Unit | None = None
    late = _find_requests(part, language)
    for unit in part.units:
        sections = shared
        if unit.kind is BlockKind.HEADING:
            list_of = shared
        elif unit.kind is not BlockKind.PARAGRAPH and not _is_sentence(unit):
            sections = list_of
        elif before is not None and before.paragraph == unit.paragraph and _goes_on(unit, language):
            sections = last
        elif (
            (topic := find_topic(unit.text, language, part.sections, missing))
            and (topic != "requests" or unit.number in late)
            and not (topic == "purposes" and "processors" in own and list_companies(unit.text, language))
        ):
            sections = (topic,)
        elif len(own) > 1 and shared != own and unit.text.endswith(":") and (named := _name_own(unit, own, language)):
            sections = named
        elif len(own) > 1 and shared != own:
            sections = _choose_own(unit, own, language) or (list_of if unit.kind is not BlockKind.PARAGRAPH else last)
            sections = sections if set(sections) <= set(own) else shared
        if unit.kind is BlockKind.PARAGRAPH:
            list_of = sections if unit.text.endswith(":") else (sections if len(own) > 1 else shared)
            last = sections
        before = unit
        yield unit, sections


def _is_sentence(unit: Unit) -> bool:
    if unit.kind is BlockKind.PARAGRAPH:
        return True
    return unit.kind is BlockKind.ITEM and len(unit.text.split()) >= _SHORTEST_SENTENCE and unit.text.endswith(".")


def _goes_on(unit: Unit, language: str) -> bool:
    return _compile_continuations(language).match(unit.text) is not None


def _name_own(unit: Unit, own: Sequence[str], language: str) -> tuple[str, ...]:
    """Of the sections that one heading names, the one that a line names which leads to a list."""
    named = [WITHIN.get(section, section) for section in name_sections(unit.text, language).sections]
    return tuple(section for section in named if section in own)[:1]


def _choose_own(unit: Unit, own: Sequence[str], language: str) -> tuple[str, ...]:
    """Of the sections that one heading names, the one that a unit is of."""
    topics = _load_topics(language)
    for weak in (False, True):
        fitting = [section for section in topics if section in own and topics[section].fits(unit.text, weak=weak)]
        if fitting:
            return (fitting[0],)
        if "transfers" in own and names_third_country(unit.text, language):
            return ("transfers",)
    return ()


def _find_requests(part: Part, language: str) -> frozenset[int]:
    """The units on requests that end a section on rights; all of them, where none ends it."""
    if "rights" not in part.sections:
        return frozenset(unit.number for unit in part.units)
    found = {unit.number for unit in part.units if find_topic(unit.text, language, part.sections) == "requests"}
    last = [unit.number for unit in takewhile(lambda unit: unit.number in found, reversed(part.units))]
    return frozenset(last or found)
