"""The whole preview: a summary, annotations without a place in the text, and the text with annotations beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Severity
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.audit.findings import COMPARISONS
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Page, Section
from seloste.reports.preview.annotations import (
    Annotation,
    VerdictMark,
    annotate_findings,
    group_annotations,
    mark_verdict,
)
from seloste.reports.preview.rows import PreviewSection, RowIndex, build_sections


class Tally(Struct, frozen=True):
    """A number of annotations in words. `kind`: a severity or a verdict; `target`: the anchor of the first one."""

    kind: str
    words: str
    target: str


class ContentsLine(Struct, frozen=True):
    """A line of the table of contents: a section, and the number of its findings that count by severity."""

    section: PreviewSection
    counts: tuple[Tally, ...]


class UnplacedFindings(Struct, frozen=True):
    """Findings of one section of the report for auditors that are about no text of the page."""

    key: str
    annotations: tuple[Annotation, ...]
    counts: tuple[Tally, ...]


class PreviewPage(Struct, frozen=True):
    """The preview.

    Attributes:
        page: The page of the public notice.
        contents: The table of contents, with the sections and their annotations.
        unplaced_findings: The findings that are about no text of the page.
        unplaced_verdicts: The verdicts on promises that are not on the page.
        findings: The number of findings that count, by severity.
        verdicts: The number of promises by verdict.
        suppressed: The number of suppressed findings.
        news: The summary in a sentence, for screen readers when it changes.
    """

    page: Page
    contents: tuple[ContentsLine, ...]
    unplaced_findings: tuple[UnplacedFindings, ...]
    unplaced_verdicts: tuple[VerdictMark, ...]
    findings: tuple[Tally, ...]
    verdicts: tuple[Tally, ...]
    suppressed: int
    news: str


def _head_opening(page: Page, language: Language) -> Page:
    """The page with its opening as a section, so that what is found about it has a place beside it."""
    if not page.opening:
        return page
    opening = Section("opening", language.word("notice.headings.opening"), page.opening)
    return replace(page, sections=(opening, *page.sections))


def build_preview(result: Result, page: Page, language: Language) -> PreviewPage:
    """The preview of a result, whose notice is on the page."""
    assert result.notice is not None
    sections = build_sections(_head_opening(page, language))
    index = RowIndex(sections, result.notice.record, language)
    annotations = annotate_findings(result, language)
    unplaced = group_annotations(_place_annotations(annotations, sections, index))
    for section in sections:
        for place in (section.missing, *(row.annotations for row in section.rows)):
            place[:] = group_annotations(place)
    unplaced_verdicts = _place_verdicts(result, index, language)
    in_order = [*unplaced, *(annotation for section in sections for annotation in section.annotations)]
    verdicts = [*unplaced_verdicts, *(mark for section in sections for row in section.rows for mark in row.verdicts)]
    findings = _count_severities(in_order, language)
    counts = [count.words for count in findings] or [language.word("preview.clean")]
    return PreviewPage(
        page=page,
        contents=tuple(ContentsLine(each, _count_severities(each.annotations, language)) for each in sections),
        unplaced_findings=tuple(_group_unplaced(unplaced, language)),
        unplaced_verdicts=tuple(unplaced_verdicts),
        findings=findings,
        verdicts=_count_verdicts(verdicts, language),
        suppressed=sum(not annotation.finding.counts for annotation in annotations),
        news=language.word("preview.news", counts=language.format_list(counts)),
    )


def _place_annotations(
    annotations: Iterable[Annotation], sections: Iterable[PreviewSection], index: RowIndex
) -> list[Annotation]:
    """Adds each annotation to the row that it is about, and returns those that are about no text.

    Findings of the notice are about their subject, other ones about the promise that they contradict. An entry that a
    section lacks, such as a right, has no text; its annotation is among the missing ones of the section.
    """
    by_key = {section.heading.section: section for section in sections}
    unplaced: list[Annotation] = []
    for annotation in annotations:
        is_defect = annotation.section == "notice_against_law"
        about = annotation.finding.subject if is_defect else annotation.finding.promise
        row = index.find_row(about, annotation.finding.value) if about else None
        if row is None:
            unplaced.append(annotation)
        elif is_defect and row.kind == "heading" and row.anchor != about:
            by_key[row.section].missing.append(annotation)
        else:
            row.annotations.append(annotation)
    return unplaced


def _place_verdicts(result: Result, index: RowIndex, language: Language) -> list[VerdictMark]:
    """Adds each verdict to the row of its promise, and returns those of promises that are not on the page."""
    unplaced: list[VerdictMark] = []
    for judged in result.promises:
        mark, row = mark_verdict(judged, language), index.find_row(judged.id)
        if row is None or (row.anchor == judged.promise.section and row.kind != "heading"):
            label = language.word(f"notice.headings.{judged.promise.section}")
            mark = replace(mark, words=language.word("notice.label", label=label, value=mark.words))
        (unplaced if row is None else row.verdicts).append(mark)
    return unplaced


def _group_unplaced(annotations: Iterable[Annotation], language: Language) -> Iterator[UnplacedFindings]:
    """The annotations by section of the report for auditors, the notice's own defects first."""
    annotations = list(annotations)
    for key in COMPARISONS:
        in_section = tuple(annotation for annotation in annotations if annotation.section == key)
        if in_section:
            yield UnplacedFindings(key, in_section, _count_severities(in_section, language))


def _count_severities(annotations: Iterable[Annotation], language: Language) -> tuple[Tally, ...]:
    """The number of findings that count, for each severity that occurs."""
    counting = [each for annotation in annotations for each in annotation.all if each.finding.counts]
    groups = {severity: [each for each in counting if each.severity is severity] for severity in Severity}
    return tuple(
        Tally(severity.value, language.count(f"counted.{severity}", len(group)), group[0].anchor)
        for severity, group in groups.items()
        if group
    )


def _count_verdicts(marks: Iterable[VerdictMark], language: Language) -> tuple[Tally, ...]:
    """The number of promises, for each verdict that occurs."""
    marks = list(marks)
    groups = {verdict: [mark for mark in marks if mark.verdict is verdict] for verdict in Verdict}
    return tuple(
        Tally(verdict.value, language.count(f"preview.count.{verdict}", len(group)), group[0].anchor)
        for verdict, group in groups.items()
        if group
    )


__all__ = ["PreviewPage", "build_preview"]
