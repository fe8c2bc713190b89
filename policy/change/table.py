"""The table of judges: for each key of each part of a notice, the function that gives the reasons for a change.

An example: when the `fields` of a purpose change, added ones are a further use of the data, of which people must be
informed. `reasons.yaml` has the consequence of each reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from seloste.policy.change import bases, cookies, judgments, members
from seloste.policy.change.judge import (
    Judge,
    make_constant_judge,
    make_flag_judge,
    make_members_judge,
    make_rank_judge,
    make_scope_judge,
    make_statement_judge,
    skip_without_transfers,
)

_contact = make_constant_judge("controller-contact")
_inside = make_constant_judge("kept-inside")
_heading = make_constant_judge("heading-changed")
_layout = make_constant_judge("layout-changed")
_group = make_statement_judge("layout-changed", "layout-changed", "label-moved")
_representative = {
    "representative.name": make_statement_judge(
        "representative-updated", "representative-removed", "representative-updated"
    ),
    **dict.fromkeys(
        (
            "representative.email", "representative.address.street", "representative.address.postal_code",
            "representative.address.city", "representative.address.country",
        ),
        make_constant_judge("representative-updated"),
    ),
}  # fmt: skip

#: Kind of part → key → the judge of its changes.
CHANGED: Mapping[str, Mapping[str, Judge]] = MappingProxyType(
    {
        "notice": {
            "title": _heading,
            "name": _heading,
            "languages": make_members_judge("language-added", "language-removed", "language", "", ""),
            **dict.fromkeys(("drawn_up", "published", "reviewed"), make_constant_judge("day-changed")),
            "updated": make_constant_judge("update-day-changed"),
            **dict.fromkeys(("order", "numbered", "style"), _layout),
            "draft": make_flag_judge("draft-begun", "draft-confirmed"),
        },
        "controller": {
            "name": judgments.judge_controller_name,
            "business_id": judgments.judge_business_id,
            "address.country": make_constant_judge("controller-moved"),
            **dict.fromkeys(
                ("address.street", "address.postal_code", "address.city", "phone", "email", "website"), _contact
            ),
            "dpo_designated": judgments.judge_designation,
            "public_authority": make_flag_judge("authority-begun", "authority-ended"),
            **_representative,
        },
        "contacts": dict.fromkeys(("name", "role", "duty", "email", "phone"), judgments.judge_contact),
        "data_subjects": {
            "children": make_flag_judge("children-begun", "children-ended"),
            "guardian_consent": judgments.judge_guardian_consent,
            "employees": make_flag_judge("employees-begun", "employees-ended"),
        },
        "purposes": {
            "data_subjects": bases.make_purpose_scope_judge(
                "purpose-people-widened", "purpose-people-narrowed", "data_subjects"
            ),
            "fields": bases.make_purpose_scope_judge("purpose-fields-widened", "purpose-fields-narrowed", "fields"),
            "direct_marketing": make_flag_judge("direct-marketing-begun", "direct-marketing-ended"),
            "electronic_marketing": bases.judge_electronic_marketing,
            "group": _group,
            "legal_basis.basis": bases.judge_bases,
            "legal_basis.data_subjects": bases.make_basis_scope_judge("data_subjects"),
            "legal_basis.fields": bases.make_basis_scope_judge("fields"),
            "profiling": make_flag_judge("profiling-begun", "profiling-ended"),
            **dict.fromkeys(
                (
                    "legal_basis.balancing_test.date", "legal_basis.balancing_test.document",
                    "impact_assessment.date", "impact_assessment.document",
                ),
                _inside,
            ),
            "special_category_basis": bases.judge_special_basis,
            "automated_decision.text": make_statement_judge("decision-introduced", "decision-ended", ""),
        },
        "legal_bases": {"basis": bases.judge_notice_bases},
        "fields": {
            "group": _group,
            "special_category": make_flag_judge("field-special", "field-declassified"),
            "criminal": make_flag_judge("field-criminal", "field-declassified"),
            "criminal_ground.ground": make_statement_judge(
                "criminal-ground-changed", "criminal-ground-dropped", "criminal-ground-changed"
            ),
            "national_id": make_flag_judge("field-national-id", "field-declassified"),
            "national_id_ground": bases.judge_national_id_ground,
            "category": make_constant_judge("field-term-changed"),
        },
        "sources": {"direct": make_flag_judge("source-direct", "source-indirect")},
        "provision": {"required": judgments.judge_provision},
        "disclosures": {
            "rule": judgments.judge_disclosure_rule,
        },
        "disclosures.recipients": {
            "country": judgments.judge_recipient_country,
            "authority": make_flag_judge("recipient-authority", "recipient-no-authority"),
            "transfer": judgments.judge_recipient_transfer,
        },
        "processors": {
            "listed": make_rank_judge(
                ("in-notice", "by-category", "on-request", "not-stated"),
                "listing-weakened", "listing-strengthened", "listing-strengthened",
                "listing", "in-notice by-category on-request",
            ),
            "recipients": make_members_judge(
                "processor-added", "processor-removed", "processor", "processors-unnamed", "processors-named"
            ),
            "recipients.name": make_statement_judge("processor-named", "processor-name-dropped", "processor-renamed"),
            "recipients.text": make_statement_judge("processor-described", "processor-undescribed", ""),
            "recipients.country": members.judge_processor_country,
            "roles": make_members_judge("roles-widened", "roles-narrowed", "role", "roles-widened", "roles-narrowed"),
        },
        "transfers": {
            "rule": make_rank_judge(
                ("never", "exceptionally", "allowed"),
                "transfer-loosened", "transfer-tightened", "transfer-unclear", "transfer_rule", "never",
            ),
            "area": make_rank_judge(("eu", "eea"), "area-widened", "area-narrowed", "area-narrowed", "area"),
            "instruments": skip_without_transfers(judgments.judge_instruments),
            "countries": skip_without_transfers(
                make_members_judge(
                    "country-added", "country-removed", "country", "countries-opened", "countries-closed"
                )
            ),
            "hosting": make_members_judge(
                "hosting-added", "hosting-removed", "country", "hosting-opened", "hosting-closed"
            ),
            "copy.text": skip_without_transfers(make_statement_judge("copy-added", "copy-dropped", "")),
        },
        "safeguards": {
            "control": members.judge_controls,
            "parameters.interval": judgments.judge_interval,
            "applies_to": judgments.judge_applies_to,
            "assert": judgments.judge_assertion,
        },
        "rights": {
            "right": members.judge_rights,
            "data_subjects": make_scope_judge("right-extended", "right-limited", "data_subjects"),
            "at_discretion": make_flag_judge("right-discretionary", "right-unconditional"),
        },
        "never": dict.fromkeys(
            ("purposes", "fields", "activities", "recipients", "countries"), members.judge_never
        ),
        "cookies.entries": {
            "name": make_constant_judge("cookie-name-changed"),
            "party": cookies.judge_party,
            "provider": cookies.judge_provider,
            "lifetime": cookies.judge_lifetime,
            "consent": cookies.judge_consent,
            "necessary": make_flag_judge("cookie-necessary", "cookie-unnecessary"),
        },
        "sections": {"heading": _heading},
        "headings": {"text": _heading},
        "requests": dict.fromkeys(("email", "phone", "url"), judgments.judge_channel),
        "automated_decisions": {"used": judgments.judge_automated_decisions},
        "custom": {
            "assert": judgments.judge_assertion,
            "on": make_constant_judge("assertion-changed"),
            "severity": _inside,
        },
        "organisation": dict.fromkeys(("status", "interval", "evidence", "verified", "reason"), _inside),
        "joint_controllers": {
            "name": judgments.judge_controller_name,
            "business_id": judgments.judge_business_id,
            "address.country": make_constant_judge("controller-moved"),
            "dpo_designated": judgments.judge_designation,
            "public_authority": make_flag_judge("authority-begun", "authority-ended"),
            "arrangement": make_statement_judge("arrangement-stated", "arrangement-dropped", ""),
            "purposes": make_scope_judge("joint-widened", "joint-narrowed", "purposes"),
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
        "joint_controllers": (make_constant_judge("joint-added"), make_constant_judge("joint-removed")),
        "contacts": (judgments.judge_contact, judgments.judge_contact),
        "data_subjects": (make_constant_judge("people-added"), make_constant_judge("people-removed")),
        "purposes": (bases.judge_added_purpose, make_constant_judge("purpose-removed")),
        "fields": (make_constant_judge("field-added"), make_constant_judge("field-removed")),
        "sources": (make_constant_judge("source-added"), make_constant_judge("source-removed")),
        "disclosures.recipients": (judgments.judge_added_recipient, make_constant_judge("recipient-removed")),
        "processors.categories": (make_constant_judge("category-added"), make_constant_judge("category-removed")),
        "never": (make_constant_judge("never-added"), make_constant_judge("never-removed")),
        "cookies.entries": (cookies.judge_added_cookie, make_constant_judge("cookie-removed")),
        "groups.purposes": (make_constant_judge("words-added"), make_constant_judge("words-removed")),
        "groups.fields": (make_constant_judge("words-added"), make_constant_judge("words-removed")),
        "safeguards": (make_constant_judge("safeguard-added"), members.judge_safeguard_removed),
        "rights": (make_constant_judge("right-added"), members.judge_right_removed),
        "requests": (judgments.judge_channel, judgments.judge_channel),
        "custom": (make_constant_judge("custom-added"), make_constant_judge("custom-removed")),
        "organisation": (make_constant_judge("kept-inside"), make_constant_judge("kept-inside")),
        "sections": (make_constant_judge("own-section-added"), make_constant_judge("section-removed")),
        "headings": (_heading, _heading),
        "introductions": (make_constant_judge("words-added"), make_constant_judge("words-removed")),
        "closings": (make_constant_judge("words-added"), make_constant_judge("words-removed")),
    }
)
#: The keys that are judged of an added, or a removed, section; the other keys only qualify them.
KEYS_OF_ADDED = frozenset({"rule", "recipients", "countries", "instruments", "required", "used", "basis"})
KEYS_OF_REMOVED = frozenset({"rule", "required", "used", "basis"})
#: The keys that are judged of an added entry as well: special categories of data have a law of their own.
GRAVE_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "data_subjects": ("children",),
        "purposes": ("direct_marketing", "profiling", "automated_decision.text"),
        "fields": ("special_category", "criminal", "national_id"),
        "disclosures.recipients": ("country",),
    }
)
#: Texts that are no promise: their changes are judged as facts, not as words.
STYLE = frozenset(
    {("notice", "title"), ("notice", "name"), ("contacts", "role"), ("sections", "heading"), ("headings", "text")}
)
