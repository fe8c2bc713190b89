"""The rule on what a notice promises of answers to requests: the time they take, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.answers import list_answer_periods, list_fees
from seloste.policy.prose.figures.lengths import Length
from seloste.policy.prose.figures.periods import StatedPeriod
from seloste.policy.texts import Steps, name_subject

#: Art. 12(3): an answer comes within a month, which may be extended by two; and as days, and as working days.
_MONTHS, _MONTHS_EXTENDED = 1, 3
_DAYS, _WORKING_DAYS = 31, 23
_SECONDS_OF_A_DAY = 86_400
#: The sections whose texts are about requests.
_SECTIONS = ("requests", "rights")


@NOTICE.rule("notice/response-time-exceeded")
def response_time_exceeded(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A text promises an answer later than in a month, which a longer period beside it extends, or asks for money."""
    texts = [(steps, text) for steps, text in notice.texts if _is_about_requests(steps)]
    within_a_month = {
        language
        for _, text in texts
        for language, words in text.items()
        if any(not _is_longer(period.length, _MONTHS) for period in list_answer_periods(words, language))
    }
    for steps, text in texts:
        late = {
            language: own
            for language, words in text.items()
            if (own := _list_late(list_answer_periods(words, language), extended=language in within_a_month))
        }
        fees = {language: asked for language, words in text.items() if (asked := list_fees(words, language))}
        if late or fees:
            yield _report(notice, steps, late, fees)


def _report(
    notice: NoticeEntry, steps: Steps, late: Mapping[str, list[StatedPeriod]], fees: Mapping[str, tuple[str, ...]]
) -> RuleFinding:
    lengths = sorted({period.length.form for own in late.values() for period in own})
    return notice.found(
        *steps,
        subject=name_subject(steps),
        value="; ".join(filter(None, (",".join(lengths), "fee" if fees else ""))),
        variant="" if not fees else "fee-too" if late else "fee",
        severity=None if late else Severity.WARNING,
        arguments={
            "periods": {language: _join(period.written for period in own) for language, own in late.items()},
            "fees": {language: _join(own) for language, own in fees.items()},
        },
    )


def _join(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _is_about_requests(steps: Steps) -> bool:
    if steps[0] in ("introductions", "closings"):
        return steps[1] in _SECTIONS
    return steps[0] in _SECTIONS


def _list_late(periods: Iterable[StatedPeriod], *, extended: bool) -> list[StatedPeriod]:
    most = _MONTHS_EXTENDED if extended else _MONTHS
    return [period for period in periods if _is_longer(period.length, most)]


def _is_longer(length: Length, months: int) -> bool:
    """Whether a length of time is certainly longer than so many months."""
    days = length.seconds / _SECONDS_OF_A_DAY
    if length.months:
        return length.months + days / _DAYS > months
    return days > months * _DAYS or length.working_days > months * _WORKING_DAYS
