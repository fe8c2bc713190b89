"""Whatever lines a notice has, in whatever order: each goes somewhere, its words stay, and the draft is a policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.policy.notice import Policy
from tests.support.notice_blocks import draft

LINES = (
    *("# Rekisterinpitäjä", "# 2. Yhteyshenkilö", "# Tarkoitus ja oikeusperuste", "## Oikeusperuste", "# Tietosisältö"),
    *("# Tietojen luovutukset ja siirrot", "# Säilytysaika ja suojaus", "# Oikeudet", "## Tarkastusoikeus", "# Muuta"),
    *("1. Rekisterinpitäjä", "2. Tietolähteet", "1. Ikä", "3. Kieli", "**Evästeet**", "**Jamix Oy**", "Tiivistelmä"),
    *("Rekisterin nimi: Asiakkaat", "Jamix Oy, Katu 1, 00100 Helsinki", "Rehtori Maija Meri, maija@jamix.example"),
    *(
        "Tietosuojavastaava",
        "- Sukupuoli",
        "- Laskutus (sopimus)",
        "  - Alakohta",
        "- Suostumus",
        "Asiakkaat:",
        "Etusivu",
    ),
    *("| Tarkoitus | Peruste |\n| --- | --- |\n| Myynti | Sopimus |", "| Rekisterinpitäjä | Jamix Oy |"),
    "Tietoja säilytetään kaksi vuotta. Tämän jälkeen ne poistetaan. Emme myy tietoja.",
    "Käsittely perustuu sopimukseen. Tietoja käytetään laskutukseen. Ota yhteyttä: a@b.example.",
    "Rekisteriin tallennetaan nimi, osoite ja puhelinnumero. Tiedot saadaan asiakkaalta.",
    "Asiakkaiden henkilötietoja luovutetaan viranomaisille. Tietoja ei siirretä EU:n ulkopuolelle.",
    "Sinulla on oikeus tarkastaa tietosi. Pyyntö esitetään kirjallisesti. Voit valittaa valvontaviranomaiselle.",
)
#: Words that keys stand for (the row "Rekisterinpitäjä" is `controller`), and what parts the entries of a list.
KEPT_AS_KEYS = {"tarkoitus", "peruste", "sopimus", "rekisterinpitäjä", "ja"}


def list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from list_texts(each)
    else:
        yield str(value)


def list_words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=25))
def test_every_line_is_kept(lines: list[str]) -> None:
    made = draft("\n".join(lines))
    assert sorted(made.places) == list(range(made.total))
    assert Policy.model_validate(made.policy)
    remarks = [value for remark in made.remarks for value in remark.values.values()]
    kept = list_words(" ".join([*list_texts(made.policy), *remarks]))
    assert not list_words("\n".join(lines)) - kept - KEPT_AS_KEYS
