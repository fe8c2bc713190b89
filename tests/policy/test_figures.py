"""What counts as the same in two languages: texts as notices have them, that agree or do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.policy.prose.figures.comparison import extract_figures, find_differing_figures, find_words_instead
from seloste.policy.prose.figures.dates import remove_dates
from tests.support.complete import checked, policy, write
from tests.support.each import each

AGREE = {
    # periods
    "a number word": {"fi": "kahden vuoden ajan", "en": "for two years", "sv": "i två år"},
    "months that are years": {"fi": "24 kuukautta", "en": "two years"},
    "days that are weeks": {"fi": "14 päivän kuluessa", "en": "within two weeks"},
    "hours that are a day": {"fi": "vuorokauden kuluessa", "en": "within 24 hours"},
    "hours that are days": {"fi": "72 tunnin kuluessa", "en": "within three days"},
    "a month without a number": {"fi": "Vastaamme kuukauden kuluessa.", "en": "We answer within one month."},
    "a year with an article": {"fi": "vuoden ajan", "en": "for a year", "sv": "i ett år"},
    "an abbreviation": {"fi": "6 kk päättymisestä", "en": "six months after the end"},
    "no space": {"fi": "24h kuluessa", "en": "within 24 hours"},
    "a no-break space": {"fi": "6\u00a0kuukautta", "en": "6\u202fmonths"},
    "half a year": {"fi": "puolen vuoden ajan", "en": "for half a year", "sv": "ett halvår"},
    "a year and a half, by half years": {
        "fi": "puolitoista vuotta",
        "en": "a year and a half",
        "sv": "ett och ett halvt år",
    },
    "a genitive": {"fi": "10 vuoden säilytysaika", "en": "a period of ten years", "sv": "tio års lagringstid"},
    "a joined number": {"fi": "25 päivää", "en": "twenty-five days", "sv": "tjugofem dygn"},
    "a year and a half": {"fi": "puolitoista vuotta", "en": "18 months"},
    "a decimal": {"fi": "1,5 vuotta", "en": "1.5 years"},
    "a colon ending": {"fi": "12:n kuukauden ajan", "en": "for 12 months"},
    "said twice": {"fi": "kahden (2) vuoden ajan", "en": "for two (2) years"},
    "from two to three": {"fi": "2–3 vuotta", "en": "two to three years"},
    "a compound word": {"fi": "kaksikymmentäneljä tuntia", "en": "twenty-four hours", "sv": "tjugofyra timmar"},
    "working days": {"fi": "10 arkipäivän kuluessa", "en": "within 10 business days", "sv": "inom 10 arbetsdagar"},
    "calendar years": {"fi": "kuusi kalenterivuotta", "en": "six calendar years"},
    "a frequency": {"fi": "päivittäin", "en": "every day", "sv": "dagligen"},
    "once a year": {"fi": "kerran vuodessa", "en": "once a year"},
    "every other year": {"fi": "joka toinen vuosi", "en": "every two years", "sv": "vartannat år"},
    "every quarter": {"fi": "neljännesvuosittain", "en": "every three months"},
    "an adjective in a compound": {"fi": "vuosimaksu", "en": "the annual fee"},
    "an age": {"fi": "alle 13-vuotiaat lapset", "en": "children under 13", "sv": "barn under 13 år"},
    "an age that is one word": {"fi": "alle viisitoistavuotias", "en": "under fifteen", "sv": "under femton år"},
    "an age that is included": {"fi": "kaksitoistavuotias", "en": "12 years or younger", "sv": "12 år eller yngre"},
    "an age in words": {"fi": "16-vuotias", "en": "sixteen years old", "sv": "16-åring"},
    "no unit, though it begins like one": {"fi": "2 tunnusta, 3 päivitystä", "en": "2 identifiers, 3 updates"},
    "a year and a half, in digits and in words": {"fi": "1,5 vuotta", "en": "one and a half years"},
    "two and a half years": {"fi": "2,5 vuotta", "en": "two and a half years", "sv": "två och ett halvt år"},
    "a month and a half": {"fi": "puolitoista kuukautta", "en": "1.5 months", "sv": "en och en halv månad"},
    "half an hour": {"fi": "puoli tuntia", "en": "half an hour", "sv": "30 minuter"},
    "half a day": {"fi": "12 tunnin kuluessa", "en": "within half a day"},
    "a sign for a half": {"fi": "1½ vuotta", "en": "18 months"},
    "a week without a number": {"fi": "viikon kuluessa", "en": "within a week", "sv": "inom en vecka"},
    "twice a day": {"fi": "kaksi kertaa päivässä", "en": "twice a day", "sv": "två gånger om dagen"},
    "twice a day, every 12 hours": {"fi": "kahdesti vuorokaudessa", "en": "every 12 hours"},
    "a period as the first part of a word": {
        "fi": "viisivuotiskausi",
        "en": "a five-year period",
        "sv": "femårsperiod",
    },
    # days
    "a short month": {"fi": "1.2.2026", "en": "1 Feb 2026", "sv": "1 feb. 2026"},
    "the month before its day": {"fi": "toukokuun 28. päivänä 2018", "en": "28 May 2018", "sv": "den 28:e maj 2018"},
    "a date": {"fi": "25.5.2018 alkaen", "en": "from 25 May 2018", "sv": "den 25 maj 2018"},
    "a date in words": {"fi": "25. päivänä toukokuuta 2018", "en": "on the 25th of May 2018"},
    "the month first": {"fi": "31.12.2026", "en": "December 31, 2026"},
    "an ISO date": {"fi": "2018-05-25", "en": "25/05/2018"},
    "a month and a year": {"fi": "toukokuussa 2018", "en": "in May 2018"},
    "a day without a year": {"fi": "31.12. mennessä", "en": "by 31 December"},
    "a section, which is no day": {"fi": "Ks. kohta 6.1.", "en": "See section 6.1"},
    "an article, which is no day": {"fi": "13 artikla voi koskea", "en": "Article 13 may apply"},
    "the hours of a day": {"fi": "klo 9–16", "en": "9 a.m. to 4 p.m."},
    "hours and minutes": {"fi": "klo 9.00–16.30", "en": "9:00–16:30"},
    # numbers
    "thousands": {"fi": "1 000 euroa", "en": "€1,000"},
    "thousands and cents": {"fi": "1 000,50 €", "en": "€1,000.50"},
    "a percentage": {"fi": "25 %:n", "en": "25%"},
    "an article of the GDPR": {"fi": "13 artiklan 2 kohdan f alakohta", "en": "Article 13(2)(f)"},
    "an article with a dot": {"fi": "6 artiklan 1 kohdan f alakohta", "en": "Art. 6.1(f)", "sv": "artikel 6.1 f"},
    "an article with its point": {"fi": "9 artiklan 2 kohdan h alakohta", "en": "Article 9(2)(h)", "sv": "art. 9.2 h"},
    "two articles": {
        "fi": "art. 6.1 c ja 9.2 h",
        "en": "Articles 6(1)(c) and 9(2)(h)",
        "sv": "artiklarna 6.1 c och 9.2 h",
    },
    "a point before its article": {
        "fi": "6.1 artiklan f kohta",
        "en": "point (f) of Article 6(1)",
        "sv": "artikel 6.1 led f",
    },
    "a chapter of an act": {"fi": "1 luvun 2 §", "en": "Chapter 1, Section 2", "sv": "1 kap. 2 §"},
    "an annex": {"fi": "Liite 1 ja liite 2", "en": "Annexes I and II", "sv": "Bilaga 1 och bilaga II"},
    "a season": {"fi": "kaudella 2025–2026", "en": "in the 2025/26 season", "sv": "säsongen 2025–2026"},
    # what comes round
    "every twelfth hour": {"fi": "12 tunnin välein", "en": "every twelve hours", "sv": "var tolfte timme"},
    "every fifteenth minute": {"fi": "15 minuutin välein", "en": "every 15 minutes", "sv": "var femtonde minut"},
    "every third month": {"fi": "joka kolmas kuukausi", "en": "quarterly", "sv": "var tredje månad"},
    "every quarter, in another word": {
        "fi": "kunkin vuosineljänneksen päätyttyä",
        "en": "at the end of each quarter",
        "sv": "efter utgången av varje kvartal",
    },
    "at night": {"fi": "öisin", "en": "nightly", "sv": "nattetid"},
    "by the day": {"fi": "vuorokausittain", "en": "daily", "sv": "dygnsvis"},
    "a monthly letter": {"fi": "kuukausikirje", "en": "a monthly letter", "sv": "månadsbrev"},
    "a weekly bulletin": {"fi": "viikkotiedote", "en": "a weekly bulletin", "sv": "veckobrev"},
    "a half-yearly review": {"fi": "puolivuosikatsaus", "en": "a half-yearly review", "sv": "halvårsöversikt"},
    "at all hours": {"fi": "ympäri vuorokauden", "en": "24/7", "sv": "dygnet runt"},
    "twice, without a unit": {"fi": "kahdesti", "en": "twice", "sv": "två gånger"},
    "once in two years": {"fi": "kerran kahdessa vuodessa", "en": "every two years", "sv": "vartannat år"},
    "midnight": {"fi": "päivittäin klo 24", "en": "daily at midnight", "sv": "dagligen kl. 24"},
    "a range without years": {"fi": "1.6.–31.8.", "en": "1 June to 31 August", "sv": "1 juni–31 augusti"},
    "a section of an act": {"fi": "tietosuojalain (1050/2018) 29 §:n", "en": "section 29 of the Act (1050/2018)"},
    "two factors, which are no number": {"fi": "kaksivaiheinen kirjautuminen", "en": "two-factor login"},
    "two factors in figures": {"fi": "2-vaiheinen kirjautuminen", "en": "two-step login"},
    "a name with a digit": {"fi": "kaksivaiheinen tunnistus", "en": "2FA"},
    "a standard": {"fi": "ISO 27001 -sertifioitu", "en": "ISO 27001 certified"},
    "one, which is also a pronoun": {"fi": "Yksi yhteyshenkilö", "en": "1 contact person"},
    "third countries": {"fi": "kolmansiin maihin", "en": "to third countries"},
    # links
    "a phone number with the country's code": {"fi": "puh. 040 765 9821", "en": "tel. +358 40 765 9821"},
    "a phone number with hyphens": {"fi": "014-123 4567", "en": "+358 (0)14 123 4567"},
    "an e-mail at the end of a sentence": {"fi": "Kirjoita: a@b.fi.", "en": "Write to A@b.fi"},
    "a URL at the end of a sentence": {"fi": "Ks. https://tietosuoja.fi/.", "en": "See (https://tietosuoja.fi)!"},
    "a URL without its scheme": {"fi": "www.tietosuoja.fi", "en": "https://tietosuoja.fi"},
    "a URL of the language": {"fi": "https://a.fi/fi/tietosuoja", "en": "https://a.fi/en/tietosuoja"},
    # a language without data
    "digits alone are asked of it": {"fi": "2 vuotta", "de": "2 Jahre"},
    "and none that it may have in words": {"fi": "kaksi vuotta", "de": "zwei Jahre"},
    "nor dates": {"fi": "25.5.2018", "de": "25. Mai 2018"},
    "one language": {"fi": "2 vuotta"},
}
DIFFER = {
    "the number": ({"fi": "30 päivää", "en": "60 days"}, {"30D"}, {"60D"}),
    "the unit": ({"fi": "30 päivää", "en": "30 months"}, {"30D"}, {"30M"}),
    "more than the one that is left out": ({"fi": "vuoden kuluessa", "en": "in two years"}, set(), {"2Y"}),
    "another unit than the one left out": ({"fi": "kuukauden kuluessa", "en": "in a year"}, set(), {"1Y"}),
    "the date": ({"fi": "25.5.2018", "en": "26 May 2018"}, {"2018-05-25"}, {"2018-05-26"}),
    "the month": ({"fi": "toukokuussa 2018", "en": "in June 2018"}, {"2018-05"}, {"2018-06"}),
    "the amount": ({"fi": "1 000 euroa", "en": "€10,000"}, {"1000"}, {"10000"}),
    "the article": ({"fi": "17 artikla", "en": "Article 18"}, {"17"}, {"18"}),
    "the age": ({"fi": "alle 13-vuotiaat", "en": "children under 16"}, {"13"}, {"16"}),
    "the phone number": (
        {"fi": "014 123 4567", "en": "+358 14 123 4568"},
        {"tel. 1234567"},
        {"tel. 1234568"},
    ),
    "the e-mail": ({"fi": "a@b.fi", "en": "c@b.fi"}, {"a@b.fi"}, {"c@b.fi"}),
    "the page": ({"fi": "https://a.fi/seloste", "en": "https://a.fi/notice"}, {"a.fi/seloste"}, {"a.fi/notice"}),
    "a figure that is left out": ({"fi": "säilytetään", "en": "kept for 2 years"}, set(), {"2Y"}),
    "one year and one and a half": ({"fi": "1,5 vuotta", "en": "one year"}, {"18M"}, {"1Y"}),
    "a week and two": ({"fi": "viikon kuluessa", "en": "within two weeks"}, set(), {"14D"}),
    "twice and three times": ({"fi": "kahdesti päivässä", "en": "three times a day"}, {"12H"}, {"8H"}),
    "another paragraph": ({"fi": "6 artiklan 1 kohta", "en": "Article 6.2"}, {"1"}, {"2"}),
    "a decimal near an article": ({"fi": "6 artikla: 2,5 %", "en": "Article 6: 3.5%"}, {"2.5"}, {"3.5"}),
    "another annex": ({"fi": "liite 3", "en": "Annex II"}, {"3"}, set()),
    "every third month and each half-year": (
        {"fi": "joka kolmas kuukausi", "en": "every six months"},
        {"3M"},
        {"6M"},
    ),
    "a monthly letter and a weekly one": ({"fi": "kuukausikirje", "en": "a weekly letter"}, set(), {"7D"}),
    "another end of a range": ({"fi": "1.6.–31.8.", "en": "1 June to 31 July"}, {"--08-31"}, {"--07-31"}),
    "working days and days": ({"fi": "10 päivää", "en": "10 working days"}, {"10D"}, {"10B"}),
}


@each("text", AGREE.values())
def test_versions_that_say_the_same(text: dict[str, str]) -> None:
    assert find_differing_figures(text) == {}


@pytest.mark.parametrize(("text", "fi", "en"), DIFFER.values(), ids=DIFFER)
def test_versions_that_do_not(text: dict[str, str], fi: set[str], en: set[str]) -> None:
    assert {language: set(own) for language, own in find_differing_figures(text).items()} == {"fi": fi, "en": en}


def test_the_digits_of_a_language_without_data_must_be_in_the_others() -> None:
    assert find_differing_figures({"fi": "kaksi vuotta", "de": "3 Jahre"}) == {"fi": {}, "de": {"3": "3"}}
    assert find_differing_figures({"fi": "a@b.fi", "de": "c@b.fi"}) == {
        "fi": {"a@b.fi": "a@b.fi"},
        "de": {"c@b.fi": "c@b.fi"},
    }


def test_a_third_language_must_agree_too() -> None:
    own = find_differing_figures({"fi": "kaksi vuotta", "en": "two years", "sv": "tre år"})
    assert {language: list(items) for language, items in own.items()} == {"fi": ["2Y"], "en": ["2Y"], "sv": ["3Y"]}


def test_figures_are_told_as_they_are_written() -> None:
    assert find_differing_figures({"fi": "30 päivän kuluttua", "en": "after two months"}) == {
        "fi": {"30D": "30 päivän"},
        "en": {"2M": "2 months"},
    }


@pytest.mark.parametrize(
    ("text", "language", "instead"),
    [
        ({"fi": "kerran viikossa", "sv": "varje natt"}, "fi", {"7D": "kerran viikossa"}),
        ({"fi": "kuukausikirje", "en": "a weekly letter"}, "fi", {"1M": "kuukausikirje"}),
        ({"fi": "vuoden kuluessa", "en": "in two years"}, "fi", {"1Y": "vuoden"}),
        ({"fi": "lähetetään", "en": "sent weekly"}, "fi", {}),
    ],
)
def test_a_difference_hides_no_words_of_the_other_side(
    text: dict[str, str], language: str, instead: dict[str, str]
) -> None:
    assert find_differing_figures(text)[language] == {}
    assert find_words_instead(text, language) == instead


ODD = [
    "",
    "Nimi",
    "…",
    "0",
    "1.",
    "()",
    "+",
    "0000000",
    "²",
    "٣ vuotta",
    "1" * 5000,
    "9" * 5000 + " vuotta",
    "1(" * 5000,
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:10])
def test_nothing_in_a_text_is_too_odd(text: str) -> None:
    for language in ("fi", "en", "sv", "de"):
        extract_figures(text, language)
    assert find_differing_figures({"fi": text, "en": text, "de": text}) == {}


def test_a_text_without_its_days() -> None:
    assert "May" not in remove_dates("Since 25 May 2018 and May 2019", "en")
    assert remove_dates("We may", "en") == "We may"


@pytest.mark.parametrize(
    ("words", "hedged"),
    [
        ("We transferred data on 10 May 2023 to the United States.", False),
        ("Data may not be transferred to the United States.", False),
        ("Data may be transferred to the United States.", True),
    ],
)
def test_may_is_no_hedge_where_it_is_a_month_or_a_prohibition(
    words: str, hedged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, (policy("transfers.text", "      We transfer personal data", f"      {words} We transfer data"),))
    rules = {finding.rule for finding in checked(tmp_path, monkeypatch, scope="notice").findings}
    assert ("notice/wording-hedged" in rules) is hedged


@pytest.mark.parametrize("hedge", ["saatamme", "saatat", "saatte", "voimme", "voivat", "kenties", "tapauskohtaisesti"])
def test_a_finnish_word_that_leaves_it_open_is_a_hedge(
    hedge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, (policy("transfers.text", "    fi: >-\n", f"    fi: >-\n      Tietoja {hedge} siirtää.\n"),))
    rules = {finding.rule for finding in checked(tmp_path, monkeypatch, scope="notice").findings}
    assert "notice/wording-hedged" in rules
