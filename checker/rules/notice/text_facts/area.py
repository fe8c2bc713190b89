"""The words on transfers as a whole, "not outside the EEA", beside keys that allow transfers out of that area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from seloste.checker.finding import Argument, CountryName
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.checker.rules.notice.text_facts.sections import SectionText, list_section_texts
from seloste.policy.law.law import LawOn
from seloste.policy.processing import Transfers
from seloste.policy.prose.passages import Sentence
from seloste.policy.prose.places import AreaMention, find_areas
from seloste.policy.prose.stance import denies, has_later_exception, is_open, opens_exception
from seloste.policy.texts import Steps
from seloste.policy.vocabulary import TransferRule

_TRANSFERS = "transfers"


@dataclass(frozen=True, slots=True)
class _Denial:
    """ "Not outside the EEA", as one text says it in one language."""

    quoted: str
    areas: frozenset[str]


def find_contradicting_areas(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The words that rule transfers out of an area out, where the keys allow them."""
    transfers = notice.record.transfers
    if transfers is None or transfers.rule is TransferRule.NEVER:
        return
    for text in list_section_texts(notice, _TRANSFERS):
        denial = _find_denial(text)
        if denial is None:
            continue
        allowed = _list_allowed(transfers, denial.areas, law)
        if allowed:
            yield Contradiction(
                promise=_TRANSFERS,
                kind=Kind.AREA,
                words={text.language: denial.quoted},
                words_at=text.steps,
                keys=tuple(argument for arguments in allowed.values() for argument in arguments),
                keys_at=tuple(allowed),
                normal=frozenset({"never"}),
            )


def _find_denial(text: SectionText) -> _Denial | None:
    """What a text denies without leaving it open anywhere; None where it does not."""
    found: _Denial | None = None
    for sentence in text.sentences:
        denial = _read_denial(sentence, text.language)
        if denial is not None:
            found = found or denial
        elif found and opens_exception(sentence, text.language):
            return None
        elif any(mention.outside for mention in find_areas(sentence, text.language)):
            return None  # tells of transfers elsewhere
    return found


def _read_denial(sentence: Sentence, language: str) -> _Denial | None:
    """What a sentence denies: None where it denies no transfer, or leaves it open."""
    for mention in find_areas(sentence, language):
        if not mention.outside or not denies(sentence.find_clause(mention.first), language):
            continue
        if not is_open(sentence, language) and not has_later_exception(sentence, mention.last, language):
            return _Denial(sentence.quote(mention.first, mention.last), _name_areas(mention))
    return None


def _name_areas(mention: AreaMention) -> frozenset[str]:
    return mention.areas or frozenset({"eea"})


def _list_allowed(transfers: Transfers, areas: Iterable[str], law: LawOn) -> Mapping[Steps, tuple[Argument, ...]]:
    """What the keys allow out of the area, by their places; empty where they say nothing of it."""
    allowed: dict[Steps, tuple[Argument, ...]] = {}
    if transfers.rule is not None:
        allowed[(_TRANSFERS, "rule")] = (f"rule: {transfers.rule.value}",)
    known = [area for area in areas if area in ("eu", "eea")] or ["eea"]
    outside = [code for code in transfers.countries or () if all(law.is_outside(code, area) for area in known)]
    if outside:
        allowed[(_TRANSFERS, "countries")] = tuple(CountryName(code) for code in outside)
    if transfers.instruments and not transfers.countries:
        titles = (law.get_instrument(instrument).title for instrument in transfers.instruments)
        allowed[(_TRANSFERS, "instruments")] = tuple(titles)
    return allowed
