"""What the checker has to say: findings, and the values that their sentences are filled with.

A finding carries no sentence. It names its rule, which of the rule's messages it is, and the values that go into it;
`reports` turns that into words. So a new language needs no change here.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from seloste.checker.position import Location
from seloste.policy.period import Period


class Severity(StrEnum):
    """How grave a finding is: contrary to law or notice; depends on facts not declared; worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CountryName:
    """A country, to be named in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class Citation:
    """An act, article or decision, to be cited in the reader's language."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the reader's language, by its key there: `controls.backup`. `arguments` fill its holes."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Several:
    """Several values, to be listed in the reader's language."""

    items: tuple[Argument, ...]


#: A value in a message: a word as it is, a number, a day, a period, words in each language, or something to be named.
Argument = str | int | date | Period | Mapping[str, str] | CountryName | Citation | Word | Several


@dataclass(frozen=True, slots=True)
class Waived:
    """The decision that lets a finding pass: who, why and until when."""

    reason: str
    approved_by: str | None
    until: date
    location: Location


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found wrong, at one place, about one record."""

    rule: str
    severity: Severity
    subject: str
    location: Location
    promise: str | None = None
    variant: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    value: str = ""
    law: tuple[str, ...] = ()
    related: tuple[Location, ...] = ()
    from_memory: bool = False
    excerpt: str | None = None
    waived: Waived | None = None
    baselined: bool = False
    stands_for: str | None = None

    @property
    def family(self) -> str:
        """The part of the rule's id before the slash."""
        return self.rule.partition("/")[0]

    @property
    def counts(self) -> bool:
        """Whether nothing lets it pass."""
        return self.waived is None and not self.baselined

    @property
    def about(self) -> str:
        """The path of what the finding is about: its subject, unless that only stands for the whole of which it is."""
        return self.stands_for or self.subject

    @property
    def fingerprint(self) -> str:
        """What the finding is about, whatever file and line it stands in: it survives moves and reformatting."""
        parts = (self.rule, self.about, self.promise or "", self.value)
        normal = "\0".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
        return hashlib.sha256(normal.encode(errors="surrogatepass")).hexdigest()[:32]

    @property
    def order(self) -> tuple[object, ...]:
        """The key by which findings are sorted: path, line, column, rule, and then whatever else tells two apart."""
        at = self.location
        return (at.path, at.line or 0, at.column or 0, self.rule, self.subject, self.value, self.variant)


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """What a rule yields: a finding before it knows its rule's metadata.

    `value` is the offending value in one form, however it is written: with its rule, subject and promise it tells the
    finding apart from all others, today and after any change that mends nothing. It depends on nothing else: not on
    file, line, order, language or day. `stands_for` is what the finding is about as a whole where its subject is only
    the first of several that it could point at.
    """

    subject: str
    location: Location
    promise: str | None = None
    variant: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    value: str = ""
    severity: Severity | None = None
    related: tuple[Location, ...] = ()
    law: tuple[str, ...] = ()
    from_memory: bool = False
    excerpt: str | None = None
    stands_for: str | None = None
