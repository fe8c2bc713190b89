"""What the checker has to say: findings, and the values that their sentences are filled with.

A finding carries no sentence. It names its rule, which of the rule's messages it is, and the values that go into it;
`reports` turns that into words. So a new language needs no change here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from seloste.checker.position import Location
from seloste.checker.rule_families import CONTRADICTING_FAMILIES, Suppression, family_of, is_input
from seloste.policy.fingerprint import LONGEST_IDENTITY, compute_fingerprint, cut_identity
from seloste.policy.law.circumstances import Collection
from seloste.policy.period import Period
from seloste.policy.sharing import share_arguments, share_text


class Severity(StrEnum):
    """How grave a finding is: contrary to law or notice; depends on facts not declared; worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class CountryName(Struct, frozen=True):
    """A country, to be named in the reader's language."""

    code: str


class Citation(Struct, frozen=True):
    """An act, article or decision, to be cited in the reader's language."""

    text: str


class Word(Struct, frozen=True):
    """A word of the reader's language, by its key there: `controls.backup`. `arguments` fill its holes."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.arguments:
            force_setattr(self, "arguments", cut_arguments(self.arguments))

    def __hash__(self) -> int:
        """By the key: a mapping has no hash."""
        return hash(self.key)


class Several(Struct, frozen=True):
    """Several values, to be listed in the reader's language; of very many, the first."""

    items: tuple[Argument, ...]

    def __post_init__(self) -> None:
        items = self.items
        if len(items) > MOST_ITEMS:
            items = (*items[:MOST_ITEMS], "…")
        if not all(map(_is_short, items)):
            items = tuple(map(_cut_argument, items))
        force_setattr(self, "items", items)


#: The longest text that a message takes, in characters, and the most items that it lists.
_LONGEST_TEXT = 300
MOST_ITEMS = 100

#: A value in a message: a word as it is, a number, a day, a period, words in each language, or something to be named.
Argument = str | int | date | Period | Mapping[str, str] | CountryName | Citation | Word | Several


def cut_arguments(arguments: Mapping[str, Argument]) -> Mapping[str, Argument]:
    """The values of a message, long texts cut: a file of strangers must not multiply what it holds."""
    for argument in arguments.values():
        if not _is_short(argument):
            return {name: _cut_argument(value) for name, value in arguments.items()}
    return arguments


def cut_text(text: str, longest: int = _LONGEST_TEXT) -> str:
    """The text, cut where it is very long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _is_short(argument: Argument) -> bool:
    """Whether a value needs no cut. Words and lists have cut theirs when they were made."""
    kind = type(argument)
    if kind is str:
        return len(argument) <= _LONGEST_TEXT  # type: ignore[arg-type]
    if kind is dict:
        return max(map(len, argument.values()), default=0) <= _LONGEST_TEXT  # type: ignore[union-attr]
    return kind in _SHORT


def _cut_argument(argument: Argument) -> Argument:
    if isinstance(argument, str):
        return cut_text(argument)
    if isinstance(argument, Mapping):
        return {language: cut_text(text) for language, text in argument.items()}
    return argument


#: The types of values that are short by themselves.
_SHORT = frozenset({int, bool, date, Period, CountryName, Citation, Word, Several})


class Waived(Struct, frozen=True):
    """The decision that waives a finding: its reason, who approved it, its last day, its place, and who advised.

    One decision may waive thousands of findings, so that its words are cut too.
    """

    reason: str
    approved_by: str | None
    until: date
    location: Location
    advised_by: str | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "reason", cut_text(self.reason))
        for name in ("approved_by", "advised_by"):
            words: str | None = getattr(self, name)
            force_setattr(self, name, words and cut_text(words))


#: fingerprint → the decisions on findings with it; each is for one finding
Decided = Mapping[str, tuple[Waived, ...]]


class RuleFinding(Struct, frozen=True, gc=False):
    """What a rule function yields: the place and the values of a finding, without the metadata of the rule.

    A report may have half a million: equal texts are one object, and what follows from the rest is not stored.

    Attributes:
        subject: The path of the record or the entry that the finding is about, such as `systems.crm`.
        promise: The id of the promise that the finding contradicts, if it contradicts one.
        variant: Which of the rule's messages is used; empty for the plain one.
        arguments: The values that fill the message, beside those of `fill_arguments`.
        value: The offending value in one normal form. Together with rule, subject and promise it identifies the
            finding, so it must not depend on file, line, order, language or day.
        severity: Overrides the severity of the rule.
        related: Other places to look at, such as the promise in the notice.
        declared: The places where the inventory declares something else than infrastructure shows.
        law: Citations beside those of the rule.
        from_memory: Whether the law behind it was not checked in a source.
        excerpt: The line of the file at `location`.
        stands_for: The path that the finding is really about, where `subject` is only the first of several places.
        name: The name by which the message calls the record, if the finding is about one.
    """

    subject: str
    location: Location
    promise: str | None = None
    variant: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    value: str = ""
    severity: Severity | None = None
    related: tuple[Location, ...] = ()
    declared: tuple[Location, ...] = ()
    law: tuple[str, ...] = ()
    from_memory: bool = False
    excerpt: str | None = None
    stands_for: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "subject", share_text(self.subject))
        force_setattr(self, "promise", share_text(self.promise))
        force_setattr(self, "arguments", share_arguments(cut_arguments(self.arguments)))
        force_setattr(self, "value", share_text(self.value))
        force_setattr(self, "excerpt", share_text(self.excerpt))
        force_setattr(self, "name", self.name and cut_text(self.name))

    def fill_arguments(self) -> Mapping[str, Argument]:
        """The arguments, and of a finding on a record its name, also as `system` or `processor`, and the value."""
        if self.name is None:
            return self.arguments
        label = "processor" if self.subject.startswith("processors.") else "system"
        return {"name": self.name, label: self.name, "value": cut_text(self.value), **self.arguments}

    def cut(self) -> RuleFinding:
        """The same with what tells it apart cut: here, where a finding takes it, for every format at once."""
        about = self.stands_for or ""
        if len(self.subject) + len(self.value) + len(about) <= LONGEST_IDENTITY:
            return self
        return replace(
            self,
            subject=cut_identity(self.subject),
            value=cut_identity(self.value),
            stands_for=cut_identity(about) or None,
        )

    def contradicting(self, promise: str | None, related: tuple[Location, ...] = ()) -> RuleFinding:
        """The same, contradicting a promise; `related` are its places in the notice."""
        return replace(self, promise=promise, related=related)

    def citing(self, law: tuple[str, ...], *, from_memory: bool) -> RuleFinding:
        """The same, with more citations. `from_memory`: they were not checked in a source."""
        return replace(self, law=law, from_memory=from_memory)


class Finding(Struct, frozen=True, gc=False):
    """One violation of one rule, at one place, about one record: what the rule found, and what is known of the rule.

    Attributes:
        rule: The id of the rule, such as `system/field-undeclared`.
        law: The citations that were in force on the day.
        waived: The decision that waives it, if there is one.
        baselined: Whether the baseline covers it.
        known: Whether it stood at the base of a change, where only what is new counts (`--new-only`).
        collection: The sources of the notice's data: which of Art. 13 and 14 the words on it may name.
    """

    rule: str
    severity: Severity
    found: RuleFinding
    law: tuple[str, ...] = ()
    waived: Waived | None = None
    baselined: bool = False
    known: bool = False
    collection: Collection = Collection.BOTH

    @property
    def subject(self) -> str:
        """The path of the record or the entry that it is about."""
        return self.found.subject

    @property
    def location(self) -> Location:
        """Where it is."""
        return self.found.location

    @property
    def promise(self) -> str | None:
        """The id of the promise that it contradicts, if it contradicts one."""
        return self.found.promise

    @property
    def variant(self) -> str:
        """Which of the rule's messages is used; empty for the plain one."""
        return self.found.variant

    @property
    def arguments(self) -> Mapping[str, Argument]:
        """The values that fill the message."""
        return self.found.fill_arguments()

    @property
    def value(self) -> str:
        """The offending value in one normal form."""
        return self.found.value

    @property
    def related(self) -> tuple[Location, ...]:
        """Other places to look at."""
        return self.found.related

    @property
    def from_memory(self) -> bool:
        """Whether the law behind it was not checked in a source."""
        return self.found.from_memory

    @property
    def excerpt(self) -> str | None:
        """The line of the file at its location."""
        return self.found.excerpt

    @property
    def family(self) -> str:
        """The part of the rule's id before the slash."""
        return family_of(self.rule)

    @property
    def is_input(self) -> bool:
        """Whether it reports that something could not be read."""
        return is_input(self.rule)

    @property
    def counts(self) -> bool:
        """Whether it is neither waived, nor in the baseline, nor known from the base of a change."""
        return self.waived is None and not self.baselined and not self.known

    @property
    def suppression(self) -> Suppression | None:
        """What suppresses it; None where it counts."""
        if self.waived is not None:
            return "waived"
        return "baselined" if self.baselined else "known" if self.known else None

    @property
    def contradicts(self) -> bool:
        """Whether it breaks the promise that it names."""
        return contradicts(self.rule, self.severity, self.promise)

    @property
    def about(self) -> str:
        """The path that it is really about: its subject, unless the subject is only the first of several places."""
        return self.found.stands_for or self.subject

    @property
    def fingerprint(self) -> str:
        """A hash of what it is about, without file and line: it survives moves and reformatting."""
        return compute_fingerprint(self.rule, self.about, self.promise or "", self.value)

    @property
    def order(self) -> tuple[object, ...]:
        """The key to sort findings by: path, line, column, rule, then the rest that distinguishes two findings."""
        at = self.location
        return (at.path, at.line or 0, at.column or 0, self.rule, self.subject, self.value, self.variant)


def input_finding(rule: str, found: RuleFinding) -> Finding:
    """The finding of a rule `input/`, which has no function: reading itself finds what cannot be read."""
    severity = Severity.ERROR if is_input(f"input/{rule}") else Severity.WARNING
    return Finding(f"input/{rule}", severity, found.cut())


def contradicts(rule: str, severity: Severity, promise: str | None) -> bool:
    """Whether a finding of that rule and severity breaks the promise that it names."""
    return promise is not None and severity is Severity.ERROR and family_of(rule) in CONTRADICTING_FAMILIES
