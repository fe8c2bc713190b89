"""The form of a file of labels: the words of the notice's page in a language that is none of ours.

It has those keys of `reports/languages/en` that the page needs. A text has the placeholders of the English one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, create_model
from pydantic_core import PydanticCustomError

from seloste.policy.base import Country, FileRecord, Name, Record, Version
from seloste.policy.base import Language as Tag
from seloste.reports.language import cldr
from seloste.reports.language.language import Language, load_language

#: The language whose words have every key.
_MODEL = "en"
#: The words that only some notices or languages need, by dotted key.
_OPTIONAL = frozenset({"notice.plain", "notice.connectives", "notice.relatives", "paper.tag"})
#: The words of keys that are younger than the first files of labels; where a file has none, they are English.
_ADDED = frozenset({"notice.criminal_ground", "notice.labels.criminal_ground", "notice.electronic_marketing.none"})
_PARTS = ("page", "notice", "basis", "special_category_basis")
_PAPER = ("page", "tag")
_PLURAL_FORMS = ("zero", "one", "two", "few", "many")
_PLACEHOLDER = re.compile(r"\{\w+\}")
#: A citation as rules write it, `GDPR Art. 6(1)(a)`: the same in each language that has no pattern of its own.
_CITATION: Mapping[str, Any] = {"patterns": {"other": "{name} {provision}"}, "acts": {}}


def _validate_locale(value: str) -> str:
    if not cldr.is_locale(value):
        raise PydanticCustomError("locale", "a locale of the CLDR")
    return value


class LanguageFacts(Record):
    """How the language writes days, lists, periods and countries."""

    tag: Annotated[Tag, Field(description="Its BCP 47 tag, as in the texts of the notice.", examples=["se"])]
    name: Annotated[Name, Field(description="Its name in itself.", examples=["davvisámegiella"])]
    locale: Annotated[
        Name, AfterValidator(_validate_locale), Field(description="Its locale in the CLDR.", examples=["se", "sv_FI"])
    ]
    date: Annotated[
        Literal["full", "long", "medium", "short"], Field(description="The CLDR style of a day within a sentence.")
    ] = "long"
    home: Annotated[Country | None, Field(description="A country that an address leaves out.", examples=["FI"])] = None
    article: Annotated[str, Field(description="What stands before the countries of `articled`.", examples=["the"])] = ""
    articled: Annotated[list[Country], Field(description="The countries with an article.")] = Field(default=[])
    countries: Annotated[dict[Country, Name], Field(description="Names that differ from those of the CLDR.")] = Field(
        default={}
    )


class Labels(FileRecord):
    """What every file of labels has; its words are added by `make_labels_model`."""

    version: Version = 1
    language: LanguageFacts


@cache
def make_labels_model() -> type[Labels]:
    """The model of a file of labels."""
    words = load_language(_MODEL).data
    fields = {part: _make_field(part, words[part]) for part in _PARTS}
    fields["paper"] = _make_field("paper", {key: words["paper"][key] for key in _PAPER})
    return create_model("LabelsFile", __base__=Labels, __doc__="The words of a notice's page in a language.", **fields)


def _make_field(path: str, words: Any) -> Any:
    """The type and the default of a key, by the English words there."""
    optional = any(path == each or path.startswith(f"{each}.") for each in (*_OPTIONAL, *_ADDED))
    key = path.rpartition(".")[2]
    kind = _make_mapping(path, words) if isinstance(words, Mapping) else _make_text(words)
    return (kind | None, Field(default=None, alias=key)) if optional else (kind, Field(alias=key))


def _make_mapping(path: str, words: Mapping[str, Any]) -> Any:
    fields: dict[str, Any] = {}
    if "other" in words and words.keys() <= {*_PLURAL_FORMS, "other"}:
        fields = {form: (_make_text(words["other"], needed=False) | None, None) for form in _PLURAL_FORMS}
        words = {"other": words["other"]}
    # A key such as `no` or `legal-obligation` is no name in Python, so each has an alias.
    fields |= {f"k{number}": _make_field(f"{path}.{key}", words[key]) for number, key in enumerate(words)}
    return create_model(path, __base__=Record, __doc__=f"The words of `{path}`.", **fields)


def _make_text(english: str, *, needed: bool = True) -> Any:
    """The type of a text with the placeholders of the English one, which it must all have if they are `needed`."""
    holes = frozenset(_PLACEHOLDER.findall(english))

    def validate(text: str) -> str:
        found = frozenset(_PLACEHOLDER.findall(text))
        for kind, differing in (("hole-missing", holes - found if needed else ()), ("hole-unknown", found - holes)):
            if differing:
                raise PydanticCustomError(kind, "other placeholders", {"hole": min(differing)})
        return text

    patterns: list[Any] = [
        {"pattern": re.escape(hole).replace("\\{", "[{]").replace("\\}", "[}]")}
        for hole in sorted(holes if needed else ())
    ]
    extra: dict[str, Any] = {"examples": [english], **({"allOf": patterns} if patterns else {})}
    return Annotated[str, Field(min_length=1, json_schema_extra=extra), AfterValidator(validate)]


def make_language(code: str, labels: Labels) -> Language:
    """The language of a file of labels, or a variant of it."""
    data = labels.model_dump(by_alias=True, exclude_none=True)
    facts = data["language"]
    data["language"] = {"home": "", **facts, "variants": {}}
    data["notice"] = {"connectives": "", "relatives": "", **data["notice"]}
    data["paper"] = {"tag": facts["tag"], **data["paper"]}
    for path in sorted(_ADDED):
        _add_english(data, path.split("."))
    return Language(code, {**data, "citation": _CITATION}, facts["tag"])


def _add_english(data: dict[str, Any], steps: Sequence[str]) -> None:
    """Adds the English words at a path that the file of labels does not have."""
    place, english = data, load_language(_MODEL).data
    for step in steps[:-1]:
        place, english = place[step], english[step]
    place.setdefault(steps[-1], english[steps[-1]])
