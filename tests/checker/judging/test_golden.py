"""Jamix's notice alone: exactly what a lawyer's reading of it found, on four days, and the law as it stood on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml

from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from tests.support import ROOT
from tests.support.workspaces import open_workspace

JAMIX = ROOT / "policy.yaml"
DAYS = ("2018-05-25", "2019-05-01", "2020-07-17", "2026-11-22")
NOTICE: Mapping[str, Any] = yaml.load(JAMIX.read_text("utf-8"), Loader=yaml.BaseLoader)
PURPOSES = list(NOTICE["purposes"])
[MARKETING] = [key for key, purpose in NOTICE["purposes"].items() if "direct_marketing" in purpose]
[PROSPECTS] = [group for group in NOTICE["data_subjects"] if group != "customers"]
RIGHTS = {right["right"]: key for key, right in NOTICE["rights"].items()}
LIMITED = ("access", "rectification", "erasure", "direct-marketing-objection")


class Row(NamedTuple):
    """A line of the table: a rule, whom it is about, how grave, and from which day on."""

    rule: str
    subjects: Iterable[str]
    severity: str
    since: str = DAYS[0]


TABLE = (
    Row("contact-placeholder", ["controller.email"], "warning"),
    Row("requests-channel-missing", ["contacts"], "warning"),
    Row("dpo-unstated", ["contacts"], "note"),
    Row("person-named", [f"contacts.{key}" for key in NOTICE["contacts"]], "note"),
    Row("legal-basis-missing", [f"purposes.{key}" for key in PURPOSES], "error"),
    Row("legitimate-interest-unexplained", [f"purposes.{PURPOSES[0]}"], "warning"),
    Row("electronic-marketing-basis-missing", [f"purposes.{MARKETING}"], "warning"),
    Row("recipients-undisclosed", ["processors"], "error"),
    Row("disclosure-absolute", ["disclosures"], "warning"),
    Row("provision-requirement-missing", ["provision"], "error"),
    Row("retention-open-ended", [f"retention.{key}" for key in NOTICE["retention"]], "error"),
    Row("retention-missing", [f"data_subjects.{PROSPECTS}"], "error"),
    Row("right-limited", [f"rights.{RIGHTS[right]}" for right in LIMITED], "error"),
    Row("right-discretionary", [f"rights.{RIGHTS['erasure']}"], "error"),
    Row("right-missing", ["rights.restriction", "rights.complaint"], "error"),
    Row("right-missing", ["rights.objection", "rights.portability", "rights.withdraw-consent"], "warning"),
    Row("transfer-instrument-invalid", ["transfers"], "error", "2020-07-16"),
    Row("transfer-unspecific", ["transfers"], "warning"),
    Row("transfer-copy-missing", ["transfers"], "warning", "2020-07-16"),
    Row("wording-hedged", ["introductions.purposes", "transfers"], "warning"),
    Row("automated-decisions-unstated", ["notice"], "note"),
    Row("undated", ["notice"], "note"),
    Row("law-unverified", ["notice"], "note", "2026-10-01"),
)
TOTALS = {
    "2018-05-25": (23, 11, 5),
    "2019-05-01": (23, 11, 5),
    "2020-07-17": (24, 12, 5),
    "2026-11-22": (24, 12, 6),
}
#: The day before and the day of each change of the law that a finding about this notice may cite.
TURNS = ("2018-12-31", "2019-01-01", "2020-07-15", "2020-07-16", "2026-09-30", "2026-10-01")


@cache
def judged(day: str) -> Result:
    workspace = open_workspace(policy=JAMIX, config=JAMIX.with_name("seloste.yaml"), scope="notice")
    return check(workspace, load_law(), date.fromisoformat(day), scope="notice", jobs=1)


@pytest.mark.parametrize("day", [*DAYS, *TURNS])
def test_exactly_these_findings(day: str) -> None:
    expected = {
        (f"notice/{row.rule}", subject, row.severity) for row in TABLE if row.since <= day for subject in row.subjects
    }
    found = [(f.rule, f.subject, str(f.severity)) for f in judged(day).findings]
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(("day", "totals"), TOTALS.items())
def test_totals(day: str, totals: tuple[int, int, int]) -> None:
    counts = Counter(str(f.severity) for f in judged(day).findings)
    assert (counts["error"], counts["warning"], counts["note"]) == totals
    assert tuple(judged(day).counts().values()) == totals


def test_the_notice_is_encoded_as_the_table_says() -> None:
    assert len(PURPOSES) == 12
    assert [len(NOTICE[section]) for section in ("fields", "sources", "safeguards", "rights")] == [5, 3, 7, 4]
    assert NOTICE["transfers"]["rule"] == "exceptionally"
    assert (NOTICE["transfers"]["area"], NOTICE["transfers"]["instruments"]) == ("eu", ["privacy-shield"])


def test_no_finding_contradicts_a_promise_or_leaves_the_policy_file() -> None:
    for finding in judged("2026-11-22").findings:
        assert finding.promise is None
        assert finding.location.path.endswith("policy.yaml")
        assert finding.location.line
        assert finding.location.column


# --- the law as it stood


@pytest.mark.parametrize("day", [*DAYS, *TURNS])
def test_only_what_was_in_force_is_cited(day: str) -> None:
    on_day = load_law().on(date.fromisoformat(day))
    cited = {citation for finding in judged(day).findings for citation in finding.law}
    assert all(on_day.is_citable(citation) for citation in cited)
    assert any(citation.startswith("GDPR Art. 13") for citation in cited)
    assert {c for c in cited if "1050/2018" in c} == set() or day >= "2019-01-01"
    assert {c for c in cited if "523/1999" in c} == set() or day <= "2018-12-31"
    assert {c for c in cited if "C-311/18" in c} == set() or day >= "2020-07-16"


@pytest.mark.parametrize("day", [*DAYS, *TURNS])
def test_electronic_marketing_is_always_the_act_on_electronic_communications(day: str) -> None:
    [finding] = [f for f in judged(day).findings if f.rule == "notice/electronic-marketing-basis-missing"]
    assert any("917/2014" in citation for citation in finding.law)


@pytest.mark.parametrize("day", ["2020-07-17", "2026-11-22"])
def test_privacy_shield_is_told_with_what_ended_it(day: str) -> None:
    [finding] = [f for f in judged(day).findings if f.rule == "notice/transfer-instrument-invalid"]
    assert "CJEU C-311/18" in finding.law
    assert finding.value == "privacy-shield"
    assert finding.arguments["ended"] == date(2020, 7, 15)
