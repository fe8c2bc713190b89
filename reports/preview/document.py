"""The whole of the preview in words: a summary, what has no place in the text, and the text with what is beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from seloste.checker.finding import Severity
from seloste.checker.result import Result
from seloste.checker.verdict import Verdict
from seloste.reports.audit.findings import PARTS
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Page
from seloste.reports.preview.annotations import Mark, Note, gathered, mark_of, notes_of, unread_notes
from seloste.reports.preview.rows import Leaf, Places, leaves


@dataclass(frozen=True, slots=True)
class Count:
    """A number in words, of what kind, and where the first of them is."""

    kind: str
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: the section, and how many of its findings count, by severity."""

    leaf: Leaf
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Findings of one part that are about nothing in the text."""

    key: str
    notes: tuple[Note, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The preview."""

    page: Page
    entries: tuple[ContentsLine, ...]
    apart: tuple[Apart, ...]
    #: Verdicts on promises that the page does not tell.
    unplaced: tuple[Mark, ...]
    findings: tuple[Count, ...]
    verdicts: tuple[Count, ...]
    #: How many findings something lets pass.
    passed: int
    #: The summary in one sentence, to be said when it changes.
    news: str


def desk(result: Result, page: Page, language: Language) -> PreviewPage:
    """The preview of a result whose notice tells the page."""
    assert result.notice is not None
    told = leaves(page)
    places = Places(told, result.notice.record, language)
    notes = notes_of(result, language)
    apart = gathered(_place_notes(notes, told, places))
    for leaf in told:
        for those in (leaf.missing, *(row.notes for row in leaf.rows)):
            those[:] = gathered(those)
    unplaced = _place_marks(result, places, language)
    on_page = [*apart, *(note for leaf in told for note in leaf.notes)]
    marks = [*unplaced, *(mark for leaf in told for row in leaf.rows for mark in row.verdicts)]
    findings = _severities(on_page, language)
    counts = [count.words for count in findings] or [language.word("preview.clean")]
    return PreviewPage(
        page=page,
        entries=tuple(ContentsLine(leaf, _severities(leaf.notes, language)) for leaf in told),
        apart=tuple(_parts(apart, language)),
        unplaced=tuple(unplaced),
        findings=findings,
        verdicts=_verdicts(marks, language),
        passed=sum(not note.finding.counts for note in notes),
        news=language.word("preview.news", counts=language.several(counts)),
    )


def _place_notes(notes: Iterable[Note], told: Iterable[Leaf], places: Places) -> list[Note]:
    """Puts each finding beside what it is about; those that are about no text are left.

    In the notice that is its subject, elsewhere the promise that it breaks. What a section lacks, such as a right, has
    no text either, and is told where the text would be.
    """
    sections = {leaf.heading.section: leaf for leaf in told}
    left: list[Note] = []
    for note in notes:
        of_notice = note.part == "notice_against_law"
        about = note.finding.subject if of_notice else note.finding.promise
        row = places.row(about, note.finding.value) if about else None
        if row is None:
            left.append(note)
        elif of_notice and row.kind == "heading" and row.anchor != about:
            sections[row.section].missing.append(note)
        else:
            row.notes.append(note)
    return left


def _place_marks(result: Result, places: Places, language: Language) -> list[Mark]:
    """Puts each verdict beside its promise; those of promises that the page does not tell are left."""
    left: list[Mark] = []
    for judged in result.promises:
        mark, row = mark_of(judged, language), places.row(judged.id)
        if row is None or (row.anchor == judged.promise.section and row.kind != "heading"):
            label = language.word(f"notice.headings.{judged.promise.section}")
            mark = replace(mark, words=language.word("notice.label", label=label, value=mark.words))
        (left if row is None else row.verdicts).append(mark)
    return left


def _parts(apart: Iterable[Note], language: Language) -> Iterator[Apart]:
    """The findings that are about no text, by part: the notice's own first."""
    found = list(apart)
    for key, _ in PARTS:
        notes = tuple(note for note in found if note.part == key)
        if notes:
            yield Apart(key, notes, _severities(notes, language))


def _severities(notes: Iterable[Note], language: Language) -> tuple[Count, ...]:
    """How many of the findings count, by severity, those of which there are any."""
    found = [each for note in notes for each in note.all if each.finding.counts]
    gathered = {severity: [note for note in found if note.severity is severity] for severity in Severity}
    return tuple(
        Count(severity.value, language.count(f"counted.{severity}", len(those)), those[0].anchor)
        for severity, those in gathered.items()
        if those
    )


def _verdicts(marks: Iterable[Mark], language: Language) -> tuple[Count, ...]:
    """How many promises there are of each verdict, those of which there are any."""
    told = list(marks)
    gathered = {verdict: [mark for mark in told if mark.verdict is verdict] for verdict in Verdict}
    return tuple(
        Count(verdict.value, language.count(f"preview.count.{verdict}", len(those)), those[0].anchor)
        for verdict, those in gathered.items()
        if those
    )


__all__ = ["PreviewPage", "desk", "unread_notes"]
