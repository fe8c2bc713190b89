"""What a decision asks of its recipient: a certification, or to be within the sector that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from seloste.checker.finding import RuleFinding, Several, Severity
from seloste.checker.linking.affected_groups import list_affected_groups
from seloste.checker.linking.entry import NONE, Arguments
from seloste.checker.linking.hops import Hop, find_instrument
from seloste.checker.linking.index import Index
from seloste.checker.linking.settings import YEAR
from seloste.checker.rules.registry import THIRD_COUNTRY
from seloste.checker.rules.transfer.hop_findings import (
    contradict_promise,
    is_unusable,
    join_days,
    make_finding,
    point_to_promise,
)
from seloste.policy.declaration import Certification
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InstrumentKind, Requirement
from seloste.policy.period import Period
from seloste.policy.vocabulary import CertifiedData

#: A certification ends at the latest so long after a day on which it was on the list: a year, and time to renew it.
_LONGEST = Period("P13M")


def _requirement(hop: Hop, law: LawOn) -> Requirement | None:
    """What the recipient must show for the decision that the hop relies on."""
    instrument = find_instrument(hop, law)
    if instrument is None:
        return None
    tool = law.get_instrument(instrument)
    if tool.requires is not None:
        return tool.requires
    if tool.kind is not InstrumentKind.ADEQUACY:
        return None
    needed = [decision.requires for decision in law.list_decisions(hop.country or "")]
    return needed[0] if needed and None not in needed else None


@THIRD_COUNTRY.rule("transfer/condition-unmet")
def condition_unmet(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The decision covers only certified recipients, or only a sector, and this one is not shown to be among them."""
    if hop.carried or is_unusable(hop, index, law):
        return
    requirement, value = _requirement(hop, law), str(find_instrument(hop, law))
    if requirement is Requirement.CERTIFICATION:
        for steps, variant, arguments in _uncertified(hop, index, law):
            dated = join_days(value, arguments)
            yield contradict_promise(
                hop, make_finding(hop, law, *steps, value=dated, variant=variant, arguments=arguments), index
            )
    elif requirement is Requirement.COVERAGE:
        covered = hop.transfer.covered if hop.transfer else None
        if covered is False:
            yield contradict_promise(hop, make_finding(hop, law, "covered", value=value, variant="not-covered"), index)
        elif covered is None:
            yield point_to_promise(
                hop, make_finding(hop, law, value=value, variant="unknown", severity=Severity.WARNING), index
            )


def _uncertified(hop: Hop, index: Index, law: LawOn) -> Iterator[tuple[tuple[str, ...], str, Arguments]]:
    """Where, and in which message with what values, it shows that a recipient is not certified on the day.

    A day on which somebody saw it and that has not come yet by any clock is the concern of `certification_stale`.
    """
    certified = hop.transfer.certified if hop.transfer else None
    if certified is None:
        yield ("instrument",), "", NONE
        return
    from_, until, verified = certified.from_, certified.until, certified.verified
    if until is not None and until < law.day:
        yield ("certified", "until"), "expired", {"ended": until}
    elif from_ is not None and from_ > law.day:
        yield ("certified", "from"), "not-yet", {"from": from_}
    elif from_ is None and until is None:
        begun = law.get_instrument(str(find_instrument(hop, law))).first
        if verified is None or verified < begun:
            yield ("certified",), "", NONE
        elif verified > law.day and not index.settings.lies_ahead(verified, law.day):
            yield ("certified", "verified"), "not-yet", {"from": verified}


def _find_certification(hop: Hop, index: Index, law: LawOn) -> Certification | None:
    """The certification under a framework that a hop relies on; None where it relies on none, or it has ended."""
    if hop.carried or is_unusable(hop, index, law):
        return None
    instrument, certified = find_instrument(hop, law), hop.transfer.certified if hop.transfer else None
    if instrument is None or certified is None or law.get_instrument(instrument).kind is not InstrumentKind.ADEQUACY:
        return None
    if _requirement(hop, law) is not Requirement.CERTIFICATION:
        return None
    return None if certified.until is not None and certified.until < law.day else certified


@THIRD_COUNTRY.rule("transfer/certification-stale")
def certification_stale(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A certification, which is renewed each year, that nobody has seen for longer, or on a day that has not come."""
    certified = _find_certification(hop, index, law)
    if certified is None:
        return
    days = {"from": certified.from_, "verified": certified.verified}
    ahead = {key: day for key, day in days.items() if day is not None and index.settings.lies_ahead(day, law.day)}
    for key, day in ahead.items():
        yield _make_stale(hop, law, key, "ahead", {"seen": day}, index)
    if not ahead:
        yield from _find_unrenewed(hop, certified, days, index, law)


def _find_unrenewed(
    hop: Hop, certified: Certification, days: Mapping[str, date | None], index: Index, law: LawOn
) -> Iterator[RuleFinding]:
    """A certification last seen too long ago, or said to hold for longer than one can.

    Of a past day, one that was seen since is judged by its beginning and its end alone: it may have been renewed.
    """
    known = [(day, key) for key, day in days.items() if day is not None]
    seen, key = max((each for each in known if each[0] <= law.day), default=(None, ""))
    until = certified.until
    if until is None:
        if seen is not None and seen < YEAR.before(law.day):
            yield _make_stale(hop, law, key, "", {"seen": seen}, index)
    elif any(day > law.day for day, _ in known):
        return
    elif until > _LONGEST.end(seen or index.settings.today or law.day).date():
        variant, since = ("span", {"seen": seen}) if seen else ("unseen", {})
        yield _make_stale(hop, law, "until", variant, {"ends": until, **since}, index)


def _make_stale(hop: Hop, law: LawOn, key: str, variant: str, days: Arguments, index: Index) -> RuleFinding:
    value = join_days(f"{find_instrument(hop, law)} {key}", days)
    severity = Severity.ERROR if variant == "ahead" else None
    found = make_finding(hop, law, "certified", key, value=value, variant=variant, severity=severity, arguments=days)
    return point_to_promise(hop, found, index)


@THIRD_COUNTRY.rule("transfer/certification-scope")
def certification_scope(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data on employees or applicants go to a recipient whose certification is not said to cover them."""
    certified = _find_certification(hop, index, law)
    if certified is None or CertifiedData.HR in (certified.covers or ()):
        return
    employees = index.notice.employees
    affected = list_affected_groups(hop, index) & employees if employees else employees
    if not affected:
        return
    groups = index.notice.record.data_subjects
    named: Arguments = {"groups": Several(tuple(groups[id].text for id in groups if id in affected))}
    instrument = str(find_instrument(hop, law))
    if certified.covers is None:
        steps, variant, severity = ("certified",), "unstated", Severity.WARNING
        found = make_finding(hop, law, *steps, value=instrument, variant=variant, severity=severity, arguments=named)
    else:
        value = " ".join((instrument, *sorted(certified.covers)))
        found = make_finding(hop, law, "certified", "covers", value=value, arguments=named)
    yield point_to_promise(hop, found, index)
