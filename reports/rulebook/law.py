"""The page of the law by date, `docs/law.md`: adequacy decisions, transfer tools, and the acts that rules cite.

`python -m seloste.generate` writes it of the data of `policy/law/`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from seloste.checker.finding import Citation
from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.dated import DatedEntry
from seloste.policy.law.law import load_law
from seloste.policy.law.pending import load_pending
from seloste.policy.law.transfers import Instrument, InstrumentKind
from seloste.reports.language.language import capitalize, load_language
from seloste.reports.law.text import LawPage

Entry = TypeVar("Entry", bound=DatedEntry)
_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# The law by date

Everything about the law that a check may rest on, by its first day; checked until {horizon}. On the day that
`--as-of` names, a check knows what was in force then and nothing that came later. `seloste law --as-of DATE` tells the
same for one day, with conditions; `seloste law US` what held for a country over time; `seloste law eu-us-dpf` the same
of a transfer tool. The data, each with its source, are `policy/law/`. What somebody wrote from memory is marked, until
somebody reads it in a source. This is not legal advice.
"""


def render_law() -> str:
    """The page: a table each of decisions, transfer tools and acts."""
    law = load_law()
    english = load_language("en")
    page = LawPage(law.on(law.horizon), english)
    acts = [entry for entries in load_authorities().values() for entry in entries]
    decisions = (
        (english.country(each.country), english.text(each.citation), each) for each in _sort(law.decisions.values())
    )
    tools = ((f"`{each.id}`", _describe_tool(each), each) for each in _sort(law.instruments.values()))
    return "\n".join(
        [
            _LEAD.format(horizon=english.format_value(law.horizon)),
            "## Adequacy decisions\n",
            *_render_table(page, ("country", "decision"), decisions),
            "## Transfer tools\n\nThe ids are what `transfers.instruments` and `transfer.instrument` take.\n",
            *_render_table(page, ("id", "what it is"), tools),
            "## Acts, judgments and guidance\n\nWhat rules and reports cite.\n",
            *_render_table(
                page,
                ("cited as", "name"),
                ((english.text(each.citation), english.text(each.title), each) for each in _sort(acts)),
            ),
            "## Pending\n\nNo finding rests on these. `forecast` tells of those whose day is fixed.\n",
            *_render_pending(),
        ]
    )


def _render_pending() -> Iterator[str]:
    english = load_language("en")
    yield "| known since | applies from | what | what it would change | source |"
    yield "|---|---|---|---|---|"
    for entry in load_pending():
        first = english.format_value(entry.first) if entry.first else "–"
        words = (capitalize(english.text(entry.title)), english.text(entry.text))
        yield f"| {' | '.join((english.format_value(entry.known_from), first, *words, entry.source))} |"
    yield ""


def _sort(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.first, entry.id))


def _describe_tool(tool: Instrument) -> str:
    english = load_language("en")
    words = dict.fromkeys((capitalize(english.text(tool.title)), english.text(tool.citation)))
    note = ("no transfer tool",) if tool.kind is InstrumentKind.NOT_A_TRANSFER_TOOL else ()
    return "; ".join((*words, *note))


def _render_table(page: LawPage, names: tuple[str, str], rows: Iterable[tuple[str, str, DatedEntry]]) -> Iterator[str]:
    yield f"| in force | {names[0]} | {names[1]} | source |"
    yield "|---|---|---|---|"
    for first, second, entry in rows:
        notes = [entry.source]
        if entry.ended_by is not None:
            notes.insert(0, page.language.word("law.ended-by", authority=Citation(entry.ended_by)))
        notes += filter(None, [page.format_unchecked(entry)])
        cells = (page.format_validity(entry), first, capitalize(second), "; ".join(notes))
        yield f"| {' | '.join(cells)} |"
    yield ""
