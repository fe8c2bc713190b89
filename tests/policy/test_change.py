"""What changed between two notices: what holds of any two, renamed ids, and the law of the day."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seloste.policy.base import Record
from seloste.policy.change import table
from seloste.policy.change.comparison import ChangeKind, compare_notices
from seloste.policy.change.facts import ENTRIES, NESTED, list_parts
from seloste.policy.change.reason import Inform, load_reason_rules
from seloste.policy.law.authorities import find_authorities
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from tests.support.change_pairs import PAIRS
from tests.support.each import each
from tests.support.notice_pairs import DAY, GONE, compared, edited, raw, reasons, text

LAW = load_law().on(DAY)
#: Edits that do not stand in each other's way: one a top-level path.
EDITS = {
    path if path.split(".")[0] in ENTRIES else path.split(".")[0]: pair.edits
    for pair in PAIRS
    for path in [".".join(next(iter(pair.edits)).split(".")[:2])]
    if pair.base == "complete"
}
some_edits = st.sets(st.sampled_from(sorted(EDITS)), max_size=6)
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def notice(chosen: set[str]) -> Policy:
    return edited("complete", {path: value for key in sorted(chosen) for path, value in EDITS[key].items()})


def shuffled(value: Any, seed: random.Random) -> Any:
    """The same with its keys, and the lists whose order means nothing, in another order."""
    if isinstance(value, dict):
        items = [(key, item if key in ("assert", "order") else shuffled(item, seed)) for key, item in value.items()]
        seed.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        return seed.sample(value, len(value))
    return value


@SOME
@given(some_edits)
def test_a_notice_does_not_differ_from_itself(chosen: set[str]) -> None:
    found = compare_notices(notice(chosen), notice(chosen), LAW)
    assert (found.changes, found.inform) == ((), Inform.NO)


@SOME
@given(some_edits, some_edits)
def test_what_one_way_adds_the_other_removes(first: set[str], second: set[str]) -> None:
    there, back = (
        compare_notices(notice(first), notice(second), LAW),
        compare_notices(notice(second), notice(first), LAW),
    )
    for kind, opposite in (
        (ChangeKind.ADDED, ChangeKind.REMOVED),
        (ChangeKind.REMOVED, ChangeKind.ADDED),
        (ChangeKind.CHANGED, ChangeKind.CHANGED),
    ):
        assert {c.path for c in there.changes if c.kind is kind} == {c.path for c in back.changes if c.kind is opposite}
    assert {c.path: (c.before, c.after) for c in there.changes} == {c.path: (c.after, c.before) for c in back.changes}


@SOME
@given(some_edits, some_edits)
def test_every_part_that_differs_is_told_of_with_a_reason(first: set[str], second: set[str]) -> None:
    old, new = notice(first), notice(second)
    found = compare_notices(old, new, LAW)
    before, after = list_parts(old), list_parts(new)
    differing = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert differing <= {change.path for change in found.changes} | {c.renamed_from for c in found.changes}
    assert all(change.reasons for change in found.changes)
    assert all(reason.id != "fact-changed" for change in found.changes for reason in change.reasons)


@SOME
@given(st.integers(), st.sampled_from(["complete", "jamix"]))
def test_order_means_nothing(seed: int, base: str) -> None:
    mixed = Policy.model_validate(shuffled(raw(base), random.Random(seed)))
    assert compare_notices(edited(base, {}), mixed, LAW).changes == ()


def test_a_renamed_id_is_no_new_promise() -> None:
    data = raw("complete")
    data["purposes"] = {"sales" if key == "orders" else key: entry for key, entry in data["purposes"].items()}
    data["fields"] = {"full-name" if key == "name" else key: entry for key, entry in data["fields"].items()}
    for purpose in data["purposes"].values():
        purpose["fields"] = ["full-name" if field == "name" else field for field in purpose["fields"]]
    found = compare_notices(edited("complete", {}), Policy.model_validate(data), LAW)
    assert {(change.path, change.renamed_from, change.kind) for change in found.changes} == {
        ("purposes.sales", "purposes.orders", ChangeKind.RENAMED),
        ("fields.full-name", "fields.name", ChangeKind.RENAMED),
    }
    assert found.inform is Inform.NO


def test_a_renamed_recipient_is_the_same_recipient() -> None:
    data = raw("complete")
    recipients = data["disclosures"]["recipients"]
    recipients["tax"] = recipients.pop("tax-authority")
    found = compare_notices(edited("complete", {}), Policy.model_validate(data), LAW)
    assert [(change.path, change.kind) for change in found.changes] == [
        ("disclosures.recipients.tax", ChangeKind.RENAMED)
    ]


def test_a_renamed_id_with_other_words_is_another_promise() -> None:
    found = compared("complete", {}, {"fields.phone": GONE, "fields.mobile": {"text": text("Mobile number")}})
    assert {"field-added", "field-removed"} <= reasons(found)
    assert found.inform is Inform.YES


def test_stricter_facts_with_the_words_changed_to_fit_need_no_telling() -> None:
    found = compared(
        "complete",
        {},
        {"retention.customers.maximum.period": "P2Y", "retention.customers.text": text("Kept for 2 years")},
    )
    assert (found.inform, reasons(found)) == (Inform.NO, {"retention-shorter", "wording-follows"})


@pytest.mark.parametrize(
    "aside",
    [
        {"purposes.allergy-advice.impact_assessment.date": "2026-08-01"},
        {"sections.changes.heading": text("News")},
        {"custom.swift-breach-notice.severity": "note"},
    ],
)
def test_words_are_not_waved_through_beside_a_change_that_they_do_not_follow(aside: dict[str, Any]) -> None:
    part = ".".join(next(iter(aside)).split(".")[:2])
    found = compared("complete", {}, {**aside, f"{part}.text": text("Something else")})
    assert found.inform is Inform.CHECK


def test_a_special_entry_that_goes_leaves_the_general_one_in_its_place() -> None:
    found = compared("complete", {}, {"retention.subscribers": GONE})
    assert "retention-unlimited" in reasons(found)
    plain = {"retention.customers.exceptions": GONE}
    found = compared("complete", plain, {**plain, "retention.vouchers": GONE})
    assert {change.path for change in found.changes} == {"retention.vouchers"}
    assert found.inform is Inform.CHECK  # seven years from the end of the year, three from that of the contract


EXCEPTION = {"text": text("Longer in a dispute"), "reason": "dispute"}
TEN = {"period": "P10Y", "after": "contract-end"}
TWELVE = {"period": "P12Y", "after": "contract-end"}
LATER = {"period": "P10Y", "after": "last-contact"}
JOINT = {"name": "Kumppani Oy", "purposes": ["orders", "accounting"]}
COOKIE = {"text": text("Counts visitors"), "provider": "Laskuri Oy"}


@pytest.mark.parametrize(
    ("path", "before", "after", "reason", "tell"),
    [
        ("retention.customers.exceptions", [{**EXCEPTION, "maximum": TEN}], [{**EXCEPTION, "maximum": TWELVE}],
         "exception-longer", "yes"),
        ("retention.customers.exceptions", [{**EXCEPTION, "maximum": TWELVE}], [{**EXCEPTION, "maximum": TEN}],
         "exception-shorter", "no"),
        ("retention.customers.exceptions", [{**EXCEPTION, "maximum": TEN}], [{**EXCEPTION, "maximum": LATER}],
         "exception-incomparable", "check"),
        ("retention.customers", {"text": text("x"), "permanent": {"ground": text("y")}}, {"text": text("x")},
         "permanence-unstated", "check"),
        ("retention.customers", {"text": text("x")}, {"text": text("x"), "criteria": text("y")},
         "criteria-stated", "check"),
        ("retention.customers", {"text": text("x"), "criteria": text("y")}, {"text": text("x")},
         "criteria-dropped", "check"),
        ("joint_controllers.partner", JOINT, {**JOINT, "purposes": ["orders"]}, "joint-narrowed", "check"),
        ("joint_controllers.partner", {**JOINT, "purposes": ["orders"]}, JOINT, "joint-widened", "yes"),
        ("joint_controllers.partner", JOINT, {"name": "Kumppani Oy"}, "joint-widened", "yes"),
        ("processors.recipients", {"a": {"name": "Aura"}}, {"a": {"name": "Baltia"}}, "processor-renamed", "check"),
        ("processors.recipients", ["a"], {"a": {}}, None, "no"),
        ("processors.recipients", {"a": {"name": "Aura"}}, {"b": {"name": "Aura"}}, "renamed", "no"),
        ("cookies.entries.count", COOKIE, {**COOKIE, "provider": "Lukija Oy"}, "cookie-provider-changed", "yes"),
        ("purposes.orders.legal_basis", {"basis": "consent"}, [{"basis": "consent"}, {"basis": "consent"}], None, "no"),
        ("purposes.orders.legal_basis",
         [{"basis": "consent", "data_subjects": ["children"], "explanation": text("x")}, {"basis": "contract"}],
         [{"basis": "contract"}, {"basis": "consent", "data_subjects": ["children"], "explanation": text("x")}],
         None, "no"),
        ("purposes.orders.legal_basis",
         [{"basis": "consent", "data_subjects": ["children"]}, {"basis": "consent", "data_subjects": ["customers"]}],
         {"basis": "consent", "data_subjects": ["children", "customers"]}, None, "no"),
        ("rights.access.right", ["access", "portability"], ["portability", "access"], None, "no"),
        ("safeguards.login.control", "firewall", ["firewall"], None, "no"),
    ],
)  # fmt: skip
def test_a_key_of_its_own_has_its_own_reason(path: str, before: Any, after: Any, reason: str | None, tell: str) -> None:
    found = compared("complete", {path: before}, {path: after})
    assert (reasons(found), found.inform) == ({reason} if reason else set(), tell)


def test_ids_that_are_renamed_are_followed_wherever_they_are_named() -> None:
    data = raw("complete")
    groups = data["groups"]["fields"]
    groups["basics"] = groups.pop("basic")
    for field in data["fields"].values():
        field["group"] = "basics" if field.get("group") == "basic" else field.get("group")
    data["sections"]["news"] = data["sections"].pop("changes")
    data["notice"]["order"] = ["sections.news"]
    data["fields"]["code"] = data["fields"].pop("national-id")
    data["never"]["sale"]["fields"] = ["code"]
    data["retention"]["credit-check"]["fields"][0] = "code"
    data["purposes"]["credit-check"]["fields"] = [
        "code" if id == "national-id" else id for id in data["purposes"]["credit-check"]["fields"]
    ]
    before = {"notice.order": ["sections.changes"], "never.sale.fields": ["national-id"]}
    found = compare_notices(edited("complete", before), Policy.model_validate(data), LAW)
    assert {change.renamed_from: change.path for change in found.changes} == {
        "groups.fields.basic": "groups.fields.basics",
        "sections.changes": "sections.news",
        "fields.national-id": "fields.code",
    }


def test_a_field_with_a_longer_period_of_its_own_is_told_of() -> None:
    entry = {
        "text": text("Orders"),
        "purposes": ["orders"],
        "fields": ["order-history"],
        "maximum": {"period": "P5Y", "after": "contract-end"},
    }
    plain = {"retention.customers.exceptions": GONE, "retention.customers.minimum": GONE}
    found = compared("complete", plain, {**plain, "retention.own": entry})
    assert [(change.path, {reason.id for reason in change.reasons}) for change in found.changes] == [
        ("retention.own", {"retention-longer"})
    ]
    elsewhere = {**entry, "fields": ["birth-date"]}
    found = compared("complete", plain, {**plain, "retention.own": elsewhere})
    assert "retention-longer" not in reasons(found)


def test_periods_are_compared_by_the_calendar_of_the_day() -> None:
    before = {"retention.subscribers.maximum.period": "P1M"}
    after = {"retention.subscribers.maximum.period": "P30D"}
    assert "retention-shorter" in reasons(compared("complete", before, after, date(2026, 1, 31 - 30)))
    assert "retention-longer" in reasons(compared("complete", before, after, date(2026, 2, 1)))


def test_no_new_transfers_are_slipped_in_with_a_new_section() -> None:
    found = compared("complete", {"transfers": GONE}, {})
    assert {"transfer-loosened", "country-added", "instrument-added"} <= reasons(found)
    assert compared("complete", {}, {"transfers": GONE}).inform is Inform.CHECK


def test_only_what_was_in_force_is_cited() -> None:
    change = {"fields.phone.national_id": True}
    early, late = compared("complete", {}, change, date(2018, 6, 1)), compared("complete", {}, change)
    cited = [{law for c in found.changes for reason in c.reasons for law in reason.law} for found in (early, late)]
    assert "Act 523/1999 s. 13" in cited[0] - cited[1]
    assert "Act 1050/2018 s. 29" in cited[1] - cited[0]


def test_before_the_gdpr_applied_a_person_judges() -> None:
    found = compared("complete", {}, {"purposes.new": {"text": text("New")}}, date(2018, 5, 24))
    assert found.inform is Inform.CHECK
    assert not [
        citation for c in found.changes for reason in c.reasons for citation in reason.law if "GDPR" in citation
    ]


@each("id", load_reason_rules())
def test_every_reason_cites_what_the_law_data_knows(id: str) -> None:
    assert all(find_authorities(citation) for citation in load_reason_rules()[id].law)
    assert load_reason_rules()[id].inform is Inform.NO or load_reason_rules()[id].law


def test_every_reason_that_the_code_names_exists_and_none_is_idle() -> None:
    folder = Path(table.__file__).parent
    code = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    assert {id for id in load_reason_rules() if f'"{id}"' not in code} == set()


def test_every_key_of_the_models_is_judged_or_is_a_text() -> None:
    """A field that is added to the formats needs a judge: without one a person would have to look at every change."""
    unknown = set()
    for section, info in Policy.model_fields.items():
        for model in models(info.annotation):
            for key, field in flat(model):
                path = f"{section}.{key}"
                nested = f"{section}.{NESTED[section]}." if section in NESTED else "-"
                kind, name = (nested[:-1], path.removeprefix(nested)) if path.startswith(nested) else (section, key)
                judged = name in table.CHANGED.get(kind, {}) or is_text(field)
                if not judged and section not in ("retention", "organisation", "version"):
                    unknown.add(path)
    assert unknown == set()


def models(annotation: Any) -> list[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [found for argument in getattr(annotation, "__args__", ()) for found in models(argument)]


def flat(model: type[Record], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, info in model.model_fields.items():
        key = prefix + (info.alias or name)
        inner = models(info.annotation)
        if inner and inner[0].__name__ not in ("RetentionLimit", "Transfer"):
            found += flat(inner[0], f"{key}.")
        else:
            found.append((key, info.annotation))
    return found


def is_text(annotation: Any) -> bool:
    return "dict[" in str(annotation) and "str" in str(annotation) and "Any" not in str(annotation)
