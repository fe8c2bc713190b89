"""The rules on services of other companies: what is on no list, where a listed one is, and who counts as declared."""

from __future__ import annotations

from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from tests.support.commands import seloste
from tests.support.workspaces import open_workspace

DAY = date(2026, 11, 29)
CANARY = "canary0123456789"
POLICY = """\
notice: {title: {en: Privacy notice}, languages: [en]}
controller: {name: Example Ltd}
processors: {text: {en: We use processors.}}
fields: {email: {text: {en: E-mail address}}}
transfers: {text: {en: Data stay in the EEA.}, rule: never}
"""
SYSTEMS = """\
systems:
  crm: {name: CRM, fields: [email], resources: ["compose:web"], hosting: {country: FI}}
"""
COMPOSE = f"""\
services:
  web:
    image: shop:1
    environment:
      SENTRY_DSN: https://{CANARY}@o1.ingest.sentry.io/2
      POSTHOG_KEY: ${{KEY:-}}
  worker:
    image: shop:1
    environment: {{SENTRY_DSN: "https://{CANARY}@o1.ingest.sentry.io/2"}}
"""


def judge(folder: Path, **files: str) -> Result:
    """The check of a small workspace; each file by its name without an end."""
    texts = {"policy": POLICY, "systems": SYSTEMS, "processors": "processors: {}\n", "compose": COMPOSE, **files}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "seloste.yaml").write_text("policy: policy.yaml\nevidence: [compose.yaml]\nscope: systems\n", "utf-8")
    with chdir(folder):
        return check(open_workspace(), load_law(), DAY)


def found(result: Result) -> list[tuple[str, str, str | None]]:
    rules = ("evidence/processor-undeclared", "evidence/country-contradicted")
    return [(each.rule.partition("/")[2], each.subject, each.promise) for each in result.findings if each.rule in rules]


UNDECLARED = ("processor-undeclared", "processors.sentry", "processors")


def test_a_service_is_found_once_with_its_first_place_and_the_others(tmp_path: Path) -> None:
    result = judge(tmp_path)
    assert found(result) == [UNDECLARED]
    [finding] = [each for each in result.findings if each.subject == "processors.sentry"]
    assert (finding.location.path, finding.location.line, finding.found.value) == ("compose.yaml", 5, "sentry")
    assert [place.line for place in finding.found.declared] == [9]
    assert finding.arguments["resource"] == "compose:web"
    assert finding.arguments["system"] == "CRM"
    verdicts = {judged.id: judged.verdict for judged in result.promises}
    assert verdicts["processors"] == "broken"
    assert verdicts["fields"] == "unverified"
    assert ("PostHog (POSTHOG_KEY)", "service-possible") in [(each.what, each.why) for each in result.not_checked]


@pytest.mark.parametrize(
    "files",
    [
        {"processors": 'processors: {errors: {name: "Functional Software, Inc.", country: US}}'},
        {"processors": "processors: {sentry: {name: Errors Ltd, country: US}}"},
        {"processors": 'processors: {errors: {name: Errors Ltd, website: "https://sentry.io", country: US}}'},
        {"processors": "processors: {agency: {name: Agency Oy, service: Errors by Sentry, country: FI}}"},
        {"policy": POLICY.replace("name: Example Ltd", "name: Sentry GmbH")},
        {"policy": POLICY.replace("processors.}}", "processors.}, recipients: {errors: {name: Sentry}}}")},
    ],
)
def test_who_names_a_service_anywhere_has_declared_it(files: dict[str, str], tmp_path: Path) -> None:
    assert UNDECLARED not in found(judge(tmp_path, **files))


def test_a_hoster_on_the_list_declares_what_it_runs_on(tmp_path: Path) -> None:
    compose = "services: {web: {image: x, environment: {DB: x.eu-north-1.rds.amazonaws.com}}}\n"
    hosting = "hosting: {provider: aws, region: eu-north-1, processor: pilvi}"
    pilvi = "processors: {pilvi: {name: Pilvi Oy, country: FI}}\n"
    result = judge(tmp_path, compose=compose, processors=pilvi)
    assert [subject for _, subject, _ in found(result)] == ["processors.aws"]
    systems = SYSTEMS.replace("hosting: {country: FI}", hosting)
    assert found(judge(tmp_path, compose=compose, processors=pilvi, systems=systems)) == []


def test_a_list_that_could_not_be_read_accuses_nobody(tmp_path: Path) -> None:
    result = judge(tmp_path, processors="processors: {errors: {name: [}}\n")
    assert found(result) == []
    assert ("evidence/processor-undeclared", "list-incomplete") in [
        (each.what, each.why) for each in result.not_checked
    ]


@pytest.mark.parametrize(
    ("country", "host", "expected"),
    [
        ("DE", "o1.ingest.sentry.io", [("country-contradicted", "processors.sentry", "transfers")]),
        ("FI", "o1.ingest.de.sentry.io", [("country-contradicted", "processors.sentry", None)]),
        ("DE", "o1.ingest.de.sentry.io", []),
        ("US", "o1.ingest.sentry.io", []),
        ("US", "o1.ingest.de.sentry.io", []),
        ("DE, transfers: [{country: US}]", "o1.ingest.sentry.io", []),
    ],
)
def test_the_host_of_a_listed_processor_tells_where_the_data_are(
    country: str, host: str, expected: list[tuple[str, str, str | None]], tmp_path: Path
) -> None:
    processors = f"processors: {{sentry: {{name: Sentry, country: {country}}}}}\n"
    result = judge(tmp_path, processors=processors, compose=COMPOSE.replace("o1.ingest.sentry.io", host))
    assert found(result) == expected


def test_the_region_of_a_cloud_is_no_country_of_its_company(tmp_path: Path) -> None:
    processors = "processors: {aws: {name: Amazon Web Services EMEA SARL, country: LU}}\n"
    for region, expected in (
        ("eu-north-1", []),
        ("us-east-1", [("country-contradicted", "processors.aws", "transfers")]),
    ):
        compose = f"services: {{web: {{image: x, environment: {{DB: x.{region}.rds.amazonaws.com}}}}}}\n"
        assert found(judge(tmp_path, processors=processors, compose=compose)) == expected


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"])
def test_no_value_of_a_variable_is_in_any_output(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert seloste("check", "--format", format) == 1
    out = capsys.readouterr()
    assert "entry" in out.out or "sentry" in out.out.lower()
    assert CANARY not in out.out + out.err
