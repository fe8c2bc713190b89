"""The check: read → link → judge → suppress, and a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.capping import MOST_PROBLEMS, cap_files
from seloste.checker.evidence.documents.document_finder import DocumentFinder
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.reading import ReadEvidence, read_evidence
from seloste.checker.finding import Finding
from seloste.checker.inventory import System
from seloste.checker.judging.decisions import distrust, gather_decisions
from seloste.checker.judging.local import judge_again, judge_systems, read_systems
from seloste.checker.judging.memo import JudgmentMemo
from seloste.checker.judging.partial_result import PartialResult
from seloste.checker.judging.records import judge_notice, judge_organisation, judge_processor, judge_resources
from seloste.checker.judging.uncompared import list_uncompared_words
from seloste.checker.judging.unjudged_services import list_unjudged_services
from seloste.checker.judging.unseen_law import list_unseen_law
from seloste.checker.judging.unverified import list_unverified
from seloste.checker.linking.bound_assertions import check_assertions, report_overruns_once
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord, link_processor, link_system
from seloste.checker.linking.loading import LoadedInventory, load_processors, open_notice
from seloste.checker.linking.references import check_policy_references, check_processor_references, read_as_meant
from seloste.checker.linking.settings import Settings
from seloste.checker.reading.documents import File, Input
from seloste.checker.result import NotChecked, Result
from seloste.checker.suppression.baseline import (
    BaselineEntry,
    BaselineMatch,
    BaselineWriter,
    read_baseline,
    read_writer,
)
from seloste.checker.suppression.suppress import RuleCoverage, Suppressed, suppress
from seloste.checker.suppression.waivers import Waiver, inline_waivers, read_waivers
from seloste.checker.verdicts.verdict import fold_verdicts
from seloste.checker.workspace.configuration import Scope
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.circumstances import apply_law
from seloste.policy.law.law import Law, LawOn
from seloste.policy.promise import list_promises


class LoadedWorkspace(Struct, frozen=True, eq=False):
    """The content of the files, to be judged on one day or on several.

    Attributes:
        index: What records are judged by; None where the notice could not be read.
        findings: What is wrong in the files and between them, whatever the day.
        waivers: The waivers of all files but those of systems.
        systems: The systems, where they were read beforehand; else each is read, judged and forgotten.
        linked: The same systems, linked.
        evidence: What was read of infrastructure.
        memo: The judgments of earlier days.
    """

    workspace: Workspace
    scope: Scope
    notice: NoticeEntry | None
    policy_file: File
    processors: LoadedInventory
    index: Index | None
    findings: tuple[Finding, ...]
    waivers_file: File | None
    waivers: tuple[Waiver, ...]
    evidence: ReadEvidence = field(default_factory=ReadEvidence)
    baseline_file: File | None = None
    baseline: tuple[BaselineEntry, ...] = ()
    writer: BaselineWriter | None = None
    systems: PartialResult | None = None
    linked: dict[str, LinkedRecord[System]] = field(default_factory=dict)
    memo: JudgmentMemo = field(default_factory=JudgmentMemo)


def check(
    workspace: Workspace, law: Law, as_of: date, *, scope: Scope | None = None, jobs: int | None = None
) -> Result:
    """Checks everything in the workspace against the notice and the law of the day.

    `jobs`: how many processes may judge systems; None lets their number decide. The records themselves, and each piece
    of evidence behind the verdicts, are in the result only where one process did it all (`jobs=1`).
    """
    return check_loaded(load_workspace(workspace, scope), law, as_of, jobs=jobs)


def load_workspace(workspace: Workspace, scope: Scope | None = None) -> LoadedWorkspace:
    """Reads the notice, the processor list, the waivers and the baseline; the systems are read as they are judged."""
    scope = scope or workspace.config.scope
    few = (workspace.policy, workspace.waivers, workspace.baseline, *workspace.processors)
    workspace.sources.trusted.prefetch(path for path in few if path is not None)
    notice, policy_file = open_notice(workspace)
    waivers_file = workspace.open_file(workspace.waivers, "waivers") if workspace.waivers else None
    waivers = read_waivers(waivers_file) if waivers_file else []
    baseline_file = workspace.open_file(workspace.baseline, "baseline") if workspace.baseline else None
    baseline = read_baseline(baseline_file) if baseline_file else ()
    files = (policy_file, waivers_file, baseline_file)
    findings = [*workspace.findings, *(finding for file in files if file for finding in file.findings)]
    processors = _load_processors(workspace) if scope != "notice" else LoadedInventory()
    evidence = read_evidence(workspace) if scope != "notice" else ReadEvidence()
    findings += [*processors.findings, *evidence.findings]
    index = None
    if notice is not None:
        dangling = cap_files(check_policy_references(notice), MOST_PROBLEMS)
        findings += dangling
        findings += cap_files(check_processor_references(processors.entries, processors.listed), MOST_PROBLEMS)
        config = workspace.config
        settings = Settings(
            config.review_within, config.warn_ahead, workspace.is_today, config.evidence_max_age, workspace.today
        )
        assertions = check_assertions(notice)
        findings += assertions.findings
        complete = scope != "notice" and not (workspace.findings or workspace.processors_given or processors.unread)
        index = Index(
            read_as_meant(notice) if dangling else notice,
            processors.entries,
            processors.listed,
            settings,
            assertions.usable,
            list_is_complete=complete,
            evidence=EvidenceIndex(evidence),
            notice_alone=scope == "notice",
            documents=DocumentFinder.of_workspace(workspace) if scope != "notice" else None,
        )
    commented = (*processors.comments.items(), *evidence.comments.items())
    comments = [waiver for path, own in commented for waiver in inline_waivers(path, own)]
    for file in (workspace.config_file, policy_file):
        waivers += inline_waivers(file.path, file.comments) if file is not None else ()
    return LoadedWorkspace(
        workspace=workspace,
        scope=scope,
        notice=notice,
        policy_file=policy_file,
        processors=processors,
        index=index,
        findings=tuple(findings),
        waivers_file=waivers_file,
        waivers=(*waivers, *distrust(workspace, comments)),
        evidence=evidence,
        baseline_file=baseline_file,
        baseline=baseline,
        writer=read_writer(baseline_file) if baseline_file else None,
    )


def load_systems(loaded: LoadedWorkspace) -> LoadedWorkspace:
    """The same with every system read and linked, to be judged on several days."""
    if loaded.scope == "notice":
        return loaded
    systems, index = read_systems(loaded.workspace), loaded.index
    linked = {key: link_system(entry, index, None) for key, entry in systems.entries.items()} if index else {}
    return replace(loaded, systems=systems, linked=linked)


def _load_processors(workspace: Workspace) -> LoadedInventory:
    loaded = load_processors(workspace.processors, workspace.display_path, workspace.get_tree("processors"))
    loaded.unread |= _may_lack_files(workspace, workspace.config.systems)
    return loaded


def _may_lack_files(workspace: Workspace, others: Sequence[str] | None) -> bool:
    """Whether some file was not found, other than by the patterns of another kind."""
    missing = (finding for finding in workspace.findings if finding.variant != "second")
    return any(finding.subject not in (others or ()) for finding in missing)


def check_loaded(loaded: LoadedWorkspace, law: Law, as_of: date, *, jobs: int | None = None) -> Result:
    """Judges what was read by the law of the day, and suppresses what is waived on it."""
    on_day = law.on(as_of)
    if loaded.index is not None:
        on_day = apply_law(on_day, loaded.index.notice.record)
    index, found = _judge(loaded, on_day, jobs)
    decisions = gather_decisions(loaded.workspace, loaded.waivers, found.waivers, loaded.baseline)
    findings = report_overruns_once([*loaded.findings, *found.findings])
    suppressed = suppress(findings, decisions, _coverage(loaded, found), on_day)
    return _result(loaded, on_day, index, suppressed, found)


def _judge(loaded: LoadedWorkspace, law: LawOn, jobs: int | None) -> tuple[Index | None, PartialResult]:
    """The judgment of every record, with the index that knows what all systems use.

    Where the notice could not be read, there is no index, and only problems of the files of systems are found.
    """
    if loaded.index is None:
        nothing = PartialResult()
        return None, loaded.systems or (read_systems(loaded.workspace) if loaded.scope != "notice" else nothing)
    found = _judge_systems(loaded, loaded.index, law, jobs)
    index = replace(
        loaded.index,
        usage=found.usage,
        usage_is_complete=_knows_usage(loaded, found),
        systems=frozenset(found.ids),
    )
    memo = loaded.memo
    total = replace(found, findings=list(found.findings))
    total.add_judgment(memo.judge("notice", law.day, lambda: judge_notice(index, law)))
    if loaded.scope != "notice":
        of_processors: list[Finding] = []
        for entry in loaded.processors.entries.values():
            judge = partial(lambda entry: judge_processor(link_processor(entry, index, law), index, law), entry)
            judgment = memo.judge(entry.subject, law.day, judge)
            of_processors += judgment.findings
            total.shown.count(judgment.evidence)
        total.findings += cap_files(of_processors)
        total.add_judgment(judge_organisation(index, law, found.ids, loaded.processors.ids))
        if _knows_stores(loaded, found):
            total.add_judgment(judge_resources(index, law, found.claimed))
    return index, total


def _judge_systems(loaded: LoadedWorkspace, index: Index, law: LawOn, jobs: int | None) -> PartialResult:
    """The judgment of the systems, which may have been read before."""
    if loaded.scope == "notice":
        return PartialResult()
    if loaded.systems is not None:
        return judge_again(loaded.systems, loaded.linked, index, law, loaded.memo)
    return judge_systems(loaded.workspace, index, law, jobs=jobs)


def _knows_usage(loaded: LoadedWorkspace, found: PartialResult) -> bool:
    """Whether every system that is configured was read, and there is one."""
    workspace = loaded.workspace
    if loaded.scope == "notice" or workspace.systems_given or found.broken or not found.ids:
        return False
    return not _may_lack_files(workspace, workspace.config.processors)


def _knows_stores(loaded: LoadedWorkspace, found: PartialResult) -> bool:
    """Whether every system was read that a resource may belong to."""
    evidence = loaded.index.evidence if loaded.index else None
    return evidence is not None and _knows_usage(loaded, found) and not evidence.is_exhausted


def _coverage(loaded: LoadedWorkspace, found: PartialResult) -> RuleCoverage:
    """Which rules looked at every record. Without every record, only those of the notice did."""
    if loaded.notice is None:
        return RuleCoverage(frozenset(), usage=False)
    usage = _knows_usage(loaded, found)
    unread = loaded.workspace.findings or loaded.workspace.processors_given or loaded.processors.is_broken
    families = {"notice"} if unread or not usage else {"notice", "system", "processor", "transfer"}
    if usage and not unread and loaded.evidence.is_given and loaded.evidence.is_sound:
        families.add("evidence")
    return RuleCoverage(families, usage, later_days=loaded.workspace.is_today)


def _input(file: File | None) -> Input | None:
    return Input(file.path, file.kind, file.sha256, file.revision) if file is not None and file.sha256 else None


def _result(
    loaded: LoadedWorkspace, law: LawOn, index: Index | None, suppressed: Suppressed, found: PartialResult
) -> Result:
    notice, processors = loaded.notice, loaded.processors
    places = {promise.id: notice.promise(promise.id) for promise in list_promises(notice.record)} if notice else {}
    dangling = any(finding.rule == "input/unknown-reference" for finding in loaded.findings)
    broken = found.broken or processors.is_broken or not loaded.evidence.is_sound
    all_read = not (broken or loaded.workspace.findings or dangling)
    folded = fold_verdicts(notice.record, suppressed.findings, found.shown, places, all_read=all_read) if notice else ()
    deciding = (loaded.workspace.config_file, loaded.waivers_file, loaded.baseline_file)
    named = index.documents.list_inputs() if index is not None and index.documents is not None else ()
    unseen = list_unseen_law(notice, law)
    files = [*map(_input, deciding), *processors.inputs, *found.inputs, *loaded.evidence.inputs, *named]
    return Result(
        as_of=law.day,
        scope=loaded.scope,
        notice=notice,
        index=index,
        policy=_input(loaded.policy_file),
        inputs=tuple(item for item in files if item is not None),
        findings=tuple(sorted(suppressed.findings, key=lambda finding: finding.order)),
        promises=folded,
        not_checked=(*_not_checked(loaded, found, index), *list_unverified(folded, found.shown), *unseen),
        edition=law.law.edition,
        systems=found.count,
        baseline=_compare_with_writer(suppressed, loaded.writer, loaded.scope),
        ignored_waivers=suppressed.ignored,
        idle_waivers=suppressed.idle,
        processors=len(processors.entries),
        system_entries=found.entries,
        processor_entries=processors.entries,
    )


def _compare_with_writer(suppressed: Suppressed, writer: BaselineWriter | None, scope: Scope) -> BaselineMatch:
    """How the baseline matched, with the rules that the program that wrote it did not know yet."""
    in_scope = (finding for finding in suppressed.findings if scope != "systems" or finding.family != "notice")
    newer = writer.list_newer(in_scope) if writer is not None else ()
    return replace(suppressed.baseline, newer=newer, writer=writer)


def _not_checked(loaded: LoadedWorkspace, found: PartialResult, index: Index | None) -> Iterator[NotChecked]:
    workspace, notice = loaded.workspace, loaded.notice
    if notice is None:
        yield NotChecked("policy", "policy-invalid")
    if workspace.waivers_ignored:
        yield NotChecked("waivers", "waivers-set-aside")
    parts = (*loaded.processors.left_out, *found.left_out)
    yield from (NotChecked(path, reason, limits_rules=False) for path, reason in (*workspace.left_out, *parts))
    if not workspace.is_today:
        yield NotChecked("*/date-ahead", "day-asked")
    if loaded.scope == "notice":
        yield NotChecked("systems", "scope-notice")
        yield NotChecked("processors", "scope-notice")
        yield from list_uncompared_words(notice)
        return
    if workspace.systems_given:
        yield NotChecked("notice/*-unused", "systems-given")
    elif not _knows_usage(loaded, found):
        yield NotChecked("notice/*-unused", "systems-broken")
    if notice is not None and notice.record.rights:
        yield NotChecked("rights", "no-evidence-of-rights")
    yield from list_uncompared_words(notice)
    if loaded.evidence.is_given and workspace.sources.differ:
        yield NotChecked("evidence", "evidence-of-change", limits_rules=False)
    if not loaded.evidence.is_given:
        yield NotChecked("evidence", "no-evidence-given")
    elif not _knows_stores(loaded, found):
        yield NotChecked("evidence/resource-unmapped", "systems-given" if workspace.systems_given else "systems-broken")
    yield from (NotChecked(name, reason, limits_rules=False) for name, reason in loaded.evidence.notes)
    yield from list_unjudged_services(index)
    if loaded.index is not None and loaded.index.documents is not None:
        unchecked = loaded.index.documents.list_unchecked()
        yield from (NotChecked(name, reason, limits_rules=False) for name, reason in unchecked)
