"""The Art. 30 record says each key of a notice, a system and a processor where it belongs, in every format."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seloste.checker.result import Result
from seloste.policy.period import Period
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.record.context import RecordContext
from seloste.reports.record.document import Record
from seloste.reports.record.export import export_document
from seloste.reports.record.model import FilledField
from seloste.reports.record.processor_list import ProcessorList
from tests.support.companies_on_file import checked, policy, system, words

YEAR = Period("P1Y")
MAIL = {"name": "Mail Oy", "country": "FI", "purposes": ["billing"], "fields": ["name"]}
TWO = [{"basis": "contract"}, {"basis": "consent", "explanation": words("Asked"), "fields": ["name"]}]
RETENTION = {"text": words("Two years"), "maximum": {"period": "P2Y", "after": "contract-end"}}
COOKIE = {"name": "_ga", "text": words("Counts"), "party": "third", "lifetime": "P2Y", "consent": True}


class Key(NamedTuple):
    """A key: edits of the notice, the system and the processor list, and the value that a field then has."""

    field: str
    value: str
    notice: Mapping[str, Any] = {}
    system: Mapping[str, Any] = {}
    processors: Mapping[str, Any] = {}


KEYS = {
    "first of two bases": Key(
        "legal-basis",
        "Performance of a contract, or steps prior to entering into one (GDPR Art. 6(1)(b))",
        {"purposes.billing.legal_basis": TWO},
    ),
    "second of two bases": Key(
        "legal-basis", "Consent (GDPR Art. 6(1)(a)) (only for: Name en)", {"purposes.billing.legal_basis": TWO}
    ),
    "its explanation": Key("legal-basis", "Asked en", {"purposes.billing.legal_basis": TWO}),
    "a basis of some people": Key(
        "legal-basis",
        "Consent (GDPR Art. 6(1)(a)) (only for: Customers en)",
        {"purposes.billing.legal_basis": {"basis": "consent", "data_subjects": ["customers"]}},
    ),
    "a basis of an unknown field": Key(
        "legal-basis",
        "Consent (GDPR Art. 6(1)(a)) (only for: photo (not in the privacy notice))",
        {"purposes.billing.legal_basis": {"basis": "consent", "fields": ["photo"]}},
    ),
    "bases of the notice": Key(
        "legal-basis",
        "Consent (GDPR Art. 6(1)(a)) (stated for the notice as a whole)",
        {"purposes.billing": {"text": words("Billing")}, "legal_bases": [{"basis": "consent"}]},
    ),
    "profiling": Key("purposes", "Profiling", {"purposes.billing.profiling": True}),
    "activities": Key(
        "purposes", "Ledger: direct marketing and profiling", system={"activities": ["direct-marketing", "profiling"]}
    ),
    "employees": Key(
        "data-subjects", "Customers en (employees or job applicants)", {"data_subjects.customers.employees": True}
    ),
    "ground for criminal data": Key(
        "data-categories",
        "Name en (relates to criminal convictions or offences; the processing is laid down by law; Act 504/2002 en)",
        {
            "fields.name.criminal": True,
            "fields.name.criminal_ground": {"ground": "law", "explanation": words("Act 504/2002")},
        },
    ),
    "joint controllers of a system": Key(
        "recipients",
        "Platform Oy (joint controller)",
        {"joint_controllers.platform.name": "Platform Oy"},
        {"joint_controllers": ["platform"]},
    ),
    "an undeclared joint controller": Key(
        "recipients",
        "platform (joint controller; not in the privacy notice)",
        system={"joint_controllers": ["platform"]},
    ),
    "what a processor does": Key(
        "recipients",
        "Mail Oy (processor; sends letters en; Finland)",
        {"processors": {"text": words("P"), "recipients": {"mail": {"text": words("sends letters")}}}},
        {"processors": ["mail"]},
        {"mail": MAIL},
    ),
    "an authority": Key(
        "recipients",
        "Mail Oy (processor; Finland; public authority)",
        {},
        {"processors": ["mail"]},
        {"mail": {**MAIL, "authority": True}},
    ),
    "notes on a processor": Key(
        "agreements",
        "Mail Oy: signed 1 March 2024 (Letters; https://mail.example; dpo@mail.example; Tender in 2027.)",
        {},
        {"processors": ["mail"]},
        {
            "mail": {
                **MAIL,
                "agreement": {"signed": "2024-03-01"},
                "service": "Letters",
                "website": "https://mail.example",
                "contact": "dpo@mail.example",
                "notes": "Tender in 2027.",
            }
        },
    ),
    "a period of a field": Key(
        "erasure",
        "Privacy notice: Two years en (only for: Address en)",
        {"retention.some": {**RETENTION, "fields": ["address"]}},
    ),
    "permanence": Key(
        "erasure",
        "Privacy notice: For good en (kept permanently)",
        {"retention.some": {"text": words("For good"), "permanent": {"ground": words("Archives")}}},
    ),
    "its ground": Key(
        "erasure",
        "Ground for keeping permanently: Archives en",
        {"retention.some": {"text": words("For good"), "permanent": {"ground": words("Archives")}}},
    ),
    "criteria": Key(
        "erasure",
        "Criteria that determine the period: As long as en",
        {"retention.some": {"text": words("Some time"), "criteria": words("As long as")}},
    ),
    "an exception": Key(
        "erasure",
        "Exception to the period: Claims en (longer: a legal claim; 10 years from the end of the contract)",
        {
            "retention.some": {
                **RETENTION,
                "exceptions": [
                    {
                        "text": words("Claims"),
                        "reason": "claims",
                        "maximum": {"period": "P10Y", "after": "contract-end"},
                    }
                ],
            }
        },
    ),
    "a system's period of a field": Key(
        "erasure",
        "Ledger: 2 years from the end of the contract (only for: Name en)",
        system={"retention": [{"period": "P2Y", "after": "contract-end", "fields": ["name"]}]},
    ),
    "a system's longer period": Key(
        "erasure",
        "Ledger: 9 years from the end of the contract (longer: a pending dispute)",
        system={
            "retention": [
                {"period": "P2Y", "after": "contract-end"},
                {"period": "P9Y", "after": "contract-end", "reason": "dispute"},
            ]
        },
    ),
    "the ordinary one beside it": Key(
        "erasure",
        "Ledger: 2 years from the end of the contract",
        system={
            "retention": [
                {"period": "P2Y", "after": "contract-end"},
                {"period": "P9Y", "after": "contract-end", "reason": "dispute", "purposes": ["billing"]},
            ]
        },
    ),
    "several controls": Key(
        "security",
        "Careful en (not stated: Ledger)",
        {"safeguards.care": {"text": words("Careful"), "control": ["authentication", "backup"]}},
    ),
    "no register name": Key(
        "register",
        "Privacy notice: Our notice en",
        {"notice": {"title": words("Our notice"), "languages": ["fi", "en"]}},
    ),
    "updated": Key("notice-version", "Updated on 10 January 2026", {"notice.updated": "2026-01-10"}),
    "draft": Key(
        "notice-version", "Draft. This notice has not been approved yet.", {"notice.draft": True}
    ),
    "joint controllers of one purpose": Key(
        "joint-controllers",
        "Jointly determined purposes: Billing en",
        {"joint_controllers.platform": {"name": "Platform Oy", "purposes": ["billing"]}},
    ),
    "their text": Key(
        "joint-controllers",
        "We answer together en",
        {"joint_controllers.platform": {"name": "Platform Oy", "text": words("We answer together")}},
    ),
    "a named processor": Key(
        "recipients of the notice",
        "Post Oy (sends letters en; Sweden)",
        {
            "processors": {
                "text": words("P"),
                "recipients": {"post": {"name": "Post Oy", "text": words("sends letters"), "country": "SE"}},
            }
        },
    ),
    "hosting": Key(
        "transfers of the notice",
        "Where the servers are: Finland and Sweden",
        {"transfers": {"text": words("T"), "hosting": ["FI", "SE"]}},
    ),
    "a cookie": Key(
        "data-categories of the notice",
        "_ga: Counts en (another service; 2 years; consent: asked for)",
        {"cookies": {"text": words("We use cookies"), "entries": {"ga": COOKIE}}},
    ),
}  # fmt: skip


def build(folder: Path, key: Key) -> Result:
    notice = copy.deepcopy(policy())
    for path, value in key.notice.items():
        *steps, last = path.split(".")
        target = notice
        for step in steps:
            target = target.setdefault(step, {})
        target[last] = value
    return checked(folder, {"a": system(**key.system)}, dict(key.processors), notice)


def list_fields(result: Result, code: str = "en") -> dict[str, FilledField]:
    record = Record(RecordContext(result, load_language(code), YEAR))
    billing = record.activities[0]
    of_notice = {f"{field.id} of the notice": field for field in record.general}
    return {field.id: field for field in (*record.controller.fields, *billing.fields)} | of_notice


@pytest.mark.parametrize("name", KEYS)
def test_the_record_says_it_in_its_field(tmp_path: Path, name: str) -> None:
    key = KEYS[name]
    found = list_fields(build(tmp_path, key))
    assert key.value in [value.plain for value in found[key.field].values]


@pytest.mark.parametrize("format", ["html", "markdown", "csv"])
@pytest.mark.parametrize("code", language_codes())
def test_every_key_at_once_is_exported(tmp_path: Path, code: str, format: str) -> None:
    edits = {path: value for key in KEYS.values() for path, value in key.notice.items() if path != "notice"}
    systems = {path: value for key in KEYS.values() for path, value in key.system.items()}
    result = build(tmp_path, Key("", "", edits, {**systems, "processors": ["mail"]}, KEYS["notes on a processor"][4]))
    for kind in ("ropa", "transfers", "processors"):
        text = export_document(kind, result, code, format, review_within=YEAR, version="1").content
        assert isinstance(text, str)
        assert "{" not in text.partition("</style>")[2]


def test_a_purpose_without_a_basis_of_its_own_is_a_gap_though_the_notice_lists_some(tmp_path: Path) -> None:
    found = list_fields(build(tmp_path, KEYS["bases of the notice"]))["legal-basis"]
    assert [value.gap.key for value in found.values if value.gap] == ["purposes.billing.legal_basis"]


@pytest.mark.parametrize(
    ("bases", "key"),
    [
        ({"basis": "legitimate-interests"}, "purposes.billing.legal_basis.balancing_test"),
        ([{"basis": "consent"}, {"basis": "legitimate-interests"}], "purposes.billing.legal_basis.1.balancing_test"),
    ],
)
def test_a_missing_balancing_test_is_a_gap_of_its_own_basis(tmp_path: Path, bases: Any, key: str) -> None:
    found = list_fields(build(tmp_path, Key("", "", {"purposes.billing.legal_basis": bases})))["legal-basis"]
    assert [value.gap.key for value in found.values if value.gap] == [key]


def test_what_is_kept_for_good_lacks_no_limit(tmp_path: Path) -> None:
    bare = {"retention": None}
    kept = list_fields(build(tmp_path, KEYS["permanence"]._replace(system=bare)))["erasure"]
    assert not kept.has_gap
    open_ended = list_fields(build(tmp_path, KEYS["criteria"]._replace(system=bare)))["erasure"]
    assert open_ended.has_gap


def test_a_period_of_one_field_leaves_the_others_without_one(tmp_path: Path) -> None:
    bare = {"retention": None}
    some = list_fields(build(tmp_path, KEYS["a period of a field"]._replace(system=bare)))["erasure"]
    assert some.has_gap
    every = Key("", "", {"retention.some": {**RETENTION, "fields": ["address", "name"]}}, bare)
    assert not list_fields(build(tmp_path, every))["erasure"].has_gap


def test_the_public_list_says_what_a_company_does_and_no_notes(tmp_path: Path) -> None:
    result = build(tmp_path, KEYS["notes on a processor"])
    for format in ("html", "markdown", "csv"):
        text = export_document("processors", result, "en", format, review_within=YEAR, version="1").content
        assert isinstance(text, str)
        assert "Letters" in text
        assert "https://mail.example" in text
        assert "Tender" not in text
        assert "dpo@mail.example" not in text


def test_the_words_of_the_notice_come_before_those_of_the_list(tmp_path: Path) -> None:
    key = KEYS["what a processor does"]
    result = build(tmp_path, key._replace(processors={"mail": {**MAIL, "service": "Letters"}}))
    (listed,) = ProcessorList(RecordContext(result, load_language("en"), YEAR)).processors
    assert listed.service == "sends letters en"


def test_a_list_without_services_has_the_columns_that_it_had(tmp_path: Path) -> None:
    result = build(tmp_path, Key("", "", {}, {"processors": ["mail"]}, {"mail": MAIL}))
    columns = ProcessorList(RecordContext(result, load_language("en"), YEAR)).columns
    assert columns == ("name", "role", "purposes", "data", "country", "transfer")
