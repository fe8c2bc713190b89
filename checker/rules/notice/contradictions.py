"""The rule on keys that exclude each other: what one says is not there, another has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Argument, CountryName, RuleFinding, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.never import Promises
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.parties import Contact
from seloste.policy.texts import Steps
from seloste.policy.vocabulary import DisclosureRule, Duty, Party, ProcessingActivity, TransferRule

#: So many places of what contradicts are shown.
_MOST_PLACES = 10
#: So much of what one promise rules out is named.
_MOST_RULED_OUT = 50


class _Contradiction(Struct, frozen=True):
    """Something in the notice that another key excludes: where it stands, its name there, and its name in a message."""

    steps: Steps
    name: str
    argument: Argument


@NOTICE.rule("notice/contradicts-itself")
def contradicts_itself(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A key of the notice says that something is not there, and another key has it."""
    yield from _find_officer(notice)
    yield from _find_disclosures(notice)
    yield from _find_transfers(notice, index, law)
    yield from _find_permanent_periods(notice)
    yield from _find_ruled_out(notice, index)
    yield from _find_automated_decisions(notice)


def _report(
    notice: NoticeEntry, steps: Steps, subject: str, variant: str, found: Iterable[_Contradiction]
) -> Iterator[RuleFinding]:
    """One finding at the key that excludes, with the places of all that it excludes; none where that is nothing."""
    contradictions = list(found)
    if not contradictions:
        return
    arguments = tuple({each.name: each.argument for each in contradictions}.values())
    place = notice.found(
        *steps,
        subject=subject,
        value=",".join(sorted({each.name for each in contradictions})),
        variant=variant,
        arguments={"items": quote_all(arguments)},
    )
    yield replace(place, related=tuple(notice.at(*each.steps) for each in contradictions[:_MOST_PLACES]))


def _find_officer(notice: NoticeEntry) -> Iterator[RuleFinding]:
    """No data protection officer is designated, and a contact is one."""
    if notice.record.controller.dpo_designated is False:
        found = (
            _Contradiction(("contacts", key, "duty"), key, _name_contact(key, contact))
            for key, contact in notice.record.contacts.items()
            if contact.duty is Duty.DPO
        )
        yield from _report(notice, ("controller", "dpo_designated"), "controller", "officer", found)


def _name_contact(key: str, contact: Contact) -> Argument:
    """A contact by its role and its name, as far as it has them."""
    if contact.role and contact.name:
        return {language: f"{role}, {contact.name}" for language, role in contact.role.items()}
    return contact.role or contact.name or contact.email or f"contacts.{key}"


def _find_disclosures(notice: NoticeEntry) -> Iterator[RuleFinding]:
    """Nothing is ever disclosed, and there are recipients other than the authorities, which have a right in law."""
    disclosures = notice.record.disclosures
    if disclosures is not None and disclosures.rule is DisclosureRule.NEVER:
        found = (
            _Contradiction(("disclosures", "recipients", id), id, recipient.text)
            for id, recipient in disclosures.recipients.items()
            if not recipient.authority
        )
        yield from _report(notice, ("disclosures", "rule"), "disclosures", "disclosures", found)


def _find_transfers(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Nothing is ever transferred, and there are countries outside the area, or transfer tools.

    Disclosures to such countries are found as transfers (`transfer/forbidden`), unless the notice is judged alone.
    """
    transfers = notice.record.transfers
    if transfers is None or transfers.rule is not TransferRule.NEVER:
        return
    countries = (
        _Contradiction(steps, country, CountryName(country))
        for steps, country in _list_countries(notice.record)
        if (index.notice_alone or steps[0] != "disclosures") and law.is_outside(country, transfers.area)
    )
    instruments = (
        _Contradiction(("transfers", "instruments", number), id, law.get_instrument(id).title)
        for number, id in enumerate(transfers.instruments)
    )
    yield from _report(notice, ("transfers", "rule"), "transfers", "transfers", (*countries, *instruments))


def _list_countries(policy: Policy) -> Iterator[tuple[Steps, str]]:
    """The countries to which data go, as far as the notice names any, and where it does."""
    transfers, disclosures, processors = policy.transfers, policy.disclosures, policy.processors
    for key in ("countries", "hosting") if transfers is not None else ():
        for number, country in enumerate(getattr(transfers, key) or ()):
            yield ("transfers", key, number), country
    for id, recipient in disclosures.recipients.items() if disclosures is not None else ():
        steps: Steps = ("disclosures", "recipients", id)
        if recipient.country:
            yield (*steps, "country"), recipient.country
        if recipient.transfer is not None and recipient.transfer.country:
            yield (*steps, "transfer", "country"), recipient.transfer.country
    for id, named in ((processors.recipients if processors is not None else None) or {}).items():
        if named.country:
            yield ("processors", "recipients", id, "country"), named.country


def _find_permanent_periods(notice: NoticeEntry) -> Iterator[RuleFinding]:
    """Data are kept for good, and for no longer than a period."""
    for key, entry in notice.record.retention.items():
        if entry.permanent is not None and entry.maximum is not None:
            found = notice.found(
                "retention",
                key,
                "maximum",
                subject=f"retention.{key}",
                value="permanent",
                variant="permanent",
                arguments={"text": entry.text, "period": entry.maximum.period},
            )
            yield replace(found, related=(notice.at("retention", key, "permanent"),))


def _find_automated_decisions(notice: NoticeEntry) -> Iterator[RuleFinding]:
    """No automated decisions are made, and a purpose has one."""
    decisions = notice.record.automated_decisions
    if decisions is not None and not decisions.used:
        found = (
            _Contradiction(("purposes", id, "automated_decision"), id, purpose.text)
            for id, purpose in notice.record.purposes.items()
            if purpose.automated_decision is not None
        )
        yield from _report(notice, ("automated_decisions", "used"), "automated_decisions", "automated", found)


def _find_ruled_out(notice: NoticeEntry, index: Index) -> Iterator[RuleFinding]:
    """The notice says that something is not there, and has it. One finding for each promise of `never`."""
    if not notice.record.never:
        return
    # Very many promises may rule out very much alike, so that it is gathered by them before it is by each.
    together: dict[Promises, list[tuple[int, _Contradiction]]] = {}
    for number, (promises, contradiction) in enumerate(_list_ruled_out(notice.record, index)):
        known = together.setdefault(promises, []) if promises else []
        if len(known) < _MOST_RULED_OUT:
            known.append((number, contradiction))
    found: dict[str, list[tuple[int, _Contradiction]]] = {}
    for promises, contradictions in together.items():
        for promise in promises:
            own = found.setdefault(promise, [])
            own += contradictions[: _MOST_RULED_OUT - len(own)]
    for id in notice.record.never:
        in_order = sorted(found.get(id, ()), key=lambda each: each[0])
        yield from _report(notice, ("never", id), f"never.{id}", "never", (each for _, each in in_order))


def _list_ruled_out(policy: Policy, index: Index) -> Iterator[tuple[Promises, _Contradiction]]:
    """What the notice has, with the promises that rule it out."""
    never = index.never
    for id, purpose in policy.purposes.items():
        yield never.purposes.find(id), _Contradiction(("purposes", id), f"purposes.{id}", purpose.text)
    for id, entry in policy.fields.items():
        yield never.fields.find(id), _Contradiction(("fields", id), f"fields.{id}", entry.text)
    yield from _list_recipients(policy, index)
    for steps, country in _list_countries(policy):
        yield never.countries.get(country, ()), _Contradiction(steps, country, CountryName(country))
    for activity, steps in _list_activities(policy):
        name = Word(f"phrases.activity-{activity}")
        yield never.activities.get(activity, ()), _Contradiction(steps, activity, name)


def _list_recipients(policy: Policy, index: Index) -> Iterator[tuple[Promises, _Contradiction]]:
    """Those to whom data go as the notice has it, with the promises that rule them out."""
    find = index.never.recipients.find
    for id, recipient in policy.disclosures.recipients.items() if policy.disclosures is not None else ():
        named = _Contradiction(("disclosures", "recipients", id), f"recipients.{id}", recipient.text)
        yield find(id), named
    for id, controller in policy.joint_controllers.items():
        yield find(id), _Contradiction(("joint_controllers", id), f"recipients.{id}", controller.name)
    processors: Mapping[str, object] = (policy.processors.recipients if policy.processors is not None else None) or {}
    for id in processors:
        entry = index.processors.get(id)
        name = getattr(processors[id], "name", None) or (entry.record.name if entry is not None else id)
        promises = tuple(dict.fromkeys((*index.never.find_processor(id), *find(name))))
        yield promises, _Contradiction(("processors", "recipients", id), f"recipients.{id}", name)


def _list_activities(policy: Policy) -> Iterator[tuple[ProcessingActivity, Steps]]:
    """What the notice says is done, and where it does. A necessary cookie of a third party follows nobody."""
    for id, purpose in policy.purposes.items():
        if purpose.direct_marketing:
            yield ProcessingActivity.DIRECT_MARKETING, ("purposes", id, "direct_marketing")
        if purpose.profiling:
            yield ProcessingActivity.PROFILING, ("purposes", id, "profiling")
        if purpose.automated_decision is not None:
            yield ProcessingActivity.AUTOMATED_DECISIONS, ("purposes", id, "automated_decision")
    if policy.automated_decisions is not None and policy.automated_decisions.used:
        yield ProcessingActivity.AUTOMATED_DECISIONS, ("automated_decisions", "used")
    for id, cookie in policy.cookies.entries.items() if policy.cookies is not None else ():
        if cookie.party is Party.THIRD and cookie.necessary is not True:
            yield ProcessingActivity.TRACKING, ("cookies", "entries", id, "party")
