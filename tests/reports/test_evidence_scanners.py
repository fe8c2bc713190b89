"""The page of the checks of scanners, and the tables that it is made from."""

from __future__ import annotations

import pytest

from seloste import generate
from seloste.checker.evidence.resource import ControlShown
from seloste.checker.evidence.scanners.check_table import TOOLS, Check, find_check, load_checks
from seloste.policy.data import load_yaml
from seloste.policy.vocabulary import load_controls
from seloste.reports.rulebook.evidence_scanners import render_evidence_scanners
from tests.support import ROOT

PAGE = render_evidence_scanners()
CHECKS = [(tool, check) for tool in TOOLS for check in load_checks(tool).values()]


def test_the_committed_page_is_the_one_of_the_tables() -> None:
    assert generate.EVIDENCE_SCANNERS.read_text("utf-8") == PAGE, "run python -m seloste.generate"


def test_every_check_is_on_the_page() -> None:
    assert [check.id for _, check in CHECKS if f"| `{check.id}` | {check.about} |" not in PAGE] == []


def test_a_check_shows_something_of_a_control_or_tells_why_it_does_not() -> None:
    def is_sound(check: Check) -> bool:
        shows = check.failed is not None or check.passed is not None
        return bool(check.about) and (check.control in load_controls() if shows else bool(check.why))

    assert [check.id for _, check in CHECKS if not is_sound(check)] == []


def test_a_failure_never_bears_out_and_a_pass_never_contradicts() -> None:
    against, for_it = (None, ControlShown.OFF, ControlShown.WEAKER), (None, ControlShown.ON)
    assert [each.id for _, each in CHECKS if each.failed not in against or each.passed not in for_it] == []
    assert [each.id for tool, each in CHECKS if tool == "KICS" and each.passed] == []


def test_every_check_that_others_have_listed_is_known() -> None:
    path = ROOT.parent / "shared" / "evidence" / "facts.yaml"
    if not path.exists():
        pytest.skip("the facts are not beside the clone")
    listed = load_yaml(path)["scanner_rules"]
    names = {"checkov": "Checkov", "trivy": "Trivy", "kics": "KICS"}
    ids = [(names[tool], id) for tool, rules in listed.items() for id in rules]
    assert len(ids) == 335
    assert [id for tool, id in ids if find_check(tool, id) is None] == []


@pytest.mark.parametrize(
    "name",
    ["AWS-0080", "AVD-AWS-0080", "avd-aws-0080", "aws-rds-encrypt-instance-storage-data"],
)
def test_a_check_has_several_names(name: str) -> None:
    check = find_check("Trivy", name)
    assert check is not None
    assert check.id == "AWS-0080"
    assert find_check("Checkov", name) is None
