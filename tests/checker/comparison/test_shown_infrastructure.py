"""What a change adds to the infrastructure: countries and stores, by check and by an older report.json alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.comparison.comparison import ChangeEffect, Snapshot, compare_snapshots, take_snapshot
from seloste.checker.comparison.report_snapshot import EarlierReport, read_report
from seloste.checker.evidence.resource import Resource
from seloste.checker.linking.shown_infrastructure import ShownColumn, ShownPlace, ShownService, ShownStore
from seloste.checker.result import Result
from seloste.reports.formats.comparison import build_lead
from seloste.reports.formats.json import render_report
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.run import Run
from tests.support.complete import Edit, system
from tests.support.infrastructure import check_with, column, lies_in, store, uses

Check = Callable[..., Result]
SWEDISH = store("webshop", lies_in("SE"), tag="webshop")
BRAZIL = store("replica", lies_in("BR", copy=True), tag="webshop")


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Checks the example with these resources."""

    def run(*resources: Resource, edits: tuple[Edit, ...] = ()) -> Result:
        return check_with(tmp_path, monkeypatch, resources, *edits)

    return run


def reported(result: Result, folder: Path) -> Snapshot:
    """The snapshot that report.json gives of a result."""
    (folder / "before.json").write_text(render_report(result, Run("1")), "utf-8")
    report = read_report(Path("before.json"), folder)
    assert isinstance(report, EarlierReport)
    return report.snapshot


@pytest.fixture(params=["check", "report"])
def compare(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Result, Result], ChangeEffect]:
    """Compares two results; the earlier one is at hand, or is known by its report.json."""

    def run(before: Result, after: Result) -> ChangeEffect:
        earlier = take_snapshot(before) if request.param == "check" else reported(before, tmp_path)
        return compare_snapshots(earlier, take_snapshot(after), "main")

    return run


def test_a_country_that_was_not_there_is_told_with_the_resource(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    change = compare(check(SWEDISH), check(SWEDISH, BRAZIL)).infrastructure
    assert change.places == (ShownPlace("systems.webshop", "BR", "terraform:aws_db_instance.replica", True),)
    assert change.stores == (ShownStore("systems.webshop", "terraform:aws_db_instance.replica"),)
    assert set(change.systems) == {"systems.webshop"}


def test_a_store_in_the_declared_country_is_a_new_store_alone(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    change = compare(check(BRAZIL), check(BRAZIL, SWEDISH)).infrastructure
    assert change.places == ()
    assert [each.resource for each in change.stores] == ["terraform:aws_db_instance.webshop"]


def test_further_instances_of_a_resource_are_no_new_stores(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    first, second = (replace(SWEDISH, address=f'aws_db_instance.webshop["{key}"]') for key in "ab")
    assert not compare(check(first), check(first, second)).infrastructure


def test_a_store_that_is_given_to_a_system_is_not_new(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    orphan = store("orphan")
    assert not compare(check(orphan), check(replace(orphan, systems=("club",)))).infrastructure.stores
    added = compare(check(SWEDISH), check(SWEDISH, orphan)).infrastructure
    assert added.stores == (ShownStore("", "terraform:aws_db_instance.orphan"),)


def test_without_evidence_on_both_sides_nothing_is_new(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    result = check(SWEDISH)
    without = replace(result, infrastructure=None)
    assert not compare(without, result).infrastructure
    assert not compare(result, without).infrastructure
    assert "infrastructure" not in json.loads(render_report(without, Run("1")))


@pytest.mark.parametrize("code", language_codes())
def test_the_lines_name_the_country_the_store_and_whom_it_concerns(check: Check, code: str) -> None:
    language = load_language(code)
    effect = compare_snapshots(
        take_snapshot(check(SWEDISH)), take_snapshot(check(SWEDISH, BRAZIL, store("orphan"))), "main"
    )
    lead = build_lead(effect, None, language)
    assert lead is not None
    [place] = [line for line in lead.lines if language.country("BR") in line and "aws_db_instance.replica" in line]
    people = language.text(check(SWEDISH).notice.record.data_subjects["customers"].text)  # type: ignore[union-attr]
    assert people in place
    assert any("aws_db_instance.orphan" in line and people not in line for line in lead.lines)


def test_a_system_that_does_not_say_whose_data_it_has_is_told_so(check: Check) -> None:
    unstated = (system("webshop.data_subjects"),)
    effect = compare_snapshots(
        take_snapshot(check(SWEDISH, edits=unstated)), take_snapshot(check(SWEDISH, BRAZIL, edits=unstated)), "main"
    )
    lead = build_lead(effect, None, load_language("en"))
    assert lead is not None
    assert any("does not declare whom it concerns" in line for line in lead.lines)


def test_many_stores_are_counted(check: Check) -> None:
    many = [store(f"n{number}", tag="webshop") for number in range(40)]
    effect = compare_snapshots(take_snapshot(check(SWEDISH)), take_snapshot(check(SWEDISH, *many)), "main")
    lead = build_lead(effect, None, load_language("en"))
    assert lead is not None
    assert any("New stores of Web shop" in line and "35 more" in line for line in lead.lines)
    assert len(effect.infrastructure.stores) == 40


ORDERS = store("orders", column("email", "email"), tag="webshop", source="sql", type="table")
MORE_ORDERS = replace(ORDERS, facts=(*ORDERS.facts, column("hetu", "national-id", line=5)))


def test_a_column_that_was_not_there_is_told(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    change = compare(check(ORDERS), check(MORE_ORDERS)).infrastructure
    assert change.columns == (ShownColumn("systems.webshop", "orders.hetu", "national-id"),)
    assert (change.places, change.stores, change.services) == ((), (), ())


def test_a_service_is_told_once_a_system_and_one_that_only_may_be_in_use_is_not(check: Check, compare) -> None:  # type: ignore[no-untyped-def]
    after = [
        replace(SWEDISH, facts=(*SWEDISH.facts, uses("sentry"), uses("sentry"), uses("posthog", certain=False))),
        store("orphan", uses("stripe")),
    ]
    change = compare(check(SWEDISH, store("orphan")), check(*after)).infrastructure
    assert change.services == (ShownService("systems.webshop", "sentry"), ShownService("", "stripe"))


def test_an_earlier_report_that_has_no_columns_makes_none_new(check: Check, tmp_path: Path) -> None:
    report = json.loads(render_report(check(ORDERS), Run("1")))
    del report["infrastructure"]["columns"], report["infrastructure"]["services"]
    (tmp_path / "before.json").write_text(json.dumps(report), "utf-8")
    before = read_report(Path("before.json"), tmp_path)
    assert isinstance(before, EarlierReport)
    assert not compare_snapshots(before.snapshot, take_snapshot(check(MORE_ORDERS)), "main").infrastructure


@pytest.mark.parametrize("code", language_codes())
def test_the_lines_name_the_column_the_sections_of_the_notice_and_whom_it_concerns(check: Check, code: str) -> None:
    language = load_language(code)
    after = replace(MORE_ORDERS, facts=(*MORE_ORDERS.facts, column("phone", "phone", line=6), uses("sentry")))
    effect = compare_snapshots(take_snapshot(check(ORDERS)), take_snapshot(check(after)), "main")
    lead = build_lead(effect, None, language)
    assert lead is not None
    notice = check(SWEDISH).notice
    assert notice is not None
    people = language.text(notice.record.data_subjects["customers"].text)
    [columns] = [line for line in lead.lines if "orders.hetu" in line]
    assert language.word("evidence.data.national-id") in columns
    assert language.text(notice.record.fields["phone"].text) in columns
    assert language.word("notice.headings.fields") in columns
    assert people in columns
    [services] = [line for line in lead.lines if "SENTRY_KEY" in line]
    assert language.word("notice.headings.processors") in services
    assert people in services
