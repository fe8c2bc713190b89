"""The report for auditors: every promise, every finding, what let it pass, what was not checked, and proof."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.judging.check import check
from seloste.checker.position import Location
from seloste.checker.result import NotChecked, Result
from seloste.checker.rules.catalogue import load_catalogue
from seloste.checker.suppression.waivers import SourceLine, Waiver
from seloste.policy.law.law import load_law
from seloste.policy.texts import list_texts
from seloste.reports.audit import render_audit
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.gravity import Gravity
from seloste.reports.audit.promises import describe_age
from seloste.reports.formats import json as report_json
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support import ROOT
from tests.support.findings import change_finding, make_finding
from tests.support.samples import DAY, Words, checked, jamix
from tests.support.workspaces import open_workspace

RUN = Run("1.2.3", "0123abcd")
FORMATS = ("html", "markdown")


def render_words(result: Result, code: str = "en", format: str = "html") -> str:
    """The report's words on one line."""
    report = render_audit(result, code, format, run=RUN)
    return " ".join((Words(report).text if format == "html" else report.replace("\\", "")).split())


def name_place(location: Location) -> str:
    """A place as the report writes it. A resource of a plan has no line."""
    return f"{location.path}:{location.line}:{location.column}" if location.line else location.path


def with_findings(*findings: Finding) -> Result:
    return replace(checked(), findings=findings)


def finding(**changes: object) -> Finding:
    base = make_finding(
        "transfer/country-undeclared",
        Severity.ERROR,
        "processors.mailer",
        Location("processors.yaml", 12, 9, 12, 11),
        promise="transfers",
        arguments={"country": "X", "chain": "crm → mailer"},
        excerpt="        US: [a]",
    )
    return change_finding(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", ["fi", "en"])
def test_every_promise_and_every_finding_is_told_with_its_place(format: str, code: str) -> None:
    result, words = checked(), load_language(code)
    report = render_words(result, code, format)
    for judged in result.promises:
        assert judged.id in report
        assert judged.text is None or " ".join(judged.text[code].split()) in report
    for reported in AuditReport(result, words, RUN).findings:
        assert " ".join(reported.message.split()) in report
        assert name_place(reported.finding.location) in report
    assert len(result.findings) > 40


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("code", "section", "detail", "nothing"),
    [
        ("en", "disclosures", "discloses", "discloses data to nobody"),
        ("fi", "disclosures", "discloses", "ei luovuta tietoja"),
        ("en", "processors", "engages", "uses no processors"),
        ("fi", "processors", "engages", "ei käytä käsittelijöitä"),
    ],
)
def test_an_empty_list_is_told_as_an_answer(code: str, section: str, detail: str, nothing: str, format: str) -> None:
    result = checked()
    judged = next(judged for judged in result.promises if judged.id == section)
    item = judged.evidence[0]

    def render_with(answer: str) -> str:
        evidence = (replace(item, detail=answer, arguments={}),)
        return render_words(replace(result, promises=(replace(judged, evidence=evidence, silent=()),)), code, format)

    assert nothing in render_with(f"{detail}-none")
    assert nothing not in render_with("silent")


@pytest.mark.parametrize("format", FORMATS)
def test_the_inputs_are_proven(format: str) -> None:
    result = checked()
    report = render_words(result, "en", format)
    assert result.policy is not None
    assert {item.kind for item in result.inputs} == {"config", "systems", "processors", "evidence"}
    for item in (result.policy, *result.inputs):
        assert item.path in report
        assert item.sha256 in report
    for proof in ("1.2.3", "0123abcd", "22 November 2026", "30 September 2026"):
        assert proof in report


def test_the_numbers_are_those_of_the_result() -> None:
    result = checked()
    report = render_words(result, "en", "markdown")
    counts, verdicts = result.counts(), {verdict.value: count for verdict, count in result.verdicts().items()}
    errors, warnings, notes = (counts[severity] for severity in Severity)
    assert f"{sum(counts.values())} open findings: {errors} errors, {warnings} warnings and {notes} notes." in report
    # That the law data are old is a finding on the tool's own data, whatever family its rule belongs to.
    defects = sum(found.family == "notice" and found.rule != "notice/law-unverified" for found in result.findings)
    assert f"{defects} of them are about the notice itself" in report
    verdicts_sentence = (
        f"Of them broken: {verdicts['broken']}; unverified: {verdicts['unverified']}; kept: {verdicts['kept']}."
    )
    assert verdicts_sentence in report
    bar = render_audit(result, "en", "html", run=RUN)
    assert f"kept {verdicts['kept']}; broken {verdicts['broken']}; unverified {verdicts['unverified']}" in bar


def test_a_bar_has_a_text_alternative_and_is_full() -> None:
    report = render_audit(checked(), "fi", "html", run=RUN)
    bars = re.findall(r'<svg class="bar".*?</svg>', report, re.DOTALL)
    assert len(bars) == 1
    for bar in bars:
        assert 'role="img"' in bar
        assert re.search(r"<title>[^<]+: toteutuu \d+; ei toteudu \d+; todentamatta \d+</title>", bar)
        assert sum(float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', bar)) == pytest.approx(
            100, abs=0.1
        )


def test_findings_are_numbered_through_the_gravest_first() -> None:
    sections = AuditReport(checked(), load_language("en"), RUN).finding_sections
    assert [section.gravity for section in sections] == [*Gravity][1:-1]
    numbers = [reported.number for section in sections for reported in section.findings]
    assert numbers == list(range(1, len(checked().findings) + 1))
    gravest, *others = sections
    assert {each.finding.promise.partition(".")[0] for each in gravest.findings if each.finding.promise} == {
        "transfers",
        "safeguards",
    }
    unlawful = [each.finding.subject for each in gravest.findings[:2]]
    assert unlawful == ["processors.voicelab", "processors.mailer"]
    assert {each.finding.severity for each in others[0].findings} == {Severity.ERROR}


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
    report = render_words(with_findings(finding(promise=None, related=(Location("policy.yaml", 7, 3),))), "en", format)
    assert "The notice promises these countries and no others: " in report
    assert "policy.yaml:7:3" in report


def test_a_finding_that_breaks_no_promise_offers_no_change_of_it() -> None:
    report = render_words(with_findings(finding(promise=None)))
    assert "Change the system" in report
    assert "Change the promise" not in report


@pytest.mark.parametrize("format", FORMATS)
def test_a_waived_finding_is_marked_and_not_counted(format: str) -> None:
    waived = Waived("In signature", "DPO", date(2026, 12, 31), Location("waivers.yaml", 3))
    result = with_findings(finding(waived=waived))
    report = render_words(result, "en", format)
    assert "Waived until 31 December 2026: In signature. Approved by DPO." in report
    assert "waived Data go to" in report.replace("_waived_ ·", "waived")
    assert "39 days left" in report
    assert "There are no open findings. 1 more finding is waived or in the baseline." in report.replace(" - ", " ")


@pytest.mark.parametrize("format", FORMATS)
def test_a_baselined_finding_is_marked_and_listed(format: str) -> None:
    result = with_findings(finding(baselined=True))
    assert "Tunnettiin ennestään." in render_words(result, "fi", format)
    report = render_audit(result, "en", format, run=RUN)
    listed = report[report.index("Findings in the baseline") :]
    assert "processors.mailer" in listed
    assert "No finding is in the baseline" not in listed
    assert "1 more finding is waived or in the baseline." in report


@pytest.mark.parametrize("format", FORMATS)
def test_a_fact_from_memory_is_told_as_such(format: str) -> None:
    sure, unsure = with_findings(finding()), with_findings(finding(from_memory=True))
    assert "not checked against its source" not in render_words(sure, "en", format)
    assert "not checked against its source" in render_words(unsure, "en", format)


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_not_checked_is_told_with_the_reason(format: str) -> None:
    result = replace(
        checked(), not_checked=(NotChecked("systems", "scope-notice"), NotChecked("x.tf", "no such reason"))
    )
    report = render_words(result, "fi", format)
    assert "tarkastus rajattiin selosteeseen" in report
    assert "x.tf" in report
    assert "Syytä ei ole kirjattu." in report


@pytest.mark.parametrize("format", FORMATS)
def test_a_notice_that_could_not_be_read_still_gives_a_report(format: str) -> None:
    broken = make_finding(
        "input/syntax", Severity.ERROR, "policy.yaml", Location("policy.yaml", 1), arguments={"detail": "x"}
    )
    result = replace(checked(), notice=None, policy=None, promises=(), findings=(broken,))
    report = render_words(result, "en", format)
    assert "Errors in the files" in report
    assert "policy.yaml:1" in report


def words_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Every word of some data of a language."""
    for value in data.values():
        yield from words_in(value) if isinstance(value, Mapping) else (str(value),)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("code", "other"), [("fi", "en"), ("en", "fi")])
def test_no_words_of_another_language_are_told(code: str, other: str, format: str) -> None:
    report = render_words(checked(), code, format)
    for _, words in list_texts(jamix()):
        assert len(words[other]) < 20 or " ".join(words[other].split()) not in report
    own = set(words_in(load_language(code).data["audit"]))
    for file in ("audit", "evidence"):
        for word in words_in(load_language(other).data[file]):
            assert len(word) < 12 or "{" in word or word in own or word not in report, word


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
    report = render_audit(hostile_company(value, hostile), "en", format, run=Run(value, value))
    assert "\u202e" not in report
    assert "{{ 7*7 }}" in report.replace("\\", "")
    if format == "html":
        assert "<script" not in report
        pictures = "".join(re.findall(r"<svg.*?</svg>", report, re.DOTALL))
        assert "&lt;script&gt;" in pictures
        assert "[U+202E]" in pictures
    else:
        bare = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", report)
        assert not re.search(r"(?<!\\)[<`]", bare)
        for table in re.split(r"\n\n", report):
            lines = [line for line in table.split("\n") if line.startswith("| ")]
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) <= 1, lines


def hostile_company(value: str, *findings: Finding) -> Result:
    """The result with its records called by a hostile name."""
    result = with_findings(*findings)

    def renamed(entries: Mapping[str, Any]) -> dict[str, Any]:
        return {
            id: replace(entry, record=entry.record.model_copy(update={"name": value})) for id, entry in entries.items()
        }

    return replace(
        result,
        system_entries=renamed(result.system_entries),
        processor_entries=renamed(result.processor_entries),
    )


def test_the_page_stands_alone_and_its_links_lead_somewhere() -> None:
    report = render_audit(checked(), "fi", "html", run=RUN)
    assert not re.search(r"<(script|link|img|iframe|object)\b|url\(|@import|\bsrc=", report)
    assert "<svg" in report
    ids = re.findall(r'\bid="([^"]+)"', report)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', report)) <= set(ids)


def test_the_same_result_gives_the_same_bytes() -> None:
    for format in FORMATS:
        assert render_audit(checked(), "fi", format, run=RUN) == render_audit(replace(checked()), "fi", format, run=RUN)


def test_there_is_no_plain_text_of_it() -> None:
    with pytest.raises(ValueError, match="text"):
        render_audit(checked(), "fi", "text", run=RUN)


def test_every_finding_of_the_json_report_is_told_once_and_linked_to_its_promise() -> None:
    result = checked()
    report = render_audit(result, "en", "html", run=RUN)
    listed = {each["fingerprint"]: each for each in json.loads(report_json.render_report(result, RUN))["findings"]}
    assert len(listed) == len(result.findings)
    items = re.findall(r'<li class="finding[^"]*" id="finding-(\d+)">(.*?)</li>', report, re.DOTALL)
    numbered = {str(each.number): each for each in AuditReport(result, load_language("en"), RUN).findings}
    assert [int(number) for number, _ in items] == list(range(1, len(result.findings) + 1))
    for number, words in items:
        found = listed[numbered[number].finding.fingerprint]
        text = " ".join(Words(words).text.split())
        assert " ".join(numbered[number].message.split()) in text
        assert found["subject"] in text
        links = re.findall(r'href="#promise-([^"]+)"', words)
        silent_on = ["safeguards.firewalls"] if found["rule"] == "system/safeguard-missing" else []
        assert links == ([found["promise"]] if found["promise"] else silent_on)


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_evidence_has_the_names_of_records_not_their_ids(format: str) -> None:
    report = render_words(checked(), "en", format)
    assert "Contact form declares:" in report
    assert "systems.web-form declares" not in report.replace("`", "")


def test_a_promise_leads_to_each_finding_and_each_defect_on_it() -> None:
    result = checked()
    report = render_audit(result, "en", "html", run=RUN)
    numbered = AuditReport(result, load_language("en"), RUN).findings
    for judged in result.promises:
        article = report[report.index(f'<article class="promise" id="promise-{judged.id}"') :].partition("</article>")[
            0
        ]
        numbers = {each.number for each in numbered if judged.id in {promise.id for promise in each.promises}}
        numbers |= {
            each.number
            for each in numbered
            if each.finding.subject == judged.id and each.finding.rule in judged.defects
        }
        assert {int(number) for number in re.findall(r'href="#finding-(\d+)"', article)} == numbers
        for rule in judged.defects:
            assert f'href="#rule-{rule}"' in article


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", ["fi", "en"])
def test_what_does_not_support_has_its_place_its_kind_and_its_age_and_the_rest_is_folded(
    code: str, format: str
) -> None:
    result, words = checked(), load_language(code)
    report = render_words(result, code, format)
    for judged in result.promises:
        supporting = [item for item in judged.evidence if item.holds]
        against = [item for item in (*judged.evidence, *judged.silent) if not item.holds]
        for item in (*against, *(supporting if len(supporting) == 1 else ())):
            assert name_place(item.location) in report
            assert words.word(f"evidence.{item.detail}", **item.arguments) in report
            dated = words.word("audit.undated") if item.dated is None else words.format_value(item.dated)
            assert dated in report
        if len(supporting) > 1:
            assert words.count("audit.supporting", len(supporting)) in report


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        (date(2026, 11, 22), "0 days"),
        (date(2026, 11, 21), "1 day"),
        (date(2026, 10, 23), "30 days"),
        (date(2026, 10, 22), "1 month"),
        (date(2025, 11, 23), "11 months"),
        (date(2025, 11, 22), "1 year"),
        (date(2024, 8, 1), "2 years and 3 months"),
        (date(2027, 1, 1), "dated after the day of the check"),
        (None, "undated"),
    ],
)
def test_the_age_of_evidence(dated: date | None, expected: str) -> None:
    assert describe_age(dated, date(2026, 11, 22), load_language("en")) == expected


@pytest.mark.parametrize("format", FORMATS)
def test_no_code_of_a_format_stands_for_words_in_evidence(format: str) -> None:
    report = render_words(checked(), "fi", format)
    start = report.rindex("Lupaukset yksitellen")
    report = report[start : report.index("Järjestelmät ja lupaukset", start)]
    assert "P1Y" not in report
    assert "(contract-end)" not in report
    assert ": implemented" not in report


@pytest.mark.parametrize("format", FORMATS)
def test_the_matrix_shows_what_each_record_shows_of_each_promise(format: str) -> None:
    result = checked()
    matrix = AuditReport(result, load_language("en"), RUN).matrix
    cells = {
        (column.subjects[0], line.promise): cell.support
        for block in matrix.blocks
        for line in block.lines
        for column, cell in zip(block.columns, line.cells, strict=True)
        if cell
    }
    shown = {(item.subject, judged.id) for judged in result.promises for item in (*judged.evidence, *judged.silent)}
    assert set(cells) == shown
    for judged in result.promises:
        against = {item.subject for item in judged.evidence if not item.holds}
        assert against == {
            subject for subject, promise in cells if (promise, cells[subject, promise]) == (judged.id, "contradicts")
        }
    assert not matrix.folded
    sign = '<td class="contradicts">' if format == "html" else " `−[^`|]*` \\|"
    signs = re.findall(sign, render_audit(result, "en", format, run=RUN))
    assert len(signs) == list(cells.values()).count("contradicts")


@pytest.mark.parametrize("format", FORMATS)
def test_every_rule_is_applied_or_left_out_with_a_reason(format: str) -> None:
    report = render_words(checked("examples/complete/seloste.yaml"), "en", format)
    section = report[report.rindex("Rules applied") :]
    for rule in load_catalogue():
        assert rule in section
    left = section[section.index("Rules not applied, and why") :]
    assert "evidence/" in left
    assert "no evidence of infrastructure was given" in left


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", ["fi", "en"])
def test_a_check_of_the_notice_alone_has_a_report(code: str, format: str) -> None:
    result = check(open_workspace(config=ROOT / "seloste.yaml"), load_law(), DAY, scope="notice", jobs=1)
    report = render_words(result, code, format)
    assert "system/purpose-undeclared" in report
    assert load_language(code).word("phrases.scope-notice") in report
    assert load_language(code).word("audit.matrix.empty") in report


@pytest.mark.parametrize("format", FORMATS)
def test_countries_are_told_with_the_instrument_and_the_day_it_ends(format: str) -> None:
    report = render_words(checked(), "en", format)
    table = report[report.index("Countries and grounds for transfers") :]
    for words in (
        "Privacy Shield",
        "could be relied on until 15 July 2020",
        "27 December 2031",
        "none given",
        "India (IN)",
        "in the EEA",
    ):
        assert words in table


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_a_waiver_that_lets_nothing_pass_is_shown_with_its_owner(format: str) -> None:
    place = SourceLine(Location("waivers.yaml", 7, 5), None)
    ended = Waiver("system/owner-missing", "Was agreed", date(2026, 1, 31), place, place, "systems.x", "The DPO")
    report = render_audit(replace(checked(), idle_waivers=(ended,)), "en", format, run=RUN)
    for words in ("Waivers that waive nothing", "31 January 2026", "The DPO", "Was agreed", "waivers.yaml:7:5"):
        assert words in report
