"""The objects of all manifests together: who selects, mounts and names whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from seloste.checker.evidence.containers.marked_documents import get_list, get_mapping, get_text, list_mappings
from seloste.checker.evidence.kubernetes.objects import MOST_TARGETS, KubernetesObject
from seloste.checker.evidence.kubernetes.pods import Workload
from seloste.checker.evidence.services.service_signs import Variable

#: How many comparisons of labels one check makes. An inventory needs a few for each service.
MOST_COMPARISONS = 1_000_000
#: Most expressions of a selector.
_MOST_EXPRESSIONS = 100

#: An object by its namespace and name.
_Key = tuple[str, str]


class Cluster(Struct):
    """The objects of all manifests. A namespace that no manifest says is one of its own."""

    objects: Sequence[KubernetesObject]
    workloads: Sequence[Workload]
    #: The variables of config maps and secrets that name services of other companies, by type, namespace and name.
    setting_variables: Mapping[tuple[str, str, str], tuple[Variable, ...]] = field(default_factory=dict)
    #: How many comparisons are left.
    budget: int = MOST_COMPARISONS
    _by_label: dict[tuple[str, str, str], list[Workload]] = field(default_factory=lambda: defaultdict(list))
    _by_namespace: dict[str, list[Workload]] = field(default_factory=lambda: defaultdict(list))
    _by_claim: dict[_Key, list[Workload]] = field(default_factory=lambda: defaultdict(list))
    _by_account: dict[_Key, list[Workload]] = field(default_factory=lambda: defaultdict(list))
    _by_kind: dict[str, list[KubernetesObject]] = field(default_factory=lambda: defaultdict(list))
    _services: dict[_Key, KubernetesObject] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for workload in self.workloads:
            namespace = workload.origin.namespace
            self._by_namespace[namespace].append(workload)
            self._by_account[namespace, workload.account].append(workload)
            for label, value in workload.labels.items():
                self._by_label[namespace, label, value].append(workload)
            for claim in workload.claims:
                self._by_claim[namespace, claim].append(workload)
        for each in self.objects:
            self._by_kind[each.type].append(each)
            if each.type == "/Service":
                self._services.setdefault((each.namespace, each.name), each)

    def list_kind(self, *types: str) -> Iterator[KubernetesObject]:
        """The objects of some kinds."""
        return (each for type in types for each in self._by_kind[type])

    def list_namespace(self, namespace: str) -> Sequence[Workload]:
        """The workloads in a namespace."""
        return self._by_namespace.get(namespace, ())

    def list_mounting(self, namespace: str, claim: str) -> Sequence[Workload]:
        """The workloads that mount a volume claim."""
        return self._by_claim.get((namespace, claim), ())

    def list_accounts(self, namespace: str, account: str) -> Sequence[Workload]:
        """The workloads that run as a service account."""
        return self._by_account.get((namespace, account), ())

    def get_service(self, namespace: str, name: str) -> KubernetesObject | None:
        """A service; None where the manifests have none of the name."""
        return self._services.get((namespace, name))

    def select_pods(self, namespace: str, labels: Mapping[str, Any], expressions: Any = ()) -> list[Workload]:
        """The workloads in a namespace whose pods have some labels and meet some expressions; all without either."""
        pairs = list(labels.items())
        if not all(isinstance(value, str) for _, value in pairs):
            return []
        known = [self._by_label.get((namespace, label, value), []) for label, value in pairs]
        candidates = min(known, key=len) if known else self._by_namespace.get(namespace, [])
        tests = [item for item in expressions if isinstance(item, Mapping)][:_MOST_EXPRESSIONS]
        found: list[Workload] = []
        wanted = dict(pairs).items()
        for workload in candidates:
            self.budget -= 1 + len(pairs) + len(tests)
            if self.budget < 0 or len(found) >= MOST_TARGETS:
                break
            if workload.labels.items() >= wanted and all(_meets(workload.labels, test) for test in tests):
                found.append(workload)
        return found

    def select_service(self, service: KubernetesObject) -> list[Workload]:
        """The workloads that a service leads to. One without a selector leads to what others say."""
        selector = get_mapping(service.value, "spec", "selector")
        return self.select_pods(service.namespace, selector) if selector else []

    def list_service_targets(self, namespace: str, names: Iterable[str]) -> list[str]:
        """The addresses of services and of the workloads behind them."""
        services = [self.get_service(namespace, name) for name in dict.fromkeys(names)]
        addresses: list[str] = []
        for service in services:
            if service is not None and len(addresses) < MOST_TARGETS:
                addresses += [service.address, *(each.origin.address for each in self.select_service(service))]
        return addresses

    def find_host(self, namespace: str, hosts: Iterable[str]) -> Workload | None:
        """The one workload that some host names lead to, `db` or `db.shop.svc`; None where there is not exactly one."""
        found: dict[str, Workload] = {}
        for host in hosts:
            name, _, rest = host.partition(".")
            service = self.get_service(rest.partition(".")[0] or namespace, name)
            found |= {each.origin.address: each for each in self.select_service(service)} if service else {}
        return next(iter(found.values())) if len(found) == 1 else None


def _meets(labels: Mapping[str, str], expression: Mapping[str, Any]) -> bool:
    """Whether labels meet an expression of a selector; not, where it is of no form that is known."""
    key, operator = get_text(expression, "key"), get_text(expression, "operator")
    values = get_list(expression, "values")
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    if operator == "In":
        return labels.get(key) in values
    return operator == "NotIn" and labels.get(key) not in values


def list_backends(spec: Mapping[str, Any]) -> Iterator[str]:
    """The names of the services that an ingress leads to, of this version of the API and the old one."""
    places = [get_mapping(spec, "defaultBackend"), get_mapping(spec, "backend")]
    for _, rule in list_mappings(spec, "rules"):
        places += [get_mapping(path, "backend") for _, path in list_mappings(get_mapping(rule, "http"), "paths")]
    for place in places:
        name = get_text(place, "service", "name") or get_text(place, "serviceName")
        if name:
            yield name
