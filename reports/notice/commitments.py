"""The sections about commitments: storage periods, safeguards, what is not done, cookies, rights and decisions.

Each `describe_` function yields the blocks of one section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from seloste.policy.commitments import Cookie, Retention, RightPromise
from seloste.policy.vocabulary import Right, Section
from seloste.reports.language.language import capitalize
from seloste.reports.notice.context import NoticeContext, build_list
from seloste.reports.notice.document import Block, Cell, Item, Paragraph, Subsection, Table
from seloste.reports.notice.names import name_provider

#: The rights that must be presented apart from any other information, GDPR Art. 21(4).
_OBJECTION_RIGHTS = frozenset({Right.OBJECTION, Right.DIRECT_MARKETING_OBJECTION})


def describe_retention(context: NoticeContext) -> Iterator[Block]:
    """The storage periods in full, with their criteria, grounds and exceptions."""
    entries = context.policy.retention
    if len(entries) == 1:
        for key, entry in entries.items():
            yield from context.build_blocks(entry.text, f"retention.{key}")
            yield from _describe_terms(context, entry)
        return
    yield from build_list(
        _append_blocks(context.build_item(entry.text, f"retention.{key}"), _describe_terms(context, entry))
        for key, entry in entries.items()
    )


def _append_blocks(item: Item, blocks: Iterable[Block]) -> Item:
    return replace(item, blocks=(*item.blocks, *blocks))


def _describe_terms(context: NoticeContext, entry: Retention) -> Iterator[Block]:
    """What qualifies a period: its criteria, why data are kept for good, and when they are kept longer."""
    ground = entry.permanent.ground if entry.permanent is not None else None
    for words in (entry.criteria, ground, *(exception.text for exception in entry.exceptions)):
        if not context.contains(entry.text, words):
            yield from context.build_blocks(words)


def describe_safeguards(context: NoticeContext) -> Iterator[Block]:
    """The safeguards."""
    entries = context.policy.safeguards.items()
    items = (context.build_item(entry.text, f"safeguards.{key}") for key, entry in entries)
    yield from build_list(items, announced=context.announces_list(Section.SAFEGUARDS))


def describe_never(context: NoticeContext) -> Iterator[Block]:
    """What is not done with the data."""
    entries = context.policy.never.items()
    items = (context.build_item(entry.text, f"never.{key}") for key, entry in entries)
    yield from build_list(items, announced=context.announces_list(Section.NEVER))


def describe_cookies(context: NoticeContext) -> Iterator[Block]:
    """What the notice says of cookies, and a table of them; a column that no cookie fills is left out."""
    cookies = context.policy.cookies
    if cookies is None:
        return
    yield from context.build_blocks(cookies.text)
    rows = [_list_cells(context, cookie) for cookie in cookies.entries.values()]
    columns = [column for column in _COOKIE_COLUMNS if any(row.get(column) for row in rows)]
    if rows:
        header = tuple(Cell(context.word(f"cookies.{column}")) for column in columns)
        yield Table(header, tuple(tuple(Cell(row.get(column) or "–") for column in columns) for row in rows))


_COOKIE_COLUMNS = ("name", "text", "provider", "lifetime", "consent")


def _list_cells(context: NoticeContext, cookie: Cookie) -> dict[str, str]:
    """The cells of a cookie by column; what the notice does not state is left out."""
    cells = {"text": context.text(cookie.text)}
    if cookie.name:
        cells["name"] = cookie.name
    provider = name_provider(context, cookie.provider) if cookie.provider else None
    party = context.word(f"cookies.party.{cookie.party}") if cookie.party else None
    if provider or party:
        cells["provider"] = provider or capitalize(party or "")
    if cookie.lifetime == "session":
        cells["lifetime"] = capitalize(context.word("cookies.session"))
    elif cookie.lifetime is not None:
        cells["lifetime"] = context.language.format_value(cookie.lifetime)
    if cookie.consent is not None:
        cells["consent"] = capitalize(context.word(f"cookies.{'asked' if cookie.consent else 'not-asked'}"))
    if cookie.necessary and not cookie.consent:
        cells["consent"] = capitalize(context.word("cookies.necessary"))
    return cells


def describe_rights(context: NoticeContext) -> Iterator[Block]:
    """The rights. The right to object is set apart; where its sentence can't be, the page says it there again."""
    announced = context.announces_list(Section.RIGHTS)
    entries = list(context.policy.rights.items())
    apart: list[Block] = []
    others: list[Item] = []
    within: set[Right] = set()
    for number, (key, entry) in enumerate(entries):
        following = entries[number + 1][1] if number + 1 < len(entries) else None
        if not announced and _may_be_set_apart(context, entry, following):
            apart += context.build_blocks(entry.text, f"rights.{key}")
        else:
            others.append(context.build_item(entry.text, f"rights.{key}"))
            within |= _OBJECTION_RIGHTS.intersection(entry.rights)
    yield from build_list(others, announced=announced)
    apart += [Paragraph(words) for words in _state_objection(context, within)]
    if apart:
        yield Subsection(context.word("headings.objection"), tuple(apart), stressed=True)


def _may_be_set_apart(context: NoticeContext, entry: RightPromise, following: RightPromise | None) -> bool:
    """Whether a right to object is in sentences of its own, and the next entry does not go on from them."""
    text = context.text(entry.text)
    is_whole = text[:1].isupper() and text.endswith((".", "!"))
    goes_on = following is not None and context.begins_with(context.text(following.text), "connectives")
    return _OBJECTION_RIGHTS.issuperset(entry.rights) and is_whole and not goes_on


def _state_objection(context: NoticeContext, rights: set[Right]) -> Iterator[str]:
    """The rights to object in the page's own words."""
    if Right.OBJECTION in rights:
        yield context.word("objection.any")
    if Right.DIRECT_MARKETING_OBJECTION in rights:
        yield context.word("objection.marketing")


def describe_automated_decisions(context: NoticeContext) -> Iterator[Block]:
    """Whether decisions are made by automated means alone."""
    if context.policy.automated_decisions is not None:
        yield from context.build_blocks(context.policy.automated_decisions.text)
