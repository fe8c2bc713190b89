"""The countries to which data go: their status, the transfer tools, and the last days of those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from seloste.checker.finding import CountryName
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.hops import Hop, find_instrument
from seloste.checker.result import Result
from seloste.policy.countries import is_country
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import NotInForce
from seloste.reports.audit.findings import ReportedFinding
from seloste.reports.audit.names import name_processor, name_recipient
from seloste.reports.language.language import Language, capitalize


class TransferBasis(Struct, frozen=True):
    """The transfer tool for a country, its last day, the recipients that rely on it, and the findings about it.

    `instrument` is empty if none is needed or none is given; `needed` distinguishes the two. `recipients` are pairs of
    a name and a `file:line:column`.
    """

    instrument: str
    needed: bool
    #: The last day by the law or by the contract, whichever comes first; None if no end is known.
    ends: date | None
    #: The key of the words about its end: `ended`, `ends`, `open`, …
    ending: str
    recipients: tuple[tuple[str, str], ...]
    findings: tuple[ReportedFinding, ...]


class CountryRow(Struct, frozen=True):
    """A country, its status on the day (see `classify_country`), and the transfer tools for it."""

    code: str
    name: str
    status: str
    bases: tuple[TransferBasis, ...]

    @property
    def third(self) -> bool:
        """Whether it is a third country."""
        return self.status == "third"


def build_country_rows(
    hops: Iterable[Hop], result: Result, law: LawOn, findings: Iterable[ReportedFinding], language: Language
) -> tuple[CountryRow, ...]:
    """Builds a row for each country, third countries first, then by name."""
    findings_by_country = _group_findings(findings)
    by_country: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        if hop.country:
            by_country[hop.country].append(hop)
    rows = [
        CountryRow(code, capitalize(language.country(code)), classify_country(code, law), bases)
        for code, hops_there in by_country.items()
        for bases in [tuple(_build_bases(hops_there, result, law, findings_by_country, language))]
    ]
    order = ("third", "unknown", "disputed", "free-flow", "inside")
    return tuple(sorted(rows, key=lambda row: (order.index(row.status), row.name, row.code)))


def classify_country(country: str, law: LawOn) -> str:
    """Classifies a country: `third`, `free-flow` (outside, but no transfer), `inside`, `disputed`, `unknown`."""
    if not is_country(country):
        return "unknown"
    if law.is_disputed(country):
        return "disputed"
    if law.is_inside(country, "eea"):
        return "inside"
    return "third" if law.is_third_country(country) else "free-flow"


def _group_findings(findings: Iterable[ReportedFinding]) -> Mapping[tuple[str, str], list[ReportedFinding]]:
    """Groups the findings on transfers, and on where infrastructure lies, by subject and country."""
    found: dict[tuple[str, str], list[ReportedFinding]] = defaultdict(list)
    for reported in findings:
        country = reported.finding.arguments.get("country")
        if reported.finding.family in ("transfer", "evidence") and isinstance(country, CountryName):
            found[reported.finding.subject, country.code].append(reported)
    return found


def _build_bases(
    hops: Iterable[Hop],
    result: Result,
    law: LawOn,
    findings_by_country: Mapping[tuple[str, str], list[ReportedFinding]],
    language: Language,
) -> Iterator[TransferBasis]:
    """Groups the hops to one country that rely on the same transfer tool until the same day."""
    by_basis: dict[tuple[str, bool, date | None, str], list[Hop]] = defaultdict(list)
    for hop in hops:
        by_basis[_find_basis(hop, law, language)].append(hop)
    for (instrument, needed, ends, key), group in by_basis.items():
        recipients = dict.fromkeys((_name_hop_recipient(hop, result, language), _format_place(hop)) for hop in group)
        subjects = dict.fromkeys((_find_subject(hop), hop.country or "") for hop in group)
        found = {reported.number: reported for subject in subjects for reported in findings_by_country.get(subject, ())}
        yield TransferBasis(
            instrument, needed, ends, key, tuple(recipients), tuple(found[number] for number in sorted(found))
        )


def _find_subject(hop: Hop) -> str:
    return hop.subject if isinstance(hop.entry, NoticeEntry) else hop.entry.subject


def _format_place(hop: Hop) -> str:
    return str(hop.location)


def _name_hop_recipient(hop: Hop, result: Result, language: Language) -> str:
    """Names the recipient of a hop: that of the transfer, else the processor, else the system."""
    if hop.transfer is not None and hop.transfer.recipient:
        return hop.transfer.recipient
    last = hop.chains[0][-1]
    name = name_recipient(last, result, language) if "disclosures" in hop.steps else last
    if isinstance(hop.entry, NoticeEntry):
        return name
    if isinstance(hop.entry.record, Processor):
        return hop.entry.record.name
    if "hosting" in hop.steps:
        name = name_processor(last, result)
    system = hop.entry.record.name
    return system if hop.chains[0] == (hop.entry.id,) else f"{system} → {name}"


def _find_basis(hop: Hop, law: LawOn, language: Language) -> tuple[str, bool, date | None, str]:
    """Finds the instrument, `needed`, the last day and the ending of a hop, as in `TransferBasis`."""
    country = hop.country or ""
    if classify_country(country, law) != "third":
        return "", False, None, "not-needed"
    if hop.carried:
        return "", False, None, "carried"
    instrument = find_instrument(hop, law)
    if instrument is None:
        return "", True, None, "none"
    title = language.text(law.get_instrument(instrument).title)
    why_not = law.explain_invalidity(instrument, country=country, contract=hop.contract, exporter=hop.exporter)
    if why_not is not None:
        return title, True, why_not.day, _name_failure(why_not)
    ends = [law.find_end(instrument, country=country, contract=hop.contract, exporter=hop.exporter)]
    if hop.transfer is not None:
        certified = hop.transfer.certified
        ends += [hop.transfer.valid_until, certified.until if certified else None]
    first = min((day for day in ends if day is not None), default=None)
    if first is None:
        return title, True, None, "open"
    return title, True, first, "ended" if first < law.day else "ends"


def _name_failure(why_not: NotInForce) -> str:
    """The key of the words on why a transfer tool could not be relied on."""
    reason = str(why_not.reason)
    return "ended" if reason in ("ended", "no-decision") and why_not.day else reason
