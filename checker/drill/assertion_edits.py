"""The edits that break an assertion: a key that its JSON Schema names is removed, or has another value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from seloste.checker.drill.breach import load_drills
from seloste.checker.drill.edit import Edit, EditKind, R, Steps, apply_edit
from seloste.checker.linking.bound_assertions import AssertionOutcome, evaluate_assertions
from seloste.checker.linking.linked_record import LinkedRecord

#: How many keys of a schema are looked at, and how deep below its top.
_MOST_KEYS, _DEEPEST = 40, 4


def list_assertion_edits(promise: str, record: LinkedRecord[R]) -> Iterator[Iterator[Edit]]:
    """For the assertion of a promise that binds a record, the edits by which it fails."""
    for outcome in record.assertions:
        if outcome.assertion.promise == promise and outcome.failures is not None:
            yield _list_failing(outcome, record)


def _list_failing(outcome: AssertionOutcome, record: LinkedRecord[R]) -> Iterator[Edit]:
    raw = record.document.value[record.kind][record.id]
    if outcome.failures:  # it fails as it is: an edit that changes nothing shows that
        yield Edit(("name",), raw["name"])
        return
    for steps in islice(_list_keys(outcome.assertion.source.assert_), _MOST_KEYS):
        for edit in _list_edits(steps, _find(raw, steps)):
            edited = apply_edit(record, edit)
            outcomes = () if edited is None else evaluate_assertions((outcome.assertion,), edited)
            if any(each.failures for each in outcomes):
                yield edit


def _list_edits(steps: Steps, value: Any) -> Iterator[Edit]:
    """The edits of one key: removed, another value of the kinds that files have, or one more item."""
    drills = load_drills()
    if value is not None:
        yield Edit(steps, kind=EditKind.REMOVE)
    yield from (Edit(steps, each) for each in (drills.name, *drills.other_values) if each != value)
    yield Edit(steps, drills.name, EditKind.ADD) if isinstance(value, list) else Edit(steps, [drills.name])


def _find(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _list_keys(schema: Any) -> Iterator[Steps]:
    """The keys that a schema names, from the top: those that it requires, and those that it has properties of."""
    waiting: list[tuple[Steps, Any]] = [((), schema)]
    seen: set[Steps] = set()
    for base, each in waiting:
        if not isinstance(each, dict) or len(base) > _DEEPEST or len(waiting) > _MOST_KEYS:
            continue
        properties = each.get("properties")
        named = [*(each.get("required") or ()), *(properties if isinstance(properties, dict) else ())]
        for key in named:
            steps = (*base, key)
            if isinstance(key, str) and steps not in seen:
                seen.add(steps)
                yield steps
        waiting += [((*base, key), own) for key, own in (properties if isinstance(properties, dict) else {}).items()]
        for word in ("allOf", "anyOf", "oneOf"):
            waiting += [(base, own) for own in each.get(word) or () if isinstance(each.get(word), list)]
        waiting += [(base, each[word]) for word in ("if", "then", "else", "not") if word in each]
