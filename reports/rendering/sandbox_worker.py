"""The process that fills a user's template: Jinja's sandbox, the limits of the system, and what went wrong in words.

`sandbox` starts it and reads what it writes: one line of JSON, with the text or with the fault.
"""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from seloste.reports.rendering.render import FILTERS, SINKS
from seloste.reports.rendering.sandbox import MARKUP, MEMORY, OUTPUT, SECONDS

#: What would make markup of others' words, or something else of the same input every time.
_NOT_OFFERED = ("safe", "random")


class _OutputError(Exception):
    """The template writes more than it may."""


def main(task: Mapping[str, Any]) -> None:
    """Fills the template of the task and writes what came of it to the standard output."""
    environment = _environment(task["format"])
    context = _restored(task["context"])
    _limit()
    try:
        told: dict[str, Any] = {"text": _filled(environment, task["source"], context)}
    except Exception as error:
        told = {"fault": _fault(error)}
    sys.stdout.write(json.dumps(told))


def _environment(format: str) -> ImmutableSandboxedEnvironment:
    sink = SINKS[format][1]
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda _name: None),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else sink(value),
    )
    for name in _NOT_OFFERED:
        del environment.filters[name]
    del environment.globals["lipsum"]
    environment.filters.update(FILTERS)
    return environment


def _limit() -> None:
    with suppress(ImportError):  # Windows has no such limits; the time that the other side waits still holds
        import resource

        limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_FSIZE: 0}
        for kind, most in limits.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def _filled(environment: ImmutableSandboxedEnvironment, source: str, context: Mapping[str, Any]) -> str:
    parts, length = [], 0
    for part in environment.from_string(source).generate(context):
        length += len(part)
        if length > OUTPUT:
            raise _OutputError
        parts.append(part)
    return "".join(parts).rstrip("\n") + "\n"


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {MARKUP}:
        return Markup(value[MARKUP])  # noqa: S704 - markup of ours
    return {key: _restored(item) for key, item in value.items()}


def _fault(error: Exception) -> dict[str, Any]:
    detail = str(error)
    match error:
        case TemplateSyntaxError():
            return {"kind": "syntax", "line": error.lineno, "detail": error.message or ""}
        case TemplateNotFound():
            kind, detail = "include", str(error.name)
        case SecurityError():
            kind = "forbidden"
        case UndefinedError():
            kind, detail = "undefined", _name(detail)
        case OverflowError():
            kind = "range"
        case MemoryError():
            kind = "memory"
        case _OutputError():
            kind = "size"
        case _:
            kind, detail = "failed", f"{type(error).__name__}: {detail}"
    return {"kind": kind, "line": _line(error), "detail": detail[:300]}


def _name(message: str) -> str:
    """The name that is not there, of Jinja's sentence about it."""
    found = re.findall(r"'([^']*)'", message)
    return found[-1] if found else message


def _line(error: Exception) -> int | None:
    """The line of the template at which it happened: Jinja puts its lines in place of those of its own code."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else None
