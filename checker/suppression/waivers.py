"""Waivers: decisions to let findings pass until a day, from the waivers file and from comments beside what they waive.

One function, `applies`, decides whether a waiver lets a finding pass on a day. All else here reads what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from seloste.checker.finding import Finding
from seloste.checker.position import Location, MarkedList, MarkedMapping, mark_of
from seloste.checker.reading.directives import WaiverComment
from seloste.checker.reading.documents import Document, File, make_finding, require_one_document, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.rules.registry import FAMILIES, catalogue, family
from seloste.checker.workspace.configuration import WaiverEntry as Written
from seloste.checker.workspace.configuration import WaiversFile
from seloste.policy.names import nearest_name
from seloste.policy.period import Period

#: How far ahead of a day a waiver may end.
LONGEST = Period("P1Y")
#: What could not be read is never let pass, nor is what is wrong with a waiver.
NEVER_WAIVED = frozenset({"input", "waiver"})


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place, and the source line that it is on."""

    location: Location
    source: str | None


@dataclass(frozen=True, slots=True)
class Unfit:
    """What a comment says that means nothing: which message of `waiver/incomplete` tells it, and the words."""

    variant: str
    value: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision to let findings pass until a day, as somebody wrote it: `missing` are the parts that it lacks.

    `place` is where it names its rule, or where it begins. `line` is for a comment: it is about that one line of its
    own file, and about no other.
    """

    rule: str | None
    reason: str | None
    until: date | None
    place: SourceLine
    until_place: SourceLine
    subject: str | None = None
    approved_by: str | None = None
    line: int | None = None
    missing: tuple[str, ...] = ()
    unfit: Unfit | None = None
    #: Whether it may let anything pass: not one that a change under judgment has written for itself.
    trusted: bool = True

    @property
    def complete(self) -> bool:
        """Whether it is a decision at all."""
        return not self.missing and self.unfit is None


def applies(waiver: Waiver, finding: Finding, day: date) -> bool:
    """Whether a waiver lets a finding pass on a day, of which its last day is one. Nothing else decides that."""
    return waiver.trusted and waiver.until is not None and day <= waiver.until and concerns(waiver, finding)


def concerns(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver is about a finding, be it in time or not. An incomplete one is about none."""
    if not waiver.complete or finding.family in NEVER_WAIVED:
        return False
    if waiver.rule not in (finding.rule, f"{finding.family}/*"):
        return False
    if waiver.line is not None and (waiver.place.location.path, waiver.line) != at_line(finding):
        return False
    return waiver.subject is None or is_below(finding.subject, waiver.subject)


def at_line(finding: Finding) -> tuple[str, int | None]:
    """The file and the line of a finding."""
    return finding.location.path, finding.location.line


def is_below(subject: str, pattern: str) -> bool:
    """Whether `subject` is the path that `pattern` writes, or below it. A `*` stands for any letters within a part."""
    parts, patterns = subject.split("."), pattern.split(".")
    return len(patterns) <= len(parts) and all(map(_fits, patterns, parts))


def _fits(pattern: str, part: str) -> bool:
    """Whether a part of a path is as `pattern` writes it. Each piece is looked for once: no pattern is slow."""
    head, *pieces = pattern.split("*")
    if not pieces:
        return part == pattern
    *middle, tail = pieces
    at, end = len(head), len(part) - len(tail)
    if at > end or not part.startswith(head) or not part.endswith(tail):
        return False
    for piece in middle:
        found = part.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def ends_too_late(until: date, day: date) -> bool:
    """Whether a waiver that ends on `until` ends too far ahead of a day."""
    return LONGEST.end(day).date() < until


def is_rule(name: str) -> bool:
    """Whether there is a rule of that name, or a family, written `notice/*`."""
    kind, _, rest = name.partition("/")
    return kind in FAMILIES and (rest == "*" or name in family(kind))


def nearest_rule(name: str) -> str:
    """The rule or family that may have been meant; empty when none is near."""
    known = [*catalogue(), *(f"{kind}/*" for kind in FAMILIES)]
    return nearest_name(name, known)


def proposed(rule: str, subject: str | None, until: date) -> Waiver:
    """A waiver that is not written anywhere yet, to see what it would let pass."""
    nowhere = SourceLine(Location(""), None)
    return Waiver(rule, "-", until, nowhere, nowhere, subject=subject)


def read_waivers(file: File) -> list[Waiver]:
    """The waivers of a waivers file that can be understood; what is wrong with it is then among its findings."""
    document = require_one_document(file)
    if document is None:
        return []
    validate_record(file, document, WaiversFile)
    waivers: list[Waiver] = []
    lines = file.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, written in _written(document):
        if written.rule is not None and not is_rule(written.rule):
            file.findings.append(_no_rule(file, document, number, written.rule))
        else:
            waivers.append(_of_file(document, number, written, lines))
    return waivers


def _written(document: Document) -> Iterator[tuple[int, Written]]:
    """The items of the file that are valid, with their numbers. Of the others is told already."""
    items = document.value.get("waivers") if isinstance(document.value, MarkedMapping) else None
    for number, item in enumerate(items if isinstance(items, MarkedList) else ()):
        try:
            yield number, Written.model_validate(item)
        except ValidationError:
            continue


def _no_rule(file: File, document: Document, number: int, name: str) -> Finding:
    nearest = nearest_rule(name)
    problem = Problem(
        "invalid-value",
        "unknown-rule-suggestion" if nearest else "unknown-rule",
        mark_of(document.value, ("waivers", number, "rule")),
        {"value": name, **({"suggestion": nearest} if nearest else {})},
    )
    return make_finding(file, problem, document, f"waivers.{number}.rule")


def _of_file(document: Document, number: int, written: Written, lines: list[str]) -> Waiver:
    def place(*steps: str) -> SourceLine:
        at = document.locate("waivers", number, *steps)
        return SourceLine(at, lines[at.line - 1][:400] if at.line else None)

    reason = _words(written.reason)
    parts = {"rule": written.rule, "reason": reason, "until": written.until}
    return Waiver(
        rule=written.rule,
        reason=reason,
        until=written.until,
        place=place("rule") if written.rule else place(),
        until_place=place("until"),
        subject=written.subject,
        approved_by=_words(written.approved_by),
        missing=tuple(name for name, part in parts.items() if part is None),
    )


def _words(text: str | None) -> str | None:
    """The text without the spaces around it; None where nothing is left."""
    return (text or "").strip() or None


def inline_waivers(file: File) -> list[Waiver]:
    """The waivers that stand as comments in a file of YAML. JSON has no comments."""
    if file.path.lower().endswith(".json"):
        return []
    return [_of_comment(file.path, comment) for comment in file.comments]


def _of_comment(path: str, comment: WaiverComment) -> Waiver:
    parts = {"rule": comment.rule, "reason": comment.reason, "until": comment.until}
    begin = SourceLine(Location.of(path, comment.mark), comment.source)
    until = _day(comment.until.text) if comment.until else None
    return Waiver(
        rule=comment.rule.text if comment.rule else None,
        reason=comment.reason,
        until=until,
        place=SourceLine(Location.of(path, comment.rule.mark), comment.source) if comment.rule else begin,
        until_place=SourceLine(Location.of(path, comment.until.mark), comment.source) if comment.until else begin,
        line=comment.line,
        missing=tuple(name for name, part in parts.items() if part is None),
        unfit=_unfit(comment, until),
    )


def _unfit(comment: WaiverComment, until: date | None) -> Unfit | None:
    """What a comment says that means nothing; it has no schema that would refuse it."""
    if comment.rule is not None and not is_rule(comment.rule.text):
        nearest = nearest_rule(comment.rule.text)
        return Unfit("unknown-rule-suggestion" if nearest else "unknown-rule", comment.rule.text, nearest)
    if comment.until is not None and until is None:
        return Unfit("date", comment.until.text)
    return None


def _day(text: str) -> date | None:
    """The day that a text writes, as in the waivers file; None when it is none."""
    try:
        return Written.model_validate({"until": text}).until
    except ValidationError:
        return None
