"""Rules about the controllers, the representative, and the ways to contact them and the data protection officer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from seloste.checker.finding import CountryName, RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.named_in_text import tells_arrangement
from seloste.checker.rules.registry import NOTICE
from seloste.policy.data import load_yaml
from seloste.policy.law.law import LawOn
from seloste.policy.parties import Contact
from seloste.policy.vocabulary import Duty

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@cache
def load_placeholders() -> Mapping[str, list[str]]:
    """The patterns of what reaches nobody, by kind of channel: `email`, `phone`."""
    return dict(load_yaml(Path(__file__).parents[1] / "placeholders.yaml"))


@cache
def _compile_placeholders(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(load_placeholders()[kind]), re.IGNORECASE)


def is_working_channel(kind: str, value: str | None) -> bool:
    """Whether an `email` or a `phone` is given, well-formed, and not a placeholder."""
    if not value:
        return False
    value = value.strip()
    if kind == "email" and not _ADDRESS.fullmatch(value):
        return False
    return not _compile_placeholders(kind).search(value)


@NOTICE.rule("notice/controller-contact-missing")
def controller_contact_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice gives no working way to contact the controller."""
    controller = notice.record.controller
    address = controller.address
    has_address = address is not None and bool(address.street or address.city or address.postal_code)
    if not (
        has_address or is_working_channel("phone", controller.phone) or is_working_channel("email", controller.email)
    ):
        yield notice.found("controller")


@NOTICE.rule("notice/representative-missing")
def representative_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The controller is outside the EEA and names no representative in it, or one whom nobody can contact."""
    controller = notice.record.controller
    country = controller.address.country if controller.address else None
    if not country or not law.is_outside(country, "eea"):
        return
    representative = controller.representative
    if representative is None:
        yield notice.found("controller", "address", "country", subject="controller", value=country)
        return
    steps, address = ("controller", "representative"), representative.address
    arguments = {"name": representative.name}
    where = address.country if address else None
    if where and law.is_outside(where, "eea"):
        place = (*steps, "address", "country")
        yield notice.found(
            *place,
            subject="controller",
            value=where,
            variant="outside",
            arguments={"name": representative.name, "country": CountryName(where)},
        )
        return
    has_address = address is not None and bool(address.street or address.postal_code)
    if not (has_address or is_working_channel("email", representative.email)):
        yield notice.found(*steps, subject="controller", variant="unreachable", arguments=arguments)


@NOTICE.rule("notice/joint-arrangement-missing")
def joint_arrangement_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The essence of the arrangement with a joint controller is not told. Of several, one finding names them."""
    missing = {
        key: joint.name
        for key, joint in notice.record.joint_controllers.items()
        if not joint.arrangement and not tells_arrangement(joint.text)
    }
    if len(missing) == 1:
        for key, name in missing.items():
            yield notice.found("joint_controllers", key, arguments={"name": name})
    elif missing:
        names = Several(tuple(missing.values()))
        yield notice.found(
            "joint_controllers", value=",".join(sorted(missing)), variant="several", arguments={"names": names}
        )


@NOTICE.rule("notice/contact-placeholder")
def contact_placeholder(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """An e-mail address or a phone number is a placeholder or obfuscated."""
    for steps, kind, value in _list_channels(notice):
        if value is not None and not is_working_channel(kind, value):
            yield notice.found(*steps, kind, value=value, variant=kind)


def _list_channels(notice: NoticeEntry) -> Iterator[tuple[tuple[str, ...], str, str | None]]:
    """The steps to each contact, and `email` or `phone`, with its value."""
    record = notice.record
    places: list[tuple[tuple[str, ...], object]] = [(("controller",), record.controller)]
    places += [(("controller", "representative"), record.controller.representative)]
    places += [(("joint_controllers", key), joint) for key, joint in record.joint_controllers.items()]
    places += [(("contacts", key), contact) for key, contact in record.contacts.items()]
    places += [(("requests",), record.requests)]
    for steps, place in places:
        for kind in ("email", "phone"):
            yield steps, kind, getattr(place, kind, None)


def _is_reachable(contact: Contact) -> bool:
    return is_working_channel("email", contact.email) or is_working_channel("phone", contact.phone)


@NOTICE.rule("notice/requests-channel-missing")
def requests_channel_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names no channel for requests. The controller's own phone or e-mail does not count."""
    requests = notice.record.requests
    by_request = requests is not None and (
        is_working_channel("email", requests.email) or is_working_channel("phone", requests.phone) or bool(requests.url)
    )
    if not by_request and not any(_is_reachable(contact) for contact in notice.record.contacts.values()):
        yield notice.found("contacts")


@NOTICE.rule("notice/dpo-unreachable")
def dpo_unreachable(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A data protection officer is named but cannot be reached."""
    for key, contact in notice.record.contacts.items():
        if contact.duty is Duty.DPO and not _is_reachable(contact):
            yield notice.found("contacts", key)


@NOTICE.rule("notice/dpo-unstated")
def dpo_unstated(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names no data protection officer and does not state whether there is one."""
    record = notice.record
    named = any(contact.duty is Duty.DPO for contact in record.contacts.values())
    if not named and record.controller.dpo_designated is None:
        yield notice.found("contacts")
