"""Columns that a person has labelled, and how well they are judged: precision, recall, how many are only possible."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from seloste.policy.personal_data.columns import ColumnAnswer, ColumnName, Holding, judge_columns
from tests.support import ROOT

#: Of real schemas; beside the clone, and no part of the repository.
GIVEN = ROOT.parent / "shared" / "evidence" / "columns.csv"
#: Our own: some of well-known schemas, some invented in the manner of Finnish, Swedish and old ones.
OWN = ROOT / "tests" / "support" / "labelled_columns.csv"


class Label(Struct, frozen=True):
    """A column as a person has labelled it. `language`: that of its schema's words."""

    schema: str
    language: str
    table: str
    column: str
    type: str
    personal: bool
    kind: str


class Figures(Struct, frozen=True):
    """How well columns are judged. `possible` is the share of all columns that may hold anything."""

    columns: int
    precision: float
    recall: float
    possible: float


def read_labels(path: Path) -> list[Label]:
    """The labels of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Label(**{key: row[key] for key in ("schema", "language", "table", "column", "type", "kind")},
                  personal=row["personal"] == "yes")
            for row in csv.DictReader(file)
        ]  # fmt: skip


def judge_labels(labels: Iterable[Label]) -> list[tuple[Label, ColumnAnswer]]:
    """Each label with the answer for its column, judged with the labelled columns of its table beside it."""
    tables: dict[tuple[str, str], list[Label]] = {}
    for label in labels:
        tables.setdefault((label.schema, label.table), []).append(label)
    return [
        pair
        for (_, table), beside in tables.items()
        for pair in zip(
            beside, judge_columns(table, [ColumnName(each.column, each.type) for each in beside]), strict=True
        )
    ]


def measure(labels: Sequence[Label]) -> Figures:
    """The figures for labelled columns: only *yes* counts as found."""
    judged = judge_labels(labels)
    found = [label for label, answer in judged if answer.holding is Holding.YES]
    right = sum(label.personal for label in found)
    return Figures(
        columns=len(judged),
        precision=right / max(1, len(found)),
        recall=right / max(1, sum(label.personal for label in labels)),
        possible=sum(answer.holding is Holding.POSSIBLE for _, answer in judged) / max(1, len(judged)),
    )


def write_figures() -> list[str]:
    """The figures for each file of labels that is there, and for the columns of each language in it, a line each."""
    lines = []
    for title, path in (("real schemas", GIVEN), ("our own", OWN)):
        if path.exists():
            labels = read_labels(path)
            for language in ("", *sorted({label.language for label in labels})):
                figures = measure([label for label in labels if language in ("", label.language)])
                lines.append(
                    f"{title:12} {language or 'all':3} {figures.columns:4} columns: precision {figures.precision:.3f}, "
                    f"recall {figures.recall:.3f}, possible {figures.possible:.3f}"
                )
    return lines
