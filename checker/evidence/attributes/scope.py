"""What the readers of the table's entries share: a resource, its attributes, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from seloste.checker.evidence.attributes.readings import is_blank, match_value
from seloste.checker.evidence.attributes.type_table import Entry, ResourceType, read_major
from seloste.checker.evidence.marks import find_places, find_values, is_open
from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.position import Location

T = TypeVar("T")
Steps = tuple[str | int, ...]
#: Facts by all that makes them what they are.
SharedFacts = dict[tuple[object, ...], Any]
#: How many facts are shared.
_MOST_SHARED = 10_000
#: What an entry has that reads blocks, or reads them on conditions.
_CONDITIONS = frozenset({"each", "when", "empty"})


class Place(NamedTuple):
    """A value of an attribute, with the name of the attribute and the steps that lead to it."""

    attribute: str
    steps: Steps
    value: Any


class Block(NamedTuple):
    """A resource, or one of its nested blocks, whose attributes are read together."""

    path: str
    steps: Steps
    value: Any

    def find(self, path: str) -> list[Place]:
        """The values at a path below it; an empty text is as good as none."""
        name = f"{self.path}.{path}" if self.path else path
        found = find_places(self.value, path)
        if not found:
            return []
        return [Place(name, (*self.steps, *steps), value) for steps, value in found if value != ""]

    def find_all(self, paths: Any) -> list[Place]:
        """The values at one path or at several."""
        if isinstance(paths, str):
            return self.find(paths)
        return [place for path in paths for place in self.find(path)]

    def check(self, conditions: Mapping[str, Any]) -> bool | None:
        """Whether every condition is met: a test for each path. Without a value only `not` is; None: can't be known."""
        results = [self._check_one(path, test) for path, test in conditions.items()]
        return False if False in results else None if None in results else True

    def _check_one(self, path: str, test: Any) -> bool | None:
        places = self.find(path)
        if not places:
            return isinstance(test, Mapping) and set(test) == {"not"}
        results = [match_value(test, place.value) for place in places]
        return True if True in results else None if None in results else False

    def has_any(self, paths: Sequence[str]) -> bool:
        """Whether anything is set at one of the paths, or may be."""
        return any(not is_blank(value) for path in paths for value in find_values(self.value, path))


def list_paths(paths: Any) -> Sequence[str]:
    """One path or several, as the table writes them."""
    return [paths] if isinstance(paths, str) else paths


class Scope(NamedTuple):
    """A resource, as a block (`root`), with all that is known of it beside its attributes.

    `shared` has the facts that resources of one place have in common, so that equal ones are made once.
    """

    type: ResourceType
    root: Block
    location: Location
    strength: EvidenceKind
    region: Any
    version: str
    locate: Callable[[Steps], Location] | None
    shared: SharedFacts | None = None

    def find_location(self, steps: Steps) -> Location:
        """Where an attribute stands; the place of the resource where that isn't known or the attribute is absent."""
        return self.locate(steps) if self.locate and steps else self.location

    def share(self, key: tuple[object, ...], fact: T) -> T:
        """The fact, which others may have too from now on."""
        if self.shared is not None and len(self.shared) < _MOST_SHARED:
            self.shared[key] = fact
        return fact

    def list_blocks(self, entry: Entry) -> list[Block]:
        """The blocks that an entry reads one by one (`each`); the resource itself where it names none."""
        if "each" not in entry:
            return [self.root]
        return [Block(place.attribute, place.steps, place.value) for place in self.root.find_all(entry["each"])]

    def choose_default(self, entry: Entry, key: str = "absent") -> str | None:
        """The default of an absent attribute; `unknown` where the version of the provider decides and isn't known."""
        default: str | None = entry.get(key)
        if "since" not in entry:
            return default
        earlier: str | None = entry.get(f"{key}-before", "unknown")
        majors = read_major(self.version) if self.version else None
        low, high = majors or (0, None)
        since = int(entry["since"])
        if low >= since:
            return default
        if high is not None and high < since:
            return earlier
        unversioned: str = entry.get(f"{key}-unversioned", "unknown")
        return default if default == earlier else unversioned


def read_blocks(scope: Scope, entry: Entry) -> Iterable[tuple[Block, bool | None]]:
    """The blocks of an entry, each with whether its conditions (`when`, `empty`) are met; None: can't be known."""
    if not _CONDITIONS & entry.keys():
        return ((scope.root, True),)
    return _read_blocks(scope, entry)


def _read_blocks(scope: Scope, entry: Entry) -> Iterator[tuple[Block, bool | None]]:
    for block in scope.list_blocks(entry):
        if is_open(block.value):
            yield block, None
            continue
        is_met = block.check(entry["when"]) if "when" in entry else True
        if is_met and "empty" in entry and block.has_any(entry["empty"]):
            is_met = None
        yield block, is_met
