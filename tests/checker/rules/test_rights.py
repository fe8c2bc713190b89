"""Legal bases and rights fit together: which rights each basis asks for, and which it makes inapplicable."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.judging.check import check
from seloste.policy.law.law import load_law
from seloste.policy.vocabulary import Right
from tests.support.workspaces import open_workspace

DAY = date(2026, 9, 1)
ALWAYS = {"access", "rectification", "erasure", "restriction", "complaint"}
#: The legal basis of a notice's one purpose → the rights that it adds to those that all have.
BY_BASIS = {
    "consent": {"withdraw-consent", "portability"},
    "contract": {"portability"},
    "legal-obligation": set(),
    "vital-interests": set(),
    "public-task": {"objection"},
    "legitimate-interests": {"objection"},
}
HANGS_ON_A_BASIS = {"withdraw-consent", "portability", "objection"}


def text(words: str) -> dict[str, str]:
    return {"fi": words}


def notice(purpose: dict[str, Any], rights: set[str], **more: Any) -> dict[str, Any]:
    return {
        "notice": {"name": text("Rekisteri"), "languages": ["fi"]},
        "controller": {"name": "Lumikiuru Oy"},
        "purposes": {"main": {"text": text("Laskutus"), **purpose}},
        "rights": {right: {"right": right, "text": text("Oikeus")} for right in sorted(rights)},
        **more,
    }


def check_rights(policy: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str, str]]:
    """What is found of rights: rule, right and severity."""
    (folder / "policy.yaml").write_text(json.dumps(policy), "utf-8")
    monkeypatch.chdir(folder)
    result = check(open_workspace(scope="notice"), load_law(), DAY, scope="notice")
    assert not [finding for finding in result.findings if finding.family == "input"]
    return {
        (finding.rule.partition("/")[2], finding.subject.partition(".")[2], finding.severity.value)
        for finding in result.findings
        if finding.rule.startswith("notice/right-")
    }


@pytest.mark.parametrize("basis", BY_BASIS)
def test_a_basis_asks_for_its_rights_and_no_others(basis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check_rights(notice({"legal_basis": {"basis": basis}}, set()), tmp_path, monkeypatch)
    assert found == {("right-missing", right, "error") for right in ALWAYS | BY_BASIS[basis]}


@pytest.mark.parametrize("basis", BY_BASIS)
def test_the_rights_of_other_bases_do_not_apply(basis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check_rights(notice({"legal_basis": {"basis": basis}}, ALWAYS | HANGS_ON_A_BASIS), tmp_path, monkeypatch)
    assert found == {("right-inapplicable", right, "note") for right in HANGS_ON_A_BASIS - BY_BASIS[basis]}


@pytest.mark.parametrize(
    "bases",
    [
        ["legal-obligation", "consent"],
        ["public-task", "consent"],
        ["consent", "contract"],
        ["vital-interests", "legitimate-interests", "contract"],
    ],
)
def test_each_basis_of_a_list_asks_for_its_rights(
    bases: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = notice({"legal_basis": [{"basis": basis} for basis in bases]}, set())
    asked = ALWAYS.union(*(BY_BASIS[basis] for basis in bases))
    assert check_rights(listed, tmp_path, monkeypatch) == {("right-missing", right, "error") for right in asked}


CONSENT_TOO = (
    ("legal-obligation", {"en": "The Patient Act, and the patient's consent"}),
    ("legal-obligation", {"fi": "Potilaslaki ja potilaan suostumus"}),
    ("legitimate-interests", {"sv": "Vårt intresse av kundvård och ditt samtycke"}),
    ("vital-interests", {"fi": "Hätätilanne; muulloin suostumuksella"}),
)
NO_CONSENT = (
    ("legal-obligation", {"en": "The Patient Act; the processing does not require consent"}),
    ("legal-obligation", {"fi": "Potilaslaki, käsittely ei edellytä suostumusta"}),
    ("legal-obligation", {"en": "The Patient Act; we do not process data on the basis of your consent"}),
    ("legal-obligation", {"fi": "Potilaslaki; käsittely ei perustu potilaan suostumukseen"}),
    ("legitimate-interests", {"sv": "Vårt intresse av kundvård, inte samtycke"}),
    ("vital-interests", {"de": "Einwilligung"}),
)


@pytest.mark.parametrize(("basis", "words"), CONSENT_TOO)
def test_consent_in_the_explanation_of_another_basis_leaves_its_rights_unknown(
    basis: str, words: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"legal_basis": {"basis": basis, "explanation": words}}
    found = check_rights(notice(one, set()), tmp_path, monkeypatch)
    certain = {("right-missing", right, "error") for right in ALWAYS | BY_BASIS[basis]}
    assert found - certain == {
        ("right-missing", "portability", "warning"),
        ("right-missing", "withdraw-consent", "warning"),
    }
    assert certain <= found
    given = notice(one, {*ALWAYS, *BY_BASIS[basis], "portability", "withdraw-consent"})
    assert check_rights(given, tmp_path, monkeypatch) == set()


@pytest.mark.parametrize(("basis", "words"), NO_CONSENT)
def test_an_explanation_that_denies_consent_leaves_nothing_unknown(
    basis: str, words: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = check_rights(notice({"legal_basis": {"basis": basis, "explanation": words}}, set()), tmp_path, monkeypatch)
    assert {severity for _, _, severity in found} == {"error"}


def test_without_a_basis_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check_rights(notice({}, ALWAYS), tmp_path, monkeypatch)
    assert found == {("right-missing", right, "warning") for right in HANGS_ON_A_BASIS}
    assert check_rights(notice({}, ALWAYS | HANGS_ON_A_BASIS), tmp_path, monkeypatch) == set()


def test_every_right_may_be_promised_though_no_one_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = {str(right) for right in Right}
    found = check_rights(notice({"legal_basis": {"basis": "contract"}}, every), tmp_path, monkeypatch)
    assert {right for _, right, _ in found} == HANGS_ON_A_BASIS - {"portability"}


@pytest.mark.parametrize(
    ("purpose", "right"),
    [
        ({"direct_marketing": True}, "direct-marketing-objection"),
        ({"automated_decision": {"text": text("Pisteytys")}}, "automated-decision"),
        ({"special_category_basis": "explicit-consent"}, "withdraw-consent"),
    ],
)
def test_what_a_purpose_does_asks_for_a_right_too(
    purpose: dict[str, Any], right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = notice({"legal_basis": {"basis": "legal-obligation"}, **purpose}, ALWAYS)
    assert check_rights(whole, tmp_path, monkeypatch) == {("right-missing", right, "error")}


CONSENT_ELSEWHERE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "to marketing by e-mail": ({"electronic_marketing": "consent"}, {}),
    "to a personal identity code": (
        {},
        {"fields": {"id": {"text": text("Henkilötunnus"), "national_id": True, "national_id_ground": "consent"}}},
    ),
    "to a disclosure": ({}, {"disclosures": {"text": text("Suostumuksella"), "rule": "with-consent"}}),
    "to a transfer": ({}, {"transfers": {"text": text("Suostumuksella"), "instruments": ["explicit-consent"]}}),
}


@pytest.mark.parametrize(("purpose", "more"), CONSENT_ELSEWHERE.values(), ids=CONSENT_ELSEWHERE)
def test_consent_that_is_asked_for_elsewhere_can_be_withdrawn(
    purpose: dict[str, Any], more: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis = {"legal_basis": {"basis": "legal-obligation"}}
    assert check_rights(notice(basis | purpose, ALWAYS | {"withdraw-consent"}, **more), tmp_path, monkeypatch) == set()


def test_explicit_consent_makes_data_portable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    purpose = {"legal_basis": {"basis": "legal-obligation"}, "special_category_basis": "explicit-consent"}
    rights = ALWAYS | {"withdraw-consent", "portability"}
    assert check_rights(notice(purpose, rights), tmp_path, monkeypatch) == set()
