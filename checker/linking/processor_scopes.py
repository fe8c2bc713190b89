"""What systems give processors beyond what these have for their own entries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from seloste.checker.linking.index import Index

#: So many things that systems give processors beyond their entries are listed; of the other processors one each.
_MOST_BEYOND = 10_000


def list_beyond(index: Index, processor: str, section: str, own: frozenset[str]) -> dict[str, list[str]]:
    """What systems give a processor that it does not have as its `own`, with those systems.

    Not a purpose that another processor of the system is for, nor a wrong id. Of very many, of all processors
    together, only the first of each.
    """
    return index.remember("processor-scopes", _ProcessorScopes).list_beyond(processor, section, own)


class _ProcessorScopes:
    """The scopes of all processors, and how many things beyond them were found."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._found = 0
        #: System and purpose → whether some processor of the system is for it.
        self._covered: dict[tuple[str, str], bool] = {}

    def list_beyond(self, processor: str, section: str, own: frozenset[str]) -> dict[str, list[str]]:
        index = self._index
        known = getattr(index.notice.record, section)
        room = max(1, _MOST_BEYOND - self._found)
        beyond: dict[str, list[str]] = {}
        for system in index.usage.processors.get(processor, ()):
            items = index.usage.items[system][section]
            for item in () if own.issuperset(items) else items:
                if item in own or (section == "purposes" and self._covers_purpose(system, item)):
                    continue
                if item in beyond:
                    beyond[item].append(system)
                elif len(beyond) == room:
                    break
                elif item in known or not index.suggest(section, item):
                    beyond[item] = [system]
        self._found += len(beyond)
        return beyond

    def _covers_purpose(self, system: str, purpose: str) -> bool:
        """Whether some processor that a system uses itself is, or may be, for a purpose: one without an entry may."""
        key = (system, purpose)
        if key not in self._covered:
            self._covered[key] = any(
                self._purposes.get(processor) is None or purpose in (self._purposes[processor] or ())
                for processor in self._used.get(system, ())
            )
        return self._covered[key]

    @cached_property
    def _purposes(self) -> Mapping[str, frozenset[str] | None]:
        """The purposes of each processor on the list; None: any."""
        purposes = {id: entry.record.purposes for id, entry in self._index.processors.items()}
        return {id: None if own is None else frozenset(own) for id, own in purposes.items()}

    @cached_property
    def _used(self) -> Mapping[str, list[str]]:
        """The processors that each system uses itself."""
        used: dict[str, list[str]] = {}
        for processor, systems in self._index.usage.processors.items():
            for system in systems:
                used.setdefault(system, []).append(processor)
        return used
