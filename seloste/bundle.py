"""The documents of `seloste report`, each in its formats, and the public notice as `seloste notice` writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.drill.outcome import Drill
from seloste.checker.forecast.forecast import Forecast
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import Configuration, StatementSettings
from seloste.checker.workspace.last_changes import LastChanges
from seloste.output import Content, report_missing_extras
from seloste.policy.period import Period
from seloste.reports.formats import FORMATS, PAPER_FORMATS
from seloste.reports.language.language import load_language
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.reports.run import Run
from seloste.session import describe_publication, map_processor_names
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.checker.comparison.follow_up import FollowUp
    from seloste.reports.audit.document import AuditReport
    from seloste.reports.notice import Design, Publication
    from seloste.reports.record.document import Record

#: The formats of documents, each with the suffix of its files.
SUFFIXES = {"html": "html", "markdown": "md", "pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "csv": "csv"}
#: The formats of the notice that a design of the user's own changes.
_DESIGNED_FORMATS = ("html", "pdf")
#: The formats of tables, which the notice lacks.
_TABLE_FORMATS = ("xlsx", "csv")

#: The file for programs, which every report has.
REPORT = "report.json"


class Job(Struct, frozen=True, dict=True):
    """The contents of the documents, and how they are written. Each document is made once for all its formats."""

    result: Result
    forecast: Forecast | None
    run: Run
    drill: Drill | None = None
    #: The follow-up of an earlier report, where one was asked for.
    followed: FollowUp | None = None
    #: What the settings say for management's statement.
    statement: StatementSettings | None = None
    #: The commits that last changed the lines on which verdicts turn.
    changes: LastChanges = field(default_factory=LastChanges)
    languages: tuple[str, ...] = ()
    design: Design | None = None
    #: The configured time within which the record is to be reviewed again.
    review_within: Period = field(default_factory=lambda: Configuration().review_within)
    #: The languages that the notice can be written in.
    notice_languages: NoticeLanguages = field(default_factory=NoticeLanguages)

    @cached_property
    def _made(self) -> dict[tuple[str, str], Any]:
        """What was made, by its kind and the code of its language."""
        return {}

    def publish(self) -> Job:
        """The same for others to see: without what maps weaknesses, and without the record, which is internal."""
        from seloste.reports.public import publish_forecast, publish_result

        return replace(
            self,
            result=publish_result(self.result),
            forecast=self.forecast and publish_forecast(self.forecast, self.result),
            run=Run(self.run.version, self.run.commit),
            drill=None,
            followed=None,
            statement=None,
            changes=LastChanges(),
        )

    def get_audit(self, code: str) -> AuditReport:
        """The report for auditors in a language."""
        from seloste.reports.audit.document import AuditReport

        if ("audit", code) not in self._made:
            parts = (self.forecast, self.followed, self.statement, self.changes)
            self._made["audit", code] = AuditReport(self.result, load_language(code), self.run, *parts)
        audit: AuditReport = self._made["audit", code]
        return audit

    def get_record(self, code: str) -> Record:
        """The record of processing activities in a language."""
        from seloste.reports.record.context import RecordContext
        from seloste.reports.record.document import Record

        if ("record", code) not in self._made:
            self._made["record", code] = Record(RecordContext(self.result, load_language(code), self.review_within))
        record: Record = self._made["record", code]
        return record


def render_notice_page(
    notice: NoticeEntry,
    processors: Mapping[str, str],
    code: str,
    format: str,
    publication: Publication | None = None,
    design: Design | None = None,
) -> str:
    """The public notice as text in one language and format. `processors`: their names by id."""
    from seloste.reports.notice import render_notice

    return render_notice(notice.record, code, format, processors=processors, publication=publication, design=design)


def render_notice_document(
    notice: NoticeEntry,
    processors: Mapping[str, str],
    code: str,
    format: str,
    publication: Publication | None = None,
    design: Design | None = None,
) -> Content:
    """As `render_notice_page`, also in the formats of paper."""
    if format not in PAPER_FORMATS:
        return render_notice_page(notice, processors, code, format, publication, design)
    with report_missing_extras():
        from seloste.reports.paper.notice import render_notice_file

        return render_notice_file(
            notice.record,
            code,
            format,
            html=lambda: render_notice_page(notice, processors, code, "html", publication, design),
            processors=processors,
            publication=publication,
        )


def make_notice(job: Job, code: str, format: str) -> Content | None:
    """The public notice; None where it could not be read, or is not in that language or format."""
    notice, processors = job.result.notice, job.result.processor_entries
    if notice is None or code not in notice.record.notice.languages or format in _TABLE_FORMATS:
        return None
    translations = {other: f"notice.{other}.{SUFFIXES[format]}" for other in job.languages}
    publication = describe_publication(processors, translations, job.notice_languages)
    design = job.design if format in _DESIGNED_FORMATS else None
    return render_notice_document(notice, map_processor_names(processors), code, format, publication, design)


def make_audit(job: Job, code: str, format: str) -> Content | None:
    """The report for auditors, as a workbook its tables; None in any other format."""
    from seloste.reports.audit import render_audit_report

    if format in ("html", "markdown"):
        return render_audit_report(job.get_audit(code), format, job.drill)
    if format == "pdf":
        from seloste.reports.paper.pdf import render_pdf

        html = render_audit_report(job.get_audit(code), "html", job.drill)
        return render_pdf(html, language=load_language(code), day=job.result.as_of)
    if format == "xlsx":
        from seloste.reports.audit.tables import build_audit_tables
        from seloste.reports.paper.xlsx import render_workbook

        language = load_language(code)
        title = job.get_audit(code).title
        tables = build_audit_tables(
            job.result, code, run=job.run, forecast=job.forecast, changes=job.changes, followed=job.followed
        )
        return render_workbook(tables, title=title, language=language, day=job.result.as_of)
    return None


def make_summary(job: Job, code: str, format: str) -> Content | None:
    """The summary of the report for auditors; None in a format that it lacks."""
    from seloste.reports.audit import render_summary

    if format in ("html", "markdown"):
        return render_summary(job.get_audit(code), format)
    if format == "pdf":
        from seloste.reports.paper.pdf import render_pdf

        html = render_summary(job.get_audit(code), "html")
        return render_pdf(html, language=load_language(code), day=job.result.as_of)
    if format == "docx":
        from seloste.reports.audit.summary_page import build_summary_page
        from seloste.reports.paper.docx import render_docx
        from seloste.reports.paper.docx_styles import DENSE

        page = build_summary_page(job.get_audit(code))
        return render_docx(page, language=load_language(code), day=job.result.as_of, layout=DENSE)
    return None


def make_record(job: Job, code: str, format: str) -> Content | None:
    """The record of processing activities; None without a notice or systems, and in formats that it lacks."""
    from seloste.reports.record.export import export_record

    if (
        job.result.withheld
        or job.result.notice is None
        or job.result.scope == "notice"
        or format not in FORMATS["export"]
    ):
        return None
    return export_record(job.get_record(code), format, job.run.version)


#: Makes a document of a job in a language and a format; None where it lacks the format.
MakeDocument = Callable[[Job, str, str], Content | None]
#: The documents by the names of their files.
DOCUMENTS: Mapping[str, MakeDocument] = {
    "notice": make_notice,
    "audit": make_audit,
    "record": make_record,
}


def make_files(job: Job, codes: Sequence[str], formats: Sequence[str]) -> Iterator[tuple[str, Content]]:
    """Every file of the report in the languages and formats: its name, such as `notice.fi.html`, and its content."""
    from seloste.reports.formats import json

    yield from make_documents(job, DOCUMENTS, codes, formats)
    yield REPORT, json.render_report(job.result, job.run, job.followed.effect if job.followed else None)


def make_summaries(job: Job, codes: Sequence[str], formats: Sequence[str]) -> Iterator[tuple[str, Content]]:
    """The summaries alone: `summary.fi.html` and the like. Raises a usage error where no format has one."""
    files = list(make_documents(job, {"summary": make_summary}, codes, formats))
    if not files:
        raise UsageError("summary-format", formats=", ".join(formats))
    yield from files


def make_documents(
    job: Job, documents: Mapping[str, MakeDocument], codes: Sequence[str], formats: Sequence[str]
) -> Iterator[tuple[str, Content]]:
    """The files of some documents. All but the notice are in our own languages alone, and in one variant of each."""
    from seloste.reports.language.language import find_base

    job = replace(job, languages=tuple(codes))
    own = {find_base(code): code for code in reversed(codes) if find_base(code)}.values()
    for code in codes:
        for format in formats:
            for name, make in documents.items():
                content = make(job, code, format) if name == "notice" or code in own else None
                if content is not None:
                    yield f"{name}.{code}.{SUFFIXES[format]}", content


def list_outdated(folder: Path, files: Mapping[Path, Content], codes: Sequence[str] = ()) -> list[Path]:
    """The files of an earlier report in a folder that are not among the new ones, and tell of another result.

    `codes`: the tags of the notice's languages, beside those of ours.
    """
    from seloste.reports.language.language import language_codes

    report = folder / REPORT
    try:
        if report.read_text("utf-8") == files[report]:  # such as a run for each format
            return []
    except (OSError, ValueError):  # no earlier report
        return []
    names = (".".join(parts) for parts in product(DOCUMENTS, {*language_codes(), *codes}, SUFFIXES.values()))
    paths = [folder / name for name in names]
    return [path for path in paths if path not in files and path.is_file() and not path.is_symlink()]
