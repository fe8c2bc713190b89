"""The documents of `seloste report`, each with the formats that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from seloste.checker.forecast.forecast import Forecast
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import Configuration
from seloste.commands import notice as public
from seloste.policy.period import Period
from seloste.reports.run import Run

if TYPE_CHECKING:
    from seloste.reports.notice import Design

#: The formats of documents, each with the suffix of its files.
SUFFIXES = {"html": "html", "markdown": "md", "pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "csv": "csv"}
Content = str | bytes
#: The formats of the notice that a design of the company's own changes.
_DESIGNED = ("html", "pdf")
#: The formats of tables, which a notice has none of.
_TABLES = ("xlsx", "csv")


@dataclass(frozen=True)
class Job:
    """What the documents are told from."""

    result: Result
    forecast: Forecast | None
    run: Run
    languages: tuple[str, ...] = ()
    design: Design | None = None
    #: How long a review holds, as configured.
    review_within: Period = field(default_factory=lambda: Configuration().review_within)

    @cached_property
    def processors(self) -> dict[str, str]:
        """The names of the processors, by id."""
        return {key: entry.record.name for key, entry in self.result.processor_entries.items()}


def notice(job: Job, language: str, format: str) -> Content | None:
    """The public notice, where it could be read and is in that language."""
    entry = job.result.notice
    if entry is None or language not in entry.record.notice.languages or format in _TABLES:
        return None
    sisters = {code: f"notice.{code}.{SUFFIXES[format]}" for code in job.languages}
    sha256 = job.result.policy.sha256 if job.result.policy is not None else None
    known = public.publication(sha256, job.result.processor_entries, sisters)
    return public.document(entry, job.processors, language, format, known, job.design if format in _DESIGNED else None)


def audit(job: Job, language: str, format: str) -> Content | None:
    """The audit report; its tables as a workbook."""
    from seloste.reports.audit import render_audit
    from seloste.reports.language.language import load_language as words_of

    if format in ("html", "markdown"):
        return render_audit(job.result, language, format, run=job.run, forecast=job.forecast)
    if format == "pdf":
        from seloste.reports.paper.pdf import pdf

        html = render_audit(job.result, language, "html", run=job.run, forecast=job.forecast)
        return pdf(html, language=words_of(language), day=job.result.as_of)
    if format == "xlsx":
        from seloste.reports.audit.document import Audit
        from seloste.reports.audit.tables import audit_tables
        from seloste.reports.paper.xlsx import workbook

        words = words_of(language)
        title = Audit(job.result, words, job.run, job.forecast).title
        tables = audit_tables(job.result, language, run=job.run, forecast=job.forecast)
        return workbook(tables, title=title, language=words, day=job.result.as_of)
    return None


def record(job: Job, language: str, format: str) -> Content | None:
    """The record of processing activities, where the notice could be read and systems were to be."""
    from seloste.reports.record.export import FORMATS, export

    if job.result.notice is None or job.result.scope == "notice" or format not in FORMATS:
        return None
    return export(
        "ropa", job.result, language, format, review_within=job.review_within, version=job.run.version
    ).content


#: The documents by the name of their files. Each makes its content in a language and format, or None where it has none.
DOCUMENTS: Mapping[str, Callable[[Job, str, str], Content | None]] = {
    "notice": notice,
    "audit": audit,
    "record": record,
}


def files(job: Job, languages: Sequence[str], formats: Sequence[str]) -> Iterator[tuple[str, Content]]:
    """Every file of the report: its name, as `notice.fi.html`, and its content."""
    from seloste.reports.formats import json

    job = replace(job, languages=tuple(languages))
    for language in languages:
        for format in formats:
            for name, make in DOCUMENTS.items():
                content = make(job, language, format)
                if content is not None:
                    yield f"{name}.{language}.{SUFFIXES[format]}", content
    yield "report.json", json.render(job.result, job.run)
