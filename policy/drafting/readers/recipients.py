"""What the readers of disclosures, processors and transfers share: who is named in a sentence, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from seloste.policy.drafting.unit import Unit
from seloste.policy.law.places import load_places
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.mentions.companies import CompanyMention, find_companies, list_provider_names
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.destinations import find_destinations
from seloste.policy.prose.mentions.places import find_areas
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import denies
from seloste.policy.prose.wordings import has_wording
from seloste.policy.prose.words import compile_words, load_words

#: What parts the name of a company from what it does: "Mailer Inc. (USA): newsletters", "Mailer – newsletters".
PARTS = re.compile(
    r"(?<!\s)\s*+[:(]\s*+|(?<!\s)\s++[–—-]\s++"
    r"|,\s++(?!(?:Ltd|LLC|Inc|Limited|Corp|PLC|plc|GmbH|PBC)(?!\w))"
)
AROUND = " \t.,:;–—-()"
_BRACKETS = re.compile(r"\s?\((?P<inside>[^()]{1,80})\)")
#: Legal forms that are written with a full stop.
_SHORTENED = ("Inc", "Ltd", "Co", "Corp")
#: A name in a line of its own, with what it is for in brackets, has so many words at most.
_LONGEST_LINE = 6
DISCLOSURES, PROCESSORS, TRANSFERS = "disclosures", "processors", "transfers"


class Named(Struct, frozen=True):
    """A company that a text names, the only country named beside it, and what stands in brackets after it."""

    name: str
    country: str
    text: str


def leaves_area(text: str, language: str) -> bool:
    """Whether a text speaks of transfers out of an area."""
    return any(
        has_wording(sentence.text, "transfers.moving", language) and find_areas(sentence, language)
        for sentence in split_passages(text, language)
    )


def is_outside(code: str) -> bool:
    """Whether a country is outside the European Economic Area, as far as is known."""
    return not load_places().is_inside(code, "eea", date.max)


def names_third_country(text: str, language: str) -> bool:
    """Whether a text tells that data go to a country outside the European Economic Area, or are there."""
    return any(
        each.asserted and is_outside(each.code)
        for sentence in split_passages(text, language)
        for each in find_destinations(sentence, language)
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
        and (has_wording(sentence.text, "transfers.own_hosting", language) or not find_companies(sentence, language))
    )


def list_companies(text: str, language: str, *, is_headed: bool = False) -> list[Named]:
    """The companies that a text names as recipients, each with what stands in brackets after its name.

    `is_headed`: under a heading on processors, who provides a service is one, whatever else the sentence tells.
    """
    found: list[Named] = []
    for sentence in split_passages(text, language):
        is_told = is_headed and _tells_of_handling(sentence, language)
        mentions = [each for each in find_companies(sentence, language) if each.asserted or is_told]
        codes = {each.code for each in find_countries(sentence, language)}
        country = codes.pop() if len(codes) == 1 and len(mentions) == 1 else ""
        place = 0
        for mention in mentions:
            start = sentence.text.find(mention.quoted, place)
            before, end = found[-1].name if found else "", place
            name, place = name_company(sentence.text, start, mention, language)
            if end and sentence.text[end:start] == " " and not found[-1].text:
                found.pop()  # a provider and its service: "Microsoft Azure"
                name = f"{before} {name}"
            brackets = _BRACKETS.match(sentence.text, place)
            inside = brackets["inside"] if brackets else ""
            own = find_country_of(inside, language)
            found.append(Named(name, own or country, strip_country(inside, own, language)))
    return list({each.name: each for each in found}.values())


def _tells_of_handling(sentence: Sentence, language: str) -> bool:
    is_denied = any(denies(clause, language) for clause in sentence.clauses)
    return not is_denied and has_wording(sentence.text, "recipients.handling", language)


def name_company(text: str, start: int, mention: CompanyMention, language: str) -> tuple[str, int]:
    """The name of a company without the ending of a case, and where it ends: "Suoluotto Oy:lle", "Mailchimpin"."""
    known = next((name for name in list_provider_names(mention.key) if text.startswith(name, start)), "")
    if len(known) > len(mention.quoted):
        return known, start + len(known)
    end = start + len(mention.quoted)
    if mention.quoted.endswith(_SHORTENED) and text[end : end + 1] == ".":
        return f"{mention.quoted}.", end + 1
    *before, last = mention.quoted.split(" ")
    stem, colon, _ = last.partition(":")
    if colon:
        return " ".join([*before, stem]), end
    if not before:
        for ending in load_words("companies.endings", language) or ():
            cut = last.removesuffix(ending)
            if cut != last and cut.casefold() in mention.names:
                return cut, end
    return mention.quoted, end


def is_place(text: str, language: str) -> bool:
    """Whether a text names a country and nothing else."""
    sentences = split_passages(text, language)
    found = [each for sentence in sentences for each in find_countries(sentence, language)]
    taken = sum(each.last - each.first + 1 for each in found)
    return len(found) == 1 and taken == sum(len(sentence.tokens) for sentence in sentences)


def strip_country(text: str, country: str, language: str) -> str:
    """What a company does, without a country that stands by itself in brackets or between commas."""
    if not country:
        return text.strip(AROUND) if text.count("(") == text.count(")") else text.strip(" ,:;–—-")
    parts = [part.strip(AROUND) for part in PARTS.split(text.replace(")", ", ")) if part]
    return ", ".join(part for part in parts if part and not is_place(part, language))


def find_country_of(text: str, language: str) -> str:
    """The one country that a text names; empty where it names none, or several."""
    codes = {each.code for sentence in split_passages(text, language) for each in find_countries(sentence, language)}
    return codes.pop() if len(codes) == 1 else ""


def find_name_lines(units: Sequence[Unit], language: str) -> list[Unit]:
    """The lines that are a list of names without bullets: each short, with a capital, and no sentence or label.

    One alone is such a list where it names an authority or a company.
    """
    found = [unit for unit in units if _is_name_line(unit, language)]
    return found if len(found) > 1 or any(_names_somebody(unit.text, language) for unit in found) else []


def _is_name_line(unit: Unit, language: str) -> bool:
    text = unit.text.strip()
    is_line = unit.kind is BlockKind.PARAGRAPH and text in map(str.strip, unit.block.text.split("\n"))
    if not is_line or not text[:1].isupper() or text[-1:] in ".:;,!?":
        return False
    keys = ("recipients.disclosing", "recipients.processing", "transfers.moving", "hedges.hedges")
    is_denied = any(denies(clause, language) for each in split_passages(text, language) for clause in each.clauses)
    is_short = len(text.split()) <= _LONGEST_LINE
    return is_short and not is_denied and not any(has_wording(text, key, language) for key in keys)


def _names_somebody(text: str, language: str) -> bool:
    return is_authority(text, language) or bool(list_companies(text, language))


def is_authority(text: str, language: str) -> bool:
    """Whether a text names an authority."""
    return compile_words(load_words("recipients.authorities", language) or ()).search(text) is not None
