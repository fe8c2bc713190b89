"""The rule on acts, bodies and forms that a text names though they were no longer on the day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from seloste.checker.finding import Argument, Citation, RuleFinding, Several, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.law.authorities import Authority, load_authorities
from seloste.policy.law.dated import Confidence
from seloste.policy.law.law import LawOn
from seloste.policy.prose.mentions.authorities import find_current_names, names_any
from seloste.policy.texts import name_subject


@NOTICE.rule("notice/repealed-law-cited")
def repealed_law_cited(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A text names, as something that is, an act, a body or a form that was no longer on the day."""
    ended = [authority for authority in _list_named() if authority.last is not None and authority.last < law.day]
    for steps, text in notice.texts:
        if not names_any(text, ended):
            continue
        found = {authority: words for authority in ended if (words := _find_words(text, authority, law))}
        if found:
            place = notice.found(
                *steps,
                subject=name_subject(steps),
                value=",".join(sorted(authority.id for authority in found)),
                arguments={"items": Several(tuple(_describe(each, words, law) for each, words in found.items()))},
            )
            yield place.citing(
                tuple(dict.fromkeys(each.ended_by for each in found if each.ended_by)),
                from_memory=any(each.confidences["until"] is Confidence.FROM_MEMORY for each in found),
            )


@cache
def _list_named() -> tuple[Authority, ...]:
    """What has names by which texts call it."""
    return tuple(authority for entries in load_authorities().values() for authority in entries if authority.names)


def _find_words(text: Text, authority: Authority, law: LawOn) -> dict[str, str]:
    """The words that name it, by language."""
    at_home = _is_at_home(authority, law)
    found = {
        language: find_current_names(words, language, authority, at_home=at_home) for language, words in text.items()
    }
    return {language: ", ".join(names) for language, names in found.items() if names}


def _is_at_home(authority: Authority, law: LawOn) -> bool:
    """Whether it is one of the country in which the controller is established, or of the Union."""
    return authority.country is None or law.is_established_in(authority.country) is True


def _describe(authority: Authority, words: dict[str, str], law: LawOn) -> Argument:
    """What it is called in the text, until when it was, and what replaced it, if that binds the controller."""
    arguments: dict[str, Argument] = {"name": words, "day": authority.last or law.day}
    if not _is_at_home(authority, law):
        return Word("phrases.ended", arguments)
    if authority.successor is not None:
        return Word("phrases.ended-replaced", {**arguments, "successor": authority.successor})
    renamed = law.find_authority(authority.key) is not None
    successor = authority.ended_by or (authority.key if renamed else None)
    if successor is None:
        return Word("phrases.ended", arguments)
    return Word("phrases.ended-replaced", {**arguments, "successor": Citation(successor)})
