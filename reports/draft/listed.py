"""A list that people publish as a draft inventory: its words as they are, and a TODO where a person must decide."""

from __future__ import annotations

from typing import Any

from seloste.checker.drafting.published_list import ListedRecord, PublishedList
from seloste.reports.draft.entry_writer import EntryWriter, clean_name
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import cell, console, visible
from seloste.reports.starter.files import FILES

#: The keys that come first, in this order; notes come last.
_FIRST = (
    "name",
    "role",
    "service",
    "description",
    "owner",
    "country",
    "hosting",
    "website",
    "contact",
    "purposes",
    "fields",
)
#: The keys of which a person must decide where the list has none, by kind.
_ASKED = {"processors": ("role", "country", "purposes", "agreement"), "systems": ("purposes", "fields", "retention")}
_INDENT = "  "


def write_list(found: PublishedList, language: Language, source: str) -> str:
    """The draft of a list as a file."""
    lines = [
        f"# {language.word(f'lists.head-{found.kind}', source=clean_name(source))}",
        "version: 1",
        "",
        f"{found.kind}:",
    ]
    for number, record in enumerate(found.records):
        lines += [""] * bool(number) + _write_record(record, found.kind, language).write_under(record.id, _INDENT)
    return "\n".join([*lines, ""])


def _write_record(record: ListedRecord, kind: str, language: Language) -> EntryWriter:
    entry = EntryWriter()
    rest = [key for key in record.values if key not in _FIRST and key != "notes"]
    for key in (*_FIRST, *rest):
        if key in record.values:
            entry.put(key, _clean(record.values[key]))
    for key, words in record.words.items():
        entry.comment(language.word("lists.todo-words", name=key, words=clean_name(words)))
    for key in _ASKED[kind]:
        if key not in record.values and key not in record.words:
            entry.comment(language.word(f"lists.todo-{key}"))
    in_words = record.words.items() if kind == "processors" else ()  # of systems they are in the comments alone
    kept = [f"{name or '?'}: {words}" for name, words in (*record.others, *in_words)]
    if kind == "processors":
        notes = "\n".join(each for each in (str(record.values.get("notes", "")), *kept) if each)
        if notes:
            entry.put("notes", _clean(notes))
    else:
        for each in kept:
            entry.comment(language.word("lists.kept", words=clean_name(each)))
    return entry


def _clean(value: Any) -> Any:
    """A value with hidden characters shown."""
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return cell(value) if isinstance(value, str) else value


def _choose_next(kind: str, target: str | None) -> str:
    """The word of what comes next: a check finds a list by itself only where it has its usual name."""
    if target is None:
        return "lists.next-output"
    return "lists.next" if target == FILES[kind] else "lists.next-elsewhere"


def summarize_list(found: PublishedList, text: str, target: str | None, style: Style) -> str:
    """What the import of a list gave, and what comes next. `target`: the file that was written, if any."""
    language = style.language
    lines = [
        *([language.word("import.wrote", path=target)] if target else []),
        language.count(f"lists.count-{found.kind}", len(found.records)),
        language.word("import.todos", count=language.count("import.count.todos", text.count("TODO"))),
        *([language.count("lists.unread", found.unread)] if found.unread else []),
        language.word(_choose_next(found.kind, target), path=target or FILES[found.kind], usual=FILES[found.kind]),
    ]
    return console(visible("\n".join(line for each in lines for line in style.wrap(each, "", ""))))
