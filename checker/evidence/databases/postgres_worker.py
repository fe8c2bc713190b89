"""The process that asks a PostgreSQL server for its catalogue. `postgres` starts it and reads its answer.

It gets the address on its standard input, so that no list of processes has it, and answers a `Catalogue`. The words of
libpq and of the server may name the user and the host: they are looked at here, and go no further.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from typing import TYPE_CHECKING, Any

from seloste.checker.evidence.databases.catalogue_query import BEGIN, CATALOGUE, END, MOST_COLUMNS
from seloste.checker.evidence.databases.database_catalogue import Catalogue
from seloste.checker.evidence.databases.relations import Row, group_rows, list_relations
from seloste.policy.worker_process import set_limits

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn, PGresult

_MEGABYTES, _PROCESSOR_SECONDS = 2_000, 15
#: How long all hosts of an address, and one of several, may take to answer, in seconds.
_CONNECT_SECONDS, _HOST_SECONDS = 8.0, 3.0
_MOST_HOSTS = 20
#: How many bytes of the server's last messages are looked at.
_TRACED = 20_000
#: What is set in place of the same parameters of the address. The others are the user's: TLS, certificates, a service.
_FIXED = {"application_name": "seloste", "client_encoding": "UTF8"}
#: What would make another kind of connection, or write the keys of TLS to a file.
_REFUSED = ("replication", "sslkeylogfile")
#: The code of an error in what libpq writes of the messages of the server.
_CODE = re.compile(rb'ErrorResponse\b[^\n]{0,200}? C "([0-9A-Z]{5})"')
#: Problems by the beginning of the server's code; any other one is refused for a reason that the code tells.
_PROBLEMS_BY_CODE = {
    "28": "database-login",
    "42501": "database-login",
    "3D000": "database-absent",
    "57014": "database-slow",
    "55P03": "database-slow",
}
#: Problems by what libpq writes of a failure that the server has no code for, in English. The first one counts.
_PROBLEMS_BY_WORDS = (
    ("password supplied", "database-login"),
    ("authentication method", "database-login"),
    ("invalid response", "database-protocol"),
    ("expected authentication request", "database-protocol"),
    ("unsupported frontend protocol", "database-protocol"),
    ("lost synchronization", "database-protocol"),
    ("server closed the connection unexpectedly", "database-protocol"),
    ("timeout", "database-slow"),
    ("timed out", "database-slow"),
    ("ssl", "database-tls"),
    ("certificate", "database-tls"),
)


class RefusedError(Exception):
    """There is no answer; `problem` and `code` say why."""

    def __init__(self, problem: str, code: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.code = code


def main() -> None:
    """Reads an address from the standard input, and writes the catalogue of its database to the standard output."""
    address = sys.stdin.buffer.read()
    os.environ["LC_ALL"] = "C"  # the words of libpq are compared
    set_limits(_MEGABYTES, _PROCESSOR_SECONDS)
    try:
        answer = read_database(address)
    except RefusedError as refused:
        answer = Catalogue(problem=refused.problem, code=refused.code)
    except MemoryError:
        answer = Catalogue(problem="database-broken")
    sys.stdout.buffer.write(answer.write())


def read_database(address: bytes) -> Catalogue:
    """The catalogue of the database at an address.

    Raises:
        RefusedError: The library is missing, no server answers in time, or it refuses.
    """
    try:
        from psycopg import pq
    except ImportError:
        raise RefusedError("missing-extra") from None
    connection = _connect(address, pq)
    for statement in BEGIN:
        _run(connection, statement, pq)
    result = _run(connection, CATALOGUE, pq)
    relations = group_rows(_list_rows(result))
    is_cut = result.ntuples > MOST_COLUMNS
    _run(connection, END, pq)
    tables, has_more = list_relations(relations)
    return Catalogue(tables, _decode(connection.db), is_cut=is_cut or has_more)


def _connect(address: bytes, pq: Any) -> PGconn:
    """A connection to the first host of the address that answers, all within a few seconds."""
    from psycopg.conninfo import make_conninfo
    from psycopg.errors import Error

    try:
        options = pq.Conninfo.parse(address)
    except Error:
        raise RefusedError("database-address") from None
    given = {each.keyword.decode(): each.val.decode() for each in options if each.val}
    if any(given.get(name) for name in _REFUSED):
        raise RefusedError("database-address")
    end = time.monotonic() + _CONNECT_SECONDS
    refused = RefusedError("database-unreachable")
    hosts = split_hosts(given)
    for number, own in enumerate(hosts):
        limit = end if number == len(hosts) - 1 else min(end, time.monotonic() + _HOST_SECONDS)
        try:
            return _connect_host(make_conninfo(**{**given, **own, **_FIXED}).encode(), limit, pq)
        except RefusedError as error:
            refused = error
        if refused.code:  # this server answered: another one would be asked the same
            break
    raise refused


def split_hosts(given: dict[str, str]) -> list[dict[str, str]]:
    """What an address of several hosts says of each; libpq would wait for the first one without an end."""
    names = ("host", "hostaddr", "port")
    lists = {name: given[name].split(",") for name in names if given.get(name)}
    number = max((len(each) for name, each in lists.items() if name != "port"), default=1)
    if any(len(each) not in (1, number) for each in lists.values()) or number > _MOST_HOSTS:
        raise RefusedError("database-address")
    return [
        {name: each[index] if len(each) == number else each[0] for name, each in lists.items()}
        for index in range(number)
    ]


def _connect_host(conninfo: bytes, end: float, pq: Any) -> PGconn:
    """A connection to one host, until the time `end`. What the server says is written down, for the codes of errors."""
    connection: PGconn = pq.PGconn.connect_start(conninfo)
    trace = _start_trace(connection)
    state = pq.PollingStatus.WRITING
    while state not in (pq.PollingStatus.OK, pq.PollingStatus.FAILED):
        reading = state == pq.PollingStatus.READING
        if connection.status == pq.ConnStatus.BAD:
            break
        sockets = [connection.socket]
        left = max(end - time.monotonic(), 0)
        if not any(select.select(sockets if reading else [], [] if reading else sockets, [], left)):
            raise RefusedError("database-slow")
        state = connection.connect_poll()
    code = _stop_trace(connection, trace)
    if connection.status == pq.ConnStatus.OK:
        connection.nonblocking = 0
        return connection
    raise RefusedError(explain_failure(code, connection.error_message.decode(errors="replace")), code)


def _start_trace(connection: PGconn) -> int | None:
    """A file in memory that gets the messages of the server; None where the system has none."""
    if not hasattr(os, "memfd_create"):
        return None
    file = os.memfd_create("messages")
    try:
        connection.trace(file)
    except Exception:  # not supported by the library: there are no codes then
        os.close(file)
        return None
    return file


def _stop_trace(connection: PGconn, file: int | None) -> str:
    """The code of the last error of the server; a question mark where that has none, empty where there is no error."""
    if file is None:
        return ""
    connection.untrace()
    size = os.fstat(file).st_size
    messages = os.pread(file, _TRACED, max(size - _TRACED, 0))
    codes = _CODE.findall(messages)
    os.close(file)
    return codes[-1].decode() if codes else "?" if b"ErrorResponse" in messages else ""


def explain_failure(code: str, words: str) -> str:
    """The variant of the message for a failure: by the server's code, else by what libpq writes."""
    if code:
        known = (problem for start, problem in _PROBLEMS_BY_CODE.items() if code.startswith(start))
        return next(known, "database-refused")
    lower = words.lower()
    return next((problem for part, problem in _PROBLEMS_BY_WORDS if part in lower), "database-unreachable")


def _run(connection: PGconn, statement: str, pq: Any) -> PGresult:
    """The result of one statement, sent as it is: nothing is prepared."""
    result = connection.exec_(statement.encode())
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return result
    code = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode("ascii", "replace")
    code = code if re.fullmatch(r"[0-9A-Z]{5}", code) else ""
    problem = explain_failure(code, connection.error_message.decode(errors="replace"))
    raise RefusedError("database-catalogue" if problem in ("database-refused", "database-login") else problem, code)


def _list_rows(result: PGresult) -> list[Row]:
    columns = range(result.nfields)
    rows = range(min(result.ntuples, MOST_COLUMNS))
    return [[_decode(result.get_value(row, column)) for column in columns] for row in rows]


def _decode(value: bytes | None) -> Any:
    """A value as text; None where it is null. A database of unknown encoding may have anything in its names."""
    return None if value is None else value.decode(errors="replace")
