"""Which columns hold personal data: the figures on labelled columns of real schemas, and the answers case by case."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.policy.data import load_yaml
from seloste.policy.personal_data.columns import ColumnAnswer, ColumnName, Holding, judge_columns
from seloste.policy.personal_data.fields import load_hierarchy
from seloste.policy.personal_data.lexicon import load_kinds
from tests.support.labelled_columns import GIVEN, measure, read_labels

POLICY = Path(__file__).resolve().parents[2] / "policy"


def judge(table: str, name: str, type: str = "text", comment: str = "") -> ColumnAnswer:
    """The answer for a column that is alone in its table."""
    return judge_columns(table, [ColumnName(name, type, comment)])[0]


def test_the_columns_of_real_schemas_are_judged_well_enough() -> None:
    if not GIVEN.exists():
        pytest.skip("the labelled columns are not in this working copy")
    figures = measure(read_labels(GIVEN))
    assert figures.precision >= 0.9
    assert figures.recall >= 0.8
    assert figures.possible <= 0.1
    finnish = measure([label for label in read_labels(GIVEN) if label.language == "fi"])
    assert finnish.precision >= 0.85
    assert finnish.recall >= 0.8


def test_every_term_is_one_of_the_vocabulary() -> None:
    terms = set(load_yaml(POLICY / "dpv.yaml")["personal_data"])
    used = {term for facts in load_kinds().values() for term in facts["dpv"]}
    used |= {term for wide, narrower in load_hierarchy().items() for term in (wide, *narrower)}
    assert used - terms == set()


@pytest.mark.parametrize(
    ("table", "column", "type", "kind"),
    [
        ("henkilo", "etunimet", "varchar", "name"),
        ("asiakas", "nimi", "varchar", "name"),
        ("x", "henkilotunnus", "char(11)", "national-id"),
        ("henkilo", "turvakielto", "boolean", "protection-order"),
        ("henkilo", "oidhenkilo", "varchar", "person-id"),
        ("CUST", "CUST_NM", "VARCHAR2(40)", "name"),
        ("kund", "personnummer", "varchar", "national-id"),
        ("product", "manager_phone", "text", "phone"),
    ],
)
def test_a_column_holds_personal_data(table: str, column: str, type: str, kind: str) -> None:
    assert judge(table, column, type) == ColumnAnswer(Holding.YES, kind)


@pytest.mark.parametrize(
    ("table", "column", "type"),
    [
        ("product", "name", "text"),
        ("customer", "id", "uuid"),
        ("customer", "email_verified", "boolean"),
        ("customer", "email_count", "integer"),
        ("henkilo", "eisuomalaistahetua", "boolean"),
    ],
)
def test_a_column_holds_none(table: str, column: str, type: str) -> None:
    assert judge(table, column, type).holding is Holding.NO
