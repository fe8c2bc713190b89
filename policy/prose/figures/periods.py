"""The periods that a text states: how long, "a year and a half", and how often, "twice a day".

Each comes with how it is written and where. Ages, dates, links and phone numbers are none. What each is about, and
whether it is a promise at all, others tell (`seloste.policy.prose.figures.asides`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.prose.figures.dates import blank_dates
from seloste.policy.prose.figures.lengths import Length
from seloste.policy.prose.figures.numbers import read_number
from seloste.policy.prose.figures.period_patterns import (
    FROM_NUMBER,
    HALF,
    MORE_OF_NUMBER,
    NUMBER,
    compile_patterns,
    find_letter,
)
from seloste.policy.prose.lazy_patterns import LazyPattern, write_plainly
from seloste.policy.prose.words import load_words

_CACHE_SIZE = 4096
#: How many periods of one text are read.
MAXIMUM = 50
#: What is put in the place of what has been read: neither a letter nor white space.
_BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"
#: So many characters before a word for a period are looked at for "every".
_BEFORE = 12
#: "Once" as a word for "when": "once two years have passed".
_ONCE = LazyPattern(rf"once\s+{NUMBER}", re.IGNORECASE, needs=NUMBER)
_LINK = LazyPattern(r"(?:https?://|www\.)[^\s<>]+|[\w.+-]{1,64}@[\w.-]+", re.IGNORECASE, needs="/.@")
_MARKS = LazyPattern(f"[{NUMBER}-{HALF}]", needs=NUMBER + MORE_OF_NUMBER + FROM_NUMBER + HALF)
_PHONE = LazyPattern(r"(?<![\w.,])(?:\+|0)\d*(?:[\s()-]*\d){6,}", figures=True)


class StatedPeriod(Struct, frozen=True):
    """A period that a text states, as it is written there; `often`: it is how often something is done."""

    length: Length
    written: str
    start: int
    end: int
    often: bool = False


@lru_cache(maxsize=_CACHE_SIZE)
def list_periods(text: str, language: str) -> tuple[StatedPeriod, ...]:
    """The periods that a text states, in their order; none in a language without words."""
    if load_words("figures.units", language) is None:
        return ()
    text = _LINK.sub(_blank_match, text)
    text = blank_dates(text, language, _BLANK)
    reader = _Reader(_PHONE.sub(_blank_match, text), language)
    return tuple(reader.read()[:MAXIMUM])


def extract_repetitions(text: str, language: str) -> tuple[str, list[tuple[float, StatedPeriod]]]:
    """The text without words such as "twice a day" and "every third day", and these, each with the number they say."""
    found: list[tuple[float, StatedPeriod]] = []
    reader = _Reader(text, language)
    reader.mark_numbers()

    def extract(match: re.Match[str]) -> str | None:
        times = reader.read_count(match)
        periods = [period for period in reader.read_times(match) if period.often] if times else []
        found.extend((times if times > 1 else reader.read_amount(match), period) for period in periods)
        return " " if periods else None

    def extract_ordinal(match: re.Match[str]) -> str | None:
        if match["ordinal"] is None:
            return None
        found.extend((reader.read_amount(match), period) for period in reader.read_every(match))
        return " "

    text = reader.replace(compile_patterns(language).times, extract)
    reader = _Reader(text, language)
    reader.mark_numbers()
    return reader.replace(compile_patterns(language).every, extract_ordinal), found


def write_in_digits(text: str, language: str) -> str:
    """The text with "one and a half years" as "1.5 years", and "kaksivuotinen" as "2 vuotinen"."""
    reader = _Reader(text, language)
    reader.mark_numbers()

    def to_digits(match: re.Match[str]) -> str | None:
        number = reader.read_number(match.start()) + (0.5 if match["half"] else 0)
        is_joined = match.start("unit") > 0 and text[match.start("unit") - 1].isalpha()
        return f"{number:g} {match['unit']}" if is_joined or not number.is_integer() else None

    return reader.replace(compile_patterns(language).amount, to_digits)


class _Reader:
    """Reads one text: what has been read is blanked, so that it is not read twice."""

    def __init__(self, text: str, language: str) -> None:
        self._text = _MARKS.sub(_BLANK, write_plainly(text))
        self._original = text
        self._language = language
        self._patterns = compile_patterns(language)
        self._numbers: dict[int, float] = {}
        self._found: list[StatedPeriod] = []
        self._weak: list[StatedPeriod] = []

    def read(self) -> list[StatedPeriod]:
        """The periods in their order."""
        self._read_all(self._patterns.often, self._read_often)
        self.mark_numbers()
        for pattern, read in (
            (self._patterns.current, self._read_current),
            (self._patterns.times, self.read_times),
            (self._patterns.every, self.read_every),
            (self._patterns.ages, self._read_nothing),
            (self._patterns.first_of_sum, self._read_one),
            (self._patterns.period, self._read_period),
            (self._patterns.lengths, self._read_length),
            (self._patterns.one, self._read_one),
        ):
            self._read_all(pattern, read)
        return self._join_sums(sorted([*self._found, *self._weak], key=lambda period: period.start))

    def _read_all(self, pattern: LazyPattern, read: Callable[[re.Match[str]], Iterator[StatedPeriod]]) -> None:
        for match in pattern.finditer(self._text):
            self._found.extend(read(match))
        self._text = pattern.sub(_blank_match, self._text)

    def mark_numbers(self) -> None:
        """Puts marks in the place of the numbers, so that they can be found whatever their words."""

        def mark(match: re.Match[str]) -> str:
            number = read_number(match[0], self._language)
            if number is None:
                return match[0]
            self._numbers[match.start()] = number
            marks = NUMBER + MORE_OF_NUMBER * (len(match[0]) - 1)
            return marks[:-1] + FROM_NUMBER if match[0].lower().endswith(endings) else marks

        endings = tuple(load_words("periods.from_endings", self._language) or ())
        self._text = self._patterns.half.sub(lambda match: HALF * len(match[0]), self._text)
        self._text = self._patterns.number.sub(mark, self._text)

    def replace(self, pattern: LazyPattern, write: Callable[[re.Match[str]], str | None]) -> str:
        """The text as it is written, with what a pattern finds written anew; None leaves it."""
        parts, end = [], 0
        for match in pattern.finditer(self._text):
            written = write(match)
            if written is not None:
                parts += [self._original[end : match.start()], written]
                end = match.end()
        return "".join([*parts, self._original[end:]])

    def read_number(self, start: int) -> float:
        """The number whose mark begins there; one where none does."""
        return self._numbers.get(start, 1.0)

    def _read_nothing(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        return iter(())

    def _read_often(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        yield self._make(match, self._patterns.often.get_value(match), often=True)

    def _read_length(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        often = (
            self._patterns.every_before.search(self._original[max(0, match.start() - _BEFORE) : match.start()])
            is not None
        )
        yield self._make(match, self._patterns.lengths.get_value(match), often=often)

    def read_times(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        """The interval of "twice a day"; "once two years" have passed are a period."""
        times, at = self.read_count(match), match.start("number")
        if times == 1 and self.read_number(at) > 1 and _ONCE.match(match[0]):
            length = Length.of(self.read_number(at), find_letter(match["unit"], self._language))
            yield StatedPeriod(length, " ".join(self._original[at : match.end()].split()), at, match.end())
        elif times:
            length = Length.of(self.read_amount(match) / times, find_letter(match["unit"], self._language))
            yield self._make(match, length, often=True)

    def _read_current(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        """The years after or before the current one, which may count as one more."""
        number = self.read_number(match.start("number" if match["number"] else "before"))
        for years in (number, number + 1):
            yield self._make(match, Length.of(years, "Y"))

    def read_every(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        """The interval of "every two hours", "every third day"."""
        length = Length.of(self.read_amount(match), find_letter(match["unit"], self._language))
        yield self._make(match, length, often=True)

    def _read_period(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        letter = find_letter(match["unit"], self._language)
        often = self._patterns.every_after.match(self._original, match.end()) is not None
        half = 0.5 if match["half"] else 0.0
        for at, character in enumerate(match["numbers"], match.start("numbers")):
            if character == NUMBER:
                yield self._make(match, Length.of(self.read_number(at) + half, letter), often=often)

    def _read_one(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        parts = match.groupdict()
        unit = next(unit for key in ("before", "after", "final", "sum") if (unit := parts.get(key)))
        letter = find_letter(unit, self._language)
        if parts.get("not") or (parts.get("after") and letter not in "YMW"):
            return
        often = self._patterns.every_after.match(self._original, match.end()) is not None
        period = replace(self._make(match, Length.of(1, letter), often=often), written=" ".join(unit.split()))
        if parts.get("sum"):
            self._weak.append(period)
        else:
            yield period

    def _join_sums(self, periods: list[StatedPeriod]) -> list[StatedPeriod]:
        """The periods with those that follow each other, "one year and six months", as one."""
        joined: list[StatedPeriod] = []
        for period in periods:
            last = joined[-1] if joined else None
            between = self._original[last.end : period.start] if last else ""
            if (
                last is not None
                and not (last.often or period.often)
                and self._patterns.sums.fullmatch(between)
                and period.length.is_part_of(last.length)
            ):
                written = " ".join(self._original[last.start : period.end].split())
                joined[-1] = StatedPeriod(last.length.plus(period.length), written, last.start, period.end)
            else:
                joined.append(period)
        weak = set(self._weak)
        return [period for period in joined if period not in weak]

    def _make(self, match: re.Match[str], length: Length, often: bool = False) -> StatedPeriod:
        written = " ".join(self._original[match.start() : match.end()].split())
        return StatedPeriod(length, written, match.start(), match.end(), often)

    def read_count(self, match: re.Match[str]) -> float:
        """The number of "twice" or "three times"; zero where there is none."""
        text = " ".join(match["times"].lower().split())
        for number, words in (load_words("periods.times", self._language) or {}).items():
            if text in words:
                return float(number)
        return self._numbers.get(match.start("times"), 0.0)

    def read_amount(self, match: re.Match[str]) -> float:
        """The number of units in "every two hours", "every third hour", or one."""
        if match["ordinal"] is None:
            return self.read_number(match.start("number"))
        text = match["ordinal"].lower()
        for number, words in (load_words("periods.ordinals", self._language) or {}).items():
            if text in words:
                return float(number)
        return self._numbers.get(match.start("ordinal")) or float(text[:-2])


def _blank_match(match: re.Match[str]) -> str:
    return _BLANK * len(match[0])
