"""The services of other companies that workloads use: by their images and variables, also those of config maps.

Of a config map only that is kept which names a service. No value goes any further.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seloste.checker.evidence.containers.marked_documents import get_mapping, get_text, is_true, list_mappings
from seloste.checker.evidence.kubernetes.objects import KubernetesObject
from seloste.checker.evidence.kubernetes.pods import Workload
from seloste.checker.evidence.resource import ServiceFact
from seloste.checker.evidence.services.service_signs import (
    HIDDEN,
    OPEN_VALUE,
    Unseen,
    Variable,
    may_show_service,
    show_program,
)

#: Most variables of a container and of a config map that are looked at.
_MOST_VARIABLES = 1_000
#: What other places a variable may take its value from that tell nothing of a service.
_OF_POD = ("fieldRef", "resourceFieldRef")
_REFERENCES = ("secretKeyRef", "configMapKeyRef")
#: The variables of config maps, by namespace and name.
ConfigMaps = Mapping[tuple[str, str], tuple[Variable, ...]]


def read_config_map(each: KubernetesObject) -> tuple[Variable, ...]:
    """The variables of a config map that may name a service, each with its place."""
    data = get_mapping(each.value, "data")
    pairs = ((name, value) for name, value in list(data.items())[:_MOST_VARIABLES] if isinstance(value, str))
    return tuple(
        Variable(name, value, f"data[{name[:200]}]", each.locate("data", name))
        for name, value in pairs
        if "\n" not in value.strip() and may_show_service(name, value)
    )


def list_workload_services(
    workload: Workload, maps: Mapping[tuple[str, str], tuple[Variable, ...]]
) -> Iterator[ServiceFact]:
    """The services that the containers of a workload use."""
    origin = workload.origin
    for steps, container in workload.containers:
        raw: Any = origin.value
        for step in steps:
            raw = raw[step]
        variables = [*_list_taken(raw, origin, maps), *_list_own(raw, steps, origin, maps)]
        yield from show_program(container.image, origin.locate(*steps, "image"), variables, origin.strength)


def list_secret_services(secret: KubernetesObject) -> tuple[ServiceFact, ...]:
    """The services that the keys of an external secret name: their values are elsewhere."""
    entries = list_mappings(get_mapping(secret.value, "spec"), "data")
    variables = [
        Variable(name, HIDDEN, "spec.data[].secretKey", secret.locate("spec", "data", number, "secretKey"))
        for number, entry in entries
        if number < _MOST_VARIABLES and may_show_service(name := get_text(entry, "secretKey"), HIDDEN)
    ]
    return show_program("", secret.locate(), variables, secret.strength)


def _list_taken(
    raw: Mapping[str, Any], origin: KubernetesObject, maps: Mapping[tuple[str, str], tuple[Variable, ...]]
) -> Iterator[Variable]:
    """The variables that a container takes from config maps as a whole, where these are among the manifests."""
    for number, entry in list_mappings(raw, "envFrom"):
        if number < _MOST_VARIABLES:
            yield from maps.get((origin.namespace, get_text(entry, "configMapRef", "name")), ())


def _list_own(
    raw: Mapping[str, Any], steps: tuple[str | int, ...], origin: KubernetesObject, maps: ConfigMaps
) -> Iterator[Variable]:
    for number, entry in list_mappings(raw, "env"):
        if number >= _MOST_VARIABLES:
            return
        name = get_text(entry, "name")
        value = _read_value(entry, origin, maps)
        if value is not None and may_show_service(name, value):
            place = origin.locate(*steps, "env", number, "value" if "value" in entry else "name")
            yield Variable(name, value, f"env[{name[:200]}]", place)


def _read_value(
    entry: Mapping[str, Any], origin: KubernetesObject, maps: Mapping[tuple[str, str], tuple[Variable, ...]]
) -> str | Unseen | None:
    """The value of a variable: of a secret it is hidden, and one that may be absent there shows nothing for certain."""
    source = get_mapping(entry, "valueFrom")
    if not source:
        value = entry.get("value")
        return HIDDEN if isinstance(value, str) and "$(" in value else value if isinstance(value, str) else ""
    if any(kind in source for kind in _OF_POD):
        return None
    taken = get_mapping(source, "configMapKeyRef")
    known = maps.get((origin.namespace, get_text(taken, "name")), ())
    key = get_text(taken, "key")
    found = next((variable.value for variable in known if taken and variable.name == key), None)
    if found is not None:
        return found
    is_optional = any(
        is_true(get_mapping(source, kind).get("optional")) for kind in ("secretKeyRef", "configMapKeyRef")
    )
    return OPEN_VALUE if is_optional else HIDDEN
