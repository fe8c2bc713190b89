"""The drill: what it counts in the examples, and why a breach is missed that a rule could find."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.drill.breach import Miss, Side, State, load_drills
from seloste.checker.drill.drill import run_drill
from seloste.checker.evidence.resource import ControlShown, EvidenceKind, Kept, Resource
from seloste.checker.evidence.tables.table import Column, Table
from seloste.checker.evidence.tables.table_resource import describe_table
from seloste.checker.judging.check import check_loaded
from seloste.checker.judging.loaded_workspace import load_systems, load_workspace
from seloste.checker.position import Location
from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.law.law import load_law
from seloste.policy.vocabulary import load_controls
from tests.support import ROOT
from tests.support.complete import DAY, Edit
from tests.support.drills import drill_config, drill_edited, find_breach, list_misses
from tests.support.infrastructure import keeps, lies_in, shows, store
from tests.support.workspaces import open_workspace

ON = ControlShown.ON
ENCRYPTED = "systems.webshop.safeguards"


def in_order(*, tag: str = "webshop", name: str = "main") -> Resource:
    """A store that shows everything that the example promises of one."""
    return store(
        name,
        shows("encryption-at-rest", ON),
        shows("encryption-in-transit", ON),
        shows("backup", ON, every="P1D"),
        shows("authentication", ON),
        shows("least-privilege", ON),
        lies_in("SE"),
        keeps(Kept.BACKUPS, "P30D"),
        tag=tag,
    )


def test_the_headline_of_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    jamix, platform = drill_config("seloste.yaml"), drill_config("examples/jamix/platform/seloste.yaml")
    assert [(each.states[State.GUARDED], len(each.promises)) for each in (jamix, platform)] == [(0, 14), (4, 14)]
    assert [each.count_caught(Side.RECORD) for each in (jamix, platform)] == [14, 14]
    guarded = [each.promise.id for each in platform.promises if each.state is State.GUARDED]
    assert guarded == ["processors", "transfers", "safeguards.https", "safeguards.firewalls"]


def test_the_complete_example_is_caught_in_writing_and_blind_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    drill = drill_config("examples/complete/seloste.yaml")
    assert (len(drill.promises), drill.states[State.UNGUARDED]) == (26, 26)
    assert (drill.count_caught(Side.RECORD), drill.count_caught(Side.EVIDENCE)) == (26, 0)
    assert not [each for each in drill.promises for own in each.breaches if own.present]


def test_each_rule_that_names_a_promise_is_drilled_in_the_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the rules with the severity error that there are: each is tried, or the table says why not."""
    table = load_drills()
    drilled = {rule for kind in table.kinds.values() for rule in kind.rules}
    silent = {"processor/agreement-missing", "processor/agreement-expired", "processor/agreement-incomplete"}
    silent |= {"processor/scope-exceeded", "processor/subprocessor-unauthorised", "transfer/country-unknown"}
    silent |= {"transfer/certification-scope", "transfer/assessment-outdated", "transfer/derogation-systematic"}
    families = {"system", "processor", "transfer", "evidence"}
    errors = {id for id, rule in load_catalogue().items() if rule.family in families and rule.severity == "error"}
    assert errors - drilled == set(table.not_drilled) == silent
    assert drilled <= load_catalogue().keys()
    edits = [
        Edit("policy.yaml", "transfers", "  rule: allowed", "  rule: allowed\n  hosting: [FI, SE, IE, DE, NO]"),
        Edit("policy.yaml", "never.sale", "      - sale", "      - sale\n    countries: [BR]"),
    ]
    for folder in ("allowed", "never"):
        tmp_path.joinpath(folder).mkdir()
    drills = [
        drill_edited(tmp_path / "allowed", monkeypatch, edits, resources=[in_order()]),
        drill_edited(
            tmp_path / "never", monkeypatch, [Edit("policy.yaml", "transfers", "rule: allowed", "rule: never")]
        ),
    ]
    tried = {rule for drill in drills for each in drill.promises for own in each.breaches for rule in own.kind.rules}
    assert tried == drilled


def test_every_breach_that_a_record_shows_is_caught_of_every_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for config in ("examples/complete/seloste.yaml", "seloste.yaml", "examples/jamix/platform/seloste.yaml"):
        for each in drill_config(config).promises:
            for own in each.breaches:
                if own.kind.side is Side.RECORD:
                    assert list_misses(own) == {}, (config, each.promise.id, own.kind.id)


def test_evidence_of_every_store_guards_a_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = ("webshop", "accounts", "advice-desk", "newsletter", "club")
    resources = [in_order(tag=each, name=each) for each in systems]
    drill = drill_edited(tmp_path, monkeypatch, resources=resources)
    states = {each.promise.id: each.state for each in drill.promises}
    guarded = {id for id, state in states.items() if state is State.GUARDED}
    assert {"safeguards.https", "safeguards.encrypted-storage", "safeguards.backup"} <= guarded
    assert states["retention.customers"] is State.PARTLY  # that nothing is deleted nobody sees
    half = drill_edited(tmp_path, monkeypatch, resources=resources[:1])
    breach = find_breach(half, "safeguards.https", "control-switched-off")
    assert list_misses(breach) == {f"systems.{each}": Miss.NO_RESOURCE for each in systems[1:]}


def test_a_store_beside_that_shows_nothing_leaves_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = store("other", lies_in("SE"), tag="webshop")
    drill = drill_edited(tmp_path, monkeypatch, resources=[in_order(), other])
    missed = list_misses(find_breach(drill, "safeguards.encrypted-storage", "control-switched-off"))
    assert missed["systems.webshop"] is Miss.PARTLY_SHOWN
    assert "systems.webshop" not in list_misses(find_breach(drill, "transfers", "store-moved"))


def test_a_store_that_nobody_maps_could_be_anybodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drill_edited(tmp_path, monkeypatch, resources=[in_order(), in_order(tag="", name="lost")])
    breach = find_breach(drill, "safeguards.https", "control-switched-off")
    assert list_misses(breach)["systems.club"] is Miss.UNMAPPED
    assert drill.unmapped["control-switched-off"] == ("terraform:aws_db_instance.lost",)


def test_what_infrastructure_shows_broken_is_broken_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    off = store("main", shows("backup", ControlShown.OFF), tag="webshop")
    drill = drill_edited(tmp_path, monkeypatch, resources=[off])
    assert find_breach(drill, "safeguards.backup", "control-switched-off").present == ("systems.webshop",)


def test_what_an_inventory_declares_broken_is_broken_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = Edit(
        "systems.yaml", "systems.webshop.safeguards", "encryption-at-rest: implemented", "encryption-at-rest: planned"
    )
    breach = find_breach(drill_edited(tmp_path, monkeypatch, [edit]), "safeguards.encrypted-storage", "control-off")
    assert (breach.present, breach.is_caught) == (("systems.webshop",), True)


WAIVER = """version: 1
waivers:
  - {rule: RULE, subject: systems.webshop, reason: Known, approved_by: DPO, until: 2027-01-31}
"""


@pytest.mark.parametrize("rule", ["system/field-undeclared", "system/*"])
def test_a_waiver_lets_a_breach_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    tmp_path.joinpath("waivers.yaml").write_text(WAIVER.replace("RULE", f'"{rule}"'), "utf-8")
    breach = find_breach(drill_edited(tmp_path, monkeypatch), "fields", "field-added")
    assert list_misses(breach) == {"systems.webshop": Miss.WAIVED}


def test_a_waiver_that_has_ended_lets_nothing_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = WAIVER.replace("RULE", "system/field-undeclared").replace("2027-01-31", "2026-11-21")
    tmp_path.joinpath("waivers.yaml").write_text(ended, "utf-8")
    assert find_breach(drill_edited(tmp_path, monkeypatch), "fields", "field-added").is_caught


def test_the_baseline_lets_a_breach_pass_that_it_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    off = Edit(
        "systems.yaml",
        "systems.webshop.safeguards",
        "encryption-at-rest: implemented",
        "encryption-at-rest: not-implemented",
    )
    drill_edited(tmp_path, monkeypatch, [off])  # writes the files
    loaded = load_systems(load_workspace(open_workspace()))
    found = check_loaded(loaded, load_law(), DAY, jobs=1).findings
    (broken,) = [each for each in found if each.rule == "system/safeguard-broken"]
    entry = {key: getattr(broken, key) for key in ("rule", "subject", "promise", "fingerprint", "severity")}
    text = json.dumps({"version": 1, "findings": [{**entry, "count": 1}]})
    tmp_path.joinpath(".seloste-baseline.json").write_text(text, "utf-8")
    breach = find_breach(drill_edited(tmp_path, monkeypatch), "safeguards.encrypted-storage", "control-off")
    assert list_misses(breach) == {"systems.webshop": Miss.BASELINED}


def test_fail_on_never_catches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drill_edited(tmp_path, monkeypatch, fail_on="never")
    missed = {miss for each in drill.promises for own in each.breaches for miss in list_misses(own).values()}
    assert missed == {Miss.BELOW_THRESHOLD, Miss.NO_EVIDENCE, Miss.UNSEEN}


def test_a_check_of_the_notice_alone_catches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drill_edited(tmp_path, monkeypatch, scope="notice")
    misses = {own.kind.id: list_misses(own)[""] for each in drill.promises for own in each.breaches}
    assert misses["field-added"] is Miss.OUT_OF_SCOPE
    assert drill.states[State.UNGUARDED] == len(drill.promises) > 0


def test_a_record_that_cannot_be_read_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = Edit("systems.yaml", "systems.webshop", "    name: Web shop", "    name: [Web shop]")
    drill = drill_edited(tmp_path, monkeypatch, [edit])
    assert list_misses(find_breach(drill, "fields", "field-added")) == {"systems.webshop": Miss.NOT_READ}
    assert drill.result.broken_input


def test_of_many_records_some_are_drilled_and_the_rest_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drill_edited(tmp_path, monkeypatch, most_records=2)
    assert (drill.drilled, drill.result.systems) == ({"systems": 2, "processors": 2}, 5)
    assert find_breach(drill, "fields", "field-added").subjects == ("systems.webshop", "systems.club")


def test_a_drill_touches_no_file_and_no_later_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drill_edited(tmp_path, monkeypatch, resources=[in_order()])
    files = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.rglob("*") if path.is_file()}
    loaded = load_systems(load_workspace(open_workspace()))
    before = check_loaded(loaded, load_law(), DAY, jobs=1)
    first = run_drill(loaded, load_law().on(DAY))
    again = run_drill(loaded, load_law().on(DAY), result=before)
    after = check_loaded(loaded, load_law(), DAY, jobs=1)
    assert (after.findings, after.promises) == (before.findings, before.promises)
    assert (first.promises, first.untold) == (again.promises, again.untold)
    assert files == {
        path: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.rglob("*") if path.is_file()
    }


def test_the_controls_that_infrastructure_shows_are_those_that_a_source_knows() -> None:
    folder = ROOT / "checker" / "evidence"
    known = "".join(path.read_text("utf-8") for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.yaml"))))
    shown = {control for control in load_controls() if f"{control}:" in known or f'"{control}"' in known}
    assert shown == load_drills().shown_controls


def table(name: str, *columns: tuple[str, str], tag: str = "webshop") -> Resource:
    """A table as a file of SQL declares it."""
    place = Location("schema.sql", 1, 1, 1, 9)
    declared = tuple(Column(column, type, place) for column, type in columns)
    return replace(describe_table(Table(name, declared, place), EvidenceKind.CONFIGURED), systems=(tag,))


def test_a_table_that_is_mapped_guards_the_fields_of_its_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers = table("customers", ("id", "integer"), ("email", "text"))
    drill = drill_edited(tmp_path, monkeypatch, resources=[customers, table("lost", ("email", "text"), tag="")])
    breach = find_breach(drill, "fields", "column-added")
    others = ("accounts", "advice-desk", "newsletter", "club")
    assert list_misses(breach) == {f"systems.{each}": Miss.UNMAPPED for each in others}
    assert drill.unmapped["column-added"] == ("sql:lost",)
    off = find_breach(drill, "safeguards.https", "control-switched-off")
    assert set(list_misses(off).values()) == {Miss.NO_EVIDENCE}


def test_without_tables_a_new_column_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breach = find_breach(drill_edited(tmp_path, monkeypatch, resources=[in_order()]), "fields", "column-added")
    assert set(list_misses(breach).values()) == {Miss.NO_EVIDENCE}


def test_of_many_records_those_that_a_decision_names_are_drilled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiver = WAIVER.replace("RULE", "system/field-undeclared").replace("systems.webshop", "systems.newsletter")
    tmp_path.joinpath("waivers.yaml").write_text(waiver, "utf-8")
    breach = find_breach(drill_edited(tmp_path, monkeypatch, most_records=2), "fields", "field-added")
    assert list_misses(breach) == {"systems.newsletter": Miss.WAIVED}


def test_what_binds_no_record_is_apart_from_what_no_rule_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = Edit("policy.yaml", "safeguards.strong-login", "      - webshop\n      - accounts", "      - another")
    drill = drill_edited(tmp_path, monkeypatch, [edit])
    assert [each.id for each in drill.unbound] == ["safeguards.strong-login"]
    assert "rights.access" in [each.id for each in drill.untold]


def test_what_is_mapped_shows_a_service_that_nobody_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = ("webshop", "accounts", "advice-desk", "newsletter")
    drill = drill_edited(tmp_path, monkeypatch, resources=[in_order(tag=each, name=each) for each in systems])
    breach = find_breach(drill, "processors", "service-added")
    assert list_misses(breach) == {"systems.club": Miss.NO_RESOURCE}
    assert not breach.present


def test_a_document_that_goes_is_told_and_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.joinpath("docs").mkdir()
    tmp_path.joinpath("docs", "backup.md").write_text("Backups are taken each night.", "utf-8")
    lenient = find_breach(drill_edited(tmp_path, monkeypatch), "safeguards.backup", "document-gone")
    assert list_misses(lenient) == {"systems.webshop": Miss.BELOW_THRESHOLD}
    strict = drill_edited(tmp_path, monkeypatch, fail_on="warning")
    assert find_breach(strict, "safeguards.backup", "document-gone").is_caught
    drill = next(each for each in strict.promises if each.promise.id == "safeguards.backup")
    (proof,) = [each for each in drill.breaches if each.kind.side is Side.PROOF]
    assert replace(drill, breaches=(proof,)).state is State.GUARDED
    assert replace(drill, breaches=(replace(proof, attempts=lenient.attempts),)).state is State.GUARDED
