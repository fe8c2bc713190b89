"""What people write for a value of the formats, and the value that they mean: `UK` for GB, `2 years` for P2Y.

In YAML and JSON it serves hints alone: a file that has such a value is refused all the same, as nothing is judged by a
guess. Cells of tables, which people write as their spreadsheet does, are read by it where it is certain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache

from msgspec import Struct

from seloste.policy.countries import is_country
from seloste.policy.data import FOLDER, load_yaml
from seloste.policy.period import Period
from seloste.policy.prose.lazy_patterns import LazyPattern

#: A longer text is a sentence, and no value.
_LONGEST = 60
_SEPARATORS = LazyPattern(r"[-_.’'\s]+")
_LENGTH = LazyPattern(r"(\d{1,4})\s{0,3}([^\W\d_]{1,12})\.?")
_DAY_MONTH_YEAR = LazyPattern(r"(\d{1,2})(\. ?|/)(\d{1,2})(?:\. ?|/)(\d{4})", re.ASCII)
_YEAR_MONTH_DAY = LazyPattern(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?|(\d{4})(\d\d)(\d\d)", re.ASCII)


class FamiliarValues(Struct, frozen=True):
    """The values by how people write them, in normal form."""

    choices: Mapping[str, tuple[str, ...]]
    country_codes: Mapping[str, str]
    country_names: Mapping[str, str]
    areas: frozenset[str]
    truths: Mapping[str, str]
    units: Mapping[str, str]


@cache
def load_familiar_values() -> FamiliarValues:
    """The data of `familiar_values.yaml`, read once, and only when something is wrong."""
    known = load_yaml(FOLDER / "familiar_values.yaml")
    names = {**load_yaml(FOLDER / "country_names.yaml"), **known["country_names"]}
    return FamiliarValues(
        choices={_normalize(words): tuple(values) for words, values in known["choices"].items()},
        country_codes=known["country_codes"],
        country_names=names,
        areas=frozenset(known["areas"]),
        truths={word: truth for truth, words in known["truths"].items() for word in words},
        units={word: unit for unit, words in known["units"].items() for word in words},
    )


def find_choices(value: str, allowed: Collection[str]) -> tuple[str, ...]:
    """The values that may be meant, of those that are allowed."""
    if len(value) > _LONGEST:
        return ()
    meant = load_familiar_values().choices.get(_normalize(value), ())
    return tuple(each for each in meant if each in allowed)


def find_country(value: str) -> str:
    """The code of the country that is meant by another code, small letters or a name; empty where none is."""
    if len(value) > _LONGEST:
        return ""
    known, code = load_familiar_values(), value.strip().upper()
    if code in known.country_codes:
        return known.country_codes[code]
    if len(code) == 2 and is_country(code):
        return code
    return known.country_names.get(_normalize(value), "")


def is_area(value: str) -> bool:
    """Whether a value names an area that is no country, such as EU."""
    return len(value) <= _LONGEST and _normalize(value) in load_familiar_values().areas


def find_truth(value: str) -> str:
    """`true` or `false`, whichever is meant; empty where neither is."""
    return load_familiar_values().truths.get(value.casefold(), "") if len(value) <= _LONGEST else ""


def find_period(value: str) -> str:
    """The ISO 8601 duration that is meant by one in words or in small letters; empty where none is."""
    if len(value) > _LONGEST:
        return ""
    match = _LENGTH.fullmatch(value.strip().casefold())
    unit = load_familiar_values().units.get(match[2]) if match else None
    meant = f"P{unit[:-1]}{int(match[1])}{unit[-1]}" if match and unit else value.strip().upper()
    try:
        period = Period.parse(meant).text
    except ValueError:
        return ""
    return period if period != value else ""


def find_day(value: str) -> str:
    """The ISO 8601 day that is meant by one in another form; empty where none is, or the month is not certain."""
    text = value.strip()[: _LONGEST + 1]
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "/" and month > 12:  # Americans begin with the month
            day, month = month, day
        elif match[2] == "/" and day <= 12 and day != month:
            return ""
    elif match := _YEAR_MONTH_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups() if part)
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _normalize(words: str) -> str:
    return _SEPARATORS.sub(" ", words.casefold()).strip()
