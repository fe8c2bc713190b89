"""Settings of a cluster as a whole: encryption of its secrets, its audit log, and what roles may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from seloste.checker.evidence.containers.marked_documents import get_list, get_mapping, get_text, list_mappings
from seloste.checker.evidence.kubernetes.cluster import Cluster
from seloste.checker.evidence.kubernetes.objects import KubernetesObject
from seloste.checker.evidence.resource import ControlFact, ControlShown, Resource

_ROLES = ("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole")
_BINDINGS = ("rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding")


def describe_encryption(config: KubernetesObject) -> Resource:
    """The encryption of secrets in the store of a cluster: by the first provider, for that one writes."""
    return config.make_resource(_list_encryption_facts(config))


def _list_encryption_facts(config: KubernetesObject) -> Iterator[ControlFact]:
    for number, resource in list_mappings(config.value, "resources"):
        if "secrets" not in get_list(resource, "resources"):
            continue
        first = next((item for _, item in list_mappings(resource, "providers")), {})
        for name in list(first)[:1]:
            shown = ControlShown.OFF if name == "identity" else ControlShown.ON
            steps = ("resources", number, "providers", 0, name)
            yield config.show_control("encryption-at-rest", shown, steps)
            return


def describe_audit_policy(policy: KubernetesObject) -> Resource:
    """The policy of the audit log: on, where a rule writes anything."""
    levels = [(number, get_text(rule, "level")) for number, rule in list_mappings(policy.value, "rules")]
    facts: list[ControlFact] = []
    written = next((number for number, level in levels if level not in ("", "None")), None)
    if written is not None:
        facts.append(policy.show_control("audit-logging", ControlShown.ON, ("rules", written, "level")))
    elif levels and all(level == "None" for _, level in levels):
        facts.append(policy.show_control("audit-logging", ControlShown.OFF, ("rules", levels[0][0], "level")))
    return policy.make_resource(facts)


def describe_roles(cluster: Cluster) -> Iterator[Resource]:
    """The roles and their bindings. A role belongs to the workloads whose accounts it is bound to."""
    bound: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for binding in cluster.list_kind(*_BINDINGS):
        kind, name = get_text(binding.value, "roleRef", "kind"), get_text(binding.value, "roleRef", "name")
        addresses = list(_list_bound(binding, cluster))
        bound[kind, "" if kind == "ClusterRole" else binding.namespace, name] += addresses
        yield binding.make_resource((), addresses)
    for role in cluster.list_kind(*_ROLES):
        key = (role.kind, "" if role.kind == "ClusterRole" else role.namespace, role.name)
        yield role.make_resource(_list_role_facts(role), bound.get(key, ()))


def _list_bound(binding: KubernetesObject, cluster: Cluster) -> Iterator[str]:
    for _, subject in list_mappings(binding.value, "subjects"):
        if get_text(subject, "kind") == "ServiceAccount":
            namespace = get_text(subject, "namespace") or binding.namespace
            found = cluster.list_accounts(namespace, get_text(subject, "name"))
            yield from (each.origin.address for each in found[:100])


def _list_role_facts(role: KubernetesObject) -> Iterator[ControlFact]:
    """That a role may do everything with everything, where one of its rules says so."""
    for number, rule in list_mappings(role.value, "rules"):
        if _has_all(rule, "verbs") and _has_all(rule, "resources") and _has_all(rule, "apiGroups"):
            yield role.show_control("least-privilege", ControlShown.OFF, ("rules", number, "verbs"))
            return


def _has_all(rule: Any, key: str) -> bool:
    return "*" in get_list(get_mapping(rule), key)
