"""What objects of operators and backup tools show, by the table of their kinds (`kinds.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from seloste.checker.evidence.containers.marked_documents import get_text, is_false, is_true
from seloste.checker.evidence.cron import read_cron_interval, read_duration, read_joint_interval
from seloste.checker.evidence.kubernetes.cluster import Cluster
from seloste.checker.evidence.kubernetes.objects import (
    MOST_TARGETS,
    KubernetesObject,
    is_yes,
    load_kinds,
    name_attribute,
)
from seloste.checker.evidence.marks import find_values, walk_values
from seloste.checker.evidence.resource import ControlFact, ControlShown, Fact, KeepingFact, Kept, Resource
from seloste.policy.period import Period

_UNITS = re.compile(r"([1-9]\d{0,3})([dwm])", re.ASCII)
#: Most schedules of one object.
_MOST_SCHEDULES = 100
#: Periods are compared as they are from this day.
_SOME_DAY = date(2026, 1, 1)


def describe_custom(each: KubernetesObject, cluster: Cluster, stores: Mapping[str, list[str]]) -> Resource:
    """An object of an operator.

    Args:
        each: The object.
        cluster: All objects.
        stores: The addresses of the stores, by their namespaces.
    """
    entry = load_kinds()["custom"][each.type]
    targets: list[str] = []
    if name := get_text(each.value, *entry["target"].split(".")) if "target" in entry else "":
        targets.append("/".join(part for part in (entry["target_kind"], each.namespace, name) if part))
    if "namespaces" in entry:
        targets += _list_stores(each, entry, stores)
    facts = [*_list_backups(each, entry), *_list_kept(each, entry)]
    return each.make_resource(facts, targets, stores_data=entry.get("stores") == "true")


def _list_stores(each: KubernetesObject, entry: Mapping[str, Any], stores: Mapping[str, list[str]]) -> list[str]:
    """The stores of the namespaces that a backup takes in; none where it may leave out a part of them."""
    if any(find_values(each.value, path) for path in entry["narrowed"]):
        return []
    named = [name for name in find_values(each.value, entry["namespaces"]) if isinstance(name, str)]
    left_out = {name for name in find_values(each.value, entry["excluded"]) if isinstance(name, str)}
    namespaces = list(stores) if not named or "*" in named else named
    found: list[str] = []
    for namespace in namespaces:
        if namespace not in left_out and len(found) < MOST_TARGETS:
            found += stores.get(namespace, [])[:MOST_TARGETS]
    return found


def _list_backups(each: KubernetesObject, entry: Mapping[str, Any]) -> Iterator[ControlFact]:
    paths = entry.get("schedules", ())
    switch = entry.get("requires", "")
    is_required = not switch or any(map(is_true, find_values(each.value, switch)))
    if switch and any(map(is_false, find_values(each.value, switch))):
        # A switch that is off says nothing of backups by other means.
        yield each.show_control("backup", ControlShown.UNKNOWN, tuple(switch.split(".")))
        return
    suspended = entry.get("suspended", "")
    if suspended and any(map(is_yes, find_values(each.value, suspended))):
        yield each.show_control("backup", ControlShown.OFF, tuple(suspended.split(".")))
        return
    found = [item for path in paths for item in walk_values(each.value, path)][:_MOST_SCHEDULES]
    if not found or not is_required:
        return
    known = [(steps, read_cron_interval(value)) for steps, value in found if isinstance(value, str)]
    timed = [(steps, interval) for steps, interval in known if interval is not None]
    # Several schedules together leave no longer gap than the one of them that runs most often.
    steps, shortest = min(timed, key=lambda item: item[1].end(_SOME_DAY), default=(found[0][0], None))
    joint = read_joint_interval([value for _, value in found if isinstance(value, str)]) if len(timed) > 1 else None
    if shortest and joint and shortest.longer_than(joint, _SOME_DAY):
        shortest = joint
    yield each.show_control("backup", ControlShown.ON, steps, shortest)


def _list_kept(each: KubernetesObject, entry: Mapping[str, Any]) -> Iterator[Fact]:
    """How long its backups are kept, where it says so."""
    for steps, value in walk_values(each.value, entry["keeps"]) if "keeps" in entry else ():
        period = _read_kept(value, entry["form"]) if isinstance(value, str) else None
        if period is not None:
            yield KeepingFact(
                attribute=name_attribute(steps),
                location=each.locate(*steps),
                strength=each.strength,
                kept=Kept.BACKUPS,
                period=period,
            )
            return


def _read_kept(text: str, form: str) -> Period | None:
    if form == "duration":
        return read_duration(text)
    match = _UNITS.fullmatch(text)
    return Period(f"P{match[1]}{match[2].upper()}") if match else None
