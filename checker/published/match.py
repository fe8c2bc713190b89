"""Matches a published page with the sentences that the policy makes the notice say, and finds those that it adds."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from seloste.policy.names import nearest_name
from seloste.policy.prose.likeness import Stream, normalize, split_segments, split_sentences, split_words
from seloste.policy.prose.page import Page

#: A text of at most so many words must be an item of a list on the page; elsewhere it could be part of any sentence.
_ITEM_WORDS = 1
#: A text of at most so many words is compared with items by letters, a longer one with sentences by words.
_SHORT_WORDS = 2
#: The likeness (0 to 1) from which a passage counts as the expected one, changed; below it, that one is missing.
_LIKENESS = 0.5
_LIKENESS_SHORT = 0.75
#: The longest text, in characters, that can be an item of a list.
_LONGEST_ITEM = 200
#: Limits to the work on one page: sentences compared with one expected sentence, words compared of a sentence,
#: sentences remembered for a word, and items compared.
_MOST_CANDIDATES, _MOST_WORDS, _MOST_POSTINGS, _MOST_ITEMS = 3, 300, 2000, 3000


class SentenceStatus(StrEnum):
    """How an expected sentence is found on the page, the gravest status last."""

    WRITTEN = "written"
    SIMILAR = "similar"
    CHANGED = "changed"
    MISSING = "missing"


class ExpectedSentence(Struct, frozen=True):
    """A sentence that the page should have, and the part of the policy that it comes from.

    Attributes:
        written_out: The same with the address of each link after its words, as plain text has it.
    """

    subject: str
    text: str
    written_out: str | None = None


class SentenceMatch(Struct, frozen=True):
    """An expected sentence and its status; if changed, with the most similar passage of the page."""

    expected: ExpectedSentence
    status: SentenceStatus
    passage: str | None = None


class UnexpectedSentence(Struct, frozen=True):
    """A sentence of the page that the policy lacks, and the figures, addresses and names in it that it lacks too."""

    text: str
    facts: tuple[str, ...]


class PageMatch(Struct, frozen=True):
    """A page compared with the policy in one language."""

    sentences: tuple[SentenceMatch, ...]
    unexpected: tuple[UnexpectedSentence, ...]

    @property
    def promises(self) -> Mapping[str, SentenceStatus]:
        """The gravest status of the sentences of each part of the policy."""
        order = list(SentenceStatus)
        statuses: dict[str, SentenceStatus] = {}
        for sentence in self.sentences:
            subject = sentence.expected.subject
            statuses[subject] = max(statuses.get(subject, sentence.status), sentence.status, key=order.index)
        return statuses


class PageSearch:
    """A page, indexed for the search of sentences."""

    def __init__(self, page: Page) -> None:
        self.page = page
        text = "\n".join(passage.text for passage in page.passages)
        self._stream = Stream(text)
        self._normalized = normalize(text)

    @cached_property
    def _sentences(self) -> list[str]:
        return [sentence for passage in self.page.passages for sentence in split_sentences(passage.text)]

    @cached_property
    def _words(self) -> list[list[str]]:
        """The words of each sentence."""
        return [split_words(sentence)[:_MOST_WORDS] for sentence in self._sentences]

    @cached_property
    def _items(self) -> dict[str, str]:
        """The items of lists, and other short texts, by their words without spaces."""
        texts = (*(passage.text for passage in self.page.passages), *self.page.runs)
        items = [item for text in texts for item in (text, *split_segments(text))]
        return {"".join(split_words(item)): item for item in items if len(item) < _LONGEST_ITEM}

    @cached_property
    def _postings(self) -> Mapping[str, list[int]]:
        """The indexes of the sentences that have a word, by the word."""
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            for word in set(words):
                if len(postings[word]) < _MOST_POSTINGS:
                    postings[word].append(number)
        return postings

    def says(self, text: str) -> bool:
        """Whether the page has a text as it is, but for white space and invisible characters."""
        return normalize(text) in self._normalized

    def contains(self, text: str) -> bool:
        """Whether the page has the words of a text, in order."""
        words = split_words(text)
        if len(words) <= _ITEM_WORDS:
            return "".join(words) in self._items
        return self._stream.contains(words) or "".join(words) in self._items

    def match_sentence(self, expected: ExpectedSentence) -> SentenceMatch:
        """Finds an expected sentence on the page."""
        if expected.text in self.page.links:
            return SentenceMatch(expected, SentenceStatus.WRITTEN)
        texts = [text for text in (expected.text, expected.written_out) if text and self.contains(text)]
        if texts:
            is_same = any(map(self.says, texts))
            return SentenceMatch(expected, SentenceStatus.WRITTEN if is_same else SentenceStatus.SIMILAR)
        nearest = self._find_nearest(expected.text)
        return SentenceMatch(expected, SentenceStatus.MISSING if nearest is None else SentenceStatus.CHANGED, nearest)

    def _find_nearest(self, text: str) -> str | None:
        """The most similar passage of the page; None if none is similar enough."""
        words = split_words(text)[:_MOST_WORDS]
        if len(words) <= _SHORT_WORDS:
            items = list(self._items)[:_MOST_ITEMS]
            nearest = nearest_name("".join(words), items, cutoff=_LIKENESS_SHORT)
            return self._items[nearest] if nearest else None
        best, ratio = None, _LIKENESS
        for number in self._list_candidates(words):
            matcher = difflib.SequenceMatcher(None, words, self._words[number], autojunk=False)
            if matcher.real_quick_ratio() < ratio or matcher.quick_ratio() < ratio:
                continue
            likeness = matcher.ratio()
            if likeness >= ratio and (best is None or likeness > ratio):
                best, ratio = self._sentences[number], likeness
        return best

    def _list_candidates(self, words: list[str]) -> list[int]:
        """The indexes of the sentences that share most words. Rare words and short sentences count more."""
        scores: Counter[int] = Counter()
        for word in set(words):
            postings = self._postings.get(word, ())
            for number in postings:
                scores[number] += 1_000_000 // (len(postings) * (len(self._words[number]) + len(words)))
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [number for number, _ in ranked[:_MOST_CANDIDATES]]

    def find_unexpected(
        self, expected: str, changed: Iterable[str], names: Sequence[str]
    ) -> Iterator[UnexpectedSentence]:
        """The sentences of the page's own text that are not in the notice.

        Args:
            expected: The whole text of the notice.
            changed: The passages that match a sentence of the notice, changed: they are left out.
            names: Names to point out, such as those of countries.
        """
        expected_words = split_words(expected)
        stream, known = Stream(expected), set(expected_words)
        facts_in = _FactSearch(known, expected, names)
        seen = set(changed)
        for passage in self.page.body:
            for sentence in split_sentences(passage.text):
                words = split_words(sentence)
                if sentence in seen or not words or stream.contains(words):
                    continue
                seen.add(sentence)
                facts = tuple(facts_in.list_facts(sentence, words))
                segments = map(split_words, split_segments(sentence))
                is_list_of_known = all(stream.contains(segment) for segment in segments if segment)
                if facts or (len(words) > _SHORT_WORDS and not is_list_of_known):
                    yield UnexpectedSentence(sentence, facts)


def match_page(
    search: PageSearch, sentences: Sequence[ExpectedSentence], expected: str, names: Sequence[str]
) -> PageMatch:
    """The page compared with the sentences that it should have, and with the whole text of the notice, `expected`."""
    matches = tuple(map(search.match_sentence, sentences))
    changed = [match.passage for match in matches if match.passage is not None]
    return PageMatch(matches, tuple(search.find_unexpected(expected, changed, names)))


def measure_share(search: PageSearch, texts: Sequence[str]) -> float:
    """The share (0 to 1) of the texts that the page has: the measure of a page's language."""
    return sum(map(search.contains, texts)) / len(texts) if texts else 0.0


class _FactSearch:
    """Finds the addresses, figures and names in a sentence that the notice lacks.

    Args:
        known: The words of the notice.
        expected: Its whole text.
        names: Names to point out.
    """

    def __init__(self, known: set[str], expected: str, names: Sequence[str]) -> None:
        self._known, self._expected = known, expected
        #: The names that the notice lacks, each with its words, by its first word.
        self._names: defaultdict[str, list[tuple[int, str, list[str]]]] = defaultdict(list)
        for number, name in enumerate(names):
            words = split_words(name)
            if words and not known.issuperset(words):
                self._names[words[0]].append((number, name, words))

    def list_facts(self, sentence: str, words: Sequence[str]) -> Iterator[str]:
        """The facts of a sentence, each once."""
        addresses = dict.fromkeys(token.strip(".,;:()<>") for token in sentence.split() if "@" in token)
        yield from (address for address in addresses if address not in self._expected)
        yield from dict.fromkeys(word for word in words if word[0].isdigit() and word not in self._known)
        own = set(words)
        found = [each for word in own if word in self._names for each in self._names[word] if own.issuperset(each[2])]
        yield from (name for _, name, _ in sorted(found))
