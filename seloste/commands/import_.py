"""`seloste import`: drafts a policy from a published notice, or from each notice of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from msgspec.structs import replace

from seloste.checker.drafting.fides import FidesDraft
from seloste.checker.drafting.published_list import PublishedList
from seloste.draft_targets import add_schemas, choose_file
from seloste.exit_code import Exit
from seloste.list_files import UnreadListError, describe_unread, find_list, find_manifests
from seloste.notice_files import list_documents, name_drafts, read_source, refuse_address, refuse_existing
from seloste.options import LanguageCode, Options, collect_options, lang_option
from seloste.output import print_text, write_files
from seloste.policy.drafting.draft_policy import draft_policy
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.recognition import is_notice
from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.prose.formats.reading import read_document
from seloste.reports.draft.fides import summarize_fides, write_fides
from seloste.reports.draft.import_summary import (
    Coverage,
    describe_error,
    measure_coverage,
    summarize_import,
    tabulate_imports,
)
from seloste.reports.draft.listed import summarize_list, write_list
from seloste.reports.draft.policy import write_policy
from seloste.reports.formats.style import Style
from seloste.reports.rendering.escape import console, visible
from seloste.reports.starter.files import FILES
from seloste.targets import STDOUT
from seloste.terminal import make_text_style
from seloste.usage_errors import UsageError


@click.command("import")
@click.argument("source", metavar="NOTICE|LIST|FOLDER")
@click.option("-o", "--output", "target", metavar="FILE|DIR", help="Where to write (default: stdout).")
@click.option("--language", type=LanguageCode(), metavar="CODE", help="The language of the notice.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@lang_option
@click.option("-q", "--quiet", is_flag=True, help="Show no summary.")
@collect_options
def command(options: Options, source: str, target: str | None, language: str | None, force: bool) -> int:
    """Draft policy.yaml from a published notice, word for word, with TODO where a person must decide.

    NOTICE: a file (.html, .docx, .pdf, .md, .txt), or - for standard input. FOLDER: all notices in it, a draft each.
    LIST: a list of processors or systems (.csv, .xlsx, or a table in a document) becomes a draft of its inventory.
    Fides manifests (a file or a folder) become drafts of systems.yaml, processors.yaml and policy.yaml (-o DIR).
    """
    refuse_address(source)
    style = replace(make_text_style(options.choose_language(), options.environment), colour=False)
    target = None if target == STDOUT else target
    try:
        manifests = find_manifests(source)
        found = None if manifests else find_list(source)
    except UnreadListError as error:
        click.echo(console(visible(describe_unread(error, source, style.language))), err=True)
        return Exit.INPUT
    if manifests is not None:
        return _import_manifests(manifests, source, target, style, force=force, quiet=options.quiet)
    if source != STDOUT and Path(source).is_dir():
        if target is None:
            raise UsageError("import-folder", path=source)
        return _import_folder(Path(source), Path(target), language, style, force=force, quiet=options.quiet)
    if found is not None:
        return _import_list(found, source, target, style, force=force, quiet=options.quiet)
    return _import_notice(source, target, language, style, force=force, quiet=options.quiet)


def _choose_output(target: str | None, kind: str, *, force: bool) -> Path | None:
    """The file that a draft of a kind goes to; None: standard output.

    Raises:
        UsageError: It is there already, or its name is that of another format.
    """
    output = choose_file(target, kind)
    if output is not None and not force:
        refuse_existing([output])
    return output


def _write_drafts(
    drafts: Mapping[Path, tuple[str, str]], folder: Path, inputs: Iterable[str], style: Style, *, quiet: bool
) -> None:
    """Writes drafts, each with its kind, and the schemas that they name into a folder, all or none."""
    files = add_schemas(drafts, folder)
    write_files(files, inputs)
    for path in [] if quiet else [each for each in files if each not in drafts]:
        click.echo(style.language.word("import.wrote", path=path.as_posix()), err=True)


def _import_manifests(
    draft: FidesDraft, source: str, target: str | None, style: Style, *, force: bool, quiet: bool
) -> int:
    files = write_fides(draft, style.language, Path(source).name)
    if target is None:
        print_text("---\n".join(f"# {FILES[kind]}\n{text}" for kind, text in files.items()))
        return Exit.CLEAN
    folder = Path(target)
    drafts = {folder / FILES[kind]: (kind, text) for kind, text in files.items()}
    if not force:
        refuse_existing(drafts)
    _write_drafts(drafts, folder, [] if Path(source).is_dir() else [source], style, quiet=quiet)
    if not quiet:
        click.echo(summarize_fides({path.as_posix(): text for path, (_, text) in drafts.items()}, style), err=True)
    return Exit.CLEAN


def _import_list(
    found: PublishedList, source: str, target: str | None, style: Style, *, force: bool, quiet: bool
) -> int:
    output = _choose_output(target, found.kind, force=force)
    text = write_list(found, style.language, Path(source).name)
    if output is None:
        print_text(text)
    else:
        _write_drafts({output: (found.kind, text)}, output.parent, [source], style, quiet=quiet)
    if not quiet:
        click.echo(summarize_list(found, text, output.as_posix() if output else None, style), err=True)
    return Exit.INPUT if found.unread else Exit.CLEAN


def _import_notice(
    source: str, target: str | None, language: str | None, style: Style, *, force: bool, quiet: bool
) -> int:
    output = _choose_output(target, "policy", force=force)
    name = style.language.word("import.standard-input") if source == STDOUT else Path(source).name
    try:
        draft, document = _draft(source, language)
    except DocumentError as error:
        found = find_list(source, may_be_notice=False) if error.reason == "no-notice" else None
        if found is not None:
            return _import_list(found, source, target, style, force=force, quiet=quiet)
        click.echo(describe_error(name if source == STDOUT else source, error, style.language), err=True)
        return Exit.INPUT
    text = write_policy(draft, style.language, name)
    if output is None:
        print_text(text)
    else:
        inputs = [] if source == STDOUT else [source]
        _write_drafts({output: ("policy", text)}, output.parent, inputs, style, quiet=quiet)
    if not quiet:
        where = output.as_posix() if output else None
        click.echo(summarize_import(measure_coverage(draft), document.around, where, style), err=True)
    return Exit.CLEAN


def _import_folder(folder: Path, output: Path, language: str | None, style: Style, *, force: bool, quiet: bool) -> int:
    documents = list_documents(folder)
    names = name_drafts(folder, documents, output)
    if not force:
        refuse_existing(names.values())
    outcomes: dict[str, tuple[str, Coverage | DocumentError]] = {}
    drafts: dict[Path, tuple[str, str]] = {}
    for path, goal in names.items():
        found: Coverage | DocumentError
        try:
            draft, _ = _draft(str(path), language)
        except DocumentError as error:
            found = error
        else:
            found = measure_coverage(draft)
            drafts[goal] = ("policy", write_policy(draft, style.language, path.name))
        outcomes[path.relative_to(folder).as_posix()] = (goal.as_posix(), found)
    _write_drafts(drafts, output, map(str, documents), style, quiet=quiet)
    print_text(tabulate_imports(outcomes, style.language))
    if drafts and not quiet:
        click.echo(style.language.word("import.next-folder"), err=True)
    return Exit.INPUT if len(drafts) < len(documents) else Exit.CLEAN


@contextmanager
def _report_missing_library() -> Iterator[None]:
    """Turns the lack of a library that a format needs into a usage error with the command that installs it."""
    try:
        yield
    except DocumentError as error:
        if error.reason != "missing-extra":
            raise
        command = "  python -m pip install 'seloste[import]'"
        raise UsageError("missing-extra", extra=error.values["format"], commands=command) from None


def _draft(source: str, language: str | None) -> tuple[PolicyDraft, Document]:
    """The draft of a document, and the document.

    Raises:
        DocumentError: It cannot be read, or it is no notice.
    """
    with _report_missing_library():
        document = read_document(read_source(source), "" if source == STDOUT else Path(source).name)
    draft = draft_policy(document, language)
    if not is_notice(draft):
        raise DocumentError("no-notice")
    return draft, document
