"""Reads a line with the details of an organisation or a person: a name, numbers, addresses.

The words beside them are data: `policy/prose/languages/<language>/parties.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct, field

from seloste.policy.familiar_values import find_country
from seloste.policy.prose.lazy_patterns import WordPattern, build_word_pattern
from seloste.policy.prose.words import compile_words, load_words

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
#: After its town: "Katu 2, Helsinki, 00160".
_BARE_POSTAL = re.compile(r"\d{5}|\d{3} \d{2}")
#: Two letters in a line may be anything, and no country.
_CODE_LENGTH = 3
_STREET = re.compile(
    r"(?:PL|PB|P\.L\.|P\.O\. ?Box|PO ?Box|Box|Postbox) ?\d{1,6}"
    r"|[A-ZÅÄÖÉ][^\d,;:()\n]{1,60} \d{1,4}(?: ?[–-] ?\d{1,4})?(?: ?[A-Za-zÅÄÖ](?!\w))?(?: ?\d{1,3})?"
    r"(?:,? ?\d{1,2}\. (?:krs|kerros))?"
    r"|\d{1,5}[A-Za-z]? [A-Z][^\d,;:()\n]{1,50}(?: Street| St| Road| Rd| Avenue| Lane| Square| Place| Way)",
)
_PIECES = re.compile(
    r",(?! ?\d{1,2}\. (?:krs|kerros)(?!\w))"
    r"|[;|\n\t()•\u2022]|\s[–—-]\s|:(?=\s|$)|(?<!St)(?<!Dr)(?<!Mr)(?<!Ms)\.(?=\s+[A-ZÅÄÖ]|\s*$)|(?<!\w)(c/o)(?=\s)"
)
_PERSON = re.compile(
    r"[A-ZÅÄÖÉ][\wåäöé’'-]{1,30}(?: [A-ZÅÄÖ]\.?)?(?: (?:von|af|de|van))?(?: [A-ZÅÄÖÉ][\wåäöé’'-]{1,30}){1,2}"
)
#: What marks a value that is taken out of a line: no letter, and no white space.
_MARK = "\u0000"
_AROUND = " \t\u00a0.:,;–—-()[]\"“”'’•\u0000"
#: What somebody is takes so many words at most: "Oulun tuomiokapitulin alueen yhteinen tietosuojavastaava".
_MOST_ROLE_WORDS = 8
#: One with more words has a sentence around it.
_MOST_PLAIN_ROLE = 5
#: A street and a name have so many words at most.
_MOST_STREET_WORDS = 6
_MOST_NAME_WORDS = 9


class Details(Struct):
    """What a line says.

    Attributes:
        values: By key, each once, as written: `email`, `phone`, `website`, `business_id`, `street`, `postal_code`,
            `city`, `country`.
        labels: The kinds of labels in it, each with its words.
        rest: The pieces of it that are none of these, without words that say nothing.
    """

    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether its labels are no more than labels: "Ota yhteyttä" is."""
        return " " not in self.labels.get("contact", "")


@cache
def compile_parties(key: str, language: str) -> WordPattern:
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


@cache
def _compile_labelled_id(language: str) -> re.Pattern[str]:
    """A pattern for a number of any form after the label of a business id."""
    labels = load_words("parties.labels", language) or {}
    words = "|".join(map(build_word_pattern, sorted(labels.get("business_id", ()), key=len, reverse=True))) or "(?!)"
    value = r"(?P<value>[A-Z]{0,2}\d[\d -]{3,14}\d)"
    return re.compile(rf"(?<!\w)(?:{words})[:. ]{{1,3}}{value}(?!\w)", re.IGNORECASE)


def read_details(text: str, language: str) -> Details:
    """What a line says of an organisation or a person."""
    found = Details()
    rest = _take("business_id", _compile_labelled_id(language), text[:_LONGEST], found)
    for key, pattern in (("email", _EMAIL), ("website", _WEBSITE), ("business_id", _BUSINESS_ID)):
        rest = _take(key, pattern, rest, found)
    rest = _take_postal(rest, found)
    rest = _take("phone", _PHONE, rest, found)
    rest = _take("website", _DOMAIN, rest, found) if "website" not in found.values else rest
    before, in_care = "", False
    for piece in _list_pieces(rest, language, found):
        is_street = _STREET.fullmatch(piece) and len(piece.split()) <= _MOST_STREET_WORDS
        is_care, before = before == "c/o", piece
        if is_street and (in_care or "street" not in found.values):
            found.rest += [found.values["street"]] if in_care else []
            found.values["street"], in_care = piece, is_care
        elif "street" in found.values and "city" not in found.values and _may_be_city(piece, language):
            found.values["city"] = piece
        elif "street" in found.values and "postal_code" not in found.values and _BARE_POSTAL.fullmatch(piece):
            found.values["postal_code"] = piece
        elif "city" in found.values and len(piece) > _CODE_LENGTH and (country := find_country(piece)):
            found.values["country"] = country
        else:
            found.rest.append(piece)
    return found


def _take(key: str, pattern: re.Pattern[str] | WordPattern, text: str, found: Details) -> str:
    """The text without what a pattern finds; the first is the value."""
    match = pattern.search(text)
    if match is not None and key not in found.values:
        found.values[key] = match.groupdict().get("value", match[0]).strip()
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
            found.labels.setdefault(kind, words)
            continue
        words = strip_words(words, "fillers", language).strip(_AROUND)
        words = _strip_label(words, language, found)
        kind = _find_label(words, language)
        if kind:
            found.labels.setdefault(kind, words)
        elif words:
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
            found.labels.setdefault(kind, match[0])
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


def _may_be_city(piece: str, language: str) -> bool:
    """Whether a piece that follows a street may be the town: "Katu 1, Helsinki"."""
    words = piece.split()
    is_proper = all(word.isalpha() and word[0].isupper() for word in words) and len(words) <= 2
    return is_proper and not is_organisation(piece, language) and not is_role(piece, language)


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
        if others and is_person(name, language) and (size == 2 or ends_in_role(" ".join(others), language)):
            *before, role = compile_parties("verbs", language).split(" ".join(others))
            role = strip_words(role.strip(_AROUND), "fillers", language)
            left = strip_words(" ".join(before).strip(_AROUND), "fillers", language)
            if is_role(role, language) or (before and not role):
                return name, shorten_role(role, language), left if shorten_role(role, language) == role else role
        name, others = " ".join(words[:size]), words[size:]
        is_joined = others and compile_parties("name_joints", language).fullmatch(
            others[0]
        )  # "Patent and Trade Office"
        if others and not is_joined and is_person(name, language) and is_role(" ".join(others), language):
            return name, " ".join(others), ""
    return "", "", ""


def shorten_role(piece: str, language: str) -> str:
    """What somebody is, of a piece that says more: "You can reach our Data Protection Officer"."""
    match = compile_parties("dpo", language).search(piece)
    return match[0] if match is not None and len(piece.split()) > _MOST_PLAIN_ROLE else piece


def ends_in_role(piece: str, language: str) -> bool:
    """Whether the last word of a piece is a post: "Oulun alueen tietosuojavastaava"."""
    last = piece.split()[-1:]
    is_short = len(piece.split()) <= _MOST_ROLE_WORDS
    return is_short and any(
        compile_parties(key, language).fullmatch(word) is not None for key in ("roles", "dpo") for word in last
    )


def is_organisation(piece: str, language: str) -> bool:
    """Whether a piece has what the name of an organisation has: a legal form, or a word such as "association"."""
    return bool(_FORM.search(piece)) or compile_parties("organisations", language).search(piece) is not None


_FORM = re.compile(
    r"(?<!\w)(?:Oy|OY|Oyj|Ab|AB|Abp|Ltd|Limited|Inc|LLC|GmbH|AS|A/S|ApS|BV|B\.V|plc|Plc|PLC|Ky|KY|Tmi|T:mi|ry|r\.y|RY|rf|r\.f"
    r"|rs|sr|SA|OÜ|Osk|Ay)(?!\w)"
)
