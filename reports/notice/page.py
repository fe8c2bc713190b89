"""The page: the sections of a notice in their order, with their headings, introductions and closings.

Nothing is told that the policy does not have. What is kept inside (balancing tests, impact assessments) is never told.
Under headings of its own a notice speaks in its own words; ours are added where the notice gives facts instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Right, Section
from seloste.reports.language import cldr
from seloste.reports.language.language import capital
from seloste.reports.notice import document, people, processing
from seloste.reports.notice.context import NoticeContext, listed
from seloste.reports.notice.document import Apart, Block, Item, Page, Paragraph, Translation
from seloste.reports.notice.summary import brief

#: A section without a heading of its own goes on under the own heading of the section that it belongs with.
_BELONGS_WITH = {Section.PROCESSORS: Section.DISCLOSURES, Section.REQUESTS: Section.RIGHTS}
#: The rights that must be presented apart from any other information, GDPR Art. 21(4).
_APART = frozenset({Right.OBJECTION, Right.DIRECT_MARKETING_OBJECTION})


def page(teller: NoticeContext) -> Page:
    """The whole notice."""
    notice, language = teller.policy.notice, teller.language
    sections = (*_sections(teller), *_custom(teller), *_own(teller))
    return Page(
        title=title(teller),
        sections=sections,
        notes=tuple(_notes(teller)),
        brief=tuple(brief(teller, told=frozenset(_anchors(sections)))),
        sisters=tuple(
            Translation(code, capital(cldr.language_name(code)), address, code == language.code)
            for code, address in teller.publication.sisters.items()
            if code in notice.languages and len(teller.publication.sisters) > 1
        ),
    )


def title(teller: NoticeContext) -> str:
    """The title of the notice: its own, or ours with the register's name."""
    notice, language = teller.policy.notice, teller.language
    if notice.title:
        return language.text(notice.title)
    return language.word("notice.title", name=language.text(notice.name))


def _notes(teller: NoticeContext) -> Iterator[str]:
    """When the notice was published and reviewed, and which version of it this is."""
    notice = teller.policy.notice
    told = {"published": notice.published, "reviewed": notice.reviewed, "version": teller.publication.version}
    for key, value in told.items():
        if value:
            yield teller.language.word(f"notice.{key}", **{"version" if key == "version" else "day": value})


def _anchors(sections: Iterable[document.Section]) -> Iterator[str]:
    """Where a link may lead: each section, and what goes on under another's heading."""
    for section in sections:
        yield section.anchor
        yield from (block.anchor for block in section.blocks if isinstance(block, Paragraph) and block.anchor)


def order(policy: Policy) -> list[Section]:
    """The sections in the order of the notice: that of its own headings, and ours for those that it has none for.

    A section without a heading of its own follows the one that it follows among ours.
    """
    ordered = list(policy.headings)
    before = 0
    for section in Section:
        if section in policy.headings:
            before = ordered.index(section) + 1
        else:
            ordered.insert(before, section)
            before += 1
    return ordered


def _sections(teller: NoticeContext) -> Iterator[document.Section]:
    told: document.Section | None = None
    for section in order(teller.policy):
        blocks = tuple(_blocks(teller, section))
        if not blocks:
            continue
        if told is not None and _goes_on(teller, section, told):
            told = document.Section(told.anchor, told.heading, (*told.blocks, *_anchored(section, blocks)))
            continue
        if told is not None:
            yield told
        told = document.Section(section, teller.heading(section), blocks)
    if told is not None:
        yield told


def _goes_on(teller: NoticeContext, section: Section, told: document.Section) -> bool:
    before, headings = _BELONGS_WITH.get(section), teller.policy.headings
    return before is not None and told.anchor == before and before in headings and section not in headings


def _anchored(section: Section, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of a section that has no heading to point to: its first paragraph takes that place."""
    first, *others = blocks
    yield Paragraph(first.text, section) if isinstance(first, Paragraph) else first
    yield from others


def _blocks(teller: NoticeContext, section: Section) -> Iterator[Block]:
    content = tuple(_CONTENTS[section](teller))
    introduction, closing = teller.policy.introductions.get(section), teller.policy.closings.get(section)
    yield from teller.paragraphs(introduction, _spoken_of(teller, section))
    yield from content
    yield from teller.paragraphs(closing)


def _spoken_of(teller: NoticeContext, section: Section) -> str | None:
    """The anchor of an introduction that speaks of the categories of people, where they have no section."""
    spoken = section is Section.PURPOSES and teller.policy.data_subjects and not people.data_subjects_are_told(teller)
    return Section.DATA_SUBJECTS if spoken else None


def _custom(teller: NoticeContext) -> Iterator[document.Section]:
    """The promises of the user's own: they are made to the public like the others."""
    items = [Item(teller.text(entry.text), f"custom.{key}") for key, entry in teller.policy.custom.items()]
    if items:
        yield document.Section("custom", teller.word("headings.custom"), tuple(listed(items)))


def _own(teller: NoticeContext) -> Iterator[document.Section]:
    for key, section in teller.policy.sections.items():
        yield document.Section(f"sections.{key}", teller.text(section.heading), tuple(teller.paragraphs(section.text)))


def _retention(teller: NoticeContext) -> Iterator[Block]:
    entries = teller.policy.retention
    if len(entries) == 1:
        for key, entry in entries.items():
            yield from teller.paragraphs(entry.text, f"retention.{key}")
        return
    yield from listed(Item(teller.text(entry.text), f"retention.{key}") for key, entry in entries.items())


def _safeguards(teller: NoticeContext) -> Iterator[Block]:
    entries = teller.policy.safeguards.items()
    items = (Item(teller.text(entry.text), f"safeguards.{key}") for key, entry in entries)
    yield from listed(items, announced=teller.announced(Section.SAFEGUARDS))


def _rights(teller: NoticeContext) -> Iterator[Block]:
    apart: list[Item] = []
    others: list[Item] = []
    for key, entry in teller.policy.rights.items():
        (apart if entry.right in _APART else others).append(Item(teller.text(entry.text), f"rights.{key}"))
    yield from listed(others)
    if apart:
        blocks = tuple(Paragraph(item.text, item.anchor) for item in apart)
        yield Apart(teller.word("headings.objection"), blocks, stressed=True)


def _automated_decisions(teller: NoticeContext) -> Iterator[Block]:
    if teller.policy.automated_decisions is not None:
        yield from teller.paragraphs(teller.policy.automated_decisions.text)


_CONTENTS: Mapping[Section, Callable[[NoticeContext], Iterator[Block]]] = {
    Section.CONTROLLER: people.controller,
    Section.CONTACTS: people.contacts,
    Section.NAME: people.name,
    Section.DATA_SUBJECTS: people.data_subjects,
    Section.PURPOSES: processing.purposes,
    Section.FIELDS: processing.fields,
    Section.SOURCES: processing.sources,
    Section.PROVISION: processing.provision,
    Section.DISCLOSURES: processing.disclosures,
    Section.PROCESSORS: processing.processors,
    Section.TRANSFERS: processing.transfers,
    Section.RETENTION: _retention,
    Section.SAFEGUARDS: _safeguards,
    Section.RIGHTS: _rights,
    Section.REQUESTS: people.requests,
    Section.AUTOMATED_DECISIONS: _automated_decisions,
}
