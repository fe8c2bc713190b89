"""Compose files as evidence: the services of a project, what they show, and how files go over each other."""

from __future__ import annotations

import pytest

from seloste.checker.evidence.compose.interpolation import OPEN, interpolate, read_variables
from seloste.checker.evidence.compose.services import recognize
from tests.support.evidence_files import Read, read_texts

SHOP = """\
x-common: &common
  restart: always
  labels: [seloste.io/system=crm]
services:
  db:
    <<: *common
    image: postgres:${PG_TAG:-16}-alpine
    environment:
      POSTGRES_PASSWORD: hunter2
      POSTGRES_HOST_AUTH_METHOD: ${AUTH:-trust}
    ports:
      - "5432:5432"
    volumes: ["data:/var/lib/postgresql/data"]
  backup:
    image: prodrigestivill/postgres-backup-local
    environment:
      - POSTGRES_HOST=db
      - SCHEDULE=@every 6h
      - BACKUP_KEEP_DAYS=7
      - BACKUP_KEEP_WEEKS=4
      - BACKUP_KEEP_MONTHS=6
  web:
    build: .
    deploy: {labels: {"seloste:system": "web"}}
    labels:
      traefik.http.routers.web.rule: Host(`shop.fi`)
      traefik.http.routers.web.tls: true
    logging: {driver: none}
    ports: ["80:80", "443:443"]
  cache: {image: "valkey/valkey:8"}
volumes: {data: {}}
"""


@pytest.fixture(scope="module")
def shop() -> Read:
    return read_texts("compose.services", {"shop/compose.yaml": SHOP})


def test_services_with_their_facts(shop: Read) -> None:
    assert {each.address: shop.facts(each.address) for each in shop.resources} == {
        "db": [
            "firewall off at ports:12",
            "authentication off at environment[POSTGRES_HOST_AUTH_METHOD]:10",
        ],
        "backup": [
            "backup on PT6H at environment[SCHEDULE]:18",
            "kept backups P6M at environment[BACKUP_KEEP_MONTHS]:21",
        ],
        "web": [
            "encryption-in-transit on at labels[traefik.http.routers.web.tls]:27",
            "audit-logging off at logging.driver:28",
        ],
        "cache": [],
    }
    assert shop.findings == []


def test_stores_systems_and_targets(shop: Read) -> None:
    assert shop.stores == ["db"]
    assert shop["db"].systems == ("crm",)
    assert shop["web"].systems == ("web",)
    assert shop.targets("backup") == ["db"]
    assert (shop["db"].location.line, shop["db"].type, shop["db"].id) == (5, "service", "compose:db")
    assert "hunter2" not in repr(shop.resources)


def read_service(service: str, **others: str) -> list[str]:
    """The facts of the service `x` of a project with one service, each without its line."""
    return [fact.rpartition(":")[0] for fact in read_project({"x": service, **others}).facts("x")]


def read_project(services: dict[str, str], **files: str) -> Read:
    """A project with some services, each in braces, and other files."""
    text = "services:\n" + "".join(f"  {name}: {{{service}}}\n" for name, service in services.items())
    return read_texts("compose.services", {"compose.yaml": text, **files})


PORTS = {
    '"5432:5432"': "off",
    '"15432:5432"': "off",
    "5432:5432": "off",
    '"0.0.0.0:5432:5432/tcp"': "off",
    '"[::]:5432:5432"': "off",
    '"5400-5500:5400-5500"': "off",
    "{target: 5432, published: 5432}": "off",
    '{target: "5432", published: "5432", host_ip: 0.0.0.0}': "off",
    '"${PORT:-5432}:5432"': "off",
    '"127.0.0.1:5432:5432"': None,
    '"127.0.0.1::5432"': None,
    '"[::1]:5432:5432"': None,
    '"${BIND:-127.0.0.1}:5432:5432"': None,
    "{target: 5432, published: 5432, host_ip: 127.0.0.1}": None,
    '"8080:8080"': None,
    '"10.0.0.5:5432:5432"': "unknown",
    '"${PORT}:5432"': "unknown",
    '"${BIND}:5432:5432"': "unknown",
    "5432": "unknown",
    '"5432"': "unknown",
    "{target: 5432}": "unknown",
    '"a:b:c:d"': None,
    "[]": None,
    "{}": None,
    "null": None,
    '"99999999999:5432"': "off",
    '""': None,
}


@pytest.mark.parametrize(("port", "expected"), PORTS.items())
def test_ports_of_a_store(port: str, expected: str | None) -> None:
    found = read_service(f"image: postgres, ports: [{port}]")
    assert found == ([f"firewall {expected} at ports"] if expected else [])
    assert read_service(f"image: shop/web, ports: [{port}]") == []


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("image: postgres, expose: [5432]", []),
        ("image: postgres, network_mode: host", ["firewall unknown at network_mode"]),
        ('image: postgres, profiles: [dev], ports: ["5432:5432"]', ["firewall unknown at ports"]),
        ("image: postgres, environment: {POSTGRES_HOST_AUTH_METHOD: md5}", []),
        ("image: postgres, environment: [POSTGRES_HOST_AUTH_METHOD=trust]", ["authentication off"]),
        ('image: postgres, environment: {POSTGRES_HOST_AUTH_METHOD: "${X}"}', ["authentication unknown"]),
        ("image: shop/web, environment: [POSTGRES_HOST_AUTH_METHOD=trust]", []),
        ("image: mysql, environment: {MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'}", ["authentication off"]),
        ("image: mysql, environment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1, MYSQL_ROOT_PASSWORD: x}", []),
        ("image: mysql, environment: {MYSQL_ALLOW_EMPTY_PASSWORD: 'no'}", ["authentication unknown"]),
        ("image: minio/minio, ports: ['9000:9000']", []),
        ("image: mysql, env_file: x, environment: {MYSQL_ALLOW_EMPTY_PASSWORD: 1}", ["authentication unknown"]),
        ("image: bitnami/redis, environment: [ALLOW_EMPTY_PASSWORD=yes]", ["authentication off"]),
        ("image: elasticsearch:8, environment: [xpack.security.enabled=false]", ["authentication off"]),
        ("image: elasticsearch:8, environment: {xpack.security.enabled: true}", []),
        ("image: w, environment: {VIRTUAL_HOST: a.fi}", ["encryption-in-transit off"]),
        ("image: w, environment: {VIRTUAL_HOST: a.fi, LETSENCRYPT_HOST: a.fi}", ["encryption-in-transit on"]),
        ("image: w, environment: {VIRTUAL_HOST: a.fi, CERT_NAME: a}", ["encryption-in-transit unknown"]),
        ("image: w, env_file: x, environment: {VIRTUAL_HOST: a.fi}", ["encryption-in-transit unknown"]),
        ('image: w, environment: {VIRTUAL_HOST: "${H}"}', ["encryption-in-transit unknown"]),
        ("image: w, labels: [traefik.http.routers.a.entrypoints=websecure]", ["encryption-in-transit on"]),
        ("image: w, labels: [traefik.http.routers.a.tls.certresolver=le]", ["encryption-in-transit on"]),
        ("image: w, labels: [traefik.http.routers.a.entrypoints=web]", []),
        ("image: w, labels: [traefik.http.routers.a.tls=false]", []),
        ("image: offen/docker-volume-backup", ["backup on P1D"]),
        ("image: 'offen/docker-volume-backup:v2', env_file: x", ["backup on"]),
        (
            "image: offen/docker-volume-backup, environment: {BACKUP_RETENTION_DAYS: 30}",
            ["backup on P1D", "kept backups P30D"],
        ),
        ("image: prodrigestivill/postgres-backup-local, environment: {BACKUP_KEEP_DAYS: 7}", ["backup on P1D"]),
        ('image: prodrigestivill/postgres-backup-local, environment: {SCHEDULE: "${S}"}', ["backup on"]),
    ],
)  # fmt: skip
def test_what_a_service_shows(service: str, expected: list[str]) -> None:
    found = read_service(service)
    assert [
        fact.partition(" at ")[0] if " at " not in line else fact for fact, line in zip(found, expected, strict=True)
    ] == expected


def test_certificates_that_are_brought_to_the_proxy_may_serve_any_host() -> None:
    proxy = 'image: nginxproxy/nginx-proxy, volumes: ["./certs:/etc/nginx/certs:ro"]'
    host = "image: w, environment: {VIRTUAL_HOST: a.fi}"
    assert read_service(host, proxy=proxy) == ["encryption-in-transit unknown at environment[VIRTUAL_HOST]"]
    assert read_service(host, proxy="image: nginx") == ["encryption-in-transit off at environment[VIRTUAL_HOST]"]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("image: postgres", True),
        ("image: images.example.com/library/mariadb:11", True),
        ('image: "${REGISTRY}/postgres:${TAG}"', True),
        ("image: redis", False),
        ("image: redis, volumes: [r:/data]", True),
        ("image: redis, volumes: ['./redis.conf:/usr/local/etc/redis/redis.conf']", False),
        ("image: postgres, tmpfs: /var/lib/postgresql/data", False),
        ("build: ./db, volumes: [d:/var/lib/postgresql/data]", True),
        ("build: ./db, volumes: [{type: volume, source: d, target: /var/lib/mysql}]", True),
        ("build: ./app, volumes: [d:/data]", False),
        ("build: ./app, volumes: ['./sql:/var/lib/mysql']", False),
        ("image: postgres, command: [pg_dump, -h, db]", False),
        ("image: prom/mysqld-exporter", False),
        ("image: {repository: postgres}", False),
    ],
)
def test_where_records_lie(service: str, expected: bool) -> None:
    assert read_project({"x": service})["x"].stores_data is expected


def test_targets_of_backups() -> None:
    volumes = "image: offen/docker-volume-backup, volumes: ['d:/backup/d:ro']"
    awaiting = "image: restic/restic, depends_on: {db: {condition: service_healthy}}"
    db = "image: postgres, volumes: [d:/var/lib/postgresql/data]"
    of = read_project({"db": db, "other": "image: mysql", "v": volumes, "a": awaiting, "n": "image: restic/restic"})
    assert [of.targets(name) for name in ("v", "a", "n")] == [["db"], ["db"], []]


def test_of_several_backups_of_a_service_the_most_frequent_counts() -> None:
    image = "image: prodrigestivill/postgres-backup-local, environment: {POSTGRES_HOST: db, SCHEDULE: '%s'}"
    of = read_project({"db": "image: postgres", "week": image % "@weekly", "day": image % "@daily"})
    shown = [of.facts(name)[0].partition(" at ")[0] for name in ("week", "day")]
    assert shown == ["backup unknown P7D", "backup on P1D"]


def test_a_backup_that_fills_the_gaps_of_another_one_makes_both_more_frequent() -> None:
    image = "image: prodrigestivill/postgres-backup-local, environment: {POSTGRES_HOST: db, SCHEDULE: '%s'}"
    sunday, others = image % "0 1 * * 0", image % "0 1 * * 1-6"
    of = read_project({"db": "image: postgres", "sunday": sunday, "others": others})
    shown = [of.facts(name)[0].partition(" at ")[0] for name in ("sunday", "others")]
    assert shown == ["backup unknown P7D", "backup on"]
    of = read_project({"db": "image: postgres", "others": others})
    assert of.facts("others")[0].partition(" at ")[0] == "backup on P2D"


def test_a_target_is_of_its_own_project() -> None:
    text = "services:\n  db: {image: postgres}\n  b: {image: restic/restic, depends_on: [db]}\n"
    of = read_texts("compose.services", {"a/compose.yaml": text, "b/compose.yaml": text})
    names = {name for each in of.resources for name in each.names if each.address == "db"}
    assert {target.name for each in of.resources for target in each.targets} == names
    assert len(names) == 2


BASE = """services:
  db:
    image: postgres
    ports: ["127.0.0.1:5432:5432"]
    environment: {POSTGRES_HOST_AUTH_METHOD: trust}
"""


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ('services: {db: {ports: ["5432:5432"]}}', ["firewall off", "authentication off"]),
        ("services: {db: {environment: [POSTGRES_HOST_AUTH_METHOD=scram-sha-256]}}", []),
        ("services:\n  db:\n    environment: !reset {}\n", []),
        ("services:\n  db:\n    image: shop/web\n", []),
    ],
)
def test_an_override_goes_over_the_file_beside_it(over: str, expected: list[str]) -> None:
    of = read_texts(
        "compose.services", {"a/compose.yaml": BASE, "a/compose.override.yaml": over, "b/compose.yaml": BASE}
    )
    first, second = (each for each in of.resources if each.address == "db")
    assert [fact.control + " " + fact.shown for fact in first.facts if hasattr(fact, "control")] == expected
    assert len(second.facts) == 1
    assert of.findings == []


def test_a_tag_takes_the_place_of_what_was_there() -> None:
    over = 'services:\n  db:\n    ports: !override\n      - "127.0.0.1:1:5432"\n'
    open_base = BASE.replace("127.0.0.1:", "")
    of = read_texts("compose.services", {"compose.yaml": open_base, "compose.override.yml": over})
    assert of.facts("db") == ["authentication off at environment[POSTGRES_HOST_AUTH_METHOD]:5"]
    assert of.findings == []


def test_other_files_of_a_folder_are_projects_by_themselves() -> None:
    of = read_texts("compose.services", {"compose.yaml": BASE, "docker-compose.prod.yml": BASE})
    assert [each.address for each in of.resources] == ["db", "db"]


def test_services_extend_each_other_and_a_circle_ends() -> None:
    text = """services:
  base: {image: postgres, ports: ["5432:5432"], environment: [A=1]}
  db: {extends: {service: base}, environment: {POSTGRES_HOST_AUTH_METHOD: trust}}
  same: {extends: base}
  a: {extends: b, image: redis}
  b: {extends: a}
  far: {extends: {file: ../other.yaml, service: x}}
include: [more.yaml, {path: [x]}]
"""
    of = read_texts("compose.services", {"compose.yaml": text})
    assert [fact.rpartition(":")[0] for fact in of.facts("db")] == [
        "firewall off at ports",
        "authentication off at environment[POSTGRES_HOST_AUTH_METHOD]",
    ]
    assert of.stores == ["base", "db", "same"]
    assert ("../other.yaml", "evidence-included") in of.notes
    assert ("more.yaml", "evidence-included") in of.notes


def test_variables_come_from_the_file_beside_it() -> None:
    text = SHOP.replace('"5432:5432"', '"${BIND}:5432:5432"').replace("${AUTH:-trust}", "$AUTH")
    of = read_texts("compose.services", {"s/compose.yaml": text, "s/.env": "BIND=0.0.0.0\nexport AUTH='trust' # x\n"})
    assert [fact.partition(" at ")[0] for fact in of.facts("db")] == ["firewall off", "authentication off"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("$$A", "$A"),
        ("$A-${A}", "1-1"),
        ("${X}", OPEN),
        ("${X:-d}", "d"),
        ("${X-d}", "d"),
        ("${E:-d}", "d"),
        ("${E-d}", ""),
        ("${A:-d}", "1"),
        ("${X:-${A}}", "1"),
        ("${X:-${Y:-z}}!", "z!"),
        ("${X:?needed}", OPEN),
        ("${A:?needed}", "1"),
        ("${A:+b}", "b"),
        ("${X:+b}", OPEN),
        ("${", OPEN),
        ("${}", OPEN),
        ("$", "$"),
        ("$(x)", "$(x)"),
        ("cost $5", "cost $5"),
        ("${X:-" * 50 + "}" * 50, OPEN),
    ],
)
def test_variables_are_filled_in(text: str, expected: str) -> None:
    assert interpolate(text, {"A": "1", "E": ""}) == expected


def test_the_forms_of_a_file_of_variables() -> None:
    text = "# c\nA=1\nexport B = two # c\nC=\"x # y\"\nD='z'\nE=\nF=${A}\nnot one\n=x\nG=a#b\n\0\xff\n"
    assert read_variables(text.encode("latin-1")) == {
        **{"A": "1", "B": "two", "C": "x # y", "D": "z", "E": "", "F": OPEN, "G": "a#b"}
    }


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("stack.yml", "version: '3'\nservices:\n  a:\n    image: b\n", True),
        ("stack.yml", "services: # all\r\n\r\n  a:\r\n    build: .\r\n", True),
        ("stack.yml", "services: {a: {image: b}}\n", True),
        ("compose.override.yaml", "services:\n  a:\n    ports: []\n", True),
        ("shop/docker-compose.override.yml", "services:\n  a:\n    ports: []\n", True),
        ("stack.json", '{"services": {"a": {"image": "b"}}}', True),
        ("stack.yml", "services:\n  a:\n    ports: []\n", False),
        (".gitlab-ci.yml", "image: a\nservices:\n  - postgres\njob:\n  image: b\n", False),
        ("ci.yml", "jobs:\n  a:\n    services:\n      db:\n        image: b\n", False),
        ("services.yaml", "services:\n  App\\Mailer:\n    arguments: []\n", False),
        ("systems.yaml", "systems:\n  a: {name: b}\n", False),
        ("a.yaml", "", False),
        ("a.json", '{"services": []}', False),
        ("a.yaml", "\0\xff", False),
    ],
)
def test_compose_files_are_recognized(name: str, text: str, expected: bool) -> None:
    assert recognize(name, text.encode("latin-1")) is expected
