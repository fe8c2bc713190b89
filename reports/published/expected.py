"""The sentences that a published page should have in a language, from the policy and its notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from seloste.checker.published.match import ExpectedSentence, PageSearch
from seloste.policy.base import is_id
from seloste.policy.notice import Policy
from seloste.policy.parties import Address
from seloste.policy.prose.likeness import split_sentences
from seloste.policy.prose.markup import Block, Table, TextList, Words, parse_text
from seloste.policy.prose.page import PageLimits, read_page
from seloste.policy.texts import list_texts, name_subject
from seloste.reports.language.language import Language, capitalize
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.reports.notice import Publication, render_notice

#: The address that plain text has after the words of a link.
_ADDRESS = re.compile(r" \(https://[^\s()]{1,2000}\)")
#: The notice of one's own has the limits of a policy already.
_NO_LIMITS = PageLimits(10**9, 10**9, 10**9)


def render_expected_text(policy: Policy, code: str, processors: Mapping[str, str], publication: Publication) -> str:
    """The text of the notice in a language; only its own texts, if Seloste has no words for the language.

    Lines with links are in it twice: with the addresses, and without them, as a page shows them.
    """
    if not publication.languages.has(code):
        return "\n".join(text[code] for _, text in list_texts(policy) if code in text)
    rendered = render_notice(policy, code, "text", processors=processors, publication=publication)
    bare = _ADDRESS.sub("", rendered)
    return rendered if bare == rendered else f"{rendered}\n{bare}"


def list_expected_sentences(
    policy: Policy, code: str, processors: Mapping[str, str], languages: NoticeLanguages
) -> list[ExpectedSentence]:
    """The sentences that the page should have, each with the part of the policy that it belongs to.

    Sentences that the notice itself omits, such as names of groups that its introduction mentions, are not among them.
    """
    rendered = render_expected_text(policy, code, processors, Publication(languages=languages))
    notice = PageSearch(read_page(rendered, markup=False, limits=_NO_LIMITS))
    expected = [*_list_contacts(policy), *_list_text_sentences(policy, code), *_list_names(policy, processors)]
    if languages.has(code):
        language = languages.load(code)
        expected += [
            *_list_own_words(policy, language),
            *_list_countries(policy, language),
            *_list_lifetimes(policy, language),
        ]
    found = (_find_rendered(sentence, notice) for sentence in expected)
    return list(dict.fromkeys(sentence for sentence in found if sentence is not None))


def _find_rendered(sentence: ExpectedSentence, notice: PageSearch) -> ExpectedSentence | None:
    """The sentence as the notice renders it, perhaps with a capital; None where the notice omits it."""
    if not notice.contains(sentence.text):
        return None
    begun = capitalize(sentence.text)
    return replace(sentence, text=begun) if notice.says(begun) and not notice.says(sentence.text) else sentence


def list_identifying_sentences(policy: Policy, code: str) -> list[str]:
    """The sentences that identify the language: those of texts that differ between the languages."""
    return [
        sentence
        for steps, text in list_texts(policy)
        if code in text and list(text.values()).count(text[code]) == 1 and steps[0] != "headings"
        for sentence in split_sentences(text[code])
    ]


def list_country_names(code: str, languages: NoticeLanguages) -> list[str]:
    """The names of all countries in the language, to find those that only the page mentions."""
    from seloste.policy.countries import load_countries

    if not languages.has(code):
        return []
    language = languages.load(code)
    return [name for country in sorted(load_countries()) if len(name := language.country(country)) > 3]


def _list_text_sentences(policy: Policy, code: str) -> Iterator[ExpectedSentence]:
    """The sentences of all texts but headings, which promise nothing, and the addresses that they link to."""
    for steps, text in list_texts(policy):
        if code in text and steps[0] != "headings" and steps[-1] not in ("heading", "title"):
            for words in _list_lines(parse_text(text[code])):
                yield from _list_line_sentences(name_subject(steps), words)


def _list_lines(blocks: Iterable[Block]) -> Iterator[Words]:
    """The lines of a text as rendered: a paragraph, an entry of a list, a cell."""
    for block in blocks:
        match block:
            case Words():
                yield block
            case TextList(entries):
                for entry in entries:
                    yield from _list_lines((entry.words, *entry.blocks))
            case Table(header, rows):
                yield from (*header, *(cell for row in rows for cell in row))


def _list_line_sentences(subject: str, words: Words) -> Iterator[ExpectedSentence]:
    sentences = list(split_sentences(words.text))
    if not words.has_links:
        yield from (ExpectedSentence(subject, sentence) for sentence in sentences)
        return
    written_out = "".join(f"{run.text} ({run.link})" if run.link else run.text for run in words.runs)
    parts = list(split_sentences(written_out))
    same = len(parts) == len(sentences)
    for number, sentence in enumerate(sentences):
        yield ExpectedSentence(subject, sentence, parts[number] if same else written_out)
    yield from (ExpectedSentence(subject, run.link) for run in words.runs if run.link)


def _list_contacts(policy: Policy) -> Iterator[ExpectedSentence]:
    controllers = {"controller": policy.controller}
    controllers |= {f"joint_controllers.{id}": joint for id, joint in policy.joint_controllers.items()}
    for path, controller in controllers.items():
        own = (
            controller.name,
            controller.business_id,
            *_list_address_lines(controller.address),
            controller.phone,
            controller.email,
            controller.website,
        )
        representative = controller.representative
        if representative is not None:
            own += (representative.name, *_list_address_lines(representative.address), representative.email)
        yield from (ExpectedSentence(path, value) for value in own if value)
    for id, contact in policy.contacts.items():
        yield from (
            ExpectedSentence(f"contacts.{id}", value) for value in (contact.name, contact.email, contact.phone) if value
        )
    requests = policy.requests
    if requests is not None:
        yield from (
            ExpectedSentence("requests", value) for value in (requests.email, requests.phone, requests.url) if value
        )


def _list_address_lines(address: Address | None) -> tuple[str | None, ...]:
    if address is None:
        return ()
    return (address.street, " ".join(part for part in (address.postal_code, address.city) if part) or None)


def _list_names(policy: Policy, names: Mapping[str, str]) -> Iterator[ExpectedSentence]:
    """The names of the processors, of the cookies, and of those who set them."""
    for id, entry in ((policy.processors.recipients or {}) if policy.processors else {}).items():
        if name := entry.name or names.get(id):
            yield ExpectedSentence("processors", name)
    for id, cookie in (policy.cookies.entries if policy.cookies else {}).items():
        named = cookie.provider is not None and not is_id(cookie.provider)
        provider = names.get(cookie.provider or "", cookie.provider if named else None)
        yield from (ExpectedSentence(f"cookies.entries.{id}", name) for name in (cookie.name, provider) if name)


def _list_own_words(policy: Policy, language: Language) -> Iterator[ExpectedSentence]:
    """The sentences in the page's own words that state a fact: the day of the last change, profiling."""
    if policy.notice.updated is not None:
        yield ExpectedSentence("notice", language.word("notice.updated", day=policy.notice.updated))
    for id, purpose in policy.purposes.items():
        if purpose.profiling:
            yield ExpectedSentence(f"purposes.{id}", language.word("notice.profiling"))


def _list_countries(policy: Policy, language: Language) -> Iterator[ExpectedSentence]:
    """The countries in which the notice says that processors process data and systems are hosted."""
    for id, entry in ((policy.processors.recipients or {}) if policy.processors else {}).items():
        if entry.country:
            yield ExpectedSentence(f"processors.recipients.{id}", language.country(entry.country))
    for country in (policy.transfers.hosting if policy.transfers else None) or ():
        yield ExpectedSentence("transfers", language.country(country))


def _list_lifetimes(policy: Policy, language: Language) -> Iterator[ExpectedSentence]:
    """How long cookies stay."""
    session = capitalize(language.word("notice.cookies.session"))
    for id, cookie in (policy.cookies.entries if policy.cookies else {}).items():
        if cookie.lifetime is not None:
            words = session if cookie.lifetime == "session" else language.format_value(cookie.lifetime)
            yield ExpectedSentence(f"cookies.entries.{id}", words)
