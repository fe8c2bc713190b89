"""The law that a report rests on and that was not checked in a source: authorities, decisions and grounds in use."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.linking.used_transfers import find_used_transfers
from seloste.checker.result import Result
from seloste.policy.law.dated import DatedEntry
from seloste.reports.language.language import Language, capitalize
from seloste.reports.law.text import LawPage


def list_from_memory(result: Result, language: Language) -> Iterator[tuple[str, str]]:
    """Each entry that a finding cites or a transfer relies on, with what of it is from memory; no other entries."""
    page = LawPage(result.law, language)
    found: dict[str, tuple[str, str]] = {}
    for entry in _list_used(result):
        facts = page.list_unchecked(entry)
        if facts:
            name = capitalize(language.text(entry.citation))
            found.setdefault(name, (name, language.format_list(facts)))
    yield from sorted(found.values())


def rests_on_memory(result: Result, language: Language) -> bool:
    """Whether something of a ground that transfers rely on is from memory."""
    page = LawPage(result.law, language)
    return any(page.list_unchecked(entry) for entry in _list_grounds(result))


def _list_used(result: Result) -> Iterator[DatedEntry]:
    for citation in dict.fromkeys(citation for finding in result.findings for citation in finding.law):
        authority = result.law.find_authority(citation)
        if authority is not None:
            yield authority
    yield from _list_grounds(result)


def _list_grounds(result: Result) -> Iterator[DatedEntry]:
    """The grounds and decisions that transfers rely on."""
    law = result.law
    if result.index is None:
        return
    used = find_used_transfers(result.index, result.system_entries.values(), law.law)
    yield from (law.law.instruments[id] for id in sorted(used.instruments) if id in law.law.instruments)
    for country in sorted(used.countries):
        yield from law.list_decisions(country)
