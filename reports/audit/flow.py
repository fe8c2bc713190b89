"""The flow of data: people → systems → processors and recipients → countries, as nodes and links.

It is built from the records, so that it is complete however long the chains are. A flow that is too large for one
picture is simplified: first similar systems are merged, then the nodes of each column with the fewest ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.result import Result
from seloste.reports.audit.infrastructure import list_shown_countries
from seloste.reports.audit.names import list_recipients, name_processor, name_recipient
from seloste.reports.language.language import Language

NodeKind = Literal["people", "system", "processor", "recipient", "country", "unknown"]
#: The most nodes of each kind in a column of the picture.
MOST_NODES = {"people": 16, "system": 22, "processor": 22, "recipient": 12, "country": 60}
#: The most columns of processors: direct ones, subprocessors, and so on.
_MOST_DEPTH = 3


class Node(Struct, frozen=True):
    """A group of people, a system, a processor, a recipient or a country; or several drawn as one."""

    key: str
    kind: NodeKind
    name: str
    column: int
    #: The number of records that are drawn as this node.
    count: int = 1
    #: Whether it is a country outside the EEA on the day.
    third: bool = False


class Link(Struct, frozen=True):
    """Data that go from one node to another, along `count` ways."""

    source: str
    target: str
    count: int = 1
    third: bool = False


class Flow(Struct, frozen=True):
    """All nodes, by key, and all links between them."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]

    @property
    def columns(self) -> int:
        """The number of columns."""
        return 1 + max((node.column for node in self.nodes.values()), default=-1)

    def list_column(self, column: int) -> list[Node]:
        """The nodes of a column, in order."""
        return [node for node in self.nodes.values() if node.column == column]


def build_flow(result: Result, language: Language, third: Callable[[str], bool]) -> Flow:
    """Builds the whole flow. `third` says whether a country is a third country."""
    builder = _FlowBuilder(result, language, third)
    builder.add_systems()
    builder.add_processors()
    builder.add_notice_recipients()
    return builder.build()


def simplify_flow(flow: Flow, language: Language, share: float = 1) -> Flow:
    """Merges nodes until each column fits into one picture, or into one with a `share` of the nodes."""
    flow = _replace_nodes(flow, _merge_alike(flow, language))
    for kind, limit in MOST_NODES.items():
        flow = _replace_nodes(flow, _merge_smallest(flow, kind, max(int(limit * share), 2), language))
    return flow


class _FlowBuilder:
    """Collects nodes and links from the records."""

    def __init__(self, result: Result, language: Language, third: Callable[[str], bool]) -> None:
        self._result, self._language, self._third = result, language, third
        self._nodes: dict[str, Node] = {}
        self._links: Counter[tuple[str, str]] = Counter()
        self._depths = _measure_depths(result)

    def add_systems(self) -> None:
        """Adds each system with its data subjects, its processors, its recipients and its countries."""
        for id, entry in self._result.system_entries.items():
            record, key = entry.record, f"system.{id}"
            self._add_node(key, "system", record.name)
            for group in record.data_subjects if record.data_subjects is not None else ("",):
                self._add_link(self._add_people(group), key)
            engaged = dict.fromkeys(record.processors or ())
            hosting = record.hosting
            if hosting is not None and hosting.processor:
                engaged[hosting.processor] = None
            for processor in engaged:
                self._add_link(key, self._add_processor(processor))
            shown = list_shown_countries(self._result, id)
            if hosting is not None:
                countries = (hosting.effective_country, hosting.transfer.country if hosting.transfer else None)
                self._link_countries(key, (*countries, *shown))
            elif shown or not engaged:
                self._link_countries(key, shown)
            for controller in record.joint_controllers or ():
                target = self._add_recipient(controller)
                self._add_link(key, target)
                self._link_countries(target, ())  # its address does not tell where it takes the data
            for disclosure in record.disclosures or ():
                target = self._add_recipient(disclosure.recipient)
                self._add_link(key, target)
                countries = (disclosure.country, disclosure.transfer.country if disclosure.transfer else None)
                self._link_countries(target, countries if any(countries) else self._find_country(disclosure.recipient))

    def add_processors(self) -> None:
        """Adds the subprocessors and the countries of each processor."""
        for id, entry in self._result.processor_entries.items():
            key = self._add_processor(id)
            for sub in entry.record.subprocessors or ():
                self._add_link(key, self._add_processor(sub))
            countries = (entry.record.country, *(item.country for item in entry.record.transfers or ()))
            self._link_countries(key, countries)
        listed = {f"processor.{id}" for id in self._result.processor_entries}
        for key in [node.key for node in self._nodes.values() if node.kind == "processor" and node.key not in listed]:
            self._link_countries(key, ())

    def add_notice_recipients(self) -> None:
        """Adds the recipients that the notice names."""
        for id, recipient in list_recipients(self._result).items():
            target = self._add_recipient(id)
            countries = (recipient.country, recipient.transfer.country if recipient.transfer else None)
            self._link_countries(target, countries)

    def build(self) -> Flow:
        """Builds the flow, ordered by column. A node with a known country loses its link to the unknown place."""
        known = {source for source, target in self._links if target.startswith("country.") and target != "country."}
        links = {pair: count for pair, count in self._links.items() if pair[1] != "country." or pair[0] not in known}
        last = 2 + max((node.column - 1 for node in self._nodes.values() if node.kind == "processor"), default=1)
        used = {end for pair in links for end in pair}
        nodes = {
            key: replace(node, column=last) if node.column < 0 else node
            for key, node in self._nodes.items()
            if node.kind not in ("country", "unknown") or key in used
        }
        order = {"people": 0, "system": 0, "processor": 0, "recipient": 1, "country": 0, "unknown": 2}
        ordered = sorted(nodes.values(), key=lambda node: (node.column, order[node.kind], node.third))
        return Flow(
            {node.key: node for node in ordered},
            tuple(Link(source, target, count, nodes[target].third) for (source, target), count in links.items()),
        )

    def _add_node(self, key: str, kind: NodeKind, name: str, third: bool = False) -> str:
        columns = {"people": 0, "system": 1, "recipient": 2, "country": -1, "unknown": -1}
        if key not in self._nodes:
            column = columns.get(kind, 0) if kind != "processor" else 2 + self._depths.get(key, 0)
            self._nodes[key] = Node(key, kind, name, column, third=third)
        return key

    def _add_link(self, source: str, target: str) -> None:
        self._links[source, target] += 1

    def _add_people(self, group: str) -> str:
        notice = self._result.notice
        known = notice.record.data_subjects if notice else {}
        if not group:
            return self._add_node("people.", "people", self._language.word("audit.flow.nobody-named"))
        name = self._language.text(known[group].text) if group in known else group
        return self._add_node(f"people.{group}", "people", name)

    def _add_processor(self, id: str) -> str:
        return self._add_node(f"processor.{id}", "processor", name_processor(id, self._result))

    def _add_recipient(self, id: str) -> str:
        return self._add_node(f"recipient.{id}", "recipient", name_recipient(id, self._result, self._language))

    def _find_country(self, recipient: str) -> tuple[str | None, ...]:
        known = list_recipients(self._result).get(recipient)
        return (known.country,) if known else ()

    def _link_countries(self, source: str, countries: Iterable[str | None]) -> None:
        known = [country for country in dict.fromkeys(countries) if country]
        for country in known:
            third = self._third(country)
            key = self._add_node(f"country.{country}", "country", self._language.country(country), third)
            if (source, key) not in self._links:
                self._add_link(source, key)
        if not known:
            self._add_node("country.", "unknown", self._language.word("audit.flow.no-country"))
            self._links[source, "country."] = 1


def _measure_depths(result: Result) -> Mapping[str, int]:
    """Counts the processors between a system and each processor; 0 for those that no system leads to."""
    direct = {
        processor
        for entry in result.system_entries.values()
        for processor in (
            *(entry.record.processors or ()),
            *((entry.record.hosting.processor,) if entry.record.hosting else ()),
        )
        if processor
    }
    depths = dict.fromkeys(sorted(direct), 0)
    waiting = list(depths)
    subs = {id: entry.record.subprocessors or () for id, entry in result.processor_entries.items()}
    for ids in (waiting, [id for id in subs if id not in depths]):
        for id in ids:
            depths.setdefault(id, 0)
            for sub in subs.get(id, ()):
                if sub not in depths:
                    depths[sub] = min(depths[id] + 1, _MOST_DEPTH - 1)
                    waiting.append(sub)
    return {f"processor.{id}": depth for id, depth in depths.items()}


def _merge_alike(flow: Flow, language: Language) -> Mapping[str, Node]:
    """If there are too many systems: merges those with the same people and the same targets. Key → its replacement."""
    systems = [node for node in flow.nodes.values() if node.kind == "system"]
    if len(systems) <= MOST_NODES["system"]:
        return {}
    ends: dict[str, set[str]] = {}
    for link in flow.links:
        ends.setdefault(link.source, set()).add(link.target)
        ends.setdefault(link.target, set()).add(link.source)
    similar: dict[Hashable, list[Node]] = {}
    for node in systems:
        similar.setdefault(frozenset(ends.get(node.key, ())), []).append(node)
    merged = [(group, _merge_nodes(group, language)) for group in similar.values() if len(group) > 1]
    return {node.key: one for group, one in merged for node in group}


def _merge_smallest(flow: Flow, kind: str, limit: int, language: Language) -> Mapping[str, Node]:
    """If a column has too many nodes of a kind: merges those with the fewest ways. Key → its replacement."""
    weight: Counter[str] = Counter()
    for link in flow.links:
        weight[link.source] += link.count
        weight[link.target] += link.count
    merged: dict[str, Node] = {}
    for column in range(flow.columns):
        nodes = [node for node in flow.list_column(column) if node.kind == kind]
        if len(nodes) > limit:
            rest = sorted(nodes, key=lambda node: (-node.third, -weight[node.key]))[limit - 1 :]
            merged |= dict.fromkeys((node.key for node in rest), _merge_nodes(rest, language))
    return merged


def _merge_nodes(nodes: list[Node], language: Language) -> Node:
    """Merges nodes into one."""
    first, count = nodes[0], sum(node.count for node in nodes)
    name = language.count(f"audit.flow.several.{first.kind}", count)
    return replace(first, key=f"several.{first.key}", name=name, count=count, third=any(node.third for node in nodes))


def _replace_nodes(flow: Flow, replacements: Mapping[str, Node]) -> Flow:
    """Replaces nodes of a flow, and adds up the links that become the same."""
    if not replacements:
        return flow
    nodes: dict[str, Node] = {}
    for key, node in flow.nodes.items():
        replacement = replacements.get(key, node)
        nodes.setdefault(replacement.key, replacement)
    counts: Counter[tuple[str, str]] = Counter()
    third: dict[tuple[str, str], bool] = {}
    for link in flow.links:
        pair = tuple(replacements[end].key if end in replacements else end for end in (link.source, link.target))
        counts[pair[0], pair[1]] += link.count
        third[pair[0], pair[1]] = third.get((pair[0], pair[1]), False) or link.third
    return Flow(nodes, tuple(Link(*pair, count, third[pair]) for pair, count in counts.items()))
