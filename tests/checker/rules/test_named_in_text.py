"""Where the words say what a key lacks, the finding says that the key lacks it, and not that nobody tells it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from seloste.checker.finding import Finding, Severity
from seloste.reports.language.language import load_language
from tests.support.complete import checked

Find = Callable[[str, str], list[Finding]]


@pytest.fixture(name="find")
def make_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    def find(policy: str, rule: str) -> list[Finding]:
        languages = "notice: {languages: [fi, en, sv]}\ncontroller: {name: Kiuru Oy}\n"
        (tmp_path / "policy.yaml").write_text(languages + policy, "utf-8")
        result = checked(tmp_path, monkeypatch, scope="notice")
        return [finding for finding in result.findings if finding.rule == f"notice/{rule}"]

    return find


def say(finding: Finding) -> dict[str, str]:
    return {code: load_language(code).message(finding) for code in ("fi", "en", "sv")}


def transfer(fi: str, en: str, sv: str, more: str = "") -> str:
    return f"transfers:\n  text: {{fi: {fi!r}, en: {en!r}, sv: {sv!r}}}\n  rule: allowed\n{more}"


TOOL = transfer(
    "Siirto Intiaan perustuu vakiosopimuslausekkeisiin.",
    "The transfer to India rests on standard contractual clauses.",
    "Överföringen till Indien grundar sig på standardavtalsklausuler.",
)
NOTHING = transfer("Siirrämme tietoja.", "We transfer data.", "Vi överför uppgifter.")
DENIED = transfer(
    "Siirrämme tietoja, mutta emme Intiaan.",
    "We do not transfer data to India.",
    "Vi överför inte uppgifter till Indien.",
)
NO_TOOL = transfer("Siirrämme tietoja Intiaan.", "We transfer data to India.", "Vi överför uppgifter till Indien.")


def test_a_transfer_tool_in_the_text_lacks_only_its_key(find: Find) -> None:
    for policy in (TOOL, TOOL + "  countries: [IN]\n"):
        [finding] = find(policy, "transfer-instrument-missing")
        assert (finding.severity, finding.variant) == (Severity.ERROR, "text")
        assert say(finding) == {
            "fi": "tekstissä mainitaan siirtoperuste (vakiosopimuslausekkeisiin), mutta sitä ei ole merkitty kohtaan"
            " transfers.instruments",
            "en": "the text names a ground for transfers (standard contractual clauses), but transfers.instruments"
            " does not",
            "sv": "texten nämner en överföringsgrund (standardavtalsklausuler), men den har inte angetts i"
            " transfers.instruments",
        }
    variants = [find(policy, "transfer-instrument-missing")[0].variant for policy in (NOTHING, NO_TOOL)]
    assert variants == ["no-country", "no-tool"]


def test_countries_in_the_text_lack_only_their_key(find: Find) -> None:
    [finding] = find(NO_TOOL, "transfer-unspecific")
    assert say(finding) == {
        "fi": "tekstissä mainitaan kohdemaita (Intiaan), mutta niitä ei ole merkitty kohtaan transfers.countries",
        "en": "the text names countries (India), but transfers.countries does not",
        "sv": "texten nämner länder (Indien), men de har inte angetts i transfers.countries",
    }
    assert [find(policy, "transfer-unspecific")[0].variant for policy in (NOTHING, DENIED)] == ["", ""]


def test_a_period_in_the_text_lacks_only_its_key(find: Find) -> None:
    stated = "{fi: Tiedot poistetaan kahden vuoden kuluttua., en: Erased after two years., sv: Raderas efter två år.}"
    [finding] = find(f"retention: {{a: {{text: {stated}}}}}", "retention-vague")
    assert (finding.severity, finding.value) == (Severity.WARNING, "")
    assert (
        say(finding)["en"]
        == "the text names a storage period (two years), but maximum does not: “Erased after two years”"
    )
    assert "(kahden vuoden)" in say(finding)["fi"]
    [several] = find(
        f"retention: {{a: {{text: {stated}}}, b: {{text: {{fi: Tiedot poistetaan.}}}}}}", "retention-vague"
    )
    assert several.variant == "several"
    assert say(several)["sv"].startswith("dessa lagringsuppgifter saknar tid (maximum), kriterier (criteria)")


def test_an_arrangement_in_the_words_on_a_joint_controller_is_told(find: Find) -> None:
    notice = "joint_controllers: {a: {name: Alusta Oy, text: {LANGUAGE: WORDS}}}\n"
    for language, arrangement, none in (
        ("en", "We have agreed that we answer requests.", "We and the platform are joint controllers."),
        ("fi", "Olemme sopineet, että me vastaamme pyyntöihin.", "Olemme yhteisrekisterinpitäjiä."),
        ("sv", "Vi har avtalat att vi besvarar begäranden.", "Vi är gemensamt personuppgiftsansvariga."),
    ):
        policy = notice.replace("LANGUAGE", language)
        assert find(policy.replace("WORDS", f"'{arrangement}'"), "joint-arrangement-missing") == []
        assert len(find(policy.replace("WORDS", f"'{none}'"), "joint-arrangement-missing")) == 1


INTEREST = """purposes: {a: {text: {en: Analysis}, legal_basis: {basis: legitimate-interests}}}
"""


def test_an_interest_that_is_named_around_the_purposes_is_explained(find: Find) -> None:
    rule = "legitimate-interest-unexplained"
    for section in ("introductions", "closings"):
        words = "Our legitimate interest is to develop our services."
        assert find(f"{INTEREST}{section}: {{purposes: {{en: '{words}'}}}}", rule) == []
    assert len(find(INTEREST + "introductions: {purposes: {en: We rely on legitimate interests.}}", rule)) == 1
    listed = "legal_bases: [{basis: legitimate-interests, explanation: {en: Developing our services.}}]\n"
    assert find(INTEREST + listed, rule) == []


HOLLOW = (
    ("fi", "Niin kauan kuin on tarpeen.", "criteria"),
    ("fi", "Säilytysaika määräytyy tapauskohtaisesti.", "criteria"),
    ("fi", "Rekisterinpitäjä harkitsee säilytysajan tapauskohtaisesti.", "criteria-open"),
    ("fi", "Niin kauan kuin kirjanpito sisältää laskun.", None),
    ("fi", "Niin kauan kuin on tarpeen takuun vuoksi.", None),
    ("en", "For as long as necessary.", "criteria"),
    ("en", "The data are kept as long as we consider necessary.", "criteria-open"),
    ("en", "The controller decides at its discretion.", "criteria-open"),
    ("en", "As long as the warranty lasts.", None),
    ("en", "At our discretion, as long as the warranty lasts.", None),
    ("sv", "Så länge det behövs.", "criteria"),
    ("sv", "Enligt föreningens prövning.", "criteria-open"),
    ("sv", "Så länge garantin gäller.", None),
    ("de", "Solange es nötig ist.", None),
)


def test_criteria_that_tell_nothing_are_none(find: Find) -> None:
    for language, criteria, expected in HOLLOW:
        entry = f"retention: {{a: {{text: {{{language}: X}}, criteria: {{{language}: {criteria}}}}}}}"
        found = find(entry, "retention-vague")
        assert [each.variant for each in found] == ([expected] if expected else []), criteria
        if expected:
            severity = Severity.ERROR if expected.endswith("open") else Severity.WARNING
            assert (found[0].severity, found[0].value) == (severity, expected)


def test_a_time_that_is_left_to_the_controller_is_an_error(find: Find) -> None:
    for language, words, severity in (
        ("sv", "Uppgifterna bevaras så länge kliniken anser det behövligt.", Severity.ERROR),
        ("sv", "Uppgifterna bevaras enligt läkarstationens prövning.", Severity.ERROR),
        ("sv", "Uppgifterna bevaras enligt domstolens prövning.", Severity.WARNING),
        ("fi", "Tietoja säilytetään niin kauan kuin klinikka katsoo tarpeelliseksi.", Severity.ERROR),
    ):
        [finding] = find(f"retention: {{a: {{text: {{{language}: {words}}}}}}}", "retention-vague")
        assert finding.severity is severity, words
