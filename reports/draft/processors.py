"""A drafted processor as an entry of processors.yaml: what shows that it is in use, and a TODO for the rest."""

from __future__ import annotations

from seloste.checker.drafting.draft import DraftProcessor
from seloste.reports.draft.entry_writer import EntryWriter
from seloste.reports.draft.systems import DraftContext


def write_processor(processor: DraftProcessor, context: DraftContext) -> EntryWriter:
    """The entry of a drafted processor."""
    entry = EntryWriter()
    entry.put("name", processor.name)
    seen = [context.word("seen", resource=resource, sign=sign) for resource, sign in processor.seen]
    entry.comment(context.word("todo-role", seen=context.name_all(seen)))
    if processor.country:
        entry.put("country", processor.country, context.word("country-shown"))
    elif processor.established:
        country = context.language.country(processor.established)
        entry.comment(context.word("todo-country-established", country=country, code=processor.established))
    else:
        entry.comment(context.word("todo-country-processor"))
    entry.comment(context.word("todo-agreement"))
    return entry
