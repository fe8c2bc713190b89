"""The dialects of SQL that are read, and the signs in a text that tell which one it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import PurePath


class Dialect(StrEnum):
    """A dialect, by its name in sqlglot. The first one is taken where no sign tells."""

    POSTGRES = "postgres"
    MYSQL = "mysql"
    SQLITE = "sqlite"


#: How much of a file is searched for signs, in bytes.
_SEARCHED = 1_000_000
#: What only one dialect has, and how much it weighs.
_SIGNS: tuple[tuple[Dialect, int, bytes], ...] = (
    (Dialect.POSTGRES, 20, rb"^-- PostgreSQL database"),
    (Dialect.POSTGRES, 5, rb"\bpg_catalog\b|\bplpgsql\b|\bCREATE EXTENSION\b|\bFROM stdin;|^\\connect\b"),
    (Dialect.POSTGRES, 4, rb"\bjsonb\b|\bbytea\b|\btimestamptz\b|\bcitext\b|\btsvector\b|\bOWNER TO\b"),
    (Dialect.POSTGRES, 3, rb"\b(?:big|small)?serial\b|\bcharacter varying\b|\bwith(?:out)? time zone\b|::[a-z]"),
    (Dialect.POSTGRES, 3, rb"\$\w*\$|\bsearch_path\b|\bAS IDENTITY\b|\bINHERITS\b|\bPARTITION OF\b|\bUSING gin\b"),
    (Dialect.POSTGRES, 1, rb"\buuid\b|\bpublic\.|^COMMENT ON\b|\bCREATE (?:TYPE|SCHEMA)\b|\btext\[\]"),
    (Dialect.MYSQL, 20, rb"^-- (?:MySQL|MariaDB) dump|^-- phpMyAdmin SQL Dump"),
    (Dialect.MYSQL, 5, rb"\bENGINE\s{0,5}=|\bAUTO_INCREMENT\b|^DELIMITER\b|/\*!\d|\bCHARSET\s{0,5}="),
    (Dialect.MYSQL, 3, rb"\bUNSIGNED\b|\b(?:tiny|medium|long)(?:text|blob|int)\b|\bint\(\d|\bSQL SECURITY\b"),
    (Dialect.MYSQL, 2, rb"`[\w.*-]++`|\bON UPDATE CURRENT_TIMESTAMP\b|\bCHARACTER SET\b"),
    (Dialect.MYSQL, 2, rb"\bALTER TABLE \S{1,100} (?:MODIFY|CHANGE)\b|^#|\bCOMMENT '"),
    (Dialect.SQLITE, 6, rb"\bAUTOINCREMENT\b|^PRAGMA\b|\bWITHOUT ROWID\b|\bsqlite_|\bUSING fts[345]\b"),
    (Dialect.SQLITE, 3, rb"\bCOLLATE NOCASE\b|\)\s{0,5}STRICT\b|\[\w++\]\s++\w|\bjulianday\b"),
)
#: Words in a path that name the dialect, for folders of several databases.
_NAMES = {"mysql": Dialect.MYSQL, "mariadb": Dialect.MYSQL, "sqlite": Dialect.SQLITE, "sqlite3": Dialect.SQLITE}
_NAMES |= dict.fromkeys(("postgres", "postgresql", "pgsql", "psql", "pg"), Dialect.POSTGRES)
_NAME_WEIGHT = 12


@cache
def _compile_signs() -> list[tuple[Dialect, int, re.Pattern[bytes]]]:
    flags = re.IGNORECASE | re.MULTILINE
    return [(dialect, weight, re.compile(pattern, flags)) for dialect, weight, pattern in _SIGNS]


def find_dialects(files: Iterable[tuple[str, bytes]]) -> tuple[Dialect, ...]:
    """The dialects that files which belong together may be in, the likeliest first; each a path and its content.

    Every dialect where no sign tells, else those of which there is a sign.
    """
    weights = dict.fromkeys(Dialect, 0)
    for path, data in files:
        for word in re.split(r"[^a-z0-9]++", PurePath(path).as_posix().lower()):
            if word in _NAMES:
                weights[_NAMES[word]] += _NAME_WEIGHT
        beginning = data[:_SEARCHED]
        for dialect, weight, sign in _compile_signs():
            if sign.search(beginning):
                weights[dialect] += weight
    likely = [dialect for dialect in Dialect if weights[dialect]] or list(Dialect)
    return tuple(sorted(likely, key=lambda dialect: -weights[dialect]))
