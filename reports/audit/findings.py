"""The findings in the report for auditors: numbered through, by gravity and rule, with location and suppression.

All texts are plain text in one language; the templates render them. Within a level of gravity the groups have the order
of their gravest finding, then that of the catalogue; the findings of a group have the order of the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import NamedTuple

from msgspec import Struct

from seloste.checker.finding import Argument, Finding, Severity
from seloste.checker.result import Result
from seloste.checker.rule_families import CONTRADICTING_FAMILIES
from seloste.checker.rules.catalogue import load_catalogue
from seloste.checker.verdicts.verdict import JudgedPromise
from seloste.checker.workspace.last_changes import NO_CHANGES, LastChanges
from seloste.reports.audit.gravity import Gravity, list_special_records, weigh_finding
from seloste.reports.audit.names import describe_finding, name_record
from seloste.reports.audit.responses import describe_response
from seloste.reports.language.approver import name_approver
from seloste.reports.language.language import Language, capitalize
from seloste.reports.language.last_change import describe_change_at
from seloste.reports.language.related import list_related
from seloste.reports.language.rule_words import Fix

#: What is compared with what, by the families of the rules: keys of the words.
COMPARISONS = {
    "input": frozenset({"input"}),
    "notice_against_law": frozenset({"notice"}),
    "systems_against_notice": CONTRADICTING_FAMILIES,
    "waivers": frozenset({"waiver"}),
}


def find_comparison(finding: Finding) -> str:
    """The key of the comparison that a finding comes from, such as `notice_against_law`."""
    return next(key for key, families in COMPARISONS.items() if finding.family in families)


#: The subjects that have names of their own.
_RECORDS = ("systems.", "processors.")


class Excerpt(Struct, frozen=True):
    """A source line in three parts: before, within and after the columns of a finding."""

    before: str
    marked: str
    after: str

    @property
    def whole(self) -> str:
        """The line in one piece."""
        return self.before + self.marked + self.after


class NamedPromise(NamedTuple):
    """A promise as a finding names it: its id, its words (empty for a closed list), and the heading of its section."""

    id: str
    text: str
    heading: str


class ReportedFinding(Struct, frozen=True):
    """One finding in words. `suppression` says which waiver or baseline suppresses it; None if nothing does."""

    number: int
    finding: Finding
    message: str
    place: str
    excerpt: Excerpt | None
    #: The name of the record that it is about; empty where it is about none.
    name: str
    #: The promises that it is on: the one that it contradicts, or those that the record is silent on.
    promises: tuple[NamedPromise, ...]
    #: The other places, by their description.
    related: Mapping[str, tuple[str, ...]]
    suppression: str | None
    suppression_label: str | None
    #: What the controller answers; None where it does not.
    response: str | None = None
    #: The last change of its line, where it contradicts a promise and that is known.
    change: str = ""

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
        texts = {promise.id: promise.text for each in self.findings for promise in each.promises if promise.text}
        return tuple((text, promise) for promise, text in texts.items())


class FindingsSection(Struct, frozen=True):
    """The findings of one level of gravity, as groups."""

    gravity: Gravity
    groups: tuple[FindingGroup, ...]

    @property
    def findings(self) -> tuple[ReportedFinding, ...]:
        """The findings of all groups."""
        return tuple(reported for group in self.groups for reported in group.findings)


def group_findings(
    result: Result, language: Language, changes: LastChanges = NO_CHANGES
) -> tuple[FindingsSection, ...]:
    """Groups the findings by gravity and rule, and numbers them through in that order."""
    context = _FindingContext(result, language, {promise.id: promise for promise in result.promises}, changes)
    special = list_special_records(result)
    weighed: dict[Gravity, list[tuple[tuple[int, ...], Finding]]] = {gravity: [] for gravity in Gravity}
    for finding in result.findings:
        gravity, key = weigh_finding(finding, special)
        weighed[gravity].append((key, finding))
    numbers = count(1)
    anchors: dict[str, int] = {}
    several = Counter(rule for rule, _ in {(each.rule, language.fixes(each)) for each in result.findings})
    return tuple(
        FindingsSection(gravity, tuple(context.build_groups(findings, numbers, anchors, several)))
        for gravity, findings in weighed.items()
        if findings
    )


class _FindingContext(Struct, frozen=True):
    """Describes findings of one result in one language."""

    result: Result
    language: Language
    promises: Mapping[str, JudgedPromise]
    changes: LastChanges

    def build_groups(
        self,
        weighed: list[tuple[tuple[int, ...], Finding]],
        numbers: Iterator[int],
        anchors: dict[str, int],
        several: Mapping[str, int],
    ) -> Iterator[FindingGroup]:
        """Groups the findings of a level by rule, and by their fixes if those differ within a rule.

        Args:
            weighed: The findings, each with the key that its group is sorted by.
            numbers: The numbers for findings that are still free.
            anchors: How many groups each rule has so far.
            several: How many groups each rule has by its fixes.
        """
        groups: dict[tuple[str, tuple[Fix, ...]], list[Finding]] = {}
        keys: dict[tuple[str, tuple[Fix, ...]], tuple[object, ...]] = {}
        position = {rule: number for number, rule in enumerate(load_catalogue())}
        for key, finding in weighed:
            group = (finding.rule, self.language.fixes(finding))
            groups.setdefault(group, []).append(finding)
            weight = (key, position[finding.rule])
            keys[group] = min(keys.get(group, weight), weight)
        for rule, fixes in sorted(groups, key=lambda group: keys[group]):
            anchors[rule] = anchors.get(rule, 0) + 1
            anchor = f"rule-{rule}" if anchors[rule] == 1 else f"rule-{rule}-{anchors[rule]}"
            found = [(next(numbers), finding) for finding in groups[rule, fixes]]
            yield self._build_group(rule, anchor, fixes, found, self._name_group(rule, found, several[rule]))

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
        promises = self._list_promises(finding)
        return ReportedFinding(
            number=number,
            finding=finding,
            message=capitalize(describe_finding(finding, self.result, self.language)),
            place=str(finding.location),
            excerpt=mark_excerpt(finding),
            name=name_record(finding.subject, self.result) if finding.subject.startswith(_RECORDS) else "",
            promises=tuple(map(self._name_promise, promises)),
            related=self._group_related(finding, promises),
            suppression=describe_suppression(finding, self.language),
            suppression_label=name_suppression(finding, self.language),
            response=self._describe_response(finding),
            change=describe_change_at(finding.location, self.changes, self.language) if finding.contradicts else "",
        )

    def _describe_response(self, finding: Finding) -> str | None:
        """The answer to a finding, in words. Most reports have no answers, and then no fingerprint is computed."""
        response = self.result.responses.find(finding) if self.result.responses.by_fingerprint else None
        return describe_response(response, self.result.as_of, self.language) if response else None

    def _list_promises(self, finding: Finding) -> list[JudgedPromise]:
        """The promise that a finding contradicts; else those at whose places it says that a record is silent."""
        if finding.promise:
            return [self.promises[finding.promise]] if finding.promise in self.promises else []
        places = finding.related if finding.family in CONTRADICTING_FAMILIES else ()
        return [promise for promise in self.promises.values() if promise.location in places] if places else []

    def _name_promise(self, promise: JudgedPromise) -> NamedPromise:
        heading = self.language.word(f"notice.headings.{promise.promise.section}")
        return NamedPromise(promise.id, self.language.text(promise.text) if promise.text else "", heading)

    def _group_related(self, finding: Finding, promises: Iterable[JudgedPromise]) -> dict[str, tuple[str, ...]]:
        """The other places of a finding by their description, without those of promises, which have their own."""
        own = {promise.location for promise in promises}
        groups: dict[str, dict[str, None]] = {}
        for location, words in list_related(finding, self.language):
            if location not in own:
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
