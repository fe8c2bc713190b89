"""The files of a draft: new ones as text, and what goes into those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from seloste.checker.drafting.draft import Draft
from seloste.checker.reading.insertion import Insertion
from seloste.reports.draft.entry_writer import EntryWriter, quote
from seloste.reports.draft.processors import write_processor
from seloste.reports.draft.systems import DraftContext, write_system

#: The key that records what was drafted, so that what a person removes is not drafted again. A check ignores it.
DRAFTED = "x-drafted"
_INDENT = "  "


class FileDraft(Struct, frozen=True):
    """What is new in one file.

    Attributes:
        kind: `systems` or `processors`, the key that the entries are under.
        entries: The new ones, by id.
        patterns: The patterns that are added to systems of the file, by their ids.
    """

    kind: str
    entries: Mapping[str, EntryWriter] = field(default_factory=dict)
    patterns: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not (self.entries or self.patterns)

    @property
    def drafted(self) -> list[str]:
        """What is recorded as drafted: ids, and patterns of resources."""
        own = [[id, *entry.value.get("resources", ())] for id, entry in self.entries.items()]
        return [each for group in (*own, *map(list, self.patterns.values())) for each in group]

    def render(self, context: DraftContext) -> str:
        """The text of a new file."""
        lines = [f"# {context.word(f'head-{self.kind}')}", "version: 1", "", f"{self.kind}:"]
        for number, (id, entry) in enumerate(self.entries.items()):
            lines += [""] * bool(number) + entry.write_under(id, _INDENT)
        lines += ["", *_record(self.drafted, context)]
        return "\n".join([*lines, ""])

    def insert(self, context: DraftContext) -> list[Insertion]:
        """What is inserted into a file that is there."""
        found = [
            Insertion((self.kind, id, "resources"), list(own), [f"- {quote(each)}" for each in own])
            for id, own in self.patterns.items()
        ]
        if self.entries:
            lines: list[str] = []
            for number, (id, entry) in enumerate(self.entries.items()):
                lines += [""] * bool(number) + entry.write_under(id)
            value = {id: entry.value for id, entry in self.entries.items()}
            found.append(Insertion((self.kind,), value, lines, gap=True))
        items = [f"- {quote(each)}" for each in self.drafted]
        return [*found, Insertion((DRAFTED,), self.drafted, items, comment=context.word("drafted"))]


def _record(drafted: Sequence[str], context: DraftContext) -> list[str]:
    """The lines that record what was drafted."""
    return [f"# {context.word('drafted')}", f"{DRAFTED}:", *(f"{_INDENT}- {quote(each)}" for each in drafted)]


def draft_files(draft: Draft, context: DraftContext) -> dict[str, FileDraft]:
    """What is new of each kind, without the patterns for systems that are there."""
    systems = {each.id: write_system(each, context) for each in draft.systems}
    processors = {each.id: write_processor(each, context) for each in draft.processors}
    return {"systems": FileDraft("systems", systems), "processors": FileDraft("processors", processors)}
