"""Files that only Spark reads: at addresses (`hdfs://…`, `s3a://…`), and tables of which each row is a system."""

from __future__ import annotations

import re

#: A scheme of more than one letter, so that it is no drive: `C:/`.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,30}:/")
#: The ends of the names of files in which each row is a record.
ROW_SUFFIXES = (".jsonl", ".ndjson", ".parquet")


def is_address(text: str) -> bool:
    """Whether a path or a pattern is an address in a file system that Spark reads."""
    return _ADDRESS.match(text) is not None


def is_of_rows(name: str) -> bool:
    """Whether a file, or a part of it that Spark wrote, has records as rows, by its path."""
    parts = name.lower().split("/")
    return any(part.endswith(ROW_SUFFIXES) for part in parts[-2:])
