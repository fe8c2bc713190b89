"""The Art. 30 record: what an activity is, every field in every format, and gaps that nobody can overlook."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from seloste.reports.language.language import UnknownLanguageError, load_language
from seloste.reports.record.context import RecordContext
from seloste.reports.record.document import ACTIVITY_FIELDS, Record
from seloste.reports.record.export import export_document
from seloste.reports.record.model import Section
from tests.support.companies_on_file import checked, policy, system, words
from tests.support.samples import Words
from tests.support.samples import checked as example

YEAR = Period("P1Y")
FORMATS = ("html", "markdown", "csv", "xlsx")


def record(result: Result, code: str = "en") -> Record:
    return Record(RecordContext(result, load_language(code), YEAR))


def text(result: Result, format: str, code: str = "en") -> str:
    """All that the document says in a format."""
    content = export_document("ropa", result, code, format, review_within=YEAR, version="1").content
    if isinstance(content, str):
        return Words(content).text if format == "html" else content
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def cell(section: Section, field: str) -> str:
    return next(each.join_values() for each in section.fields if each.id == field)


def activity(result: Result, heading: str) -> Section:
    return next(section for section in record(result).activities if section.heading == heading)


def gaps(result: Result) -> set[tuple[str, str]]:
    return {(gap.field, gap.key) for gap in record(result).gaps}


# --- what an activity is


def test_each_purpose_is_an_activity_and_so_is_what_only_systems_have(tmp_path: Path) -> None:
    systems = {"a": system(purposes=["billing", "spying"]), "b": system(name="Attic", purposes=None)}
    found = record(checked(tmp_path, systems)).activities
    assert [section.heading for section in found] == ["Billing en", "Payroll en", "spying", "Attic: no purpose stated"]
    assert [section.remarks for section in found[2:]] == [
        ("not in the privacy notice",),
        ("no purpose of the processing is stated",),
    ]


def test_what_a_system_has_for_several_purposes_goes_to_those_that_claim_it(tmp_path: Path) -> None:
    both = system(
        purposes=["billing", "payroll"],
        data_subjects=["customers", "staff"],
        fields=["name", "address", "salary", "iq"],
    )
    result = checked(tmp_path, {"both": both})
    billing, payroll = activity(result, "Billing en"), activity(result, "Payroll en")
    assert (cell(billing, "data-subjects"), cell(payroll, "data-subjects")) == ("Customers en", "Staff en")
    assert cell(billing, "data-categories") == "Name en; Address en; iq (not in the privacy notice)"
    assert cell(payroll, "data-categories") == "Name en; Salary en; iq (not in the privacy notice)"


def test_a_field_that_names_its_purposes_belongs_to_those_alone(tmp_path: Path) -> None:
    fields = {"name": ["billing"], "address": ["billing"], "salary": ["payroll"]}
    both = system(purposes=None, data_subjects=["customers", "staff"], fields=fields)
    result = checked(tmp_path, {"both": both})
    assert cell(activity(result, "Payroll en"), "data-categories") == "Name en (no system declares it); Salary en"


def test_recipients_go_through_whole_chains_and_know_who_engaged_whom(tmp_path: Path) -> None:
    processors = {
        "host": {"name": "Host Oy", "country": "FI", "subprocessors": ["sub"], "purposes": ["billing"]},
        "sub": {"name": "Sub AB", "country": "SE", "subprocessors": ["host", "far"]},
        "far": {"name": "Far Inc.", "country": "US", "transfers": [{"country": "US", "instrument": "eu-us-dpf"}]},
        "mail": {"name": "Mail Oy", "country": "FI", "purposes": ["payroll"]},
    }
    both = system(purposes=["billing", "payroll"], processors=["host", "mail", "ghost"])
    result = checked(tmp_path, {"both": both}, processors)
    recipients = cell(activity(result, "Billing en"), "recipients")
    assert "Host Oy (processor; Finland)" in recipients
    assert "Far Inc. (another processor (sub-processor); United States; engaged by Sub AB)" in recipients
    assert "ghost (not on the processor list)" in recipients
    assert "Mail Oy" not in recipients
    transfers = cell(activity(result, "Billing en"), "transfers")
    assert "United States: Far Inc. (EU-U.S. Data Privacy Framework (DPF); " in transfers, "what the check found"
    assert cell(activity(result, "Payroll en"), "transfers") == "No transfers outside the European Economic Area"


def test_a_limit_for_erasure_is_the_notices_or_the_systems(tmp_path: Path) -> None:
    least = {"kept": {"text": words("As long as needed"), "minimum": {"period": "P1Y", "after": "collection"}}}
    notice = policy(retention=least)
    erasure = cell(activity(checked(tmp_path, {"a": system()}, notice=notice), "Billing en"), "erasure")
    assert erasure == (
        "Privacy notice: As long as needed en (no upper limit); Ledger: 2 years from the end of the contract"
    )
    bare = checked(tmp_path, {"a": system(retention=None)}, notice=notice)
    assert ("erasure", "systems.a.retention") in gaps(bare)
    most = {"kept": {"text": words("A year"), "maximum": {"period": "P1Y", "after": "collection"}}}
    limited = checked(tmp_path, {"a": system(retention=None)}, notice=policy(retention=most))
    assert ("erasure", "systems.a.retention") not in gaps(limited)


def test_an_unimplemented_promise_is_no_measure_without_a_word(tmp_path: Path) -> None:
    promised = {"daily": {"text": words("Backups"), "control": "backup"}}
    systems = {"a": system(safeguards={"backup": "planned", "firewall": "implemented", "audit-logging": "planned"})}
    security = cell(activity(checked(tmp_path, systems, notice=policy(safeguards=promised)), "Billing en"), "security")
    assert security == "Backups en (only planned: Ledger); Firewall; Audit logging (only planned: Ledger)"


# --- gaps


@pytest.mark.parametrize(
    ("key", "gap"),
    [
        ("data_subjects", ("data-subjects", "systems.a.data_subjects")),
        ("fields", ("data-categories", "systems.a.fields")),
        ("sources", ("sources", "systems.a.sources")),
        ("processors", ("recipients", "systems.a.processors")),
        ("disclosures", ("recipients", "systems.a.disclosures")),
        ("hosting", ("transfers", "systems.a.hosting")),
        ("retention", ("erasure", "systems.a.retention")),
        ("safeguards", ("security", "systems.a.safeguards")),
        ("owner", ("responsibility", "systems.a.owner")),
        ("reviewed", ("responsibility", "systems.a.reviewed")),
    ],
)
def test_what_a_system_does_not_declare_is_a_gap_and_nothing_else_becomes_one(
    tmp_path: Path, key: str, gap: tuple[str, str]
) -> None:
    whole = gaps(checked(tmp_path, {"a": system()}))
    assert gap not in whole
    result = checked(tmp_path, {"a": system(**{key: None})})
    assert gaps(result) == whole | {gap}
    for format in FORMATS:
        shown = text(result, format)
        assert "not stated" in shown, format
        assert gap[1] in shown or format == "csv", format


def test_the_country_of_a_known_region_is_no_gap_and_a_general_region_is_one(tmp_path: Path) -> None:
    known = checked(tmp_path, {"a": system(hosting={"provider": "aws", "region": "us-east-1"})})
    assert ("transfers", "systems.a.hosting.country") not in gaps(known)
    assert cell(activity(known, "Billing en"), "transfers").startswith("United States: aws")
    general = checked(tmp_path, {"a": system(hosting={"provider": "aws", "region": "europe"})})
    assert ("transfers", "systems.a.hosting.country") in gaps(general)


def test_what_no_system_serves_is_told_by_the_notice_and_claims_nothing(tmp_path: Path) -> None:
    """An officer may have no inventory yet: what the notice says of transfers is not "there are none"."""
    stated = {"text": words("Only to a letter service in the US"), "rule": "exceptionally"}
    found = activity(checked(tmp_path, {"a": system()}, notice=policy(transfers=stated)), "Payroll en")
    assert "Only to a letter service in the US" in cell(found, "transfers")
    assert cell(found, "transfer-assessments") == "No transfers appear from systems"
    assert "not stated" in cell(found, "responsibility")
    denied = {"text": words("None at all"), "rule": "never"}
    found = activity(checked(tmp_path, {"a": system()}, notice=policy(transfers=denied)), "Payroll en")
    assert cell(found, "transfers") == "No transfers appear from systems"


def test_a_gap_without_a_place_has_no_empty_one(tmp_path: Path) -> None:
    result = checked(tmp_path, {})
    assert "``" not in text(result, "markdown")
    assert "(` " not in text(result, "markdown")
    assert "()" not in text(result, "html")


def test_the_gaps_of_the_notice(tmp_path: Path) -> None:
    found = gaps(checked(tmp_path, {"a": system()}))
    assert found >= {
        ("dpo", "controller.dpo_designated"),
        ("notice-version", "notice.reviewed"),
        ("legal-basis", "purposes.payroll.legal_basis"),
        ("register", "systems.*.purposes: payroll"),
    }
    assert not {key for _, key in found if key.startswith("purposes.billing")}


def test_an_interest_without_a_balancing_test_is_a_gap_and_the_document_is_named_where_there_is_one(
    tmp_path: Path,
) -> None:
    notice = policy()
    notice["purposes"]["billing"]["legal_basis"] = {"basis": "legitimate-interests"}
    key = "purposes.billing.legal_basis.balancing_test"
    assert ("legal-basis", key) in gaps(checked(tmp_path, {"a": system()}, notice=notice))
    test = {"date": "2026-02-10", "document": "docs/balance.pdf"}
    notice["purposes"]["billing"]["legal_basis"]["balancing_test"] = test
    result = checked(tmp_path, {"a": system()}, notice=notice)
    assert ("legal-basis", key) not in gaps(result)
    assert "Balancing test: 10 February 2026, docs/balance.pdf" in cell(activity(result, "Billing en"), "legal-basis")


def test_jamix_has_its_gaps_and_the_complete_example_only_what_it_lacks() -> None:
    jamix = gaps(example())
    assert {key for field, key in jamix if field == "legal-basis"} == {
        f"purposes.{key}.legal_basis"
        for key in [*example().notice.record.purposes, "lead-scoring"]  # type: ignore[union-attr]
    }
    assert {("dpo", "controller.dpo_designated"), ("purposes", "purposes.lead-scoring")} <= jamix
    assert ("agreements", "processors.kyselytupa.agreement.signed") in jamix
    # Three systems of the example do not say whether they disclose anything.
    silent = {("recipients", f"systems.{key}.disclosures") for key in ("advice-desk", "newsletter", "club")}
    assert gaps(example("examples/complete/seloste.yaml")) == silent


def test_the_gaps_are_counted_and_told_with_law_and_place(tmp_path: Path) -> None:
    result = checked(tmp_path, {"a": system(owner=None)})
    made = record(result)
    required = sum(gap.asked_by_law for gap in made.gaps)
    shown = text(result, "markdown")
    assert f"asks for: {required}. Missing of what is recommended: {len(made.gaps) - required}." in shown
    assert "GDPR Art. 5(2) and 24; recommended" in shown
    assert f"{tmp_path.name}/systems.json:1" in shown


# --- formats


def test_every_field_of_the_law_is_told() -> None:
    fields = {field.id for field in load_law().on(example().as_of).list_record_fields()}
    ids = {each.id for each in record(example()).controller.fields} | ACTIVITY_FIELDS.keys()
    assert ids == fields


@pytest.mark.parametrize("code", ["fi", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_field_of_the_law_is_in_every_format(format: str, code: str) -> None:
    shown = text(example(), format, code)
    on_day = load_law().on(example().as_of)
    for field in on_day.list_record_fields():
        title = field.title[code]
        assert title in shown, field.id
    if format != "csv":
        for statement in on_day.list_record_statements():
            assert statement.title[code] in shown, statement.id


def test_csv_has_a_row_for_each_activity_and_a_column_for_each_field() -> None:
    rows = list(csv.DictReader(io.StringIO(text(example(), "csv")[1:])))
    assert len(rows) == 13
    assert rows[0]["Processing activity"] == "Billing for the service"
    assert rows[0]["Name and contact details of the controller"].startswith("Jamix Oy; Sepänkatu 14 C")
    assert "[not stated]" in rows[0]["Legal basis for the processing"]
    assert "Legal basis for the processing" in rows[0]["What is not stated"]


@pytest.mark.parametrize("kind", ["ropa", "transfers", "processors"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_same_result_gives_the_same_bytes(format: str, kind: str) -> None:
    made = [export_document(kind, example(), "fi", format, review_within=YEAR, version="1").content for _ in range(2)]
    assert made[0] == made[1]


HOSTILE = "<script>x</script> {{ 7*7 }} |a| [b](javascript:c) \u202e\x07"


@pytest.mark.parametrize("kind", ["ropa", "transfers", "processors"])
@pytest.mark.parametrize("format", FORMATS)
def test_hostile_texts_come_out_harmless(tmp_path: Path, format: str, kind: str) -> None:
    notice = policy()
    notice["controller"]["name"] = HOSTILE
    notice["purposes"]["billing"]["text"] = {"fi": "=cmd()", "en": "=cmd()"}
    systems = {"a": system(name=HOSTILE, owner="=cmd()", processors=["p"])}
    processors = {"p": {"name": "=" + HOSTILE, "country": "US", "purposes": ["billing"], "fields": ["name"]}}
    result = checked(tmp_path, systems, processors, notice)
    content = export_document(kind, result, "en", format, review_within=YEAR, version="1").content
    if isinstance(content, bytes):
        sheets = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in sheets for row in sheet for cell in row]
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
        shown = "\n".join(str(cell.value) for cell in cells)
    else:
        shown = content
    assert "\u202e" not in shown
    assert "\x07" not in shown
    assert "7*7" in shown.replace("\\", ""), "a template is text"
    if format == "html":
        assert "<script" not in shown
    if format == "markdown":
        assert not re.search(r"(?<!\\)(\]\(|<script)", shown)
    if format == "csv":
        values = [value for row in csv.reader(io.StringIO(shown)) for value in row]
        assert not [value for value in values if value.startswith(("=", "+", "-", "@"))]
        assert any(value.startswith("'=") for value in values)


def test_a_record_of_half_read_inputs_says_so_in_every_format(tmp_path: Path) -> None:
    result = checked(tmp_path, {"a": system(), "broken": {"name": "Broken", "purposez": []}})
    for format in FORMATS:
        assert "purposez" in text(result, format), format
    assert "The record is incomplete" in text(result, "html")
    public = export_document("processors", result, "en", "html", review_within=YEAR, version="1").content
    assert "The list is incomplete" in str(public)
    assert "purposez" not in str(public), "what is wrong inside is not for the public"


def test_a_record_without_systems_and_purposes_is_still_one(tmp_path: Path) -> None:
    bare = {"notice": {"name": words("R"), "languages": ["fi", "en"]}, "controller": {"name": "Oy"}}
    result = checked(tmp_path, {}, notice=bare)
    for format in FORMATS:
        assert "No processing activities are declared" in text(result, format), format


def test_the_name_of_the_register_is_on_one_line(tmp_path: Path) -> None:
    notice = policy()
    notice["notice"]["name"] = {"fi": "Asiakkaiden\nrekisteri", "en": "Register of\ncustomers"}
    table = text(checked(tmp_path, {"ledger": system()}, notice=notice), "csv")
    assert table.count("Register of customers") == 4  # in the activity of each purpose, as the register and the notice


def test_unknown_languages_and_formats_are_refused() -> None:
    with pytest.raises(UnknownLanguageError):
        export_document("ropa", example(), "xx", "html", review_within=YEAR, version="1")
    with pytest.raises(ValueError, match="pdf"):
        export_document("ropa", example(), "en", "pdf", review_within=YEAR, version="1")


def test_a_processor_of_the_notice_that_no_list_has_is_marked(tmp_path: Path) -> None:
    named = {"ghost": {}, "mailer": {"text": words("Sends mail")}, "known": {"name": "Tuttu Oy"}}
    notice = policy(processors={"text": words("We use"), "recipients": named})
    systems = {"a": system(purposes=["payroll"], data_subjects=["staff"], fields=["name"])}
    recipients = cell(activity(checked(tmp_path, systems, notice=notice), "Billing en"), "recipients")
    unlisted = "(not on the processor list; according to the privacy notice)"
    assert recipients == (f"ghost {unlisted}; Sends mail en {unlisted}; Tuttu Oy (according to the privacy notice)")
