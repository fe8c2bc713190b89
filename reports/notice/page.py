"""The page: the sections of a notice in their order, with their headings, introductions and closings.

The page contains nothing that the policy lacks, and no internal facts (balancing tests, impact assessments). A section
with the notice's own heading contains the notice's own words; standard words are added where the notice gives facts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from seloste.policy.notice import Policy
from seloste.policy.texts import list_texts
from seloste.policy.unfinished import list_unfinished
from seloste.policy.vocabulary import CUSTOM, Section
from seloste.reports.language.language import capitalize
from seloste.reports.language.notice_name import compose_title
from seloste.reports.notice import commitments, document, people, processing
from seloste.reports.notice.context import NoticeContext, build_list
from seloste.reports.notice.document import Block, ListBlock, Page, Paragraph, Subsection, Translation
from seloste.reports.notice.summary import summarize

#: A section without an own heading is appended to this section, if that one has an own heading.
_CONTINUED = {Section.PROCESSORS: Section.DISCLOSURES, Section.REQUESTS: Section.RIGHTS}
#: A heading that has a number of its own: "12. Rättelse av uppgifter", "5 Rekisterin tietosisältö".
_OWN_NUMBER = re.compile(r"\d{1,3}(?:[.)]\s|\s(?=[^\W\d_]))")
#: The key of a section of the notice's own begins with this, as in `notice.order`.
_OWN = "sections."


def build_page(context: NoticeContext) -> Page:
    """Builds the page of a notice."""
    notice, language = context.policy.notice, context.language
    sections = tuple(_number_sections(context, _build_sections(context)))
    return Page(
        title=compose_title(context.policy, language),
        sections=sections,
        notes=tuple(_list_notes(context)),
        brief=tuple(summarize(context, anchors=frozenset(_list_anchors(sections)))),
        sisters=tuple(
            Translation(code, capitalize(context.publication.languages.name(code)), address, code == language.code)
            for code, address in context.publication.addresses.items()
            if code in notice.languages and len(context.publication.addresses) > 1
        ),
        opening=() if context.has_own_heading(Section.OPENING) else tuple(_build_blocks(context, Section.OPENING)),
        draft=bool(list_unfinished(context.policy)),
    )


def _list_notes(context: NoticeContext) -> Iterator[str]:
    """Lists the days of the notice in words, and its version: the day on which it was last changed."""
    notice = context.policy.notice
    for key in ("drawn_up", "published", "updated", "reviewed"):
        day = getattr(notice, key)
        if day is not None:
            yield context.word(key, day=day)
    changed = notice.updated or notice.published or notice.drawn_up
    if changed is not None:
        yield context.word("version", version=changed.isoformat())
    if _cites_regulation(context):
        yield context.word("regulation")


def _cites_regulation(context: NoticeContext) -> bool:
    """Whether the page cites the GDPR, as it does with each legal basis, and no text of the notice names it in full."""
    policy = context.policy
    has_bases = bool(policy.legal_bases) or any(purpose.legal_bases for purpose in policy.purposes.values())
    return has_bases and not any("2016/679" in words.get(context.language.code, "") for _, words in list_texts(policy))


def _list_anchors(sections: Iterable[document.Section]) -> Iterator[str]:
    """Lists the anchors of sections, and of sections that were appended to another."""
    for section in sections:
        yield section.anchor
        yield from (block.anchor for block in section.blocks if isinstance(block, Paragraph) and block.anchor)


def order_sections(policy: Policy) -> list[list[str]]:
    """Orders the sections, the notice's own among them as `sections.<id>`; those in one list are one section.

    As `notice.order` says, and the rest in our order. Without it, sections with an own heading come as the notice
    orders these, each other one after its predecessor in `Section`, and the notice's own sections last.
    """
    last = [CUSTOM, *(f"{_OWN}{key}" for key in policy.sections)]
    if policy.notice.order is not None:
        given = {key for joined in policy.notice.order for key in joined}
        return [*policy.notice.order, *([key] for key in (*Section, *last) if key not in given)]
    ordered: list[str] = list(policy.headings)
    before = 0
    for section in Section:
        if section in policy.headings:
            before = ordered.index(section) + 1
        else:
            ordered.insert(before, section)
            before += 1
    return [[key] for key in (*ordered, *last)]


def _build_sections(context: NoticeContext) -> Iterator[document.Section]:
    last: document.Section | None = None
    for keys in order_sections(context.policy):
        built = [section for key in keys if (section := _build_section(context, key)) is not None]
        if not built:
            continue
        section = functools.reduce(_join_section, built)
        if last is not None and _continues_section(context, keys[0], last):
            last = _append_section(last, section)
            continue
        if last is not None:
            yield last
        last = section
    if last is not None:
        yield last


def _join_section(section: document.Section, other: document.Section) -> document.Section:
    """The section with the content of another, under its own heading only where it would seem to be under a label."""
    last = section.blocks[-1]
    if isinstance(last, ListBlock) and last.label:
        return replace(section, blocks=(*section.blocks, Subsection(other.heading, other.blocks, anchor=other.anchor)))
    return _append_section(section, other)


def _append_section(section: document.Section, other: document.Section) -> document.Section:
    """The section with the content of another, which has no heading then."""
    return replace(section, blocks=(*section.blocks, *_anchor_first(other.anchor, other.blocks)))


def _build_section(context: NoticeContext, key: str) -> document.Section | None:
    """Builds a section by its key in the order; None where the notice has nothing in it."""
    own = context.policy.sections.get(key.removeprefix(_OWN)) if key.startswith(_OWN) else None
    if own is not None:
        return document.Section(key, context.text(own.heading), tuple(context.build_blocks(own.text)))
    if key == CUSTOM:
        return _build_custom_section(context)
    if key not in _DESCRIBE or (key == Section.OPENING and not context.has_own_heading(Section.OPENING)):
        return None
    section = Section(key)
    blocks = tuple(_build_blocks(context, section))
    return document.Section(section, context.find_heading(section), blocks) if blocks else None


def _number_sections(context: NoticeContext, sections: Iterable[document.Section]) -> Iterator[document.Section]:
    """The sections, with their numbers in a numbered notice, so that its references to them are right."""
    if not context.policy.notice.numbered:
        yield from sections
        return
    for number, section in enumerate(sections, 1):
        if _OWN_NUMBER.match(section.heading):  # the notice's own heading has it already
            yield section
            continue
        heading = context.word("numbered", number=str(number), heading=section.heading)
        yield replace(section, heading=heading)


def _continues_section(context: NoticeContext, key: str, last: document.Section) -> bool:
    headings = context.policy.headings
    before = _CONTINUED.get(Section(key)) if key in _DESCRIBE else None
    return before is not None and last.anchor == before and before in headings and key not in headings


def _anchor_first(anchor: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Puts the anchor of a section without a heading on its first paragraph."""
    first, *others = blocks
    yield replace(first, anchor=anchor) if isinstance(first, Paragraph) else first
    yield from others


def _build_blocks(context: NoticeContext, section: Section) -> Iterator[Block]:
    content = tuple(_DESCRIBE[section](context))
    introduction, closing = context.policy.introductions.get(section), context.policy.closings.get(section)
    yield from context.build_blocks(introduction, _find_introduction_anchor(context, section))
    yield from content
    yield from context.build_blocks(closing)


def _find_introduction_anchor(context: NoticeContext, section: Section) -> str | None:
    """The anchor for an introduction that describes the data subjects, if they have no section of their own."""
    described = (
        section is Section.PURPOSES and context.policy.data_subjects and not people.has_data_subjects_section(context)
    )
    return Section.DATA_SUBJECTS if described else None


def _build_custom_section(context: NoticeContext) -> document.Section | None:
    """The section of the notice's custom promises, which are made to the public like all others."""
    items = [context.build_item(entry.text, f"custom.{key}") for key, entry in context.policy.custom.items()]
    return document.Section(CUSTOM, context.word("headings.custom"), tuple(build_list(items))) if items else None


def _describe_opening(context: NoticeContext) -> Iterator[Block]:
    return context.build_blocks(context.policy.notice.opening)


_DESCRIBE: Mapping[str, Callable[[NoticeContext], Iterator[Block]]] = {
    Section.OPENING: _describe_opening,
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
    Section.RETENTION: commitments.describe_retention,
    Section.SAFEGUARDS: commitments.describe_safeguards,
    Section.NEVER: commitments.describe_never,
    Section.COOKIES: commitments.describe_cookies,
    Section.RIGHTS: commitments.describe_rights,
    Section.REQUESTS: people.describe_requests,
    Section.AUTOMATED_DECISIONS: commitments.describe_automated_decisions,
}
