"""The content of the files of a workspace, read once, to be judged on one day or on several."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.capping import MOST_PROBLEMS, cap_files
from seloste.checker.evidence.documents.document_finder import DocumentFinder
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.read_evidence import ReadEvidence
from seloste.checker.finding import Finding
from seloste.checker.inventory import System
from seloste.checker.judging.decisions import distrust
from seloste.checker.judging.local import judge_systems
from seloste.checker.judging.memo import JudgmentMemo
from seloste.checker.judging.partial_result import PartialResult
from seloste.checker.judging.systems import link_systems
from seloste.checker.linking.bound_assertions import PolicyAssertions, list_schemas
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.loading import LoadedInventory, load_processors, open_notice
from seloste.checker.linking.references import check_policy_references, check_processor_references, read_as_meant
from seloste.checker.linking.settings import Settings
from seloste.checker.reading.documents import File
from seloste.checker.suppression.baseline import (
    BaselineEntry,
    BaselineWriter,
    read_baseline,
    read_writer,
)
from seloste.checker.suppression.responses import Response, read_responses
from seloste.checker.suppression.waivers import Waiver, inline_waivers, read_waivers
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.workspace.configuration import Scope
from seloste.checker.workspace.workspace import Workspace


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
    responses_file: File | None = None
    responses: tuple[Response, ...] = ()
    systems: PartialResult | None = None
    linked: dict[str, LinkedRecord[System]] = field(default_factory=dict)
    memo: JudgmentMemo = field(default_factory=JudgmentMemo)


def load_workspace(workspace: Workspace, scope: Scope | None = None) -> LoadedWorkspace:
    """Reads the notice, the processor list, the waivers and the baseline; the systems are read as they are judged."""
    scope = scope or workspace.config.scope
    few = (workspace.policy, workspace.waivers, workspace.baseline, workspace.responses, *workspace.processors)
    workspace.sources.trusted.prefetch(path for path in few if path is not None)
    notice, policy_file = open_notice(workspace)
    waivers_file = workspace.open_file(workspace.waivers, "waivers") if workspace.waivers else None
    waivers = read_waivers(waivers_file) if waivers_file else []
    baseline_file = workspace.open_file(workspace.baseline, "baseline") if workspace.baseline else None
    baseline = read_baseline(baseline_file) if baseline_file else ()
    responses_file = workspace.open_file(workspace.responses, "responses") if workspace.responses else None
    responses = read_responses(responses_file) if responses_file else ()
    files = (policy_file, waivers_file, baseline_file, responses_file)
    findings = [*workspace.findings, *(finding for file in files if file for finding in file.findings)]
    processors = _load_processors(workspace) if scope != "notice" else LoadedInventory()
    evidence = _read_evidence(workspace) if scope != "notice" else ReadEvidence()
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
        assertions = _check_assertions(notice)
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
        responses_file=responses_file,
        responses=tuple(responses),
    )


def load_systems(loaded: LoadedWorkspace) -> LoadedWorkspace:
    """The same with every system read and linked, to be judged on several days."""
    if loaded.scope == "notice":
        return loaded
    systems = judge_systems(loaded.workspace, kept=KeptEvidence.ALL)
    linked = link_systems(systems, loaded.index) if loaded.index is not None else {}
    return replace(loaded, systems=systems, linked=linked)


def _load_processors(workspace: Workspace) -> LoadedInventory:
    loaded = load_processors(workspace.processors, workspace.display_path, workspace.get_tree("processors"))
    loaded.unread |= may_lack_files(workspace, workspace.config.systems)
    return loaded


def may_lack_files(workspace: Workspace, others: Sequence[str] | None) -> bool:
    """Whether some file was not found, other than by the patterns of another kind."""
    missing = (finding for finding in workspace.findings if finding.variant != "second")
    return any(finding.subject not in (others or ()) for finding in missing)


def _read_evidence(workspace: Workspace) -> ReadEvidence:
    """The evidence of a workspace. The sources are imported where there is a file or a database that may be one."""
    if not workspace.evidence and not workspace.databases:
        return ReadEvidence()
    from seloste.checker.evidence.reading import read_evidence

    return read_evidence(workspace)


def _check_assertions(notice: NoticeEntry) -> PolicyAssertions:
    """The assertions of a notice."""
    if not any(list_schemas(notice.record)):
        return PolicyAssertions((), ())
    from seloste.checker.linking.assertion_schemas import check_assertions

    return check_assertions(notice)
