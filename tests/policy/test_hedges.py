"""Words that leave open whether something is done, by what a text is about; and what only looks like them."""

from __future__ import annotations

import pytest

from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.prose.hedges import PROCESSING, RETENTION, RIGHTS, find_hedges
from seloste.reports.language.language import language_codes, load_language

HEDGED = (
    ("en", RETENTION, "Data may be kept longer. Some data are kept because the law requires it."),
    ("fi", RETENTION, "Tietoja säilytetään lain mukaan yleensä kuusi vuotta."),
    ("sv", RETENTION, "Uppgifterna bevaras enligt lag eller så länge vi anser nödvändigt."),
    ("fi", PROCESSING, "Tietoja voi siirtyä EU:n ulkopuolelle."),
    ("fi", PROCESSING, "Yhtiö voi luovuttaa tietoja kumppaneille."),
    ("fi", PROCESSING, "Tietoja siirretään tietyissä tapauksissa."),
    ("fi", PROCESSING, "Käytämme tietoja tarpeelliseksi katsomallamme tavalla"),
    ("fi", PROCESSING, "tarpeelliseksi katsoma käsittely"),
    ("fi", RETENTION, "Säilytysaika voi olla pidempi."),
    ("fi", RETENTION, "Tietoja säilytetään pääsääntöisesti kaksi vuotta."),
    ("fi", RIGHTS, "Sinulla on tietyissä tapauksissa oikeus saada tietosi poistetuiksi."),
    ("fi", RIGHTS, "Yhtiö voi harkintansa mukaan poistaa tiedot."),
    ("fi", RIGHTS, "Sinulla voi olla oikeus tietojen poistamiseen."),
    ("en", PROCESSING, "The company may transfer data."),
    ("en", PROCESSING, "Data are transferred in certain cases."),
    ("en", PROCESSING, "Customers may be contacted"),
    ("en", PROCESSING, "as we deem necessary"),
    ("en", RETENTION, "Data are usually kept for two years"),
    ("en", RETENTION, "We may keep the data longer."),
    ("en", RETENTION, "Data may be kept longer if needed"),
    ("en", RIGHTS, "In some cases you have the right to erasure"),
    ("en", RIGHTS, "You may have the right to erasure."),
    ("en", RIGHTS, "We may erase your data at our discretion."),
    ("en", RIGHTS, "The following rights may apply"),
    ("sv", PROCESSING, "Bolaget kan överföra uppgifter."),
    ("sv", PROCESSING, "Uppgifter överförs i vissa situationer."),
    ("sv", PROCESSING, "på det sätt vi anser nödvändigt"),
    ("sv", RETENTION, "Uppgifterna bevaras vanligtvis i två år."),
    ("sv", RETENTION, "Uppgifterna kan bevaras längre? kan lagras"),
    ("sv", RIGHTS, "Du har i vissa fall rätt till radering."),
    ("sv", RIGHTS, "Du kan ha rätt till radering."),
    ("en", PROCESSING, "Data that may be transferred to the United States"),
    ("en", PROCESSING, "Our partners, who may also use the data for their own purposes"),
    ("en", PROCESSING, "Without your consent we may contact you."),
    ("en", PROCESSING, "Suppliers who may see your data"),
    ("en", PROCESSING, "Billing, marketing etc. With your consent also profiling."),
    ("en", RETENTION, "With your consent we may usually keep the data for a year."),
    ("en", RETENTION, "We ask for your consent. We may keep the data longer."),
    ("fi", PROCESSING, "Palveluntarjoajat, jotka voivat siirtää tietoja Intiaan"),
    ("fi", PROCESSING, "Kumppanit, jotka saattavat myös käyttää tietoja"),
    ("fi", PROCESSING, "Tiedot, joita voidaan käyttää markkinointiin"),
    ("sv", PROCESSING, "Uppgifter som kan användas för marknadsföring"),
    ("sv", PROCESSING, "Uppgifterna överförs eventuellt till USA."),
    ("sv", RIGHTS, "Vi kan efter eget gottfinnande avslå en begäran."),
)
DEFINITE = (
    ("en", RETENTION, "We may retain data for longer where required by law."),
    ("fi", RETENTION, "Tietoja voidaan säilyttää pidempään, jos laki niin edellyttää."),
    ("sv", RETENTION, "Uppgifterna kan bevaras längre om lagen kräver det."),
    ("en", RIGHTS, "We may however charge a reasonable fee if your request is clearly unfounded."),
    ("fi", RIGHTS, "Jos pyynnöt ovat perusteettomia, voimme joko periä maksun tai kieltäytyä."),
    ("sv", RIGHTS, "Vi kan behöva be dig styrka din identitet."),
    ("en", PROCESSING, "We do not sell your data, nor may our processors use them."),
    ("fi", PROCESSING, "Rekisteröity voi kieltää profiloinnin."),
    ("fi", PROCESSING, "Verkkokauppa-asiakas voi tilata uutiskirjeen"),
    ("fi", PROCESSING, "Tietoja ei voi siirtää."),
    ("fi", PROCESSING, "Emme voi siirtää tietoja"),
    ("fi", PROCESSING, "jotta voimme toimittaa tilauksen"),
    ("fi", PROCESSING, "jotta yhtiö voi laskuttaa"),
    ("fi", PROCESSING, "Laki saattaa voimaan direktiivin"),
    ("fi", PROCESSING, "Voi- ja juustotuotteiden myynti"),
    ("fi", PROCESSING, "Voit perua tilauksen"),
    ("en", PROCESSING, "Contacting decision-makers at companies that may need our software"),
    ("en", PROCESSING, "Invitations to events which might interest you"),
    ("en", PROCESSING, "Preventing damage that may be caused to our premises"),
    ("en", PROCESSING, "With your consent we may send you offers."),
    ("en", RETENTION, "Data are kept for 13 months because cardholders may dispute a payment for that long."),
    ("en", RETENTION, "With your consent we may keep your CV for a further twelve months."),
    ("fi", PROCESSING, "Yhteydenpito yrityksiin, jotka saattavat tarvita palvelujamme"),
    ("fi", PROCESSING, "Vahinkojen ehkäiseminen, joita voi aiheutua tiloille"),
    ("fi", PROCESSING, "Kutsut tapahtumiin, jotka voivat kiinnostaa sinua"),
    ("fi", RETENTION, "Tiedot säilytetään kolme vuotta, jonka ajan vahingonkorvausta voi vaatia."),
    ("fi", RETENTION, "Suostumuksellasi voimme säilyttää hakemuksen vielä vuoden."),
    ("sv", PROCESSING, "Kontakt med företag som skulle kunna behöva våra tjänster"),
    ("sv", PROCESSING, "Förebyggande av skador som kan orsakas i lokalerna"),
    ("sv", PROCESSING, "Utredning av eventuella missbruk"),
    ("sv", RETENTION, "Med ditt samtycke kan vi spara ansökan i ytterligare ett år."),
    ("sv", RIGHTS, "Vi kan avslå en begäran som är uppenbart ogrundad."),
    ("fi", PROCESSING, "Laskutus"),
    ("fi", RIGHTS, "Pyynnön voi lähettää sähköpostitse."),
    ("fi", RIGHTS, "Oikeutta voi käyttää kirjoittamalla meille."),
    ("fi", RIGHTS, "Jos käsittely perustuu suostumukseen, voit peruuttaa sen."),
    ("fi", RIGHTS, "Mikäli käsittely perustuu suostumukseen, rekisteröity voi peruuttaa sen."),
    ("fi", RIGHTS, "Kohtuullinen maksu voidaan periä, jos pyyntö on perusteeton."),
    ("fi", RIGHTS, "Ilmeisen perusteettomasta pyynnöstä voimme periä maksun."),
    ("fi", RIGHTS, "Suostumuksen voi peruuttaa milloin tahansa."),
    ("fi", RIGHTS, "oikeus vaatia ihmisen harkintaa"),
    ("fi", RETENTION, "kunnes vaatimuksia ei voida enää esittää"),
    ("fi", RETENTION, "niin kauan kuin vaateita voidaan esittää"),
    ("fi", RETENTION, "Asiakas voi poistaa tilinsä itse."),
    ("en", PROCESSING, "You may unsubscribe"),
    ("en", PROCESSING, "Users may also delete"),
    ("en", PROCESSING, "Data may not be transferred"),
    ("en", PROCESSING, "since May 2019"),
    ("en", RIGHTS, "The right can be exercised by writing to us."),
    ("en", RIGHTS, "You may also lodge a complaint."),
    ("en", RIGHTS, "Where the processing is based on consent, you may withdraw it."),
    ("en", RIGHTS, "Requests may be sent to our address, for example by e-mail."),
    ("en", RIGHTS, "We may refuse a request that is manifestly unfounded."),
    ("en", RIGHTS, "A reasonable fee may be charged"),
    ("en", RETENTION, "until claims may no longer be brought"),
    ("en", RETENTION, "as long as claims may be brought"),
    ("en", RIGHTS, "in certain cases laid down in Article 17"),
    ("sv", PROCESSING, "Den registrerade kan invända"),
    ("sv", PROCESSING, "Vi kan inte överföra"),
    ("sv", PROCESSING, "så att vi kan leverera"),
    ("sv", RIGHTS, "Du kan begära rättelse."),
    ("sv", RIGHTS, "Samtycket kan återkallas när som helst."),
    ("sv", RIGHTS, "Begäran kan lämnas skriftligen."),
    ("sv", RETENTION, "så länge anspråk kan framställas"),
    ("sv", RIGHTS, "Vi kan ta ut en rimlig avgift."),
    ("sv", PROCESSING, "Kunden kan även själv radera"),
    ("fi", RIGHTS, "Rekisterinpitäjä voi tarvittaessa pyytää todistamaan henkilöllisyyden."),
    ("en", RIGHTS, "You have the right to object where the processing is based on our legitimate interest."),
    ("en", RIGHTS, "We may need to verify your identity."),
    ("fi", RETENTION, "Tietoja säilytetään kaksi vuotta, mikäli laki ei edellytä muuta."),
    ("de", PROCESSING, "Wir können Daten übermitteln."),
)


@pytest.mark.parametrize(("language", "about", "text"), HEDGED)
def test_a_text_is_hedged(language: str, about: str, text: str) -> None:
    assert find_hedges(text, language, about)


@pytest.mark.parametrize(("language", "about", "text"), DEFINITE)
def test_a_text_is_definite(language: str, about: str, text: str) -> None:
    assert find_hedges(text, language, about) == ()


@pytest.mark.parametrize("code", language_codes())
def test_the_wordings_that_we_give_for_rights_are_definite(code: str) -> None:
    rules = [rule for rule in load_catalogue() if rule.startswith("notice/right-")]
    assert rules
    for rule in rules:
        assert find_hedges(load_language(code).rule(rule).wording, code, RIGHTS) == ()
    for rule in (rule for rule in load_catalogue() if rule.startswith("notice/retention-")):
        assert find_hedges(load_language(code).rule(rule).wording, code, RETENTION) == ()
