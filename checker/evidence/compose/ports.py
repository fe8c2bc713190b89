"""The ports of a service that are published on its host, and by which addresses they can be reached."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from seloste.checker.evidence.compose.interpolation import OPEN
from seloste.checker.position import Location

_ADDRESS = re.compile(r"\[([0-9a-fA-F:.]*)\]:(.*)")
_NUMBERS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)


class Reach(Enum):
    """Who can reach a published port."""

    EVERYBODY = auto()
    #: The host itself alone.
    HOST = auto()
    #: A network of its own, a port that is chosen at the start, or what is not known.
    UNKNOWN = auto()


class Port(Struct, frozen=True):
    """Ports of a container, from the first to the last, and who can reach them."""

    first: int
    last: int
    reach: Reach
    location: Location | None = None

    def contains(self, ports: frozenset[int]) -> bool:
        """Whether one of some ports is among them."""
        return any(self.first <= port <= self.last for port in ports)


def read_port(value: str | Mapping[str, str]) -> Port | None:
    """A port of the short form, `127.0.0.1:5432:5432/tcp`, or of the long one; None where it is of neither."""
    if isinstance(value, Mapping):
        published = value.get("published", "")
        return _make_port(value.get("host_ip", ""), published, value.get("target", ""))
    text = value.strip().partition("/")[0]
    address = ""
    if match := _ADDRESS.fullmatch(text):
        address, text = match[1], match[2]
    parts = text.split(":")
    if len(parts) > 3 or (address and len(parts) > 2):
        return None
    if len(parts) == 3:
        address = parts[0]
    return _make_port(address, parts[-2] if len(parts) > 1 else "", parts[-1])


def _make_port(address: str, published: str, target: str) -> Port | None:
    match = _NUMBERS.fullmatch(target)
    if match is None:
        return None
    first = int(match[1])
    # A port of the host that is not known may bring an address with it.
    reach = _find_reach(address) if published and OPEN not in published else Reach.UNKNOWN
    return Port(first, int(match[2] or first), Reach.HOST if _find_reach(address) is Reach.HOST else reach)


def _find_reach(address: str) -> Reach:
    if not address:
        return Reach.EVERYBODY
    if address == "localhost":
        return Reach.HOST
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return Reach.UNKNOWN
    if known.is_loopback:
        return Reach.HOST
    return Reach.EVERYBODY if known.is_unspecified or known.is_global else Reach.UNKNOWN
