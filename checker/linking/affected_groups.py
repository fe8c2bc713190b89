"""Whose data a hop carries: the groups of people of the record that sends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seloste.checker.inventory import System
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index


def list_affected_groups(hop: Hop, index: Index) -> frozenset[str]:
    """The groups whose data go with a hop, as far as that is declared.

    Of a processor those of the systems that use it, and of these the ones that its own purposes are about, where all
    of them name some. Of the notice's own recipients nobody says whose data they get, so that all groups may be theirs
    only where the notice has one.
    """
    record = hop.entry.record
    if isinstance(hop.entry, NoticeEntry):
        return hop.entry.groups if len(hop.entry.groups) == 1 else frozenset()
    if isinstance(record, System):
        return _list_groups(record.data_subjects, record.every_purpose, index)
    items = [index.usage.items.get(system, {}) for system in index.list_users(hop.entry.id)]
    found = frozenset(group for item in items for group in _list_used(item, index))
    named = _list_named(record.purposes or (), index)
    if named is None or not found:
        return found or named or frozenset()
    return found & named


def _list_used(items: Mapping[str, tuple[str, ...]], index: Index) -> frozenset[str]:
    return _list_groups(items.get("data_subjects"), items.get("purposes"), index)


def _list_groups(groups: Iterable[str] | None, purposes: Iterable[str] | None, index: Index) -> frozenset[str]:
    """The groups of a system: those that it declares, else those that its purposes name."""
    return frozenset(groups or ()) or _list_named(purposes or (), index) or frozenset()


def _list_named(purposes: Iterable[str], index: Index) -> frozenset[str] | None:
    """The groups that purposes of the notice name; None where one of them is about all, or there are none."""
    known = index.notice.record.purposes
    named = [known[purpose].data_subjects if purpose in known else None for purpose in purposes]
    if not named or None in named:
        return None
    return frozenset(group for groups in named for group in groups or ())
