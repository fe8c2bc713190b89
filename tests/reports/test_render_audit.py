"""The audit report: every promise, every finding, what let it pass, what was not checked, and proof of the inputs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from samples import Words, checked, jamix

from checker.finding import Finding, Severity, Waived
from checker.position import Location
from checker.result import NotChecked, Result
from policy.text import texts
from reports.audit import render_audit
from reports.language import language
from reports.tool import Run

RUN = Run("1.2.3", "0123abcd")
FORMATS = ("html", "markdown")


def said(result: Result, code: str = "en", format: str = "html") -> str:
    """The report's words on one line."""
    report = render_audit(result, code, format, run=RUN)
    return " ".join((Words(report).text if format == "html" else report.replace("\\", "")).split())


def with_findings(*findings: Finding) -> Result:
    return replace(checked(), findings=findings)


def finding(**changes: object) -> Finding:
    base = Finding(
        "transfer/country-undeclared",
        Severity.ERROR,
        "processors.mailer",
        Location("processors.yaml", 12, 9, 12, 11),
        promise="transfers",
        arguments={"country": "X", "chain": "crm → mailer"},
        excerpt="        US: [a]",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", ["fi", "en"])
def test_every_promise_and_every_finding_is_told_with_its_place(format: str, code: str) -> None:
    result, words = checked(), language(code)
    report = said(result, code, format)
    for judged in result.promises:
        assert judged.id in report
        assert judged.text is None or " ".join(judged.text[code].split()) in report
    for found in result.findings:
        message = " ".join(words.message(found).split())
        assert message[1:] in report
        assert f"{found.location.path}:{found.location.line}:{found.location.column}" in report
    assert len(result.findings) > 40


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("code", "section", "detail", "nothing"),
    [
        ("en", "disclosures", "discloses", "discloses to nobody"),
        ("fi", "disclosures", "discloses", "ei luovuta tietoja"),
        ("en", "processors", "engages", "uses no processors"),
        ("fi", "processors", "engages", "ei käytä käsittelijöitä"),
    ],
)
def test_an_empty_list_is_told_as_an_answer(code: str, section: str, detail: str, nothing: str, format: str) -> None:
    result = checked()
    judged = next(judged for judged in result.promises if judged.id == section)
    item = next(item for item in judged.evidence if item.detail == detail)

    def told(holds: bool | None) -> str:
        evidence = (replace(item, holds=holds, value=""),)
        return said(replace(result, promises=(replace(judged, evidence=evidence),)), code, format)

    assert nothing in told(True)
    assert nothing not in told(None)


@pytest.mark.parametrize("format", FORMATS)
def test_the_inputs_are_proven(format: str) -> None:
    result = checked()
    report = said(result, "en", format)
    assert result.policy is not None
    assert len(result.inputs) == 3
    for item in (result.policy, *result.inputs):
        assert item.path in report
        assert item.sha256 in report
    for proof in ("1.2.3", "0123abcd", "22 November 2026", "30 September 2026"):
        assert proof in report


def test_the_numbers_are_those_of_the_result() -> None:
    result = checked()
    report = render_audit(result, "en", "markdown", run=RUN)
    counts = {kind: [0, 0, 0] for kind in ("notice", "system")}
    for found in result.findings:
        counts["notice" if found.family == "notice" else "system"][list(Severity).index(found.severity)] += 1
    assert "| The notice against the law | {} | {} | {} |".format(*counts["notice"]) in report
    assert "| The systems against the notice | {} | {} | {} |".format(*counts["system"]) in report
    verdicts = {verdict.value: count for verdict, count in result.verdicts().items()}
    assert f"kept {verdicts['kept']}; broken {verdicts['broken']}; unverified {verdicts['unverified']}" in report


def test_the_bar_has_a_text_alternative_and_is_full() -> None:
    report = render_audit(checked(), "fi", "html", run=RUN)
    assert re.search(r'<svg[^>]* role="img" aria-label="toteutuu \d+; ei toteudu \d+; todentamatta \d+"', report)
    assert sum(float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', report)) == pytest.approx(
        100, abs=0.1
    )


def test_defects_and_verdicts_are_told_apart() -> None:
    report = render_audit(checked(), "en", "html", run=RUN)
    law = report[
        report.index('<section id="notice_against_law"') : report.index('<section id="systems_against_notice"')
    ]
    systems = report[report.index('<section id="systems_against_notice"') : report.index('<section id="not_checked"')]
    assert set(re.findall(r"<code>(\w+)/[\w-]+</code>", law)) == {"notice"}
    assert "notice" not in set(re.findall(r"<code>(\w+)/[\w-]+</code>", systems))


def test_a_finding_shows_its_line_with_the_value_marked_and_the_promise_in_its_own_words() -> None:
    report = render_audit(with_findings(finding()), "en", "html", run=RUN)
    assert "<pre><code><mark>US</mark>: [a]</code></pre>" in report
    transfers = jamix().transfers
    assert transfers is not None
    assert f"<q>{transfers.text['en']}</q>".replace("'", "&#39;") in report
    assert "Change the promise" in report
    assert "Change the system" in report


@pytest.mark.parametrize("format", FORMATS)
def test_the_other_places_of_a_finding_are_told(format: str) -> None:
    report = said(with_findings(finding(promise=None, related=(Location("policy.yaml", 7, 3),))), "en", format)
    assert "The notice promises these countries and no others: " in report
    assert "policy.yaml:7:3" in report


def test_a_finding_that_breaks_no_promise_offers_no_change_of_it() -> None:
    report = said(with_findings(finding(promise=None)))
    assert "Change the system" in report
    assert "Change the promise" not in report


@pytest.mark.parametrize("format", FORMATS)
def test_a_waived_finding_is_marked_and_not_counted(format: str) -> None:
    waived = Waived("In signature", "DPO", date(2026, 12, 31), Location("waivers.yaml", 3))
    report = said(with_findings(finding(waived=waived)), "en", format)
    assert "Waived until 31 December 2026: In signature. Approved by DPO." in report
    assert "1 waived" in report
    assert "waived Data go to" in report.replace("_waived_ ·", "waived")


@pytest.mark.parametrize("format", FORMATS)
def test_a_baselined_finding_is_marked(format: str) -> None:
    report = said(with_findings(finding(baselined=True)), "fi", format)
    assert "Tunnettiin ennestään." in report
    assert "1 ennestään tunnettu" in report


@pytest.mark.parametrize("format", FORMATS)
def test_a_fact_from_memory_is_told_as_such(format: str) -> None:
    sure, unsure = with_findings(finding()), with_findings(finding(from_memory=True))
    assert "not checked against its source" not in said(sure, "en", format)
    assert "not checked against its source" in said(unsure, "en", format)


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_not_checked_is_told_with_the_reason(format: str) -> None:
    result = replace(
        checked(), not_checked=(NotChecked("systems", "scope-notice"), NotChecked("x.tf", "no such reason"))
    )
    report = said(result, "fi", format)
    assert "tarkistus rajattiin selosteeseen" in report
    assert "x.tf" in report
    assert "Syytä ei ole kirjattu." in report


@pytest.mark.parametrize("format", FORMATS)
def test_a_notice_that_could_not_be_read_still_gives_a_report(format: str) -> None:
    broken = Finding(
        "input/syntax", Severity.ERROR, "policy.yaml", Location("policy.yaml", 1), arguments={"detail": "x"}
    )
    result = replace(checked(), notice=None, policy=None, promises=(), findings=(broken,))
    report = said(result, "en", format)
    assert "Errors in the files" in report
    assert "policy.yaml:1" in report


@pytest.mark.parametrize(("code", "other"), [("fi", "en"), ("en", "fi")])
def test_no_words_of_another_language_are_told(code: str, other: str) -> None:
    report = said(checked(), code)
    for _, words in texts(jamix()):
        assert len(words[other]) < 20 or " ".join(words[other].split()) not in report
    for key, words in language(other).data["audit"].items():
        assert len(words) < 12 or "{" in words or words not in report, key


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_values_are_literal(format: str) -> None:
    value = "<script>alert(1)</script>|`x`|\u202e*b* {{ 7*7 }}"
    hostile = finding(
        arguments={"country": value, "chain": value},
        subject=value,
        excerpt=value,
        location=Location(f"{value}.yaml", 1, 1, 1, 5),
        waived=Waived(value, value, date(2026, 12, 31), Location("waivers.yaml")),
    )
    report = render_audit(with_findings(hostile), "en", format, run=Run(value, value))
    assert "\u202e" not in report
    assert "{{ 7*7 }}" in report.replace("\\", "")
    if format == "html":
        assert "<script" not in report
    else:
        bare = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", report)
        assert not re.search(r"(?<!\\)[<`]", bare)
        rows = [line for line in report.split("\n") if line.startswith("| `")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows if row.count(" | ") > 3}) == 1


def test_the_page_stands_alone_and_its_links_lead_somewhere() -> None:
    report = render_audit(checked(), "fi", "html", run=RUN)
    assert not re.search(r"<(script|link|img|iframe|object)\b|url\(|@import|\bsrc=", report)
    ids = re.findall(r'\bid="([^"]+)"', report)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', report)) <= set(ids)


def test_the_same_result_gives_the_same_bytes() -> None:
    for format in FORMATS:
        assert render_audit(checked(), "fi", format, run=RUN) == render_audit(replace(checked()), "fi", format, run=RUN)


def test_there_is_no_plain_text_of_it() -> None:
    with pytest.raises(ValueError, match="text"):
        render_audit(checked(), "fi", "text", run=RUN)
