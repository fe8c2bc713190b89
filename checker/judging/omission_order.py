"""The order of what was not checked: what makes a verdict unsure, then what it rests on, last what is passed over."""

from __future__ import annotations

from collections.abc import Iterable

from seloste.checker.result import NotChecked

#: The reasons that come first, the gravest before the others.
_FIRST = (
    "policy-invalid",
    "scope-notice",
    "systems-broken",
    "systems-given",
    "law-outdated",
    "notice-later",
    "evidence-later",
    "evidence-undated",
    "documents-later",
    "tests-later",
    "waivers-set-aside",
    "establishment-unknown",
    "national-law-unseen",
    "national-law-others",
    "inventory-unknown",
    "inventory-by-evidence",
    "no-evidence-given",
    "evidence-of-change",
    "documents-unopened",
    "documents-undated",
    "agreements-unseen",
    "assessments-unseen",
    "certifications-unseen",
    "balancing-tests-unread",
    "impact-assessments-unread",
    "published-uncompared",
    "words-of-language",
    "words-of-own-sections",
    "words-too-many",
    "words-in-part",
    "no-evidence-of-rights",
)
#: The reasons that come after all others.
_LAST = ("day-asked", "evidence-passed-over", "settings-file", "foreign-file")
_RANKS = {why: rank for rank, why in enumerate(_FIRST, -len(_FIRST))} | {why: rank for rank, why in enumerate(_LAST, 1)}


def sort_omissions(items: Iterable[NotChecked]) -> tuple[NotChecked, ...]:
    """What was not checked, the gravest first; what is equally grave stays in its order."""
    return tuple(sorted(items, key=lambda item: _RANKS.get(item.why, 0)))
