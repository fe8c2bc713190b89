"""The family notice/, on what the law asks of marketing, answers and consents: one line changed, one finding."""

from __future__ import annotations

from tests.support.complete import Case, Edit, FindingSummary, policy

WITHDRAWAL = FindingSummary("notice/right-missing", "rights.withdraw-consent")

REPRESENTATIVE = "  dpo_designated: true\n"
NOWHERE = (policy("controller.business_id"), policy("controller.address"))
ABROAD = policy("controller.address", "country: FI", "country: US")


def representative(details: str) -> tuple[Edit, ...]:
    """A controller in the United States, whose representative has these details."""
    return ABROAD, policy("controller", REPRESENTATIVE, f"{REPRESENTATIVE}  representative:{details}")


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
    # --- the representative
    Case(
        "notice/representative-missing",
        "controller",
        representative(
            "\n    name: Kiuru Inc.\n    address: {street: Main Street 1, country: ⟦US⟧}\n    email: kiuru@kiuru.com\n"
        ),
    ),
    Case(
        "notice/representative-missing",
        "controller",
        representative("\n    name: Edustaja Oy\n    address: {city: Jyväskylä, country: FI}\n"),
        at="policy:controller.representative",
    ),
    Case(
        "notice/representative-missing",
        "controller",
        representative("\n    name: Edustaja Oy\n    email: info@example.com\n"),
        at="policy:controller.representative",
        also=(FindingSummary("notice/contact-placeholder", "controller.representative.email", "warning"),),
        why="a placeholder reaches nobody, and is told of itself",
    ),
    # --- transfers
    Case(
        "notice/transfer-risks-untold",
        "transfers",
        (policy("transfers.instruments", "    - adequacy\n", "    - adequacy\n    - ⟦explicit-consent⟧\n"),),
        "warning",
    ),
    Case(
        "notice/national-id-unjustified",
        "fields.national-id",
        (
            policy("controller.business_id"),
            policy("controller.address"),
            policy("fields.national-id.national_id_ground"),
        ),
        "warning",
        at="policy:fields.national-id",
        why="of a controller that may be anywhere it is not known which act binds it",
    ),
)
