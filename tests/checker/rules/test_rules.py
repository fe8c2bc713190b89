"""The rules as a whole: each has a case, the example gives none, and the layout of the files changes nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seloste.checker.finding import Finding
from seloste.checker.rule_families import family_of
from seloste.checker.rules.catalogue import load_catalogue
from seloste.checker.rules.registry import implemented_rules
from seloste.reports.language.language import load_language
from tests.support.cases import CASES
from tests.support.complete import (
    DAY,
    FILES,
    Edit,
    checked,
    policy,
    processor,
    summarize,
    system,
    write,
    write_documents,
)
from tests.support.each import each

LAW_UNVERIFIED = "notice/law-unverified"  # it hangs on the day alone, and has a test of its own here

AD_NETWORK = system("club.hosting", "    hosting:", "    disclosures: [{recipient: ad-network}]\n    hosting:")
NEVER = policy("disclosures", "rule: listed", "rule: never")

# --- every rule has a case


def test_every_rule_that_is_implemented_has_a_case() -> None:
    found_in_reading = {case.rule for case in CASES if family_of(case.rule) == "input"}
    assert {case.rule for case in CASES} - found_in_reading | {LAW_UNVERIFIED} == implemented_rules()


def test_a_case_with_companions_says_why() -> None:
    assert [case for case in CASES if case.also and not case.why] == []


@each("rule", sorted({case.rule for case in CASES}))
def test_a_rule_has_its_own_severity_in_some_case(rule: str) -> None:
    assert load_catalogue()[rule].severity in {case.severity for case in CASES if case.rule == rule}


# --- the example as it is


def test_the_unedited_example_gives_only_the_note_on_the_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    result = checked(tmp_path, monkeypatch)
    assert [(f.rule, f.severity, f.subject) for f in result.findings] == [(LAW_UNVERIFIED, "note", "notice")]
    assert (result.systems, result.processors) == (5, 5)


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        ("2026-09-30", None),
        ("2026-10-01", "note"),
        ("2026-12-29", "note"),
        ("2026-12-30", "warning"),
        ("2027-09-29", "warning"),
        ("2027-09-30", "error"),
        ("2035-01-01", "error"),
    ],
)
def test_law_data_past_their_horizon_count_the_more_the_older_they_are(
    day: str, severity: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    result = checked(tmp_path, monkeypatch, day=date.fromisoformat(day), scope="notice")
    found = [f for f in result.findings if f.rule == LAW_UNVERIFIED]
    assert [(f.location.line, f.location.column, f.severity) for f in found] == ([(6, 1, severity)] if severity else [])


def test_unused_is_not_judged_when_only_some_systems_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        (policy("fields.phone", "  phone:", "  size:\n    text: {fi: Koko, en: Size, sv: Storlek}\n  phone:"),),
    )
    assert [f.rule for f in summarize(checked(tmp_path, monkeypatch).findings)] == ["notice/field-unused"]
    assert summarize(checked(tmp_path, monkeypatch, scope="notice").findings) == []


# --- what a finding carries


@pytest.mark.parametrize(
    ("day", "cited", "not_cited"),
    [("2018-12-31", "523/1999", "1050/2018"), ("2019-01-01", "1050/2018", "523/1999")],
)
def test_a_national_id_rests_on_the_act_of_the_day(
    day: str, cited: str, not_cited: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, (policy("fields.national-id.national_id_ground"),))
    findings = checked(tmp_path, monkeypatch, day=date.fromisoformat(day), scope="notice").findings
    [finding] = [f for f in findings if f.rule == "notice/national-id-unjustified"]
    assert any(cited in citation for citation in finding.law)
    assert not any(not_cited in citation for citation in finding.law)


def test_what_contradicts_a_promise_shows_the_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (system("club.safeguards.backup", "P1D", "P7D"),))
    [finding] = [f for f in checked(tmp_path, monkeypatch).findings if f.family == "system"]
    [related] = finding.related
    assert FILES["policy.yaml"].split("\n")[(related.line or 0) - 1] == "  backup:"
    assert (str(finding.arguments["actual"]), str(finding.arguments["promised"])) == ("P7D", "P1D")


def test_every_chain_that_leads_to_a_hop_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        (
            processor("nightlark.transfers", "scc-2021-914", "scc-2010-87"),
            system("club.processors", "- suopilvi\n", "- suopilvi\n      - nightlark\n"),
        ),
    )
    [finding] = [f for f in checked(tmp_path, monkeypatch).findings if f.rule == "transfer/instrument-invalid"]
    assert finding.subject == "processors.nightlark"
    assert finding.arguments["chain"] == "club → nightlark (IN); advice-desk → beratung-desk → nightlark (IN)"


def test_an_agreement_that_lacks_terms_is_one_finding_naming_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, (processor("tositetupa.agreement.terms", "        - security\n        - subprocessors\n"),))
    [finding] = [f for f in checked(tmp_path, monkeypatch).findings if f.family == "processor"]
    assert finding.value == "security,subprocessors"


@pytest.mark.parametrize("month_is_longer", [False, True])
def test_months_and_days_are_compared_by_the_calendar(
    month_is_longer: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, (system("club.retention", "P14D", "P1M"),))  # promised: P30D
    day = date(2026, 12, 22) if month_is_longer else date(2026, 11, 22)
    rules = [f.rule for f in summarize(checked(tmp_path, monkeypatch, day=day).findings)]
    assert rules == (["system/retention-exceeded"] if month_is_longer else [])


@pytest.mark.parametrize(
    ("rule", "variant", "edits"),
    [
        (
            "system/safeguard-broken",
            "planned",
            (system("club.safeguards", "privilege: implemented", "privilege: planned"),),
        ),
        ("system/safeguard-broken", "weaker", (system("club.safeguards.backup", "P1D", "P7D"),)),
        ("system/disclosure-undeclared", "listed", (AD_NETWORK,)),
        ("system/disclosure-undeclared", "listed", (AD_NETWORK, policy("disclosures", "  rule: listed\n"))),
        ("system/disclosure-undeclared", "never", (AD_NETWORK, NEVER)),
        ("processor/agreement-expired", "", (processor("tositetupa.agreement", "2029-12-31", "2026-11-21"),)),
        ("processor/agreement-expired", "future", (processor("tositetupa.agreement", "2023-12-11", "2026-11-23"),)),
        ("transfer/instrument-invalid", "", (processor("nightlark.transfers", "scc-2021-914", "scc-2010-87"),)),
        (
            "transfer/instrument-invalid",
            "not-a-tool",
            (processor("nightlark.transfers", "scc-2021-914", "scc-2021-915"),),
        ),
        (
            "transfer/instrument-invalid",
            "wrong-country",
            (processor("nightlark.transfers", "scc-2021-914", "eu-us-dpf"),),
        ),
        ("transfer/instrument-invalid", "no-decision", (processor("nightlark.transfers", "scc-2021-914", "adequacy"),)),
        ("transfer/condition-unmet", "expired", (processor("snowlark.transfers", "2027-09-17", "2026-11-21"),)),
        ("transfer/condition-unmet", "not-yet", (processor("snowlark.transfers", "2023-09-18", "2026-11-23"),)),
        ("transfer/country-unknown", "missing", (processor("tositetupa.country"),)),
        (
            "notice/transfer-instrument-invalid",
            "annulled",
            (policy("transfers.instruments", "- adequacy", "- safe-harbour"),),
        ),
        ("notice/transfer-instrument-invalid", "", (policy("transfers.instruments", "- adequacy", "- scc-2010-87"),)),
        (
            "notice/transfer-instrument-invalid",
            "not-a-tool",
            (policy("transfers.instruments", "- adequacy", "- scc-2021-915"),),
        ),
    ],
)
def test_a_finding_says_which_of_its_rules_messages_it_is(
    rule: str, variant: str, edits: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, edits)
    found = [finding for finding in checked(tmp_path, monkeypatch).findings if finding.rule == rule]
    assert {finding.variant for finding in found} == {variant}
    assert variant in load_language("en").rule(rule).messages


# --- an assertion that is none


@pytest.mark.parametrize(
    "schema",
    [
        "{type: 5}",
        "{required: name}",
        '{"$ref": "#/nowhere"}',
        '{"$ref": "https://example.com/schema.json"}',
        '{pattern: "("}',
    ],
)
def test_an_assertion_that_is_no_schema_is_told_of_and_judges_nothing(
    schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, (policy("safeguards.login.control", "control: authentication", f"assert: {schema}"),))
    result = checked(tmp_path, monkeypatch)
    [finding] = [f for f in result.findings if f.rule != LAW_UNVERIFIED]
    assert (finding.rule, finding.subject, finding.variant) == ("input/invalid-value", "safeguards.login", "schema")
    assert result.broken_input
    assert {judged.verdict for judged in result.promises if judged.id == "safeguards.login"} == {"unverified"}


# --- how the files are laid out

SECTION = re.compile(r"(?m)^  (?=[\w-]+:\n)")
BROKEN: tuple[Edit, ...] = (  # a finding of each kind: of a system, of a processor's use, of a chain, of the whole
    system("club.safeguards.backup", "P1D", "P7D"),
    system("club.fields", "- birth-date\n", "- shoe-size\n"),
    system("accounts.retention", "P6Y", "P9Y"),
    system("webshop.hosting", "country: SE", "country: US"),
    processor("nightlark.transfers", "scc-2021-914", "scc-2010-87"),
    processor("tositetupa.fields", "      - address\n", "      - name\n"),
    policy("processors.recipients", "    suopilvi:\n", "    pilvi:\n"),
)


def records(text: str) -> tuple[str, list[str]]:
    """The part of a file above its records, and each record."""
    head, *rest = SECTION.split(text)
    return head, [f"  {record.rstrip()}\n" for record in rest]


def regardless_of_place(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    """What was found, wherever it stands; several systems in one message come in the order of the files."""
    return sorted((f.rule, f.subject, f.severity, f.promise or "", f.variant, f.value, f.fingerprint) for f in findings)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), cuts=st.lists(st.booleans(), min_size=5, max_size=5), jobs=st.sampled_from((1, 2)))
def test_findings_and_verdicts_do_not_hang_on_files_or_order(
    seed: int, cuts: list[bool], jobs: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        whole = tmp_path_factory.mktemp("whole")
        texts, _ = write(whole, BROKEN)
        expected = checked(whole, monkeypatch)
        folder = tmp_path_factory.mktemp("split")
        shuffle = random.Random(seed).shuffle
        head, systems = records(texts["systems.yaml"])
        shuffle(systems)
        files = [""]
        for record, cut in zip(systems, cuts, strict=True):
            if cut and files[-1]:
                files.append("")
            files[-1] += record
        for number, body in enumerate(files):
            (folder / f"systems-{number}.yaml").write_text(head + body, "utf-8")
        head, listed = records(texts["processors.yaml"])
        shuffle(listed)
        (folder / "processors.yaml").write_text(head + "".join(listed), "utf-8")
        (folder / "policy.yaml").write_text(texts["policy.yaml"], "utf-8")
        (folder / "seloste.yaml").write_text(texts["seloste.yaml"].replace("systems.yaml", '"systems-*.yaml"'), "utf-8")
        write_documents(folder)
        result = checked(folder, monkeypatch, jobs=jobs)
    assert regardless_of_place(result.findings) == regardless_of_place(expected.findings)
    assert {p.id: (p.verdict, p.strength, p.defects) for p in result.promises} == {
        p.id: (p.verdict, p.strength, p.defects) for p in expected.promises
    }
    assert (result.systems, result.processors) == (expected.systems, expected.processors)


def test_two_processes_give_the_same_result_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, _ = write(tmp_path, BROKEN)
    head, systems = records(texts["systems.yaml"])
    (tmp_path / "systems.yaml").unlink()
    for number, record in enumerate(systems):
        (tmp_path / f"systems-{number}.yaml").write_text(head + record, "utf-8")
    (tmp_path / "seloste.yaml").write_text(texts["seloste.yaml"].replace("systems.yaml", '"systems-*.yaml"'), "utf-8")
    one, two = checked(tmp_path, monkeypatch, jobs=1), checked(tmp_path, monkeypatch, jobs=2)
    assert two.findings == one.findings
    of_result = attrgetter("as_of", "scope", "policy", "inputs", "not_checked", "horizon", "systems", "processors")
    assert of_result(two) == of_result(one)
    of_promise = attrgetter("promise", "verdict", "strength", "accepted", "location", "defects")
    assert [of_promise(promise) for promise in two.promises] == [of_promise(promise) for promise in one.promises]


def test_the_same_input_gives_the_same_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, BROKEN)
    first, second = (checked(tmp_path, monkeypatch, day=DAY) for _ in range(2))
    assert first.findings == second.findings
    assert [p.verdict for p in first.promises] == [p.verdict for p in second.promises]


def test_findings_are_sorted_by_place_and_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, BROKEN)
    findings = checked(tmp_path, monkeypatch).findings
    keys = [(f.location.path, f.location.line or 0, f.location.column or 0, f.rule) for f in findings]
    assert keys == sorted(keys)
    assert len(keys) > len(BROKEN)


def test_a_fingerprint_survives_reformatting_and_tells_two_findings_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, _ = write(tmp_path, BROKEN)
    before = checked(tmp_path, monkeypatch).findings
    for file, text in texts.items():
        (tmp_path / file).write_text("# moved\n\n" + text.replace("\n\n", "\n\n\n"), "utf-8")
    after = checked(tmp_path, monkeypatch).findings
    assert [f.fingerprint for f in after] == [f.fingerprint for f in before]
    assert [f.location for f in after] != [f.location for f in before]
    assert len({f.fingerprint for f in before}) == len(before)
