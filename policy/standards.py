"""Which controls of ISO/IEC 27002 and 27701 concern which promises of a notice (`standards.yaml`).

The mapping is for those who audit by controls. It judges nothing: that a promise is kept does not say that a control is
in place as the standard has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from seloste.policy.data import FOLDER, load_yaml
from seloste.policy.notice import Policy
from seloste.policy.promise import Promise, list_promises

#: The section that stands for every one.
_ALL = "all"


class StandardControl(Struct, frozen=True):
    """A control of a standard, and the kinds of promises that it concerns.

    Attributes:
        standard: The standard with its edition, such as `ISO/IEC 27002:2022`.
        title: What it is about, in our own words by language.
        from_memory: Whether nobody has compared the entry with the standard yet.
    """

    standard: str
    number: str
    title: Mapping[str, str]
    from_memory: bool
    sections: frozenset[str] = frozenset()
    safeguards: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()

    def concerns(self, promise: Promise, policy: Policy) -> bool:
        """Whether it concerns a promise of a notice."""
        if promise.section in self.sections or _ALL in self.sections:
            return True
        if promise.section == "safeguards":
            return not self.safeguards.isdisjoint(policy.safeguards[promise.entry].controls)
        return promise.section == "rights" and not self.rights.isdisjoint(policy.rights[promise.entry].rights)


@cache
def load_standard_controls() -> tuple[StandardControl, ...]:
    """The controls of all standards, in the order of the data."""
    data = load_yaml(FOLDER / "standards.yaml")
    return tuple(_parse(entry, data["standards"][entry["standard"]]["name"]) for entry in data["controls"])


def _parse(entry: Mapping[str, Any], standard: str) -> StandardControl:
    return StandardControl(
        standard=standard,
        number=entry["number"],
        title=entry["title"],
        from_memory=entry["from_memory"] == "true",
        sections=frozenset(entry.get("sections", ())),
        safeguards=frozenset(entry.get("safeguards", ())),
        rights=frozenset(entry.get("rights", ())),
    )


def map_controls(policy: Policy) -> Iterator[tuple[StandardControl, tuple[Promise, ...]]]:
    """The controls that concern a promise of the notice, each with those promises in the order of the notice."""
    promises = tuple(list_promises(policy))
    for control in load_standard_controls():
        concerned = tuple(promise for promise in promises if control.concerns(promise, policy))
        if concerned:
            yield control, concerned
