"""Reads the cookies: the words, and each cookie that a list or a table names.

The words are those of `policy/prose/languages/<language>/cookies.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import is_listed, is_table_head, place_head, put_text, remark_on_keys
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.figures.asides import find_session, list_lifetimes
from seloste.policy.prose.wordings import has_wording, list_named

_SECTION = "cookies"
_ENTRIES = f"{_SECTION}.entries"
#: The name of a cookie: a word that no language has, "_ga", "PHPSESSID", "cookie_consent", "NID".
_NAME = re.compile(r"(?=[\w.*-]{2,60}(?![\w.*-]))(?:[\w.*-]*[_\d*][\w.*-]*|[A-Z]{3,}\w*|[a-z]+[A-Z]\w*)")
#: What parts the name of a cookie from the rest of an item.
_PARTS = re.compile(r"(?<!\s)\s*+[:(]\s*+|(?<!\s)\s++[–—-]\s++|,\s++")
_AROUND = " \t.,:;–—-"


def read_cookies(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places all units: those that name a cookie as entries, the others as text."""
    if all(is_table_head(unit) for unit in units):
        return
    columns: dict[int, str] = {}
    entries: list[tuple[Unit, dict[str, Any]]] = []
    words: list[Unit] = []
    for unit in units:
        if is_table_head(unit):
            columns = _name_columns(unit.block.cells, draft.language)
            place_head(draft, (_SECTION, "entries"), unit)
            continue
        value = _read_entry(unit, columns, draft.language) if is_listed(unit) else None
        if value is None:
            words.append(unit)
        else:
            entries.append((unit, value))
    listed = [unit for unit, _ in entries]
    put_text(draft, _SECTION, words, listed)
    for unit, value in entries:
        id = draft.make_id(_ENTRIES, value.get("name") or unit.text)
        path = (_SECTION, "entries", id)
        draft.put(path, value, [unit])
        texts = (value.get("name", ""), value["text"][draft.language], value.get("provider", ""))
        remark_on_keys(draft, path, unit, texts)


def _name_columns(cells: Sequence[str], language: str) -> dict[int, str]:
    """What each column of a table holds, by its number."""
    columns: dict[int, str] = {}
    for number, cell in enumerate(cells):
        key = next((key for key in list_named(cell, "cookies.columns", language) if key not in columns.values()), "")
        if key:
            columns[number] = key
    return columns


def _read_entry(unit: Unit, columns: dict[int, str], language: str) -> dict[str, Any] | None:
    """The cookie of an item or a row; None where an item names none."""
    if unit.kind is BlockKind.ROW:
        cells = {number: cell for number, cell in enumerate(unit.block.cells) if cell}
        name = next((number for number, key in columns.items() if key == "name"), 0)
        own = cells.get(name, "")
        named = {key: cells[number] for number, key in columns.items() if number in cells and number != name}
        others = [cell for number, cell in cells.items() if number != name and number not in columns]
        return _make_entry(own, "; ".join(others), named, unit.text, language)
    ends = _PARTS.search(unit.text)
    head = unit.text[: ends.start()].strip(_AROUND) if ends else unit.text
    rest = unit.text[ends.start() :].lstrip(_AROUND) if ends else ""
    is_word = head.isascii() and head.isalnum() and bool(_find_lifetime(rest, language))
    if _NAME.fullmatch(head) is None and not is_word:
        return None
    return _make_entry(head, rest, {}, unit.text, language)


def _make_entry(name: str, text: str, named: dict[str, str], whole: str, language: str) -> dict[str, Any]:
    """An entry; `named`: the cells of columns that are known, `whole`: all its words."""
    value: dict[str, Any] = {"name": name} if name else {}
    kind = named.get("kind", "")
    words = "; ".join(filter(None, (text, kind if not _tells_kind(kind, language) else ""))) or name or whole
    value["text"] = {language: words}
    party = _find_party(whole, language)
    if party:
        value["party"] = party
    provider = _PARTS.split(named.get("provider", ""), maxsplit=1)[0].strip()
    if provider and not _find_party(provider, language):
        value["provider"] = provider
    lifetime = _find_lifetime(named.get("lifetime", whole), language)
    if lifetime:
        value["lifetime"] = lifetime
    elif named.get("lifetime"):
        value["text"] = {language: f"{words}; {named['lifetime']}"}
    if has_wording(whole, "cookies.not_necessary", language):
        value["necessary"] = False
    elif has_wording(whole, "cookies.is_necessary", language):
        value["necessary"] = True
    if has_wording(whole, "cookies.with_consent", language):
        value["consent"] = True
    return value


def _tells_kind(kind: str, language: str) -> bool:
    keys = ("first_party", "third_party", "is_necessary", "not_necessary")
    return any(has_wording(kind, f"cookies.{key}", language) for key in keys)


def _find_party(text: str, language: str) -> str:
    for party in ("third", "first"):
        if has_wording(text, f"cookies.{party}_party", language):
            return party
    return ""


def _find_lifetime(text: str, language: str) -> str:
    """How long a cookie stays, where the text says it once."""
    found = {period.length.period for period in list_lifetimes(text, language)}
    if len(found) == 1:
        return found.pop()
    is_session = find_session(text, language) or has_wording(text, "cookies.session", language)
    return "session" if is_session and not found else ""
