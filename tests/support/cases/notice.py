"""The family notice/: one line of a complete notice changed, and the one finding that it must give."""

from __future__ import annotations

from tests.support.complete import Case, FindingSummary, new_block, policy

EMAIL = "  email: asiakaspalvelu@lumikiurunpuoti.fi\n"
FIRST = "policy:"  # what is missing altogether is told of at the first key of the file
BASIS_UNKNOWN = "without a basis, whether the interest must be told hangs on it"
ALONE = ("access", "rectification", "complaint")
TOGETHER = ("erasure", "restriction")
ALWAYS = (*ALONE, *TOGETHER)
BY_BASIS = ("objection", "portability", "withdraw-consent", "direct-marketing-objection")

CASES = (
    # --- who
    Case(
        "notice/controller-contact-missing",
        "controller",
        (policy("controller.address"), policy("controller.email")),
        at="policy:controller",
    ),
    Case(
        "notice/controller-contact-missing",
        "controller",
        (policy("controller.address"), policy("controller.email", EMAIL, "  phone: XXX XXX XXXX\n")),
        at="policy:controller",
        also=(FindingSummary("notice/contact-placeholder", "controller.phone", "warning"),),
        why="a placeholder reaches nobody, and is told of itself",
    ),
    Case(
        "notice/representative-missing", "controller", (policy("controller.address", "country: FI", "country: ⟦US⟧"),)
    ),
    *(
        Case("notice/contact-placeholder", subject, (policy(subject.rpartition(".")[0], old, new),), "warning")
        for subject, old, new in (
            ("controller.email", EMAIL, "  email: ⟦info@example.com⟧\n"),
            ("controller.email", EMAIL, '  email: ⟦"[email protected]"⟧\n'),
            ("controller.email", EMAIL, '  email: ⟦"[email\\_protected]"⟧\n'),
            ("controller.email", EMAIL, '  email: ⟦"[email\xa0protected]"⟧\n'),
            ("controller.email", EMAIL, "  email: ⟦info (at) lumikiurunpuoti.fi⟧\n"),
            ("controller.phone", EMAIL, EMAIL + "  phone: ⟦000 000 0000⟧\n"),
            ("contacts.customer-service.phone", "duty: requests\n", "duty: requests\n    phone: ⟦TBD⟧\n"),
            ("requests.email", "tietosuoja@lumikiurunpuoti.fi", "⟦tietosuoja@esimerkki.fi⟧"),
        )
    ),
    Case(
        "notice/requests-channel-missing",
        "contacts",
        (policy("requests.email"), policy("requests.url"), policy("contacts")),
        "warning",
        at=FIRST,
    ),
    Case(
        "notice/requests-channel-missing",
        "contacts",
        (
            policy("requests.email"),
            policy("requests.url"),
            policy("contacts.data-protection-officer"),
            policy("contacts.customer-service.email"),
        ),
        "warning",
        at="policy:contacts",
    ),
    Case(
        "notice/dpo-unreachable",
        "contacts.data-protection-officer",
        (policy("contacts.data-protection-officer.email"),),
        at="policy:contacts.data-protection-officer",
    ),
    Case(
        "notice/dpo-unstated",
        "contacts",
        (policy("controller.dpo_designated"), policy("contacts.data-protection-officer.duty")),
        "note",
        at="policy:contacts",
    ),
    *(
        Case(
            "notice/person-named",
            "contacts.sales",
            (new_block("policy.yaml", "contacts", f"  sales:\n    name: ⟦Maija Meri⟧\n{channel}"),),
            "note",
        )
        for channel in ("", "    phone: +358 40 765 9821\n", "    email: maija.meri@lumikiurunpuoti.fi\n")
    ),
    # --- why and what
    Case(
        "notice/legal-basis-missing",
        "purposes.customer-offers",
        (policy("purposes.customer-offers.legal_basis"),),
        at="policy:purposes.customer-offers",
        also=(FindingSummary("notice/legitimate-interest-unexplained", "purposes.customer-offers", "warning"),),
        why=BASIS_UNKNOWN,
    ),
    Case(
        "notice/legal-basis-unlinked",
        "purposes.customer-offers",
        (
            policy("purposes.customer-offers.legal_basis"),
            policy("contacts", "contacts:\n", "legal_bases: [{basis: contract}, {basis: public-task}]\ncontacts:\n"),
        ),
        "warning",
        at="policy:purposes.customer-offers",
        also=(FindingSummary("notice/public-task-unexplained", "legal_bases", "warning"),),
        why="a basis that is listed may be that of the purpose, and public tasks give the right to object",
    ),
    Case(
        "notice/right-missing",
        "rights.objection",
        (
            policy("rights.objection"),
            policy("purposes.customer-offers.legal_basis"),
            policy("contacts", "contacts:\n", "legal_bases: [{basis: contract}, {basis: public-task}]\ncontacts:\n"),
        ),
        "warning",
        at="policy:rights",
        also=(
            FindingSummary("notice/legal-basis-unlinked", "purposes.customer-offers", "warning"),
            FindingSummary("notice/public-task-unexplained", "legal_bases", "warning"),
        ),
        why="a listed basis may give the right",
    ),
    *(
        Case(
            rule,
            "legal_bases",
            (
                policy("purposes.customer-offers.legal_basis"),
                policy(
                    "contacts", "contacts:\n", f"legal_bases: [{{basis: contract}}, ⟦{{basis: {basis}}}⟧]\ncontacts:\n"
                ),
            ),
            "warning",
            also=(FindingSummary("notice/legal-basis-unlinked", "purposes.customer-offers", "warning"), *more),
            why="a listed basis is explained where it is listed",
        )
        for rule, basis, more in (
            ("notice/legitimate-interest-unexplained", "legitimate-interests", ()),
            (
                "notice/legal-obligation-unexplained",
                "legal-obligation",
                (FindingSummary("notice/right-inapplicable", "rights.objection", "note"),),
            ),
        )
    ),
    Case(
        "notice/legitimate-interest-unexplained",
        "purposes.customer-offers",
        (policy("purposes.customer-offers.legal_basis.explanation"),),
        at="policy:purposes.customer-offers.legal_basis",
    ),
    Case(
        "notice/legitimate-interest-unexplained",
        "purposes.orders",
        (policy("purposes.customer-offers.legal_basis"), policy("purposes.orders.legal_basis")),
        "warning",
        at="policy:purposes.orders",
        also=(
            FindingSummary("notice/legal-basis-missing", "purposes.orders"),
            FindingSummary("notice/legal-basis-missing", "purposes.customer-offers"),
        ),
        why="told once, of the first purpose without a basis; each missing basis is told of itself",
    ),
    Case(
        "notice/balancing-test-missing",
        "purposes.customer-offers",
        (policy("purposes.customer-offers.legal_basis.balancing_test"),),
        "note",
        at="policy:purposes.customer-offers.legal_basis",
    ),
    Case(
        "notice/legal-obligation-unexplained",
        "purposes.accounting",
        (policy("purposes.accounting.legal_basis.explanation"),),
        "warning",
        at="policy:purposes.accounting.legal_basis",
    ),
    Case(
        "notice/special-category-basis-missing",
        "purposes.allergy-advice",
        (policy("purposes.allergy-advice.special_category_basis"),),
        at="policy:purposes.allergy-advice",
    ),
    Case(  # a purpose that names no fields is for all of them
        "notice/special-category-basis-missing",
        "purposes.newsletter",
        (policy("purposes.newsletter.fields"),),
        at="policy:purposes.newsletter",
    ),
    Case(
        "notice/national-id-unjustified",
        "fields.national-id",
        (policy("fields.national-id.national_id_ground"),),
        at="policy:fields.national-id",
    ),
    Case(
        "notice/electronic-marketing-basis-missing",
        "purposes.newsletter",
        (policy("purposes.newsletter.electronic_marketing"),),
        "warning",
        at="policy:purposes.newsletter",
    ),
    Case("notice/provision-requirement-missing", "provision", (policy("provision"),), at=FIRST),
    Case(
        "notice/source-missing",
        "sources",
        (policy("sources"),),
        "warning",
        at=FIRST,
        scope="notice",
        why="with the systems, each of their sources would be undeclared",
    ),
    # --- to whom and where
    *(
        Case(
            "notice/recipients-undisclosed",
            "processors",
            (policy("processors.recipients"), policy("processors", "  listed: in-notice\n", listed)),
            at="policy:processors",
        )
        for listed in ("  listed: on-request\n", "  listed: not-stated\n", "")
    ),
    *(
        Case(
            "notice/disclosure-absolute",
            "disclosures",
            (
                policy("disclosures.recipients.tax-authority", "      authority: true\n"),
                policy("disclosures", "rule: listed", f"rule: {rule}"),
            ),
            "warning",
            at="policy:disclosures",
            also=also,
            why="who never discloses has no recipients" if also else "",
        )
        for rule, also in (
            ("never", (FindingSummary("notice/contradicts-itself", "disclosures"),)),
            ("with-consent", ()),
        )
    ),
    *(
        Case(
            "notice/transfer-instrument-invalid",
            "transfers",
            (policy("transfers.instruments", "    - adequacy\n", f"    - adequacy\n    - ⟦{instrument}⟧\n"),),
        )
        for instrument in ("safe-harbour", "privacy-shield", "scc-2010-87", "scc-2021-915")
    ),
    Case("notice/transfer-unspecific", "transfers", (policy("transfers.countries"),), "warning", at="policy:transfers"),
    Case("notice/transfer-copy-missing", "transfers", (policy("transfers.copy"),), "warning", at="policy:transfers"),
    # --- how long
    Case(
        "notice/retention-missing",
        "data_subjects.children",
        (policy("retention.children"),),
        at="policy:data_subjects.children",
    ),
    Case(
        "notice/retention-missing",
        "purposes.kids-club",
        (
            policy(
                "retention.customers",
                "    data_subjects:",
                "    purposes: [orders, credit-check, customer-offers]\n    data_subjects:",
            ),
            policy("retention.subscribers", "    data_subjects:", "    purposes: [newsletter]\n    data_subjects:"),
            policy("retention.children", "    data_subjects:", "    purposes: [orders]\n    data_subjects:"),
        ),
        at="policy:purposes.kids-club",
    ),
    Case(
        "notice/retention-open-ended",
        "retention.customers",
        (policy("retention.customers.maximum"),),
        at="policy:retention.customers",
    ),
    Case(
        "notice/retention-contradictory",
        "retention.children",
        (policy("retention.children.minimum", "period: P0D", "period: ⟦P31D⟧"),),
        also=(FindingSummary("system/retention-too-short", "systems.club", "error", "retention.children"),),
        why="no system can keep to both",
    ),
    # --- which rights
    *(
        Case("notice/right-missing", f"rights.{right}", (policy(f"rights.{right}"),), at="policy:rights")
        for right in (*ALONE, *BY_BASIS)
    ),
    *(  # one sentence gives both
        Case(
            "notice/right-missing",
            f"rights.{right}",
            (policy("rights.erasure", "right: [erasure, restriction]", f"right: {other}"),),
            at="policy:rights",
        )
        for right, other in (TOGETHER, TOGETHER[::-1])
    ),
    Case(
        "notice/right-missing",
        "rights.automated-decision",
        (
            policy(
                "purposes.credit-check",
                "    legal_basis:",
                "    automated_decision: {text: {fi: Pisteytys., en: Scoring., sv: Poängsättning.}}\n    legal_basis:",
            ),
            policy("automated_decisions", "used: false", "used: true"),
        ),
        at="policy:rights",
    ),
    Case(
        "notice/right-missing",
        "rights.objection",
        (policy("rights.objection"), policy("purposes.customer-offers.legal_basis")),
        "warning",
        at="policy:rights",
        also=(
            FindingSummary("notice/legal-basis-missing", "purposes.customer-offers"),
            FindingSummary("notice/legitimate-interest-unexplained", "purposes.customer-offers", "warning"),
        ),
        why="the right is unknown only while a basis is",
    ),
    Case(
        "notice/right-inapplicable",
        "rights.objection",
        (policy("purposes.customer-offers.legal_basis", "basis: legitimate-interests", "basis: consent"),),
        "note",
        at="policy:rights.objection",
        also=(FindingSummary("notice/basis-mismatch", "purposes.customer-offers", "warning"),),
        why="marketing to existing customers needs no consent",
    ),
    *(
        Case(
            "notice/right-limited",
            f"rights.{right}",
            (policy(f"rights.{right}", f"right: {right}\n", f"right: {right}\n    data_subjects: [customers]\n"),),
            at=f"policy:rights.{right}",
        )
        for right in ("access", "complaint", "withdraw-consent", "direct-marketing-objection")
    ),
    Case(
        "notice/right-discretionary",
        "rights.erasure",
        (policy("rights.erasure", "restriction]\n", "restriction]\n    at_discretion: ⟦true⟧\n"),),
    ),
    Case(
        "notice/automated-decision-unexplained",
        "automated_decisions",
        (policy("automated_decisions", "used: false", "used: true"),),
        at="policy:automated_decisions",
        also=(FindingSummary("notice/right-missing", "rights.automated-decision"),),
        why="who decides by machine owes the right as well as the explanation",
    ),
    Case("notice/automated-decisions-unstated", "notice", (policy("automated_decisions"),), "note", at="policy:notice"),
    Case(
        "notice/children-unaddressed",
        "data_subjects.children",
        (policy("data_subjects.children.guardian_consent"),),
        "warning",
        at="policy:data_subjects.children",
    ),
    # --- in what words
    *(
        Case("notice/wording-hedged", subject, (policy(path, old, new),), "warning", at=f"policy:{path}")
        for subject, path, old, new in (
            ("purposes.newsletter", "purposes.newsletter.text", "Sending", "Usually sending"),
            ("purposes.newsletter", "purposes.newsletter.text", "fi: Uutis", "fi: Yleensä uutis"),
            ("introductions.purposes", "introductions.purposes", "We process", "We may process"),
            ("transfers", "transfers.text", "We transfer", "As a rule, we transfer"),
            ("purposes.newsletter", "purposes.newsletter.text", "sv: Utskick", "sv: Vanligen utskick"),
            ("transfers", "transfers.text", "Vi överför", "Vi överför i regel"),
        )
    ),
    Case(
        "notice/translation-missing",
        "fields.phone",
        (policy("fields.phone.text", "      en: Telephone number\n"),),
        at="policy:fields.phone.text",
    ),
    *(
        Case(
            "notice/translation-differs",
            subject,
            (policy(f"{subject}.text", "later than 30 days", words),),
            "warning",
            at=f"policy:{subject}.text",
            also=(FindingSummary("notice/text-contradicts-facts", subject, "error"),),
            why="the translation then says otherwise than the keys, too",
        )
        for subject, words in (
            ("retention.subscribers", "later than 60 days"),
            ("retention.children", "later than thirty weeks"),
        )
    ),
    *(
        Case("notice/translation-differs", subject, (policy(path, old, new),), "warning", at=f"policy:{path}")
        for subject, path, old, new in (
            ("transfers.copy", "transfers.copy.text", "made to tietosuoja@", "made to privacy@"),
            ("rights.complaint", "rights.complaint.text", "Ombudsman\n        (https://tietosuoja.fi)", "Ombudsman"),
            ("sections.changes", "sections.changes.text", "takes effect.", "takes effect on 1 January 2027."),
        )
    ),
    # --- is it kept up
    Case(
        "notice/undated", "notice", (policy("notice.published"), policy("notice.updated")), "note", at="policy:notice"
    ),
    Case("notice/draft", "notice", (policy("notice.updated", "2026-09-15", "2026-09-15\n  draft: ⟦true⟧"),), "warning"),
    Case("notice/review-overdue", "notice", (policy("notice.reviewed", "2026-09-15", "⟦2025-11-21⟧"),), "warning"),
    Case(
        "notice/promise-unverifiable",
        "safeguards.login",
        (policy("safeguards.login.control"),),
        "note",
        at="policy:safeguards.login",
    ),
    *(
        Case(f"notice/{rule}", f"{section}.extra", (new_block("policy.yaml", section, block), *more), "warning")
        for rule, section, block, *more in (
            (
                "purpose-unused",
                "purposes",
                "  ⟦extra⟧:\n    text: {fi: Takuu, en: Care, sv: Vård}\n"
                "    fields: [name]\n    legal_basis: {basis: contract}\n",
            ),
            ("field-unused", "fields", "  ⟦extra⟧:\n    text: {fi: Koko, en: Size, sv: Storlek}\n"),
            ("source-unused", "sources", "  ⟦extra⟧:\n    text: {fi: Messut, en: Trade fairs, sv: Mässor}\n"),
            (
                "data-subject-unused",
                "data_subjects",
                "  ⟦extra⟧:\n    text: {fi: Lahjan saajat, en: Recipients of gifts, sv: Gåvomottagare}\n",
                policy("retention.customers", "      - customers\n", "      - customers\n      - extra\n"),
            ),
        )
    ),
)

#: Edits that change nothing for the law, and give no finding.
QUIET = {
    "a phone alone reaches the controller": (
        policy("controller.address"),
        policy("controller.email", EMAIL, "  phone: +358 40 765 9821\n"),
    ),
    "a representative stands for a controller outside the EEA": (
        policy("controller.address", "country: FI", "country: US"),
        policy(
            "controller.website",
            "  website:",
            "  representative: {name: Edustaja Oy, email: info@edustaja.fi}\n  website:",
        ),
    ),
    "Norway is in the EEA": (policy("controller.address", "country: FI", "country: NO"),),
    "a contact is a channel without requests": (policy("requests.email"), policy("requests.url")),
    "an officer is named, so designation need not be stated": (policy("controller.dpo_designated"),),
    "designation is stated, so nobody need be named": (policy("contacts.data-protection-officer.duty"),),
    "a person with a role mailbox": (
        policy("contacts.customer-service", "    duty:", "    name: Maija Meri\n    duty:"),
    ),
    "a category of processors tells who they are": (
        policy("processors.recipients"),
        policy(
            "processors",
            "  listed: in-notice\n",
            "  listed: by-category\n  categories: {hosting: {text: {fi: Tilat, en: Hosting, sv: Serverutrymmen}}}\n",
        ),
    ),
    "rule with-consent with an authority among the recipients": (
        policy("disclosures", "rule: listed", "rule: with-consent"),
    ),
    "data only from elsewhere need no provision": (
        policy("provision"),
        policy("sources.order-form", "direct: true", "direct: false"),
        policy("sources.newsletter-form", "direct: true", "direct: false"),
    ),
    "no review that is a year old to the day": (policy("notice.reviewed", "2026-09-15", "2025-11-22"),),
    "limits counted from different events do not contradict": (
        policy(
            "retention.children.minimum",
            "period: P0D\n      after: account-closed",
            "period: P9Y\n      after: collection",
        ),
    ),
    "objection only for those whose data rest on legitimate interests": (
        policy("rights.objection", "right: objection\n", "right: objection\n    data_subjects: [customers]\n"),
    ),
    "two entries give a right to all between them": (
        policy("rights.access", "right: access\n", "right: access\n    data_subjects: [customers, children]\n"),
        new_block(
            "policy.yaml",
            "rights",
            "  access-2:\n    right: access\n    data_subjects: [subscribers]\n"
            "    text: {fi: Pääsy, en: Access, sv: Tillgång}\n",
        ),
    ),
    "an entry for some beside one for all": (
        new_block(
            "policy.yaml",
            "rights",
            "  access-2:\n    right: access\n    data_subjects: [children]\n"
            "    text: {fi: Pääsy, en: Access, sv: Tillgång}\n",
        ),
    ),
    "children whose data do not rest on consent": (
        policy("data_subjects.children.guardian_consent"),
        policy("purposes.kids-club.legal_basis", "basis: consent", "basis: contract"),
    ),
    "numbers in words and in figures": (
        policy("retention.subscribers.text", "later than 30 days", "later than thirty days"),
        policy("retention.children.text", "senast 30 dagar", "senast trettio dagar"),
        policy("retention.customers.text", "for 1 year", "for a year"),
        policy("retention.vouchers.text", "i 6 år", "i sex år"),
    ),
    "a third language, where both texts of it agree": (policy("notice.languages", "[fi, en, sv]", "[fi, en]"),),
    "an assertion makes a promise verifiable": (
        policy("safeguards.login.control", "control: authentication", "assert: {required: [name]}"),
    ),
    "a hedge outside purposes and transfers": (policy("cookies.text", "uses only", "usually uses only"),),
    "no countries and no copy where data never leave": (
        policy("transfers", "rule: allowed", "rule: never"),
        policy("transfers.copy"),
        policy("transfers.countries"),
        policy("transfers.instruments"),
        policy("transfers.hosting", "    - US\n", ""),
        policy("processors.recipients.snowlark", "      country: US\n", ""),
        policy("processors.recipients.nightlark", "      country: IN\n", ""),
        policy("disclosures.recipients.uk-carrier"),
        policy(
            "transfers.text",
            "",
            "  text: {fi: Tietoja ei siirretä., en: No data are transferred., sv: Inga uppgifter överförs.}\n",
        ),
    ),
}
