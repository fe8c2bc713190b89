"""A comparison of two notices as JSON. `docs/changes.md` describes the keys."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.reason import Reason
from seloste.policy.period import Period
from seloste.reports.change.text import count_changes
from seloste.reports.change.words import format_reason
from seloste.reports.language.language import Language, language_codes, load_language
from seloste.reports.rendering.escape import json_text

#: What no rule about changes looks at, whatever the answer is.
NOT_LOOKED_AT = ("national-law", "sector-law", "contracts", "outside-the-files")


def render_json(comparison: NoticeComparison, old: str, new: str) -> str:
    """The comparison as JSON text. `old` and `new` are the names of the two notices."""
    return dump_json(build_document(comparison, old, new))


def dump_json(content: dict[str, Any]) -> str:
    """The content as JSON text, the same bytes for the same content."""
    return json_text(content)


def build_document(comparison: NoticeComparison, old: str, new: str) -> dict[str, Any]:
    """The comparison as plain values."""
    law = comparison.law
    return {
        "version": 1,
        "old": old,
        "new": new,
        "as_of": law.day.isoformat(),
        "horizon": law.law.horizon.isoformat(),
        "past_horizon": law.past_horizon,
        "not_looked_at": list(NOT_LOOKED_AT),
        **build_summary(comparison),
    }


def build_summary(comparison: NoticeComparison) -> dict[str, Any]:
    """The answer, the counts and the changes, as plain values."""
    languages = [load_language(code) for code in language_codes()]
    return {
        "tell": comparison.inform.value,
        "counts": count_changes(comparison),
        "changes": [_build_change(change, languages) for change in comparison.changes],
    }


def _build_change(change: NoticeChange, languages: list[Language]) -> dict[str, Any]:
    before, after = change.wordings
    return {
        "id": change.path,
        "kind": change.kind.value,
        "renamed_from": change.renamed_from,
        "tell": change.inform.value,
        "reasons": [_build_reason(reason, languages) for reason in change.reasons],
        "before": before,
        "after": after,
        "facts": [
            {"key": key, "before": _make_plain(change.before.get(key)), "after": _make_plain(change.after.get(key))}
            for key in change.keys
            if key != "text"
        ],
    }


def _build_reason(reason: Reason, languages: list[Language]) -> dict[str, Any]:
    return {
        "id": reason.id,
        "tell": reason.inform.value,
        "law": list(reason.law),
        "message": {language.code: format_reason(reason, language) for language in languages},
    }


def _make_plain(value: Any) -> Any:
    """A fact as a plain value."""
    match value:
        case BaseModel():
            fields = type(value).model_fields.items()
            values = {info.alias or name: _make_plain(getattr(value, name)) for name, info in fields}
            return {key: item for key, item in values.items() if item is not None}
        case Period():
            return str(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_make_plain(each) for each in value]
        case frozenset() | set():
            return sorted(str(each) for each in value)
        case _:
            return value
