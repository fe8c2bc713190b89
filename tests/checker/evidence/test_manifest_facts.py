"""What each kind of Kubernetes object shows, and what shows nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.evidence_files import Read, read_texts


def read(*objects: dict[str, Any]) -> Read:
    """What is read in some objects, one document each."""
    return read_texts("kubernetes.manifests", {"a.yaml": "\n---\n".join(json.dumps(each) for each in objects)})


def make(kind: str, version: str = "v1", name: str = "x", **parts: Any) -> dict[str, Any]:
    metadata = {"name": name, **parts.pop("metadata", {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **parts}


def run(*containers: dict[str, Any], kind: str = "Deployment", volumes: Any = (), **spec: Any) -> dict[str, Any]:
    """A workload with some containers and the label `app: x`."""
    pod = {"containers": list(containers), "volumes": list(volumes)}
    return make(kind, "apps/v1", spec={**spec, "template": {"metadata": {"labels": {"app": "x"}}, "spec": pod}})


def shown(of: Read, address: str) -> list[str]:
    """The facts of a resource without their lines."""
    return [fact.rpartition(":")[0] for fact in of.facts(address)]


def mount(name: str, path: str) -> dict[str, Any]:
    return {"volumeMounts": [{"name": name, "mountPath": path}]}


POSTGRES, REDIS, WEB = {"image": "postgres:16"}, {"image": "redis:7"}, {"image": "shop/web"}
CLAIM = {"name": "v", "persistentVolumeClaim": {"claimName": "c"}}
EMPTY, HOST = {"name": "v", "emptyDir": {}}, {"name": "v", "hostPath": {"path": "/srv"}}
DATA = "/var/lib/postgresql/data"


@pytest.mark.parametrize(
    ("workload", "expected"),
    [
        (run(POSTGRES), True),
        (run(REDIS), False),
        (run(WEB), False),
        (run({"image": "prom/postgres-exporter"}), False),
        (run({"image": "images.example.com/x/postgres-exporter:1"}), False),
        (run({"image": "registry.example.com:5000/mirror/postgres:16@sha256:00"}), True),
        (run({"image": "localhost/postgres"}), True),
        (run({"image": "mcr.microsoft.com/mssql/server:2022-latest"}), True),
        (run({"image": "mcr.microsoft.com/windows/server"}), False),
        (run(WEB | mount("v", "/uploads"), volumes=[CLAIM]), True),
        (run(REDIS | mount("v", "/data"), volumes=[CLAIM]), True),
        (run(REDIS | mount("v", "/data"), volumes=[HOST]), True),
        (run(WEB | mount("v", "/var/log"), volumes=[HOST]), False),
        (run(POSTGRES | mount("v", DATA), volumes=[EMPTY]), False),
        (run(POSTGRES | mount("v", "/tmp"), volumes=[EMPTY]), True),
        (run(WEB, kind="StatefulSet", volumeClaimTemplates=[{"metadata": {"name": "d"}}]), True),
        (run({"image": "postgres:16", "args": ["pg_dump", "-h", "db"]}), False),
        (run({"image": 5}), False),
        (make("Job", "batch/v1", spec={"template": {"spec": {"containers": [POSTGRES]}}}), False),
        (make("Pod", spec={"containers": [POSTGRES]}), True),
        (make("Pod", spec={"initContainers": [POSTGRES], "containers": [WEB]}), False),
        (make("Cluster", "postgresql.cnpg.io/v1"), True),
        (make("Cluster", "cluster.x-k8s.io/v1beta1"), False),
        (make("PersistentVolume"), False),
    ],
)
def test_where_records_lie(workload: dict[str, Any], expected: bool) -> None:
    [resource] = read(workload).resources
    assert resource.stores_data is expected


INGRESS = "networking.k8s.io/v1"


def enter(hosts: list[str], tls: list[dict[str, Any]], annotations: Any = None, **spec: Any) -> dict[str, Any]:
    rules = [{"host": host} if host else {} for host in hosts]
    return make(
        "Ingress", INGRESS, metadata={"annotations": annotations or {}}, spec={"rules": rules, "tls": tls, **spec}
    )


TLS = [{"hosts": ["a.fi", "*.b.fi"], "secretName": "s"}]


@pytest.mark.parametrize(
    ("ingress", "expected"),
    [
        (enter(["a.fi", "x.b.fi"], TLS), "on at spec.tls"),
        (enter(["x.y.b.fi"], TLS), "weaker at spec.tls"),
        (enter(["a.fi", "c.fi"], TLS), "weaker at spec.tls"),
        (enter(["a.fi", "c.fi"], [{"secretName": "s"}]), "on at spec.tls"),
        (enter([""], TLS), "unknown at spec.tls"),
        (enter(["a.fi"], []), "off at spec.rules"),
        (enter(["a.fi"], [], ingressClassName="nginx"), "off at spec.rules"),
        (enter(["a.fi"], [], ingressClassName="alb"), "unknown at spec.tls"),
        (enter(["a.fi"], [], {"kubernetes.io/ingress.class": "gce"}), "unknown at spec.tls"),
        (enter(["a.fi"], [], {"alb.ingress.kubernetes.io/certificate-arn": "arn"}), "unknown at spec.tls"),
        (enter(["a.fi"], [], {"nginx.ingress.kubernetes.io/ssl-passthrough": "true"}), "unknown at spec.tls"),
        (enter(["a.fi"], [], {"traefik.ingress.kubernetes.io/router.tls": "true"}), "unknown at spec.tls"),
        (enter(["a.fi"], [], {"nginx.ingress.kubernetes.io/rewrite-target": "/"}), "off at spec.rules"),
        (
            enter(["a.fi"], TLS, {"nginx.ingress.kubernetes.io/ssl-redirect": "false"}),
            "weaker at metadata.annotations[nginx.ingress.kubernetes.io/ssl-redirect]",
        ),
        (enter(["a.fi"], TLS, {"nginx.ingress.kubernetes.io/ssl-redirect": "true"}), "on at spec.tls"),
        (make("Ingress", INGRESS, spec={"defaultBackend": {"service": {"name": "w"}}}), "off at spec"),
        (make("Ingress", INGRESS, spec={}), None),
        (make("Ingress", INGRESS), None),
    ],
)
def test_ingresses(ingress: dict[str, Any], expected: str | None) -> None:
    assert shown(read(ingress), "Ingress/x") == ([f"encryption-in-transit {expected}"] if expected else [])


GATEWAY = "gateway.networking.k8s.io/v1"


def listen(*protocols: str) -> dict[str, Any]:
    return make("Gateway", GATEWAY, spec={"listeners": [{"name": p.lower(), "protocol": p} for p in protocols]})


def route(section: str = "", redirects: bool = False) -> dict[str, Any]:
    redirect = [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https"}}]
    rule = {"filters": redirect} if redirects else {"backendRefs": [{"name": "s"}]}
    parent = {"name": "x", **({"sectionName": section} if section else {})}
    return make("HTTPRoute", GATEWAY, "r", spec={"parentRefs": [parent], "rules": [rule]})


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        ([listen("HTTPS")], ["on"]),
        ([listen("HTTP", "HTTPS")], ["on"]),
        ([listen("HTTP", "HTTPS"), route("http", redirects=True)], ["on"]),
        ([listen("HTTP", "HTTPS"), route("http")], ["on", "weaker"]),
        ([listen("HTTP", "HTTPS"), route("https")], ["on"]),
        ([listen("HTTP")], ["off"]),
        ([listen("HTTP"), route(redirects=True)], ["unknown"]),
        ([listen("TCP")], []),
    ],
)
def test_gateways(objects: list[dict[str, Any]], expected: list[str]) -> None:
    facts = shown(read(*objects), "Gateway/x")
    assert facts == [f"encryption-in-transit {each} at spec.listeners[].protocol" for each in expected]


def test_a_gateway_belongs_to_what_its_routes_lead_to() -> None:
    service = make("Service", name="s", spec={"selector": {"app": "x"}})
    of = read(listen("HTTPS"), route(), service, run(WEB))
    assert of.targets("Gateway/x") == of.targets("HTTPRoute/r") == ["Service/s", "Deployment/x"]


def serve(kind: str, port: Any = 5432, annotations: Any = None, **spec: Any) -> dict[str, Any]:
    spec = {"type": kind, "selector": {"app": "x"}, "ports": [{"port": 1, "targetPort": port}], **spec}
    return make("Service", metadata={"annotations": annotations or {}}, spec=spec)


def guard(**spec: Any) -> dict[str, Any]:
    return make("NetworkPolicy", INGRESS, spec={"podSelector": {"matchLabels": {"app": "x"}}, **spec})


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (serve("LoadBalancer"), "off at spec.type"),
        (serve("NodePort"), "off at spec.type"),
        (serve("ClusterIP"), None),
        (serve("LoadBalancer", 8080), None),
        (serve("LoadBalancer", "postgres"), None),
        (serve("LoadBalancer", selector={"app": "y"}), None),
        (serve("LoadBalancer", loadBalancerSourceRanges=["10.0.0.0/8"]), "on at spec.loadBalancerSourceRanges"),
        (serve("LoadBalancer", loadBalancerSourceRanges=["0.0.0.0/0"]), "off at spec.type"),
        (serve("LoadBalancer", loadBalancerClass="tailscale"), "unknown at spec.type"),
        (
            serve("LoadBalancer", annotations={"service.beta.kubernetes.io/aws-load-balancer-internal": "true"}),
            "unknown at spec.type",
        ),
        (serve("LoadBalancer", annotations={"metallb.io/address-pool": "lan"}), "unknown at spec.type"),
    ],
)
def test_services_that_open_the_port_of_a_store(service: dict[str, Any], expected: str | None) -> None:
    facts = shown(read(service, run(POSTGRES)), "Service/x")
    assert facts == ([f"firewall {expected}"] if expected else [])


def test_a_service_that_opens_a_web_server_shows_nothing() -> None:
    assert shown(read(serve("LoadBalancer", 5432), run(WEB)), "Service/x") == []


@pytest.mark.parametrize(
    ("policy", "is_on"),
    [
        (guard(policyTypes=["Ingress"]), True),
        (guard(), True),
        (guard(policyTypes=["Egress"]), False),
        (guard(ingress=[{}]), False),
        (guard(ingress=[{"from": [{"podSelector": {}}]}]), True),
        (guard(ingress=[{"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]), False),
        (guard(ingress=[{"ports": [{"port": 5432}]}]), True),
    ],
)
def test_network_policies(policy: dict[str, Any], is_on: bool) -> None:
    of = read(policy, run(POSTGRES), serve("NodePort"))
    assert [fact.split(" at ")[0] for fact in shown(of, "NetworkPolicy/x")] == (["firewall on"] if is_on else [])
    assert of.targets("NetworkPolicy/x") == ["Deployment/x"]
    assert [fact.split(" at ")[0] for fact in shown(of, "Deployment/x")] == ([] if is_on else ["firewall unknown"])
    assert shown(of, "Service/x") == [f"firewall {'unknown' if is_on else 'off'} at spec.type"]


@pytest.mark.parametrize(
    ("expression", "selects"),
    [
        ({"operator": "In", "values": ["x", "y"]}, True),
        ({"operator": "In", "values": ["y"]}, False),
        ({"operator": "NotIn", "values": ["y"]}, True),
        ({"operator": "Exists"}, True),
        ({"operator": "DoesNotExist"}, False),
        ({"operator": "Other"}, False),
    ],
)
def test_expressions_of_selectors(expression: dict[str, Any], selects: bool) -> None:
    policy = guard(podSelector={"matchExpressions": [{"key": "app", **expression}]})
    assert read(policy, run(WEB)).targets("NetworkPolicy/x") == (["Deployment/x"] if selects else [])


CUSTOM = [
    (
        make("ScheduledBackup", "postgresql.cnpg.io/v1", spec={"schedule": "0 0 0 * * *", "cluster": {"name": "c"}}),
        ["backup on P1D at spec.schedule"],
    ),
    (
        make("ScheduledBackup", "postgresql.cnpg.io/v1", spec={"schedule": "0 0 0 * * *", "suspend": True}),
        ["backup off at spec.suspend"],
    ),
    (
        make("Cluster", "postgresql.cnpg.io/v1", spec={"backup": {"retentionPolicy": "4w"}}),
        ["kept backups P4W at spec.backup.retentionPolicy"],
    ),
    (make("Cluster", "postgresql.cnpg.io/v1", spec={"backup": {"retentionPolicy": "long"}}), []),
    (
        make("ObjectStore", "barmancloud.cnpg.io/v1", spec={"retentionPolicy": "3m"}),
        ["kept backups P3M at spec.retentionPolicy"],
    ),
    (make("Schedule", "velero.io/v1", spec={"schedule": "@every 6h"}), ["backup on PT6H at spec.schedule"]),
    (make("Schedule", "velero.io/v1", spec={"schedule": "x", "paused": True}), ["backup off at spec.paused"]),
    (make("Schedule", "velero.io/v1", spec={"schedule": "often"}), ["backup on at spec.schedule"]),
    (
        make(
            "postgresql", "acid.zalan.do/v1", spec={"enableLogicalBackup": True, "logicalBackupSchedule": "30 0 * * *"}
        ),
        ["backup on P1D at spec.logicalBackupSchedule"],
    ),
    (make("postgresql", "acid.zalan.do/v1", spec={"logicalBackupSchedule": "30 0 * * *"}), []),
    (
        make(
            "PostgresCluster",
            "postgres-operator.crunchydata.com/v1beta1",
            spec={
                "backups": {"pgbackrest": {"repos": [{"schedules": {"full": "0 1 * * 0", "incremental": "0 1 * * *"}}]}}
            },
        ),
        ["backup on P1D at spec.backups.pgbackrest.repos[].schedules.incremental"],
    ),
    (
        make(
            "PostgresCluster",
            "postgres-operator.crunchydata.com/v1beta1",
            spec={
                "backups": {
                    "pgbackrest": {"repos": [{"schedules": {"full": "0 1 * * 0", "differential": "0 1 * * 1-6"}}]}
                }
            },
        ),
        ["backup on P1D at spec.backups.pgbackrest.repos[].schedules.differential"],
    ),
    (
        {
            "apiVersion": "apiserver.config.k8s.io/v1",
            "kind": "EncryptionConfiguration",
            "resources": [{"resources": ["secrets"], "providers": [{"identity": {}}, {"aescbc": {}}]}],
        },
        ["encryption-at-rest off at resources[].providers[].identity"],
    ),
    (
        {
            "apiVersion": "apiserver.config.k8s.io/v1",
            "kind": "EncryptionConfiguration",
            "resources": [{"resources": ["secrets"], "providers": [{"aescbc": {}}, {"identity": {}}]}],
        },
        ["encryption-at-rest on at resources[].providers[].aescbc"],
    ),
    (
        {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "rules": [{"level": "None"}, {"level": "Metadata"}]},
        ["audit-logging on at rules[].level"],
    ),
    (
        {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "rules": [{"level": "None"}]},
        ["audit-logging off at rules[].level"],
    ),
    (
        make(
            "Role", "rbac.authorization.k8s.io/v1", rules=[{"apiGroups": ["apps"], "resources": ["*"], "verbs": ["*"]}]
        ),
        [],
    ),
    (
        make("StorageClass", "storage.k8s.io/v1", provisioner="pd.csi.storage.gke.io"),
        ["encryption-at-rest on at provisioner"],
    ),
    (
        make("StorageClass", "storage.k8s.io/v1", provisioner="ebs.csi.aws.com", parameters={"encrypted": "false"}),
        ["encryption-at-rest unknown at provisioner"],
    ),
    (make("StorageClass", "storage.k8s.io/v1", provisioner="csi.hetzner.cloud"), []),
]


@pytest.mark.parametrize(("each", "expected"), CUSTOM)
def test_other_kinds(each: dict[str, Any], expected: list[str]) -> None:
    of = read(each)
    assert shown(of, of.resources[0].address) == expected
    assert of.resources[0].is_known


def test_a_scheduled_backup_belongs_to_its_cluster() -> None:
    backup = make(
        "ScheduledBackup", "postgresql.cnpg.io/v1", metadata={"namespace": "n"}, spec={"cluster": {"name": "c"}}
    )
    assert read(backup).targets("ScheduledBackup/n/x") == ["Cluster/n/c"]


def test_a_backup_of_all_namespaces_belongs_to_every_store_but_those_left_out() -> None:
    stores = [make("PersistentVolumeClaim", name="a", metadata={"namespace": space}) for space in ("m", "n")]
    every = make("Schedule", "velero.io/v1", spec={"template": {"excludedNamespaces": ["n"]}})
    some = make("Schedule", "velero.io/v1", spec={"template": {"labelSelector": {"matchLabels": {"a": "b"}}}})
    assert read(*stores, every).targets("Schedule/x") == ["PersistentVolumeClaim/m/a"]
    assert read(*stores, some).targets("Schedule/x") == []


def test_a_backup_whose_host_is_not_certain_belongs_to_nothing() -> None:
    def back_up(*hosts: str) -> dict[str, Any]:
        env = [{"name": name, "value": host} for name, host in zip(("PGHOST", "MYSQL_HOST"), hosts, strict=False)]
        return make("Pod", name="b", spec={"containers": [{"image": "x", "command": ["pg_dump"], "env": env}]})

    services = [make("Service", name=name, spec={"selector": {"app": name}}) for name in ("x", "y")]
    y = make("Pod", name="y", metadata={"labels": {"app": "y"}}, spec={"containers": [POSTGRES]})
    assert read(run(POSTGRES), *services, back_up("x")).targets("Pod/b") == ["Deployment/x"]
    assert read(run(POSTGRES), *services, back_up("x.other.svc")).targets("Pod/b") == []
    assert read(run(POSTGRES), *services, back_up("elsewhere.example.com")).targets("Pod/b") == []
    assert read(run(POSTGRES), *services, y, back_up("x", "y")).targets("Pod/b") == []


def test_a_suspended_backup_is_none_only_where_no_other_is_made() -> None:
    cluster = make("Cluster", "postgresql.cnpg.io/v1", name="c")
    off = make("ScheduledBackup", "postgresql.cnpg.io/v1", "off", spec={"cluster": {"name": "c"}, "suspend": True})
    spec = {"cluster": {"name": "c"}, "schedule": "0 0 0 * * *"}
    on = make("ScheduledBackup", "postgresql.cnpg.io/v1", "on", spec=spec)
    assert shown(read(cluster, off), "ScheduledBackup/off") == ["backup off at spec.suspend"]
    assert shown(read(cluster, off, on), "ScheduledBackup/off") == ["backup unknown at spec.suspend"]


def test_of_several_backups_of_a_store_the_most_frequent_counts() -> None:
    def back_up(name: str, cluster: str, schedule: str) -> dict[str, Any]:
        return make(
            "ScheduledBackup", "postgresql.cnpg.io/v1", name, spec={"cluster": {"name": cluster}, "schedule": schedule}
        )

    of = read(
        back_up("full", "c", "0 0 0 * * 0"), back_up("daily", "c", "0 0 3 * * *"), back_up("d", "d", "0 0 0 * * 0")
    )
    assert [shown(of, f"ScheduledBackup/{name}") for name in ("full", "daily", "d")] == [
        ["backup unknown P7D at spec.schedule"],
        ["backup on P1D at spec.schedule"],
        ["backup on P7D at spec.schedule"],
    ]


def test_backup_images_say_when_they_run() -> None:
    variables = [{"name": "SCHEDULE", "value": "@weekly"}, {"name": "BACKUP_KEEP_DAYS", "value": "7"}]
    of = read(run({"image": "prodrigestivill/postgres-backup-local:16", "env": variables}))
    assert shown(of, "Deployment/x") == ["backup on P7D at env[SCHEDULE]"]
