"""Why a change matters to people or does not: the reasons as data (`reasons.yaml`), and what fills their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from seloste.policy.base import Text
from seloste.policy.data import load_yaml
from seloste.policy.law.law import LawOn
from seloste.policy.period import Period


class Inform(StrEnum):
    """Whether people must be told again, the gravest last."""

    NO = "no"
    CHECK = "check"
    YES = "yes"

    @staticmethod
    def gravest(answers: list[Inform]) -> Inform:
        """The answer of several together."""
        order = list(Inform)
        return max(answers, key=order.index, default=Inform.NO)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a closed set, to be said in the reader's language: `basis` and `consent`, `country` and `US`."""

    group: str
    key: str


#: A value in the sentence of a reason; several are listed, none is told as such.
Value = str | Period | Text | Term | tuple["Value", ...] | None


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """What a reason means: whether people must be told, and by which law."""

    inform: Inform
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with what its sentence is filled with and the law that could be cited on the day."""

    id: str
    inform: Inform
    law: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftReason:
    """A reason as a judge gives it, before the day's law is known."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def on(self, law: LawOn) -> Reason:
        """The reason by the law of the day. Before the GDPR applied its duties were none yet: a person judges."""
        rule = load_reason_rules()[self.id]
        inform = rule.inform if law.day >= law.law.applies_from or rule.inform is Inform.NO else Inform.CHECK
        return Reason(self.id, inform, tuple(each for each in rule.law if law.is_citable(each)), self.values)


@cache
def load_reason_rules() -> Mapping[str, ReasonRule]:
    """Every reason there is, by id."""
    raw = load_yaml(Path(__file__).parent / "reasons.yaml")["reasons"]
    return {id: ReasonRule(Inform(entry["tell"]), tuple(entry["law"])) for id, entry in raw.items()}
