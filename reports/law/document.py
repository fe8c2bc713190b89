"""`seloste law`: the law in force on a day, and the history of the law of a country or an instrument.

For machines (`json`), with `version` 1. Keys are stable, days are ISO 8601, an open end is null, words are by language:

- `as_of`, `horizon` (the day until which the law was checked), `past_horizon`, `edition` (`version` and `day` of the
  law data)
- of a day: `decisions`, `instruments` (all, each with `in_force` and `why_not`), `acts`, `pending` (proposals, and acts
  that apply later: `id`, `kind` (`proposal` or `adopted`), `title`, `citation`, `text`, `entries`, `rules`, `keys`
  (what it would bear on), `country`, `known_from`, `from` (null: not fixed), `source`, `confidence`, `checked`,
  `events`)
- of a country or an instrument: `asked`, `country`, `standing` (`inside`, `outside` or `disputed`, by area), `holds`
  (the ids of the facts in force on the day), `history` (by first day)

A fact is an entry of the law: `kind` (`decision`, `instrument`, `place` or `act`), `id`, `title`, `citation`, `from`,
`until`, `known_from` (the day on which its end became known), `in_force`, `ended_by`, `source`, `confidence` (of each
date), `checked`, `events` and `conditions` (each with its own `confidence`), and the keys of its kind: `country`,
`scope`, `ordinary`, `requires`, `article`, `countries`, `decision`, `any_of` (the instruments of which it is one),
`new_contracts_until`, `standing`, `unions`, `follows`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from seloste.policy.countries import is_country, load_countries
from seloste.policy.law.authorities import Authority, load_authorities
from seloste.policy.law.dated import DatedEntry, Event
from seloste.policy.law.law import LawOn
from seloste.policy.law.pending import PendingLaw, list_pending
from seloste.policy.law.places import Territory
from seloste.policy.law.transfers import Decision, Instrument, NotInForce
from seloste.policy.names import nearest_name
from seloste.reports.language.language import Language
from seloste.reports.law.text import LawPage
from seloste.reports.rendering.escape import json_text


class Question(Struct, frozen=True, eq=False):
    """A country, or the id of an instrument or decision, and the facts about it by first day."""

    argument: str
    country: str | None
    history: tuple[DatedEntry, ...]


def parse_question(law: LawOn, argument: str) -> Question:
    """The question for an argument of the command. Raises KeyError: no country, instrument or decision."""
    whole = law.law
    found = whole.instruments.get(argument) or whole.decisions.get(argument)
    if found is not None:
        return Question(argument, None, (found,))
    country = argument.upper()
    if not is_country(country):
        raise KeyError(argument)
    return Question(country, country, whole.list_history(country))


def suggest_question(law: LawOn, argument: str, language: Language) -> str:
    """The code or the id whose name is nearest to the argument; empty where none is near."""
    choices = {language.country(code).casefold(): code for code in sorted(load_countries())}
    choices |= {id: id for id in (*law.law.decisions, *law.law.instruments)}
    nearest = nearest_name(argument.casefold(), choices)
    return choices[nearest] if nearest else ""


def list_acts(law: LawOn) -> tuple[Authority, ...]:
    """The acts, judgments and guidance in force on the day, by first day."""
    in_force = [entry for entries in load_authorities().values() for entry in entries if entry.on(law.day)]
    return tuple(sorted(in_force, key=lambda entry: (entry.first, entry.id)))


def render_day(law: LawOn, format: str, language: Language, width: int = 100) -> str:
    """The law in force on the day, as `text` or `json`."""
    if format == "text":
        return LawPage(law, language, width).render_day(list_acts(law), list_pending(law.day))
    decisions = (decision for decision in law.law.decisions.values() if decision.on(law.day))
    instruments = law.law.instruments.values()
    return _dump_json(
        law,
        {
            "decisions": _build_facts(decisions, law),
            "instruments": [
                {**_build_fact(instrument, law), "why_not": _build_reason(law.explain_invalidity(instrument.id))}
                for instrument in instruments
            ],
            "acts": _build_facts(list_acts(law), law),
            "pending": [build_pending(each) for each in list_pending(law.day)],
        },
    )


def render_history(law: LawOn, question: Question, format: str, language: Language, width: int = 100) -> str:
    """The history of the law that a question is about, and the law on the day, as `text` or `json`."""
    if format == "text":
        return LawPage(law, language, width).render_history(question.argument, question.country, question.history)
    return _dump_json(
        law,
        {
            "asked": question.argument,
            "country": question.country,
            "standing": _build_status(law, question.country) if question.country else None,
            "holds": [entry.id for entry in question.history if entry.on(law.day)],
            "history": _build_facts(question.history, law),
        },
    )


def _dump_json(law: LawOn, content: dict[str, Any]) -> str:
    head = {
        "version": 1,
        "as_of": law.day.isoformat(),
        "horizon": law.law.horizon.isoformat(),
        "past_horizon": law.past_horizon,
        "edition": build_edition(law),
    }
    return json_text({**head, **content})


def build_edition(law: LawOn) -> dict[str, str]:
    """The version of the law data and its day."""
    return {"version": law.law.edition.version, "day": law.law.edition.day.isoformat()}


def _build_status(law: LawOn, country: str) -> dict[str, str]:
    """Whether the country is inside each area, such as the EEA, on the day."""
    return {
        area: "disputed" if law.is_disputed(country, area) else "inside" if law.is_inside(country, area) else "outside"
        for area in law.law.places.areas
    }


def _build_reason(reason: NotInForce | None) -> dict[str, Any] | None:
    if reason is None:
        return None
    return {
        "reason": reason.reason.value,
        "day": reason.day and reason.day.isoformat(),
        "ended_by": reason.ended_by,
        "confidence": reason.confidence.value,
    }


def _build_facts(entries: Iterable[DatedEntry], law: LawOn) -> list[dict[str, Any]]:
    return [_build_fact(entry, law) for entry in entries]


def _build_fact(entry: DatedEntry, law: LawOn) -> dict[str, Any]:
    known = next((end.since for end in entry.ends if end.last is not None and end.last == entry.last), None)
    return {
        **_build_own_keys(entry),
        "id": entry.id,
        "title": dict(entry.title),
        "citation": dict(entry.citation),
        "from": entry.first.isoformat(),
        "until": entry.last and entry.last.isoformat(),
        "known_from": known and known.isoformat(),
        "in_force": entry.on(law.day),
        "ended_by": entry.ended_by,
        "source": entry.source,
        "confidence": {fact: level.value for fact, level in entry.confidences.items()},
        "checked": entry.checked.isoformat(),
        "events": _build_events(entry.events),
        "conditions": [
            {
                "text": dict(condition.text),
                "from": condition.first.isoformat(),
                "until": condition.last and condition.last.isoformat(),
                "confidence": condition.confidence.value,
            }
            for condition in (entry.conditions if isinstance(entry, Decision | Instrument) else ())
        ],
    }


def _build_events(events: Iterable[Event]) -> list[dict[str, Any]]:
    return [
        {"date": event.day.isoformat(), "text": dict(event.text), "confidence": event.confidence.value}
        for event in events
    ]


def build_pending(entry: PendingLaw) -> dict[str, Any]:
    """A proposal, or an act that applies later, for machines."""
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "title": dict(entry.title),
        "citation": dict(entry.citation),
        "text": dict(entry.text),
        "entries": list(entry.entries),
        "rules": list(entry.rules),
        "keys": list(entry.keys),
        "country": entry.country,
        "known_from": entry.known_from.isoformat(),
        "from": entry.first and entry.first.isoformat(),
        "source": entry.source,
        "confidence": {fact: level.value for fact, level in entry.confidences.items()},
        "checked": entry.checked.isoformat(),
        "events": _build_events(entry.events),
    }


def _build_own_keys(entry: DatedEntry) -> dict[str, Any]:
    """The keys that only entries of this kind have."""
    match entry:
        case Decision():
            return {
                "kind": "decision",
                "country": entry.country,
                "scope": entry.scope.value,
                "ordinary": entry.ordinary,
                "requires": entry.requires and entry.requires.value,
            }
        case Instrument():
            return {
                "kind": "instrument",
                "article": entry.article,
                "countries": list(entry.countries),
                "exporters": list(entry.exporters),
                "decision": entry.decision,
                "any_of": list(entry.any_of),
                "requires": entry.requires and entry.requires.value,
                "new_contracts_until": entry.new_contracts_until and entry.new_contracts_until.isoformat(),
            }
        case Territory():
            return {
                "kind": "place",
                "standing": entry.status.value,
                "unions": sorted(entry.unions),
                "follows": entry.follows,
            }
    return {"kind": "act"}
