"""How a language writes days, periods, lists, numbers and countries: the Unicode CLDR, through Babel.

Babel takes longer to import than a small repository takes to check, so it is imported when something of it is first
said. A locale is named as in the CLDR, `fi` or `en_GB`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from seloste.policy.period import Period

if TYPE_CHECKING:
    from babel import Locale

DateStyle = Literal["full", "long", "medium", "short"]
#: Below this a number is written as its digits alone; from here on they are grouped as the language groups them.
_GROUPED_FROM = 10_000


@cache
def _locale(name: str) -> Locale:
    from babel import Locale

    return Locale.parse(name)


def day(value: date, locale: str, style: str) -> str:
    """The day as written in the locale; `style` is one of the CLDR's `full`, `long`, `medium` and `short`."""
    from babel.dates import format_date

    return format_date(value, cast(DateStyle, style), locale=_locale(locale))


def month(value: date, locale: str) -> str:
    """The month in short as it stands alone, in January with the year."""
    from babel.dates import format_date

    return format_date(value, "LLL y" if value.month == 1 else "LLL", locale=_locale(locale))


def period(value: Period, locale: str) -> str:
    """The period in words, unit by unit: "1 year and 6 months". One without length is told in days."""
    from babel.units import format_unit

    parts = value.parts or {"days": 0}
    return several(
        [format_unit(count, f"duration-{unit[:-1]}", "long", locale=_locale(locale)) for unit, count in parts.items()],
        locale,
    )


def several(items: Sequence[str], locale: str) -> str:
    """The items as a list in a sentence: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    from babel.lists import format_list

    return format_list(items, style="standard", locale=_locale(locale))


def number(value: int, locale: str) -> str:
    """The number in figures."""
    if -_GROUPED_FROM < value < _GROUPED_FROM:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(locale))


def country(code: str, locale: str) -> str | None:
    """The name of the country with that ISO 3166-1 code, or None where the CLDR has none."""
    return _locale(locale).territories.get(code)


def language_name(code: str) -> str:
    """The name of a language in that language; one that the CLDR does not know is told by its code."""
    from babel import UnknownLocaleError

    try:
        return _locale(code).get_language_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


def plural(count: int, locale: str) -> str:
    """The plural form that goes with the number: `one`, `other`, or what else the language has."""
    return _locale(locale).plural_form(count)


def language_in(code: str, locale: str) -> str | None:
    """What a locale calls the language with that ISO 639 code, or None where the CLDR has none."""
    return _locale(locale).languages.get(code)
