"""Reads whether decisions are made by automated means alone, GDPR Art. 22.

The words are those of `policy/prose/languages/<language>/automation.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import add_words
from seloste.policy.drafting.readers.refusals import read_never
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import denies, is_plain_no
from seloste.policy.prose.wordings import has_wording

_SECTION = "automated_decisions"


def read_automated_decisions(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places all units, where one of them says whether such decisions are made; else what is not done."""
    used = _find_used(units, draft.language)
    if used is None:
        read_never(units, draft)
        return
    draft.put((_SECTION, "used"), used)
    add_words(draft, (_SECTION, "text"), units)


def _is_denied(sentence: Sentence, language: str) -> bool:
    """Whether a sentence says that no such decisions are made: none at all, or by people only."""
    decides = has_wording(sentence.text, "automation.decisions", language)
    about = decides or has_wording(sentence.text, "automation.any_decisions", language)
    if about and any(denies(clause, language) for clause in sentence.clauses):
        return True
    by_people = has_wording(sentence.text, "automation.by_people", language)
    return by_people and not has_wording(sentence.text, "automation.systems", language)


def _find_used(units: Sequence[Unit], language: str) -> bool | None:
    """Whether such decisions are made; None where no unit says so."""
    found: bool | None = None
    for unit in units:
        for sentence in split_passages(unit.text, language):
            about = has_wording(sentence.text, "automation.decisions", language)
            if is_plain_no(sentence, language):
                return False
            if _is_denied(sentence, language):
                found = False if found is None else found
            elif about and has_wording(sentence.text, "automation.done", language):
                return True
    if found is None and units and not any(has_wording(unit.text, "automation.decisions", language) for unit in units):
        first = split_passages(units[0].text, language)[:1]
        if any(denies(clause, language) for sentence in first for clause in sentence.clauses):
            profiling = has_wording(units[0].text, "automation.profiling", language)
            return None if profiling else False
    return found
