"""The audit report as a whole: each section is made by the module that knows it, once, when a template asks for it.

Verdicts (is the promise true?) and defects (is the notice lawful?) are told in sections of their own and never counted
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from seloste.checker.destinations import destinations
from seloste.checker.finding import Severity
from seloste.checker.forecast.forecast import Forecast
from seloste.checker.linking.hops import Hop
from seloste.checker.result import Input, Result
from seloste.checker.rules.registry import digest
from seloste.checker.verdict import Verdict
from seloste.policy.law.law import LawOn, law
from seloste.reports.audit.countries import CountryRow, countries_of, standing
from seloste.reports.audit.findings import FindingsSection, Shown, parts_of
from seloste.reports.audit.flow import Flow, flow_of, gathered
from seloste.reports.audit.flow_layout import Picture, draw
from seloste.reports.audit.matrix import Matrix, matrix_of
from seloste.reports.audit.promises import Bar, Row, Section, bars, rows_of, sections_of
from seloste.reports.audit.routes import Route, routes_of
from seloste.reports.audit.rules import Rules, reason, rules_of
from seloste.reports.audit.timeline import Timeline, timeline_of
from seloste.reports.audit.waivers import Decision, Idle, baselined, decisions_of, idle_of
from seloste.reports.language.language import Language
from seloste.reports.run import Run


@dataclass(frozen=True)
class Audit:
    """Everything that the report tells."""

    result: Result
    language: Language
    run: Run
    forecast: Forecast | None = None

    @property
    def title(self) -> str:
        """The report's title, with the name of the notice where it could be read."""
        notice = self.result.notice
        if notice is None:
            return self.language.word("audit.untitled")
        return self.language.word("audit.title", name=self.language.text(notice.record.notice.name))

    @property
    def controller(self) -> str:
        """Whose notice it is."""
        notice = self.result.notice
        return notice.record.controller.name if notice else ""

    @property
    def rules_digest(self) -> str:
        """The SHA-256 over the rules and the law: two reports with the same one were judged alike."""
        return digest()

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
    def past_horizon(self) -> bool:
        """Whether the day lies past the one until which the law was checked."""
        return self.result.as_of > self.result.horizon

    # --- findings

    @cached_property
    def parts(self) -> tuple[FindingsSection, ...]:
        """The parts that hold findings."""
        return parts_of(self.result, self.language)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """Every finding, in the order of the report."""
        return tuple(shown for part in self.parts for group in part.groups for shown in group.findings)

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The severities, the gravest first."""
        return tuple(Severity)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The waivers that let findings pass."""
        return decisions_of(self.shown, self.result.as_of, self.language)

    @cached_property
    def idle(self) -> tuple[Idle, ...]:
        """The waivers that let nothing pass."""
        return idle_of(self.result.idle_waivers, self.language)

    @cached_property
    def baselined(self) -> tuple[Shown, ...]:
        """The findings that the baseline lets pass."""
        return baselined(self.shown)

    # --- promises

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The promises, each with its verdict."""
        return rows_of(self.result, self.parts, self.language)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The promises by section of the notice."""
        return sections_of(self.rows, self.language)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The verdicts as shares of all promises."""
        return bars(self.result.verdicts())

    @property
    def verdicts(self) -> str:
        """The verdicts in numbers: the bar for those who do not see it."""
        return self.verdict_words(self.result.verdicts())

    @property
    def verdict_names(self) -> list[str]:
        """What the verdicts are called."""
        return [self.language.word(f"verdict.{verdict}") for verdict in Verdict]

    @property
    def severity_names(self) -> list[str]:
        """What the severities are called."""
        return [self.language.word(f"severity.{severity}") for severity in Severity]

    def verdict_words(self, counts: Mapping[Verdict, int]) -> str:
        """Counts of verdicts as words."""
        counted = counts.items()
        return "; ".join(f"{self.language.word(f'verdict.{verdict}')} {count}" for verdict, count in counted)

    @cached_property
    def matrix(self) -> Matrix:
        """Systems by promises."""
        return matrix_of(self.result, self.language)

    # --- where data go

    @cached_property
    def _law(self) -> LawOn:
        return law().on(self.result.as_of)

    @cached_property
    def picture(self) -> Picture | None:
        """The flow as a picture; None where no system, processor or recipient is known."""
        whole = self._flow
        if not whole.links:
            return None
        drawn = gathered(whole, self.language)
        headings = [self.language.word(f"audit.flow.columns.{key}") for key in self._headings(drawn.columns)]
        third = self.language.word("audit.flow.third")
        notes = {key: third for key, node in drawn.nodes.items() if node.third}
        return draw(drawn, headings, notes)

    @staticmethod
    def _headings(columns: int) -> list[str]:
        return ["people", "system", "processor", *["subprocessor"] * (columns - 4), "country"][:columns]

    @cached_property
    def _flow(self) -> Flow:
        return flow_of(self.result, self.language, lambda country: standing(country, self._law) == "third")

    @cached_property
    def flow_counts(self) -> str:
        """What the picture shows, in numbers."""
        kinds = [node.kind for node in self._flow.nodes.values() if not node.key.endswith(".")]
        words = [
            self.language.count(f"audit.flow.several.{kind}", kinds.count(kind))
            for kind in ("people", "system", "processor", "recipient", "country")
            if kind in kinds
        ]
        return self.language.several(words)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every way that data go, those alike together."""
        return routes_of(self.result, self._hops, self.language)

    @cached_property
    def countries(self) -> tuple[CountryRow, ...]:
        """The countries, with what transfers rest on."""
        return countries_of(self._hops, self.result, self._law, self.shown, self.language)

    @cached_property
    def _hops(self) -> tuple[Hop, ...]:
        return destinations(self.result)

    # --- time and rules

    @cached_property
    def timeline(self) -> Timeline | None:
        """What is ahead; None without a forecast."""
        return timeline_of(self.forecast, self.language) if self.forecast is not None else None

    @cached_property
    def rules(self) -> Rules:
        """The rules applied and not applied."""
        return rules_of(self.result, self.language)

    @property
    def not_checked(self) -> tuple[tuple[str, str], ...]:
        """What was not checked, and why."""
        return tuple((self._unchecked(item.what), reason(item.why, self.language)) for item in self.result.not_checked)

    def _unchecked(self, what: str) -> str:
        key = f"unchecked.{what}"
        return self.language.word(key) if self.language.has(key) else what
