"""The page of the law by date, `docs/law.md`: adequacy decisions, transfer tools, and the acts that rules cite.

`python -m seloste.generate` writes it of the data of `policy/law/`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from seloste.checker.finding import Citation
from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.changes import load_versions
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

Everything about the law that a check may rest on, by its first day: version {version} of the data, of {day},
checked until {horizon}. On the day that
`--as-of` names, a check knows what was in force then and nothing that came later. `seloste law --as-of DATE` tells the
same for one day, with conditions; `seloste law US` what held for a country over time; `seloste law eu-us-dpf` the same
of a ground for transfers. The data, each with its source, are `policy/law/`. An asterisk marks the entries of which
something, such as the first day, is from memory, until somebody reads it in a source. This is not legal advice.

The data grow old: `notice/law-unverified` is a note from the day after {horizon}, a warning from {aged}, and an error
from {outdated}, when they verify the promises on transfers and processors no more. `seloste law --since VERSION|DAY`
tells what has changed since a version of the data, and since a day in the law itself, and which promises of the notice
at hand each change concerns.
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
            _LEAD.format(
                horizon=english.format_value(law.horizon),
                version=law.edition.version,
                day=english.format_value(law.edition.day),
                aged=english.format_value(law.edition.aged_from),
                outdated=english.format_value(law.edition.outdated_from),
            ),
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
            "## Changes of the data\n",
            *_render_changes(),
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


def _render_changes() -> Iterator[str]:
    english = load_language("en")
    for version in load_versions():
        yield f"### {version.version}, {english.format_value(version.day)}\n"
        for change in version.changes:
            yield f"- **{english.word(f'law.since.{change.kind}')}.** {english.text(change.text)}"
        if not version.changes:
            yield "The data as they were when their versions began to be counted."
        yield ""


def _sort(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.first, entry.id))


def _describe_tool(tool: Instrument) -> str:
    english = load_language("en")
    words = dict.fromkeys((capitalize(english.text(tool.title)), english.text(tool.citation)))
    note = ("not a ground for transfers",) if tool.kind is InstrumentKind.NOT_A_TRANSFER_TOOL else ()
    if tool.exporters:
        note = (f"only for what is sent on from {', '.join(tool.exporters)}",)
    return "; ".join((*words, *note))


def _render_table(page: LawPage, names: tuple[str, str], rows: Iterable[tuple[str, str, DatedEntry]]) -> Iterator[str]:
    yield f"| in force | {names[0]} | {names[1]} | source |"
    yield "|---|---|---|---|"
    for first, second, entry in rows:
        notes = [entry.source]
        if entry.ended_by is not None:
            notes.insert(0, page.language.word("law.ended-by", authority=Citation(entry.ended_by)))
        cells = (page.format_marked(entry), first, capitalize(second), "; ".join(notes))
        yield f"| {' | '.join(cells)} |"
    yield ""
