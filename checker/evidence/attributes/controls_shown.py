"""What a resource shows of each control, by the readings of its type.

The readings of a control stand in an order, and the first that tells something counts. Of several blocks or values the
worst counts: one listener without TLS is a listener without TLS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from seloste.checker.evidence.attributes.readings import (
    is_source_open,
    match_value,
    read_number,
    read_period,
    read_ports,
    read_text,
)
from seloste.checker.evidence.attributes.scope import Block, Place, Scope, Steps, list_paths, read_blocks
from seloste.checker.evidence.attributes.type_table import Entry, ResourceType, load_common
from seloste.checker.evidence.cron import read_cron_interval, read_joint_interval
from seloste.checker.evidence.marks import COMPUTED, is_open
from seloste.checker.evidence.resource import Basis, ControlFact, ControlShown
from seloste.policy.period import Period

#: Periods are compared as they are from this day.
_SOME_DAY = date(2026, 1, 1)
_DAILY = Period("P1D")
#: What a reading may come to, the worst first. `pass` tells nothing: the next reading is asked.
_WORST = ("off", "weaker", "unknown", "on", "pass")
_BAD, _JUDGED = ("off", "weaker"), ("off", "weaker", "on", "pass")
_SHOWN = {shown.value: shown for shown in ControlShown}


class Outcome(NamedTuple):
    """What a reading comes to, and the attribute that shows it."""

    shown: str
    attribute: str = ""
    steps: Steps = ()
    block: Block | None = None


class Reading(Struct, frozen=True, eq=False):
    """A reading of a control as the table has it, with what does not change from resource to resource.

    Attributes:
        heads: The first steps to its attributes.
        absent: What it comes to where there is none of these; None where that takes more than the table.
        is_plain: Whether it is of the resource as a whole, and without conditions.
        name: Its attribute, where it is one at the top of the resource.
    """

    control: str
    entry: Entry
    heads: tuple[str, ...] = ()
    absent: Outcome | None = None
    is_plain: bool = False
    name: str = ""


def show_controls(scope: Scope) -> Iterator[ControlFact]:
    """The facts of each control that the type has readings of."""
    is_there = scope.root.value.__contains__
    for readings in _prepare_readings(scope.type):
        for reading in readings:
            if reading.absent and not any(map(is_there, reading.heads)):
                outcome = reading.absent
            elif reading.is_plain:
                outcome = _doubt(scope, reading.entry, _read_plain(scope, reading))
            else:
                outcome = _read(scope, reading.entry)
            if outcome.shown != "pass":
                yield _find_fact(scope, reading, outcome)
                break


@lru_cache(maxsize=2048)
def _prepare_readings(type: ResourceType) -> list[list[Reading]]:
    """The readings of each control of a type."""
    controls: Entry = type.entry.get("controls", {})
    return [[_prepare(control, entry) for entry in entries] for control, entries in controls.items()]


def _prepare(control: str, entry: Entry) -> Reading:
    if "always" in entry and "when" not in entry:
        return Reading(control, entry, absent=Outcome(entry["always"]))
    if "always" in entry or ("each" not in entry and ("exposes" in entry or "when" in entry)):
        return Reading(control, entry)
    paths = [
        *([entry["each"]] if "each" in entry else list_paths(entry["attribute"])),
        *entry.get("empty", ()),
        *entry.get("unless", ()),
    ]
    heads = tuple(path.partition(".")[0] for path in paths)
    is_fixed = "since" not in entry
    absent = Outcome(entry.get("absent") or "unknown", _name_attribute(entry)) if is_fixed else None
    name = paths[0] if isinstance(entry.get("attribute"), str) and "." not in paths[0] else ""
    return Reading(control, entry, heads, absent, "each" not in entry and "empty" not in entry, name)


def _read_plain(scope: Scope, reading: Reading) -> Outcome:
    """What a reading without conditions comes to: most are of one value at the top of a resource."""
    name, values = reading.name, scope.root.value
    value = values[name] if name in values else None  # noqa: SIM401 - not every mapping has a quick `get`
    if value is None or value is COMPUTED or value == "" or isinstance(value, list):
        return _read_values(scope, reading.entry, scope.root)
    return Outcome(_judge_value(reading.entry, value), name, (name,), scope.root)


def _find_fact(scope: Scope, reading: Reading, outcome: Outcome) -> ControlFact:
    """The fact of an outcome: the same one for all resources of a place."""
    if scope.shared is None or isinstance(reading.entry.get("interval"), dict):
        return _make_fact(scope, reading, outcome)
    key = (reading, outcome.shown, outcome.attribute, scope.strength)
    found: ControlFact | None = scope.shared.get(key)
    return found or scope.share(key, _make_fact(scope, reading, outcome))


def _make_fact(scope: Scope, prepared: Reading, outcome: Outcome) -> ControlFact:
    reading, shown = prepared.entry, _SHOWN[outcome.shown]
    return ControlFact(
        control=prepared.control,
        shown=shown,
        interval=_find_interval(scope, reading, outcome) if shown is ControlShown.ON else None,
        attribute=outcome.attribute,
        location=scope.find_location(outcome.steps),
        strength=scope.strength,
        basis=Basis.PROVIDER if "always" in reading else Basis.ATTRIBUTE,
    )


def _read(scope: Scope, reading: Entry) -> Outcome:
    """What one reading comes to: the worst of its blocks."""
    if "always" in reading:
        is_met = scope.root.check(reading["when"])
        return Outcome(reading["always"] if is_met else "pass" if is_met is False else "unknown")
    outcomes = [_read_block(scope, reading, block, is_met) for block, is_met in read_blocks(scope, reading)]
    if not outcomes:
        return Outcome(scope.choose_default(reading) or "unknown", _name_attribute(reading))
    if "each" in reading and "interval" in reading:
        # One schedule that is on suffices, however many others there are.
        outcomes = [outcome for outcome in outcomes if outcome.shown == "on"] or outcomes
    worst = outcomes[0] if len(outcomes) == 1 else min(outcomes, key=lambda outcome: _WORST.index(outcome.shown))
    return _doubt(scope, reading, worst)


def _doubt(scope: Scope, reading: Entry, outcome: Outcome) -> Outcome:
    """An outcome; unknown where it is a bad one, and another attribute may make up for it (`unless`)."""
    if "unless" in reading and outcome.shown in _BAD and scope.root.has_any(reading["unless"]):
        return Outcome("unknown", outcome.attribute, outcome.steps)
    return outcome


def _name_attribute(reading: Entry) -> str:
    """The attribute of a reading, as a fact names it where there is no value."""
    exposed = reading.get("exposes")
    paths = (
        [reading["each"]]
        if exposed and "each" in reading
        else list_paths(exposed["sources"] if exposed else reading["attribute"])
    )
    prefix = f"{reading['each']}." if "each" in reading and not exposed else ""
    return f"{prefix}{paths[0]}"


def _read_block(scope: Scope, reading: Entry, block: Block, is_met: bool | None) -> Outcome:
    """What a reading comes to in one block."""
    if is_met is False:
        return Outcome("pass")
    if is_met is None and is_open(block.value):
        return Outcome(reading.get("open", "unknown"), _name_attribute(reading), block.steps)
    outcome = _read_exposure(reading["exposes"], block) if "exposes" in reading else _read_values(scope, reading, block)
    if is_met is None and outcome.shown != "pass":
        return Outcome("unknown", outcome.attribute, outcome.steps)
    return outcome


def _read_values(scope: Scope, reading: Entry, block: Block) -> Outcome:
    """What the values of an attribute come to."""
    places = block.find_all(reading["attribute"])
    if not places or ("all" in reading and len(places) < len(reading["attribute"])):
        shown = scope.choose_default(reading) or "unknown"
        return Outcome(shown, _name_attribute(reading), block.steps, block)
    if len(places) == 1:
        return Outcome(_judge_value(reading, places[0].value), places[0].attribute, places[0].steps, block)
    for shown in _BAD:
        if shown in reading:
            for place in places:
                if match_value(reading[shown], place.value):
                    return Outcome(shown, place.attribute, place.steps, block)
    is_any = "any" in reading
    for shown in ("on", "pass"):
        matched = [match_value(reading[shown], place.value) if shown in reading else False for place in places]
        if all(matched) or (is_any and True in matched):
            first = places[matched.index(True)]
            return Outcome(shown, first.attribute, first.steps, block)
    shown = reading.get("open", "unknown") if _has_unknown(reading, places) else reading.get("else", "unknown")
    return Outcome(shown, places[0].attribute, places[0].steps, block)


def _judge_value(reading: Entry, value: Any) -> str:
    """What one value comes to: as `_read_values` of many."""
    for shown in _JUDGED:
        if shown in reading and match_value(reading[shown], value):
            return shown
    rest: str = reading.get("open", "unknown") if is_open(value) else reading.get("else", "unknown")
    return rest


def _has_unknown(reading: Entry, places: Sequence[Place]) -> bool:
    return any(is_open(place.value) for place in places)


def _read_exposure(exposed: Entry, block: Block) -> Outcome:
    """Whether a rule of a firewall lets everybody in, but to ports that serve the public."""
    sources = block.find_all(exposed["sources"])
    if not sources:
        place, is_open_to_all = Place(block.path, block.steps, None), exposed["sources-absent"] == "open"
        if not is_open_to_all:
            return Outcome(exposed["sources-absent"], place.attribute, place.steps)
    else:
        names = frozenset(load_common()["open-sources"])
        opened = [is_source_open(place.value, names) for place in sources]
        place = sources[opened.index(True) if True in opened else 0]
        if True not in opened:
            closed = exposed.get("closed", "on")
            return Outcome("unknown" if None in opened else closed, place.attribute, place.steps)
    is_private = _reaches_private_ports(exposed, block)
    return Outcome("unknown" if is_private is None else "off" if is_private else "pass", place.attribute, place.steps)


def _reaches_private_ports(exposed: Entry, block: Block) -> bool | None:
    """Whether a rule reaches ports other than those that serve the public; None where that can't be known."""
    common = load_common()
    everything, public = frozenset(common["all-ports"]), frozenset(map(int, common["public-ports"]))
    if "protocol" in exposed:
        protocols = [place.value for place in block.find(exposed["protocol"])]
        if any(map(is_open, protocols)):
            return None
        names = [read_text(protocol) or "" for protocol in protocols]
        if names and all(name in common["portless-protocols"] for name in names):
            return False
        if names and any(name in common["all-protocols"] for name in names):
            return True
    places = block.find_all(exposed["span"] if "span" in exposed else exposed["ports"])
    if any(is_open(place.value) for place in places):
        return None
    if not places:
        return {"off": True, "pass": False}.get(exposed.get("ports-absent", "unknown"))
    ranges = list(_list_ranges(exposed, [read_text(place.value) or "" for place in places], everything))
    if not ranges:
        return None
    return not all(first == last and first in public for first, last in ranges)


def _list_ranges(exposed: Entry, texts: list[str], everything: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The ranges of ports of a rule: one from its first to its last (`span`), or those that its texts name."""
    if "span" not in exposed:
        for text in texts:
            if text != "0":
                yield from read_ports(text, everything)
    elif len(texts) == 2:
        first, last = (read_number(text) for text in texts)
        if first is not None and last is not None:
            yield int(first), int(last)


def _find_interval(scope: Scope, reading: Entry, outcome: Outcome) -> Period | None:
    """How often a backup is made, as the reading tells: always so, by an attribute, by a schedule."""
    asked: Any = reading.get("interval")
    if asked is None or isinstance(asked, str):
        return Period(asked) if asked else None
    blocks = scope.list_blocks(reading) if "each" in reading else [outcome.block or scope.root]
    values = [place.value for block in blocks for place in block.find(asked["attribute"])]
    if not values:
        return Period(asked["absent"]) if "absent" in asked else None
    intervals = [_read_interval(asked, value) for value in values]
    if len(blocks) > 1:
        return _join_intervals(asked, values, intervals, is_whole=len(values) == len(blocks))
    return intervals[0] if len(set(intervals)) == 1 else None


def _join_intervals(
    asked: Entry, values: Sequence[Any], intervals: Sequence[Period | None], *, is_whole: bool
) -> Period | None:
    """How often several schedules run together; None where that is rarer than daily and one may fill gaps of another.

    `is_whole`: whether each of them is told.
    """
    known = [interval for interval in intervals if interval]
    is_whole = is_whole and len(known) == len(values) and asked["unit"] == "schedule"
    joint = read_joint_interval([read_text(value) or "" for value in values if not is_open(value)])
    shortest = min([*known, joint] if joint and is_whole else known, key=_find_end, default=None)
    return shortest if shortest and (is_whole or not shortest.longer_than(_DAILY, _SOME_DAY)) else None


def _find_end(period: Period) -> datetime:
    return period.end(_SOME_DAY)


def _read_interval(asked: Entry, value: Any) -> Period | None:
    if is_open(value):
        return None
    text = read_text(value) or ""
    if "values" in asked:
        named = asked["values"].get(text)
        return Period(named) if named else None
    if asked["unit"] == "schedule":
        return read_cron_interval(text)
    return read_period(value, asked["unit"])
