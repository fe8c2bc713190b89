"""Declarations in notices and inventories alike: transfers to third countries, and the status of controls."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from seloste.policy.base import Country, Day, Flag, Interval, Name, Record, Reference
from seloste.policy.vocabulary import CertifiedData, ControlId, InstrumentId, Status


class Certification(Record):
    """The recipient's own certification under a framework such as the EU–US DPF, as `verified` on the public list."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    verified: Day | None = None
    covers: list[CertifiedData] | None = None


class Document(Record):
    """An assessment or a test on file: its day and its place. Not rendered for the public."""

    date: Day | None = None
    document: Name | None = None


class Transfer(Record):
    """One transfer to a third country and the instrument that it relies on (GDPR Chapter V)."""

    country: Country | None = None
    recipient: Reference | None = None
    instrument: InstrumentId | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    certified: Certification | None = None
    assessment: Document | None = None
    covered: Flag | None = None


class Safeguard(Record):
    """The declared status of one control, and the place of the evidence for it."""

    status: Status
    interval: Interval | None = None
    evidence: Name | None = None
    verified: Day | None = None
    reason: Name | None = None


def _expand_status(value: Any) -> Any:
    """`backup: implemented` is short for `backup: {status: implemented}`."""
    return {"status": value} if isinstance(value, str | bool) else value


Safeguards = dict[
    ControlId, Annotated[Safeguard, BeforeValidator(_expand_status, json_schema_input_type=Status | Safeguard)]
]
