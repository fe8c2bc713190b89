"""Every row of the table of types: what is on, off, weaker, unknown or absent shows just that."""

from __future__ import annotations

from itertools import product
from typing import Any

from seloste.checker.evidence.attributes.description import AttributeContext, describe_resource
from seloste.checker.evidence.attributes.type_table import load_family
from seloste.checker.evidence.marks import COMPUTED, SENSITIVE, UNKNOWN, Reference
from seloste.checker.evidence.resource import ControlFact, EvidenceKind, Fact, KeepingFact, PlaceFact, Target
from seloste.checker.position import Location
from tests.support.each import each
from tests.support.type_rows import absent_outcome, control_cases, fill, list_types, put, sample

TYPES = list_types()
#: A region of each provider, as it writes them, and its country.
REGIONS = {
    "aws": ("eu-north-1", "SE"),
    "azure": ("Sweden Central", "SE"),
    "google": ("europe-north1", "FI"),
    "upcloud": ("fi-hel1", "FI"),
    "hetzner": ("hel1", "FI"),
    "ovhcloud": ("GRA11", "FR"),
    "scaleway": ("nl-ams", "NL"),
    "digitalocean": ("fra1", "DE"),
}
FORMS = {
    "cloud-region": "aws-eu-north-1",
    "regional": "projects/p/instanceConfigs/regional-europe-north1",
    "arn": "arn:aws:backup:us-east-1:1:vault:x",
    "location-in-path": "logging.googleapis.com/projects/p/locations/europe-north1/buckets/b",
}


def facts(type: str, values: dict[str, Any], region: Any = None, version: str = "") -> tuple[Fact, ...]:
    context = AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED, region=region, version=version)
    return describe_resource(type, values, context).facts


def show(type: str, values: dict[str, Any], control: str) -> str:
    shown = [f.shown.value for f in facts(type, values) if isinstance(f, ControlFact) and f.control == control]
    assert len(shown) <= 1
    return shown[0] if shown else "pass"


#: Values of a kind that no row expects.
WRONG: tuple[Any, ...] = ({"a": 1}, [["x"]], "x" * 5000, float("nan"), 10**400)
WITH_CONTROLS = [type for type, (_, entry) in TYPES.items() if entry.get("controls")]


@each("type", WITH_CONTROLS)
def test_each_value_shows_what_its_row_says(type: str) -> None:
    for control, readings in TYPES[type][1]["controls"].items():
        for values, expected in control_cases(readings):
            assert show(type, values, control) == expected, values


@each("type", WITH_CONTROLS)
def test_an_absent_attribute_shows_its_default(type: str) -> None:
    for control, readings in TYPES[type][1]["controls"].items():
        expected = next((outcome for outcome in map(absent_outcome, readings) if outcome != "pass"), "pass")
        attributes = [reading["attribute"] for reading in readings if isinstance(reading.get("attribute"), str)]
        names = {attribute.partition(".")[0] for attribute in attributes}
        for nothing in (None, []):
            assert show(type, dict.fromkeys(names, nothing), control) == expected
        computed = dict.fromkeys((name for name in attributes if "." not in name), COMPUTED)
        assert show(type, computed, control) == expected
        assert show(type, {}, control) == expected


def list_deciding(type: str, control: str) -> list[Any]:
    """The readings of a control that are asked when the earlier ones find nothing."""
    readings = TYPES[type][1]["controls"][control]
    number = next((n for n, reading in enumerate(readings) if absent_outcome(reading) != "pass"), len(readings))
    return list(readings[: number + 1])


@each("type", WITH_CONTROLS)
def test_what_is_known_only_later_is_never_off(type: str) -> None:
    for control, mark in product(TYPES[type][1]["controls"], (UNKNOWN, SENSITIVE, Reference(("var.x",)))):
        for reading in list_deciding(type, control):
            if "always" in reading or reading.get("off") == {"set": ""}:
                continue
            if "attribute" in reading:
                assert show(type, fill(reading, mark), control) not in ("off", "weaker")
            paths = reading.get("each") or reading.get("attribute") or reading["exposes"]["sources"]
            for path in [paths] if isinstance(paths, str) else paths:
                assert show(type, {path.partition(".")[0]: mark}, control) not in ("off", "weaker")


@each("type", WITH_CONTROLS)
def test_no_value_of_a_wrong_kind_is_off(type: str) -> None:
    for control, wrong in product(TYPES[type][1]["controls"], WRONG):
        for reading in list_deciding(type, control):
            if "attribute" in reading and reading.get("off") != {"set": ""}:
                assert show(type, fill(reading, wrong), control) not in ("off", "weaker"), wrong


EXPOSING = [
    (type, reading)
    for type, (_, entry) in TYPES.items()
    for reading in entry.get("controls", {}).get("firewall", ())
    if "exposes" in reading
]


@each(("type", "reading"), EXPOSING)
def test_a_rule_is_open_where_all_may_reach_a_port_that_is_not_for_all(type: str, reading: Any) -> None:
    exposed = reading["exposes"]

    def rule(source: Any, first: Any, last: Any, protocol: str = "tcp") -> str:
        values: dict[str, Any] = {}
        prefix = f"{reading['each']}." if "each" in reading else ""
        for path, test in reading.get("when", {}).items():
            if not (isinstance(test, dict) and "not" in test):
                put(values, f"{prefix}{path}", sample(test))
        if exposed["sources"]:
            put(values, f"{prefix}{exposed['sources'][0]}", source)
        if "protocol" in exposed:
            put(values, f"{prefix}{exposed['protocol']}", protocol)
        if "span" in exposed:
            put(values, f"{prefix}{exposed['span'][0]}", first)
            put(values, f"{prefix}{exposed['span'][1]}", last)
        else:
            ports = exposed["ports"]
            text = first if first is UNKNOWN else str(first) if first == last else f"{first}-{last}"
            put(values, f"{prefix}{ports if isinstance(ports, str) else ports[0]}", text)
        return show(type, values, "firewall")

    closed = "off" if "inbound_default_policy" in str(TYPES[type][1]["controls"]) else "pass"
    assert rule("0.0.0.0/0", 22, 22) == "off"
    assert rule("0.0.0.0/0", 5432, 5432) == "off"
    assert rule("0.0.0.0/0", 1, 65535) == "off"
    if exposed["sources"]:
        assert rule("::/0", "22", "22") == "off"
        assert rule(UNKNOWN, 22, 22) in ("unknown", closed)
        assert rule("10.0.0.0/8", 22, 22) != "off" or closed == "off"
    if type not in ("upcloud_firewall_rules", "scaleway_instance_security_group"):
        assert rule("0.0.0.0/0", 443, 443) == "pass"
        assert rule("0.0.0.0/0", UNKNOWN, UNKNOWN) == "unknown"
        if "protocol" in exposed:
            assert rule("0.0.0.0/0", -1, -1, "icmp") == "pass"


KEEPING = [(type, number) for type, (_, entry) in TYPES.items() for number in range(len(entry.get("keeps", ())))]


@each(("type", "number"), KEEPING)
def test_each_period_is_told_in_its_unit(type: str, number: int) -> None:
    row = TYPES[type][1]["keeps"][number]
    value = {"milliseconds": 86_400_000, "seconds": 86_400, "text": "86400s"}.get(row["unit"], 1)
    expected = {"hours": "PT1H", "weeks": "P7D", "months": "P1M", "years": "P1Y"}.get(row["unit"], "P1D")
    if row.get("attribute") in row.get("when", {}):
        value, expected = 172_800, "P2D"

    def kept(values: dict[str, Any]) -> list[str]:
        found = [f for f in facts(type, values) if isinstance(f, KeepingFact) and f.kept.value == row["kept"]]
        return [str(f.period) for f in found if f.attribute.endswith(str(row["attribute"]))]

    assert kept(fill(row, value)) == [expected]
    assert kept(fill(row, str(value))) == [expected]
    assert kept(fill(row, UNKNOWN)) == []
    assert kept(fill(row, "nothing")) == []
    if "zero" in row:
        assert kept(fill(row, 0)) == ["None" if row["zero"] == "without-end" else row["zero"]]
    elif row["unit"] != "text":
        assert kept(fill(row, 0)) == []
    for path in row.get("empty", ()):
        filtered = fill(row, value)
        put(filtered, f"{row['each']}.{path}", {"key": "some"} if "." not in path else "some")
        assert kept(filtered) == []


PLACED = [type for type, (name, entry) in TYPES.items() if name in REGIONS and "global" not in entry]


@each("type", PLACED)
def test_each_type_lies_where_it_or_its_provider_says(type: str) -> None:
    name, entry = TYPES[type]
    family = load_family(name)
    region, country = REGIONS[name]
    written = FORMS.get(entry.get("region-form", ""), region)

    def located(values: dict[str, Any], of_provider: Any = None) -> list[str | None]:
        found = facts(type, values, region=of_provider)
        return [f.country for f in found if isinstance(f, PlaceFact) and not f.is_copy]

    regions = entry.get("region", family.get("region", ()))
    for path in regions:
        values: dict[str, Any] = {}
        put(values, path, written)
        assert located(values) == [country]
        put(values, path, SENSITIVE)
        assert located(values, region) == []
    for path in entry.get("zone", ()):
        zoned: dict[str, Any] = {}
        put(zoned, path, region)
        assert located(zoned) == [country]
    inherits = "region-of-provider" in family and "region-absent" not in entry
    assert located({}, region) == ([country] if inherits else [None] if "region-absent" in entry else []) or located(
        {}, region
    ) == ["US"]


COPIED = [(type, number) for type, (_, entry) in TYPES.items() for number in range(len(entry.get("copies", ())))]


@each(("type", "number"), COPIED)
def test_each_copy_lies_in_the_region_that_it_names(type: str, number: int) -> None:
    name, entry = TYPES[type]
    row = entry["copies"][number]
    region, country = REGIONS[name]
    written = FORMS.get(row.get("form", ""), region)
    values = {"location": "West Europe"} | fill(
        row, {"true": True}.get(row["paired"][0], row["paired"][0]) if "paired" in row else written
    )
    copies = [f for f in facts(type, values) if isinstance(f, PlaceFact) and f.is_copy]
    expected = "IE" if "paired" in row else "US" if row.get("form") == "arn" else country
    assert [f.country for f in copies] == [expected]
    unknown = {"location": "West Europe"} | fill(row, UNKNOWN)
    assert not [f for f in facts(type, unknown) if isinstance(f, PlaceFact) and f.is_copy]


@each("type", [type for type, (_, entry) in TYPES.items() if "part-of" in entry])
def test_what_configures_another_is_tied_to_it(type: str) -> None:
    context = AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED)
    for path, target in TYPES[type][1]["part-of"].items():
        first = target if isinstance(target, str) else target[0]
        for value, expected in (
            ("x", Target(type=first, name="x")),
            (Reference((f"{first}.a",)), Target(address=f"{first}.a")),
        ):
            values: dict[str, Any] = {}
            put(values, path, value)
            assert expected in describe_resource(type, values, context).targets
