"""Patterns of addresses, as `resources:` of a system has them, and whether a resource's address matches one.

A pattern is `terraform:module.crm.aws_db_instance.*`, `kubernetes:Deployment/crm/*`, `compose:crm-*`. `*` stands for
anything within a part, `**` for any number of parts. Nothing else is special: an address may have brackets.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

_ANY, ANY_PARTS = "*", "**"
_KUBERNETES, _SQL = "kubernetes", "sql"
#: What parts the addresses of a source; those of any other source are one part.
_SEPARATORS = {"terraform": ".", _KUBERNETES: "/", _SQL: "."}
#: The longest pattern, and the longest address that is compared with one, in characters.
_LONGEST = 2_000
#: Comes after every character that an address may have.
_LAST = "\U0010ffff"
#: The parts of an address, and the number that they stand for.
Form = tuple[tuple[str, ...], int]


def split_pattern(pattern: str) -> tuple[str, tuple[str, ...]]:
    """The source that a pattern names, empty where it names none, and its parts."""
    source, colon, address = pattern.strip()[:_LONGEST].partition(":")
    return (source, split_address(source, address)) if colon else ("", (source,))


def split_address(source: str, address: str) -> tuple[str, ...]:
    """The parts of an address. What stands in brackets, a key of `for_each`, is not parted."""
    separator = _SEPARATORS.get(source)
    address = address[:_LONGEST]
    if separator is None or separator not in address:
        return (address,)
    if "[" not in address:
        return tuple(address.split(separator))
    parts, start, quoted, depth = [], 0, False, 0
    for place, character in enumerate(address):
        if character == '"' and depth:
            quoted = not quoted
        elif quoted:
            continue
        elif character == "[":
            depth += 1
        elif character == "]":
            depth = max(0, depth - 1)
        elif character == separator and not depth:
            parts.append(address[start:place])
            start = place + 1
    return (*parts, address[start:])


def strip_instances(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts without the keys of instances: `crm` of `crm["a"]`. A pattern without a key is for every instance."""
    return tuple([part.partition("[")[0] for part in parts]) if "[" in "".join(parts) else parts


def match_parts(pattern: Sequence[str], parts: Sequence[str]) -> tuple[bool, int]:
    """Whether the parts of an address match those of a pattern, and how many steps that took.

    They are at most the product of the two lengths; a part with many `*` counts as many.
    """
    place, part, star, resume, steps = 0, 0, -1, 0, 1
    while part < len(parts):
        steps += 1 + (pattern[place].count(_ANY) if place < len(pattern) else 0)
        if place < len(pattern) and pattern[place] == ANY_PARTS:
            star, resume = place, part
            place += 1
        elif place < len(pattern) and match_part(pattern[place], parts[part]):
            place, part = place + 1, part + 1
        elif star >= 0:
            resume += 1
            place, part = star + 1, resume
        else:
            return False, steps
    return all(each == ANY_PARTS for each in pattern[place:]), steps


def match_part(pattern: str, text: str) -> bool:
    """Whether a part of an address matches one of a pattern, in which `*` stands for any characters."""
    if pattern == _ANY:
        return True
    pieces = pattern.split(_ANY)
    if len(pieces) == 1:
        return pattern == text
    first, last = pieces[0], pieces[-1]
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in pieces[1:-1]:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def find_beginning(forms: Sequence[Form], parts: tuple[str, ...]) -> Sequence[Form]:
    """Those of the forms, which are in order, that begin as a pattern does before its first `*`."""
    star = next(number for number, part in enumerate(parts) if _ANY in part)
    beginning = parts[star].partition(_ANY)[0]
    first = parts[:star] if parts[star] == ANY_PARTS else (*parts[:star], beginning)  # `**` may be no part at all
    last = (*parts[:star], f"{beginning}{_LAST}")
    return forms[bisect_left(forms, (first, -1)) : bisect_left(forms, (last, -1))]


def turn_around(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts from the last to the first, each from its last character."""
    return tuple(part[::-1] for part in reversed(parts))


def list_forms(source: str, address: str) -> Iterator[tuple[str, ...]]:
    """The forms of an address that a pattern may have.

    Without the keys of instances; without a namespace; of a table, in any letters, without its database and schema.
    """
    parts = split_address(source, address)
    if source == _SQL:
        lower = tuple(part.lower() for part in parts)
        yield from (lower[start:] for start in range(len(lower)))
        return
    yield parts
    base = strip_instances(parts)
    if base != parts:
        yield base
    if source == _KUBERNETES and len(parts) == 3:
        yield (parts[0], parts[2])
