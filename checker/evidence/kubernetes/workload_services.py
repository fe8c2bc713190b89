"""The services of other companies that workloads use: by images, commands and variables, also of maps and secrets.

Of a config map and of the plain texts of a secret only that is kept which names a service. No value goes any further.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seloste.checker.evidence.containers.marked_documents import (
    LIMITS,
    get_mapping,
    get_text,
    is_true,
    list_mappings,
    list_texts,
)
from seloste.checker.evidence.kubernetes.objects import KubernetesObject
from seloste.checker.evidence.kubernetes.pods import Workload
from seloste.checker.evidence.resource import ServiceFact
from seloste.checker.evidence.services.service_signs import (
    HIDDEN,
    OPEN_VALUE,
    Command,
    Unseen,
    Variable,
    may_show_service,
    show_program,
)

#: Most variables of a container and of a config map that are looked at: as many as a list may have entries. And most
#: containers of a pod.
_MOST_VARIABLES, _MOST_CONTAINERS = LIMITS.entries, 1_000
#: What other places a variable may take its value from that tell nothing of a service.
_OF_POD = ("fieldRef", "resourceFieldRef")
#: Kinds of objects that hold variables, with the references to one of their keys and to the whole.
_HOLDERS = {"/ConfigMap": ("configMapKeyRef", "configMapRef"), "/Secret": ("secretKeyRef", "secretRef")}
#: The variables of config maps and secrets, by type, namespace and name.
SettingVariables = Mapping[tuple[str, str, str], tuple[Variable, ...]]


def read_setting_variables(each: KubernetesObject) -> tuple[Variable, ...]:
    """The variables of a config map or a secret that may name a service, each with its place.

    Of a secret the plain texts (`stringData`) are compared with hosts. What is in base64 is not decoded.
    """
    if each.type not in _HOLDERS:
        return ()
    variables: dict[str, Variable] = {}
    is_secret = each.type == "/Secret"
    for key in ("data", "stringData") if is_secret else ("data",):
        for name, text in list(get_mapping(each.value, key).items())[:_MOST_VARIABLES]:
            value = HIDDEN if is_secret and key == "data" and text else text
            is_line = isinstance(value, Unseen) or (isinstance(value, str) and "\n" not in value.strip())
            if is_line and may_show_service(name, value):
                variables[name] = Variable(name, value, f"{key}[{name[:200]}]", each.locate(key, name))
    return tuple(variables.values())


def list_workload_services(workload: Workload, settings: SettingVariables) -> Iterator[ServiceFact]:
    """The services that the containers of a workload use, also those that run before the others or beside them."""
    origin = workload.origin
    pod = (*workload.steps, "spec")
    for key in ("initContainers", "containers"):
        for number, raw in list_mappings(get_mapping(origin.value, *(str(step) for step in pod)), key):
            if number >= _MOST_CONTAINERS:
                break
            steps = (*pod, key, number)
            variables = [*_list_taken(raw, origin, settings), *_list_own(raw, steps, origin, settings)]
            commands = [
                Command(text, name, origin.locate(*steps, name))
                for name in ("command", "args")
                for text in list_texts(raw.get(name))
            ]
            place = origin.locate(*steps, "image")
            yield from show_program(get_text(raw, "image"), place, variables, origin.strength, commands)


def list_secret_services(secret: KubernetesObject) -> tuple[ServiceFact, ...]:
    """The services that the keys of an external or a sealed secret name: their values are elsewhere."""
    spec = get_mapping(secret.value, "spec")
    places: list[tuple[str, tuple[str | int, ...]]]
    places = [(get_text(each, "secretKey"), ("data", number)) for number, each in list_mappings(spec, "data")]
    places += [(name, ("encryptedData", name)) for name in get_mapping(spec, "encryptedData")]
    variables = [
        Variable(
            name,
            HIDDEN,
            "spec.data[].secretKey" if steps[0] == "data" else f"spec.encryptedData[{name[:200]}]",
            secret.locate("spec", *steps, *(["secretKey"] if steps[0] == "data" else [])),
        )
        for name, steps in places[:_MOST_VARIABLES]
        if may_show_service(name, HIDDEN)
    ]
    return show_program("", secret.locate(), variables, secret.strength)


def _list_taken(raw: Mapping[str, Any], origin: KubernetesObject, settings: SettingVariables) -> Iterator[Variable]:
    """The variables that a container takes from maps and secrets as a whole, where these are among the manifests."""
    for number, entry in list_mappings(raw, "envFrom"):
        if number < _MOST_VARIABLES:
            for type, (_, reference) in _HOLDERS.items():
                yield from settings.get((type, origin.namespace, get_text(entry, reference, "name")), ())


def _list_own(
    raw: Mapping[str, Any], steps: tuple[str | int, ...], origin: KubernetesObject, settings: SettingVariables
) -> Iterator[Variable]:
    for number, entry in list_mappings(raw, "env"):
        if number >= _MOST_VARIABLES:
            return
        name = get_text(entry, "name")
        value = _read_value(entry, origin, settings)
        if value is not None and may_show_service(name, value):
            place = origin.locate(*steps, "env", number, "value" if "value" in entry else "name")
            yield Variable(name, value, f"env[{name[:200]}]", place)


def _read_value(entry: Mapping[str, Any], origin: KubernetesObject, settings: SettingVariables) -> str | Unseen | None:
    """The value of a variable: of a secret it is hidden, and one that may be absent there shows nothing for certain."""
    source = get_mapping(entry, "valueFrom")
    if not source:
        value = entry.get("value")
        return HIDDEN if isinstance(value, str) and "$(" in value else value if isinstance(value, str) else ""
    if any(kind in source for kind in _OF_POD):
        return None
    for type, (reference, _) in _HOLDERS.items():
        taken = get_mapping(source, reference)
        known = settings.get((type, origin.namespace, get_text(taken, "name")), ()) if taken else ()
        found = next((variable.value for variable in known if variable.name == get_text(taken, "key")), None)
        if found is not None:
            return found
    is_optional = any(is_true(get_mapping(source, kind).get("optional")) for kind, _ in _HOLDERS.values())
    return OPEN_VALUE if is_optional else HIDDEN
