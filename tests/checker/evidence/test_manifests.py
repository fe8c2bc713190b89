"""Kubernetes manifests as evidence: which objects become resources, and what they belong to."""

from __future__ import annotations

import pytest

from seloste.checker.evidence.kubernetes.manifests import recognize
from tests.support.evidence_files import Read, read_texts

SHOP = """\
# Source: shop/templates/db.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop, labels: {seloste.io/system: crm}}
spec:
  serviceName: db
  template:
    metadata: {labels: {app: db, tier: data}}
    spec:
      containers:
        - name: db
          image: images.example.com/library/postgres:16@sha256:0123456789abcdef
          env: [{name: POSTGRES_HOST_AUTH_METHOD, value: trust}]
          volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]
      nodeSelector: {topology.kubernetes.io/region: eu-north-1}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {storageClassName: fast}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: ebs.csi.aws.com
parameters: {encrypted: "true"}
---
apiVersion: v1
kind: Service
metadata: {name: open, namespace: shop}
spec: {type: LoadBalancer, selector: {app: db, tier: data}, ports: [{port: 5432}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: backup, namespace: shop}
spec:
  schedule: "0 */6 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: dump
              image: postgres:16
              command: [sh, -c, "pg_dump -h db.shop.svc.cluster.local shop > /backups/x"]
              volumeMounts: [{name: backups, mountPath: /backups}]
          volumes: [{name: backups, persistentVolumeClaim: {claimName: backups}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: backups, namespace: shop}
spec: {}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: alone, namespace: shop}
spec: {}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, annotations: {seloste_system: "web, crm"}}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {serviceAccountName: web, containers: [{name: web, image: images.example.com/shop/web:1}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}], type: NodePort}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  tls: [{hosts: ["*.shop.fi"], secretName: tls}]
  rules:
    - host: www.shop.fi
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: shop}
stringData: {password: hunter2}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: all, namespace: shop}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: all, namespace: shop}
roleRef: {kind: Role, name: all}
subjects: [{kind: ServiceAccount, name: web}]
---
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec: {schedule: "0 2 * * *", template: {ttl: 720h0m0s, includedNamespaces: [shop]}}
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: web, namespace: shop}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: shop}
"""


@pytest.fixture(scope="module")
def shop() -> Read:
    return read_texts("kubernetes.manifests", {"k8s/shop.yaml": SHOP})


def test_what_stores_data_is_one_resource_for_each_store(shop: Read) -> None:
    assert shop.stores == [
        "StatefulSet/shop/db",
        "CronJob/shop/backup",
        "PersistentVolumeClaim/shop/alone",
    ]


def test_resources_belong_to_the_workloads_that_they_are_for(shop: Read) -> None:
    db, web = "StatefulSet/shop/db", "Deployment/shop/web"
    expected = {
        "Service/shop/db": [db],
        "Service/shop/open": [db],
        "CronJob/shop/backup": [db],
        "PersistentVolumeClaim/shop/backups": ["CronJob/shop/backup"],
        "PersistentVolumeClaim/shop/alone": [],
        "Service/shop/web": [web],
        "Ingress/shop/web": ["Service/shop/web", web],
        "Role/shop/all": [web],
        "RoleBinding/shop/all": [web],
        "Schedule/velero/nightly": [db, "CronJob/shop/backup", "PersistentVolumeClaim/shop/alone"],
        "StatefulSet/shop/db": [],
    }
    assert {address: shop.targets(address) for address in expected} == expected


def test_facts_stand_at_their_own_keys(shop: Read) -> None:
    assert shop.facts("StatefulSet/shop/db") == [
        "encryption-at-rest on at parameters.encrypted:29",
        "place eu-north-1 hint at spec.template.spec.nodeSelector[topology.kubernetes.io/region]:15",
        "authentication off at env[POSTGRES_HOST_AUTH_METHOD]:13",
        "firewall unknown at spec.template.metadata.labels:8",
    ]
    assert shop.facts("CronJob/shop/backup") == ["backup on PT6H at spec.schedule:40"]
    assert shop.facts("Service/shop/open") == ["firewall off at spec.type:34"]
    assert shop.facts("Service/shop/web") == []
    assert shop.facts("Ingress/shop/web") == ["encryption-in-transit on at spec.tls:79"]
    assert shop.facts("Role/shop/all") == ["least-privilege off at rules[].verbs:92"]
    assert shop.facts("Schedule/velero/nightly") == [
        "backup on P1D at spec.schedule:103",
        "kept backups P30D at spec.template.ttl:103",
    ]


def test_labels_and_annotations_name_systems(shop: Read) -> None:
    assert shop["StatefulSet/shop/db"].systems == ("crm",)
    assert shop["Deployment/shop/web"].systems == ("web", "crm")
    assert shop["StatefulSet/shop/db"].location.line == 4


def test_only_kinds_that_are_not_known_count_as_such(shop: Read) -> None:
    assert [each.address for each in shop.resources if not each.is_known] == ["Widget/shop/web"]
    assert shop.findings == []
    assert "hunter2" not in repr(shop.resources)


def test_a_label_of_the_pods_names_the_system_too() -> None:
    text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {%s}}}}\n"
    for key in ("seloste.io/system", "'seloste:system'", "seloste_system"):
        read = read_texts("kubernetes.manifests", {"a.yaml": text % f"{key}: crm"})
        assert read["Deployment/a"].systems == ("crm",)


def test_lists_and_json_are_read_and_a_dump_of_a_cluster_is_observed() -> None:
    text = """{"apiVersion": "v1", "kind": "List", "items": [
      {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
       "metadata": {"name": "a", "namespace": "b", "uid": "1", "resourceVersion": "2"}},
      {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"generateName": "x-"},
       "spec": {"suspend": true, "jobTemplate": {"spec": {"template": {"spec": {"containers":
         [{"image": "restic/restic"}]}}}}}}]}"""
    read = read_texts("kubernetes.manifests", {"dump.json": text})
    assert [each.address for each in read.resources] == ["CronJob/x-", "PersistentVolumeClaim/b/a"]
    assert read.facts("CronJob/x-") == ["backup off at spec.suspend:5"]
    assert read["CronJob/x-"].facts[0].strength == "configured"


def test_templates_that_were_not_filled_in_are_named_and_the_rest_is_read() -> None:
    text = """apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: first}
---
{{- if .Values.enabled }}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ .Release.Name }}
{{- end }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: last}
"""
    read = read_texts("kubernetes.manifests", {"a.yaml": text})
    assert read.findings == [("input/syntax", "template", 5)]
    assert read.stores == ["PersistentVolumeClaim/first", "PersistentVolumeClaim/last"]
    quoted = read_texts("kubernetes.manifests", {"a.yaml": 'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .x }}"}\n'})
    assert quoted.findings == [("input/syntax", "template", 3)]
    assert quoted.resources == []


def test_signs_of_templates_in_texts_are_none() -> None:
    text = 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a, annotations: {b: "{{ $labels.pod }}"}}\n'
    read = read_texts("kubernetes.manifests", {"a.yaml": text})
    assert (read.stores, read.findings) == (["PersistentVolumeClaim/a"], [])


def test_a_broken_document_is_left_out_as_a_whole() -> None:
    claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: %s}\n"
    broken = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  type: NodePort\n   selector: {a: b}\n"
    text = "---\n".join((claim % "a", broken, claim % "b"))
    read = read_texts("kubernetes.manifests", {"a.yaml": text})
    assert [each.address for each in read.resources] == ["PersistentVolumeClaim/a", "PersistentVolumeClaim/b"]
    assert [(rule, line) for rule, _, line in read.findings] == [("input/syntax", 10)]
    doubled = read_texts("kubernetes.manifests", {"a.yaml": claim % "a" + "kind: Secret\n---\n" + claim % "b"})
    assert doubled.stores == ["PersistentVolumeClaim/b"]
    assert [rule for rule, _, _ in doubled.findings] == ["input/duplicate-key"]


def test_a_merge_conflict_quotes_nothing() -> None:
    text = "apiVersion: v1\nkind: Secret\nstringData:\n<<<<<<< a\n  p: hunter2\n=======\n  p: hunter3\n>>>>>>> b\n"
    read = read_texts("kubernetes.manifests", {"a.yaml": text})
    assert read.findings == [("input/syntax", "conflict-marker", 4)]
    assert "hunter" not in repr([finding for file in read.files for finding in file.file.findings])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", "apiVersion: v1\nkind: Pod\n", True),
        ("a.yml", "---\r\nkind: Pod\r\napiVersion: v1\r\n", True),
        ("a.yaml", "# x\n\"apiVersion\": v1\n'kind': Pod\n", True),
        ("a.json", '{"kind":"Pod", "apiVersion" : "v1"}', True),
        ("a.yaml", '{"kind":"Pod", "apiVersion" : "v1"}', True),
        ("a.yaml", "{{- if .Values.a }}\napiVersion: v1\nkind: Pod\n{{- end }}\n", True),
        ("values.yaml", "image:\n  repository: a\n", False),
        ("Chart.yaml", "apiVersion: v2\nname: a\n", False),
        ("ci.yml", "on: push\njobs: {}\n", False),
        ("compose.yaml", "services:\n  a: {image: b}\n", False),
        ("a.yaml", "spec:\n  apiVersion: v1\n  kind: Pod\n", False),
        ("a.json", '{"kind": 1}', False),
        ("a.yaml", "", False),
        ("a.yaml", "\0\xff", False),
    ],
)
def test_manifests_are_recognized_by_their_two_keys(name: str, text: str, expected: bool) -> None:
    assert recognize(name, text.encode()) is expected
