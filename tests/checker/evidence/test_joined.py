"""Code, plans and states of the same resource are joined: whose facts count, and where they stand."""

from __future__ import annotations

from msgspec.structs import replace

from seloste.checker.evidence.resource import (
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    Origin,
    PlaceFact,
    Resource,
)
from seloste.checker.evidence.terraform.joined import join_resources
from seloste.checker.position import Location

CONFIGURED, OBSERVED = EvidenceKind.CONFIGURED, EvidenceKind.OBSERVED
BLOCK = Location("infra/main.tf", 10, 1, 10, 30)
ATTRIBUTE = Location("infra/main.tf", 12, 3, 12, 20)


def control(
    shown: str,
    location: Location | None = None,
    strength: EvidenceKind = CONFIGURED,
    attribute: str = "storage_encrypted",
) -> ControlFact:
    place = location or Location("plan.json")
    return ControlFact(
        control="encryption-at-rest",
        shown=ControlShown(shown),
        attribute=attribute,
        location=place,
        strength=strength,
    )


def place(country: str, strength: EvidenceKind = CONFIGURED) -> PlaceFact:
    location = Location("plan.json")
    return PlaceFact(region="x", country=country, attribute="provider.region", location=location, strength=strength)


def make(origin: Origin, *facts: Fact, address: str = "aws_db_instance.crm", path: str = "") -> Resource:
    location = Location(path or {Origin.PLAN: "plan.json", Origin.STATE: "terraform.tfstate"}.get(origin, ""))
    location = BLOCK if origin is Origin.CODE and not path else location
    return Resource("terraform", address, "aws_db_instance", location, facts=facts, origin=origin)


def test_the_facts_are_the_plans_and_the_places_those_of_the_code() -> None:
    code = make(Origin.CODE, control("unknown", ATTRIBUTE))
    plan = make(Origin.PLAN, control("on"), place("FI"))
    assert join_resources([code, plan]) == [
        replace(
            plan,
            location=BLOCK,
            read_from="plan.json",
            facts=(control("on", ATTRIBUTE), replace(place("FI"), location=BLOCK)),
        )
    ]


def test_a_plan_that_is_not_of_this_code_hides_nothing_that_stands_in_it() -> None:
    literal = [control("off", ATTRIBUTE), replace(place("US"), location=ATTRIBUTE)]
    plan = make(Origin.PLAN, control("on"), place("FI"))
    joined = join_resources([make(Origin.CODE, *literal, control("off", BLOCK, attribute="absent")), plan])
    assert [each.facts for each in joined if each.origin is Origin.CODE] == [tuple(literal)]
    same = join_resources([make(Origin.CODE, *literal), make(Origin.PLAN, control("off"), place("US"))])
    assert [each.origin for each in same] == [Origin.PLAN]


def test_every_instance_of_a_block_has_its_lines() -> None:
    code = make(Origin.CODE, control("on", ATTRIBUTE), address="module.db.aws_db_instance.crm")
    addresses = ['module.db["a.b]"].aws_db_instance.crm[0]', "module.db[1].aws_db_instance.crm"]
    plans = [make(Origin.PLAN, control("on"), address=address) for address in addresses]
    joined = join_resources([*plans, code])
    assert [each.address for each in joined] == addresses
    assert {fact.location for each in joined for fact in each.facts} == {ATTRIBUTE}


def test_a_resource_of_another_module_or_source_is_another_one() -> None:
    resources = [
        make(Origin.CODE, control("off", ATTRIBUTE)),
        make(Origin.PLAN, control("on"), address="module.db.aws_db_instance.crm"),
        replace(make(Origin.PLAN, control("on")), source="compose"),
    ]
    assert join_resources(resources) == resources


def test_of_several_roots_the_nearest_is_meant() -> None:
    places = [Location(f"{folder}/main.tf", 3, 1, 3, 9) for folder in ("prod", "staging")]
    code = [replace(make(Origin.CODE, control("off", where)), location=where) for where in places]
    plans = [make(Origin.PLAN, control("on"), path=f"{folder}/plan.json") for folder in ("staging", "prod")]
    joined = join_resources([*code, *plans])
    assert [each.location for each in joined] == [places[1], places[0]]
    assert all(fact.shown is ControlShown.ON for each in joined for fact in each.facts if isinstance(fact, ControlFact))


def test_where_no_root_is_nearest_nothing_is_joined() -> None:
    places = [Location(f"{folder}/main.tf", 3, 1, 3, 9) for folder in ("prod", "staging")]
    code = [replace(make(Origin.CODE, control("off", where)), location=where) for where in places]
    resources = [*code, make(Origin.PLAN, control("on"), path="plans/prod.json")]
    assert join_resources(resources) == resources


def test_a_plan_of_one_of_two_calls_drops_no_code() -> None:
    code = make(Origin.CODE, control("unknown", ATTRIBUTE))
    plans = [make(Origin.PLAN, control("on"), path=f"{name}.json") for name in ("prod", "staging")]
    assert len(join_resources([code, code, plans[0]])) == 3
    assert len(join_resources([code, code, *plans])) == 2


def test_what_plan_and_state_both_show_is_observed_and_stands_once() -> None:
    plan = make(Origin.PLAN, control("on"), place("FI"))
    state = make(Origin.STATE, control("on", strength=OBSERVED), place("US", OBSERVED))
    joined = join_resources([plan, state])
    assert [(each.origin, each.facts) for each in joined] == [
        (Origin.PLAN, (control("on", strength=OBSERVED), place("FI"))),
        (Origin.STATE, (place("US", OBSERVED),)),
    ]
    assert [
        each.origin
        for each in join_resources([make(Origin.PLAN, control("on")), replace(state, facts=(control("on"),))])
    ] == [Origin.PLAN]


def test_a_plan_that_turns_off_what_is_on_is_not_outranked() -> None:
    joined = join_resources([make(Origin.PLAN, control("off")), make(Origin.STATE, control("on", strength=OBSERVED))])
    assert {fact.shown for each in joined for fact in each.facts if isinstance(fact, ControlFact)} == {
        ControlShown.OFF,
        ControlShown.ON,
    }


def test_of_two_states_nobody_knows_which_belongs_to_the_plan() -> None:
    states = [make(Origin.STATE, control("on", strength=OBSERVED), path=f"{name}.tfstate") for name in "ab"]
    resources = [make(Origin.PLAN, control("on")), *states]
    assert join_resources(resources) == resources


def test_code_beside_its_state_keeps_only_what_the_state_does_not_tell() -> None:
    state = make(Origin.STATE, control("on", strength=OBSERVED))
    for dropped in (control("off", BLOCK), control("unknown", ATTRIBUTE), control("on", ATTRIBUTE)):
        joined = join_resources([make(Origin.CODE, dropped), state])
        assert [each.facts for each in joined] == [(), state.facts], dropped
    written = make(Origin.CODE, control("off", ATTRIBUTE))
    assert join_resources([written, state]) == [written, state]
    other = make(Origin.CODE, control("off", BLOCK, attribute="kms_key_id"))
    assert join_resources([other, state]) == [other, state]


def test_code_keeps_what_not_every_instance_shows() -> None:
    states = [
        make(Origin.STATE, control(shown, strength=OBSERVED), address=f"aws_db_instance.crm[{number}]")
        for number, shown in enumerate(("on", "unknown"))
    ]
    code = make(Origin.CODE, control("off", BLOCK))
    assert join_resources([code, *states]) == [code, *states]


def test_code_alone_and_plans_alone_stay_as_they_are() -> None:
    for origin in Origin:
        resources = [make(origin, control("off")), make(origin, control("off"))]
        assert join_resources(resources) == resources
