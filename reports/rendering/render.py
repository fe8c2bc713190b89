"""The templates: a Jinja environment for each sink, which escapes every inserted value.

A template that uses an undefined value fails: no report is better than one with a silent gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from seloste.reports.rendering import escape

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parents[1] / "templates"
#: For each format of templates, their suffix and the function that escapes inserted values.
SINKS = MappingProxyType(
    {
        "html": ("html.j2", escape.html),
        "markdown": ("md.j2", escape.markdown),
        "text": ("txt.j2", escape.text),
        "yaml": ("yaml.j2", escape.yaml_scalar),
    }
)

#: A cell of a table without any other in it, and the most characters of one that needs no room for a line of text.
_CELL = re.compile(r"<(t[dh])((?: [^<>]*+)?)>((?:(?!<t[dh]\b).)*?)</\1>", re.DOTALL)
_SHORT_CELL = 25
_RUNS = MappingProxyType({"html": escape.html_runs, "markdown": escape.markdown_runs, "text": escape.text_runs})

#: Further filters of the templates.
FILTERS: Mapping[str, escape.Escape] = MappingProxyType(
    {"code": escape.code_span, "data": escape.data, "linking": escape.link_addresses, "fragment": escape.fragment}
)


def render(template: str, format: str, **values: Any) -> str:
    """The template of that name (`notice`) and format (`html`), filled with the values. Raises ValueError."""
    if format not in SINKS:
        raise ValueError(f"no format {format!r}, only {', '.join(SINKS)}")
    suffix, _ = SINKS[format]
    return _environment(format).get_template(f"{template}.{suffix}").render(values).rstrip("\n") + "\n"


def render_blocks(blocks: Iterable[Any], format: str) -> Markup:
    """The blocks of a document in a format, for templates to insert as they are."""
    suffix, _ = SINKS[format]
    environment = _environment(format)
    return Markup(environment.get_template(f"blocks.{suffix}").make_module().blocks(blocks))  # type: ignore[attr-defined]  # noqa: S704


def _widen_cells(table: Markup) -> Markup:
    """A table whose cells with more than a few words have the class `long`, so that none is narrower than a line."""

    def widen(cell: re.Match[str]) -> str:
        if len(Markup(cell[3]).striptags()) <= _SHORT_CELL:  # noqa: S704 - only measured
            return cell[0]
        attributes = cell[2].replace('class="', 'class="long ', 1)
        if attributes == cell[2]:
            attributes += ' class="long"'
        return f"<{cell[1]}{attributes}>{cell[3]}</{cell[1]}>"

    return Markup(_CELL.sub(widen, table))  # noqa: S704 - of our own templates, escaped


def _prefix_lines(block: Markup, prefix: str) -> Markup:
    """The lines of a block, each after a prefix of ours."""
    return Markup("\n").join(Markup(f"{prefix}{line}".rstrip()) for line in block.strip("\n").split("\n"))  # noqa: S704


def _mark_entry(entry: Markup, mark: str) -> Markup:
    """The lines of an entry of a list: the first after the mark, the others below its words."""
    return Markup(mark) + _prefix_lines(entry, " " * len(mark))[len(mark) :]  # noqa: S704


@cache
def _environment(format: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    sink: escape.Escape = SINKS[format][1]
    # Autoescaping makes `Markup` of macros and blocks; `finalize` escapes every other value for the sink first.
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
    environment.filters["running"] = _RUNS.get(format, sink)
    environment.filters["widened"] = _widen_cells
    environment.filters["prefixed"] = _prefix_lines
    environment.filters["marked"] = _mark_entry
    return environment
