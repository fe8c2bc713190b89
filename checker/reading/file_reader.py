"""Chooses what reads a file: the reader of its format, by its name and its kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.problem import Limits, Reading
from seloste.checker.reading.reader import read_yaml

#: The kinds of lists, and the kinds of files that are no tables, whatever their names.
_LISTS = ("systems", "processors")
_IN_TEXT_ALONE = frozenset({"policy", "waivers", "baseline", "config", "labels", "responses"})


def choose_reader(name: str, kind: str) -> Callable[[bytes, Limits], Reading]:
    """What reads a file of a name and a kind. What reads tables is imported when there is one."""
    if kind in _IN_TEXT_ALONE or not is_table(name):
        return read_yaml
    if kind not in _LISTS:  # where the columns are those of both, the name of the file tells
        kind = next((each for each in _LISTS if PurePath(name).name.lower().startswith(each)), kind)
    if name.lower().endswith(".csv"):
        from seloste.checker.reading.csv_table import read_csv

        return partial(read_csv, kind=kind)
    from seloste.checker.reading.workbook_table import read_workbook

    return partial(read_workbook, kind=kind)
