"""The rules …/date-ahead: one date of the complete example that has not come yet on the day, which is today."""

from __future__ import annotations

from tests.support.complete import Case, Edit, policy, processor, system

ORDERS = "purposes.customer-offers"
ALLERGIES = "purposes.allergy-advice"


def ahead(rule: str, subject: str, *edits: Edit) -> Case:
    return Case(f"{rule}/date-ahead", subject, edits, "warning", is_today=True)


CASES = (
    *(
        ahead("notice", "notice", policy(f"notice.{key}", old, f"⟦{new}⟧"))
        for key, old, new in (
            ("reviewed", "2026-09-15", "2202-09-01"),
            ("reviewed", "2026-09-15", "2026-11-23"),
            ("updated", "2026-09-15", "2027-01-01"),
        )
    ),
    ahead("notice", "notice", policy("notice.reviewed"), policy("notice.published", "2025-03-10", "⟦2027-02-01⟧")),
    ahead("notice", "notice", policy("notice", "  published: ", "  drawn_up: ⟦2027-05-01⟧\n  published: ")),
    ahead(  # reviewed on the day before it was published
        "notice",
        "notice",
        policy("notice.published", "2025-03-10", "2026-09-16"),
        policy("notice.reviewed", "2026-09-15", "⟦2026-09-15⟧"),
    ),
    ahead("notice", ORDERS, policy(f"{ORDERS}.legal_basis.balancing_test", "2026-02-10", "⟦2062-02-10⟧")),
    ahead("notice", ALLERGIES, policy(f"{ALLERGIES}.impact_assessment", "2026-02-03", "⟦2027-02-03⟧")),
    ahead("system", "organisation", policy("organisation.safeguards.staff-training", "2026-09-15", "⟦2027-09-15⟧")),
    ahead("system", "systems.club", system("club.reviewed", "2026-10-06", "⟦2062-10-06⟧")),
    ahead("system", "systems.club", system("club.reviewed", "2026-10-06", "⟦2026-11-23⟧")),
    ahead("system", "systems.webshop", system("webshop.safeguards.backup", "2026-09-01", "⟦2027-09-01⟧")),
    ahead("processor", "processors.tositetupa", processor("tositetupa.reviewed", "2026-09-01", "⟦2027-09-01⟧")),
    ahead(
        "processor",
        "processors.tositetupa",
        processor("tositetupa.safeguards.backup", "interval: P1D\n", "interval: P1D\n        verified: ⟦2206-01-01⟧\n"),
    ),
    ahead("processor", "processors.tositetupa", processor("tositetupa.reviewed", "2026-09-01", "⟦2026-12-01⟧")),
)
