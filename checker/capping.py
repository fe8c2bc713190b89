"""Caps the findings of a file and of a record: the first are kept, and one more stands for the rest.

A file of a stranger may hold a hundred thousand mistakes. The cap changes no verdict and no exit code: of each rule,
severity and promise at least one finding is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity

#: How many findings are kept: of one rule about one record, about what cannot be read in one file, of all rules
#: about the records of one file.
MOST_OF_RULE = 1_000
MOST_PROBLEMS = 1_000
MOST_OF_FILE = 10_000
#: The variant of the message of a finding that stands for others.
MORE = "more"

#: A rule, a severity and a promise.
_Kind = tuple[str, Severity, str | None]


class CappedFindings(Struct):
    """Findings of which at most so many are kept, in all and of each kind."""

    most: int = MOST_OF_FILE
    most_of_kind: int = MOST_OF_FILE
    _kept: list[Finding] = field(default_factory=list)
    #: How many of each kind were kept; not counted while all are.
    _counts: Counter[_Kind] | None = None
    #: The first finding of each kind that was left out.
    _left_out: dict[_Kind, Finding] = field(default_factory=dict)
    _numbers: dict[_Kind, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not (self._kept or self._numbers)

    @property
    def is_full(self) -> bool:
        """Whether no more findings are kept, but for the first of a kind."""
        return len(self._kept) >= self.most

    def add(self, finding: Finding) -> None:
        """Adds a finding, which is kept or counted."""
        if self._counts is None:
            self._counts = Counter(map(_kind_of, self._kept))
        kind = _kind_of(finding)
        known = self._counts[kind]
        if known and (self.is_full or known >= self.most_of_kind):
            self._left_out.setdefault(kind, finding)
            self._numbers[kind] = self._numbers.get(kind, 0) + _number_of(finding)
        else:
            self._counts[kind] = known + 1
            self._kept.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Adds findings, in the order given."""
        findings = iter(findings)
        room = min(self.most, self.most_of_kind) - len(self._kept)
        if self._counts is None and room > 0:
            self._kept += islice(findings, room)
        for finding in findings:
            self.add(finding)

    def list_findings(self) -> list[Finding]:
        """The findings that were kept, then one for the others of each kind."""
        return [*self._kept, *(make_unlisted(self._left_out[kind], number) for kind, number in self._numbers.items())]


def cap_record(findings: Iterable[Finding]) -> list[Finding]:
    """The findings about one record, at most so many of each rule."""
    capped = CappedFindings(most_of_kind=MOST_OF_RULE)
    capped.extend(findings)
    return capped.list_findings()


def _kind_of(finding: Finding) -> _Kind:
    return finding.rule, finding.severity, finding.promise


def _number_of(finding: Finding) -> int:
    """How many findings a finding stands for."""
    more = finding.arguments.get("more")
    return more if finding.variant == MORE and isinstance(more, int) else 1


def cap_files(findings: Iterable[Finding], most: int = MOST_OF_FILE) -> list[Finding]:
    """The findings, at most so many in each file."""
    files: defaultdict[str, CappedFindings] = defaultdict(lambda: CappedFindings(most))
    for finding in findings:
        files[finding.location.path].extend((finding,))
    return [finding for capped in files.values() for finding in capped.list_findings()]


def make_unlisted(first: Finding, number: int) -> Finding:
    """The finding that stands for a number of others, at the place of the first of them."""
    found = replace(first.found, variant=MORE, arguments={**first.arguments, "more": number}, value=f"+{number}")
    return replace(first, found=found)
