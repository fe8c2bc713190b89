"""What no check of such files examines is named among what was not checked, where it applies, the gravest first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from seloste.checker.judging.check import check
from seloste.checker.judging.omission_order import sort_omissions
from seloste.checker.result import NotChecked, Result
from seloste.checker.workspace.workspace import open_workspace
from seloste.policy.law.law import load_law
from seloste.reports.language.language import load_language
from seloste.reports.language.omission import describe_omission

DAY = date(2026, 11, 22)
POLICY: dict[str, Any] = {
    "notice": {"languages": ["en"]},
    "controller": {"name": "A", "address": {"country": "FI"}},
    "purposes": {"billing": {"text": {"en": "Billing"}}},
}
SYSTEM: dict[str, Any] = {"name": "CRM", "purposes": ["billing"]}
PROCESSOR: dict[str, Any] = {"name": "Mailer Inc.", "country": "FI"}


def judge(
    folder: Path,
    policy: dict[str, Any] | None = None,
    *,
    systems: list[dict[str, Any]] | None = None,
    processor: dict[str, Any] | None = None,
    jobs: int = 1,
    **more: Any,
) -> Result:
    """The result for a notice, some systems and a processor, each with some other keys."""
    (folder / "policy.yaml").write_text(yaml.safe_dump({**POLICY, **(policy or {})}), "utf-8")
    declared = {
        f"s{number}": {**SYSTEM, **system} for number, system in enumerate([{}] if systems is None else systems)
    }
    (folder / "systems").mkdir(exist_ok=True)
    for id, system in declared.items():
        (folder / f"systems/{id}.yaml").write_text(yaml.safe_dump({"systems": {id: system}}), "utf-8")
    listed = {"mailer": {**PROCESSOR, **processor}} if processor is not None else {}
    if listed:
        (folder / "processors.yaml").write_text(yaml.safe_dump({"processors": listed}), "utf-8")
    day, scope = more.pop("day", DAY), more.pop("scope", None)
    workspace = replace(open_workspace(folder=folder, **more), today=DAY, asks_past=day < DAY)
    return check(workspace, load_law(), day, jobs=jobs, scope=scope)


def find(result: Result, why: str) -> NotChecked | None:
    return next((item for item in result.not_checked if item.why == why), None)


def describe(result: Result, why: str, code: str = "en") -> str:
    item = find(result, why)
    return describe_omission(item, load_language(code)) if item is not None else ""


def test_a_small_notice_has_few_of_them(tmp_path: Path) -> None:
    found = [(item.what, item.why) for item in judge(tmp_path).not_checked if item.is_inherent]
    assert found == [
        ("inventory", "inventory-unknown"),
        ("published", "published-uncompared"),
        ("words", "words-in-part"),
    ]


def test_the_inventory_may_lack_systems_that_only_infrastructure_would_show(tmp_path: Path) -> None:
    assert describe(judge(tmp_path), "inventory-unknown").startswith("the inventory has 1 system; no file tells")
    (tmp_path / "main.tf").write_text('resource "aws_db_instance" "crm" {}\n', "utf-8")
    shown = judge(tmp_path, evidence=["main.tf"])
    assert "only the infrastructure that was given would show" in describe(shown, "inventory-by-evidence")
    assert find(shown, "inventory-unknown") is None


def test_documents_are_on_file_and_nobody_opened_them(tmp_path: Path) -> None:
    names = [f"d{number}.md" for number in range(7)]
    for name in names:
        (tmp_path / name).write_text("x", "utf-8")
    systems = [
        {"safeguards": {"backup": {"status": "implemented", "verified": "2026-11-01", "evidence": f"../{name}"}}}
        for name in names
    ]
    result = judge(tmp_path, systems=systems)
    item = find(result, "documents-unopened")
    assert item is not None
    assert (item.count, item.items, item.limits_rules) == (7, tuple(names[:5]), False)
    assert describe(result, "documents-unopened").endswith("d0.md, d1.md, d2.md, d3.md, d4.md and 2 more")


def test_agreements_assessments_and_certifications_are_known_by_their_days(tmp_path: Path) -> None:
    transfer = {"country": "US", "instrument": "scc-2021-914", "assessment": {"date": "2026-01-01"}}
    certified = {"instrument": "eu-us-dpf", "certified": {"from": "2026-01-01", "verified": "2026-11-01"}}
    recipient = {"text": {"en": "A bureau"}, "country": "US", "transfer": certified}
    result = judge(
        tmp_path,
        {"disclosures": {"text": {"en": "To the bureau."}, "recipients": {"bureau": recipient}}},
        systems=[
            {"hosting": {"country": "US", "transfer": certified}},
            {"disclosures": [{"recipient": "bureau", "country": "US", "transfer": transfer}]},
        ],
        processor={"country": "US", "agreement": {"signed": "2026-01-01"}, "transfers": [transfer]},
    )
    assert describe(result, "agreements-unseen").endswith("without a document: Mailer Inc.")
    assert describe(result, "assessments-unseen").startswith("the assessments of 2 transfers")
    assert describe(result, "assessments-unseen").endswith("Mailer Inc. and CRM")
    assert "in 2 places" in describe(result, "certifications-unseen")
    assert describe(result, "certifications-unseen").endswith("CRM and A bureau")


@pytest.mark.parametrize(
    ("document", "is_named"), [("dpa.pdf", True), ("CASE-17", False), ("https://x.example/a", False)]
)
def test_one_with_a_document_is_looked_up(tmp_path: Path, document: str, is_named: bool) -> None:
    result = judge(tmp_path, processor={"agreement": {"signed": "2026-01-01", "document": document}})
    assert (find(result, "agreements-unseen") is None) is is_named


def test_balancing_tests_and_impact_assessments_are_known_by_name(tmp_path: Path) -> None:
    for name in ("lia.md", "dpia.md"):
        (tmp_path / name).write_text("x", "utf-8")
    basis = {"basis": "legitimate-interests", "balancing_test": {"document": "lia.md"}}
    purpose = {"text": {"en": "Marketing"}, "legal_basis": basis, "impact_assessment": {"document": "dpia.md"}}
    result = judge(tmp_path, {"purposes": {"billing": purpose}})
    assert describe(result, "balancing-tests-unread").endswith("what it weighs was not read: Marketing")
    assert describe(result, "impact-assessments-unread").endswith("what it finds was not read: Marketing")
    assert find(result, "documents-unopened") is None  # they are these
    alone = judge(tmp_path, {"purposes": {"billing": purpose}}, scope="notice")
    assert find(alone, "balancing-tests-unread") is not None
    assert find(alone, "inventory-unknown") is None


def test_the_law_of_the_countries_of_joint_controllers_is_named(tmp_path: Path) -> None:
    partner = {"name": "B", "address": {"country": "DE"}}
    result = judge(tmp_path, {"joint_controllers": {"b": partner, "c": {**partner, "address": {"country": "FI"}}}})
    assert describe(result, "national-law-others").endswith("was not looked at: Germany")
    assert result.unseen_law is None


def test_words_that_are_compared_with_nothing_are_named_by_language_and_section(tmp_path: Path) -> None:
    sections = {"cookies": {"heading": {"en": "Cookies", "de": "Cookies"}, "text": {"en": "x", "de": "x"}}}
    result = judge(tmp_path, {"notice": {"languages": ["en", "de"]}, "sections": sections})
    assert describe(result, "words-of-language").endswith("cannot read: German")
    assert describe(result, "words-of-language", "fi").endswith("osaa lukea: saksa")
    assert describe(result, "words-of-own-sections").endswith("compared with: Cookies")
    assert "(Purposes and legal bases of the processing)" in describe(result, "words-in-part")


def test_on_a_past_day_the_documents_that_are_younger_are_named(tmp_path: Path) -> None:
    (tmp_path / "a-2026-05-01.md").write_text("x", "utf-8")
    (tmp_path / "b.md").write_text("x", "utf-8")
    declared = {"status": "implemented", "verified": "2026-01-01"}
    controls = {
        "backup": {**declared, "evidence": "../a-2026-05-01.md"},
        "audit-logging": {**declared, "evidence": "../b.md"},
    }
    past = judge(tmp_path, systems=[{"safeguards": controls}], day=date(2026, 2, 1))
    assert describe(past, "documents-later").endswith("documents nothing on it: a-2026-05-01.md")
    assert describe(past, "documents-undated").endswith("b.md")
    now = judge(tmp_path, systems=[{"safeguards": controls}])
    assert not {"documents-later", "documents-undated"} & {item.why for item in now.not_checked}


def test_on_a_past_day_a_younger_notice_and_younger_tests_are_named(tmp_path: Path) -> None:
    basis = {"basis": "legitimate-interests", "balancing_test": {"date": "2026-05-01"}}
    purpose = {"text": {"en": "Marketing"}, "legal_basis": basis, "impact_assessment": {"date": "2026-01-01"}}
    policy = {"notice": {"languages": ["en"], "published": "2026-05-01"}, "purposes": {"billing": purpose}}
    past = judge(tmp_path, policy, day=date(2026, 2, 1))
    assert describe(past, "notice-later").startswith("the notice is dated after")
    assert describe(past, "tests-later").endswith(
        "of 1 purpose was made after the day asked about (--as-of): Marketing"
    )
    assert not {"notice-later", "tests-later"} & {item.why for item in judge(tmp_path, policy).not_checked}


def test_it_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    transfer = {"instrument": "eu-us-dpf", "certified": {"from": "2026-01-01"}}
    systems = [{"name": f"S{number}", "hosting": {"country": "US", "transfer": transfer}} for number in range(12)]
    one, three = (judge(tmp_path, systems=systems, jobs=jobs).not_checked for jobs in (1, 3))
    assert one == three
    assert {"S0", "S1", "S10"} <= {
        str(each) for item in one if item.why == "certifications-unseen" for each in item.items
    }


def test_none_of_them_reaches_the_gate(tmp_path: Path) -> None:
    result = judge(tmp_path)
    assert {item.what for item in result.not_checked} > {item.what for item in result.not_checked_here}
    assert "published" not in {item.what for item in result.not_checked_here}


def test_what_makes_verdicts_unsure_comes_first_and_what_was_passed_over_last() -> None:
    reasons = [
        "foreign-file",
        "words-in-part",
        "unknown-type",
        "documents-unopened",
        "evidence-later",
        "policy-invalid",
    ]
    ordered = sort_omissions(NotChecked("x", why) for why in reasons)
    assert [item.why for item in ordered] == [
        *("policy-invalid", "evidence-later", "documents-unopened", "words-in-part", "unknown-type", "foreign-file"),
    ]
