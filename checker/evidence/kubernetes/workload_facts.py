"""What a workload shows: its backups, its settings, the encryption of its volumes, and where it is to run."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.evidence.containers.container_backups import Container, find_hosts, read_image_interval, read_kept
from seloste.checker.evidence.containers.container_settings import list_shown_settings
from seloste.checker.evidence.containers.images import find_store
from seloste.checker.evidence.containers.marked_documents import get_mapping, get_text, list_mappings
from seloste.checker.evidence.cron import read_cron_interval
from seloste.checker.evidence.kubernetes.claims import StorageClasses, list_template_facts
from seloste.checker.evidence.kubernetes.cluster import Cluster
from seloste.checker.evidence.kubernetes.firewalls import show_unguarded
from seloste.checker.evidence.kubernetes.objects import is_yes
from seloste.checker.evidence.kubernetes.pods import Workload, list_region_hints
from seloste.checker.evidence.kubernetes.workload_services import list_workload_services
from seloste.checker.evidence.resource import ControlFact, ControlShown, Fact, KeepingFact, Kept, Resource
from seloste.checker.position import Location


def describe_workload(workload: Workload, cluster: Cluster, classes: StorageClasses, guarded: set[str]) -> Resource:
    """A workload with its facts. One that takes backups belongs to the store that it takes them of."""
    origin = workload.origin
    facts: list[Fact] = [*list_template_facts(workload, classes), *list_region_hints(workload)]
    for steps, container in workload.containers:
        facts += _list_settings(workload, steps, container)
    facts += _list_backups(workload)
    if workload.store and workload.stores_data and origin.address not in guarded:
        facts.append(show_unguarded(workload))
    facts += list_workload_services(workload, cluster.setting_variables)
    labelled = (workload.template_labels, workload.template_annotations)
    return origin.make_resource(facts, _list_targets(workload, cluster), labelled, workload.stores_data)


def _list_targets(workload: Workload, cluster: Cluster) -> Iterator[str]:
    hosts = {host for _, each in workload.containers if each.takes_backups for host in find_hosts(each)}
    store = cluster.find_host(workload.origin.namespace, hosts) if hosts else None
    if store is not None:
        yield store.origin.address


def _list_settings(workload: Workload, steps: tuple[str | int, ...], container: Container) -> Iterator[ControlFact]:
    store = None if container.takes_backups or workload.store is None else find_store(container.image)
    for name, control, shown in list_shown_settings(container, store) if store else ():
        place = _locate_variable(workload, steps, name)
        yield ControlFact(
            attribute=f"env[{name}]",
            location=place,
            strength=workload.origin.strength,
            control=control,
            shown=shown,
        )


def _locate_variable(workload: Workload, steps: tuple[str | int, ...], name: str) -> Location:
    """The place of a variable of a container."""
    value = workload.origin.value
    for step in steps:
        value = value[step]  # type: ignore[index]
    for number, variable in list_mappings(value, "env"):
        if get_text(variable, "name") == name:
            return workload.origin.locate(*steps, "env", number, "name")
    return workload.origin.locate(*steps)


def _list_backups(workload: Workload) -> Iterator[Fact]:
    """How often a workload takes backups, by the schedule of its job or its image, and how long it keeps them."""
    origin = workload.origin
    taking = [(steps, each) for steps, each in workload.containers if each.takes_backups]
    for steps, container in taking[:1]:
        if origin.kind == "CronJob":
            spec = get_mapping(origin.value, "spec")
            if is_yes(spec.get("suspend")):
                yield origin.show_control("backup", ControlShown.OFF, ("spec", "suspend"))
            else:
                interval = read_cron_interval(get_text(spec, "schedule"))
                yield origin.show_control("backup", ControlShown.ON, ("spec", "schedule"), interval)
        elif container.backup_image is not None and origin.kind != "Job":
            name, interval = read_image_interval(container)
            if name:
                yield ControlFact(
                    attribute=f"env[{name}]",
                    location=_locate_variable(workload, steps, name),
                    strength=origin.strength,
                    control="backup",
                    shown=ControlShown.ON,
                    interval=interval,
                )
        name, period = read_kept(container)
        if period is not None:
            yield KeepingFact(
                attribute=f"env[{name}]",
                location=_locate_variable(workload, steps, name),
                strength=origin.strength,
                kept=Kept.BACKUPS,
                period=period,
            )
