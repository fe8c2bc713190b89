"""Whatever the readers of the promise sections are given: none fails, and no word of what they place is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.policy.drafting.draft_policy import _READERS
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.unit import split_units
from tests.support.document_blocks import parse_block

SECTIONS = (
    *("disclosures", "processors", "transfers", "retention", "safeguards", "never", "cookies", "rights", "requests"),
    "automated_decisions",
)
#: Lines that each section may have, in every form: sentences, lead-ins, items, rows, heads of tables, headings.
LINES = (
    *("Tietoja ei luovuteta ulkopuolisille. Ne säilytetään 2 vuotta.", "Käytämme alihankkijoita:", "Emme myy tietoja."),
    *("- Suolasku Oy (USA)", "- _ga: tilastot, 2 vuotta", "- poistaa tiedot", "- x", "# Tarkastusoikeus", "Ei."),
    *("| Lokit | 12 kk | Suomi |", "|| Nimi | Kesto | Maa |", "PL 800, 00531 Helsinki", "Säilytysaika:", "A. Aineisto"),
    *("Sinulla on oikeus tarkastaa ja oikaista tietosi, jos", "Päätöksiä ei tehdä automaattisesti."),
    *("Tietoja siirretään Intiaan vakiolausekkeilla; kopion lausekkeista saat meiltä.", "Tiedot varmuuskopioidaan."),
    *("Pyynnöt: tietosuoja@yritys.example, 040 123 4567", "Tietoja säilytetään pidempään, jos laki vaatii."),
)
WORD = re.compile(r"\w+")


def list_words(value: Any) -> list[str]:
    """Every word of the texts of a draft."""
    if isinstance(value, dict):
        return [word for key, each in value.items() for word in (*WORD.findall(str(key)), *list_words(each))]
    if isinstance(value, list):
        return [word for each in value for word in list_words(each)]
    return WORD.findall(str(value))


@pytest.mark.parametrize("section", SECTIONS)
@settings(max_examples=40, deadline=None)  # the first example compiles the words
@given(lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=8), named=st.booleans())
def test_what_a_reader_places_keeps_its_words(section: str, lines: list[str], named: bool) -> None:
    units = split_units([parse_block(line) for line in lines], "fi")
    draft = PolicyDraft("fi", policy={"headings": {section: {"fi": "Otsikko"}}} if named else {})
    _READERS[section](units, draft)
    kept = set(list_words(draft.policy))
    for unit in units:
        if draft.is_placed(unit) and not unit.block.is_header:
            # A country that stands by itself, and how long a cookie stays, are keys.
            lost = set(WORD.findall(unit.text)) - kept - {"USA", "Suomi", "12", "kk"}
            assert not lost, (unit.text, draft.policy)
