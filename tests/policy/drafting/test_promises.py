"""The readers of the promise sections: what the words of a notice promise stands at its keys, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from seloste.policy.data import load_yaml
from seloste.policy.drafting.draft_policy import _READERS
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.unit import split_units
from tests.support.document_blocks import parse_block

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "complete" / "policy.yaml"


def read(section: str, text: str, language: str = "fi", known: Mapping[str, Any] | None = None) -> PolicyDraft:
    """The draft of the lines of one section."""
    draft = PolicyDraft(language, policy=dict(known or {}))
    _READERS[section](split_units([parse_block(line) for line in text.strip().split("\n")], language), draft)
    return draft


def test_jamix_discloses_with_consent_and_names_its_processors_on_request() -> None:
    first = "Tietoja ei luovuteta Jamixin ulkopuolelle ilman suostumusta."
    rest = (
        "Jamix hyödyntää alihankkijoita jotka toimivat tiedonkäsittelijän roolissa. "
        "Alihankkijoilta edellytetään tietosuojalainsäädännön noudattamista. "
        "Listan käytetyistä alihankkijoista voit pyytää Jamixin yhteyshenkilöltä."
    )
    assert read("disclosures", first).policy == {"disclosures": {"text": {"fi": first}, "rule": "with-consent"}}
    assert read("processors", rest).policy == {
        "processors": {"text": {"fi": rest}, "listed": "on-request", "roles": ["processor"]}
    }


def test_jamix_transfers_exceptionally_and_keeps_for_the_contract() -> None:
    words = (
        "Tietoja ei pääsääntöisesti siirretä EU-alueen ulkopuolelle. "
        "Mikäli tietoja siirretään, tehdään se vain Privacy Shield sertifioiduilla tuotteilla."
    )
    people = {"customers": {"text": {"fi": "Asiakkaat"}}, "prospects": {"text": {"fi": "Potentiaaliset asiakkaat"}}}
    assert read("transfers", words).policy["transfers"] == {
        "text": {"fi": words},
        "rule": "exceptionally",
        "area": "eu",
        "instruments": ["privacy-shield"],
    }
    kept = "Henkilötietoja säilytetään rekisterissä vähintään asiakassopimuksen ajan."
    assert [*read("retention", kept, known={"data_subjects": people}).policy["retention"].values()] == [
        {
            "text": {"fi": kept},
            "data_subjects": ["customers"],
            "minimum": {"period": "P0D", "after": "contract-end"},
        }
    ]


def test_jamix_keeps_four_rights_apart_and_leaves_erasure_to_its_discretion() -> None:
    people = {"customers": {"text": {"fi": "Asiakkaat"}}, "prospects": {"text": {"fi": "Potentiaaliset asiakkaat"}}}
    erasure = (
        "Asiakkaalla on oikeus pyytää henkilötietojen poistamista. "
        "Poistaminen tehdään Jamixin harkinnan jälkeen, mikäli poistamiselle ei ole perusteltua estettä."
    )
    text = f"""
Asiakkaalla on oikeus saada nähtävilleen kaikki hänestä tallennetut henkilötiedot.
Asiakkaalla on oikeus siihen, että hänestä tallennetut tiedot ovat oikein.
{erasure}
Potentiaalisella asiakkaalla on oikeus kieltää suoramarkkinointiviestintä.
Kaikki pyynnöt voi esittää Jamixin yhteyshenkilölle."""
    draft = read("rights", text, known={"data_subjects": people})
    rights = draft.policy["rights"]
    assert [*rights] == ["access", "rectification", "erasure", "direct-marketing-objection"]
    assert rights["erasure"] == {
        "right": "erasure",
        "text": {"fi": erasure},
        "data_subjects": ["customers"],
        "at_discretion": True,
    }
    assert rights["direct-marketing-objection"]["data_subjects"] == ["prospects"]
    assert draft.policy["requests"] == {"text": {"fi": "Kaikki pyynnöt voi esittää Jamixin yhteyshenkilölle."}}


#: Sections each of whose entries the example words, with the keys that its words tell.
TOLD = {
    "rights": ("right", "at_discretion"),
    "safeguards": ("control", "parameters"),
    "retention": ("minimum", "maximum"),
}
#: What the example's keys say and its words do not, or by another event than its words.
UNTOLD = {"nordic-servers", "strong-login", "vouchers", "children"}


@pytest.mark.parametrize("language", ["fi", "en", "sv"])
@pytest.mark.parametrize("section", TOLD)
def test_the_words_of_the_example_give_its_keys(section: str, language: str) -> None:
    entries = {key: entry for key, entry in load_yaml(EXAMPLE)[section].items() if key not in UNTOLD}
    found = {}
    for key, entry in entries.items():
        drafted = [*read(section, entry["text"][language], language).policy.get(section, {}).values()]
        assert len(drafted) == 1, (key, drafted)
        assert drafted[0]["text"] == {language: entry["text"][language]}
        found[key] = {name: drafted[0].get(name) for name in TOLD[section]}
    assert found == {key: {name: entry.get(name) for name in TOLD[section]} for key, entry in entries.items()}


@pytest.mark.parametrize(
    ("language", "words", "rule", "recipients"),
    [
        ("fi", "Tietoja ei luovuteta ulkopuolisille.", "never", []),
        ("fi", "Tietoja ei säännönmukaisesti luovuteta ulkopuolisille.", None, []),
        ("fi", "Tietoja voidaan luovuttaa viranomaisille lain sallimissa rajoissa.", None, ["viranomaiset"]),
        ("fi", "Tietoja luovutetaan Kelalle ja Suoperintä Oy:lle.", "listed", ["Kela", "Suoperintä Oy"]),
        ("fi", "Tietoja luovutetaan Verohallinnolle. Muille tietoja ei luovuteta.", "listed", ["Verohallinto"]),
        ("en", "We do not share your data with third parties without your consent.", "with-consent", []),
        ("sv", "Uppgifter lämnas ut till FPA med stöd av lag.", "listed", ["FPA"]),
    ],
)
def test_disclosures_have_a_rule_only_where_the_words_make_one(
    language: str, words: str, rule: str | None, recipients: list[str]
) -> None:
    found = read("disclosures", words, language).policy["disclosures"]
    assert found.get("rule") == rule
    assert [each["text"][language] for each in found.get("recipients", {}).values()] == recipients


def test_named_processors_have_what_they_do_and_where() -> None:
    items = """
Käytämme alihankkijoita:
- Suolasku Oy (laskutus)
- Mailer Inc., USA – uutiskirjeet
- tilitoimisto"""
    table = """
|| Palveluntarjoaja | Tarkoitus | Sijainti |
| Suopilvi Oy | palvelimet | Suomi |"""
    found = read("processors", items).policy["processors"]
    assert [*found["recipients"].values()] == [
        {"name": "Suolasku Oy", "text": {"fi": "laskutus"}},
        {"name": "Mailer Inc.", "text": {"fi": "uutiskirjeet"}, "country": "US"},
    ]
    assert [*found["categories"].values()] == [{"text": {"fi": "tilitoimisto"}}]
    draft = read("processors", table, known={"headings": {"processors": {"fi": "Alihankkijat"}}})
    assert draft.policy["processors"] == {
        "text": {"fi": "Alihankkijat"},
        "recipients": {"suopilvi-oy": {"name": "Suopilvi Oy", "text": {"fi": "palvelimet"}, "country": "FI"}},
        "listed": "in-notice",
    }
    assert len(draft.places) == 2


@pytest.mark.parametrize(
    ("language", "heading", "words", "expected"),
    [
        ("fi", "Siirto EU:n ulkopuolelle", "Ei siirretä.", {"rule": "never", "area": "eu"}),
        ("fi", "Siirrot", "Palvelimemme ovat Suomessa, eikä tietoja siirretä ETA:n ulkopuolelle.", {"hosting": ["FI"]}),
        ("fi", "Siirrot", "Tietoja siirretään Intiaan vakiolausekkeiden nojalla.", {"countries": ["IN"]}),
        ("en", "Transfers", "We may transfer data outside the EEA.", {"rule": "allowed", "area": "eea"}),
        ("en", "Transfers outside the EU", "Only to countries with an adequate level of protection.", {"area": "eu"}),
        ("sv", "Överföring", "Uppgifter överförs i regel inte utanför EU.", {"rule": "exceptionally", "area": "eu"}),
    ],
)
def test_transfers_say_what_sentence_and_heading_say(
    language: str, heading: str, words: str, expected: dict[str, object]
) -> None:
    found = read("transfers", words, language, {"headings": {"transfers": {language: heading}}}).policy["transfers"]
    assert {key: found.get(key) for key in expected} == expected


def test_storage_periods_are_told_apart_with_their_exceptions_and_criteria() -> None:
    text = """
Säilytämme tietoja vain niin kauan kuin se on tarpeen. Asiakassuhteen päätyttyä tiedot säilytetään enintään 3 vuotta.
Tallenteet säilyvät 30 vuorokautta, minkä jälkeen ne tuhoutuvat.
Jos asiasta syntyy riita, tietoja voidaan säilyttää sen ratkaisemiseen saakka.
Pöytäkirjat säilytetään pysyvästi arkistolain nojalla."""
    draft = read("retention", text)
    general, customers, recordings, minutes = draft.policy["retention"].values()
    assert general["criteria"] == general["text"]
    assert customers["maximum"] == {"period": "P3Y", "after": "contract-end"}
    assert recordings["maximum"] == {"period": "P30D", "after": "collection"}
    assert [each["reason"] for each in recordings["exceptions"]] == ["dispute"]
    assert "maximum" not in minutes
    assert minutes["permanent"]["ground"] == minutes["text"]
    assert [(remark.key, remark.path[-1]) for remark in draft.remarks] == [("retention-event-unstated", "maximum")]
    assert len(draft.places) == 5


def test_a_table_of_storage_periods_gives_an_entry_a_row() -> None:
    text = """
|| Data | Period |
| Applicants | 24 months from the end of the recruitment |
| Newsletter | until you unsubscribe |"""
    known = {"purposes": {"news": {"text": {"en": "Newsletter"}}}}
    applicants, newsletter = read("retention", text, "en", known).policy["retention"].values()
    assert applicants["maximum"] == {"period": "P2Y", "after": "end of the recruitment"}
    assert newsletter == {
        "text": {"en": "Newsletter: until you unsubscribe"},
        "purposes": ["news"],
        "criteria": {"en": "Newsletter: until you unsubscribe"},
    }


def test_rights_stand_under_their_headings_and_keep_what_belongs_to_them() -> None:
    text = """
# Tarkastusoikeus
Rekisteröidyllä on oikeus tarkastaa tietonsa. Tarkastuspyyntö on tehtävä kirjallisesti.
# Muut oikeudet
Sinulla on myös oikeus:
- rajoittaa käsittelyä
- tehdä valitus valvontaviranomaiselle.
Tietosuojavaltuutetun toimisto
PL 800, 00531 Helsinki
Muut pyynnöt lähetetään osoitteeseen tietosuoja@yritys.example."""
    draft = read("rights", text)
    rights = draft.policy["rights"]
    assert [*rights] == ["access", "restriction", "complaint"]
    assert rights["access"]["text"]["fi"].endswith("Tarkastuspyyntö on tehtävä kirjallisesti.")
    assert rights["restriction"]["text"]["fi"].startswith("Muut oikeudet\nSinulla on myös oikeus:")
    assert rights["complaint"]["text"]["fi"].endswith("PL 800, 00531 Helsinki")
    assert draft.policy["requests"]["email"] == "tietosuoja@yritys.example"


@pytest.mark.parametrize(
    ("language", "text", "used"),
    [
        ("fi", "Emme tee automaattisia päätöksiä.", False),
        ("en", "Applications are decided by automated means.", True),
        ("sv", "Nej.", False),
    ],
)
def test_automated_decisions_are_used_or_not_as_it_is_written(language: str, text: str, used: bool) -> None:
    assert read("automated_decisions", text, language).policy["automated_decisions"]["used"] is used
    assert read("automated_decisions", "Profiling.", "en").policy == {}


def test_cookies_of_a_table_have_their_columns() -> None:
    text = """
|| Nimi | Tarjoaja | Tarkoitus | Voimassaolo |
| _ga | Google | kävijätilastot | 2 vuotta |
| PHPSESSID | oma | kirjautuminen | istunto |"""
    found = read("cookies", text, known={"headings": {"cookies": {"fi": "Evästeet"}}}).policy["cookies"]
    assert [*found["entries"].values()] == [
        {"name": "_ga", "text": {"fi": "kävijätilastot"}, "provider": "Google", "lifetime": "P2Y"},
        {"name": "PHPSESSID", "text": {"fi": "kirjautuminen"}, "party": "first", "lifetime": "session"},
    ]
    assert [*read("never", "Emme myy tietojasi.").policy["never"].values()] == [
        {"text": {"fi": "Emme myy tietojasi."}, "activities": ["sale"]}
    ]


def test_a_label_belongs_to_what_follows_it() -> None:
    right = "Vastustamisoikeus. Voit kieltää suoramarkkinoinnin milloin tahansa."
    assert [each["text"]["fi"] for each in read("rights", right).policy["rights"].values()] == [right]
    measures = """
A. Manuaalinen aineisto
Aineisto säilytetään lukitussa tilassa.
B. Sähköinen aineisto
Tiedonsiirto on salattu."""
    found = read("safeguards", measures).policy["safeguards"]
    assert [each["control"] for each in found.values()] == ["physical-access-control", "encryption-in-transit"]
    assert found["encryption-in-transit"]["text"] == {"fi": "B. Sähköinen aineisto\nTiedonsiirto on salattu."}
