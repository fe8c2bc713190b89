"""Manifests and Compose files that want to hurt: limits, circles, wrong types, many that select many."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from seloste.checker.evidence.kubernetes.objects import MOST_TARGETS
from tests.support.evidence_files import read_texts

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
SERVICES = "services: {a: {image: b}}\n"
LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{number}: &a{number} [{','.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 10)
)


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("a.yaml", POD + "x: " + "[" * 100_000, "depth"),
        ("a.yaml", SERVICES + "x: " + "{a: " * 100_000, "depth"),
        ("a.json", '{"apiVersion": "v1", "kind": "Pod", "x": ' + "[" * 100_000, "depth"),
        ("a.yaml", POD + LAUGHS, "aliases"),
        ("a.yaml", SERVICES + LAUGHS, "aliases"),
    ],
)
def test_limits_are_kept(name: str, text: str, rule: str) -> None:
    kind = "compose.services" if "services" in text else "kubernetes.manifests"
    read = read_texts(kind, {name: text})
    assert [(found, variant) for found, variant, _ in read.findings] == [("input/limit-exceeded", rule)]
    assert read.resources == []


def test_a_large_text_and_a_deep_definition_are_read() -> None:
    board = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: "' + "y, " * 100_000 + '"\n'
    deep = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: " + "{a: " * 90 + "}" * 90 + "\n"
    claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\n"
    read = read_texts("kubernetes.manifests", {"a.yaml": "---\n".join((board, deep, claim))})
    assert (read.stores, read.findings) == (["PersistentVolumeClaim/a"], [])


def test_of_many_that_are_selected_the_first_count() -> None:
    pods = [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"p{number}", "labels": {"a": "b"}}}
        for number in range(MOST_TARGETS + 50)
    ]
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"selector": {"a": "b"}}}
    items = {"apiVersion": "v1", "kind": "List", "items": [*pods, service]}
    read = read_texts("kubernetes.manifests", {"a.json": json.dumps(items)})
    assert len(read.targets("Service/s")) == MOST_TARGETS


def change(random: Random, value: Any) -> Any:
    """The value with some parts replaced by others of any type, and some left out."""
    if random.random() < 0.08:
        return random.choice([None, True, 1, 1.5, "x", "", [], {}, [1], [None], {"a": 1}, [{"name": "x"}], ["a=b"]])
    if isinstance(value, dict):
        return {key: change(random, item) for key, item in value.items() if random.random() > 0.03}
    return [change(random, item) for item in value] if isinstance(value, list) else value


def test_any_type_may_stand_anywhere() -> None:
    random = Random(13)
    container = {"image": "postgres", "command": ["pg_dump"], "env": [{"name": "PGHOST", "value": "s"}]}
    container |= {"volumeMounts": [{"name": "v", "mountPath": "/data"}], "envFrom": [{}]}
    pod = {"containers": [container], "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "c"}}]}
    template = {"metadata": {"labels": {"a": "b"}, "annotations": {"seloste.io/system": "x"}}, "spec": pod}
    claim = {"metadata": {"name": "c"}, "spec": {"storageClassName": "s"}}
    rule = {"host": "a", "http": {"paths": [{"backend": {"service": {"name": "x"}}}]}}
    specs = {
        "apps/v1 StatefulSet": {"template": template, "volumeClaimTemplates": [claim]},
        "batch/v1 CronJob": {"schedule": "@daily", "jobTemplate": {"spec": {"template": template}}},
        "v1 Service": {"selector": {"a": "b"}, "type": "NodePort", "ports": [{"port": 5432}]},
        "v1 PersistentVolumeClaim": {},
        "networking.k8s.io/v1 Ingress": {"rules": [rule], "tls": [{"hosts": ["a"]}]},
        "networking.k8s.io/v1 NetworkPolicy": {"podSelector": {"matchExpressions": [{"key": "a", "operator": "In"}]}},
        "gateway.networking.k8s.io/v1 Gateway": {"listeners": [{"protocol": "HTTP", "name": "h"}]},
        "gateway.networking.k8s.io/v1 HTTPRoute": {"parentRefs": [{"name": "x"}], "rules": [{"backendRefs": [rule]}]},
        "velero.io/v1 Schedule": {"schedule": "@daily", "template": {"ttl": "1h", "includedNamespaces": ["a"]}},
        "postgresql.cnpg.io/v1 Cluster": {"backup": {"retentionPolicy": "1d"}},
    }
    objects = [
        {"apiVersion": kind.split()[0], "kind": kind.split()[1], "metadata": {"name": "x"}, "spec": spec}
        for kind, spec in specs.items()
    ]
    service = {"image": "postgres", "ports": ["1:5432", {"target": 1}], "volumes": ["a:/b", {"type": "volume"}]}
    service |= {"environment": {"A": "b"}, "labels": ["a=b"], "extends": {"service": "b", "file": "c"}, "tmpfs": ["/a"]}
    service |= {"logging": {"driver": "none"}, "depends_on": {"b": {}}, "deploy": {"labels": {"a": "b"}}}
    project = {"services": {"a": service, "b": service}, "include": ["x", {"path": "y"}]}
    for _ in range(40):
        text = "\n---\n".join(json.dumps(change(random, each)) for each in objects)
        read = read_texts("kubernetes.manifests", {"a.yaml": text})
        assert read.findings == []
        over = {name: json.dumps(change(random, project)) for name in ("compose.yaml", "compose.override.yaml")}
        assert read_texts("compose.services", over).findings == []
