"""What a published page should say in a language: the sentences of the policy that its notice tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seloste.checker.published.match import ExpectedSentence
from seloste.policy.notice import Address, Policy
from seloste.policy.prose.likeness import Stream, sentences, words
from seloste.policy.texts import subject, texts
from seloste.reports.language.language import load_language as words_of
from seloste.reports.language.language import language_codes
from seloste.reports.notice import Publication, render_notice


def expected(policy: Policy, code: str, processors: Mapping[str, str], publication: Publication | None = None) -> str:
    """All that the notice says in the language; where there are no words of ours for it, its own texts alone."""
    own = "\n".join(text[code] for _, text in texts(policy) if code in text)
    if code not in language_codes():
        return own
    return render_notice(policy, code, "text", processors=processors, publication=publication)


def promised(policy: Policy, code: str, processors: Mapping[str, str]) -> list[ExpectedSentence]:
    """The sentences that the page should say, each with the part of the policy that it belongs to.

    What the notice itself leaves out (the names of groups that its introduction speaks of) is not asked for.
    """
    told = Stream(expected(policy, code, processors))
    found = [*_contacts(policy), *_texts(policy, code), *_names(policy, processors)]
    return list(dict.fromkeys(piece for piece in found if told.holds(words(piece.text))))


def telling(policy: Policy, code: str) -> list[str]:
    """The texts by which the language of a page is known: those that no other language has alike."""
    return [
        sentence
        for steps, text in texts(policy)
        if code in text and list(text.values()).count(text[code]) == 1 and steps[0] != "headings"
        for sentence in sentences(text[code])
    ]


def countries(policy: Policy, code: str) -> list[str]:
    """The names of all countries in the language: one that the page names and the notice does not is worth a look."""
    from seloste.policy.countries import countries as known

    if code not in language_codes():
        return []
    said = words_of(code)
    return [name for country in sorted(known()) if len(name := said.country(country)) > 3]


def _texts(policy: Policy, code: str) -> Iterator[ExpectedSentence]:
    """The promises and what is said around them. Headings promise nothing."""
    for steps, text in texts(policy):
        if code in text and steps[0] != "headings" and steps[-1] not in ("heading", "title"):
            for sentence in sentences(text[code]):
                yield ExpectedSentence(subject(steps), sentence)


def _contacts(policy: Policy) -> Iterator[ExpectedSentence]:
    controllers = {"controller": policy.controller}
    controllers |= {f"joint_controllers.{id}": joint for id, joint in policy.joint_controllers.items()}
    for path, who in controllers.items():
        own = (who.name, who.business_id, *_address(who.address), who.phone, who.email, who.website)
        represented = who.representative
        if represented is not None:
            own += (represented.name, *_address(represented.address), represented.email)
        yield from (ExpectedSentence(path, value) for value in own if value)
    for id, contact in policy.contacts.items():
        yield from (
            ExpectedSentence(f"contacts.{id}", value) for value in (contact.name, contact.email, contact.phone) if value
        )
    asked = policy.requests
    if asked is not None:
        yield from (ExpectedSentence("requests", value) for value in (asked.email, asked.phone, asked.url) if value)


def _address(address: Address | None) -> tuple[str | None, ...]:
    if address is None:
        return ()
    return (address.street, " ".join(part for part in (address.postal_code, address.city) if part) or None)


def _names(policy: Policy, processors: Mapping[str, str]) -> Iterator[ExpectedSentence]:
    if policy.processors is not None:
        for id in policy.processors.recipients or ():
            yield ExpectedSentence("processors", processors.get(id, id))
