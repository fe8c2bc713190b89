"""The family `evidence/`: the columns of databases, against the fields that a system declares."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seloste.checker.finding import Argument, RuleFinding, Word
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.rules.common import contradict
from seloste.checker.rules.infrastructure import find_at
from seloste.checker.rules.registry import INFRASTRUCTURE
from seloste.policy.law.law import LawOn


@INFRASTRUCTURE.rule("evidence/field-undeclared")
def field_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A column holds personal data by its name or type, and no declared field of the system names such data.

    One finding a column, at its own place. Where the notice has a field for it, the message names that.
    """
    for column in system.columns:
        if column.fields:
            continue
        arguments: dict[str, Argument] = {"kind": Word(f"evidence.data.{column.fact.kind}")}
        known = next(iter(index.named_kinds.list_fields(column.fact.kind)), "")
        arguments |= {"field": known} if known else {}
        found = find_at(system, column.resource, column.fact, column.name, arguments, "in-notice" if known else "")
        declared = (system.at("fields"),) if system.record.fields else ()
        yield replace(contradict(found, "fields", index), value=column.name, declared=declared)
