"""Each type that stores data, by hand: what a plausible resource shows, and what one that contradicts promises does."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from seloste.checker.evidence.attributes import AttributeContext, describe_resource
from seloste.checker.evidence.resource import ControlFact, EvidenceKind, KeepingFact, PlaceFact
from seloste.checker.position import Location

ENCRYPTED = "encryption-at-rest"
TLS = "encryption-in-transit"
STOCKHOLM = ["SE"]
#: The type, its attributes, the controls that it shows, the countries (`copy:XX` of copies), and what it keeps.
Store = tuple[str, dict[str, Any], dict[str, str], list[str], list[str]]

AWS: list[Store] = [
    (
        "aws_db_instance",
        {
            "storage_encrypted": True,
            "backup_retention_period": 14,
            "publicly_accessible": False,
            "availability_zone": "eu-north-1b",
        },
        {"backup": "on P1D", ENCRYPTED: "on", "firewall": "on", "patch-management": "on"},
        STOCKHOLM,
        ["backups P14D"],
    ),
    (
        "aws_db_instance",
        {
            "storage_encrypted": None,
            "backup_retention_period": 0,
            "publicly_accessible": True,
            "auto_minor_version_upgrade": False,
            "replicate_source_db": None,
            "snapshot_identifier": None,
        },
        {"backup": "off", ENCRYPTED: "off", "firewall": "off", "patch-management": "off"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_db_instance",
        {"storage_encrypted": False, "snapshot_identifier": "rds:old"},
        {ENCRYPTED: "unknown"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_db_instance",
        {"replicate_source_db": "arn:aws:rds:us-east-1:123456789012:db:crm", "backup_retention_period": 0},
        {"backup": "unknown"},
        ["SE", "copy:US"],
        [],
    ),
    (
        "aws_rds_cluster",
        {"engine": "aurora-postgresql", "storage_encrypted": True, "enabled_cloudwatch_logs_exports": ["postgresql"]},
        {"backup": "on P1D", ENCRYPTED: "on", "audit-logging": "on"},
        STOCKHOLM,
        ["backups P1D"],
    ),
    (
        "aws_rds_cluster",
        {"storage_encrypted": False, "source_region": "us-east-1"},
        {ENCRYPTED: "off"},
        ["SE", "copy:US"],
        ["backups P1D"],
    ),
    ("aws_rds_cluster", {"engine_mode": "serverless"}, {ENCRYPTED: "on"}, STOCKHOLM, ["backups P1D"]),
    ("aws_s3_bucket", {"bucket": "crm-files", "acl": None}, {ENCRYPTED: "on"}, STOCKHOLM, []),
    (
        "aws_s3_bucket",
        {
            "acl": "public-read",
            "region": "us-east-1",
            "lifecycle_rule": [{"enabled": True, "prefix": "", "expiration": [{"days": 90}]}],
        },
        {ENCRYPTED: "on", "firewall": "off"},
        ["US"],
        ["data P90D"],
    ),
    (
        "aws_dynamodb_table",
        {
            "point_in_time_recovery": [{"enabled": True}],
            "replica": [{"region_name": "us-west-2"}, {"region_name": "eu-west-1"}],
        },
        {"backup": "on PT1S", ENCRYPTED: "on"},
        ["SE", "copy:US", "copy:IE"],
        [],
    ),
    (
        "aws_dynamodb_table",
        {"point_in_time_recovery": [{"enabled": False}]},
        {"backup": "off", ENCRYPTED: "on"},
        STOCKHOLM,
        [],
    ),
    ("aws_ebs_volume", {"availability_zone": "eu-north-1a", "encrypted": True}, {ENCRYPTED: "on"}, STOCKHOLM, []),
    ("aws_ebs_volume", {"availability_zone": "us-east-1a", "encrypted": False}, {ENCRYPTED: "off"}, ["US"], []),
    ("aws_ebs_volume", {"availability_zone": "eu-north-1a"}, {ENCRYPTED: "unknown"}, STOCKHOLM, []),
    ("aws_efs_file_system", {"encrypted": True}, {ENCRYPTED: "on"}, STOCKHOLM, []),
    ("aws_efs_file_system", {"encrypted": False}, {ENCRYPTED: "off"}, STOCKHOLM, []),
    (
        "aws_elasticache_replication_group",
        {
            "at_rest_encryption_enabled": "true",
            "transit_encryption_enabled": True,
            "transit_encryption_mode": "required",
            "snapshot_retention_limit": 7,
        },
        {ENCRYPTED: "on", TLS: "on", "backup": "on P1D"},
        STOCKHOLM,
        ["backups P7D"],
    ),
    (
        "aws_elasticache_replication_group",
        {"at_rest_encryption_enabled": False, "transit_encryption_enabled": False, "snapshot_retention_limit": 0},
        {ENCRYPTED: "off", TLS: "off", "backup": "off"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_opensearch_domain",
        {
            "encrypt_at_rest": [{"enabled": True}],
            "domain_endpoint_options": [{"enforce_https": True, "tls_security_policy": "Policy-Min-TLS-1-2-2019-07"}],
            "log_publishing_options": [{"log_type": "AUDIT_LOGS", "enabled": True}],
        },
        {ENCRYPTED: "on", TLS: "on", "audit-logging": "on"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_opensearch_domain",
        {
            "encrypt_at_rest": [{"enabled": False}],
            "domain_endpoint_options": [{"enforce_https": True, "tls_security_policy": "Policy-Min-TLS-1-0-2019-07"}],
        },
        {ENCRYPTED: "off", TLS: "weaker"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_redshift_cluster",
        {"encrypted": "true", "automated_snapshot_retention_period": 35, "publicly_accessible": False},
        {ENCRYPTED: "on", "backup": "on P1D", "firewall": "on"},
        STOCKHOLM,
        ["backups P35D"],
    ),
    (
        "aws_redshift_cluster",
        {"encrypted": "false", "automated_snapshot_retention_period": 0, "publicly_accessible": True},
        {ENCRYPTED: "off", "backup": "off", "firewall": "off"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_docdb_cluster",
        {"storage_encrypted": True, "backup_retention_period": 5},
        {ENCRYPTED: "on", "backup": "on P1D"},
        STOCKHOLM,
        ["backups P5D"],
    ),
    ("aws_docdb_cluster", {"storage_encrypted": False}, {ENCRYPTED: "off"}, STOCKHOLM, ["backups P1D"]),
    (
        "aws_neptune_cluster",
        {"storage_encrypted": True, "backup_retention_period": 5},
        {ENCRYPTED: "on", "backup": "on P1D"},
        STOCKHOLM,
        ["backups P5D"],
    ),
    ("aws_neptune_cluster", {}, {ENCRYPTED: "off", "backup": "on P1D"}, STOCKHOLM, ["backups P1D"]),
    (
        "aws_kinesis_stream",
        {"encryption_type": "KMS", "retention_period": 48},
        {ENCRYPTED: "on"},
        STOCKHOLM,
        ["messages P2D"],
    ),
    ("aws_kinesis_stream", {"encryption_type": "NONE"}, {ENCRYPTED: "off"}, STOCKHOLM, ["messages PT24H"]),
    ("aws_sqs_queue", {"sqs_managed_sse_enabled": True}, {ENCRYPTED: "on"}, STOCKHOLM, ["messages P4D"]),
    (
        "aws_sqs_queue",
        {"kms_master_key_id": "alias/a", "message_retention_seconds": 1209600},
        {ENCRYPTED: "on"},
        STOCKHOLM,
        ["messages P14D"],
    ),
    (
        "aws_sqs_queue",
        {"sqs_managed_sse_enabled": False, "message_retention_seconds": 60},
        {ENCRYPTED: "off"},
        STOCKHOLM,
        ["messages PT1M"],
    ),
    ("aws_cloudwatch_log_group", {"name": "/crm", "retention_in_days": 30}, {ENCRYPTED: "on"}, STOCKHOLM, ["log P30D"]),
    (
        "aws_cloudwatch_log_group",
        {"name": "/crm", "retention_in_days": 0},
        {ENCRYPTED: "on"},
        STOCKHOLM,
        ["log without end"],
    ),
    (
        "aws_msk_cluster",
        {"encryption_info": [{"encryption_in_transit": [{"client_broker": "TLS"}]}]},
        {ENCRYPTED: "on", TLS: "on"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_msk_cluster",
        {"encryption_info": [{"encryption_in_transit": [{"client_broker": "PLAINTEXT"}]}]},
        {TLS: "off"},
        STOCKHOLM,
        [],
    ),
    ("aws_cognito_user_pool", {"mfa_configuration": "ON"}, {"multi-factor-authentication": "on"}, STOCKHOLM, []),
    ("aws_cognito_user_pool", {"mfa_configuration": "OFF"}, {"multi-factor-authentication": "off"}, STOCKHOLM, []),
    (
        "aws_cognito_user_pool",
        {"mfa_configuration": "OPTIONAL"},
        {"multi-factor-authentication": "weaker"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_mq_broker",
        {"publicly_accessible": False, "logs": [{"audit": "true"}]},
        {"firewall": "on", "audit-logging": "on"},
        STOCKHOLM,
        [],
    ),
    (
        "aws_mq_broker",
        {"publicly_accessible": True, "auto_minor_version_upgrade": False},
        {"firewall": "off", "patch-management": "off"},
        STOCKHOLM,
        [],
    ),
]
WEST = {"location": "West Europe"}
AZURE: list[Store] = [
    (
        "azurerm_storage_account",
        {
            **WEST,
            "account_replication_type": "LRS",
            "https_traffic_only_enabled": True,
            "min_tls_version": "TLS1_2",
            "network_rules": [{"default_action": "Deny"}],
        },
        {ENCRYPTED: "on", TLS: "on", "firewall": "on"},
        ["NL"],
        [],
    ),
    (
        "azurerm_storage_account",
        {
            "location": "westeurope",
            "account_replication_type": "GRS",
            "https_traffic_only_enabled": False,
            "network_rules": [{"default_action": "Allow"}],
            "blob_properties": [{"delete_retention_policy": [{"days": 30}]}],
        },
        {ENCRYPTED: "on", TLS: "off", "firewall": "off"},
        ["NL", "copy:IE"],
        ["deleted P30D"],
    ),
    ("azurerm_storage_account", {**WEST, "min_tls_version": "TLS1_0"}, {TLS: "weaker"}, ["NL"], []),
    (
        "azurerm_mssql_database",
        {
            "short_term_retention_policy": [{"retention_days": 14, "backup_interval_in_hours": 24}],
            "storage_account_type": "Local",
        },
        {ENCRYPTED: "on", "backup": "on P1D"},
        [],
        ["backups P14D"],
    ),
    (
        "azurerm_mssql_database",
        {"transparent_data_encryption_enabled": False},
        {ENCRYPTED: "off", "backup": "on PT12H"},
        [],
        [],
    ),
    (
        "azurerm_postgresql_flexible_server",
        {"location": "northeurope", "backup_retention_days": 7, "public_network_access_enabled": False},
        {ENCRYPTED: "on", "backup": "on P1D", "firewall": "on"},
        ["IE"],
        ["backups P7D"],
    ),
    (
        "azurerm_postgresql_flexible_server",
        {"location": "uksouth", "backup_retention_days": 35, "geo_redundant_backup_enabled": True},
        {"backup": "on P1D"},
        ["GB", "copy:GB"],
        ["backups P35D"],
    ),
    (
        "azurerm_mysql_flexible_server",
        {**WEST, "backup_retention_days": 7},
        {ENCRYPTED: "on", "backup": "on P1D"},
        ["NL"],
        ["backups P7D"],
    ),
    (
        "azurerm_mysql_flexible_server",
        {"location": "brazilsouth", "geo_redundant_backup_enabled": True},
        {"backup": "on P1D"},
        ["BR", "copy:US"],
        [],
    ),
    (
        "azurerm_cosmosdb_account",
        {
            **WEST,
            "geo_location": [{"location": "westeurope"}, {"location": "East US"}],
            "backup": [{"type": "Periodic", "interval_in_minutes": 240, "retention_in_hours": 8}],
        },
        {ENCRYPTED: "on", TLS: "on", "backup": "on PT4H"},
        ["NL", "copy:US"],
        ["backups PT8H"],
    ),
    (
        "azurerm_cosmosdb_account",
        {**WEST, "backup": [{"type": "Continuous"}], "minimal_tls_version": "Tls"},
        {"backup": "on PT100S", TLS: "weaker"},
        ["NL"],
        [],
    ),
    ("azurerm_redis_cache", {**WEST, "minimum_tls_version": "1.2"}, {TLS: "on", ENCRYPTED: "on"}, ["NL"], []),
    ("azurerm_redis_cache", {**WEST, "non_ssl_port_enabled": True}, {TLS: "off"}, ["NL"], []),
    ("azurerm_log_analytics_workspace", {**WEST, "retention_in_days": 90}, {ENCRYPTED: "on"}, ["NL"], ["log P90D"]),
    ("azurerm_log_analytics_workspace", {"location": "eastus", "retention_in_days": 730}, {}, ["US"], ["log P730D"]),
    (
        "azurerm_managed_disk",
        {**WEST, "network_access_policy": "DenyAll"},
        {ENCRYPTED: "on", "firewall": "on"},
        ["NL"],
        [],
    ),
    ("azurerm_managed_disk", {"location": "East US 2"}, {ENCRYPTED: "on", "firewall": "unknown"}, ["US"], []),
]
GOOGLE: list[Store] = [
    (
        "google_sql_database_instance",
        {
            "region": "europe-north1",
            "settings": [
                {
                    "backup_configuration": [
                        {
                            "enabled": True,
                            "location": "europe-north1",
                            "backup_retention_settings": [{"retained_backups": 30}],
                        }
                    ],
                    "ip_configuration": [{"ipv4_enabled": False, "ssl_mode": "ENCRYPTED_ONLY"}],
                }
            ],
        },
        {"backup": "on P1D", ENCRYPTED: "on", TLS: "on", "firewall": "on"},
        ["FI"],
        ["backups P30D"],
    ),
    (
        "google_sql_database_instance",
        {
            "region": "us-central1",
            "settings": [
                {
                    "backup_configuration": [{"enabled": False}],
                    "ip_configuration": [
                        {
                            "ipv4_enabled": True,
                            "ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
                            "authorized_networks": [{"name": "all", "value": "0.0.0.0/0"}],
                        }
                    ],
                }
            ],
        },
        {"backup": "off", TLS: "off", "firewall": "off"},
        ["US"],
        [],
    ),
    (
        "google_storage_bucket",
        {
            "location": "EUROPE-NORTH1",
            "public_access_prevention": "enforced",
            "retention_policy": [{"retention_period": 86400}],
        },
        {ENCRYPTED: "on", "firewall": "on"},
        ["FI"],
        ["locked P1D"],
    ),
    (
        "google_storage_bucket",
        {
            "location": "EU",
            "lifecycle_rule": [{"action": [{"type": "Delete"}], "condition": [{"age": 365, "matches_prefix": []}]}],
            "soft_delete_policy": [{"retention_duration_seconds": 604800}],
        },
        {ENCRYPTED: "on"},
        ["hint"],
        ["data P365D", "deleted P7D"],
    ),
    (
        "google_bigquery_dataset",
        {"location": "EU", "default_table_expiration_ms": 86_400_000},
        {ENCRYPTED: "on"},
        ["hint"],
        ["data P1D"],
    ),
    (
        "google_bigquery_dataset",
        {"location": "US", "access": [{"special_group": "allAuthenticatedUsers"}]},
        {"firewall": "off"},
        ["US"],
        [],
    ),
    (
        "google_redis_instance",
        {"region": "europe-north1", "transit_encryption_mode": "SERVER_AUTHENTICATION", "auth_enabled": True},
        {TLS: "on", "authentication": "on"},
        ["FI"],
        [],
    ),
    (
        "google_redis_instance",
        {"region": "europe-north1", "transit_encryption_mode": "DISABLED"},
        {TLS: "off", "authentication": "off"},
        ["FI"],
        [],
    ),
    (
        "google_firestore_database",
        {"location_id": "europe-north1", "point_in_time_recovery_enablement": "POINT_IN_TIME_RECOVERY_ENABLED"},
        {"backup": "on PT1M"},
        ["FI"],
        [],
    ),
    ("google_firestore_database", {"location_id": "eur3"}, {"backup": "unknown"}, ["hint"], []),
    (
        "google_logging_project_bucket_config",
        {"location": "global", "retention_days": 400},
        {},
        ["hint"],
        ["log P400D"],
    ),
    ("google_logging_project_bucket_config", {"location": "us-east1"}, {}, ["US"], ["log P30D"]),
    (
        "google_pubsub_topic",
        {
            "message_storage_policy": [{"allowed_persistence_regions": ["europe-north1", "europe-west3"]}],
            "message_retention_duration": "86400s",
        },
        {ENCRYPTED: "on"},
        ["FI", "DE"],
        ["messages P1D"],
    ),
    (
        "google_pubsub_topic",
        {
            "message_storage_policy": [{"allowed_persistence_regions": ["us-east1"]}],
            "message_retention_duration": "604800s",
        },
        {},
        ["US"],
        ["messages P7D"],
    ),
    ("google_spanner_instance", {"config": "regional-europe-north1"}, {ENCRYPTED: "on", TLS: "on"}, ["FI"], []),
    ("google_spanner_instance", {"config": "eur3"}, {}, ["hint"], []),
]
UPCLOUD: list[Store] = [
    (
        "upcloud_storage",
        {"zone": "fi-hel1", "encrypt": True, "backup_rule": [{"interval": "daily", "retention": 8}]},
        {ENCRYPTED: "on", "backup": "on P1D"},
        ["FI"],
        ["backups P8D"],
    ),
    (
        "upcloud_storage",
        {"zone": "us-nyc1", "encrypt": False, "backup_rule": [{"interval": "mon", "retention": 365}]},
        {ENCRYPTED: "off", "backup": "on P7D"},
        ["US"],
        ["backups P365D"],
    ),
    (
        "upcloud_managed_database_postgresql",
        {"zone": "fi-hel2", "properties": [{"public_access": False}]},
        {"backup": "on P1D", "firewall": "on"},
        ["FI"],
        [],
    ),
    (
        "upcloud_managed_database_postgresql",
        {"zone": "de-fra1", "properties": [{"public_access": True, "ip_filter": ["0.0.0.0/0"]}]},
        {"firewall": "off"},
        ["DE"],
        [],
    ),
    (
        "upcloud_managed_database_mysql",
        {"zone": "fi-hel1", "properties": [{"public_access": True, "ip_filter": ["10.0.0.0/8"]}]},
        {"backup": "on P1D", "firewall": "on"},
        ["FI"],
        [],
    ),
    (
        "upcloud_managed_database_mysql",
        {"zone": "uk-lon1", "properties": [{"public_access": True}]},
        {"firewall": "off"},
        ["GB"],
        [],
    ),
    (
        "upcloud_managed_object_storage",
        {"region": "europe-1", "network": [{"type": "private"}]},
        {"firewall": "on"},
        ["hint"],
        [],
    ),
    (
        "upcloud_managed_object_storage",
        {"region": "us-1", "network": [{"type": "public"}, {"type": "private"}]},
        {"firewall": "unknown"},
        ["hint"],
        [],
    ),
    ("upcloud_file_storage", {"zone": "fi-hel2"}, {}, ["FI"], []),
    ("upcloud_file_storage", {"zone": "sg-sin1"}, {}, ["SG"], []),
]
HETZNER: list[Store] = [
    ("hcloud_volume", {"location": "hel1"}, {}, ["FI"], []),
    ("hcloud_volume", {"location": "ash"}, {}, ["US"], []),
    (
        "hcloud_storage_box",
        {
            "location": "fsn1",
            "snapshot_plan": {"hour": 3, "minute": 0, "max_snapshots": 7},
            "access_settings": {"reachable_externally": False},
        },
        {"backup": "on P1D", "firewall": "on"},
        ["DE"],
        [],
    ),
    (
        "hcloud_storage_box",
        {
            "location": "hel1",
            "snapshot_plan": {"hour": 3, "day_of_week": 0},
            "access_settings": {"reachable_externally": True},
        },
        {"backup": "on P7D", "firewall": "off"},
        ["FI"],
        [],
    ),
]
OVHCLOUD: list[Store] = [
    (
        "ovh_cloud_project_database",
        {"nodes": [{"region": "GRA"}, {"region": "GRA"}], "backup_regions": ["GRA", "BHS"], "backup_time": "01:00:00"},
        {"backup": "on P1D"},
        ["FR", "copy:CA"],
        [],
    ),
    (
        "ovh_cloud_project_database",
        {"nodes": [{"region": "BHS"}], "ip_restrictions": [{"ip": "0.0.0.0/0"}]},
        {"firewall": "off"},
        ["CA"],
        [],
    ),
    (
        "ovh_cloud_project_storage",
        {"region_name": "GRA", "encryption": {"sse_algorithm": "AES256"}},
        {ENCRYPTED: "on"},
        ["FR"],
        [],
    ),
    (
        "ovh_cloud_project_storage",
        {
            "region_name": "WAW",
            "encryption": {"sse_algorithm": "plaintext"},
            "replication": {"rules": [{"status": "enabled", "destination": {"region": "BHS"}}]},
            "object_lock": {"rule": {"period": "P30D"}},
        },
        {ENCRYPTED: "off"},
        ["PL", "copy:CA"],
        ["locked P30D"],
    ),
    (
        "ovh_cloud_storage_block_volume",
        {"region": "DE1", "encryption": {"enabled": True}},
        {ENCRYPTED: "on"},
        ["DE"],
        [],
    ),
    (
        "ovh_cloud_storage_block_volume",
        {"region": "UK1", "encryption": {"enabled": False}},
        {ENCRYPTED: "off"},
        ["GB"],
        [],
    ),
]
SCALEWAY: list[Store] = [
    (
        "scaleway_rdb_instance",
        {
            "region": "fr-par",
            "encryption_at_rest": True,
            "backup_schedule_frequency": 24,
            "backup_schedule_retention": 7,
            "private_network": [{"pn_id": "x"}],
        },
        {ENCRYPTED: "on", "backup": "on P1D", "firewall": "on"},
        ["FR"],
        ["backups P7D"],
    ),
    (
        "scaleway_rdb_instance",
        {"region": "pl-waw", "disable_backup": True, "backup_schedule_retention": 7},
        {ENCRYPTED: "off", "backup": "off", "firewall": "unknown"},
        ["PL"],
        [],
    ),
    (
        "scaleway_object_bucket",
        {"region": "nl-ams", "lifecycle_rule": [{"enabled": True, "expiration": [{"days": 50}]}]},
        {},
        ["NL"],
        ["data P50D"],
    ),
    ("scaleway_object_bucket", {"region": "fr-par", "acl": "public-read"}, {"firewall": "off"}, ["FR"], []),
    (
        "scaleway_redis_cluster",
        {"zone": "fr-par-1", "tls_enabled": True, "acl": [{"ip": "10.0.0.0/8"}]},
        {TLS: "on", "firewall": "on"},
        ["FR"],
        [],
    ),
    (
        "scaleway_redis_cluster",
        {"zone": "nl-ams-1", "acl": [{"ip": "0.0.0.0/0"}]},
        {TLS: "off", "firewall": "off"},
        ["NL"],
        [],
    ),
    (
        "scaleway_mongodb_instance",
        {
            "region": "fr-par",
            "is_snapshot_schedule_enabled": True,
            "snapshot_schedule_frequency_hours": 24,
            "snapshot_schedule_retention_days": 7,
            "private_network": [{"pn_id": "x"}],
        },
        {"backup": "on P1D", "firewall": "on"},
        ["FR"],
        ["backups P7D"],
    ),
    (
        "scaleway_mongodb_instance",
        {"region": "fr-par", "is_snapshot_schedule_enabled": False, "public_network": [{}]},
        {"backup": "off", "firewall": "off"},
        ["FR"],
        [],
    ),
    ("scaleway_block_volume", {"zone": "it-mil-1"}, {}, ["IT"], []),
    ("scaleway_block_volume", {"zone": "pl-waw-2"}, {}, ["PL"], []),
]
DIGITALOCEAN: list[Store] = [
    (
        "digitalocean_database_cluster",
        {"region": "ams3", "engine": "pg"},
        {"backup": "on P1D", ENCRYPTED: "on", TLS: "on"},
        ["NL"],
        [],
    ),
    ("digitalocean_database_cluster", {"region": "nyc3", "engine": "kafka"}, {ENCRYPTED: "on"}, ["US"], []),
    ("digitalocean_volume", {"region": "fra1"}, {ENCRYPTED: "on"}, ["DE"], []),
    ("digitalocean_volume", {"region": "sgp1"}, {}, ["SG"], []),
    (
        "digitalocean_spaces_bucket",
        {"region": "fra1", "lifecycle_rule": [{"enabled": True, "expiration": [{"days": 30}]}]},
        {},
        ["DE"],
        ["data P30D"],
    ),
    ("digitalocean_spaces_bucket", {"acl": "public-read"}, {"firewall": "off"}, ["US"], []),
]
STORES = [*AWS, *AZURE, *GOOGLE, *UPCLOUD, *HETZNER, *OVHCLOUD, *SCALEWAY, *DIGITALOCEAN]


@pytest.mark.parametrize(("type", "values", "controls", "places", "periods"), STORES)
def test_a_store_shows(
    type: str, values: dict[str, Any], controls: dict[str, str], places: list[str], periods: list[str]
) -> None:
    region = "eu-north-1" if type.startswith("aws_") else None
    context = AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED, region=region)
    shown = describe_resource(type, values, context)
    assert shown.is_known
    assert shown.stores_data
    found = {f.control: f"{f.shown} {f.interval or ''}".strip() for f in shown.facts if isinstance(f, ControlFact)}
    assert {control: found.get(control) for control in controls} == controls
    assert [name_place(f) for f in shown.facts if isinstance(f, PlaceFact)] == places
    kept = [f"{f.kept} {f.period or 'without end'}" for f in shown.facts if isinstance(f, KeepingFact)]
    assert kept == periods


def name_place(fact: PlaceFact) -> str:
    """The country of a place, marked where it is that of a copy or only a hint."""
    return f"{'copy:' if fact.is_copy else ''}{fact.country or fact.basis}"


def test_each_type_has_a_plausible_resource_and_one_that_contradicts() -> None:
    counted = Counter(store[0] for store in STORES)
    assert len(counted) == 51
    assert min(counted.values()) == 2
