"""The models of the configuration, `seloste.yaml`, and of the files of waivers and of responses."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from seloste.checker.finding import Severity
from seloste.policy.base import (
    FINGERPRINT_PATTERN,
    HASH_PATTERN,
    Day,
    Duration,
    FileRecord,
    Language,
    Name,
    Record,
    Text,
    Version,
)
from seloste.policy.period import Period

Scope = Literal["all", "systems", "notice"]
FailOn = Literal["error", "warning", "note", "never"]


class PinnedPolicy(Record):
    """The policy file, and the SHA-256 that it must have."""

    path: Name
    sha256: Annotated[str, Field(pattern=HASH_PATTERN)] | None = None


class StatementSettings(Record):
    """What management's statement in the report for auditors says, beside what the files show."""

    prepared_by: Name | None = None
    approved_by: Name | None = None
    population: Text | None = None


def _to_pinned(value: Any) -> Any:
    return {"path": value} if isinstance(value, str) else value


class Configuration(FileRecord):
    """The settings of a repository. Paths are relative to the file."""

    version: Version = 1
    policy: Annotated[PinnedPolicy, BeforeValidator(_to_pinned, json_schema_input_type=Name | PinnedPolicy)] = (
        PinnedPolicy.model_construct(path="policy.yaml")  # without a validator of its own, which costs a start
    )
    systems: list[Name] = Field(default=["systems.{yaml,yml,json,csv,xlsx}", "systems/**", "inventory/**"])
    processors: list[Name] = Field(default=["processors.{yaml,yml,json,csv,xlsx}"])
    evidence: list[Name] = Field(default=[])
    evidence_max_age: Duration = Period("P1Y")
    scope: Scope = "all"
    fail_on: FailOn = "error"
    languages: list[Language] | None = None
    labels: dict[Language, Name] = Field(default={})
    waivers: Name = "waivers.yaml"
    baseline: Name = ".seloste-baseline.json"
    responses: Name = "responses.yaml"
    statement: StatementSettings | None = None
    review_within: Duration = Period("P1Y")
    warn_ahead: Duration = Period("P90D")


class WaiverEntry(Record):
    """A waiver of findings until a day. If keys are missing, it is void (`waiver/incomplete`)."""

    rule: Name | None = None
    subject: Name | None = None
    reason: Name | None = None
    approved_by: Name | None = None
    advised_by: Name | None = None
    until: Day | None = None


class WaiversFile(FileRecord):
    """A file of waivers."""

    version: Version = 1
    waivers: list[WaiverEntry]


class ResponseEntry(Record):
    """What the controller answers to a finding: who sees to it, by when, and how."""

    owner: Name | None = None
    due: Day | None = None
    text: Name | None = None


class ResponsesFile(FileRecord):
    """A file of responses to findings. A response changes no verdict, no severity and no exit code."""

    version: Version = 1
    responses: dict[Annotated[str, Field(pattern=FINGERPRINT_PATTERN)], ResponseEntry]


#: The severities that fail the gate, by `fail_on`.
THRESHOLDS: dict[str, frozenset[Severity]] = {
    "error": frozenset({Severity.ERROR}),
    "warning": frozenset({Severity.ERROR, Severity.WARNING}),
    "note": frozenset(Severity),
    "never": frozenset(),
}
