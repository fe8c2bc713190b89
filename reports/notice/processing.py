"""The sections about the data: what for and on what basis, which data, from where, to whom, where to, and how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seloste.policy.law.law import law
from seloste.policy.notice import PersonalData, Purpose, Recipient
from seloste.policy.retention import governing
from seloste.policy.vocabulary import Basis, Section, SpecialCategoryBasis
from seloste.reports.language.language import capital
from seloste.reports.notice.context import NoticeContext, listed
from seloste.reports.notice.document import Block, Fact, Facts, Item
from seloste.reports.notice.people import data_subjects_are_told


def purposes(teller: NoticeContext) -> Iterator[Block]:
    """The purposes, each with its legal basis and what else is known of it."""
    items = (
        Item(teller.text(purpose.text), f"purposes.{key}", facts=tuple(_about(teller, key, purpose)))
        for key, purpose in teller.policy.purposes.items()
    )
    yield from listed(items, announced=teller.announced(Section.PURPOSES))


def _about(teller: NoticeContext, key: str, purpose: Purpose) -> Iterator[Fact]:
    policy, language = teller.policy, teller.language
    if purpose.legal_basis is not None:
        yield Fact(teller.word("labels.legal_basis"), tuple(_legal_basis(teller, purpose)))
    if purpose.special_category_basis is not None:
        words = _cited(teller, purpose.special_category_basis)
        yield Fact(teller.word("labels.special_category_basis"), (words,))
    if purpose.electronic_marketing is not None:
        words = capital(teller.word(f"electronic_marketing.{purpose.electronic_marketing}"))
        yield Fact(teller.word("labels.electronic_marketing"), (words,))
    if purpose.data_subjects and data_subjects_are_told(teller):
        groups = [policy.data_subjects[group] for group in purpose.data_subjects if group in policy.data_subjects]
        yield from _several(teller.word("labels.data_subjects"), [teller.text(group.text) for group in groups])
    if purpose.fields is not None:
        fields = [policy.fields[field] for field in purpose.fields if field in policy.fields]
        yield from _several(teller.word("labels.fields"), [teller.text(field.text) for field in fields])
    if purpose.legal_basis is not None:
        yield from _kept(teller, key, purpose)
    yield from _received(teller, key)
    if purpose.automated_decision is not None:
        text = language.text(purpose.automated_decision.text)
        yield Fact(teller.word("labels.automated_decision"), (text,))


def _several(label: str, values: list[str]) -> Iterator[Fact]:
    if values:
        yield Fact(label, ("; ".join(values),))


def _legal_basis(teller: NoticeContext, purpose: Purpose) -> Iterator[str]:
    if purpose.legal_basis is not None:
        yield _cited(teller, purpose.legal_basis.basis)
        if purpose.legal_basis.explanation:
            yield teller.text(purpose.legal_basis.explanation)


def _cited(teller: NoticeContext, basis: Basis | SpecialCategoryBasis) -> str:
    """A basis in words with its place in the law: both sets follow the points of their article."""
    article, words = ("6(1)", "basis") if isinstance(basis, Basis) else ("9(2)", "special_category_basis")
    point = chr(ord("a") + list(type(basis)).index(basis))
    citation = teller.language.cite(f"GDPR Art. {article}({point})")
    name = capital(teller.language.word(f"{words}.{basis}"))
    return teller.language.word("notice.aside", text=name, remark=citation)


def _kept(teller: NoticeContext, key: str, purpose: Purpose) -> Iterator[Fact]:
    """How long the data of a purpose are kept, as the entries that govern it for the people that it concerns say it."""
    entries = teller.policy.retention
    groups: list[str | None] = [*(purpose.data_subjects or teller.policy.data_subjects or (None,))]
    found = {name: entry for group in groups for name, entry in governing(entries.items(), group, key)}
    told = dict.fromkeys(teller.text(entry.text) for name, entry in entries.items() if name in found)
    if told:
        yield Fact(teller.word("labels.retention"), tuple(told), target=Section.RETENTION)


def _received(teller: NoticeContext, key: str) -> Iterator[Fact]:
    """Who processes the data of a purpose: those that the notice names and the processor list has for it."""
    stated, served = teller.policy.processors, teller.publication.served
    named = stated.recipients or () if stated is not None else ()
    for fact in _several(
        teller.word("labels.processors"), [teller.names.get(id, id) for id in named if key in served.get(id, ())]
    ):
        yield replace(fact, target=Section.PROCESSORS)


def fields(teller: NoticeContext) -> Iterator[Block]:
    """The categories of personal data, with what the law asks special care for."""
    items = (
        Item(teller.text(field.text), f"fields.{key}", remarks=tuple(_marks(teller, field)))
        for key, field in teller.policy.fields.items()
    )
    yield from listed(items, announced=teller.announced(Section.FIELDS))


def _marks(teller: NoticeContext, field: PersonalData) -> Iterator[str]:
    if field.special_category:
        yield teller.word("marks.special_category")
    if field.criminal:
        yield teller.word("marks.criminal")
    if field.national_id_ground is not None:
        yield teller.word(f"national_id_ground.{field.national_id_ground}")
    elif field.national_id and teller.word("marks.national_id").lower() not in teller.text(field.text).lower():
        yield teller.word("marks.national_id")


def sources(teller: NoticeContext) -> Iterator[Block]:
    """Where the data come from; under our heading, told apart by whether from the person (Art. 13) or not (Art. 14)."""
    items = {key: Item(teller.text(source.text), f"sources.{key}") for key, source in teller.policy.sources.items()}
    if teller.speaks_for_itself(Section.SOURCES):
        yield from listed(items.values(), announced=teller.announced(Section.SOURCES))
        return
    for direct, label in ((True, "direct"), (False, "indirect")):
        of_kind = [items[key] for key, source in teller.policy.sources.items() if source.direct is direct]
        yield from listed(of_kind, label=teller.word(f"sources.{label}"))


def provision(teller: NoticeContext) -> Iterator[Block]:
    """Whether the data must be given."""
    stated = teller.policy.provision
    if stated is None:
        return
    yield from teller.paragraphs(stated.text)
    if stated.required is not None:
        required = {teller.language.code: teller.word(f"provision.{stated.required}")}
        yield from teller.paragraphs(required)


def disclosures(teller: NoticeContext) -> Iterator[Block]:
    """To whom the data are disclosed."""
    stated = teller.policy.disclosures
    if stated is None:
        return
    yield from teller.paragraphs(stated.text)
    yield from listed(_recipient(teller, key, recipient) for key, recipient in stated.recipients.items())


def _recipient(teller: NoticeContext, key: str, recipient: Recipient) -> Item:
    remarks = [teller.language.country(recipient.country)] if recipient.country else []
    instrument = recipient.transfer.instrument if recipient.transfer else None
    if instrument is not None:
        label, title = teller.word("labels.transfer"), _instrument(teller, instrument)
        remarks.append(teller.language.word("notice.label", label=label.lower(), value=title))
    return Item(teller.text(recipient.text), f"disclosures.recipients.{key}", remarks=tuple(remarks))


def processors(teller: NoticeContext) -> Iterator[Block]:
    """Who processes on the controller's behalf: by name, or by category."""
    stated = teller.policy.processors
    if stated is None:
        return
    yield from teller.paragraphs(stated.text)
    recipients = dict.fromkeys(stated.recipients or ())  # any strings, one perhaps twice
    named = (Item(teller.names.get(key, key), f"processors.recipients.{key}") for key in recipients)
    yield from listed(named)
    categories = stated.categories.items()
    yield from listed(Item(teller.text(entry.text), f"processors.categories.{key}") for key, entry in categories)


def transfers(teller: NoticeContext) -> Iterator[Block]:
    """Transfers to third countries: what the notice says, the countries, and the instruments if not said yet."""
    stated = teller.policy.transfers
    if stated is None:
        return
    yield from teller.paragraphs(stated.text)
    facts: list[Fact] = []
    said = teller.text(stated.text)
    countries = [teller.language.country(code) for code in stated.countries or ()]
    instruments = [_instrument(teller, instrument) for instrument in stated.instruments]
    facts += _several(teller.word("labels.countries"), countries)
    if not all(instrument in said for instrument in instruments):
        facts += _several(teller.word("labels.instruments"), instruments)
    if stated.copy_ is not None:
        facts.append(Fact(teller.word("labels.copy"), (teller.text(stated.copy_.text),)))
    if facts:
        yield Facts(tuple(facts))


def _instrument(teller: NoticeContext, instrument: str) -> str:
    return teller.language.text(law().instruments[instrument].title)
