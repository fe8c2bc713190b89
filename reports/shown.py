"""What a piece of evidence shows, in words: the same in the audit report and in JSON."""

from __future__ import annotations

from checker.verdict import Evidence
from reports.language import Language


def shows(item: Evidence, language: Language) -> str:
    """The evidence with what it names. An empty list is an answer: "discloses to" alone would read as its opposite."""
    if item.value:
        return language.word("notice.label", label=_said(item.detail, language), value=item.value)
    if item.holds is None:
        return language.word("evidence.silent")
    none = f"{item.detail}-none"
    return _said(none if language.has(f"evidence.{none}") else item.detail, language)


def _said(detail: str, language: Language) -> str:
    key = f"evidence.{detail}"
    return language.word(key) if language.has(key) else detail
