"""The templates: one Jinja environment a sink, which escapes everything that is inserted.

A template that uses a value that is not there fails: a report with a silent gap would be worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from seloste.reports.rendering import escape

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parents[1] / "templates"
#: Format → its template's suffix, and the escaping of its sink.
SINKS = MappingProxyType(
    {
        "html": ("html.j2", escape.html),
        "markdown": ("md.j2", escape.markdown),
        "text": ("txt.j2", escape.text),
    }
)


#: What templates can put values through, beside their sink.
FILTERS: Mapping[str, escape.Escape] = MappingProxyType(
    {"code": escape.code_span, "data": escape.data, "linking": escape.link_addresses, "fragment": escape.fragment}
)


def render(template: str, format: str, **values: Any) -> str:
    """The template of that name and format, `notice` and `html`, filled with the values. ValueError: no such format."""
    if format not in SINKS:
        raise ValueError(f"no format {format!r}, only {', '.join(SINKS)}")
    suffix, _ = SINKS[format]
    return _environment(format).get_template(f"{template}.{suffix}").render(values).rstrip("\n") + "\n"


def render_block(block: Any, format: str) -> Markup:
    """One block of a document in a format: markup of ours, to be put where a template wants it."""
    suffix, _ = SINKS[format]
    environment = _environment(format)
    return Markup(environment.get_template(f"blocks.{suffix}").make_module().block(block))  # type: ignore[attr-defined]  # noqa: S704


@cache
def _environment(format: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    sink: escape.Escape = SINKS[format][1]
    # Autoescaping makes macros and blocks `Markup`; `finalize` brings all else through the sink's own escaping first.
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if hasattr(value, "__html__") else sink(value),
    )
    environment.filters.update(FILTERS)
    environment.filters["underline"] = lambda heading, stroke: stroke * len(sink(heading))
    return environment
