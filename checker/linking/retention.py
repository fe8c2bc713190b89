"""Storage periods: the promises that govern the data of a system, and the limits of the periods that it declares."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property, lru_cache

from msgspec import Struct

from seloste.checker.finding import Finding, input_finding
from seloste.checker.inventory import RetentionRule, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.held_data import AlikeNames, HeldData, Name, list_held_data, list_held_groups
from seloste.checker.linking.value_memo import ValueMemo
from seloste.policy.commitments import Retention, RetentionLimit
from seloste.policy.names import NearNames
from seloste.policy.retention import GoverningEntries

#: A purpose or a field that no entry names.
_ANY_OTHER = ""
#: How many entries are looked at for one system. A large one needs some ten thousand.
MOST_LOOKUPS = 500_000


class Excess(Struct, frozen=True):
    """The limit that a declared period exceeds: the maximum, or that of the exception with a number.

    Not `comparable`: the exception counts from another event, so that nobody can tell.
    """

    limit: RetentionLimit
    exception: int | None = None
    comparable: bool = True


class RetentionComparison(Struct, frozen=True, dict=True):
    """A period that a system declares (its number in the list), and a promise that governs the data it is for.

    Systems that declare the same share it, so that what it has is found out once.
    """

    number: int
    declared: RetentionRule
    promise: str
    promised: Retention

    @cached_property
    def limits(self) -> list[RetentionLimit]:
        """The limits that are promised for a period with its reason. What is kept for good has no maximum."""
        promised = self.promised
        maxima = [] if promised.permanent else [promised.maximum, *(limit for _, limit in self._exceptions)]
        return [limit for limit in (promised.minimum, *maxima) if limit is not None]

    @cached_property
    def is_comparable(self) -> bool:
        """Whether the period counts from the event of a limit, or the promise sets none for its reason."""
        unlimited = any(limit is None for _, limit in self._exceptions)
        return unlimited or any(limit.after == self.declared.after for limit in self.limits)

    @cached_property
    def _exceptions(self) -> list[tuple[int, RetentionLimit | None]]:
        """The exceptions for the reason of the period: their numbers in the promise, and their maxima."""
        reason = self.declared.reason
        numbered = enumerate(self.promised.exceptions)
        return [(number, each.maximum) for number, each in numbered if reason is not None and each.reason is reason]

    def find_excess(self, day: date) -> Excess | None:
        """The limit that the period exceeds on a day, unless an exception allows it."""
        maximum, declared = self.promised.maximum, self.declared
        if maximum is None or self.promised.permanent:
            return None
        counts_alike = maximum.after == declared.after
        if counts_alike and not declared.period.longer_than(maximum.period, day):
            return None
        excess: Excess | None = Excess(maximum) if counts_alike else None
        for number, limit in self._exceptions:
            if limit is None:
                return None
            if limit.after != declared.after:
                excess = Excess(limit, number, comparable=False)
            elif not declared.period.longer_than(limit.period, day):
                return None
            elif excess is None or (
                excess.comparable and (excess.exception is None or limit.period.longer_than(excess.limit.period, day))
            ):
                excess = Excess(limit, number)
        return excess


class LinkedRetention(Struct, frozen=True):
    """The storage periods of a system beside those that are promised.

    Attributes:
        comparisons: Each declared period with each promise that governs some of its data, in the order of the file.
        promises: The keys of the promises that govern some data of the system, or may do so.
        uncovered: The purposes (or groups, without a purpose) for which the system declares no period, and the fields
            that it has a period for only with others. A period with a reason is for the case alone.
        exceeds_limit: Whether there was too much to compare, so that nothing was.
    """

    comparisons: tuple[RetentionComparison, ...] = ()
    promises: frozenset[str] = frozenset()
    uncovered: tuple[str, ...] = ()
    exceeds_limit: bool = False


NO_RETENTION = LinkedRetention()


def link_retention(notice: NoticeEntry, system: System, known: ValueMemo) -> LinkedRetention:
    """Compares the periods that a system declares with the notice's, for each group of people, purpose and field.

    Where all its groups or all its purposes are wrong ids, nobody knows which of the periods govern its data. `known`:
    what came of it for other systems, of which many declare the same.
    """
    return known.find(_identify(system), lambda: _link(notice, system))


def _identify(system: System) -> object:
    """Everything of a system that its comparison depends on, as a value."""
    fields = None if system.fields is None else tuple([(name, _freeze(own)) for name, own in system.fields.items()])
    periods = [
        (each.period.text, each.after, each.reason, *map(_freeze, (each.data_subjects, each.purposes, each.fields)))
        for each in system.retention or ()
    ]
    return _freeze(system.data_subjects), _freeze(system.purposes), fields, tuple(periods)


def _freeze(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _link(notice: NoticeEntry, system: System) -> LinkedRetention:
    policy = notice.record
    if _is_misspelled(system.data_subjects, policy.data_subjects) or _is_misspelled(
        system.every_purpose, policy.purposes
    ):
        return LinkedRetention(promises=frozenset(notice.record.retention))
    link = _Link(notice, system)
    for data in list_held_data(notice.record, system, link.sign_group, link.sign_field):
        link.add(data)
        if link.lookups > MOST_LOOKUPS:
            return LinkedRetention(promises=frozenset(notice.record.retention), exceeds_limit=True)
    in_order = tuple(link.comparisons[key] for key in sorted(link.comparisons))
    return LinkedRetention(in_order, frozenset(link.promises), link.list_uncovered())


def _is_misspelled(names: Collection[str] | None, known: Collection[str]) -> bool:
    """Whether none of some names is known, and one of them may mean a known one."""
    if not names or any(name in known for name in names):
        return False
    near = _index_names(tuple(known))
    return any(near.find(name) for name in names)


@lru_cache(maxsize=4)  # once for all systems
def _index_names(known: tuple[str, ...]) -> NearNames:
    return NearNames(known)


def find_retention_overrun(system: DeclaredRecord[System], retention: LinkedRetention) -> Iterator[Finding]:
    """A finding where a system has too many storage periods, people, purposes and fields to compare."""
    if retention.exceeds_limit:
        arguments = {"limit": MOST_LOOKUPS}
        yield input_finding("limit-exceeded", system.found("retention", variant="nodes", arguments=arguments))


class _Link:
    """The periods of one system, compared with the promises."""

    def __init__(self, notice: NoticeEntry, system: System) -> None:
        self.comparisons: dict[tuple[int, str], RetentionComparison] = {}
        self.promises: set[str] = set()
        self.lookups = 0
        self._promised, self._fields = notice.retention, notice.record.fields
        self._knows_fields = system.fields is not None
        declared = list(enumerate(system.retention or ()))
        self._declared = GoverningEntries(declared)
        #: A period with a reason stands beside the ordinary one, and does not take its place.
        reasons = dict.fromkeys(rule.reason for _, rule in declared)
        self._by_reason = [self._declared]
        if len(reasons) > 1:
            self._by_reason = [
                GoverningEntries([(n, rule) for n, rule in declared if rule.reason is reason]) for reason in reasons
            ]
        groups = list_held_groups(notice.record, system)
        self._places = {group: place for place, group in enumerate(groups)}
        self._known: dict[tuple[object, AlikeNames, AlikeNames], list[Name]] = {}
        self._uncovered_purposes: list[tuple[int, int, str]] = []
        self._uncovered_fields: dict[Name, None] = {}
        #: Whether the system declares an ordinary period, by the field, the group, and what names the purpose where
        #: it matters.
        self._compared: dict[object, bool] = {}
        self._ignored: dict[tuple[Name, Name], tuple[bool, bool]] = {}

    def sign_group(self, group: Name) -> object:
        return self._promised.name_group(group), self._declared.name_group(group)

    def sign_field(self, name: Name) -> object:
        return self._promised.name_field(name), self._declared.name_field(name)

    def add(self, data: HeldData) -> None:
        """Compares the periods for the data of one purpose."""
        named = (self._promised.name_purpose(data.purpose), self._declared.name_purpose(data.purpose))
        alike = (named, data.people, data.fields)
        if alike not in self._known:
            self._known[alike] = self._compare(data)
        people = self._known[alike]
        for group in people if data.purpose is None else people[:1]:
            name = data.purpose or group
            if name is not None:
                self._uncovered_purposes.append((self._places[group], len(self._uncovered_purposes), name))

    def list_uncovered(self) -> tuple[str, ...]:
        """The purposes, or people, without a period, in the order of the system; then the fields."""
        in_order = [name for *_, name in sorted(self._uncovered_purposes)]
        return tuple(dict.fromkeys([*in_order, *(name for name in self._uncovered_fields if name is not None)]))

    def _compare(self, data: HeldData) -> list[Name]:
        """Compares the periods for data; returns the people for whom the system declares none, in its order."""
        uncovered: list[Name] = []
        for people in data.people.kinds:
            without = [kind for kind in data.fields.kinds if not self._compare_once(people[0], data.purpose, kind[0])]
            if len(without) == len(data.fields.kinds):
                uncovered += people
            else:
                self._uncovered_fields.update(dict.fromkeys(name for kind in without for name in kind))
        return sorted(uncovered, key=self._places.__getitem__)

    def _compare_once(self, group: Name, purpose: Name, name: Name) -> bool:
        """Compares the periods for data, unless the same entries govern others that were compared."""
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            return True
        data = (group, name)
        if data not in self._ignored:
            declared = all(rules.ignores_purpose(*data) for rules in self._by_reason)
            self._ignored[data] = (self._promised.ignores_purpose(*data), declared)
        by_promise, by_rules = self._ignored[data]
        alike = (
            *data,
            None if by_promise else self._promised.name_purpose(purpose),
            None if by_rules else self._declared.name_purpose(purpose),
        )
        if alike not in self._compared:
            self._compared[alike] = self._compare_alike(group, purpose, name)
        return self._compared[alike]

    def _compare_alike(self, group: Name, purpose: Name, name: Name) -> bool:
        """Compares the periods for one field of one group and purpose; whether the system declares an ordinary one."""
        self.lookups += self._promised.count_lookups(purpose, name) + self._declared.count_lookups(purpose, name)
        promised = self._promised.select(group, purpose or _ANY_OTHER, name or _ANY_OTHER)
        self.promises.update(key for key, _ in promised)
        if name is None and not self._knows_fields:
            self.promises.update(key for key, _ in self._promised.select(group, purpose or _ANY_OTHER, None))
        declared = list(self._list_declared(group, purpose, name))
        for number, rule in declared:
            for key, promise in promised:
                self.comparisons.setdefault((number, key), RetentionComparison(number, rule, key, promise))
        return any(rule.reason is None for _, rule in declared)

    def _list_declared(self, group: Name, purpose: Name, name: Name) -> Iterator[tuple[int, RetentionRule]]:
        for rules in self._by_reason:
            for number, rule in rules.select(group, purpose, name):
                names_known = rule.fields is not None and any(each in self._fields for each in rule.fields)
                if name is not None or not names_known:
                    yield number, rule
