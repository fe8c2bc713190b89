"""How grave a finding is to a reader of the report, who reads the first page: a level, and the order within it.

A severity says whether something must be fixed. It can't say what comes first: an untrue promise that data stay in the
EEA weighs more than a missing word of the notice, though both are errors.
"""

from __future__ import annotations

import re
from collections.abc import Set
from enum import StrEnum

from seloste.checker.finding import Finding, Severity
from seloste.checker.result import Result


class Gravity(StrEnum):
    """The levels, the gravest first. What could not be read comes before all: nothing is known of it."""

    UNREAD = "unread"
    GRAVEST = "gravest"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    PASSED = "passed"


#: The promises of which an untrue one is gravest, by the section of the notice, in this order.
_GRAVEST = ("transfers", "special_categories", "safeguards")
#: The articles on transfers to third countries, Chapter V of the GDPR: who breaks them has no ground for the transfer.
_CHAPTER_V = re.compile(r"GDPR Art\. 4[4-9]\b")


def weigh_finding(finding: Finding, special: Set[str]) -> tuple[Gravity, tuple[int, ...]]:
    """The level of a finding, and the key to sort it by within the level.

    Args:
        finding: A finding of a result.
        special: The subjects (`systems.patients`) with special categories of data, or data on crimes.
    """
    topic = _find_topic(finding, special)
    unlawful = any(_CHAPTER_V.match(citation) for citation in finding.law)
    key = (topic, 0 if unlawful else 1, 0 if finding.contradicts else 1)
    if finding.is_input:
        return Gravity.UNREAD, key
    if not finding.counts:
        return Gravity.PASSED, (list(Severity).index(finding.severity), *key)
    if finding.contradicts and topic < len(_GRAVEST):
        return Gravity.GRAVEST, key
    return Gravity(finding.severity.value), key


def list_special_records(result: Result) -> frozenset[str]:
    """The subjects of the systems and processors with special categories of data, or data on crimes (Art. 9, 10)."""
    if result.notice is None:
        return frozenset()
    fields = result.notice.record.fields
    special = {id for id, field in fields.items() if field.special_category or field.criminal}
    if not special:
        return frozenset()
    return frozenset(
        f"{kind}.{id}"
        for kind, entries in (("systems", result.system_entries), ("processors", result.processor_entries))
        for id, entry in entries.items()
        if not special.isdisjoint(entry.record.fields or ())
    )


def _find_topic(finding: Finding, special: Set[str]) -> int:
    section = (finding.promise or "").partition(".")[0]
    if section == "transfers":
        return 0
    if finding.subject in special:
        return 1
    return _GRAVEST.index(section) if section in _GRAVEST else len(_GRAVEST)
