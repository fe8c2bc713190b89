"""Letters about the changes of a notice: sentences that a controller can send, and what its sender must decide."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from seloste.policy.change.comparison import NoticeComparison
from seloste.reports.change.letter_part import PersonalMessage
from seloste.reports.change.notification import Message, build_message, render_notification
from seloste.reports.language.language import language_codes, load_language
from tests.support.change_pairs import PAIRS, Pair
from tests.support.each import each
from tests.support.notice_pairs import GONE, compared, raw, reasons, text

START = date(2027, 2, 1)
#: A note to the sender, with what is to be filled in within it.
NOTE = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
NEWSLETTER = "purposes.newsletter.legal_basis"
#: Edits that put another basis in the place of consent.
SWAPS: list[dict[str, Any]] = [
    {f"{NEWSLETTER}.basis": "legitimate-interests"},
    {NEWSLETTER: [{"basis": "contract"}, {"basis": "legitimate-interests", "explanation": text("Our interest")}]},
    {NEWSLETTER: [{"basis": "consent", "fields": ["name"]}, {"basis": "legitimate-interests", "fields": ["email"]}]},
    {
        f"{NEWSLETTER}.basis": "legitimate-interests",
        "purposes.newsletter.text": text("The newsletter, by our interest"),
    },
    {"purposes.newsletter.electronic_marketing": "existing-customer"},
    {"purposes.newsletter.electronic_marketing": "legal-person"},
    {"purposes.newsletter.electronic_marketing": GONE},
    {"purposes.allergy-advice.special_category_basis": "health-care"},
]


def letter(found: NoticeComparison, code: str) -> Message:
    return build_message(found, load_language(code), START)


def list_parts(found: NoticeComparison, code: str) -> list[PersonalMessage]:
    return list(letter(found, code).changes)


def name(pair: Pair) -> str:
    return f"{pair.why}:{next(iter(pair.edits))}"


@pytest.mark.parametrize("code", language_codes())
@each("pair", PAIRS)
def test_every_line_is_a_sentence_and_asks_people_nothing(pair: Pair, code: str) -> None:
    there, back = compared(pair.base, {}, pair.edits), compared(pair.base, pair.edits, {})
    for part in [*list_parts(there, code), *list_parts(back, code)]:
        assert part.lines or part.note, part
        assert not part.note or NOTE.fullmatch(part.note), part.note
        for line in part.lines:
            assert line[-1] in ".”]:" or "FI" in line or ":" in line, line
            assert "{" not in line
            assert "→" not in line, line
            assert not re.search(r"\?$", NOTE.sub("", line)), line


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("edits", SWAPS, ids=lambda edits: " ".join(edits))
def test_another_basis_in_the_place_of_consent_is_for_a_person_and_is_not_announced(
    edits: dict[str, Any], code: str
) -> None:
    found = compared("complete", {}, edits)
    assert found.inform == "check"
    (part,) = list_parts(found, code)
    assert part.lines == ()
    sent = NOTE.sub("", render_notification(found, [code], "text", START))
    language = load_language(code)
    for basis in ("legitimate-interests", "contract"):
        assert language.word(f"basis.{basis}") not in sent
    assert "interest (" not in sent


def test_a_purpose_on_consent_that_comes_back_under_another_id_is_no_new_one() -> None:
    newsletter = {
        "text": {"fi": "Uutiskirjeen lähettäminen", "en": "Sending the newsletter"},
        "legal_basis": {"basis": "legitimate-interests"},
        "direct_marketing": True,
    }
    found = compared("complete", {}, {"purposes.newsletter": GONE, "purposes.mailing": newsletter})
    assert "consent-replaced" in reasons(found)
    assert "purpose-added" not in reasons(found)
    assert "legitimate interest" not in NOTE.sub(
        "", " ".join(line for part in list_parts(found, "en") for line in part.lines)
    )


def test_what_changes_beside_consent_is_still_told() -> None:
    edits = {f"{NEWSLETTER}.basis": "legitimate-interests", "purposes.newsletter.fields+": "phone"}
    (part,) = list_parts(compared("complete", {}, edits), "en")
    assert part.note.startswith("[DECIDE FIRST")
    assert part.lines == ("For this purpose we will also use: “Telephone number”.",)


def test_the_marketing_sentence_stands_in_the_note_alone() -> None:
    (part,) = list_parts(
        compared("complete", {}, {"purposes.newsletter.electronic_marketing": "existing-customer"}), "fi"
    )
    sentence = (
        "Lähetämme jatkossa sähköistä suoramarkkinointia vain asiakkaille, joiden yhteystiedot olemme saaneet tuotteen"
        " tai palvelun myynnin yhteydessä."
    )
    assert sentence in part.note


def test_the_right_to_withdraw_goes_with_the_last_consent_and_is_not_announced_as_gone() -> None:
    consents = {
        "purposes.newsletter.legal_basis.basis": "contract",
        "purposes.allergy-advice.legal_basis.basis": "contract",
        "purposes.kids-club.legal_basis.basis": "contract",
    }
    found = compared("complete", {}, {**consents, "rights.withdraw-consent": GONE})
    assert found.inform == "check"
    assert all(not part.lines for part in list_parts(found, "en"))


@pytest.mark.parametrize(
    ("edits", "line"),
    [
        ({"transfers.countries+": "CN"}, "The transfer to this country (China) is based on: standard contractual"),
        ({"transfers.countries+": "CA"}, "The transfer to this country (Canada) is based on: adequacy decision."),
        ({"disclosures.recipients.ads": {"text": text("Ads"), "country": "US"}},
         "[CHOOSE which of these the transfer to this country (United States) is based on: EU-U.S. Data Privacy"),
        ({"transfers.countries+": "CN", "transfers.instruments": ["eu-us-dpf"]},
         "[FILL IN: what the transfer to this country (China) is based on]"),
        ({"disclosures.recipients.ads": {"text": text("Ads"), "country": "IN",
                                         "transfer": {"country": "IN", "instrument": "bcr"}}},
         "The transfer to this country (India) is based on: binding corporate rules."),
        ({"processors.recipients.club": {"name": "Club Ltd", "country": "CN"}},
         "The transfer to this country (China) is based on: standard contractual clauses"),
    ],
)  # fmt: skip
def test_the_basis_of_a_transfer_to_a_new_country_is_told(edits: dict[str, Any], line: str) -> None:
    out = render_notification(compared("complete", {}, edits), ["en"], "text", START)
    assert line in out, out


def test_how_to_get_a_copy_is_told_where_there_are_safeguards_to_copy() -> None:
    words = " ".join(raw("complete")["transfers"]["copy"]["text"]["en"].split())
    china, canada = (compared("complete", {}, {"transfers.countries+": code}) for code in ("CN", "CA"))
    assert words in render_notification(china, ["en"], "text", START)
    assert words not in render_notification(canada, ["en"], "text", START)


def test_a_new_purpose_is_told_with_its_basis_and_the_interest() -> None:
    basis = {"basis": "legitimate-interests", "explanation": text("We want to know what sells.")}
    purpose = {"text": text("Statistics"), "fields": ["name"], "data_subjects": ["customers"], "legal_basis": basis}
    (part,) = list_parts(compared("complete", {}, {"purposes.statistics": purpose}), "en")
    assert part.lines[1:] == (
        "The purpose concerns: “Customers of the web shop”.",
        "The data used for it are: “Name”.",
        "The legal basis of the processing: legitimate interest.",
        "We want to know what sells. (en)",
    )


def test_an_entry_is_quoted_once() -> None:
    found = compared("complete", {}, {"purposes.profiling": {"text": text("Finding out what you like")}})
    out = render_notification(found, ["en"], "text", START)
    assert out.count("Finding out what you like") == 1
    assert out.lower().count("new purpose") == 1


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("fi", "Toimenpide tehdään harvemmin: tähän asti vähintään 1 päivän välein, jatkossa 7 päivän välein."),
        ("en", "This will be done less often: until now at least every day, from then on every 7 days."),
        (
            "sv",
            "Åtgärden vidtas mer sällan: hittills med högst 1 dags mellanrum, framöver med högst 7 dagars mellanrum.",
        ),
    ],
)
def test_an_interval_is_written_as_people_say_it(code: str, line: str) -> None:
    (part,) = list_parts(compared("complete", {}, {"safeguards.backup.parameters.interval": "P7D"}), code)
    assert part.lines == (line,)
