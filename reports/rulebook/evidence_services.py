"""The page of the services of other companies, made from the table (`checker/evidence/services/services.yaml`).

`python -m seloste.generate` writes it to `docs/evidence-services.md`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seloste.checker.evidence.services.service_table import Service, load_services, load_table

_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# Services of other companies

By what seloste knows that infrastructure uses a service of another company: {number} services, looked up on {checked}.
The data are `checker/evidence/services/services.yaml`; what is done with them:
[evidence.md](evidence.md#processors-in-use).

- **Country**: where the company is established that sells the service in the EEA, and where its group is. That never
  proves where data are.
- **Hosts**: ends of the names of its hosts, by whole labels. In brackets what a host tells of where data are that are
  sent there: a country; *EU*, which is none; or *region*, where a label of the host is a region of a cloud. Without
  brackets it tells nothing.
- **Keys** are variables with a key of this service alone, **addresses** those with its address, or that of a server of
  one's own. What stands in *italics* shows only that the service may be in use.
- *Read*: the hosts and their places were read in the source that is named. *From memory*: they were not.

What is not here is not known, and never found.
"""
_CONFIDENCE = {"verified_primary": "read", "verified_secondary": "read elsewhere", "from_memory": "from memory"}
_PLACES = {"-": "", "eu": " (EU)"}


def render_evidence_services() -> str:
    """The page, as Markdown."""
    services = list(load_services().values())
    used = [each for each in services if not each.serves]
    serving = [each for each in services if each.serves]
    lines = [_LEAD.format(number=len(used), checked=load_table()["checked"])]
    for service in sorted(used, key=lambda each: each.name.casefold()):
        lines += _list_lines(service)
    lines += [
        "## Never found",
        "",
        "What serves certificates, code and the like holds no personal data of the system as a rule.",
        "",
        "| service | serves | hosts | providers of Terraform |",
        "|---|---|---|---|",
    ]
    for service in sorted(serving, key=lambda each: each.name.casefold()):
        hosts, providers = _join(_list_hosts(service)), _join(_list_signs(service, "providers"))
        lines.append(f"| {service.name} | {service.serves} | {hosts} | {providers} |")
    return "\n".join(lines) + "\n"


def _list_lines(service: Service) -> Iterator[str]:
    entry: Mapping[str, Any] = service.entry
    group = f", group {entry['group']}" if "group" in entry else ""
    yield f"### {service.name}"
    yield ""
    yield f"`{service.id}` · {service.country}{group}" + (
        f" · also {', '.join(service.names[1:])}" if service.names[1:] else ""
    )
    yield ""
    rows = {
        "hosts": _list_hosts(service),
        "providers of Terraform": _list_signs(service, "providers"),
        "images": _list_signs(service, "images"),
        "keys": _list_signs(service, "keys"),
        "addresses": _list_signs(service, "addresses"),
    }
    for label, signs in rows.items():
        joined = _join(signs)
        if joined:
            yield f"- {label}: {joined}"
    confidence = _CONFIDENCE[entry.get("confidence", "from_memory")]
    yield f"- {confidence}" + (f": {entry['source']}" if "source" in entry else "")
    yield ""


def _list_hosts(service: Service) -> Iterator[str]:
    for suffix, place in service.hosts.items():
        yield f"`{suffix}`" + _PLACES.get(place, f" ({place})" if place.isupper() else " (region)")


def _list_signs(service: Service, kind: str) -> Iterator[str]:
    for sign in service.entry.get(kind, ()):
        yield f"*`{sign}`*" if sign in service.uncertain else f"`{sign}`"


def _join(signs: Iterable[str]) -> str:
    return ", ".join(signs)
