"""The days of what a declaration rests on beside its own: of the processors behind it, assessments, certifications.

Asked for only where a past day is asked about. There a declaration counts from the latest of these days on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.never import locate_processors
from seloste.checker.verdicts.evidence import Evidence
from seloste.policy.declaration import Transfer

#: What of a promise of `never` is shown by the entries of processors too.
_SHOWN_BY_PROCESSORS = frozenset({"recipients", "countries"})


def date_declared(
    evidence: Iterable[Evidence], record: LinkedRecord[Any], index: Index, day: date
) -> Iterator[Evidence]:
    """The evidence of a record with the latest of the days that it rests on, where it does not count on `day` for it.

    What has no day of its own stays without, as does what rests on the entry of a processor that has none.
    """
    for item in evidence:
        days = list(_list_days(item.promise, record, index)) if item.holds and item.dated is not None else []
        later = [each for each in days if each is not None and each > day]
        yield replace(item, dated=max(later) if later else None) if later or None in days else item


def _list_days(promise: str, record: LinkedRecord[Any], index: Index) -> Iterator[date | None]:
    """The days of what a declaration on a promise rests on; None for the entry of a processor that has none."""
    if promise == "transfers":
        yield from _list_transfer_days(_list_transfers(record, index))
    elif promise == "processors" and isinstance(record.record, Processor) and record.record.agreement is not None:
        yield from filter(None, [record.record.agreement.signed])
    elif promise.startswith("never.") and isinstance(record.record, System):
        aspects = index.never.aspects.get(promise.removeprefix("never."), ())
        for _, processor in locate_processors(record.record) if _SHOWN_BY_PROCESSORS & set(aspects) else ():
            yield from index.never.list_reviews(processor)


def _list_transfers(record: LinkedRecord[Any], index: Index) -> Iterator[Transfer]:
    """The transfers of a record, and those of the recipients that it discloses to, as the notice has them."""
    yield from (hop.transfer for hop in record.hops if hop.transfer is not None)
    disclosures = index.notice.record.disclosures
    named = disclosures.recipients if disclosures else {}
    for disclosure in (record.record.disclosures if isinstance(record.record, System) else None) or ():
        recipient = named.get(disclosure.recipient)
        if recipient is not None and recipient.transfer is not None:
            yield recipient.transfer


def _list_transfer_days(transfers: Iterable[Transfer]) -> Iterator[date]:
    """The days on which transfers were assessed, and their recipients seen among the certified."""
    for transfer in transfers:
        days = (
            transfer.assessment.date if transfer.assessment is not None else None,
            transfer.certified.verified if transfer.certified is not None else None,
        )
        yield from filter(None, days)
