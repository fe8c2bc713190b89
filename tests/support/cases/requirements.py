"""The family notice/, on what the law asks of marketing, answers and consents: one line changed, one finding."""

from __future__ import annotations

from tests.support.complete import Case, FindingSummary, policy

WITHDRAWAL = FindingSummary("notice/right-missing", "rights.withdraw-consent")

CASES = (
    # --- electronic marketing
    Case(
        "notice/basis-mismatch",
        "purposes.newsletter",
        (policy("purposes.newsletter", "electronic_marketing: consent", "electronic_marketing: ⟦existing-customer⟧"),),
        "warning",
    ),
    Case(
        "notice/basis-mismatch",
        "purposes.customer-offers",
        (
            policy("rights.withdraw-consent"),
            policy("purposes.customer-offers", "marketing: existing-customer", "marketing: ⟦consent⟧"),
        ),
        "warning",
        also=(WITHDRAWAL,),
        why="others of its purposes rest on consent, and may be withdrawn from as little",
    ),
)
