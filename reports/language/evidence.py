"""What a piece of evidence shows, in words: the same in the audit report and in JSON."""

from __future__ import annotations

from seloste.checker.verdict import Evidence
from seloste.reports.language.language import Language


def shows(item: Evidence, language: Language) -> str:
    """The evidence as a sentence without its subject: "user authentication: implemented"."""
    return language.word(f"evidence.{item.detail}", **item.arguments)
