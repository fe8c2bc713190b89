"""The page of the columns that a list of processors or systems may have, with what people write over them.

`python -m seloste.generate` writes it to `docs/list-columns.md`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.reading.table_columns import MODELS, Column, Form, list_columns, list_names

_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# Columns of lists

The columns that a list of [processors](#processors) or of [systems](#systems) may have in CSV or in a workbook. How
lists are read: [Use the lists that you have](lists.md). The name of a column may be its key, as in the first column
below, or any of the words beside it. Case, spaces, hyphens, underscores and what stands in brackets do not matter.

Every control has a column for its status, such as `safeguards.backup`, and may have others:
`safeguards.backup.interval`, `.evidence`, `.verified` and `.reason`.
"""
_FORMS = {
    Form.TEXT: "text",
    Form.LIST: "items with `;` between them",
    Form.FLAG: "yes or no",
    Form.DAY: "a day",
    Form.PERIOD: "a period",
    Form.COUNTRY: "a country",
    Form.INSTRUMENT: "the id of a ground for transfers",
    Form.TRANSFERS: "`country=instrument` items",
    Form.DISCLOSURES: "`recipient=country` items",
}
#: A list of values that is longer than so many is on the page of the keys.
_MOST_CHOICES = 5


def render_list_columns() -> str:
    """The page: each column with its form, and the words for it."""
    return "\n".join([_LEAD, *(line for kind in MODELS for line in _render_kind(kind))])


def _render_kind(kind: str) -> Iterator[str]:
    yield f"## {kind.capitalize()}\n"
    yield "| column | takes | also called |\n|---|---|---|"
    words = list_names(kind)
    for column in list_columns(kind):
        names = words.get(column.name, ())
        if column.steps[0] != "safeguards" or (column.steps[-1] == "status" and names):
            yield f"| `{column.name}` | {_describe(column)} | {', '.join(names)} |"
    for key in sorted(key for key in words if key.startswith("description.")):
        yield f"| `{key}` | text | {', '.join(words[key])} |"
    yield ""


def _describe(column: Column) -> str:
    if column.choices and len(column.choices) <= _MOST_CHOICES:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    return _FORMS.get(column.form, "one of few values")
