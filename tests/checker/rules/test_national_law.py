"""National law binds those who are established in the country, and nobody else is told of it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.finding import Finding
from seloste.checker.judging.check import check
from seloste.checker.rules.catalogue import load_catalogue, load_family
from seloste.checker.rules.examples_data import find_examples
from seloste.policy.circumstances import find_establishment
from seloste.policy.law.authorities import find_authorities, load_authorities
from seloste.policy.law.circumstances import Circumstances
from seloste.policy.law.duties import load_duties, load_processor_terms, load_record_fields
from seloste.policy.law.law import load_law
from seloste.policy.parties import Controller
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.rulebook.explanation import list_binding
from tests.support import ROOT
from tests.support.files import load_yaml
from tests.support.workspaces import open_workspace

DAY = date(2026, 9, 1)
FINLAND, SWEDEN, AMERICA = ({"address": {"country": country, "city": "X"}} for country in ("FI", "SE", "US"))
NOWHERE: dict[str, Any] = {}
Judge = Any


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Judges a notice alone; the findings of one rule."""

    def run(rule: str, controller: dict[str, Any], day: date = DAY, **more: Any) -> list[Finding]:
        policy = {
            "notice": {"name": {"fi": "Rekisteri"}, "languages": ["fi"]},
            "controller": {"name": "Lumikiuru", **controller},
            **more,
        }
        (tmp_path / "policy.yaml").write_text(json.dumps(policy), "utf-8")
        monkeypatch.chdir(tmp_path)
        result = check(open_workspace(scope="notice"), load_law(), day, scope="notice")
        assert not [finding for finding in result.findings if finding.family == "input"]
        return [finding for finding in result.findings if finding.rule == f"notice/{rule}"]

    return run


NATIONAL_ID = {"fields": {"id": {"text": {"fi": "Henkilötunnus"}, "national_id": True}}}


def test_a_rule_of_a_finnish_act_is_silent_elsewhere_and_asks_where_nobody_knows(judge: Judge) -> None:
    [found] = judge("national-id-unjustified", FINLAND, **NATIONAL_ID)
    assert (found.severity, found.law) == ("error", ("Act 1050/2018 s. 29",))
    assert judge("national-id-unjustified", SWEDEN, **NATIONAL_ID) == []
    assert judge("national-id-unjustified", AMERICA, **NATIONAL_ID) == []
    [found] = judge("national-id-unjustified", NOWHERE, **NATIONAL_ID)
    assert (found.severity, found.law) == ("warning", ("GDPR Art. 87",))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 31), ("note", "needless")),
        (date(2020, 6, 1), ("note", "needless")),
        (date(2021, 6, 27), ("note", "needless")),
        (date(2021, 6, 28), None),
        (date(2031, 12, 28), ("error", "no-decision")),
    ],
)
def test_a_decision_on_a_country_to_which_no_transfer_goes_is_needless(
    judge: Judge, day: date, expected: tuple[str, str] | None
) -> None:
    transfers = {
        "text": {"fi": "Siirrämme tietoja."},
        "rule": "allowed",
        "countries": ["GB"],
        "instruments": ["adequacy"],
    }
    found = judge("transfer-instrument-invalid", FINLAND, day, transfers=transfers)
    assert [(finding.severity.value, finding.variant) for finding in found] == ([expected] if expected else [])


def guardian(age: int) -> dict[str, Any]:
    group = {"text": {"fi": "Lapset"}, "children": True, "guardian_consent": {"fi": f"Alle {age}-vuotiaan huoltaja."}}
    return {"data_subjects": {"children": group}}


@pytest.mark.parametrize(
    ("controller", "day", "age", "law"),
    [
        (FINLAND, date(2018, 12, 31), 16, None),
        (FINLAND, date(2018, 12, 31), 13, ("GDPR Art. 8(1)",)),
        (FINLAND, date(2019, 1, 1), 13, None),
        (FINLAND, date(2019, 1, 1), 16, ("GDPR Art. 8(1)", "Act 1050/2018 s. 5")),
        (SWEDEN, DAY, 16, None),
        (SWEDEN, DAY, 13, None),
        (SWEDEN, DAY, 12, ("GDPR Art. 8(1)",)),
        (AMERICA, DAY, 18, ("GDPR Art. 8(1)",)),
        (NOWHERE, DAY, 15, None),
        (NOWHERE, DAY, 10, ("GDPR Art. 8(1)",)),
    ],
)
def test_the_age_limit_is_that_of_the_day_and_the_country(
    judge: Judge, controller: dict[str, Any], day: date, age: int, law: tuple[str, ...] | None
) -> None:
    assert [found.law for found in judge("guardian-age-wrong", controller, day, **guardian(age))] == (
        [law] if law else []
    )


def accounts(maximum: dict[str, str], **more: Any) -> dict[str, Any]:
    basis = {"basis": "legal-obligation", "explanation": {"fi": "Kirjanpitolaki (1336/1997)"}}
    purposes = {"accounting": {"text": {"fi": "Kirjanpito"}, "legal_basis": basis}}
    return {"purposes": purposes, "retention": {"all": {"text": {"fi": "Aika"}, "maximum": maximum, **more}}}


@pytest.mark.parametrize(
    ("period", "after", "short"),
    [
        ("P2Y", "contract-end", True),
        ("P71M", "accounting-year-end", True),
        ("P6Y", "accounting-year-end", False),
        ("P72M", "accounting-year-end", False),
        ("P6Y", "collection", False),
        ("P10Y", "last-contact", False),
    ],
)
def test_a_period_is_compared_with_that_of_the_act(judge: Judge, period: str, after: str, short: bool) -> None:
    found = judge("retention-below-law", FINLAND, **accounts({"period": period, "after": after}))
    assert bool(found) is short


def test_a_period_below_the_accounting_act_is_told_where_it_binds(judge: Judge) -> None:
    short = accounts({"period": "P2Y", "after": "contract-end"})
    assert judge("retention-below-law", SWEDEN, **short) == []
    [found] = judge("retention-below-law", NOWHERE, **short)
    assert (found.severity, found.law) == ("warning", ("GDPR Art. 6(3)",))
    longer = [{"text": {"fi": "Pidempään, jos laki vaatii."}, "reason": "law"}]
    assert (
        judge("retention-below-law", FINLAND, **accounts(short["retention"]["all"]["maximum"], exceptions=longer)) == []
    )


def test_the_consent_of_employees_rests_on_the_act_in_finland_and_on_the_gdpr_elsewhere(judge: Judge) -> None:
    staff = {"data_subjects": {"staff": {"text": {"fi": "Henkilöstö"}, "employees": True}}}
    policy = staff | {"purposes": {"photos": {"text": {"fi": "Kuvat"}, "legal_basis": {"basis": "consent"}}}}
    gdpr = ("GDPR Art. 7(4)", "GDPR Art. 4(11)")
    [found] = judge("employee-consent", FINLAND, **policy)
    assert found.law == ("Act 759/2004 s. 3–4", "Act 759/2004 s. 7", *gdpr)
    for controller in (SWEDEN, AMERICA, NOWHERE):
        [found] = judge("employee-consent", controller, **policy)
        assert found.law == gdpr


def marketing(route: str, *bases: str) -> dict[str, Any]:
    purpose = {"text": {"fi": "Tarjoukset"}, "direct_marketing": True, "electronic_marketing": route}
    return {"purposes": {"offers": {**purpose, "legal_basis": [{"basis": basis} for basis in bases]}}}


def test_marketing_to_customers_needs_no_consent_and_marketing_by_consent_a_way_out(judge: Judge) -> None:
    assert judge("electronic-marketing-basis-missing", FINLAND, **marketing("none", "legitimate-interests")) == []
    judgment = "CJEU C-654/23"
    soft = marketing("existing-customer", "consent")
    [before] = judge("basis-mismatch", FINLAND, date(2025, 11, 12), **soft)
    [after] = judge("basis-mismatch", FINLAND, date(2025, 11, 13), **soft)
    assert set(after.law) - set(before.law) == {judgment}
    assert judge("basis-mismatch", FINLAND, **marketing("existing-customer", "legitimate-interests")) == []
    [found] = judge("basis-mismatch", SWEDEN, **marketing("consent", "contract"))
    assert (found.variant, found.law) == ("withdrawal", ("Directive 2002/58/EC Art. 13", "GDPR Art. 7(3)"))
    withdrawal = {"withdraw": {"right": "withdraw-consent", "text": {"fi": "Voit peruuttaa suostumuksesi."}}}
    assert judge("basis-mismatch", FINLAND, **marketing("consent", "contract"), rights=withdrawal) == []
    assert judge("basis-mismatch", FINLAND, **marketing("consent", "consent")) == []


NATIONAL = {entry.key: entry.country for entries in load_authorities().values() for entry in entries if entry.country}
#: Beginnings of controllers in the examples; in place of each one of another country, or of none.
ELSEWHERE = {
    "sweden": "address: {street: Storgatan 1, postal_code: '111 11', city: Stockholm, country: SE}",
    "america": "address: {street: Main Street 1, city: Boston, country: US}",
    "nowhere": "website: https://www.example.org",
}


#: What is said of the law and the authorities of Finland alone.
OF_FINLAND = re.compile(r"Suome|Finland|Ombudsman|dataombud|tietosuojavaltuut|/2018|/2014|/2004|/1997")


def cites_national_law(citation: str) -> bool:
    return any(citation.startswith(key) for key in NATIONAL)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_finding_about_a_controller_elsewhere_cites_an_act_of_finland(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = list_policies()
    assert len(policies) > 40
    seen: set[str] = set()
    for number, policy in enumerate(policies):
        folder = tmp_path / str(number)
        folder.mkdir()
        controller = {
            key: policy["controller"][key] for key in policy["controller"] if key not in ("address", "business_id")
        }
        controller |= load_yaml(ELSEWHERE[place])
        (folder / "policy.yaml").write_text(json.dumps({**policy, "controller": controller}, default=str), "utf-8")
        monkeypatch.chdir(folder)
        for day in (date(2018, 11, 1), DAY):
            for finding in check(open_workspace(scope="notice"), load_law(), day, scope="notice").findings:
                seen.add(finding.rule)
                assert not [citation for citation in finding.law if cites_national_law(citation)], finding
    assert len(seen) > 40


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_explanation_to_a_controller_elsewhere_tells_of_finland(place: str) -> None:
    controller = Controller.model_validate({"name": "Lumikiuru", **load_yaml(ELSEWHERE[place])})
    law = load_law().on(DAY).apply_to(Circumstances(find_establishment(controller)))
    finland = load_law().on(DAY).apply_to(Circumstances("AX"))
    for code in language_codes():
        language = load_language(code)
        for rule in load_catalogue().values():
            words = language.rule(rule).complete(law)
            assert not OF_FINLAND.search(f"{words.why} {words.wording} {words.fix}"), rule.id
            assert not [item for item in list_binding(rule, law) if cites_national_law(item)]
        assert OF_FINLAND.search(language.rule("notice/right-missing").complete(finland).wording)
        assert OF_FINLAND.search(language.rule("notice/guardian-age-wrong").complete().why)


def list_policies() -> list[dict[str, Any]]:
    """The notices of the corpus and of the examples of rules, each a whole one."""
    found = [load_yaml(path.read_text("utf-8")) for path in sorted((ROOT / "tests/corpus").glob("*/policy.yaml"))]
    base = load_yaml((ROOT / "checker/rules/examples/base/policy.yaml").read_text("utf-8"))
    for family in ("notice", "transfer", "system"):
        for rule in load_family(family):
            examples = find_examples(rule)
            if examples is not None and "policy.yaml" in examples.bad:
                found.append(base | load_yaml(examples.bad["policy.yaml"]))
    for policy in found:
        policy["controller"] = {"name": "Lumikiuru", **(policy.get("controller") or {})}
    return found


def test_every_citation_of_a_national_act_in_the_catalogue_and_the_duties_has_a_country() -> None:
    """What is cited as an act, a decision or a body of Finland is entered as one of Finland."""
    rules = [citation for rule in load_catalogue().values() for citation in rule.law]
    asked = (*load_duties().values(), *load_processor_terms().values(), *load_record_fields().values())
    duties = [citation for entry in asked for citation in entry.law]
    national = [
        citation for citation in (*rules, *duties) if re.match(r"(?:Act|Laki|Lag|TSV|KHO|HFD|Finnish)\b", citation)
    ]
    assert len(national) > 20
    for citation in national:
        assert find_authorities(citation)[-1].country == "FI", citation
    for entries in load_authorities().values():
        for authority in entries:
            assert ("Finlex" in authority.source) <= (authority.country == "FI"), authority.id
