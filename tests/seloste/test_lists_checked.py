"""`check` over lists in CSV and workbooks: found by their names, judged like YAML, and from a revision too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.reading.table_columns import find_column
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.patterns import list_alternatives
from seloste.reports.language.language import load_language
from tests.support.commands import report, seloste, show_day
from tests.support.git import commit, git
from tests.support.workbooks import write_workbook

POLICY = """
notice: {name: {fi: Rekisteri}, languages: [fi]}
controller: {name: Yritys Oy, email: a@example.fi}
data_subjects: {asiakkaat: {text: {fi: Asiakkaat}}}
purposes: {laskutus: {text: {fi: Laskutus}, legal_basis: {basis: contract}}}
fields: {nimi: {text: {fi: Nimi}}}
transfers: {text: {fi: Tietoja siirretään Yhdysvaltoihin}, rule: allowed, countries: [US], instruments: [eu-us-dpf]}
safeguards: {varmuuskopiot: {text: {fi: Tiedot varmuuskopioidaan}, control: backup}}
"""
PROCESSORS = [
    [
        "Tunnus",
        "Nimi",
        "Rooli",
        "Maa",
        "Tarkoitus",
        "Tiedot",
        "Sopimuspäivä",
        "Siirtoperuste",
        "Sertifioitu asti",
        "Väri",
    ],
    ["posti", "Posti Oy", "Käsittelijä", "Suomi", "laskutus", "nimi", "1.2.2024", "", "", "sininen"],
    ["mailer", "Mailer Inc.", "Käsittelijä", "USA", "laskutus", "nimi", "1.2.2024", "eu-us-dpf", "1.3.2027"],
]
SYSTEMS = (
    "Järjestelmä;Rekisteröidyt;Tarkoitukset;Tiedot;Käsittelijät;Maa;Varmuuskopiointi\n"
    "Laskutus;asiakkaat;laskutus;nimi;posti, mailer;Suomi;kyllä\n"
)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "systems.csv").write_bytes(SYSTEMS.encode("cp1252"))
    (tmp_path / "processors.xlsx").write_bytes(write_workbook({"Lista": PROCESSORS}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def list_rules(document: dict[str, Any], family: str) -> list[str]:
    return [found["rule"] for found in document["findings"] if found["rule"].startswith(family)]


@pytest.mark.usefixtures("company")
def test_lists_are_found_and_judged_like_yaml(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show_day(monkeypatch)  # rows without a day of review support nothing on a day in the past
    document: Any = report(capsys)
    assert list_rules(document, "input/") == []
    assert (document["summary"]["systems"], document["summary"]["processors"]) == (1, 2)
    assert list_rules(document, "transfer/") == []  # a transfer to the United States that is in order
    verdicts = {each["id"]: each["verdict"] for each in document["promises"]}
    assert verdicts["safeguards.varmuuskopiot"] == "kept"
    named = {each["what"]: each["why"]["fi"] for each in document["not_checked"]}
    assert "ei tunneta" in named["processors.xlsx:Lista!J1 Väri"]


def test_an_unknown_column_is_named_on_stderr(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seloste("check", "--as-of", "2026-11-22", "--lang", "en")
    assert "processors.xlsx:Lista!J1 Väri: the column has a name that is not known" in capsys.readouterr().err


def test_a_finding_in_a_workbook_is_shown_by_its_cell(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*PROCESSORS, ["uusi", "Uusi Oy", "Käsittelijä", "Kiina", "laskutus", "nimi", "1.2.2024", "", "", ""]]
    (company / "processors.xlsx").write_bytes(write_workbook({"Lista": rows}))
    seloste("check", "--as-of", "2026-11-22", "--lang", "en", "--verbose")
    shown = capsys.readouterr().out
    assert "processors.xlsx:4:4" in shown
    assert "Lista: A4 uusi | B4 Uusi Oy | C4 Käsittelijä | D4 Kiina" in shown
    assert "^" not in shown.partition("processors.xlsx:4:4")[2].partition("how to fix")[0]


def test_lists_of_a_revision_are_read_too(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(company, "init", "-q")
    commit(company)
    (company / "processors.xlsx").write_bytes(write_workbook({"Lista": PROCESSORS[:2]}))
    document: Any = report(capsys, "--against", "HEAD")
    assert list_rules(document, "input/") == []
    assert document["summary"]["processors"] == 1
    assert list_rules(document, "system/processor-unlisted") or list_rules(document, "system/")


@pytest.mark.parametrize(("name", "kind"), [("lista.csv", "processors"), ("jarjestelmat.csv", "systems")])
def test_the_kind_of_a_named_table_is_told_by_its_header(
    company: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str
) -> None:
    text = SYSTEMS if kind == "systems" else "Nimi;Rooli;Maa\nUusi Oy;Käsittelijä;Suomi\n"
    (company / name).write_text(text, "utf-8")
    document: Any = report(capsys, name)
    assert {each["kind"] for each in document["inputs"] if each["path"] == name} == {kind}


def test_lists_are_among_the_defaults() -> None:
    config = Configuration()
    for kind, pattern in (("systems", config.systems[0]), ("processors", config.processors[0])):
        assert {f"{kind}.csv", f"{kind}.xlsx"} <= set(list_alternatives(pattern))


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_every_key_that_a_fix_names_is_a_column(code: str) -> None:
    language = load_language(code)
    for family in ("processor", "transfer", "system"):
        for rule, words in language.data["rules"].items():
            if rule.startswith(f"{family}/"):
                for key in re.findall(r"\b(?:agreement|transfer|safeguards|hosting)\.[a-z_.-]*[a-z]", str(words)):
                    assert find_column(key, "processors") or find_column(key, "systems"), (rule, key)
