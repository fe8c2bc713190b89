"""Finds the resource that each result of a scanner is about, among those of all other sources.

- By its address, where the scanner tells it. What it tells of an address without a key is of all instances. Where
  several files declare the address, it is that of the scanned file.
- Else by its place: the block that the lines are in. A failure is of every instance of it; a pass of one alone, where
  there is no other.
- What is found nowhere stands by itself where its address is known. All else belongs to no resource, and is counted.

A scanner names files as they were where it ran: from the folder that it scanned, which may be in the repository or
above it, or from the root of another machine. A path is never taken for that of a file that only has the same name:
the code of a module of a registry has a `main.tf` too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.resource import ControlFact, ControlShown, Fact, Resource
from seloste.checker.evidence.scanners.scan_result import MODULE
from seloste.checker.evidence.scanners.scanned_resource import ScannedResource
from seloste.checker.position import Location

#: How many resources one result may be about.
_MOST = 1_000
#: How many folders of a path are looked at, how many paths are looked for in the tree, and among how many of one name.
_MOST_PARTS = 20
_MOST_PATHS = 5_000
_MOST_NAMESAKES = 1_000
#: A namespace that an object is in where it does not say so.
_DEFAULT = "default"
Note = tuple[str, str]


def join_scans(
    resources: Sequence[Resource],
    scanned: Iterable[ScannedResource],
    locate: Callable[[str], str | None],
    root: str = "",
) -> tuple[list[Resource], list[Note]]:
    """The resources with what scanners tell of them, and those that scanners alone know; then what was not judged.

    `locate`: the path of a file of the tree as messages show it; None where there is no such file. `root`: what the
    folder is called that such paths start from.
    """
    joiner = _Joiner(resources, locate, root)
    for each in scanned:
        joiner.add(each)
    return joiner.list_resources(), joiner.list_notes()


class _Joiner:
    """Gives the facts of scanners to resources, one scanned resource after another."""

    def __init__(self, resources: Sequence[Resource], locate: Callable[[str], str | None], root: str) -> None:
        self._resources = list(resources)
        self._locate = locate
        self._root = root
        self._located: dict[str, str | None] = {}
        self._facts: dict[int, dict[Fact, None]] = defaultdict(dict)
        self._alone: dict[tuple[str, str, str], Resource] = {}
        self._unplaced: Counter[str] = Counter()
        self._by_address: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_line: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._paths_by_file: dict[str, list[str]] = defaultdict(list)
        for number, resource in enumerate(self._resources):
            self._enter(number, resource)
        for lines in self._by_line.values():
            lines.sort()

    def _enter(self, number: int, resource: Resource) -> None:
        """Enters a resource under each address, name and path that a scanner may know it by."""
        for address in _list_addresses(resource.source, resource.address):
            self._by_address[resource.source, address].append(number)
        for name in resource.names:
            if name.startswith("arn:"):
                self._by_name[name].append(number)
        path = resource.location.path
        if path not in self._by_line:
            self._paths_by_file[path.rpartition("/")[2]].append(path)
        self._by_line[path].append((resource.location.line or 0, number))

    def add(self, scanned: ScannedResource) -> None:
        """Gives the facts of a scanned resource to those that they are about."""
        path = self._find_path(scanned.paths)
        facts = [self._relocate(fact, scanned, path) for fact in scanned.facts]
        numbers = self._find(scanned, path)
        for number in numbers:
            self._facts[number].update(dict.fromkeys(facts))
        if not numbers and scanned.address:
            self._stand_alone(scanned, facts, path)
        elif not numbers:
            self._unplaced[scanned.tool] += scanned.number_of_results

    def _find(self, scanned: ScannedResource, path: str | None) -> list[int]:
        """The numbers of the resources that it is about."""
        address, source = scanned.address, scanned.source
        if address:
            named = self._by_address.get((source, address), [])
            if not named:  # code has one block for all instances
                base = ".".join(strip_instances(split_address(source, address)))
                same = self._by_address.get((source, base), [])[:_MOST]
                named = [number for number in same if self._resources[number].address == base]
            if named or scanned.type != MODULE:
                return self._narrow(named[:_MOST], path)
        for name in scanned.names:
            return self._by_name.get(name, [])[:_MOST]
        numbers = self._find_at(path, scanned.location) if path is not None else []
        if address:  # a module that is called twice has each block twice
            numbers = [number for number in numbers if self._resources[number].address.startswith(f"{address}.")]
        passed = any(isinstance(fact, ControlFact) and fact.shown is ControlShown.ON for fact in scanned.facts)
        return [] if passed and len(numbers) > 1 else numbers

    def _narrow(self, numbers: list[int], path: str | None) -> list[int]:
        """Of the resources of one address those of the scanned file, where several files declare it."""
        files = {self._resources[number].location.path for number in numbers}
        if len(files) <= 1:
            return numbers
        return [number for number in numbers if self._resources[number].location.path == path]

    def _find_at(self, path: str, place: Location) -> list[int]:
        """The resources whose block the lines are in; of those without blocks one that stands within the lines."""
        if place.line is None or path not in self._by_line:
            return []
        lines = self._by_line[path]
        end = bisect_right(lines, (place.line, len(self._resources)))
        nearest = lines[end - 1][0] if end else 0
        if nearest:
            block = [number for _, number in lines[bisect_left(lines, (nearest, -1)) : end]][:_MOST]
            last_line = max(self._resources[number].last_line for number in block)
            if place.line <= max(last_line, nearest):
                return block
        last = bisect_right(lines, (place.end_line or place.line, len(self._resources)))
        within = [number for _, number in lines[end : min(last, end + 2)]]
        return within if len(within) == 1 and not self._resources[within[0]].last_line else []

    def _stand_alone(self, scanned: ScannedResource, facts: list[Fact], path: str | None) -> None:
        """Adds a resource that scanners alone know. One address of one file is one resource."""
        key = (scanned.source, scanned.address, path or "/".join(scanned.paths[:1]))
        known = self._alone.get(key)
        place = scanned.location
        location = Location(path, place.line, None, place.end_line) if path else Location(scanned.read_from)
        own = known or Resource(
            source=scanned.source,
            address=scanned.address,
            type=scanned.type,
            location=location,
            stores_data=scanned.stores_data,
            is_known=scanned.is_known,
            names=scanned.names,
            origin=scanned.origin,
            read_from=scanned.read_from,
        )
        self._alone[key] = replace(own, facts=tuple(dict.fromkeys((*own.facts, *facts))))

    def _relocate(self, fact: Fact, scanned: ScannedResource, path: str | None) -> Fact:
        """A fact at the line of the scanned file, or in the file of the scanner where the tree does not have that."""
        place = fact.location
        location = Location(path, place.line, None, place.end_line) if path else Location(scanned.read_from)
        return replace(fact, location=location)

    def _find_path(self, paths: Sequence[str]) -> str | None:
        """The file of the tree that was scanned, as messages show it."""
        for path in paths:
            if path not in self._located:
                self._located[path] = self._match_path(path)
            if self._located[path] is not None:
                return self._located[path]
        return None

    def _match_path(self, path: str) -> str | None:
        """The file of the tree that a scanner's path is of; None where it is of none, or may be of several."""
        parts = path.removeprefix("/").split("/")[-_MOST_PARTS:]
        for start in range(len(parts)):
            if start and not self._may_begin(parts, start, leads_out=path.startswith("/")):
                continue
            shorter = "/".join(parts[start:])
            if shorter in self._by_line:
                return shorter
            found = self._locate(shorter) if len(self._located) < _MOST_PATHS else None
            if found is not None:
                return found
        namesakes = self._paths_by_file.get(parts[-1], [])[:_MOST_NAMESAKES]
        longer = [each for each in namesakes if each.endswith(f"/{path.removeprefix('/')}")]
        return longer[0] if len(longer) == 1 else None

    def _may_begin(self, parts: Sequence[str], start: int, *, leads_out: bool) -> bool:
        """Whether the tree may begin at a part of a path: behind its own name, or anywhere in one that leads out.

        Of the latter the name of a file alone is enough only right below the root, where containers mount a folder.
        """
        if parts[start - 1] == self._root:
            return True
        return leads_out and (start < len(parts) - 1 or start == 1)

    def list_resources(self) -> list[Resource]:
        """All resources, with the facts of scanners."""
        for number, facts in self._facts.items():
            own = self._resources[number]
            self._resources[number] = replace(own, facts=tuple(dict.fromkeys((*own.facts, *facts))))
        return [*self._resources, *self._alone.values()]

    def list_notes(self) -> list[Note]:
        """How many results of each scanner belong to no resource."""
        return [(f"{tool} ({number})", "scan-unplaced") for tool, number in self._unplaced.items() if number]


def _list_addresses(source: str, address: str) -> Iterator[str]:
    """The addresses that scanners may know a resource by: with the keys of instances and without; with a namespace."""
    yield address
    if source == "terraform":
        base = ".".join(strip_instances(split_address(source, address)))
        if base != address:
            yield base
    elif source == "kubernetes" and address.count("/") == 1:
        kind, name = address.split("/")
        yield f"{kind}/{_DEFAULT}/{name}"
