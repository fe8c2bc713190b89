"""The promises by controls of ISO/IEC 27002 and 27701, with their verdicts and findings: an annex for auditors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.policy.promise import Promise
from seloste.policy.standards import StandardControl, map_controls
from seloste.reports.audit.findings import ReportedFinding
from seloste.reports.audit.promises import PromiseRow
from seloste.reports.audit.runs import Run, find_runs
from seloste.reports.language.language import Language
from seloste.reports.notice.shortening import shorten_to

#: The most promises of a control that are named in their own words; of more, their sections with their number.
_MOST_NAMED = 2
_LONGEST_QUOTE = 60
#: The most runs of numbers of findings that are listed.
_MOST_RUNS = 8


class ControlName(Struct, frozen=True):
    """A control by its number, and what it is about."""

    number: str
    title: str
    from_memory: bool


class ControlRow(Struct, frozen=True):
    """The controls of a standard that concern the same promises."""

    controls: tuple[ControlName, ...]
    promises: tuple[str, ...]
    verdicts: str
    runs: tuple[Run, ...]
    #: The number of findings that are not listed.
    omitted: int


class StandardSection(Struct, frozen=True):
    """A standard with those of its controls that concern a promise of the notice."""

    name: str
    rows: tuple[ControlRow, ...]


def build_standards(result: Result, promises: Iterable[PromiseRow], language: Language) -> tuple[StandardSection, ...]:
    """Builds a section for each standard; none without a notice."""
    if result.notice is None:
        return ()
    rows = {row.promise.id: row for row in promises}
    mapped = map_controls(result.notice.record)
    return tuple(
        StandardSection(name, tuple(_list_rows(controls, rows, language)))
        for name, controls in groupby(mapped, key=lambda item: item[0].standard)
    )


def _list_rows(
    controls: Iterable[tuple[StandardControl, tuple[Promise, ...]]], rows: Mapping[str, PromiseRow], language: Language
) -> Iterator[ControlRow]:
    alike: dict[tuple[str, ...], list[StandardControl]] = {}
    for control, concerned in controls:
        alike.setdefault(tuple(promise.id for promise in concerned if promise.id in rows), []).append(control)
    for ids, several in alike.items():
        own = [rows[id] for id in ids]
        findings = {each.number: each for row in own for each in _list_findings(row)}
        runs = find_runs(findings[number] for number in sorted(findings))
        yield ControlRow(
            controls=tuple(ControlName(each.number, language.text(each.title), each.from_memory) for each in several),
            promises=tuple(_name_promises(own, len(rows), language)),
            verdicts=_count_verdicts(own, language),
            runs=runs[:_MOST_RUNS],
            omitted=sum(last.number - first.number + 1 for first, last in runs[_MOST_RUNS:]),
        )


def _list_findings(row: PromiseRow) -> Iterator[ReportedFinding]:
    """The findings on a promise, and its defects: a control on legal bases concerns those that the notice lacks."""
    yield from row.findings
    for defect in row.defects:
        yield from row.list_own(defect)


def _name_promises(rows: Sequence[PromiseRow], total: int, language: Language) -> Iterator[str]:
    """A few promises in their own words, more by section with their number, all of them as one."""
    if len(rows) == total > _MOST_NAMED:
        yield language.word("standards.all")
        return
    sections: dict[str, list[PromiseRow]] = {}
    for row in rows:
        sections.setdefault(row.promise.promise.section, []).append(row)
    for section, own in sections.items():
        heading = language.word(f"notice.headings.{section}")
        if len(rows) <= _MOST_NAMED and all(row.promise.text for row in own):
            yield from (shorten_to(row.text, _LONGEST_QUOTE) for row in own)
        else:
            yield f"{heading} ({len(own)})"


def _count_verdicts(rows: Iterable[PromiseRow], language: Language) -> str:
    found = [row.promise.verdict for row in rows]
    counts = ((verdict, found.count(verdict)) for verdict in (Verdict.BROKEN, Verdict.UNVERIFIED, Verdict.KEPT))
    return ", ".join(f"{language.word(f'verdict.{verdict}')} {count}" for verdict, count in counts if count)
