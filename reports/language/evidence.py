"""Evidence in words, the same in the report for auditors and in JSON."""

from __future__ import annotations

from seloste.checker.finding import cut_arguments
from seloste.checker.verdicts.evidence import Evidence
from seloste.reports.language.language import Language


def describe_evidence(evidence: Evidence, language: Language) -> str:
    """A sentence without a subject: "user authentication: implemented"."""
    return language.word(f"evidence.{evidence.detail}", **cut_arguments(evidence.arguments))
