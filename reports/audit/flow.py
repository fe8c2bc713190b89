"""Where the data go: people → systems → processors and recipients → countries, as nodes and links.

Taken from the records themselves, so that it is whole however long the chains are. What is too much for one picture is
gathered: systems alike first, then the smallest of each column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from seloste.checker.result import Result
from seloste.reports.language.language import Language

Kind = Literal["people", "system", "processor", "recipient", "country", "unknown"]
#: So many nodes a column of the picture shows one by one.
MOST = {"people": 16, "system": 22, "processor": 22, "recipient": 12, "country": 60}
#: Processors of processors have columns of their own, up to so many.
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Node:
    """People, a system, a processor, a recipient or a country; or several that are drawn as one."""

    key: str
    kind: Kind
    name: str
    column: int
    #: How many it stands for.
    count: int = 1
    #: Whether it is a country outside the EEA on the day.
    third: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Data going from one node to another, along so many ways."""

    source: str
    target: str
    count: int = 1
    third: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """All nodes, by key, and all links between them."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]

    @property
    def columns(self) -> int:
        """How many columns the nodes stand in."""
        return 1 + max((node.column for node in self.nodes.values()), default=-1)

    def in_column(self, column: int) -> list[Node]:
        """The nodes of a column, in order."""
        return [node for node in self.nodes.values() if node.column == column]


def flow_of(result: Result, language: Language, third: Callable[[str], bool]) -> Flow:
    """The whole flow, nothing gathered. `third` tells third countries."""
    drawn = _Drawn(result, language, third)
    drawn.systems()
    drawn.processors()
    drawn.notice()
    return drawn.flow()


def gathered(whole: Flow, language: Language) -> Flow:
    """The flow as one picture can show it."""
    found = _merged(whole, _alike(whole, language))
    for kind, most in MOST.items():
        found = _merged(found, _smallest(found, kind, most, language))
    return found


class _Drawn:
    """Nodes and links as they are gathered from the records."""

    def __init__(self, result: Result, language: Language, third: Callable[[str], bool]) -> None:
        self._result, self._language, self._third = result, language, third
        self._nodes: dict[str, Node] = {}
        self._links: Counter[tuple[str, str]] = Counter()
        self._depths = _depths(result)

    def systems(self) -> None:
        """Who is in each system, and where it sends what it holds."""
        for id, entry in self._result.system_entries.items():
            record, key = entry.record, f"system.{id}"
            self._add(key, "system", record.name)
            for group in record.data_subjects if record.data_subjects is not None else ("",):
                self._link(self._people(group), key)
            engaged = dict.fromkeys(record.processors or ())
            hosting = record.hosting
            if hosting is not None and hosting.processor:
                engaged[hosting.processor] = None
            for processor in engaged:
                self._link(key, self._processor(processor))
            if hosting is not None:
                countries = (hosting.country, hosting.transfer.country if hosting.transfer else None)
                self._to_countries(key, countries)
            elif not engaged:
                self._to_countries(key, ())
            for disclosure in record.disclosures or ():
                target = self._recipient(disclosure.recipient)
                self._link(key, target)
                countries = (disclosure.country, disclosure.transfer.country if disclosure.transfer else None)
                self._to_countries(target, countries if any(countries) else self._named(disclosure.recipient))

    def processors(self) -> None:
        """Whom each processor engages in turn, and where it processes."""
        for id, entry in self._result.processor_entries.items():
            key = self._processor(id)
            for sub in entry.record.subprocessors or ():
                self._link(key, self._processor(sub))
            own = (entry.record.country, *(item.country for item in entry.record.transfers or ()))
            self._to_countries(key, own)
        listed = {f"processor.{id}" for id in self._result.processor_entries}
        for key in [node.key for node in self._nodes.values() if node.kind == "processor" and node.key not in listed]:
            self._to_countries(key, ())

    def notice(self) -> None:
        """The recipients that the notice names itself, where no system discloses to them."""
        notice = self._result.notice
        disclosures = notice.record.disclosures if notice else None
        for id, recipient in (disclosures.recipients if disclosures else {}).items():
            target = self._recipient(id)
            countries = (recipient.country, recipient.transfer.country if recipient.transfer else None)
            self._to_countries(target, countries)

    def flow(self) -> Flow:
        """What was gathered, in order of columns; a place that is known of a node takes the unknown one away."""
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

    def _add(self, key: str, kind: Kind, name: str, third: bool = False) -> str:
        columns = {"people": 0, "system": 1, "recipient": 2, "country": -1, "unknown": -1}
        if key not in self._nodes:
            column = columns.get(kind, 0) if kind != "processor" else 2 + self._depths.get(key, 0)
            self._nodes[key] = Node(key, kind, name, column, third=third)
        return key

    def _link(self, source: str, target: str) -> None:
        self._links[source, target] += 1

    def _people(self, group: str) -> str:
        notice = self._result.notice
        known = notice.record.data_subjects if notice else {}
        if not group:
            return self._add("people.", "people", self._language.word("audit.flow.nobody-named"))
        name = self._language.text(known[group].text) if group in known else group
        return self._add(f"people.{group}", "people", name)

    def _processor(self, id: str) -> str:
        entry = self._result.processor_entries.get(id)
        return self._add(f"processor.{id}", "processor", entry.record.name if entry else id)

    def _recipient(self, id: str) -> str:
        notice = self._result.notice
        disclosures = notice.record.disclosures if notice else None
        named = disclosures.recipients if disclosures else {}
        name = self._language.text(named[id].text) if id in named else id
        return self._add(f"recipient.{id}", "recipient", name)

    def _named(self, recipient: str) -> tuple[str | None, ...]:
        notice = self._result.notice
        disclosures = notice.record.disclosures if notice else None
        named = disclosures.recipients if disclosures else {}
        return (named[recipient].country,) if recipient in named else ()

    def _to_countries(self, source: str, countries: Iterable[str | None]) -> None:
        named = [country for country in dict.fromkeys(countries) if country]
        for country in named:
            third = self._third(country)
            key = self._add(f"country.{country}", "country", self._language.country(country), third)
            if (source, key) not in self._links:
                self._link(source, key)
        if not named:
            self._add("country.", "unknown", self._language.word("audit.flow.no-country"))
            self._links[source, "country."] = 1


def _depths(result: Result) -> Mapping[str, int]:
    """How many processors stand between a system and each processor; 0 for those that nobody leads to."""
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
    for own in (waiting, [id for id in subs if id not in depths]):
        for id in own:
            depths.setdefault(id, 0)
            for sub in subs.get(id, ()):
                if sub not in depths:
                    depths[sub] = min(depths[id] + 1, _DEPTH - 1)
                    waiting.append(sub)
    return {f"processor.{id}": depth for id, depth in depths.items()}


def _alike(whole: Flow, language: Language) -> Mapping[str, Node]:
    """Where there are too many systems: one node for those with the same people and the same targets."""
    systems = [node for node in whole.nodes.values() if node.kind == "system"]
    if len(systems) <= MOST["system"]:
        return {}
    ends: dict[str, set[str]] = {}
    for link in whole.links:
        ends.setdefault(link.source, set()).add(link.target)
        ends.setdefault(link.target, set()).add(link.source)
    alike: dict[Hashable, list[Node]] = {}
    for node in systems:
        alike.setdefault(frozenset(ends.get(node.key, ())), []).append(node)
    return {node.key: _several(those, language) for those in alike.values() if len(those) > 1 for node in those}


def _smallest(found: Flow, kind: str, most: int, language: Language) -> Mapping[str, Node]:
    """Where there are too many of a kind: one node for those that the fewest ways lead to or from, column by column."""
    weight: Counter[str] = Counter()
    for link in found.links:
        weight[link.source] += link.count
        weight[link.target] += link.count
    merged: dict[str, Node] = {}
    for column in range(found.columns):
        own = [node for node in found.in_column(column) if node.kind == kind]
        if len(own) > most:
            rest = sorted(own, key=lambda node: (-node.third, -weight[node.key]))[most - 1 :]
            for node in rest:
                merged[node.key] = _several(rest, language)
    return merged


def _several(nodes: list[Node], language: Language) -> Node:
    """One node for several."""
    first, count = nodes[0], sum(node.count for node in nodes)
    kind: Kind = first.kind
    name = language.count(f"audit.flow.several.{kind}", count)
    return replace(first, key=f"several.{first.key}", name=name, count=count, third=any(node.third for node in nodes))


def _merged(found: Flow, into: Mapping[str, Node]) -> Flow:
    """The flow with nodes replaced by those that stand for them."""
    if not into:
        return found
    nodes: dict[str, Node] = {}
    for key, node in found.nodes.items():
        kept = into.get(key, node)
        nodes.setdefault(kept.key, kept)
    counts: Counter[tuple[str, str]] = Counter()
    third: dict[tuple[str, str], bool] = {}
    for link in found.links:
        pair = tuple(into[end].key if end in into else end for end in (link.source, link.target))
        counts[pair[0], pair[1]] += link.count
        third[pair[0], pair[1]] = third.get((pair[0], pair[1]), False) or link.third
    return Flow(nodes, tuple(Link(*pair, count, third[pair]) for pair, count in counts.items()))
