"""What a public version of a report leaves out, in words."""

from __future__ import annotations

from seloste.checker.result import Result
from seloste.reports.language.language import Language


def describe_withheld(result: Result, language: Language) -> str:
    """That a report is a public version, and what it leaves out; empty for a whole one."""
    if not result.withheld:
        return ""
    parts = [language.word(f"public.parts.{part}") for part in result.withheld]
    return language.word("public.note", parts="; ".join(parts))
