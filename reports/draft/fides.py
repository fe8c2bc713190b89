"""Manifests of Fides as drafts of our own files: systems, processors, and the parts of the notice that they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seloste.checker.drafting.fides import FidesDraft
from seloste.checker.drafting.published_list import PublishedList
from seloste.reports.draft.entry_writer import clean_name, quote, quote_inline
from seloste.reports.draft.listed import write_list
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import cell, console, visible

_SECTIONS = ("contacts", "data_subjects", "purposes", "fields")


def write_fides(draft: FidesDraft, language: Language, source: str) -> dict[str, str]:
    """The files of a draft by their kinds, without those that would be empty."""
    kinds = {"systems": draft.systems, "processors": draft.processors}
    files = {
        kind: write_list(PublishedList(kind, tuple(records)), language, source)
        for kind, records in kinds.items()
        if records
    }
    return {"policy": _write_policy(draft, language, source), **files}


def summarize_fides(written: Mapping[str, str], style: Style) -> str:
    """What manifests gave, and what comes next. `written`: the text of each file."""
    language = style.language
    todos = sum(text.count("TODO") for text in written.values())
    lines = [
        *(language.word("import.wrote", path=path) for path in written),
        language.word("import.todos", count=language.count("import.count.todos", todos)),
        language.word("lists.next-manifests"),
    ]
    return console(visible("\n".join(line for each in lines for line in style.wrap(each, "", ""))))


def _write_policy(draft: FidesDraft, language: Language, source: str) -> str:
    """The parts of a notice. The rest of it is still to be written, so it is a draft."""
    lines = [f"# {language.word('lists.head-policy', source=clean_name(source))}", "version: 1"]
    lines += ["notice:", "  languages: [en]", "  draft: true"]
    controller = draft.controller or {"name": "TODO"}
    lines += ["controller:", *(f"  {key}: {_write(value)}" for key, value in controller.items())]
    for section in _SECTIONS:
        entries: Mapping[str, Mapping[str, Any]] = getattr(draft, section)
        if entries:
            lines += [f"{section}:", *(f"  {quote(id)}: {_write(entry)}" for id, entry in entries.items())]
    return "\n".join([*lines, f"# {language.word('lists.todo-notice')}", ""])


def _write(value: Any) -> str:
    return quote_inline(_clean(value))


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return cell(value) if isinstance(value, str) else value
