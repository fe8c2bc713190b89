"""SARIF: valid, read by a reader of others, and true of waived findings, unread files and findings without a place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.reading.documents import Input
from seloste.checker.result import NotChecked
from seloste.reports.formats import render_format, sarif
from seloste.reports.formats.context import Home
from tests.support.findings import change_finding
from tests.support.samples import checked
from tests.support.standards import sarif_validator
from tests.support.tellings import HOSTILE, finding, hostile, telling, waived

PLAIN = finding()


def run(*findings: Finding, **more: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_format("sarif", telling(*findings, **more)))
    return dict(document["runs"][0])


def result(found: Finding, **more: Any) -> dict[str, Any]:
    [only] = run(found, **more)["results"]
    return dict(only)


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_whole_report_is_valid(lang: str) -> None:
    context = replace(telling(lang=lang), result=checked())
    document = json.loads(render_format("sarif", context))
    assert len(document["runs"][0]["results"]) == len(checked().findings) > 40
    sarif_validator().validate(document)


@pytest.mark.parametrize("text", HOSTILE)
def test_with_hostile_names_it_is_valid(text: str) -> None:
    document = json.loads(render_format("sarif", hostile(text)))
    sarif_validator().validate(document)
    messages = [each["message"]["text"] for each in document["runs"][0]["results"]]
    shown = json.dumps(messages, ensure_ascii=False)
    assert not re.search(r"(?<!\\)\]\(", shown.replace("\\\\", "\\"))
    assert not re.search(r"(?<!\{)\{\d+\}(?!\})", shown)
    assert not set(shown) & set("\x1b\x9b\u202e\u2066\x00\ufffe")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_name_is_one_line_of_a_valid_file(text: str) -> None:
    written = render_format("sarif", hostile(text))
    sarif_validator().validate(json.loads(written))
    assert "##[" not in written
    assert "##vso[" not in written
    assert not [line for line in written.splitlines() if line.lstrip().startswith("::")]


def test_a_reader_of_the_ecosystem_reads_it(tmp_path: Path) -> None:
    loader = pytest.importorskip("sarif.loader")
    context = replace(telling(), result=checked())
    (tmp_path / "a.sarif").write_text(render_format("sarif", context), "utf-8")
    file = loader.load_sarif_file(str(tmp_path / "a.sarif"))
    counts = checked().counts()
    read = file.get_report().get_issue_count_for_severity
    assert {name: read(name) for name in ("error", "warning", "note")} == {str(key): n for key, n in counts.items()}
    [record, *_] = file.get_records()
    gravest = [finding for finding in checked().findings if finding.severity == record["Severity"]]
    places = {(finding.rule, finding.location.path, finding.location.line) for finding in gravest}
    assert (record["Code"], record["Location"], record["Line"]) in places


def test_a_result_says_where_what_and_which() -> None:
    found = result(change_finding(PLAIN, related=(Location("policy.yaml", 9, 1, 9, 5),), law=("GDPR Art. 32",)))
    assert (found["ruleId"], found["level"]) == ("system/safeguard-broken", "error")
    [place] = found["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert place["physicalLocation"]["artifactLocation"]["uriBaseId"] == "SRCROOT"
    [related] = found["relatedLocations"]
    assert related["message"]["text"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "policy.yaml"
    assert found["partialFingerprints"] == {"seloste/v1": PLAIN.fingerprint}
    assert found["suppressions"] == []
    assert "baselineState" not in found
    assert [way["change"] for way in found["properties"]["waysOut"]] == ["system", "promise"]


def test_rules_carry_their_words_and_only_those_found() -> None:
    sarif_run = run(PLAIN, finding("notice/undated", "note", promise=None), lang="fi")
    rules = sarif_run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["notice/undated", "system/safeguard-broken"]
    for each in sarif_run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
    [_, rule] = rules
    assert rule["defaultConfiguration"]["level"] == "error"
    assert rule["help"]["text"]
    assert "```yaml" in rule["help"]["markdown"]
    assert rule["fullDescription"]["text"]
    assert "helpUri" not in rule
    assert rule["properties"]["family"] == "system"
    assert sarif_run["language"] == "fi"


def test_without_a_line_there_is_no_region() -> None:
    missing = finding("input/unreadable", location=Location("gone.yaml"), promise=None)
    [place] = result(missing)["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "gone.yaml", "uriBaseId": "SRCROOT"}}


@pytest.mark.parametrize(
    ("path", "home", "uri", "base"),
    [
        ("a b.yaml", Home(), "a%20b.yaml", True),
        ("100%.yaml", Home(), "100%25.yaml", True),
        ("ä/ö.yaml", Home(), "%C3%A4/%C3%B6.yaml", True),
        ("c:x.yaml", Home(), "c%3Ax.yaml", True),
        ("../legal/policy.yaml", Home("/repo", "infra"), "legal/policy.yaml", True),
        ("../../policy.yaml", Home("/repo", "infra"), "../policy.yaml", True),
        ("systems.yaml", Home("/repo", "infra/eu"), "infra/eu/systems.yaml", True),
        ("/repo/legal/p.yaml", Home("/repo", "a/b/c"), "legal/p.yaml", True),
        ("/elsewhere/p.yaml", Home("/repo"), "file:///elsewhere/p.yaml", False),
        ("x\udcff.yaml", Home(), "x%FF.yaml", True),
        ("env:CRM", Home("/repo", "infra"), "env%3ACRM", True),
        ("postgresql://db.example.com:1/crm", Home("/repo", "infra"), "postgresql%3A//db.example.com%3A1/crm", True),
    ],
)
def test_a_path_is_an_address_within_the_repository(path: str, home: Home, uri: str, base: bool) -> None:
    [place] = result(change_finding(PLAIN, location=Location(path, 1, 1, 1, 2)), home=home)["locations"]
    artifact = place["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) is base
    assert "\udcff" in path or unquote(uri).endswith(Path(path).name)


def test_what_is_waived_is_suppressed_with_who_why_and_until_when() -> None:
    [suppression] = result(replace(PLAIN, waived=waived()))["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert all(words in suppression["justification"] for words in ("In work", "DPO", "2026-12-31"))
    assert suppression["properties"] == {"until": "2026-12-31", "approvedBy": "DPO"}
    advised = replace(waived(), advised_by="Officer")
    [suppression] = result(replace(PLAIN, waived=advised))["suppressions"]
    assert suppression["properties"] == {"until": "2026-12-31", "approvedBy": "DPO", "advisedBy": "Officer"}
    assert "Officer" in suppression["justification"]
    comment = waived(location=Location("systems.yaml", 2, 1, 2, 9), approved_by=None)
    [beside] = result(replace(PLAIN, waived=comment))["suppressions"]
    assert beside["kind"] == "inSource"


def test_a_baseline_says_what_is_new_only_where_there_is_one() -> None:
    known, new = replace(PLAIN, baselined=True), finding("processor/unused", "warning", promise=None)
    baseline = Input(".seloste-baseline.json", "baseline", "0" * 64)
    results = run(known, new, inputs=(baseline,))["results"]
    states = {each["ruleId"]: each["baselineState"] for each in results}
    assert states == {known.rule: "unchanged", new.rule: "new"}
    [one] = [each["suppressions"] for each in results if each["ruleId"] == known.rule]
    assert [each["kind"] for each in one] == ["external"]


def test_files_have_their_hashes() -> None:
    files = run(PLAIN)["artifacts"]
    assert {file["properties"]["kind"] for file in files} >= {"policy", "systems", "processors"}
    assert all(re.fullmatch("[0-9a-f]{64}", file["hashes"]["sha-256"]) for file in files)


def test_what_was_not_read_or_not_checked_is_a_notification() -> None:
    unread = finding("input/syntax", promise=None)
    sarif_run = run(unread, exit_code=3, not_checked=(NotChecked("systems", "systems-broken"),))
    [invocation] = sarif_run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 3
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["error", "note"]
    assert [each["ruleId"] for each in sarif_run["results"]] == ["input/syntax"]


@pytest.mark.parametrize("code", [0, 1])
def test_findings_are_no_failure_of_the_run(code: int) -> None:
    [invocation] = run(PLAIN, exit_code=code)["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["exitCode"] == code


def test_what_the_scope_leaves_to_others_is_no_result() -> None:
    sarif_run = run(PLAIN, finding("notice/undated", "note", promise=None), scope="systems", not_checked=())
    assert [each["ruleId"] for each in sarif_run["results"]] == [PLAIN.rule]
    [notification] = sarif_run["invocations"][0]["toolExecutionNotifications"]
    assert "1 note" in notification["message"]["text"]
    assert sarif_run["automationDetails"]["id"] == "seloste/systems/"


def test_no_more_results_than_github_takes_the_gravest_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sarif.MOST_RESULTS == 25_000
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    notes = [finding("processor/unused", "note", subject=f"processors.n{n}", promise=None) for n in range(4)]
    sarif_run = run(*notes, change_finding(PLAIN, location=Location("zzz.yaml", 1, 1, 1, 2)))
    assert len(sarif_run["results"]) == 3
    assert sarif_run["results"][-1]["ruleId"] == PLAIN.rule
    *_, last = sarif_run["invocations"][0]["toolExecutionNotifications"]
    assert last["level"] == "warning"
    assert "2 more" in last["message"]["text"]


def test_in_a_public_repository_it_says_what_everybody_sees() -> None:
    context = replace(telling(PLAIN), is_public=True)
    document = json.loads(render_format("sarif", context))
    sarif_validator().validate(document)
    [public] = document["runs"]
    assert public["properties"]["repositoryVisibility"] == "public"
    notes = [each["message"]["text"] for each in public["invocations"][0]["toolExecutionNotifications"]]
    assert context.language.word("public.repository") in notes
    assert "repositoryVisibility" not in run(PLAIN)["properties"]
