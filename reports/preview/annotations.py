"""What is told beside the text: a finding in words, and the verdict on a promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from seloste.checker.finding import Finding, Severity
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.verdict import JudgedPromise, Verdict
from seloste.reports.audit.findings import Excerpt, Group, Shown, excerpt, parts_of
from seloste.reports.language.language import Language, WayOut, capital

#: Up to so many findings of a rule at one place in the text are told one by one.
_ONE_BY_ONE = 5


@dataclass(frozen=True, slots=True)
class Note:
    """A finding: what is wrong, why, by which law, how to mend it, and a model wording. `part` is that of the audit."""

    anchor: str
    finding: Finding
    part: str
    title: str
    message: str
    place: str
    why: str = ""
    law: tuple[str, ...] = ()
    mend: str = ""
    wording: str = ""
    ways_out: tuple[WayOut, ...] = ()
    #: Who lets it pass, why and until when; and the word for that.
    passed: str | None = None
    mark: str | None = None
    excerpt: Excerpt | None = None
    #: Others of the same rule at the same place in the text, where they are too many to be told one by one.
    others: tuple[Note, ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.finding.severity

    @property
    def all(self) -> tuple[Note, ...]:
        """It and the others."""
        return (self, *self.others)


@dataclass(frozen=True, slots=True)
class Mark:
    """The verdict on a promise, in words."""

    anchor: str
    verdict: Verdict
    words: str
    remark: str


def notes_of(result: Result, language: Language) -> list[Note]:
    """Every finding of the result but those of files that can't be read: the gravest first, then as in the result."""
    shown = [
        (part.key, group, shown)
        for part in parts_of(result, language)
        if part.key != "input"
        for group in part.groups
        for shown in group.findings
    ]
    shown.sort(key=lambda each: (list(Severity).index(each[2].finding.severity), each[2].number))
    anchors = _anchors(each.finding for _, _, each in shown)
    return [
        _note(key, group, each, anchor, result, language)
        for (key, group, each), anchor in zip(shown, anchors, strict=True)
    ]


def gathered(notes: Iterable[Note]) -> list[Note]:
    """The notes of one place; of a rule that has many there, the first with the others in it."""
    alike: dict[tuple[str, Severity, bool], list[Note]] = {}
    for note in notes:
        alike.setdefault((note.finding.rule, note.severity, note.finding.counts), []).append(note)
    told: list[Note] = []
    for same in alike.values():
        told += same if len(same) <= _ONE_BY_ONE else [replace(same[0], others=tuple(same[1:]))]
    return told


def unread_notes(findings: Iterable[Finding], language: Language) -> tuple[Note, ...]:
    """What is wrong with files that can't be read."""
    told = list(findings)
    return tuple(
        Note(
            anchor=anchor,
            finding=finding,
            part="input",
            title=language.title(finding.rule),
            message=capital(language.message(finding)),
            place=place(finding.location, language),
            mend=language.mend(finding.rule),
            excerpt=excerpt(finding),
        )
        for finding, anchor in zip(told, _anchors(told), strict=True)
    )


def mark_of(judged: JudgedPromise, language: Language) -> Mark:
    """The verdict on a promise; a closed list is kept when there are no others."""
    kind = "verdict" if judged.text is not None else "whole"
    remark = f"strength.{judged.strength}" if judged.strength else ""
    if judged.accepted:
        remark = "audit.accepted"
    return Mark(
        anchor=f"verdict-{judged.id}",
        verdict=judged.verdict,
        words=language.word(f"preview.{kind}.{judged.verdict}"),
        remark=language.word(remark) if remark else "",
    )


def place(location: Location, language: Language) -> str:
    """Where something stands, for people: the file and its line."""
    if location.line is None:
        return location.path
    return language.word("preview.place", path=location.path, line=str(location.line))


def _note(part: str, group: Group, shown: Shown, anchor: str, result: Result, language: Language) -> Note:
    return Note(
        anchor=anchor,
        finding=shown.finding,
        part=part,
        title=group.title,
        message=shown.message,
        place=place(shown.finding.location, language),
        why=group.why,
        law=tuple(language.cite(citation, result.as_of) for citation in dict.fromkeys(shown.finding.law)),
        mend=group.mend,
        wording=group.wording,
        ways_out=group.ways_out,
        passed=shown.passed,
        mark=shown.mark,
    )


def _anchors(findings: Iterable[Finding]) -> Iterator[str]:
    """Where links lead to each: the same as long as the finding is, so that a page can tell what is new in it."""
    seen: dict[str, int] = {}
    for finding in findings:
        fingerprint = finding.fingerprint
        seen[fingerprint] = seen.get(fingerprint, 0) + 1
        yield f"note-{fingerprint}" if seen[fingerprint] == 1 else f"note-{fingerprint}-{seen[fingerprint]}"
