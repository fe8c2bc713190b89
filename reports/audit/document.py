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
from seloste.checker.result import Result
from seloste.checker.reading.documents import Input
from seloste.checker.rules.registry import digest
from seloste.checker.verdict import Verdict
from seloste.policy.law.law import LawOn, law
from seloste.reports.audit.countries import CountryRow, build_country_rows, classify_country
from seloste.reports.audit.findings import FindingsSection, ReportedFinding, group_findings
from seloste.reports.audit.flow import Flow, build_flow, simplify_flow
from seloste.reports.audit.flow_layout import Picture, draw_flow
from seloste.reports.audit.matrix import Matrix, build_matrix
from seloste.reports.audit.promises import PromiseRow, PromiseSection, VerdictBar, build_bars, build_promise_rows, group_promises
from seloste.reports.audit.routes import Route, list_routes
from seloste.reports.audit.rules import AppliedRules, describe_reason, list_rules
from seloste.reports.audit.timeline import Timeline, build_timeline
from seloste.reports.audit.waivers import AppliedWaiver, IdleWaiver, list_applied_waivers, list_idle_waivers, select_baselined
from seloste.reports.language.language import Language
from seloste.reports.run import Run


@dataclass(frozen=True)
class AuditReport:
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
    def scope_summary(self) -> str:
        """How much was checked, in numbers."""
        counted = {"promise": len(self.promises), "system": self.result.systems, "processor": self.result.processors}
        return self.language.format_list([self.language.count(f"counted.{key}", count) for key, count in counted.items()])

    @property
    def past_horizon(self) -> bool:
        """Whether the day lies past the one until which the law was checked."""
        return self.result.as_of > self.result.horizon

    # --- findings

    @cached_property
    def finding_sections(self) -> tuple[FindingsSection, ...]:
        """The parts that hold findings."""
        return group_findings(self.result, self.language)

    @cached_property
    def findings(self) -> tuple[ReportedFinding, ...]:
        """Every finding, in the order of the report."""
        return tuple(reported for part in self.finding_sections for group in part.groups for reported in group.findings)

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The severities, the gravest first."""
        return tuple(Severity)

    @cached_property
    def applied_waivers(self) -> tuple[AppliedWaiver, ...]:
        """The waivers that let findings pass."""
        return list_applied_waivers(self.findings, self.result.as_of, self.language)

    @cached_property
    def idle_waivers(self) -> tuple[IdleWaiver, ...]:
        """The waivers that let nothing pass."""
        return list_idle_waivers(self.result.idle_waivers, self.language)

    @cached_property
    def baselined(self) -> tuple[ReportedFinding, ...]:
        """The findings that the baseline lets pass."""
        return select_baselined(self.findings)

    # --- promises

    @cached_property
    def promises(self) -> tuple[PromiseRow, ...]:
        """The promises, each with its verdict."""
        return build_promise_rows(self.result, self.finding_sections, self.language)

    @cached_property
    def promise_sections(self) -> tuple[PromiseSection, ...]:
        """The promises by section of the notice."""
        return group_promises(self.promises, self.language)

    @property
    def build_bars(self) -> tuple[VerdictBar, ...]:
        """The verdicts as shares of all promises."""
        return build_bars(self.result.verdicts())

    @property
    def verdict_summary(self) -> str:
        """The verdicts in numbers: the bar for those who do not see it."""
        return self.format_verdicts(self.result.verdicts())

    @property
    def verdict_names(self) -> list[str]:
        """What the verdicts are called."""
        return [self.language.word(f"verdict.{verdict}") for verdict in Verdict]

    @property
    def severity_names(self) -> list[str]:
        """What the severities are called."""
        return [self.language.word(f"severity.{severity}") for severity in Severity]

    def format_verdicts(self, counts: Mapping[Verdict, int]) -> str:
        """Counts of verdicts as words."""
        counted = counts.items()
        return "; ".join(f"{self.language.word(f'verdict.{verdict}')} {count}" for verdict, count in counted)

    @cached_property
    def matrix(self) -> Matrix:
        """Systems by promises."""
        return build_matrix(self.result, self.language)

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
        drawn = simplify_flow(whole, self.language)
        headings = [self.language.word(f"audit.flow.columns.{key}") for key in self._list_headings(drawn.columns)]
        third = self.language.word("audit.flow.third")
        notes = {key: third for key, node in drawn.nodes.items() if node.third}
        return draw_flow(drawn, headings, notes)

    @staticmethod
    def _list_headings(columns: int) -> list[str]:
        return ["people", "system", "processor", *["subprocessor"] * (columns - 4), "country"][:columns]

    @cached_property
    def _flow(self) -> Flow:
        return build_flow(self.result, self.language, lambda country: classify_country(country, self._law) == "third")

    @cached_property
    def flow_summary(self) -> str:
        """What the picture shows, in numbers."""
        kinds = [node.kind for node in self._flow.nodes.values() if not node.key.endswith(".")]
        words = [
            self.language.count(f"audit.flow.several.{kind}", kinds.count(kind))
            for kind in ("people", "system", "processor", "recipient", "country")
            if kind in kinds
        ]
        return self.language.format_list(words)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Every way that data go, those alike together."""
        return list_routes(self.result, self._hops, self.language)

    @cached_property
    def countries(self) -> tuple[CountryRow, ...]:
        """The countries, with what transfers rest on."""
        return build_country_rows(self._hops, self.result, self._law, self.findings, self.language)

    @cached_property
    def _hops(self) -> tuple[Hop, ...]:
        return destinations(self.result)

    # --- time and rules

    @cached_property
    def timeline(self) -> Timeline | None:
        """What is ahead; None without a forecast."""
        return build_timeline(self.forecast, self.language) if self.forecast is not None else None

    @cached_property
    def rules(self) -> AppliedRules:
        """The rules applied and not applied."""
        return list_rules(self.result, self.language)

    @property
    def not_checked(self) -> tuple[tuple[str, str], ...]:
        """What was not checked, and why."""
        return tuple((self._name_unchecked(item.what), describe_reason(item.why, self.language)) for item in self.result.not_checked)

    def _name_unchecked(self, what: str) -> str:
        key = f"unchecked.{what}"
        return self.language.word(key) if self.language.has_word(key) else what
