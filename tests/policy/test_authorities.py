"""Whether a text names any of several authorities agrees with the search for each of them."""

from __future__ import annotations

from itertools import product

import pytest

from seloste.policy.law.authorities import Authority, load_authorities
from seloste.policy.prose.mentions.authorities import find_current_names, names_any
from seloste.policy.prose.words import list_languages

AUTHORITIES = [each for named in load_authorities().values() for each in named if each.names or each.home_names]


def list_names(authority: Authority, language: str) -> tuple[str, ...]:
    return (*authority.names.get(language, ()), *authority.home_names.get(language, ()))


@pytest.mark.parametrize("language", list_languages())
def test_what_is_found_of_one_is_seen_among_all(language: str) -> None:
    """Also in the words of a variant of the language, and where only its own country calls it so."""
    found = 0
    for authority in AUTHORITIES:
        for name, at_home in product(list_names(authority, language), (True, False)):
            text = f"We apply {name.replace('*', '')} to this."
            if find_current_names(text, language, authority, at_home=at_home):
                found += 1
                assert names_any({f"{language}-x-plain": text}, AUTHORITIES), text
    assert found > 5


def test_of_none_none_is_seen() -> None:
    text = {"en": "We apply the Personal Data Act.", "fi": "Sovellamme henkilötietolakia."}
    assert names_any(text, AUTHORITIES)
    assert not names_any(text, [])
    assert not names_any({"en": "We deliver orders.", "fi": "Toimitamme tilauksia."}, AUTHORITIES)
