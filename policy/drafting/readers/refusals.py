"""Reads what a notice says is not done with data: "we do not sell data".

The words are those of `policy/prose/languages/<language>/refusals.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import write_entry
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.stance import denies, is_open
from seloste.policy.prose.wordings import list_named

_SECTION = "never"


def read_never(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places the units that say without condition what is not done."""
    for unit in units:
        activities = find_refused(unit.text, draft.language)
        if activities:
            value = {"text": {draft.language: write_entry([unit])}, "activities": activities}
            draft.put((_SECTION, draft.make_id(_SECTION, activities[0])), value, [unit])


def find_refused(text: str, language: str) -> list[str]:
    """The activities that a text says are not done; none where it leaves that open."""
    found: list[str] = []
    for sentence in split_passages(text, language):
        named = list_named(sentence.text, "refusals.activities", language)
        denied = any(denies(clause, language) for clause in sentence.clauses)
        if named and denied and not is_open(sentence, language, narrow=False):
            found += [activity for activity in named if activity not in found]
    return found
