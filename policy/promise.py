"""The promises of a notice: each entry of its lists, and each list and rule as a whole.

"These fields and no others" is as much a promise as each field is, so the closed lists have ids of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seloste.policy.base import Text
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Section

#: Sections each of whose entries is a promise.
LISTS = frozenset({"purposes", "fields", "sources", "retention", "safeguards", "never", "rights", "custom"})
#: Sections that are promises as a whole.
WHOLES = frozenset({"data_subjects", "purposes", "fields", "sources", "disclosures", "processors", "transfers"})


class Promise(Struct, frozen=True):
    """A promise: its id, and its text, which a closed list lacks."""

    id: str
    text: Text | None

    @property
    def section(self) -> str:
        """The section that the promise is in."""
        return self.id.partition(".")[0]

    @property
    def entry(self) -> str:
        """The id within its section, or an empty string for a whole."""
        return self.id.partition(".")[2]


def list_promises(policy: Policy) -> Iterator[Promise]:
    """The promises of a notice in the order of its sections, a whole before its entries."""
    for section in (*(each.value for each in Section), "custom"):
        content = getattr(policy, section, None)
        if section in WHOLES and content:
            yield Promise(section, getattr(content, "text", None))
        if section in LISTS:
            for entry_id, entry in (content or {}).items():
                yield Promise(f"{section}.{entry_id}", entry.text)
