"""The hosts that a text names: in addresses, connection strings and lists, or by themselves.

Nothing of the text but these names goes on, and they only as far as the table of services has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from seloste.checker.evidence.services.service_table import LONGEST_HOST

#: How much of a text is looked at, in characters: as long a variable as Linux takes. And how many hosts of it.
_LONGEST, _MOST_HOSTS = 131_072, 20_000
#: What ends the part of an address that names user, host and port.
_AUTHORITY = re.compile(r"[^/?#\s\"'<>\\|(){}`]*+")
#: A name with dots. What stands right before it tells whether it is a host.
_NAME = re.compile(r"[\w*.-]++")
#: Before a host that stands by itself. After one `/` stands a path, and after `@` the host of an e-mail address.
_BEFORE = frozenset(" \t\r\n\"'`,;=:([{|<")
#: The ends of names of files, which are no hosts.
_DIGITS = frozenset("0123456789")


class HostName(NamedTuple):
    """A host, in small letters and in ASCII, and whether an address names somebody who is to log in there."""

    name: str
    has_user: bool


def list_hosts(text: str) -> Iterator[HostName]:
    """The hosts that a text names, each once. Of a long text the beginning is looked at, without lines of comments."""
    seen: set[str] = set()
    text = text[:_LONGEST]
    if "\n" in text:
        text = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(("#", "//", ";")))
    for raw, has_user in _list_names(text):
        name = _normalize(raw)
        if name and name not in seen:
            seen.add(name)
            yield HostName(name, has_user)
            if len(seen) == _MOST_HOSTS:
                return


def _list_names(text: str) -> Iterator[tuple[str, bool]]:
    """What may be hosts: those of addresses (`scheme://user@host:port`), then those that stand by themselves."""
    rest, index = [], 0
    while (sign := text.find("://", index)) >= 0:
        rest.append(text[index:sign])
        authority = _AUTHORITY.match(text, sign + 3)
        part = authority[0] if authority else ""
        user, at, hosts = part.rpartition("@")
        for host in hosts.split(","):
            yield host.partition(":")[0], bool(at and user)
        index = sign + 3 + len(part)
    rest.append(text[index:])
    for part in rest:
        for found in _NAME.finditer(part):
            before = part[found.start() - 1] if found.start() else " "
            slashes = part[max(0, found.start() - 2) : found.start()] == "//"
            after = part[found.end() : found.end() + 1]
            is_name = "." in found[0] and not found[0].startswith(".")
            if is_name and (before in _BEFORE or slashes) and after not in ("@", "\0"):
                yield found[0], False


def _normalize(name: str) -> str:
    """The name in small letters, in ASCII and without a dot at its end; empty where it is no name of a host."""
    name = name.strip().rstrip(".")
    if not 3 < len(name) <= LONGEST_HOST or "." not in name or name[-1] in _DIGITS:
        return ""
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name.lower()
