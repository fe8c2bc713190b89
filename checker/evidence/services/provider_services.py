"""The service whose provider of Terraform makes a resource, unless the provider is pointed at an own server.

A block `provider` may name the server that it talks to: LocalStack in the place of AWS, an own Sentry or Grafana. The
table has the arguments that do so (`servers`). Their hosts decide, as those of variables do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from seloste.checker.evidence.marks import COMPUTED
from seloste.checker.evidence.resource import EvidenceKind, ServiceFact, ServiceSign
from seloste.checker.evidence.services.service_signs import HIDDEN, Unseen, make_fact, show_address
from seloste.checker.evidence.services.service_table import find_provider, load_services
from seloste.checker.position import Location

#: Most servers of one argument.
_MOST_SERVERS = 200
#: The servers that a configuration of a provider names, by argument; `HIDDEN` stands for one that nobody sees here.
Servers = tuple[tuple[str, tuple[str | Unseen, ...]], ...]


@cache
def list_server_arguments() -> frozenset[str]:
    """The arguments of providers that name servers."""
    return frozenset(name for each in load_services().values() for name in each.entry.get("servers", ()))


def read_servers(values: Mapping[str, Any]) -> Servers:
    """The servers that the arguments of a provider name: texts, or blocks of texts."""
    names = sorted(list_server_arguments() & values.keys())
    found = ((name, tuple(_list_texts(values[name]))[:_MOST_SERVERS]) for name in names)
    return tuple((name, texts) for name, texts in found if texts)


def _list_texts(value: Any) -> Iterator[str | Unseen]:
    for item in value if isinstance(value, list) else [value]:
        for text in item.values() if isinstance(item, Mapping) else [item]:
            if isinstance(text, str) and text:
                yield text
            elif text is not None and text is not COMPUTED and not isinstance(text, str | list | Mapping):
                yield HIDDEN


def show_provider(
    source: str, location: Location, strength: EvidenceKind, servers: Servers = ()
) -> tuple[ServiceFact, ...]:
    """The service whose provider makes a resource, or the one whose server stands in its place; empty for none."""
    found = find_provider(source)
    if found is None or found[1].serves:
        return ()
    name, service = found
    texts = [text for argument, given in servers if argument in service.entry.get("servers", ()) for text in given]
    shown = _show_servers(texts, location, strength)
    named = any(fact.service == service.id for fact in shown)
    if not named and any(isinstance(text, str) for text in texts):
        return tuple(shown)
    is_certain = named or (name not in service.uncertain and not texts)
    return (make_fact(service, ServiceSign.PROVIDER, name, "provider", location, strength, is_certain=is_certain),)


def _show_servers(texts: Iterable[str | Unseen], location: Location, strength: EvidenceKind) -> Sequence[ServiceFact]:
    facts = (
        fact for text in texts if isinstance(text, str) for fact in show_address(text, "provider", location, strength)
    )
    return list(dict.fromkeys(facts))


class ShownProviders:
    """The services that providers show: each configuration once a module, by the first resource that it makes."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str, Servers]] = set()

    def show(
        self, module: str, source: str, location: Location, strength: EvidenceKind, servers: Servers = ()
    ) -> tuple[ServiceFact, ...]:
        """What a provider shows at a resource of a module (`module.db.`)."""
        key = (module, source, servers)
        if not source or key in self._seen:
            return ()
        self._seen.add(key)
        return show_provider(source, location, strength, servers)
