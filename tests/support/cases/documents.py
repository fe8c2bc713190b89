"""The rules evidence/document-…: a document of the complete example that is not on file, too old, or without a day."""

from __future__ import annotations

from tests.support.complete import Case, Edit, policy, processor, system


def missing(subject: str, *edits: Edit) -> Case:
    return Case("evidence/document-missing", subject, edits, "warning")


CASES = (
    missing("systems.webshop", system("webshop.safeguards.backup", "docs/backup.md", "⟦docs/backups.md⟧")),
    missing("systems.webshop", system("webshop.safeguards.backup", "docs/backup.md", "⟦docs/⟧")),
    missing(
        "processors.nightlark",
        processor("nightlark.agreement", "contracts/nightlark-dpa.md", "⟦contracts/nightlark.md⟧"),
    ),
    missing(
        "processors.nightlark",
        processor("nightlark.transfers", "contracts/nightlark-tia.md", "⟦contracts/assessment.docx⟧"),
    ),
    missing(
        "organisation",
        policy("organisation.safeguards.staff-training", "docs/training-log.csv", "⟦docs/training.csv⟧"),
    ),
    missing(
        "purposes.customer-offers",
        policy("purposes.customer-offers", "docs/balancing-test-customer-offers.md", "⟦docs/balancing-test.md⟧"),
    ),
    missing("purposes.allergy-advice", policy("purposes.allergy-advice", "docs/dpia-allergy-advice.md", "⟦dpia.md⟧")),
    Case(
        "evidence/document-stale",
        "systems.webshop",
        (system("webshop.safeguards.backup", "2026-09-01", "⟦2025-11-21⟧"),),
        "warning",
    ),
    Case(
        "evidence/document-stale",
        "organisation",
        (policy("organisation.safeguards.staff-training", "2026-09-15", "⟦2015-09-15⟧"),),
        "warning",
    ),
    Case(
        "evidence/document-undated",
        "systems.webshop",
        (
            system(
                "webshop.safeguards.backup",
                "docs/backup.md\n        verified: 2026-09-01",
                "⟦docs/backup.md⟧",
            ),
        ),
        "note",
    ),
)
