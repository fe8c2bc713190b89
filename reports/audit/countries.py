"""The countries that data are in: which are third countries, what transfers there rest on, and when that ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from seloste.checker.finding import CountryName
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.result import Result
from seloste.checker.rules.transfer import relied_on
from seloste.policy.countries import is_country
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import NotInForce
from seloste.reports.audit.findings import Shown, place
from seloste.reports.language.language import Language, capital


@dataclass(frozen=True, slots=True)
class Basis:
    """What transfers to a country rest on: the instrument, when it ends, on whose data it is relied, and what is found.

    `instrument` is empty where none is needed or none is given; `needed` tells the two apart.
    """

    instrument: str
    needed: bool
    #: The last day, of the law or of the contract, whichever comes first; None where no end is known.
    ends: date | None
    #: What is to be said of its end: `ended`, `ends`, `open`, …, a key of the words.
    standing: str
    recipients: tuple[tuple[str, str], ...]
    findings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country, how it stands to the EEA on the day, and each basis on which data go there."""

    code: str
    name: str
    standing: str
    bases: tuple[Basis, ...]

    @property
    def third(self) -> bool:
        """Whether sending data there is a transfer."""
        return self.standing == "third"


def countries_of(
    hops: Iterable[Hop], result: Result, law: LawOn, findings: Iterable[Shown], language: Language
) -> tuple[CountryRow, ...]:
    """The countries, third countries first, each by name."""
    told = _told(findings)
    to: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        if hop.country:
            to[hop.country].append(hop)
    rows = [
        CountryRow(code, capital(language.country(code)), standing(code, law), bases)
        for code, those in to.items()
        for bases in [tuple(_bases(those, result, law, told, language))]
    ]
    order = ("third", "unknown", "disputed", "inside")
    return tuple(sorted(rows, key=lambda row: (order.index(row.standing), row.name, row.code)))


def standing(country: str, law: LawOn) -> str:
    """How a country stands to the EEA on the day."""
    if not is_country(country):
        return "unknown"
    if law.disputed(country):
        return "disputed"
    return "third" if law.third_country(country) else "inside"


def _told(findings: Iterable[Shown]) -> Mapping[tuple[str, str], list[Shown]]:
    """The findings on transfers by their subject and country."""
    found: dict[tuple[str, str], list[Shown]] = defaultdict(list)
    for shown in findings:
        country = shown.finding.arguments.get("country")
        if shown.finding.family == "transfer" and isinstance(country, CountryName):
            found[shown.finding.subject, country.code].append(shown)
    return found


def _bases(
    hops: Iterable[Hop], result: Result, law: LawOn, told: Mapping[tuple[str, str], list[Shown]], language: Language
) -> Iterator[Basis]:
    """The hops to one country, those together that rest on the same until the same day."""
    alike: dict[tuple[str, bool, date | None, str], list[Hop]] = defaultdict(list)
    for hop in hops:
        alike[_basis(hop, law, language)].append(hop)
    for (instrument, needed, ends, key), those in alike.items():
        recipients = dict.fromkeys((recipient(hop, result, language), _place(hop)) for hop in those)
        subjects = dict.fromkeys((_subject(hop), hop.country or "") for hop in those)
        own = {shown.number: shown for subject in subjects for shown in told.get(subject, ())}
        yield Basis(instrument, needed, ends, key, tuple(recipients), tuple(own[number] for number in sorted(own)))


def _subject(hop: Hop) -> str:
    return hop.subject if isinstance(hop.entry, NoticeEntry) else hop.entry.subject


def _place(hop: Hop) -> str:
    return place(hop.entry.at(*hop.steps))


def recipient(hop: Hop, result: Result, language: Language) -> str:
    """Who has the data there: the recipient that the transfer names, else the processor, else the system itself."""
    if hop.transfer is not None and hop.transfer.recipient:
        return hop.transfer.recipient
    last = hop.chains[0][-1]
    disclosures = result.notice.record.disclosures if result.notice else None
    named = disclosures.recipients if disclosures else {}
    called = language.text(named[last].text) if last in named and "disclosures" in hop.steps else last
    if isinstance(hop.entry, NoticeEntry):
        return called
    if isinstance(hop.entry.record, Processor):
        return hop.entry.record.name
    if "hosting" in hop.steps and last in result.processor_entries:
        called = result.processor_entries[last].record.name
    own = hop.entry.record.name
    return own if hop.chains[0] == (hop.entry.id,) else f"{own} → {called}"


def _basis(hop: Hop, law: LawOn, language: Language) -> tuple[str, bool, date | None, str]:
    country = hop.country or ""
    if standing(country, law) != "third":
        return "", False, None, "not-needed"
    if hop.carried:
        return "", False, None, "carried"
    relied = relied_on(hop, law)
    if relied is None:
        return "", True, None, "none"
    title = language.text(law.instrument(relied).title)
    why_not = law.why_not(relied, country=country, contract=hop.contract)
    if why_not is not None:
        return title, True, why_not.day, _failed(why_not)
    ends = [law.ends(relied, country=country, contract=hop.contract)]
    if hop.transfer is not None:
        certified = hop.transfer.certified
        ends += [hop.transfer.valid_until, certified.until if certified else None]
    first = min((day for day in ends if day is not None), default=None)
    if first is None:
        return title, True, None, "open"
    return title, True, first, "ended" if first < law.day else "ends"


def _failed(why_not: NotInForce) -> str:
    """The word for why an instrument could not be relied on."""
    reason = str(why_not.reason)
    return "ended" if reason in ("ended", "no-decision") and why_not.day else reason
