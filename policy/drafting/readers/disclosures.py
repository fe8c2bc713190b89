"""Reads the disclosures: the words, the rule that they make, and the recipients that they name or list.

The words are those of `policy/prose/languages/<language>/recipients.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import is_listed, is_table_head, place_head, put_text, write_unit
from seloste.policy.drafting.readers.processors import read_processors, speaks_of_processors
from seloste.policy.drafting.readers.recipients import (
    DISCLOSURES,
    find_country_of,
    find_name_lines,
    is_authority,
    list_companies,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import compile_stance, denies, is_open, opens_exception
from seloste.policy.prose.wordings import find_wording, has_wording, list_named
from seloste.policy.prose.words import compile_words, load_words
from seloste.policy.vocabulary import DisclosureRule

_RECIPIENTS = f"{DISCLOSURES}.recipients"


def read_disclosures(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places the units that speak of disclosures, and names the recipients."""
    of_processors = _find_processing(units, draft.language)
    if of_processors:
        read_processors(of_processors, draft)
    own = [unit for unit in units if unit not in of_processors]
    if any(not is_table_head(unit) for unit in own):
        _read_own(own, draft)


def _find_processing(units: Sequence[Unit], language: str) -> list[Unit]:
    """The units that speak of those who process data on the controller's behalf, with the lists that they lead to.

    With them goes where their list is to be had: "You get a list of them from us".
    """
    found: list[Unit] = []
    for unit, before in zip(units, [None, *units], strict=False):
        is_next = bool(found) and found[-1].number == unit.number - 1
        follows = is_next and (is_listed(unit) or has_wording(unit.text, "recipients.on_request", language))
        if not follows and not speaks_of_processors(unit, language):
            continue
        if before is not None and before.kind is BlockKind.HEADING:
            found.append(before)
        found.append(unit)
    return found


def _read_own(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places units that speak of nothing but disclosures."""
    lines = {unit.number for unit in find_name_lines(units, draft.language)}
    listed = [unit for unit in units if (is_listed(unit) or unit.number in lines) and not is_table_head(unit)]
    words = [unit for unit in units if not is_listed(unit) and unit.number not in lines]
    stated = [unit for unit in words if unit.kind is not BlockKind.HEADING]
    put_text(draft, DISCLOSURES, words, listed)
    for unit in units:
        if is_table_head(unit):
            place_head(draft, (DISCLOSURES, "recipients"), unit)
    named = list(dict.fromkeys(name for unit in words for name in _list_recipients(unit.text, draft.language)))
    named += [name for unit in stated for name in _list_answers(unit.text, draft.language) if name not in named]
    if listed:  # what the words name, the list names in full
        named = []
    others = any(has_wording(unit.text, "recipients.others", draft.language) for unit in words)
    text = "\n".join(unit.text for unit in stated) or draft.get((DISCLOSURES, "text"))[draft.language]
    rule = _find_rule(text, draft.language)
    if rule == DisclosureRule.NEVER and others and (named or listed):
        rule = DisclosureRule.LISTED
    if not rule and (listed or _names_all(stated, named, draft.language)):
        rule = DisclosureRule.LISTED
    if rule:
        draft.put((DISCLOSURES, "rule"), str(rule))
    for unit in listed:
        _put_recipient(write_unit(unit).removesuffix("."), [unit], draft)
    for name in named:
        _put_recipient(name, (), draft)


def _put_recipient(text: str, units: Iterable[Unit], draft: PolicyDraft) -> None:
    language = draft.language
    value: dict[str, Any] = {"text": {language: text}}
    country = find_country_of(text, language)
    if country:
        value["country"] = country
    if is_authority(text, language):
        value["authority"] = True
    draft.put((DISCLOSURES, "recipients", draft.make_id(_RECIPIENTS, text)), value, units)


def _find_rule(text: str, language: str) -> str:
    """The rule that the words make: never, or with consent only; empty where they make none."""
    rule = ""
    for sentence in split_passages(text, language):
        if rule == DisclosureRule.NEVER and opens_exception(sentence, language):
            return DisclosureRule.LISTED if _names_exception(sentence, language) else ""
        if not has_wording(sentence.text, "recipients.disclosing", language):
            continue
        if has_wording(sentence.text, "recipients.with_consent", language):
            return DisclosureRule.WITH_CONSENT
        if _discloses_nothing(sentence, language):
            rule = DisclosureRule.NEVER
        elif _excepts_somebody(sentence, language):
            return DisclosureRule.LISTED
        elif has_wording(sentence.text, "recipients.listed", language) or not _denies(sentence, language):
            return ""
    return rule


def _denies(sentence: Sentence, language: str) -> bool:
    return any(denies(clause, language) for clause in sentence.clauses)


def _discloses_nothing(sentence: Sentence, language: str) -> bool:
    """Whether a sentence says that nothing is disclosed, and leaves that open in no way: not only for marketing."""
    if has_wording(sentence.text, "rights.marketing", language):
        return False
    denied = any(
        denies(clause, language) and has_wording(clause.text, "recipients.disclosing", language)
        for clause in sentence.clauses
    )
    is_narrow = has_wording(sentence.text, "recipients.for_purposes", language)
    return denied and not is_narrow and not is_open(sentence, language)


def _names_exception(sentence: Sentence, language: str) -> bool:
    """Whether a sentence names who is excepted from the denial before it: "The exception is the tax administration"."""
    denial = compile_stance("negations", language).search(sentence.text)
    before = sentence.text[: denial.start() if denial else None]  # "when an invoice is not paid" denies nothing
    names = list_named(before, "recipients.known", language) or list_companies(before, language)
    return opens_exception(sentence, language) and bool(names)


def _excepts_somebody(sentence: Sentence, language: str) -> bool:
    """Whether a sentence says that nothing is disclosed but to those whom it then names."""
    place = find_wording(sentence.text, "recipients.exceptions", language)
    after = sentence.text[place:] if place is not None else ""
    is_named = has_wording(after, "recipients.towards", language) or bool(list_companies(after, language))
    return bool(after) and _denies(sentence, language) and is_named


def _list_recipients(text: str, language: str) -> list[str]:
    """The recipients that a sentence names: companies, authorities, and others by words that are known."""
    found: list[str] = []
    for sentence in split_passages(text, language):
        is_exception = _names_exception(sentence, language)
        if not is_exception and not has_wording(sentence.text, "recipients.disclosing", language):
            continue
        excepts = is_exception or has_wording(sentence.text, "recipients.exceptions", language)
        if _denies(sentence, language) and not excepts:
            continue
        found += list_named(sentence.text, "recipients.known", language)
        place = find_wording(sentence.text, "recipients.exceptions", language) if _denies(sentence, language) else 0
        companies = list_companies(sentence.text[place:], language)  # of a denial, who is excepted from it
        found += [_cut_name(each.name, language) for each in companies]
    return found


def _list_answers(text: str, language: str) -> list[str]:
    """The recipients that begin a sentence which answers what the heading asks: "Kela, for reimbursements."."""
    return [
        name
        for sentence in split_passages(text, language)
        for name in list_named(sentence.text, "recipients.known", language)
        if find_wording(sentence.text, "recipients.known", language, name) == 0 and _is_answer(sentence, language)
    ]


def _is_answer(sentence: Sentence, language: str) -> bool:
    """Whether a sentence has no verb of its own that is known, and leaves nothing open."""
    keys = ("recipients.disclosing", "recipients.processing", "transfers.moving", "hedges.hedges")
    return not _denies(sentence, language) and not any(has_wording(sentence.text, key, language) for key in keys)


def _cut_name(name: str, language: str) -> str:
    """The name of a company without another recipient that "and" joins to it."""
    match = compile_words(load_words("recipients.joints", language) or ()).search(name)
    is_other = match is not None and list_named(name[: match.start()], "recipients.known", language)
    return name[match.end() :].strip() if match is not None and is_other else name


def _names_all(words: Sequence[Unit], named: Sequence[str], language: str) -> bool:
    """Whether the words name to whom data are disclosed, and do not only say that they may be."""
    return any(
        (has_wording(sentence.text, "recipients.disclosing", language) or _list_answers(sentence.text, language))
        and (named or has_wording(sentence.text, "recipients.towards", language))
        and not has_wording(sentence.text, "hedges.hedges", language)
        and not _denies(sentence, language)
        for unit in words
        for sentence in split_passages(unit.text, language)
    )
