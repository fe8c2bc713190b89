"""Whether the way into a cluster is encrypted: ingresses, gateways and the routes of gateways (`network.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from seloste.checker.evidence.containers.marked_documents import (
    get_list,
    get_mapping,
    get_text,
    is_false,
    list_mappings,
)
from seloste.checker.evidence.kubernetes.cluster import Cluster, list_backends
from seloste.checker.evidence.kubernetes.objects import KubernetesObject, annotation_matches, load_kinds
from seloste.checker.evidence.resource import ControlFact, ControlShown, Resource

_TLS = "encryption-in-transit"


def describe_ingress(ingress: KubernetesObject, cluster: Cluster) -> Resource:
    """An ingress, with the services that it leads to."""
    spec = get_mapping(ingress.value, "spec")
    targets = cluster.list_service_targets(ingress.namespace, list_backends(spec))
    return ingress.make_resource(_list_ingress_facts(ingress, spec), targets)


def _list_ingress_facts(ingress: KubernetesObject, spec: Mapping[str, Any]) -> Iterator[ControlFact]:
    data = load_kinds("network")
    hosts = [get_text(rule, "host") for _, rule in list_mappings(spec, "rules")]
    entries = [entry for _, entry in list_mappings(spec, "tls")]
    if not hosts and not get_mapping(spec, "defaultBackend") and not get_mapping(spec, "backend"):
        return
    if not entries:
        is_elsewhere = _ends_elsewhere(ingress, spec)
        place = ("spec", "rules") if hosts else ("spec",)
        shown = ControlShown.UNKNOWN if is_elsewhere else ControlShown.OFF
        yield ingress.show_control(_TLS, shown, ("spec", "tls") if is_elsewhere else place)
        return
    covered = {host for entry in entries for host in get_list(entry, "hosts") if isinstance(host, str)}
    is_whole = any(not get_list(entry, "hosts") for entry in entries)
    missing = [] if is_whole else [host for host in hosts if host and not _is_covered(host, covered)]
    if missing:
        shown = ControlShown.UNKNOWN if _ends_elsewhere(ingress, spec) else ControlShown.WEAKER
        yield ingress.show_control(_TLS, shown, ("spec", "tls"))
        return
    for key in data["redirects"]:
        if is_false(ingress.annotations.get(key)):
            yield ingress.show_control(_TLS, ControlShown.WEAKER, ("metadata", "annotations", key))
            return
    is_certain = is_whole or all(hosts)
    yield ingress.show_control(_TLS, ControlShown.ON if is_certain else ControlShown.UNKNOWN, ("spec", "tls"))


def _is_covered(host: str, covered: set[str]) -> bool:
    """Whether a host is among those with TLS, or below a wildcard of them by one label."""
    _, dot, parent = host.partition(".")
    return host in covered or bool(dot and f"*.{parent}" in covered)


def _ends_elsewhere(ingress: KubernetesObject, spec: Mapping[str, Any]) -> bool:
    """Whether TLS may end elsewhere, by an annotation or the class of the controller."""
    data = load_kinds("network")
    name = get_text(spec, "ingressClassName") or get_text(ingress.annotations, data["class_annotation"])
    return name in data["ingress"]["classes"] or annotation_matches(ingress.annotations, data["ingress"]["annotations"])


def describe_gateways(cluster: Cluster) -> Iterator[Resource]:
    """The gateways and their routes. A gateway belongs to what its routes lead to."""
    routes = list(cluster.list_kind("gateway.networking.k8s.io/HTTPRoute"))
    by_gateway: dict[tuple[str, str], list[tuple[KubernetesObject, str]]] = defaultdict(list)
    targets: dict[KubernetesObject, list[str]] = {}
    for route in routes:
        targets[route] = list(_list_route_targets(route, cluster))
        for _, parent in list_mappings(get_mapping(route.value, "spec"), "parentRefs"):
            namespace = get_text(parent, "namespace") or route.namespace
            by_gateway[namespace, get_text(parent, "name")].append((route, get_text(parent, "sectionName")))
        yield route.make_resource((), targets[route])
    for gateway in cluster.list_kind("gateway.networking.k8s.io/Gateway"):
        own = by_gateway.get((gateway.namespace, gateway.name), [])
        led = [address for route, _ in own[:100] for address in targets[route]]
        yield gateway.make_resource(_list_gateway_facts(gateway, own), led)


def _list_route_targets(route: KubernetesObject, cluster: Cluster) -> Iterator[str]:
    for _, rule in list_mappings(get_mapping(route.value, "spec"), "rules"):
        for _, backend in list_mappings(rule, "backendRefs"):
            namespace = get_text(backend, "namespace") or route.namespace
            yield from cluster.list_service_targets(namespace, [get_text(backend, "name")])


def _list_gateway_facts(gateway: KubernetesObject, routes: list[tuple[KubernetesObject, str]]) -> Iterator[ControlFact]:
    """What the listeners show: plain HTTP counts where a route leads somewhere by it, or nothing is encrypted."""
    listeners = list(list_mappings(get_mapping(gateway.value, "spec"), "listeners"))
    encrypted = [number for number, each in listeners if get_text(each, "protocol") in ("HTTPS", "TLS")]
    plain = [(number, each) for number, each in listeners if get_text(each, "protocol") == "HTTP"]
    for number in encrypted[:1]:
        steps = ("spec", "listeners", number, "protocol")
        yield gateway.show_control(_TLS, ControlShown.ON, steps)
    for number, listener in plain[:1] if not encrypted else plain:
        shown = _judge_plain(gateway, get_text(listener, "name"), routes, is_alone=not encrypted)
        if shown is not None:
            yield gateway.show_control(_TLS, shown, ("spec", "listeners", number, "protocol"))
            return


def _judge_plain(
    gateway: KubernetesObject, name: str, routes: list[tuple[KubernetesObject, str]], is_alone: bool
) -> ControlShown | None:
    """What a listener for plain HTTP shows; nothing where it only leads to the encrypted one, or to nothing."""
    own = [route for route, section in routes[:1000] if section in ("", name)]
    redirects = [route for route in own if _redirects(route)]
    if redirects:
        return ControlShown.UNKNOWN if is_alone else None
    if annotation_matches(gateway.annotations, load_kinds("network")["service"]["annotations"]):
        return ControlShown.UNKNOWN
    if is_alone:
        return ControlShown.OFF
    is_explicit = any(section == name for _, section in routes[:1000]) and name
    return ControlShown.WEAKER if is_explicit else None


def _redirects(route: KubernetesObject) -> bool:
    """Whether a route sends what comes by plain HTTP to HTTPS."""
    for _, rule in list_mappings(get_mapping(route.value, "spec"), "rules"):
        for _, each in list_mappings(rule, "filters"):
            if get_text(each, "requestRedirect", "scheme") == "https":
                return True
    return False
