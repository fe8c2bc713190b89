"""The first layer of a notice: one screen that says who, why, what, to whom, for how long, and what one can do.

It is made of what the policy says and of nothing else. Each line leads to the section that tells it in full, and a
line that can't tell everything says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy.base import Text
from policy.vocabulary import Duty, Right, Section
from reports.language import capital
from reports.notice.document import Fact
from reports.notice.teller import Teller

#: How many characters a line may have, and what one text of it may have at most.
_LINE, _TEXT = 150, 160
#: Where a sentence may be cut, and what shows that it was.
_ENDS, _CUT = (". ", "! ", "? "), " …"


def brief(teller: Teller, told: frozenset[str]) -> Iterator[Fact]:
    """The lines, for those sections that are `told`."""
    lines = {
        Section.CONTROLLER: _who(teller),
        Section.PURPOSES: _several(teller, (entry.text for entry in teller.policy.purposes.values())),
        Section.FIELDS: _several(teller, (entry.text for entry in teller.policy.fields.values())),
        Section.DISCLOSURES: _recipients(teller),
        Section.PROCESSORS: _processors(teller),
        Section.TRANSFERS: _transfers(teller),
        Section.RETENTION: _retention(teller),
        Section.RIGHTS: _rights(teller),
    }
    for section, values in lines.items():
        if values and section in told:
            yield Fact(teller.word(f"brief.{section}"), values, target=section)
    section, values = _contact(teller)
    if values and section in told:
        yield Fact(teller.word("brief.requests"), values, target=section)


def _who(teller: Teller) -> tuple[str, ...]:
    policy = teller.policy
    names = [policy.controller.name, *(joint.name for joint in policy.joint_controllers.values())]
    return (teller.language.several([_short(name) for name in names]),)


def _several(teller: Teller, texts: Iterable[Text]) -> tuple[str, ...]:
    told = [teller.text(text) for text in texts]
    return _listed(teller, [text.removesuffix(".") for text in told] if len(told) > 1 else told)


def _listed(teller: Teller, items: list[str]) -> tuple[str, ...]:
    """As many of the items as a line holds, and how many more there are."""
    shown: list[str] = []
    for item in items:
        short = _short(item)
        if shown and len("; ".join([*shown, short])) > _LINE:
            break
        shown.append(short)
    line, left = "; ".join(shown), len(items) - len(shown)
    more = teller.language.count("notice.brief.more", left) if left else ""
    return (line + more,) if line else ()


def _recipients(teller: Teller) -> tuple[str, ...]:
    stated = teller.policy.disclosures
    if stated is None:
        return ()
    return _several(teller, (entry.text for entry in stated.recipients.values())) or _said(teller, stated.text)


def _processors(teller: Teller) -> tuple[str, ...]:
    stated = teller.policy.processors
    if stated is None:
        return ()
    names = [teller.names.get(id, id) for id in stated.recipients or ()]
    categories = [teller.text(entry.text) for entry in stated.categories.values()]
    return _listed(teller, names or categories) or _said(teller, stated.text)


def _transfers(teller: Teller) -> tuple[str, ...]:
    stated = teller.policy.transfers
    if stated is None:
        return ()
    countries = [teller.language.country(code) for code in stated.countries or ()]
    return _listed(teller, countries) or _said(teller, stated.text)


def _retention(teller: Teller) -> tuple[str, ...]:
    """The words of the notice. Several entries, each for some people or purposes, are told as what they depend on."""
    entries = teller.policy.retention.values()
    by_group = any(entry.data_subjects is not None for entry in entries)
    by_purpose = any(entry.purposes is not None for entry in entries)
    if len(entries) < 2 or not (by_group or by_purpose):
        return _several(teller, (entry.text for entry in entries))
    key = "both" if by_group and by_purpose else "purpose" if by_purpose else "group"
    return (teller.word(f"brief.depends.{key}"),)


def _rights(teller: Teller) -> tuple[str, ...]:
    promised = {entry.right for entry in teller.policy.rights.values()}
    names = [teller.word(f"brief.right.{right}") for right in Right if right in promised]
    return (capital(teller.language.several(names)),) if names else ()


def _contact(teller: Teller) -> tuple[Section, tuple[str, ...]]:
    """Where to write: the channel for requests, else the contact that is there for it, else the controller's own."""
    policy = teller.policy
    requests = policy.requests
    if requests is not None:
        channels = _channels(requests.email, requests.phone, requests.url)
        return Section.REQUESTS, channels or _said(teller, requests.text)
    contacts = sorted(policy.contacts.values(), key=lambda contact: list(_FIRST).index(contact.duty or Duty.GENERAL))
    for contact in contacts:
        if channels := _channels(contact.email, contact.phone):
            return Section.CONTACTS, channels
    return Section.CONTROLLER, _channels(policy.controller.email, policy.controller.phone)


_FIRST = (Duty.REQUESTS, Duty.DPO, Duty.GENERAL)


def _channels(*values: str | None) -> tuple[str, ...]:
    return tuple(_short(value) for value in values if value)


def _said(teller: Teller, text: Text) -> tuple[str, ...]:
    return (_short(teller.text(text)),)


def _short(text: str) -> str:
    """The text, or as many whole sentences of it as a line holds, or else its beginning; a cut is shown."""
    if len(text) <= _TEXT:
        return text
    end = max(text.rfind(stop, 0, _TEXT) for stop in _ENDS) + 1
    return (text[:end] if end > 0 else text[:_TEXT].rpartition(" ")[0] or text[:_TEXT]) + _CUT
