"""The pairs of people and purpose that no storage period governs together, though each of the two is covered.

A set of people is a number with a bit for each category, so that many periods, people and purposes take little time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from seloste.checker.rules.notice.retention_coverage import Gap
from seloste.policy.notice import Policy

#: So many pairs of a purpose and a field are looked at. Beyond them, a period of some data counts as one of all.
_MOST_PAIRS = 2_000_000
#: So many groups of people are named with a purpose.
_MOST_NAMED = 200

#: Groups, or purposes, with what no storage period covers of each.
Gaps = Mapping[str, Gap | None]


class UngovernedPairs(Struct, frozen=True):
    """A purpose, and the people for whom no period governs it: for these fields alone, or (none) for all of it."""

    purpose: str
    groups: tuple[str, ...]
    fields: tuple[str, ...] = ()


def find_ungoverned_pairs(policy: Policy, groups: Gaps, purposes: Gaps) -> Iterator[UngovernedPairs]:
    """The pairs that are not governed, but for the gaps of a group or a purpose by itself."""
    pairs = _Pairs(policy, groups)
    for purpose in policy.purposes if policy.data_subjects else ():
        gap = purposes.get(purpose)
        if gap is None or not gap.whole:
            yield from pairs.find(purpose, gap.fields if gap else ())


class _Pairs:
    """The people whose data storage periods govern, by purpose and field."""

    def __init__(self, policy: Policy, groups: Gaps) -> None:
        self._policy, self._groups = policy, tuple(policy.data_subjects)
        self._bits = {group: 1 << place for place, group in enumerate(self._groups)}
        self._everyone = (1 << len(self._bits)) - 1
        self._covered = self._everyone & ~self._unite(key for key, gap in groups.items() if gap and gap.whole)
        #: Field → the people for whom it is known to be without a period.
        self._known: dict[str, int] = {}
        for key, gap in groups.items():
            for name in gap.fields if gap else ():
                self._known[name] = self._known.get(name, 0) | self._bits[key]
        self._looked_at = 0
        self._names: dict[int, tuple[str, ...]] = {}
        #: Purpose, or None for a period of any → the people of the periods for all data, and of those for some.
        self._of_all: dict[str | None, int] = {}
        self._of_some: dict[str | None, int] = {}
        #: Field → the same, of the periods for it.
        self._of_field: dict[str, dict[str | None, int]] = {}
        for entry in policy.retention.values():
            people = self._everyone if entry.data_subjects is None else self._unite(entry.data_subjects)
            places = [self._of_all]
            if entry.fields is not None:
                fields = dict.fromkeys(entry.fields)
                places = [self._of_some, *(self._of_field.setdefault(name, {}) for name in fields)]
            for purpose in [None] if entry.purposes is None else dict.fromkeys(entry.purposes):
                for place in places:
                    place[purpose] = place.get(purpose, 0) | people

    def find(self, purpose: str, known: Iterable[str]) -> Iterator[UngovernedPairs]:
        """The people without a period for a purpose, of fields that are not `known` to be without one."""
        concerned = self._policy.purposes[purpose].data_subjects
        people = self._covered if concerned is None else self._covered & self._unite(concerned)
        people &= ~_select(self._of_all, purpose)
        if not people:
            return
        fields = self._list_fields(purpose)
        if not fields:
            people &= ~_select(self._of_some, purpose)
            if people:
                yield UngovernedPairs(purpose, self._name(people))
            return
        ignored = frozenset(known)
        without = {name: self._find_without(name, purpose, people) for name in fields if name not in ignored}
        missing = {name: groups for name, groups in without.items() if groups}
        if missing:
            is_whole = len(missing) == len(fields) and all(groups == people for groups in missing.values())
            groups = 0
            for each in missing.values():
                groups |= each
            yield UngovernedPairs(purpose, self._name(groups), () if is_whole else tuple(missing))

    def _list_fields(self, purpose: str) -> list[str]:
        """The fields of a purpose; none where the notice has none, or too much was looked at."""
        known, named = self._policy.fields, self._policy.purposes[purpose].fields
        fields = list(known) if named is None else [name for name in dict.fromkeys(named) if name in known]
        self._looked_at += len(fields)
        return fields if self._looked_at <= _MOST_PAIRS else []

    def _find_without(self, name: str, purpose: str, people: int) -> int:
        """Of some people those for whom no period governs a field for a purpose, unless that is known of the field."""
        return people & ~(_select(self._of_field.get(name, {}), purpose) | self._known.get(name, 0))

    def _unite(self, groups: Iterable[str]) -> int:
        people = 0
        for group in groups:
            people |= self._bits.get(group, 0)
        return people

    def _name(self, people: int) -> tuple[str, ...]:
        """The ids of some people, in the order of the notice; of very many the first."""
        if people not in self._names:
            found: list[str] = []
            left = people
            while left and len(found) < _MOST_NAMED:
                lowest = left & -left
                found.append(self._groups[lowest.bit_length() - 1])
                left ^= lowest
            self._names[people] = tuple(found)
        return self._names[people]


def _select(people: Mapping[str | None, int], purpose: str) -> int:
    """The people of periods of any purpose, and of this one."""
    return people.get(None, 0) | people.get(purpose, 0)
