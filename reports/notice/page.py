"""The page: the sections of a notice in their order, with their headings, introductions and closings.

The page contains nothing that the policy lacks, and no internal facts (balancing tests, impact assessments). A section
with the notice's own heading contains the notice's own words; standard words are added where the notice gives facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Right, Section
from seloste.reports.language import cldr
from seloste.reports.language.language import capitalize
from seloste.reports.language.notice_name import compose_title
from seloste.reports.notice import document, people, processing
from seloste.reports.notice.context import NoticeContext, build_list
from seloste.reports.notice.document import Block, Item, Page, Paragraph, Subsection, Translation
from seloste.reports.notice.summary import summarize

#: A section without an own heading is appended to this section, if that one has an own heading.
_CONTINUED = {Section.PROCESSORS: Section.DISCLOSURES, Section.REQUESTS: Section.RIGHTS}
#: The rights that must be presented apart from any other information, GDPR Art. 21(4).
_OBJECTION_RIGHTS = frozenset({Right.OBJECTION, Right.DIRECT_MARKETING_OBJECTION})


def build_page(context: NoticeContext) -> Page:
    """Builds the page of a notice."""
    notice, language = context.policy.notice, context.language
    sections = (*_build_sections(context), *_build_custom_section(context), *_build_own_sections(context))
    return Page(
        title=compose_title(context.policy, language),
        sections=sections,
        notes=tuple(_list_notes(context)),
        brief=tuple(summarize(context, anchors=frozenset(_list_anchors(sections)))),
        sisters=tuple(
            Translation(code, capitalize(cldr.language_name(code)), address, code == language.code)
            for code, address in context.publication.addresses.items()
            if code in notice.languages and len(context.publication.addresses) > 1
        ),
    )


def _list_notes(context: NoticeContext) -> Iterator[str]:
    """Lists the days of publication and review and the version, in words."""
    notice = context.policy.notice
    values = {"published": notice.published, "reviewed": notice.reviewed, "version": context.publication.version}
    for key, value in values.items():
        if value:
            yield context.language.word(f"notice.{key}", **{"version" if key == "version" else "day": value})


def _list_anchors(sections: Iterable[document.Section]) -> Iterator[str]:
    """Lists the anchors of sections, and of sections that were appended to another."""
    for section in sections:
        yield section.anchor
        yield from (block.anchor for block in section.blocks if isinstance(block, Paragraph) and block.anchor)


def order_sections(policy: Policy) -> list[Section]:
    """Orders the sections: those with an own heading as the notice orders them, each other after its predecessor.

    The predecessor of a section is the one before it in `Section`.
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


def _build_sections(context: NoticeContext) -> Iterator[document.Section]:
    last: document.Section | None = None
    for section in order_sections(context.policy):
        blocks = tuple(_build_blocks(context, section))
        if not blocks:
            continue
        if last is not None and _continues_section(context, section, last):
            last = document.Section(last.anchor, last.heading, (*last.blocks, *_anchor_first(section, blocks)))
            continue
        if last is not None:
            yield last
        last = document.Section(section, context.find_heading(section), blocks)
    if last is not None:
        yield last


def _continues_section(context: NoticeContext, section: Section, last: document.Section) -> bool:
    before, headings = _CONTINUED.get(section), context.policy.headings
    return before is not None and last.anchor == before and before in headings and section not in headings


def _anchor_first(section: Section, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Puts the anchor of a section without a heading on its first paragraph."""
    first, *others = blocks
    yield Paragraph(first.text, section) if isinstance(first, Paragraph) else first
    yield from others


def _build_blocks(context: NoticeContext, section: Section) -> Iterator[Block]:
    content = tuple(_DESCRIBE[section](context))
    introduction, closing = context.policy.introductions.get(section), context.policy.closings.get(section)
    yield from context.build_paragraphs(introduction, _find_introduction_anchor(context, section))
    yield from content
    yield from context.build_paragraphs(closing)


def _find_introduction_anchor(context: NoticeContext, section: Section) -> str | None:
    """The anchor for an introduction that describes the data subjects, if they have no section of their own."""
    described = (
        section is Section.PURPOSES and context.policy.data_subjects and not people.has_data_subjects_section(context)
    )
    return Section.DATA_SUBJECTS if described else None


def _build_custom_section(context: NoticeContext) -> Iterator[document.Section]:
    """The section of the notice's custom promises, which are made to the public like all others."""
    items = [Item(context.text(entry.text), f"custom.{key}") for key, entry in context.policy.custom.items()]
    if items:
        yield document.Section("custom", context.word("headings.custom"), tuple(build_list(items)))


def _build_own_sections(context: NoticeContext) -> Iterator[document.Section]:
    for key, section in context.policy.sections.items():
        yield document.Section(
            f"sections.{key}", context.text(section.heading), tuple(context.build_paragraphs(section.text))
        )


def _describe_retention(context: NoticeContext) -> Iterator[Block]:
    entries = context.policy.retention
    if len(entries) == 1:
        for key, entry in entries.items():
            yield from context.build_paragraphs(entry.text, f"retention.{key}")
        return
    yield from build_list(Item(context.text(entry.text), f"retention.{key}") for key, entry in entries.items())


def _describe_safeguards(context: NoticeContext) -> Iterator[Block]:
    entries = context.policy.safeguards.items()
    items = (Item(context.text(entry.text), f"safeguards.{key}") for key, entry in entries)
    yield from build_list(items, announced=context.announces_list(Section.SAFEGUARDS))


def _describe_rights(context: NoticeContext) -> Iterator[Block]:
    apart: list[Item] = []
    others: list[Item] = []
    for key, entry in context.policy.rights.items():
        (apart if _OBJECTION_RIGHTS.issuperset(entry.rights) else others).append(
            Item(context.text(entry.text), f"rights.{key}")
        )
    yield from build_list(others)
    if apart:
        blocks = tuple(Paragraph(item.text, item.anchor) for item in apart)
        yield Subsection(context.word("headings.objection"), blocks, stressed=True)


def _describe_automated_decisions(context: NoticeContext) -> Iterator[Block]:
    if context.policy.automated_decisions is not None:
        yield from context.build_paragraphs(context.policy.automated_decisions.text)


def _describe_nothing(context: NoticeContext) -> Iterator[Block]:
    return iter(())


_DESCRIBE: Mapping[Section, Callable[[NoticeContext], Iterator[Block]]] = {
    Section.OPENING: _describe_nothing,
    Section.NEVER: _describe_nothing,
    Section.COOKIES: _describe_nothing,
    Section.CONTROLLER: people.describe_controller,
    Section.CONTACTS: people.describe_contacts,
    Section.NAME: people.describe_name,
    Section.DATA_SUBJECTS: people.describe_data_subjects,
    Section.PURPOSES: processing.describe_purposes,
    Section.FIELDS: processing.describe_fields,
    Section.SOURCES: processing.describe_sources,
    Section.PROVISION: processing.describe_provision,
    Section.DISCLOSURES: processing.describe_disclosures,
    Section.PROCESSORS: processing.describe_processors,
    Section.TRANSFERS: processing.describe_transfers,
    Section.RETENTION: _describe_retention,
    Section.SAFEGUARDS: _describe_safeguards,
    Section.RIGHTS: _describe_rights,
    Section.REQUESTS: people.describe_requests,
    Section.AUTOMATED_DECISIONS: _describe_automated_decisions,
}
