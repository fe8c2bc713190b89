"""Each key of a notice: its page says what the policy says, in every format, and an edit of the page is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seloste.checker.published.match import PageMatch, PageSearch, SentenceStatus, match_page
from seloste.policy.notice import Policy
from seloste.policy.prose.page import read_page
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.reports.notice import Publication, render_notice
from seloste.reports.published.check import check_pages
from seloste.reports.published.expected import list_country_names, list_expected_sentences, render_expected_text
from tests.support.each import each

NAMES = {"mailer": "Mailer Inc."}
CODES = ("fi", "en")
FORMATS = ("html", "markdown", "text")


def text(fi: str, en: str) -> dict[str, str]:
    return {"fi": fi, "en": en}


OBJECT = text(
    "Sinulla on oikeus vastustaa tietojesi käsittelyä.", "You have the right to object to the use of your data."
)
BASE: dict[str, Any] = {
    "notice": {"title": text("Tietosuojaseloste", "Privacy notice"), "languages": ["fi", "en"]},
    "controller": {"name": "Lumikiuru Oy", "email": "posti@lumikiuru.fi"},
    "data_subjects": {
        "members": {"text": text("Yhdistyksen jäsenet", "Members of the association")},
        "children": {"text": text("Kerhoon ilmoitetut lapset", "Children in the club"), "children": True},
    },
    "purposes": {
        "membership": {
            "text": text("Jäsenyyden hoitaminen", "Looking after the membership"),
            "legal_basis": {"basis": "contract"},
        },
        "newsletter": {"text": text("Uutiskirjeen lähettäminen", "Sending the newsletter")},
    },
    "fields": {
        "name": {"text": text("Etunimi ja sukunimi", "First name and last name")},
        "photo": {"text": text("Valokuva tapahtumasta", "A photo of the event")},
    },
    "retention": {
        "all": {
            "text": text("Tiedot poistetaan kahden vuoden kuluttua.", "The data are erased after two years."),
            "maximum": {"period": "P2Y", "after": "contract-end"},
        }
    },
    "rights": {
        "access": {
            "text": text("Sinulla on oikeus nähdä omat tietosi.", "You have the right to see your own data."),
            "right": "access",
        }
    },
    "processors": {"text": text("Käytämme alihankkijoita.", "We use subcontractors.")},
    "transfers": {"text": text("Emme siirrä tietoja pois ETA-alueelta.", "No data leave the EEA."), "rule": "never"},
}
LIST = text(
    "Voit pyytää rajoittamista, jos:\n- kiistät tietojen paikkansapitävyyden\n- käsittely on lainvastaista",
    "You may ask for restriction if:\n- you contest the accuracy of the data\n- the processing is unlawful",
)
NUMBERED = text(
    "Asia etenee näin:\n\n1. lähetät meille pyynnön\n2. vastaamme sinulle kuukaudessa",
    "The order is as follows:\n\n1. you send us a request\n2. we answer you within a month",
)
TABLE = text(
    "Käytetyt työkalut:\n\n| Työkalu | Mihin käytetään |\n| --- | --- |\n| Oma taulukko | jäsenten luettelointi |\n",
    "The tools in use:\n\n| Tool | What it is for |\n| --- | --- |\n| Own table | listing the members |\n",
)
LINK = text(
    "Lue lisää:\nValtuutetun [ohje jäsenille](https://tietosuoja.fi/ohje_1) auttaa alkuun. Voit myös soittaa.",
    "Read more:\nThe [guide for members](https://tietosuoja.fi/guide_1) helps you to begin. You may also call.",
)


class Key(NamedTuple):
    """A key: edits of the notice, the part that the sentences belong to, and the sentences by language."""

    edits: Mapping[str, Any]
    subject: str
    fi: tuple[str, ...]
    en: tuple[str, ...]


def one(edits: Mapping[str, Any], subject: str, words: Mapping[str, str]) -> Key:
    return Key(edits, subject, (words["fi"],), (words["en"],))


OPENING = text("Yksityisyytesi on meille tärkeää.", "Your privacy is important to us.")
LABEL = text("Jäsenten antamat tiedot", "Data that members give us")
LONGER = text("Pidempään, jos vaade on vireillä.", "Longer if a claim is pending.")
CRITERIA = text("Aika riippuu jäsenyyden kestosta.", "The period depends on how long the membership lasts.")
ARCHIVED = text("Kansallisarkisto on määrännyt ne pysyvästi säilytettäviksi.", "The National Archives order it so.")
SALE = text("Emme myy henkilötietojasi.", "We do not sell your personal data.")
COOKIES = text("Sivusto käyttää muutamaa evästettä.", "The site uses a few cookies.")
VISITS = text("laskee kävijöiden määrän", "counts the visitors")
SENDS = text("lähettää uutiskirjeemme", "sends our newsletters")
JOINT = text("Vastaamme kävijätilastoista yhdessä.", "We answer together for the visitor statistics.")
WHY = text("Jäsen on liittynyt yhdistykseen.", "The member has joined the association.")
ACT = text("Yhdistyslaki velvoittaa pitämään jäsenluetteloa.", "The Associations Act demands a list of members.")
BOTH = text(
    "Sinulla on oikeus poistaa tietosi tai rajoittaa niiden käsittelyä.", "You may have data erased or restricted."
)
REGISTER = text("Jäsenrekisteri ja uutiskirje", "Register of members")
PROFILING = text("Käsittelyyn kuuluu profilointia.", "The processing includes profiling.")
UPDATED = text("Päivitetty 10.1.2026", "Updated on 10 January 2026")
CHANGES = {"heading": text("Muutokset tähän selosteeseen", "Changes to this notice")}
MAILER = "processors.recipients"
ENTRY = "retention.all"

KEYS = {
    "opening": one({"notice.opening": OPENING}, "notice.opening", OPENING),
    "label of fields": one(
        {"groups.fields.given.text": LABEL, "fields.name.group": "given"}, "groups.fields.given", LABEL
    ),
    "label of purposes": one(
        {"groups.purposes.given.text": LABEL, "purposes.membership.group": "given"}, "groups.purposes.given", LABEL
    ),
    "exception": one(
        {f"{ENTRY}.exceptions": [{"text": LONGER, "reason": "claims"}]}, "retention.all.exceptions", LONGER
    ),
    "second exception": one(
        {f"{ENTRY}.exceptions": [{"text": CRITERIA}, {"text": LONGER, "reason": "claims"}]},
        "retention.all.exceptions.1",
        LONGER,
    ),
    "criteria": one({f"{ENTRY}.criteria": CRITERIA}, "retention.all.criteria", CRITERIA),
    "permanence": one({f"{ENTRY}.permanent.ground": ARCHIVED}, "retention.all.permanent.ground", ARCHIVED),
    "never": one({"never.sale": {"text": SALE, "activities": ["sale"]}}, "never.sale", SALE),
    "cookies": one({"cookies.text": COOKIES}, "cookies", COOKIES),
    "cookie": Key(
        {
            "cookies.text": COOKIES,
            "cookies.entries.visits": {
                "name": "_kavijat",
                "text": VISITS,
                "party": "third",
                "provider": "Laskuri Oy",
                "lifetime": "P2Y",
                "consent": True,
            },
        },
        "cookies.entries.visits",
        ("_kavijat", VISITS["fi"], "Laskuri Oy", "2 vuotta"),
        ("_kavijat", VISITS["en"], "Laskuri Oy", "2 years"),
    ),
    "cookie of a session": Key(
        {"cookies.text": COOKIES, "cookies.entries.visits": {"text": VISITS, "lifetime": "session", "necessary": True}},
        "cookies.entries.visits",
        (VISITS["fi"], "Selaimen sulkemiseen asti"),
        (VISITS["en"], "Until you close the browser"),
    ),
    "what a processor does": one({f"{MAILER}.mailer": {"text": SENDS}}, "processors.recipients.mailer", SENDS),
    "name of a processor": Key(
        {f"{MAILER}.poster": {"name": "Posteri Oy", "text": SENDS}}, "processors", ("Posteri Oy",), ("Posteri Oy",)
    ),
    "name on the list": Key({MAILER: ["mailer"]}, "processors", ("Mailer Inc.",), ("Mailer Inc.",)),
    "country of a processor": Key(
        {f"{MAILER}.mailer": {"text": SENDS, "country": "US"}},
        "processors.recipients.mailer",
        ("Yhdysvallat",),
        ("United States",),
    ),
    "hosting": Key({"transfers.hosting": ["FI", "SE"]}, "transfers", ("Suomi", "Ruotsi"), ("Finland", "Sweden")),
    "joint controllers": one(
        {"joint_controllers.page": {"name": "Sivusto Oy", "text": JOINT, "purposes": ["newsletter"]}},
        "joint_controllers.page",
        JOINT,
    ),
    "first of two bases": one(
        {
            "purposes.membership.legal_basis": [
                {"basis": "contract", "explanation": WHY},
                {"basis": "legal-obligation", "explanation": ACT},
            ]
        },
        "purposes.membership.legal_basis.explanation",
        WHY,
    ),
    "second of two bases": one(
        {
            "purposes.membership.legal_basis": [
                {"basis": "contract", "explanation": WHY},
                {"basis": "legal-obligation", "explanation": ACT, "data_subjects": ["members"]},
            ]
        },
        "purposes.membership.legal_basis.1.explanation",
        ACT,
    ),
    "bases of the notice": one(
        {"legal_bases": [{"basis": "legal-obligation", "explanation": ACT}]}, "legal_bases.explanation", ACT
    ),
    "ground for criminal data": Key(
        {
            "fields.extract": {
                "text": text("Rikosrekisteriote", "Extract of the criminal record"),
                "criminal": True,
                "criminal_ground": {"ground": "law", "explanation": ACT},
            }
        },
        "fields.extract.criminal_ground.explanation",
        (ACT["fi"],),
        (ACT["en"],),
    ),
    "several rights": one(
        {"rights.erasure": {"right": ["erasure", "restriction"], "text": BOTH}}, "rights.erasure", BOTH
    ),
    "right set apart": one({"rights.objection": {"right": "objection", "text": OBJECT}}, "rights.objection", OBJECT),
    "several controls": one(
        {"safeguards.locks": {"text": WHY, "control": ["firewall", "backup"]}}, "safeguards.locks", WHY
    ),
    "numbered sections": one({"notice.numbered": True}, "retention.all", BASE["retention"]["all"]["text"]),
    "own section in its place": one(
        {"sections.changes": {**CHANGES, "text": WHY}, "notice.order": ["sections.changes", "rights"]},
        "sections.changes",
        WHY,
    ),
    "plain style": one({"notice.style": "plain"}, "rights.access", BASE["rights"]["access"]["text"]),
    "draft": one({"notice.draft": True}, "rights.access", BASE["rights"]["access"]["text"]),
    "updated": one({"notice.updated": "2026-01-10"}, "notice", UPDATED),
    "name of the register": one({"notice.name": REGISTER}, "notice.name", REGISTER),
    "profiling": one({"purposes.newsletter.profiling": True}, "purposes.newsletter", PROFILING),
    "list": Key(
        {"sections.changes": {**CHANGES, "text": LIST}},
        "sections.changes",
        ("Voit pyytää rajoittamista, jos:", "kiistät tietojen paikkansapitävyyden", "käsittely on lainvastaista"),
        ("You may ask for restriction if:", "you contest the accuracy of the data", "the processing is unlawful"),
    ),
    "list in an entry of a list": Key(
        {"rights.restriction": {"right": "restriction", "text": LIST}},
        "rights.restriction",
        ("Voit pyytää rajoittamista, jos:", "kiistät tietojen paikkansapitävyyden", "käsittely on lainvastaista"),
        ("You may ask for restriction if:", "you contest the accuracy of the data", "the processing is unlawful"),
    ),
    "numbered list": Key(
        {"sections.changes": {**CHANGES, "text": NUMBERED}},
        "sections.changes",
        ("lähetät meille pyynnön", "vastaamme sinulle kuukaudessa"),
        ("you send us a request", "we answer you within a month"),
    ),
    "table": Key(
        {"sections.changes": {**CHANGES, "text": TABLE}},
        "sections.changes",
        ("Työkalu", "Mihin käytetään", "Oma taulukko", "jäsenten luettelointi"),
        ("Tool", "What it is for", "Own table", "listing the members"),
    ),
    "link": Key(
        {"sections.changes": {**CHANGES, "text": LINK}},
        "sections.changes",
        ("Valtuutetun ohje jäsenille auttaa alkuun.", "https://tietosuoja.fi/ohje_1", "Voit myös soittaa."),
        ("The guide for members helps you to begin.", "https://tietosuoja.fi/guide_1", "You may also call."),
    ),
}  # fmt: skip


def build(edits: Mapping[str, Any]) -> Policy:
    data = copy.deepcopy(BASE)
    for path, value in edits.items():
        *steps, last = path.split(".")
        target = data
        for step in steps:
            target = target.setdefault(step, {})
        target[last] = value
    return Policy.model_validate(data)


def match(policy: Policy, page: str, code: str, format: str) -> PageMatch:
    search = PageSearch(read_page(page, markup=format == "html"))
    expected = render_expected_text(policy, code, NAMES, Publication())
    return match_page(
        search,
        list_expected_sentences(policy, code, NAMES, NoticeLanguages()),
        expected,
        list_country_names(code, NoticeLanguages()),
    )


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("code", CODES)
@each("key", KEYS)
def test_the_page_says_the_key_as_it_is_written(key: str, code: str, format: str) -> None:
    case = KEYS[key]
    policy = build(case.edits)
    found = match(policy, render_notice(policy, code, format, processors=NAMES), code, format)
    statuses = {(each.expected.subject, each.expected.text): each.status for each in found.sentences}
    for sentence in case.fi if code == "fi" else case.en:
        assert statuses.get((case.subject, sentence)) is SentenceStatus.WRITTEN, sentence
    assert set(found.promises.values()) <= {SentenceStatus.WRITTEN, SentenceStatus.SIMILAR}
    assert found.unexpected == ()


@pytest.mark.parametrize("format", FORMATS)
@each("key", KEYS)
def test_a_page_without_it_is_told_of(key: str, format: str) -> None:
    """Each sentence of the key is taken from the page, or spoilt: then it is not as written."""
    case = KEYS[key]
    policy = build(case.edits)
    page = render_notice(policy, "en", format, processors=NAMES)
    for sentence in case.en:
        inside = sentence.replace("_", "\\_") if format == "markdown" else sentence
        places = [inside] if inside in page else sentence.split()
        spoilt = page
        for place in places:
            spoilt = spoilt.replace(place, "###")
        assert spoilt != page, sentence
        found = match(policy, spoilt, "en", format)
        status = {(each.expected.subject, each.expected.text): each.status for each in found.sentences}
        assert status[case.subject, sentence] in (SentenceStatus.CHANGED, SentenceStatus.MISSING), sentence


class Source(NamedTuple):
    """A page at hand."""

    name: str
    content: str

    @property
    def path(self) -> Path:
        """Its suffix tells that it is HTML."""
        return Path(self.name)

    def read_content(self) -> bytes:
        """Its bytes."""
        return self.content.encode()


def test_a_page_in_a_variant_of_a_language_is_known_by_what_it_declares() -> None:
    """Two pages may have the same words; the one in easy Finnish is still that."""
    data = json.loads(
        json.dumps(BASE).replace('"en": ', '"fi-x-selko": ').replace('["fi", "en"]', '["fi", "fi-x-selko"]')
    )
    policy = Policy.model_validate(_say_the_same(data))
    for code in policy.notice.languages:
        source = Source("page.html", render_notice(policy, code, "html", processors=NAMES))
        check, findings = check_pages(policy, "policy.yaml", [source], NAMES, Publication())
        assert check is not None
        assert not findings
        assert check.pages[0].code == code
        assert set(check.pages[0].match.promises.values()) == {SentenceStatus.WRITTEN}
        assert check.pages[0].match.unexpected == ()


def _say_the_same(value: Any) -> Any:
    """The data with the same words in both languages."""
    if isinstance(value, dict):
        same = {key: _say_the_same(item) for key, item in value.items()}
        return {**same, "fi-x-selko": same["fi"]} if "fi-x-selko" in same else same
    return value
