"""Fills in the variables of Compose files: `$NAME`, `${NAME:-default}`, from the `.env` file beside them.

A variable that has no value there may have any where the project is started. `OPEN` stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Stands for what is not known in a text.
OPEN = "\0"
#: The longest text with variables that is filled in, and how deep defaults may lie in defaults.
_LONGEST, _DEEPEST = 20_000, 8
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*+")
_BRACE = re.compile(r"\$\{|\}")
_LINE = re.compile(r"\s*+(?:export\s++)?([A-Za-z_][A-Za-z0-9_.-]*+)\s*+=\s*+(.*)")
#: Most variables of a file.
_MOST_VARIABLES = 2_000


def interpolate(text: str, variables: Mapping[str, str], depth: int = 0) -> str:
    """The text with its variables filled in."""
    if "$" not in text:
        return text
    if len(text) > _LONGEST or depth > _DEEPEST:
        return OPEN
    parts, index = [], 0
    while (dollar := text.find("$", index)) >= 0:
        parts.append(text[index:dollar])
        part, index = _fill_in(text, dollar + 1, variables, depth)
        parts.append(part)
    return "".join((*parts, text[index:]))


def _fill_in(text: str, start: int, variables: Mapping[str, str], depth: int) -> tuple[str, int]:
    """What stands for the variable whose name or brace begins at `start`, and where the text goes on."""
    if text.startswith("$", start):
        return "$", start + 1
    if not text.startswith("{", start):
        name = _NAME.match(text, start)
        return (variables.get(name[0], OPEN), name.end()) if name else ("$", start)
    end = _find_end(text, start + 1)
    name = _NAME.match(text, start + 1, end)
    if name is None:
        return OPEN, end + 1
    return _choose_value(text[name.end() : end], variables.get(name[0]), variables, depth), end + 1


def _choose_value(rest: str, value: str | None, variables: Mapping[str, str], depth: int) -> str:
    """The value of a variable by what follows its name: `:-default`, `-default`, `:?message`, `:+other`."""
    counts_empty = not rest.startswith(":")
    sign, other = rest.removeprefix(":")[:1], rest.removeprefix(":")[1:]
    is_set = value is not None and (counts_empty or value != "")
    if sign == "-":
        return value if is_set and value is not None else interpolate(other, variables, depth + 1)
    if sign == "+":
        return interpolate(other, variables, depth + 1) if is_set else OPEN
    return value if value is not None else OPEN


def _find_end(text: str, start: int) -> int:
    """Where the brace ends that was opened before `start`; the end of the text where it does not."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace[0] == "${" else -1
        if not depth:
            return brace.start()
    return len(text)


def read_variables(data: bytes) -> dict[str, str]:
    """The variables of a `.env` file; none where there are too many. A line of any other form is passed over."""
    variables: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        if len(variables) >= _MOST_VARIABLES and match[1] not in variables:
            return {}
        value = match[2].strip()
        if value[:1] in ("'", '"') and (end := value.find(value[0], 1)) > 0:
            value = value[1:end]
        else:
            value = value.partition(" #")[0].rstrip()
        variables[match[1]] = OPEN if "$" in value else value
    return variables
