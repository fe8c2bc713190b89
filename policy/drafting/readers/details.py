"""Reads a line with the details of an organisation or a person: a name, numbers, addresses.

The words beside them are data: `policy/prose/languages/<language>/parties.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from seloste.policy.familiar_values import find_country
from seloste.policy.prose.words import build_word_pattern, compile_words, load_words

#: Of a longer line so much is read.
_LONGEST = 1_000
_EMAIL = re.compile(
    r"\[email[ \u00a0]protected\]"
    r"|(?<![\w.+-])[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,6}"
    r"(?:@| ?[(\[](?:at|ät|a|@)[)\]] ?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
_WEBSITE = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s,;()<>\"]{3,200}(?<![.:])", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<![\w@./-])[\w-]{2,63}\.(?:fi|com|eu|se|org|net|io)(?![\w-])", re.IGNORECASE)
_BUSINESS_ID = re.compile(r"(?<![\w-])(?:FI)?\d{6,7}-\d(?!\w)(?!-)|(?<![\w-])\d{6}-\d{4}(?!\w)|(?<!\w)FI ?\d{8}(?!\w)")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}|\(?0\d)[\d \u00a0()/-]{4,20}\d(?![\w-])")
_CITY = r"[A-ZÅÄÖÉ][\wÅÄÖåäöé]{1,30}(?:-[A-ZÅÄÖ]\w{1,30})?(?: [A-ZÅÄÖ][a-zåäö]{1,30})?"
_POSTAL = re.compile(
    rf"(?<![\w-])(?P<code>(?:(?:FI|FIN|SE|S|AX)-)?(?:\d{{5}}|\d{{3}} \d{{2}})),? (?P<city>{_CITY})(?!\w)"
)
_STREET = re.compile(
    r"(?:PL|PB|P\.L\.|P\.O\. ?Box|PO ?Box|Box|Postbox) ?\d{1,6}"
    r"|[A-ZÅÄÖÉ][^\d,;:()\n]{1,60} \d{1,4}(?: ?[–-] ?\d{1,4})?(?: ?[A-Za-zÅÄÖ](?!\w))?(?: ?\d{1,3})?"
    r"(?:,? ?\d{1,2}\. (?:krs|kerros))?"
    r"|\d{1,5}[A-Za-z]? [A-Z][^\d,;:()\n]{1,50}(?: Street| St| Road| Rd| Avenue| Lane| Square| Place| Way)",
)
_PIECES = re.compile(r"[,;|\n\t()•\u2022]|\s[–—-]\s|:(?=\s|$)|\.(?=\s+[A-ZÅÄÖ]|\s*$)|(?<!\w)(c/o)(?=\s)")
_PERSON = re.compile(
    r"[A-ZÅÄÖÉ][\wåäöé’'-]{1,30}(?: [A-ZÅÄÖ]\.?)?(?: (?:von|af|de|van))?(?: [A-ZÅÄÖÉ][\wåäöé’'-]{1,30}){1,2}"
)
#: What marks a value that is taken out of a line: no letter, and no white space.
_MARK = "\u0000"
_AROUND = " \t\u00a0.:,;–—-()[]\"“”'’•\u0000"
#: What somebody is takes so many words at most: "Oulun tuomiokapitulin alueen yhteinen tietosuojavastaava".
_MOST_ROLE_WORDS = 8
#: A name has so many words at most.
_MOST_NAME_WORDS = 9


@dataclass(slots=True)
class Details:
    """What a line says.

    Attributes:
        values: By key, each once, as written: `email`, `phone`, `website`, `business_id`, `street`, `postal_code`,
            `city`, `country`.
        labels: The kinds of labels in it.
        rest: The pieces of it that are none of these, without words that say nothing.
    """

    values: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    rest: list[str] = field(default_factory=list)


@cache
def compile_parties(key: str, language: str) -> re.Pattern[str]:
    """A pattern for the words under a key of `parties.yaml`."""
    return compile_words(load_words(f"parties.{key}", language) or ())


@cache
def _compile_labels(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each kind of label, as a whole piece."""
    labels: dict[str, list[str]] = load_words("parties.labels", language) or {}
    return tuple(
        (kind, re.compile("|".join(map(build_word_pattern, sorted(words, key=len, reverse=True))), re.IGNORECASE))
        for kind, words in labels.items()
    )


def read_details(text: str, language: str) -> Details:
    """What a line says of an organisation or a person."""
    found = Details()
    rest = text[:_LONGEST]
    for key, pattern in (("email", _EMAIL), ("website", _WEBSITE), ("business_id", _BUSINESS_ID)):
        rest = _take(key, pattern, rest, found)
    rest = _take_postal(rest, found)
    rest = _take("phone", _PHONE, rest, found)
    rest = _take("website", _DOMAIN, rest, found) if "website" not in found.values else rest
    for piece in _list_pieces(rest, language, found):
        if _STREET.fullmatch(piece) and "street" not in found.values and not _has_verb(piece, language):
            found.values["street"] = piece
        elif "city" in found.values and (country := find_country(piece)):
            found.values["country"] = country
        else:
            found.rest.append(piece)
    return found


def _take(key: str, pattern: re.Pattern[str], text: str, found: Details) -> str:
    """The text without what a pattern finds; the first is the value."""
    match = pattern.search(text)
    if match is not None and key not in found.values:
        found.values[key] = match[0].strip()
        return text[: match.start()] + _MARK + text[match.end() :]
    return text


def _take_postal(text: str, found: Details) -> str:
    match = _POSTAL.search(text)
    if match is None:
        return text
    found.values["postal_code"], found.values["city"] = match["code"], match["city"]
    return text[: match.start()] + "," + text[match.end() :]


def _list_pieces(text: str, language: str, found: Details) -> Iterator[str]:
    """The pieces of a line between its commas and dashes, without labels and words that say nothing."""
    for piece in _PIECES.split(text):
        words = (piece or "").strip(_AROUND)
        kind = _find_label(words, language)
        if kind:
            found.labels.add(kind)
            continue
        words = strip_words(words, "fillers", language).strip(_AROUND)
        words = _strip_label(words, language, found)
        if words:
            yield words


def _find_label(piece: str, language: str) -> str:
    return next((kind for kind, pattern in _compile_labels(language) if pattern.fullmatch(piece)), "")


def _strip_label(piece: str, language: str, found: Details) -> str:
    """A piece without the label before its value, or after which a value was taken: "puh.", "Y-tunnus"."""
    for kind, pattern in _compile_labels(language):
        if kind in ("person", "name", "contact"):
            continue
        match = pattern.match(piece)
        if match is not None and not piece[match.end() : match.end() + 1].isalnum() and piece[match.end() :][:1] != "-":
            found.labels.add(kind)
            return piece[match.end() :].strip(_AROUND)
    return piece


def strip_words(text: str, key: str, language: str) -> str:
    """A text without the words under a key at its beginning and end."""
    pattern = compile_parties(key, language)
    while (match := pattern.match(text)) is not None and match.end():
        text = text[match.end() :].lstrip(_AROUND)
    while text and (last := text.split()[-1]) and pattern.fullmatch(last.strip(_AROUND) or last):
        text = text[: len(text) - len(last)].rstrip(_AROUND)
    return text


def _has_verb(piece: str, language: str) -> bool:
    """Whether words that are no part of a street stand in a piece."""
    return len(piece.split()) > 6


def is_name(piece: str) -> bool:
    """Whether a piece may be the name of an organisation."""
    words = piece.split()
    return bool(words) and len(words) <= _MOST_NAME_WORDS and (piece[0].isupper() or piece[0].isdigit())


def is_person(piece: str, language: str) -> bool:
    """Whether a piece may be the name of a person."""
    return bool(_PERSON.fullmatch(piece)) and not is_role(piece, language) and not is_organisation(piece, language)


def is_role(piece: str, language: str) -> bool:
    """Whether a piece tells what somebody is."""
    return len(piece.split()) <= _MOST_ROLE_WORDS and any(
        compile_parties(key, language).search(piece) is not None for key in ("roles", "dpo")
    )


def split_person(piece: str, language: str) -> tuple[str, str, str]:
    """The person that a piece names, what the person is, and the words before that: "Rehtori Maija Meri"."""
    if is_person(piece, language):
        return piece, "", ""
    words = piece.split()
    for size in (3, 2):
        name, others = " ".join(words[-size:]), words[:-size]
        if others and is_person(name, language) and (size == 2 or _is_last_role(others, language)):
            *before, role = compile_parties("verbs", language).split(" ".join(others))
            role = strip_words(role.strip(_AROUND), "fillers", language)
            left = strip_words(" ".join(before).strip(_AROUND), "fillers", language)
            if is_role(role, language) or (before and not role):
                return name, role, left
        name, others = " ".join(words[:size]), words[size:]
        if others and is_person(name, language) and is_role(" ".join(others), language):
            return name, " ".join(others), ""
    return "", "", ""


def _is_last_role(words: list[str], language: str) -> bool:
    return any(compile_parties(key, language).fullmatch(words[-1]) is not None for key in ("roles", "dpo"))


def is_organisation(piece: str, language: str) -> bool:
    """Whether a piece ends as the name of an organisation does."""
    return bool(_FORM.search(piece)) or compile_parties("organisations", language).search(piece) is not None


_FORM = re.compile(
    r"(?<!\w)(?:Oy|OY|Oyj|Ab|AB|Abp|Ltd|Limited|Inc|LLC|GmbH|AS|A/S|ApS|BV|B\.V|plc|Ky|KY|Tmi|T:mi|ry|r\.y|RY|rf|r\.f|rs|sr|SA|OÜ|Osk|Ay)(?!\w)"
)
