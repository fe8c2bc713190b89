"""The small readings of values: is it this, is it at least so much, is it open to all, what period is it.

Values come from strangers, as numbers, strings or anything else: `"true"` and `true` are the same, and so are `7` and
`"7"`. A reading of what it does not understand is None, and never an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from seloste.checker.evidence.marks import UNKNOWN, Reference, is_open
from seloste.policy.period import Period

#: The longest text that is read as a value, and as a policy document.
LONGEST, LONGEST_DOCUMENT = 1000, 100_000
#: How many parts of a nested value are looked at.
MOST_PARTS = 1000
#: The units of periods, in seconds; months and years are none of these.
_SECONDS = {
    "milliseconds": 0.001,
    "seconds": 1,
    "minutes": 60,
    "hours": 3600,
    "days": 86_400,
    "weeks": 604_800,
}
_CALENDAR = {"months": "M", "years": "Y"}
#: The letters that stand for units in texts such as `7d` and `86400s`.
_LETTERS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks", "y": "years"}
#: Tuples, for checks of types that are made for every value: a union would be made anew each time.
_NUMBERS, _SCALARS = (int, float), (int, float, str)
#: More than this has no place in a period.
_MOST = 99_999


def read_text(value: Any) -> str | None:
    """A scalar as text in small letters, for comparing; None where it is none or too long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _NUMBERS):
        number = read_number(value)
        return None if number is None else f"{number:g}" if number != int(number) else str(int(number))
    return value.strip().casefold() if isinstance(value, str) and len(value) <= LONGEST else None


def read_number(value: Any) -> float | None:
    """A number, also one that is written as a text; None where it is none."""
    if isinstance(value, bool) or (isinstance(value, str) and len(value) > 30):
        return None
    try:
        number = float(value) if isinstance(value, _SCALARS) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and isfinite(number) else None


def match_value(test: Any, value: Any) -> bool | None:
    """Whether a value passes a test of the table; None where that can't be known.

    A test is a text, a list of texts, or a mapping of the name of a reading (`READINGS`) and what it asks.
    """
    if isinstance(test, dict):
        results = [READINGS[name](value, asked) for name, asked in test.items()]
        return False if False in results else None if None in results else True
    if is_open(value):
        return None
    text = read_text(value)
    return text is not None and text in ([test] if isinstance(test, str) else test)


def _is_at_least(value: Any, asked: str) -> bool | None:
    number = None if is_open(value) else read_number(value)
    return None if number is None else number >= float(asked)


def _is_below(value: Any, asked: str) -> bool | None:
    number = None if is_open(value) else read_number(value)
    return None if number is None else number < float(asked)


def _is_set(value: Any, _asked: str) -> bool | None:
    """A reference and a sensitive value are set, whatever they come to."""
    return None if value is UNKNOWN else value is not None and value is not False and value != ""


def _starts_with(value: Any, asked: str) -> bool | None:
    text = None if is_open(value) else read_text(value)
    return None if text is None else text.startswith(asked)


def _differs(value: Any, asked: Any) -> bool | None:
    matched = match_value(asked, value)
    return None if matched is None else not matched


def _denies_plain_http(value: Any, _asked: str) -> bool | None:
    statements = read_statements(value)
    return None if statements is None else any(map(_is_denial_of_plain_http, statements))


def _allows_everything(value: Any, _asked: str) -> bool | None:
    statements = read_statements(value)
    if statements is None:
        return None
    return any(
        read_text(statement.get("Effect")) == "allow"
        and not statement.get("Condition")
        and "*" in _list_texts(statement.get("Action"))
        and "*" in _list_texts(statement.get("Resource"))
        for statement in statements
    )


#: The readings that a test of the table may ask for, by their names there.
READINGS: Mapping[str, Callable[[Any, Any], bool | None]] = {
    "at-least": _is_at_least,
    "below": _is_below,
    "set": _is_set,
    "starts-with": _starts_with,
    "not": _differs,
    "denies-plain-http": _denies_plain_http,
    "allows-everything": _allows_everything,
}


def read_statements(value: Any) -> list[Mapping[str, Any]] | None:
    """The statements of a policy document of AWS, a text of JSON or a mapping; None where it can't be read."""
    if isinstance(value, str) and len(value) <= LONGEST_DOCUMENT:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, Mapping):
        return None
    statements = value.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    return [item for item in listed[:MOST_PARTS] if isinstance(item, Mapping)]


def _is_denial_of_plain_http(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    anybody = principal.get("AWS") if isinstance(principal, Mapping) else principal
    condition = statement.get("Condition")
    bool_condition = condition.get("Bool") if isinstance(condition, Mapping) else None
    secure = [
        text
        for name, item in (bool_condition.items() if isinstance(bool_condition, Mapping) else ())
        if read_text(name) == "aws:securetransport"
        for text in _list_texts(item)
    ]
    return (
        read_text(statement.get("Effect")) == "deny"
        and secure == ["false"]
        and "*" in _list_texts(anybody)
        and bool({"*", "s3:*"} & set(_list_texts(statement.get("Action"))))
    )


def _list_texts(value: Any) -> list[str]:
    """A value, or the items of a list, as texts."""
    items = value[:MOST_PARTS] if isinstance(value, list) else [value]
    return [text for text in map(read_text, items) if text is not None]


def is_blank(value: Any) -> bool:
    """Whether nothing is set in a value, however deep: null, an empty text, zero, `false`, a block of such alone."""
    waiting, looked = [value], 0
    while waiting:
        looked += 1
        part = waiting.pop()
        if looked > MOST_PARTS:
            return False
        if isinstance(part, Mapping):
            waiting += list(part.values())[:MOST_PARTS]
        elif isinstance(part, list):
            waiting += part[:MOST_PARTS]
        elif is_open(part) or part not in ("", None, False, 0):
            return False
    return True


def make_period(number: float, unit: str) -> Period | None:
    """A period of so many units, in the largest unit that is whole; None where it is no whole number or too long."""
    if unit in _CALENDAR:
        is_whole = number == int(number) and 0 <= number <= 9999
        return Period(f"P{int(number)}{_CALENDAR[unit]}") if is_whole else None
    seconds = number * _SECONDS[unit]
    if seconds != int(seconds) or seconds < 0:
        return None
    for size, before, after in ((86_400, "P", "D"), (3600, "PT", "H"), (60, "PT", "M"), (1, "PT", "S")):
        if int(seconds) % size == 0 and seconds // size <= _MOST:
            return Period(f"{before}{int(seconds) // size}{after}")
    return None


def read_period(value: Any, unit: str) -> Period | None:
    """A period that a value states in a unit; `text`: in the value itself, as `7d`, `86400s` or `P7D`."""
    if unit != "text":
        number = read_number(value)
        return None if number is None else make_period(number, unit)
    text = read_text(value)
    if not text:
        return None
    if text[0] == "p":
        try:
            return Period.parse(text.upper())
        except ValueError:
            return None
    number = read_number(text[:-1])
    return make_period(number, _LETTERS[text[-1]]) if number is not None and text[-1] in _LETTERS else None


def is_source_open(value: Any, names: frozenset[str]) -> bool | None:
    """Whether an address or a range of addresses is the whole internet. `names`: what else means so (`*`)."""
    if is_open(value):
        return None
    text = read_text(value) or ""
    address, slash, length = text.partition("/")
    bits = read_number(length) if slash else None
    return text in names or (bits is not None and bits <= 1 and (":" in address or "." in address))


def read_ports(text: str, everything: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The ranges of ports of a text: `22`, `80-443`, `80,443`, or a word that means all of them."""
    if text in everything:
        yield 0, 65_535
        return
    for part in text.split(",")[:100]:
        first, _, last = part.partition("-")
        start = read_number(first)
        end = read_number(last) if last else start
        if start is not None and end is not None:
            yield int(start), int(end)


def list_addresses(value: Any, type: str) -> list[str]:
    """The addresses that a reference has of resources of a type: `module.db.aws_db_instance.crm` of one."""
    addresses = value.addresses if isinstance(value, Reference) else ()
    return [address for address in addresses[:100] if type in address.split(".")]
