"""A file of labels made of the English words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seloste.reports.language.language import load_language


def english_labels(tag: str, **facts: Any) -> dict[str, Any]:
    """The content of a file of labels for a language, with the English words."""
    words = load_language("en").data
    parts = {part: _copy(words[part]) for part in ("page", "notice", "basis", "special_category_basis")}
    language = {"tag": tag, "name": f"language {tag}", "locale": "en_GB", **facts}
    return {"language": language, **parts, "paper": {"page": words["paper"]["page"]}}


def _copy(value: Any) -> Any:
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, Mapping) else value
