"""The values of cells, as spreadsheets and people write them, where what is meant is certain.

`31.3.2026`, `kyllä`, `Yhdysvallat` and `2 vuotta` become what the formats have for them. Whatever is not certain
(`4/3/2026`, `EU`) stays as it is written, so that it is refused like the same in YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from seloste.checker.reading.table_columns import Column, Form, load_empty_words
from seloste.policy.base import is_id
from seloste.policy.countries import is_country
from seloste.policy.familiar_values import find_choices, find_country, find_day, find_period, find_truth
from seloste.policy.prose.words import list_languages, load_words
from seloste.policy.vocabulary import list_instrument_ids

#: What parts the items of a list: a semicolon, or a line break within the cell.
ITEM_SEPARATOR = re.compile(r"[;\r\n]")
_WITH_CODE = re.compile(r"([^()]++)\(([^()]++)\)")
_UNCERTAIN_PERIOD = re.compile(r"\s*+\d++\s*+[mM]\.?\s*+")
_ONE_WORD = re.compile(r"[\w-]++")
#: The longest text that may be a value of a form.
_LONGEST = 60
_TRUTHS = {"true": True, "false": False}


def is_empty(text: str, form: Form) -> bool:
    """Whether a cell declares nothing: it is empty, or has a dash or the like where a text would mean nothing."""
    stripped = text.strip()
    return not stripped or (
        form is not Form.TEXT and len(stripped) <= _LONGEST and stripped.casefold() in load_empty_words()
    )


def read_value(text: str, column: Column) -> str | bool:
    """The value of a cell, or of an item of a list, in the form that its column takes."""
    stripped = text.strip()
    if column.form is Form.TEXT or len(stripped) > _LONGEST:
        return text
    if column.form is Form.FLAG:
        return _TRUTHS.get(stripped.casefold(), _TRUTHS.get(find_truth(stripped), stripped))
    if column.form is Form.INSTRUMENT:
        return read_instrument(stripped)
    if column.choices:
        return read_choice(stripped, column)
    return _READERS[column.form](stripped) if column.form in _READERS else text


def read_country(text: str) -> str:
    """The code of the country that a text is a code or a name of; else the text.

    `No` may be Norway or a denial, and is left; so is `no`. `NO` is Norway.
    """
    if text != "NO" and text.casefold() == "no":
        return text
    code = find_country(text) or _load_country_names().get(text.casefold(), "")
    if not code and (both := _WITH_CODE.fullmatch(text)):  # "Finland (FI)": one and the same, told twice
        codes = {read_country(both[1].rstrip()), read_country(both[2].strip())}
        code = codes.pop() if len(codes) == 1 else ""
    return code if is_country(code) else text


@cache
def _load_country_names() -> Mapping[str, str]:
    """The countries by the names that the sentences of notices have for them, in every language."""
    names: dict[str, str] = {}
    for language in list_languages():
        known: Mapping[str, list[str]] = load_words("countries.countries", language) or {}
        names |= {name.partition(":")[0].casefold(): code for code, own in known.items() for name in own}
    return names


def read_instrument(text: str) -> str:
    """The id of a transfer tool, however its letters are written; else the text."""
    lower = text.casefold()
    return lower if lower in list_instrument_ids() else _load_titles().get(lower, text)


def read_choice(text: str, column: Column) -> str:
    """The one choice that a text means; else the text."""
    normal = "-".join(text.casefold().replace("_", " ").split())
    if normal in column.choices:
        return normal
    meant = find_choices(text, column.choices)
    return str(meant[0]) if len(meant) == 1 else text


def split_tools(text: str) -> list[tuple[str, str]]:
    """The countries and transfer tools of a text like `US: Data Privacy Framework; IN: …`, as our lists for people are.

    A tool may be told by its title; it is empty where the text says that there is none. Empty for any other text.
    """
    pairs = [part.partition(":") for part in text.split(";")]
    codes = [read_country(country.strip()) for country, _, _ in pairs]
    if not all(colon and is_country(code) for code, (_, colon, _) in zip(codes, pairs, strict=True)):
        return []
    tools = [words.strip() for _, _, words in pairs]
    read = ["" if is_empty(tool, Form.INSTRUMENT) else read_instrument(tool) for tool in tools]
    return list(zip(codes, read, strict=True))


@cache
def _load_titles() -> Mapping[str, str]:
    """The ids of transfer tools by their titles in every language."""
    from seloste.policy.law.law import load_law

    known = load_law().instruments.items()
    return {title.casefold(): str(id) for id, each in known for title in each.title.values()}


def has_commas_between_words(text: str, *, only_ids: bool) -> bool:
    """Whether the parts of a text between commas are all one word, or `only_ids`, so that it is a list of them."""
    parts = [part.strip() for part in text.split(",")]
    return len(parts) > 1 and all(is_id(part) if only_ids else _ONE_WORD.fullmatch(part) for part in parts if part)


def _read_day(text: str) -> str:
    return find_day(text) or text


def _read_period(text: str) -> str:
    return text if _UNCERTAIN_PERIOD.fullmatch(text) else find_period(text) or text


_READERS: Mapping[Form, Callable[[str], str]] = {
    Form.COUNTRY: read_country,
    Form.DAY: _read_day,
    Form.PERIOD: _read_period,
}
