"""Must people be told again? Pairs of notices, each with the answer that a lawyer would give, and why."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.support.notice_pairs import GONE, text

YES, CHECK, NO = "yes", "check", "no"


class Pair(NamedTuple):
    """Edits of an example, the expected answer and the expected reasons; and for the way back, where it is given."""

    edits: dict[str, Any]
    tell: str
    why: str
    back: str | None = None
    why_back: str = ""
    base: str = "complete"


ORDERS = "purposes.orders"
CREDIT = "purposes.credit-check.legal_basis"
EXCEPTION = "retention.customers.exceptions.0"
LOGIN = "safeguards.strong-login"
BASKET = "cookies.entries.basket"
GROUND = "fields.phone.criminal_ground"
TEN_YEARS = {"period": "P10Y", "after": "contract-end"}
DISPUTE = {"text": text("Longer in a dispute"), "reason": "dispute"}
FI = "Tietoliikenne on salattu."
PAIRS = [
    # --- purposes and legal bases
    Pair({"purposes.profiling": {"text": text("Profiling")}}, YES, "purpose-added", NO, "purpose-removed"),
    Pair({"purposes.ads": {"text": text("Ads"), "direct_marketing": True}}, YES, "direct-marketing-begun"),
    Pair({"purposes.marketing": GONE}, NO, "purpose-removed", YES, "purpose-added", "jamix"),
    Pair({f"{ORDERS}.data_subjects+": "subscribers"}, YES, "purpose-people-widened", NO, "purpose-people-narrowed"),
    Pair({f"{ORDERS}.data_subjects": GONE}, YES, "purpose-people-widened", NO, "purpose-people-narrowed"),
    Pair({f"{ORDERS}.fields+": "birth-date"}, YES, "purpose-fields-widened", NO, "purpose-fields-narrowed"),
    Pair({f"{ORDERS}.fields": GONE}, YES, "purpose-fields-widened", NO, "purpose-fields-narrowed"),
    Pair({f"{ORDERS}.direct_marketing": True}, YES, "direct-marketing-begun", NO, "direct-marketing-ended"),
    Pair(
        {"purposes.newsletter.electronic_marketing": "existing-customer"},
        CHECK,
        "electronic-marketing-loosened",
        NO,
        "electronic-marketing-tightened",
    ),
    Pair(
        {"purposes.newsletter.electronic_marketing": "none"},
        NO,
        "electronic-marketing-ended",
        YES,
        "electronic-marketing-begun",
    ),
    Pair({f"{CREDIT}.basis": "legitimate-interests"}, YES, "basis-changed", YES, "basis-changed"),
    Pair({"purposes.billing.legal_basis": {"basis": "contract"}}, YES, "basis-stated", CHECK, "basis-dropped", "jamix"),
    Pair(
        {"purposes.allergy-advice.special_category_basis": "health-care"},
        CHECK,
        "explicit-consent-replaced",
        YES,
        "special-basis-changed",
    ),
    Pair({"purposes.newsletter.electronic_marketing": GONE}, CHECK, "electronic-marketing-loosened"),
    Pair(
        {"purposes.newsletter.legal_basis": {"basis": "legitimate-interests"}},
        CHECK,
        "consent-replaced",
        YES,
        "basis-changed",
    ),
    Pair(
        {"purposes.newsletter.legal_basis": [{"basis": "contract"}, {"basis": "legal-obligation"}]},
        CHECK,
        "consent-replaced",
    ),
    Pair(
        {"purposes.newsletter.legal_basis": [{"basis": "consent"}, {"basis": "legitimate-interests"}]},
        CHECK,
        "consent-joined",
        CHECK,
        "basis-removed",
    ),
    Pair(
        {
            "purposes.newsletter.legal_basis": [
                {"basis": "consent", "fields": ["name"]},
                {"basis": "contract", "fields": ["email"]},
            ]
        },
        CHECK,
        "consent-replaced",
    ),
    Pair({f"{ORDERS}.automated_decision": {"text": text("Logic")}}, YES, "decision-introduced", NO, "decision-ended"),
    Pair({"purposes.allergy-advice.impact_assessment.date": "2026-08-01"}, NO, "kept-inside", NO, "kept-inside"),
    Pair({"purposes.accounting.legal_basis.explanation": text("Another law")}, CHECK, "wording-figures"),
    # --- people, data, sources
    Pair({"data_subjects.visitors": {"text": text("Visitors")}}, YES, "people-added", NO, "people-removed"),
    Pair({"data_subjects.subscribers.children": True}, YES, "children-begun", CHECK, "children-ended"),
    Pair({"data_subjects.children.guardian_consent": GONE}, YES, "guardian-dropped", NO, "guardian-added"),
    Pair({"fields.location": {"text": text("Location")}}, YES, "field-added", NO, "field-removed"),
    Pair({"fields.health": {"text": text("Health"), "special_category": True}}, YES, "field-special"),
    Pair({"fields.phone.special_category": True}, YES, "field-special", CHECK, "field-declassified"),
    Pair({"fields.phone.criminal": True}, YES, "field-criminal", CHECK, "field-declassified"),
    Pair({"fields.phone.national_id": True}, YES, "field-national-id", CHECK, "field-declassified"),
    Pair({"fields.national-id.national_id_ground": "consent"}, YES, "field-ground-changed"),
    Pair({f"{GROUND}.ground": "law"}, YES, "criminal-ground-changed", CHECK, "criminal-ground-dropped"),
    Pair({"fields.phone.category": "Location"}, CHECK, "field-term-changed"),
    Pair({"sources.broker": {"text": text("Broker")}}, YES, "source-added", NO, "source-removed"),
    Pair({"sources.order-form.direct": False}, YES, "source-indirect", NO, "source-direct"),
    Pair({"provision.required": "statutory"}, YES, "provision-required", NO, "provision-eased"),
    Pair({"provision.required": "no"}, NO, "provision-eased", YES, "provision-required"),
    # --- recipients, processors, transfers
    Pair({"disclosures.rule": "never"}, NO, "disclosure-tightened", YES, "disclosure-loosened"),
    Pair({"disclosures.rule": "listed"}, CHECK, "disclosure-consent-dropped", NO, "disclosure-tightened", "jamix"),
    Pair({"disclosures.recipients.bank": {"text": text("Bank")}}, YES, "recipient-added", NO, "recipient-removed"),
    Pair({"disclosures.recipients.parcel-carrier.country": "US"}, YES, "recipient-abroad", NO, "recipient-moved"),
    Pair({"disclosures.recipients.parcel-carrier.country": "NO"}, NO, "recipient-moved"),
    Pair({"disclosures.recipients.uk-carrier.transfer.instrument": "scc-2021-914"}, YES, "recipient-transfer-changed"),
    Pair({"processors.recipients.newcomer": {"name": "Newcomer Oy"}}, YES, "processor-added", NO, "processor-removed"),
    Pair({"processors.listed": "on-request"}, YES, "listing-weakened", NO, "listing-strengthened"),
    Pair({"processors.recipients": GONE}, YES, "processors-unnamed", CHECK, "processors-named"),
    Pair({"processors.categories.cloud": {"text": text("Cloud")}}, YES, "category-added", NO, "category-removed"),
    Pair({"processors.roles+": "controller"}, YES, "roles-widened", NO, "roles-narrowed"),
    Pair({"transfers.rule": "allowed"}, YES, "transfer-loosened", NO, "transfer-tightened", "jamix"),
    Pair({"transfers.area": "eea"}, YES, "area-widened", NO, "area-narrowed", "jamix"),
    Pair({"transfers.countries+": "CN"}, YES, "country-added", NO, "country-removed"),
    Pair({"transfers.countries": GONE}, YES, "countries-opened", NO, "countries-closed"),
    Pair({"transfers.instruments+": "bcr"}, YES, "instrument-added", NO, "instrument-removed"),
    Pair({"transfers.instruments": ["eu-us-dpf"]}, YES, "instrument-added", YES, "instrument-added", "jamix"),
    Pair({"transfers.copy": GONE}, YES, "copy-dropped", NO, "copy-added"),
    Pair(
        {
            "transfers.rule": "never",
            **dict.fromkeys((f"transfers.{key}" for key in ("instruments", "countries", "copy")), GONE),
        },
        NO,
        "transfers-none",
        YES,
        "transfer-loosened",
    ),
    Pair(
        {"disclosures.recipients.ads": {"text": text("Ads"), "country": "US"}},
        YES,
        "recipient-in-third-country",
        NO,
        "recipient-removed",
    ),
    # --- how long
    Pair({"retention.customers.maximum.period": "P4Y"}, YES, "retention-longer", NO, "retention-shorter"),
    Pair({"retention.customers.maximum.period": "P36M"}, NO, "retention-same", NO, "retention-same"),
    Pair({"retention.customers.maximum": GONE}, YES, "retention-unlimited", NO, "retention-limited"),
    Pair({"retention.customers.maximum.after": "last-contact"}, CHECK, "retention-incomparable"),
    Pair({"retention.customers.minimum.period": "P6M"}, YES, "minimum-shorter", YES, "minimum-longer"),
    Pair({"retention.customers.minimum": GONE}, YES, "minimum-dropped", CHECK, "minimum-added"),
    Pair(
        {
            "retention.offers": {
                "text": text("Offers"),
                "purposes": ["customer-offers"],
                "maximum": {"period": "P9Y", "after": "contract-end"},
                "minimum": {"period": "P1Y", "after": "contract-end"},
                "exceptions": [DISPUTE],
            }
        },
        YES,
        "retention-longer",
        NO,
        "retention-shorter",
    ),
    # --- safeguards
    Pair({"safeguards.backup": GONE}, YES, "safeguard-removed", NO, "safeguard-added"),
    Pair({"safeguards.backup.parameters.interval": "P7D"}, YES, "safeguard-weaker", NO, "safeguard-stronger"),
    Pair({"safeguards.backup.parameters": GONE}, YES, "safeguard-weaker", NO, "safeguard-stronger"),
    Pair({"safeguards.strong-login.applies_to": ["webshop"]}, YES, "safeguard-narrowed", NO, "safeguard-widened"),
    Pair({"safeguards.https.applies_to": "systems"}, YES, "safeguard-narrowed", NO, "safeguard-widened"),
    Pair({"safeguards.https.applies_to": "organisation"}, CHECK, "safeguard-shifted"),
    Pair({"safeguards.https.control": "firewall"}, YES, "safeguard-exchanged"),
    Pair({"safeguards.https.control": GONE}, CHECK, "safeguard-unchecked", NO, "safeguard-verifiable"),
    Pair(
        {"safeguards.https.control": GONE, "safeguards.https.text": text("We take care")}, YES, "safeguard-unverifiable"
    ),
    Pair(
        {"safeguards.login": GONE, "safeguards.names": {"text": text("Names"), "control": "authentication"}},
        NO,
        "safeguard-kept-elsewhere",
    ),
    # --- rights
    Pair({"rights.erasure": GONE}, YES, "right-removed", NO, "right-added"),
    Pair({"rights.erasure.data_subjects": ["customers"]}, YES, "right-limited", NO, "right-extended"),
    Pair({"rights.erasure.at_discretion": True}, YES, "right-discretionary", NO, "right-unconditional"),
    Pair({"rights.access.right": "restriction"}, YES, "right-exchanged"),
    Pair({"requests": GONE, "contacts.customer-service": GONE}, YES, "channel-removed", NO, "channel-updated"),
    Pair({"requests.url": "https://www.lumikiurunpuoti.fi/oikeudet"}, NO, "channel-updated"),
    Pair({"automated_decisions.used": True}, YES, "decision-introduced", NO, "decision-ended"),
    Pair({"automated_decisions": GONE}, YES, "decision-silence", NO, "decision-denied"),
    # --- who
    Pair({"controller.name": "Talvikki Oy"}, YES, "controller-changed", YES, "controller-changed"),
    Pair({"controller.name": "Lumikiurun Puoti oy"}, CHECK, "controller-respelled"),
    Pair({"controller.business_id": "9999998-4"}, CHECK, "business-id-changed"),
    Pair({"controller.phone": "+358 20 123 4567"}, NO, "controller-contact", NO, "controller-contact"),
    Pair({"controller.phone": "+358 (0)207 121 311"}, NO, "controller-contact", base="jamix"),
    Pair({"controller.address.street": "Suopolku 5"}, NO, "controller-contact"),
    Pair({"controller.address.country": "US"}, CHECK, "controller-moved"),
    Pair({"controller.public_authority": True}, CHECK, "authority-begun", CHECK, "authority-ended"),
    Pair({"controller.public_authority": False}, CHECK, "authority-ended"),
    Pair({"joint_controllers.partner": {"name": "Kumppani Oy"}}, YES, "joint-added", CHECK, "joint-removed"),
    Pair({"contacts.data-protection-officer.email": "dpo@lumikiurunpuoti.fi"}, NO, "dpo-updated"),
    Pair({"contacts.data-protection-officer": GONE}, CHECK, "dpo-gone", NO, "dpo-updated"),
    Pair({"contacts.marketing-director.name": "Maija Malli"}, NO, "contact-updated", base="jamix"),
    # --- promises of one's own, and words
    Pair({"custom.swift-breach-notice": GONE}, YES, "custom-removed", NO, "custom-added"),
    Pair({"custom.swift-breach-notice.assert": {"required": ["owner"]}}, CHECK, "assertion-changed"),
    Pair({"custom.swift-breach-notice.severity": "warning"}, NO, "kept-inside"),
    Pair({"safeguards.https.text.fi": "Tietoliikenne on salattua."}, CHECK, "wording-changed"),
    Pair({"safeguards.https.text.fi": "tietoliikenne  on salattu"}, NO, "wording-typography"),
    Pair({"rights.complaint.text.fi": "Soita 029 566 6700."}, CHECK, "wording-figures"),
    Pair(
        {"safeguards.https.text.de": "Die Übertragung ist verschlüsselt."},
        NO,
        "translation-added",
        CHECK,
        "translation-removed",
    ),
    Pair({"notice.languages": ["fi", "en", "sv", "de"]}, NO, "language-added", CHECK, "language-removed"),
    Pair({"notice.title.fi": "Tietosuojaseloste"}, NO, "heading-changed"),
    Pair({"headings.rights": text("Rights")}, NO, "heading-changed", NO, "heading-changed"),
    Pair({"notice.reviewed": "2026-09-20"}, NO, "day-changed"),
    Pair({"sections.changes.text": text("We may change this")}, CHECK, "wording-changed"),
    Pair({"introductions.purposes": GONE}, CHECK, "words-removed", CHECK, "words-added"),
    Pair({"organisation.safeguards.staff-training.verified": "2026-09-16"}, NO, "kept-inside"),
    # --- several legal bases
    Pair({f"{ORDERS}.legal_basis+": {"basis": "consent"}}, YES, "basis-added", CHECK, "basis-removed"),
    Pair({f"{CREDIT}.data_subjects": ["children"]}, CHECK, "basis-narrowed", YES, "basis-widened"),
    Pair({f"{ORDERS}.legal_basis.1.fields": ["order-history"]}, CHECK, "basis-narrowed", YES, "basis-widened"),
    Pair({f"{ORDERS}.legal_basis.1.explanation": text("Another law")}, CHECK, "wording-figures"),
    Pair({f"{ORDERS}.legal_basis": [{"basis": "consent"}, {"basis": "vital-interests"}]}, YES, "basis-changed"),
    Pair({"legal_bases": [{"basis": "public-task"}]}, YES, "basis-added", CHECK, "basis-removed"),
    Pair({"legal_bases": [{"basis": "contract"}]}, NO, "basis-listed", NO, "basis-listed-by-purpose"),
    Pair({f"{ORDERS}.profiling": True}, YES, "profiling-begun", NO, "profiling-ended"),
    Pair({"purposes.segments": {"text": text("Segments"), "profiling": True}}, YES, "profiling-begun"),
    # --- people, labels, layout
    Pair({"data_subjects.customers.employees": True}, CHECK, "employees-begun", CHECK, "employees-ended"),
    Pair({"fields.name.group": "extra"}, CHECK, "label-moved", CHECK, "label-moved"),
    Pair({"fields.name.group": GONE}, NO, "layout-changed", NO, "layout-changed"),
    Pair({"groups.fields.extra.text": text("Data that you must give")}, CHECK, "wording-changed"),
    Pair({"groups.fields.more": {"text": text("More")}}, CHECK, "words-added", CHECK, "words-removed"),
    Pair({"notice.opening": GONE}, CHECK, "words-removed", CHECK, "words-added"),
    Pair({"notice.opening": text("We care of your privacy")}, CHECK, "wording-changed"),
    Pair({"notice.updated": "2026-09-20"}, NO, "update-day-changed"),
    Pair({"notice.numbered": True}, NO, "layout-changed", NO, "layout-changed"),
    Pair({"notice.order": ["rights", "sections.changes"]}, NO, "layout-changed", NO, "layout-changed"),
    Pair({"notice.style": "plain"}, NO, "layout-changed", NO, "layout-changed"),
    Pair({"notice.draft": True}, NO, "draft-begun", NO, "draft-confirmed"),
    Pair({"notice.name": GONE}, NO, "heading-changed", NO, "heading-changed"),
    # --- joint controllers of some purposes
    Pair({"joint_controllers.partner": {"name": "Kumppani Oy", "purposes": ["orders"]}}, YES, "joint-added"),
    # --- processors with what they do and where
    Pair({"processors.recipients.suopilvi.country": "US"}, YES, "processor-abroad", NO, "processor-moved"),
    Pair({"processors.recipients.suopilvi.country": "SE"}, NO, "processor-moved"),
    Pair({"processors.recipients.suopilvi.country": GONE}, CHECK, "processor-country-unstated", NO, "processor-moved"),
    Pair({"processors.recipients.suopilvi.text": GONE}, CHECK, "processor-undescribed", CHECK, "processor-described"),
    Pair({"processors.recipients.suopilvi.name": "Suo"}, NO, "processor-named", CHECK, "processor-name-dropped"),
    Pair({"processors.recipients.suopilvi.text": text("All servers")}, CHECK, "wording-changed"),
    Pair({"transfers.hosting": ["FI", "SE", "DE", "US", "NO"]}, YES, "hosting-added", NO, "hosting-removed"),
    Pair({"transfers.hosting": GONE}, YES, "hosting-opened", NO, "hosting-closed"),
    # --- periods by field, criteria, permanence, exceptions
    Pair({"retention.credit-check.maximum.period": "P3Y"}, YES, "retention-longer", NO, "retention-shorter"),
    Pair({"retention.credit-check.fields": ["national-id"]}, YES, "retention-longer", YES, "retention-shorter"),
    Pair({"retention.credit-check": GONE}, YES, "retention-longer", YES, "retention-shorter"),
    Pair({"retention.credit-check.exceptions": [DISPUTE]}, YES, "exception-added", NO, "exception-removed"),
    Pair({f"{EXCEPTION}.text": text("In a dispute")}, CHECK, "wording-changed"),
    Pair({f"{EXCEPTION}.maximum": TEN_YEARS}, NO, "exception-limited", YES, "exception-unlimited"),
    Pair({f"{EXCEPTION}.reason": GONE}, NO, "retention-same", NO, "retention-same"),
    Pair({f"{EXCEPTION}.text": GONE}, CHECK, "words-removed", CHECK, "words-added"),
    Pair({"retention.customers.criteria": text("As needed")}, CHECK, "words-added", CHECK, "words-removed"),
    Pair(
        {"retention.customers.maximum": GONE, "retention.customers.permanent": {"ground": text("Archival law")}},
        YES,
        "retention-permanent",
        NO,
        "retention-limited",
    ),
    Pair(
        {"retention.customers.maximum": GONE, "retention.customers.criteria": text("As long as needed")},
        YES,
        "retention-unlimited",
        NO,
        "retention-limited",
    ),
    # --- several controls and rights in a sentence
    Pair(
        {"safeguards.login.control": ["authentication", "firewall"]}, NO, "safeguard-stronger", YES, "control-dropped"
    ),
    Pair({f"{LOGIN}.control": ["audit-logging"]}, YES, "control-dropped", NO, "safeguard-stronger"),
    Pair(
        {
            f"{LOGIN}.control": "multi-factor-authentication",
            "safeguards.logs": {"text": text("Uses are logged"), "control": "audit-logging"},
        },
        NO,
        "safeguard-kept-elsewhere",
        YES,
        "safeguard-removed",  # it held everywhere, and not only in some systems
    ),
    Pair({"rights.access.right": ["access", "portability"]}, NO, "right-added", NO, "right-kept-elsewhere"),
    Pair({"rights.erasure.right": ["erasure"]}, YES, "right-removed", NO, "right-added"),
    Pair(
        {
            "rights.erasure.right": "erasure",
            "rights.restriction": {"text": text("You may have the processing restricted"), "right": "restriction"},
        },
        NO,
        "right-kept-elsewhere",
        NO,
        "right-kept-elsewhere",
    ),
    # --- what is not done, and cookies
    Pair({"never.ads": {"text": text("No ads"), "purposes": ["ads"]}}, NO, "never-added", YES, "never-removed"),
    Pair({"never.sale": GONE}, YES, "never-removed", NO, "never-added"),
    Pair({"never.sale.activities+": "profiling"}, NO, "never-widened", YES, "never-narrowed"),
    Pair({"never.sale.countries": ["US"]}, NO, "never-widened", YES, "never-narrowed"),
    Pair({"never.sale.text": text("We sell nothing")}, CHECK, "wording-changed"),
    Pair({"cookies.entries.stats": {"text": text("Statistics")}}, YES, "cookie-added", NO, "cookie-removed"),
    Pair({f"{BASKET}.lifetime": "P8D"}, YES, "cookie-longer", NO, "cookie-shorter"),
    Pair({f"{BASKET}.lifetime": "session"}, NO, "cookie-shorter", YES, "cookie-longer"),
    Pair({f"{BASKET}.lifetime": GONE}, CHECK, "cookie-lifetime-unstated", NO, "cookie-lifetime-stated"),
    Pair({f"{BASKET}.party": "third"}, YES, "cookie-third", NO, "cookie-first"),
    Pair({f"{BASKET}.party": GONE}, CHECK, "cookie-party-unstated", NO, "cookie-first"),
    Pair({f"{BASKET}.necessary": False}, CHECK, "cookie-unnecessary", CHECK, "cookie-necessary"),
    Pair({f"{BASKET}.consent": True}, NO, "cookie-consent-asked", CHECK, "cookie-consent-dropped"),
    Pair({f"{BASKET}.consent": False}, CHECK, "cookie-consent-unclear", CHECK, "cookie-consent-unclear"),
    Pair({f"{BASKET}.provider": "Analytics Oy"}, CHECK, "cookie-provider-unclear", CHECK, "cookie-provider-unclear"),
    Pair({f"{BASKET}.name": "kori"}, NO, "cookie-name-changed"),
    Pair({"cookies": GONE}, CHECK, "section-removed", YES, "cookie-added"),
    Pair({"cookies.text": text("Cookies of others too")}, CHECK, "wording-changed"),
]
