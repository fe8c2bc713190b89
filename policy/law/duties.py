"""The duties about a notice, a contract with a processor, and the record of processing activities, as data.

The data: `duties.yaml`, `processor_terms.yaml`, `record_fields.yaml`. Rules check them elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from seloste.policy.law.circumstances import Collection
from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import DatedEntry, Words, parse_entry
from seloste.policy.period import Period


class FieldNeed(StrEnum):
    """The degrees to which the record must contain a field."""

    REQUIRED = "required"
    WHERE_APPLICABLE = "where-applicable"
    WHERE_POSSIBLE = "where-possible"
    RECOMMENDED = "recommended"


class Duty(DatedEntry, frozen=True, kw_only=True, eq=False):
    """An item of information that a notice must contain, or a duty of national law."""

    #: Its citations, each beginning with the key of an authority.
    law: tuple[str, ...]
    text: Words
    #: The rules of the catalogue that check it.
    rules: tuple[str, ...]
    collection: Collection
    #: Sets of predicates: the duty applies when at least one predicate of each set is true. Empty: always.
    applies_when: tuple[frozenset[str], ...]
    #: The country for which its figures hold; None: for every one.
    country: str | None = None
    #: The least and the greatest age below which a child's consent needs that of a guardian.
    ages: tuple[int, int] | None = None
    #: The least time for which data are to be kept.
    least_period: Period | None = None

    def is_applicable(self, known: Mapping[str, bool]) -> bool | None:
        """Whether the duty applies, given the known predicates; None where that depends on an unknown one."""
        decided: list[bool | None] = []
        for alternatives in self.applies_when:
            if any(known.get(predicate) for predicate in alternatives):
                decided.append(True)
            else:
                decided.append(False if alternatives <= known.keys() else None)
        if False in decided:
            return False
        return None if None in decided else True


class ProcessorTerm(DatedEntry, frozen=True, kw_only=True, eq=False):
    """A term that a contract with a processor must contain, or another duty in using one."""

    law: tuple[str, ...]
    text: Words
    rules: tuple[str, ...]
    #: The letter of GDPR Art. 28(3), if it is a term of the contract.
    point: str | None


class RecordField(DatedEntry, frozen=True, kw_only=True, eq=False):
    """A field of the controller's record of processing activities."""

    law: tuple[str, ...]
    need: FieldNeed
    #: The keys of the notice, and of the inventory, that the field is filled from.
    notice: tuple[str, ...]
    inventory: tuple[str, ...]


class RecordStatement(DatedEntry, frozen=True, kw_only=True, eq=False):
    """A provision about the record itself: its form, who may ask for it, who need not keep one."""

    law: tuple[str, ...]
    text: Words


@cache
def load_duties() -> Mapping[str, Duty]:
    """The duties as packaged, by id."""
    return {raw["id"]: _parse_duty(raw) for raw in load_law_data("duties")["duties"]}


@cache
def load_predicates() -> Mapping[str, Words]:
    """The meaning of each predicate in `applies_when`, in words."""
    meanings: Mapping[str, Words] = load_law_data("duties")["predicates"]
    return meanings


@cache
def load_processor_terms() -> Mapping[str, ProcessorTerm]:
    """The terms and duties in using a processor as packaged, by id."""
    return {raw["id"]: _parse_term(raw) for raw in load_law_data("processor_terms")["terms"]}


@cache
def load_record_fields() -> Mapping[str, RecordField]:
    """The fields of the record as packaged, by id, in the order of the record."""
    return {raw["id"]: _parse_field(raw) for raw in load_law_data("record_fields")["fields"]}


@cache
def load_record_statements() -> Mapping[str, RecordStatement]:
    """The provisions about the record itself as packaged, by id."""
    return {
        raw["id"]: RecordStatement(**parse_entry(raw), law=tuple(raw["law"]), text=raw["text"])
        for raw in load_law_data("record_fields")["statements"]
    }


def _parse_duty(raw: Mapping[str, Any]) -> Duty:
    return Duty(
        **parse_entry(raw),
        law=tuple(raw["law"]),
        text=raw["text"],
        rules=tuple(raw["rules"]),
        collection=Collection(raw["collection"]),
        applies_when=tuple(frozenset([item] if isinstance(item, str) else item) for item in raw["applies_when"]),
        country=raw.get("country"),
        ages=(int(raw["ages"][0]), int(raw["ages"][1])) if "ages" in raw else None,
        least_period=Period.parse(raw["least_period"]) if "least_period" in raw else None,
    )


def _parse_term(raw: Mapping[str, Any]) -> ProcessorTerm:
    return ProcessorTerm(
        **parse_entry(raw),
        law=tuple(raw["law"]),
        text=raw["text"],
        rules=tuple(raw["rules"]),
        point=None if raw["point"] == "null" else raw["point"],
    )


def _parse_field(raw: Mapping[str, Any]) -> RecordField:
    return RecordField(
        **parse_entry(raw),
        law=tuple(raw["law"]),
        need=FieldNeed(raw["need"]),
        notice=tuple(raw["notice"]),
        inventory=tuple(raw["inventory"]),
    )
