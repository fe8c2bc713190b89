"""The pods of a workload: their labels, containers and volumes, and whether records of people lie in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from seloste.checker.evidence.containers.container_backups import Container
from seloste.checker.evidence.containers.images import Store, find_store
from seloste.checker.evidence.containers.marked_documents import (
    get_list,
    get_mapping,
    get_text,
    list_mappings,
    list_texts,
)
from seloste.checker.evidence.kubernetes.objects import KubernetesObject, load_kinds
from seloste.checker.evidence.resource import Basis, PlaceFact

#: Most containers of a pod that are looked at, and variables of a container.
_MOST_CONTAINERS, _MOST_VARIABLES = 100, 1_000
_LONGEST_REGION = 100


class Workload(Struct, frozen=True, eq=False):
    """An object that runs pods.

    Attributes:
        steps: The steps to the template of its pods.
        labels: The labels of its pods, those that are texts.
        containers: Its containers, each with the steps to it. Those that run once before the others are not among them.
        claims: The names of the volume claims that it mounts.
        store: The store that one of its containers is of, where it is no client of one.
        stores_data: Whether records of people lie in it as a rule.
    """

    origin: KubernetesObject
    steps: tuple[str | int, ...]
    labels: Mapping[str, str]
    containers: tuple[tuple[tuple[str | int, ...], Container], ...]
    claims: tuple[str, ...]
    store: Store | None
    stores_data: bool
    account: str = "default"
    template_labels: Mapping[str, Any] = field(default_factory=dict)
    template_annotations: Mapping[str, Any] = field(default_factory=dict)


def read_workload(origin: KubernetesObject) -> Workload | None:
    """The workload that an object is; None where it runs no pods."""
    path = load_kinds()["workloads"].get(origin.type)
    if path is None:
        return None
    steps: tuple[str | int, ...] = tuple(path.split(".")) if path else ()
    template = get_mapping(origin.value, *(str(step) for step in steps))
    pod = get_mapping(template, "spec")
    labels = get_mapping(template, "metadata", "labels")
    containers = tuple(_list_containers(pod, (*steps, "spec")))
    is_task = origin.kind in load_kinds()["tasks"]
    volumes = _Volumes(origin, pod)
    store, stores_data = _find_store(pod, containers, volumes, is_task)
    return Workload(
        origin,
        steps,
        {key: value for key, value in labels.items() if isinstance(value, str)},
        containers,
        volumes.claims,
        store,
        stores_data,
        get_text(pod, "serviceAccountName") or get_text(pod, "serviceAccount") or "default",
        labels,
        get_mapping(template, "metadata", "annotations"),
    )


class _Volumes:
    """The volumes of a pod, by their names: those that outlive it, and those that go with it."""

    def __init__(self, origin: KubernetesObject, pod: Mapping[str, Any]) -> None:
        lasting_kinds = load_kinds()["lasting_volumes"]
        self.lasting: set[str] = set()
        self.of_host: set[str] = set()
        self.passing: set[str] = set()
        claims = []
        templates = [item for _, item in list_mappings(get_mapping(origin.value, "spec"), "volumeClaimTemplates")]
        self.templates = {get_text(item, "metadata", "name") for item in templates} - {""}
        for _, volume in list_mappings(pod, "volumes"):
            name = get_text(volume, "name")
            claim = get_text(volume, "persistentVolumeClaim", "claimName")
            if claim and name not in self.templates:  # a template takes the place of a volume of its name
                claims.append(claim)
            if any(kind in volume for kind in lasting_kinds):
                self.lasting.add(name)
            elif "hostPath" in volume:
                self.of_host.add(name)
            elif "emptyDir" in volume or "ephemeral" in volume:
                self.passing.add(name)
        self.lasting |= self.templates
        self.claims = tuple(dict.fromkeys(claims))


def _find_store(
    pod: Mapping[str, Any],
    containers: tuple[tuple[tuple[str | int, ...], Container], ...],
    volumes: _Volumes,
    is_task: bool,
) -> tuple[Store | None, bool]:
    """The store that runs in a pod, and whether data lie there.

    A volume that outlives the pod holds data whatever the image is. A store without one holds them as long as it runs,
    unless it keeps them in memory alone, or in a folder that is meant to go with the pod.
    """
    found: Store | None = None
    stores_data = bool(volumes.lasting)
    for steps, container in () if is_task else containers:
        store = None if container.takes_backups else find_store(container.image)
        if store is None:
            continue
        found = found or store
        mounted = {get_text(mount, "name") for _, mount in list_mappings(_get_raw(pod, steps), "volumeMounts")}
        is_passing = store.is_cache or bool(mounted & volumes.passing & _list_data_mounts(_get_raw(pod, steps), store))
        stores_data = stores_data or bool(mounted & volumes.of_host) or not is_passing
    return found, stores_data


def _list_data_mounts(container: Mapping[str, Any], store: Store) -> set[str]:
    """The names of the volumes that are mounted where a store keeps its data, above it, or within."""
    names = set()
    for _, mount in list_mappings(container, "volumeMounts"):
        path = get_text(mount, "mountPath").rstrip("/")
        if any(f"{folder}/".startswith(f"{path}/") or path.startswith(f"{folder}/") for folder in store.paths if path):
            names.add(get_text(mount, "name"))
    return names


def _get_raw(pod: Mapping[str, Any], steps: tuple[str | int, ...]) -> Mapping[str, Any]:
    containers = get_list(pod, "containers")
    number = steps[-1]
    found = containers[number] if isinstance(number, int) and number < len(containers) else None
    return found if isinstance(found, Mapping) else {}


def _list_containers(
    pod: Mapping[str, Any], steps: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Container]]:
    for number, container in list_mappings(pod, "containers"):
        if number >= _MOST_CONTAINERS:
            return
        command = (*list_texts(container.get("command")), *list_texts(container.get("args")))
        variables: dict[str, str | None] = {}
        for index, variable in list_mappings(container, "env"):
            if index >= _MOST_VARIABLES:
                break
            value = variable.get("value")
            # What refers to another variable, `$(NAME)`, is not followed.
            known = isinstance(value, str) and "$(" not in value
            variables[get_text(variable, "name")] = value if known else None
        has_more = bool(get_list(container, "envFrom"))
        yield (*steps, "containers", number), Container(get_text(container, "image"), command, variables, has_more)


def list_region_hints(workload: Workload) -> Iterator[PlaceFact]:
    """Where its pods are to run by their node selector: a hint."""
    steps = (*workload.steps, "spec", "nodeSelector")
    selector = get_mapping(workload.origin.value, *(str(step) for step in steps))
    for key in load_kinds()["regions"]:
        region = get_text(selector, key)
        if region and len(region) <= _LONGEST_REGION:
            yield PlaceFact(
                attribute=f"{'.'.join(map(str, steps))}[{key}]",
                location=workload.origin.locate(*steps, key),
                strength=workload.origin.strength,
                basis=Basis.HINT,
                region=region,
                country=None,
            )
