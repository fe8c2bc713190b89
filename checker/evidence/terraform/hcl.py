"""Evidence: Terraform and OpenTofu as people write them, `.tf`, `.tofu` and both in JSON. It tells what is to be.

Only what is written literally is a fact. A variable, a function, a condition or a `dynamic` block may come to anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from seloste.checker.evidence.attributes.description import AttributeContext, describe_resource
from seloste.checker.evidence.resource import EvidenceKind, Resource
from seloste.checker.evidence.services.provider_services import ShownProviders
from seloste.checker.evidence.source import UNREAD_MODULE, EvidenceFile
from seloste.checker.evidence.terraform.hcl_blocks import Block
from seloste.checker.evidence.terraform.hcl_json import read_json
from seloste.checker.evidence.terraform.hcl_modules import MOST_CALLS, Declaration, Module, Modules
from seloste.checker.evidence.terraform.hcl_recovery import HclReading, read_hcl
from seloste.checker.evidence.terraform.hcl_text import MissingLibraryError, ParsingTime
from seloste.checker.position import Location, MarkedMapping, mark_of
from seloste.checker.reading.documents import make_finding
from seloste.checker.reading.problem import Problem

_SUFFIXES = (".tf", ".tofu", ".tf.json", ".tofu.json")
#: What installs the libraries that read HCL.
_COMMAND = "python -m pip install 'seloste[terraform]'"


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file is of Terraform or OpenTofu, by its name. They pass over one in capitals or with a dot before."""
    return name.endswith(_SUFFIXES) and not name.rpartition("/")[2].startswith(".")


def read_resources(files: Sequence[EvidenceFile]) -> Iterable[Resource]:
    """The resources that the files declare, one for each call of the module that they are in."""
    providers = ShownProviders()
    for declaration in list_declarations(files):
        block = declaration.block
        location = Location.of(block.path, block.mark)
        context = AttributeContext(
            location=location,
            strength=EvidenceKind.CONFIGURED,
            region=declaration.provider.region,
            version=declaration.version,
            locate=partial(locate_attribute, block),
        )
        found = describe_resource(block.labels[0], declaration.values, context)
        module = declaration.address.removesuffix(block.address)
        made_by = providers.show(module, declaration.source, location, context.strength, declaration.provider.servers)
        yield Resource(
            source="terraform",
            address=declaration.address,
            type=block.labels[0],
            location=location,
            systems=found.systems,
            stores_data=found.stores_data,
            is_known=found.is_known,
            facts=(*found.facts, *made_by) if made_by else found.facts,
            targets=found.targets,
            names=found.names,
            last_line=block.last_line,
        )


def list_declarations(files: Sequence[EvidenceFile]) -> Iterator[Declaration]:
    """The resources as the files write them. What cannot be read becomes a finding of its file."""
    modules = Modules()
    by_path = {file.file.path: file for file in files}
    for file, reading in _read_files(files):
        folder = modules.folders.setdefault(file.path.parent.as_posix(), Module())
        for problem in reading.problems:
            file.report(problem)
        if reading.unlisted:
            file.file.leave_out("syntax", reading.unlisted)
        file.file.comments = reading.comments
        for block in reading.blocks:
            block.path = file.file.path
            known = folder.add(block, is_override=_is_override(file))
            if known is not None:
                _report_second(file, block, known)
    yield from modules.list_declarations()
    for call in modules.list_unread_calls():  # its source may hold a password, and is not named
        by_path[call.path].notes.append((f"{call.path}:{call.mark[0]} module.{call.labels[0][:100]}", UNREAD_MODULE))
    if modules.excess is not None:
        block = modules.excess
        by_path[block.path].report(Problem("limit-exceeded", "modules", block.mark, {"limit": MOST_CALLS}))


def _read_files(files: Sequence[EvidenceFile]) -> Iterator[tuple[EvidenceFile, HclReading]]:
    """Each file with what it holds; those that override others come last, as Terraform reads them."""
    is_missing = False
    time = ParsingTime()
    for file in sorted(_choose_variants(files), key=lambda file: (_is_override(file), file.path)):
        try:
            reading = read_json(file.data) if file.path.name.lower().endswith(".json") else read_hcl(file.data, time)
        except MissingLibraryError:
            if not is_missing:
                mark = (1, 1, 1, 1)
                file.report(Problem("unreadable", "missing-extra", mark, {"format": "HCL", "command": _COMMAND}))
            is_missing = True
            continue
        file.data = b""
        yield file, reading


def _choose_variants(files: Sequence[EvidenceFile]) -> list[EvidenceFile]:
    """The files without those that OpenTofu passes over, since the same file is there for OpenTofu alone."""
    paths = {file.path for file in files}
    chosen = []
    for file in files:
        if _find_variant(file) in paths:  # Terraform reads it, which is told
            file.notes.append((file.file.path, "evidence-other-tool"))
        else:
            chosen.append(file)
    return chosen


def _find_variant(file: EvidenceFile) -> Path | None:
    """The path of the same file for OpenTofu alone; None where it is one itself."""
    name = file.path.name
    for suffix, other in ((".tf", ".tofu"), (".tf.json", ".tofu.json")):
        if name.endswith(suffix):
            return file.path.with_name(name.removesuffix(suffix) + other)
    return None


def _is_override(file: EvidenceFile) -> bool:
    """Whether a file changes what others declare, by its name."""
    name = file.path.name
    stem = next((name.removesuffix(suffix) for suffix in reversed(_SUFFIXES) if name.endswith(suffix)), name)
    return stem == "override" or stem.endswith("_override")


def _report_second(file: EvidenceFile, block: Block, first: Block) -> None:
    """Reports a resource that is declared twice, with both places. The first is read."""
    finding = make_finding(file.file, Problem("duplicate-key", "resource", block.mark, {"key": block.address}))
    related = (Location.of(first.path, first.mark),)
    file.file.add(replace(finding, found=replace(finding.found, related=related)))


def locate_attribute(block: Block, steps: tuple[str | int, ...]) -> Location:
    """Where an attribute of a block stands, or what is nearest above it."""
    path = block.paths.get(str(steps[0]), block.path) if steps else block.path
    mark = mark_of(block.values, steps, key=True) if isinstance(block.values, MarkedMapping) else None
    is_there = bool(steps) and steps[0] in block.values and isinstance(block.values, MarkedMapping)
    return Location.of(path, mark) if is_there else Location.of(block.path, block.mark)
