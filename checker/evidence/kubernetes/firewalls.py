"""Who may reach a workload: network policies, and services that open a port of a store to the outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seloste.checker.evidence.containers.marked_documents import get_list, get_mapping, get_text, list_mappings
from seloste.checker.evidence.kubernetes.cluster import Cluster
from seloste.checker.evidence.kubernetes.objects import KubernetesObject, annotation_matches, load_kinds
from seloste.checker.evidence.kubernetes.pods import Workload
from seloste.checker.evidence.resource import ControlFact, ControlShown, Resource

_FIREWALL = "firewall"
#: The ranges that are every address.
_EVERYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def describe_policies(cluster: Cluster, guarded: set[str]) -> Iterator[Resource]:
    """The network policies, each with what it selects; `guarded` gets those whose incoming traffic is limited."""
    for policy in cluster.list_kind("networking.k8s.io/NetworkPolicy", "extensions/NetworkPolicy"):
        spec = get_mapping(policy.value, "spec")
        selector = spec.get("podSelector")
        selected: list[Workload] = []
        if isinstance(selector, Mapping):
            labels, expressions = get_mapping(selector, "matchLabels"), get_list(selector, "matchExpressions")
            selected = cluster.select_pods(policy.namespace, labels, expressions)
        facts: list[ControlFact] = []
        if _is_of_ingress(spec) and not _lets_all_in(spec):
            guarded |= {each.origin.address for each in selected}
            steps = ("spec", "policyTypes") if "policyTypes" in spec else ("spec", "podSelector")
            facts.append(policy.show_control(_FIREWALL, ControlShown.ON, steps))
        yield policy.make_resource(facts, [each.origin.address for each in selected])


def _is_of_ingress(spec: Mapping[str, Any]) -> bool:
    """Whether a policy is for incoming traffic; every one is that has no types."""
    types = get_list(spec, "policyTypes")
    return "Ingress" in types or not types


def _lets_all_in(spec: Mapping[str, Any]) -> bool:
    """Whether a policy lets everybody in on all ports: a rule without sources and ports, or from every address."""
    for _, rule in list_mappings(spec, "ingress"):
        sources = [source for _, source in list_mappings(rule, "from")]
        is_open = not sources or any(get_text(source, "ipBlock", "cidr") in _EVERYWHERE for source in sources)
        if is_open and not get_list(rule, "ports"):
            return True
    return False


def describe_service(service: KubernetesObject, cluster: Cluster, guarded: set[str]) -> Resource:
    """A service, with the workloads that it leads to."""
    selected = cluster.select_service(service)
    facts = _list_service_facts(service, selected, guarded)
    return service.make_resource(facts, [each.origin.address for each in selected])


def _list_service_facts(
    service: KubernetesObject, selected: list[Workload], guarded: set[str]
) -> Iterator[ControlFact]:
    spec = get_mapping(service.value, "spec")
    kind = get_text(spec, "type")
    stores = [each for each in selected if each.store]
    if kind not in ("LoadBalancer", "NodePort") or not any(_opens_store(spec, each) for each in stores):
        return
    ranges = [each for each in get_list(spec, "loadBalancerSourceRanges") if isinstance(each, str)]
    if kind == "LoadBalancer" and ranges and not _EVERYWHERE & set(ranges):
        yield service.show_control(_FIREWALL, ControlShown.ON, ("spec", "loadBalancerSourceRanges"))
        return
    is_limited = (
        annotation_matches(service.annotations, load_kinds("network")["service"]["annotations"])
        or "loadBalancerClass" in spec
        or any(each.origin.address in guarded for each in stores)
    )
    shown = ControlShown.UNKNOWN if is_limited else ControlShown.OFF
    yield service.show_control(_FIREWALL, shown, ("spec", "type"))


def _opens_store(spec: Mapping[str, Any], workload: Workload) -> bool:
    """Whether a service opens a port on which a store answers its clients."""
    own = workload.store.ports if workload.store else frozenset()
    for _, port in list_mappings(spec, "ports"):
        target = port.get("targetPort", port.get("port"))
        number = target if isinstance(target, int) else port.get("port")
        if isinstance(number, int) and number in own:
            return True
    return False


def show_unguarded(workload: Workload) -> ControlFact:
    """That no network policy of the manifests selects a store: one that they do not have, or the network, may."""
    return workload.origin.show_control(_FIREWALL, ControlShown.UNKNOWN, (*workload.steps, "metadata", "labels"))
