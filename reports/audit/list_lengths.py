"""How long the lists of the report for auditors are on pages. The workbook and report.json have all."""

from __future__ import annotations

from msgspec import Struct

from seloste.reports.audit.stored_data import MOST_ROWS


class ListLengths(Struct, frozen=True):
    """The most entries of each list; of more the first are listed, and it is told how many there are."""

    #: Of a kind of finding; of the numbers of findings in one place.
    findings: int = 15
    numbers: int = 12
    #: Of the pieces of evidence on a promise; of the ages of equal ones; of the places of one age.
    evidence: int = 24
    ages: int = 14
    places: int = 8
    #: Of the resources that bear a promise out: on a page, and in a cell in Markdown.
    resources: int = 6
    resources_in_cell: int = 2
    #: Of the values in one cell, of the recipients in a country, and of the records under one column.
    values: int = 3
    recipients: int = 8
    records: int = 40
    routes: int = 60
    #: Of the files that were read; those that are not committed have a list of their own.
    inputs: int = 200
    #: Of columns, and of services.
    rows: int = MOST_ROWS
    #: Of the days of the forecast, and of the breaches of the drill.
    days: int = 40
    breaches: int = 50
    #: From more rows, and from more findings of a kind, on a list is folded on a page.
    unfolded: int = 40
    unfolded_findings: int = 20
