"""The parts of a JSON-LD document in the terms of the DPV: nodes, references and literals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from seloste.policy.base import Text
from seloste.policy.countries import load_iso_countries
from seloste.policy.data import FOLDER, load_yaml
from seloste.policy.law.law import load_law

Node = dict[str, Any]


@cache
def load_terms() -> Mapping[str, Any]:
    """The terms of the vocabulary, by the values of the notice."""
    terms: Mapping[str, Any] = load_yaml(FOLDER / "dpv.yaml")
    return terms


def list_instrument_terms(instrument: str) -> Iterator[str]:
    """The term of a transfer instrument, by its id, else by its kind; of another country's law there is none."""
    known: Mapping[str, str] = load_terms()["instrument"]
    tool = load_law().instruments[instrument]
    term = known.get(instrument) or known.get(tool.kind)
    if term is not None and not tool.exporters:
        yield term


def _list_country_terms(codes: Iterable[str]) -> list[str]:
    """The terms of countries. Unknown codes, Kosovo and the European Patent Organisation have none."""
    return [f"loc:{code}" for code in codes if code in load_iso_countries()]


def make_node(id: str, *kinds: str, text: Text | None = None) -> Node:
    """A node with an anchor of the page, its kinds and its text."""
    return {"@id": f"#{_escape_anchor(id)}", "@type": list(kinds), **({"title": dict(text)} if text else {})}


def _escape_anchor(id: str) -> str:
    return quote(id, safe="")


def list_paths(section: str, ids: Iterable[str]) -> Iterator[str]:
    """The paths of entries of a section."""
    return (f"{section}.{id}" for id in ids)


def make_refs(ids: Iterable[str]) -> list[Node]:
    """References to nodes by their anchors."""
    return [{"@id": f"#{_escape_anchor(id)}"} for id in ids]


def make_terms(curies: Iterable[str]) -> list[Node]:
    """References to terms of the vocabulary."""
    return [{"@id": curie} for curie in curies]


def make_places(codes: Iterable[str]) -> list[Node]:
    """References to countries."""
    return make_terms(_list_country_terms(codes))


def list_values(*values: str | None) -> list[str]:
    """The values that there are."""
    return [value for value in values if value]


def make_literal(value: object, kind: str) -> Node | None:
    """A value of a type of XML Schema."""
    return None if value is None else {"@type": f"xsd:{kind}", "@value": str(value)}


def strip_node(node: Node, languages: Sequence[str] | None) -> Node:
    """The node without empty values, which would state that there are none, and with texts in these languages only."""
    stripped = {key: _strip_value(value, languages) for key, value in node.items() if value not in (None, [], {})}
    if languages is not None and "title" in stripped:
        title = stripped["title"]
        stripped["title"] = {code: text for code, text in title.items() if code in languages} or title
    return stripped


def _strip_value(value: Any, languages: Sequence[str] | None) -> Any:
    if isinstance(value, list):
        return [_strip_value(each, languages) for each in value]
    return strip_node(value, languages) if isinstance(value, dict) and "@type" in value else value
