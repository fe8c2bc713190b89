"""Countries: those that the words on transfers name, beside `transfers.countries` and `transfers.hosting`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seloste.checker.finding import CountryName
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.checker.rules.notice.text_facts.sections import SectionText, group_by_language
from seloste.policy.countries import is_country
from seloste.policy.familiar_values import find_country
from seloste.policy.law.law import LawOn
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.destinations import Destination, find_destinations, names_only_countries
from seloste.policy.prose.mentions.places import compile_places, find_areas
from seloste.policy.prose.passages import Sentence
from seloste.policy.prose.stance import has_later_exception, is_hedged, is_narrow, is_open
from seloste.policy.texts import Steps
from seloste.policy.vocabulary import TransferRule

_TRANSFERS = "transfers"


class _Named(Struct, frozen=True):
    """A country named in a text."""

    text: SectionText
    sentence: Sentence
    destination: Destination

    @property
    def code(self) -> str:
        """Its code."""
        return self.destination.code

    @property
    def quoted(self) -> str:
        """Its name as it is written."""
        return self.sentence.quote(self.destination.country.first, self.destination.country.last)


def find_contradicting_countries(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The third countries that the words name and the keys lack; with "only", those that the words lack."""
    transfers = notice.record.transfers
    if transfers is None or not (transfers.countries or transfers.hosting):
        return
    for texts in group_by_language(notice, _TRANSFERS):
        named = [
            _Named(text, sentence, destination)
            for text in texts
            for sentence in text.sentences
            for destination in find_destinations(sentence, text.language)
        ]
        countries, hosting = _list_meant(transfers.countries), _list_meant(transfers.hosting)
        if countries and hosting is not None:
            yield from _find_lacking(named, frozenset((*countries, *hosting)), countries, law)
        if countries:
            yield from _find_unnamed(named, countries, law, closed=_says_no_others(texts))
            if transfers.rule is not TransferRule.NEVER:
                yield from _find_denied(named, countries)
        if hosting:
            yield from _find_lacking_hosts(named, hosting)


def _list_meant(codes: Sequence[str] | None) -> list[str] | None:
    """The countries of a key, each code as the country that it means; None where one of them means none."""
    meant = [code if is_country(code) else find_country(code) for code in codes or ()]
    return meant if all(meant) else None


def _find_lacking(
    named: Sequence[_Named], keys: frozenset[str], countries: Sequence[str], law: LawOn
) -> Iterator[Contradiction]:
    """The third countries that words name and the keys lack."""
    lacking = [
        each for each in named if each.destination.asserted and each.code not in keys and _is_third(each.code, law)
    ]
    if lacking:
        yield _contradict(Kind.COUNTRY, lacking, countries, (_TRANSFERS, "countries"), {each.code for each in lacking})


def _find_denied(named: Sequence[_Named], countries: Sequence[str]) -> Iterator[Contradiction]:
    """The countries of the key to which no data go, as the words have it without leaving it open."""
    asserted = {each.code for each in named if each.destination.asserted}
    denied = [
        each
        for each in named
        if each.destination.denied
        and each.code in countries
        and not any(area.outside for area in find_areas(each.sentence, each.text.language))
        and each.code not in asserted
        and not is_open(each.sentence, each.text.language)
        and not has_later_exception(each.sentence, each.destination.country.last, each.text.language)
        and compile_places("leaves", each.text.language).search(each.sentence.text)
    ]
    if denied:
        codes = list(dict.fromkeys(each.code for each in denied))
        yield _contradict(Kind.COUNTRY_DENIED, denied, codes, (_TRANSFERS, "countries"), set(codes))


def _says_no_others(texts: Sequence[SectionText]) -> bool:
    """Whether a sentence that names no country tells that there are no others than those named elsewhere."""
    return any(
        names_only_countries(sentence, text.language) and not find_countries(sentence, text.language)
        for text in texts
        for sentence in text.sentences
    )


def _find_unnamed(
    named: Sequence[_Named], countries: Sequence[str], law: LawOn, *, closed: bool
) -> Iterator[Contradiction]:
    """The third countries of the key that the words leave out where they say "only"."""
    restricting = [
        each
        for each in named
        if (each.destination.only or closed)
        and each.destination.asserted
        and _is_third(each.code, law)
        and not is_narrow(each.sentence, each.text.language)
        and not is_hedged(each.sentence, each.text.language)
    ]
    known = {each.code for each in named}
    unnamed = [code for code in countries if code not in known and _is_third(code, law)]
    if restricting and unnamed:
        yield _contradict(Kind.COUNTRY_ONLY, restricting, unnamed, (_TRANSFERS, "countries"), set(unnamed))


def _find_lacking_hosts(named: Sequence[_Named], hosting: Sequence[str]) -> Iterator[Contradiction]:
    """The countries where the words have servers and the key has none."""
    hosts = [each for each in named if each.destination.hosted and each.destination.asserted]
    lacking = [each for each in hosts if each.code not in hosting]
    if lacking:
        yield _contradict(Kind.COUNTRY, lacking, hosting, (_TRANSFERS, "hosting"), {each.code for each in lacking})


def _is_third(code: str, law: LawOn) -> bool:
    """Whether data sent to the country is certainly a transfer."""
    return law.is_third_country(code)


def _contradict(
    kind: Kind, named: Sequence[_Named], keys: Sequence[str], keys_at: Steps, normal: set[str]
) -> Contradiction:
    """The contradiction of some words of one language."""
    first = named[0]
    return Contradiction(
        promise=_TRANSFERS,
        kind=kind,
        words={first.text.language: ", ".join(dict.fromkeys(each.quoted for each in named))},
        words_at=first.text.steps,
        keys=tuple(CountryName(code) for code in keys),
        keys_at=(keys_at,),
        normal=frozenset(normal),
    )
