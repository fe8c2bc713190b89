"""A drafted system as an entry of systems.yaml: what infrastructure shows, and a TODO for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from seloste.checker.drafting.draft import DraftField, DraftHosting, DraftSafeguard, DraftSystem, Shown
from seloste.checker.evidence.resource import ControlFact, ControlShown, PlaceFact
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Status
from seloste.reports.draft.entry_writer import EntryWriter, clean_name
from seloste.reports.language.language import Language

#: How many resources are named in one comment, and how many ids of the notice.
_MOST_NAMED, _MOST_IDS = 2, 20


class DraftContext(Struct, frozen=True):
    """What the words of a draft depend on: the language, and the notice, where there is one."""

    language: Language
    notice: Policy | None = None

    def word(self, key: str, **values: Any) -> str:
        """A word of drafts."""
        return self.language.word(f"scan.{key}", **values)

    def name_all(self, names: Sequence[str], most: int = _MOST_NAMED) -> str:
        """Some names of infrastructure as a list, and the number of the others."""
        distinct = list(dict.fromkeys(names))
        shown = ", ".join(map(clean_name, distinct[:most]))
        more = len(distinct) - most
        return f"{shown} {self.language.word('terminal.and-more', count=more)}" if more > 0 else shown


def write_system(system: DraftSystem, context: DraftContext) -> EntryWriter:
    """The entry of a drafted system."""
    entry = EntryWriter()
    entry.put("name", system.name)
    entry.put("owner", context.word("todo-owner"))
    entry.put("description", {context.language.base: context.word("todo-description")})
    for key in ("data_subjects", "purposes"):
        _ask(entry, key, context)
    _write_fields(entry, system, context)
    _ask(entry, "sources", context)
    _write_processors(entry, system, context)
    _write_hosting(entry, system.hosting, context)
    _write_retention(entry, system, context)
    _write_safeguards(entry, system, context)
    _write_resources(entry, system, context)
    return entry


def _ask(entry: EntryWriter, key: str, context: DraftContext) -> None:
    """A comment that asks for a list that nothing shows, with what the notice has to choose from."""
    offered: Mapping[str, Any] = getattr(context.notice, key) if context.notice else {}
    words = context.word(f"todo-{key.replace('_', '-')}", name=key)
    if offered:
        words = context.word("of-notice", words=words, ids=context.name_all(list(offered), _MOST_IDS))
    entry.comment(words)


def _write_fields(entry: EntryWriter, system: DraftSystem, context: DraftContext) -> None:
    if not system.fields and not system.possible_columns:
        _ask(entry, "fields", context)
        return
    found: dict[str, list[str]] = {}
    for each in system.fields:
        if each.id or context.notice is None:
            found.setdefault(each.id or each.kind, []).extend(each.columns)
    if context.notice is None and found:
        entry.comment(context.word("todo-field-ids"))
    if found:
        entry.put_items("fields", ((id, context.name_all(columns)) for id, columns in found.items()))
    for each in _list_unnamed(system.fields, context):
        columns = context.name_all(each.columns)
        entry.comment(context.word("todo-field-unnamed", kind=each.kind, columns=columns))
    if system.possible_columns:
        entry.comment(context.word("todo-possible", count=system.possible_columns))


def _list_unnamed(fields: Iterable[DraftField], context: DraftContext) -> list[DraftField]:
    """The kinds of data that the notice has no word for."""
    return [each for each in fields if context.notice is not None and not each.id]


def _write_processors(entry: EntryWriter, system: DraftSystem, context: DraftContext) -> None:
    if system.processors:
        entry.put("processors", list(system.processors))
    if system.possible_processors:
        entry.comment(context.word("todo-possible-processors", names=context.name_all(system.possible_processors)))


def _write_hosting(entry: EntryWriter, hosting: DraftHosting, context: DraftContext) -> None:
    keys = {"provider": hosting.provider, "region": hosting.region, "country": hosting.country}
    keys["processor"] = hosting.service
    others = [_name_place(each, context) for each in hosting.others]
    also = context.word("also", places=context.name_all(others)) if others else ""
    last = next((key for key in ("country", "region", "provider") if keys[key]), "processor")
    if any(keys.values()):
        written = [(key, value, also if key == last else "") for key, value in keys.items() if value]
        entry.put_mapping("hosting", written)
    if not hosting.country:
        entry.comment(context.word("todo-country"))
        if others and not any(keys.values()):
            entry.comment(also)


def _name_place(shown: Shown[PlaceFact], context: DraftContext) -> str:
    key = "copy-at" if shown.fact.is_copy else "resource-at"
    return context.word(key, place=shown.fact.country or shown.fact.region, resource=shown.resource)


def _write_retention(entry: EntryWriter, system: DraftSystem, context: DraftContext) -> None:
    words = context.word("todo-retention")
    if not system.keepings:
        entry.comment(words)
        return
    shown = [_name_keeping(each, context) for each in system.keepings]
    entry.comment(context.word("todo-retention-shown", words=words, shown=context.name_all(shown)))


def _name_keeping(shown: Shown[Any], context: DraftContext) -> str:
    fact, language = shown.fact, context.language
    kept = language.word(f"evidence.kept.{fact.kept}")
    period = language.format_value(fact.period) if fact.period else context.word("endless")
    return context.word("keeps", kept=kept, period=period, resource=shown.resource)


def _write_safeguards(entry: EntryWriter, system: DraftSystem, context: DraftContext) -> None:
    decided = [each for each in system.safeguards if each.status is not None]
    if decided:
        entry.put_mapping("safeguards", (_write_safeguard(each, context) for each in decided))
    partly = [each for each in system.safeguards if each.status is None and not _is_unknown(each)]
    for each in partly:
        seen = [_name_control(shown, context) for shown in each.seen]
        entry.comment(context.word("todo-safeguard", control=each.control, seen=context.name_all(seen)))
    named = {each.control for each in (*decided, *partly)}
    promised = _list_promised(context.notice) if context.notice else []
    missing = [control for control in dict.fromkeys(promised) if control not in named]
    if missing:
        entry.comment(context.word("todo-promised", ids=context.name_all(missing, _MOST_IDS)))
    elif not promised:
        entry.comment(context.word("todo-safeguards"))


def _list_promised(notice: Policy) -> list[str]:
    """The controls that a notice promises of systems."""
    promises = notice.safeguards.values()
    return [control for each in promises if each.applies_to != "organisation" for control in each.controls]


def _is_unknown(safeguard: DraftSafeguard) -> bool:
    return all(each.fact.shown is ControlShown.UNKNOWN for each in safeguard.seen)


def _write_safeguard(safeguard: DraftSafeguard, context: DraftContext) -> tuple[str, Any, str]:
    status = str(safeguard.status)
    value: Any = {"status": status, "interval": str(safeguard.interval)} if safeguard.interval else status
    if safeguard.status is Status.IMPLEMENTED:
        comment = context.name_all([each.resource for each in safeguard.seen])
    else:
        off = [each for each in safeguard.seen if each.fact.shown is ControlShown.OFF]
        comment = context.name_all([_name_control(each, context) for each in off])
    return safeguard.control, value, comment


def _name_control(shown: Shown[ControlFact], context: DraftContext) -> str:
    key = f"control-{shown.fact.shown}"
    return context.word(key, resource=shown.resource, attribute=shown.fact.attribute or shown.fact.control)


def _write_resources(entry: EntryWriter, system: DraftSystem, context: DraftContext) -> None:
    if system.is_tagged:
        entry.comment(context.word("tagged", id=system.id))
    if system.patterns:
        entry.put_items("resources", ((pattern, "") for pattern in system.patterns))
    if system.unmapped:
        entry.comment(context.word("todo-unmapped", names=context.name_all(system.unmapped)))
