"""The one function that runs it all: read → link → judge, and a result to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checker.configuration import Scope
from checker.declared import of_organisation, of_processor
from checker.documents import File, open_file, validate
from checker.entry import NoticeEntry
from checker.finding import Finding
from checker.index import Index
from checker.linking import link_policy, link_processors
from checker.reading import Problem
from checker.records import Loaded, load_processors, problem
from checker.result import Input, NotChecked, Result
from checker.rules import catalogue_modules  # noqa: F401 - the rules register themselves
from checker.rules.context import Context
from checker.rules.registry import apply
from checker.survey import Survey, survey
from checker.transfers import notice_hops, processor_hops
from checker.verdict import Evidence, judge
from checker.workspace import Workspace
from policy.law.law import Law, LawOn
from policy.notice import Policy
from policy.promise import promises


def check(workspace: Workspace, law: Law, as_of: date, *, scope: Scope | None = None, jobs: int | None = None) -> Result:
    """Checks everything in the workspace against the notice and the law of the day.

    `jobs`: how many processes may judge systems; None lets their number decide. The records themselves are in the result
    only where one process did it all (`jobs=1`).
    """
    scope = scope or workspace.config.scope
    on_day = law.on(as_of)
    policy_file = open_file(workspace.policy, workspace.shown(workspace.policy), "policy")
    notice = _notice(workspace, policy_file)
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
        return _result(workspace, scope, on_day, None, policy_file, [*inputs, *surveyed.inputs], findings, (), surveyed, processors)
    findings += link_policy(notice)
    findings += link_processors(processors.entries)
    context = Context(workspace.config.review_within, workspace.config.warn_ahead)
    index = Index(notice, processors.entries, frozenset(processors.ids), context)
    surveyed = survey(workspace, index, on_day, jobs=jobs) if scope != "notice" else Survey()
    inputs += surveyed.inputs
    findings += surveyed.findings
    evidence = list(surveyed.evidence)
    complete = scope != "notice" and not workspace.systems_given and not surveyed.broken
    context = Context(context.review_within, context.warn_ahead, surveyed.usage if complete else None)
    index = Index(notice, processors.entries, frozenset(processors.ids), context, surveyed.usage)
    findings += apply("notice", on_day, notice, context)
    if scope != "notice":
        for finding_list, shown in _processors(index, on_day):
            findings += finding_list
            evidence += shown
        for hop in notice_hops(notice):
            findings += apply("transfer", on_day, hop, index)
        evidence += of_organisation(notice, on_day)
    return _result(workspace, scope, on_day, notice, policy_file, inputs, findings, evidence, surveyed, processors)


def _notice(workspace: Workspace, file: File) -> NoticeEntry | None:
    """The notice, when the policy file holds one that can be judged; otherwise its findings say why not."""
    pinned = workspace.config.policy.sha256
    if pinned and file.sha256 and file.sha256 != pinned:
        arguments = {"actual": file.sha256, "expected": pinned}
        file.findings.append(problem(file, Problem("unreadable", "hash-mismatch", None, arguments)))
        return None
    if len(file.documents) > 1:
        file.findings.append(problem(file, Problem("syntax", "document", (1, 1, 1, 1)), file.documents[0]))
    if not file.documents:
        return None
    document = file.documents[0]
    record = validate(file, document, Policy)
    return NoticeEntry(record, document) if record is not None and not file.findings else None


def _processors(index: Index, law: LawOn) -> Iterator[tuple[list[Finding], list[Evidence]]]:
    """The findings and the evidence of each processor, and of the places where it sends data."""
    for entry in index.processors.values():
        findings = list(apply("processor", law, entry, index))
        for hop in processor_hops(entry, index.chains(entry.id)):
            findings += apply("transfer", law, hop, index)
        contradicted = {finding.promise for finding in findings if finding.promise}
        yield findings, list(of_processor(entry, index, contradicted, law))


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
    evidence: list[Evidence] | tuple[()],
    surveyed: Survey,
    processors: Loaded,
) -> Result:
    places = {promise.id: notice.promise(promise.id)[0] for promise in promises(notice.record)} if notice else {}
    judged = judge(notice.record, findings, evidence, places) if notice else ()
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


def _not_checked(workspace: Workspace, scope: Scope, notice: NoticeEntry | None, surveyed: Survey) -> Iterator[NotChecked]:
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

