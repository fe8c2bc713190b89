"""What names a service: an image, a variable, an address. The value of a variable is looked at and forgotten.

The host in a value decides: an address of one's own is no service of another company, whatever the variable is called.
Where nobody sees the value, a key of one service alone shows that it is in use, and anything else that it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from seloste.checker.evidence.resource import EvidenceKind, ServiceFact, ServiceSign
from seloste.checker.evidence.services.host_names import list_hosts
from seloste.checker.evidence.services.service_table import (
    HostMatch,
    Service,
    find_driver,
    find_host,
    find_image,
    find_variable,
    load_words,
)
from seloste.checker.position import Location

_LONGEST_NAME = 200
#: What shows that a value is a policy on the contents of pages, which lists hosts that may be called.
_POLICY_SIGNS = ("'self'", "-src ", "Content-Security-Policy")
#: A word of a command.
_WORD = re.compile(r"[a-z0-9-]++")
#: A part of a value that is a word or a run of signs.
_PART = re.compile(r"[^\W_]++|[*]++")


class Unseen(Enum):
    """Stands in the place of the value of a variable that nobody sees here."""

    #: It has one: it is in a secret, is sensitive, or comes from where the program is started.
    HIDDEN = "hidden"
    #: Nobody knows whether it has one.
    OPEN = "open"


HIDDEN, OPEN_VALUE = Unseen.HIDDEN, Unseen.OPEN


class Command(Struct, frozen=True):
    """A text of the command of a program, the attribute that it is called by, and its place."""

    text: str
    attribute: str
    location: Location


class Variable(Struct, frozen=True):
    """A variable of a program: its name, its value, the attribute that it is called by, and its place."""

    name: str
    value: str | Unseen
    attribute: str
    location: Location


def may_show_service(name: str, value: str | Unseen) -> bool:
    """Whether a variable may name a service, by its name or by what may be a host in its value, or switches one off."""
    if isinstance(value, str) and ("." in value or value.strip().lower() in load_words("no") | load_words("yes")):
        return True
    return len(name) <= _LONGEST_NAME and find_variable(name) is not None


def make_fact(
    service: Service,
    sign: ServiceSign,
    value: str,
    attribute: str,
    location: Location,
    strength: EvidenceKind,
    *,
    country: str | None = None,
    is_certain: bool = True,
) -> ServiceFact:
    """The fact that a resource uses a service."""
    return ServiceFact(
        attribute=attribute[:_LONGEST_NAME],
        location=location,
        strength=strength,
        service=service.id,
        sign=sign,
        value=value[:_LONGEST_NAME],
        country=country,
        is_certain=is_certain,
    )


def show_program(
    image: str,
    image_place: Location,
    variables: Sequence[Variable],
    strength: EvidenceKind,
    commands: Sequence[Command] = (),
) -> tuple[ServiceFact, ...]:
    """The services that a program uses, by its image, its variables and its command. The table bounds their number."""
    facts: dict[tuple[object, ...], ServiceFact] = {}
    own = _find_own(variables)
    for fact in (
        *_show_image(image, image_place, own, strength),
        *_show_variables(variables, own, strength),
        *_show_commands(commands, strength),
    ):
        facts.setdefault((fact.service, fact.sign, fact.value, fact.country, fact.is_certain), fact)
    certain = {fact.service for fact in facts.values() if fact.is_certain}
    return tuple(fact for fact in facts.values() if fact.is_certain or fact.service not in certain)


def show_address(
    text: str, attribute: str, location: Location, strength: EvidenceKind, *, is_certain: bool = True
) -> Iterator[ServiceFact]:
    """The services whose hosts an attribute names that holds an address."""
    for match, _ in _match_hosts(text):
        yield make_fact(
            match.service,
            ServiceSign.HOST,
            match.suffix,
            attribute,
            location,
            strength,
            country=match.country,
            is_certain=is_certain,
        )


def _show_image(image: str, place: Location, own: dict[str, bool], strength: EvidenceKind) -> Iterator[ServiceFact]:
    found = find_image(image)
    if found is not None and not found[1].serves and own.get(found[1].id) is not True:
        name, service = found
        is_certain = service.id not in own
        yield make_fact(service, ServiceSign.IMAGE, name, "image", place, strength, is_certain=is_certain)


def _show_variables(
    variables: Sequence[Variable], own: dict[str, bool], strength: EvidenceKind
) -> Iterator[ServiceFact]:
    switched_off = _find_switched_off(variables)
    for variable in variables:
        is_off = bool(switched_off) and variable.name.upper().startswith(switched_off)
        if isinstance(variable.value, str):
            yield from _show_hosts(variable, strength, is_off=is_off)
        known = find_variable(variable.name) if len(variable.name) <= _LONGEST_NAME else None
        if known is None or known[0].serves:
            continue
        service, is_key = known
        is_address = variable.name.upper() in service.addresses
        if (
            own.get(service.id) is True
            or (is_address and not _is_unseen(variable))
            or _leads_elsewhere(variable, service)
        ):
            continue
        has_value = variable.value is not OPEN_VALUE and not _is_blank(variable)
        is_certain = is_key and has_value and not is_off and service.id not in own
        yield make_fact(
            service,
            ServiceSign.VARIABLE,
            variable.name,
            variable.attribute,
            variable.location,
            strength,
            is_certain=is_certain,
        )


def _find_own(variables: Iterable[Variable]) -> dict[str, bool]:
    """The services whose address a variable names: True where it is another server's, False where it is hidden."""
    found: dict[str, bool] = {}
    for variable in variables:
        known = find_variable(variable.name) if len(variable.name) <= _LONGEST_NAME else None
        if known is None or variable.name.upper() not in known[0].addresses or _is_blank(variable):
            continue
        service = known[0]
        if isinstance(variable.value, Unseen):
            if variable.value is HIDDEN:
                found.setdefault(service.id, False)
        elif not any(match.service.id == service.id for match, _ in _match_hosts(variable.value)):
            found[service.id] = True
    return found


def _leads_elsewhere(variable: Variable, service: Service) -> bool:
    """Whether a variable for a key holds an address of another server: a webhook of Slack's form, say."""
    text = variable.value
    return (
        isinstance(text, str)
        and text.lower().startswith(("http://", "https://"))
        and not any(match.service is service for match, _ in _match_hosts(text))
    )


def _is_unseen(variable: Variable) -> bool:
    return isinstance(variable.value, Unseen) or _is_blank(variable)


def _is_blank(variable: Variable) -> bool:
    """Whether a variable has no value yet, what stands for one that is to come, or a key for tests."""
    value = variable.value
    if not isinstance(value, str):
        return False
    text = value[:_LONGEST_NAME].strip().lower()
    if "://" in text:
        return _has_gaps(text)
    words = _PART.findall(text)
    return (
        text.startswith(("<", "{{", "@"))
        or text in load_words("blanks")
        or any(word in load_words("placeholders") or _is_filler(word) for word in words)
    )


def _has_gaps(text: str) -> bool:
    """Whether an address has parts that are yet to be filled in: `https://hooks.slack.com/services/XXX/YYY`."""
    parts = _PART.findall(text.lower()) if len(text) <= _LONGEST_NAME else []
    return any(part[0] in "x*" and _is_filler(part) for part in parts)


def _is_filler(word: str) -> bool:
    """Whether a word is one sign again and again, or ends so: `xxxx`, `0000`, `acxxxxxx`."""
    return len(word) > 2 and (not word.strip(word[0]) or word.endswith("xxxxxx"))


def _find_switched_off(variables: Iterable[Variable]) -> tuple[str, ...]:
    """The beginnings of the names of variables that another one switches off: `SENTRY_` by `SENTRY_ENABLED=false`."""
    found = []
    for variable in variables:
        value = variable.value[:_LONGEST_NAME].strip().lower() if isinstance(variable.value, str) else ""
        words = variable.name[:_LONGEST_NAME].upper().split("_")
        for switch in ("on", "off"):
            others = [word for word in words if word.lower() not in load_words(f"switches_{switch}")]
            if others and len(others) < len(words) and value in load_words("no" if switch == "on" else "yes"):
                found.append(f"{'_'.join(others)}_")
    return tuple(found)


def _show_hosts(variable: Variable, strength: EvidenceKind, *, is_off: bool) -> Iterator[ServiceFact]:
    """The hosts in the value of a variable. One in a list of those that may be called is perhaps never called."""
    words = variable.name.lower().replace("-", "_").split("_")
    text = str(variable.value)
    is_list = any(word in load_words("lists") for word in words) or any(sign in text for sign in _POLICY_SIGNS)
    is_example = _has_gaps(text)
    for match, has_user in _match_hosts(text):
        service = match.service
        is_named = service.id.partition("-")[0] in words or variable.name.upper() in service.addresses
        yield make_fact(
            service,
            ServiceSign.HOST,
            match.suffix,
            variable.attribute,
            variable.location,
            strength,
            country=match.country,
            is_certain=not (is_list or is_off or is_example) and (not match.is_apex or has_user or is_named),
        )


def _show_commands(commands: Sequence[Command], strength: EvidenceKind) -> Iterator[ServiceFact]:
    """The hosts in a command. What it fetches from a cloud, or by a tool that fetches, may be a program or a file."""
    fetches = any(not load_words("fetchers").isdisjoint(_WORD.findall(each.text.lower())) for each in commands)
    for each in commands:
        for match, has_user in _match_hosts(each.text):
            is_own_name = not match.is_apex and (match.country is not None or not match.service.has_regions)
            yield make_fact(
                match.service,
                ServiceSign.HOST,
                match.suffix,
                each.attribute,
                each.location,
                strength,
                country=match.country,
                is_certain=not fetches and (has_user or is_own_name),
            )


def show_driver(driver: str, attribute: str, location: Location, strength: EvidenceKind) -> Iterator[ServiceFact]:
    """The service that a driver of logs sends them to."""
    service = find_driver(driver)
    if service is not None:
        yield make_fact(service, ServiceSign.DRIVER, driver, attribute, location, strength)


def names_service(text: str) -> bool:
    """Whether a text names a host of some service."""
    return any(True for _ in _match_hosts(text))


def _match_hosts(text: str) -> Iterator[tuple[HostMatch, bool]]:
    for host in list_hosts(text):
        match = find_host(host.name)
        if match is not None and not match.service.serves:
            yield match, host.has_user
