"""The JSON Schemas: as generated, true of every example, and refusing what the models refuse."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import BaseModel, ValidationError

from seloste import schemas
from seloste.checker.inventory import ProcessorsFile, SystemsFile
from seloste.checker.reading.reader import read_yaml
from seloste.checker.workspace.configuration import Configuration, WaiversFile
from seloste.policy.notice import Policy
from tests.support import ROOT

FILES = {name: name for name in ("policy", "systems", "processors", "waivers")} | {"seloste": "config"}
EXAMPLES = [
    path
    for path in sorted([*ROOT.glob("*.yaml"), *ROOT.glob("examples/**/*.yaml")])
    if path.stem in FILES or (path.parent != ROOT and path.parent.name in FILES)
]
MODELS: dict[str, type[BaseModel]] = {
    "policy": Policy,
    "systems": SystemsFile,
    "processors": ProcessorsFile,
    "config": Configuration,
    "waivers": WaiversFile,
}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(schemas.get_committed_path(name).read_text("utf-8")), format_checker=FormatChecker()
    )


def kind(path: Path) -> str:
    return FILES.get(path.stem, path.parent.name)


@pytest.mark.parametrize("name", schemas.NAMES)
def test_the_committed_schema_is_the_generated_one(name: str) -> None:
    assert schemas.get_committed_path(name).read_text("utf-8") == schemas.generate_schema(name), (
        "run python -m seloste.generate"
    )


@pytest.mark.parametrize("name", schemas.NAMES)
def test_the_schema_is_a_schema_that_refuses_unknown_keys(name: str) -> None:
    schema = json.loads(schemas.get_committed_path(name).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_example_is_valid_by_its_schema_and_its_model(path: Path) -> None:
    reading = read_yaml(path.read_bytes())
    assert not reading.problems
    [value] = reading.documents
    assert [error.message for error in validator(kind(path)).iter_errors(value)] == []
    MODELS[kind(path)].model_validate(value)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_example_tells_the_editor_where_its_schema_is(path: Path) -> None:
    reference = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
    assert reference is not None
    assert (path.parent / reference[1]).resolve() == schemas.get_committed_path(kind(path))


def test_there_are_examples_of_every_kind_but_waivers() -> None:
    assert {kind(path) for path in EXAMPLES} >= {"policy", "systems", "processors", "config"}


WORDS = {"fi": "sana", "en": "word"}
WHOLE: dict[str, dict[str, Any]] = {
    "policy": {
        "version": 1,
        "notice": {"name": WORDS, "languages": ["fi", "en"], "published": "2026-01-01"},
        "controller": {"name": "Oy", "address": {"country": "FI"}, "dpo_designated": True},
        "headings": {"rights": WORDS},
        "purposes": {"billing": {"text": WORDS, "legal_basis": {"basis": "contract"}, "fields": ["name"]}},
        "fields": {"name": {"text": WORDS, "special_category": False}},
        "transfers": {"text": WORDS, "rule": "never", "instruments": ["bcr"], "copy": {"text": WORDS}},
        "retention": {"all": {"text": WORDS, "maximum": {"period": "P1Y", "after": "contract-end"}}},
        "safeguards": {
            "backup": {"text": WORDS, "control": "backup", "parameters": {"interval": "P1D"}, "applies_to": "systems"},
            "own": {"text": WORDS, "assert": {"type": "object"}, "applies_to": ["crm"]},
        },
        "rights": {"access": {"right": "access", "text": WORDS}},
        "custom": {"own": {"text": WORDS, "on": "systems", "assert": {}, "severity": "note"}},
    },
    "systems": {
        "systems": {
            "crm": {
                "name": "CRM",
                "fields": {"name": ["billing"]},
                "retention": {"period": "P1Y", "after": "contract-end"},
                "safeguards": {"backup": {"status": "implemented", "interval": "P1D"}, "firewall": "planned"},
                "hosting": {"country": "FI", "transfer": {"certified": {"from": "2026-01-01"}}},
            }
        }
    },
    "processors": {
        "processors": {
            "mailer": {
                "name": "Mailer",
                "role": "processor",
                "agreement": {"signed": "2026-01-01", "terms": ["audits"]},
                "transfers": [{"country": "US", "instrument": "eu-us-dpf", "covered": True}],
                "breach_notice": "PT48H",
            }
        }
    },
    "config": {
        "policy": {"path": "policy.yaml", "sha256": "0a" * 32},
        "systems": ["a.yaml"],
        "fail_on": "error",
        "languages": ["fi"],
        "review_within": "P1Y",
    },
    "waivers": {"waivers": [{"rule": "notice/undated", "reason": "later", "until": "2026-12-31"}]},
}
CUT = object()
EITHER: list[tuple[str, str, Any]] = [
    ("policy", "version", 2),
    ("policy", "version", "1"),
    ("policy", "extra", 1),
    ("policy", "notice", CUT),
    ("policy", "notice.languages", CUT),
    ("policy", "notice.name", "word"),
    ("policy", "notice.name", {}),
    ("policy", "notice.name.fi", ""),
    ("policy", "notice.name.suomi", "sana"),
    ("policy", "notice.name.fi", 5),
    ("policy", "notice.languages", []),
    ("policy", "notice.languages", "fi"),
    ("policy", "notice.languages", ["FI"]),
    ("policy", "controller.name", CUT),
    ("policy", "controller.name", 12),
    ("policy", "controller.name", ""),
    ("policy", "controller.address.country", "Finland"),
    ("policy", "controller.address.country", "fi"),
    ("policy", "controller.dpo_designated", "yes"),
    ("policy", "headings.right", WORDS),
    ("policy", "purposes.Billing", {"text": WORDS}),
    ("policy", "purposes.bil_ling", {"text": WORDS}),
    ("policy", "purposes.billing.text", CUT),
    ("policy", "purposes.billing.legal_basis", {}),
    ("policy", "purposes.billing.legal_basis.basis", "contracts"),
    ("policy", "purposes.billing.fields", ["name", 3]),
    ("policy", "fields.name.special_category", 1),
    ("policy", "fields.name.special_category", "false"),
    ("policy", "transfers.rule", "sometimes"),
    ("policy", "transfers.instruments", ["privacy-sheild"]),
    ("policy", "transfers.copy", WORDS),
    ("policy", "retention.all.maximum.after", CUT),
    ("policy", "retention.all.maximum.period", CUT),
    ("policy", "retention.all.maximum.period", 2),
    ("policy", "safeguards.backup.control", "bakup"),
    ("policy", "safeguards.backup.applies_to", "sytems"),
    ("policy", "safeguards.own.assert", "object"),
    ("policy", "safeguards.own.assert_", {}),
    ("policy", "rights.access.right", "acces"),
    ("policy", "rights.access.right", CUT),
    ("policy", "custom.own.assert", CUT),
    ("policy", "custom.own.severity", "fatal"),
    ("systems", "systems", CUT),
    ("systems", "systems", []),
    ("systems", "systems.crm.name", CUT),
    ("systems", "systems.CRM", {"name": "CRM"}),
    ("systems", "systems.crm.fields", "name"),
    ("systems", "systems.crm.fields.name", "billing"),
    ("systems", "systems.crm.retention.after", CUT),
    ("systems", "systems.crm.retention", "P1Y"),
    ("systems", "systems.crm.safeguards.backup.status", CUT),
    ("systems", "systems.crm.safeguards.firewall", "done"),
    ("systems", "systems.crm.safeguards.bakup", "planned"),
    ("systems", "systems.crm.hosting.transfer.certified.from_", "2026-01-01"),
    ("processors", "processors.mailer.name", CUT),
    ("processors", "processors.mailer.role", "procesor"),
    ("processors", "processors.mailer.agreement.terms", ["audit"]),
    ("processors", "processors.mailer.transfers", {"country": "US"}),
    ("processors", "processors.mailer.transfers", ["US"]),
    ("config", "fail_on", "errors"),
    ("config", "policy", 5),
    ("config", "policy.sha256", "abc"),
    ("config", "systems", "a.yaml"),
    ("config", "sytems", ["a.yaml"]),
    ("waivers", "waivers", CUT),
    ("waivers", "waivers", {}),
    ("waivers", "waivers", [{"rules": "notice/undated"}]),
]
#: A schema can only name these formats; whether an editor checks them is its own affair.
FORMATS: list[tuple[str, str, Any]] = [
    ("policy", "notice.published", "25.5.2018"),
    ("policy", "notice.published", "2018-02-30"),
    ("policy", "retention.all.maximum.period", "2 years"),
    ("systems", "systems.crm.safeguards.backup.interval", "daily"),
    ("config", "review_within", "1y"),
]


def mutated(name: str, path: str, value: Any) -> dict[str, Any]:
    whole = copy.deepcopy(WHOLE[name])
    *above, last = path.split(".")
    place = whole
    for step in above:
        place = place[step]
    if value is CUT:
        del place[last]
    else:
        place[last] = value
    return whole


@pytest.mark.parametrize("name", WHOLE)
def test_the_unmutated_file_is_valid_by_both(name: str) -> None:
    assert list(validator(name).iter_errors(WHOLE[name])) == []
    MODELS[name].model_validate(WHOLE[name])


@pytest.mark.parametrize(("name", "path", "value"), EITHER)
def test_what_the_model_refuses_the_schema_refuses_too(name: str, path: str, value: Any) -> None:
    whole = mutated(name, path, value)
    with pytest.raises(ValidationError):
        MODELS[name].model_validate(whole)
    assert not validator(name).is_valid(whole)


@pytest.mark.parametrize(("name", "path", "value"), FORMATS)
def test_a_format_that_the_model_refuses_is_named_in_the_schema(name: str, path: str, value: Any) -> None:
    whole = mutated(name, path, value)
    with pytest.raises(ValidationError):
        MODELS[name].model_validate(whole)
    checker = FormatChecker(formats=())
    checker.checks("date")(lambda text: text != value)
    checker.checks("duration")(lambda text: text != value)
    schema = validator(name).schema
    assert not Draft202012Validator(schema, format_checker=checker).is_valid(whole)
