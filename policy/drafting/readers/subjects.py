"""The groups of people that words name, among those that the draft declares."""

from __future__ import annotations

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.prose.wordings import find_wording, list_named

_KEY = "subjects.kinds"


def find_subjects(text: str, draft: PolicyDraft) -> list[str]:
    """The declared groups that a text names for certain; none where it names all of them, or none."""
    declared = draft.policy.get("data_subjects", {})
    named = set(list_named(text, _KEY, draft.language))
    if not named or len(declared) < 1:
        return []
    found = [id for id, group in declared.items() if named & _list_kinds(group, draft.language)]
    return found if len(found) < max(len(declared), 2) else []


def find_holders(sentence: str, draft: PolicyDraft) -> list[str]:
    """The declared groups that a sentence on a right gives it to: those that stand before its verb."""
    end = find_wording(sentence, "subjects.verbs", draft.language)
    return find_subjects(sentence[:end], draft) if end else []


def _list_kinds(group: object, language: str) -> set[str]:
    text = group.get("text", {}).get(language, "") if isinstance(group, dict) else ""
    return set(list_named(text, _KEY, language))
