"""Single values: the interval that a safeguard's words give beside the one of its key."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.policy.law.law import LawOn
from seloste.policy.prose.figures import extract_figures


def find_contradicting_values(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The single values of words that are none of those of the keys beside them."""
    for key, safeguard in notice.record.safeguards.items():
        interval = safeguard.parameters.interval
        if interval is None:
            continue
        known = extract_figures(" ".join(f"{number} {unit}" for unit, number in interval.parts.items()), "en").periods
        for language, text in safeguard.text.items():
            periods = extract_figures(text, language).periods
            if len(periods) == len(known) == 1 and periods.keys().isdisjoint(known):
                yield Contradiction(
                    promise=f"safeguards.{key}",
                    kind=Kind.INTERVAL,
                    words={language: extract_figures(text, language).forms[next(iter(periods))]},
                    words_at=("safeguards", key, "text"),
                    keys=(interval,),
                    keys_at=(("safeguards", key, "parameters", "interval"),),
                    normal=frozenset(periods),
                )
