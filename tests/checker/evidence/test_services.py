"""Services of other companies: what names them, where a host is, and what no table, list or value may make of it."""

from __future__ import annotations

import re
import time

import pytest

from seloste.checker.evidence.services.host_names import list_hosts
from seloste.checker.evidence.services.named_services import Naming, find_naming, join_words
from seloste.checker.evidence.services.service_table import (
    find_host,
    find_image,
    find_provider,
    load_services,
    load_table,
)
from seloste.policy.countries import is_country
from seloste.policy.regions import load_providers
from tests.support.evidence_files import Read, read_texts
from tests.support.plans import make_change, make_plan, read_plan
from tests.support.real_files import read_real_file

CANARY = "canary0123456789"
HOSTS = {
    "https://www.google-analytics.com/mp/collect": ("google-analytics", None),
    f"https://{CANARY}@o1.ingest.de.sentry.io/2": ("sentry", "DE"),
    f"https://{CANARY}@o1.ingest.sentry.io/2": ("sentry", "US"),
    "HTTPS://US.SENTRY.IO.:443/api": ("sentry", "US"),
    "smtp.sendgrid.net:587": ("sendgrid", "US"),
    f"jdbc:postgresql://crm.x.eu-north-1.rds.amazonaws.com:5432/crm?password={CANARY}": ("aws", "SE"),
    "s3-eu-west-1.amazonaws.com": ("aws", "IE"),
    "https://europe-west1-aiplatform.googleapis.com/v1": ("google-cloud", "BE"),
    f"Server=tcp:crm.database.windows.net,1433;Password={CANARY};": ("azure", None),
    "DefaultEndpointsProtocol=https;AccountName=x;EndpointSuffix=core.windows.net": ("azure", None),
    "https://hel1.your-objectstorage.com": ("hetzner", "FI"),
    f"mongodb+srv://u:{CANARY}@crm.abc.mongodb.net/x": ("mongodb-atlas", None),
    "https://eu.i.posthog.com": ("posthog", "DE"),
    "https://api.openai.com/v1": ("openai", None),
    "https://api.eu.mailgun.net/v3": ("mailgun", None),
    "aws-0-eu-central-1.pooler.supabase.com:6543": ("supabase", "DE"),
}
NO_HOSTS = (
    "https://evil-sentry.io.example.com/1",
    "https://notsentry.io/1",
    f"https://sentry.io:{CANARY}@errors.example/1",
    "http://sentry:9000/1",
    "https://docs.sentry.io/platforms",
    "someone@sendgrid.net",
    "/var/lib/sentry.io/data",
    "com.sentry.io.example",
    "10.0.0.1:9000",
    "https://github.com/example/shop",
    "images.example.com/shop:1",
    "sentry.io\0.example",
)


def find(text: str) -> list[tuple[str, str | None]]:
    matches = (find_host(host.name) for host in list_hosts(text))
    return [(match.service.id, match.country) for match in matches if match and not match.service.serves]


@pytest.mark.parametrize(("text", "found"), HOSTS.items())
def test_a_host_tells_its_service_and_its_country(text: str, found: tuple[str, str | None]) -> None:
    assert find(text) == [found]


@pytest.mark.parametrize("text", NO_HOSTS)
def test_what_only_looks_like_a_host_of_a_service_is_none(text: str) -> None:
    assert find(text) == []


def test_hosts_are_found_in_linear_time() -> None:
    texts = ["://" * 400_000, "a." * 400_000, ("x" * 60 + ".") * 20_000, "@" * 1_000_000, "https://" + "u:p@" * 200_000]
    start = time.process_time()
    for text in texts:
        assert find(text) == []
    assert time.process_time() - start < 1


def test_an_image_is_known_in_any_registry_and_one_that_people_run_themselves_is_none() -> None:
    for image in (
        "datadog/agent",
        "images.example.com/datadoghq/agent:7",
        "images.example.com/datadog/agent@sha256:ab",
        "r.example:5000/x/datadog/agent:7",
    ):
        found = find_image(image)
        assert found is not None
        assert found[1].id == "datadog"
    for image in ("getsentry/sentry:24", "posthog/posthog", "grafana/grafana", "datadog/agent-evil", "postgres", ""):
        assert find_image(image) is None


def test_a_provider_is_known_by_its_source_as_every_file_writes_it() -> None:
    for source in (
        "hashicorp/aws",
        "registry.example.com/hashicorp/aws",
        "mirror.example.com/hashicorp/aws",
        'module.db.provider["registry.example.com/hashicorp/aws"].east',
        "provider.aws",
        "aws",
    ):
        found = find_provider(source)
        assert found is not None
        assert found[1].id == "aws"
    for source in ("random", "hashicorp/null", "hashicorp/kubernetes", "hashicorp/helm", "local", "tls", "example/aws"):
        assert find_provider(source) is None


@pytest.mark.parametrize(
    ("text", "service", "naming"),
    [
        ("Amazon Web Services EMEA SARL", "aws", Naming.OWN),
        ("aws-hosting", "aws", Naming.OWN),
        ("Functional Software, Inc.", "sentry", Naming.COMPANY),
        ("Google Cloud EMEA Limited", "google-cloud", Naming.OWN),
        ("GOOGLE Ireland Ltd", "google-cloud", Naming.COMPANY),
        ("https://www.sentry.io/", "sentry", Naming.OWN),
        ("NewRelic", "newrelic", Naming.OWN),
        ("Googlen pilvipalvelu", "google-cloud", Naming.COMPANY),
        ("Amazonin ja Hetznerin palvelimet", "hetzner", Naming.OWN),
        ("Hetzneriltä vuokratut palvelimet", "hetzner", Naming.OWN),
        ("Microsofts molntjänster", "azure", Naming.COMPANY),
        ("AWS:n pilvi", "aws", Naming.OWN),
        ("Teams", "microsoft-365", Naming.COMPANY),
        ("Functional Software Inc. d/b/a Sentry", "sentry", Naming.OWN),
        ("Visma Solutions Oy", "netvisor", Naming.COMPANY),
        ("Sentryville Oy", "sentry", Naming.NONE),
        ("Awsome Oy", "aws", Naming.NONE),
        ("Pilvi Oy", "aws", Naming.NONE),
    ],
)
def test_a_list_names_a_service_in_whole_words(text: str, service: str, naming: Naming) -> None:
    assert find_naming(load_services()[service], join_words([text])) is naming


def test_the_table_is_sound() -> None:
    services = load_services()
    assert len([each for each in services.values() if not each.serves]) >= 90
    hosts = [suffix for each in services.values() for suffix in each.hosts]
    doubled = {host for host in hosts if hosts.count(host) > 1}
    assert doubled <= {"azuredatabricks.net"}
    for service in services.values():
        assert is_country(service.country)
        entry = service.entry
        assert ("source" in entry) == (entry.get("confidence", "from_memory") != "from_memory"), service.id
        assert service.uncertain <= {*entry.get("keys", ()), *entry.get("providers", ())}, service.id
        for suffix, place in service.hosts.items():
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", suffix)
            assert place in ("-", "eu") or is_country(place) or all(name in load_providers() for name in place.split())
        for source in entry.get("providers", ()):
            assert re.fullmatch(r"[a-z0-9-]+/[a-z0-9_-]+", source)
    assert {"www", "docs"} <= set(load_table()["pages"])


COMPOSE = f"""\
services:
  web:
    image: shop:1
    environment:
      SENTRY_DSN: https://{CANARY}@o1.ingest.de.sentry.io/2
      STRIPE_SECRET_KEY: ${{STRIPE_SECRET_KEY}}
      SENDGRID_API_KEY:
      RESEND_API_KEY: ${{RESEND_API_KEY:-}}
      ANTHROPIC_API_KEY: changeme
      BREVO_API_KEY: {CANARY}
      CSP_CONNECT_SRC: "'self' https://*.mixpanel.com"
      MAIL_URL: smtp://${{USER}}:${{PASSWORD}}@smtp.mailgun.org:587
  own:
    image: app
    environment:
      - SENTRY_DSN=http://{CANARY}@sentry:9000/1
      - POSTHOG_KEY=${{KEY}}
      - POSTHOG_HOST=https://posthog.own.example
      - OPENAI_API_KEY=${{KEY}}
      - OPENAI_BASE_URL=${{BASE}}
  tool:
    image: datadog/agent:7
    profiles: [debug]
"""


def test_a_value_decides_and_is_never_kept() -> None:
    read = read_texts("compose.services", {"compose.yaml": COMPOSE})
    assert read.facts("web") == [
        "sentry host de.sentry.io DE at environment[SENTRY_DSN]:5",
        "stripe variable STRIPE_SECRET_KEY at environment[STRIPE_SECRET_KEY]:6",
        "sendgrid perhaps variable SENDGRID_API_KEY at environment[SENDGRID_API_KEY]:7",
        "resend perhaps variable RESEND_API_KEY at environment[RESEND_API_KEY]:8",
        "anthropic perhaps variable ANTHROPIC_API_KEY at environment[ANTHROPIC_API_KEY]:9",
        "brevo variable BREVO_API_KEY at environment[BREVO_API_KEY]:10",
        "mixpanel perhaps host mixpanel.com at environment[CSP_CONNECT_SRC]:11",
        "mailgun host smtp.mailgun.org US at environment[MAIL_URL]:12",
    ]
    assert read.facts("own") == [
        "openai perhaps variable OPENAI_API_KEY at environment[OPENAI_API_KEY]:19",
        "openai perhaps variable OPENAI_BASE_URL at environment[OPENAI_BASE_URL]:20",
    ]
    assert read.facts("tool") == ["datadog perhaps image datadog/agent at image:22"]
    assert CANARY not in repr(read.resources)


MANIFEST = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings, namespace: shop}}
data: {{MAIL_HOST: smtp.mailgun.org, NOTE: "{CANARY}", POSTHOG_KEY: "{CANARY}"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  template:
    spec:
      containers:
        - name: web
          image: newrelic/nri-kubernetes:3
          envFrom: [{{configMapRef: {{name: settings}}}}, {{configMapRef: {{name: absent}}}}]
          env:
            - {{name: SENTRY_DSN, valueFrom: {{secretKeyRef: {{name: s, key: dsn}}}}}}
            - {{name: STRIPE_SECRET_KEY, valueFrom: {{secretKeyRef: {{name: s, key: k}}}}}}
            - {{name: RESEND_API_KEY, valueFrom: {{secretKeyRef: {{name: s, key: k, optional: true}}}}}}
            - {{name: OPENAI_API_KEY}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {{name: keys, namespace: shop}}
spec: {{data: [{{secretKey: TWILIO_AUTH_TOKEN, remoteRef: {{key: a}}}}]}}
"""


def test_workloads_name_services_by_images_variables_and_config_maps() -> None:
    read = read_texts("kubernetes.manifests", {"web.yaml": MANIFEST})
    assert read.facts("Deployment/shop/web") == [
        "newrelic image newrelic/nri-kubernetes at image:14",
        "mailgun host smtp.mailgun.org US at data[MAIL_HOST]:4",
        "posthog variable POSTHOG_KEY at data[POSTHOG_KEY]:4",
        "sentry perhaps variable SENTRY_DSN at env[SENTRY_DSN]:17",
        "stripe variable STRIPE_SECRET_KEY at env[STRIPE_SECRET_KEY]:18",
        "resend perhaps variable RESEND_API_KEY at env[RESEND_API_KEY]:19",
        "openai perhaps variable OPENAI_API_KEY at env[OPENAI_API_KEY]:20",
    ]
    assert read.facts("ExternalSecret/shop/keys") == ["twilio variable TWILIO_AUTH_TOKEN at spec.data[].secretKey:25"]
    assert CANARY not in repr(read.resources)


def test_code_shows_each_provider_once_a_module_and_what_variables_name() -> None:
    read = read_texts(
        "terraform.hcl",
        {
            "main.tf": f"""\
terraform {{
  required_providers {{
    errors = {{ source = "jianyuan/sentry" }}
    other  = {{ source = "example/aws" }}
  }}
}}
data "google_project" "p" {{}}
resource "errors_project" "shop" {{}}
resource "errors_project" "other" {{}}
resource "random_password" "x" {{}}
resource "aws_lambda_function" "f" {{
  environment {{
    variables = {{
      SENTRY_DSN        = "https://{CANARY}@o1.ingest.sentry.io/3"
      STRIPE_SECRET_KEY = var.key
    }}
  }}
}}
"""
        },
    )
    assert services_of(read) == {
        "errors_project.shop": ["sentry provider jianyuan/sentry at provider:8"],
        "aws_lambda_function.f": [
            "sentry host sentry.io US at environment.variables[SENTRY_DSN]:14",
            "stripe variable STRIPE_SECRET_KEY at environment.variables[STRIPE_SECRET_KEY]:15",
            "aws provider hashicorp/aws at provider:11",
        ],
    }
    assert CANARY not in repr(read.resources)


def test_a_plan_shows_what_its_variables_and_containers_name() -> None:
    environment = {
        "environment": [{"variables": {"SENTRY_DSN": f"https://{CANARY}@sentry.io/1", "STRIPE_SECRET_KEY": CANARY}}]
    }
    containers = (
        '[{"name": "a", "image": "datadog/agent:7", "environment": [{"name": "DD_SITE", "value": "datadoghq.eu"}],'
        f' "secrets": [{{"name": "OPENAI_API_KEY", "valueFrom": "{CANARY}"}}]}}]'
    )
    lambda_change = make_change("aws_lambda_function.f", environment)
    lambda_change["provider_name"] = "registry.example.com/hashicorp/aws"
    task = make_change("aws_ecs_task_definition.t", {"container_definitions": containers})
    gone = make_change("sentry_project.p", None, before={"name": "x"}, actions=("delete",))
    gone["provider_name"] = "registry.example.com/jianyuan/sentry"
    read = Read(read_plan(make_plan(lambda_change, task, gone)), [], [], [])
    assert services_of(read) == {
        "aws_lambda_function.f": [
            "sentry host sentry.io US at environment.variables[SENTRY_DSN]:None",
            "stripe variable STRIPE_SECRET_KEY at environment.variables[STRIPE_SECRET_KEY]:None",
            "aws provider hashicorp/aws at provider:None",
        ],
        "aws_ecs_task_definition.t": [
            "datadog host datadoghq.eu DE at container_definitions[DD_SITE]:None",
            "openai variable OPENAI_API_KEY at container_definitions[OPENAI_API_KEY]:None",
            "datadog image datadog/agent at image:None",
        ],
    }
    assert CANARY not in repr(read.resources)


def services_of(read: Read) -> dict[str, list[str]]:
    words = (" host ", " provider ", " variable ", " image ")
    found = {
        each.address: [fact for fact in read.facts(each.address) if any(w in fact for w in words)]
        for each in read.resources
    }
    return {address: facts for address, facts in found.items() if facts}


def test_a_million_letters_and_a_hundred_thousand_variables_are_no_matter() -> None:
    many = "\n".join(f"      V{number}: https://h{number}.example" for number in range(20_000))
    text = f"services:\n  web:\n    image: x\n    environment:\n      LONG: '{'a.' * 400_000}'\n{many}\n"
    start = time.process_time()
    read = read_texts("compose.services", {"compose.yaml": text})
    assert time.process_time() - start < 10
    assert read.facts("web") == []


@pytest.mark.parametrize("name", ["compose_wordpress", "compose_netbox_anchors"])
def test_real_compose_files_that_use_nothing_show_nothing(name: str) -> None:
    text = read_real_file(f"{name}.yaml").decode()
    assert services_of(read_texts("compose.services", {"compose.yaml": text})) == {}


def test_a_variable_that_a_real_file_only_names_is_never_certain() -> None:
    text = read_real_file("compose_baserow_saas_env.yaml").decode()
    read = read_texts("compose.services", {"compose.yaml": text})
    facts = [fact for each in services_of(read).values() for fact in each]
    assert any(fact.startswith("sentry perhaps ") for fact in facts)
    assert all(" perhaps " in fact for fact in facts)
