"""How long a resource keeps things, by the table: data, backups, old versions, what was deleted, logs, messages."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.evidence.attributes.readings import read_number, read_period
from seloste.checker.evidence.attributes.scope import Block, Scope, Steps, list_paths, read_blocks
from seloste.checker.evidence.attributes.type_table import Entry
from seloste.checker.evidence.marks import is_open
from seloste.checker.evidence.resource import KeepingFact, Kept
from seloste.policy.period import Period

#: What stands in the table for a period that never ends.
_ENDLESS = "without-end"


def show_keeping(scope: Scope) -> Iterator[KeepingFact]:
    """The periods that a resource shows. What shows no period shows nothing."""
    for entry in scope.type.entry.get("keeps", ()):
        blocks = list(read_blocks(scope, entry))
        for block, is_met in blocks:
            if is_met:
                yield from _read_block(scope, entry, block)


def _read_block(scope: Scope, entry: Entry, block: Block) -> Iterator[KeepingFact]:
    places = block.find_all(entry["attribute"])
    if not places:
        yield from _keep_default(scope, entry, block)
    for place in places:
        if is_open(place.value):
            continue
        period = read_period(place.value, entry["unit"])
        if read_number(place.value) == 0 or (period is not None and not period.parts):
            yield from _keep(scope, entry, entry.get("zero"), place.attribute, place.steps)
        elif period is not None:
            yield _make_fact(scope, entry, period, place.attribute, place.steps)


def _keep_default(scope: Scope, entry: Entry, block: Block) -> Iterator[KeepingFact]:
    name = list_paths(entry["attribute"])[0]
    prefix = f"{block.path}." if block.path else ""
    yield from _keep(scope, entry, scope.choose_default(entry), f"{prefix}{name}", block.steps)


def _keep(scope: Scope, entry: Entry, default: str | None, attribute: str, steps: Steps) -> Iterator[KeepingFact]:
    """The fact of a period that the table states: none where it states none."""
    if default is not None and default != "unknown":
        period = None if default == _ENDLESS else Period(default)
        yield _make_fact(scope, entry, period, attribute, steps)


def _make_fact(scope: Scope, entry: Entry, period: Period | None, attribute: str, steps: Steps) -> KeepingFact:
    return KeepingFact(
        kept=Kept(entry["kept"]),
        period=period,
        attribute=attribute,
        location=scope.find_location(steps),
        strength=scope.strength,
    )
