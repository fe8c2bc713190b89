"""The summary of the report for auditors: what it says first, that it stays short, and whose data it names."""

from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.audit import render_audit_report, render_summary
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.gravity import Gravity, weigh_finding
from seloste.reports.audit.runs import join_numbers
from seloste.reports.language.language import load_language
from seloste.reports.language.quoted import describe_quoted
from seloste.reports.run import Run
from tests.support.findings import make_finding
from tests.support.samples import checked

RUN = Run("1.2.3", "0123abcd", "seloste report --as-of 2026-11-22")
PLACE = Location("systems.yaml", 3, 5)


def write(result: Result, format: str = "markdown", code: str = "en") -> str:
    return render_summary(AuditReport(result, load_language(code), RUN), format).replace("\\", "")


def contradict(rule: str, promise: str | None, subject: str = "systems.crm", law: tuple[str, ...] = ()) -> Finding:
    return make_finding(rule, Severity.ERROR, subject, PLACE, promise=promise, law=law)


def test_a_promise_about_transfers_weighs_most_then_special_categories_then_safeguards() -> None:
    unlawful = contradict("transfer/instrument-missing", "transfers", law=("GDPR Art. 44–46",))
    undeclared = contradict("transfer/country-undeclared", "transfers", law=("GDPR Art. 13(1)(f)",))
    special = contradict("system/field-undeclared", "fields", "systems.patients")
    safeguard = contradict("system/safeguard-broken", "safeguards.backup")
    other = contradict("system/source-undeclared", "sources")
    weighed = [weigh_finding(each, {"systems.patients"}) for each in (other, safeguard, special, undeclared, unlawful)]
    assert [gravity for gravity, _ in weighed] == [Gravity.ERROR, *[Gravity.GRAVEST] * 4]
    keys = [key for _, key in weighed]
    assert keys[1:] == sorted(keys[1:], reverse=True)


def test_what_was_not_read_comes_first_and_what_is_waived_last() -> None:
    waived = Waived("In signature", "DPO", date(2026, 12, 31), PLACE)
    found = contradict("transfer/instrument-missing", "transfers")
    assert weigh_finding(replace(found, waived=waived), frozenset())[0] is Gravity.PASSED
    assert (
        weigh_finding(make_finding("input/syntax", Severity.ERROR, "a.yaml", PLACE), frozenset())[0] is Gravity.UNREAD
    )


def test_the_two_unlawful_transfers_come_first_with_whose_data_they_touch() -> None:
    words = write(checked())
    first, second = re.findall(r"^\| [12] \| (.*)$", words, re.MULTILINE)
    assert "Support desk → Tukiportti Ltd → Voicelab Corp. (US)" in first
    assert "Privacy Shield" in second
    assert "Customers and potential customers; 1 system" in second
    assert "no opinion" in words
    assert RUN.command in words


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_promises_stand_in_the_words_of_the_notice_those_not_kept_first(verdict: Verdict) -> None:
    result = checked()
    words = write(result)
    rows = re.findall(r"^\| \*\*(kept|broken|unverified)\*\*", words, re.MULTILINE)
    assert rows == sorted(rows, key=["broken", "unverified", "kept"].index)
    assert rows.count(verdict) == result.verdicts()[verdict]


def test_however_much_there_is_the_summary_stays_short() -> None:
    result = checked()
    many = [
        replace(found, found=replace(found.found, subject=f"{found.subject}-{number}", value=f"{number}"))
        for found in result.findings
        for number in range(40)
    ]
    large = replace(result, findings=tuple(many), promises=result.promises * 5)
    words = write(large)
    assert len(words.splitlines()) < 130
    assert "and 39 more of this kind" in words
    assert re.search(r"And \d\d\d more promises", words)
    assert f"There are {len(many)} open findings" in words
    page = write(large, "html")
    assert len(page.encode()) < 3 * 80_000


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_it_stands_alone_and_opens_the_report(code: str) -> None:
    audit = AuditReport(checked(), load_language(code), RUN)
    alone, whole = render_summary(audit, "html"), render_audit_report(audit, "html")
    assert not re.search(r'href="#(?!content)', alone)
    assert whole.index('id="summary"') < whole.index('id="part-results"') < whole.index('id="part-annexes"')
    assert 'href="#finding-1"' in whole


def test_numbers_in_a_row_are_joined() -> None:
    listed = {each.number: each for each in AuditReport(checked(), load_language("en"), RUN).findings}

    def joined(*numbers: int) -> str:
        return join_numbers(listed[number] for number in numbers)

    assert joined(9, 1, 2, 3, 7, 10, 2) == "1–3, 7, 9–10"
    assert joined() == ""
    assert joined(*range(1, 40, 2)) == "1, 3, 5, 7 …"


def test_a_group_of_people_within_a_line_begins_small() -> None:
    """A second group does not begin a sentence; one that the notice lacks keeps its id."""
    summary = write(checked(), code="fi")
    assert "Asiakkaat ja potentiaaliset asiakkaat; 1 järjestelmä" in summary
    assert "Potentiaaliset asiakkaat ja job-applicants; 1 järjestelmä" in summary


def test_each_level_says_which_numbers_it_has() -> None:
    """Of what has no room the reader must know where it stands."""
    result = checked()
    report = AuditReport(result, load_language("en"), RUN)
    [notes] = [level for level in report.summary.levels if level.gravity is Gravity.NOTE]
    assert notes.omitted
    assert (
        f"| **note** | {notes.numbers} | {notes.count} findings; {notes.omitted} kinds are not listed here |"
        in write(result)
    )


def test_words_in_another_language_than_the_report_say_which() -> None:
    """Once at the promises of the summary, and once where they stand one by one; nowhere, where none is."""
    result = checked()
    note = "Dataskyddsbeskrivningen har ingen text på svenska. Dess egna ord återges på engelska."
    swedish = AuditReport(result, load_language("sv"), RUN)
    for format in ("html", "markdown"):
        assert render_summary(swedish, format).count(note) == 1
        assert render_audit_report(swedish, format).count(note) == 2
    assert write(result, code="sv").index(note) > write(result, code="sv").index("Löftena med beskrivningens egna ord")
    assert [AuditReport(result, load_language(code), RUN).quoted for code in ("fi", "en", "en-GB")] == ["", "", ""]


def test_a_notice_that_is_half_translated_says_what_is_quoted_in_which_language() -> None:
    texts = [{"fi": "Sana", "sv": "Ord"}, {"fi": "Sana", "en": ""}, {}]
    assert describe_quoted(texts, load_language("sv")) == (
        "Där dataskyddsbeskrivningen inte har någon text på svenska återges dess egna ord på finska."
    )
    assert describe_quoted([*texts, {"sv-x-latt": "Ord"}], load_language("en")) == (
        "The notice has no text in English: its own words are quoted in Finnish and Swedish."
    )
    assert describe_quoted(texts, load_language("fi")) == ""
