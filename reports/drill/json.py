"""A drill as JSON, with `version` 1; its keys are documented in docs/formats.md."""

from __future__ import annotations

from typing import Any

from seloste.checker.drill.breach import Side, State
from seloste.checker.drill.outcome import BreachDrill, Drill, PromiseDrill
from seloste.reports.drill.rows import DrillWords
from seloste.reports.formats.json import build_not_checked
from seloste.reports.language.files_as_of import build_files_state
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.rendering.escape import json_text

VERSION = 1
#: So many records are listed of one breach and reason; `count` has their number.
MOST_SUBJECTS = 100
_COUNTED = (Side.RECORD, Side.EVIDENCE)


def render_json(drill: Drill) -> str:
    """The drill as JSON text: the same input gives the same bytes."""
    return json_text(build_drill(drill))


def build_drill(drill: Drill) -> dict[str, Any]:
    """The drill as plain values."""
    languages = [load_language(code) for code in language_codes()]
    totals = {"systems": drill.result.systems, "processors": drill.result.processors}
    return {
        "version": VERSION,
        "as_of": drill.result.as_of.isoformat(),
        **build_files_state(drill.result.files),
        "scope": drill.result.scope,
        "fail_on": drill.fail_on,
        "broken_input": drill.result.broken_input,
        "not_checked": [build_not_checked(item, languages) for item in drill.result.not_checked],
        "promises": len(drill.promises),
        **{state.value: drill.states[state] for state in State},
        "caught": {side.value: drill.count_caught(side) for side in _COUNTED},
        "drilled": {key: {"count": drill.drilled.get(key, 0), "of": total} for key, total in totals.items()},
        "unmapped": {kind: list(resources) for kind, resources in drill.unmapped.items()},
        "drills": [_build_promise(each) for each in drill.promises],
        "remedies": _build_remedies(drill),
        "untold": [promise.id for promise in drill.untold],
        "unbound": [promise.id for promise in drill.unbound],
    }


def _build_remedies(drill: Drill) -> list[dict[str, Any]]:
    """What would close what is missed, in the words of each language, with the promises."""
    by_language = {code: DrillWords(drill, load_language(code)).list_remedies() for code in language_codes()}
    first, *_ = by_language.values()
    return [
        {
            "words": {code: remedies[number].words for code, remedies in by_language.items()},
            "promises": list(each.promises),
        }
        for number, each in enumerate(first[:MOST_SUBJECTS])
    ]


def _build_promise(drill: PromiseDrill) -> dict[str, Any]:
    return {
        "promise": drill.promise.id,
        "state": drill.state.value,
        "caught": {side.value: drill.catches(side) for side in _COUNTED},
        "breaches": [_build_breach(each) for each in drill.breaches],
    }


def _build_breach(breach: BreachDrill) -> dict[str, Any]:
    missed = breach.missed
    by_reason: dict[str, list[str]] = {}
    for subject, attempt in missed.items():
        by_reason.setdefault(str(attempt.miss), []).append(subject)
    return {
        "breach": breach.kind.id,
        "side": breach.kind.side.value,
        "rules": list(breach.kind.rules),
        "controls": list(breach.controls),
        "tried": len(breach.subjects),
        "caught": len(breach.subjects) - len(missed),
        "example": next((f"{each.subject}: {each.edit}" for each in breach.attempts if each.edit), None),
        "present": list(breach.present[:MOST_SUBJECTS]),
        "missed": [
            {"reason": reason, "count": len(subjects), "subjects": [each for each in subjects[:MOST_SUBJECTS] if each]}
            for reason, subjects in by_reason.items()
        ],
    }
