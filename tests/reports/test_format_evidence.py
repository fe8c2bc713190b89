"""What infrastructure shows, in every format: the resource, how strong it is, and both places of a contradiction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from seloste.checker.evidence.resource import Basis, EvidenceKind
from seloste.checker.finding import Word
from seloste.checker.position import Location
from seloste.checker.result import NotChecked
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.reports import formats
from seloste.reports.formats.json import MOST_SUPPORTING
from seloste.reports.formats.report_schema import Report
from seloste.reports.formats.style import Style
from seloste.reports.formats.text import render_result
from seloste.reports.language.language import load_language
from tests.support.infrastructure import check_with, store
from tests.support.samples import checked
from tests.support.tellings import shown, telling

RESOURCE = 'terraform:module.db.aws_db_instance.crm["a"]'
BACKUP = {"control": Word("controls.backup")}
INVENTORY, NOTICE = Location("systems.yaml", 4, 7), Location("policy.yaml", 80, 3)
CONTRADICTION = shown(RESOURCE, declared=(INVENTORY,), related=(NOTICE,))


def promise(id: str = "safeguards.backup") -> JudgedPromise:
    """A promise of the complete example."""
    return next(judged for judged in checked("examples/complete/seloste.yaml").promises if judged.id == id)


def pieces(number: int, **more: Any) -> tuple[Evidence, ...]:
    """So many pieces of evidence of resources."""
    given = {"kind": EvidenceKind.CONFIGURED, "basis": Basis.ATTRIBUTE, "arguments": BACKUP, **more}
    [first, *_] = promise().evidence
    holds = given.pop("holds", True)
    return tuple(
        replace(
            first,
            holds=holds,
            detail="shows-on" if holds else "shows-off",
            place=Location("plan.json"),
            resource=f"terraform:aws_db_instance.n{number}",
            **given,
        )
        for number in range(number)
    )


def reported(*evidence: Evidence, **more: Any) -> dict[str, Any]:
    """A promise with that evidence, in report.json."""
    supporting = sum(item.holds is True for item in evidence)
    judged = replace(promise(), evidence=evidence, supporting=supporting, **more)
    report = json.loads(formats.render_format("json", telling(promises=(judged,))))
    Report.model_validate(report)
    [only] = report["promises"]
    return only  # type: ignore[no-any-return]


def test_json_tells_what_shows_it_and_how_strongly() -> None:
    found = reported(*pieces(1), strength=EvidenceKind.CONFIGURED)
    [item] = found["evidence"]
    assert (found["strength"], item["kind"], item["basis"], item["holds"]) == (
        "configured",
        "configured",
        "attribute",
        True,
    )
    assert item["resource"] == "terraform:aws_db_instance.n0"
    assert (item["path"], item["line"]) == ("plan.json", None)
    assert item["detail"] == {
        "en": "backup: on",
        "fi": "varmuuskopiointi: käytössä",
        "sv": "säkerhetskopiering: i bruk",
    }
    assert "supporting" not in found


def test_json_has_no_basis_of_a_declaration() -> None:
    [first, *_] = promise().evidence
    [item] = reported(first)["evidence"]
    assert not {"basis", "resource"} & set(item)


def test_json_has_all_that_is_against_a_promise_and_counts_what_supports_it() -> None:
    found = reported(*pieces(MOST_SUPPORTING + 20), *pieces(MOST_SUPPORTING + 30, holds=False))
    assert [item["holds"] for item in found["evidence"]].count(True) == MOST_SUPPORTING
    assert [item["holds"] for item in found["evidence"]].count(False) == MOST_SUPPORTING + 30
    assert found["supporting"] == MOST_SUPPORTING + 20


def test_json_tells_of_the_places_in_inventory_and_notice_in_their_own_words() -> None:
    [found] = json.loads(formats.render_format("json", telling(CONTRADICTION)))["findings"]
    assert (found["location"]["path"], found["location"]["line"]) == ("plan.json", None)
    assert [(place["path"], place["line"], place["message"]["en"]) for place in found["related"]] == [
        ("systems.yaml", 4, "the inventory’s own entry"),
        ("policy.yaml", 80, "the notice promises the control here"),
    ]


def test_text_shows_the_resource_and_both_places() -> None:
    judged = promise()
    written = " ".join(formats.render_format("text", telling(CONTRADICTION, promises=(judged,))).split())
    assert f"plan.json error evidence/safeguard-contradicted in “{RESOURCE}” of “CRM” the promised control" in written
    assert f"safeguards.backup, {judged.location.path}:{judged.location.line}" in written
    assert "see also systems.yaml:4 the inventory’s own entry" in written
    assert "None" not in written


def test_text_tells_how_strongly_the_kept_promises_are_shown() -> None:
    kept = replace(promise(), verdict=Verdict.KEPT)
    strengths = [EvidenceKind.OBSERVED, *[EvidenceKind.CONFIGURED] * 2, EvidenceKind.DECLARED]
    judged = tuple(replace(kept, strength=strength) for strength in strengths)
    written = formats.render_format("text", telling(promises=judged))
    assert "4 kept (observed 1, configured 2, declared 1)" in written


def test_sarif_names_the_resource_where_a_plan_has_no_lines() -> None:
    [found] = json.loads(formats.render_format("sarif", telling(CONTRADICTION)))["runs"][0]["results"]
    [place] = found["locations"]
    assert "region" not in place["physicalLocation"]
    assert place["logicalLocations"] == [
        {"fullyQualifiedName": "systems.crm"},
        {"fullyQualifiedName": RESOURCE, "kind": "resource"},
    ]
    assert [(each["id"], each["message"]["text"]) for each in found["relatedLocations"]] == [
        (0, "The inventory’s own entry"),
        (1, "The notice promises the control here"),
    ]


@pytest.mark.parametrize("format", ["github", "junit", "markdown"])
def test_formats_for_people_point_at_both_places(format: str) -> None:
    written = formats.render_format(format, telling(CONTRADICTION))
    assert "systems.yaml:4" in written
    assert "policy.yaml:80" in written


def test_markdown_tells_how_strongly_a_promise_is_shown() -> None:
    judged = replace(promise(), verdict=Verdict.KEPT, strength=EvidenceKind.CONFIGURED)
    written = formats.render_format("markdown", replace(telling(promises=(judged,)), verbose=True))
    assert "Promises: 1 kept (configured), 0 broken" in written
    assert "| kept (configured) | [`safeguards.backup`]" in written


@pytest.mark.parametrize("format", ["github", "gitlab", "junit", "markdown"])
def test_every_format_names_the_plan_and_the_resource(format: str) -> None:
    written = formats.render_format(format, telling(CONTRADICTION))
    assert "plan.json" in written
    assert "aws_db_instance.crm" in written.replace("\\", "")
    assert "plan.json:" not in written.replace("plan.json: ", "")
    assert "None" not in written


def test_text_names_what_was_not_checked_by_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first three of each reason, and how many more; all of them with --verbose."""
    result = check_with(tmp_path, monkeypatch, [store("a")])
    notes = [*(NotChecked(f"terraform:x_{number} (1)", "unknown-type", limits_rules=False) for number in range(5))]
    notes.append(NotChecked("+12", "evidence-passed-over", limits_rules=False))
    result = replace(result, not_checked=(*result.not_checked, *notes))
    text = render_result(result, Style(load_language("en")))
    assert "terraform:x_0 (1), terraform:x_1 (1), terraform:x_2 (1) and 2 more: " in " ".join(text.split())
    assert "12: other files" in text
    assert "terraform:x_4 (1)" in render_result(result, Style(load_language("en"), verbose=True))
