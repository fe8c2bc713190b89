"""Evidence of infrastructure from strangers: what takes long, what hides a resource, what carries a secret out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from time import process_time

import pytest

from seloste.checker.evidence import mapping
from seloste.checker.evidence.compose import projects
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.reading import ReadEvidence
from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.terraform import hcl_text, plan, plan_configuration
from seloste.checker.inventory import System
from seloste.checker.position import Location
from tests.support.evidence_files import Read, read_texts
from tests.support.hostile import SECONDS
from tests.support.infrastructure import check_with, store
from tests.support.plans import make_block, make_change, make_file, make_plan

STORE = 'resource "aws_db_instance" "crm" {\n  storage_encrypted = false\n}\n'


def read_hcl(**texts: str) -> Read:
    return read_texts("terraform.hcl", {name.replace("__", "."): text for name, text in texts.items()})


def make_index(count: int, form: str) -> EvidenceIndex:
    addresses = (form.format(number) for number in range(count))
    resources = (Resource("terraform", each, "aws_db_instance", Location("p")) for each in addresses)
    return EvidenceIndex(ReadEvidence(resources=tuple(resources), is_given=True))


@pytest.mark.parametrize(
    ("pattern", "form"),
    [
        ("terraform:" + "**.a*." * 300 + "z", "module.a." * 60 + "aws_db_instance.a{}"),
        ("terraform:" + "*a" * 900 + "z", "aws_db_instance." + "a" * 1_900 + "{}"),
        ("terraform:**.*x*.**.*a*.**", "module.a.module.b.aws_db_instance.a{}"),
    ],
)
def test_patterns_of_resources_have_a_budget(pattern: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "MOST_STEPS", 100_000)
    index = make_index(3_000, form)
    start = process_time()
    for number in range(300):
        index.list_resources("a", System(name="A", resources=[f"{pattern}{number}*"]))
    assert index.is_exhausted
    assert process_time() - start < SECONDS


def test_a_pattern_that_begins_with_a_word_costs_nothing_for_other_resources() -> None:
    index = make_index(1_000, "aws_s3_bucket.a{}")
    index.list_resources("a", System(name="A", resources=["terraform:aws_db_instance.*"]))
    assert index.steps == 0


def test_a_pattern_that_ends_with_a_word_costs_nothing_for_other_resources() -> None:
    index = make_index(1_000, "aws_s3_bucket.a{}")
    for number in range(1_000):
        index.list_resources("a", System(name="A", resources=[f"terraform:**.*.a{number}"]))
    assert index.steps <= 10 * 1_000


def test_references_of_a_plan_have_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_configuration, "_MOST_REFERENCES", 20_000)
    names = [f"module.m{number}.o" for number in range(50)]
    module = {"module": {"outputs": {"o": {"expression": {"references": names}}}}}
    address = "aws_s3_bucket_versioning.v"
    block = make_block(address, expressions={"bucket": {"references": names}})
    calls = dict.fromkeys((f"m{number}" for number in range(50)), module)
    configuration = {"root_module": {"module_calls": calls, "resources": [block]}}
    changes = [make_change(f"{address}[{number}]", {}, unknown={"bucket": True}) for number in range(500)]
    file = make_file(make_plan(*changes, configuration=configuration))
    start = process_time()
    assert len(list(plan.read_resources([file]))) < 500
    assert process_time() - start < SECONDS
    assert [(each.rule, each.variant) for each in file.file.findings] == [("input/limit-exceeded", "nodes")]


@pytest.mark.parametrize("text", ["x = " * 200_000, "x = " + '"" ' * 200_000, "x = " + '"' * 800_000, "/*" * 400_000])
def test_broken_hcl_is_not_parsed_for_ever(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hcl_text, "_SECONDS", 0.1)
    start = process_time()
    read = read_hcl(a__tf=f'resource "aws_db_instance" "a" {{\n{text}\n}}\n', b__tf=STORE)
    assert process_time() - start < SECONDS
    assert [(rule, variant) for rule, variant, _ in read.findings] in (
        [("input/limit-exceeded", "time")],
        [("input/limit-exceeded", "nodes")],
    )
    assert [each.address for each in read.resources] == ["aws_db_instance.crm"]


def test_calls_of_modules_are_looked_at_once() -> None:
    calls = "".join(f'module "m{number}" {{ source = "./m" }}\n' for number in range(1_000))
    inner = "".join(f'module "n{number}" {{ source = "../n" }}\n' for number in range(10_000))
    start = process_time()
    read = read_texts("terraform.hcl", {"main.tf": calls, "m/main.tf": inner, "n/main.tf": STORE})
    assert process_time() - start < SECONDS
    assert ("input/limit-exceeded", "modules") in {finding[:2] for finding in read.findings}


def test_services_that_await_each_other_are_compared_once() -> None:
    names = [f"s{number}" for number in range(1_000)]
    store = {"image": "postgres", "volumes": ["v:/var/lib/postgresql/data"]}
    backup = {"image": "prodrigestivill/postgres-backup-local", "depends_on": names[:900]}
    services = {**dict.fromkeys(names, store), **{f"b{number}": backup for number in range(300)}}
    start = process_time()
    read_texts("compose.services", {"compose.json": json.dumps({"services": services})})
    assert process_time() - start < SECONDS


@pytest.mark.parametrize(
    "texts",
    [
        {"main__tf": STORE, "x_override__TF": STORE.replace("false", "true")},
        {"main__tf": STORE, "__x_override__tf": STORE.replace("false", "true")},
        {
            "main__tf": STORE.replace("{\n", "{\n  count = 0\n"),
            "x__y_override__tf": STORE.replace("{\n", "{\n count = 1\n"),
        },
    ],
)
def test_a_file_that_terraform_passes_over_hides_nothing(texts: Mapping[str, str]) -> None:
    """Neither one in capitals nor one with a dot before it overrides; what overrides says how many there are."""
    assert "encryption-at-rest off" in " ".join(read_hcl(**texts).facts("aws_db_instance.crm"))


def test_a_module_that_is_called_after_all_is_read() -> None:
    call = 'module "m" {\n  source = "./m"\n  count = 0\n}\n'
    texts = {"main.tf": call, "override.tf": 'module "m" {\n  count = 1\n}\n', "m/main.tf": STORE}
    assert [each.address for each in read_texts("terraform.hcl", texts).resources] == ["module.m.aws_db_instance.crm"]


def test_a_line_that_only_some_tools_break_is_refused() -> None:
    read = read_hcl(a__tf=STORE.replace("  storage_encrypted = false", "  # note\r  storage_encrypted = true"))
    assert [finding[:2] for finding in read.findings] == [("input/syntax", "hcl")]


def test_a_file_that_opentofu_reads_in_the_place_of_another_is_told_of() -> None:
    read = read_hcl(main__tf=STORE, main__tofu="")
    assert read.notes == [("main.tf", "evidence-other-tool")]


COMPOSE = {
    "services": {
        "db": {
            "image": "postgres",
            "labels": ["traefik.http.routers.${TOKEN}.tls=true", "seloste_system=${TOKEN:-crm}"],
            "extends": {"service": "base", "file": "https://user:CANARY@host/x.yml?token=CANARY"},
        },
        "one": {"image": "postgres", "extends": {"service": "two", "file": "../other/compose.yaml"}},
        "two": {"ports": ["127.0.0.1:5432:5432"]},
    },
    "include": ["https://user:CANARY@host/x.git", "user:CANARY@host:x.git"],
}


def test_no_variable_and_no_credential_of_compose_files_is_shown() -> None:
    """A file `.env` may be of the machine that judges the change, whose author names its variables in labels."""
    read = read_texts("compose.services", {"compose.yaml": json.dumps(COMPOSE), ".env": "TOKEN=CANARY"})
    assert "CANARY" not in f"{read.resources} {read.notes}"
    assert read["db"].systems == ()
    assert read.facts("db")[0].startswith("encryption-in-transit on at labels[traefik.http.routers.….tls]")
    assert {name for name, _ in read.notes} >= {"https://…@host/x.git", "https://…@host/x.yml", "…@host:x.git"}


def test_a_service_of_another_folder_is_not_taken_for_one_of_this_file() -> None:
    read = read_texts("compose.services", {"a/compose.yaml": json.dumps(COMPOSE)})
    assert ("../other/compose.yaml", "evidence-included") in read.notes


def test_a_value_that_looks_like_an_alias_is_not_shown() -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  p: *CANARY\n"
    read = read_texts("kubernetes.manifests", {"a.yaml": secret})
    found = [finding for file in read.files for finding in file.file.findings]
    assert [finding.variant for finding in found] == ["alias"]
    assert "CANARY" not in str(found)


def test_more_services_than_are_read_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "_MOST_SERVICES", 2)
    read = read_texts("compose.services", {"compose.yaml": json.dumps(COMPOSE)})
    assert [finding[:2] for finding in read.findings] == [("input/limit-exceeded", "entries")]


@pytest.mark.parametrize("word", ["yes", "on", "Y", "true"])
def test_a_schedule_is_suspended_in_all_words_of_clusters(word: str) -> None:
    job = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: 0 1 * * *\n  suspend: " + word
    pod = "\n  jobTemplate: {spec: {template: {spec: {containers: [{image: postgres, command: [pg_dump]}]}}}}\n"
    read = read_texts("kubernetes.manifests", {"a.yaml": job + pod})
    assert read.facts("CronJob/a")[0].startswith("backup off")


def test_keys_that_are_indented_hide_no_file() -> None:
    manifest = "# a\n  apiVersion: v1\n  kind: PersistentVolumeClaim\n  metadata: {name: a}\n"
    assert read_texts("kubernetes.manifests", {"a.yaml": manifest}).stores == ["PersistentVolumeClaim/a"]
    services = "  services:\n    db:\n      image: postgres\n"
    assert read_texts("compose.services", {"x/compose.yaml": services}).stores == ["db"]


def test_patterns_that_were_not_all_compared_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "MOST_STEPS", 0)
    result = check_with(tmp_path, monkeypatch, [store("webshop_a", type="aws_s3_bucket")])
    found = [finding for finding in result.findings if finding.rule == "input/limit-exceeded"]
    assert [(finding.variant, finding.subject) for finding in found] == [("resource-patterns", "systems.webshop")]
