"""The baseline: findings that were there when the gate was introduced. They are known, and so they do not count.

One function, `covers`, decides whether an entry covers a finding. Entries are matched by fingerprint, wherever the
finding has moved, and as often as their count: of three alike where two are known, one is new. An entry names its rule
and subject in words and covers nothing else, so that a change of the file can be reviewed by reading it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticKnownError

from seloste.checker.finding import Finding, Severity
from seloste.checker.reading.documents import File, require_one_document, validate_record
from seloste.checker.rules.catalogue import load_first_rules
from seloste.checker.suppression.waivers import NEVER_WAIVED
from seloste.policy.base import FINGERPRINT_PATTERN, FileRecord, Name, Record, Version

_GRAVEST_FIRST = tuple(Severity)


def _count(value: Any) -> Any:
    if type(value) is not int or value < 1:
        raise PydanticKnownError("int_type")
    return value


class BaselineEntry(Record):
    """A known finding: what it was about, its severity, and how many alike there were."""

    rule: Name
    subject: Name
    promise: Name | None = None
    severity: Severity
    fingerprint: Annotated[str, Field(pattern=FINGERPRINT_PATTERN)]
    count: Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 1})] = 1

    @property
    def family(self) -> str:
        """The part of the rule's id before the slash."""
        return self.rule.partition("/")[0]


class Writer(Record):
    """The program that wrote the file."""

    name: Name
    version: Name
    rules: list[Name] | None = Field(default=None, description="The rules that it looked for.")


class BaselineFile(FileRecord):
    """A baseline, as `seloste check --write-baseline` writes it."""

    version: Version = 1
    tool: Writer | None = None
    findings: list[BaselineEntry]
    files: list[Name] = Field(
        default=[],
        description="The inventories that the findings are about, seen from this file. They are never passed over.",
        examples=[["services/shop/systems.yaml"]],
    )


class BaselineWriter(Struct, frozen=True):
    """The version of the program that wrote a baseline, and the rules that it looked for."""

    version: str
    rules: frozenset[str]

    def list_newer(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """The rules of findings that count and that it did not know, sorted."""
        rules = {finding.rule for finding in findings if finding.counts and can_be_baselined(finding)}
        return tuple(sorted(rules - self.rules))


class BaselineMatch(Struct, frozen=True):
    """How a baseline matched what was found.

    Attributes:
        entries: All entries.
        fixed: The entries that no finding matches any more, with how many of each.
        unjudged: The entries of rules that did not look at every record, so that nobody knows.
        newer: The rules of findings that count, where the program that wrote the baseline did not know them yet.
        writer: That program; None where it is not known.
    """

    entries: tuple[BaselineEntry, ...] = ()
    fixed: tuple[BaselineEntry, ...] = ()
    unjudged: tuple[BaselineEntry, ...] = ()
    newer: tuple[str, ...] = ()
    writer: BaselineWriter | None = None

    @property
    def fixed_count(self) -> int:
        """How many known findings are fixed."""
        return sum(known.count for known in self.fixed)


def covers(known: BaselineEntry, finding: Finding) -> bool:
    """Whether an entry is about a finding, whose severity may have fallen since, but not risen."""
    return (
        can_be_baselined(finding)
        and known.fingerprint == finding.fingerprint
        and (known.rule, known.subject, known.promise) == (finding.rule, finding.about, finding.promise)
        and _GRAVEST_FIRST.index(known.severity) <= _GRAVEST_FIRST.index(finding.severity)
    )


def can_be_baselined(finding: Finding) -> bool:
    """Whether a baseline may have a finding: not one about unreadable input or about a waiver."""
    return finding.family not in NEVER_WAIVED


def read_baseline(file: File) -> tuple[BaselineEntry, ...]:
    """The entries of a baseline; none where anything is wrong with the file, which is then among its findings."""
    document = require_one_document(file)
    if document is None:
        return ()
    record = validate_record(file, document, BaselineFile)
    newer = [finding for finding in file.findings if finding.variant == "version"]
    if newer:  # the content of another version is not judged by this one's model
        file.keep_only(newer)
    return tuple(record.findings) if record is not None and file.is_sound else ()


def read_writer(file: File) -> BaselineWriter | None:
    """Who wrote a baseline that is valid; None where that is not written in it, or not known."""
    if not file.is_sound or not file.documents:
        return None
    tool = BaselineFile.model_validate(file.documents[0].value).tool
    if tool is None:
        return None
    # A rule of the first version is never newer, though somebody took it out of the list.
    return BaselineWriter(tool.version, load_first_rules().union(tool.rules or ()))


def match_baseline(
    entries: Iterable[BaselineEntry], findings: Sequence[Finding], covers_rule: Callable[[str], bool]
) -> tuple[set[int], BaselineMatch]:
    """The numbers of the findings that the entries cover, each entry as many as it says, the first ones first.

    `covers_rule`: whether a rule looked at every record, so that a finding that it did not find is fixed.
    """
    merged = _merged(entries)
    left: dict[str, list[list[Any]]] = defaultdict(list)
    for known in merged:
        left[known.fingerprint].append([known, known.count])
    covered = set()
    for number, finding in enumerate(findings) if left else ():
        for slot in reversed(left.get(finding.fingerprint, ())):  # the mildest that will do
            if slot[1] and covers(slot[0], finding):
                slot[1] -= 1
                covered.add(number)
                break
    rest = [known.model_copy(update={"count": count}) for slots in left.values() for known, count in slots if count]
    fixed = tuple(known for known in rest if covers_rule(known.rule))
    return covered, BaselineMatch(
        merged, _merged(fixed), tuple(known for known in merged if not covers_rule(known.rule))
    )


def record_findings(findings: Iterable[Finding], staying: Iterable[BaselineEntry]) -> tuple[BaselineEntry, ...]:
    """A baseline of findings, and of the `staying` entries, whose rules did not run."""
    new = (_entry_of(finding) for finding in findings if can_be_baselined(finding))
    return _merged((*_merged(new), *staying))


def prune_baseline(match: BaselineMatch) -> tuple[BaselineEntry, ...]:
    """The baseline without the fixed findings."""
    counts = _counts(match.entries)
    counts.subtract(_counts(match.fixed))
    return _build(counts)


def format_baseline(
    entries: Iterable[BaselineEntry], tool: str, rules: Sequence[str] = (), files: Iterable[str] = ()
) -> str:
    """The text of the file: sorted, one entry a line, so that a change of it is easy to review.

    `tool` is the version of this program, `rules` are those that it looked for, `files` the inventories.
    """
    import json  # only a written baseline needs it

    head = json.dumps({"name": "seloste", "version": tool, **({"rules": list(rules)} if rules else {})})
    lines = [json.dumps(known.model_dump(mode="json"), ensure_ascii=False) for known in entries]
    body = ",\n".join(f"    {line}" for line in lines)
    listed = f"[\n{body}\n  ]" if lines else "[]"
    named = "".join(f",\n    {json.dumps(file, ensure_ascii=False)}" for file in sorted(files)).removeprefix(",")
    ending = f',\n  "files": [{named}\n  ]' if named else ""
    return f'{{\n  "version": 1,\n  "tool": {head},\n  "findings": {listed}{ending}\n}}\n'


_Key = tuple[str, str, str, str, int]


def _entry_of(finding: Finding) -> BaselineEntry:
    return BaselineEntry.model_construct(
        rule=finding.rule,
        subject=finding.about,
        promise=finding.promise,
        severity=finding.severity,
        fingerprint=finding.fingerprint,
        count=1,
    )


def _merged(entries: Iterable[BaselineEntry]) -> tuple[BaselineEntry, ...]:
    """The entries sorted, equal ones merged; of one fingerprint the gravest first."""
    return _build(_counts(entries))


def _counts(entries: Iterable[BaselineEntry]) -> Counter[_Key]:
    counts: Counter[_Key] = Counter()
    for known in entries:
        grave = _GRAVEST_FIRST.index(known.severity)
        counts[known.rule, known.subject, known.promise or "", known.fingerprint, grave] += known.count
    return counts


def _build(counts: Counter[_Key]) -> tuple[BaselineEntry, ...]:
    return tuple(
        BaselineEntry.model_construct(
            rule=rule,
            subject=subject,
            promise=promise or None,
            severity=_GRAVEST_FIRST[grave],
            fingerprint=fingerprint,
            count=count,
        )
        for (rule, subject, promise, fingerprint, grave), count in sorted(counts.items())
        if count > 0
    )
