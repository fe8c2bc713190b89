"""Columns against the fields that a system declares: `evidence/field-undeclared`, and what columns show of promises."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from seloste.checker.evidence.resource import EvidenceKind, Fact, Resource
from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.policy.personal_data.columns import Holding
from tests.support.complete import Edit
from tests.support.infrastructure import check_with, column

RULE = "evidence/field-undeclared"


def table(address: str, *columns: Fact) -> Resource:
    """A table of the web shop."""
    return Resource("sql", address, "table", Location("schema.sql", 1), ("webshop",), True, facts=columns)


def undeclared(result: Result) -> list[Finding]:
    return [finding for finding in result.findings if finding.rule == RULE]


def test_a_column_of_a_kind_that_no_field_names_is_undeclared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_with(tmp_path, monkeypatch, [table("public.orders", column("hetu", "national-id"))])
    [finding] = undeclared(result)
    assert (finding.subject, finding.promise, finding.value) == ("systems.webshop", "fields", "orders.hetu")
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
    facts = [column("notes", "national-id", holding=holding)]
    assert undeclared(check_with(tmp_path, monkeypatch, [table("public.orders", *facts)])) == []


def test_a_column_in_many_places_is_one_finding_at_the_place_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [
        table("shop.public.orders", column("hetu", "national-id", line=None)),
        table("tenant_1.orders", column("HETU", "national-id", line=12)),
        table("tenant_2.orders", column("hetu", "national-id", line=30)),
    ]
    [finding] = undeclared(check_with(tmp_path, monkeypatch, tables))
    assert finding.location.line == 12


def test_two_tables_have_a_finding_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables: Iterable[Resource] = [
        table("public.orders", column("hetu", "national-id")),
        table("public.returns", column("hetu", "national-id", table="returns", line=20)),
    ]
    found = undeclared(check_with(tmp_path, monkeypatch, tables))
    assert [finding.value for finding in found] == ["orders.hetu", "returns.hetu"]


def test_what_the_notice_rules_out_is_broken_by_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promise = Edit(
        "policy.yaml",
        "never",
        "never:\n",
        "never:\n"
        "  no-identity-codes:\n"
        "    text: {fi: Emme kerää henkilötunnuksia., en: We collect no identity codes., sv: Vi samlar inga.}\n"
        "    fields: [henkilotunnus]\n",
    )
    tables = [table("public.orders", column("hetu", "national-id"))]
    result = check_with(tmp_path, monkeypatch, tables, promise)
    found = [(each.rule, each.promise) for each in result.findings if each.location.path == "schema.sql"]
    assert sorted(found) == [(RULE, "fields"), ("system/never-broken", "never.no-identity-codes")]
    [broken] = [each for each in result.promises if each.id == "never.no-identity-codes"]
    assert broken.verdict is Verdict.BROKEN
