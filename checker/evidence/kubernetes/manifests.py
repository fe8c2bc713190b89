"""Kubernetes manifests as evidence: their objects become resources, tied to each other over all files.

What a manifest keeps secret is never shown: no value of a secret, a config map or a variable is in any output. The
hosts that variables, config maps and plain texts of secrets name are compared with those of services, and forgotten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from seloste.checker.evidence.containers.backups_together import weigh_backups
from seloste.checker.evidence.containers.marked_documents import is_json, read_documents
from seloste.checker.evidence.kubernetes.claims import (
    StorageClasses,
    describe_claim,
    describe_volume,
    show_class_encryption,
)
from seloste.checker.evidence.kubernetes.cluster import Cluster
from seloste.checker.evidence.kubernetes.cluster_settings import (
    describe_audit_policy,
    describe_encryption,
    describe_roles,
)
from seloste.checker.evidence.kubernetes.custom_kinds import describe_custom
from seloste.checker.evidence.kubernetes.firewalls import describe_policies, describe_service
from seloste.checker.evidence.kubernetes.ingresses import describe_gateways, describe_ingress
from seloste.checker.evidence.kubernetes.objects import KubernetesObject, list_objects, load_kinds
from seloste.checker.evidence.kubernetes.pods import read_workload
from seloste.checker.evidence.kubernetes.workload_facts import describe_workload
from seloste.checker.evidence.kubernetes.workload_services import (
    list_secret_services,
    read_setting_variables,
)
from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.services.service_signs import Variable
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.position import Mark, mark_of
from seloste.checker.reading.problem import Problem

_YAML_KEYS = (
    re.compile(rb"^[\"']?apiVersion[\"']?[ \t]*+:[ \t]*+\S", re.MULTILINE),
    re.compile(rb"^[\"']?kind[\"']?[ \t]*+:[ \t]*+\S", re.MULTILINE),
)
#: A file whose first object is indented as a whole, which is as good; and the keys then.
_INDENTED = re.compile(rb"(?:[ \t]*+(?:#[^\n]*+|---[^\n]*+)?\n)*+ ++[\"']?(?:apiVersion|kind|metadata)[\"']?[ \t]*+:")
_INDENTED_KEYS = (
    re.compile(rb"^[ ]++[\"']?apiVersion[\"']?[ \t]*+:[ \t]*+\S", re.MULTILINE),
    re.compile(rb"^[ ]++[\"']?kind[\"']?[ \t]*+:[ \t]*+\S", re.MULTILINE),
)
_JSON_KEYS = (re.compile(rb'"apiVersion"\s*+:\s*+"'), re.compile(rb'"kind"\s*+:\s*+"'))
#: Kinds whose content is dropped at once: it may be large or secret, and shows nothing.
_DROPPED = frozenset({"/Secret", "/ConfigMap", "apiextensions.k8s.io/CustomResourceDefinition"})


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file holds manifests: the keys that every object has, at the margin or in JSON."""
    keys = _JSON_KEYS if is_json(name, beginning) else _YAML_KEYS
    if keys is _YAML_KEYS and _INDENTED.match(beginning):
        keys = _INDENTED_KEYS
    return all(key.search(beginning) for key in keys)


def read_resources(files: Sequence[EvidenceFile]) -> Iterator[Resource]:
    """The resources in all manifests."""
    objects: list[KubernetesObject] = []
    settings: dict[tuple[str, str, str], tuple[Variable, ...]] = {}
    for file in files:
        templates: list[Mark | None] = []
        for document in read_documents(file):
            for each in list_objects(document):
                if variables := read_setting_variables(each):
                    settings.setdefault((each.type, each.namespace, each.name), variables)
                if each.type in _DROPPED:
                    continue
                if "{{" in each.name + each.namespace + each.kind:
                    templates.append(mark_of(each.value, ("metadata", "name")))
                else:
                    objects.append(each)
        for mark in templates[:1]:
            file.report(Problem("syntax", "template", mark))
    workloads = [workload for each in objects if (workload := read_workload(each)) is not None]
    yield from weigh_backups(_describe_all(Cluster(objects, workloads, setting_variables=settings)))


def _describe_all(cluster: Cluster) -> Iterator[Resource]:
    guarded: set[str] = set()
    classes = StorageClasses(cluster)
    yield from describe_policies(cluster, guarded)
    yield from describe_gateways(cluster)
    yield from describe_roles(cluster)
    for workload in cluster.workloads:
        yield describe_workload(workload, cluster, classes, guarded)
    stores = _list_stores(cluster)
    for each in cluster.objects:
        yield from _describe_other(each, cluster, classes, guarded, stores)


def _describe_other(
    each: KubernetesObject,
    cluster: Cluster,
    classes: StorageClasses,
    guarded: set[str],
    stores: dict[str, list[str]],
) -> Iterator[Resource]:
    """The resource that an object is, where no other function has described it."""
    kinds = load_kinds()
    if each.type in ("networking.k8s.io/Ingress", "extensions/Ingress"):
        yield describe_ingress(each, cluster)
    elif each.type == "/Service":
        yield describe_service(each, cluster, guarded)
    elif each.type == "/PersistentVolumeClaim":
        yield describe_claim(each, cluster, classes)
    elif each.type == "/PersistentVolume":
        yield describe_volume(each)
    elif each.type == "storage.k8s.io/StorageClass":
        fact = show_class_encryption(each)
        yield each.make_resource([fact] if fact else [])
    elif each.type == "apiserver.config.k8s.io/EncryptionConfiguration":
        yield describe_encryption(each)
    elif each.type == "audit.k8s.io/Policy":
        yield describe_audit_policy(each)
    elif each.type in ("external-secrets.io/ExternalSecret", "bitnami.com/SealedSecret"):
        yield each.make_resource(list_secret_services(each))
    elif each.type in kinds["custom"]:
        yield describe_custom(each, cluster, stores)
    elif each.type not in kinds["others"] and each.type not in kinds["workloads"] and _is_of_cluster(each):
        yield each.make_resource(is_known=False)


def _is_of_cluster(each: KubernetesObject) -> bool:
    """Whether an object is one of a cluster, and not a file for a tool that has the same keys."""
    others = load_kinds()["passed_over"]
    return bool(each.name) and not any(each.group == name or each.group.startswith(f"{name}.") for name in others)


def _list_stores(cluster: Cluster) -> dict[str, list[str]]:
    """The addresses of what stores data, by namespace."""
    stores: dict[str, list[str]] = defaultdict(list)
    custom = load_kinds()["custom"]
    for workload in cluster.workloads:
        if workload.stores_data:
            stores[workload.origin.namespace].append(workload.origin.address)
    for each in cluster.objects:
        if custom.get(each.type, {}).get("stores") == "true" or (
            each.type == "/PersistentVolumeClaim" and not cluster.list_mounting(each.namespace, each.name)
        ):
            stores[each.namespace].append(each.address)
    return stores
