"""A finding that rests on a legal fact that nobody has checked in a source says so, in every format."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.policy.law.dated import Confidence
from seloste.policy.law.law import load_law
from seloste.reports.audit import render_audit
from seloste.reports.formats import json as report
from seloste.reports.formats import text
from seloste.reports.formats.style import Style
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.complete import checked, policy, processor, write
from tests.support.findings import change_finding

#: An instrument whose last day is from memory, and one whose last day was checked.
REMEMBERED, VERIFIED = "scc-2002-16", "privacy-shield"
CLAUSES = f"instrument: {REMEMBERED}\n        valid_from: 2009-05-02"
WORDS = {
    "fi": ("lähteestä tarkistamattomaan oikeustietoon", "jota ei ole tarkistettu lähteestä"),
    "en": ("a legal fact from memory", "not checked against its source"),
}


def test_the_facts_are_what_the_test_takes_them_for() -> None:
    assert load_law().instruments[REMEMBERED].confidences["until"] is Confidence.FROM_MEMORY
    assert load_law().instruments[VERIFIED].confidences["until"] is not Confidence.FROM_MEMORY


def relying(folder: Path, monkeypatch: pytest.MonkeyPatch, instrument: str) -> Result:
    """The result for a notice that relies on the instrument."""
    write(folder, (policy("transfers.instruments", "    - adequacy\n", f"    - adequacy\n    - {instrument}\n"),))
    return checked(folder, monkeypatch, scope="notice")


def of(result: Result, rule: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == rule]


@pytest.mark.parametrize(("instrument", "remembered"), [(REMEMBERED, True), (VERIFIED, False)])
def test_a_notice_that_relies_on_it(
    instrument: str, remembered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [finding] = of(relying(tmp_path, monkeypatch, instrument), "notice/transfer-instrument-invalid")
    assert finding.from_memory is remembered


@pytest.mark.parametrize(
    ("day", "rule"),
    [(date(2022, 11, 1), "transfer/instrument-ending"), (date(2022, 12, 28), "transfer/instrument-invalid")],
)
def test_a_processor_that_relies_on_it(day: date, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        (processor("nightlark.transfers", "instrument: scc-2021-914\n        valid_from: 2024-05-02", CLAUSES),),
    )
    [finding] = [
        finding
        for finding in of(checked(tmp_path, monkeypatch, day=day), rule)
        if finding.subject == "processors.nightlark" and ("scc" in finding.value or "2022-12" in finding.value)
    ]
    assert finding.from_memory


def test_an_end_that_was_checked_is_not_called_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = "instrument: scc-2010-87\n        valid_from: 2019-05-02"
    write(
        tmp_path,
        (processor("nightlark.transfers", "instrument: scc-2021-914\n        valid_from: 2024-05-02", clauses),),
    )
    [finding] = [
        finding
        for finding in of(checked(tmp_path, monkeypatch, day=date(2022, 11, 1)), "transfer/instrument-ending")
        if "2022-12-27" in finding.value
    ]
    assert not finding.from_memory


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("code", WORDS)
def test_the_terminal_says_so(code: str, verbose: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = Style(load_language(code), 120, False, verbose)
    words = WORDS[code][0]
    assert words in text.render_result(relying(tmp_path, monkeypatch, REMEMBERED), style)
    assert words not in text.render_result(relying(tmp_path, monkeypatch, VERIFIED), style)


def test_the_terminal_says_so_of_each_of_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = relying(tmp_path, monkeypatch, REMEMBERED)
    [finding] = of(result, "notice/transfer-instrument-invalid")
    drift = change_finding(finding, rule="transfer/instrument-invalid", promise=None)
    result = replace(result, findings=(drift, change_finding(drift, subject="processors.other")))
    output = text.render_result(result, Style(load_language("en"), 120, False, False))
    assert " ".join(output.split()).count(WORDS["en"][0]) == 2


@pytest.mark.parametrize(("instrument", "remembered"), [(REMEMBERED, True), (VERIFIED, False)])
def test_json_says_so(instrument: str, remembered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = json.loads(report.render_report(relying(tmp_path, monkeypatch, instrument), Run("1", None)))
    marks = [
        found["from_memory"] for found in document["findings"] if found["rule"].endswith("transfer-instrument-invalid")
    ]
    assert marks == [remembered]


@pytest.mark.parametrize("code", WORDS)
@pytest.mark.parametrize("form", ["html", "markdown"])
def test_the_audit_report_says_so(form: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(instrument: str) -> str:
        return render_audit(relying(tmp_path, monkeypatch, instrument), code, form, run=Run("1", None))

    assert WORDS[code][1] in render(REMEMBERED)
    assert WORDS[code][1] not in render(VERIFIED)
