"""Shows the right form of a value that has the wrong one: an example with the very words of the user.

A newcomer writes a list where entries have ids, a bare text where each language has its own, a word for a mapping. The
message then says how that is written.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from seloste.checker.reading.model_paths import find_models, list_keys
from seloste.policy.base import Text, is_id
from seloste.policy.declaration import Safeguard
from seloste.policy.prose.lazy_patterns import LazyPattern

#: The longest word of the user in an example.
_LONGEST_WORD = 80
_NOT_OF_IDS = LazyPattern(r"[^a-z0-9]+")
_QUOTED_IF = LazyPattern(r"[:#,\[\]{}\"'|>&*!%@`]|^[\s?-]|\s$")


def show_ids(value: Any, model: type[BaseModel] | None, language: str) -> str:
    """The first entry of a list, or a word, under an id of its own."""
    item = value[0] if isinstance(value, list) and value else value
    if isinstance(item, dict):
        named = item.get("id") or item.get("name") or item.get("text")
        if isinstance(named, dict):
            named = next(iter(named.values()), "")
        if len(item) == 1 and "name" not in item and "text" not in item and "id" not in item:
            key, inner = next(iter(item.items()))
            return f"{_write(key)}: {_write(inner) if isinstance(inner, str) else '…'}"
        rest = ", ".join(f"{key}: {_write(inner)}" for key, inner in list(item.items())[:2] if key != "id")
        return f"{_make_id(named)}: {{{rest}{', …' if len(item) > 2 else ''}}}"
    return f"{_make_id(item)}: {show_mapping(None, model, language)}"


def show_list(value: str) -> str:
    """A text as a list of its parts."""
    return f"[{', '.join(_write(part.strip()) for part in value.split(',') if part.strip())}]"


def show_languages(value: str, language: str) -> str:
    """A text under its language."""
    return f"{{{language}: {_write(value)}}}"


def show_mapping(value: Any, model: type[BaseModel] | None, language: str) -> str:
    """A mapping of a model in which the value has its key, and what is required has one too."""
    if model is Safeguard and value is None:
        return "implemented"
    if model is None:
        return "{…}"
    own = _find_key_for(value, model) if isinstance(value, str) else None
    parts = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key == own:
            parts.append(f"{key}: {show_languages(value, language) if is_text(info.annotation) else _write(value)}")
        elif info.is_required():
            parts.append(f"{key}: {show_languages('…', language) if is_text(info.annotation) else '…'}")
    return f"{{{', '.join(parts) or '…'}}}"


def show_under(section: str, key: str, value: Any) -> str:
    """A key and its value under the section that they belong to."""
    return f"{section}: {{{key}: {_write(value)}}}"


@lru_cache(maxsize=1_000)  # each row of a table may have the same wrong key
def find_section(key: str, model: type[BaseModel]) -> str:
    """The key of a model under which another one belongs, since what is there has such a key; empty where none is."""
    fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
    single = {name: kind for name, kind in fields.items() if not _is_collection(kind)}
    for chosen in (single, {name: kind for name, kind in fields.items() if _is_collection(kind, of=list)}):
        for name, annotation in chosen.items():
            if any(key in list_keys(inner) for inner in find_models(annotation)):
                return name
    return ""


def find_entries(key: str, model: type[BaseModel]) -> str:
    """The key of a model whose entries, each with its id, have such a key; empty where none has."""
    for name, info in model.model_fields.items():
        inner = find_models(info.annotation) if _is_collection(info.annotation, of=dict) else ()
        if any(key in list_keys(each) for each in inner):
            return info.alias or name
    return ""


def _is_collection(annotation: Any, of: type | None = None) -> bool:
    """Whether an annotation is that of a list or a mapping of ids."""
    origin = get_origin(annotation)
    if origin in (Annotated, Union, types.UnionType):
        return any(_is_collection(part, of) for part in get_args(annotation))
    return origin is of if of else origin in (dict, list)


def is_text(annotation: Any) -> bool:
    """Whether an annotation is that of a text in each language."""
    if annotation in (Text, get_args(Text)[0]):
        return True
    return _is_union(annotation) and any(is_text(part) for part in get_args(annotation))


def accepts(model: type[BaseModel], key: str, value: Any) -> bool:
    """Whether a model takes a value for one of its keys."""
    try:
        model.model_validate({key: value})
    except ValidationError as error:
        return not any(found["loc"][:1] == (key,) for found in error.errors(include_url=False, include_context=False))
    return True


def _find_key_for(value: str, model: type[BaseModel]) -> str | None:
    """The key of a model under which a text belongs: one of few values or forms, else a required text, else a name."""
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    forms = [key for key, info in fields.items() if not _takes_any_text(info.annotation, info.metadata)]
    texts = [key for key, info in fields.items() if info.is_required() and is_text(info.annotation)]
    names = [key for key, info in fields.items() if key not in forms and info.is_required()]
    names += [key for key, info in fields.items() if key not in forms and key not in names]
    for key in forms:
        if not is_text(fields[key].annotation) and accepts(model, key, value):
            return key
    return next(iter((*texts, *names)), None)


def _takes_any_text(annotation: Any, metadata: list[Any]) -> bool:
    """Whether an annotation is that of a name or a reference, which any text is."""
    plain = {kind for kind in get_args(annotation) or (annotation,) if kind is not type(None)}
    if plain == {str}:
        return not any(getattr(item, "pattern", None) for item in metadata)
    return any(
        get_origin(kind) is not None and get_args(kind)[:1] == (str,) and not _has_pattern(kind) for kind in plain
    )


def _has_pattern(annotation: Any) -> bool:
    return any(getattr(part, "pattern", None) for item in get_args(annotation) for part in _list_metadata(item))


def _list_metadata(item: Any) -> Iterator[Any]:
    yield item
    yield from getattr(item, "metadata", ())


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


def _make_id(named: Any) -> str:
    """An id made of a name."""
    text = str(named) if isinstance(named, str | int) else ""
    made = _NOT_OF_IDS.sub("-", _fold(text.lower())[:_LONGEST_WORD]).strip("-")
    return made if is_id(made) else "id"


def _fold(text: str) -> str:
    return text.translate(str.maketrans("äöåü", "aoau"))


def _write(value: Any) -> str:
    """A value as YAML writes it, cut where it is long."""
    if not isinstance(value, str):
        return "{…}" if isinstance(value, dict) else "…" if isinstance(value, list | None) else str(value).lower()
    text = value if len(value) <= _LONGEST_WORD else f"{value[: _LONGEST_WORD - 1]}…"
    text = " ".join(text.split())
    return f'"{text}"' if _QUOTED_IF.search(text) else text
