"""A comparison of two notices for machines. The keys are described in `docs/changes.md`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic import BaseModel

from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.reason import Reason
from seloste.policy.period import Period
from seloste.reports.change.text import counts
from seloste.reports.change.words import because
from seloste.reports.language.language import Language, load_language, language_codes


def render_json(comparison: NoticeComparison, old: str, new: str) -> str:
    """The comparison as JSON text."""
    return dumped(document(comparison, old, new))


def dumped(content: dict[str, Any]) -> str:
    """JSON text, the same bytes for the same content."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def document(comparison: NoticeComparison, old: str, new: str) -> dict[str, Any]:
    """The comparison as what JSON is made of."""
    law = comparison.law
    return {
        "version": 1,
        "old": old,
        "new": new,
        "as_of": law.day.isoformat(),
        "horizon": law.law.horizon.isoformat(),
        "past_horizon": law.past_horizon,
        **summary(comparison),
    }


def summary(comparison: NoticeComparison) -> dict[str, Any]:
    """The answer, the counts and the changes."""
    said = [load_language(code) for code in language_codes()]
    return {
        "tell": comparison.tell.value,
        "counts": counts(comparison),
        "changes": [_change(change, said) for change in comparison.changes],
    }


def _change(change: NoticeChange, said: list[Language]) -> dict[str, Any]:
    before, after = change.wordings
    return {
        "id": change.path,
        "kind": change.kind.value,
        "renamed_from": change.renamed_from,
        "tell": change.tell.value,
        "reasons": [_reason(reason, said) for reason in change.reasons],
        "before": before,
        "after": after,
        "facts": [
            {"key": key, "before": _plain(change.before.get(key)), "after": _plain(change.after.get(key))}
            for key in change.keys
            if key != "text"
        ],
    }


def _reason(reason: Reason, said: list[Language]) -> dict[str, Any]:
    return {
        "id": reason.id,
        "tell": reason.tell.value,
        "law": list(reason.law),
        "message": {each.code: because(reason, each) for each in said},
    }


def _plain(value: Any) -> Any:
    """A fact as what JSON is made of."""
    match value:
        case BaseModel():
            fields = type(value).model_fields.items()
            told = {info.alias or name: _plain(getattr(value, name)) for name, info in fields}
            return {key: item for key, item in told.items() if item is not None}
        case Period():
            return str(value)
        case date():
            return value.isoformat()
        case frozenset() | set():
            return sorted(str(each) for each in value)
        case _:
            return value
