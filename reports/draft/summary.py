"""The summary of a draft: what was found, what could not be told, and what a person must decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from seloste.checker.drafting.draft import Draft, DraftSystem
from seloste.checker.evidence.read_evidence import ReadEvidence
from seloste.reports.draft.entry_writer import clean_name
from seloste.reports.draft.systems import DraftContext
from seloste.reports.formats.style import Style
from seloste.reports.rendering.escape import console, visible

#: So many systems, patterns and reasons are named.
_MOST_LINES, _MOST_NAMED = 30, 3


class DraftOutcome(Struct, frozen=True):
    """What was done with a draft.

    Attributes:
        written: The files that were written, or would be, each with the number of its TODOs.
        elsewhere: The patterns that a person must add, by the ids of the systems.
        refused: The files that nothing can be added to, each with the ids of what is new.
        command: The next command.
        has_notice: Whether there is a notice.
    """

    written: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refused: Mapping[str, Sequence[str]] = field(default_factory=dict)
    command: str = ""
    has_notice: bool = False


def summarize_draft(
    draft: Draft, evidence: ReadEvidence, outcome: DraftOutcome, context: DraftContext, style: Style
) -> str:
    """The summary as text for a terminal."""
    blocks = [
        list(_list_found(draft, evidence, outcome, context)),
        _head("undecided", _list_undecided(draft, outcome, context), context),
        _head("changes", _list_changes(draft, outcome, context), context),
        _head("untold", _list_untold(draft, evidence, context), context),
        [context.word("next" if outcome.has_notice else "next-notice", command=outcome.command)],
    ]
    return console(visible("\n".join(line for lines in blocks for part in lines for line in _wrap(part, style))))


def _wrap(line: str, style: Style) -> list[str]:
    margin = line[: len(line) - len(line.lstrip())]
    return style.wrap(line.lstrip(), margin, f"{margin}  ")


def _head(key: str, lines: Iterable[str], context: DraftContext) -> list[str]:
    """Lines under a heading; none without lines."""
    found = list(lines)
    return [context.word(key), *(f"  {line}" for line in found)] if found else []


def _count(context: DraftContext, key: str, number: int) -> str:
    return context.language.count(f"scan.count.{key}", number)


def _list_found(draft: Draft, evidence: ReadEvidence, outcome: DraftOutcome, context: DraftContext) -> Iterator[str]:
    numbers = {"resources": len(evidence.resources), "stores": draft.stores}
    yield context.word("found", **{key: _count(context, key, number) for key, number in numbers.items()})
    if draft.is_empty:
        yield context.word("nothing-new")
        return
    drafted = {"systems": len(draft.systems), "processors": len(draft.processors)}
    counts = [_count(context, key, number) for key, number in drafted.items() if number]
    if counts:
        yield context.word("drafted-all", what=context.language.format_list(counts))
    for system in draft.systems[:_MOST_LINES]:
        yield f"  {_describe(system, context)}"
    if len(draft.systems) > _MOST_LINES:
        yield f"  {context.language.word('terminal.and-more', count=len(draft.systems) - _MOST_LINES)}"
    for path, todos in outcome.written.items():
        yield context.word("written", path=path, todos=_count(context, "todos", todos))


def _describe(system: DraftSystem, context: DraftContext) -> str:
    parts = [_count(context, "stores", len(system.stores))]
    if system.hosting.country:
        parts.append(context.language.country(system.hosting.country))
    if system.fields:
        parts.append(_count(context, "kinds", len(system.fields)))
    return f"{system.id}: {', '.join(parts)}"


def _list_undecided(draft: Draft, outcome: DraftOutcome, context: DraftContext) -> Iterator[str]:
    """What a person must decide, beside the TODOs of every system."""
    if draft.systems:
        yield context.word("decide-systems")
        yield context.word("decide-empty")
    for system in draft.systems:
        unnamed = [each.kind for each in system.fields if not each.id] if outcome.has_notice else []
        if unnamed:
            yield context.word("decide-fields", id=system.id, kinds=context.name_all(unnamed, 10))
        if system.folders:
            yield context.word("decide-folders", id=system.id, folders=context.name_all(system.folders, 10))
        if len({each.fact.country for each in system.hosting.others if each.fact.country}):
            yield context.word("decide-places", id=system.id)
    if draft.processors:
        yield context.word("decide-processors", names=context.name_all([each.name for each in draft.processors], 10))
    for id, patterns in outcome.elsewhere.items():
        yield context.word("decide-patterns", id=id, patterns=context.name_all(patterns, 10))
    for path, ids in outcome.refused.items():
        yield context.word("decide-refused", path=clean_name(path), ids=context.name_all(ids, 10))


def _list_changes(draft: Draft, outcome: DraftOutcome, context: DraftContext) -> Iterator[str]:
    """What has changed since an earlier draft."""
    for id, patterns in draft.additions.items():
        if id not in outcome.elsewhere:
            yield context.word("added", id=id, patterns=context.name_all(patterns))
    if draft.removed:
        yield context.word("removed", names=context.name_all(draft.removed))
    for id, patterns in list(draft.gone.items())[:_MOST_LINES]:
        yield context.word("gone", id=id, patterns=context.name_all(patterns))


def _list_untold(draft: Draft, evidence: ReadEvidence, context: DraftContext) -> Iterator[str]:
    """What could not be told: what was not read, and what a draft cannot say."""
    if draft.unmapped:
        yield context.word("untold-unmapped", names=context.name_all(draft.unmapped))
    services = dict.fromkeys(id for system in draft.systems for id in system.possible_processors)
    if services:
        yield context.word("untold-services", names=context.name_all(list(services), 10))
    reasons: dict[str, list[str]] = {}
    for name, reason in evidence.notes:
        reasons.setdefault(reason, []).append(name)
    for reason, names in reasons.items():
        shown = [name for name in names if not name.startswith("+")]
        more = sum(int(name[1:]) for name in names if name.startswith("+")) + max(0, len(shown) - _MOST_NAMED)
        listed = ", ".join(map(clean_name, shown[:_MOST_NAMED]))
        if more:
            listed = f"{listed} {context.language.word('terminal.and-more', count=more)}" if listed else str(more)
        yield f"{listed}: {context.language.word(f'phrases.{reason}')}"
