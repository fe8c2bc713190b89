"""The lists and manifests that an import reads: what tells one from a notice, and what to say of an unreadable one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from seloste.checker.drafting.fides import FidesDraft, draft_manifests, is_manifest
from seloste.checker.drafting.published_list import PublishedList, read_list_document, read_list_file
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.reader import read_yaml
from seloste.notice_files import read_source
from seloste.policy.prose.blocks import DocumentError
from seloste.policy.prose.formats.reading import read_document
from seloste.reports.draft.import_summary import describe_error
from seloste.reports.language.language import Language
from seloste.targets import STDOUT

#: Tables that are not read, and that a message of their own says how to save.
_OTHER_TABLES = (".xls", ".ods", ".xlsb")
#: Documents whose tables are read as tables.
_WITH_TABLES = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown", ".docx"})
_MANIFEST_SUFFIXES = (".yaml", ".yml", ".json")
_MOST_FILES = 1_000


class UnreadListError(Exception):
    """A list that cannot be read, and the problem with it."""

    def __init__(self, problem: Problem | DocumentError) -> None:
        super().__init__()
        self.problem = problem


def find_list(source: str, *, may_be_notice: bool = True) -> PublishedList | None:
    """The list in a file; None where it is no list, so that it may be a notice.

    `may_be_notice`: a document with more text beside the list is none.

    Raises:
        UnreadListError: It is a table that cannot be read, or that has no header.
    """
    name = "" if source == STDOUT else Path(source).name
    suffix = Path(name).suffix.lower()
    if is_table(name) or suffix in _OTHER_TABLES:
        try:
            found = read_list_file(read_source(source), name)
        except DocumentError as error:
            raise UnreadListError(error) from None
        if found is None or isinstance(found, Problem):
            raise UnreadListError(found or DocumentError("no-list"))
        return found
    if suffix not in _WITH_TABLES:
        return None
    try:
        return read_list_document(read_document(read_source(source), name), is_whole=may_be_notice)
    except DocumentError:  # said of the notice that it is taken for
        return None


def find_manifests(source: str) -> FidesDraft | None:
    """What the Fides manifests in a file, or in a folder, give; None where there is none.

    Raises:
        UnreadListError: One of them cannot be read.
    """
    path = Path(source)
    is_folder = source != STDOUT and path.is_dir()
    paths = sorted(path.iterdir())[:_MOST_FILES] if is_folder else [path]
    values: list[Any] = []
    problems: list[Problem] = []
    for each in paths:
        if each.suffix.lower() not in _MANIFEST_SUFFIXES or not each.is_file():
            continue
        try:
            reading = read_yaml(read_source(str(each)))
        except DocumentError as error:
            raise UnreadListError(error) from None
        values += filter(is_manifest, reading.documents)
        problems += reading.problems if any(map(is_manifest, reading.documents)) else []
    if problems:
        raise UnreadListError(problems[0])
    return draft_manifests(values) if values else None


def describe_unread(error: UnreadListError, source: str, language: Language) -> str:
    """Why a list cannot be read, in words."""
    if isinstance(error.problem, DocumentError):
        return describe_error(source, error.problem, language)
    finding = make_finding(File(Path(source).name, "list"), error.problem)
    return f"{finding.location}: {language.message(finding)}"
