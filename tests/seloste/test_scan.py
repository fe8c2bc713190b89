"""`seloste scan`: what it drafts, what it leaves as it is, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.reading import read_evidence
from seloste.checker.inventory import System, SystemsFile
from seloste.checker.linking.loading import read_entries
from seloste.checker.reading.documents import open_file
from seloste.checker.reading.tree import WorkTree
from tests.support import ROOT
from tests.support.commands import Ran, run
from tests.support.workspaces import open_workspace

JAMIX = ROOT / "examples" / "jamix"
SAMPLES = ROOT.parent / "shared" / "samples"
POLICY = """
notice: {title: {en: Privacy notice}, languages: [en]}
controller: {name: Example Ltd}
data_subjects: {customers: {text: {en: Customers}}}
purposes: {support: {text: {en: Support}}}
fields: {email: {text: {en: E-mail address}}}
sources: {form: {text: {en: The form}}}
safeguards: {backup: {text: {en: Data are backed up daily.}, control: backup, parameters: {interval: P1D}}}
"""
MAIN = """
provider "aws" {
  region = "eu-north-1"
}
resource "aws_s3_bucket" "exports" {
  bucket = "exports"
}
module "crm" {
  source = "./crm"
}
"""
CRM = 'resource "aws_db_instance" "db" {\n  backup_retention_period = 0\n  storage_encrypted = true\n}\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")


def write(**texts: str) -> None:
    for name, text in texts.items():
        path = Path(name.replace("__", "/") + (".tf" if 'resource "' in text else ".yaml"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def scan(*arguments: str) -> Ran:
    return run("scan", *arguments, "--lang", "en")


def read_systems(path: str = "out/systems.yaml") -> dict[str, System]:
    file = open_file(Path(path), path, "systems", WorkTree(Path.cwd()))
    systems = {entry.id: entry.record for entry in read_entries(file, System, SystemsFile, {})}
    assert file.findings == []
    return systems


def list_unmapped(systems: dict[str, System], *evidence: str) -> list[str]:
    """The ids of the stores that no system has."""
    index = EvidenceIndex(read_evidence(open_workspace(evidence=evidence)))
    claimed = {each.resource.number for id, system in systems.items() for each in index.list_resources(id, system)}
    return [each.id for each in index.list_unclaimed_stores(claimed)]


def test_a_draft_of_an_example_is_read_and_covers_every_store() -> None:
    for part in ("platform", "analytics"):
        shutil.copytree(JAMIX / part, Path(part), ignore=shutil.ignore_patterns("systems.yaml", "pro*", "seloste.yaml"))
    ran = scan("platform", "analytics", "-o", "out")
    assert ran.returncode == 0
    systems = read_systems()
    assert set(systems) >= {"platform", "web-form", "exports", "analytics"}
    assert list_unmapped(systems, "platform", "analytics") == []
    shutil.copy(ROOT / "policy.yaml", "policy.yaml")
    given = [part for folder in ("platform", "analytics") for part in ("--evidence", folder)]
    checked = run("check", "out", *given, "--lang", "en", "--scope", "systems")
    assert checked.returncode == 1
    assert b"evidence/resource-unmapped" not in checked.stdout
    assert b"input/" not in checked.stdout


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are beside the repository, where they are there at all")
def test_drafts_of_real_files_cover_every_store() -> None:
    assert scan(str(SAMPLES), "-o", "out").returncode == 0
    assert list_unmapped(read_systems(), str(SAMPLES)) == []


def test_a_draft_says_what_is_shown_and_asks_for_the_rest() -> None:
    write(main=MAIN, crm__main=CRM, policy=POLICY)
    ran = scan(".", "-o", "out")
    assert ran.returncode == 0
    text = Path("out/systems.yaml").read_text("utf-8")
    crm = read_systems()["crm"]
    assert crm.safeguards is not None
    assert {id: str(each.status) for id, each in crm.safeguards.items()} == {
        "encryption-at-rest": "implemented",
        "firewall": "implemented",
        "backup": "not-implemented",
        "patch-management": "implemented",
    }
    assert crm.hosting is not None
    assert (crm.hosting.provider, crm.hosting.region, crm.hosting.country) == ("aws", "eu-north-1", "SE")
    assert (crm.purposes, crm.data_subjects, crm.sources, crm.retention) == (None, None, None, None)
    assert "# TODO purposes: what the data are used for. The notice has: support" in text
    assert crm.resources == ["terraform:module.crm.**"]
    assert b"Next: seloste check out --evidence ." in ran.stderr


def test_a_second_run_writes_the_same_bytes() -> None:
    write(main=MAIN, crm__main=CRM)
    scan(".", "-o", "out")
    before = Path("out/systems.yaml").read_bytes()
    ran = scan(".", "-o", "out")
    assert ran.returncode == 0
    assert Path("out/systems.yaml").read_bytes() == before
    assert b"Nothing is new" in ran.stderr


def test_what_is_new_is_added_and_all_else_stays() -> None:
    write(crm__main=CRM)
    scan("crm", "-o", "out")
    path = Path("out/systems.yaml")
    own = path.read_text("utf-8").replace("name: Crm", "name: 'CRM'   # ours").replace("# TODO sources", "# asked")
    path.write_text(own + "\n# the end\n", "utf-8")
    write(billing__main=CRM.replace('"db"', '"billing"'), crm__more=CRM.replace('"db"', '"archive"'))
    ran = scan(".", "-o", "out")
    assert ran.returncode == 0
    text = path.read_text("utf-8")
    assert [line for line in own.splitlines() if line not in text.splitlines()] == []
    systems = read_systems()
    assert set(systems) == {"crm", "billing"}
    assert systems["crm"].resources == ["terraform:aws_db_instance.db", "terraform:aws_db_instance.archive"]
    assert b"crm: resources now also has terraform:aws_db_instance.archive" in ran.stderr


def test_what_a_person_removes_does_not_come_back() -> None:
    write(main=MAIN, crm__main=CRM)
    scan(".", "-o", "out")
    path = Path("out/systems.yaml")
    lines = path.read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line == "  crm:")
    end = next(n for n, line in enumerate(lines) if n > start and (line.startswith("x-") or line[2:3].isalpha()))
    path.write_text("\n".join([*lines[:start], *lines[end:], ""]), "utf-8")
    before = path.read_bytes()
    ran = scan(".", "-o", "out")
    assert path.read_bytes() == before
    assert b"removed by a person, and not drafted again: terraform:module.crm.aws_db_instance.db" in ran.stderr


def test_without_a_folder_the_draft_goes_to_standard_output() -> None:
    write(crm__main=CRM)
    ran = scan("crm")
    assert ran.stdout.startswith(b"# file: systems.yaml\n")
    assert b"Found 1 resource, 1 store among them." in ran.stderr
    assert not Path("systems.yaml").exists()


def test_an_inventory_that_cannot_be_read_is_not_written() -> None:
    write(crm__main=CRM, out__systems="systems:\n  crm: {name: [}\n")
    before = Path("out/systems.yaml").read_bytes()
    ran = scan("crm", "-o", "out")
    assert ran.returncode == 3
    assert b"Nothing was written" in ran.stderr
    assert Path("out/systems.yaml").read_bytes() == before


def test_a_source_that_is_not_there_is_told_and_the_rest_is_drafted() -> None:
    write(crm__main=CRM)
    ran = scan("crm", "absent", "-o", "out")
    assert ran.returncode == 3
    assert b"absent" in ran.stderr
    assert set(read_systems()) == {"crm"}


def test_nothing_found_is_no_draft() -> None:
    write(note="text: none")
    ran = scan(".", "-o", "out")
    assert ran.returncode == 3
    assert b"No infrastructure was found" in ran.stderr
    assert not Path("out").exists()
    assert scan("-o", "out").returncode == 2


def test_a_store_whose_waiver_says_that_it_holds_none_is_not_drafted() -> None:
    write(main=MAIN, crm__main=CRM)
    waiver = (
        "{rule: evidence/resource-unmapped, subject: 'terraform:aws_s3_bucket.*', reason: Pictures, until: 2027-01-01}"
    )
    Path("waivers.yaml").write_text(f"waivers: [{waiver}]\n", "utf-8")
    run("scan", ".", "-o", "out", "--as-of", "2026-11-29")
    assert set(read_systems()) == {"crm"}
    Path("out/systems.yaml").unlink()
    run("scan", ".", "-o", "out", "--as-of", "2027-01-02")
    assert len(read_systems()) == 2


def test_services_in_use_are_drafted_as_processors() -> None:
    environment = (
        "{SENTRY_DSN: 'https://key@o1.ingest.de.sentry.io/2', STRIPE_API_KEY: sk_live_51Hx7, MAILGUN_API_KEY: ''}"
    )
    write(shop__compose=f"services:\n  db: {{image: postgres}}\n  web: {{image: a, environment: {environment}}}\n")
    ran = scan(".", "-o", "out")
    text = Path("out/processors.yaml").read_text("utf-8")
    assert ran.returncode == 0
    assert "sk_live" not in text + Path("out/systems.yaml").read_text("utf-8")
    assert "country: DE" in text
    assert "# TODO country: where it processes the data. Established: Ireland (IE)" in text
    assert read_systems()["shop"].processors == ["sentry", "stripe"]
    Path("out/processors.yaml").write_text("processors:\n  errors: {name: 'Sentry'}\n", "utf-8")
    Path("out/systems.yaml").unlink()
    scan(".", "-o", "out")
    assert read_systems()["shop"].processors == ["errors", "stripe"]
    assert "sentry:" not in Path("out/processors.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["systems.json", "systems.yml"])
def test_an_inventory_of_another_form_gets_what_is_new(name: str) -> None:
    write(crm__main=CRM)
    text = '{\r\n  "systems": {\r\n    "hr": {"name": "HR"}\r\n  }\r\n}\r\n'
    Path("out").mkdir()
    Path("out", name).write_bytes(text.encode())
    assert scan("crm", "-o", "out").returncode == 0
    assert set(read_systems(f"out/{name}")) == {"hr", "crm"}
    data = Path("out", name).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    scan("crm", "-o", "out")
    assert Path("out", name).read_bytes() == data


def test_what_an_anchor_shares_is_not_changed() -> None:
    write(
        out__systems="x-r: &r\n  resources: ['terraform:aws_db_instance.old']\nsystems:\n  crm: {name: CRM, <<: *r}\n",
        crm__main=CRM.replace('"db"', '"old"') + CRM,
    )
    before = Path("out/systems.yaml").read_bytes()
    ran = scan("crm", "-o", "out")
    assert ran.returncode == 0
    assert Path("out/systems.yaml").read_bytes() == before
    assert b"crm: add to its resources: terraform:aws_db_instance.db" in ran.stderr


def test_an_inventory_elsewhere_is_left_alone() -> None:
    write(systems="systems: {crm: {name: CRM, resources: ['terraform:aws_db_instance.db']}}\n", crm__main=CRM)
    write(crm__more=CRM.replace('"db"', '"archive"'), billing__main=CRM.replace('"db"', '"bills"'))
    before = Path("systems.yaml").read_bytes()
    ran = scan(".", "-o", "out")
    assert Path("systems.yaml").read_bytes() == before
    assert set(read_systems()) == {"billing"}
    assert b"crm: add to its resources: terraform:aws_db_instance.archive" in ran.stderr


def test_names_from_infrastructure_cannot_write_the_inventory() -> None:
    names = [
        "a\nsystems: {evil: {name: x}}",
        "b # seloste: ignore[*] until 2030-01-01 -- x",
        "__proto__",
        "*",
        "'\"{[",
        "å" * 150,
    ]
    services = {name: {"image": "postgres", "ports": ["5432:5432"]} for name in names}
    Path("compose.json").write_text(json.dumps({"services": services}), "utf-8")
    ran = scan("compose.json", "-o", "out")
    assert ran.returncode == 0
    text = Path("out/systems.yaml").read_text("utf-8")
    file = open_file(Path("out/systems.yaml"), "out/systems.yaml", "systems", WorkTree(Path.cwd()))
    assert list(file.documents[0].value["systems"]) == list(read_systems())
    assert len(read_systems()) == 1
    assert file.comments == ()
    assert "\nsystems: {evil" not in text
    assert max(map(len, text.splitlines())) < 1000


def test_environments_with_the_same_addresses_are_one_system_and_that_is_told() -> None:
    write(billing__prod__main=CRM, billing__staging__main=CRM)
    ran = scan(".", "-o", "out", "-q")
    assert ran.stderr == b""
    assert set(read_systems()) == {"billing"}
    assert list_unmapped(read_systems(), ".") == []
    Path("out/systems.yaml").unlink()
    assert b"billing: stores in billing/prod, billing/staging have the same addresses" in scan(".", "-o", "out").stderr


def test_namespaces_and_parts_of_an_application_are_systems() -> None:
    def store(name: str, namespace: str, labels: str = "{}") -> str:
        return (
            "apiVersion: apps/v1\nkind: StatefulSet\n"
            f"metadata: {{name: {name}, namespace: {namespace}, labels: {labels}}}\n"
            "spec: {template: {spec: {containers: [{name: db, image: postgres}]}},"
            " volumeClaimTemplates: [{metadata: {name: data}}]}\n---\n"
        )

    part = "{app.kubernetes.io/part-of: customer-portal}"
    write(k8s__all=store("postgres", "crm-prod") + store("db", "apps", part) + store("redis", "apps", part))
    assert scan("k8s", "-o", "out").returncode == 0
    systems = read_systems()
    assert {id: each.resources for id, each in systems.items()} == {
        "crm": ["kubernetes:*/crm-prod/*"],
        "customer-portal": ["kubernetes:*/apps/*"],
    }


def test_tables_and_what_lies_beside_them_are_one_system_with_the_fields_of_the_notice() -> None:
    pytest.importorskip("sqlglot")
    sql = "CREATE TABLE customers (id int, email text, henkilotunnus char(11), notes text);\n"
    Path("crm/migrations").mkdir(parents=True)
    Path("crm/migrations/001.sql").write_text(sql, "utf-8")
    write(policy=POLICY, crm__infra__main=MAIN)
    ran = scan("crm", "-o", "out")
    assert ran.returncode == 0
    crm = read_systems()["crm"]
    assert list(crm.fields or ()) == ["email"]
    assert crm.resources == ["sql:public.**", "terraform:aws_s3_bucket.exports"]
    assert (crm.hosting.country if crm.hosting else "") == "SE"
    text = Path("out/systems.yaml").read_text("utf-8")
    assert "- email # customers.email" in text
    assert "# TODO fields: the notice has none for national-id (customers.henkilotunnus)" in text
    assert b"crm: the notice has no field for national-id" in ran.stderr
