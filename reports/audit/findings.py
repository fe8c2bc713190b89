"""The findings as the audit report tells them: grouped by rule, numbered, each with its place and what lets it pass.

They hold text in one language and never markup; the templates render them. Findings keep the order of the result; they
are grouped by rule in the order of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from seloste.checker.finding import Argument, Finding, Severity
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.rules.registry import catalogue
from seloste.checker.verdict import JudgedPromise
from seloste.reports.language.language import Language, WayOut, capital

#: The parts of the report that hold findings, in their order: their key, and the families of rules that they tell of.
PARTS = (
    ("input", frozenset({"input"})),
    ("notice_against_law", frozenset({"notice"})),
    ("systems_against_notice", frozenset({"system", "processor", "transfer", "evidence"})),
    ("waivers", frozenset({"waiver"})),
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source line, with the part that a finding is about between what stands before and after it."""

    before: str
    marked: str
    after: str

    @property
    def whole(self) -> str:
        """The line in one piece."""
        return self.before + self.marked + self.after


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding: its number in the report, its words, its place and what lets it pass."""

    number: int
    finding: Finding
    message: str
    place: str
    excerpt: Excerpt | None
    promise: JudgedPromise | None
    promised: str
    related: str
    elsewhere: tuple[str, ...]
    passed: str | None
    mark: str | None

    @property
    def anchor(self) -> str:
        """Where a link leads to it."""
        return f"finding-{self.number}"


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, with what holds for all of them."""

    anchor: str
    rule: str
    severity: Severity
    title: str
    why: str
    law: tuple[str, ...]
    mend: str
    wording: str
    ways_out: tuple[WayOut, ...]
    findings: tuple[Shown, ...]

    @property
    def promised(self) -> tuple[tuple[str, str], ...]:
        """The notice's own words that its findings are about, each once, with the id of the promise."""
        said = {shown.promise.id: shown.promised for shown in self.findings if shown.promise and shown.promised}
        return tuple((words, promise) for promise, words in said.items())


@dataclass(frozen=True, slots=True)
class FindingsSection:
    """A part of the report: its key in the language's words, and its groups."""

    key: str
    groups: tuple[Group, ...]

    @property
    def counts(self) -> dict[Severity, int]:
        """How many of its findings that nothing lets pass are of each severity."""
        found = [shown.finding.severity for group in self.groups for shown in group.findings if shown.finding.counts]
        return {severity: found.count(severity) for severity in Severity}

    @property
    def passed(self) -> tuple[int, int]:
        """How many a waiver lets pass, and how many only the baseline."""
        found = [shown.finding for group in self.groups for shown in group.findings]
        waived = sum(finding.waived is not None for finding in found)
        return waived, sum(finding.baselined and finding.waived is None for finding in found)


def place(location: Location) -> str:
    """A place as `file:line:column`, as far as it is known."""
    return ":".join(str(part) for part in (location.path, location.line, location.column) if part is not None)


def parts_of(result: Result, language: Language) -> tuple[FindingsSection, ...]:
    """The parts that hold findings. A finding has the number that it has in the order of the result."""
    told = _FindingContext(result, language, {judged.id: judged for judged in result.promises})
    numbered = list(enumerate(result.findings, 1))
    return tuple(
        FindingsSection(
            key, tuple(told.groups([(number, found) for number, found in numbered if found.family in families]))
        )
        for key, families in PARTS
    )


@dataclass(frozen=True, slots=True)
class _FindingContext:
    """What telling a finding needs: the result, the language, and the promises by id."""

    result: Result
    language: Language
    promises: Mapping[str, JudgedPromise]

    def groups(self, findings: list[tuple[int, Finding]]) -> Iterator[Group]:
        """By rule as in the catalogue; apart where the ways out differ, as for a finding that breaks no promise."""
        alike: dict[str, dict[tuple[WayOut, ...], list[tuple[int, Finding]]]] = {}
        for number, finding in findings:
            kinds = alike.setdefault(finding.rule, {})
            kinds.setdefault(self.language.ways_out(finding), []).append((number, finding))
        for rule in catalogue():
            for nth, (ways_out, same) in enumerate(alike.get(rule, {}).items(), 1):
                yield self._group(rule, f"rule-{rule}" if nth == 1 else f"rule-{rule}-{nth}", ways_out, same)

    def _group(
        self, rule: str, anchor: str, ways_out: tuple[WayOut, ...], findings: list[tuple[int, Finding]]
    ) -> Group:
        words = self.language.rule(rule)
        return Group(
            anchor=anchor,
            rule=rule,
            severity=min((finding.severity for _, finding in findings), key=list(Severity).index),
            title=words.title,
            why=words.why,
            law=self._law(finding for _, finding in findings),
            mend=words.mend,
            wording=words.wording,
            ways_out=ways_out,
            findings=tuple(self._shown(number, finding) for number, finding in findings),
        )

    def _law(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        cited = dict.fromkeys(citation for finding in findings for citation in finding.law)
        return tuple(self.language.cite(citation, self.result.as_of) for citation in cited)

    def _shown(self, number: int, finding: Finding) -> Shown:
        promise = self.promises.get(finding.promise) if finding.promise else None
        elsewhere = [location for location in finding.related if promise is None or location != promise.location]
        return Shown(
            number=number,
            finding=finding,
            message=capital(self.language.message(finding)),
            place=place(finding.location),
            excerpt=excerpt(finding),
            promise=promise,
            promised=self.language.text(promise.text) if promise and promise.text else "",
            related=capital(self.language.related(finding)) or self.language.word("audit.related"),
            elsewhere=tuple(dict.fromkeys(place(location) for location in elsewhere)),
            passed=_passed(finding, self.language),
            mark=mark(finding, self.language),
        )


def _passed(finding: Finding, language: Language) -> str | None:
    """Who lets it pass, why and until when."""
    waived = finding.waived
    if waived is None:
        return language.word("audit.baselined") if finding.baselined else None
    values: dict[str, Argument] = {
        "until": waived.until,
        "reason": waived.reason,
        "approved_by": waived.approved_by or "",
    }
    return language.word("audit.waived" if waived.approved_by else "audit.waived_by_nobody", **values)


def mark(finding: Finding, language: Language) -> str | None:
    """The word for what lets a finding pass; None where nothing does."""
    if finding.counts:
        return None
    return language.word("audit.waived_mark" if finding.waived else "audit.baselined_mark")


def excerpt(finding: Finding) -> Excerpt | None:
    """The line of a finding in three parts. Without columns on that one line nothing of it is marked."""
    line, at = finding.excerpt, finding.location
    if not line or not line.strip():
        return None
    indent = len(line) - len(line.lstrip())
    if at.column is None or at.end_column is None or at.end_line != at.line:
        return Excerpt(line[indent:].rstrip(), "", "")
    start = max(at.column - 1, indent)
    return Excerpt(line[indent:start], line[start : at.end_column - 1], line[max(start, at.end_column - 1) :].rstrip())
