"""Reads the transfers: the words, the rule and the area, the tools and countries named, and where systems stand.

The words are those of `policy/prose/languages/<language>/{transfers,places,instruments}.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.policy.drafting.phrases import name_sections
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.disclosures import read_disclosures
from seloste.policy.drafting.readers.entries import add_words
from seloste.policy.drafting.readers.processors import name_processors, speaks_of_processors
from seloste.policy.drafting.readers.recipients import TRANSFERS, discloses_to_outsiders, is_outside, names_hosting
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.mentions.countries import CountryMention, find_countries
from seloste.policy.prose.mentions.destinations import find_destinations
from seloste.policy.prose.mentions.instruments import find_tools
from seloste.policy.prose.mentions.places import AreaMention, compile_places, find_areas
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import (
    begins_with_condition,
    compile_stance,
    denies,
    has_later_exception,
    is_lapsed,
    is_open,
    is_plain_no,
    opens_exception,
    restricts,
)
from seloste.policy.prose.wordings import has_wording, list_named
from seloste.policy.prose.words import load_words
from seloste.policy.vocabulary import Area, TransferRule

#: The word before a country stands so near: "to the United States".
_NEAR = 2
#: "They do not.", "Eivät mene.": a denial of so few words answers what the heading asks.
_LONGEST_ANSWER = 3


def read_transfers(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places the units that speak of transfers, and what they say of them."""
    language = draft.language
    copy = [unit for unit in units if has_wording(unit.text, "transfers.copy", language)]
    words = [unit for unit in units if unit not in copy]
    if not words:
        words, copy = copy, []
    add_words(draft, (TRANSFERS, "text"), words)
    _read_other_promises(words, draft)
    sentences = list(split_passages(draft.get((TRANSFERS, "text"))[language], language))
    headings = [
        sentence
        for heading in draft.policy.get("headings", {}).values()
        for sentence in split_passages(heading.get(language, ""), language)
        if any(mention.outside for mention in find_areas(sentence, language))
    ]
    asks = str(draft.get(("headings", TRANSFERS, language)) or "").endswith("?")
    rule = _find_rule(sentences, language, answers_heading=asks or bool(headings))
    if rule:
        draft.put((TRANSFERS, "rule"), str(rule))
    area = _find_area(sentences, language) or _find_area(headings, language)
    if area:
        draft.put((TRANSFERS, "area"), str(area))
    for key, values in (
        ("instruments", _list_instruments([*sentences, *_leave_copies_out(copy, language)], language)),
        ("countries", _list_countries(sentences, language)),
        ("hosting", _list_hosting(sentences, language)),
    ):
        if values:
            draft.put((TRANSFERS, key), values)
    if copy:
        add_words(draft, (TRANSFERS, "copy", "text"), copy)


def _leave_copies_out(units: Sequence[Unit], language: str) -> list[Sentence]:
    """What units that offer a copy say before that: "We rely on standard clauses, of which you get a copy"."""
    clauses = [clause for unit in units for each in split_passages(unit.text, language) for clause in each.clauses]
    kept = [clause.text for clause in clauses if not has_wording(clause.text, "transfers.copy", language)]
    return [sentence for text in kept for sentence in split_passages(text, language)]


def _read_other_promises(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """What the same words promise of disclosures, where nothing else does, and the processors that they name.

    "Neither disclosed nor transferred"; "Sentry (US) handles crash reports under standard contractual clauses".
    """
    both = [unit for unit in units if discloses_to_outsiders(unit.text, draft.language)]
    if both and draft.get(("disclosures", "text")) is None:
        places = {unit.number: draft.places[unit.number] for unit in both}
        read_disclosures(both, draft)
        draft.places |= places
    headed = [unit for unit in units if "processors" in name_sections(unit.heading, draft.language).sections]
    name_processors([unit for unit in units if unit in headed or speaks_of_processors(unit, draft.language)], draft)


def read_hosting(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """What units of other sections promise of where our own servers are: "our servers are in Finland"."""
    language = draft.language
    own = [unit for unit in units if has_wording(unit.text, "transfers.own_hosting", language)]
    found = [sentence for unit in own for sentence in split_passages(unit.text, language)]
    countries = _list_hosting(found, language)
    if not countries or draft.get((TRANSFERS, "hosting")):
        return
    if draft.get((TRANSFERS, "text")) is None:
        draft.put((TRANSFERS, "text"), {language: "\n".join(unit.text for unit in own)})
    draft.put((TRANSFERS, "hosting"), countries)


def _find_rule(sentences: Sequence[Sentence], language: str, *, answers_heading: bool) -> TransferRule | None:
    """Whether data leave the area: never, exceptionally, or as a thing that is allowed.

    `answers_heading`: the heading names what lies outside an area, so that the sentences need not.
    """
    denied = excepted = allowed = answers_no = False
    for sentence in sentences:
        stance = _judge(sentence, language, denied=denied, answers_no=answers_no)
        if not stance and answers_heading:
            stance = _judge_answer(sentence, language)
        denied = denied or stance in ("never", "open")
        excepted = excepted or stance in ("open", "exception")
        allowed = allowed or stance == "allowed"
        answers_no = is_plain_no(sentence, language)
    rest = any(has_wording(sentence.text, "transfers.otherwise", language) for sentence in sentences)
    if allowed and rest:
        return TransferRule.ALLOWED
    if denied:
        return TransferRule.EXCEPTIONALLY if excepted or allowed else TransferRule.NEVER
    if excepted:
        return TransferRule.EXCEPTIONALLY
    return TransferRule.ALLOWED if allowed else None


def _judge(sentence: Sentence, language: str, *, denied: bool, answers_no: bool) -> str:
    """What one sentence says: `never`, `open` (a denial left open), `exception`, `allowed`, or nothing of it."""
    areas = find_areas(sentence, language)
    outside = [mention for mention in areas if mention.outside]
    for mention in outside:
        clause = sentence.find_clause(mention.first)
        if not compile_places("leaves", language).search(clause.text) and not answers_no:
            continue
        if denies(clause, language):
            return "open" if _is_left_open(sentence, mention, language) else "never"
        if has_wording(sentence.text, "transfers.exceptionally", language):
            return "exception"
        return "allowed" if not (denied and begins_with_condition(sentence, language)) else "exception"
    if not outside and any(_stays(sentence, mention, language) for mention in areas):
        return "never"
    if denied and opens_exception(sentence, language) and has_wording(sentence.text, "transfers.moving", language):
        return "exception"
    if _list_countries([sentence], language):
        return "allowed"
    if _list_described_tools(sentence, language) or any(tool.asserted for tool in find_tools(sentence, language)):
        return "exception" if denied else "allowed"
    return ""


def _judge_answer(sentence: Sentence, language: str) -> str:
    """What a sentence that names no area says of the one that the heading names: "No transfers."."""
    if find_areas(sentence, language) or find_countries(sentence, language):
        return ""
    if is_plain_no(sentence, language):
        return "never"
    moves = any(has_wording(sentence.text, key, language) for key in ("transfers.crossing", "transfers.referred"))
    is_short = len(sentence.tokens) <= _LONGEST_ANSWER
    if (moves or is_short) and any(denies(clause, language) for clause in sentence.clauses):
        return "open" if is_open(sentence, language, narrow=False) else "never"
    return ""


def _is_left_open(sentence: Sentence, mention: AreaMention, language: str) -> bool:
    if _is_otherwise_of_disclosure(sentence, language):
        return False
    return is_open(sentence, language, narrow=False) or has_later_exception(sentence, mention.last, language)


def _is_otherwise_of_disclosure(sentence: Sentence, language: str) -> bool:
    """Whether "otherwise" is of the disclosures: "not otherwise disclosed, nor transferred outside the EEA"."""
    joint = compile_stance("serial_negations", language).search(sentence.text)
    before, after = (sentence.text[: joint.start()], sentence.text[joint.start() :]) if joint else ("", "")
    if not all(has_wording(before, key, language) for key in ("transfers.otherwise", "recipients.disclosing")):
        return False
    others = [each for each in split_passages(after, language) if find_areas(each, language)]
    return bool(others) and not any(is_open(each, language, narrow=False) for each in others)


def _stays(sentence: Sentence, mention: AreaMention, language: str) -> bool:
    """Whether a sentence says that data are handled only inside an area."""
    clause = sentence.find_clause(mention.first)
    if denies(clause, language) or not compile_places("handled", language).search(clause.text):
        return False
    only = restricts(sentence, mention.first, mention.last, language)
    stays = bool(compile_places("stays", language).search(clause.text))
    return (only or stays) and not is_open(sentence, language, but="only" if only else "", narrow=False)


def _find_area(sentences: Sequence[Sentence], language: str) -> Area | None:
    """The area that the notice names in its own words: the Union alone, or the European Economic Area."""
    named = {area for sentence in sentences for each in find_areas(sentence, language) for area in each.areas}
    if Area.EEA in named:
        return Area.EEA
    return Area.EU if Area.EU in named else None


def _list_instruments(sentences: Sequence[Sentence], language: str) -> list[str]:
    """The tools that the words rely on, or would rely on if data were transferred."""
    found: dict[str, None] = {}
    for sentence in sentences:
        hypothetical = begins_with_condition(sentence, language) and not is_lapsed(sentence, language)
        for tool in find_tools(sentence, language):
            goes = bool(_list_countries([sentence], language))  # "the US, under standard clauses" relies on them
            may = hypothetical or goes or (tool.alternative and not is_lapsed(sentence, language))
            if tool.asserted or (may and not _is_denied(sentence, tool.quoted, language)):
                found.setdefault(tool.decision or tool.tool)
        for name in _list_described_tools(sentence, language):
            found.setdefault(name)
    cites = any(tool.startswith("scc-") for tool in found)  # the decision tells which clauses are meant
    return [tool for tool in found if tool != "scc" or not cites]


def _list_described_tools(sentence: Sentence, language: str) -> list[str]:
    """The tools that a sentence relies on without naming them: "countries that the Commission has found adequate"."""
    if (
        find_tools(sentence, language)
        or is_lapsed(sentence, language)
        or any(denies(clause, language) for clause in sentence.clauses)
    ):
        return []
    return list_named(sentence.text, "transfers.tools", language)


def _is_denied(sentence: Sentence, quoted: str, language: str) -> bool:
    return any(quoted in clause.text and denies(clause, language) for clause in sentence.clauses)


def _list_countries(sentences: Sequence[Sentence], language: str) -> list[str]:
    """The third countries to which the words say that data go."""
    found: dict[str, None] = {}
    for sentence in sentences:
        for each in find_destinations(sentence, language):
            is_aim = not each.denied and _is_aim(sentence, each.country, language)
            if (each.asserted or is_aim) and is_outside(each.code):
                found.setdefault(each.code)
    return list(found)


def _is_aim(sentence: Sentence, country: CountryMention, language: str) -> bool:
    """Whether the form of a country's name, or the word before it, says that something goes there or is there."""
    clause = sentence.find_clause(country.first)
    moves = has_wording(clause.text, "transfers.moving", language)
    moves = moves or has_wording(sentence.text, "transfers.crossing", language)
    if denies(clause, language) or not moves or country.is_part:
        return False
    endings: list[str] = load_words("transfers.aim_endings", language) or []
    before = {token.folded for token in sentence.tokens[max(0, country.first - _NEAR) : country.first]}
    is_before = not before.isdisjoint(load_words("transfers.before_aims", language) or ())
    return is_before or sentence.tokens[country.last].text.endswith(tuple(endings))


def _list_hosting(sentences: Sequence[Sentence], language: str) -> list[str]:
    """The countries in which the words say that systems stand."""
    return list(dict.fromkeys(code for sentence in sentences for code in _find_hosting(sentence, language)))


def _find_hosting(sentence: Sentence, language: str) -> Iterator[str]:
    denial = compile_stance("negations", language).search(sentence.text)
    for part in split_passages(sentence.text[: denial.start() if denial else None], language):
        if names_hosting(part, language) and not any(mention.outside for mention in find_areas(part, language)):
            yield from (each.code for each in find_countries(part, language))
