"""What the readers of disclosures, processors and transfers share: who is named in a sentence, and where."""

from __future__ import annotations

from dataclasses import dataclass

from seloste.policy.prose.mentions.companies import CompanyMention, find_companies
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.places import find_areas
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.wordings import has_wording
from seloste.policy.prose.words import compile_words, load_words

DISCLOSURES, PROCESSORS, TRANSFERS = "disclosures", "processors", "transfers"


@dataclass(frozen=True, slots=True)
class Named:
    """A company that a text names: its name without the ending of a case, and the only country named beside it."""

    name: str
    country: str


def leaves_area(text: str, language: str) -> bool:
    """Whether a text speaks of transfers out of an area."""
    return any(
        has_wording(sentence.text, "transfers.moving", language) and find_areas(sentence, language)
        for sentence in split_passages(text, language)
    )


def discloses_to_outsiders(text: str, language: str) -> bool:
    """Whether a text speaks of disclosures to third parties, whatever else it speaks of."""
    keys = ("recipients.disclosing", "recipients.outsiders")
    return all(has_wording(text, key, language) for key in keys)


def names_hosting(sentence: Sentence, language: str) -> bool:
    """Whether a sentence tells in which countries systems or data stand, and names no company there."""
    return (
        has_wording(sentence.text, "transfers.hosting", language)
        and has_wording(sentence.text, "transfers.standing", language)
        and bool(find_countries(sentence, language))
        and not find_companies(sentence, language)
    )


def name_company(mention: CompanyMention, language: str) -> str:
    """The name of a company as it is written, without the ending of a case: "Suoluotto Oy:lle", "Mailchimpin"."""
    *before, last = mention.quoted.split(" ")
    stem, colon, _ = last.partition(":")
    if colon:
        return " ".join([*before, stem])
    if not before:
        for ending in load_words("companies.endings", language) or ():
            cut = last.removesuffix(ending)
            if cut != last and cut.casefold() in mention.names:
                return cut
    return mention.quoted


def list_companies(text: str, language: str) -> list[Named]:
    """The companies that a text names as recipients."""
    found: list[Named] = []
    for sentence in split_passages(text, language):
        mentions = [each for each in find_companies(sentence, language) if each.asserted]
        codes = {each.code for each in find_countries(sentence, language)}
        country = codes.pop() if len(codes) == 1 and len(mentions) == 1 else ""
        found += [Named(name_company(each, language), country) for each in mentions]
    return list({each.name: each for each in found}.values())


def find_country_of(text: str, language: str) -> str:
    """The one country that a text names; empty where it names none, or several."""
    codes = {each.code for sentence in split_passages(text, language) for each in find_countries(sentence, language)}
    return codes.pop() if len(codes) == 1 else ""


def is_authority(text: str, language: str) -> bool:
    """Whether a text names an authority."""
    return compile_words(load_words("recipients.authorities", language) or ()).search(text) is not None
