"""Reads how people use their rights: the words, and the address, number or page that they name.

The words are those of `policy/prose/languages/<language>/requests.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import add_words, normalize_space
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.wordings import has_wording

_SECTION = "requests"
_EMAIL = re.compile(r"(?<![\w.+-])[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,5}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"]{1,200}(?<![.,;:!?])", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+\d{1,3}|0)[\d \u00a0()-]{5,20}\d(?![\w-])")
#: A phone number has so many digits at the least; a code of a register or an invoice is no longer than it.
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


def tells_of_requests(text: str, language: str) -> bool:
    """Whether a text tells how rights are used."""
    return has_wording(text, "requests.requests", language)


def read_requests(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places all units, which tell how rights are used."""
    if not units:
        return
    add_words(draft, (_SECTION, "text"), units)
    for unit in units:
        for key, value in _list_channels(unit.text):
            if draft.get((_SECTION, key)) is None:
                draft.put((_SECTION, key), value)


def _list_channels(text: str) -> list[tuple[str, str]]:
    """The channels that a text names: the first of each sort."""
    found: list[tuple[str, str]] = []
    email, url = _EMAIL.search(text), _URL.search(text)
    phone = next((match for match in _PHONE.finditer(text) if _is_phone(match[0])), None)
    for key, match in (("email", email), ("phone", phone), ("url", url)):
        if match is not None:
            found.append((key, normalize_space(match[0])))
    return found


def _is_phone(text: str) -> bool:
    return _FEWEST_DIGITS <= sum(map(str.isdigit, text)) <= _MOST_DIGITS
