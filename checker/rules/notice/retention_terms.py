"""Rules about storage periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from seloste.checker.finding import RuleFinding, Several, Severity
from seloste.checker.linking.entry import Arguments, NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.named_in_text import quote_periods
from seloste.checker.rules.notice.retention_coverage import Coverage, Gap
from seloste.checker.rules.notice.retention_pairs import UngovernedPairs, find_ungoverned_pairs
from seloste.checker.rules.quoting import quote_all, trim
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.law.law import LawOn
from seloste.policy.parties import DataSubjects
from seloste.policy.processing import PersonalData
from seloste.policy.prose.hedges import RETENTION, find_hedges
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: A word that may tell something.
_WORD = re.compile(r"[^\W_]{2,}")


@NOTICE.rule("notice/retention-missing")
def retention_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A category of data subjects, or a purpose, that no storage period covers, or not for all of its fields.

    One finding where there is no storage period at all, and one for a purpose that none governs for some people though
    other periods cover the purpose and the people.
    """
    policy, entries = notice.record, notice.record.retention.values()
    if not entries:
        yield notice.found("retention")
        return
    groups = Coverage(policy, ((entry.data_subjects, entry.fields) for entry in entries))
    group_gaps = {
        key: groups.find_gap(key, groups.list_fields_of_group(key))
        for key in policy.data_subjects
        if not groups.is_whole(key)
    }
    for key, gap in group_gaps.items():
        yield from _report_gap(notice, ("data_subjects", key), policy.data_subjects[key].text, "group", gap)
    purposes = Coverage(policy, ((entry.purposes, entry.fields) for entry in entries))
    purpose_gaps = {
        key: purposes.find_gap(key, purpose.fields)
        for key, purpose in policy.purposes.items()
        if not purposes.is_whole(key)
    }
    for key, gap in purpose_gaps.items():
        yield from _report_gap(notice, ("purposes", key), policy.purposes[key].text, "purpose", gap)
    for pairs in find_ungoverned_pairs(policy, group_gaps, purpose_gaps):
        yield _report_pairs(notice, pairs)


def _report_gap(
    notice: NoticeEntry, steps: tuple[str, str], text: Text, variant: str, gap: Gap | None
) -> Iterator[RuleFinding]:
    if gap is not None and gap.whole:
        yield notice.found(*steps, variant=variant, arguments={"text": text})
    elif gap is not None:
        arguments: Arguments = {"text": text, "fields": _name(notice.record.fields, gap.fields)}
        value = ",".join(sorted(gap.fields))
        yield notice.found(*steps, value=value, variant=f"{variant}-fields", arguments=arguments)


def _report_pairs(notice: NoticeEntry, pairs: UngovernedPairs) -> RuleFinding:
    """The finding of a purpose that no storage period governs for some people, or not for all of its fields."""
    policy = notice.record
    value = f"groups: {','.join(sorted(pairs.groups))}"
    arguments: Arguments = {
        "text": policy.purposes[pairs.purpose].text,
        "groups": _name(policy.data_subjects, pairs.groups),
    }
    if not pairs.fields:
        return notice.found("purposes", pairs.purpose, value=value, variant="pair", arguments=arguments)
    return notice.found(
        "purposes",
        pairs.purpose,
        value=f"{value}; fields: {','.join(sorted(pairs.fields))}",
        variant="pair-fields",
        arguments={**arguments, "fields": _name(policy.fields, pairs.fields)},
    )


def _name(known: Mapping[str, DataSubjects] | Mapping[str, PersonalData], ids: Iterable[str]) -> Several:
    """The entries of the notice with these ids, in its own words."""
    return quote_all(known[id].text for id in ids)


@NOTICE.rule("notice/retention-vague")
def retention_vague(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """An entry has neither a period nor criteria; an error where its words hedge, or leave it to the controller.

    Criteria that tell nothing are none: "as long as necessary".
    """
    vague: dict[str, dict[str, Text]] = {}
    for key, entry in notice.record.retention.items():
        if entry.minimum or entry.maximum or entry.permanent:
            continue
        if not entry.criteria:
            vague.setdefault("open" if _is_left_open(entry.text) else "", {})[key] = entry.text
        elif kind := _judge_criteria(entry.criteria):
            vague.setdefault(kind, {})[key] = entry.criteria
    for kind in ("open", "", "criteria-open", "criteria"):
        if found := vague.get(kind):
            yield _report_vague(notice, kind, found)


def _report_vague(notice: NoticeEntry, kind: str, texts: Mapping[str, Text]) -> RuleFinding:
    """The finding of all entries of one kind, at the first."""
    first, several = next(iter(texts)), len(texts) > 1
    # Where each text states a period that its keys lack, the finding says so.
    periods = [quote_periods(text) for text in texts.values()] if kind == "" else []
    named = "text" if periods and all(periods) else ""
    return notice.found(
        "retention",
        first,
        *(("criteria",) if kind.startswith("criteria") else ()),
        subject="retention" if several else f"retention.{first}",
        value=",".join(sorted(texts)) if several else kind,
        variant="-".join(filter(None, (kind, named, "several" if several else ""))),
        severity=Severity.ERROR if kind.endswith("open") else None,
        arguments={
            "text": trim(texts[first]),
            "items": quote_all(texts.values()),
            **({"words": periods[0]} if named else {}),
        },
    )


@cache
def _compile_open_ends(language: str) -> WordPattern:
    """A pattern for words that leave open how long data are kept, or leave it to the controller's own judgement."""
    words = (load_words(f"retention.{key}", language) for key in ("hedges", "discretion"))
    return compile_words(word for each in words for word in each or ())


@cache
def _compile_not_open(language: str) -> WordPattern:
    """A pattern for phrases that such words are part of and that leave nothing to the controller."""
    return compile_words(load_words("retention.not_open", language) or ())


def _is_left_open(text: Text) -> bool:
    """Whether a text leaves open, in any of its languages, how long data are kept."""
    for language, words in text.items():
        rest = _compile_not_open(language).sub(" ", words)
        if _compile_open_ends(language).search(rest) or find_hedges(rest, language, RETENTION):
            return True
    return False


def _judge_criteria(criteria: Text) -> str | None:
    """What is wrong with criteria: `criteria-open`, the controller decides; `criteria`, they tell nothing; or None.

    They are right where they are so in any of their languages, or where none is known.
    """
    kinds = [
        _judge_criteria_in(words, language)
        for language, words in criteria.items()
        if load_words("retention.no_criteria", language)
    ]
    if not kinds or not all(kinds):
        return None
    return "criteria-open" if "criteria-open" in kinds else "criteria"


def _judge_criteria_in(words: str, language: str) -> str | None:
    no_criteria = _compile_criteria("no_criteria", language)
    is_none = bool(no_criteria.search(words))
    rest = _compile_not_open(language).sub(" ", no_criteria.sub(" ", words))
    open_ends = _compile_criteria("discretion", language)
    is_open = bool(open_ends.search(rest))
    rest = _compile_criteria("fillers", language).sub(" ", open_ends.sub(" ", rest))
    if _WORD.search(rest) or not (is_none or is_open):
        return None
    return "criteria-open" if is_open else "criteria"


@cache
def _compile_criteria(key: str, language: str) -> WordPattern:
    """A pattern for words in criteria: those that tell nothing, or leave it to the controller, or are about neither."""
    return compile_words(load_words(f"retention.{key}", language) or ())


@NOTICE.rule("notice/retention-open-ended")
def retention_open_ended(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A storage period has a minimum, and nothing says when it ends, nor that the data are kept for good."""
    for key, entry in notice.record.retention.items():
        if entry.minimum is not None and entry.maximum is None and not (entry.permanent or entry.criteria):
            yield notice.found("retention", key, arguments={"text": entry.text})


@NOTICE.rule("notice/retention-contradictory")
def retention_contradictory(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A storage period has a minimum that is longer than its maximum."""
    for key, entry in notice.record.retention.items():
        minimum, maximum = entry.minimum, entry.maximum
        if minimum is None or maximum is None or minimum.after != maximum.after:
            continue
        if minimum.period.longer_than(maximum.period, law.day):
            yield notice.found(
                "retention",
                key,
                "minimum",
                "period",
                subject=f"retention.{key}",
                value=f"{minimum.period.normal}>{maximum.period.normal}",
                arguments={"minimum": minimum.period, "maximum": maximum.period},
            )
