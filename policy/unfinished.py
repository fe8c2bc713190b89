"""What is unfinished in a notice: that nobody has confirmed it, and what was left in it to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from seloste.policy.notice import Policy
from seloste.policy.prose.gaps import find_gaps
from seloste.policy.texts import Steps, list_texts

#: The sections that have names and addresses, which are values, and no texts.
_SECTIONS = ("controller", "joint_controllers", "contacts", "requests", "disclosures", "processors", "cookies")
#: In square brackets within a value: an address that a website has obfuscated, and no gap.
_OBFUSCATED = re.compile(
    r"\[(?: ?(?:at|ät|a|dot|piste|punkt|snabel-?a|miuku|e-?mail.protected) ?|[^\s@]+@\S+)\]", re.IGNORECASE
)


def list_unfinished(policy: Policy) -> list[tuple[Steps, tuple[str, ...]]]:
    """The path of each unfinished place, with what is to be filled in there: nothing, where it is to be confirmed."""
    found: list[tuple[Steps, tuple[str, ...]]] = [(("notice", "draft"), ())] if policy.notice.draft else []
    for steps, text in list_texts(policy):
        gaps = dict.fromkeys(gap for language, words in text.items() for gap in find_gaps(words, language))
        if gaps:
            found.append((steps, tuple(gaps)))
    language = policy.notice.languages[0]
    for section in _SECTIONS:
        for steps, value in _list_values(getattr(policy, section), (section,)):
            left = tuple(gap for gap in find_gaps(value, language) if not _OBFUSCATED.fullmatch(gap))
            if left:
                found.append((steps, left))
    return found


def _list_values(value: object, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """The values within a section that are plain text. The name of a cookie may have brackets of its own."""
    if isinstance(value, str):
        if steps[:2] != ("cookies", "entries") or steps[-1] != "name":
            yield steps, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from _list_values(getattr(value, name), (*steps, info.alias or name))
    elif isinstance(value, Mapping) and not _is_text(value):
        for key, item in value.items():
            yield from _list_values(item, (*steps, str(key)))


def _is_text(value: object) -> bool:
    """Whether a value is a text in several languages, which is a text of the notice."""
    return isinstance(value, Mapping) and bool(value) and all(isinstance(words, str) for words in value.values())
