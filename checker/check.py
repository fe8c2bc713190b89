"""The one function that runs it all: read → link → judge, and a result to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checker.configuration import Scope
from checker.declared import of_organisation, of_processor
from checker.documents import File
from checker.entry import Entry, NoticeEntry
from checker.finding import Finding
from checker.index import Index
from checker.inventory import Processor
from checker.linking import link_policy, link_processors
from checker.records import Loaded, load_processors, open_notice
from checker.result import Input, NotChecked, Result
from checker.rules import catalogue_modules  # noqa: F401 - the rules register themselves
from checker.rules.context import Context
from checker.rules.registry import apply
from checker.survey import Survey, survey
from checker.transfers import notice_hops, processor_hops
from checker.verdict import Showing, judge
from checker.workspace import Workspace
from policy.law.law import Law, LawOn
from policy.promise import promises


def check(
    workspace: Workspace, law: Law, as_of: date, *, scope: Scope | None = None, jobs: int | None = None
) -> Result:
    """Checks everything in the workspace against the notice and the law of the day.

    `jobs`: how many processes may judge systems; None lets their number decide. The records themselves, and each piece
    of evidence behind the verdicts, are in the result only where one process did it all (`jobs=1`).
    """
    scope = scope or workspace.config.scope
    on_day = law.on(as_of)
    notice, policy_file = open_notice(workspace)
    findings = [*workspace.findings, *policy_file.findings]
    inputs = [item for item in (_input(workspace.config_file), _input(policy_file)) if item]
    processors = load_processors(workspace.processors, workspace.shown) if scope != "notice" else Loaded()
    inputs += processors.inputs
    findings += processors.findings
    if notice is None:
        surveyed = Survey()
        if scope != "notice":
            surveyed = survey(workspace, None, on_day, jobs=1)
        findings += surveyed.findings
        return _result(
            workspace, scope, on_day, None, policy_file, [*inputs, *surveyed.inputs], findings, surveyed, processors
        )
    findings += link_policy(notice)
    findings += link_processors(processors.entries, processors.ids)
    context = Context(workspace.config.review_within, workspace.config.warn_ahead)
    index = Index(notice, processors.entries, frozenset(processors.ids), context)
    surveyed = survey(workspace, index, on_day, jobs=jobs) if scope != "notice" else Survey()
    inputs += surveyed.inputs
    findings += surveyed.findings
    showing = surveyed.showing
    complete = scope != "notice" and not workspace.systems_given and not surveyed.broken
    context = Context(context.review_within, context.warn_ahead, surveyed.usage if complete else None)
    index = Index(notice, processors.entries, frozenset(processors.ids), context, surveyed.usage)
    findings += apply("notice", on_day, notice, context)
    if scope != "notice":
        for entry in processors.entries.values():
            findings += _judge_processor(entry, index, on_day, showing)
        for hop in notice_hops(notice):
            findings += apply("transfer", on_day, hop, index)
        showing.take(of_organisation(notice, on_day))
    return _result(workspace, scope, on_day, notice, policy_file, inputs, findings, surveyed, processors)


def _judge_processor(entry: Entry[Processor], index: Index, law: LawOn, showing: Showing) -> list[Finding]:
    """The findings about a processor and the places where it sends data; what it shows of the promises is counted."""
    findings = list(apply("processor", law, entry, index))
    for hop in processor_hops(entry, index.chains(entry.id)):
        findings += apply("transfer", law, hop, index)
    contradicted = {finding.promise for finding in findings if finding.promise}
    showing.take(of_processor(entry, index, contradicted, law))
    return findings


def _input(file: File | None) -> Input | None:
    return Input(file.path, file.kind, file.sha256) if file is not None and file.sha256 else None


def _result(
    workspace: Workspace,
    scope: Scope,
    law: LawOn,
    notice: NoticeEntry | None,
    policy_file: File,
    inputs: list[Input],
    findings: list[Finding],
    surveyed: Survey,
    processors: Loaded,
) -> Result:
    places = {promise.id: notice.promise(promise.id)[0] for promise in promises(notice.record)} if notice else {}
    judged = judge(notice.record, findings, surveyed.showing, places) if notice else ()
    return Result(
        as_of=law.day,
        scope=scope,
        notice=notice,
        policy=_input(policy_file),
        inputs=tuple(item for item in inputs if item.kind != "policy"),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        promises=judged,
        not_checked=tuple(_not_checked(workspace, scope, notice, surveyed)),
        horizon=law.law.horizon,
        systems=surveyed.count,
        processors=len(processors.entries),
        system_entries=surveyed.entries,
        processor_entries=processors.entries,
    )


def _not_checked(
    workspace: Workspace, scope: Scope, notice: NoticeEntry | None, surveyed: Survey
) -> Iterator[NotChecked]:
    if notice is None:
        yield NotChecked("policy", "policy-invalid")
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
    yield NotChecked("evidence", "no-evidence-given")
