"""What records say of papers and lists that no check looks into: agreements, assessments, certifications by their day.

A document that is named is looked up (`evidence.documents`). What has a day alone, or stands in a public list, is taken
as the record says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, field

from seloste.checker.evidence.documents.document_finder import is_reference
from seloste.checker.finding import Argument, cut_text
from seloste.checker.inventory import Processor, System
from seloste.policy.declaration import Transfer
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Role

#: How many names are kept of each kind, and how much of one, in characters.
MOST_NAMED, _LONGEST = 5, 80


class UnseenKind(StrEnum):
    """What was not seen; the keys of reasons."""

    AGREEMENT = "agreements-unseen"
    ASSESSMENT = "assessments-unseen"
    CERTIFICATION = "certifications-unseen"


class UnseenTally(Struct):
    """How many papers of each kind were not seen, and whose the first ones are."""

    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, list[Argument]] = field(default_factory=dict)

    def count_system(self, system: System) -> None:
        """Counts those of a system."""
        transfers = [each.transfer for each in system.disclosures or () if each.transfer is not None]
        if system.hosting is not None and system.hosting.transfer is not None:
            transfers.append(system.hosting.transfer)
        self._count(system.name, _list_of_transfers(transfers))

    def count_processor(self, processor: Processor) -> None:
        """Counts those of a processor."""
        agreement = processor.agreement
        is_signed = agreement is not None and agreement.signed is not None
        if processor.role is Role.PROCESSOR and is_signed and not _is_named(agreement.document if agreement else None):
            self._count(processor.name, [UnseenKind.AGREEMENT])
        self._count(processor.name, _list_of_transfers(processor.transfers or ()))

    def count_notice(self, policy: Policy) -> None:
        """Counts those of the recipients that the notice names."""
        for recipient in (policy.disclosures.recipients if policy.disclosures else {}).values():
            if recipient.transfer is not None:
                self._count(recipient.text, _list_of_transfers([recipient.transfer]))

    def _count(self, name: str | Mapping[str, str], kinds: Iterable[UnseenKind]) -> None:
        for kind in kinds:
            self.counts[kind] += 1
            known = self.names.setdefault(kind, [])
            shown = cut_text(name, _LONGEST) if isinstance(name, str) else name
            if len(known) < MOST_NAMED and shown not in known:
                known.append(shown)

    def add(self, other: UnseenTally) -> None:
        """Adds those of the records that come after these."""
        self.counts += other.counts
        for kind, names in other.names.items():
            known = self.names.setdefault(kind, [])
            known += [name for name in names if name not in known][: MOST_NAMED - len(known)]


def _list_of_transfers(transfers: Iterable[Transfer]) -> Iterator[UnseenKind]:
    for transfer in transfers:
        made = transfer.assessment
        if made is not None and not _is_named(made.document):
            yield UnseenKind.ASSESSMENT
        if transfer.certified is not None:
            yield UnseenKind.CERTIFICATION


def _is_named(document: str | None) -> bool:
    """Whether a document is named that can be looked up."""
    return document is not None and not is_reference(document)
