"""The objects of manifests: each document, and each item of a list, with its kind, name, namespace and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from seloste.checker.evidence.attributes.tags import find_systems
from seloste.checker.evidence.containers.marked_documents import MarkedDocument, get_mapping, get_text, is_true
from seloste.checker.evidence.resource import (
    Basis,
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    Origin,
    Resource,
    Target,
)
from seloste.checker.position import Location
from seloste.policy.data import load_yaml
from seloste.policy.period import Period

#: The longest name that an object of a cluster can have, and some more.
_LONGEST_NAME = 300
#: The recommended labels that name an application: the whole that an object is part of, an instance, itself.
_PART_OF = ("app.kubernetes.io/part-of", "app.kubernetes.io/instance", "app.kubernetes.io/name")
#: Most resources that one belongs to.
MOST_TARGETS = 100


@cache
def load_kinds(name: str = "kinds") -> Any:
    """The content of a data file beside this module."""
    return load_yaml(Path(__file__).with_name(f"{name}.yaml"))


class KubernetesObject(Struct, frozen=True, eq=False):
    """An object of a manifest.

    Attributes:
        kind: Its kind: `Deployment`.
        group: The group of its API, empty for the core: `apps`.
        name: Its name, or the beginning of one that is generated; empty where it has none.
        namespace: Its namespace; empty where the manifest does not say.
        address: Its address among resources: `Deployment/shop/web`.
        document: The document that it stands in.
        steps: The steps to it within the document.
    """

    kind: str
    group: str
    name: str
    namespace: str
    address: str
    value: Mapping[str, Any]
    document: MarkedDocument
    steps: tuple[str | int, ...] = ()

    @property
    def type(self) -> str:
        """Its kind with the group, as the data name it: `apps/Deployment`, `/Service`."""
        return f"{self.group}/{self.kind}"

    @property
    def labels(self) -> Mapping[str, Any]:
        """Its labels."""
        return get_mapping(self.value, "metadata", "labels")

    @property
    def annotations(self) -> Mapping[str, Any]:
        """Its annotations."""
        return get_mapping(self.value, "metadata", "annotations")

    @property
    def strength(self) -> EvidenceKind:
        """Observed, where the manifest is the word of a running cluster: only that sets an identity and a version."""
        metadata = get_mapping(self.value, "metadata")
        is_live = bool(get_text(metadata, "uid")) and "resourceVersion" in metadata
        return EvidenceKind.OBSERVED if is_live else EvidenceKind.CONFIGURED

    def locate(self, *steps: str | int) -> Location:
        """The place of what some steps lead to from the object."""
        return self.document.locate(*self.steps, *steps)

    def show_control(
        self,
        control: str,
        shown: ControlShown,
        steps: tuple[str | int, ...],
        interval: Period | None = None,
        basis: Basis = Basis.ATTRIBUTE,
    ) -> ControlFact:
        """What the value at some steps shows of a control."""
        return ControlFact(
            attribute=name_attribute(steps),
            location=self.locate(*steps),
            strength=self.strength,
            basis=basis,
            control=control,
            shown=shown,
            interval=interval,
        )

    def make_resource(
        self,
        facts: Iterable[Fact] = (),
        targets: Iterable[str] = (),
        labelled: Iterable[Mapping[str, Any]] = (),
        stores_data: bool = False,
        is_known: bool = True,
    ) -> Resource:
        """The resource that it is, with the addresses that it belongs to and what else bears its labels."""
        addresses = [address for address in dict.fromkeys(targets) if address != self.address]
        return Resource(
            "kubernetes",
            self.address,
            self.kind,
            self.locate("metadata", "name") if self.name else self.locate("kind"),
            systems=find_systems([self.labels, self.annotations, *labelled]),
            stores_data=stores_data,
            is_known=is_known,
            facts=tuple(facts),
            targets=tuple(_make_target(address) for address in addresses[:MOST_TARGETS]),
            origin=Origin.STATE if self.strength is EvidenceKind.OBSERVED else Origin.CODE,
            part_of=self._find_application(),
        )

    def _find_application(self) -> str:
        """The application that it is part of by its labels; by those on itself only where no namespace has a name."""
        keys = _PART_OF[:1] if self.namespace else _PART_OF
        labels = (self.labels.get(key) for key in keys)
        return next((label[:_LONGEST_NAME] for label in labels if isinstance(label, str) and label), "")


@lru_cache(maxsize=4096)  # a store may have many that belong to it
def _make_target(address: str) -> Target:
    return Target(address)


def name_attribute(steps: tuple[str | int, ...]) -> str:
    """The name of an attribute by the steps to it: `spec.tls`, `metadata.annotations[nginx.org/x]`."""
    name = ""
    for step in steps:
        if isinstance(step, int):
            name += "[]"
        elif "." in step or "/" in step:
            name += f"[{step}]"
        else:
            name += f".{step}" if name else step
    return name


def list_objects(document: MarkedDocument) -> Iterator[KubernetesObject]:
    """The objects of a document: itself, or the items of a list, which may hold lists in turn."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(document.value, ())]
    while waiting:
        value, steps = waiting.pop()
        made = _make_object(value, document, steps)
        if made is None:
            continue
        items = value.get("items")
        if made.kind.endswith("List") and isinstance(items, list):
            waiting += [(item, (*steps, "items", number)) for number, item in reversed(list(enumerate(items)))]
        else:
            yield made


def _make_object(value: Any, document: MarkedDocument, steps: tuple[str | int, ...]) -> KubernetesObject | None:
    kind, version = get_text(value, "kind"), get_text(value, "apiVersion")
    if not kind or not version or max(len(kind), len(version)) > _LONGEST_NAME:
        return None
    group = version.rpartition("/")[0]
    name = (get_text(value, "metadata", "name") or get_text(value, "metadata", "generateName"))[:_LONGEST_NAME]
    namespace = get_text(value, "metadata", "namespace")[:_LONGEST_NAME]
    address = "/".join(part for part in (kind, namespace, name) if part)
    return KubernetesObject(kind, group, name, namespace, address, value, document, steps)


def is_yes(value: Any) -> bool:
    """Whether a truth value is true for the clients of a cluster. An annotation is text, and no truth value."""
    return is_true(value) or value in load_kinds()["yes"]


def annotation_matches(annotations: Mapping[str, Any], patterns: Iterable[str]) -> bool:
    """Whether an annotation has one of some keys, or begins with one that ends with a sign."""
    keys = tuple(key for key in annotations if isinstance(key, str))
    exact = {pattern for pattern in patterns if pattern[-1:].isalnum()}
    beginnings = tuple(pattern for pattern in patterns if not pattern[-1:].isalnum())
    return any(key in exact or key.startswith(beginnings) for key in keys)
