"""The sections about processing: purposes, data, sources, provision, recipients, processors and transfers.

Each `describe_` function yields the blocks of one section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seloste.policy.law.law import load_law
from seloste.policy.processing import PersonalData, Purpose, Recipient
from seloste.policy.retention import select_governing
from seloste.policy.vocabulary import Basis, Section, SpecialCategoryBasis
from seloste.reports.language.language import Language, capitalize
from seloste.reports.notice.context import NoticeContext, build_list
from seloste.reports.notice.document import Block, Fact, Facts, Item
from seloste.reports.notice.people import has_data_subjects_section


def describe_purposes(context: NoticeContext) -> Iterator[Block]:
    """The purposes, each with its legal basis and other facts."""
    items = (
        Item(context.text(purpose.text), f"purposes.{key}", facts=tuple(_list_purpose_facts(context, key, purpose)))
        for key, purpose in context.policy.purposes.items()
    )
    yield from build_list(items, announced=context.announces_list(Section.PURPOSES))


def _list_purpose_facts(context: NoticeContext, key: str, purpose: Purpose) -> Iterator[Fact]:
    """Lists the facts about a purpose: legal basis, data subjects, data, retention, processors, decisions."""
    policy, language = context.policy, context.language
    if purpose.legal_bases:
        yield Fact(context.word("labels.legal_basis"), tuple(_describe_legal_basis(context, purpose)))
    if purpose.special_category_basis is not None:
        words = _cite_basis(context, purpose.special_category_basis)
        yield Fact(context.word("labels.special_category_basis"), (words,))
    if purpose.electronic_marketing is not None:
        words = capitalize(context.word(f"electronic_marketing.{purpose.electronic_marketing}"))
        yield Fact(context.word("labels.electronic_marketing"), (words,))
    if purpose.data_subjects and has_data_subjects_section(context):
        groups = [policy.data_subjects[group] for group in purpose.data_subjects if group in policy.data_subjects]
        yield from _join_values(context.word("labels.data_subjects"), [context.text(group.text) for group in groups])
    if purpose.fields is not None:
        fields = [policy.fields[field] for field in purpose.fields if field in policy.fields]
        yield from _join_values(context.word("labels.fields"), [context.text(field.text) for field in fields])
    if purpose.legal_bases:
        yield from _describe_retention(context, key, purpose)
    yield from _name_processors(context, key)
    if purpose.automated_decision is not None:
        text = language.text(purpose.automated_decision.text)
        yield Fact(context.word("labels.automated_decision"), (text,))


def _join_values(label: str, values: list[str]) -> Iterator[Fact]:
    if values:
        yield Fact(label, ("; ".join(values),))


def _describe_legal_basis(context: NoticeContext, purpose: Purpose) -> Iterator[str]:
    for stated in purpose.legal_bases:
        yield _cite_basis(context, stated.basis)
        if stated.explanation:
            yield context.text(stated.explanation)


def _cite_basis(context: NoticeContext, basis: Basis | SpecialCategoryBasis) -> str:
    """A basis in words with its provision."""
    name, citation = name_basis(basis, context.language), context.language.cite(find_provision(basis))
    return context.language.word("notice.aside", text=name, remark=citation)


def name_basis(basis: Basis | SpecialCategoryBasis, language: Language) -> str:
    """Names a basis in the language."""
    return capitalize(language.word(f"{'basis' if isinstance(basis, Basis) else 'special_category_basis'}.{basis}"))


def find_provision(basis: Basis | SpecialCategoryBasis) -> str:
    """Finds the provision of a basis: "GDPR Art. 6(1)(a)". Both enums list the points of their article in order."""
    point = chr(ord("a") + list(type(basis)).index(basis))
    return f"GDPR Art. {'6(1)' if isinstance(basis, Basis) else '9(2)'}({point})"


def _describe_retention(context: NoticeContext, key: str, purpose: Purpose) -> Iterator[Fact]:
    """The retention of a purpose: the texts of the entries that govern it for its data subjects."""
    entries = context.policy.retention
    groups: list[str | None] = [*(purpose.data_subjects or context.policy.data_subjects or (None,))]
    found = {name: entry for group in groups for name, entry in select_governing(entries.items(), group, key)}
    texts = dict.fromkeys(context.text(entry.text) for name, entry in entries.items() if name in found)
    if texts:
        yield Fact(context.word("labels.retention"), tuple(texts), target=Section.RETENTION)


def _name_processors(context: NoticeContext, key: str) -> Iterator[Fact]:
    """The processors of a purpose: those that the notice names and the processor list assigns to the purpose."""
    processors, served = context.policy.processors, context.publication.served_purposes
    ids = processors.recipients or () if processors is not None else ()
    for fact in _join_values(
        context.word("labels.processors"),
        [context.processor_names.get(id, id) for id in ids if key in served.get(id, ())],
    ):
        yield replace(fact, target=Section.PROCESSORS)


def describe_fields(context: NoticeContext) -> Iterator[Block]:
    """The categories of personal data; remarks mark those that the law protects specially."""
    items = (
        Item(context.text(field.text), f"fields.{key}", remarks=tuple(_list_special_care(context, field)))
        for key, field in context.policy.fields.items()
    )
    yield from build_list(items, announced=context.announces_list(Section.FIELDS))


def _list_special_care(context: NoticeContext, field: PersonalData) -> Iterator[str]:
    if field.special_category:
        yield context.word("marks.special_category")
    if field.criminal:
        yield context.word("marks.criminal")
    if field.national_id_ground is not None:
        yield context.word(f"national_id_ground.{field.national_id_ground}")
    elif field.national_id and context.word("marks.national_id").lower() not in context.text(field.text).lower():
        yield context.word("marks.national_id")


def describe_sources(context: NoticeContext) -> Iterator[Block]:
    """The sources; under the standard heading, those from the person (Art. 13) and others (Art. 14) are separate."""
    items = {key: Item(context.text(source.text), f"sources.{key}") for key, source in context.policy.sources.items()}
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
    yield from context.build_paragraphs(provision.text)
    if provision.required is not None:
        required = {context.language.code: context.word(f"provision.{provision.required}")}
        yield from context.build_paragraphs(required)


def describe_disclosures(context: NoticeContext) -> Iterator[Block]:
    """The recipients of disclosures."""
    disclosures = context.policy.disclosures
    if disclosures is None:
        return
    yield from context.build_paragraphs(disclosures.text)
    yield from build_list(
        _describe_recipient(context, key, recipient) for key, recipient in disclosures.recipients.items()
    )


def _describe_recipient(context: NoticeContext, key: str, recipient: Recipient) -> Item:
    remarks = [context.language.country(recipient.country)] if recipient.country else []
    instrument = recipient.transfer.instrument if recipient.transfer else None
    if instrument is not None:
        label, title = context.word("labels.transfer"), _name_instrument(context, instrument)
        remarks.append(context.language.word("notice.label", label=label.lower(), value=title))
    return Item(context.text(recipient.text), f"disclosures.recipients.{key}", remarks=tuple(remarks))


def describe_processors(context: NoticeContext) -> Iterator[Block]:
    """The processors, by name or by category."""
    processors = context.policy.processors
    if processors is None:
        return
    yield from context.build_paragraphs(processors.text)
    recipients = dict.fromkeys(processors.recipients or ())  # may contain an id twice
    items = (Item(context.processor_names.get(key, key), f"processors.recipients.{key}") for key in recipients)
    yield from build_list(items)
    categories = processors.categories.items()
    yield from build_list(Item(context.text(entry.text), f"processors.categories.{key}") for key, entry in categories)


def describe_transfers(context: NoticeContext) -> Iterator[Block]:
    """Transfers: the notice's text, the countries, and the instruments that the text does not name."""
    transfers = context.policy.transfers
    if transfers is None:
        return
    yield from context.build_paragraphs(transfers.text)
    facts: list[Fact] = []
    text = context.text(transfers.text)
    countries = [context.language.country(code) for code in transfers.countries or ()]
    instruments = [_name_instrument(context, instrument) for instrument in transfers.instruments]
    facts += _join_values(context.word("labels.countries"), countries)
    if not all(instrument in text for instrument in instruments):
        facts += _join_values(context.word("labels.instruments"), instruments)
    if transfers.copy_ is not None:
        facts.append(Fact(context.word("labels.copy"), (context.text(transfers.copy_.text),)))
    if facts:
        yield Facts(tuple(facts))


def _name_instrument(context: NoticeContext, instrument: str) -> str:
    return context.language.text(load_law().instruments[instrument].title)
