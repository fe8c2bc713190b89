"""Volumes of a cluster: claims, the classes that they are made by, and the workloads that mount them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seloste.checker.evidence.containers.marked_documents import get_mapping, get_text, is_true, list_mappings
from seloste.checker.evidence.kubernetes.cluster import Cluster
from seloste.checker.evidence.kubernetes.objects import KubernetesObject, load_kinds
from seloste.checker.evidence.kubernetes.pods import Workload
from seloste.checker.evidence.resource import Basis, ControlFact, ControlShown, Resource

_AT_REST = "encryption-at-rest"
_DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"


def show_class_encryption(storage: KubernetesObject) -> ControlFact | None:
    """What a storage class shows of the encryption of its volumes; nothing for a driver that is not known.

    Without its parameter, the account of the cloud may still encrypt every volume.
    """
    entry = load_kinds()["volumes"].get(get_text(storage.value, "provisioner"))
    if entry is None:
        return None
    if "always" in entry:
        return storage.show_control(_AT_REST, ControlShown.ON, ("provisioner",), basis=Basis.PROVIDER)
    name = entry["parameter"]
    is_on = is_true(get_mapping(storage.value, "parameters").get(name))
    shown = ControlShown.ON if is_on else ControlShown.UNKNOWN
    return storage.show_control(_AT_REST, shown, ("parameters", name) if is_on else ("provisioner",))


class StorageClasses:
    """The storage classes of the manifests, by their names; the default one by the empty name."""

    def __init__(self, cluster: Cluster) -> None:
        self._facts: dict[str, ControlFact | None] = {}
        for storage in cluster.list_kind("storage.k8s.io/StorageClass"):
            fact = show_class_encryption(storage)
            self._facts.setdefault(storage.name, fact)
            if is_true(storage.annotations.get(_DEFAULT_CLASS)):
                self._facts.setdefault("", fact)

    def list_facts(self, specs: Iterable[Mapping[str, Any]]) -> Iterator[ControlFact]:
        """What the classes of some claims show, one fact a class."""
        for name in dict.fromkeys(get_text(spec, "storageClassName") for spec in specs):
            fact = self._facts.get(name)
            if fact is not None:
                yield fact


def list_template_facts(workload: Workload, classes: StorageClasses) -> Iterator[ControlFact]:
    """What the classes of the claims show that a stateful set makes for its pods."""
    templates = list_mappings(get_mapping(workload.origin.value, "spec"), "volumeClaimTemplates")
    return classes.list_facts(get_mapping(item, "spec") for _, item in templates)


def describe_claim(claim: KubernetesObject, cluster: Cluster, classes: StorageClasses) -> Resource:
    """A volume claim. It belongs to the workloads that mount it; one that none of them mounts stores data itself."""
    mounting = cluster.list_mounting(claim.namespace, claim.name)
    facts = classes.list_facts([get_mapping(claim.value, "spec")])
    return claim.make_resource(facts, [each.origin.address for each in mounting], stores_data=not mounting)


def describe_volume(volume: KubernetesObject) -> Resource:
    """A volume. It belongs to its claim, where it names one."""
    name = get_text(volume.value, "spec", "claimRef", "name")
    namespace = get_text(volume.value, "spec", "claimRef", "namespace")
    address = "/".join(part for part in ("PersistentVolumeClaim", namespace, name) if part)
    return volume.make_resource((), [address] if name else ())
