"""What a drill found, in words: a row a promise, and what would close what is missed. For text and for auditors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from seloste.checker.drill.breach import Miss, Side, State
from seloste.checker.drill.outcome import BreachDrill, Drill, PromiseDrill
from seloste.reports.audit.names import name_record
from seloste.reports.language.language import Language, capitalize
from seloste.reports.language.promise_name import name_promise
from seloste.reports.notice.shortening import shorten_to

#: So many records, promises or resources are named in one place; of more, how many there are.
MOST_NAMED = 4
#: How much of a promise's words heads its row, in characters.
_LONGEST_LABEL = 70
#: So many promises are listed on a page.
MOST_ROWS = 150
#: The reasons that are settings of the gate, whatever the record.
_OF_THE_GATE = frozenset({Miss.BELOW_THRESHOLD, Miss.OUT_OF_SCOPE})
#: The reasons that mean that evidence is lacking.
_LACKING = frozenset({Miss.NO_EVIDENCE, Miss.NO_RESOURCE, Miss.UNMAPPED, Miss.NOT_SHOWN, Miss.PARTLY_SHOWN})


class MissRow(Struct, frozen=True):
    """A breach that is missed: on how many records of how many it is caught, and the reasons, with who they concern."""

    breach: str
    count: str
    reasons: tuple[str, ...]
    remedies: tuple[str, ...]


class DrillRow(Struct, frozen=True):
    """A promise: how far it is guarded, what is caught on each side, and what is missed."""

    id: str
    text: str
    state: State
    caught: tuple[str, ...]
    present: tuple[str, ...]
    misses: tuple[MissRow, ...]

    @property
    def label(self) -> str:
        """Its words, cut for the head of a row."""
        return shorten_to(self.text, _LONGEST_LABEL)

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would close what is missed, each once."""
        return tuple(dict.fromkeys(words for miss in self.misses for words in miss.remedies))


class Remedy(Struct, frozen=True):
    """What would close something that is missed, and the promises that it is about."""

    words: str
    promises: tuple[str, ...]


class _Gap(Struct, frozen=True):
    """Why some records break a promise unseen: a kind of breach where evidence of it is lacking, else the reason alone.

    `subjects`: the records; where something could be mapped to a system, that.
    """

    kind: str
    reason: Miss
    subjects: tuple[str, ...]


class DrillWords:
    """The words for one drill in one language."""

    def __init__(self, drill: Drill, language: Language) -> None:
        self._drill, self._language = drill, language

    def list_head(self) -> Iterator[str]:
        """The headline and how it is to be read."""
        drill, word = self._drill, self._language.word
        if drill.result.notice is None:
            yield word("drill.no-notice")
            return
        yield self.heading
        total = len(drill.promises)
        yield word("drill.written", caught=drill.count_caught(Side.RECORD), total=total)
        yield word("drill.unwritten", caught=drill.count_caught(Side.EVIDENCE), total=total)
        yield self.sample
        if drill.result.broken_input:
            yield word("drill.input")

    @property
    def heading(self) -> str:
        """The headline: "2 of 13 promises guarded"."""
        drill = self._drill
        if not drill.promises:
            return self._language.word("drill.nothing")
        return self._language.word("drill.heading", guarded=drill.states[State.GUARDED], count=len(drill.promises))

    @property
    def sample(self) -> str:
        """How many systems and processors were tried, and of how many where not all of them."""
        totals = {"systems": self._drill.result.systems, "processors": self._drill.result.processors}
        nouns = {"systems": "system", "processors": "processor"}
        counted = {key: self._language.count(f"counted.{nouns[key]}", total) for key, total in totals.items()}
        numbers = [self._drill.drilled.get(key, 0) for key in totals]
        if numbers == list(totals.values()):
            return self._language.word("drill.tried", items=self._language.format_list(list(counted.values())))
        items = self._language.format_list(list(counted.values()))
        return self._language.word("drill.sampled", drilled=" + ".join(map(str, numbers)), total=items)

    @property
    def threshold(self) -> str:
        """From which severity on a finding fails the check, in words."""
        drill, word = self._drill, self._language.word
        severity = word(f"severity.{drill.fail_on}") if drill.fail_on != "never" else "–"
        return word("drill.threshold", severity=severity)

    @cached_property
    def shown(self) -> list[DrillRow]:
        """The first rows: as many as a page lists."""
        return self.list_rows()[:MOST_ROWS]

    @property
    def omitted(self) -> int:
        """The number of promises that a page does not list."""
        return len(self._drill.promises) - len(self.shown)

    @cached_property
    def untold(self) -> list[str]:
        """The promises that no rule can find broken, in words first: for a report, whose readers know no ids."""
        return self.list_untold(in_words=True)

    def list_rows(self) -> list[DrillRow]:
        """A row for each promise, those that are guarded least first."""
        order = list(reversed(State))
        return sorted(map(self._build_row, self._drill.promises), key=lambda row: order.index(row.state))

    def _build_row(self, drill: PromiseDrill) -> DrillRow:
        caught = []
        for side in Side:
            number = sum(each.is_caught for each in drill.breaches if each.kind.side is side)
            if number:
                words = self._language.word("drill.all-caught", count=number)
                caught.append(f"{self._language.word(f'drill.side.{side}')}: {words}")
        return DrillRow(
            drill.promise.id,
            name_promise(drill.promise, self._language),
            drill.state,
            tuple(caught),
            tuple(self._tell_present(each) for each in drill.breaches if each.present),
            tuple(self._build_miss(each) for each in drill.breaches if not each.is_caught),
        )

    def _tell_present(self, breach: BreachDrill) -> str:
        names = self._name_subjects(breach.present)
        words = self._language.word("drill.present", count=len(breach.present), names=names)
        return f"{self._name_breach(breach)} – {words}"

    def _build_miss(self, breach: BreachDrill) -> MissRow:
        missed = breach.missed
        by_reason: dict[Miss, list[str]] = {}
        for subject, attempt in missed.items():
            if attempt.miss is not None:
                by_reason.setdefault(attempt.miss, []).append(subject)
        total = len(breach.subjects)
        count = self._language.word("drill.count", caught=total - len(missed), total=total)
        return MissRow(
            self._name_breach(breach),
            "" if breach.subjects == ("",) else count,
            tuple(self._tell_reason(reason, subjects) for reason, subjects in by_reason.items()),
            tuple(filter(None, (self._tell_remedy(gap, breach.controls) for gap in self._list_gaps(breach)))),
        )

    def _tell_reason(self, reason: Miss, subjects: Sequence[str]) -> str:
        words = self._language.word(f"drill.miss.{reason}")
        return words if list(subjects) == [""] else f"{words}: {self._name_subjects(subjects)}"

    def _name_breach(self, breach: BreachDrill) -> str:
        return self._language.word(f"drill.breach.{breach.kind.id}", control=self._name_controls(breach.controls))

    def _tell_remedy(self, gap: _Gap, controls: Iterable[str]) -> str:
        """What would close a gap; empty where nothing that is read could."""
        word = self._language.word
        names = self._name_subjects(gap.subjects)
        if gap.reason is Miss.UNMAPPED:
            return word("drill.remedy.unmapped", resources=self._language.format_list(list(gap.subjects)))
        if gap.reason is Miss.NO_EVIDENCE:
            evidence = word(f"drill.evidence.{gap.kind}", control=self._name_controls(controls))
            return word("drill.remedy.evidence", evidence=evidence, names=names)
        key = f"drill.remedy.{gap.reason}"
        return word(key, names=names) if self._language.has_word(key) else ""

    def _list_gaps(self, breach: BreachDrill) -> Iterator[_Gap]:
        """The gaps behind what is missed of a breach: evidence that is lacking is one, whatever there is of it."""
        missed = [(each.miss, subject) for subject, each in breach.missed.items() if each.miss is not None]
        if any(reason is Miss.UNMAPPED for reason, _ in missed):
            yield _Gap("", Miss.UNMAPPED, self._drill.unmapped.get(breach.kind.id, ()))
        lacking = tuple(subject for reason, subject in missed if reason in _LACKING)
        if lacking:
            yield _Gap(breach.kind.id, Miss.NO_EVIDENCE, lacking)
        for reason in dict.fromkeys(reason for reason, _ in missed if reason not in _LACKING):
            about = () if reason in _OF_THE_GATE else tuple(subject for each, subject in missed if each is reason)
            yield _Gap("", reason, about)

    def _name_controls(self, controls: Iterable[str]) -> str:
        return self._language.format_list([self._language.word(f"controls.{each}") for each in controls])

    def list_remedies(self) -> list[Remedy]:
        """What would close the gaps, each with its promises; those for the most promises and records first."""
        promises: dict[_Gap, dict[str, None]] = {}
        controls: dict[_Gap, dict[str, None]] = {}
        for drill in self._drill.promises:
            for breach in drill.breaches:
                for gap in self._list_gaps(breach):
                    promises.setdefault(gap, {})[drill.promise.id] = None
                    controls.setdefault(gap, {}).update(dict.fromkeys(breach.controls))
        order = sorted(promises, key=lambda gap: (-len(promises[gap]), -len(gap.subjects)))
        remedies = ((self._tell_remedy(gap, controls[gap]), promises[gap]) for gap in order)
        return [Remedy(words, tuple(ids)) for words, ids in remedies if words]

    def list_untold(self, *, in_words: bool = False) -> list[str]:
        """The promises that no rule can find broken: each by itself, the entries of a list together."""
        drilled = {each.promise.id for each in self._drill.promises} | {each.id for each in self._drill.unbound}
        entries: dict[str, int] = {}
        lines = []
        for promise in self._drill.untold:
            if promise.entry and promise.section in drilled:
                entries[promise.section] = entries.get(promise.section, 0) + 1
            else:
                words = name_promise(promise, self._language)
                lines.append(f"{words} ({promise.id})" if in_words else f"{promise.id}  {words}")
        word = self._language.word
        lists = [
            word("drill.untold-entries", names=word(f"notice.headings.{key}") if in_words else key, count=count)
            for key, count in entries.items()
        ]
        unbound = self.shorten([each.id for each in self._drill.unbound])
        return [*lists, *lines, *([self._language.word("drill.unbound", names=unbound)] if unbound else [])]

    def _name_subjects(self, subjects: Iterable[str]) -> str:
        return self.shorten([self._name_subject(each) for each in subjects])

    def _name_subject(self, subject: str) -> str:
        if subject == "processors":
            return self._language.word("drill.list")
        return capitalize(name_record(subject, self._drill.result))

    def shorten(self, names: Sequence[str]) -> str:
        """The names as a list; of many, the first, and how many more there are."""
        if len(names) <= MOST_NAMED + 1:
            return self._language.format_list(list(names))
        first = ", ".join(names[:MOST_NAMED])
        return self._language.word("drill.and-more", names=first, count=len(names) - MOST_NAMED)
