"""`report.json` as models: the one definition of its shape, from which its JSON Schema is generated."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Text = dict[str, str]


class ReportModel(BaseModel):
    """The base of all models: further keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tool(ReportModel):
    """Which program judged, with which rules and which law."""

    name: Literal["seloste"]
    version: str
    rules: str = Field(description="SHA-256 over the files of the rules")
    rule_ids: list[str] = Field(description="The rules that were looked for, so that a later version knows what is new")
    law: str = Field(description="The day until which the data of the law were checked")
    law_version: str = Field(description="The version of those data")


class PolicyFile(ReportModel):
    """The policy, and proof of which bytes it was."""

    path: str
    sha256: str
    revision: str | None = Field(default=None, description="With --trusted: the commit that it was read from")


class InputFile(PolicyFile):
    """Another file that was read."""

    kind: Literal["systems", "processors", "evidence", "waivers", "responses", "baseline", "config", "labels", "design"]


class NotChecked(ReportModel):
    """Something that was not checked, and why."""

    what: str
    why: Text


class PromiseCounts(ReportModel):
    """How many promises there are of each verdict."""

    kept: int
    broken: int
    unverified: int


class SetAside(ReportModel):
    """How many waivers were ignored, and how many findings count that they would have waived."""

    waivers: int
    findings: int


class Summary(ReportModel):
    """Counts. `error`, `warning` and `note` leave out what is waived, baselined or known."""

    error: int
    warning: int
    note: int
    waived: int
    baselined: int
    known: int | None = Field(default=None, description="With --new-only: how many findings stood at the base")
    fixed: int = Field(description="How many findings of the baseline are gone")
    set_aside: SetAside | None = Field(description="With --no-waivers: what waivers would have waived")
    systems: int
    processors: int
    promises: PromiseCounts


class ReportedLocation(ReportModel):
    """A place in a file, 1-based. Without a line, the file as a whole."""

    path: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class Related(ReportModel):
    """Another place that belongs to a finding."""

    path: str
    line: int | None
    column: int | None
    message: Text


class WayOut(ReportModel):
    """One way to resolve a finding: change the system, or the promise."""

    change: Literal["system", "promise"]
    message: Text


class ReportedWaiver(ReportModel):
    """The decision to waive a finding, and where it is written."""

    reason: str
    approved_by: str | None
    advised_by: str | None = None
    until: str
    location: ReportedLocation


class ReportedResponse(ReportModel):
    """What the controller answers to the findings of a fingerprint. It changes nothing that was found."""

    fingerprint: str
    owner: str | None
    due: str | None
    text: str | None
    location: ReportedLocation
    answers: bool = Field(description="Whether a finding of that fingerprint is still there")
    overdue: bool = Field(description="Whether it is still there, and the last day of the answer is past")


class ReportedFinding(ReportModel):
    """A finding, in every language."""

    rule: str
    severity: Literal["error", "warning", "note"]
    subject: str
    promise: str | None
    message: Text
    law: list[str]
    from_memory: bool = Field(description="Rests on a legal fact that was not read in a source")
    location: ReportedLocation
    related: list[Related]
    ways_out: list[WayOut]
    waiver: ReportedWaiver | None
    baselined: bool
    known: bool = Field(default=False, description="With --new-only: stood at the base on this day, and does not count")
    fingerprint: str


class ReportedEvidence(ReportModel):
    """What one record, or a resource of infrastructure that belongs to it, shows about a promise."""

    kind: Literal["declared", "documented", "configured", "observed"]
    basis: Literal["attribute", "provider", "scanner", "hint"] | None = Field(
        default=None, description="What a fact of infrastructure rests on"
    )
    holds: bool
    subject: str
    resource: str | None = Field(default=None, description="The resource of infrastructure that shows it, by its id")
    path: str
    line: int | None
    dated: str | None
    detail: Text


class ReportedPromise(ReportModel):
    """A promise and whether it is true. `defects` say whether it is lawful, which is another question."""

    id: str
    text: Text | None
    verdict: Literal["kept", "broken", "unverified"]
    strength: Literal["observed", "configured", "documented", "declared"] | None
    accepted: bool
    defects: list[str]
    evidence: list[ReportedEvidence] = Field(
        description="Every piece that is against the promise, and of those that support it at most 100"
    )
    supporting: int | None = Field(
        default=None, description="How many pieces support it, where they are more than those in the list"
    )


class ComparedFinding(ReportModel):
    """A finding of one of two checks that are compared."""

    rule: str
    severity: Literal["error", "warning", "note"]
    subject: str
    promise: str | None
    path: str
    line: int | None
    fingerprint: str


class ComparedFindings(ReportModel):
    """The findings that are new or gone, and those that are suppressed now or no longer."""

    new: list[ComparedFinding]
    gone: list[ComparedFinding]
    passed: list[ComparedFinding]
    returned: list[ComparedFinding]


class ComparedPromise(ReportModel):
    """A promise that changed; for `verdict` with the records that caused it."""

    id: str
    change: Literal["verdict", "added", "removed", "reworded", "altered"]
    text: Text | None
    before: Literal["kept", "broken", "unverified"] | None
    after: Literal["kept", "broken", "unverified"] | None
    by: list[str]


class ComparedRecords(ReportModel):
    """The systems and processors that are newly declared or no longer declared; empty where that is not known."""

    added: list[str]
    removed: list[str]


class ReportedPlace(ReportModel):
    """A country in which data of a system lie, or a copy of them, by a resource; without one, as it declares."""

    subject: str
    country: str
    resource: str | None
    copy_of_data: bool = Field(alias="copy", description="Whether a copy lies there: a replica, a backup, a log")


class ReportedStore(ReportModel):
    """A resource that stores data; the instances of one resource are one."""

    subject: str | None = Field(description="The system that it belongs to")
    resource: str


class ReportedColumn(ReportModel):
    """A column that holds personal data by its name or type."""

    subject: str
    column: str = Field(examples=["customers.email"])
    kind: str = Field(description="The kind of the data", examples=["email"])


class ReportedService(ReportModel):
    """A service of another company that is in use."""

    subject: str | None = Field(description="The system that uses it")
    service: str = Field(examples=["sentry"])


class ReportedInfrastructure(ReportModel):
    """What infrastructure shows: places and stores of data, columns, services."""

    places: list[ReportedPlace]
    stores: list[ReportedStore]
    columns: list[ReportedColumn] = []
    services: list[ReportedService] = []


class ReportedEffect(ReportModel):
    """The effect of a change on the promises since a revision or an earlier report: `--against`."""

    since: str
    commit: str | None
    promises: list[ComparedPromise]
    findings: ComparedFindings
    new_rules: list[ComparedFinding] = Field(
        default=[], description="Findings of rules that the earlier report did not know: the change need not bring them"
    )
    records: ComparedRecords
    infrastructure: ReportedInfrastructure | None = Field(
        default=None, description="What infrastructure shows and did not before"
    )
    remarks: list[Text] = Field(description="Why the comparison may show less, or more, than the change")


class Edit(ReportModel):
    """A file that decides which findings count. The change has another version of it, which was not used."""

    kind: Literal["config", "policy", "waivers", "baseline", "comment"]
    path: str
    change: Literal["added", "removed", "changed", "replaced"]
    before: str | None = Field(description="The file that it replaces")


class Trusted(ReportModel):
    """The revision whose files judged the change, and what the change does to these files: `--trusted`."""

    revision: str
    commit: str
    edits: list[Edit]
    lets_pass: list[ComparedFinding] = Field(description="What would count no more if the edits were used")
    brings: list[ComparedFinding] = Field(description="What would be new if the edits were used")
    effect: ReportedEffect | None = Field(description="What the edits would do to the promises")
    outside: list[str] = Field(description="Kinds of files that were read from outside the revision")


class PublicVersion(ReportModel):
    """A version for others (`report --public`): what it leaves out. Names and places read `…` there."""

    left_out: list[Literal["safeguards", "infrastructure", "people", "lines", "documents"]]
    note: Text


class Report(ReportModel):
    """The result of a check: `--format json`."""

    version: Literal[1]
    tool: Tool
    as_of: str
    files_as_of: str = Field(description="The day of the commit that the files are those of, or `working tree`")
    at: str | None = Field(default=None, description="The revision that was asked for (`--at`)")
    uncommitted: list[str] = Field(default=[], description="The files that the commit lacks or has otherwise")
    scope: Literal["all", "systems", "notice"]
    public: PublicVersion | None = Field(default=None, description="Only in a version for others: what it leaves out")
    commit: str | None
    policy: PolicyFile | None
    inputs: list[InputFile]
    not_checked: list[NotChecked]
    trusted: Trusted | None = None
    effect: ReportedEffect | None = None
    infrastructure: ReportedInfrastructure | None = Field(
        default=None, description="What infrastructure shows, for a later check to be compared with"
    )
    summary: Summary
    findings: list[ReportedFinding]
    responses: list[ReportedResponse] = Field(default=[], description="The answers to findings, where there is a file")
    promises: list[ReportedPromise]
