"""Rules about children, and the consent of those who have parental responsibility for them."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.figures.ages import list_ages


@NOTICE.rule("notice/guardian-age-wrong")
def guardian_age_wrong(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The words on a guardian's consent state another age than that below which it was needed on the day."""
    least, most = _find_limits(law)
    for key, group in notice.record.data_subjects.items():
        ages = {language: list_ages(words, language) for language, words in (group.guardian_consent or {}).items()}
        wrong = {
            language: [age.written for age in own]
            for language, own in ages.items()
            if own and not any(least <= age.limit <= most for age in own)
        }
        if wrong:
            written = {language: ", ".join(map(str, dict.fromkeys(own))) for language, own in wrong.items()}
            yield notice.found(
                "data_subjects",
                key,
                "guardian_consent",
                subject=f"data_subjects.{key}",
                value=",".join(map(str, sorted({age for own in wrong.values() for age in own}))),
                variant="" if least == most else "range",
                arguments={"text": group.text, "ages": written, "least": least, "most": most},
            )


def _find_limits(law: LawOn) -> tuple[int, int]:
    """The least and the greatest age limit: that of the controller's country, where it is known, else of the Union."""
    duties = [duty for duty in law.list_duties() if duty.ages is not None]
    own = [duty for duty in duties if duty.country is not None and law.is_established_in(duty.country)]
    [limits] = [duty.ages for duty in own or duties if duty in own or duty.country is None]
    assert limits is not None
    return limits
