"""What single types show where real code is easily read wrong: filters of rules, redirects, settings one by one."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.checker.evidence.attributes.description import AttributeContext, describe_resource
from seloste.checker.evidence.marks import UNKNOWN
from seloste.checker.evidence.resource import ControlFact, EvidenceKind, Fact, KeepingFact
from seloste.checker.position import Location


def show(type: str, values: dict[str, Any]) -> tuple[Fact, ...]:
    return describe_resource(type, values, AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED)).facts


def find_control(type: str, values: dict[str, Any], control: str) -> str:
    found = [
        fact.shown.value for fact in show(type, values) if isinstance(fact, ControlFact) and fact.control == control
    ]
    assert len(found) <= 1
    return found[0] if found else "nothing"


def list_periods(type: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fact.kept.value, str(fact.period)) for fact in show(type, values) if isinstance(fact, KeepingFact)]


@pytest.mark.parametrize(
    ("blob_types", "periods"),
    [(["blockBlob"], [("data", "P90D")]), (["appendBlob", "blockBlob"], [("data", "P90D")]), (["appendBlob"], [])],
)
def test_a_rule_of_append_blobs_alone_is_no_period_of_the_data(
    blob_types: list[str], periods: list[tuple[str, str]]
) -> None:
    base = {"delete_after_days_since_modification_greater_than": 90}
    rule = {"enabled": True, "filters": [{"blob_types": blob_types}], "actions": [{"base_blob": [base]}]}
    assert list_periods("azurerm_storage_management_policy", {"rule": [rule]}) == periods


@pytest.mark.parametrize("none", ["PT0S", "P0D", "P0Y"])
def test_a_period_of_nothing_keeps_nothing(none: str) -> None:
    policy = {"weekly_retention": "P4W", "yearly_retention": none}
    assert list_periods("azurerm_mssql_database", {"long_term_retention_policy": [policy]}) == [("backups", "P4W")]


@pytest.mark.parametrize(
    "redirect",
    [
        {"redirect_configuration": [{"name": "r"}]},
        {"url_path_map": [{"name": "m", "default_redirect_configuration_name": "r"}]},
        {"url_path_map": [{"name": "m", "path_rule": [{"redirect_configuration_name": "r"}]}]},
    ],
)
def test_a_gateway_that_redirects_may_serve_no_plain_http(redirect: dict[str, Any]) -> None:
    listener = {"http_listener": [{"name": "http", "protocol": "Http"}]}
    gateway = "azurerm_application_gateway"
    assert find_control(gateway, listener, "encryption-in-transit") == "off"
    assert find_control(gateway, listener | redirect, "encryption-in-transit") == "unknown"


@pytest.mark.parametrize(
    ("setting", "value", "shown"),
    [
        ("always_use_https", "on", "on"),
        ("always_use_https", "off", "off"),
        ("min_tls_version", "1.0", "weaker"),
        ("min_tls_version", "1.2", "unknown"),
        ("brotli", "off", "nothing"),
        ("http3", "on", "nothing"),
    ],
)
def test_a_setting_of_a_zone_shows_what_it_is_about(setting: str, value: str, shown: str) -> None:
    values = {"zone_id": "z", "setting_id": setting, "value": value}
    assert find_control("cloudflare_zone_setting", values, "encryption-in-transit") == shown


@pytest.mark.parametrize(("legacy", "shown"), [(True, "off"), (False, "nothing"), (None, "nothing")])
def test_a_cluster_that_grants_by_the_old_way_grants_too_much(legacy: bool | None, shown: str) -> None:
    assert find_control("google_container_cluster", {"enable_legacy_abac": legacy}, "least-privilege") == shown


@pytest.mark.parametrize(
    ("edition", "enabled", "shown"),
    [
        ("ENTERPRISE", None, "off"),
        ("ENTERPRISE_PLUS", None, "unknown"),
        (UNKNOWN, None, "unknown"),
        (UNKNOWN, True, "on"),
        ("ENTERPRISE_PLUS", False, "off"),
        ("ENTERPRISE_PLUS", True, "on"),
    ],
)
def test_backups_are_off_by_default_in_one_edition_alone(edition: Any, enabled: bool | None, shown: str) -> None:
    settings = {"edition": edition, "backup_configuration": [{"enabled": enabled}]}
    assert find_control("google_sql_database_instance", {"settings": [settings]}, "backup") == shown


MONTHLY, WEEKLY, DAILY = "cron(0 5 1 * ? *)", "cron(0 5 ? * SUN *)", "cron(0 5 * * ? *)"


@pytest.mark.parametrize(
    ("schedules", "interval"),
    [
        ([MONTHLY, WEEKLY, DAILY], "P1D"),
        ([MONTHLY, WEEKLY], "P7D"),
        ([WEEKLY, "cron(0 5 ? * 2-7 *)"], "P1D"),
        ([WEEKLY], "P7D"),
        ([WEEKLY, None], "None"),
        ([WEEKLY, UNKNOWN], "None"),
        ([DAILY, UNKNOWN], "P1D"),
        ([None, DAILY], "P1D"),
        (["rate(12 hours)", WEEKLY], "PT12H"),
    ],
)
def test_the_rules_of_a_plan_of_backups_count_together(schedules: list[Any], interval: str) -> None:
    rules = {"rule": [{"schedule": schedule} for schedule in schedules]}
    (fact,) = (fact for fact in show("aws_backup_plan", rules) if isinstance(fact, ControlFact))
    assert (fact.shown.value, str(fact.interval)) == ("on", interval)


def test_a_plan_of_backups_without_any_schedule_shows_nothing() -> None:
    assert find_control("aws_backup_plan", {"rule": [{"rule_name": "x"}]}, "backup") == "unknown"


def test_databases_of_the_old_kind_are_stores_that_their_server_has() -> None:
    context = AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED)
    found = describe_resource("azurerm_sql_database", {"server_name": "crm", "location": "westeurope"}, context)
    assert found.stores_data
    assert [target.name for target in found.targets if target.type == "azurerm_sql_server"] == ["crm"]
