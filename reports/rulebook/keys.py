"""The page of all keys of the files that people write, made of the JSON Schemas: `docs/keys.md`.

`python -m seloste.generate` writes it. It is for those who write the files, and in English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from seloste.policy.base import COUNTRY_PATTERN, FINGERPRINT_PATTERN, ID_PATTERN, LANGUAGE_PATTERN

#: What YAML reads as a text without quotation marks, in a flow too; digits and words alone are not among it.
_PLAIN = re.compile(r"(?!\d++$)\w[\w ./@*()+–-]*+")
_Schema = Mapping[str, Any]
#: The files, by the names of their schemas.
FILES = {
    "policy": "policy.yaml",
    "systems": "systems.yaml",
    "processors": "processors.yaml",
    "config": "seloste.yaml",
    "waivers": "waivers.yaml",
    "responses": "responses.yaml",
}
#: What the keys of a mapping of entries are, by their pattern.
_ENTRIES = {ID_PATTERN: "id", FINGERPRINT_PATTERN: "fingerprint"}
_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# Every key of every file

What each key means, what to write, and the law behind it. An editor shows the same beside the text
([editor.md](editor.md)). How the less obvious keys work together: [writing.md](writing.md).

- `ID` stands for an id of your own: small letters, digits and hyphens. Other files refer to it.
- **Bold** keys are required where the part that they are in is there. All others may be left out; what is left out is
  unstated, never denied.
- A *text* is written once for each language of the notice: `{fi: Nimi, en: Name}`.
- A *day* is written `2026-01-10`. A *period* is an ISO 8601 duration: `P2Y` two years, `P6M` six months, `P14D` 14
  days, `PT48H` 48 hours. A *country* is two capital letters of ISO 3166-1: `FI`;
  Kosovo is `XK`, the European Patent Organisation `X-EPO`.
"""


class _Page(Struct):
    """The page of one schema as it is walked through: its parts by model, and the closed lists by their values."""

    schema: _Schema
    file: str
    parts: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[tuple[str, ...], tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def resolve(self, schema: _Schema) -> _Schema:
        """A schema, or the one that it refers to."""
        name = schema.get("$ref", "").rpartition("/")[2]
        return self.schema["$defs"][name] if name else schema


def render_keys(schemas: Mapping[str, _Schema]) -> str:
    """The page: a section for each file, a table for each of its parts, and the values of closed lists."""
    return "\n".join([_LEAD, *(line for name, file in FILES.items() for line in _render_file(schemas[name], file))])


def _render_file(schema: _Schema, file: str) -> Iterator[str]:
    page = _Page(schema, file)
    _collect_parts(page, "", schema)
    yield f"## {file}\n"
    yield f"{schema['description']}\n"
    yield from _render_table(page, "", schema)
    for name, paths in page.parts.items():
        part = schema["$defs"][name]
        yield f"### {_title(page, paths[0])}\n"
        also = f" The same at {', '.join(f'`{path}`' for path in paths[1:])}." if len(paths) > 1 else ""
        yield f"{part['description']}{also}\n"
        yield from _render_table(page, paths[0], part)
    for path, values in page.lists.values():
        yield f"### {_title(page, path)}: values\n"
        yield from (f"- `{value}`: {words}" for value, words in values.items())
        yield ""


def _title(page: _Page, path: str) -> str:
    return f"{page.file}: {path}"


def _anchor(title: str) -> str:
    """The anchor that GitHub, and the site, make of a title."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def _collect_parts(page: _Page, path: str, schema: _Schema) -> None:
    """Notes the parts and closed lists below a schema, in the order of their keys."""
    inner_parts = []
    for key, value in schema.get("properties", {}).items():
        inner = f"{path}.{key}" if path else key
        for place, part in _list_inner(page, inner, value):
            if "$ref" in part and "properties" in page.resolve(part):
                name = part["$ref"].rpartition("/")[2]
                if place not in page.parts.setdefault(name, []):
                    page.parts[name].append(place)
                    inner_parts.append((place, name))
    for place, name in inner_parts:
        if page.parts[name] == [place]:  # the first place of a part is where its own keys are shown
            _collect_parts(page, place, page.schema["$defs"][name])


def _list_inner(page: _Page, path: str, schema: _Schema) -> Iterator[tuple[str, _Schema]]:
    """The schemas of a value, with the path of each: those of its items and entries too."""
    if keys := _find_keys(schema):
        page.lists.setdefault(tuple(keys), (path, keys))
        yield from _list_inner(page, f"{path}.ID", next(iter(schema["properties"].values())))
        return
    whole = page.resolve(schema)
    yield path, schema
    if values := _find_values(whole):
        page.lists.setdefault(tuple(values), (path, values))
        return
    for option in whole.get("anyOf", ()):
        yield from _list_inner(page, path, option)
    if "items" in whole:
        yield from _list_inner(page, path, whole["items"])
    for entry in (*whole.get("patternProperties", {}).values(), whole.get("additionalProperties")):
        if isinstance(entry, dict) and "properties" not in whole:
            yield from _list_inner(page, f"{path}.ID", entry)


def _find_keys(schema: _Schema) -> Mapping[str, str]:
    """The keys of a mapping that may have only some, each with what it means. Their values are all of one kind."""
    return {key: value["description"] for key, value in schema.get("properties", {}).items()}


def _find_values(schema: _Schema) -> Mapping[str, str]:
    """The values of a closed list, those of the past in a list of their own too, each with what it means."""
    lists = schema.get("anyOf", [schema])
    if not all("enum" in each for each in lists):
        return {}
    return {value: words for each in lists for value, words in zip(each["enum"], each["enumDescriptions"], strict=True)}


def _render_table(page: _Page, path: str, schema: _Schema) -> Iterator[str]:
    yield "| key | value | what it is, and an example |"
    yield "|---|---|---|"
    for key, value in schema["properties"].items():
        name = f"**`{key}`**" if key in schema.get("required", ()) else f"`{key}`"
        kind = _describe_value(page, value)
        example = _write_flow(value["examples"][0])
        yield f"| {name} | {kind} | {value['description']}<br>`{example}` |"
    yield ""


def _describe_value(page: _Page, schema: _Schema) -> str:
    """What may be written, in a word or two, with a link to the part or the list that says more."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in page.parts:
            return f"[keys](#{_anchor(_title(page, page.parts[name][0]))})"
        return _describe_value(page, page.schema["$defs"][name])
    if keys := tuple(_find_keys(schema)):
        return f"by [name]({_link_list(page, keys)}): {_describe_value(page, schema['properties'][keys[0]])}"
    if values := tuple(_find_values(schema)):
        return f"[one of]({_link_list(page, values)})"
    if "anyOf" in schema:
        options = (_describe_value(page, each) for each in schema["anyOf"] if each.get("type") != "null")
        return " or ".join(dict.fromkeys(options))
    return _describe_plain(page, schema)


def _link_list(page: _Page, values: tuple[str, ...]) -> str:
    return f"#{_anchor(_title(page, page.lists[values][0]) + ': values')}"


def _describe_plain(page: _Page, schema: _Schema) -> str:
    patterns = schema.get("patternProperties", {})
    entry = schema.get("additionalProperties")
    match schema:
        case {"type": "array"}:
            return f"list: {_describe_value(page, schema['items'])}"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"format": "date"}:
            return "day"
        case {"format": "duration"}:
            return "period"
        case {"pattern": pattern} if pattern == COUNTRY_PATTERN:
            return "country"
        case {"pattern": pattern} if pattern == LANGUAGE_PATTERN:
            return "language"
        case {"const": value}:
            return f"`{value}`"
        case _ if LANGUAGE_PATTERN in patterns:
            return "text" if "properties" not in patterns[LANGUAGE_PATTERN] else "by language"
        case _ if known := [pattern for pattern in _ENTRIES if pattern in patterns]:
            return f"by {_ENTRIES[known[0]]}: {_describe_value(page, patterns[known[0]])}"
        case _ if isinstance(entry, dict):
            return f"by name: {_describe_value(page, entry)}"
        case {"type": "object"}:
            return "JSON Schema"
        case _:
            return "words"


def _write_flow(value: object) -> str:
    """A value as YAML writes it in a line, with as few quotation marks as it needs."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_write_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_write_flow, value))}]"
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
