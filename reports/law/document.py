"""The law told: what was in force on a day, and how the law stood on a country or an instrument over time.

For machines (`json`), with `version` 1. Keys are stable, days are ISO 8601, an open end is null, words are by language:

- `as_of`, `horizon` (the day until which the law was checked), `past_horizon`
- of a day: `decisions`, `instruments` (all, each with `in_force` and `why_not`), `acts`
- of a country or an instrument: `asked`, `country`, `standing` (`inside`, `outside` or `disputed`, by area), `holds`
  (the ids of what holds on the day), `history` (by first day)

A fact is an entry of the law: `kind` (`decision`, `instrument`, `place` or `act`), `id`, `title`, `citation`, `from`,
`until`, `known_from` (since when its end was known), `in_force`, `ended_by`, `source`, `confidence` (of each date),
`checked`, `events` and `conditions` (each with its own `confidence`), and what is its kind's own: `country`, `scope`,
`ordinary`, `requires`, `article`, `countries`, `decision`, `new_contracts_until`, `standing`, `unions`, `follows`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from seloste.policy.countries import countries, is_country
from seloste.policy.law.authorities import Authority, authorities
from seloste.policy.law.dated import DatedEntry
from seloste.policy.law.law import LawOn
from seloste.policy.law.places import Territory
from seloste.policy.law.transfers import Decision, Instrument, NotInForce
from seloste.reports.language.language import Language
from seloste.reports.law.text import Page


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What was asked: a country, or an instrument or decision, by its id."""

    asked: str
    country: str | None
    history: tuple[DatedEntry, ...]


def ask(law: LawOn, asked: str) -> Question:
    """The question that a word on the command line asks. KeyError: it is no country, instrument or decision."""
    whole = law.law
    found = whole.instruments.get(asked) or whole.decisions.get(asked)
    if found is not None:
        return Question(asked, None, (found,))
    country = asked.upper()
    if not is_country(country):
        raise KeyError(asked)
    return Question(country, country, whole.history(country))


def nearest(law: LawOn, asked: str, said: Language) -> str:
    """What may have been meant, by its id or by the name of a country; empty where nothing is near."""
    meant = {said.country(code).casefold(): code for code in sorted(countries())}
    meant |= {id: id for id in (*law.law.decisions, *law.law.instruments)}
    found = difflib.get_close_matches(asked.casefold(), meant, n=1, cutoff=0.6)
    return meant[found[0]] if found else ""


def acts(law: LawOn) -> tuple[Authority, ...]:
    """The acts, judgments and guidance that could be cited on the day, by first day."""
    held = [entry for named in authorities().values() for entry in named if entry.on(law.day)]
    return tuple(sorted(held, key=lambda entry: (entry.first, entry.id)))


def render_day(law: LawOn, format: str, said: Language, width: int = 100) -> str:
    """What was in force on the day, as `text` or `json`."""
    if format == "text":
        return Page(law, said, width).of_day(acts(law))
    whole = law.law
    return _json(
        law,
        decisions=_facts((decision for decision in whole.decisions.values() if decision.on(law.day)), law),
        instruments=[
            {**_fact(tool, law), "why_not": _why(law.why_not(tool.id))} for tool in whole.instruments.values()
        ],
        acts=_facts(acts(law), law),
    )


def render_history(law: LawOn, question: Question, format: str, said: Language, width: int = 100) -> str:
    """How the law stood over time on what was asked, and what holds on the day, as `text` or `json`."""
    if format == "text":
        return Page(law, said, width).of_history(question.asked, question.country, question.history)
    return _json(
        law,
        asked=question.asked,
        country=question.country,
        standing=_standing(law, question.country) if question.country else None,
        holds=[entry.id for entry in question.history if entry.on(law.day)],
        history=_facts(question.history, law),
    )


def _json(law: LawOn, **content: Any) -> str:
    head = {
        "version": 1,
        "as_of": law.day.isoformat(),
        "horizon": law.law.horizon.isoformat(),
        "past_horizon": law.past_horizon,
    }
    return json.dumps({**head, **content}, ensure_ascii=False, indent=2) + "\n"


def _standing(law: LawOn, country: str) -> dict[str, str]:
    return {
        area: "disputed" if law.disputed(country, area) else "inside" if law.inside(country, area) else "outside"
        for area in law.law.places.areas
    }


def _why(reason: NotInForce | None) -> dict[str, Any] | None:
    if reason is None:
        return None
    return {
        "reason": reason.reason.value,
        "day": reason.day and reason.day.isoformat(),
        "ended_by": reason.ended_by,
        "confidence": reason.confidence.value,
    }


def _facts(entries: Iterable[DatedEntry], law: LawOn) -> list[dict[str, Any]]:
    return [_fact(entry, law) for entry in entries]


def _fact(entry: DatedEntry, law: LawOn) -> dict[str, Any]:
    known = next((end.since for end in entry.ends if end.last is not None and end.last == entry.last), None)
    return {
        **_own(entry),
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
        "events": [
            {"date": event.day.isoformat(), "text": dict(event.text), "confidence": event.confidence.value}
            for event in entry.events
        ],
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


def _own(entry: DatedEntry) -> dict[str, Any]:
    """What is a kind's own."""
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
                "decision": entry.decision,
                "requires": entry.requires and entry.requires.value,
                "new_contracts_until": entry.new_contracts_until and entry.new_contracts_until.isoformat(),
            }
        case Territory():
            return {
                "kind": "place",
                "standing": entry.standing.value,
                "unions": sorted(entry.unions),
                "follows": entry.follows,
            }
    return {"kind": "act"}
