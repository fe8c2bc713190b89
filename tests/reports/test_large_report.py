"""Reports of thousands of findings: valid, and written in memory that does not grow with them."""

from __future__ import annotations

import tracemalloc

import pytest

from seloste.checker.finding import Finding
from seloste.checker.reading.documents import Input
from seloste.reports.formats import FORMATS, render_format, stream_format
from seloste.reports.formats.report_schema import Report
from tests.support.tellings import finding, telling

#: The formats that list every finding, and that are written piece by piece.
STREAMED = ("json", "sarif", "gitlab", "github")


def make_findings(count: int) -> list[Finding]:
    """Findings of several rules, each about another system."""
    kinds = {"system/safeguard-broken": "safeguards.backup", "system/field-undeclared": "fields"}
    return [
        finding(rule, promise=promise, subject=f"systems.s{number}", arguments={"system": f"S {number}", "value": "x"})
        for number in range(count // len(kinds))
        for rule, promise in kinds.items()
    ]


def test_a_report_of_thousands_of_findings_is_valid() -> None:
    inputs = tuple(Input(f"systems/{number}.yaml", "systems", "0" * 64) for number in range(1_000))
    report = Report.model_validate_json(render_format("json", telling(*make_findings(2_000), inputs=inputs)))
    assert len(report.findings) == 2_000
    assert [each.path for each in report.inputs] == [each.path for each in inputs]
    assert len({each.fingerprint for each in report.findings}) == 2_000


@pytest.mark.parametrize("format", STREAMED)
def test_what_is_in_memory_does_not_grow_with_the_findings(format: str) -> None:
    def measure(count: int) -> int:
        context = telling(*make_findings(count))
        for _ in range(2):  # the first time loads words
            tracemalloc.start()
            length = sum(map(len, stream_format(format, context)))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert length > 100 * count
        return peak

    few, many = measure(500), measure(4_000)
    # beside the pieces, SARIF and the log of GitHub sort the findings: a few numbers each, and no text
    assert many - few < 200 * 3_500


def test_every_format_is_made_in_pieces() -> None:
    context = telling(*make_findings(10))
    for format in FORMATS["check"]:
        assert "".join(stream_format(format, context)) == render_format(format, context) != ""
