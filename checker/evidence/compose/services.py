"""Compose files as evidence: each service becomes a resource.

No value of a variable is in any output. The hosts that variables name are compared with the names of services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seloste.checker.evidence.compose.projects import load_service_data, read_projects
from seloste.checker.evidence.compose.service_facts import describe_service, make_context
from seloste.checker.evidence.containers.backups_together import weigh_backups
from seloste.checker.evidence.containers.marked_documents import is_json
from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.source import EvidenceFile

_SERVICES = re.compile(rb"^[\"']?services[\"']?[ \t]*+:[ \t]*+(?:#[^\n]*+|&\S++[ \t]*+|\{.*+)?\r?$", re.MULTILINE)
#: A file whose keys are all indented, which is as good.
_INDENTED = re.compile(
    rb"(?:[ \t]*+(?:#[^\n]*+|---[^\n]*+)?\n)*+ ++[\"']?(?:services|name|version|x-[\w-]*+)[\"']?[ \t]*+:"
)
_SERVICES_JSON = re.compile(rb'"services"\s*+:\s*+\{')
#: What only a service has, in any form.
_OF_SERVICE = re.compile(rb"^[ \t]++[\"']?(?:image|build|extends)[\"']?[ \t]*+:", re.MULTILINE)
_OF_SERVICE_IN_BRACES = re.compile(rb"[{,]\s*+[\"']?(?:image|build|extends)[\"']?\s*+:")


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file has services with images, or bears a name that Compose gives."""
    if is_json(name, beginning):
        return bool(_SERVICES_JSON.search(beginning) and _OF_SERVICE_IN_BRACES.search(beginning))
    data = load_service_data()
    base = name.rpartition("/")[2]
    if (base in data["files"] or base in data["overrides"]) and _INDENTED.match(beginning):
        return True
    found = _SERVICES.search(beginning)
    if found is None or _begins_list(beginning, found.end()):
        return False
    data = load_service_data()
    if name.replace("\\", "/").rpartition("/")[2] in (*data["files"], *data["overrides"]):
        return True
    return bool(_OF_SERVICE.search(beginning, found.start()) or _OF_SERVICE_IN_BRACES.search(beginning, found.start()))


def _begins_list(beginning: bytes, index: int) -> bool:
    """Whether what follows is a list, which GitLab and others have under the same key."""
    for line in beginning[index : index + 10_000].splitlines():
        text = line.strip()
        if text and not text.startswith(b"#"):
            return text.startswith(b"-")
    return False


def read_resources(files: Sequence[EvidenceFile]) -> Iterator[Resource]:
    """The resources in all Compose files."""
    for project in read_projects(files):
        context = make_context(project)
        yield from weigh_backups(describe_service(service, context) for service in project.services.values())
