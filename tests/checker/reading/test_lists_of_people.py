"""Lists as people have them: CSV as Excel writes it, in the words and the forms of three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.loading import load_processors
from seloste.checker.reading.csv_table import read_csv
from seloste.checker.reading.record_table import make_id
from seloste.checker.reading.tree import WorkTree
from seloste.policy.law.law import load_law

OFFICERS = """\
Tunnus;Nimi;Rooli;Maa;Tarkoitukset;Tiedot
posti;Hyvä Posti Oy;Käsittelijä;Suomi;laskutus;nimi, osoite
kone;Konesali Ab;henkilötietojen käsittelijä;Ruotsi
;;;;;
"""
EXPECTED = {
    "posti": {
        "name": "Hyvä Posti Oy",
        "role": "processor",
        "country": "FI",
        "purposes": ["laskutus"],
        "fields": ["nimi", "osoite"],
    },
    "kone": {"name": "Konesali Ab", "role": "processor", "country": "SE"},
}


def read(text: str, kind: str = "processors") -> dict[str, Any]:
    """The records of a list that has nothing wrong."""
    reading = read_csv(text.encode(), kind=kind)
    assert reading.problems == []
    records: dict[str, Any] = reading.documents[0][kind]
    return records


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("separator", "line"), [(";", ""), (";", "sep=;\r\n"), ("\t", ""), ("|", "SEP=|\n")])
def test_what_an_officer_writes_is_read_as_excel_saves_it(encoding: str, separator: str, line: str) -> None:
    text = line + OFFICERS.replace(";", separator).replace("\n", "\r\n")
    reading = read_csv(text.encode(encoding))
    assert (reading.problems, reading.left_out) == ([], ())
    assert reading.documents[0]["processors"] == EXPECTED
    row = 3 if line else 2
    assert reading.documents[0]["processors"]["posti"].marks["country"][1][:2] == (row, 33)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Identifierare;Namn;Roll;Land;Ändamål;Personuppgifter", "a;A;Biträde;Förenta staterna;x;n"),
        (" ID ;Company Name;ROLE;Country (of hosting);Purpose of processing;Data categories", "a;A;processor;USA;x;n"),
        ("tunniste;Käsittelijän nimi:;Asema;Käsittelymaa;Käyttötarkoitus;Tiedot", "a;A;käsittelijä;Yhdysvallat;x;n"),
    ],
)  # fmt: skip
def test_headers_and_values_may_be_in_three_languages(header: str, row: str) -> None:
    assert read(f"{header}\n{row}\n") == {
        "a": {"name": "A", "role": "processor", "country": "US", "purposes": ["x"], "fields": ["n"]}
    }


@pytest.mark.parametrize(
    "data",
    [
        "nimi;maa\nTy\x94;Suomi\n".encode("latin-1"),  # DOS: ö, which Windows would take for a quotation mark
        "nimi;maa\nМосква;Suomi\n".encode("cp1251"),
        "nimi;maa\nKovačić;Suomi\n".encode("cp1250"),
    ],
)
def test_text_that_may_be_in_several_code_pages_is_refused(data: bytes) -> None:
    reading = read_csv(data)
    assert (reading.documents, [each.variant for each in reading.problems]) == ([], ["table-encoding"])


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("reviewed", "31.3.2026", "2026-03-31"),
        ("reviewed", "3/31/2026", "2026-03-31"),
        ("reviewed", "2026-03-31 00:00:00", "2026-03-31"),
        ("reviewed", "3/4/2026", "3/4/2026"),  # not certain
        ("authority", "kyllä", True),
        ("authority", "nej", False),
        ("authority", "ehkä", "ehkä"),
        ("country", "Yhdistynyt kuningaskunta", "GB"),
        ("country", "UK", "GB"),
        ("country", "Suomi (FI)", "FI"),
        ("country", "Georgia (US)", "Georgia (US)"),
        ("country", "NO", "NO"),
        ("country", "No", "No"),  # Norway, or a denial
        ("country", "EU", "EU"),
        ("role", "Yhteisrekisterinpitäjä", "joint-controller"),
        ("breach_notice", "48 tuntia", "PT48H"),
        ("breach_notice", "6 m", "6 m"),  # months, or minutes
        ("breach_notice", "PT24H", "PT24H"),
        ("transfer.instrument", "EU-US-DPF", "eu-us-dpf"),
        ("transfer.instrument", "SCC", "scc"),
        ("safeguards.backup", "kyllä", "implemented"),
        ("fields", "nimi, Osoite, sähköposti", ["nimi", "Osoite", "sähköposti"]),
        ("fields", "nimi, postiosoite kotiin", ["nimi, postiosoite kotiin"]),  # a sentence, perhaps
        ("notes", "-", "-"),
        ("country", "-", None),
        ("website", "'=cmd()", "=cmd()"),
    ],
)
def test_values_are_read_as_people_write_them_where_that_is_certain(column: str, cell: str, value: Any) -> None:
    record = read(f"id;name;{column}\na;A;{cell}\n")["a"]
    keys = column.replace("transfer.", "transfers.").split(".") + ["status"] * column.startswith("safeguards")
    for key in keys:
        record = record[0] if isinstance(record, list) else record
        record = record.get(key) if isinstance(record, dict) else record
    assert record == value


def test_the_columns_of_a_transfer_make_one_that_is_in_order() -> None:
    text = (
        "Nimi;Maa;Siirron maa;Siirtoperuste;Sertifioitu asti;Sertifiointi tarkistettu;Siirron arviointi tehty\n"
        "Mailer Inc.;Yhdysvallat;Yhdysvallat;eu-us-dpf;1.3.2027;1.9.2026;2.2.2026\n"
    )
    [transfer] = Processor.model_validate(read(text)["mailer-inc"]).transfers or []
    assert (transfer.country, transfer.instrument) == ("US", "eu-us-dpf")
    assert transfer.certified is not None
    assert str(transfer.certified.until) == "2027-03-01"
    assert transfer.assessment is not None
    assert str(transfer.assessment.date) == "2026-02-02"


def test_several_countries_in_a_cell_are_transfers_too() -> None:
    record = read("name;country\nA;Suomi; Intia\n".replace("Suomi; Intia", '"Suomi; Intia, US"'))["a"]
    assert (record["country"], record["transfers"]) == ("FI", [{"country": "IN"}, {"country": "US"}])


def test_a_column_of_one_of_several_transfers_is_refused() -> None:
    reading = read_csv(b"id,name,transfers,transfer.certified.until\na,A,US=eu-us-dpf;IN=bcr,2027-01-01\n")
    assert [(each.variant, each.mark and each.mark[:2]) for each in reading.problems] == [("transfer-columns", (2, 25))]


def test_rows_above_the_header_and_unknown_columns_declare_nothing_and_are_named() -> None:
    reading = read_csv("Luettelo 2026;;\n;;\nNimi;Maa;Väri\nA;Suomi;sininen\n;;vain väri\n".encode())
    assert (reading.problems, reading.documents[0]["processors"]) == ([], {"a": {"name": "A", "country": "FI"}})
    assert reading.left_out == (("1:1 Luettelo 2026", "row-above-header"), ("3:10 Väri", "column-unknown"))


def test_a_list_of_systems_is_read_too() -> None:
    text = (
        "Järjestelmä;Kuvaus;Omistaja;Rekisteröidyt;Tarkoitukset;Tiedot;Käsittelijät;Maa;Säilytysaika;Säilytys alkaa;"
        "Varmuuskopiointi\nAsiakasrekisteri;Asiakkaat;myynti@example.com;asiakas;laskutus;nimi;posti;Suomi;2 vuotta;"
        "contract-end;kyllä\n"
    )
    system = System.model_validate(read(text, "systems")["asiakasrekisteri"])
    assert system.description == {"fi": "Asiakkaat"}
    assert system.hosting is not None
    assert (system.fields, system.hosting.country) == ({"nimi": None}, "FI")
    assert [(str(each.period), each.after) for each in system.retention or []] == [("P2Y", "contract-end")]
    assert system.safeguards is not None
    assert system.safeguards["backup"].status == "implemented"


def test_an_id_is_made_of_the_name_and_stays_the_same() -> None:
    assert [make_id(name) for name in ("Hyvä Yhtiö Oy", "ACME, Inc.", "Ørsted A/S")] == [
        "hyva-yhtio-oy",
        "acme-inc",
        "orsted-a-s",
    ]
    assert make_id("Яндекс") == make_id(" Яндекс ") != make_id("Яндекс 2")
    reading = read_csv(b"Nimi\nPosti\nPOSTI\n")
    assert [(each.rule, each.mark and each.mark[0]) for each in reading.problems] == [("duplicate-key", 3)]


def test_a_key_that_is_missing_is_told_of_as_a_column(tmp_path: Path) -> None:
    path = tmp_path / "processors.csv"
    path.write_text("tunnus;maa\na;Suomi\n", "utf-8")
    [finding] = load_processors([path], str, WorkTree(tmp_path)).findings
    assert (finding.rule, finding.variant, finding.found.arguments["key"]) == ("input/missing-key", "column", "name")


def test_no_instrument_is_made_up() -> None:
    """Words for standard clauses may mean any set of them, so they stay as they are and are refused."""
    record = read("name;transfer.instrument\nA;Vakiolausekkeet\n")["a"]
    assert record["transfers"][0]["instrument"] not in load_law().instruments
