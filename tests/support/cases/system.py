"""The family system/: one line of a system that keeps the notice changed, and the one finding that it must give."""

from __future__ import annotations

from tests.support.complete import Case, Edit, FindingSummary, policy, system

PROCESSOR_TOO = "what a system does, its processor does for it, beyond its own entry"
NO_LIST = "the notice has no such list at all, so that none of it is promised"
CONTROLS = ("authentication", "backup", "encryption-at-rest", "encryption-in-transit", "least-privilege")

CUSTOMERS_ITEM = """      - data_subjects: [customers]
        purposes: [customer-offers]
        period: P1Y
        after: contract-end
"""

CASES = (
    # --- the closed lists
    Case(
        "system/purpose-undeclared",
        "systems.webshop",
        (system("webshop.purposes", "      - credit-check\n", "      - credit-check\n      - ⟦profiling⟧\n"),),
        promise="purposes",
        also=(FindingSummary("processor/scope-exceeded", "processors.suopilvi"),),
        why=PROCESSOR_TOO,
    ),
    Case(
        "system/purpose-undeclared",
        "systems.club",
        (
            system(
                "club.fields",
                "      - name\n      - birth-date\n      - email\n",
                "      {name: [kids-club, ⟦profiling⟧], birth-date: [kids-club], email: [kids-club]}\n",
            ),
        ),
        promise="purposes",
        also=(FindingSummary("processor/scope-exceeded", "processors.suopilvi"),),
        why=PROCESSOR_TOO,
    ),
    Case(
        "system/purpose-missing",
        "systems.club",
        (system("club.purposes"),),
        promise="purposes",
        at="systems:systems.club",
        also=(FindingSummary("notice/purpose-unused", "purposes.kids-club", "warning"),),
        why="no other system is for that purpose",
    ),
    Case(
        "system/purpose-missing",
        "systems.club",
        (system("club.purposes", "    purposes:\n      - kids-club\n", "    purposes: ⟦[]⟧\n"),),
        promise="purposes",
        also=(FindingSummary("notice/purpose-unused", "purposes.kids-club", "warning"),),
        why="no other system is for that purpose",
    ),
    *(
        Case(  # a field of a system that has purposes may itself have none
            "system/purpose-missing",
            "systems.club",
            (
                *edits,
                system(
                    "club.fields",
                    "      - name\n      - birth-date\n      - email\n",
                    f"      name: [kids-club]\n      birth-date: [kids-club]\n      {email}\n",
                ),
            ),
            promise="purposes",
        )
        for email, edits in (
            ("email: ⟦[]⟧", ()),
            ("email:⟦⟧", (system("club.purposes"),)),
        )
    ),
    Case(
        "system/field-undeclared",
        "systems.webshop",
        (system("webshop.fields", "      - phone\n", "      - phone\n      - ⟦shoe-size⟧\n"),),
        promise="fields",
        also=(FindingSummary("processor/scope-exceeded", "processors.suopilvi"),),
        why=PROCESSOR_TOO,
    ),
    Case(
        "system/field-unneeded",
        "systems.club",
        (system("club.fields", "      - email\n", "      - email\n      - ⟦phone⟧\n"),),
        promise="purposes",
    ),
    Case(  # each field for its own purposes
        "system/field-unneeded",
        "systems.webshop",
        (
            system(
                "webshop.fields",
                "".join(
                    f"      - {f}\n"
                    for f in ("name", "email", "phone", "address", "order-history", "national-id", "credit-record")
                ),
                "      name: [orders]\n      email: [orders]\n      phone: ⟦[credit-check]⟧\n      address: [orders]\n"
                "      order-history: [orders]\n      national-id: [credit-check]\n"
                "      credit-record: [credit-check]\n",
            ),
        ),
        promise="purposes",
    ),
    Case(
        "system/source-undeclared",
        "systems.webshop",
        (system("webshop.sources", "      - order-form\n", "      - order-form\n      - ⟦data-broker⟧\n"),),
        promise="sources",
    ),
    Case(
        "system/source-undeclared",
        "systems.club",
        (
            policy("sources"),
            *(system(f"{other}.sources") for other in ("webshop", "accounts", "advice-desk", "newsletter")),
            system("club.sources", "- guardian", "- ⟦guardian⟧"),
        ),
        also=(FindingSummary("notice/source-missing", "sources", "warning"),),
        why=NO_LIST,
    ),
    Case(
        "system/data-subject-undeclared",
        "systems.webshop",
        (system("webshop.data_subjects", "      - customers\n", "      - customers\n      - ⟦employees⟧\n"),),
        promise="data_subjects",
    ),
    # --- processors and disclosures
    Case(
        "system/processor-unlisted",
        "systems.webshop",
        (system("webshop.processors", "      - suopilvi\n", "      - suopilvi\n      - ⟦haamu⟧\n"),),
        promise="processors",
    ),
    Case(
        "system/processor-unlisted",
        "systems.webshop",
        (system("webshop.hosting", "processor: suopilvi", "processor: ⟦haamu⟧"),),
        promise="processors",
    ),
    Case(
        "system/processor-unlisted",
        "systems.webshop",
        (policy("processors"), system("webshop.processors", "- suopilvi\n", "- suopilvi\n      - ⟦haamu⟧\n")),
    ),
    Case(
        "system/disclosure-undeclared",
        "systems.club",
        (
            system(
                "club.hosting",
                "    hosting:",
                "    disclosures: [{recipient: ⟦ad-network⟧, country: FI}]\n    hosting:",
            ),
        ),
        promise="disclosures",
    ),
    *(
        Case(
            "system/disclosure-undeclared",
            "systems.club",
            (
                policy("disclosures", "  rule: listed\n", f"  rule: {rule}\n" if rule else ""),
                system(
                    "club.hosting",
                    "    hosting:",
                    f"    disclosures: [{{recipient: ⟦ad-network⟧, country: FI{basis}}}]\n    hosting:",
                ),
            ),
            promise="disclosures",
            also=(FindingSummary("notice/contradicts-itself", "disclosures"),) if rule == "never" else (),
            why="who never discloses has no recipients" if rule == "never" else "",
        )
        for rule, basis in (
            ("", ""),
            ("never", ""),
            ("never", ", basis: consent"),
            ("with-consent", ""),
            ("with-consent", ", basis: contract"),
            ("listed", ", basis: consent"),
        )
    ),
    Case(
        "system/disclosure-undeclared",
        "systems.accounts",
        (
            policy("disclosures"),
            system("webshop.disclosures"),
            system("accounts.disclosures", "recipient: tax-authority", "recipient: ⟦tax-authority⟧"),
        ),
        why=NO_LIST,
    ),
    # --- how long
    Case("system/retention-missing", "systems.club", (system("club.retention"),), "warning", at="systems:systems.club"),
    Case(
        "system/retention-missing",
        "systems.newsletter",
        (
            system(
                "newsletter.retention",
                CUSTOMERS_ITEM,
            ),
        ),
        "warning",
        at="systems:systems.newsletter.retention",
    ),
    *(
        Case(f"system/retention-{rule}", subject, (system(path, old, new),), promise=promise)
        for rule, subject, path, old, new, promise in (
            ("exceeded", "systems.club", "club.retention", "P14D", "⟦P31D⟧", "retention.children"),
            ("exceeded", "systems.club", "club.retention", "P14D", "⟦P30DT1S⟧", "retention.children"),
            ("exceeded", "systems.club", "club.retention", "P14D", "⟦P5W⟧", "retention.children"),
            # an entry that names the purpose wins over one that names only the group
            ("exceeded", "systems.accounts", "accounts.retention", "P6Y", "⟦P8Y⟧", "retention.vouchers"),
            ("exceeded", "systems.newsletter", "newsletter.retention", "P1Y", "⟦P37M⟧", "retention.customers"),
            ("exceeded", "systems.newsletter", "newsletter.retention", "P14D", "⟦P1Y⟧", "retention.subscribers"),
            ("too-short", "systems.accounts", "accounts.retention", "P6Y", "⟦P5Y⟧", "retention.vouchers"),
            ("too-short", "systems.newsletter", "newsletter.retention", "P1Y", "⟦P11M⟧", "retention.customers"),
        )
    ),
    Case(
        "system/retention-incomparable",
        "systems.club",
        (system("club.retention", "account-closed", "⟦collection⟧"),),
        "warning",
        "retention.children",
    ),
    Case(  # the period of the customers' entry does not stand in for that of the vouchers
        "system/retention-incomparable",
        "systems.accounts",
        (system("accounts.retention", "after: accounting-year-end", "after: ⟦contract-end⟧"),),
        "warning",
        "retention.vouchers",
    ),
    # --- safeguards
    Case(
        "system/safeguard-missing",
        "systems.club",
        (system("club.safeguards.least-privilege"),),
        "warning",
        at="systems:systems.club.safeguards",
    ),
    Case(  # promised of the systems that it names
        "system/safeguard-missing",
        "systems.accounts",
        (system("accounts.safeguards.multi-factor-authentication"),),
        "warning",
        at="systems:systems.accounts.safeguards",
    ),
    Case(
        "system/safeguard-missing",
        "systems.club",
        (system("club.safeguards"),),
        "warning",
        at="systems:systems.club",
        also=(FindingSummary("system/safeguard-missing", "systems.club", "warning"),) * (len(CONTROLS) - 1),
        why="one finding a control",
    ),
    *(
        Case("system/safeguard-broken", subject, (system(path, old, new),), promise=promise)
        for subject, path, old, new, promise in (
            (
                "systems.club",
                "club.safeguards",
                "least-privilege: implemented",
                "least-privilege: ⟦planned⟧",
                "safeguards.need-to-know",
            ),
            (
                "systems.club",
                "club.safeguards",
                "least-privilege: implemented",
                "least-privilege: ⟦not-implemented⟧",
                "safeguards.need-to-know",
            ),
            (
                "systems.club",
                "club.safeguards",
                "least-privilege: implemented",
                "least-privilege: {status: ⟦planned⟧}",
                "safeguards.need-to-know",
            ),
            ("systems.club", "club.safeguards.backup", "implemented", "⟦not-implemented⟧", "safeguards.backup"),
            ("systems.club", "club.safeguards.backup", "P1D", "⟦P7D⟧", "safeguards.backup"),
            ("systems.club", "club.safeguards.backup", "P1D", "⟦PT25H⟧", "safeguards.backup"),
            (
                "systems.webshop",
                "webshop.safeguards",
                "multi-factor-authentication: implemented",
                "multi-factor-authentication: ⟦planned⟧",
                "safeguards.strong-login",
            ),
        )
    ),
    *(
        Case(
            "system/safeguard-exempt",
            "systems.club",
            (system("club.safeguards", "least-privilege: implemented", new),),
            "warning",
        )
        for new in (
            "least-privilege: ⟦not-applicable⟧",
            "least-privilege: {status: ⟦not-applicable⟧, verified: 2026-01-01}",
        )
    ),
    Case(
        "system/assertion-failed",
        "systems.club",
        (system("club.hosting", "country: FI", "country: ⟦DE⟧"),),
        promise="safeguards.nordic-servers",
    ),
    Case(
        "system/assertion-failed",
        "systems.club",
        (system("club.hosting"),),
        promise="safeguards.nordic-servers",
        at="systems:systems.club",
    ),
    *(
        Case(
            "system/assertion-failed",
            "processors.tositetupa",
            (
                policy("custom.swift-breach-notice", "severity: error", f"severity: {severity}"),
                Edit("processors.yaml", "processors.tositetupa", "PT48H", "⟦PT36H⟧"),
            ),
            severity,
            "custom.swift-breach-notice",
        )
        for severity in ("error", "warning", "note")
    ),
    # --- is it kept up
    Case("system/owner-missing", "systems.club", (system("club.owner"),), "warning", at="systems:systems.club"),
    Case("system/review-overdue", "systems.club", (system("club.reviewed", "2026-10-06", "⟦2025-11-21⟧"),), "warning"),
)

#: Edits that keep the notice, and give no finding.
QUIET = {
    "a purpose that names no fields needs any": (
        policy("purposes.kids-club.fields"),
        policy(
            "purposes.kids-club.legal_basis",
            "    legal_basis:",
            "    special_category_basis: explicit-consent\n    legal_basis:",
        ),
        system("club.fields", "      - email\n", "      - email\n      - phone\n"),
    ),
    "purposes of the fields are purposes of the system": (
        system(
            "club.fields",
            "      - name\n      - birth-date\n      - email\n",
            "      {name: [kids-club], birth-date: [kids-club], email: [kids-club]}\n",
        ),
        system("club.purposes"),
    ),
    "a recipient that the notice names": (
        system(
            "club.hosting", "    hosting:", "    disclosures: [{recipient: parcel-carrier, country: FI}]\n    hosting:"
        ),
    ),
    "a recipient in the notice's own words, in any language": (
        policy(
            "disclosures.recipients.parcel-carrier.text",
            "Kuljetusyhtiö Suokuljetus Oy, joka toimittaa paketit",
            "Suokuljetus Oy",
        ),
        system(
            "club.hosting", "    hosting:", "    disclosures: [{recipient: suokuljetus oy, country: FI}]\n    hosting:"
        ),
    ),
    "with consent": (
        policy("disclosures", "rule: listed", "rule: with-consent"),
        system(
            "club.hosting",
            "    hosting:",
            "    disclosures: [{recipient: ad-network, country: FI, basis: consent}]\n    hosting:",
        ),
    ),
    "the notice gives no rule and names nobody": (
        policy("disclosures.recipients"),
        policy("disclosures", "  rule: listed\n"),
    ),
    "comparable with one of the two limits": (
        policy("retention.children.minimum", "after: account-closed", "after: collection"),
    ),
    "as long as promised, to the day": (system("club.retention", "P14D", "P30D"),),
    "as short as promised, in other units": (system("accounts.retention", "P6Y", "P72M"),),
    "a control promised of other systems": (
        system(
            "club.safeguards",
            "least-privilege: implemented",
            "least-privilege: implemented\n      multi-factor-authentication: planned",
        ),
    ),
    "a control that is not promised": (
        system(
            "club.safeguards",
            "least-privilege: implemented",
            "least-privilege: implemented\n      firewall: not-implemented",
        ),
    ),
    "backed up more often than promised": (system("club.safeguards.backup", "P1D", "PT6H"),),
    "not applicable, with a reason": (
        system(
            "club.safeguards",
            "least-privilege: implemented",
            "least-privilege: {status: not-applicable, reason: Yksi käyttäjä}",
        ),
    ),
    "how often is not said": (system("club.safeguards.backup.interval"),),
    "reviewed a year ago to the day": (system("club.reviewed", "2026-10-06", "2025-11-22"),),
    "never reviewed": (system("club.reviewed"),),
    "an assertion for other systems": (system("newsletter.hosting", "country: US", "country: DE"),),
}
