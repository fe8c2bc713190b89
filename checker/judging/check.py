"""The check: read → link → judge → suppress, and a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from msgspec.structs import replace

from seloste.checker.capping import cap_files
from seloste.checker.finding import Finding
from seloste.checker.judging.decisions import gather_decisions
from seloste.checker.judging.loaded_workspace import LoadedWorkspace, load_workspace, may_lack_files
from seloste.checker.judging.local import judge_systems
from seloste.checker.judging.omission_order import sort_omissions
from seloste.checker.judging.partial_result import PartialResult
from seloste.checker.judging.records import judge_notice, judge_organisation, judge_processor, judge_resources
from seloste.checker.judging.systems import judge_again
from seloste.checker.judging.uncompared import list_uncompared_words
from seloste.checker.judging.unexamined import list_unexamined
from seloste.checker.judging.unjudged_services import list_unjudged_services
from seloste.checker.judging.unseen_law import list_unseen_law
from seloste.checker.judging.unverified import list_unverified
from seloste.checker.linking.bound_assertions import report_overruns_once
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import link_processor
from seloste.checker.linking.shown_infrastructure import join_infrastructure
from seloste.checker.result import NotChecked, Result
from seloste.checker.suppression.baseline import (
    BaselineMatch,
    BaselineWriter,
)
from seloste.checker.suppression.responses import match_responses
from seloste.checker.suppression.suppress import RuleCoverage, Suppressed, suppress
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.checker.verdicts.verdict import fold_verdicts
from seloste.checker.workspace.configuration import Scope
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.circumstances import apply_law
from seloste.policy.law.law import Law, LawOn
from seloste.policy.promise import list_promises


def check(
    workspace: Workspace,
    law: Law,
    as_of: date,
    *,
    scope: Scope | None = None,
    jobs: int | None = None,
    kept: KeptEvidence = KeptEvidence.ALL,
) -> Result:
    """Checks everything in the workspace against the notice and the law of the day.

    Args:
        workspace: The files.
        law: The law.
        as_of: The day.
        scope: What is checked; None: as configured.
        jobs: How many processes judge systems; None: by their number. The result does not depend on it.
        kept: The evidence that is in the result. With all of it, the records are too.
    """
    return check_loaded(load_workspace(workspace, scope), law, as_of, jobs=jobs, kept=kept)


def check_loaded(
    loaded: LoadedWorkspace,
    law: Law,
    as_of: date,
    *,
    jobs: int | None = None,
    kept: KeptEvidence = KeptEvidence.ALL,
    found: PartialResult | None = None,
) -> Result:
    """Judges what was read by the law of the day, and suppresses what is waived on it.

    `found`: what was found in the systems, where they were judged elsewhere (by `judge_files` and the law of
    `find_law`). For the other arguments see `check`.
    """
    on_day = find_law(loaded, law, as_of)
    index, total = _judge(loaded, on_day, found or _judge_systems(loaded, on_day, jobs, kept))
    decisions = gather_decisions(loaded.workspace, loaded.waivers, total.waivers, loaded.baseline)
    findings = report_overruns_once([*loaded.findings, *total.findings])
    suppressed = suppress(findings, decisions, _coverage(loaded, total), on_day)
    return _result(loaded, on_day, index, suppressed, total)


def find_law(loaded: LoadedWorkspace, law: Law, as_of: date) -> LawOn:
    """The law of the day, as it applies to the notice."""
    on_day = law.on(as_of)
    return on_day if loaded.index is None else apply_law(on_day, loaded.index.notice.record)


def _judge(loaded: LoadedWorkspace, law: LawOn, found: PartialResult) -> tuple[Index | None, PartialResult]:
    """The judgment of every record, given that of the systems, with the index that knows what all systems use.

    Where the notice could not be read, there is no index, and only problems of the files of systems are found.
    """
    if loaded.index is None:
        return None, found
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


def _judge_systems(loaded: LoadedWorkspace, law: LawOn, jobs: int | None, kept: KeptEvidence) -> PartialResult:
    """The judgment of the systems, which may have been read before."""
    if loaded.scope == "notice":
        return PartialResult(shown=EvidenceTally(kept=kept))
    if loaded.systems is None:
        return judge_systems(loaded.workspace, loaded.index, law, kept=kept, jobs=jobs)
    if loaded.index is None:
        return loaded.systems
    return judge_again(loaded.systems, loaded.linked, loaded.index, law, loaded.memo, kept)


def _knows_usage(loaded: LoadedWorkspace, found: PartialResult) -> bool:
    """Whether every system that is configured was read, and there is one."""
    workspace = loaded.workspace
    if loaded.scope == "notice" or workspace.systems_given or found.broken or not found.ids:
        return False
    return not may_lack_files(workspace, workspace.config.processors)


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


def _result(
    loaded: LoadedWorkspace, law: LawOn, index: Index | None, suppressed: Suppressed, found: PartialResult
) -> Result:
    notice, processors = loaded.notice, loaded.processors
    places = {promise.id: notice.promise(promise.id) for promise in list_promises(notice.record)} if notice else {}
    dangling = any(finding.rule == "input/unknown-reference" for finding in loaded.findings)
    broken = found.broken or processors.is_broken or not loaded.evidence.is_sound
    all_read = not (broken or loaded.workspace.findings or dangling)
    folded = fold_verdicts(notice.record, suppressed.findings, found.shown, places, all_read=all_read) if notice else ()
    own = (loaded.workspace.config_file, loaded.waivers_file, loaded.baseline_file, loaded.responses_file)
    deciding = (file.input for file in own if file is not None)
    named = index.documents.list_inputs() if index is not None and index.documents is not None else ()
    unseen = list_unseen_law(notice, law)
    shown = join_infrastructure(found.infrastructure, index, found.claimed) if index is not None else None
    files = [*deciding, *processors.inputs, *found.inputs, *loaded.evidence.inputs, *named]
    return Result(
        as_of=law.day,
        scope=loaded.scope,
        notice=notice,
        index=index,
        policy=loaded.policy_file.input if loaded.policy_file is not None else None,
        inputs=tuple(item for item in files if item is not None),
        findings=_sort_findings(suppressed.findings),
        promises=folded,
        not_checked=sort_omissions(
            [*_not_checked(loaded, found, index, law), *list_unverified(folded, found.shown), *unseen]
        ),
        edition=law.law.edition,
        systems=found.count,
        baseline=_compare_with_writer(suppressed, loaded.writer, loaded.scope),
        ignored_waivers=suppressed.ignored,
        idle_waivers=suppressed.idle,
        responses=match_responses(loaded.responses, suppressed.findings),
        processors=len(processors.entries),
        infrastructure=shown,
        unhashed=loaded.evidence.beside,
        system_entries=found.entries,
        processor_entries=processors.entries,
    )


def _sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in their order. File by file, so that the keys of all are never in memory together."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.location.path, []).append(finding)
    return tuple(each for path in sorted(files) for each in sorted(files[path], key=lambda finding: finding.order))


def _compare_with_writer(suppressed: Suppressed, writer: BaselineWriter | None, scope: Scope) -> BaselineMatch:
    """How the baseline matched, with the rules that the program that wrote it did not know yet."""
    in_scope = (finding for finding in suppressed.findings if scope != "systems" or finding.family != "notice")
    newer = writer.list_newer(in_scope) if writer is not None else ()
    return replace(suppressed.baseline, newer=newer, writer=writer)


def _not_checked(
    loaded: LoadedWorkspace, found: PartialResult, index: Index | None, law: LawOn
) -> Iterator[NotChecked]:
    workspace, notice = loaded.workspace, loaded.notice
    yield from list_unexamined(loaded, found, index, law)
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
