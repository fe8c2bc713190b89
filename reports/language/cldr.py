"""Days, periods, lists, numbers and countries as a language writes them, by the Unicode CLDR, through Babel.

Importing Babel takes longer than checking a small repository, so each function imports it when it is called. A locale
has its name in the CLDR: `fi` or `en_GB`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, cast

from seloste.policy.period import Period

if TYPE_CHECKING:
    from babel import Locale

DateStyle = Literal["full", "long", "medium", "short"]
#: The digits of smaller numbers are not grouped.
_GROUPED_FROM = 10_000


@cache
def _load_locale(name: str) -> Locale:
    from babel import Locale

    return Locale.parse(name)


@lru_cache(maxsize=4096)  # thousands of findings name the same days, periods and countries
def format_day(value: date, locale: str, style: str) -> str:
    """A day in a style of the CLDR: `full`, `long`, `medium` or `short`."""
    from babel.dates import format_date

    return format_date(value, cast(DateStyle, style), locale=_load_locale(locale))


def format_month(value: date, locale: str) -> str:
    """The short name of the month, in January with the year."""
    from babel.dates import format_date

    return format_date(value, "LLL y" if value.month == 1 else "LLL", locale=_load_locale(locale))


@lru_cache(maxsize=4096)
def format_period(value: Period, locale: str) -> str:
    """The period in words, unit by unit: "1 year and 6 months". A period without length is "0 days"."""
    from babel.units import format_unit

    parts = value.parts or {"days": 0}
    return format_list(
        [
            format_unit(count, f"duration-{unit[:-1]}", "long", locale=_load_locale(locale))
            for unit, count in parts.items()
        ],
        locale,
    )


def format_list(items: Sequence[str], locale: str) -> str:
    """The items as a list within a sentence: "a, b and c"; after semicolons if one of them holds a comma itself."""
    if len(items) < 2:
        return "".join(items)
    if any(", " in item for item in items):
        return "; ".join(items)
    from babel.lists import format_list

    return format_list(items, style="standard", locale=_load_locale(locale))


def format_number(value: int, locale: str) -> str:
    """The number in digits."""
    if -_GROUPED_FROM < value < _GROUPED_FROM:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_load_locale(locale))


@lru_cache(maxsize=4096)
def country_name(code: str, locale: str) -> str | None:
    """The name of a country by its ISO 3166-1 code; None: the CLDR has none."""
    return _load_locale(locale).territories.get(code)


def language_name(code: str) -> str:
    """The name of a language in itself: `suomi` for `fi`; its code, where the CLDR does not know it."""
    from babel import UnknownLocaleError

    try:
        return _load_locale(code).get_language_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


def text_direction(locale: str) -> str:
    """The direction of writing: `ltr` or `rtl`."""
    return str(_load_locale(locale).text_direction)


def is_locale(name: str) -> bool:
    """Whether the CLDR, as Babel has it, knows a locale by this name."""
    from babel.localedata import exists

    return re.fullmatch(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)*", name) is not None and exists(name)


def plural_form(count: int, locale: str) -> str:
    """The plural category of the number in the CLDR: `one`, `other` and so on."""
    return _load_locale(locale).plural_form(count)


def language_name_in(code: str, locale: str) -> str | None:
    """The name of a language in another one, by its ISO 639 code; None: the CLDR has none."""
    return _load_locale(locale).languages.get(code)
