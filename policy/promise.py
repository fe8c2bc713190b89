"""The promises of a notice: each entry of its lists, and the lists and rules that are promised as a whole.

"These fields and no others" is as much a promise as each field is, so the closed lists have ids of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seloste.policy.base import Text
from seloste.policy.notice import Policy

#: Sections whose entries are promises, one each.
LISTS = ("purposes", "fields", "sources", "retention", "safeguards", "rights", "custom")
#: Sections promised as a whole.
WHOLES = ("data_subjects", "purposes", "fields", "sources", "disclosures", "processors", "transfers")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its id, and its own words, which a closed list does not have."""

    id: str
    text: Text | None

    @property
    def section(self) -> str:
        """The section that the promise stands in."""
        return self.id.partition(".")[0]

    @property
    def entry(self) -> str:
        """The id within its section, or an empty string for a whole."""
        return self.id.partition(".")[2]


def list_promises(policy: Policy) -> Iterator[Promise]:
    """Every promise of the notice, section by section, a whole before its entries."""
    for section in ("data_subjects", *LISTS[:3], "disclosures", "processors", "transfers", *LISTS[3:]):
        content = getattr(policy, section)
        if section in WHOLES and content:
            yield Promise(section, getattr(content, "text", None))
        if section in LISTS:
            for entry_id, entry in content.items():
                yield Promise(f"{section}.{entry_id}", entry.text)
