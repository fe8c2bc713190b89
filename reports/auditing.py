"""The auditor's report in words: what its templates show of a result, in one language and no format yet.

Verdicts (is the promise true?) and defects (is the notice lawful?) are told in sections of their own and never counted
together. Findings keep the order of the result; they are grouped by rule in the order of the catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checker.finding import Argument, Finding, Severity, Waived
from checker.position import Location
from checker.result import Input, Result
from checker.rules.registry import catalogue
from checker.verdict import Judged
from reports.exhibits import Bar, Decision, Group, Part, Row, Shown, excerpt
from reports.language import Language, WayOut, capital
from reports.shown import shows

#: The parts of the report that hold findings, in their order: their key, and the families of rules that they tell of.
PARTS = (
    ("input", frozenset({"input"})),
    ("notice_against_law", frozenset({"notice"})),
    ("systems_against_notice", frozenset({"system", "processor", "transfer", "evidence"})),
    ("waivers", frozenset({"waiver"})),
)


@dataclass(frozen=True)
class Audit:
    """Everything that the report tells."""

    result: Result
    language: Language

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts that hold findings."""
        numbered = [(f"finding-{number}", finding) for number, finding in enumerate(self.result.findings, 1)]
        return tuple(
            Part(key, tuple(self._groups([(anchor, found) for anchor, found in numbered if found.family in families])))
            for key, families in PARTS
        )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The promises, each with its verdict."""
        groups = [group for part in self.parts for group in part.groups]
        defects: dict[str, Group] = {}
        against: dict[str | None, list[Shown]] = defaultdict(list)
        for group in groups:
            defects.setdefault(group.rule, group)
            for shown in group.findings:
                against[shown.finding.promise].append(shown)
        return tuple(self._row(judged, defects, against[judged.id]) for judged in self.result.promises)

    @property
    def title(self) -> str:
        """The report's title, with the name of the notice where it could be read."""
        notice = self.result.notice
        if notice is None:
            return self.language.word("audit.untitled")
        return self.language.word("audit.title", name=self.language.text(notice.record.notice.name))

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that the check read, the notice first."""
        return (*([self.result.policy] if self.result.policy else ()), *self.result.inputs)

    @property
    def checked(self) -> str:
        """How much was checked, in numbers."""
        counted = {"promise": len(self.rows), "system": self.result.systems, "processor": self.result.processors}
        return self.language.several([self.language.count(f"counted.{key}", count) for key, count in counted.items()])

    @property
    def verdicts(self) -> str:
        """The verdicts in numbers: the bar for those who do not see it."""
        counted = self.result.verdicts().items()
        return "; ".join(f"{self.language.word(f'verdict.{verdict}')} {count}" for verdict, count in counted)

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The severities, the gravest first."""
        return tuple(Severity)

    @property
    def past_horizon(self) -> bool:
        """Whether the day lies past the one until which the law was checked."""
        return self.result.as_of > self.result.horizon

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The verdicts as shares of all promises, those that there are."""
        counts = {verdict: count for verdict, count in self.result.verdicts().items() if count}
        total, start, found = sum(counts.values()), 0, []
        for verdict, count in counts.items():
            found.append(Bar(verdict, round(100 * start / total, 2), round(100 * count / total, 2)))
            start += count
        return tuple(found)

    @property
    def passed(self) -> tuple[str, ...]:
        """How many findings a waiver or the baseline lets pass."""
        waived = sum(finding.waived is not None for finding in self.result.findings)
        baselined = sum(finding.baselined and finding.waived is None for finding in self.result.findings)
        counted = (("waived", waived), ("baselined", baselined))
        return tuple(self.language.count(f"counted.{key}", count) for key, count in counted if count)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The waivers that let findings pass, in the order in which they end, each with those findings."""
        passed: dict[Waived, list[Shown]] = {}
        for shown in (shown for part in self.parts for group in part.groups for shown in group.findings):
            if shown.finding.waived is not None:
                passed.setdefault(shown.finding.waived, []).append(shown)
        return tuple(
            Decision(
                until=waived.until,
                approved_by=waived.approved_by or self.language.word("audit.nobody"),
                reason=waived.reason,
                place=self.place(waived.location),
                findings=tuple((shown.anchor, shown.finding.rule, shown.finding.subject) for shown in passed[waived]),
            )
            for waived in sorted(passed, key=lambda waived: (waived.until, self.place(waived.location)))
        )

    @property
    def not_checked(self) -> tuple[tuple[str, str], ...]:
        """What was not checked, and why."""
        return tuple((self._unchecked(item.what), self._why(item.why)) for item in self.result.not_checked)

    def place(self, location: Location) -> str:
        """A place as `file:line:column`, as far as it is known."""
        return ":".join(str(part) for part in (location.path, location.line, location.column) if part is not None)

    def _unchecked(self, what: str) -> str:
        key = f"unchecked.{what}"
        return self.language.word(key) if self.language.has(key) else what

    def _why(self, key: str) -> str:
        try:
            return self.language.word(f"phrases.{key}")
        except KeyError:
            return self.language.word("audit.no_reason")

    @cached_property
    def _promises(self) -> dict[str, Judged]:
        return {judged.id: judged for judged in self.result.promises}

    def _groups(self, findings: list[tuple[str, Finding]]) -> Iterator[Group]:
        """By rule as in the catalogue; apart where the ways out differ, as for a finding that breaks no promise."""
        alike: dict[str, dict[tuple[WayOut, ...], list[tuple[str, Finding]]]] = {}
        for anchor, finding in findings:
            kinds = alike.setdefault(finding.rule, {})
            kinds.setdefault(self.language.ways_out(finding), []).append((anchor, finding))
        for rule in catalogue():
            for number, (ways_out, same) in enumerate(alike.get(rule, {}).items()):
                yield self._group(rule, f"rule-{rule}" if number == 0 else f"rule-{rule}-{number + 1}", ways_out, same)

    def _group(
        self, rule: str, anchor: str, ways_out: tuple[WayOut, ...], findings: list[tuple[str, Finding]]
    ) -> Group:
        known = catalogue()[rule]
        return Group(
            anchor=anchor,
            rule=rule,
            severity=min((finding.severity for _, finding in findings), key=list(Severity).index),
            title=self.language.title(known),
            why=self.language.rule(known).why,
            law=self._law(finding for _, finding in findings),
            mend=self.language.mend(known),
            wording=self.language.rule(known).wording,
            ways_out=ways_out,
            findings=tuple(self._shown(finding, own) for own, finding in findings),
        )

    def _law(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        cited = dict.fromkeys(citation for finding in findings for citation in finding.law)
        return tuple(self.language.cite(citation, self.result.as_of) for citation in cited)

    def _shown(self, finding: Finding, anchor: str) -> Shown:
        promise = self._promises.get(finding.promise) if finding.promise else None
        elsewhere = [place for place in finding.related if promise is None or place != promise.location]
        return Shown(
            anchor=anchor,
            finding=finding,
            message=capital(self.language.message(finding)),
            place=self.place(finding.location),
            excerpt=excerpt(finding),
            promise=promise,
            related=capital(self.language.related(finding)) or self.language.word("audit.related"),
            elsewhere=tuple(dict.fromkeys(self.place(location) for location in elsewhere)),
            passed=self._passed(finding),
            mark=self._mark(finding),
        )

    def _passed(self, finding: Finding) -> str | None:
        waived = finding.waived
        if waived is not None:
            key = "waived" if waived.approved_by else "waived_by_nobody"
            values: dict[str, Argument] = {
                "until": waived.until,
                "reason": waived.reason,
                "approved_by": waived.approved_by or "",
            }
            return self.language.word(f"audit.{key}", **values)
        return self.language.word("audit.baselined") if finding.baselined else None

    def _mark(self, finding: Finding) -> str | None:
        if finding.counts:
            return None
        return self.language.word("audit.waived_mark" if finding.waived else "audit.baselined_mark")

    def _row(self, judged: Judged, groups: Mapping[str, Group], shown: list[Shown]) -> Row:
        text = self.language.text(judged.text) if judged.text else self.language.word("audit.closed_list")
        return Row(
            judged=judged,
            text=text,
            place=self.place(judged.location),
            defects=tuple((groups[rule].anchor, groups[rule].title) for rule in judged.defects if rule in groups),
            findings=tuple((item.anchor, item.message) for item in shown),
            evidence=tuple(
                (item, shows(item, self.language), self.place(item.location))
                for item in (*judged.evidence, *judged.silent)
            ),
        )
