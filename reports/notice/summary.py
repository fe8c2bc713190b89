"""The summary before the sections of a notice: controller, purposes, data, recipients, retention and rights.

It contains nothing that the policy lacks. Each line links to the section with the details, and a line that leaves
something out says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from seloste.policy.base import Text
from seloste.policy.processing import PersonalData, Purpose
from seloste.policy.prose import markup
from seloste.policy.vocabulary import DisclosureRule, Duty, Right, Section
from seloste.reports.language.language import capitalize, uncapitalize
from seloste.reports.notice import people
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.document import Fact
from seloste.reports.notice.names import name_processor
from seloste.reports.notice.shortening import shorten

#: The most characters of a line of several texts, and of a text that is quoted whole.
_MOST_LINE, _MOST_WHOLE = 150, 320


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
    """The controller and those who are joint controllers of everything; the others with what they are joint for."""
    policy = context.policy
    joint = [(each.name, people.list_joint_purposes(context, each)) for each in policy.joint_controllers.values()]
    names = [policy.controller.name, *(name for name, purposes in joint if not purposes)]
    lines = [context.language.format_list([shorten(name) for name in names])]
    for name, purposes in joint:
        if purposes:
            remark = context.word("label", label=context.word("labels.joint_purposes"), value="; ".join(purposes))
            lines.append(context.word("aside", text=shorten(name), remark=uncapitalize(remark)))
    return ("; ".join(lines),)


def _list_texts(context: NoticeContext, texts: Iterable[Text]) -> tuple[str, ...]:
    return _list_weighted(context, ((text, False) for text in texts))


def _list_weighted(context: NoticeContext, texts: Iterable[tuple[Text, bool]]) -> tuple[str, ...]:
    """Lists the texts in one line. `texts` are pairs with whether a text is important; those are left out last."""
    entries = list(texts)
    items = [_start_alone(context, context.text(text)) for text, _ in entries]
    important = [number for number, (_, is_important) in enumerate(entries) if is_important]
    widths = [_measure_widest(text) for text, _ in entries]
    items = [text.rstrip(".;,") for text in items] if len(items) > 1 else items
    return _fit_line(context, items, widths, important, context.join)


def _measure_widest(text: Text) -> int:
    """The length of a text in the language that needs most: so a line tells equally much in each."""
    return max(len(shorten(markup.flatten_text(words))) for words in text.values())


def _start_alone(context: NoticeContext, text: str) -> str:
    """A text without the word that joins it to the one before: "In addition, …"."""
    first, _, rest = text.partition(" ")
    return capitalize(rest) if rest and context.begins_with(first, "connectives") else text


def _is_unexpected(purpose: Purpose) -> bool:
    """Whether people may not expect the purpose or it affects them strongly (WP260 on the first layer of a notice)."""
    return bool(purpose.direct_marketing or purpose.automated_decision or purpose.special_category_basis)


def _is_sensitive(data: PersonalData) -> bool:
    return data.special_category or data.criminal or data.national_id or data.national_id_ground is not None


def _fit_line(
    context: NoticeContext,
    items: list[str],
    widths: Sequence[int] = (),
    important: Sequence[int] = (),
    join: Callable[[Iterable[str]], str] = "; ".join,
) -> tuple[str, ...]:
    """Joins items up to a line's length and counts the rest. The first and the important ones are kept first.

    Args:
        context: The page.
        items: In their order.
        widths: The room that each takes; without them its own length.
        important: The numbers of those that are left out last.
        join: How items follow one another; without it as they are, since they may be names.
    """
    short = [shorten(item) for item in items]
    room = widths or [len(item) for item in short]
    chosen: list[int] = []
    for number in dict.fromkeys([*range(min(1, len(items))), *important, *range(len(items))]):
        if chosen and sum(room[each] + len("; ") for each in [*chosen, number]) > _MOST_LINE + len("; "):
            break
        chosen.append(number)
    line, left = join(short[number] for number in sorted(chosen)), len(items) - len(chosen)
    more = context.language.count("notice.brief.more", left) if left else ""
    return (capitalize(line) + more,) if line else ()


def _summarize_recipients(context: NoticeContext) -> tuple[str, ...]:
    """The recipients, and with them the processors, which are recipients too (GDPR Art. 4(9))."""
    disclosures = context.policy.disclosures
    if disclosures is None:
        return ()
    if not _lists_recipients(context):
        return _quote_text(context, disclosures.text)
    texts = [entry.text for entry in disclosures.recipients.values()]
    items = [_start_alone(context, context.text(text).rstrip(".;,")) for text in texts]
    processors = _list_processors(context)
    widths = [*map(_measure_widest, texts), *map(len, processors)]
    return _fit_line(context, [*items, *processors], widths)


def _lists_recipients(context: NoticeContext) -> bool:
    """Whether the notice lists recipients; where data are disclosed under a rule, a list of them would hide it."""
    disclosures = context.policy.disclosures
    listed = disclosures is not None and disclosures.rule in (None, DisclosureRule.LISTED)
    return listed and disclosures is not None and bool(disclosures.recipients)


def _summarize_processors(context: NoticeContext) -> tuple[str, ...]:
    """The processors, unless they are among the recipients in the line above."""
    processors, named = context.policy.processors, _list_processors(context)
    if processors is None or (named and _lists_recipients(context)):
        return ()
    return _fit_line(context, named) or _quote_text(context, processors.text)


def _list_processors(context: NoticeContext) -> list[str]:
    processors = context.policy.processors
    if processors is None:
        return []
    names = [name_processor(context, id) for id in processors.recipients or ()]
    categories = [context.text(entry.text) for entry in processors.categories.values()]
    return [name for name in names if name] or categories


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
    """Finds where to write: the channel for requests, else the best contact, else the controller, with its section."""
    policy = context.policy
    requests, controller = policy.requests, policy.controller
    if requests is not None and (channels := _list_channels(requests.email, requests.phone, requests.url)):
        return Section.REQUESTS, channels
    order = list(_CONTACT_ORDER)
    for contact in sorted(policy.contacts.values(), key=lambda each: order.index(each.duty or Duty.GENERAL)):
        if channels := _list_channels(contact.email, contact.phone):
            return Section.CONTACTS, channels
    if requests is not None and len(context.text(requests.text)) <= _MOST_WHOLE:
        return Section.REQUESTS, _quote_text(context, requests.text)
    address = ", ".join(line.text for line in people.build_address(context, controller.address))
    channels = _list_channels(controller.email, controller.phone) or _list_channels(address)
    return Section.CONTROLLER, channels


_CONTACT_ORDER = (Duty.REQUESTS, Duty.DPO, Duty.GENERAL)


def _list_channels(*values: str | None) -> tuple[str, ...]:
    """The channels that lead somewhere: an obfuscated address does not."""
    return tuple(shorten(value) for value in values if value and not value.startswith("["))


def _quote_text(context: NoticeContext, text: Text) -> tuple[str, ...]:
    return (_quote_or_refer(context, context.text(text)),)


def _quote_or_refer(context: NoticeContext, text: str) -> str:
    """Quotes a text whole, or refers to its section: one sentence alone could say the opposite of the text."""
    return text if len(text) <= _MOST_WHOLE else context.word("brief.below")
