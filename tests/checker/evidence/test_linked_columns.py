"""Columns against the fields that a system declares: `evidence/field-undeclared`, and what columns show of promises."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from seloste.checker.evidence.resource import ControlShown, EvidenceKind, Fact, Resource
from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.policy.personal_data.columns import Holding
from seloste.policy.personal_data.lexicon import load_kinds
from seloste.reports.language.language import language_codes, load_language
from tests.support.complete import Edit
from tests.support.infrastructure import check_with, column, shows, store

RULE = "evidence/field-undeclared"


def table(address: str, *columns: Fact) -> Resource:
    """A table of the web shop."""
    return Resource("sql", address, "table", Location("schema.sql", 1), ("webshop",), True, facts=columns)


def undeclared(result: Result) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == RULE]


def test_a_column_of_a_kind_that_no_field_names_is_undeclared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_with(tmp_path, monkeypatch, [table("public.orders", column("kansalaisuus", "nationality"))])
    [finding] = undeclared(result)
    assert (finding.subject, finding.promise, finding.value) == ("systems.webshop", "fields", "orders.kansalaisuus")
    assert (finding.location.path, finding.location.line) == ("schema.sql", 4)
    [promise] = [each for each in result.promises if each.id == "fields"]
    assert (promise.verdict, promise.strength) == (Verdict.BROKEN, EvidenceKind.CONFIGURED)


def test_a_column_that_a_declared_field_names_bears_that_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_with(tmp_path, monkeypatch, [table("public.orders", column("email", "email", line=None))])
    assert undeclared(result) == []
    shown = [
        (each.id, piece.kind, piece.holds)
        for each in result.promises
        for piece in each.evidence
        if piece.detail == "column-holds"
    ]
    assert shown == [("fields.email", EvidenceKind.OBSERVED, True)]


@pytest.mark.parametrize("holding", [Holding.POSSIBLE, Holding.NO])
def test_only_a_yes_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holding: Holding) -> None:
    facts = [column("notes", "nationality", holding=holding)]
    assert undeclared(check_with(tmp_path, monkeypatch, [table("public.orders", *facts)])) == []


def test_a_column_in_many_places_is_one_finding_at_the_place_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [
        table("shop.public.orders", column("kansalaisuus", "nationality", line=None)),
        table("tenant_1.orders", column("KANSALAISUUS", "nationality", line=12)),
        table("tenant_2.orders", column("kansalaisuus", "nationality", line=30)),
    ]
    [finding] = undeclared(check_with(tmp_path, monkeypatch, tables))
    assert finding.location.line == 12


def test_two_tables_have_a_finding_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables: Iterable[Resource] = [
        table("public.orders", column("kansalaisuus", "nationality")),
        table("public.returns", column("kansalaisuus", "nationality", table="returns", line=20)),
    ]
    found = undeclared(check_with(tmp_path, monkeypatch, tables))
    assert [finding.value for finding in found] == ["orders.kansalaisuus", "returns.kansalaisuus"]


def test_what_the_notice_rules_out_is_broken_by_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promise = Edit(
        "policy.yaml",
        "never",
        "never:\n",
        "never:\n"
        "  no-nationality:\n"
        "    text: {fi: Emme kysy kansalaisuutta., en: We ask for no nationality., sv: Vi frågar inte efter den.}\n"
        "    fields: [kansalaisuus]\n",
    )
    tables = [table("public.orders", column("kansalaisuus", "nationality"))]
    result = check_with(tmp_path, monkeypatch, tables, promise)
    found = [(each.rule, each.promise) for each in result.findings if each.location.path == "schema.sql"]
    assert sorted(found) == [(RULE, "fields"), ("system/never-broken", "never.no-nationality")]
    [broken] = [each for each in result.promises if each.id == "never.no-nationality"]
    assert broken.verdict is Verdict.BROKEN


@pytest.mark.parametrize("code", language_codes())
def test_every_kind_of_data_has_a_word(code: str) -> None:
    language = load_language(code)
    assert [kind for kind in load_kinds() if not language.has_word(f"evidence.data.{kind}")] == []


def test_a_table_beside_its_database_needs_no_backup_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = store("webshop", shows("backup", ControlShown.ON, every="P1D"), tag="webshop")
    orders = table("public.orders", column("email", "email"))

    def strength(*resources: Resource) -> list[bool | None]:
        result = check_with(tmp_path, monkeypatch, resources)
        [judged] = [each for each in result.promises if each.id == "safeguards.backup"]
        pieces = (*judged.evidence, *judged.beside)
        return [piece.holds for piece in pieces if piece.resource.startswith("terraform:")]

    assert strength(database, orders) == strength(database) == [True]
    assert strength(database, store("other", tag="webshop")) == [None]
