"""The one function that runs it all: read → link → judge → let pass, and a result to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from seloste.checker.assertions.assertions import fresh_budgets, overruns, told_once
from seloste.checker.evidence.declared import contradicted_by, of_absent, of_organisation, of_processor
from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor
from seloste.checker.judging import families  # noqa: F401 - the rules register themselves
from seloste.checker.judging.memo import JudgmentMemo, RecordJudgment
from seloste.checker.judging.partial_result import PartialResult, judge_again, read_systems, survey
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry, organisation
from seloste.checker.linking.hops import notice_hops, processor_hops
from seloste.checker.linking.index import Index
from seloste.checker.linking.loading import LoadedInventory, load_processors, open_notice
from seloste.checker.linking.references import link_policy, link_processors
from seloste.checker.reading.documents import File, Input
from seloste.checker.result import NotChecked, Result
from seloste.checker.rules.context import Settings
from seloste.checker.rules.registry import apply
from seloste.checker.suppression.baseline import BaselineEntry, read_baseline
from seloste.checker.suppression.suppress import RuleCoverage, Suppressed, let_pass
from seloste.checker.suppression.waivers import Waiver, inline_waivers, read_waivers
from seloste.checker.verdict import EvidenceTally, judge
from seloste.checker.workspace.configuration import Scope
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import Law, LawOn
from seloste.policy.promise import promises


@dataclass(frozen=True, slots=True, eq=False)
class LoadedWorkspace:
    """What the files hold, to be judged on one day or on several."""

    workspace: Workspace
    scope: Scope
    notice: NoticeEntry | None
    policy_file: File
    processors: LoadedInventory
    #: What is wrong in the files and between them, whatever the day.
    findings: tuple[Finding, ...]
    waivers_file: File | None
    #: The waivers in it, and those beside what they waive, but for the ones that stand with the systems.
    waivers: tuple[Waiver, ...]
    baseline_file: File | None = None
    baseline: tuple[BaselineEntry, ...] = ()
    #: The systems, where they were read beforehand; else they are read as they are judged, and forgotten.
    systems: PartialResult | None = None
    #: What is known already from another day.
    steady: JudgmentMemo = field(default_factory=JudgmentMemo)


def check(
    workspace: Workspace, law: Law, as_of: date, *, scope: Scope | None = None, jobs: int | None = None
) -> Result:
    """Checks everything in the workspace against the notice and the law of the day.

    `jobs`: how many processes may judge systems; None lets their number decide. The records themselves, and each piece
    of evidence behind the verdicts, are in the result only where one process did it all (`jobs=1`).
    """
    return check_opened(open_files(workspace, scope), law, as_of, jobs=jobs)


def open_files(workspace: Workspace, scope: Scope | None = None, *, systems: bool = False) -> LoadedWorkspace:
    """Reads the notice and the processor list, and, if they are to be judged more than once, the `systems`."""
    fresh_budgets()
    scope = scope or workspace.config.scope
    notice, policy_file = open_notice(workspace)
    waivers_file = workspace.open_file(workspace.waivers, "waivers") if workspace.waivers else None
    waivers = read_waivers(waivers_file) if waivers_file else []
    baseline_file = workspace.open_file(workspace.baseline, "baseline") if workspace.baseline else None
    baseline = read_baseline(baseline_file) if baseline_file else ()
    read_first = (policy_file, waivers_file, baseline_file)
    findings = [*workspace.findings, *(finding for file in read_first if file for finding in file.findings)]
    processors = _processors(workspace) if scope != "notice" else LoadedInventory()
    findings += processors.findings
    if notice is not None:
        findings += link_policy(notice)
        findings += link_processors(processors.entries, processors.listed)
    read = read_systems(workspace) if systems and scope != "notice" else None
    waivers += [*_inline(workspace.config_file), *_inline(policy_file), *_written_beside(workspace, processors.waivers)]
    return LoadedWorkspace(
        workspace=workspace,
        scope=scope,
        notice=notice,
        policy_file=policy_file,
        processors=processors,
        findings=tuple(findings),
        waivers_file=waivers_file,
        waivers=tuple(waivers),
        baseline_file=baseline_file,
        baseline=baseline,
        systems=read,
    )


def _processors(workspace: Workspace) -> LoadedInventory:
    return load_processors(workspace.processors, workspace.display_path, workspace.get_tree("processors"))


def _written_beside(workspace: Workspace, waivers: list[Waiver]) -> list[Waiver]:
    """The waivers that stand with the inventories, which let nothing pass where only others were approved."""
    return waivers if workspace.approved is None else [replace(waiver, trusted=False) for waiver in waivers]


def _inline(file: File | None) -> list[Waiver]:
    return inline_waivers(file) if file is not None else []


def check_opened(opened: LoadedWorkspace, law: Law, as_of: date, *, jobs: int | None = None) -> Result:
    """Judges what was read, by the law of the day, and lets pass what is waived on it."""
    on_day = law.on(as_of)
    found, surveyed = _judge_all(opened, on_day, jobs)
    waivers = [*opened.waivers, *_written_beside(opened.workspace, surveyed.waivers)]
    findings, ran = told_once([*opened.findings, *found]), _ran(opened, surveyed)
    aside = opened.workspace.waivers_ignored
    own = opened.workspace.approved
    passed = let_pass(findings, waivers, ran, on_day, known=opened.baseline, set_aside=aside, approved=own)
    return _result(opened, on_day, passed, surveyed)


def _judge_all(opened: LoadedWorkspace, law: LawOn, jobs: int | None) -> tuple[list[Finding], PartialResult]:
    """What the rules find; where the notice could not be read, only what is wrong in the files of systems."""
    workspace, scope, notice, processors = opened.workspace, opened.scope, opened.notice, opened.processors
    if notice is None:
        surveyed = opened.systems or (read_systems(workspace) if scope != "notice" else PartialResult())
        return surveyed.findings, surveyed
    context = Settings(workspace.config.review_within, workspace.config.warn_ahead)
    index = Index(notice, processors.entries, processors.listed, context)
    surveyed = _survey(opened, index, law, jobs)
    findings = list(surveyed.findings)
    context = replace(context, usage=surveyed.usage if _all_systems(opened, surveyed) else None)
    index = Index(notice, processors.entries, processors.listed, context, surveyed.usage)
    steady = opened.steady
    findings += steady.judged(
        "notice", law.day, lambda: RecordJudgment(tuple(apply("notice", law, notice, context)))
    ).findings
    if scope != "notice":
        findings += apply("organisation", law, organisation(notice), index)
        for entry in processors.entries.values():
            part = steady.judged(entry.subject, law.day, partial(_judge_processor, entry, index, law))
            findings += part.findings
            surveyed.showing.add(part.showing)
        for hop in notice_hops(notice):
            findings += apply("transfer", law, hop, index)
        surveyed.showing.take(of_organisation(notice, law))
        surveyed.showing.take(of_absent(notice, surveyed.ids, processors.ids))
    return findings, surveyed


def _all_systems(opened: LoadedWorkspace, surveyed: PartialResult) -> bool:
    """Whether every system that is configured was read."""
    return opened.scope != "notice" and not opened.workspace.systems_given and not surveyed.broken


def _ran(opened: LoadedWorkspace, surveyed: PartialResult) -> RuleCoverage:
    """Which rules looked at all that they are about. Without every record, only those of the notice did.

    A check without evidence looks at no infrastructure, so that `evidence/` is never among them yet.
    """
    if opened.notice is None:
        return RuleCoverage(frozenset(), usage=False)
    usage = _all_systems(opened, surveyed)
    unread = opened.workspace.findings or opened.workspace.processors_given or opened.processors.findings
    complete = {"notice"} if unread or not usage else {"notice", "system", "processor", "transfer"}
    return RuleCoverage(complete, usage)


def _survey(opened: LoadedWorkspace, index: Index, law: LawOn, jobs: int | None) -> PartialResult:
    """What was found in the systems, which may have been read before."""
    if opened.scope == "notice":
        return PartialResult()
    if opened.systems is not None:
        return judge_again(opened.systems, index, law, opened.steady)
    return survey(opened.workspace, index, law, jobs=jobs)


def _judge_processor(entry: DeclaredRecord[Processor], index: Index, law: LawOn) -> RecordJudgment:
    """The findings about a processor and the places where it sends data, and what it shows of the promises."""
    findings = list(apply("processor", law, entry, index))
    for hop in processor_hops(entry, index.chains(entry.id)):
        findings += apply("transfer", law, hop, index)
    findings += overruns(entry, index.notice)
    contradicted = contradicted_by(findings)
    showing = EvidenceTally()
    showing.take(of_processor(entry, index, contradicted, law))
    return RecordJudgment(tuple(findings), showing)


def _input(file: File | None) -> Input | None:
    return Input(file.path, file.kind, file.sha256, file.revision) if file is not None and file.sha256 else None


def _result(opened: LoadedWorkspace, law: LawOn, passed: Suppressed, surveyed: PartialResult) -> Result:
    notice, processors = opened.notice, opened.processors
    places = {promise.id: notice.promise(promise.id)[0] for promise in promises(notice.record)} if notice else {}
    all_read = not (surveyed.broken or processors.findings or opened.workspace.findings)
    judged = judge(notice.record, passed.findings, surveyed.showing, places, all_read=all_read) if notice else ()
    beside = (opened.workspace.config_file, opened.waivers_file, opened.baseline_file)
    files = [*map(_input, beside), *processors.inputs, *surveyed.inputs]
    return Result(
        as_of=law.day,
        scope=opened.scope,
        notice=notice,
        policy=_input(opened.policy_file),
        inputs=tuple(item for item in files if item is not None),
        findings=tuple(sorted(passed.findings, key=lambda finding: finding.order)),
        promises=judged,
        not_checked=tuple(_not_checked(opened.workspace, opened.scope, notice, surveyed)),
        horizon=law.law.horizon,
        systems=surveyed.count,
        held=passed.held,
        set_aside=passed.set_aside,
        idle_waivers=passed.idle,
        processors=len(processors.entries),
        system_entries=surveyed.entries,
        processor_entries=processors.entries,
    )


def _not_checked(
    workspace: Workspace, scope: Scope, notice: NoticeEntry | None, surveyed: PartialResult
) -> Iterator[NotChecked]:
    if notice is None:
        yield NotChecked("policy", "policy-invalid")
    if workspace.waivers_ignored:
        yield NotChecked("waivers", "waivers-set-aside")
    if scope == "notice":
        yield NotChecked("systems", "scope-notice")
        yield NotChecked("processors", "scope-notice")
        return
    if workspace.systems_given:
        yield NotChecked("notice/*-unused", "systems-given")
    elif surveyed.broken:
        yield NotChecked("notice/*-unused", "systems-broken")
    if notice is not None and notice.record.rights:
        yield NotChecked("rights", "no-evidence-of-rights")
    yield NotChecked("evidence", "evidence-unread" if workspace.config.evidence else "no-evidence-given")
