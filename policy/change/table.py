"""The table of judges: for each key of each part of a notice, the function that gives the reasons for a change.

An example: when the `fields` of a purpose change, added ones are a further use of the data, of which people must be
informed. `reasons.yaml` has the consequence of each reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from seloste.policy.change import judgments
from seloste.policy.change.judgments import (
    Judge,
    give_always,
    judge_flag,
    judge_members,
    judge_rank,
    judge_scope,
    judge_statement,
    judge_while_transferred,
)

_contact = give_always("controller-contact")
_inside = give_always("kept-inside")
_representative = {
    "representative.name": judge_statement(
        "representative-updated", "representative-removed", "representative-updated"
    ),
    **dict.fromkeys(
        (
            "representative.email", "representative.address.street", "representative.address.postal_code",
            "representative.address.city", "representative.address.country",
        ),
        give_always("representative-updated"),
    ),
}  # fmt: skip

#: Kind of part → key → the judge of its changes.
CHANGED: Mapping[str, Mapping[str, Judge]] = MappingProxyType(
    {
        "notice": {
            "title": give_always("heading-changed"),
            "name": give_always("heading-changed"),
            "languages": judge_members("language-added", "language-removed", "language", "", ""),
            "published": give_always("day-changed"),
            "reviewed": give_always("day-changed"),
        },
        "controller": {
            "name": judgments.judge_controller_name,
            "business_id": judgments.judge_business_id,
            "address.country": give_always("controller-moved"),
            **dict.fromkeys(
                ("address.street", "address.postal_code", "address.city", "phone", "email", "website"), _contact
            ),
            "dpo_designated": judgments.judge_designation,
            **_representative,
        },
        "contacts": dict.fromkeys(("name", "role", "duty", "email", "phone"), judgments.judge_contact),
        "data_subjects": {
            "children": judge_flag("children-begun", "children-ended"),
            "guardian_consent": judge_statement("guardian-added", "guardian-dropped", ""),
        },
        "purposes": {
            "data_subjects": judge_scope("purpose-people-widened", "purpose-people-narrowed", "data_subjects"),
            "fields": judge_scope("purpose-fields-widened", "purpose-fields-narrowed", "fields"),
            "direct_marketing": judge_flag("direct-marketing-begun", "direct-marketing-ended"),
            "electronic_marketing": judgments.judge_electronic_marketing,
            "legal_basis.basis": judge_statement("basis-stated", "basis-dropped", "basis-changed", "basis"),
            **dict.fromkeys(
                (
                    "legal_basis.balancing_test.date", "legal_basis.balancing_test.document",
                    "impact_assessment.date", "impact_assessment.document",
                ),
                _inside,
            ),
            "special_category_basis": judge_statement(
                "special-basis-changed", "special-basis-dropped", "special-basis-changed", "special_category_basis"
            ),
            "automated_decision.text": judge_statement("decision-introduced", "decision-ended", ""),
        },
        "fields": {
            "special_category": judge_flag("field-special", "field-declassified"),
            "criminal": judge_flag("field-criminal", "field-declassified"),
            "national_id": judge_flag("field-national-id", "field-declassified"),
            "national_id_ground": judge_statement("field-ground-changed", "field-declassified", "field-ground-changed"),
            "category": give_always("field-term-changed"),
        },
        "sources": {"direct": judge_flag("source-direct", "source-indirect")},
        "provision": {"required": judgments.judge_provision},
        "disclosures": {
            "rule": judge_rank(
                ("never", "with-consent", "listed"),
                "disclosure-loosened", "disclosure-tightened", "disclosure-unclear",
                "disclosure_rule", "never with-consent",
            )
        },
        "disclosures.recipients": {
            "country": judgments.judge_recipient_country,
            "authority": judge_flag("recipient-authority", "recipient-no-authority"),
            "transfer": judgments.judge_recipient_transfer,
        },
        "processors": {
            "listed": judge_rank(
                ("in-notice", "by-category", "on-request", "not-stated"),
                "listing-weakened", "listing-strengthened", "listing-strengthened",
                "listing", "in-notice by-category on-request",
            ),
            "recipients": judge_members(
                "processor-added", "processor-removed", "processor", "processors-unnamed", "processors-named"
            ),
            "roles": judge_members("roles-widened", "roles-narrowed", "role", "roles-widened", "roles-narrowed"),
        },
        "transfers": {
            "rule": judge_rank(
                ("never", "exceptionally", "allowed"),
                "transfer-loosened", "transfer-tightened", "transfer-unclear", "transfer_rule", "never",
            ),
            "area": judge_rank(("eu", "eea"), "area-widened", "area-narrowed", "area-narrowed", "area"),
            "instruments": judge_while_transferred(judgments.judge_instruments),
            "countries": judge_while_transferred(
                judge_members("country-added", "country-removed", "country", "countries-opened", "countries-closed")
            ),
            "copy.text": judge_while_transferred(judge_statement("copy-added", "copy-dropped", "")),
        },
        "safeguards": {
            "control": judgments.judge_control,
            "parameters.interval": judgments.judge_interval,
            "applies_to": judgments.judge_applies_to,
            "assert": judgments.judge_assertion,
        },
        "rights": {
            "right": give_always("right-exchanged"),
            "data_subjects": judge_scope("right-extended", "right-limited", "data_subjects"),
            "at_discretion": judge_flag("right-discretionary", "right-unconditional"),
        },
        "sections": {"heading": give_always("heading-changed")},
        "headings": {"text": give_always("heading-changed")},
        "requests": dict.fromkeys(("email", "phone", "url"), judgments.judge_channel),
        "automated_decisions": {"used": judgments.judge_automated_decisions},
        "custom": {
            "assert": judgments.judge_assertion,
            "on": give_always("assertion-changed"),
            "severity": _inside,
        },
        "organisation": dict.fromkeys(("status", "interval", "evidence", "verified", "reason"), _inside),
        "joint_controllers": {
            "name": judgments.judge_controller_name,
            "business_id": judgments.judge_business_id,
            "address.country": give_always("controller-moved"),
            "dpo_designated": judgments.judge_designation,
            "arrangement": judge_statement("arrangement-stated", "arrangement-dropped", ""),
            **_representative,
            **dict.fromkeys(
                ("address.street", "address.postal_code", "address.city", "phone", "email", "website"), _contact
            ),
        },
    }
)  # fmt: skip

#: Kind of part → the judges of an added and of a removed one.
APPEARED: Mapping[str, tuple[Judge, Judge]] = MappingProxyType(
    {
        "joint_controllers": (give_always("joint-added"), give_always("joint-removed")),
        "contacts": (judgments.judge_contact, judgments.judge_contact),
        "data_subjects": (give_always("people-added"), give_always("people-removed")),
        "purposes": (give_always("purpose-added"), give_always("purpose-removed")),
        "fields": (give_always("field-added"), give_always("field-removed")),
        "sources": (give_always("source-added"), give_always("source-removed")),
        "disclosures.recipients": (give_always("recipient-added"), give_always("recipient-removed")),
        "processors.categories": (give_always("category-added"), give_always("category-removed")),
        "safeguards": (give_always("safeguard-added"), judgments.judge_safeguard_removed),
        "rights": (give_always("right-added"), judgments.judge_right_removed),
        "requests": (judgments.judge_channel, judgments.judge_channel),
        "custom": (give_always("custom-added"), give_always("custom-removed")),
        "organisation": (give_always("kept-inside"), give_always("kept-inside")),
        "sections": (give_always("own-section-added"), give_always("section-removed")),
        "headings": (give_always("heading-changed"), give_always("heading-changed")),
        "introductions": (give_always("words-added"), give_always("words-removed")),
        "closings": (give_always("words-added"), give_always("words-removed")),
    }
)
#: The keys that are judged of an added, or a removed, section; the other keys only qualify them.
KEYS_OF_ADDED = frozenset({"rule", "recipients", "countries", "instruments", "required", "used"})
KEYS_OF_REMOVED = frozenset({"rule", "required", "used"})
#: The keys that are judged of an added entry as well: special categories of data have a law of their own.
GRAVE_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "data_subjects": ("children",),
        "purposes": ("direct_marketing", "automated_decision.text"),
        "fields": ("special_category", "criminal", "national_id"),
        "disclosures.recipients": ("country",),
    }
)
#: Texts that are no promise: their changes are judged as facts, not as words.
STYLE = frozenset(
    {("notice", "title"), ("notice", "name"), ("contacts", "role"), ("sections", "heading"), ("headings", "text")}
)
