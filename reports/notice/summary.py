"""The summary before the sections of a notice: controller, purposes, data, recipients, retention and rights.

It contains nothing that the policy lacks. Each line links to the section with the details, and a line that leaves
something out says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seloste.policy.base import Text
from seloste.policy.processing import PersonalData, Purpose
from seloste.policy.vocabulary import DisclosureRule, Duty, Right, Section
from seloste.reports.language.language import capitalize
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.document import Fact

#: The most characters of a line of several texts, of one text in such a line, and of a text that is quoted whole.
_MOST_LINE, _MOST_TEXT, _MOST_WHOLE = 150, 160, 320
#: A text may be cut after these; the ellipsis then marks the cut.
_SENTENCE_ENDS, _ELLIPSIS = (". ", "! ", "? "), " …"


def summarize(context: NoticeContext, anchors: frozenset[str]) -> Iterator[Fact]:
    """Summarizes each section that the page has. `anchors` are those of the page."""
    lines = {
        Section.CONTROLLER: _name_controllers(context),
        Section.PURPOSES: _list_weighted(
            context, ((entry.text, _is_unexpected(entry)) for entry in context.policy.purposes.values())
        ),
        Section.FIELDS: _list_weighted(
            context, ((entry.text, _is_sensitive(entry)) for entry in context.policy.fields.values())
        ),
        Section.DISCLOSURES: _summarize_recipients(context),
        Section.PROCESSORS: _summarize_processors(context),
        Section.TRANSFERS: _summarize_transfers(context),
        Section.RETENTION: _summarize_retention(context),
        Section.AUTOMATED_DECISIONS: _summarize_decisions(context),
        Section.RIGHTS: _summarize_rights(context),
    }
    for section, values in lines.items():
        if values and section in anchors:
            yield Fact(context.word(f"brief.{section}"), values, target=section)
    section, values = _find_contact(context)
    if values and section in anchors:
        yield Fact(context.word("brief.requests"), values, target=section)


def _name_controllers(context: NoticeContext) -> tuple[str, ...]:
    policy = context.policy
    names = [policy.controller.name, *(joint.name for joint in policy.joint_controllers.values())]
    return (context.language.format_list([_shorten(name) for name in names]),)


def _list_texts(context: NoticeContext, texts: Iterable[Text]) -> tuple[str, ...]:
    return _list_weighted(context, ((text, False) for text in texts))


def _list_weighted(context: NoticeContext, texts: Iterable[tuple[Text, bool]]) -> tuple[str, ...]:
    """Lists the texts in one line. `texts` are pairs with whether a text is important; those are left out last."""
    entries = list(texts)
    items = [context.text(text) for text, _ in entries]
    important = [number for number, (_, is_important) in enumerate(entries) if is_important]
    return _fit_line(context, [text.removesuffix(".") for text in items] if len(items) > 1 else items, important)


def _is_unexpected(purpose: Purpose) -> bool:
    """Whether people may not expect the purpose or it affects them strongly (WP260 on the first layer of a notice)."""
    return bool(purpose.direct_marketing or purpose.automated_decision or purpose.special_category_basis)


def _is_sensitive(data: PersonalData) -> bool:
    return data.special_category or data.criminal or data.national_id or data.national_id_ground is not None


def _fit_line(context: NoticeContext, items: list[str], important: Sequence[int] = ()) -> tuple[str, ...]:
    """Joins items up to a line's length and counts the rest. The first and the important ones are kept first."""
    short = [_shorten(item) for item in items]
    chosen: list[int] = []
    for number in dict.fromkeys([*range(min(1, len(items))), *important, *range(len(items))]):
        if chosen and len("; ".join(short[each] for each in [*chosen, number])) > _MOST_LINE:
            break
        chosen.append(number)
    line, left = "; ".join(short[number] for number in sorted(chosen)), len(items) - len(chosen)
    more = context.language.count("notice.brief.more", left) if left else ""
    return (line + more,) if line else ()


def _summarize_recipients(context: NoticeContext) -> tuple[str, ...]:
    disclosures = context.policy.disclosures
    if disclosures is None:
        return ()
    if disclosures.rule not in (None, DisclosureRule.LISTED):  # a list of recipients would hide the rule
        return _quote_text(context, disclosures.text)
    return _list_texts(context, (entry.text for entry in disclosures.recipients.values())) or _quote_text(
        context, disclosures.text
    )


def _summarize_processors(context: NoticeContext) -> tuple[str, ...]:
    processors = context.policy.processors
    if processors is None:
        return ()
    names = [context.processor_names.get(id, id) for id in processors.recipients or ()]
    categories = [context.text(entry.text) for entry in processors.categories.values()]
    return _fit_line(context, names or categories) or _quote_text(context, processors.text)


def _summarize_transfers(context: NoticeContext) -> tuple[str, ...]:
    transfers = context.policy.transfers
    if transfers is None:
        return ()
    countries = [context.language.country(code) for code in transfers.countries or ()]
    return _fit_line(context, countries) or _quote_text(context, transfers.text)


def _summarize_retention(context: NoticeContext) -> tuple[str, ...]:
    """The notice's own text. Of several entries, only the criterion is named, since a part of them would mislead."""
    entries = context.policy.retention.values()
    by_group = any(entry.data_subjects is not None for entry in entries)
    by_purpose = any(entry.purposes is not None for entry in entries)
    whole = " ".join(context.text(entry.text) for entry in entries)
    if len(entries) < 2 or not (by_group or by_purpose or len(whole) > _MOST_LINE):
        return (_quote_or_refer(context, whole),) if entries else ()
    key = "both" if by_group and by_purpose else "purpose" if by_purpose else "group" if by_group else "data"
    return (context.word(f"brief.depends.{key}"),)


def _summarize_decisions(context: NoticeContext) -> tuple[str, ...]:
    """The text on automated decisions, if some are made."""
    decisions = context.policy.automated_decisions
    return _quote_text(context, decisions.text) if decisions is not None and decisions.used else ()


def _summarize_rights(context: NoticeContext) -> tuple[str, ...]:
    promised = {right for entry in context.policy.rights.values() for right in entry.rights}
    names = [context.word(f"brief.right.{right}") for right in Right if right in promised]
    return (capitalize(context.language.format_list(names)),) if names else ()


def _find_contact(context: NoticeContext) -> tuple[Section, tuple[str, ...]]:
    """Finds the address for requests: their channel, else the best contact, else the controller, with its section."""
    policy = context.policy
    requests = policy.requests
    if requests is not None:
        channels = _list_channels(requests.email, requests.phone, requests.url)
        return Section.REQUESTS, channels or _quote_text(context, requests.text)
    contacts = sorted(
        policy.contacts.values(), key=lambda contact: list(_CONTACT_ORDER).index(contact.duty or Duty.GENERAL)
    )
    for contact in contacts:
        if channels := _list_channels(contact.email, contact.phone):
            return Section.CONTACTS, channels
    return Section.CONTROLLER, _list_channels(policy.controller.email, policy.controller.phone)


_CONTACT_ORDER = (Duty.REQUESTS, Duty.DPO, Duty.GENERAL)


def _list_channels(*values: str | None) -> tuple[str, ...]:
    return tuple(_shorten(value) for value in values if value)


def _quote_text(context: NoticeContext, text: Text) -> tuple[str, ...]:
    return (_quote_or_refer(context, context.text(text)),)


def _quote_or_refer(context: NoticeContext, text: str) -> str:
    """Quotes a text whole, or refers to its section: one sentence alone could say the opposite of the text."""
    return text if len(text) <= _MOST_WHOLE else context.word("brief.below")


def _shorten(text: str) -> str:
    """Shortens a text to whole sentences, or else to whole words, and marks the cut."""
    if len(text) <= _MOST_TEXT:
        return text
    end = max(text.rfind(stop, 0, _MOST_TEXT) for stop in _SENTENCE_ENDS) + 1
    return (text[:end] if end > 0 else text[:_MOST_TEXT].rpartition(" ")[0] or text[:_MOST_TEXT]) + _ELLIPSIS
