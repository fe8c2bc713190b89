"""The findings in the audit report: numbered, grouped by rule, each with its location and its suppression.

All texts are plain text in one language; the templates render them. The groups have the order of the catalogue, the
findings of a group that of the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from seloste.checker.finding import Argument, Finding, Severity
from seloste.checker.result import Result
from seloste.checker.rule_families import CONTRADICTING_FAMILIES
from seloste.checker.rules.catalogue import load_catalogue
from seloste.checker.verdicts.verdict import JudgedPromise
from seloste.reports.language.approver import name_approver
from seloste.reports.language.language import Language, capitalize
from seloste.reports.language.related import list_related
from seloste.reports.language.rule_words import Fix

#: The sections of the report with findings, in order: their keys, and the families of rules in them.
SECTION_FAMILIES = (
    ("input", frozenset({"input"})),
    ("notice_against_law", frozenset({"notice"})),
    ("systems_against_notice", CONTRADICTING_FAMILIES),
    ("waivers", frozenset({"waiver"})),
)


class Excerpt(Struct, frozen=True):
    """A source line in three parts: before, within and after the columns of a finding."""

    before: str
    marked: str
    after: str

    @property
    def whole(self) -> str:
        """The line in one piece."""
        return self.before + self.marked + self.after


class ReportedFinding(Struct, frozen=True):
    """One finding in words. `suppression` says which waiver or baseline suppresses it; None if nothing does."""

    number: int
    finding: Finding
    message: str
    place: str
    excerpt: Excerpt | None
    promise: JudgedPromise | None
    promise_text: str
    #: The other places, by their description.
    related: Mapping[str, tuple[str, ...]]
    suppression: str | None
    suppression_label: str | None

    @property
    def anchor(self) -> str:
        """The id of its element, for links."""
        return f"finding-{self.number}"


class FindingGroup(Struct, frozen=True):
    """The findings of one rule, with the words that they share."""

    anchor: str
    rule: str
    severity: Severity
    title: str
    why: str
    law: tuple[str, ...]
    fix: str
    wording: str
    fixes: tuple[Fix, ...]
    findings: tuple[ReportedFinding, ...]

    @property
    def promises(self) -> tuple[tuple[str, str], ...]:
        """The texts of the promises that the findings contradict, each once, with the id of the promise."""
        texts = {each.promise.id: each.promise_text for each in self.findings if each.promise and each.promise_text}
        return tuple((text, promise) for promise, text in texts.items())


class FindingsSection(Struct, frozen=True):
    """A section of the report: the key of its words, and its groups of findings."""

    key: str
    groups: tuple[FindingGroup, ...]

    @property
    def counts(self) -> dict[Severity, int]:
        """The number of findings of each severity that are not suppressed."""
        found = [
            reported.finding.severity for group in self.groups for reported in group.findings if reported.finding.counts
        ]
        return {severity: found.count(severity) for severity in Severity}

    @property
    def suppressed(self) -> tuple[int, int]:
        """The number of findings suppressed by a waiver, and of those suppressed by the baseline alone."""
        found = [reported.finding for group in self.groups for reported in group.findings]
        waived = sum(finding.waived is not None for finding in found)
        return waived, sum(finding.baselined and finding.waived is None for finding in found)


def group_findings(result: Result, language: Language) -> tuple[FindingsSection, ...]:
    """Groups the findings by section and rule. The number of a finding is its position in the result."""
    context = _FindingContext(result, language, {promise.id: promise for promise in result.promises})
    numbered = list(enumerate(result.findings, 1))
    return tuple(
        FindingsSection(
            key,
            tuple(context.build_groups([(number, found) for number, found in numbered if found.family in families])),
        )
        for key, families in SECTION_FAMILIES
    )


class _FindingContext(Struct, frozen=True):
    """Describes findings of one result in one language."""

    result: Result
    language: Language
    promises: Mapping[str, JudgedPromise]

    def build_groups(self, findings: list[tuple[int, Finding]]) -> Iterator[FindingGroup]:
        """Groups findings by rule, in the order of the catalogue, and by their fixes if those differ within a rule.

        Of one rule, those that contradict a promise come first.
        """
        by_rule: dict[str, dict[tuple[Fix, ...], list[tuple[int, Finding]]]] = {}
        for number, finding in findings:
            by_fixes = by_rule.setdefault(finding.rule, {})
            by_fixes.setdefault(self.language.fixes(finding), []).append((number, finding))
        for rule in load_catalogue():
            groups = by_rule.get(rule, {})
            ordered = sorted(groups.items(), key=lambda item: all(finding.promise is None for _, finding in item[1]))
            for position, (fixes, group) in enumerate(ordered, 1):
                anchor = f"rule-{rule}" if position == 1 else f"rule-{rule}-{position}"
                yield self._build_group(rule, anchor, fixes, group, self._name_group(rule, group, len(groups)))

    def _name_group(self, rule: str, findings: list[tuple[int, Finding]], groups: int) -> str:
        """The title of the rule; where it has several groups, whether the findings contradict a promise."""
        title = self.language.title(rule)
        if groups == 1:
            return title
        breaks = any(finding.promise for _, finding in findings)
        return self.language.word("audit.breaks_promise" if breaks else "audit.breaks_none", title=title)

    def _build_group(
        self, rule: str, anchor: str, fixes: tuple[Fix, ...], findings: list[tuple[int, Finding]], title: str
    ) -> FindingGroup:
        words = self.language.rule(rule).complete(self.result.law)
        return FindingGroup(
            anchor=anchor,
            rule=rule,
            severity=min((finding.severity for _, finding in findings), key=list(Severity).index),
            title=title,
            why=words.why,
            law=self._cite_law(finding for _, finding in findings),
            fix=words.fix,
            wording=words.wording,
            fixes=fixes,
            findings=tuple(self._report_finding(number, finding) for number, finding in findings),
        )

    def _cite_law(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        cited = dict.fromkeys(citation for finding in findings for citation in finding.law)
        return tuple(self.language.cite(citation, self.result.as_of) for citation in cited)

    def _report_finding(self, number: int, finding: Finding) -> ReportedFinding:
        promise = self.promises.get(finding.promise) if finding.promise else None
        return ReportedFinding(
            number=number,
            finding=finding,
            message=capitalize(self.language.message(finding)),
            place=str(finding.location),
            excerpt=mark_excerpt(finding),
            promise=promise,
            promise_text=self.language.text(promise.text) if promise and promise.text else "",
            related=self._group_related(finding, promise),
            suppression=describe_suppression(finding, self.language),
            suppression_label=name_suppression(finding, self.language),
        )

    def _group_related(self, finding: Finding, promise: JudgedPromise | None) -> dict[str, tuple[str, ...]]:
        """The other places of a finding by their description, without that of the promise, which has its own."""
        groups: dict[str, dict[str, None]] = {}
        for location, words in list_related(finding, self.language):
            if promise is None or location != promise.location:
                description = capitalize(words) or self.language.word("audit.related")
                groups.setdefault(description, {})[str(location)] = None
        return {description: tuple(places) for description, places in groups.items()}


def describe_suppression(finding: Finding, language: Language) -> str | None:
    """The sentence on the waiver or the baseline that suppresses a finding; None if nothing does."""
    waived = finding.waived
    if waived is None:
        return language.word("audit.baselined") if finding.baselined else None
    approver = name_approver(waived, language)
    values: dict[str, Argument] = {
        "until": waived.until,
        "reason": waived.reason,
        "approved_by": approver or "",
    }
    return language.word("audit.waived" if approver else "audit.waived_by_nobody", **values)


def name_suppression(finding: Finding, language: Language) -> str | None:
    """The word for the suppression of a finding, "waived" or "baseline"; None if it is not suppressed."""
    if finding.counts:
        return None
    return language.word("audit.waived_mark" if finding.waived else "audit.baselined_mark")


def mark_excerpt(finding: Finding) -> Excerpt | None:
    """Splits the source line of a finding by its columns; without columns on that line, nothing is marked."""
    line, at = finding.excerpt, finding.location
    if not line or not line.strip():
        return None
    indent = len(line) - len(line.lstrip())
    if at.is_cell or at.column is None or at.end_column is None or at.end_line != at.line:
        return Excerpt(line[indent:].rstrip(), "", "")
    start = max(at.column - 1, indent)
    return Excerpt(line[indent:start], line[start : at.end_column - 1], line[max(start, at.end_column - 1) :].rstrip())
