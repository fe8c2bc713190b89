"""One cause, one finding: a wrong id gives its own finding, with what was meant, and nothing that only follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.result import Result
from seloste.policy.names import NearNames
from seloste.reports.language.language import load_language
from tests.support.complete import DAY, Edit, checked, policy, processor, summarize, system, waivers, write


@pytest.mark.parametrize(
    ("edit", "rule", "meant"),
    [
        (system("webshop.purposes", "credit-check", "credit-chekc"), "system/purpose-undeclared", "credit-check"),
        (system("webshop.purposes", "orders", "Orders"), "system/purpose-undeclared", "orders"),
        (system("accounts.purposes", "accounting", "acounting"), "system/purpose-undeclared", "accounting"),
        (system("club.purposes", "kids-club", "kids_club"), "system/purpose-undeclared", "kids-club"),
        (system("webshop.fields", "national-id", "nationalid"), "system/field-undeclared", "national-id"),
        (system("webshop.fields", "phone", "phones"), "system/field-undeclared", "phone"),
        (system("advice-desk.fields", "allergies", "alergies"), "system/field-undeclared", "allergies"),
        (
            system("webshop.sources", "credit-register", "credit-registre"),
            "system/source-undeclared",
            "credit-register",
        ),
        (system("club.sources", "guardian", "Guardian"), "system/source-undeclared", "guardian"),
        (system("webshop.data_subjects", "customers", "customer"), "system/data-subject-undeclared", "customers"),
        (system("club.data_subjects", "children", "Children"), "system/data-subject-undeclared", "children"),
        (system("club.data_subjects", "children", "child"), "system/data-subject-undeclared", "children"),
        (system("webshop.processors", "suopilvi", "Suopilvi"), "system/processor-unlisted", "suopilvi"),
        (system("accounts.processors", "tositetupa", "Tositetupa Oy"), "system/processor-unlisted", "tositetupa"),
        (system("newsletter.processors", "snowlark", "snowlark mail inc."), "system/processor-unlisted", "snowlark"),
        (system("accounts.processors", "tositetupa", "tositetpa"), "system/processor-unlisted", "tositetupa"),
        (system("advice-desk.hosting", "processor: beratung-desk", "processor: beratung_desk"), "", "beratung-desk"),
        (system("newsletter.hosting", "processor: snowlark", "processor: snowlrk"), "", "snowlark"),
        (
            system("accounts.disclosures", "tax-authority", "tax-autority"),
            "system/disclosure-undeclared",
            "tax-authority",
        ),
        (processor("suopilvi.purposes", "credit-check", "credit-chek"), "processor/purpose-undeclared", "credit-check"),
        (processor("tositetupa.purposes", "accounting", "Accounting"), "processor/purpose-undeclared", "accounting"),
        (processor("suopilvi.fields", "national-id", "nationalid"), "processor/field-undeclared", "national-id"),
        (processor("beratung-desk.fields", "allergies", "alergies"), "processor/field-undeclared", "allergies"),
        (processor("beratung-desk.subprocessors", "nightlark", "nightlrk"), "input/unknown-reference", "nightlark"),
        (policy("retention.vouchers.purposes", "accounting", "acounting"), "input/unknown-reference", "accounting"),
        (policy("retention.allergies.data_subjects", "customers", "custmers"), "input/unknown-reference", "customers"),
        (policy("purposes.kids-club.fields", "- birth-date", "- birthdate"), "input/unknown-reference", "birth-date"),
        (policy("purposes.orders.data_subjects", "customers", "Customers"), "input/unknown-reference", "customers"),
        (
            system("newsletter.retention", "[customer-offers]", "[customer-ofers]"),
            "system/retention-missing",
            "customer-offers",
        ),
        (
            system("newsletter.retention", "[subscribers]", "[subscriber]"),
            "system/retention-missing",
            "subscribers",
        ),
        (system("advice-desk.fields", "allergies", "allergy"), "system/field-undeclared", "allergies"),
        (system("advice-desk.hosting", "provider: aws", "provider: awz"), "transfer/country-unknown", "aws"),
        (system("advice-desk.hosting", "eu-central-1", "eu-centrl-1"), "transfer/country-unknown", "eu-central-1"),
        (
            system("webshop.disclosures", "country: GB\n        basis", "country: UK\n        basis"),
            "transfer/country-unknown",
            "GB",
        ),
    ],
    ids=lambda value: "" if isinstance(value, Edit) else value,
)
def test_a_wrong_id_has_one_finding_with_what_was_meant(
    edit: Edit, rule: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = check_edited(tmp_path, monkeypatch, edit)
    assert [each.rule for each in summarize(result.findings)] == [rule or "system/processor-unlisted"]
    for language, words in (("en", "did you mean “"), ("fi", "tarkoititko ”"), ("sv", "menade du ”")):
        assert words + meant in list_messages(result, language)[0]


def test_a_purpose_that_is_nothing_like_another_has_no_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = system("club.purposes", "- kids-club\n", "- kids-club\n      - profiling\n")
    result = check_edited(tmp_path, monkeypatch, edit)
    assert not any("did you mean" in message for message in list_messages(result, "en"))


def test_numbered_ids_are_no_slips_of_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = [policy("sources", "  guardian:\n", "  shop-1:\n"), system("club.sources", "guardian", "shop-2")]
    rules = [each.rule for each in summarize(check_edited(tmp_path, monkeypatch, *edits).findings)]
    assert rules == ["notice/source-unused", "system/source-undeclared"]


def test_an_ending_is_short_and_that_of_a_word() -> None:
    near = NearNames(["children", "credit-register", "marketing", "crm-eu", "server-fi", "basket-data"])
    meant = {name: near.find(name) for name in ("child", "credit-registry", "market")}
    assert meant == {"child": "children", "credit-registry": "credit-register", "market": "marketing"}
    assert not any(near.find(name) for name in ("crm-us", "server-sv", "basket", "chi", "register"))
    assert not NearNames(["orders", "ordering"]).find("ordered")


def test_an_area_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_edited(tmp_path, monkeypatch, processor("tositetupa", "country: FI", "country: EU"))
    assert "is an area and not a country" in list_messages(result, "en")[0]


@pytest.mark.parametrize(
    ("written", "words"), [("UK", "did you mean “GB”?"), ("EU", "as a country"), ("QQ", "as a country")]
)
def test_a_country_of_the_notice_that_is_none_is_told_of(
    written: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = policy("transfers.countries", "    - GB\n", f"    - {written}\n")
    result = check_edited(tmp_path, monkeypatch, edit)
    (message,) = [
        load_language("en").message(each) for each in result.findings if each.rule == "transfer/country-unknown"
    ]
    assert words in message
    undeclared = [each.subject for each in result.findings if each.rule == "transfer/country-undeclared"]
    assert bool(undeclared) == (written != "UK")  # it means the country that is not in the list


@pytest.mark.parametrize(
    "edit",
    [
        policy("transfers.countries", "    - GB\n", "    - UK\n"),
        policy("processors.recipients.nightlark", "country: IN", "country: UK"),
        policy("never.sale", "    activities:\n      - sale\n", "    countries: [UK]\n"),
    ],
)
def test_a_code_that_is_no_country_has_nothing_that_follows(
    edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = check_edited(tmp_path, monkeypatch, edit)
    assert [each.rule for each in summarize(result.findings)] == ["transfer/country-unknown"]
    assert "did you mean “GB”?" in list_messages(result, "en")[0]


@pytest.mark.parametrize("written", ["systems.Webshop", "systems.webshp", "system.webshop"])
def test_a_waiver_of_a_subject_that_is_a_letter_away_is_told_which_is_meant(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiver = f"{{rule: system/owner-missing, subject: {written}, reason: x, approved_by: y, until: 2026-12-31}}"
    result = check_edited(tmp_path, monkeypatch, system("webshop.owner"), waivers(waiver))
    (message,) = [load_language("en").message(each) for each in result.findings if each.rule == "waiver/unused"]
    assert "did you mean “systems.webshop”?" in message


def test_a_hint_is_no_part_of_what_tells_findings_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = system("webshop.purposes", "credit-check", "credit-chekc")
    (found,) = [each for each in check_edited(tmp_path, monkeypatch, edit).findings if each.promise == "purposes"]
    assert found.value == "credit-chekc"
    assert found.arguments["suggestion"] == "credit-check"


def check_edited(folder: Path, monkeypatch: pytest.MonkeyPatch, *edits: Edit) -> Result:
    """The result of a check of the edited example."""
    write(folder, edits)
    return checked(folder, monkeypatch, day=DAY)


def list_messages(result: Result, language: str) -> list[str]:
    """The messages of the findings, but for the note on the law."""
    own = load_language(language)
    return [own.message(each) for each in result.findings if each.rule != "notice/law-unverified"]
