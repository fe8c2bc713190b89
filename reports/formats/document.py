"""`report.json` as models: the one definition of its shape, from which its JSON Schema is generated."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Text = dict[str, str]


class Part(BaseModel):
    """A mapping of the report."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tool(Part):
    """Which program judged, with which rules and which law."""

    name: Literal["seloste"]
    version: str
    rules: str = Field(description="SHA-256 over the files of the rules")
    law: str


class PolicyFile(Part):
    """The policy, and proof of which bytes it was."""

    path: str
    sha256: str


class InputFile(PolicyFile):
    """Another file that was read."""

    kind: Literal["systems", "processors", "evidence", "waivers", "baseline", "config"]


class NotChecked(Part):
    """Something that was not checked, and why."""

    what: str
    why: Text


class PromiseCounts(Part):
    """How many promises there are of each verdict."""

    kept: int
    broken: int
    unverified: int


class Summary(Part):
    """Counts. `error`, `warning` and `note` leave out what is waived or baselined."""

    error: int
    warning: int
    note: int
    waived: int
    baselined: int
    systems: int
    processors: int
    promises: PromiseCounts


class Place(Part):
    """A place in a file, 1-based. Without a line, the file as a whole."""

    path: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class Related(Part):
    """Another place that belongs to a finding."""

    path: str
    line: int | None
    column: int | None
    message: Text


class WayOut(Part):
    """One way to resolve a finding: change the system, or the promise."""

    change: Literal["system", "promise"]
    message: Text


class Waiver(Part):
    """The decision that lets a finding pass, and where it is written."""

    reason: str
    approved_by: str | None
    until: str
    location: Place


class ReportedFinding(Part):
    """A finding, in every language."""

    rule: str
    severity: Literal["error", "warning", "note"]
    subject: str
    promise: str | None
    message: Text
    law: list[str]
    from_memory: bool = Field(description="Rests on a legal fact that was not read in a source")
    location: Place
    related: list[Related]
    ways_out: list[WayOut]
    waiver: Waiver | None
    baselined: bool
    fingerprint: str


class ReportedEvidence(Part):
    """What one record shows of a promise."""

    kind: Literal["declared", "observed"]
    holds: bool
    subject: str
    path: str
    line: int | None
    dated: str | None
    detail: Text


class ReportedPromise(Part):
    """A promise and whether it is true. `defects` tell whether it is lawful, which is another question."""

    id: str
    text: Text | None
    verdict: Literal["kept", "broken", "unverified"]
    strength: Literal["observed", "declared"] | None
    accepted: bool
    defects: list[str]
    evidence: list[ReportedEvidence]


class Report(Part):
    """The result of a check: `--format json`."""

    version: Literal[1]
    tool: Tool
    as_of: str
    scope: Literal["all", "systems", "notice"]
    commit: str | None
    policy: PolicyFile | None
    inputs: list[InputFile]
    not_checked: list[NotChecked]
    summary: Summary
    findings: list[ReportedFinding]
    promises: list[ReportedPromise]
