"""The catalogue: every rule says all that it must, in each language, and cites what the catalogue of rules cites."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from seloste.checker.rules.catalogue import FAMILIES, find_rule, load_catalogue, load_family
from seloste.checker.rules.registry import (
    INFRASTRUCTURE,
    NOTICE,
    ORGANISATION,
    PROCESSOR,
    RESOURCE,
    SYSTEM,
    THIRD_COUNTRY,
    TRANSFER,
    implemented_rules,
)
from seloste.checker.suppression.waiver_rules import WAIVER
from seloste.policy.law.authorities import find_authorities
from seloste.policy.law.citations import pair_articles
from tests.support.each import each

SETS = (NOTICE, SYSTEM, INFRASTRUCTURE, PROCESSOR, ORGANISATION, TRANSFER, THIRD_COUNTRY, RESOURCE, WAIVER)
#: Rules by the law that they rest on, as the catalogue (rules.md) has it: GDPR articles, unless an act is named.
LAW = {
    "notice": """
        controller-contact-missing error 13(1)(a), 14(1)(a)
        representative-missing error 13(1)(a), 27
        joint-arrangement-missing warning 26(2)
        contact-placeholder warning 13(1)(a), 12(2)
        requests-channel-missing warning 12(2)
        dpo-unreachable error 13(1)(b)
        dpo-unstated note 13(1)(b), 37
        dpo-required warning 37(1), 37(7)
        dpo-conflict warning 38(6)
        person-named note 12(1)
        legal-basis-missing error 13(1)(c)
        legal-basis-unlinked warning 13(1)(c)
        legitimate-interest-unexplained error 13(1)(d), 6(1)(f), CJEU C-394/23
        balancing-test-missing note 6(1)(f), 5(2)
        public-authority-legitimate-interest warning 6(1)
        legal-obligation-unexplained warning 13(1)(c)
        public-task-unexplained warning 6(3), Act 1050/2018 s. 4
        special-category-basis-missing error 9(2)
        special-category-law-missing warning 9(2), Act 1050/2018 s. 6
        criminal-data-ground-missing error 10, Act 1050/2018 s. 7
        national-id-unjustified error Act 1050/2018 s. 29, Act 523/1999 s. 13
        electronic-marketing-basis-missing warning Act 917/2014 s. 200, Act 917/2014 s. 202, Directive 2002/58/EC Art. 13
        basis-mismatch warning Act 917/2014 s. 200, Act 917/2014 s. 202, Directive 2002/58/EC Art. 13, 7(3)
        recipients-undisclosed error 13(1)(e), CJEU C-413/23 P
        recipient-unknown error 13(1)(e)
        disclosure-absolute warning 5(1)(a), 12(1)
        provision-requirement-missing error 13(2)(e)
        source-missing warning 14(2)(f)
        retention-missing error 13(2)(a)
        retention-vague warning 13(2)(a)
        retention-below-law warning Act 1336/1997 ch. 2 s. 10
        retention-open-ended error 13(2)(a), 5(1)(e)
        retention-contradictory error 5(1)(e)
        right-missing error 13(2)(b)–(d), 15–22, 77
        right-inapplicable note 12(1)
        right-limited error 12(1), 15–22
        right-discretionary error 12(1), 17
        response-time-exceeded error 12(3), 12(5)
        transfer-instrument-invalid error 13(1)(f), 44–46
        transfer-instrument-missing error 13(1)(f), 44–46
        transfer-unspecific warning 13(1)(f), 12(1), 5(1)(a), WP260
        transfer-risks-untold warning 49(1)(a)
        transfer-copy-missing warning 13(1)(f)
        automated-decision-unexplained error 13(2)(f), CJEU C-203/22
        automated-decision-ground error 22(2), 22(4)
        automated-decisions-unstated note 13(2)(f)
        children-unaddressed warning 8, Act 1050/2018 s. 5
        guardian-age-wrong warning 8(1), Act 1050/2018 s. 5
        employee-consent warning Act 759/2004 s. 3–4, Act 759/2004 s. 7, 7(4), 4(11)
        cookie-consent-missing error Act 917/2014 s. 205, Directive 2002/58/EC Art. 5(3)
        cookie-unlisted note Act 917/2014 s. 205, Directive 2002/58/EC Art. 5(3)
        wording-hedged warning 12(1), WP260
        repealed-law-cited warning 12(1)
        placeholder-in-text warning 12(1)
        translation-missing error 12(1)
        translation-differs warning 12(1)
        undated note 5(2)
        draft warning 5(2), 12(1)
        date-ahead warning 5(2)
        review-overdue warning 24(1), 5(2)
        promise-unverifiable note 5(2)
        purpose-unused warning 5(1)(a), 5(1)(c)
        field-unused warning 5(1)(a), 5(1)(c)
        source-unused warning 5(1)(a), 5(1)(c)
        data-subject-unused warning 5(1)(a), 5(1)(c)
        text-contradicts-facts error 5(1)(a), 12(1)
        contradicts-itself error 5(1)(a), 12(1)
        law-unverified note
    """,  # noqa: E501
    "system": """
        purpose-undeclared error 5(1)(b), 13(1)(c)
        purpose-missing error 5(1)(b)
        field-undeclared error 14(1)(d), 5(1)(a)
        field-unneeded error 5(1)(c)
        source-undeclared error 14(2)(f), 5(1)(a)
        data-subject-undeclared error 30(1)(c), 13, 5(1)(a)
        processor-unlisted error 28
        disclosure-undeclared error 13(1)(e), CJEU C-413/23 P
        retention-missing warning 5(1)(e)
        retention-exceeded error 5(1)(e)
        retention-too-short error 5(1)(a)
        retention-incomparable warning 5(1)(e)
        safeguard-missing warning 32, 5(2)
        safeguard-broken error 32, 5(1)(a)
        safeguard-exempt warning 32
        assertion-failed error
        never-broken error 5(1)(a), 12(1)
        region-contradicts-country error 13(1)(f), 30(1)(e)
        hosting-undeclared error 5(1)(a)
        owner-missing warning 24, 5(2)
        date-ahead warning 5(2)
        review-overdue warning 24(1)
    """,
    "processor": """
        agreement-missing error 28(3)
        agreement-expired error 28(3)
        agreement-incomplete error 28(3)(a)–(h)
        role-conflict error 4(7)–(8), 28(10)
        purpose-undeclared error 28(3), 13(1)
        field-undeclared error 28(3), 13(1)
        scope-exceeded error 28(3)(a)
        undisclosed error 13(1)(e), CJEU C-413/23 P
        subprocessor-unauthorised error 28(2), 28(4)
        subprocessor-cycle warning 28(4)
        safeguard-missing warning 28(1), 32
        safeguard-broken error 28(1), 32
        breach-notice-missing warning 33(2)
        breach-notice-slow warning 33(2)
        unused warning 30(1)(d)
        date-ahead warning 5(2)
        review-overdue warning 28(1)
    """,
    "transfer": """
        country-unknown error 30(1)(e)
        forbidden error 44, 5(1)(a), 13(1)(f)
        country-undeclared error 13(1)(f), 12(1), 5(1)(a), WP260
        instrument-missing error 44–46
        instrument-unfit error 46(2)(a), 46(2)(e), 46(2)(f), 46(3)(b)
        instrument-invalid error 44–46
        condition-unmet error 45, 46
        certification-stale warning 45, (EU) 2023/1795, EDPB FAQ on the DPF
        certification-scope error 45, (EU) 2023/1795, EDPB FAQ on the DPF
        instrument-undeclared error 13(1)(f), 5(1)(a)
        assessment-missing warning 46, CJEU C-311/18
        assessment-outdated error 46, CJEU C-311/18, EDPB Recommendations 01/2020
        derogation-systematic error 49(1), GDPR rec. 111, EDPB Guidelines 2/2018
        instrument-ending warning 24
        territory-unclear note
    """,
}
ROWS = {
    f"{name}/{parts[0]}": (parts[1], tuple(filter(None, (parts[2] if len(parts) > 2 else "").split(", "))))
    for name, table in LAW.items()
    for parts in (line.split(None, 2) for line in table.strip().splitlines())
}


def cited(provision: str) -> str:
    return f"GDPR Art. {provision}" if re.match(r"\d", provision) else provision


@pytest.mark.parametrize("name", LAW)
def test_the_catalogue_has_these_rules_and_no_others(name: str) -> None:
    assert list(load_family(name)) == [rule for rule in ROWS if rule.startswith(f"{name}/")]


@each("rule", ROWS)
def test_severity_and_law_are_those_of_the_catalogue(rule: str) -> None:
    severity, law = ROWS[rule]
    expected = pair_articles(tuple(cited(provision) for provision in law))
    assert (find_rule(rule).severity, find_rule(rule).law) == (severity, expected)


@each("rule", load_catalogue())
def test_every_rule_is_based_on_law_that_is_known(rule: str) -> None:
    of_variants = [citation for law in find_rule(rule).law_of.values() for citation in law]
    for citation in (*find_rule(rule).law, *of_variants):
        assert find_authorities(citation)


def test_every_rule_that_runs_is_in_the_catalogue() -> None:
    assert {rule for rules in SETS for rule in rules.rules} == implemented_rules()


def test_a_rule_is_of_a_module_that_its_set_names() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        NOTICE.rule("notice/undated")


def test_the_order_of_the_rules_does_not_depend_on_which_set_is_asked_first() -> None:
    code = (
        "import sys; from seloste.checker.rules import registry as r; getattr(r, sys.argv[1]).rules; "
        "print(list(r.PROCESSOR.rules), list(r.SYSTEM.rules), list(r.INFRASTRUCTURE.rules))"
    )
    firsts = ("RESOURCE", "ORGANISATION")
    orders = {subprocess.check_output([sys.executable, "-c", code, first], timeout=60) for first in firsts}
    assert len(orders) == 1


def test_every_rule_but_those_of_reading_is_a_function() -> None:
    assert {rule for rule, known in load_catalogue().items() if known.family != "input"} == implemented_rules()


def test_ids_are_kebab_case_and_of_a_known_family() -> None:
    for rule in load_catalogue():
        assert re.fullmatch(rf"({'|'.join(FAMILIES)})/[a-z]+(-[a-z]+)*", rule)


@pytest.mark.parametrize(
    "rule", ["", "notice", "notice/", "notice/no-such", "no-such/rule", "../notice", "input/../notice"]
)
def test_what_is_no_rule_is_not_known(rule: str) -> None:
    with pytest.raises(KeyError):
        find_rule(rule)
