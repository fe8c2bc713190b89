"""The words of entries beside their own countries: where a recipient is, and where data never go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.checker.finding import CountryName
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.checker.rules.notice.text_facts.sections import group_by_language
from seloste.policy.base import Text
from seloste.policy.familiar_values import find_country
from seloste.policy.law.law import LawOn
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.destinations import Destination, find_destinations
from seloste.policy.prose.mentions.places import compile_places, names_other_place
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import is_known
from seloste.policy.texts import Steps

#: What parts the country of a recipient from the rest of its words: "Mailer Inc. (Ireland)", "Mailer Inc., Ireland".
_BEFORE, _AFTER = "(,–-:", "),.;"


def find_contradicting_entries(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The countries that words of an entry name, where none of them is the entry's own."""
    for section in ("processors", "disclosures"):
        yield from _compare_section(notice, section, law)
        content = getattr(notice.record, section)
        for key, entry in ((content.recipients if content else None) or {}).items():
            if entry.text and entry.country:
                steps: Steps = (section, "recipients", key)
                yield from _compare_recipient(section, steps, entry.text, entry.country)
    for key, promise in notice.record.never.items():
        if promise.countries:
            yield from _compare_never(key, promise.text, promise.countries, law)


def _compare_section(notice: NoticeEntry, section: str, law: LawOn) -> Iterator[Contradiction]:
    """The third countries that the words on recipients as a whole name, beside the countries of all of them."""
    content = getattr(notice.record, section)
    entries = list(((content.recipients if content else None) or {}).values())
    countries = list(dict.fromkeys(entry.country for entry in entries if entry.country))
    if not countries or any(entry.country is None for entry in entries):
        return
    meant = {find_country(code) or code for code in countries}
    for texts in group_by_language(notice, section):
        language = texts[0].language
        found = [
            (sentence, each)
            for text in texts
            for sentence in text.sentences
            for each in find_destinations(sentence, language)
            if each.asserted
            and each.code not in meant
            and law.is_third_country(each.code)
            and compile_places("moves", language).search(sentence.find_clause(each.country.first).text)
        ]
        if found:
            keys_at = (section, "recipients")
            yield _contradict(section, language, texts[0].steps, found, countries, keys_at)


def _compare_recipient(promise: str, steps: Steps, text: Text, country: str) -> Iterator[Contradiction]:
    """The place of a recipient in its words and in its key."""
    for language, words in text.items():
        found = [(sentence, each) for sentence, each in _list_destinations(words, language) if each.asserted]
        placed = [(sentence, each) for sentence, each in found if _is_place_of(sentence, each, language)]
        if placed and not _names_another_place(words, language, country):
            yield _contradict(promise, language, (*steps, "text"), placed, (country,), (*steps, "country"))


def _names_another_place(words: str, language: str, country: str) -> bool:
    """Whether the words name the country of the key in some way, or another place: one key cannot hold both."""
    code = find_country(country) or country
    return any(
        names_other_place(sentence, language) or any(each.code == code for each in find_countries(sentence, language))
        for sentence in split_passages(words, language)
    )


def _compare_never(key: str, text: Text, countries: Sequence[str], law: LawOn) -> Iterator[Contradiction]:
    """The countries to which no data go, in the words of a promise and in its key."""
    meant = {find_country(code) or code for code in countries}
    for language, words in text.items():
        found = [
            (sentence, each)
            for sentence, each in _list_destinations(words, language)
            if each.denied and each.code not in meant and law.is_outside(each.code, "eea")
        ]
        if found:
            steps: Steps = ("never", key)
            yield _contradict(f"never.{key}", language, (*steps, "text"), found, countries, (*steps, "countries"))


def _list_destinations(words: str, language: str) -> Iterator[tuple[Sentence, Destination]]:
    """The countries that a text names, each with its sentence; none in a language without words."""
    for sentence in split_passages(words, language) if is_known(language) else ():
        for each in find_destinations(sentence, language):
            yield sentence, each


def _is_place_of(sentence: Sentence, destination: Destination, language: str) -> bool:
    """Whether the words tell where the recipient is, and not for instance where it delivers to."""
    first, last = sentence.tokens[destination.country.first], sentence.tokens[destination.country.last]
    before = sentence.text[: first.start].rstrip()[-1:]
    after = sentence.text[last.end :].lstrip()[:1]
    if before and before in _BEFORE and (not after or after in _AFTER):
        return True
    clause = sentence.find_clause(destination.country.first)
    return bool(compile_places("located", language).search(clause.text))


def _contradict(
    promise: str,
    language: str,
    words_at: Steps,
    found: Sequence[tuple[Sentence, Destination]],
    keys: Sequence[str],
    keys_at: Steps,
) -> Contradiction:
    """The contradiction of some words of one language."""
    quoted = (sentence.quote(each.country.first, each.country.last) for sentence, each in found)
    return Contradiction(
        promise=promise,
        kind=Kind.COUNTRY,
        words={language: ", ".join(dict.fromkeys(quoted))},
        words_at=words_at,
        keys=tuple(CountryName(code) for code in keys),
        keys_at=(keys_at,),
        normal=frozenset(f"{words_at[-2]}: {each.code}" for _, each in found),
    )
