"""The report for auditors on evidence of infrastructure: how strong it is, and which resource shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.evidence.resource import Basis, ControlShown, EvidenceKind
from seloste.checker.finding import Word
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.verdict import CLOSED_LISTS, Verdict
from seloste.policy.period import Period
from seloste.reports.audit import render_audit
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.flow import build_flow
from seloste.reports.audit.infrastructure import MOST_RESOURCES
from seloste.reports.audit.matrix import MatrixCell, build_cells
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.record.export import export_document
from seloste.reports.run import Run
from tests.support.infrastructure import check_with, column, lies_in, shows, store, uses
from tests.support.samples import checked

RUN = Run("1.2.3")
FORMATS = ("html", "markdown")
CONFIG = "examples/complete/seloste.yaml"
BACKUP = {"control": Word("controls.backup")}
CRM = 'terraform:module.db.aws_db_instance.crm["a"]'


def piece(holds: bool = True, resource: str = CRM, subject: str = "systems.webshop", **more: object) -> Evidence:
    """A piece of evidence of infrastructure on the promise of backups."""
    [first, *_] = backup().evidence
    given = {"kind": EvidenceKind.CONFIGURED, "basis": Basis.ATTRIBUTE, "arguments": BACKUP, **more}
    detail = "shows-on" if holds else "shows-off"
    place = Location("infra/plan.json")
    return replace(first, subject=subject, holds=holds, detail=detail, place=place, resource=resource, **given)  # type: ignore[arg-type]


def backup(result: Result | None = None):  # type: ignore[no-untyped-def]
    return next(judged for judged in (result or checked(CONFIG)).promises if judged.id == "safeguards.backup")


def with_evidence(evidence: Iterable[Evidence], verdict: Verdict = Verdict.KEPT) -> Result:
    """The complete example, with other evidence on the promise of backups."""
    result = checked(CONFIG)
    judged = replace(backup(), verdict=verdict, strength=EvidenceKind.CONFIGURED, evidence=tuple(evidence), silent=())
    return replace(result, promises=tuple(judged if each.id == judged.id else each for each in result.promises))


def render(result: Result, format: str, code: str = "en") -> str:
    """The report with its spaces as one."""
    written = render_audit(result, code, format, run=RUN)
    return " ".join((unescape(written) if format == "html" else written).split())


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_what_each_strength_means_is_explained_where_it_occurs(code: str, format: str) -> None:
    words = load_language(code)
    plain = render(checked(CONFIG), format, code)
    assert words.word("audit.strength_means.declared") in plain
    assert words.word("audit.strength_means.configured") not in plain
    written = render(with_evidence([piece()]), format, code)
    assert words.word("audit.strength_means.configured") in written


@pytest.mark.parametrize("format", FORMATS)
def test_a_promise_names_the_resources_that_show_it(format: str) -> None:
    many = [piece(resource=f"terraform:aws_db_instance.n{number}") for number in range(9)]
    written = render(with_evidence(many), format)
    shown = [item.resource in written for item in many]
    assert shown == [True] * (2 if format == "markdown" else 6) + [False] * (7 if format == "markdown" else 3)
    assert "and 7 more" in written if format == "markdown" else "and 3 more" in written


@pytest.mark.parametrize(("verdict", "shown"), [(Verdict.KEPT, "compose:on"), (Verdict.BROKEN, "compose:off")])
def test_the_resources_are_those_that_the_verdict_rests_on(verdict: Verdict, shown: str) -> None:
    result = with_evidence([piece(resource="compose:on"), piece(False, resource="compose:off")], verdict)
    rows = AuditReport(result, load_language("en"), RUN).promises
    [row] = [row for row in rows if row.promise.id == "safeguards.backup"]
    assert row.resources == (shown,)


@pytest.mark.parametrize("format", FORMATS)
def test_evidence_says_what_it_rests_on_where_that_is_no_setting(format: str) -> None:
    written = render(with_evidence([piece(basis=Basis.PROVIDER)]), format)
    assert "configured, the provider does it for every resource of this type" in written
    assert "the resource's own setting" not in written


def test_a_cell_is_as_strong_as_its_weakest_part_and_each_part_as_its_strongest_piece() -> None:
    strengths = {"a": (EvidenceKind.DECLARED, EvidenceKind.OBSERVED), "b": (EvidenceKind.CONFIGURED,)}
    pieces = [piece(aspect=aspect, kind=kind) for aspect, kinds in strengths.items() for kind in kinds]
    cells = build_cells(with_evidence(pieces))["systems.webshop"]
    assert cells["safeguards.backup"] == MatrixCell("holds", "configured")
    against = [piece(False, aspect="a", kind=EvidenceKind.DECLARED), piece(False, aspect="b")]
    cells = build_cells(with_evidence([*pieces, *against]))["systems.webshop"]
    assert cells["safeguards.backup"] == MatrixCell("contradicts", "configured")


def test_the_matrix_marks_how_strong_a_cell_is() -> None:
    result = with_evidence([piece(), piece(False, subject="systems.club", kind=EvidenceKind.OBSERVED)])
    written = render(result, "markdown")
    assert "- `c` configured" in written
    [line] = re.findall(
        r"\| [^|]*\(`safeguards\.backup`\) \|( [`+−?co·|]+(?: [`+−?co·|]+)*)", written[written.index("`c` conf") :]
    )
    assert {"`+c`", "`−o`"} <= set(line.split())
    html = render(result, "html")
    assert '<td class="holds">+<span class="strength">c</span>' in html
    assert '<td class="contradicts">−<span class="strength">o</span>' in html


def test_the_workbook_has_resource_and_basis() -> None:
    sheets = {table.title: table for table in build_audit_tables(with_evidence([piece()]), "en", run=RUN)}
    evidence = sheets["Evidence"]
    columns = {name: number for number, name in enumerate(evidence.columns)}
    [row] = [row for row in evidence.rows if row[0] == "safeguards.backup"]
    assert row[columns["Resource"]] == CRM
    assert row[columns["Rests on"]] == "the resource's own setting"
    matrix = sheets["Systems and promises"]
    [row] = [row for row in matrix.rows if "systems.webshop" in row[:2]]
    [column] = [number for number, name in enumerate(matrix.columns) if "safeguards.backup" in name]
    assert str(row[column]).startswith("+")


def test_a_hostile_address_is_text() -> None:
    address = 'terraform:aws_x["a\n::error::</script><script>alert(1)</script> | `x` \x1b[31m\u202e"]'
    result = with_evidence([piece(resource=address)])
    page = render_audit(result, "en", "html", run=RUN)
    assert "<script>" not in page
    assert not set(page) & set("\x1b\u202e")
    text = render_audit(result, "en", "markdown", run=RUN)
    assert not set(text) & set("\x1b\u202e")
    assert not [line for line in text.splitlines() if line.startswith("::")]
    hidden = '``terraform:aws_x["a ::error::</script><script>alert(1)</script> ¦ `x` '
    assert text.count(hidden) == text.count("<script>")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AuditReport:
    """The report on the example with a database that has a copy in Brazil, and a bucket of no system."""
    webshop = store("webshop", lies_in("SE", "eu-north-1"), lies_in("BR", "sa-east-1", copy=True), tag="webshop")
    odd = replace(store("odd", type="aws_oddity"), is_known=False, stores_data=False)
    read = [webshop, store("orphan"), odd, store("club-db", lies_in("FI"), tag="club", source="compose")]
    return AuditReport(check_with(tmp_path, monkeypatch, read), load_language("en"), RUN)


def test_the_section_on_infrastructure_has_every_resource_with_its_places(report: AuditReport) -> None:
    infrastructure = report.infrastructure
    assert infrastructure is not None
    rows = {row.resource: row for row in infrastructure.resources}
    webshop = rows["terraform:aws_db_instance.webshop"]
    assert (webshop.system, webshop.places, webshop.copies) == (
        "Web shop",
        ("Sweden (eu-north-1)",),
        ("Brazil (sa-east-1)",),
    )
    assert (webshop.strength, webshop.stores_data) == ("configured", True)
    assert set(rows) == {"terraform:aws_db_instance.webshop", "compose:club-db"}
    assert [reported.finding.subject for reported in infrastructure.unmapped] == ["terraform:aws_db_instance.orphan"]
    assert infrastructure.systems == 2


@pytest.mark.parametrize("format", FORMATS)
def test_infrastructure_has_a_section_only_where_evidence_was_given(report: AuditReport, format: str) -> None:
    written = render(report.result, format)
    assert "1 resource stores data and belongs to no system" in written
    assert "Brazil (sa-east-1)" in written
    assert "Files read as evidence" in written
    assert "Files read as evidence" not in render(checked(CONFIG), format)


def test_copies_are_routes_with_their_resource_and_links_of_the_picture(report: AuditReport) -> None:
    [route] = [route for route in report.routes if route.country == "Brazil"]
    assert (route.systems, route.via, route.kind) == (
        ("Web shop",),
        ("terraform:aws_db_instance.webshop",),
        "resource",
    )
    flow = build_flow(report.result, report.language, lambda country: country == "BR")
    assert ("system.webshop", "country.BR", True) in {(link.source, link.target, link.third) for link in flow.links}
    [row] = [row for row in report.countries if row.code == "BR"]
    assert [name for name, _ in row.bases[0].recipients] == ["Web shop → terraform:aws_db_instance.webshop"]


def test_a_store_of_no_system_is_named_beside_the_lists_that_it_leaves_open(report: AuditReport) -> None:
    [unmapped] = report.infrastructure.unmapped if report.infrastructure else ()
    named = {row.promise.id for row in report.promises if unmapped in row.findings}
    assert (
        named == {row.promise.id for row in report.promises if row.promise.verdict is Verdict.UNVERIFIED} & CLOSED_LISTS
    )
    assert {"fields", "processors", "purposes"} <= named


def test_a_part_that_infrastructure_shows_neither_supports_nor_leaves_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted = store("a", shows("encryption-at-rest", ControlShown.ON), tag="webshop")
    result = check_with(tmp_path, monkeypatch, [encrypted, store("b", tag="webshop")])
    judged = next(each for each in result.promises if each.id == "safeguards.encrypted-storage")
    assert [item.resource for item in judged.beside] == ["terraform:aws_db_instance.a"]
    assert "systems.webshop" not in {item.subject for item in judged.silent}
    assert build_cells(result)["systems.webshop"][judged.id] == MatrixCell("holds", "declared")
    assert "does not decide it" in render(result, "markdown")


def test_a_page_lists_the_first_resources_and_the_workbook_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [store(f"n{number}", tag="webshop") for number in range(MOST_RESOURCES + 5)]
    result = check_with(tmp_path, monkeypatch, many)
    assert "5 more resources. The workbook of the report has all of them." in render(result, "markdown")
    [table] = [each for each in build_audit_tables(result, "en", run=RUN) if each.title == "Infrastructure"]
    assert len(table.rows) == MOST_RESOURCES + 5


@pytest.mark.parametrize("format", FORMATS)
def test_of_very_many_unmapped_resources_the_others_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    result = check_with(tmp_path, monkeypatch, [store(f"orphan{number}") for number in range(60)])
    numbers = render(result, format).partition("60 resources store data and belong to no system")[2]
    listed, _, after = numbers.partition("and 48 more")
    assert listed.count(",") == 11
    assert not after.strip().startswith("…")


def test_findings_of_one_rule_that_break_a_promise_or_none_have_titles_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = check_with(tmp_path, monkeypatch, [store("a", lies_in("DE"), lies_in("BR", line=9), tag="webshop")])
    sections = AuditReport(result, load_language("en"), RUN).finding_sections
    titles = {group.title for section in sections for group in section.groups if "country-contr" in group.rule}
    assert titles == {
        "A resource lies in another country than declared (contradicts a promise)",
        "A resource lies in another country than declared (contradicts no promise)",
    }


def test_a_country_that_only_infrastructure_shows_is_among_the_routes_and_countries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system declares another one, so that no hop that is judged leads there."""
    report = AuditReport(check_with(tmp_path, monkeypatch, [store("webshop", lies_in("BR"))]), load_language("en"), RUN)
    [route] = [each for each in report.routes if each.country == "Brazil"]
    assert (route.kind, route.via) == ("resource", ("terraform:aws_db_instance.webshop",))
    [row] = [each for each in report.countries if each.code == "BR"]
    assert [each.finding.rule for basis in row.bases for each in basis.findings] == ["evidence/country-contradicted"]


def test_the_record_of_processing_does_not_call_such_a_system_free_of_transfers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = check_with(tmp_path, monkeypatch, [store("club", lies_in("AU"), tag="club")])
    written = export_document("ropa", result, "en", "markdown", review_within=Period("P1Y"), version="1").content
    assert isinstance(written, str)
    [value] = [line for line in written.splitlines() if "Australia" in line]
    for words in (
        "Kiuru Club",
        "aws\\_db\\_instance.club",
        "no ground for the transfer stated",
        "another country than declared",
    ):
        assert words in value


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AuditReport:
    """The report on the example with a table of the web shop and two services."""
    orders = store("orders", column("email", "email"), column("race", "ethnicity", line=5), tag="webshop", source="sql")
    read = [orders, store("webshop", uses("sentry"), tag="webshop"), store("stray", uses("hotjar", certain=False))]
    return AuditReport(check_with(tmp_path, monkeypatch, read), load_language("en"), RUN)


def test_the_columns_and_services_are_listed_with_what_the_inventory_has_of_them(stored: AuditReport) -> None:
    assert [(row.column, row.kind, row.fields) for row in stored.columns] == [
        ("orders.email", "an e-mail address", ("email",)),
        ("orders.race", "ethnic origin", ()),
    ]
    assert [(row.system, row.service, row.sign, row.is_certain) for row in stored.services] == [
        ("Web shop", "Sentry", "SENTRY_KEY", True),
        ("", "Hotjar", "HOTJAR_KEY", False),
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_the_report_lists_them(stored: AuditReport, format: str) -> None:
    written = render(stored.result, format)
    for words in ("orders.race", "ethnic origin", "not declared", "SENTRY_KEY", "Hotjar"):
        assert words in written


def test_the_workbook_lists_all_of_them(stored: AuditReport) -> None:
    sheets = {table.title: table for table in build_audit_tables(stored.result, "en", run=RUN)}
    assert [row[1] for row in sheets["Columns with personal data"].rows] == ["orders.email", "orders.race"]
    assert [row[4] for row in sheets["Services of other companies in use"].rows] == ["yes", "perhaps"]
