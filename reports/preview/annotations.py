"""Annotations beside the text of the notice: findings in words, and verdicts on promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.reports.audit.findings import (
    Excerpt,
    FindingGroup,
    ReportedFinding,
    find_comparison,
    group_findings,
    mark_excerpt,
)
from seloste.reports.language.language import Language, capitalize
from seloste.reports.language.rule_words import Fix

#: Findings of a rule at one place of the text that have an annotation each. More of them share one.
_MOST_SEPARATE = 5


class Annotation(Struct, frozen=True):
    """A finding in words.

    Attributes:
        anchor: The id for links to it.
        finding: The finding.
        section: The section of the report for auditors that has it.
        title: The title of its rule.
        message: Its sentence.
        place: Its file and line.
        why: Why its rule exists.
        law: The citations of its rule.
        fix: How to fix it in the file itself.
        wording: A model wording for the notice.
        fixes: The ways to resolve it.
        suppression: The waiver or the baseline that suppresses it; None: it counts.
        suppression_label: The same in a word.
        excerpt: The line of the file.
        others: Further findings of the same rule at the same place of the text that share the annotation.
    """

    anchor: str
    finding: Finding
    section: str
    title: str
    message: str
    place: str
    why: str = ""
    law: tuple[str, ...] = ()
    fix: str = ""
    wording: str = ""
    fixes: tuple[Fix, ...] = ()
    suppression: str | None = None
    suppression_label: str | None = None
    excerpt: Excerpt | None = None
    others: tuple[Annotation, ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity of the finding."""
        return self.finding.severity

    @property
    def all(self) -> tuple[Annotation, ...]:
        """This annotation and the others that share it."""
        return (self, *self.others)


class VerdictMark(Struct, frozen=True):
    """The verdict on a promise in words, with a remark such as the kind of evidence."""

    anchor: str
    verdict: Verdict
    words: str
    remark: str


def annotate_findings(result: Result, language: Language) -> list[Annotation]:
    """The annotations of all findings but errors in files, by severity, then in the order of the result."""
    reported = [
        (find_comparison(finding.finding), group, finding)
        for section in group_findings(result, language)
        for group in section.groups
        for finding in group.findings
        if not finding.finding.is_input
    ]
    reported.sort(key=lambda each: (list(Severity).index(each[2].finding.severity), each[2].number))
    anchors = _list_anchors(finding.finding for _, _, finding in reported)
    return [
        _annotate(section, group, finding, anchor, language, result)
        for (section, group, finding), anchor in zip(reported, anchors, strict=True)
    ]


def group_annotations(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations of one place. If a rule has too many of them, its first one contains the others."""
    groups: dict[tuple[str, Severity, bool], list[Annotation]] = {}
    for annotation in annotations:
        key = (annotation.finding.rule, annotation.severity, annotation.finding.counts)
        groups.setdefault(key, []).append(annotation)
    grouped: list[Annotation] = []
    for group in groups.values():
        grouped += group if len(group) <= _MOST_SEPARATE else [replace(group[0], others=tuple(group[1:]))]
    return grouped


def annotate_unreadable(findings: Iterable[Finding], language: Language) -> tuple[Annotation, ...]:
    """The annotations of findings about files that can't be read."""
    findings = list(findings)
    return tuple(
        Annotation(
            anchor=anchor,
            finding=finding,
            section="input",
            title=language.title(finding.rule),
            message=capitalize(language.message(finding)),
            place=format_place(finding.location, language),
            fix=language.fix(finding),
            excerpt=mark_excerpt(finding),
        )
        for finding, anchor in zip(findings, _list_anchors(findings), strict=True)
    )


def mark_verdict(judged: JudgedPromise, language: Language) -> VerdictMark:
    """The verdict on a promise. A promise without a text is a closed list, which has words of its own."""
    kind = "verdict" if judged.text is not None else "whole"
    remark = f"strength.{judged.strength}" if judged.strength else ""
    if judged.accepted:
        remark = "audit.accepted"
    return VerdictMark(
        anchor=f"verdict-{judged.id}",
        verdict=judged.verdict,
        words=language.word(f"preview.{kind}.{judged.verdict}"),
        remark=language.word(remark) if remark else "",
    )


def format_place(location: Location, language: Language) -> str:
    """The file and the line in words."""
    if location.line is None:
        return location.path
    return language.word("preview.place", path=location.path, line=str(location.line))


def _annotate(
    section: str, group: FindingGroup, reported: ReportedFinding, anchor: str, language: Language, result: Result
) -> Annotation:
    finding = reported.finding
    return Annotation(
        anchor=anchor,
        finding=finding,
        section=section,
        title=group.title,
        message=reported.message,
        place=format_place(finding.location, language),
        why=group.why,
        law=tuple(language.cite(citation, result.as_of) for citation in dict.fromkeys(finding.law)),
        fix=group.fix,
        wording=group.wording,
        fixes=group.fixes,
        suppression=reported.suppression,
        suppression_label=reported.suppression_label,
    )


def _list_anchors(findings: Iterable[Finding]) -> Iterator[str]:
    """An anchor for each finding, which stays as long as the finding does, so that a page can show which are new."""
    seen: dict[str, int] = {}
    for finding in findings:
        fingerprint = finding.fingerprint
        seen[fingerprint] = seen.get(fingerprint, 0) + 1
        yield f"note-{fingerprint}" if seen[fingerprint] == 1 else f"note-{fingerprint}-{seen[fingerprint]}"
