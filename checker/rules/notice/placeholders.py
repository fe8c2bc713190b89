"""The rule about what was left in a text to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.gaps import find_gaps
from seloste.policy.texts import name_subject


@NOTICE.rule("notice/placeholder-in-text")
def placeholder_in_text(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A text has a gap that was to be filled in. Contacts have a rule of their own."""
    for steps, text in notice.texts:
        if steps[0] == "contacts":
            continue
        found = {language: find_gaps(words, language) for language, words in text.items()}
        gaps = tuple(dict.fromkeys(gap for own in found.values() for gap in own))
        if gaps:
            quoted = {language: ", ".join(own or gaps) for language, own in found.items()}
            yield notice.found(
                *steps,
                subject=name_subject(steps),
                value=",".join(sorted(gaps)),
                arguments={"placeholders": quoted},
            )
