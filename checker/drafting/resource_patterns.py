"""The patterns of `resources` that map the resources of a drafted system: short ones, that match no other's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from unicodedata import normalize

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.resource import ControlFact, ControlShown, Fact, Resource

_TERRAFORM, _KUBERNETES, _COMPOSE, _SQL = "terraform", "kubernetes", "compose", "sql"
#: The sources whose resources an inventory can name.
_SOURCES = (_TERRAFORM, _KUBERNETES, _COMPOSE, _SQL)
#: The longest address that is written into an inventory, in characters.
_LONGEST = 400
#: With more resources than these, no pattern is tried that has to be compared with every address.
_MOST_COMPARED = 2_000
#: With more addresses of one source than these, one pattern may be for a whole type or source.
_MANY = 8


def choose_patterns(
    own: Sequence[Resource], index: EvidenceIndex, mapped: Collection[int]
) -> tuple[list[str], list[int]]:
    """The patterns that map a system's resources, and the numbers of the stores that none can map.

    Args:
        own: The resources of the system.
        index: The evidence.
        mapped: The numbers of those that a tag maps already.
    """
    cover = _Cover(own, index, mapped)
    for pattern in _list_wide(cover.needed, index):
        cover.take(pattern)
    return cover.finish()


def choose_exact_patterns(
    own: Sequence[Resource], index: EvidenceIndex, mapped: Collection[int]
) -> tuple[list[str], list[int]]:
    """As `choose_patterns`, with a pattern for each address: a person may have chosen the others with care."""
    return _Cover(own, index, mapped).finish()


class _Cover:
    """The patterns that were chosen so far, and the numbers of the resources that they map."""

    def __init__(self, own: Sequence[Resource], index: EvidenceIndex, mapped: Collection[int]) -> None:
        self.index = index
        self.allowed = {each.number for each in own}
        self.covered = index.add_dependents(mapped)
        self.needed = sorted(filter(_shows_something, own), key=lambda each: not each.stores_data)
        self.needed_numbers = {each.number for each in self.needed}
        self.patterns: list[str] = []

    def take(self, pattern: str) -> bool:
        """Takes a pattern that maps something which was not mapped, and nothing of another system. Whether it did."""
        matched = set(self.index.find_matching(pattern)) if pattern else set()
        if not matched <= self.allowed or not (matched - self.covered) & self.needed_numbers:
            return False
        self.patterns.append(pattern)
        self.covered |= self.index.add_dependents(matched)
        return True

    def finish(self) -> tuple[list[str], list[int]]:
        """The patterns with one for each address that is left, and the numbers of the stores that none can map."""
        for resource in self.needed:
            if resource.number not in self.covered:
                _ = self.take(write_exact(resource)) or self.take(write_exact(resource, with_instance=True))
        return self.patterns, [e.number for e in self.needed if e.stores_data and e.number not in self.covered]


def _shows_something(resource: Resource) -> bool:
    """Whether it matters whose a resource is: it stores data, or shows something but columns that may hold anything."""
    return resource.stores_data or (resource.source != _SQL and any(map(_is_known, resource.facts)))


def _is_known(fact: Fact) -> bool:
    return not isinstance(fact, ControlFact) or fact.shown is not ControlShown.UNKNOWN


def write_exact(resource: Resource, *, with_instance: bool = False) -> str:
    """The pattern of one address: of all its instances, or of one. Empty where an inventory cannot name it."""
    parts = split_address(resource.source, resource.address)
    address = resource.address if with_instance else _join(resource.source, strip_instances(parts))
    is_plain = address == normalize("NFC", address).strip() and address.isprintable() and len(address) <= _LONGEST
    return f"{resource.source}:{address}" if is_plain and address and resource.source in _SOURCES else ""


def _join(source: str, parts: Sequence[str]) -> str:
    return {_TERRAFORM: ".", _KUBERNETES: "/", _SQL: "."}.get(source, "").join(parts)


def _list_wide(needed: Sequence[Resource], index: EvidenceIndex) -> Iterator[str]:
    """Patterns for several resources, the widest first: modules, namespaces, schemas; one name; many of a type."""
    parts = [(each.source, strip_instances(split_address(each.source, each.address))) for each in needed]
    containers = dict.fromkeys(found for source, own in parts for found in _list_containers(source, own))
    yield from (f"{source}:{address}" for _, source, address in sorted(containers))
    if len(index.resources) <= _MOST_COMPARED:
        names = Counter(own[1] for source, own in parts if source == _TERRAFORM and len(own) == 2)
        yield from (f"{_TERRAFORM}:*.{name}" for name, number in names.items() if number > 1 and "*" not in name)
    types = Counter((source, own[0]) for source, own in parts if source == _TERRAFORM and len(own) == 2)
    yield from (f"{source}:{type}.*" for (source, type), number in types.items() if number > _MANY)
    single = Counter(source for source, own in parts if source in (_COMPOSE, _SQL) and len(own) == 1)
    yield from (f"{source}:*" for source, number in single.items() if number > _MANY)


def _list_containers(source: str, parts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """What an address lies in, each with its depth, as patterns without their source."""
    if any("*" in part for part in parts) or not "".join(parts).isprintable():
        return
    if source == _TERRAFORM:
        for place in range(0, len(parts) - 2, 2):
            if parts[place] == "module":
                yield place, source, ".".join((*parts[: place + 2], "**"))
    elif source == _KUBERNETES and len(parts) == 3:
        yield 0, source, f"*/{parts[1]}/*"
    elif source == _SQL and len(parts) > 1:
        yield from ((place, source, ".".join((*parts[:place], "**"))) for place in range(1, len(parts)))
