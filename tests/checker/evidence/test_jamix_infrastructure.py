"""Jamix's example with infrastructure: how strong the evidence of each promise is, and what contradicts it."""

from __future__ import annotations

import json
from functools import cache

import pytest

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from tests.support import ROOT
from tests.support.samples import checked

PLATFORM = ROOT / "examples" / "jamix" / "platform"


@cache
def platform() -> Result:
    """The result of a check in the folder of the infrastructure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PLATFORM)
        return checked("examples/jamix/platform/seloste.yaml")


def locate(found: Finding) -> tuple[str, str, list[str]]:
    """The rule, the place, and what stands at the other places."""
    texts = []
    for place in (*found.related, *found.found.declared):
        lines = (PLATFORM / place.path).resolve().read_text("utf-8").splitlines()
        texts.append(lines[(place.line or 1) - 1].strip())
    lines = (PLATFORM / found.location.path).read_text("utf-8").splitlines()
    return found.rule, lines[(found.location.line or 1) - 1].strip(), texts


def test_every_strength_and_every_verdict_occurs() -> None:
    strengths = {judged.id: str(judged.strength) for judged in platform().promises if judged.verdict == "kept"}
    assert {id: strength for id, strength in strengths.items() if strength != "declared"} == {
        "safeguards.firewalls": "observed",
        "safeguards.https": "configured",
        "safeguards.login": "documented",
    }
    assert strengths["safeguards.need-to-know"] == "declared"
    verdicts = {judged.id: str(judged.verdict) for judged in platform().promises}
    assert {id for id, verdict in verdicts.items() if verdict == "broken"} == {
        "transfers",
        "safeguards.backup",
        "data_subjects",
        "fields",
        "processors",
    }
    assert verdicts["purposes"] == "unverified", "a store belongs to no system"


def test_a_contradiction_has_the_line_of_the_code_and_the_places_of_inventory_and_notice() -> None:
    found = {rule: (line, others) for rule, line, others in map(locate, platform().findings) if "evidence/" in rule}
    line, others = found["evidence/safeguard-contradicted"]
    assert line.startswith("backup_retention_period = 0")
    assert any(other.startswith("backup: {status: implemented, interval: P1D") for other in others)
    assert any(other == "backup:" for other in others), "the promise"
    line, others = found["evidence/country-contradicted"]
    assert line == 'resource "aws_s3_bucket" "this" {'
    assert any(other.startswith("hosting: {provider: aws, region: eu-north-1") for other in others)
    assert found["evidence/resource-unmapped"][0] == 'resource "aws_s3_bucket" "fair_leads" {'
    assert found["evidence/safeguard-understated"][0].startswith("storage_encrypted")
    assert found["evidence/field-undeclared"][0].startswith("ADD COLUMN henkilotunnus")
    assert found["evidence/processor-undeclared"][0].startswith("value: https://made-up@")


def test_the_main_job_finds_the_same_and_the_open_port_of_the_reports() -> None:
    found = [
        (each.rule.partition("/")[2], each.subject, each.location.path.removeprefix("examples/jamix/"))
        for each in checked().findings
        if each.rule.startswith("evidence/")
    ]
    assert ("safeguard-contradicted", "systems.analytics", "analytics/compose.yaml") in found
    assert ("safeguard-contradicted", "systems.crm", "platform/main.tf") in found
    assert ("field-undeclared", "systems.crm", "platform/db/V2__henkilotunnus.sql") in found
    assert ("processor-undeclared", "processors.sentry", "platform/k8s/web-form.yaml") in found
    assert ("country-contradicted", "systems.crm", "platform/modules/exports/main.tf") in found
    unobserved = [subject for rule, subject, _ in found if rule == "system-unobserved"]
    assert len(unobserved) == 7, "services of other companies"
    assert len(found) == len(set(found)), "plan and code of one resource are told once"


def test_the_plan_is_made_up_and_says_so_where_it_can() -> None:
    plan = json.loads((PLATFORM / "plan.example.json").read_text("utf-8"))
    assert plan["variables"]["crm_password"]["value"] == "made-up-example"
    assert "Made up" in (PLATFORM / "README.md").read_text("utf-8")
    for path in (*PLATFORM.rglob("*.tf"), *PLATFORM.rglob("*.yaml"), PLATFORM.parent / "analytics" / "compose.yaml"):
        assert "MADE UP" in path.read_text("utf-8") or path.name == "seloste.yaml"
    for path in PLATFORM.glob("docs/*.md"):
        assert path.read_text("utf-8").startswith("MADE UP")
