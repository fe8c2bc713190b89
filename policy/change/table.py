"""The table of the judgment: which change of which part is judged by which function, or has which reason.

Read it as: "when `fields` of a purpose change, those that were added are a further use of the data, and people must
be told". What the reasons mean stands in `reasons.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from seloste.policy.change import judgments
from seloste.policy.change.judgments import Judge, always, flag, members, ranked, scope, stated, while_transferred

_contact = always("controller-contact")
_inside = always("kept-inside")
_representative = {
    "representative.name": stated("representative-updated", "representative-removed", "representative-updated"),
    **dict.fromkeys(
        (
            "representative.email", "representative.address.street", "representative.address.postal_code",
            "representative.address.city", "representative.address.country",
        ),
        always("representative-updated"),
    ),
}  # fmt: skip

#: Kind of part → key → who judges it.
CHANGED: Mapping[str, Mapping[str, Judge]] = MappingProxyType(
    {
        "notice": {
            "title": always("heading-changed"),
            "name": always("heading-changed"),
            "languages": members("language-added", "language-removed", "language", "", ""),
            "published": always("day-changed"),
            "reviewed": always("day-changed"),
        },
        "controller": {
            "name": judgments.controller_name,
            "business_id": judgments.business_id,
            "address.country": always("controller-moved"),
            **dict.fromkeys(
                ("address.street", "address.postal_code", "address.city", "phone", "email", "website"), _contact
            ),
            "dpo_designated": judgments.designated,
            **_representative,
        },
        "contacts": dict.fromkeys(("name", "role", "duty", "email", "phone"), judgments.contact),
        "data_subjects": {
            "children": flag("children-begun", "children-ended"),
            "guardian_consent": stated("guardian-added", "guardian-dropped", ""),
        },
        "purposes": {
            "data_subjects": scope("purpose-people-widened", "purpose-people-narrowed", "data_subjects"),
            "fields": scope("purpose-fields-widened", "purpose-fields-narrowed", "fields"),
            "direct_marketing": flag("direct-marketing-begun", "direct-marketing-ended"),
            "electronic_marketing": judgments.electronic_marketing,
            "legal_basis.basis": stated("basis-stated", "basis-dropped", "basis-changed", "basis"),
            **dict.fromkeys(
                (
                    "legal_basis.balancing_test.date", "legal_basis.balancing_test.document",
                    "impact_assessment.date", "impact_assessment.document",
                ),
                _inside,
            ),
            "special_category_basis": stated(
                "special-basis-changed", "special-basis-dropped", "special-basis-changed", "special_category_basis"
            ),
            "automated_decision.text": stated("decision-introduced", "decision-ended", ""),
        },
        "fields": {
            "special_category": flag("field-special", "field-declassified"),
            "criminal": flag("field-criminal", "field-declassified"),
            "national_id": flag("field-national-id", "field-declassified"),
            "national_id_ground": stated("field-ground-changed", "field-declassified", "field-ground-changed"),
            "category": always("field-term-changed"),
        },
        "sources": {"direct": flag("source-direct", "source-indirect")},
        "provision": {"required": judgments.provision},
        "disclosures": {
            "rule": ranked(
                ("never", "with-consent", "listed"),
                "disclosure-loosened", "disclosure-tightened", "disclosure-unclear",
                "disclosure_rule", "never with-consent",
            )
        },
        "disclosures.recipients": {
            "country": judgments.recipient_country,
            "authority": flag("recipient-authority", "recipient-no-authority"),
            "transfer": judgments.recipient_transfer,
        },
        "processors": {
            "listed": ranked(
                ("in-notice", "by-category", "on-request", "not-stated"),
                "listing-weakened", "listing-strengthened", "listing-strengthened",
                "listing", "in-notice by-category on-request",
            ),
            "recipients": members(
                "processor-added", "processor-removed", "processor", "processors-unnamed", "processors-named"
            ),
            "roles": members("roles-widened", "roles-narrowed", "role", "roles-widened", "roles-narrowed"),
        },
        "transfers": {
            "rule": ranked(
                ("never", "exceptionally", "allowed"),
                "transfer-loosened", "transfer-tightened", "transfer-unclear", "transfer_rule", "never",
            ),
            "area": ranked(("eu", "eea"), "area-widened", "area-narrowed", "area-narrowed", "area"),
            "instruments": while_transferred(judgments.instruments),
            "countries": while_transferred(
                members("country-added", "country-removed", "country", "countries-opened", "countries-closed")
            ),
            "copy.text": while_transferred(stated("copy-added", "copy-dropped", "")),
        },
        "safeguards": {
            "control": judgments.control,
            "parameters.interval": judgments.interval,
            "applies_to": judgments.applies_to,
            "assert": judgments.assertion,
        },
        "rights": {
            "right": always("right-exchanged"),
            "data_subjects": scope("right-extended", "right-limited", "data_subjects"),
            "at_discretion": flag("right-discretionary", "right-unconditional"),
        },
        "sections": {"heading": always("heading-changed")},
        "headings": {"text": always("heading-changed")},
        "requests": dict.fromkeys(("email", "phone", "url"), judgments.channel),
        "automated_decisions": {"used": judgments.automated_decisions},
        "custom": {
            "assert": judgments.assertion,
            "on": always("assertion-changed"),
            "severity": _inside,
        },
        "organisation": dict.fromkeys(("status", "interval", "evidence", "verified", "reason"), _inside),
        "joint_controllers": {
            "name": judgments.controller_name,
            "business_id": judgments.business_id,
            "address.country": always("controller-moved"),
            "dpo_designated": judgments.designated,
            "arrangement": stated("arrangement-stated", "arrangement-dropped", ""),
            **_representative,
            **dict.fromkeys(
                ("address.street", "address.postal_code", "address.city", "phone", "email", "website"), _contact
            ),
        },
    }
)  # fmt: skip

#: Kind of part → who judges one that is new, and one that is gone.
APPEARED: Mapping[str, tuple[Judge, Judge]] = MappingProxyType(
    {
        "joint_controllers": (always("joint-added"), always("joint-removed")),
        "contacts": (judgments.contact, judgments.contact),
        "data_subjects": (always("people-added"), always("people-removed")),
        "purposes": (always("purpose-added"), always("purpose-removed")),
        "fields": (always("field-added"), always("field-removed")),
        "sources": (always("source-added"), always("source-removed")),
        "disclosures.recipients": (always("recipient-added"), always("recipient-removed")),
        "processors.categories": (always("category-added"), always("category-removed")),
        "safeguards": (always("safeguard-added"), judgments.safeguard_removed),
        "rights": (always("right-added"), judgments.right_removed),
        "requests": (judgments.channel, judgments.channel),
        "custom": (always("custom-added"), always("custom-removed")),
        "organisation": (always("kept-inside"), always("kept-inside")),
        "sections": (always("own-section-added"), always("section-removed")),
        "headings": (always("heading-changed"), always("heading-changed")),
        "introductions": (always("words-added"), always("words-removed")),
        "closings": (always("words-added"), always("words-removed")),
    }
)
#: The keys that say what a section that is new, or gone, is about; the rest of it only qualifies them.
SAID_BY_NEW = frozenset({"rule", "recipients", "countries", "instruments", "required", "used"})
SAID_BY_GONE = frozenset({"rule", "required", "used"})
#: What of an entry that is new weighs by itself: special categories of data have a law of their own.
SAID_BY_ENTRY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "data_subjects": ("children",),
        "purposes": ("direct_marketing", "automated_decision.text"),
        "fields": ("special_category", "criminal", "national_id"),
        "disclosures.recipients": ("country",),
    }
)
#: Texts that are no promise: changing them is a matter of style, or their judge says what it is.
STYLE = frozenset(
    {("notice", "title"), ("notice", "name"), ("contacts", "role"), ("sections", "heading"), ("headings", "text")}
)
