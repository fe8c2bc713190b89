"""What the report for auditors is of: its title, the files, the law and the tool that it rests on."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from seloste.checker.result import Result
from seloste.checker.rules.catalogue import compute_rules_digest
from seloste.reports.audit.from_memory import list_from_memory
from seloste.reports.audit.inputs import InputRow, list_gone, list_input_rows
from seloste.reports.language.disclaimer import disclaim_result
from seloste.reports.language.files_as_of import describe_as_of, describe_files_state
from seloste.reports.language.language import Language
from seloste.reports.language.notice_name import name_register
from seloste.reports.language.omission import list_law_remarks
from seloste.reports.language.withheld import describe_withheld
from seloste.reports.run import Run


class ReportHead(Struct, frozen=True, dict=True):
    """The head of the report of one result in one language."""

    result: Result
    language: Language
    run: Run

    @property
    def title(self) -> str:
        """The report's title, with the name of the notice where it could be read."""
        notice = self.result.notice
        if notice is None:
            return self.language.word("audit.untitled")
        return self.language.word("audit.title", name=name_register(notice.record, self.language))

    @property
    def summary_title(self) -> str:
        """The title of the summary where it stands alone."""
        notice = self.result.notice
        return self.language.word("summary.title", name=name_register(notice.record, self.language) if notice else "–")

    @property
    def public_note(self) -> str:
        """That it is a public version, and what it leaves out; empty for a whole report."""
        return describe_withheld(self.result, self.language)

    @property
    def files_state(self) -> str:
        """The state of the files that were read."""
        return describe_files_state(self.result.files, self.language)

    @property
    def as_of(self) -> str:
        """The state of the files, and the day whose law counts, as a sentence."""
        return describe_as_of(self.result, self.language)

    @property
    def controller(self) -> str:
        """The name of the controller; empty if the notice could not be read."""
        notice = self.result.notice
        return notice.record.controller.name if notice else ""

    @property
    def rules_digest(self) -> str:
        """The SHA-256 of the rules and the law. Reports with the same digest used the same rules."""
        return compute_rules_digest()

    @cached_property
    def inputs(self) -> tuple[InputRow, ...]:
        """The files that the check read, the notice first."""
        return list_input_rows(self.result)

    @property
    def gone(self) -> tuple[str, ...]:
        """The paths of the inputs that only the commit has."""
        return list_gone(self.result)

    @property
    def scope_summary(self) -> str:
        """The numbers of promises, systems and processors, in words."""
        result = self.result
        counted = {"promise": len(result.promises), "system": result.systems, "processor": result.processors}
        return self.language.format_list(
            [self.language.count(f"counted.{key}", count) for key, count in counted.items()]
        )

    @property
    def disclaimer(self) -> str:
        """That the report is no advice and no assurance, and what it rests on."""
        return disclaim_result(self.result, self.language)

    @cached_property
    def from_memory(self) -> tuple[tuple[str, str], ...]:
        """The law behind the findings and verdicts of which something was not checked in a source."""
        return tuple(list_from_memory(self.result, self.language))

    @property
    def law_remarks(self) -> tuple[str, ...]:
        """What readers must know of the law behind the report."""
        return tuple(list_law_remarks(self.result, self.language))

    @property
    def past_horizon(self) -> bool:
        """Whether the day of the check is after the day until which the law data were verified."""
        return self.result.as_of > self.result.horizon
