"""The process that reads the schema of an SQLite database. `sqlite` starts it and reads its answer.

It gets the bytes of the file, which may be a stranger's, and keeps them in memory: nothing is written. SQLite itself is
told to refuse everything but its table of tables and the columns of each: no row of a table, no function, no module.
"""

from __future__ import annotations

import re
import sqlite3
import sys

from seloste.checker.evidence.databases.catalogue_query import MOST_COLUMNS
from seloste.checker.evidence.databases.database_catalogue import (
    LONGEST,
    Catalogue,
    CatalogueColumn,
    CatalogueTable,
)
from seloste.checker.evidence.tables.table import TableKind
from seloste.policy.worker_process import set_limits

_MEGABYTES, _PROCESSOR_SECONDS = 1_000, 15
#: The most bytes of one statement of the schema, and the most tables and views.
_LONGEST_STATEMENT, _MOST_TABLES = 1_000_000, 100_000
#: The most columns of a table, as SQLite has it by default.
_MOST_ARGUMENTS = 2_000
_TABLES = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view') LIMIT ?"
#: What an authorizer is asked that is allowed.
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_READ})
#: A virtual table; its module and the arguments of that follow its name.
_VIRTUAL = re.compile(r"CREATE\s+VIRTUAL\s+TABLE\b", re.IGNORECASE)
#: The signs that separate arguments of a module, and texts between quotation marks.
_PARTS = re.compile(r"""[(),=]|"[^"]*"|'[^']*'|`[^`]*`|\[[^\][]*\]|[^\s(),="'`\[\]]+""")
#: The modules whose arguments begin with the names of columns, and what the tables beside a virtual one are called.
_SEARCH = ("_content", "_segments", "_segdir", "_docsize", "_stat", "_data", "_idx", "_config")
_TREE = ("_node", "_rowid", "_parent")
_MODULES = {"fts3": _SEARCH, "fts4": _SEARCH, "fts5": _SEARCH, "rtree": _TREE, "rtree_i32": _TREE}
#: The columns of tables beside a virtual one. Another table may only be called like one.
_BESIDE = re.compile(
    r"[acl]\d++.*+|(?:doc|lang|seg|block|row)?id|sz|size|origin|value|k|v|block|(?:start_|leaves_end_|end_)block|root|level"
    r"|idx|term|pgno|nodeno|parentnode|data"
)


def main() -> None:
    """Reads the bytes of a file from the standard input, and writes its catalogue to the standard output."""
    data = sys.stdin.buffer.read()
    set_limits(_MEGABYTES + 2 * len(data) // 2**20, _PROCESSOR_SECONDS)
    try:
        answer = read_database(data)
    except (sqlite3.Error, MemoryError, RecursionError, OverflowError, ValueError):
        answer = Catalogue(problem="sqlite-broken")
    sys.stdout.buffer.write(answer.write())


def read_database(data: bytes) -> Catalogue:
    """The catalogue of a database by the bytes of its file. Raises what `sqlite3` raises where they are damaged."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.text_factory = lambda value: value.decode(errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(_LONGEST_STATEMENT, 2**20))
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_STATEMENT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")
    connection.deserialize(data[:18] + b"\1\1" + data[20:])  # without the log, which is not here
    connection.set_authorizer(_authorize)
    return _read_tables(connection)


def _read_tables(connection: sqlite3.Connection) -> Catalogue:
    entries = connection.execute(_TABLES, (_MOST_TABLES,)).fetchall()
    virtual = {name: _read_virtual(sql or "") for _, name, sql in entries if _VIRTUAL.match(sql or "")}
    beside = {f"{name}{end}" for name, (module, _) in virtual.items() for end in _MODULES.get(module, ())}
    tables: list[CatalogueTable] = []
    unread: list[str] = []
    left = MOST_COLUMNS
    for kind, name, _ in sorted(entries, key=lambda entry: str(entry[1])):
        if name.lower().startswith("sqlite_"):
            continue
        module, columns = virtual.get(name, ("", []))
        if name not in virtual:
            columns = _list_columns(connection, name, is_view=kind == "view")
            if name in beside and all(_BESIDE.fullmatch(column.name) for column in columns):
                continue
        elif module not in _MODULES:
            unread.append(name[:LONGEST])
        if len(columns) > left:
            return Catalogue(tables, is_cut=True, unread=unread)
        left -= len(columns)
        kind_of_table = TableKind.VIEW if kind == "view" else TableKind.TABLE
        tables.append(CatalogueTable(name[:LONGEST], kind_of_table.value, columns))
    return Catalogue(tables, is_cut=len(entries) == _MOST_TABLES, unread=unread)


def _list_columns(connection: sqlite3.Connection, name: str, *, is_view: bool) -> list[CatalogueColumn]:
    """The columns of a table or a view. A view of what is not there has none that are known."""
    try:
        found = connection.execute('PRAGMA table_xinfo("{}")'.format(name.replace('"', '""'))).fetchall()
    except sqlite3.Error:
        if is_view:
            return []
        raise
    return [CatalogueColumn(name[:LONGEST], type.lower()[:LONGEST]) for _, name, type, *_ in found]


def _read_virtual(sql: str) -> tuple[str, list[CatalogueColumn]]:
    """The module of a virtual table, and the columns that its arguments name. The module itself is never called."""
    parts = _PARTS.findall(sql)
    using = next((number for number, part in enumerate(parts) if part.upper() == "USING"), len(parts))
    module = "".join(parts[using + 1 : using + 2]).strip("\"'`[]").lower()
    arguments: list[list[str]] = [[]]
    depth = 0
    for part in parts[using + 2 :]:
        depth += (part == "(") - (part == ")")
        if part == "," and depth == 1:
            arguments.append([])
        elif depth:
            arguments[-1].append(part)
    named = [argument for argument in arguments if argument and "=" not in argument] if module in _MODULES else []
    names = [next((part for part in argument if part != "("), "").strip("\"'`[]+") for argument in named]
    return module, [CatalogueColumn(name[:LONGEST]) for name in names if name][:_MOST_ARGUMENTS]


def _authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
    """Whether SQLite may do something: read its own table of tables and the columns of one, and nothing else."""
    if action not in _ALLOWED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and first != "table_xinfo":
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and first != "sqlite_master":
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
