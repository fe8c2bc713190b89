"""Which rules a check applied: each of the catalogue is applied, or left out with a reason that has words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from seloste.checker.judging.check import check
from seloste.checker.judging.coverage import list_rule_applications
from seloste.checker.result import Result
from seloste.checker.rules.catalogue import load_catalogue
from seloste.checker.rules.registry import implemented_rules
from seloste.policy.law.law import load_law
from seloste.reports.language.language import load_language
from tests.support import ROOT
from tests.support.workspaces import open_workspace

#: The rules of the family `evidence/` that need no evidence of infrastructure.
ON_DOCUMENTS = {f"evidence/document-{fault}" for fault in ("missing", "stale", "undated")}


def result(config: str = "seloste.yaml", **changes: Any) -> Result:
    workspace = open_workspace(config=ROOT / config, is_today=changes.pop("is_today", True))
    return check(workspace, load_law(), date(2026, 11, 22), jobs=1, **changes)


def reasons(of: Result) -> dict[str, str | None]:
    return {each.rule.id: each.why_not for each in list_rule_applications(of)}


@pytest.mark.parametrize("scope", ["all", "systems", "notice"])
def test_every_rule_is_there_and_every_reason_has_words(scope: str) -> None:
    by_rule = reasons(result(scope=scope))
    assert list(by_rule) == list(load_catalogue())
    for why in filter(None, by_rule.values()):
        for code in ("fi", "en"):
            assert load_language(code).word(f"phrases.{why}")


def applied(of: Result) -> set[str]:
    """The rules that were applied, other than those on what cannot be read."""
    return {rule for rule, why in reasons(of).items() if why is None and not rule.startswith("input/")}


def test_a_full_check_applies_all_that_is_built() -> None:
    assert applied(result()) == implemented_rules()


def test_without_evidence_of_infrastructure_documents_are_looked_up_all_the_same() -> None:
    without = {rule for rule in implemented_rules() if not rule.startswith("evidence/")}
    assert applied(result("examples/complete/seloste.yaml")) == without | ON_DOCUMENTS


def test_a_day_that_was_asked_about_leaves_out_what_asks_whether_days_have_come() -> None:
    by_rule = reasons(result(is_today=False))
    assert {rule for rule, why in by_rule.items() if why == "day-asked"} == {
        f"{family}/date-ahead" for family in ("notice", "system", "processor")
    }


def test_the_notice_alone_leaves_out_what_looks_at_records() -> None:
    by_rule = reasons(result(scope="notice"))
    assert by_rule["system/purpose-undeclared"] == "scope-notice"
    assert by_rule["transfer/instrument-invalid"] == "scope-notice"
    assert by_rule["notice/purpose-unused"] == "scope-notice"
    assert {by_rule[rule] for rule in ON_DOCUMENTS} == {"scope-notice"}
    assert by_rule["notice/legal-basis-missing"] is None


def test_without_records_nothing_looked_at_them(tmp_path: Path) -> None:
    policy = {"notice": {"name": {"en": "R"}, "languages": ["en"]}, "controller": {"name": "Oy"}}
    (tmp_path / "policy.yaml").write_text(json.dumps(policy), "utf-8")
    (tmp_path / "seloste.yaml").write_text("version: 1\n", "utf-8")
    by_rule = reasons(check(open_workspace(config=tmp_path / "seloste.yaml"), load_law(), date(2026, 11, 22), jobs=1))
    assert by_rule["system/purpose-undeclared"] == "no-systems"
    assert by_rule["processor/agreement-missing"] == "no-processors"


def test_a_notice_that_could_not_be_read_was_judged_by_no_rule() -> None:
    whole = result()
    (unread, *_) = result(scope="notice").not_checked
    by_rule = reasons(replace(whole, notice=None, not_checked=(replace(unread, what="policy", why="policy-invalid"),)))
    assert {why for rule, why in by_rule.items() if not rule.startswith(("input/", "waiver/"))} == {"policy-invalid"}


@pytest.mark.parametrize(
    ("languages", "sections", "expected"),
    [
        (["en"], {}, []),
        (["en", "de"], {}, ["words-of-language"]),
        (["en"], {"own": {"heading": {"en": "H"}, "text": {"en": "T"}}}, ["words-of-own-sections"]),
    ],
)
def test_words_that_nothing_compares_with_keys_are_told(
    languages: list[str], sections: dict[str, Any], expected: list[str], tmp_path: Path
) -> None:
    policy = {"notice": {"languages": languages}, "controller": {"name": "C"}, "sections": sections}
    (tmp_path / "policy.yaml").write_text(json.dumps(policy), "utf-8")
    found = check(open_workspace(policy=tmp_path / "policy.yaml"), load_law(), date(2026, 11, 22), scope="notice")
    assert [item.why for item in found.not_checked if item.what == "words"] == expected


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Our processors are: " + "A Oy, hosting; " * 100, False),  # each is a sentence
        ("Our processors are: " + "A Oy, for hosting, " * 200, True),
        ("We use A Oy. " * 2_000, True),
    ],
)
def test_the_rest_of_a_text_that_is_too_long_to_compare_is_told(text: str, is_told: bool, tmp_path: Path) -> None:
    policy = {"notice": {"languages": ["en"]}, "controller": {"name": "C"}, "processors": {"text": {"en": text}}}
    (tmp_path / "policy.yaml").write_text(json.dumps(policy), "utf-8")
    found = check(open_workspace(policy=tmp_path / "policy.yaml"), load_law(), date(2026, 11, 22), scope="notice")
    assert ("words-too-many" in [item.why for item in found.not_checked]) is is_told
