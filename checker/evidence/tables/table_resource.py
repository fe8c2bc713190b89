"""What a table shows: each of its columns that holds personal data, or may."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.evidence.resource import ColumnFact, EvidenceKind, Origin, Resource
from seloste.checker.evidence.tables.table import Table, TableKind
from seloste.policy.personal_data.columns import ColumnName, Holding, judge_columns

SQL = "sql"
#: What holds data of its own. A view and a foreign table show those of another table, and a type holds none.
_STORES = frozenset({TableKind.TABLE, TableKind.MATERIALIZED_VIEW})


def describe_table(table: Table, strength: EvidenceKind) -> Resource:
    """The resource of a table, with a fact for each column that holds personal data or may.

    It stores data of people where one of its columns does. What a view or a type shows is a fact of the table that
    holds it: they have none themselves.
    """
    facts = tuple(_list_facts(table, strength)) if table.kind in _STORES else ()
    return Resource(
        source=SQL,
        address=table.address,
        type=table.kind.value,
        location=table.location,
        stores_data=any(fact.holding is Holding.YES for fact in facts),
        facts=facts,
        origin=Origin.STATE if strength is EvidenceKind.OBSERVED else Origin.CODE,
    )


def _list_facts(table: Table, strength: EvidenceKind) -> Iterator[ColumnFact]:
    names = [ColumnName(column.name, column.type, column.comment) for column in table.columns]
    for column, answer in zip(table.columns, judge_columns(table.name, names, table.comment), strict=True):
        if answer.holding is not Holding.NO:
            yield ColumnFact(
                attribute=column.name,
                location=column.location,
                strength=strength,
                table=table.name,
                holding=answer.holding,
                kind=answer.kind,
            )
