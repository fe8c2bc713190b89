"""Drafts `policy.yaml` from a notice: each sentence goes to what reads its section, what is left is kept as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from seloste.policy.drafting.outline import Outline, make_outline
from seloste.policy.drafting.phrases import detect_language
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.automation import read_automated_decisions
from seloste.policy.drafting.readers.contacts import read_contacts
from seloste.policy.drafting.readers.cookies import read_cookies
from seloste.policy.drafting.readers.disclosures import read_disclosures
from seloste.policy.drafting.readers.fields import read_fields
from seloste.policy.drafting.readers.name_and_dates import read_dates, read_name
from seloste.policy.drafting.readers.parties import labels_controller, name_controller, read_controller
from seloste.policy.drafting.readers.people import read_data_subjects
from seloste.policy.drafting.readers.processors import read_processors
from seloste.policy.drafting.readers.purposes import read_purposes
from seloste.policy.drafting.readers.refusals import read_never
from seloste.policy.drafting.readers.requests import read_requests
from seloste.policy.drafting.readers.retention import read_retention
from seloste.policy.drafting.readers.rights import read_rights
from seloste.policy.drafting.readers.safeguards import read_safeguards
from seloste.policy.drafting.readers.sources import read_provision, read_sources
from seloste.policy.drafting.readers.transfers import read_hosting, read_transfers
from seloste.policy.drafting.section_order import write_order
from seloste.policy.drafting.topics import OPENING, assign_topics, name_own_section
from seloste.policy.drafting.unit import Part, Unit
from seloste.policy.notice import Notice, Policy
from seloste.policy.prose.blocks import BlockKind, Document
from seloste.policy.vocabulary import Section

#: What reads a section: it places the units that it understands, and leaves the others. It is called once, with all
#: that the notice says of the section, under whichever headings; a unit may be a heading within it.
Reader = Callable[[Sequence[Unit], PolicyDraft], None]
#: In this order: what is said later may name what was read before.
_READERS: Mapping[str, Reader] = {
    "name": read_name,
    "controller": read_controller,
    "contacts": read_contacts,
    "data_subjects": read_data_subjects,
    "purposes": read_purposes,
    "fields": read_fields,
    "sources": read_sources,
    "provision": read_provision,
    "disclosures": read_disclosures,
    "processors": read_processors,
    "transfers": read_transfers,
    "retention": read_retention,
    "safeguards": read_safeguards,
    "never": read_never,
    "cookies": read_cookies,
    "rights": read_rights,
    "requests": read_requests,
    "automated_decisions": read_automated_decisions,
}


def draft_policy(document: Document, language: str | None = None) -> PolicyDraft:
    """The draft of a notice. `language`: that of the notice; None: as its words tell, or the document declares."""
    text = "\n".join(block.text for block in document.blocks)
    code = language or detect_language(text, document.language)
    outline = name_own_sections(make_outline(document, code))
    draft = PolicyDraft(code, total=sum(len(part.units) for part in outline.parts))
    draft.put(("version",), 1)
    draft.put(("notice", "languages"), [code])
    draft.put(("notice", "draft"), True)
    if outline.title is not None:
        draft.put(("notice", "title"), {code: outline.title.text})
    if outline.is_numbered:
        draft.put(("notice", "numbered"), True)
    if outline.registers > 1:
        draft.remark(("notice", "name"), "several-registers", count=str(outline.registers))
    if outline.contents:
        draft.remark((), "contents-left-out", is_todo=False, heading=outline.contents)
    for part in outline.parts:
        if part.heading is not None and part.sections:
            draft.put(("headings", part.key), {code: part.heading.text})
    read_dates(outline.parts, draft)
    _read_sections(outline, draft)
    name_controller([block.text for block in (outline.title, *document.blocks) if block is not None], draft)
    for part in outline.parts:
        _keep_rest(part, draft)
    write_order(outline, draft)
    _sort_keys(draft)
    return draft


def name_own_sections(outline: Outline) -> Outline:
    """The outline, with the parts whose headings name no section of ours, but whose sentences do."""
    headed = {section for part in outline.parts for section in part.sections}
    parts = []
    for part in outline.parts:
        named = name_own_section(part, outline.language) if part.heading is not None and not part.sections else ""
        parts.append(replace(part, sections=(named,)) if named and named not in headed else part)
        headed.add(named)
    return replace(outline, parts=tuple(parts))


def _read_sections(outline: Outline, draft: PolicyDraft) -> None:
    topics = assign_topics(outline.parts, draft.language)
    if "controller" not in topics and labels_controller(topics.get("contacts", ()), draft.language):
        topics["controller"] = topics.pop("contacts")
    for section, reader in _READERS.items():
        units = [unit for unit in topics.get(section, ()) if not draft.is_placed(unit)]
        if units:
            reader(units, draft)
    read_hosting([unit for section in ("processors", "safeguards") for unit in topics.get(section, ())], draft)


def _keep_rest(part: Part, draft: PolicyDraft) -> None:
    """Keeps the units that nothing has understood where they stand: before, between or after the entries."""
    left = [unit for unit in part.units if not draft.is_placed(unit)]
    if part.heading is None:
        if left:
            draft.keep_words(("notice", OPENING), left)
        return
    if not part.sections:
        id = draft.make_id("sections", part.heading.text)
        draft.put(("sections", id, "heading"), {draft.language: part.heading.text})
        if left:
            draft.keep_words(("sections", id, "text"), left)
        else:
            draft.put(("sections", id, "text"), {draft.language: part.heading.text})
        return
    for before, run, after in _list_runs(part, draft):
        _keep_run(part, run, before, after, draft)


def _list_runs(part: Part, draft: PolicyDraft) -> list[tuple[Unit | None, list[Unit], Unit | None]]:
    """The units that are left, in runs, each with the unit of an entry of the section before it and after it."""
    own = {part.key, *part.sections}
    runs: list[tuple[Unit | None, list[Unit], Unit | None]] = []
    before: Unit | None = None
    run: list[Unit] = []
    for unit in part.units:
        if not draft.is_placed(unit):
            run.append(unit)
        elif draft.places[unit.number][0] in own:
            if run:
                runs.append((before, run, unit))
            before, run = unit, []
    if run:
        runs.append((before, run, None))
    return runs


def _keep_run(part: Part, run: list[Unit], before: Unit | None, after: Unit | None, draft: PolicyDraft) -> None:
    """Keeps units that stand beside entries: with the one before them, but for what leads to the one after."""
    if before is None:
        draft.keep_words(("introductions", part.key), run)
        return
    if after is None:
        section = draft.places[before.number][0]
        draft.keep_words(("closings", section if section in set(Section) else part.key), run)
        return
    leads = next((at for at, unit in enumerate(run) if _leads(unit)), len(run))
    ahead, behind = run[leads:], run[:leads]
    if behind and not draft.extend_words(draft.places[before.number], behind, before):
        ahead = run
    if ahead and not draft.extend_words(draft.places[after.number], ahead, after, before=True):
        draft.keep_words(("closings", part.key), ahead)


def _leads(unit: Unit) -> bool:
    """Whether a unit leads to what follows it."""
    return unit.kind is BlockKind.HEADING or unit.text.endswith(":")


def _sort_keys(draft: PolicyDraft) -> None:
    """Puts the keys in the order of the formats."""
    known = [field.alias or name for name, field in Policy.model_fields.items()]
    draft.policy = {key: draft.policy[key] for key in sorted(draft.policy, key=known.index)}
    inner = list(Notice.model_fields)
    draft.policy["notice"] = {
        key: draft.policy["notice"][key] for key in sorted(draft.policy["notice"], key=inner.index)
    }
