"""The comment on a pull request: verdict first, the rest folded, never too long, nothing of others' is markup."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.reports.formats import github, render_format
from seloste.reports.formats.context import Home, Lead
from tests.support.findings import change_finding
from tests.support.samples import checked
from tests.support.tellings import HOSTILE, finding, hostile, telling, waived

PLAIN = finding()
TAGS = re.compile(r"(?<!\\)<(/?[a-zA-Z!][^>]*)>")
OURS = {"br", "details", "/details", "summary", "/summary", "sub", "/sub", "!-- --"}
#: A code span, whose content is literal.
SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.*?)(?<!`)\1(?!`)")


def shown(*findings: Finding, **more: Any) -> str:
    return render_format("markdown", telling(*findings, **more))


def outside_code(text: str) -> str:
    return SPAN.sub("CODE", text)


def harmless(text: str) -> None:
    """What others wrote is no tag, link, image, mention, reference or hidden character, and breaks no construct."""
    written = render_format("markdown", hostile(text))
    first, *lines = outside_code(written).splitlines()
    assert first == "<!-- seloste:check:all -->"
    assert not set(written) & set("\r\x1b\x9b\u202e\u2066\x00\u2028\ufffe\udcff")
    for line in lines:
        assert {tag[1] for tag in TAGS.finditer(line)} <= OURS
        words = re.sub(r"(?<!\\)\]\([^)]*\)", "]", line)
        assert not re.search(r"(?<!\w)@\w|(?<![\\&])#\d|https?://|www\.\w", words), words
        assert not re.search(r"(?<!\\)!\[", line)
        assert not line.startswith(("/", "::")), line
        assert all(re.fullmatch(r"[\w%./~-]+#L\d+", target) for target in _targets(line)), line
    starts = [line.startswith("<details>") for line in lines].count(True)
    assert starts == lines.count("</details>") == outside_code(written).replace("\\<", "").count("</details>")
    for table in re.findall(r"(?:^\|.*\n)+", written, re.MULTILINE):
        bars = {len(re.findall(r"(?<!\\)\|", SPAN.sub("CODE", row))) for row in table.splitlines()}
        assert len(bars) == 1, table


def _targets(line: str) -> list[str]:
    return [str(match[1]) for match in re.finditer(r"(?<!\\)\]\(([^)]*)\)", line)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(text: str) -> None:
    harmless(text)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_name_is_text(text: str) -> None:
    harmless(text)


@pytest.mark.parametrize(
    ("given", "code", "fail_on", "words"),
    [
        ((), 0, "error", "**Passed: no findings that count.**"),
        ((finding("processor/unused", "warning", promise=None),), 0, "error", "**Passed, with 1 warning.**"),
        ((PLAIN,), 1, "error", "**Not passed: 1 error.**"),
        ((finding("processor/unused", "warning", promise=None),), 1, "warning", "**Not passed: 1 warning.**"),
        ((finding("input/syntax", promise=None),), 3, "never", "**Not passed: 1 file or entry cannot be used."),
        ((replace(PLAIN, waived=waived()),), 0, "error", "**Passed: no findings that count.**"),
    ],
)
def test_the_verdict_stands_first(given: tuple[Finding, ...], code: int, fail_on: Any, words: str) -> None:
    marker, title, blank, verdict, *_ = shown(*given, exit_code=code, fail_on=fail_on).split("\n")
    assert marker.startswith("<!-- seloste:check:")
    assert title.startswith("### ")
    assert blank == ""
    assert verdict.startswith(words)


def test_findings_lead_to_their_lines() -> None:
    assert "[`systems.yaml:3`](systems.yaml#L3)" in shown(PLAIN)
    home = Home("/r", "my infra", "https://host.example/o/r/blob/abc/")
    assert "(https://host.example/o/r/blob/abc/my%20infra/systems.yaml#L3)" in shown(PLAIN, home=home)
    outside = shown(change_finding(PLAIN, location=Location("../up.yaml", 1, 1, 1, 2)))
    assert "`../up.yaml:1`" in outside
    assert "](../" not in outside


def test_defects_of_one_rule_share_a_row() -> None:
    defects = [finding("notice/legal-basis-missing", subject=f"purposes.p{n}", promise=None) for n in range(13)]
    written = shown(*defects)
    [row] = [line for line in written.split("\n") if line.startswith("| error") and "legal-basis" in line]
    assert "13 × " in row
    assert "and 3 more" in row


def test_what_is_let_pass_is_one_line_and_on_the_page_of_the_job_folded_with_its_decision() -> None:
    context = telling(replace(PLAIN, waived=waived()), replace(PLAIN, baselined=True))
    comment, written = render_format("markdown", context), github.render_summary(context)
    assert "Does not count: 1 waived and 1 in the baseline" in comment
    assert "In work" not in comment
    folded = written.partition("<details><summary>Does not count: 1 waived and 1 in the baseline</summary>")[2]
    assert "waived until 2026-12-31 by DPO: In work" in folded
    assert "in the baseline" in folded


def test_what_the_scope_leaves_to_others_is_one_line() -> None:
    written = shown(finding("notice/undated", "note", promise=None), scope="systems")
    assert written.count("1 note") == 1
    assert "notice/undated" not in written
    assert written.startswith("<!-- seloste:check:systems -->")


def test_what_a_change_does_comes_before_the_findings() -> None:
    written = shown(PLAIN, lead=Lead("What this change does", ("backup: kept → broken",)))
    assert written.index("- backup: kept → broken") < written.index("systems.yaml:3")


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_too_much_is_cut_between_rows_and_told(lang: str) -> None:
    many = [
        finding(
            "system/safeguard-broken", subject=f"systems.ä{n}", location=Location("systems.yaml", n + 1, 1, n + 1, 5)
        )
        for n in range(2_000)
    ]
    context = telling(*many, lang=lang)
    comment, page = render_format("markdown", context), github.render_summary(context)
    assert 40_000 < len(comment.encode()) <= 65_536
    assert 65_536 < len(page.encode()) <= 1024 * 1024
    rows = comment.count("\n| error |" if lang == "en" else "\n| virhe |")
    left = 2_000 - rows
    assert context.language.format_value(left) in comment
    assert "seloste check --format json" in comment
    assert comment.count("<details>") == comment.count("</details>") > 0
    assert len(github.render_summary(context, 5_000).encode()) <= 5_000


def test_a_long_name_takes_no_more_than_its_row() -> None:
    assert len(render_format("markdown", hostile("x" * 10_000))) < 40_000


def test_the_whole_report_of_jamix_fits() -> None:
    for lang in ("fi", "en"):
        written = render_format("markdown", replace(telling(lang=lang), result=checked()))
        assert len(written.encode()) < 40_000
        assert "…" not in written.partition("<details>")[0]
