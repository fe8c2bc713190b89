"""Databases that evidence names: by an address on the command line, or by the variable that holds one.

An address may hold a password. So it is in no representation of these objects, and messages show the name of the
database instead: the variable, or the address without its user, its password and its parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from msgspec import Struct

from seloste.checker.reading.problem import Problem
from seloste.policy.prose.lazy_patterns import LazyPattern

#: What names a variable of the environment.
VARIABLE = "env:"
_SCHEME = LazyPattern(r"postgres(?:ql)?://", re.IGNORECASE)
#: The beginning of an address in keywords (`host=db password=…`), which is not taken.
_KEYWORDS = LazyPattern(r"\s*(?:host|hostaddr|port|dbname|user|password|service|sslmode)\s*=", re.IGNORECASE)
_VARIABLE_NAME = LazyPattern(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
#: An address without its scheme. A sign that separates parts, and stands in one unencoded, makes it unclear where the
#: password ends: such an address is refused, and no part of it is shown.
_PARTS = LazyPattern(
    r"(?:(?P<user>[^@/?#\s]*)@)?(?P<hosts>[^@/?#\s]*)(?:/(?P<database>[^@/?#\s]*))?(?:\?(?P<query>[^?#\s]*))?"
)
_HOST = LazyPattern(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._~%-]*)(?::(?P<port>[0-9]{1,5}))?")
_PARAMETER = LazyPattern(r"[a-z_]+=[^=&]*")
_LONGEST_ADDRESS, _LONGEST_NAME = 4_000, 200
#: What is shown of an address that is not understood.
_HIDDEN = "postgresql://…"


class Database(Struct):
    """A database that evidence names.

    Attributes:
        name: What messages and reports show: `env:CRM_DATABASE`, `postgresql://db.example.com:5432/crm`.
        address: How it is connected to; empty where there is a problem.
        problem: Why it can't be connected to, as far as its name tells.
        answer: What it answered, kept so that it is asked once in a run; None before.
    """

    name: str
    address: str = ""
    problem: Problem | None = None
    answer: bytes | Problem | None = None

    def __repr__(self) -> str:
        """Its name alone: the address may hold a password, and the answer what is in the database."""
        return f"Database({self.name!r})"


class Databases:
    """The databases of a run: those that the command line gives, and those that variables hold.

    Attributes:
        given: Those of the command line.
    """

    def __init__(self, given: Iterable[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment or {}
        self._found: dict[str, Database] = {}
        self.given = tuple(dict.fromkeys(self.find(value).name for value in given))

    def find(self, value: str) -> Database:
        """The database of an address, or of `env:` and the name of a variable; always the same object for a name."""
        found = self._resolve(value.strip())
        return self._found.setdefault(found.name, found)

    def resolve(self, named: Iterable[Database]) -> tuple[Database, ...]:
        """The databases of the command line, then those that a configuration names, with their addresses."""
        return tuple(
            self._found[name] for name in dict.fromkeys((*self.given, *(self.find(each.name).name for each in named)))
        )

    def _resolve(self, value: str) -> Database:
        if not value.startswith(VARIABLE):
            return _parse_address(value)
        name = value.removeprefix(VARIABLE)
        if not _VARIABLE_NAME.fullmatch(name):  # perhaps an address, put where its variable's name belongs
            return Database(f"{VARIABLE}…", problem=Problem("unreadable", "database-variable", None))
        address = self._environment.get(name, "").strip()
        if not address:
            return Database(value, problem=Problem("unreadable", "database-unset", None, {"name": name}))
        found = _parse_address(address)
        return Database(value, found.address, found.problem)


def names_database(value: str) -> bool:
    """Whether a value of `evidence` names a database, well or badly, and no file."""
    value = value.strip()
    return value.startswith(VARIABLE) or holds_address(value)


def holds_address(value: str) -> bool:
    """Whether a value is meant as the address of a PostgreSQL database."""
    return bool(_SCHEME.match(value.strip()) or _KEYWORDS.match(value))


class _Place(NamedTuple):
    """A host and its port, as an address has them."""

    host: str
    port: str

    def show(self) -> str:
        host = self.host if self.host.startswith("[") else quote(unquote(self.host), safe="")
        return f"{host}:{self.port}" if self.port else host


def _parse_address(value: str) -> Database:
    """The database at an address; one that is not understood has a problem, and nothing of it is shown."""
    shown = _show_address(value)
    if shown is None:
        return Database(_HIDDEN, problem=Problem("unreadable", "database-address", None))
    return Database(shown, f"postgresql://{_SCHEME.split(value, 1)[1]}")


def _show_address(value: str) -> str | None:
    """An address without its user, its password and its parameters; None where it is not understood."""
    scheme = _SCHEME.match(value)
    parts = _PARTS.fullmatch(value[scheme.end() :]) if scheme and len(value) <= _LONGEST_ADDRESS else None
    if parts is None or not value.isprintable():
        return None
    pairs = parts["query"].split("&") if parts["query"] else []
    if not all(_PARAMETER.fullmatch(pair) for pair in pairs):
        return None
    parameters = dict(parse_qsl(parts["query"] or "", keep_blank_values=True))
    places = _list_places(parts["hosts"], parameters)
    if places is None:
        return None
    database = unquote(parts["database"] or "") or parameters.get("dbname", "")
    shown = f"postgresql://{','.join(place.show() for place in places)}"
    shown += f"/{quote(database, safe='')}" if database else ""
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"


def _list_places(hosts: str, parameters: Mapping[str, str]) -> list[_Place] | None:
    """The hosts of an address, wherever it has them; None where one is none."""
    matches = [_HOST.fullmatch(each) for each in hosts.split(",")]
    found = [_Place(match["host"], match["port"] or "") for match in matches if match]
    if len(found) < len(matches):
        return None
    if hosts:
        return found
    named = (parameters.get("host") or parameters.get("hostaddr") or "").split(",")
    ports = parameters.get("port", "").split(",")
    ports = ports if len(ports) == len(named) else ports[:1] * len(named)
    return [
        _Place(quote(host, safe=""), port if port.isdigit() else "") for host, port in zip(named, ports, strict=True)
    ]
