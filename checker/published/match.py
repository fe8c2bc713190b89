"""A page held against what the policy promises: sentence by sentence, and what the page says beyond it."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from seloste.policy.names import nearest_name
from seloste.policy.prose.likeness import Stream, segments, sentences, words, written
from seloste.policy.prose.page import Page

#: A text of so few words is looked for as an item of a list, not anywhere within a sentence.
_SHORT = 1
#: From which likeness on a passage is the promised one, changed. Below it, the promise is missing.
_LIKE = 0.5
_LIKE_SHORT = 0.75
#: Bounds to the work on one page: candidates for a sentence, words of one, postings of a word.
_CANDIDATES, _LONGEST, _POSTINGS, _SEGMENTS = 3, 300, 2000, 3000


class SentenceStatus(StrEnum):
    """How a promise stands on the page, the gravest last."""

    WRITTEN = "written"
    SIMILAR = "similar"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ExpectedSentence:
    """A sentence that the page should say, and the part of the policy that it belongs to."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence and how it stands on the page, with the nearest passage where it is not as promised."""

    piece: ExpectedSentence
    status: SentenceStatus
    found: str | None = None


@dataclass(frozen=True, slots=True)
class UnexpectedSentence:
    """A sentence of the page that the policy does not have, and what in it is checkable: figures, addresses, names."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageMatch:
    """A page held against the promises in one language."""

    held: tuple[SentenceMatch, ...]
    extras: tuple[UnexpectedSentence, ...]

    @property
    def promises(self) -> Mapping[str, SentenceStatus]:
        """How each part of the policy stands: as its worst sentence does."""
        order = list(SentenceStatus)
        found: dict[str, SentenceStatus] = {}
        for each in self.held:
            known = found.setdefault(each.piece.subject, each.status)
            found[each.piece.subject] = max(known, each.status, key=order.index)
        return found


class PageSearch:
    """A page prepared for questions."""

    def __init__(self, page: Page) -> None:
        self.page = page
        text = "\n".join(passage.text for passage in page.passages)
        self._stream = Stream(text)
        self._written = written(text)

    @cached_property
    def _sentences(self) -> list[str]:
        return [sentence for passage in self.page.passages for sentence in sentences(passage.text)]

    @cached_property
    def _words(self) -> list[list[str]]:
        return [words(sentence)[:_LONGEST] for sentence in self._sentences]

    @cached_property
    def _segments(self) -> dict[str, str]:
        texts = (*(passage.text for passage in self.page.passages), *self.page.runs)
        items = [item for text in texts for item in (text, *segments(text))]
        return {"".join(words(item)): item for item in items if len(item) < 200}

    @cached_property
    def _index(self) -> Mapping[str, list[int]]:
        index: defaultdict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self._words):
            for word in set(found):
                if len(index[word]) < _POSTINGS:
                    index[word].append(number)
        return index

    def says(self, text: str) -> bool:
        """Whether the page says it, by its words."""
        asked = words(text)
        if len(asked) <= _SHORT:
            return "".join(asked) in self._segments
        return self._stream.holds(asked) or "".join(asked) in self._segments

    def held(self, piece: ExpectedSentence) -> SentenceMatch:
        """How a sentence stands on the page."""
        if self.says(piece.text):
            return SentenceMatch(
                piece, SentenceStatus.WRITTEN if written(piece.text) in self._written else SentenceStatus.SIMILAR
            )
        near = self._nearest(piece.text)
        return SentenceMatch(piece, SentenceStatus.MISSING if near is None else SentenceStatus.CHANGED, near)

    def _nearest(self, text: str) -> str | None:
        asked = words(text)[:_LONGEST]
        if len(asked) <= 2:
            known = list(self._segments)[:_SEGMENTS]
            nearest = nearest_name("".join(asked), known, cutoff=_LIKE_SHORT)
            return self._segments[nearest] if nearest else None
        shared: Counter[int] = Counter()
        for word in set(asked):
            postings = self._index.get(word, ())
            for number in postings:
                shared[number] += 1_000_000 // (len(postings) * (len(self._words[number]) + len(asked)))
        best, ratio = None, _LIKE
        for number, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            likeness = difflib.SequenceMatcher(None, asked, self._words[number], autojunk=False).ratio()
            if likeness >= ratio and (best is None or likeness > ratio):
                best, ratio = self._sentences[number], likeness
        return best

    def extras(self, expected: str, shown: Iterable[str], names: Sequence[str]) -> Iterator[UnexpectedSentence]:
        """The sentences of the page's own text that are not in what is expected of it.

        Args:
            expected: All that the notice says.
            shown: The passages that stand for a promise that was changed: told of already.
            names: Names that are worth pointing out, such as those of countries.
        """
        told, known = set(shown), words(expected)
        whole, single = Stream(expected), set(known)
        seen: set[str] = set()
        for passage in self.page.body:
            for sentence in sentences(passage.text):
                found = words(sentence)
                if sentence in told or sentence in seen or not found or whole.holds(found):
                    continue
                seen.add(sentence)
                facts = tuple(_facts(sentence, found, single, names, expected))
                listed = all(whole.holds(words(item)) for item in segments(sentence) if words(item))
                if facts or (len(found) > 2 and not listed):
                    yield UnexpectedSentence(sentence, facts)


def match_page(reader: PageSearch, pieces: Sequence[ExpectedSentence], expected: str, names: Sequence[str]) -> PageMatch:
    """The page held against the sentences that it should say, and against all that the notice says."""
    held = tuple(reader.held(piece) for piece in pieces)
    shown = [each.found for each in held if each.found is not None]
    return PageMatch(held, tuple(reader.extras(expected, shown, names)))


def measure_share(reader: PageSearch, texts: Sequence[str]) -> float:
    """Which part of some texts the page says: by it the language of the page is known."""
    return sum(reader.says(text) for text in texts) / len(texts) if texts else 0.0


def _facts(sentence: str, found: Sequence[str], known: set[str], names: Sequence[str], expected: str) -> Iterator[str]:
    """What in a sentence can be checked and is not in the notice."""
    for token in sentence.split():
        if "@" in token and token.strip(".,;:()<>") not in expected:
            yield token.strip(".,;:()<>")
    yield from dict.fromkeys(word for word in found if word[0].isdigit() and word not in known)
    held = set(found)
    for name in names:
        own = words(name)
        if own and held.issuperset(own) and not known.issuperset(own):
            yield name
