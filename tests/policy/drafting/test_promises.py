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
from seloste.policy.prose.blocks import Block, BlockKind

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "complete" / "policy.yaml"


def block(line: str) -> Block:
    """A line as a block: "- " begins an item, "| " a row, "|| " the head of a table, "# " a heading."""
    if line.startswith("- "):
        return Block(BlockKind.ITEM, line[2:], level=1)
    if line.startswith("# "):
        return Block(BlockKind.HEADING, line[2:], level=2)
    if line.startswith("|"):
        cells = tuple(cell.strip() for cell in line.strip("| ").split("|"))
        return Block(BlockKind.ROW, " | ".join(cells), cells=cells, is_header=line.startswith("||"))
    return Block(BlockKind.PARAGRAPH, line)


def read(section: str, text: str, language: str = "fi", known: Mapping[str, Any] | None = None) -> PolicyDraft:
    """The draft of the lines of one section."""
    draft = PolicyDraft(language, policy=dict(known or {}))
    _READERS[section](split_units([block(line) for line in text.strip().split("\n")], language), draft)
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
