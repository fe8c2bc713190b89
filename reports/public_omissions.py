"""What was not checked, for others: why, and of how much; without the names of files, resources and documents."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from seloste.checker.result import NotChecked
from seloste.reports.language.omission import is_part

#: The reasons that are about promises, by their ids.
_OF_PROMISES = frozenset({"law-outdated", "evidence-later", "evidence-undated"})
#: What is named that is no document: recipients, purposes, languages, sections and countries, which the notice has too.
_PUBLIC_ITEMS = frozenset(
    {
        *("certifications-unseen", "agreements-unseen", "assessments-unseen", "balancing-tests-unread"),
        *(
            "impact-assessments-unread",
            "tests-later",
            "national-law-others",
            "words-of-language",
            "words-of-own-sections",
        ),
        "words-in-part",
    }
)


def publish_omissions(items: Iterable[NotChecked]) -> tuple[NotChecked, ...]:
    """What was not checked: of files, resources and tables their number by the reason, and no name."""
    published: list[NotChecked] = []
    hidden: dict[str, int] = {}
    for item in items:
        if item.limits_rules or item.why in _OF_PROMISES or is_part(item.what):
            published.append(item if item.why in _PUBLIC_ITEMS else replace(item, items=()))
        else:
            hidden[item.why] = hidden.get(item.why, 0) + _count(item.what)
    return (*published, *(NotChecked(f"+{number}", why, limits_rules=False) for why, number in hidden.items()))


def _count(what: str) -> int:
    """How many things a name stands for: `+3` for three that the check did not name."""
    return int(what[1:]) if what.startswith("+") and what[1:].isdecimal() else 1
