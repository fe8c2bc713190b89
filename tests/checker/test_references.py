"""References inside a policy lead somewhere, `x-` keys say nothing, and texts are the same however they were typed."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from seloste.checker.finding import Severity
from seloste.checker.result import Result
from seloste.reports.language.language import load_language
from tests.support.complete import checked

HEADER = "controller: {name: Oy}\n"
TOP = f"notice: {{languages: [en]}}\n{HEADER}"
TEXT = "text: {en: Words}"


def judge(folder: Path, monkeypatch: pytest.MonkeyPatch, policy: str, **files: str) -> Result:
    for name, text in {"policy": policy, **files}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return checked(folder, monkeypatch, scope="all" if "systems" in files else "notice")


#: A policy with one reference that leads nowhere, on the line `# here`: its subject, and the name that is suggested.
DANGLING = {
    "notice.order": (
        f"notice:\n  languages: [en]\n  order:\n    - controller\n    - sections.chnges # here\n{HEADER}"
        f"sections: {{changes: {{heading: {{en: Changes}}, {TEXT}}}}}",
        "notice", "chnges", "changes",
    ),
    "purposes.group": (
        f"{TOP}groups: {{purposes: {{members: {{{TEXT}}}}}, fields: {{member: {{{TEXT}}}}}}}\n"
        f"purposes:\n  p:\n    {TEXT}\n    group: member # here",
        "purposes.p", "member", "members",
    ),
    "fields.group": (
        f"{TOP}groups: {{purposes: {{members: {{{TEXT}}}}}}}\nfields:\n  f:\n    {TEXT}\n    group: members # here",
        "fields.f", "members", "",
    ),
    "joint_controllers.purposes": (
        f"{TOP}purposes: {{adverts: {{{TEXT}}}}}\njoint_controllers:\n  j:\n    name: B Oy\n    purposes:\n"
        "      - adverts\n      - advert # here",
        "joint_controllers.j", "advert", "adverts",
    ),
    "legal_basis.data_subjects": (
        f"{TOP}data_subjects: {{children: {{{TEXT}}}}}\npurposes:\n  p:\n    {TEXT}\n    legal_basis:\n"
        "      - basis: contract\n      - basis: consent\n        data_subjects: [childrn] # here",
        "purposes.p", "childrn", "children",
    ),
    "legal_basis.fields": (
        f"{TOP}fields: {{photo: {{{TEXT}}}}}\npurposes:\n  p:\n    {TEXT}\n    legal_basis:\n"
        "      basis: consent\n      fields: [fhoto] # here",
        "purposes.p", "fhoto", "photo",
    ),
    "retention.fields": (
        f"{TOP}fields: {{photo: {{{TEXT}}}}}\nretention:\n  r:\n    {TEXT}\n    fields: [fhoto] # here",
        "retention.r", "fhoto", "photo",
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", DANGLING)
def test_a_reference_that_leads_nowhere_is_told_of_at_its_place(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy, subject, value, suggestion = DANGLING[place]
    result = judge(tmp_path, monkeypatch, policy)
    [finding] = [finding for finding in result.findings if finding.family == "input"]
    assert (finding.rule, finding.subject, finding.value) == ("input/unknown-reference", subject, value)
    assert policy.splitlines()[(finding.location.line or 0) - 1].endswith("# here")
    assert finding.found.arguments.get("suggestion", "") == suggestion
    mended = policy.replace(value + "]", suggestion + "]").replace(f"{value} # here", f"{suggestion} # here")
    if suggestion:
        assert not [f for f in judge(tmp_path, monkeypatch, mended).findings if f.family == "input"]


def test_what_is_never_done_may_be_named_by_any_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = f"never: {{n: {{{TEXT}, purposes: [espionage], fields: [shoe-size], recipients: [anybody]}}}}"
    assert not [f for f in judge(tmp_path, monkeypatch, TOP + never).findings if f.family == "input"]


def test_a_section_stands_at_one_place_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = "[controller, purposes, rights, controller]"
    result = judge(tmp_path, monkeypatch, f"notice: {{languages: [en], order: {order}}}\n{HEADER}")
    [finding] = [finding for finding in result.findings if finding.family == "input"]
    assert (finding.rule, finding.subject, finding.value) == ("input/duplicate-key", "notice", "controller")
    [first] = finding.related
    assert (first.column or 0) < (finding.location.column or 0)
    for language in ("fi", "en", "sv"):
        assert "controller" in load_language(language).message(finding)


# --- keys that say nothing

WHOLE = {
    "policy": f"{TOP}fields: {{name: {{{TEXT}}}}}\npurposes: {{p: {{{TEXT}}}}}\n",
    "systems": "systems: {crm: {name: CRM, fields: [name], purposes: [p]}}\n",
    "processors": "processors: {mailer: {name: Mailer}}\n",
    "waivers": "waivers: []\n",
    "seloste": "review_within: P1Y\n",
}
EXTRA = "x-common: &common {anything: [1, 2, {deep: yes}]}\nx-: 1\n"


@pytest.mark.parametrize("name", WHOLE)
def test_a_key_for_anchors_changes_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def summary(**files: str) -> list[tuple[str, str, Severity]]:
        found = judge(tmp_path, monkeypatch, **{**WHOLE, **files}).findings
        return [(each.rule, each.subject, each.severity) for each in found]

    before = summary()
    assert not [rule for rule, *_ in before if rule.startswith("input/")]
    assert summary(**{name: WHOLE[name] + EXTRA}) == before
    assert summary(**{name: EXTRA + WHOLE[name]}) == before


def test_a_key_that_begins_otherwise_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = judge(tmp_path, monkeypatch, WHOLE["policy"] + "xcommon: 1\n")
    assert [finding.rule for finding in result.findings if finding.family == "input"] == ["input/unknown-key"]


def test_an_anchor_in_such_a_key_is_used_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = "x-limit: &limit {period: P9Y, after: contract-end}\n"
    retention = f"retention: {{all: {{{TEXT}, maximum: {{period: P1Y, after: contract-end}}}}}}\n"
    systems = shared + WHOLE["systems"].replace("name: CRM", "name: CRM, retention: *limit")
    result = judge(tmp_path, monkeypatch, WHOLE["policy"] + retention, systems=systems)
    [finding] = [finding for finding in result.findings if finding.rule == "system/retention-exceeded"]
    assert finding.location.line == 1


def test_below_the_top_it_is_a_key_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = WHOLE["policy"].replace("fields: {name: {", "fields: {name: {x-note: 1, ")
    found = [f for f in judge(tmp_path, monkeypatch, policy).findings if f.family == "input"]
    assert [finding.rule for finding in found] == ["input/unknown-key"]


# --- the same letters


def test_texts_and_names_are_composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decomposed = unicodedata.normalize("NFD", "Säilytämme äänitteitä – Örebro")
    policy = {
        "notice": {"languages": ["sv"], "opening": {"sv": decomposed}},
        "controller": {"name": decomposed},
        "disclosures": {
            "text": {"sv": "Ord"},
            "rule": "listed",
            "recipients": {"town": {"text": {"sv": unicodedata.normalize("NFD", "Örebro stad")}}},
        },
    }
    systems = {
        "systems": {"crm": {"name": "CRM", "disclosures": [{"recipient": unicodedata.normalize("NFC", "Örebro stad")}]}}
    }
    result = judge(tmp_path, monkeypatch, json.dumps(policy), systems=json.dumps(systems))
    assert result.notice is not None
    record = result.notice.record
    assert (record.notice.opening or {})["sv"] == record.controller.name == unicodedata.normalize("NFC", decomposed)
    assert "system/disclosure-undeclared" not in {finding.rule for finding in result.findings}
