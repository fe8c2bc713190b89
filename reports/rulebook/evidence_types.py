"""The page of the types of resources of evidence, made from the table (`checker/evidence/attributes/types`).

`python -m seloste.generate` writes it to `docs/evidence-types.md`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seloste.checker.evidence.attributes.type_table import list_families, load_common, load_family

Entry = Mapping[str, Any]
_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# Types of resources

What seloste reads of the resources of Terraform and OpenTofu, in plans, states and code: which attribute shows what,
and what holds where one is absent. The data are `checker/evidence/attributes/types/`; how one is added:
[CONTRIBUTING.md](../CONTRIBUTING.md#add-a-provider).

- **on**, **off**, **weaker** (than TLS 1.2, say): what the attribute says of the control. Everything else is
  **unknown**, and so is what is known only after apply, what an expression gives, and a sensitive value. The first line
  of a control that tells something counts; of several blocks the worst does.
- **always**: the provider does it for every such resource, whatever its attributes (`basis: provider`).
- **open to all**: everybody in the internet may reach a port. The ports {ports} are there for everybody, so that one of
  these alone contradicts no firewall.
- **place**: the attributes that name a region or a zone, the first one that is set. The country follows from
  `policy/regions.yaml`. A region of several countries is a hint, and proves nothing.
- **stores data**: records of people lie in it as a rule; where no system claims it, that is
  `evidence/resource-unmapped`.
- *Read*: the attribute and its default were read in the provider's documentation. *From memory*: they were not, and no
  default there counts as off.

A type that is not here is unknown: it is counted and named, and shows nothing. A system is named by a tag or label
`seloste:system`, `seloste.io/system` or `seloste_system`, or by the system's `resources`. What configures another
resource (the lifecycle of a bucket, say) is of that one's system.
"""
_NAMES = {
    "aws": "Amazon Web Services",
    "azure": "Microsoft Azure",
    "google": "Google Cloud",
    "upcloud": "UpCloud",
    "hetzner": "Hetzner Cloud",
    "ovhcloud": "OVHcloud",
    "scaleway": "Scaleway",
    "digitalocean": "DigitalOcean",
    "others": "Other services",
}
_KEPT = {
    "data": "data are deleted after",
    "locked": "data are locked for",
    "backups": "backups are kept for",
    "versions": "old versions are kept for",
    "deleted": "what was deleted is kept for",
    "log": "logs are kept for",
    "messages": "messages are kept for",
}


def render_evidence_types() -> str:
    """The page, as Markdown."""
    ports = ", ".join(load_common()["public-ports"])
    lines = [_LEAD.format(ports=ports)]
    for name in list_families():
        lines += _list_family_lines(name, load_family(name))
    return "\n".join(lines) + "\n"


def _list_family_lines(name: str, family: Entry) -> Iterator[str]:
    yield f"## {_NAMES.get(name, name)}"
    yield ""
    yield f"Looked up on {family['checked']}" + (f" in {_code(family['source'])}." if "source" in family else ".")
    yield ""
    for type, entry in sorted(family["types"].items()):
        yield from _list_type_lines(type, entry, family)
    yield ""
    yield f"Known, and showing nothing: {', '.join(map(_code, family.get('shows-nothing', ())))}."
    yield ""


def _list_type_lines(type: str, entry: Entry, family: Entry) -> Iterator[str]:
    confidence = "read" if entry.get("confidence", family["confidence"]) == "verified" else "from memory"
    stores = "stores data; " if "stores" in entry else ""
    yield f"- **{_code(type)}** ({stores}*{confidence}*)"
    for control, readings in entry.get("controls", {}).items():
        for reading in readings:
            yield f"  - {control}: {_describe_reading(reading)}"
    places = _describe_places(entry, family)
    if places:
        yield f"  - place: {places}"
    for row in entry.get("keeps", ()):
        yield f"  - {_KEPT[row['kept']]}: {_describe_period(row)}"
    targets = ", ".join(_code(path) for path in entry.get("part-of", {}))
    if targets:
        yield f"  - belongs to what {targets} names"
    for key, words in (("why", ""), ("unseen", "Cannot be seen: ")):
        if key in entry:
            yield f"  - {words}{entry[key]}"
    if "source" in entry and entry["source"] != family.get("source"):
        yield f"  - source: {entry['source']}"


def _describe_reading(reading: Entry) -> str:
    """What one reading of a control says."""
    conditions = _describe_conditions(reading)
    if "always" in reading:
        return f"always {reading['always']}{conditions}{_describe_interval(reading)}"
    if "exposes" in reading:
        sources = reading["exposes"]["sources"]
        closed = "" if reading["exposes"].get("closed") == "pass" else ", else on"
        return f"off where {_join(sources, reading) or 'it'} is open to all{closed}{conditions}"
    parts = [f"{_describe_test(reading[key])} {key}" for key in ("on", "off", "weaker") if key in reading]
    if reading.get("else") in ("on", "off", "weaker"):
        parts.append(f"else {reading['else']}")
    absent = reading.get("absent", "unknown")
    if absent != "pass":
        parts.append(f"absent {absent}{_describe_version(reading)}")
    if "unless" in reading:
        parts.append(f"unknown instead of off with {_join(reading['unless'], {})}")
    shown = "; ".join(parts) or "unknown"
    every = ", all of them" if "all" in reading else ""
    return f"{_join(reading['attribute'], reading)}{every}: {shown}{conditions}{_describe_interval(reading)}"


def _describe_version(reading: Entry) -> str:
    if "since" not in reading:
        return ""
    return f" since version {reading['since']} of the provider, {reading.get('absent-before', 'unknown')} before it"


def _describe_conditions(row: Entry) -> str:
    """What else must hold for a reading or a period to count."""
    conditions = [f"{_code(path)} is {_describe_test(test)}" for path, test in row.get("when", {}).items()]
    conditions += [f"{_code(path)} is empty" for path in row.get("empty", ())]
    return f" (where {' and '.join(conditions)})" if conditions else ""


def _describe_interval(reading: Entry) -> str:
    interval = reading.get("interval")
    if interval is None:
        return ""
    if isinstance(interval, str):
        return f"; every {interval}"
    absent = f", absent {interval['absent']}" if "absent" in interval else ""
    return f"; how often: {_code(interval['attribute'])}{absent}"


def _describe_test(test: Any) -> str:
    if isinstance(test, str):
        return _code(test)
    if isinstance(test, Mapping):
        words = {
            "at-least": "at least {}",
            "below": "below {}",
            "set": "set",
            "starts-with": "beginning with {}",
            "not": "other than {}",
            "denies-plain-http": "a policy that denies plain HTTP",
            "allows-everything": "a policy that allows everything",
        }
        return ", ".join(words[name].format(_describe_test(asked)) for name, asked in test.items())
    return ", ".join(map(_code, test))


def _describe_places(entry: Entry, family: Entry) -> str:
    parts = []
    if "global" not in entry:
        paths = [*entry.get("region", family.get("region", ())), *entry.get("zone", ())]
        parts += [_code(path) for path in paths]
        if "region-absent" in entry:
            parts.append(f"absent {_code(entry['region-absent'])}")
        elif "region-of-provider" in family:
            parts.append("the provider's region")
    for row in entry.get("copies", ()):
        pair = f" in the paired region ({_describe_test(row['paired'])})" if "paired" in row else ""
        parts.append(f"a copy by {_join(row['attribute'], row)}{pair}")
    return ", ".join(parts)


def _describe_period(row: Entry) -> str:
    parts = [f"{_join(row['attribute'], row)} ({row['unit'] if row['unit'] != 'text' else 'a period'})"]
    parts += [
        f"{words} {row[key].replace('-', ' ')}" for key, words in (("zero", "0:"), ("absent", "absent:")) if key in row
    ]
    return ", ".join(parts) + _describe_conditions(row)


def _join(paths: str | Sequence[str], row: Entry) -> str:
    """The attributes of a row, with the block that they are read in."""
    prefix = f"{row['each']}." if isinstance(row.get("each"), str) else ""
    return " or ".join(_code(f"{prefix}{path}") for path in ([paths] if isinstance(paths, str) else paths))


def _code(text: str) -> str:
    return f"`{text}`"
