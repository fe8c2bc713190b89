"""The services of other companies that were not held against the processor list, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from seloste.checker.linking.index import Index
from seloste.checker.linking.used_services import list_possible_services
from seloste.checker.result import NotChecked

#: Of so many services it is told that they may be in use.
_MOST_SERVICES = 50


def list_unjudged_services(index: Index | None) -> Iterator[NotChecked]:
    """The services that may be in use; and that none was compared, where the list is not known as a whole."""
    if index is None or not index.evidence.services:
        return
    if not index.list_is_complete:
        yield NotChecked("evidence/processor-undeclared", "list-incomplete")
    for name in islice(list_possible_services(index), _MOST_SERVICES):
        yield NotChecked(name, "service-possible", limits_rules=False)
