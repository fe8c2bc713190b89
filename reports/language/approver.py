"""Who approved a waiver and who advised, in words: GDPR Art. 38(6) and 39 keep the two apart."""

from __future__ import annotations

from typing import Protocol

from seloste.reports.language.language import Language


class Approved(Protocol):
    """A decision that names who approved it and who advised, or does not."""

    @property
    def approved_by(self) -> str | None:
        """Who approved it."""

    @property
    def advised_by(self) -> str | None:
        """Who advised."""


def name_approver(decision: Approved, language: Language) -> str | None:
    """Who approved a decision, and who advised: "Head of IT (advised by the DPO)"; None where it names neither."""
    if decision.advised_by is None:
        return decision.approved_by
    approver = decision.approved_by or language.word("approver.nobody")
    return language.word("approver.advised", approver=approver, adviser=decision.advised_by)
