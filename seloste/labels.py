"""Reads the files of labels: the words of the notice's page in languages that are none of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from seloste.checker.finding import Finding, Several
from seloste.checker.position import mark_of
from seloste.checker.reading.documents import File, Input, make_finding, require_one_document, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.workspace.workspace import Workspace
from seloste.reports.language.notice_languages import NoticeLanguages

if TYPE_CHECKING:
    from seloste.reports.language.labels import Labels

F = TypeVar("F", bound=Callable[..., Any])


def labels_option(command: F) -> F:
    """Adds the option for files of labels to a command."""
    return click.option(
        "--labels",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="The page's own words in another language; repeatable.",
    )(command)


class ReadLabels(NamedTuple):
    """The languages of the notice with the labels that were read, what is wrong with their files, and the files."""

    languages: NoticeLanguages
    findings: list[Finding]
    inputs: list[Input]


def read_labels(workspace: Workspace, given: Sequence[Path] = ()) -> ReadLabels:
    """Reads the configured files of labels and those given."""
    configured = [(workspace.root / path, tag) for tag, path in workspace.config.labels.items()]
    labels: dict[str, Labels] = {}
    findings: list[Finding] = []
    inputs: list[Input] = []
    for path, tag in [*configured, *((path, None) for path in given)]:
        file = workspace.open_file(path, "labels")
        record = _read(file, tag)
        findings += file.findings
        inputs += [file.input] if file.input else []
        if record is not None:
            labels[record.language.tag] = record
    return ReadLabels(NoticeLanguages(labels), findings, inputs)


def _read(file: File, tag: str | None) -> Labels | None:
    """The labels of a file; None where it is not valid, or where it is for another language than the one configured."""
    from seloste.reports.language.labels import make_labels_model

    document = require_one_document(file)
    record = validate_record(file, document, make_labels_model()) if document is not None else None
    if record is None or document is None or tag in (None, record.language.tag):
        return record
    steps = ("language", "tag")
    arguments = {"value": record.language.tag, "choices": Several((tag,))}
    problem = Problem("invalid-value", "choice", mark_of(document.value, steps), arguments)
    file.add(make_finding(file, problem, document, ".".join(steps)))
    return None
