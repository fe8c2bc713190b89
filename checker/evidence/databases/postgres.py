"""Evidence: a PostgreSQL server that runs. It is asked for its catalogue, and shows what is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from seloste.checker.evidence.databases.catalogue_query import MOST_COLUMNS
from seloste.checker.evidence.databases.database_catalogue import Catalogue, list_tables, read_catalogue
from seloste.checker.evidence.resource import EvidenceKind, Resource
from seloste.checker.evidence.tables.table_resource import describe_table
from seloste.checker.position import Location
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.workspace.database_address import Database
from seloste.policy.worker_process import run_worker

#: How long a database may take in all, in seconds, and how many are asked in a run, all at the same time.
SECONDS, MOST_DATABASES = 14, 20
_COMMAND = "python -m pip install 'seloste[postgres]'"


def read_databases(databases: Sequence[Database]) -> list[tuple[File, list[Resource]]]:
    """The resources of each database, and the findings about it. Each database is asked once in a run."""
    for database in databases[MOST_DATABASES:]:
        database.answer = Problem("limit-exceeded", "databases", None, {"limit": MOST_DATABASES})
    waiting = [each for each in databases if each.problem is None and each.answer is None]
    if waiting:
        with ThreadPoolExecutor(len(waiting)) as pool:
            list(pool.map(_ask, waiting))
    return [_read_answer(database) for database in databases]


def _ask(database: Database) -> None:
    """Keeps the answer of a database, or why there is none."""
    answer = run_worker("seloste.checker.evidence.databases.postgres_worker", database.address.encode(), SECONDS)
    database.answer = _explain_slowness() if answer is None else answer


def _read_answer(database: Database) -> tuple[File, list[Resource]]:
    file = File(database.name, "evidence")
    answer = database.problem or database.answer or b""
    catalogue = Catalogue() if isinstance(answer, Problem) else read_catalogue(answer)
    if isinstance(answer, Problem) or catalogue.problem:
        problem = answer if isinstance(answer, Problem) else _explain(catalogue.problem, catalogue.code)
        file.add(make_finding(file, problem))
        return file, []
    file.sha256 = hashlib.sha256(answer).hexdigest()
    if catalogue.is_cut:
        file.add(make_finding(file, Problem("limit-exceeded", "columns", None, {"limit": MOST_COLUMNS})))
    tables = list_tables(catalogue, Location(database.name))
    return file, [describe_table(table, EvidenceKind.OBSERVED) for table in tables]


def _explain(problem: str, code: str) -> Problem:
    """The problem of a variant, with the values that its message has."""
    if problem == "missing-extra":
        return Problem("unreadable", problem, None, {"format": "PostgreSQL", "command": _COMMAND})
    if problem == "database-slow":
        return _explain_slowness()
    arguments = {"code": code or "–"} if problem in ("database-refused", "database-catalogue") else {}
    return Problem("unreadable", problem, None, arguments)


def _explain_slowness() -> Problem:
    return Problem("unreadable", "database-slow", None, {"limit": SECONDS})
