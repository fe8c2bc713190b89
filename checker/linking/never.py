"""What the notice says is not there, resolved once: each word that it rules out, and the promises that rule it out.

A word of a promise is an id or any word. It matches a system's own id or word, and the notice's words for an entry
whose id either of them is; case, spaces, hyphens, forms of letters and marks that nobody sees do not matter.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain

from msgspec import Struct

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.chains import shorten_chain
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.linked_columns import NamedKinds
from seloste.policy.notice import Policy
from seloste.policy.prose.lazy_patterns import LazyPattern
from seloste.policy.texts import Steps

#: Hyphens of every kind, and marks that nobody sees (the soft hyphen, joiners, a byte order mark).
_SEPARATORS = LazyPattern(r"[-_\u2010-\u2015\u2212]")
_UNSEEN = LazyPattern(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff]")
#: The keys of a promise, each of which names things that are not there.
ASPECTS = ("purposes", "fields", "activities", "recipients", "countries")
#: No more steps than so many are taken along chains of subprocessors, for all processors together.
_MOST_STEPS = 300_000
#: So many ruled-out processors behind one are shown of each promise, the nearest first.
_MOST_CHAINS = 50
#: The kinds of personal data that are narrow: what a promise rules out and what a column holds is then the same.
_NARROW = frozenset(
    {
        *("birth-date", "death-date", "driving-licence", "email", "ethnicity", "gender", "national-id", "nationality"),
        *("passport", "phone"),
    }
)

#: The ids of promises: `sale` for `never.sale`.
Promises = tuple[str, ...]
#: The names of what the notice declares under an id: its words in each language, or a company's name.
_Names = Mapping[str, Iterable[str]]


def normalize_word(word: str) -> str:
    """A word as it is compared: an id is words with hyphens."""
    normal = unicodedata.normalize("NFKC", word.casefold())
    return " ".join(_SEPARATORS.sub(" ", _UNSEEN.sub("", normal)).split())


class _Words(Struct, frozen=True, dict=True):
    """The words of one key of all promises, and the promises that rule each of them out."""

    promises: Mapping[str, Promises]
    #: A name in the notice for what a word means → those words.
    meanings: Mapping[str, tuple[str, ...]]

    @cached_property
    def _found(self) -> dict[str, Promises]:
        return {}

    @cached_property
    def _united(self) -> dict[tuple[str, ...], Promises]:
        return {}

    def find(self, name: str) -> Promises:
        """The promises that rule out what has this name."""
        name = normalize_word(name)
        if name not in self._found:
            words = (name, *self.meanings.get(name, ()))
            self._found[name] = self._unite(tuple(sorted(word for word in words if word in self.promises)))
        return self._found[name]

    def _unite(self, words: tuple[str, ...]) -> Promises:
        if words not in self._united:
            self._united[words] = _unite(self.promises[word] for word in words)
        return self._united[words]


class Reach(Struct, frozen=True):
    """The processors that data reach from one on."""

    #: The chains to those that a promise rules out, as a recipient or for a country.
    ruled_out: tuple[tuple[str, ...], ...] = ()
    #: Whether each of them is in the list, and whether it is known where each of them is.
    are_listed: bool = False
    are_located: bool = False


class NeverIndex(Struct, frozen=True, eq=False, dict=True):
    """The promises of `never`, by what they rule out."""

    #: Promise → the keys by which it rules something out.
    aspects: Mapping[str, tuple[str, ...]]
    purposes: _Words
    fields: _Words
    recipients: _Words
    activities: Mapping[str, Promises]
    countries: Mapping[str, Promises]
    _processors: Mapping[str, DeclaredRecord[Processor]]

    @cached_property
    def _promises(self) -> dict[str, Promises]:
        return {}

    @cached_property
    def _kinds(self) -> dict[str, Promises]:
        return {}

    @cached_property
    def _reached(self) -> dict[str, Reach]:
        return {}

    @cached_property
    def _reviews(self) -> dict[str, tuple[date | None, ...]]:
        return {}

    @cached_property
    def _steps(self) -> Counter[str]:
        """The steps that were taken to find them."""
        return Counter()

    def find_kind(self, kind: str, named: NamedKinds) -> Promises:
        """The promises that rule out a field of a narrow kind of personal data."""
        if kind not in _NARROW or not self.fields.promises:
            return ()
        if kind not in self._kinds:
            words = (word for word in self.fields.promises if kind in named.find(word.replace(" ", "-")))
            self._kinds[kind] = _unite(self.fields.promises[word] for word in words)
        return self._kinds[kind]

    def find_processor(self, processor: str) -> Promises:
        """The promises that rule out a processor as a recipient, by its id or its name."""
        entry = self._processors.get(processor)
        names = (processor, entry.record.name) if entry else (processor,)
        return _unite(self.recipients.find(name) for name in names)

    def list_countries(self, processor: str) -> tuple[str, ...]:
        """The countries to which a processor takes data, as its own entry declares them."""
        entry = self._processors.get(processor)
        if entry is None:
            return ()
        items = (item.country for item in entry.record.transfers or ())
        return tuple(dict.fromkeys(country for country in (entry.record.country, *items) if country))

    def find_reach(self, processor: str) -> Reach:
        """The processors that data reach from this one on, through its subprocessors.

        Where too many steps would be needed, only itself is looked at, and nothing is known of the others.
        """
        if processor not in self._reached:
            self._reached[processor] = self._walk(processor)
        return self._reached[processor]

    def list_reviews(self, processor: str) -> tuple[date | None, ...]:
        """The days on which the entries of the processors were reviewed that data reach from this one on."""
        if processor not in self._reviews:
            self._reviews[processor] = tuple(self._collect_reviews(processor))
        return self._reviews[processor]

    def _collect_reviews(self, processor: str) -> set[date | None]:
        """As `list_reviews`. Where too many steps would be needed, it is as if one had no day."""
        reached, waiting, days = {processor}, [processor], set[date | None]()
        for known in waiting:
            self._steps["reviews"] += 1
            if self._steps["reviews"] > _MOST_STEPS:
                return {None}
            entry = self._processors.get(known)
            if entry is not None:
                days.add(entry.record.reviewed)
                behind = dict.fromkeys(entry.record.subprocessors or ())
                waiting += (sub for sub in behind if sub not in reached)
                reached.update(behind)
        return days

    def _walk(self, processor: str) -> Reach:
        chains: dict[str, tuple[str, ...]] = {processor: (processor,)}
        waiting, listed, located = [processor], True, True
        for known in waiting:
            self._steps["all"] += 1
            if self._steps["all"] > _MOST_STEPS:
                return Reach(((processor,),) if self._find_promises(processor) else ())
            entry = self._processors.get(known)
            listed = listed and entry is not None
            located = located and entry is not None and entry.record.country is not None
            for sub in (entry.record.subprocessors if entry else None) or ():
                if sub not in chains:
                    chains[sub] = shorten_chain((*chains[known], sub))
                    waiting.append(sub)
        return Reach(tuple(chains[known] for known in self._select(waiting)), listed, located)

    def _select(self, reached: Iterable[str]) -> Iterator[str]:
        """Those that a promise rules out, of each promise the nearest ones."""
        shown: Counter[str] = Counter()
        for processor in reached:
            promises = self._find_promises(processor)
            if any(shown[promise] < _MOST_CHAINS for promise in promises):
                shown.update(promises)
                yield processor

    def _find_promises(self, processor: str) -> Promises:
        """The promises that rule out a processor, as a recipient or for a country."""
        if processor not in self._promises:
            countries = (self.countries.get(country, ()) for country in self.list_countries(processor))
            self._promises[processor] = _unite((self.find_processor(processor), *countries))
        return self._promises[processor]


def locate_processors(record: System) -> Iterator[tuple[Steps, str]]:
    """The processors that a system gives data to itself, and where it says so; the one that hosts it among them."""
    for number, processor in enumerate(record.processors or ()):
        yield ("processors", number), processor
    hosting = record.hosting
    if hosting is not None and hosting.processor and hosting.processor not in (record.processors or ()):
        yield ("hosting", "processor"), hosting.processor


def index_never(policy: Policy, processors: Mapping[str, DeclaredRecord[Processor]]) -> NeverIndex:
    """The promises of the notice's `never`."""
    disclosed = policy.disclosures.recipients if policy.disclosures else {}
    recipients: dict[str, Iterable[str]] = {id: recipient.text.values() for id, recipient in disclosed.items()}
    recipients |= {id: (controller.name,) for id, controller in policy.joint_controllers.items()}
    named = (policy.processors.recipients if policy.processors else None) or {}
    recipients |= {id: (processor.name,) for id, processor in named.items() if processor.name}
    return NeverIndex(
        {
            id: tuple(aspect for aspect in ASPECTS if getattr(promise, aspect) is not None)
            for id, promise in policy.never.items()
        },
        _index_words(policy, "purposes", {id: purpose.text.values() for id, purpose in policy.purposes.items()}),
        _index_words(policy, "fields", {id: entry.text.values() for id, entry in policy.fields.items()}),
        _index_words(policy, "recipients", recipients),
        _index_promises(policy, "activities"),
        _index_promises(policy, "countries"),
        processors,
    )


def _unite(several: Iterable[Promises]) -> Promises:
    """The promises together, each once. They may be very many, so that the same ones are not written anew."""
    known = list(dict.fromkeys(promises for promises in several if promises))
    return known[0] if len(known) == 1 else tuple(dict.fromkeys(chain.from_iterable(known)))


def _index_promises(policy: Policy, aspect: str) -> dict[str, Promises]:
    """What is ruled out → the promises that rule it out."""
    found: dict[str, dict[str, None]] = {}
    for id, promise in policy.never.items():
        for word in getattr(promise, aspect) or ():
            found.setdefault(word, {})[id] = None
    return {word: tuple(promises) for word, promises in found.items()}


def _index_words(policy: Policy, aspect: str, declared: _Names) -> _Words:
    found: dict[str, dict[str, None]] = {}
    for word, each in _index_promises(policy, aspect).items():
        found.setdefault(normalize_word(word), {}).update(dict.fromkeys(each))
    promises = {name: tuple(each) for name, each in found.items()}
    meanings: dict[str, dict[str, None]] = {}
    for id, texts in declared.items() if promises else ():
        names = {normalize_word(name) for name in (id, *texts)}
        words = [name for name in names if name in promises]
        for name in names if words else ():
            meanings.setdefault(name, {}).update(dict.fromkeys(word for word in words if word != name))
    return _Words(promises, {name: tuple(sorted(words)) for name, words in meanings.items() if words})
