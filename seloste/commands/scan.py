"""`seloste scan`: drafts an inventory and a processor list from infrastructure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from seloste.checker.drafting.accepted_stores import list_accepted_stores
from seloste.checker.drafting.drafting import KnownInventory, draft_inventory
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.reading import read_evidence
from seloste.checker.finding import Finding
from seloste.checker.linking.loading import open_notice
from seloste.checker.reading.tree import PathKind
from seloste.checker.workspace.workspace import Workspace
from seloste.draft_files import Inventories, PlannedFiles, plan_files, read_inventories
from seloste.exit_code import Exit
from seloste.options import LanguageCode, Options, as_of_option, collect_options, file_options
from seloste.output import print_text, write_files
from seloste.reports.draft.files import FileDraft, draft_files
from seloste.reports.draft.summary import DraftOutcome, summarize_draft
from seloste.reports.draft.systems import DraftContext
from seloste.session import open_workspace
from seloste.terminal import format_findings, make_text_style
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.policy.notice import Policy

_NOTHING = "input/nothing-to-check"


@click.command("scan")
@click.argument("evidence", nargs=-1, metavar="SOURCE...")
@file_options
@as_of_option
@click.option("--lang", type=LanguageCode(), help="The language of what is written.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), metavar="DIR", help="Where to write.")
@click.option("-q", "--quiet", is_flag=True, help="Show no summary.")
@collect_options
def command(options: Options, target: Path | None) -> int:
    """Draft an inventory and a processor list from infrastructure, with TODO where a person must decide.

    SOURCE: files, folders or patterns, as --evidence takes them. What is there already stays as it is: run it again,
    and only what is new is added.
    """
    workspace = open_workspace(options)
    if not (workspace.evidence or workspace.databases or options.evidence):
        raise UsageError("missing", option="SOURCE")
    notice, unread = _read_notice(workspace, options)
    inventories = read_inventories(workspace, target)
    code = options.choose_document_language(
        [*(workspace.config.languages or ()), *(notice.notice.languages if notice else ())]
    )
    context = DraftContext(make_text_style(code, options.environment).language, notice)
    broken = [found for found in inventories.findings if found.is_input]
    if broken:
        _tell(context, "not-written", broken)
        return Exit.INPUT
    evidence = read_evidence(workspace)
    unread += [*_list_missing(workspace, options), *evidence.findings]
    if not evidence.resources:
        _tell(context, "nothing-found", unread)
        return Exit.INPUT
    accepted = list_accepted_stores(workspace, evidence, options.day)
    known = KnownInventory(inventories.systems, inventories.processors, inventories.drafted, accepted)
    draft = draft_inventory(EvidenceIndex(evidence), known, notice, workspace.folder)
    planned = _write(draft_files(draft, context), draft.additions, inventories, target, context)
    outcome = DraftOutcome(
        {workspace.display_path(path): data.count(b"TODO") for path, data in planned.contents.items()},
        planned.elsewhere,
        {workspace.display_path(path): list(each.entries) for path, each in planned.refused.items()},
        _name_next(options, target),
        notice is not None,
    )
    if not options.quiet:
        style = replace(make_text_style(code, options.environment), colour=False)
        click.echo(summarize_draft(draft, evidence, outcome, context, style), err=True)
    if unread:
        _tell(context, "not-read", unread)
    return Exit.INPUT if unread else Exit.CLEAN


def _read_notice(workspace: Workspace, options: Options) -> tuple[Policy | None, list[Finding]]:
    """The notice, where there is one, and what is wrong with its file. Without one, a draft has ids of its own."""
    if not workspace.policy_named and workspace.get_tree("policy").get_kind(workspace.policy) is PathKind.ABSENT:
        return None, []
    entry, file = open_notice(workspace)
    return (entry.record if entry else None), [found for found in file.findings if found.is_input]


def _list_missing(workspace: Workspace, options: Options) -> list[Finding]:
    """The findings about sources that are not there or could not be searched. An inventory is yet to come."""
    named = {*options.evidence, *workspace.config.evidence}
    return [each for each in workspace.findings if each.rule != _NOTHING or each.location.path in named]


def _write(
    drafts: Mapping[str, FileDraft],
    additions: Mapping[str, Sequence[str]],
    inventories: Inventories,
    target: Path | None,
    context: DraftContext,
) -> PlannedFiles:
    """Writes the files of a draft into a folder, or onto standard output."""
    if target is not None:
        planned = plan_files(target, drafts, additions, inventories, context)
        write_files(planned.contents)
        return planned
    texts = {Path(f"{kind}.yaml"): each.render(context) for kind, each in drafts.items() if each.entries}
    parts = [f"# {context.word('file', path=path.as_posix())}\n{text}" for path, text in texts.items()]
    print_text("---\n".join(parts))
    return PlannedFiles({path: text.encode() for path, text in texts.items()}, additions)


def _name_next(options: Options, target: Path | None) -> str:
    """The command to go on with. Of a database it has the name, which has neither user nor password."""
    evidence = (*options.evidence, *options.databases.given)
    is_elsewhere = target is not None and target.is_dir() and target.resolve() != options.folder
    folder = [str(target)] if is_elsewhere else []
    parts = ["seloste", "check", *folder, *(part for each in evidence for part in ("--evidence", each))]
    return shlex.join(parts)


def _tell(context: DraftContext, key: str, findings: Sequence[Finding]) -> None:
    """Writes a message to stderr, with findings."""
    click.echo(context.word(key, findings=format_findings(findings, context.language.code)).strip(), err=True)
