"""Plans and states of Terraform and OpenTofu, in JSON: `terraform show -json`, and state files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seloste.checker.evidence.json_pieces import MOST_LEVELS, clean_text
from seloste.checker.evidence.resource import Origin, Resource
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.terraform.plan_changes import read_changes
from seloste.checker.evidence.terraform.plan_json import Document, find_document
from seloste.checker.evidence.terraform.plan_recognition import explain_other_content, recognize
from seloste.checker.evidence.terraform.plan_resource import ResourceReader
from seloste.checker.evidence.terraform.terraform_state import list_file_resources, list_shown_resources
from seloste.checker.evidence.terraform.tracked import note_tracked_files
from seloste.checker.reading.problem import Problem, ReadingAborted

__all__ = ["read_resources", "recognize"]


def read_resources(files: Sequence[EvidenceFile]) -> Iterable[Resource]:
    """The resources in plans and states. What cannot be read becomes a finding of its file; the rest is read."""
    note_tracked_files(files)
    for file in files:
        try:
            yield from _read_file(file)
        except ReadingAborted as aborted:
            file.report(aborted.problem)
        except RecursionError:
            file.report(Problem("limit-exceeded", "depth", None, {"limit": MOST_LEVELS}))


def _read_file(file: EvidenceFile) -> Iterator[Resource]:
    data, file.data = file.data, b""
    document = explain_other_content(data) or find_document(clean_text(data))
    del data
    if document is None:
        document = Problem("unreadable", "plan-none", None)
    elif isinstance(document, Document):
        document = _refuse_document(document) or document
    if isinstance(document, Document):
        yield from _read_document(file, document)
    elif file.is_named or document.rule != "unreadable":
        file.report(document)
    else:  # nobody named it, so that it may be something else that happens to lie there
        file.notes.append((file.file.path, document.variant))


def _refuse_document(document: Document) -> Problem | None:
    """Why a document is not read: it is encrypted, or of a version that is not known."""
    if document.is_encrypted:
        return Problem("unreadable", "plan-encrypted", None)
    version = document.version_text
    if document.is_state_file and version != "4":
        return Problem("unreadable", "plan-version", None, {"actual": version, "expected": "4"})
    if not document.is_state_file and version.partition(".")[0] not in ("0", "1"):
        return Problem("unreadable", "plan-version", None, {"actual": version, "expected": "1.x"})
    return None


def _read_document(file: EvidenceFile, document: Document) -> Iterator[Resource]:
    if document.is_plan:
        yield from read_changes(ResourceReader.of(file, Origin.PLAN), document)
        return
    reader = ResourceReader.of(file, Origin.STATE)
    listed = (
        list_file_resources(document.resources) if document.is_state_file else list_shown_resources(document.values)
    )
    for found in listed:
        yield from reader.read_state_resource(found)
