"""Transfer tools: those that the words on transfers rely on, beside `transfers.instruments`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.checker.finding import Argument
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.checker.rules.notice.text_facts.sections import SectionText, group_by_language
from seloste.policy.law.law import LawOn
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.instruments import ToolMention, find_tools
from seloste.policy.prose.passages import Sentence
from seloste.policy.prose.stance import is_hedged, is_lapsed, is_narrow

_TRANSFERS = "transfers"
_KEYS = (_TRANSFERS, "instruments")
#: The name by which a text calls any decision of the Commission on a country's protection.
_ADEQUACY = "adequacy"
_CLAUSES = "scc"


def find_contradicting_instruments(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The tools that the words rely on and the key lacks; with "only", those that the words lack."""
    transfers = notice.record.transfers
    if transfers is None or not transfers.instruments:
        return
    keys = tuple(str(instrument) for instrument in transfers.instruments)
    for texts in group_by_language(notice, _TRANSFERS):
        named = [
            (text, mention, _is_narrow(sentence, text.language, transfers.countries or ()))
            for text in texts
            for sentence in text.sentences
            for mention in find_tools(sentence, text.language)
        ]
        lapsed = any(is_lapsed(sentence, text.language) for text in texts for sentence in text.sentences)
        agreeing = any(_agree(mention, key, law) for _, mention, _ in named for key in keys)
        lacking = [
            (text, mention)
            for text, mention, _ in named
            if mention.asserted
            and not any(_agree(mention, key, law) for key in keys)
            and not (mention.alternative and agreeing)
            and not (lapsed and not law.is_in_force(mention.tool))
        ]
        if lacking:
            yield _contradict(Kind.INSTRUMENT, lacking, keys, {_name(mention) for _, mention in lacking}, law)
        restricting = [
            (text, mention) for text, mention, narrow in named if mention.only and mention.asserted and not narrow
        ]
        unnamed = [key for key in keys if not any(_agree(mention, key, law) for _, mention, _ in named)]
        if restricting and unnamed and not lacking:
            yield _contradict(Kind.INSTRUMENT_ONLY, restricting, unnamed, set(unnamed), law)


def _is_narrow(sentence: Sentence, language: str, countries: Sequence[str]) -> bool:
    """Whether a sentence is about some of the transfers only: of some data, of some countries, as a rule."""
    if is_narrow(sentence, language) or is_hedged(sentence, language):
        return True
    named = {country.code for country in find_countries(sentence, language)}
    return bool(named) and not named.issuperset(countries)


def _agree(mention: ToolMention, key: str, law: LawOn) -> bool:
    """Whether a text and a key may mean the same tool."""
    if mention.tool == key:
        return True
    if mention.tool == _CLAUSES:
        return key == _CLAUSES or (key.startswith(f"{_CLAUSES}-") and mention.decision in (None, key))
    kind = law.get_instrument(key).kind
    if mention.tool == _ADEQUACY:
        return kind == _ADEQUACY
    # "Whichever decision covers the country": of those that a text may name, one that holds.
    return key == _ADEQUACY and law.get_instrument(mention.tool).kind == _ADEQUACY and law.is_in_force(mention.tool)


def _name(mention: ToolMention) -> str:
    return mention.decision or mention.tool


def _contradict(
    kind: Kind,
    named: Sequence[tuple[SectionText, ToolMention]],
    keys: Sequence[str],
    normal: set[str],
    law: LawOn,
) -> Contradiction:
    """The contradiction of some words of one language."""
    first, _ = named[0]
    titles: list[Argument] = [law.get_instrument(key).title for key in keys]
    return Contradiction(
        promise=_TRANSFERS,
        kind=kind,
        words={first.language: ", ".join(dict.fromkeys(mention.quoted for _, mention in named))},
        words_at=first.steps,
        keys=tuple(titles),
        keys_at=(_KEYS,),
        normal=frozenset(normal),
    )
