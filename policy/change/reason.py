"""The reasons why a change matters to people or does not: data (`reasons.yaml`), and the values of their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from seloste.policy.base import Text
from seloste.policy.data import load_yaml
from seloste.policy.law.law import LawOn
from seloste.policy.period import Period


class Inform(StrEnum):
    """Whether people must be informed again, the gravest answer last."""

    NO = "no"
    CHECK = "check"
    YES = "yes"

    @staticmethod
    def gravest(answers: list[Inform]) -> Inform:
        """The gravest of several answers; `NO` where there are none."""
        order = list(Inform)
        return max(answers, key=order.index, default=Inform.NO)


class Term(Struct, frozen=True):
    """A member of a closed set, to be shown in the reader's language: `basis` and `consent`, `country` and `US`."""

    group: str
    key: str


#: A value in the sentence of a reason; a tuple is a list of values, and None means that the notice states none.
Value = str | Period | Text | Term | tuple["Value", ...] | None


class ReasonRule(Struct, frozen=True):
    """The consequence of a reason: whether people must be informed, and by which law."""

    inform: Inform
    law: tuple[str, ...]


class Reason(Struct, frozen=True):
    """A reason, with the values of its sentence and the law that could be cited on the day."""

    id: str
    inform: Inform
    law: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


class DraftReason(Struct, frozen=True):
    """A reason before the law of a day is applied."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def on(self, law: LawOn) -> Reason:
        """The reason by the law of a day. Before the GDPR applied, the answer is a person's to give."""
        rule = load_reason_rules()[self.id]
        inform = rule.inform if law.day >= law.law.applies_from or rule.inform is Inform.NO else Inform.CHECK
        return Reason(self.id, inform, law.cite(rule.law), self.values)


@cache
def load_reason_rules() -> Mapping[str, ReasonRule]:
    """The consequence of each reason by the reason's id."""
    raw = load_yaml(Path(__file__).parent / "reasons.yaml")["reasons"]
    return {id: ReasonRule(Inform(entry["tell"]), tuple(entry["law"])) for id, entry in raw.items()}
