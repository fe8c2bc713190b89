"""The rules that were applied, and those that were not, each with the reason: no gap is passed over in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from seloste.checker.judging.coverage import applied
from seloste.checker.result import Result
from seloste.reports.language.language import Language


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: what it is called, its severity and law, and how many findings it gave."""

    id: str
    title: str
    severity: str
    law: tuple[str, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of one family that were applied."""

    key: str
    title: str
    rows: tuple[RuleRow, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class Left:
    """Rules that were not applied, for one and the same reason."""

    why: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Both."""

    applied: tuple[Family, ...]
    left: tuple[Left, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """How many were applied, and how many not."""
        return sum(len(each.rows) for each in self.applied), sum(len(each.rows) for each in self.left)


def rules_of(result: Result, language: Language) -> Rules:
    """The rules of a check."""
    found = Counter(finding.rule for finding in result.findings)
    families: dict[str, list[RuleRow]] = {}
    left: dict[str, list[RuleRow]] = {}
    for each in applied(result):
        rule = each.rule
        law = tuple(language.cite(citation, result.as_of) for citation in rule.law)
        row = RuleRow(rule.id, language.title(rule), rule.severity.value, law, found[rule.id])
        # A rule that found something did look, whatever else it was kept from looking at.
        if each.why_not is None or row.findings:
            families.setdefault(rule.family, []).append(row)
        else:
            left.setdefault(each.why_not, []).append(row)
    return Rules(
        tuple(
            Family(key, language.word(f"handbook.families.{key}"), tuple(own), sum(row.findings for row in own))
            for key, own in families.items()
        ),
        tuple(Left(reason(why, language), tuple(own)) for why, own in left.items()),
    )


def reason(key: str, language: Language) -> str:
    """Why something was not checked, in words."""
    known = f"phrases.{key}"
    return language.word(known) if language.has(known) else language.word("audit.no_reason")
