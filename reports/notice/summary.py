"""The first layer of a notice: one screen that says who, why, what, to whom, for how long, and what one can do.

It is made of what the policy says and of nothing else. Each line leads to the section that tells it in full, and a
line that can't tell everything says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seloste.policy.base import Text
from seloste.policy.notice import PersonalData, Purpose
from seloste.policy.vocabulary import DisclosureRule, Duty, Right, Section
from seloste.reports.language.language import capital
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.document import Fact

#: How many characters a line may have, what one text of a list may have, and what a text may have that is told whole.
_LINE, _TEXT, _WHOLE = 150, 160, 320
#: Where a sentence may be cut, and what shows that it was.
_ENDS, _CUT = (". ", "! ", "? "), " …"


def brief(teller: NoticeContext, told: frozenset[str]) -> Iterator[Fact]:
    """The lines, for those sections that are `told`."""
    lines = {
        Section.CONTROLLER: _who(teller),
        Section.PURPOSES: _weighed(teller, ((entry.text, _grave(entry)) for entry in teller.policy.purposes.values())),
        Section.FIELDS: _weighed(teller, ((entry.text, _delicate(entry)) for entry in teller.policy.fields.values())),
        Section.DISCLOSURES: _recipients(teller),
        Section.PROCESSORS: _processors(teller),
        Section.TRANSFERS: _transfers(teller),
        Section.RETENTION: _retention(teller),
        Section.AUTOMATED_DECISIONS: _decisions(teller),
        Section.RIGHTS: _rights(teller),
    }
    for section, values in lines.items():
        if values and section in told:
            yield Fact(teller.word(f"brief.{section}"), values, target=section)
    section, values = _contact(teller)
    if values and section in told:
        yield Fact(teller.word("brief.requests"), values, target=section)


def _who(teller: NoticeContext) -> tuple[str, ...]:
    policy = teller.policy
    names = [policy.controller.name, *(joint.name for joint in policy.joint_controllers.values())]
    return (teller.language.several([_short(name) for name in names]),)


def _several(teller: NoticeContext, texts: Iterable[Text]) -> tuple[str, ...]:
    return _weighed(teller, ((text, False) for text in texts))


def _weighed(teller: NoticeContext, texts: Iterable[tuple[Text, bool]]) -> tuple[str, ...]:
    """The texts as a list; where it cannot hold all of them, those that weigh most are not the ones left out."""
    entries = list(texts)
    told = [teller.text(text) for text, _ in entries]
    weighty = [at for at, (_, weighs) in enumerate(entries) if weighs]
    return _listed(teller, [text.removesuffix(".") for text in told] if len(told) > 1 else told, weighty)


def _grave(purpose: Purpose) -> bool:
    """Whether people would not expect the purpose, or it weighs on them, as WP260 says of the first layer."""
    return bool(purpose.direct_marketing or purpose.automated_decision or purpose.special_category_basis)


def _delicate(data: PersonalData) -> bool:
    return data.special_category or data.criminal or data.national_id or data.national_id_ground is not None


def _listed(teller: NoticeContext, items: list[str], weighty: Sequence[int] = ()) -> tuple[str, ...]:
    """As many as a line holds, in their order: the first, the weighty, then others; and how many more there are."""
    shorts = [_short(item) for item in items]
    shown: list[int] = []
    for at in dict.fromkeys([*range(min(1, len(items))), *weighty, *range(len(items))]):
        if shown and len("; ".join(shorts[each] for each in [*shown, at])) > _LINE:
            break
        shown.append(at)
    line, left = "; ".join(shorts[at] for at in sorted(shown)), len(items) - len(shown)
    more = teller.language.count("notice.brief.more", left) if left else ""
    return (line + more,) if line else ()


def _recipients(teller: NoticeContext) -> tuple[str, ...]:
    stated = teller.policy.disclosures
    if stated is None:
        return ()
    if stated.rule not in (None, DisclosureRule.LISTED):  # recipients alone would hide the rule
        return _said(teller, stated.text)
    return _several(teller, (entry.text for entry in stated.recipients.values())) or _said(teller, stated.text)


def _processors(teller: NoticeContext) -> tuple[str, ...]:
    stated = teller.policy.processors
    if stated is None:
        return ()
    names = [teller.names.get(id, id) for id in stated.recipients or ()]
    categories = [teller.text(entry.text) for entry in stated.categories.values()]
    return _listed(teller, names or categories) or _said(teller, stated.text)


def _transfers(teller: NoticeContext) -> tuple[str, ...]:
    stated = teller.policy.transfers
    if stated is None:
        return ()
    countries = [teller.language.country(code) for code in stated.countries or ()]
    return _listed(teller, countries) or _said(teller, stated.text)


def _retention(teller: NoticeContext) -> tuple[str, ...]:
    """The words of the notice. Several entries are told as what they depend on, as some alone would mislead."""
    entries = teller.policy.retention.values()
    by_group = any(entry.data_subjects is not None for entry in entries)
    by_purpose = any(entry.purposes is not None for entry in entries)
    whole = " ".join(teller.text(entry.text) for entry in entries)
    if len(entries) < 2 or not (by_group or by_purpose or len(whole) > _LINE):
        return (_told(teller, whole),) if entries else ()
    key = "both" if by_group and by_purpose else "purpose" if by_purpose else "group" if by_group else "data"
    return (teller.word(f"brief.depends.{key}"),)


def _decisions(teller: NoticeContext) -> tuple[str, ...]:
    """That decisions are made by automated means, where they are: nobody expects them."""
    stated = teller.policy.automated_decisions
    return _said(teller, stated.text) if stated is not None and stated.used else ()


def _rights(teller: NoticeContext) -> tuple[str, ...]:
    promised = {entry.right for entry in teller.policy.rights.values()}
    names = [teller.word(f"brief.right.{right}") for right in Right if right in promised]
    return (capital(teller.language.several(names)),) if names else ()


def _contact(teller: NoticeContext) -> tuple[Section, tuple[str, ...]]:
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


def _said(teller: NoticeContext, text: Text) -> tuple[str, ...]:
    return (_told(teller, teller.text(text)),)


def _told(teller: NoticeContext, text: str) -> str:
    """A text whole or not at all: its first sentence alone may say the opposite of it."""
    return text if len(text) <= _WHOLE else teller.word("brief.below")


def _short(text: str) -> str:
    """The text, or as many whole sentences of it as a line holds, or else its beginning; a cut is shown."""
    if len(text) <= _TEXT:
        return text
    end = max(text.rfind(stop, 0, _TEXT) for stop in _ENDS) + 1
    return (text[:end] if end > 0 else text[:_TEXT].rpartition(" ")[0] or text[:_TEXT]) + _CUT
