"""The process that fills a user's template within Jinja's sandbox and limits of the operating system.

`sandbox` starts it and reads its output: a line of JSON with the key `text` or `fault`.
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
from seloste.reports.rendering.sandbox import MARKUP_KEY, MEMORY, OUTPUT, SECONDS

#: Filters that would make markup of others' text, or a different output for the same input.
_REMOVED_FILTERS = ("safe", "random")


class _OutputError(Exception):
    """The output exceeds its limit."""


def main(task: Mapping[str, Any]) -> None:
    """Fills the template of the task and writes the text or the fault to the standard output."""
    environment = _make_environment(task["format"])
    context = _unpack(task["context"])
    _set_limits()
    try:
        response: dict[str, Any] = {"text": _fill(environment, task["source"], context)}
    except Exception as error:
        response = {"fault": _describe_fault(error)}
    sys.stdout.write(json.dumps(response))


def _make_environment(format: str) -> ImmutableSandboxedEnvironment:
    sink = SINKS[format][1]
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda _name: None),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else sink(value),
    )
    for name in _REMOVED_FILTERS:
        del environment.filters[name]
    del environment.globals["lipsum"]
    environment.filters.update(FILTERS)
    return environment


def _set_limits() -> None:
    with suppress(ImportError):  # Windows has no such limits; the timeout of the parent process remains
        import resource

        limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_FSIZE: 0}
        for kind, limit in limits.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))


def _fill(environment: ImmutableSandboxedEnvironment, source: str, context: Mapping[str, Any]) -> str:
    parts, length = [], 0
    for part in environment.from_string(source).generate(context):
        length += len(part)
        if length > OUTPUT:
            raise _OutputError
        parts.append(part)
    return "".join(parts).rstrip("\n") + "\n"


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpack(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {MARKUP_KEY}:
        return Markup(value[MARKUP_KEY])  # noqa: S704 - markup of ours
    return {key: _unpack(item) for key, item in value.items()}


def _describe_fault(error: Exception) -> dict[str, Any]:
    detail = str(error)
    match error:
        case TemplateSyntaxError():
            return {"kind": "syntax", "line": error.lineno, "detail": error.message or ""}
        case TemplateNotFound():
            kind, detail = "include", str(error.name)
        case SecurityError():
            kind = "forbidden"
        case UndefinedError():
            kind, detail = "undefined", _find_undefined_name(detail)
        case OverflowError():
            kind = "range"
        case MemoryError():
            kind = "memory"
        case _OutputError():
            kind = "size"
        case _:
            kind, detail = "failed", f"{type(error).__name__}: {detail}"
    return {"kind": kind, "line": _find_line(error), "detail": detail[:300]}


def _find_undefined_name(message: str) -> str:
    """The undefined name, from Jinja's message about it."""
    found = re.findall(r"'([^']*)'", message)
    return found[-1] if found else message


def _find_line(error: Exception) -> int | None:
    """The line of the template that raised the error: Jinja maps the lines of its code to those of the template."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else None
