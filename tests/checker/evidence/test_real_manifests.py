"""Manifests and Compose files of real projects are read without an error, and show what they show and no more."""

from __future__ import annotations

import pytest

from seloste.checker.evidence.resource import ServiceFact
from tests.support.evidence_files import Read, read_texts
from tests.support.real_files import read_real_file

MANIFESTS = {
    "k8s_guestbook": {
        "Deployment/redis-master": [],
        "Deployment/redis-replica": [],
        "Deployment/frontend": [],
        "Service/redis-master": [],
        "Service/redis-replica": [],
        "Service/frontend": [],
    },
    "k8s_ingress_tls": {"Ingress/carbonscope/carbonscope-ingress": ["encryption-in-transit on at spec.tls:13"]},
    "k8s_postgres_backup_cronjob": {
        "CronJob/carbonscope/postgres-backup": ["backup on P1D at spec.schedule:10"],
        "PersistentVolumeClaim/carbonscope/postgres-backups": [],
    },
    "k8s_postgres_statefulset_s3_backup": {
        "StatefulSet/postgres": ["firewall unknown at spec.template.metadata.labels:16"],
        "Service/postgres": [],
    },
}
COMPOSE = {
    "compose_baserow_saas_env": ["db"],
    "compose_netbox_anchors": ["postgres", "redis", "redis-cache"],
    "compose_wordpress": ["db"],
}


def read_sample(kind: str, name: str) -> Read:
    return read_texts(kind, {f"{name}.yaml": read_real_file(f"{name}.yaml").decode()})


@pytest.mark.parametrize(("name", "expected"), MANIFESTS.items())
def test_manifests(name: str, expected: dict[str, list[str]]) -> None:
    read = read_sample("kubernetes.manifests", name)
    assert {each.address: read.facts(each.address) for each in read.resources} == expected
    assert read.findings == []


def test_manifests_are_tied_together() -> None:
    guestbook = read_sample("kubernetes.manifests", "k8s_guestbook")
    assert guestbook.targets("Service/redis-replica") == ["Deployment/redis-replica"]
    assert guestbook.stores == []
    sidecar = read_sample("kubernetes.manifests", "k8s_postgres_statefulset_s3_backup")
    assert (sidecar.stores, sidecar.targets("Service/postgres")) == (["StatefulSet/postgres"], ["StatefulSet/postgres"])
    assert "test123!" not in repr(sidecar.resources)
    job = read_sample("kubernetes.manifests", "k8s_postgres_backup_cronjob")
    assert job.targets("PersistentVolumeClaim/carbonscope/postgres-backups") == job.stores


@pytest.mark.parametrize(("name", "stores"), COMPOSE.items())
def test_compose_files(name: str, stores: list[str]) -> None:
    read = read_sample("compose.services", name)
    assert read.stores == stores
    assert all(isinstance(fact, ServiceFact) for each in read.resources for fact in each.facts)
    assert not any(fact.is_certain for each in read.resources for fact in each.facts if isinstance(fact, ServiceFact))
    assert read.findings == []
    assert "somewordpress" not in repr(read.resources)
