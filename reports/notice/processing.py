"""The sections about processing: purposes, data, sources, provision, recipients, processors and transfers.

Each `describe_` function yields the blocks of one section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from seloste.policy.law.law import load_law
from seloste.policy.processing import NamedProcessor, PersonalData, ProvisionOfData, Purpose, Recipient
from seloste.policy.prose.likeness import split_words
from seloste.policy.prose.mentions.instruments import find_tools
from seloste.policy.prose.passages import split_passages
from seloste.policy.vocabulary import Section
from seloste.reports.language.language import capitalize
from seloste.reports.notice.context import NoticeContext, build_list
from seloste.reports.notice.document import Block, Fact, Facts, Item, ListBlock, Paragraph
from seloste.reports.notice.legal_basis import cite_basis, describe_criminal_ground, describe_scoped_basis, list_bases
from seloste.reports.notice.names import name_processor
from seloste.reports.notice.people import has_data_subjects_section
from seloste.reports.notice.periods import has_periods_by_purpose, list_periods
from seloste.reports.notice.shortening import shorten_name


def describe_purposes(context: NoticeContext) -> Iterator[Block]:
    """The purposes, each with its legal basis and other facts, then the bases of the notice as a whole."""
    purposes = context.policy.purposes
    with_periods = has_periods_by_purpose(context, list(purposes.values()))
    items = {
        key: context.build_item(
            purpose.text, f"purposes.{key}", facts=_list_purpose_facts(context, key, purpose, with_periods)
        )
        for key, purpose in purposes.items()
    }
    yield from _list_by_group(context, Section.PURPOSES, items)
    bases = tuple(Item(words) for words in list_bases(context))
    if bases:
        yield ListBlock(bases, context.word("headings.legal_bases") if purposes else None)


def _list_by_group(context: NoticeContext, section: Section, items: Mapping[str, Item]) -> Iterator[Block]:
    """The entries of a section under the labels of their groups.

    Those without a label come first, then each group where its first entry is.
    """
    entries, labels = getattr(context.policy, section), getattr(context.policy.groups, section)
    grouped: dict[str | None, list[Item]] = {}
    for key, item in items.items():
        group = entries[key].group
        grouped.setdefault(group if group in labels else None, []).append(item)
    grouped = {None: grouped.pop(None, []), **grouped}  # what has no label would seem to be under the one before it
    for group, members in grouped.items():
        label = context.text(labels[group].text) if group is not None else None
        for block in build_list(members, announced=context.announces_list(section), label=label):
            yield replace(block, folds=len(items) > 1) if isinstance(block, ListBlock) else block


def _list_purpose_facts(context: NoticeContext, key: str, purpose: Purpose, with_periods: bool) -> Iterator[Fact]:
    """Lists the facts about a purpose: legal basis, data subjects, data, retention, processors, decisions."""
    policy = context.policy
    if purpose.legal_bases:
        words = tuple(describe_scoped_basis(context, basis) for basis in purpose.legal_bases)
        yield Fact(context.word("labels.legal_basis"), words)
    if purpose.special_category_basis is not None:
        yield Fact(
            context.word("labels.special_category_basis"), (cite_basis(context, purpose.special_category_basis),)
        )
    if purpose.electronic_marketing is not None:
        words = (capitalize(context.word(f"electronic_marketing.{purpose.electronic_marketing}")),)
        yield Fact(context.word("labels.electronic_marketing"), words)
    if purpose.data_subjects and has_data_subjects_section(context):
        groups = [policy.data_subjects[group] for group in purpose.data_subjects if group in policy.data_subjects]
        yield from _join_values(
            context, context.word("labels.data_subjects"), [context.text(group.text) for group in groups]
        )
    if purpose.fields is not None:
        fields = [policy.fields[field] for field in purpose.fields if field in policy.fields]
        names = [shorten_name(context.text(field.text)) for field in fields]
        yield from _join_values(context, context.word("labels.fields"), names)
    periods = tuple(list_periods(context, key, purpose)) if with_periods else ()
    if periods:
        yield Fact(context.word("labels.retention"), periods, target=Section.RETENTION)
    yield from _name_processors(context, key)
    if purpose.automated_decision is not None:
        text = context.text(purpose.automated_decision.text)
        yield Fact(context.word("labels.automated_decision"), (text,))
    if purpose.profiling:
        yield Fact(context.word("labels.profiling"), (context.word("profiling"),))


def _join_values(context: NoticeContext, label: str, values: list[str]) -> Iterator[Fact]:
    if values:
        yield Fact(label, (context.join(values),))


def _name_processors(context: NoticeContext, key: str) -> Iterator[Fact]:
    """The processors of a purpose: those that the notice names and the processor list assigns to the purpose."""
    processors, served = context.policy.processors, context.publication.served_purposes
    ids = processors.recipients or () if processors is not None else ()
    names = [name_processor(context, id) for id in ids if key in served.get(id, ())]
    if found := [name for name in names if name]:
        yield Fact(context.word("labels.processors"), ("; ".join(found),), target=Section.PROCESSORS)


def describe_fields(context: NoticeContext) -> Iterator[Block]:
    """The categories of personal data; remarks mark those that the law protects specially."""
    items = {
        key: add_remarks(
            context.build_item(field.text, f"fields.{key}", facts=_list_grounds(context, field)),
            _list_special_care(context, field),
        )
        for key, field in context.policy.fields.items()
    }
    yield from _list_by_group(context, Section.FIELDS, items)


def add_remarks(item: Item, remarks: Iterable[str]) -> Item:
    """The entry with remarks after its first line: a full stop there would stand before them."""
    given = tuple(remarks)
    ends = item.text.endswith(".") and not item.text.endswith("..")
    if not given or not ends or item.runs:
        return replace(item, remarks=given)
    return replace(item, text=item.text[:-1], remarks=given)


def _list_special_care(context: NoticeContext, field: PersonalData) -> Iterator[str]:
    if field.special_category:
        yield context.word("marks.special_category")
    if field.criminal:
        yield context.word("marks.criminal")
    if field.national_id_ground is not None:
        yield context.word(f"national_id_ground.{field.national_id_ground}")
    elif field.national_id and context.word("marks.national_id").lower() not in context.text(field.text).lower():
        yield context.word("marks.national_id")


def _list_grounds(context: NoticeContext, field: PersonalData) -> Iterator[Fact]:
    """The ground for processing data on criminal convictions and offences."""
    if field.criminal_ground is not None:
        yield Fact(context.word("labels.criminal_ground"), (describe_criminal_ground(context, field.criminal_ground),))


def describe_sources(context: NoticeContext) -> Iterator[Block]:
    """The sources; under the standard heading, those from the person (Art. 13) and others (Art. 14) are separate."""
    items = {key: context.build_item(source.text, f"sources.{key}") for key, source in context.policy.sources.items()}
    if context.has_own_heading(Section.SOURCES):
        yield from build_list(items.values(), announced=context.announces_list(Section.SOURCES))
        return
    for direct, label in ((True, "direct"), (False, "indirect")):
        of_kind = [items[key] for key, source in context.policy.sources.items() if source.direct is direct]
        yield from build_list(of_kind, label=context.word(f"sources.{label}"))


def describe_provision(context: NoticeContext) -> Iterator[Block]:
    """Whether people must provide the data."""
    provision = context.policy.provision
    if provision is None:
        return
    yield from context.build_blocks(provision.text)
    if provision.required is not None and not _says_requirement(context, provision):
        yield Paragraph(context.word(f"provision.{provision.required}"))


def _says_requirement(context: NoticeContext, provision: ProvisionOfData) -> bool:
    """Whether the text itself says what the page's own sentence would."""
    begins = context.word(f"provision_words.{provision.required}")
    return any(word.startswith(begins) for word in split_words(context.text(provision.text)))


def describe_disclosures(context: NoticeContext) -> Iterator[Block]:
    """The recipients of disclosures."""
    disclosures = context.policy.disclosures
    if disclosures is None:
        return
    yield from context.build_blocks(disclosures.text)
    yield from build_list(
        _describe_recipient(context, key, recipient) for key, recipient in disclosures.recipients.items()
    )


def _describe_recipient(context: NoticeContext, key: str, recipient: Recipient) -> Item:
    remarks = _list_country(context, recipient.country, context.text(recipient.text))
    instrument = recipient.transfer.instrument if recipient.transfer else None
    if instrument is not None:
        label, title = context.word("labels.transfer"), _name_instrument(context, instrument)
        remarks.append(context.word("label", label=label.lower(), value=title))
    return add_remarks(context.build_item(recipient.text, f"disclosures.recipients.{key}"), remarks)


def describe_processors(context: NoticeContext) -> Iterator[Block]:
    """The processors, by name, with what they do and where, or by category."""
    processors = context.policy.processors
    if processors is None:
        return
    yield from context.build_blocks(processors.text)
    named = (_describe_processor(context, key, entry) for key, entry in (processors.recipients or {}).items())
    yield from build_list(item for item in named if item is not None)
    categories = processors.categories.items()
    yield from build_list(context.build_item(entry.text, f"processors.categories.{key}") for key, entry in categories)


def _describe_processor(context: NoticeContext, key: str, entry: NamedProcessor) -> Item | None:
    """A processor in the notice's words; None where it has neither a name nor words, since an id is no name."""
    name, anchor = name_processor(context, key), f"processors.recipients.{key}"
    if name is None and entry.text is None:
        return None
    item = context.build_item(entry.text, anchor) if entry.text else Item(name or "", anchor)
    if entry.text and name and name.casefold() not in item.text.casefold():
        item = replace(item, text=context.word("label", label=name, value=item.text), runs=())
    return add_remarks(item, _list_country(context, entry.country, context.text(entry.text) if entry.text else ""))


def _list_country(context: NoticeContext, code: str | None, text: str) -> list[str]:
    """The name of a country as a remark, unless the text has it."""
    name = context.language.country(code) if code else ""
    return [name] if name and name not in text else []


def describe_transfers(context: NoticeContext) -> Iterator[Block]:
    """Transfers: the notice's text, the countries, and the instruments that the text does not name."""
    transfers = context.policy.transfers
    if transfers is None:
        return
    yield from context.build_blocks(transfers.text)
    text = context.text(transfers.text)
    instruments = [_name_instrument(context, instrument) for instrument in transfers.instruments]
    names_tools = all(
        _names_all(text, [title]) or _names_clauses(context, text, id)
        for id, title in zip(transfers.instruments, instruments, strict=True)
    )
    hosting = [context.language.country(code) for code in transfers.hosting or ()]
    listed = {
        "countries": [context.language.country(code) for code in transfers.countries or ()],
        "instruments": instruments if not names_tools else [],
        "hosting": hosting if not _names_all(text, hosting) else [],
    }
    facts = [
        fact
        for key, values in listed.items()
        for fact in [Fact(context.word(f"labels.{key}"), (capitalize("; ".join(values)),))]
        if values
    ]
    if transfers.copy_ is not None and not context.contains(transfers.text, transfers.copy_.text):
        facts.append(Fact(context.word("labels.copy"), (context.text(transfers.copy_.text),)))
    if facts:
        yield Facts(tuple(facts))


def _names_all(text: str, names: Sequence[str]) -> bool:
    """Whether a text has each name, perhaps inflected: `Suomi` in "Suomessa"."""
    words = split_words(text)
    stems = [[word[: max(3, len(word) - 2)] for word in split_words(name)] for name in names]
    return all(any(word.startswith(stem) for word in words) for of_name in stems for stem in of_name)


def _names_clauses(context: NoticeContext, text: str, instrument: str) -> bool:
    """Whether it is a set of standard clauses that a text names, by any of their names in the language."""
    code = context.language.code
    found = (tool for sentence in split_passages(text, code) for tool in find_tools(sentence, code))
    return any(tool.tool == "scc" and instrument in (tool.tool, tool.decision) for tool in found)


def _name_instrument(context: NoticeContext, instrument: str) -> str:
    return context.language.text(load_law().instruments[instrument].title)
