"""The languages of a notice: variants of ours, and those with words of the user's own."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.policy.notice import Policy
from seloste.reports.language.labels import Labels, make_labels_model
from seloste.reports.language.language import UnknownLanguageError, choose_tag, find_base, load_language, truncate_tag
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.reports.notice import Publication, render_notice
from seloste.reports.paper.notice import render_notice_file
from tests.support.labels import english_labels
from tests.support.samples import complete, jamix, minimal


def named(tag: str, **facts: Any) -> Labels:
    return make_labels_model().model_validate(english_labels(tag, **facts))


@pytest.mark.parametrize(
    ("tag", "tags"),
    [
        ("fi", ["fi"]),
        ("sv-FI", ["sv-FI", "sv"]),
        ("fi-x-selko", ["fi-x-selko", "fi"]),
        ("zh-Hant-CN-x-private1-private2", ["zh-Hant-CN-x-private1-private2", "zh-Hant-CN-x-private1", "zh-Hant-CN",
                                            "zh-Hant", "zh"]),
    ],
)  # fmt: skip
def test_lookup_truncates_from_the_end(tag: str, tags: list[str]) -> None:
    assert [*truncate_tag(tag)] == tags  # RFC 4647 section 3.4


@pytest.mark.parametrize(
    ("tag", "base", "name"),
    [
        ("fi-x-selko", "fi", "suomi (selkokieli)"),
        ("sv-FI", "sv", "svenska (Finland)"),
        ("en-GB", "en", "English (United Kingdom)"),
        ("fi-x-other", "fi", "suomi (x-other)"),
    ],
)
def test_a_variant_has_the_words_of_its_base(tag: str, base: str, name: str) -> None:
    language = load_language(tag)
    assert (language.code, language.base, language.name) == (tag, base, name)
    assert language.word("notice.brief.heading") == load_language(base).word("notice.brief.heading")
    assert language.cite("GDPR Art. 13(1)(c)") == load_language(base).cite("GDPR Art. 13(1)(c)")


@pytest.mark.parametrize("tag", ["se", "ru-FI", "x-fi", "fin", ""])
def test_other_languages_have_no_words(tag: str) -> None:
    assert find_base(tag) is None
    with pytest.raises(UnknownLanguageError):
        load_language(tag)


def test_a_text_is_the_nearest_one() -> None:
    texts = {"en": "e", "sv": "s", "fi-x-selko": "x", "fi": "f"}
    assert load_language("fi-x-selko").text(texts) == "x"
    assert load_language("sv-FI").text(texts) == "s"
    assert load_language("fi").text({"en": "e", "fi-x-selko": "x"}) == "x"
    assert load_language("sv").text({"fi": "f", "en": "e"}) == "e"
    assert load_language("sv").text({"fi": "f"}) == "f"
    assert choose_tag("fi-x-selko", ["fi-x-other", "en", "fi"]) == "fi"


def test_a_page_in_easy_finnish() -> None:
    languages = ["fi", "fi-x-selko"]
    policy = minimal(
        notice={"name": {"fi": "Rekisteri", "fi-x-selko": "Lista"}, "languages": languages},
        purposes={"a": {"text": {"fi": "Laskutus", "fi-x-selko": "Lähetämme laskun"}}},
    )
    published = Publication({"fi": "fi.html", "fi-x-selko": "selko.html"})
    page = render_notice(policy, "fi-x-selko", "html", publication=published)
    assert '<html lang="fi-x-selko">' in page
    assert '<a href="fi.html" hreflang="fi" lang="fi">Suomi</a>' in page
    assert '<span lang="fi-x-selko" aria-current="true">Suomi (selkokieli)</span>' in page
    assert "Lähetämme laskun" in page
    assert "Laskutus" not in page
    assert load_language("fi").word("page.contents") in page


@pytest.mark.parametrize("style", ["official", "plain"])
@pytest.mark.parametrize("policy", [complete(), jamix(), minimal()], ids=["complete", "jamix", "minimal"])
def test_the_schema_of_a_language_has_every_word_of_the_page(policy: Policy, style: str) -> None:
    """A language whose labels are the English words has the English page."""
    policy = _speak(policy, style)
    published = Publication(languages=NoticeLanguages({"qaa": named("qaa", locale="en_GB", articled=_ARTICLED)}))
    for format in ("text", "markdown"):
        page = render_notice(policy, "qaa", format, publication=published)
        assert page == render_notice(policy, "en", format)


_ARTICLED = load_language("en").data["language"]["articled"]


def _speak(policy: Policy, style: str) -> Policy:
    notice = policy.notice.model_copy(update={"languages": ["en", "qaa"], "style": style, "draft": True})
    return policy.model_copy(update={"notice": notice})


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_paper_has_the_labels_too(format: str) -> None:
    published = Publication(languages=NoticeLanguages({"se": named("se", locale="se")}))
    policy = minimal(notice={"name": {"se": "Registtar"}, "languages": ["se"], "published": "2026-01-05"})
    page = render_notice(policy, "se", "html", publication=published)
    content = render_notice_file(policy, "se", format, html=lambda: page, publication=published)
    assert content[:4] in (b"%PDF", b"PK\x03\x04")


def test_days_and_countries_are_those_of_the_locale() -> None:
    published = Publication(languages=NoticeLanguages({"se": named("se", locale="se")}))
    policy = minimal(
        notice={"name": {"se": "Registtar"}, "languages": ["se"], "published": "2026-01-05"},
        transfers={"text": {"se": "b"}, "rule": "allowed", "countries": ["NO"]},
    )
    page = render_notice(policy, "se", "text", publication=published)
    assert "ođđajagemánnu" in page
    assert "Norga" in page


def test_labels_of_a_language_of_ours_come_before_ours_and_a_variant_of_theirs_has_them() -> None:
    own = named("fi-x-selko", name="helppo suomi")
    languages = NoticeLanguages({"fi-x-selko": own, "se": named("se")})
    assert languages.name("fi-x-selko") == "helppo suomi"
    assert languages.name("fi") == "suomi"
    assert languages.load("se-FI").base == "se"
    assert not languages.has("ru")
    assert languages.name("ru") == "русский"


def test_a_page_in_a_script_from_the_right_says_so() -> None:
    published = Publication(languages=NoticeLanguages({"ar": named("ar", locale="ar")}))
    policy = minimal(notice={"name": {"ar": "سجل"}, "languages": ["ar"]})
    assert '<html lang="ar" dir="rtl">' in render_notice(policy, "ar", "html", publication=published)
