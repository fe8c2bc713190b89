"""Waivers: decisions to accept findings until a day, from the waivers file and from comments in inventories.

One function, `applies`, decides whether a waiver waives a finding on a day. The other functions read waivers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from pydantic import ValidationError

from seloste.checker.finding import Finding
from seloste.checker.position import Location, MarkedList, MarkedMapping, mark_of
from seloste.checker.reading.documents import Document, File, make_finding, require_one_document, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.waiver_comments import WaiverComment
from seloste.checker.rules.catalogue import FAMILIES, load_catalogue, load_family
from seloste.checker.workspace.configuration import WaiverEntry as Written
from seloste.checker.workspace.configuration import WaiversFile
from seloste.policy.names import nearest_name
from seloste.policy.period import Period

#: How far ahead of a day a waiver may end.
LONGEST = Period("P1Y")
#: In one file so many unknown rules get a suggestion, which is looked for among all rules.
_MOST_SUGGESTIONS = 100
#: How many waivers of a file may have a `*` in their subject: each is compared with each finding.
_MOST_GENERAL = 500
#: Unreadable input is never waived, nor is a defect of a waiver.
NEVER_WAIVED = frozenset({"input", "waiver"})


class SourceLine(Struct, frozen=True):
    """A location, and the line of source that it is on."""

    location: Location
    source: str | None


class UnfitValue(Struct, frozen=True):
    """A value in a comment that is no rule or no day: the message of `waiver/incomplete` for it, and the value."""

    variant: str
    value: str
    suggestion: str = ""


class Waiver(Struct, frozen=True):
    """A decision to accept findings until a day, as somebody wrote it.

    Attributes:
        place: Where it names its rule, or where it begins.
        line: For a comment, the only line of its file that it is about.
        missing: The parts that it lacks.
        trusted: Whether it may waive anything: False for one that a change under review brings itself.
    """

    rule: str | None
    reason: str | None
    until: date | None
    place: SourceLine
    until_place: SourceLine
    subject: str | None = None
    approved_by: str | None = None
    advised_by: str | None = None
    line: int | None = None
    missing: tuple[str, ...] = ()
    unfit: UnfitValue | None = None
    trusted: bool = True

    @property
    def complete(self) -> bool:
        """Whether it has all the parts of a decision."""
        return not self.missing and self.unfit is None


class WaiverState(Struct, frozen=True):
    """A waiver on a day: the findings that it is about, and whether its rules looked at every record.

    `meant` is the subject of findings of its rules that its own, which has none, may mean.
    """

    findings: tuple[Finding, ...]
    covered: bool
    meant: str = ""


def applies(waiver: Waiver, finding: Finding, day: date) -> bool:
    """Whether a waiver waives a finding on a day; its last day included. Nothing else decides that."""
    return waiver.trusted and waiver.until is not None and day <= waiver.until and concerns(waiver, finding)


def concerns(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver is about a finding, whether it has ended or not. An incomplete one is about none."""
    if not waiver.complete or finding.family in NEVER_WAIVED:
        return False
    if waiver.rule not in (finding.rule, f"{finding.family}/*"):
        return False
    if waiver.line is not None and (waiver.place.location.path, waiver.line) != line_of(finding):
        return False
    return waiver.subject is None or is_below(finding.subject, waiver.subject)


def line_of(finding: Finding) -> tuple[str, int | None]:
    """The file and the line of a finding."""
    return finding.location.path, finding.location.line


def is_below(subject: str, pattern: str) -> bool:
    """Whether `subject` matches the path `pattern`, or lies below it. A `*` matches any letters within a part."""
    parts, patterns = subject.split("."), pattern.split(".")
    return len(patterns) <= len(parts) and all(map(_fits, patterns, parts))


def _fits(pattern: str, part: str) -> bool:
    """Whether a part of a path matches `pattern`. Each piece is searched once, so that no pattern is slow."""
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
    return kind in FAMILIES and (rest == "*" or name in load_family(kind))


def nearest_rule(name: str) -> str:
    """The rule or family that may have been meant; empty when none is near."""
    known = [*load_catalogue(), *(f"{kind}/*" for kind in FAMILIES)]
    return nearest_name(name, known)


def propose_waiver(rule: str, subject: str | None, until: date) -> Waiver:
    """A waiver that is not written anywhere yet, to see what it would waive."""
    nowhere = SourceLine(Location(""), None)
    return Waiver(rule, "-", until, nowhere, nowhere, subject=subject)


def read_waivers(file: File) -> list[Waiver]:
    """The valid waivers of a waivers file. Its findings then say what is wrong with the others."""
    document = require_one_document(file)
    if document is None:
        return []
    validate_record(file, document, WaiversFile)
    waivers: list[Waiver] = []
    lines = file.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    unknown = 0
    for number, written in _written(document):
        if written.rule is not None and not is_rule(written.rule):
            unknown += 1
            nearest = nearest_rule(written.rule) if unknown <= _MOST_SUGGESTIONS else ""
            file.add(_no_rule(file, document, number, (written.rule, nearest)))
        else:
            waivers.append(_of_file(document, number, written, lines))
    general = [waiver for waiver in waivers if waiver.subject and "*" in waiver.subject]
    if len(general) > _MOST_GENERAL:
        problem = Problem("limit-exceeded", "general-waivers", None, {"limit": _MOST_GENERAL})
        file.add(make_finding(file, problem))
        return []
    return waivers


def _written(document: Document) -> Iterator[tuple[int, Written]]:
    """The valid items of the file, with their numbers. The others have a finding already."""
    items = document.value.get("waivers") if isinstance(document.value, MarkedMapping) else None
    for number, item in enumerate(items if isinstance(items, MarkedList) else ()):
        try:
            yield number, Written.model_validate(item)
        except ValidationError:
            continue


def _no_rule(file: File, document: Document, number: int, named: tuple[str, str]) -> Finding:
    """The finding of a waiver of no rule. `named`: the rule as it is written, and the one that may have been meant."""
    name, nearest = named
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
        advised_by=_words(written.advised_by),
        missing=tuple(name for name, part in parts.items() if part is None),
    )


def _words(text: str | None) -> str | None:
    """The text without the spaces around it; None where nothing is left."""
    return (text or "").strip() or None


def inline_waivers(path: str, comments: Iterable[WaiverComment]) -> list[Waiver]:
    """The waivers in the comments of a YAML file. JSON has no comments."""
    return (
        []
        if path.lower().endswith(".json")
        else [_of_comment(path, comment, suggest=number < _MOST_SUGGESTIONS) for number, comment in enumerate(comments)]
    )


def _of_comment(path: str, comment: WaiverComment, *, suggest: bool) -> Waiver:
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
        unfit=_unfit(comment, until, suggest=suggest),
    )


def _unfit(comment: WaiverComment, until: date | None, *, suggest: bool) -> UnfitValue | None:
    """A value in a comment that is no rule or no day. Comments have no schema that would refuse it."""
    if comment.rule is not None and not is_rule(comment.rule.text):
        nearest = nearest_rule(comment.rule.text) if suggest else ""
        return UnfitValue("unknown-rule-suggestion" if nearest else "unknown-rule", comment.rule.text, nearest)
    if comment.until is not None and until is None:
        return UnfitValue("date", comment.until.text)
    return None


def _day(text: str) -> date | None:
    """The day that a text writes, as in the waivers file; None when it is none."""
    try:
        return Written.model_validate({"until": text}).until
    except ValidationError:
        return None
