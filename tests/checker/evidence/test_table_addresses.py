"""Which tables belong to a system by its patterns: `sql:[database.][schema.]table`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.reading import ReadEvidence
from seloste.checker.evidence.resource import Resource
from seloste.checker.position import Location

TABLES = ("crm.public.customers", "crm.audit.events", "public.orders", "Visits")


def find(*patterns: str) -> list[str]:
    """The tables that belong to a system with these patterns."""
    place = Location("schema.sql", 1, 1, 1, 1)
    tables = tuple(Resource("sql", each, "table", place, number=number) for number, each in enumerate(TABLES))
    system: Any = SimpleNamespace(resources=list(patterns))
    found = EvidenceIndex(ReadEvidence(tables, is_given=True)).list_resources("crm", system)
    return [each.resource.address for each in found]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("sql:crm.public.customers", ["crm.public.customers"]),
        ("sql:public.customers", ["crm.public.customers"]),
        ("sql:customers", ["crm.public.customers"]),
        ("sql:other.public.customers", []),
        ("sql:audit.*", ["crm.audit.events", "Visits"]),
        ("sql:crm.**", ["crm.public.customers", "crm.audit.events", "Visits"]),
        ("sql:customer", []),
        # a file of SQL names no database, and perhaps no schema: it may be that of the pattern
        ("sql:crm.public.orders", ["public.orders"]),
        ("sql:crm.sales.orders", []),
        ("sql:crm.public.visits", ["Visits"]),
        ("sql:VISITS", ["Visits"]),
        ("sql:crm.public.*", ["crm.public.customers", "public.orders", "Visits"]),
        ("terraform:customers", []),
    ],
)
def test_a_pattern_names_the_last_parts_of_a_table(pattern: str, found: list[str]) -> None:
    assert find(pattern) == found
