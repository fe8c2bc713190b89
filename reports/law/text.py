"""`seloste law` as text: aligned lines. Facts that were never checked in a source are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from seloste.checker.finding import Citation, CountryName, Several
from seloste.policy.law.dated import Condition, Confidence, DatedEntry
from seloste.policy.law.law import LawOn
from seloste.policy.law.pending import PendingLaw
from seloste.policy.law.places import Territory
from seloste.policy.law.transfers import Decision, Instrument, NotInForce, Requirement
from seloste.reports.language.language import Language, capitalize
from seloste.reports.law.source import format_source
from seloste.reports.rendering.wrap import wrap_words

_INDENT = "    "


class LawPage(Struct, frozen=True, eq=False):
    """The law on a day, in one language, in lines of `width` characters."""

    law: LawOn
    language: Language
    width: int = 100

    def render_day(self, acts: Iterable[DatedEntry], pending: Iterable[PendingLaw]) -> str:
        """The law in force on the day."""
        whole = self.law.law
        decisions = [each for each in whole.decisions.values() if each.on(self.law.day)]
        reasons = [(tool, self.law.explain_invalidity(tool.id)) for tool in whole.instruments.values()]
        in_force = [tool for tool, reason in reasons if reason is None]
        not_in_force = [(tool.id, self._format_reason(reason)) for tool, reason in reasons if reason is not None]
        lines = [
            *self._list_head_lines(self.language.word("law.on", day=self.law.day)),
            "",
            self.language.word("law.decisions"),
        ]
        lines += self._list_table_lines(
            [(self.language.country(each.country), self.format_marked(each), each) for each in decisions]
        )
        lines += ["", self.language.word("law.instruments")]
        lines += self._list_table_lines([(tool.id, self.format_marked(tool), tool) for tool in in_force])
        if not_in_force:
            lines += ["", self.language.word("law.not-in-force"), *_align(not_in_force)]
        cited = tuple(acts)
        lines += ["", self.language.word("law.acts")]
        lines += _align([(self.format_marked(act), self.language.text(act.citation)) for act in cited])
        lines += ["", self.language.word("law.pending"), *self._list_pending_lines(pending)]
        if any(self.list_unchecked(entry) for entry in (*decisions, *in_force, *cited)):
            lines += ["", *self._wrap(self.language.word("law.memory-note"), "")]
        return "\n".join(lines) + "\n"

    def _list_pending_lines(self, pending: Iterable[PendingLaw]) -> Iterator[str]:
        """What does not apply on the day: since when it has been known, and from when it applies, if that is fixed."""
        entries, word = tuple(pending), self.language.word
        for entry in entries:
            days = {"known": entry.known_from, **({"first": entry.first} if entry.first else {})}
            yield f"  {capitalize(self.language.text(entry.title))}"
            details = [self.language.word(f"law.pending-{entry.kind}", **days), self.language.text(entry.text)]
            borne = {"rules": entry.rules, "keys": entry.keys}
            details += [word(f"law.borne-{name}", names=", ".join(of)) for name, of in borne.items() if of]
            details += [self.language.word("law.event", day=each.day, text=each.text) for each in entry.events]
            details.append(format_source(entry.source, entry.checked, self.language))
            yield from (line for words in details for line in self._wrap(words, _INDENT))
        if not entries:
            yield f"  {self.language.word('law.none')}"

    def render_history(self, argument: str, country: str | None, history: Sequence[DatedEntry]) -> str:
        """The law on the day, and its history."""
        name = f"{self.language.country(country)} ({country})" if country else argument
        lines = [*self._list_head_lines(self.language.word("law.of", name=name)), ""]
        lines += [self.language.word("law.now", day=self.law.day)]
        lines += self._wrap(self._format_now(country, history), "  ")
        lines += ["", self.language.word("law.history")]
        for entry in history:
            lines.append(f"  {self.format_validity(entry)}  {capitalize(self.language.text(entry.title))}")
            lines += [line for words in self._list_history(entry) for line in self._wrap(words, _INDENT)]
        if not history:
            lines.append(f"  {self.language.word('law.no-history')}")
        return "\n".join(lines) + "\n"

    def _list_head_lines(self, title: str) -> Iterator[str]:
        yield title
        yield self.language.word("law.checked", horizon=self.law.law.horizon)
        if self.law.past_horizon:
            yield self.language.word("law.past-horizon")
        edition = self.law.law.edition
        yield from self._wrap(self.language.word("law.written", version=edition.version, day=edition.day), "")

    def _format_now(self, country: str | None, history: Sequence[DatedEntry]) -> str:
        """The law on the day, in a sentence or two."""
        if country is None:
            (entry,) = history
            if isinstance(entry, Instrument):
                reason = self.law.explain_invalidity(entry.id)
                return self._format_in_force(entry) if reason is None else capitalize(f"{self._format_reason(reason)}.")
            return self._format_in_force(entry) if entry.on(self.law.day) else self.language.word("law.none")
        name = CountryName(country)
        if self.law.is_disputed(country):
            return self.language.word("law.disputed", country=name)
        if not self.law.is_third_country(country):
            return self.language.word("law.inside", country=name)
        return f"{self.language.word('law.outside', country=name)} {self._format_coverage(country)}"

    def _format_coverage(self, country: str) -> str:
        decisions = self.law.list_decisions(country)
        if not decisions:
            return self.language.word("law.uncovered")
        words = {Requirement.CERTIFICATION: "certified", Requirement.COVERAGE: "sector", None: "covered"}
        citations = [self.language.text(decision.get_citation_on(self.law.day)) for decision in decisions]
        return self.language.word(f"law.{words[decisions[0].requires]}", decisions=self.language.format_list(citations))

    def _format_in_force(self, entry: DatedEntry) -> str:
        return self.language.word("law.in-force", name=capitalize(self.language.text(entry.title)))

    def _list_table_lines(self, rows: Sequence[tuple[str, str, DatedEntry]]) -> Iterator[str]:
        """A line for each entry, and its details below it."""
        for line, (name, _, entry) in zip(_align([row[:2] for row in rows]), rows, strict=True):
            yield line
            for words in self._list_details(name, entry):
                yield from self._wrap(words, _INDENT)
        if not rows:
            yield f"  {self.language.word('law.none')}"

    def _list_details(self, name: str, entry: DatedEntry) -> Iterator[str]:
        title = self.language.text(entry.title)
        citation = entry.get_citation_on(self.law.day) if isinstance(entry, Decision) else entry.citation
        words = [*([] if title == name else [title]), self.language.text(citation)]
        if isinstance(entry, Instrument):
            words += [self.language.word("law.article", article=str(entry.article))] if entry.article else []
        yield " · ".join(words)
        if isinstance(entry, Instrument) and entry.new_contracts_until is not None:
            yield self.language.word("law.new-contracts", day=entry.new_contracts_until)
        if isinstance(entry, Decision | Instrument):
            yield from (self._format_condition(each, entry) for each in entry.list_conditions_on(self.law.day))

    def _list_history(self, entry: DatedEntry) -> Iterator[str]:
        """The details of an entry over time: its citation, events, its end, and its source."""
        text, word = self.language.text, self.language.word
        yield text(entry.citation)
        if isinstance(entry, Territory):
            yield self._format_status(entry)
        if isinstance(entry, Decision | Instrument):
            yield from (self._format_condition(each, entry) for each in entry.conditions)
        if isinstance(entry, Decision):
            for period in entry.periods:
                yield f"{self._format_days(period.first, period.last)}: {text(period.citation)}"
        if isinstance(entry, Instrument) and entry.new_contracts_until is not None:
            yield word("law.new-contracts", day=entry.new_contracts_until)
        yield from (word("law.event", day=event.day, text=event.text) for event in entry.events)
        if entry.ended_by is not None:
            yield word("law.ended-by", authority=Citation(entry.ended_by))
        known = next((end.since for end in entry.ends[1:] if end.last is not None and end.last == entry.last), None)
        if known is not None:
            yield word("law.known-from", day=known)
        yield format_source(entry.source, entry.checked, self.language)
        yield from filter(None, [self.format_unchecked(entry)])

    def _format_status(self, place: Territory) -> str:
        unions = self.language.format_list([self.language.word(f"law.union.{union}") for union in sorted(place.unions)])
        country = CountryName(place.follows or "")
        return self.language.word(f"law.standing.{place.status}", unions=unions, country=country)

    def _format_condition(self, condition: Condition, entry: DatedEntry) -> str:
        if condition.last is not None and condition.last != entry.last:
            return self.language.word("law.condition-until", last=condition.last, text=condition.text)
        return self.language.word("law.condition", text=condition.text)

    def format_unchecked(self, entry: DatedEntry) -> str:
        """The facts of an entry that were not checked in a source; empty where each was."""
        facts = self.language.format_list(self.list_unchecked(entry))
        return self.language.word("law.from-memory", facts=facts) if facts else ""

    def format_marked(self, entry: DatedEntry) -> str:
        """The days of an entry, with a mark that leads to the footnote where something of it was not checked."""
        return f"{self.format_validity(entry)}{' *' if self.list_unchecked(entry) else ''}"

    def list_unchecked(self, entry: DatedEntry) -> list[str]:
        """The names of the facts of an entry that were not checked in a source."""
        word, memory = self.language.word, Confidence.FROM_MEMORY
        unchecked = [fact for fact, level in entry.confidences.items() if level is memory]
        open_end = {"until": "open"} if entry.last is None else {}
        facts = [word(f"law.fact.{open_end.get(fact, fact)}") for fact in unchecked]
        facts += [word("law.fact.event", day=event.day) for event in entry.events if event.confidence is memory]
        if isinstance(entry, Decision | Instrument) and entry.confidence is not memory:
            facts += [word("law.fact.condition") for each in entry.conditions if each.confidence is memory][:1]
        return facts

    def _format_reason(self, reason: NotInForce) -> str:
        key = "ended-by" if reason.ended_by and reason.reason == "ended" else reason.reason.value
        exporters = {"exporters": Several(tuple(CountryName(country) for country in reason.countries))}
        day = {"day": reason.day} if reason.day else {}
        authority = {"authority": Citation(reason.ended_by)} if reason.ended_by else {}
        return self.language.word(f"law.why.{key}", **day, **authority, **(exporters if reason.countries else {}))

    def format_validity(self, entry: DatedEntry) -> str:
        """The first day of an entry, and its last if it has one."""
        return self._format_days(entry.first, entry.last)

    def _format_days(self, first: date, last: date | None) -> str:
        if last is None:
            return self.language.word("law.from", first=first)
        return self.language.word("law.period", first=first, last=last)

    def _wrap(self, words: str, indent: str) -> list[str]:
        return wrap_words(words, self.width, indent, indent + "  ")


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    return [
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
