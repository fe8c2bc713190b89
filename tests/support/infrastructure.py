"""Resources for tests, handed to a check in place of those that are read from files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.evidence.reading import ReadEvidence
from seloste.checker.evidence.resource import (
    ColumnFact,
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    KeepingFact,
    Kept,
    PlaceFact,
    Resource,
    ServiceFact,
    ServiceSign,
    Target,
)
from seloste.checker.judging import loaded_workspace
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.policy.period import Period
from seloste.policy.personal_data.columns import Holding
from tests.support.complete import DAY, Edit, checked, write

CONFIGURED, OBSERVED = EvidenceKind.CONFIGURED, EvidenceKind.OBSERVED


def place(line: int) -> Location:
    """A place of the infrastructure."""
    return Location("main.tf", line, 1, line, 20)


def shows(control: str, shown: ControlShown, line: int = 9, every: str = "", by: EvidenceKind = CONFIGURED) -> Fact:
    """A fact on a control."""
    interval = Period(every) if every else None
    return ControlFact(
        attribute=control.replace("-", "_"),
        location=place(line),
        strength=by,
        control=control,
        shown=shown,
        interval=interval,
    )


def lies_in(country: str | None, region: str = "somewhere-1", *, copy: bool = False, line: int = 8) -> Fact:
    """A fact on a place."""
    attribute = "replica" if copy else "region"
    return PlaceFact(
        attribute=attribute,
        location=place(line),
        strength=CONFIGURED,
        region=region,
        country=country,
        is_copy=copy,
    )


def keeps(kept: Kept, period: str = "", line: int = 7) -> Fact:
    """A fact on how long something is kept; without a period, for ever."""
    return KeepingFact(
        attribute=f"{kept}_days",
        location=place(line),
        strength=CONFIGURED,
        kept=kept,
        period=Period(period) if period else None,
    )


def column(
    name: str, kind: str, *, table: str = "orders", line: int | None = 4, holding: Holding = Holding.YES
) -> Fact:
    """A column of a table; without a line, of a live database."""
    where = Location("schema.sql", line, 3, line, 9) if line else Location("env:DATABASE_URL")
    strength = CONFIGURED if line else OBSERVED
    return ColumnFact(attribute=name, location=where, strength=strength, table=table, holding=holding, kind=kind)


def uses(service: str, *, certain: bool = True) -> Fact:
    """A variable that names a service."""
    return ServiceFact(
        attribute="environment",
        location=place(3),
        strength=CONFIGURED,
        service=service,
        sign=ServiceSign.VARIABLE,
        value=f"{service.upper()}_KEY",
        is_certain=certain,
    )


def store(name: str, *facts: Fact, tag: str = "", source: str = "terraform", type: str = "aws_db_instance") -> Resource:
    """A resource that stores data."""
    address = f"{type}.{name}" if source == "terraform" else name
    return Resource(source, address, type, place(1), (tag,) if tag else (), True, facts=facts)


def setting(type: str, name: str, of: str, *facts: Fact) -> Resource:
    """A resource that configures another one."""
    return Resource("terraform", f"{type}.{name}", type, place(30), facts=facts, targets=(Target(address=of),))


def check_with(
    folder: Path,
    patch: pytest.MonkeyPatch,
    resources: Iterable[Resource],
    *edits: Edit,
    day: date = DAY,
    jobs: int = 1,
) -> Result:
    """The result of checking the edited complete example with these resources as evidence."""
    read = hand_in(resources)
    patch.setattr(loaded_workspace, "_read_evidence", lambda _: read)
    write(folder, edits)
    return checked(folder, patch, day=day, jobs=jobs)


def hand_in(resources: Iterable[Resource]) -> ReadEvidence:
    """The resources as if they were read."""
    numbered = (replace(resource, number=number) for number, resource in enumerate(resources))
    return ReadEvidence(resources=tuple(numbered), is_given=True)
