"""Own servers in the place of services of other companies, and values that only look as if a service were in use."""

from __future__ import annotations

import json

import pytest

from seloste.checker.evidence.resource import ServiceFact
from tests.support.evidence_files import Read, read_texts
from tests.support.plans import make_change, make_plan, read_plan

CANARY = "canary0123456789"
REQUIRED = """\
terraform {
  required_providers {
    sentry  = { source = "jianyuan/sentry" }
    grafana = { source = "grafana/grafana" }
  }
}
"""


def list_services(read: Read, *, certain: bool = True) -> set[str]:
    facts = [fact for each in read.resources for fact in each.facts if isinstance(fact, ServiceFact)]
    return {fact.service for fact in facts if fact.is_certain is certain}


@pytest.mark.parametrize(
    ("provider", "resource", "certain", "possible"),
    [
        ('"sentry" {\n  base_url = "https://sentry.example.com/api/"\n}', "sentry_project", set(), set()),
        ('"sentry" {\n  base_url = "https://de.sentry.io/api/"\n}', "sentry_project", {"sentry"}, set()),
        ('"sentry" {\n  base_url = var.url\n}', "sentry_project", set(), {"sentry"}),
        ('"sentry" {\n  token = var.token\n}', "sentry_project", {"sentry"}, set()),
        ('"grafana" {\n  url = "https://example.grafana.net/"\n}', "grafana_folder", {"grafana-cloud"}, set()),
        ('"grafana" {\n  url = "https://grafana.example.com/"\n}', "grafana_folder", set(), set()),
        ('"aws" {\n  endpoints {\n    s3 = "http://localhost:4566"\n  }\n}', "aws_s3_bucket", set(), set()),
        (
            '"aws" {\n  endpoints {\n    s3 = "https://fsn1.your-objectstorage.com"\n  }\n}',
            "aws_s3_bucket",
            {"hetzner"},
            set(),
        ),
        ('"aws" {\n  alias = "test"\n  endpoints {\n    s3 = "http://x:1"\n  }\n}', "aws_s3_bucket", {"aws"}, set()),
    ],
)
def test_a_provider_that_is_pointed_at_a_server_is_what_that_server_is(
    provider: str, resource: str, certain: set[str], possible: set[str]
) -> None:
    text = f'{REQUIRED}provider {provider}\nresource "{resource}" "x" {{}}\n'
    read = read_texts("terraform.hcl", {"main.tf": text})
    assert list_services(read) == certain
    assert list_services(read, certain=False) == possible


@pytest.mark.parametrize(
    ("expressions", "certain", "possible"),
    [
        ({"endpoints": [{"s3": {"constant_value": "http://localhost:4566"}}]}, set(), set()),
        ({"endpoints": [{"s3": {"references": ["var.own"]}}]}, set(), set()),
        ({"endpoints": [{"s3": {"references": ["data.x.y"]}}]}, set(), {"aws"}),
        ({"region": {"constant_value": "eu-north-1"}}, {"aws"}, set()),
    ],
)
def test_a_plan_has_the_servers_of_its_providers(
    expressions: dict[str, object], certain: set[str], possible: set[str]
) -> None:
    change = make_change("aws_s3_bucket.x", {"bucket": "x"})
    change["provider_name"] = "registry.example.com/hashicorp/aws"
    plan = json.loads(json.dumps(make_plan(change)))
    block = {"mode": "managed", "type": "aws_s3_bucket", "name": "x", "provider_config_key": "aws"}
    plan["variables"] = {"own": {"value": "http://minio:9000"}}
    plan["configuration"] = {
        "provider_config": {"aws": {"name": "aws", "expressions": expressions}},
        "root_module": {"variables": {"own": {}}, "resources": [block]},
    }
    read = Read(read_plan(plan), [], [], [])
    assert list_services(read) == certain
    assert list_services(read, certain=False) == possible


def test_containers_that_are_encoded_in_code_are_read_with_what_is_not_literal() -> None:
    text = f"""\
resource "aws_ecs_task_definition" "web" {{
  container_definitions = jsonencode([{{
    image       = "${{var.repository}}:1"
    environment = [
      {{ name = "SENTRY_DSN", value = "https://{CANARY}@o1.ingest.de.sentry.io/2" }},
      {{ name = "STRIPE_SECRET_KEY", value = var.key }},
      {{ name = "RESEND_API_KEY", value = "" }},
    ]
    secrets          = [{{ name = "OPENAI_API_KEY", valueFrom = aws_ssm_parameter.key.arn }}]
    logConfiguration = {{ logDriver = "awsfirelens", options = {{ Host = "http-intake.logs.datadoghq.eu" }} }}
  }}])
}}
resource "aws_s3_bucket_policy" "p" {{
  policy = jsonencode({{ Statement = [{{ Resource = aws_s3_bucket.b.arn }}] }})
}}
"""
    read = read_texts("terraform.hcl", {"main.tf": text})
    assert list_services(read) == {"aws", "sentry", "stripe", "openai", "datadog"}
    assert list_services(read, certain=False) == {"resend"}
    assert CANARY not in repr(read.resources)


MANIFEST = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: keys, namespace: shop}}
stringData: {{dsn: "https://{CANARY}@errors.example.com/1", MAIL_HOST: smtp.mailgun.org, NOTE: "{CANARY}"}}
data: {{TWILIO_AUTH_TOKEN: Y2FuYXJ5}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {{name: send, namespace: shop}}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - {{name: get, image: curl, command: [sh, -c, "curl https://api.mixpanel.com/x"]}}
            - {{name: agent, image: "datadog/agent:7", restartPolicy: Always}}
          containers:
            - name: send
              image: own
              args: ["--smtp=smtp.sendgrid.net:587", "--files=https://storage.googleapis.com/public/file"]
              envFrom: [{{secretRef: {{name: keys}}}}]
              env: [{{name: SENTRY_DSN, valueFrom: {{secretKeyRef: {{name: keys, key: dsn}}}}}}]
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {{name: sealed, namespace: shop}}
spec: {{encryptedData: {{STRIPE_SECRET_KEY: {CANARY}}}}}
"""


def test_secrets_commands_and_the_containers_before_and_beside_name_services() -> None:
    read = read_texts("kubernetes.manifests", {"send.yaml": MANIFEST})
    assert list_services(read) == {"datadog", "mailgun", "twilio", "sendgrid", "stripe"}
    assert list_services(read, certain=False) == {"mixpanel", "google-cloud"}
    assert CANARY not in repr(read.resources)


def test_logs_and_files_of_variables_name_services() -> None:
    compose = """\
services:
  web:
    image: own
    env_file: [{path: settings/web.env}, absent.env]
    environment: {POSTHOG_HOST: "https://events.example.com"}
    logging: {driver: awslogs, options: {awslogs-region: eu-north-1}}
  job:
    image: own
    command: run --smtp smtp.sendgrid.net:587
    logging: {driver: loki, options: {loki-url: "https://1:key@logs-prod-012.grafana.net/loki"}}
  own:
    image: own
    logging: {driver: loki, options: {loki-url: "http://loki:3100/push"}}
"""
    env = f"SENTRY_DSN=https://{CANARY}@o1.ingest.de.sentry.io/2\nPOSTHOG_KEY={CANARY}\nPOSTHOG_HOST=https://eu.i.posthog.com\n"
    read = read_texts("compose.services", {"compose.yaml": compose, "settings/web.env": env})
    assert read.facts("web") == [
        "sentry host de.sentry.io DE at env_file[SENTRY_DSN]:4",
        "aws driver awslogs at logging.driver:6",
    ]
    assert list_services(read) == {"sentry", "aws", "sendgrid", "grafana-cloud"}
    assert read.facts("own") == []
    assert CANARY not in repr(read.resources)


@pytest.mark.parametrize(
    "variables",
    [
        {"STRIPE_SECRET_KEY": "sk_test_51Habcdef"},
        {"SENDGRID_API_KEY": "SG.xxxxxxxx"},
        {"ANTHROPIC_API_KEY": "insert-key-here"},
        {"BREVO_API_KEY": "YOUR_KEY"},
        {"SENTRY_DSN": "https://a@o1.ingest.sentry.io/1", "SENTRY_ENABLED": "false"},
        {"NEW_RELIC_LICENSE_KEY": "abc", "NEW_RELIC_ENABLED": "0"},
        {"MAILGUN_API_KEY": "abc", "DISABLE_MAILGUN": "true"},
        {"SLACK_WEBHOOK_URL": "https://mattermost.example.com/hooks/a"},
        {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/XXX/YYY/ZZZ"},
        {"TWILIO_ACCOUNT_SID": "ACxxxxxxxxxxxxxxxx"},
        {"STRIPE_SECRET_KEY": "{{ stripe_key }}"},
        {"CONNECT_SRC": "https://api.mixpanel.com"},
        {"HEADERS": "Content-Security-Policy: connect-src https://api.mixpanel.com"},
        {"IMAGE_DOMAINS": "res.cloudinary.com,storage.googleapis.com"},
        {"CHAT_INVITE_URL": "https://discord.com/invite/x"},
        {"CONFIG": "host = mail\n# host = smtp.sendgrid.net\n; smtp.mailgun.org"},
    ],
)
def test_what_is_for_tests_switched_off_listed_or_a_comment_accuses_nobody(variables: dict[str, str]) -> None:
    compose = json.dumps({"services": {"web": {"image": "own", "environment": variables}}})
    assert list_services(read_texts("compose.services", {"compose.yaml": compose})) == set()


def test_a_switch_of_another_service_switches_nothing_off() -> None:
    variables = {"SENTRY_DSN": "https://a@o1.ingest.sentry.io/1", "DD_TRACE_ENABLED": "false", "DD_API_KEY": "abc"}
    compose = json.dumps({"services": {"web": {"image": "own", "environment": variables}}})
    assert list_services(read_texts("compose.services", {"compose.yaml": compose})) == {"sentry", "datadog"}


def test_a_switch_in_a_config_map_counts() -> None:
    manifest = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {ENABLE_STRIPE: "false", STRIPE_SECRET_KEY: rk_live_abc, RESEND_API_KEY: re_abc}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: own, envFrom: [{configMapRef: {name: settings}}]}]}
"""
    read = read_texts("kubernetes.manifests", {"web.yaml": manifest})
    assert list_services(read) == {"resend"}
    assert list_services(read, certain=False) == {"stripe"}
