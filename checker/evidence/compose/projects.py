"""The projects that Compose files make: files over each other, with variables filled in and services extended."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.compose.interpolation import OPEN, interpolate, read_variables
from seloste.checker.evidence.compose.service import Service, ServiceReader, put_over
from seloste.checker.evidence.containers.marked_documents import get_list, get_mapping, get_text, read_documents
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.reading.problem import Problem
from seloste.policy.data import load_yaml

#: The file with the values of variables.
_VARIABLES = ".env"
#: The largest file of variables that is read, and the longest chain of services that extend each other.
_LARGEST, _LONGEST_CHAIN = 200_000, 20
#: Most services of one project.
_MOST_SERVICES = 5_000
#: The reason why a file that another one takes in was not checked.
_INCLUDED = "evidence-included"


@cache
def load_service_data() -> Any:
    """The content of the data file."""
    return load_yaml(Path(__file__).with_name("services.yaml"))


class Project(Struct, frozen=True):
    """Services that are started together, by their names, and the first of the files that they stand in."""

    path: str
    services: Mapping[str, Service]


def read_projects(files: Sequence[EvidenceFile]) -> Iterator[Project]:
    """The projects of some files."""
    folders: dict[Path, list[EvidenceFile]] = defaultdict(list)
    for file in files:
        folders[file.path.parent].append(file)
    for own in folders.values():
        variables = _read_variables(_VARIABLES, own[0])
        for file in own[1:]:
            file.beside |= own[0].beside
        for together in _group_files(own):
            layers = [_read_services(file, variables) for file in together]
            services: dict[str, Service] = {}
            for layer in layers:
                for name, service in layer.items():
                    services[name] = put_over(services[name], service) if name in services else service
            yield Project(together[0].file.path, services)


def _read_variables(path: str, file: EvidenceFile) -> dict[str, str]:
    """The variables of a file, by its path from that of Compose. Their values are filled in, and go no further."""
    beside = Path(os.path.normpath(file.path.parent / path))
    file.beside[beside] = None
    data = file.tree.read_bytes(beside, _LARGEST)
    return read_variables(data) if isinstance(data, bytes) and len(data) <= _LARGEST else {}


def _group_files(files: Iterable[EvidenceFile]) -> Iterator[list[EvidenceFile]]:
    """The files of a folder that Compose reads together, and each other one by itself."""
    data = load_service_data()
    by_name = {file.path.name: file for file in files}
    base = next((by_name[name] for name in data["files"] if name in by_name), None)
    over = next((by_name[name] for name in data["overrides"] if name in by_name), None) if base else None
    if base is not None and over is not None:
        yield [base, over]
    for file in by_name.values():
        if over is None or file not in (base, over):
            yield [file]


def _read_services(file: EvidenceFile, variables: Mapping[str, str]) -> dict[str, Service]:
    """The services of one file."""
    services: dict[str, Service] = {}
    fill_in, hide = partial(_fill_in, variables), partial(_fill_in, dict.fromkeys(variables, OPEN))
    for document in read_documents(file):
        reader = ServiceReader(document, fill_in, hide, partial(_read_variables, file=file))
        for included in _list_included(document.value):
            file.notes.append((included, _INCLUDED))
        found = get_mapping(document.value, "services")
        if len(found) > _MOST_SERVICES:
            file.report(Problem("limit-exceeded", "entries", None, {"limit": _MOST_SERVICES}))
        for name, value in list(found.items())[:_MOST_SERVICES]:
            if isinstance(value, Mapping):
                services.setdefault(name, reader.read_service(name, value))
    return {name: _extend(service, services, file) for name, service in services.items()}


def _fill_in(variables: Mapping[str, str], text: str) -> str:
    return interpolate(text, variables)


def _list_included(value: Mapping[str, Any]) -> Iterator[str]:
    """The files that a file includes, by their paths."""
    for item in get_list(value, "include")[:100]:
        path = item if isinstance(item, str) else get_text(item, "path")
        yield _hide_credentials(path) or "include"


def _hide_credentials(path: str) -> str:
    """A path or an address, without what stands before the host and after a question mark: it may be a secret."""
    before, sign, rest = path.partition("?")[0].rpartition("@")
    return f"{before.partition('://')[0] + '://' if '://' in before else ''}…@{rest}"[:200] if sign else rest[:200]


def _extend(service: Service, services: Mapping[str, Service], file: EvidenceFile) -> Service:
    """A service over the one that it extends, which may extend another in turn. A circle ends where it closes."""
    names, extended = {service.name}, service
    while extended.extends is not None and len(names) <= _LONGEST_CHAIN:
        name, other = extended.extends
        is_elsewhere = other and posixpath.normpath((file.path.parent / other).as_posix()) != file.path.as_posix()
        base = None if is_elsewhere else services.get(name)
        if base is None:
            if other:
                file.notes.append((_hide_credentials(other), _INCLUDED))
            return replace(extended, has_files=True)
        if base.name in names:
            return extended
        names.add(base.name)
        extended = replace(put_over(base, extended), extends=base.extends)
    return extended
