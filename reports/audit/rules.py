"""The rules that were applied, and those that were not, each with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec import Struct

from seloste.checker.finding import Severity
from seloste.checker.judging.coverage import list_rule_applications
from seloste.checker.result import Result
from seloste.reports.language.language import Language


class RuleRow(Struct, frozen=True):
    """A rule: its title, its severity in the catalogue, its law, and the number of its findings.

    `severities`: how many findings have which severity, in words, where a finding has another one; else empty.
    """

    id: str
    title: str
    severity: str
    law: tuple[str, ...]
    findings: int
    severities: str = ""


class AppliedFamily(Struct, frozen=True):
    """The rules of one family that were applied."""

    key: str
    title: str
    rows: tuple[RuleRow, ...]
    findings: int


class SkippedRules(Struct, frozen=True):
    """Rules that were not applied, all for one reason."""

    why: str
    rows: tuple[RuleRow, ...]


class RulesSection(Struct, frozen=True):
    """The rules that were applied, by family, and those that were not, by reason."""

    applied: tuple[AppliedFamily, ...]
    skipped: tuple[SkippedRules, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """The number of rules that were applied, and of those that were not."""
        return sum(len(each.rows) for each in self.applied), sum(len(each.rows) for each in self.skipped)


def build_rules_section(result: Result, language: Language) -> RulesSection:
    """Lists the rules of a check."""
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in result.findings:
        counts[finding.rule][finding.severity] += 1
    families: dict[str, list[RuleRow]] = {}
    skipped: dict[str, list[RuleRow]] = {}
    for each in list_rule_applications(result):
        rule = each.rule
        law = tuple(language.cite(citation, result.as_of) for citation in result.law.cite(rule.law))
        found = counts[rule.id]
        severities = _count_severities(found, language) if found.keys() - {rule.severity} else ""
        row = RuleRow(rule.id, language.title(rule), rule.severity.value, law, found.total(), severities)
        # A rule with a finding was applied, even if it could not check every record.
        if each.why_not is None or row.findings:
            families.setdefault(rule.family, []).append(row)
        else:
            skipped.setdefault(each.why_not, []).append(row)
    return RulesSection(
        tuple(
            AppliedFamily(
                key, language.word(f"handbook.families.{key}"), tuple(rows), sum(row.findings for row in rows)
            )
            for key, rows in families.items()
        ),
        tuple(SkippedRules(describe_reason(why, language), tuple(rows)) for why, rows in skipped.items()),
    )


def _count_severities(found: Counter[Severity], language: Language) -> str:
    """How many findings have which severity: "1 error and 2 warnings"."""
    return language.format_list([language.count(f"counted.{each}", found[each]) for each in Severity if found[each]])


def describe_reason(key: str, language: Language) -> str:
    """Describes why something was not checked. `key` is that of a phrase."""
    word = f"phrases.{key}"
    return language.word(word) if language.has_word(word) else language.word("audit.no_reason")
