"""Headings of notices are known by their words and their looks, and the order of the notice is kept."""

from __future__ import annotations

import pytest

from seloste.policy.drafting.outline import make_outline
from seloste.policy.drafting.phrases import detect_language, name_sections
from seloste.policy.prose.blocks import Document
from seloste.policy.prose.formats.layout import make_block
from tests.support import ROOT
from tests.support.notice_blocks import draft, make_document

LIST = ROOT.parent / "shared" / "notice_headings.md"
#: What the list calls the sections, and its headings that name another one or none surely.
CALLED = {"notice.name": "name", "legal basis": "legal_bases", "automated decisions": "automated_decisions"}
OTHERS = {"Rekisterinpitäjän yhteystiedot": "controller", "… ulkopuolella": "transfers"}


def test_the_headings_of_real_notices_name_their_sections() -> None:
    if not LIST.exists():
        pytest.skip("the list of headings is not beside the clone")
    wrong = []
    for line in LIST.read_text("utf-8").splitlines():
        name, _, headings = line.removeprefix("- **").partition("**")
        if not line.startswith("- **") or name.startswith("no section"):
            continue
        for heading in headings.partition(": ")[2].split(" · "):
            words = heading.strip().rstrip("+").partition("+ (")[0]
            found = name_sections(words, "fi").sections
            if OTHERS.get(words, CALLED.get(name, name)) not in found:
                wrong.append((name, words, found))
    assert not wrong


@pytest.mark.parametrize(
    ("language", "heading", "sections"),
    [
        ("fi", "Säilytysaika ja suojaus", ("retention", "safeguards")),
        ("fi", "Käsittelyn oikeusperuste", ("legal_bases",)),
        ("fi", "Oikeus siirtää tiedot järjestelmästä toiseen", ("rights",)),
        ("en", "What personal data do we collect and why?", ("fields", "purposes")),
        ("en", "Personal data", ("fields",)),
        ("en", "How long do we keep your data?", ("retention",)),
        ("sv", "Vad använder vi dina uppgifter till?", ("purposes",)),
        ("sv", "Rättslig grund för behandlingen", ("legal_bases",)),
        ("fi", "Muutokset tähän selosteeseen", ()),
        ("fi", "Katu 1, 00100 Helsinki", ()),
    ],
)
def test_headings_name_sections_by_their_words(language: str, heading: str, sections: tuple[str, ...]) -> None:
    assert name_sections(heading, language).sections == sections


def list_headings(text: str) -> list[tuple[str, tuple[str, ...]]]:
    outline = make_outline(make_document(text), "fi")
    return [(part.heading.text, part.sections) for part in outline.parts if part.heading is not None]


@pytest.mark.parametrize(
    "text",
    [
        "# Rekisterinpitäjä\nJamix Oy\n# Rekisterin nimi\nAsiakkaat\n# Tietolähteet\nAsiakas",
        "1. Rekisterinpitäjä\nJamix Oy\n2. Rekisterin nimi\nAsiakkaat\n3. Tietolähteet\nAsiakas",
        "**Rekisterinpitäjä**\n**Jamix Oy**\n**Rekisterin nimi**\nAsiakkaat\n**Tietolähteet**\nAsiakas",
        "Rekisterinpitäjä\nJamix Oy\nRekisterin nimi\nAsiakkaat\nTietolähteet\nAsiakas",
        "Rekisterinpitäjä: Jamix Oy\nRekisterin nimi – Asiakkaat\nTietolähteet: Asiakas",
        "1. Rekisterinpitäjä: Jamix Oy\n2. Rekisterin nimi: Asiakkaat\n3. Tietolähteet: Asiakas",
        "| Rekisterinpitäjä | Jamix Oy |\n| Rekisterin nimi | Asiakkaat |\n| Tietolähteet | Asiakas |",
    ],
    ids=["marked", "numbered", "bold", "plain", "inline", "numbered-inline", "table"],
)
def test_headings_are_known_however_they_look(text: str) -> None:
    policy = draft(text).policy
    assert list(policy["headings"]) == ["controller", "name", "sources"]
    assert policy["controller"]["name"] == "Jamix Oy"
    assert policy["notice"]["name"] == {"fi": "Asiakkaat"}
    assert [entry["text"] for entry in policy["sources"].values()] == [{"fi": "Asiakas"}]


def test_a_list_that_begins_again_at_one_is_no_row_of_headings() -> None:
    text = "1. Rekisterinpitäjä\nJamix Oy\n2. Tietosisältö\n1. Nimi\n2. Osoite\n3. Ikä\n3. Tietolähteet\nAsiakas"
    assert [sections for _, sections in list_headings(text)] == [("controller",), ("fields",), ("sources",)]
    assert len(draft(text).policy["fields"]) == 3


BELOW = """
# Rekisterinpitäjä
Jamix Oy
# Tietolähteet
Asiakas
# Oikeutesi
## Tarkastusoikeus
Sinulla on oikeus tarkastaa tietosi.
## Tietojen säilytysaika ja poistaminen
Sinulla on oikeus pyytää tietojesi poistamista.
# Säilytysaika
Kaksi vuotta.
"""


def test_headings_below_stay_in_their_section() -> None:
    policy = draft(BELOW).policy
    assert list(policy["headings"]) == ["controller", "sources", "rights", "retention"]
    texts = [entry["text"]["fi"] for entry in policy["rights"].values()]
    assert texts[0] == "Tarkastusoikeus\nSinulla on oikeus tarkastaa tietosi."
    assert texts[1].startswith("Tietojen säilytysaika ja poistaminen\n")


def test_a_table_of_contents_is_left_out() -> None:
    text = "# Sisällys\n- Rekisterinpitäjä\n- Tietolähteet\n# Rekisterinpitäjä\nJamix Oy\n# Tietolähteet\nAsiakas"
    made = draft(text)
    assert list(made.policy["headings"]) == ["controller", "sources"]
    assert [remark.key for remark in made.remarks if not remark.path] == ["contents-left-out"]


ORDERED = (
    "# 1. Rekisterinpitäjä\nJamix Oy\n# 2. Evästeet\nKäytämme evästeitä.\n# 3. Tarkastusoikeus\n"
    "Sinulla on oikeus tarkastaa tietosi.\n# 4. Oikeus vaatia tiedon korjaamista\nSinulla on oikeus korjata tietosi.\n"
    "# 5. Muutokset\nSelostetta voidaan muuttaa.\n# 6. Tietolähteet\nAsiakas."
)


def test_the_order_and_the_numbers_are_those_of_the_notice() -> None:
    policy = draft(ORDERED).policy
    assert policy["notice"]["numbered"] is True
    assert policy["notice"]["order"] == ["controller", "cookies", "rights", "sections.5-muutokset", "sources"]
    assert policy["sections"]["5-muutokset"]["heading"] == {"fi": "5. Muutokset"}  # two headings became one before it
    assert policy["headings"]["rights"] == {"fi": "Tarkastusoikeus"}
    assert "4. Oikeus vaatia tiedon korjaamista" in str(policy["rights"])


def test_an_order_that_is_ours_is_not_written() -> None:
    assert (
        "order"
        not in draft("# Rekisterinpitäjä\nJamix Oy\n# Tietolähteet\nAsiakas.\n# Oikeudet\nOikeus.").policy["notice"]
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Henkilötietoja käsitellään, jotta tilaukset voidaan toimittaa ja laskuttaa. Tiedot ovat tallessa.", "fi"),
        ("We process your personal data to deliver the orders that you make.", "en"),
        ("Vi behandlar dina personuppgifter för att leverera det som du har beställt.", "sv"),
    ],
)
def test_the_language_is_that_of_the_words(text: str, language: str) -> None:
    assert detect_language(text) == language
    assert detect_language(text, "en") == language


def test_a_language_without_words_of_ours_is_as_declared() -> None:
    assert detect_language("Lorem ipsum dolor sit amet", "sv") == "sv"


def test_cookies_under_a_heading_in_bold_are_no_right() -> None:
    """Headings in bold that are numbered, but for the last: its level is not known."""
    words = ["1. Rekisterinpitäjä", "A Oy", "2. Tarkoitus", "Myynti", "3. Tietosisältö", "Nimi"]
    words += [
        "4. Rekisteröidyn oikeudet",
        "Sinulla on oikeus oikaista tietosi.",
        "Evästeet",
        "Sivusto käyttää evästeitä.",
    ]
    blocks = [make_block(each, is_strong=at % 2 == 0) for at, each in enumerate(words)]
    parts = make_outline(Document(tuple(blocks)), "fi").parts
    assert [part.sections[:1] for part in parts][-2:] == [("rights",), ("cookies",)]
