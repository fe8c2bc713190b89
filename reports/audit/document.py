"""The whole report for auditors. Each section comes from its own module and is built once, when a template asks for it.

Verdicts (is the promise true?) and defects (is the notice lawful?) have separate sections and are never counted
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from seloste.checker.comparison.follow_up import FollowUp
from seloste.checker.forecast.forecast import Forecast
from seloste.checker.linking.hops import Hop
from seloste.checker.verdicts.verdict import Verdict
from seloste.checker.workspace.configuration import StatementSettings
from seloste.checker.workspace.last_changes import NO_CHANGES, LastChanges
from seloste.reports.audit.alike import AlikeFindings, fold_findings
from seloste.reports.audit.countries import CountryRow, build_country_rows, classify_country
from seloste.reports.audit.findings import FindingsSection, ReportedFinding, group_findings
from seloste.reports.audit.flow import Flow, build_flow, simplify_flow
from seloste.reports.audit.flow_layout import HIGHEST, Picture, draw_flow
from seloste.reports.audit.follow_up import FollowUpSection, build_follow_up
from seloste.reports.audit.head import ReportHead
from seloste.reports.audit.infrastructure import Infrastructure, build_infrastructure
from seloste.reports.audit.list_lengths import ListLengths
from seloste.reports.audit.matrix import Matrix, build_matrix
from seloste.reports.audit.omissions import group_omissions
from seloste.reports.audit.promises import (
    BarSegment,
    PromiseRow,
    PromiseSection,
    build_promise_rows,
    build_segments,
    group_promises,
    list_strengths,
)
from seloste.reports.audit.routes import Route, list_routes
from seloste.reports.audit.rules import RulesSection, build_rules_section
from seloste.reports.audit.standards import StandardSection, build_standards
from seloste.reports.audit.statement import Statement, build_statement
from seloste.reports.audit.stored_data import (
    ColumnRow,
    ServiceRow,
    list_column_rows,
    list_service_rows,
)
from seloste.reports.audit.summary import Summary, build_summary
from seloste.reports.audit.timeline import Timeline, build_timeline
from seloste.reports.audit.waivers import (
    AppliedWaiver,
    IdleWaiver,
    list_applied_waivers,
    list_idle_waivers,
    select_baselined,
)
from seloste.reports.language.quoted import describe_quoted

#: The shares of the most nodes of a picture that are tried until it is legible on a sheet of paper.
_SHARES = (1, 0.75, 0.55, 0.4, 0.25, 0.15)
#: How long the lists are.
_LENGTHS = ListLengths()


class AuditReport(ReportHead, frozen=True, dict=True):
    """The whole report of one result in one language."""

    forecast: Forecast | None = None
    followed: FollowUp | None = None
    statement_settings: StatementSettings | None = None
    changes: LastChanges = NO_CHANGES

    def list_absent(self) -> frozenset[str]:
        """The sections that have nothing to tell, by their keys."""
        found = {
            "statement": not self.result.withheld,  # it says what is incomplete, and by whom it is signed
            "findings": self.findings,
            "follow_up": self.follow_up,
            "promises": self.promises,
            "matrix": self.promises,
            "flow": self.picture,
            "countries": self.countries,
            "infrastructure": self.infrastructure,
            "ahead": self.timeline,
            "standards": self.standards,
            "from_memory": self.from_memory,
        }
        return frozenset(key for key, content in found.items() if not content)

    @cached_property
    def finding_sections(self) -> tuple[FindingsSection, ...]:
        """The sections with findings."""
        return group_findings(self.result, self.language, self.changes)

    @cached_property
    def findings(self) -> tuple[ReportedFinding, ...]:
        """Every finding, in the order of the report."""
        return tuple(
            reported for section in self.finding_sections for group in section.groups for reported in group.findings
        )

    @cached_property
    def applied_waivers(self) -> tuple[AppliedWaiver, ...]:
        """The waivers that suppress findings."""
        return list_applied_waivers(self.findings, self.result.as_of, self.language)

    @cached_property
    def idle_waivers(self) -> tuple[IdleWaiver, ...]:
        """The waivers that suppress nothing."""
        return list_idle_waivers(self.result.idle_waivers, self.language)

    @cached_property
    def baselined(self) -> tuple[ReportedFinding, ...]:
        """The findings that only the baseline suppresses."""
        return select_baselined(self.findings)

    @cached_property
    def promises(self) -> tuple[PromiseRow, ...]:
        """The promises, each with its verdict."""
        return build_promise_rows(self.result, self.finding_sections, self.language, self.changes)

    @cached_property
    def quoted(self) -> str:
        """In which language the words of the promises are, where it is not that of the report; else empty."""
        return describe_quoted((row.promise.promise.text or {} for row in self.promises), self.language)

    @cached_property
    def strengths(self) -> tuple[str, ...]:
        """The kinds of evidence that occur, the strongest first."""
        return list_strengths(self.result)

    @cached_property
    def promise_sections(self) -> tuple[PromiseSection, ...]:
        """The promises by section of the notice."""
        return group_promises(self.promises, self.language)

    @cached_property
    def summary(self) -> Summary:
        """The summary that opens the report and stands alone."""
        return build_summary(self.result, self.finding_sections, self.promises, self.not_checked, self.language)

    @property
    def segments(self) -> tuple[BarSegment, ...]:
        """The verdicts as segments of a bar."""
        return build_segments(self.result.verdicts())

    @property
    def verdict_summary(self) -> str:
        """The number of each verdict in words: the text alternative of the bar."""
        return self.format_verdicts(self.result.verdicts())

    def format_verdicts(self, counts: Mapping[Verdict, int]) -> str:
        """Formats the number of each verdict."""
        counted = counts.items()
        return "; ".join(f"{self.language.word(f'verdict.{verdict}')} {count}" for verdict, count in counted)

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix of records and promises."""
        return build_matrix(self.result, self.language)

    @cached_property
    def picture(self) -> Picture | None:
        """The picture of the flow; None if no system, processor or recipient is known."""
        if not self._flow.links:
            return None
        third = self.language.word("audit.flow.third")
        picture = None
        for share in _SHARES:
            flow = simplify_flow(self._flow, self.language, share)
            headings = [self.language.word(f"audit.flow.columns.{key}") for key in self._list_headings(flow.columns)]
            notes = {key: third for key, node in flow.nodes.items() if node.third}
            picture = draw_flow(flow, headings, notes)
            if picture.height <= HIGHEST:
                break
        return picture

    @staticmethod
    def _list_headings(columns: int) -> list[str]:
        return ["people", "system", "processor", *["subprocessor"] * (columns - 4), "country"][:columns]

    @cached_property
    def _flow(self) -> Flow:
        return build_flow(
            self.result, self.language, lambda country: classify_country(country, self.result.law) == "third"
        )

    @cached_property
    def flow_summary(self) -> str:
        """The number of nodes of each kind in the flow, in words."""
        kinds = [node.kind for node in self._flow.nodes.values() if not node.key.endswith(".")]
        words = [
            self.language.count(f"audit.flow.several.{kind}", kinds.count(kind))
            for kind in ("people", "system", "processor", "recipient", "country")
            if kind in kinds
        ]
        return self.language.format_list(words)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The routes of data; equal ones are merged."""
        return list_routes(self.result, self._hops, self.language)

    @cached_property
    def countries(self) -> tuple[CountryRow, ...]:
        """The countries, with the transfer tools for each."""
        return build_country_rows(self._hops, self.result, self.result.law, self.findings, self.language)

    @staticmethod
    def fold(findings: Iterable[ReportedFinding]) -> tuple[AlikeFindings, ...]:
        """The findings, those that read alike as one."""
        return fold_findings(findings)

    @property
    def most(self) -> ListLengths:
        """How long the lists on a page are."""
        return _LENGTHS

    @cached_property
    def columns(self) -> tuple[ColumnRow, ...]:
        """The columns that hold personal data."""
        return tuple(list_column_rows(self.result, self.language))

    @cached_property
    def services(self) -> tuple[ServiceRow, ...]:
        """The services of other companies that are in use, those that only may be last."""
        rows = list_service_rows(self.result, self.language)
        return tuple(sorted(rows, key=lambda row: (not row.is_certain, row.service, row.system)))

    @cached_property
    def infrastructure(self) -> Infrastructure | None:
        """What was read of infrastructure; None where no evidence was given."""
        return build_infrastructure(self.result, self.findings, self.language)

    @cached_property
    def _hops(self) -> tuple[Hop, ...]:
        index = self.result.index
        return index.list_hops(self.result.system_entries.values()) if index else ()

    @cached_property
    def follow_up(self) -> FollowUpSection | None:
        """What has become of the findings of an earlier report; None where none was given."""
        if self.followed is None:
            return None
        return build_follow_up(self.followed, self.result, self.run, self.findings, self.language)

    @cached_property
    def standards(self) -> tuple[StandardSection, ...]:
        """The promises by controls of standards."""
        return build_standards(self.result, self.promises, self.language)

    @cached_property
    def statement(self) -> Statement:
        """Management's statement, as far as the files tell it."""
        settings = self.statement_settings or StatementSettings()
        return build_statement(self.result, settings, self.run, self.infrastructure, self.language)

    @cached_property
    def timeline(self) -> Timeline | None:
        """The timeline of the forecast; None without a forecast."""
        return build_timeline(self.forecast, self.language) if self.forecast is not None else None

    @cached_property
    def rules(self) -> RulesSection:
        """The rules applied and not applied."""
        return build_rules_section(self.result, self.language)

    @cached_property
    def not_checked(self) -> tuple[tuple[str, str], ...]:
        """What was not checked, by the reason."""
        return group_omissions(self.result, self.language)
