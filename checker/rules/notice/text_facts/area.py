"""The words on transfers as a whole, "not outside the EEA", beside keys that allow transfers out of that area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Argument, CountryName
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.checker.rules.notice.text_facts.sections import SectionText, group_by_language
from seloste.policy.law.law import LawOn
from seloste.policy.processing import Transfers
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.destinations import find_destinations
from seloste.policy.prose.mentions.instruments import find_tools
from seloste.policy.prose.mentions.places import (
    AreaMention,
    compile_places,
    find_areas,
    is_only_about_part,
    list_european,
)
from seloste.policy.prose.passages import Sentence
from seloste.policy.prose.stance import (
    begins_with_condition,
    denies,
    has_later_exception,
    is_open,
    is_plain_no,
    opens_exception,
    restricts,
)
from seloste.policy.texts import Steps
from seloste.policy.vocabulary import TransferRule

_TRANSFERS = "transfers"
#: An area with countries outside the European Economic Area.
_EUROPE = "europe"
#: The areas that a key may name.
_KEYS = frozenset({"eu", "eea"})

#: "Only in Finland" that begins a sentence tells what is so nowhere else, and not that nothing else is.
_OPENING = 2


class _Denial(Struct, frozen=True):
    """ "Not outside the EEA", as one text says it: the areas that it names, and countries beside them."""

    text: SectionText
    quoted: str
    areas: frozenset[str]
    countries: frozenset[str]


def find_contradicting_areas(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The words that rule transfers out of an area out, where the keys allow them or name another area."""
    transfers = notice.record.transfers
    if transfers is None:
        return
    names: list[Contradiction] = []
    is_denied = False
    for texts in group_by_language(notice, _TRANSFERS):
        names += _compare_area_name(transfers, texts)
        denial = _find_denial(texts, law)
        if denial is None or transfers.rule is TransferRule.NEVER:
            continue
        for found in _compare_denial(transfers, denial, law):
            is_denied = True
            yield found
    if not is_denied:  # the same words, and one cause
        yield from names


def _compare_denial(transfers: Transfers, denial: _Denial, law: LawOn) -> Iterator[Contradiction]:
    """What the words deny beside what the keys allow."""
    allowed = _list_allowed(transfers, denial, law)
    if allowed:
        keys = tuple(argument for arguments in allowed.values() for argument in arguments)
        found = _contradict(Kind.AREA, denial.text, denial.quoted, keys, tuple(allowed), "never")
        yield replace(found, rule=transfers.rule.value if transfers.rule else "")


def _find_denial(texts: Sequence[SectionText], law: LawOn) -> _Denial | None:
    """What the texts of one language deny without leaving it open anywhere; None where they do not."""
    found: _Denial | None = None
    for text in texts:
        answers_no = False
        for sentence in text.sentences:
            denial = _read_denial(text, sentence, law, answers_no=answers_no)
            answers_no = is_plain_no(sentence, text.language)
            if denial is not None:
                found = found or denial
            elif (found and _is_exception(sentence, text.language)) or _tells_of_transfers(
                sentence, text.language, law
            ):
                return None
    return found


def _is_exception(sentence: Sentence, language: str) -> bool:
    """Whether a sentence makes an exception to a denial before it: a condition must be about data that leave."""
    if not opens_exception(sentence, language):
        return False
    about_data = bool(compile_places("leaves", language).search(sentence.text))
    return about_data or not begins_with_condition(sentence, language)


def _tells_of_transfers(sentence: Sentence, language: str, law: LawOn) -> bool:
    """Whether a sentence tells of transfers out of the area, or of the tools of such transfers."""
    return (
        any(mention.outside for mention in find_areas(sentence, language))
        or any(each.asserted and law.is_outside(each.code, "eea") for each in find_destinations(sentence, language))
        or any(tool.asserted for tool in find_tools(sentence, language))
    )


def _read_denial(text: SectionText, sentence: Sentence, law: LawOn, *, answers_no: bool) -> _Denial | None:
    """What a sentence denies: None where it denies no transfer, or leaves it open.

    `answers_no`: a plain "No." stands before it, so that it is about all that was asked.
    """
    language = text.language
    for mention in find_areas(sentence, language):
        if any(law.is_outside(code, "eea") for code in mention.areas - _KEYS - {_EUROPE}):
            continue
        denied = _denies_leaving(sentence, mention, language, narrow=not answers_no)
        elsewhere = not mention.outside and _goes_outside(sentence, language, law)
        if denied and not elsewhere and not has_later_exception(sentence, mention.last, language):
            countries = frozenset(country.code for country in find_countries(sentence, language))
            return _Denial(text, sentence.quote(mention.first, mention.last), mention.areas, countries)
    return _read_only_countries(text, sentence, law, narrow=not answers_no)


def _goes_outside(sentence: Sentence, language: str, law: LawOn) -> bool:
    """Whether a sentence tells of data outside the European Economic Area."""
    return any(law.is_outside(each.code, "eea") for each in find_destinations(sentence, language) if each.asserted)


def _read_only_countries(text: SectionText, sentence: Sentence, law: LawOn, *, narrow: bool) -> _Denial | None:
    """What "only in Finland" denies: all that lies outside the European Economic Area."""
    language = text.language
    inside = [each for each in find_destinations(sentence, language) if each.only and each.asserted]
    if not inside or _goes_outside(sentence, language, law) or any(law.is_outside(each.code, "eea") for each in inside):
        return None
    first, last = inside[0].country, inside[-1].country
    about_data = compile_places("handled", language).search(sentence.text) or compile_places("kept", language).search(
        sentence.text
    )
    if not about_data or is_open(sentence, language, but="only", narrow=narrow):
        return None
    if first.first <= _OPENING or is_only_about_part(sentence, last.last, language):
        return None
    if has_later_exception(sentence, last.last, language):
        return None
    return _Denial(text, sentence.quote(first.first, last.last), frozenset(), frozenset())


def _denies_leaving(sentence: Sentence, mention: AreaMention, language: str, *, narrow: bool) -> bool:
    """Whether data do not leave the area, by "not outside" or by "only within", and nothing leaves that open."""
    clause = sentence.find_clause(mention.first)
    if mention.outside:
        leaves = bool(compile_places("leaves", language).search(clause.text))
        return leaves and denies(clause, language) and not is_open(sentence, language, narrow=narrow)
    if denies(clause, language):
        return False
    handled = bool(compile_places("handled", language).search(clause.text))
    stays = bool(compile_places("stays", language).search(clause.text))
    only = restricts(sentence, mention.first, mention.last, language)
    whole = _is_about_all(sentence, mention, language)
    return (whole or (handled and (stays or only))) and not is_open(
        sentence, language, but="only" if only else "", narrow=narrow
    )


def _is_about_all(sentence: Sentence, mention: AreaMention, language: str) -> bool:
    """Whether a sentence begins with all data and says that they are handled there: "All data are processed within"."""
    before = sentence.text[: sentence.tokens[mention.first].start]
    found = compile_places("all_data", language).match(before)
    return found is not None and bool(compile_places("all_handled", language).match(before[found.end() :].lstrip()))


def _compare_area_name(transfers: Transfers, texts: Sequence[SectionText]) -> Iterator[Contradiction]:
    """The area that the words promise nothing leaves, where the key, as it was given, is another one."""
    if "area" not in transfers.model_fields_set:
        return
    found: list[tuple[SectionText, Sentence, AreaMention]] = [
        (text, sentence, mention)
        for text in texts
        for sentence in text.sentences
        for mention in find_areas(sentence, text.language)
    ]
    named = frozenset(area for _, _, mention in found for area in mention.areas)
    denying = [
        (text, sentence, mention)
        for text, sentence, mention in found
        if mention.outside and mention.areas and denies(sentence.find_clause(mention.first), text.language)
    ]
    open_ = any(is_open(sentence, text.language) for text, sentence, _ in denying)
    if denying and not open_ and len(named) == 1 and named <= _KEYS and transfers.area.value not in named:
        text, sentence, mention = denying[0]
        quoted = sentence.quote(mention.first, mention.last)
        key = (_TRANSFERS, "area")
        yield _contradict(Kind.AREA_NAME, text, quoted, (f"area: {transfers.area.value}",), (key,), *named)


def _list_allowed(transfers: Transfers, denial: _Denial, law: LawOn) -> Mapping[Steps, tuple[Argument, ...]]:
    """What the keys allow out of the area, by their places; empty where they say nothing of it."""
    allowed: dict[Steps, tuple[Argument, ...]] = {}
    areas: Iterable[str] = (denial.areas & _KEYS) or {"eea"}
    outside = [
        code
        for code in transfers.countries or ()
        if code not in denial.countries and all(law.is_outside(code, area) for area in areas)
    ]
    if denial.areas == {_EUROPE}:
        outside = [code for code in outside if code not in list_european()]
    if not outside and (transfers.countries or denial.areas == {_EUROPE}):
        return {}
    if transfers.rule is not None:
        allowed[(_TRANSFERS, "rule")] = ()
    if outside:
        allowed[(_TRANSFERS, "countries")] = tuple(CountryName(code) for code in outside)
    elif transfers.instruments:
        titles = (law.get_instrument(instrument).title for instrument in transfers.instruments)
        allowed[(_TRANSFERS, "instruments")] = tuple(titles)
    return allowed


def _contradict(
    kind: Kind, text: SectionText, quoted: str, keys: tuple[Argument, ...], keys_at: tuple[Steps, ...], normal: str
) -> Contradiction:
    """The contradiction of some words of one language."""
    return Contradiction(
        promise=_TRANSFERS,
        kind=kind,
        words={text.language: quoted},
        words_at=text.steps,
        keys=keys,
        keys_at=keys_at,
        normal=frozenset({normal}),
    )
