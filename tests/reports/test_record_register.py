"""The transfer register and the processor list for the public."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.linking.assessments_due import DueReason
from seloste.checker.result import Result
from seloste.policy.period import Period
from seloste.reports.language.language import load_language
from seloste.reports.record.context import RecordContext
from seloste.reports.record.export import export_document
from seloste.reports.record.processor_list import ProcessorList
from seloste.reports.record.register import RegisteredTransfer, TransferRegister
from tests.support.companies_on_file import DAY, checked, policy, system
from tests.support.samples import checked as example

YEAR = Period("P1Y")
SCC = {"country": "IN", "instrument": "scc-2021-914", "valid_from": "2024-05-02"}


def register(result: Result) -> TransferRegister:
    return TransferRegister(RecordContext(result, load_language("en"), YEAR))


def only(tmp_path: Path, transfer: dict[str, Any], country: str = "IN", day: date = DAY) -> RegisteredTransfer:
    """The one transfer of a company whose one processor makes it."""
    far = {"name": "Far Ltd", "country": country, "transfers": [transfer], "purposes": ["billing"], "fields": ["name"]}
    [found] = register(checked(tmp_path, {"a": system(processors=["far"])}, {"far": far}, day=day)).transfers
    return found


@pytest.mark.parametrize(
    ("transfer", "why", "since"),
    [
        (SCC, DueReason.MISSING, None),
        ({**SCC, "assessment": {"document": "tia.pdf"}}, DueReason.UNDATED, None),
        ({**SCC, "assessment": {"date": "2025-11-21"}}, DueReason.STALE, date(2026, 11, 21)),
        ({**SCC, "assessment": {"date": "2025-11-22"}}, None, None),
        ({**SCC, "assessment": {"date": "2021-01-04"}}, DueReason.INSTRUMENT_CHANGED, date(2021, 6, 27)),
        ({**SCC, "valid_until": "2026-11-21"}, DueReason.INSTRUMENT_INVALID, date(2026, 11, 21)),
        ({**SCC, "valid_from": "2026-12-01"}, DueReason.INSTRUMENT_INVALID, None),
        ({"country": "IN", "instrument": "scc-2010-87"}, DueReason.INSTRUMENT_INVALID, date(2022, 12, 27)),
        ({"country": "IN"}, DueReason.NO_INSTRUMENT, None),
    ],
)
def test_what_is_due_of_an_assessment(
    tmp_path: Path, transfer: dict[str, Any], why: DueReason, since: date | None
) -> None:
    found = only(tmp_path, transfer)
    assert (found.due.why, found.due.since) == (why, since)


def test_a_judgment_after_the_assessment_makes_it_due_again(tmp_path: Path) -> None:
    old = {"country": "IN", "instrument": "scc-2010-87", "valid_from": "2019-01-01"}
    assessed = {**old, "assessment": {"date": "2020-03-01"}}
    assert only(tmp_path, assessed, day=date(2020, 7, 15)).due.why is None
    found = only(tmp_path, assessed, day=date(2020, 7, 17))
    assert (found.due.why, found.due.since) == (DueReason.LAW_CHANGED, date(2020, 7, 16))


def test_a_change_in_the_law_of_the_country_makes_it_due_again(tmp_path: Path) -> None:
    assessed = {**SCC, "country": "US", "assessment": {"date": "2026-06-28"}}
    assert only(tmp_path, assessed, "US", date(2026, 6, 28)).due.why is None
    found = only(tmp_path, assessed, "US", date(2026, 6, 29))
    assert (found.due.why, found.due.since) == (DueReason.LAW_CHANGED, date(2026, 6, 29))


def test_an_assessment_is_due_since_the_judgment_that_asked_for_it_and_not_before_its_own_day(tmp_path: Path) -> None:
    bcr = {"country": "IN", "instrument": "bcr"}
    assert only(tmp_path, bcr, day=date(2020, 7, 15)).due.why is None
    assert only(tmp_path, bcr, day=date(2020, 7, 16)).due.why is DueReason.MISSING
    later = {**bcr, "assessment": {"date": "2020-09-01"}}
    assert only(tmp_path, later, day=date(2020, 8, 31)).due.why is DueReason.MISSING
    assert only(tmp_path, later, day=date(2020, 9, 1)).due.why is None


def test_a_certification_tells_what_data_it_covers(tmp_path: Path) -> None:
    certified = {"from": "2026-01-01", "covers": ["hr", "non-hr"]}
    found = only(tmp_path, {"country": "US", "instrument": "eu-us-dpf", "certified": certified}, "US")
    assert found.certification == "from 1 January 2026, covers human resources data and other data"


def test_an_adequacy_decision_asks_for_no_assessment(tmp_path: Path) -> None:
    found = only(tmp_path, {"country": "JP", "covered": True}, "JP")
    assert not found.due.needed
    assert found.due.why is None
    assert found.assessment == "the ground does not call for one"


def test_a_transfer_tells_its_route_its_data_and_its_findings(tmp_path: Path) -> None:
    found = only(tmp_path, SCC)
    assert found.recipient == "Far Ltd"
    assert found.country == "India"
    assert found.systems == ("Ledger",)
    assert found.routes == ("Ledger → Far Ltd",)
    assert (found.data, found.purposes) == (("Name en",), ("Billing en",))
    assert "contract of 2 May 2024" in found.validity
    assert any("assessment" in remark.message for remark in found.findings)


def test_what_is_due_comes_first_and_what_ends_first_before_the_rest(tmp_path: Path) -> None:
    made = {"date": "2026-06-01"}
    processors = {
        key: {"name": key, "country": "IN", "transfers": [{**SCC, **more}]}
        for key, more in {
            "calm": {"assessment": {"date": "2026-09-01"}},
            "soon": {"assessment": made},
            "ends": {"assessment": made, "valid_until": "2026-12-31"},
            "stale": {"assessment": {"date": "2025-01-01"}},
            "none": {},
            "ended": {"valid_until": "2026-01-01"},
        }.items()
    }
    notice = policy(transfers={"text": {"fi": "S", "en": "T"}, "rule": "allowed"})
    result = checked(tmp_path, {"a": system(processors=[*processors])}, processors, notice)
    found = [one.recipient for one in register(result).transfers]
    assert found == ["ended", "none", "stale", "ends", "soon", "calm"]


def test_places_that_are_unknown_are_told_and_those_inside_are_not(tmp_path: Path) -> None:
    processors = {
        "inside": {"name": "Inside", "country": "NO"},
        "nowhere": {"name": "Nowhere"},
        "atlantis": {"name": "Atlantis", "country": "ZZ"},
    }
    found = register(checked(tmp_path, {"a": system(processors=[*processors])}, processors)).transfers
    assert {one.recipient for one in found} == {"Nowhere", "Atlantis"}
    assert {one.instrument for one in found} == {"country of processing not known"}


def test_the_register_of_jamix() -> None:
    found = register(example()).transfers
    assert [one.recipient for one in found] == [
        "CRM",  # whose exports infrastructure shows in another country than declared
        "Voicelab Corp.",
        "Mailer Inc.",
        "Nightdesk Services Pvt",
        "Coldvault Inc.",
        "Formsmith Ltd",
    ]
    assert (
        found[2].due_words
        == "The ground could be relied on until 15 July 2020; another one is needed, and its assessment"
    )
    assert found[4].routes == ("Support desk → Tukiportti Ltd → Ticketgrid GmbH → Coldvault Inc.",)


def test_the_register_as_csv_has_a_row_for_each_transfer() -> None:
    made = export_document("transfers", example(), "en", "csv", review_within=YEAR, version="1").content
    rows = list(csv.DictReader(io.StringIO(str(made))))
    assert [row["Recipient"] for row in rows] == [one.recipient for one in register(example()).transfers]


# --- the list for the public


def processor_list(result: Result, code: str = "en") -> ProcessorList:
    return ProcessorList(RecordContext(result, load_language(code), YEAR))


@pytest.mark.parametrize("format", ["html", "markdown", "csv"])
def test_the_public_learns_nothing_that_is_internal(format: str) -> None:
    made = str(export_document("processors", example(), "fi", format, review_within=YEAR, version="1").content)
    for entry in example().processor_entries.values():
        assert entry.record.name in made.replace("\\", "")
    for inside in (".pdf", "contracts", "support-desk", "Customer support", "policy.yaml", "SHA"):
        assert inside not in made, inside


def test_what_the_notice_does_not_have_shows_no_id_and_is_told_of(tmp_path: Path) -> None:
    processors = {
        "far": {"name": "Far", "country": "FI", "purposes": ["billing", "secret-project"], "fields": ["name"]},
        "fine": {"name": "Fine", "country": "FI", "purposes": ["billing"], "fields": ["name"]},
    }
    result = checked(tmp_path, {"a": system(processors=["far", "fine"])}, processors)
    made = export_document("processors", result, "en", "markdown", review_within=YEAR, version="1")
    assert "secret-project" not in str(made.content)
    assert "Billing en; other, not described in the privacy notice" in str(made.content)
    assert made.warning == "seloste: do not publish yet, incomplete or not in order: Far"


def test_a_ground_that_cannot_be_relied_on_is_not_published() -> None:
    by_name = {one.name: one for one in processor_list(example()).processors}
    assert by_name["Mailer Inc."].transfers == ("United States: no ground for the transfer in force",)
    assert by_name["Kuori Print AB"].role == "Another processor (sub-processor)"
    assert set(processor_list(example()).unpublishable) == {"Mailer Inc.", "Voicelab Corp."}
    assert processor_list(example("examples/complete/seloste.yaml")).unpublishable == ()


def test_what_a_processor_does_not_say_its_systems_do(tmp_path: Path) -> None:
    result = checked(tmp_path, {"a": system(processors=["far"])}, {"far": {"name": "Far", "country": "FI"}})
    [found] = processor_list(result).processors
    assert (found.purposes, found.data) == (("Billing en",), ("Name en", "Address en"))
