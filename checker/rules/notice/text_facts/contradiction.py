"""What the rule finds: words of a promise that say something else than its keys, in one or several languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Argument, Severity
from seloste.policy.texts import Steps


class Kind(StrEnum):
    """What words and keys differ about. Each has its own message."""

    PERIOD = "period"
    INTERVAL = "interval"
    DATE = "date"
    COUNTRY = "country"
    COUNTRY_DENIED = "country-denied"
    COUNTRY_ONLY = "country-only"
    INSTRUMENT = "instrument"
    INSTRUMENT_ONLY = "instrument-only"
    COMPANY = "company"
    COMPANY_ONLY = "company-only"
    AREA = "area"
    AREA_NAME = "area-name"


#: A single value is one or the other. Of the rest, a list or a rule may say less than all that holds.
_ERRORS = frozenset({Kind.PERIOD, Kind.INTERVAL, Kind.DATE})
#: What has a message for one and another for several: "a country", "countries".
_COUNTED = frozenset({Kind.COUNTRY, Kind.INSTRUMENT, Kind.COMPANY})


class Contradiction(Struct, frozen=True):
    """Words of a promise, and keys of the same promise that say something else.

    Attributes:
        promise: The id of the promise, which is the subject of the finding.
        words: What the words say, as they are written, by language: only of the languages that contradict.
        words_at: The steps of the text that they stand in.
        keys: What the keys say.
        keys_at: The steps of those keys.
        normal: What the words say in normal forms, in whatever order: it tells one finding from another.
        rule: What the key `rule` says, where it contradicts as well.
    """

    promise: str
    kind: Kind
    words: Mapping[str, str]
    words_at: Steps
    keys: tuple[Argument, ...]
    keys_at: tuple[Steps, ...]
    normal: frozenset[str]
    rule: str = ""

    @property
    def message(self) -> str:
        """Which of the messages of the rule tells it."""
        if self.kind is Kind.AREA and not (self.rule and self.keys):
            return f"{self.kind.value}-{'rule' if self.rule else 'keys'}"
        return f"{self.kind.value}-several" if self.kind in _COUNTED and len(self.normal) > 1 else self.kind.value

    @property
    def severity(self) -> Severity:
        """An error where there is a single value to compare."""
        return Severity.ERROR if self.kind in _ERRORS else Severity.WARNING

    @property
    def value(self) -> str:
        """The offending value in one normal form: it depends neither on the language nor on the order of words."""
        return f"{self.kind.value}: {', '.join(sorted(self.normal))}"


def join_contradictions(found: Iterable[Contradiction]) -> list[Contradiction]:
    """One contradiction for each promise and kind: texts of one promise, and its languages, are told of together."""
    joined: dict[tuple[str, Kind], Contradiction] = {}
    for each in found:
        identity = (each.promise, each.kind)
        joined[identity] = _join(joined[identity], each) if identity in joined else each
    return list(joined.values())


def _join(first: Contradiction, second: Contradiction) -> Contradiction:
    words = dict(first.words)
    for language, own in second.words.items():
        parts = [words[language], own] if language in words else [own]
        words[language] = ", ".join(dict.fromkeys(parts))
    return replace(
        first,
        words=words,
        keys=(*first.keys, *(key for key in second.keys if key not in first.keys)),
        keys_at=tuple(dict.fromkeys((*first.keys_at, *second.keys_at))),
        normal=first.normal | second.normal,
    )
