"""What the notice says is not there: found wherever a system has it, and kept only where enough is stated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.verdicts.verdict import Verdict
from tests.support.complete import DAY, checked

KEPT, BROKEN, UNVERIFIED = Verdict.KEPT, Verdict.BROKEN, Verdict.UNVERIFIED
Found = tuple[Any, ...]
AUTOMATED = "automated-decisions"
OF_PURPOSE = "activity-of-purpose"
HOSTED = {"country": "FI", "processor": "host"}

POLICY: dict[str, Any] = {
    "notice": {"languages": ["en"]},
    "controller": {"name": "Oy"},
    "purposes": {
        "sales": {"text": {"en": "Sales"}},
        "letters": {"text": {"en": "Sending letters"}, "direct_marketing": True},
        "scores": {"text": {"en": "Scoring"}, "profiling": True, "automated_decision": {"text": {"en": "By points"}}},
    },
    "fields": {"place": {"text": {"en": "Where you are"}}},
    "disclosures": {
        "text": {"en": "Disclosures"},
        "recipients": {"agency": {"text": {"en": "An agency"}, "country": "CH"}},
    },
    "processors": {"text": {"en": "Processors"}},
    "transfers": {"text": {"en": "Transfers"}},
}
SYSTEM: dict[str, Any] = {
    "name": "CRM",
    "purposes": ["sales"],
    "fields": ["name"],
    "activities": [],
    "processors": ["host"],
    "disclosures": [],
    "hosting": {"country": "FI"},
}
PROCESSORS: dict[str, Any] = {
    "host": {"name": "Host Oy", "country": "FI", "subprocessors": ["mailer"]},
    "mailer": {"name": "Mailer Inc.", "country": "SE", "subprocessors": ["host"]},
}


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1), "utf-8")


def judge(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    never: dict[str, Any],
    system: dict[str, Any] = {},  # noqa: B006 - never changed
    processors: dict[str, Any] = PROCESSORS,
    **policy: Any,
) -> tuple[list[Found], Verdict]:
    """The findings, each as its place in the system and its value, and the verdict on the promise `never.x`."""
    promise = {"x": {"text": {"en": "We do not."}, **never}}
    stated = {key: value for key, value in {**SYSTEM, **system}.items() if value is not None}
    write_json(folder / "policy.yaml", {**POLICY, "never": promise, **policy})
    write_json(folder / "systems.yaml", {"systems": {"crm": stated}})
    write_json(folder / "processors.yaml", {"processors": processors})
    result = checked(folder, monkeypatch)
    found = [f for f in result.findings if f.rule == "system/never-broken"]
    assert all((f.subject, f.promise, f.severity) == ("systems.crm", "never.x", "error") for f in found)
    [verdict] = [promise.verdict for promise in result.promises if promise.id == "never.x"]
    return [(f.excerpt.strip(" ,") if f.excerpt else "", f.value) for f in found], verdict


@pytest.mark.parametrize(
    ("never", "system", "value"),
    [
        ({"purposes": ["advertising"]}, {"purposes": ["sales", "advertising"]}, "purpose advertising"),
        ({"purposes": ["Online Advertising"]}, {"purposes": ["online-advertising"]}, "purpose online-advertising"),
        ({"purposes": ["advertising"]}, {"fields": {"name": ["advertising"]}}, "purpose advertising"),
        ({"purposes": ["sending letters"]}, {"purposes": ["letters"]}, "purpose letters"),
        ({"purposes": ["letters"]}, {"purposes": ["Sending letters"]}, "purpose Sending letters"),
        ({"fields": ["location"]}, {"fields": ["name", "location"]}, "field location"),
        ({"fields": ["where you are"]}, {"fields": {"place": ["sales"]}}, "field place"),
        ({"activities": ["sale", "tracking"]}, {"activities": ["sale"]}, "activity sale"),
        ({"activities": ["direct-marketing"]}, {"purposes": ["letters"]}, f"{OF_PURPOSE} direct-marketing letters"),
        ({"activities": ["profiling"]}, {"fields": {"name": ["scores"]}}, f"{OF_PURPOSE} profiling scores"),
        ({"activities": [AUTOMATED]}, {"purposes": ["scores"]}, f"{OF_PURPOSE} {AUTOMATED} scores"),
        ({"recipients": ["advertisers"]}, {"disclosures": [{"recipient": "Advertisers"}]}, "recipient Advertisers"),
        ({"recipients": ["an agency"]}, {"disclosures": [{"recipient": "agency"}]}, "recipient agency"),
        ({"recipients": ["agency"]}, {"disclosures": [{"recipient": "An Agency"}]}, "recipient An Agency"),
        ({"recipients": ["platform"]}, {"joint_controllers": ["platform"]}, "recipient platform"),
        ({"recipients": ["host"]}, {}, "processor host"),
        ({"recipients": ["HOST OY"]}, {}, "processor host"),
        ({"recipients": ["Mailer Inc."]}, {}, "processor mailer"),
        ({"recipients": ["mailer"]}, {"processors": [], "hosting": HOSTED}, "processor mailer"),
        ({"recipients": ["stranger"]}, {"processors": ["stranger"]}, "processor stranger"),
        ({"countries": ["FI"]}, {"processors": []}, "country FI"),
        ({"countries": ["US"]}, {"hosting": {"provider": "aws", "region": "us-east-1"}}, "country US"),
        ({"countries": ["US"]}, {"hosting": {"provider": "aws", "region": "us-east-1", "country": "SE"}}, "country US"),
        ({"countries": ["US"]}, {"hosting": {"country": "FI", "transfer": {"country": "US"}}}, "country US"),
        ({"countries": ["US"]}, {"disclosures": [{"recipient": "bank", "country": "US"}]}, "country-of US bank"),
        ({"countries": ["CH"]}, {"disclosures": [{"recipient": "agency"}]}, "country-of CH agency"),
        ({"countries": ["SE"]}, {}, "country-of SE mailer"),
    ],
)  # fmt: skip
def test_what_is_ruled_out_is_found_wherever_the_system_has_it(
    never: dict[str, Any], system: dict[str, Any], value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, verdict = judge(tmp_path, monkeypatch, never, system)
    assert ([each for _, each in found], verdict) == ([value], BROKEN)


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("caf\u00e9-ads", "cafe\u0301\u2011ads"),  # letters in another form, a hyphen that breaks no line
        ("advertisers", "ad\u00advert\u200bisers"),  # marks that nobody sees
        ("Advertisers", "\uff21\uff24\uff36ertisers"),  # wide letters
        ("cafe\u0301", "CAF\u00c9"),
    ],
)
def test_no_way_of_writing_a_word_evades_a_promise(
    word: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, verdict = judge(tmp_path, monkeypatch, {"recipients": [word]}, {"disclosures": [{"recipient": written}]})
    assert (len(found), verdict) == (1, BROKEN)


@pytest.mark.parametrize(
    ("never", "system"),
    [
        ({"purposes": ["advertising"]}, {}),
        ({"purposes": ["sale"]}, {}),  # "sales" is another word
        ({"fields": ["location"]}, {"fields": []}),
        ({"activities": ["sale", "tracking"]}, {}),  # the others the notice has itself, and so contradicts itself
        ({"recipients": ["advertisers", "mail"]}, {}),
        ({"countries": ["US", "NO"]}, {}),
        ({"countries": ["US"]}, {"hosting": {"provider": "aws", "region": "eu-north-1"}}),
        ({"purposes": ["a"], "fields": ["b"], "activities": ["sale"], "recipients": ["c"], "countries": ["US"]}, {}),
    ],
)
def test_a_system_that_states_enough_and_has_none_of_it_keeps_the_promise(
    never: dict[str, Any], system: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judge(tmp_path, monkeypatch, never, system) == ([], KEPT)


@pytest.mark.parametrize(
    ("never", "system"),
    [
        ({"purposes": ["advertising"]}, {"purposes": None}),
        ({"fields": ["location"]}, {"fields": None}),
        ({"activities": ["sale"]}, {"activities": None}),
        ({"recipients": ["advertisers"]}, {"disclosures": None}),
        ({"recipients": ["advertisers"]}, {"processors": None}),
        ({"recipients": ["advertisers"]}, {"processors": ["stranger"]}),
        ({"countries": ["US"]}, {"hosting": None}),
        ({"countries": ["US"]}, {"hosting": {"country": "QQ"}}),
        ({"countries": ["US"]}, {"hosting": {"provider": "aws", "region": "europe"}}),
        ({"countries": ["US"]}, {"disclosures": [{"recipient": "bank"}]}),
        ({"countries": ["US"], "activities": ["sale"]}, {"activities": None}),
        ({}, {}),  # words alone
    ],
)
def test_what_is_not_stated_leaves_the_promise_unverified(
    never: dict[str, Any], system: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judge(tmp_path, monkeypatch, never, system) == ([], UNVERIFIED)


def test_a_subprocessor_whose_place_is_not_known_leaves_countries_unverified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processors = {**PROCESSORS, "mailer": {"name": "Mailer Inc."}}
    assert judge(tmp_path, monkeypatch, {"countries": ["US"]}, processors=processors) == ([], UNVERIFIED)
    assert judge(tmp_path, monkeypatch, {"recipients": ["US"]}, processors=processors) == ([], KEPT)


def test_joint_controllers_must_be_stated_where_the_notice_has_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never, shared = {"recipients": ["advertisers"]}, {"joint_controllers": {"platform": {"name": "Platform Oy"}}}
    assert judge(tmp_path, monkeypatch, never, **shared) == ([], UNVERIFIED)
    assert judge(tmp_path, monkeypatch, never, {"joint_controllers": []}, **shared) == ([], KEPT)
    named = judge(tmp_path, monkeypatch, {"recipients": ["platform oy"]}, {"joint_controllers": ["platform"]}, **shared)
    assert named[1] is BROKEN


def test_each_value_is_found_once_for_each_promise_at_its_first_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = {"purposes": ["ads", "sales"], "fields": {"name": ["ads"], "email": ["ads", "resale"]}}
    found, _ = judge(tmp_path, monkeypatch, {"purposes": ["Ads", "ads", "resale"]}, system)
    assert found == [('"ads"', "purpose ads"), ('"resale"', "purpose resale")]


def test_two_promises_on_the_same_are_both_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promises = {name: {"text": {"en": name}, "activities": ["sale"]} for name in ("x", "y")}
    write_json(tmp_path / "policy.yaml", {**POLICY, "never": promises})
    write_json(tmp_path / "systems.yaml", {"systems": {"crm": {**SYSTEM, "activities": ["sale"]}}})
    result = checked(tmp_path, monkeypatch)
    verdicts = {promise.id: promise.verdict for promise in result.promises if promise.id.startswith("never")}
    assert verdicts == {"never.x": BROKEN, "never.y": BROKEN}
    assert len({f.fingerprint for f in result.findings if f.rule == "system/never-broken"}) == 2


def test_the_message_tells_the_chain_and_points_at_the_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_json(tmp_path / "policy.yaml", {**POLICY, "never": {"x": {"text": {"en": "x"}, "recipients": ["mailer"]}}})
    write_json(tmp_path / "systems.yaml", {"systems": {"crm": SYSTEM}})
    write_json(tmp_path / "processors.yaml", {"processors": PROCESSORS})
    [finding] = [f for f in checked(tmp_path, monkeypatch, day=DAY).findings if f.rule == "system/never-broken"]
    assert finding.arguments["chain"] == "crm → host → mailer"
    assert [place.path for place in finding.related] == ["policy.yaml"]
    assert "host" in (finding.excerpt or "")


def test_the_day_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge(tmp_path, monkeypatch, {"activities": ["sale"]}, {"activities": ["sale"]})
    for day in (date(2018, 5, 25), date(2030, 1, 1)):
        assert "system/never-broken" in {f.rule for f in checked(tmp_path, monkeypatch, day=day).findings}
