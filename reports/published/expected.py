"""The sentences that a published page should have in a language, from the policy and its notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seloste.checker.published.match import ExpectedSentence
from seloste.policy.notice import Policy
from seloste.policy.parties import Address
from seloste.policy.prose.likeness import Stream, split_sentences, split_words
from seloste.policy.texts import list_texts, name_subject
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.notice import Publication, render_notice


def render_expected_text(
    policy: Policy, code: str, processors: Mapping[str, str], publication: Publication | None = None
) -> str:
    """The text of the notice in a language; only its own texts, if the language has no folder of words."""
    own = "\n".join(text[code] for _, text in list_texts(policy) if code in text)
    if code not in language_codes():
        return own
    return render_notice(policy, code, "text", processors=processors, publication=publication)


def list_expected_sentences(policy: Policy, code: str, processors: Mapping[str, str]) -> list[ExpectedSentence]:
    """The sentences that the page should have, each with the part of the policy that it belongs to.

    Sentences that the notice itself omits, such as names of groups that its introduction mentions, are not among them.
    """
    stream = Stream(render_expected_text(policy, code, processors))
    expected = [*_list_contacts(policy), *_list_text_sentences(policy, code), *_list_processors(policy, processors)]
    return list(dict.fromkeys(sentence for sentence in expected if stream.contains(split_words(sentence.text))))


def list_identifying_sentences(policy: Policy, code: str) -> list[str]:
    """The sentences that identify the language: those of texts that differ between the languages."""
    return [
        sentence
        for steps, text in list_texts(policy)
        if code in text and list(text.values()).count(text[code]) == 1 and steps[0] != "headings"
        for sentence in split_sentences(text[code])
    ]


def list_country_names(policy: Policy, code: str) -> list[str]:
    """The names of all countries in the language, to find those that only the page mentions."""
    from seloste.policy.countries import load_countries

    if code not in language_codes():
        return []
    language = load_language(code)
    return [name for country in sorted(load_countries()) if len(name := language.country(country)) > 3]


def _list_text_sentences(policy: Policy, code: str) -> Iterator[ExpectedSentence]:
    """The sentences of all texts but headings, which promise nothing."""
    for steps, text in list_texts(policy):
        if code in text and steps[0] != "headings" and steps[-1] not in ("heading", "title"):
            for sentence in split_sentences(text[code]):
                yield ExpectedSentence(name_subject(steps), sentence)


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


def _list_processors(policy: Policy, processors: Mapping[str, str]) -> Iterator[ExpectedSentence]:
    if policy.processors is not None:
        for id in policy.processors.recipients or ():
            yield ExpectedSentence("processors", processors.get(id, id))
