"""An organisation is a public authority by its name or as it declares; a company with a public word in it is none."""

from __future__ import annotations

import pytest

from seloste.policy.parties import Controller
from seloste.policy.prose.public_bodies import is_public_authority, names_public_body

PUBLIC = """
    Helsingin kaupunki | HELSINGIN KAUPUNKI | Kuusilammen kunta | Kuusilammen kunta, sivistyspalvelut
    Helsingin kaupungin kasvatuksen ja koulutuksen toimiala | Revontulien hyvinvointialue
    Sosiaali- ja terveysministeriö | Terveyden ja hyvinvoinnin laitos | Kansaneläkelaitos | Kela | Verohallinto
    Digi- ja väestötietovirasto | Länsi-Suomen aluehallintovirasto | Pirkanmaan käräjäoikeus | Pelastuslaitos
    Helsingfors stad | Grankulla kommun | Västra Nylands välfärdsområde | Finansministeriet | Folkpensionsanstalten
    Integritetsskyddsmyndigheten | Migrationsverket | Ålands landskapsregering | Region Skåne | Etelä-Hämeen kuntayhtymä
    City of Helsinki | Municipality of Inari | Ministry of Finance | Finnish Immigration Service | Kent County Council
"""
PRIVATE = """
    Lumikiurun Puoti Oy | Virastotalo Oy | VIRASTOTALO OY | Kauppakunta | Osuuskunta Meri | Osuuskunta Lähikunta
    Suomen kunta-alan unioni | Helsingin kaupungin asunnot Oy | Kuusilammen kunnan eläkeläiset ry | Kuntaliitto
    Kiinteistö Oy Helsingin kaupunki | Suvirannan seurakunta | Espoon seurakuntayhtymä | Opiskelijakunta Revontuli
    Kuusilammen oppilaitos | Helsingin yliopiston ylioppilaskunta | Metsästysseurue Kaupunki ry | Maakuntalehti
    Snösparvens Stad Ab | Elverket | Stiftelsen Kommun sr | Helsinki Model Agency | City of Dreams Ltd | Ministry Cafe
    Friends of the City of Helsinki | Municipality Association
"""


def split(names: str) -> list[str]:
    return [name.strip() for line in names.strip().splitlines() for name in line.split("|")]


@pytest.mark.parametrize("name", split(PUBLIC))
def test_a_public_authority_is_known_by_its_name(name: str) -> None:
    assert names_public_body(name)


@pytest.mark.parametrize("name", split(PRIVATE))
def test_what_only_has_such_a_word_is_none(name: str) -> None:
    assert not names_public_body(name)


@pytest.mark.parametrize("declared", [True, False])
def test_what_is_declared_counts_before_the_name(declared: bool) -> None:
    for name in ("Helsingin kaupunki", "Lumikiuru Oy"):
        assert is_public_authority(Controller(name=name, public_authority=declared)) is declared
