"""Words name a legitimate interest, or only cite it as the basis."""

from __future__ import annotations

import pytest

from seloste.policy.prose.interests import names_interest

NAMED = (
    ("en", "Monitoring payments for our legitimate interest in preventing fraud"),
    ("en", "Our legitimate interest is to keep the service safe."),
    ("en", "Preventing fraud, which is our legitimate interest"),
    ("en", "Statistics, based on the legitimate interests of the controller: developing the shop"),
    ("en", "We do this on our legitimate interest (Article 6(1)(f)), which is to prevent fraud."),
    ("en", "Our interest is to protect guests and property."),
    ("fi", "Maksujen valvonta: oikeutettu etumme on estää väärinkäytöksiä"),
    ("fi", "oikeutettu etumme petosten torjunnassa"),
    ("fi", "Väärinkäytösten estäminen on oikeutettu etumme."),
    ("fi", "Tilastointi oikeutetun edun perusteella, joka on palvelun kehittäminen"),
    ("fi", "Rekisterinpitäjän oikeutettu etu hoitaa asiakassuhdetta"),
    ("sv", "Övervakning för vårt berättigade intresse av att förhindra bedrägerier"),
    ("sv", "Vårt berättigade intresse är att utveckla tjänsten."),
    ("sv", "Att förhindra bedrägerier är vårt berättigade intresse."),
)
CITED = (
    ("en", "Legitimate interest"),
    ("en", "Direct marketing on the basis of our legitimate interest"),
    ("en", "The legal basis is our legitimate interest."),
    ("en", "Marketing (legitimate interests of the controller, Article 6(1)(f) GDPR)"),
    ("en", "Based on our legitimate interest and on consent"),
    ("en", "Our legitimate interest is the legal basis of the processing."),
    ("en", "Direct marketing"),
    ("fi", "Oikeutettu etu"),
    ("fi", "Suoramarkkinointi oikeutetun edun perusteella"),
    ("fi", "Oikeutettuun etuun perustuva suoramarkkinointi"),
    ("fi", "Käsittelyn oikeusperuste on oikeutettu etumme."),
    ("fi", "Rekisterinpitäjän oikeutettu etu (tietosuoja-asetuksen 6 artiklan 1 kohdan f alakohta)"),
    ("sv", "Berättigat intresse"),
    ("sv", "Direktmarknadsföring med stöd av vårt berättigade intresse enligt artikel 6"),
    ("sv", "Den rättsliga grunden är vårt berättigade intresse."),
    ("de", "unser berechtigtes Interesse, Betrug zu verhindern"),
)


@pytest.mark.parametrize(("language", "text"), NAMED)
def test_an_interest_is_named(language: str, text: str) -> None:
    assert names_interest({language: text})


@pytest.mark.parametrize(("language", "text"), CITED)
def test_an_interest_is_only_cited(language: str, text: str) -> None:
    assert not names_interest({language: text})


def test_each_language_must_name_it() -> None:
    named = {"fi": "oikeutettu etumme on estää väärinkäytöksiä", "en": "our legitimate interest in preventing fraud"}
    assert names_interest(named)
    assert names_interest({**named, "de": "Betrugsprävention"}), "a language without words says nothing"
    assert not names_interest({**named, "sv": "Förebyggande av bedrägerier"})
