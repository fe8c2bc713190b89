"""The law told for people: aligned lines, in the reader's language, with what was never read in a source marked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seloste.checker.finding import Citation, CountryName
from seloste.policy.law.dated import Condition, Confidence, DatedEntry
from seloste.policy.law.law import LawOn
from seloste.policy.law.places import Territory
from seloste.policy.law.transfers import Decision, Instrument, NotInForce, Requirement
from seloste.reports.language.language import Language, capital

_INDENT = "    "


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The law of one day, in one language and of one width."""

    law: LawOn
    said: Language
    width: int = 100

    def of_day(self, acts: Iterable[DatedEntry]) -> str:
        """What was in force on the day."""
        whole = self.law.law
        decisions = [each for each in whole.decisions.values() if each.on(self.law.day)]
        reasons = [(tool, self.law.why_not(tool.id)) for tool in whole.instruments.values()]
        held = [tool for tool, reason in reasons if reason is None]
        not_held = [(tool.id, self._why(reason)) for tool, reason in reasons if reason is not None]
        lines = [*self._head(self.said.word("law.on", day=self.law.day)), "", self.said.word("law.decisions")]
        lines += self._table([(self.said.country(each.country), self._span(each), each) for each in decisions])
        lines += ["", self.said.word("law.instruments")]
        lines += self._table([(tool.id, self._span(tool), tool) for tool in held])
        if not_held:
            lines += ["", self.said.word("law.not-in-force"), *_aligned(not_held)]
        lines += ["", self.said.word("law.acts")]
        lines += _aligned([(self._span(act), self.said.text(act.citation), self._unread(act)) for act in acts])
        return "\n".join(lines) + "\n"

    def of_history(self, asked: str, country: str | None, history: Sequence[DatedEntry]) -> str:
        """How the law stood over time, and what holds on the day."""
        name = f"{self.said.country(country)} ({country})" if country else asked
        lines = [*self._head(self.said.word("law.of", name=name)), ""]
        lines += [self.said.word("law.now", day=self.law.day)]
        lines += self._wrapped(self._now(country, history), "  ")
        lines += ["", self.said.word("law.history")]
        for entry in history:
            lines.append(f"  {self._span(entry)}  {capital(self.said.text(entry.title))}")
            lines += [line for words in self._story(entry) for line in self._wrapped(words, _INDENT)]
        if not history:
            lines.append(f"  {self.said.word('law.no-history')}")
        return "\n".join(lines) + "\n"

    def _head(self, title: str) -> Iterator[str]:
        yield title
        yield self.said.word("law.checked", horizon=self.law.law.horizon)
        if self.law.past_horizon:
            yield self.said.word("law.past-horizon")

    def _now(self, country: str | None, history: Sequence[DatedEntry]) -> str:
        """What holds on the day, in a sentence or two."""
        if country is None:
            (entry,) = history
            if isinstance(entry, Instrument):
                reason = self.law.why_not(entry.id)
                return self._in_force(entry) if reason is None else capital(f"{self._why(reason)}.")
            return self._in_force(entry) if entry.on(self.law.day) else self.said.word("law.none")
        named = CountryName(country)
        if self.law.disputed(country):
            return self.said.word("law.disputed", country=named)
        if self.law.inside(country, "eea"):
            return self.said.word("law.inside", country=named)
        return f"{self.said.word('law.outside', country=named)} {self._covered(country)}"

    def _covered(self, country: str) -> str:
        decisions = self.law.adequacy(country)
        if not decisions:
            return self.said.word("law.uncovered")
        words = {Requirement.CERTIFICATION: "certified", Requirement.COVERAGE: "sector", None: "covered"}
        named = [self.said.text(decision.citation_on(self.law.day)) for decision in decisions]
        return self.said.word(f"law.{words[decisions[0].requires]}", decisions=self.said.several(named))

    def _in_force(self, entry: DatedEntry) -> str:
        return self.said.word("law.in-force", name=capital(self.said.text(entry.title)))

    def _table(self, rows: Sequence[tuple[str, str, DatedEntry]]) -> Iterator[str]:
        """A line an entry, and below it what belongs to it."""
        for line, (name, _, entry) in zip(_aligned([row[:2] for row in rows]), rows, strict=True):
            yield line
            for words in self._remarks(name, entry):
                yield from self._wrapped(words, _INDENT)
        if not rows:
            yield f"  {self.said.word('law.none')}"

    def _remarks(self, name: str, entry: DatedEntry) -> Iterator[str]:
        title = self.said.text(entry.title)
        citation = entry.citation_on(self.law.day) if isinstance(entry, Decision) else entry.citation
        words = [*([] if title == name else [title]), self.said.text(citation)]
        if isinstance(entry, Instrument):
            words.append(self.said.word("law.article", article=str(entry.article)))
        yield " · ".join(words)
        if isinstance(entry, Instrument) and entry.new_contracts_until is not None:
            yield self.said.word("law.new-contracts", day=entry.new_contracts_until)
        if isinstance(entry, Decision | Instrument):
            yield from (self._condition(each, entry) for each in entry.conditions_on(self.law.day))
        yield from filter(None, [self._unread(entry)])

    def _story(self, entry: DatedEntry) -> Iterator[str]:
        """What belongs to an entry over time: what it is, what happened to it, what ended it, and how we know."""
        say, word = self.said.text, self.said.word
        yield say(entry.citation)
        if isinstance(entry, Territory):
            yield self._standing(entry)
        if isinstance(entry, Decision | Instrument):
            yield from (self._condition(each, entry) for each in entry.conditions)
        if isinstance(entry, Decision):
            for period in entry.periods:
                yield f"{self._days(period.first, period.last)}: {say(period.citation)}"
        if isinstance(entry, Instrument) and entry.new_contracts_until is not None:
            yield word("law.new-contracts", day=entry.new_contracts_until)
        yield from (word("law.event", day=event.day, text=event.text) for event in entry.events)
        if entry.ended_by is not None:
            yield word("law.ended-by", authority=Citation(entry.ended_by))
        known = next((end.since for end in entry.ends[1:] if end.last is not None and end.last == entry.last), None)
        if known is not None:
            yield word("law.known-from", day=known)
        yield word("law.source", source=entry.source, checked=entry.checked)
        yield from filter(None, [self._unread(entry)])

    def _standing(self, place: Territory) -> str:
        unions = self.said.several([self.said.word(f"law.union.{union}") for union in sorted(place.unions)])
        country = CountryName(place.follows or "")
        return self.said.word(f"law.standing.{place.standing}", unions=unions, country=country)

    def _condition(self, condition: Condition, entry: DatedEntry) -> str:
        if condition.last is not None and condition.last != entry.last:
            return self.said.word("law.condition-until", last=condition.last, text=condition.text)
        return self.said.word("law.condition", text=condition.text)

    def _unread(self, entry: DatedEntry) -> str:
        """Which of its facts are from memory; empty where each was read in a source."""
        word, memory = self.said.word, Confidence.FROM_MEMORY
        facts = [word(f"law.fact.{fact}") for fact, level in entry.confidences.items() if level is memory]
        facts += [word("law.fact.event", day=event.day) for event in entry.events if event.confidence is memory]
        if isinstance(entry, Decision | Instrument) and entry.confidence is not memory:
            facts += [word("law.fact.condition") for each in entry.conditions if each.confidence is memory][:1]
        return word("law.from-memory", facts=self.said.several(facts)) if facts else ""

    def _why(self, reason: NotInForce) -> str:
        key = "ended-by" if reason.ended_by and reason.reason == "ended" else reason.reason.value
        day = {"day": reason.day} if reason.day else {}
        authority = {"authority": Citation(reason.ended_by)} if reason.ended_by else {}
        return self.said.word(f"law.why.{key}", **day, **authority)

    def _span(self, entry: DatedEntry) -> str:
        return self._days(entry.first, entry.last)

    def _days(self, first: date, last: date | None) -> str:
        if last is None:
            return self.said.word("law.from", first=first)
        return self.said.word("law.period", first=first, last=last)

    def _wrapped(self, words: str, indent: str) -> list[str]:
        return textwrap.wrap(
            words,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines whose cells begin below one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    return [
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
