"""Values as people write them: refused, with what they seem to mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System
from seloste.checker.reading.documents import open_file, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import WorkTree
from seloste.checker.reading.value_hints import add_hint
from seloste.policy.familiar_values import find_choices, find_country, find_day, find_period, find_truth, is_area
from seloste.reports.language.language import load_language


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("UK", "GB"), ("USA", "US"), ("Finland", "FI"), ("Suomi", "FI"), ("Sverige", "SE"), ("fi", "FI")),
        *(("Great Britain", "GB"), ("SWE", "SE"), ("Norge", "NO"), ("EL", "GR"), ("Atlantis", ""), ("EU", "")),
    ],
)
def test_a_country_is_known_by_its_names_and_other_codes(written: str, meant: str) -> None:
    assert find_country(written) == meant


def test_an_area_is_no_country() -> None:
    assert all(map(is_area, ("EU", "EEA", "ETA", "Euroopan unioni", "Norden")))
    assert not any(map(is_area, ("FI", "Suomi", "UK")))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(
            ("2y", "P2Y"),
            ("2 years", "P2Y"),
            ("24 kk", "P24M"),
            ("2 vuotta", "P2Y"),
            ("6 mån", "P6M"),
            ("p30d", "P30D"),
        ),
        *(
            ("72h", "PT72H"),
            ("10 min", "PT10M"),
            ("30 pv.", "P30D"),
            ("two years", ""),
            ("2 parsecs", ""),
            ("24", ""),
            ("P0D", ""),
        ),
    ],
)
def test_a_period_is_known_in_words(written: str, meant: str) -> None:
    assert find_period(written) == meant


def test_a_day_is_known_in_the_order_of_europe() -> None:
    assert find_day("5.10.2026") == "2026-10-05"
    assert find_day("31.2.2026") == ""
    assert find_day("5/10/2026") == ""  # the fifth of October, or the tenth of May
    assert find_day("25/10/2026") == "2026-10-25"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("5. 10. 2026", "2026-10-05"), ("2026/10/05", "2026-10-05"), ("2026-10-5", "2026-10-05")),
        *(("20261005", "2026-10-05"), ("2026-10-05T12:00:00Z", "2026-10-05"), ("2026", ""), ("2026-13-05", "")),
    ],
)
def test_a_day_is_known_in_other_forms(written: str, meant: str) -> None:
    assert find_day(written) == meant


def test_words_mean_the_values_that_are_allowed_at_the_place() -> None:
    assert find_choices("SCC", ["scc", "scc-2021-914"]) == ("scc", "scc-2021-914")
    assert find_choices("Standard Contractual Clauses", ["scc"]) == ("scc",)
    assert find_choices("no", ["never", "allowed"]) == ("never",)
    assert find_choices("UK Extension", ["uk-us-bridge", "eu-us-dpf"]) == ("uk-us-bridge",)
    assert find_choices("no", ["implemented", "not-implemented"]) == ("not-implemented",)
    assert find_choices("suostumus", ["consent", "contract"]) == ("consent",)
    assert find_choices("no", ["processor"]) == ()
    assert find_truth("kyllä") == "true"


PROCESSOR = """\
processors:
  mailer:
    name: Mailer Inc.
    country: {country}
    role: {role}
    transfers: [{{country: US, instrument: {instrument}}}]
    breach_notice: {period}
    safeguards: {{{control}: implemented}}
"""
RIGHT = {
    "country": "US",
    "role": "processor",
    "instrument": "eu-us-dpf",
    "period": "PT48H",
    "control": "backup",
}


@pytest.mark.parametrize(
    ("part", "written", "rule", "meant"),
    [
        ("country", "Finland", "invalid-value", "did you mean “FI”?"),
        ("country", "Euroopan unioni", "invalid-value", "is an area and not a country"),
        ("country", "Atlantis", "invalid-value", "or X-EPO"),
        ("role", "Processor", "invalid-value", "did you mean “processor”?"),
        ("role", "käsittelijä", "invalid-value", "did you mean “processor”?"),
        ("instrument", "DPF", "invalid-value", "did you mean “eu-us-dpf”?"),
        ("instrument", "SCC", "invalid-value", "did you mean “scc” or “scc-2021-914”?"),
        ("instrument", "Privacy Shield", "invalid-value", "did you mean “privacy-shield”?"),
        ("instrument", "scc-2021", "invalid-value", "did you mean “scc-2021-914”?"),
        ("instrument", "BCR", "invalid-value", "did you mean “bcr”?"),
        ("period", "48 hours", "invalid-value", "did you mean “PT48H”?"),
        ("period", "soon", "invalid-value", "30 days)"),
        ("control", "MFA", "unknown-key", "did you mean “multi-factor-authentication”?"),
        ("control", "salaus", "unknown-key", "did you mean “encryption-in-transit” or “encryption-at-rest”?"),
    ],
)
def test_the_message_says_what_the_value_seems_to_mean(
    part: str, written: str, rule: str, meant: str, tmp_path: Path
) -> None:
    (found,) = _find_problems(tmp_path, PROCESSOR.format(**{**RIGHT, part: written}), Processor, "processors", "mailer")
    assert found.rule == f"input/{rule}"
    assert meant in load_language("en").message(found)
    for language in ("fi", "sv"):
        assert "{" not in load_language(language).message(found)


def test_a_status_that_is_a_truth_value_has_a_hint(tmp_path: Path) -> None:
    text = "systems: {crm: {name: CRM, safeguards: {backup: true, firewall: no}}}\n"
    found = _find_problems(tmp_path, text, System, "systems", "crm")
    messages = [load_language("en").message(each) for each in found]
    assert "did you mean “implemented”?" in messages[0], messages
    assert "did you mean “not-implemented”?" in messages[1]


def test_a_value_of_the_right_form_does_not_mean_itself() -> None:
    problem = Problem("invalid-value", "interval", None, {"value": "P0D"})
    assert add_hint(problem, "P0D") == problem
    assert "suggestion" in add_hint(problem, "2 days").arguments


def _find_problems(folder: Path, text: str, model: type, kind: str, entry: str) -> list[Finding]:
    path = folder / f"{kind}.yaml"
    path.write_text(text, "utf-8")
    file = open_file(path, path.name, kind, WorkTree(folder))
    validate_record(file, file.documents[0], model, kind, entry)
    return file.findings
