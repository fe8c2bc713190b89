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


def guardian(*words: str) -> tuple[Edit, ...]:
    """The words on the guardian's consent, of a child of an age."""
    path = "data_subjects.children.guardian_consent"
    return tuple(policy(path, old, new) for old, new in zip(("Lapsen", "the child in", "Barnet"), words, strict=True))


QUIET = {
    "the age limit of Finland": guardian("Alle 13-vuotiaan lapsen", "a child under 13 in", "Ett barn under 13 år"),
    "an age limit of another Member State": (
        policy("controller.address", "country: FI", "country: SE"),
        *guardian("Alle 15-vuotiaan lapsen", "a child under 15 in", "Ett barn under 15 år"),
    ),
}
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
    # --- children and employees
    *(
        Case(
            "notice/guardian-age-wrong",
            "data_subjects.children",
            guardian(*words),
            "warning",
            at="policy:data_subjects.children.guardian_consent",
        )
        for words in (
            ("Alle 16-vuotiaan lapsen", "a child under the age of 16 in", "Ett barn under 16 år"),
            ("Alle 16-vuotiaan lapsen", "a child who is not yet 16 years old in", "Den som inte har fyllt 16 år"),
            ("16 vuotta nuoremman lapsen", "a child aged below 16 in", "Ett barn som är yngre än 16 år"),
            ("Lapsen, joka ei ole täyttänyt 18 vuotta,", "a person who is under 18 in", "En person under 18 år"),
            ("Alle 10-vuotiaan lapsen", "a child of 10 years or younger in", "Ett barn under 10 år"),
        )
    ),
    Case(
        "notice/guardian-age-wrong",
        "data_subjects.children",
        (
            policy("controller.address", "country: FI", "country: SE"),
            *guardian("Alle 12-vuotiaan lapsen", "a child under 12 in", "Ett barn under 12 år"),
        ),
        "warning",
        at="policy:data_subjects.children.guardian_consent",
        why="no Member State may set the limit below 13",
    ),
    Case(
        "notice/employee-consent",
        "purposes.newsletter",
        (policy("data_subjects.subscribers", "subscribers:\n", "subscribers:\n    employees: true\n"),),
        "warning",
        at="policy:purposes.newsletter.legal_basis",
        also=(FindingSummary("transfer/certification-scope", "processors.snowlark", "warning"),),
        why="their data go to a recipient whose certification is not said to cover them",
    ),
    Case(
        "notice/employee-consent",
        "purposes.newsletter",
        (policy("data_subjects.subscribers.text", "Uutiskirjeen tilaajat", "Työntekijämme"),),
        "warning",
        at="policy:purposes.newsletter.legal_basis",
        also=(FindingSummary("transfer/certification-scope", "processors.snowlark", "warning"),),
        why="their data go to a recipient whose certification is not said to cover them",
    ),
    # --- periods that an act sets
    Case(
        "notice/retention-below-law",
        "retention.vouchers",
        (
            policy("retention.vouchers.text", "7 vuotta", "5 vuotta"),
            policy("retention.vouchers.text", "7 years after", "5 years after"),
            policy("retention.vouchers.text", "7 år har", "5 år har"),
            policy("retention.vouchers.minimum"),
            policy("retention.vouchers.maximum", "P7Y", "⟦P5Y⟧"),
        ),
        "warning",
        also=(FindingSummary("system/retention-exceeded", "systems.accounts", "error", "retention.vouchers"),),
        why="the accounts keep the vouchers for as long as the Act asks",
    ),
)
