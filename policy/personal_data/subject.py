"""Whom or what a table is about: people, things, their dealings or their messages, by its name and its columns."""

from __future__ import annotations

from collections.abc import Sequence, Set
from enum import Enum, auto
from functools import lru_cache

from msgspec import Struct

from seloste.policy.personal_data.lexicon import UNKNOWN, Meaning, Strength, load_kinds, read_meanings

#: What the words of the name of a column mean.
Words = tuple[Meaning, ...]


class Subject(Enum):
    """Whom or what a table is about."""

    PEOPLE = auto()
    THINGS = auto()
    #: Orders, bookings, applications: they name people, and have names and descriptions of their own.
    DEALINGS = auto()
    MESSAGES = auto()
    UNKNOWN = auto()


class TableFacts(Struct, frozen=True):
    """What a table tells about each of its columns.

    Attributes:
        refers_to_person: It has the key of a person: `user_id`. What a device sent is then that person's.
        has_address: It has a street, a postal code, an address.
        has_coordinates: It has a latitude and a longitude, or the like.
        has_login: It has a user name or an e-mail address, whose the password is.
        has_password: It has a password, beside which a bare code or id is a user name.
        lacks_username: It has a password and no user name: its user id is what people log in by.
        has_ip: It has an IP address, beside which an `agent` is a browser.
        is_care: It is about the care of patients.
        names_keys: It has values of whatever key, and the name beside them is that of the key.
        tells_family: It has the keys of two people, one of whom is called by the family: a child and its guardian.
    """

    subject: Subject
    refers_to_person: bool = False
    has_address: bool = False
    has_coordinates: bool = False
    has_login: bool = False
    has_password: bool = False
    lacks_username: bool = False
    has_ip: bool = False
    is_care: bool = False
    names_keys: bool = False
    tells_family: bool = False


_ROLES = {
    "messages": Subject.MESSAGES,
    "dealings": Subject.DEALINGS,
    "people": Subject.PEOPLE,
    "things": Subject.THINGS,
}
#: What tells that a table without a word for people is about people.
_OF_A_PERSON = frozenset({"name", "birth-date", "national-id", "birth-place", "death-date"})
_TRAITS = frozenset({"gender", "nationality", "age", "birth-date", "language", "family", "education", "ethnicity"})
_TRAITS_OF_PEOPLE_ALONE = frozenset({"gender", "nationality"})
_WAYS_OF_CONTACT = frozenset({"email", "phone"})
_LOGINS = frozenset({"email", "online-id"})
_KEYS = frozenset({"key_endings", "number_endings"})
#: Tables of these are parts of a person's contact data, and tables of others lists of values.
_PARTS_OF_CONTACT = frozenset({"address", "contact", "email", "phone", "name", "national-id", "passport"})


def read_table(table: str, columns: Sequence[Words], comment: str) -> TableFacts:
    """What a table tells about its columns. `comment`: what it says of itself, where its name does not tell."""
    named = _tell_by_name(table)
    if named is Subject.UNKNOWN and comment:
        named = _tell_by_name(comment)
    last = [words[-1] for words in columns if words]
    kinds = {kind for word in last for kind in word.kinds}
    return TableFacts(
        subject=_tell_by_columns(named, columns),
        refers_to_person=any(_is_key_of_person(words) for words in columns),
        has_address=any(word.kinds.get("address", 0) > Strength.BY_TABLE for word in last),
        has_coordinates=sum("location" in word.kinds for word in last) > 1,
        has_login=bool(kinds & _LOGINS),
        has_password="credential" in kinds,
        lacks_username="credential" in kinds and "online-id" not in kinds,
        has_ip="ip" in kinds,
        is_care=_is_about_care(table),
        names_keys=any("key_value" in words[-1].roles for words in columns if len(words) == 1),
        tells_family=_tells_family(columns),
    )


@lru_cache(maxsize=1 << 14)
def _is_about_care(table: str) -> bool:
    """Whether the last word of a table's name that tells anything tells of the care of patients."""
    telling = [word for word in read_meanings(table) if "neutral" not in word.roles and word is not UNKNOWN]
    return bool(telling) and "care" in telling[-1].roles


def _tells_family(columns: Sequence[Words]) -> bool:
    """Whether two keys of people tell whose guardian or spouse somebody is."""
    keys = [words[-2] for words in columns if _is_key_of_person(words)]
    family = [word for word in keys if "family" in word.kinds]
    return len(family) > 1 and any(word.kinds["family"] == Strength.CERTAIN for word in family)


@lru_cache(maxsize=1 << 14)
def _tell_by_name(table: str) -> Subject:
    """By the last word of the name that tells it: `customer_groups` are groups, `group_customers` are people."""
    kinds: set[str] = set()
    last = True
    meanings = read_meanings(table)
    for place in range(len(meanings) - 1, -1, -1):
        meaning = meanings[place]
        if {"neutral", "things"} <= meaning.roles and any(each.roles & _ROLES.keys() for each in meanings[:place]):
            continue  # `user_table`
        for role, subject in _ROLES.items():
            if role in meaning.roles:
                return subject
        if last and "technical" in meaning.roles:
            return Subject.THINGS
        kinds |= meaning.kinds.keys()
        last = False
    if "content" in kinds:
        return Subject.MESSAGES
    if kinds & _PARTS_OF_CONTACT:
        return Subject.PEOPLE
    coded = {kind for kind in kinds if load_kinds()[kind].get("coded") == "always"}
    return Subject.THINGS if coded or "location" in kinds else Subject.UNKNOWN


def _tell_by_columns(named: Subject, columns: Sequence[Words]) -> Subject:
    """What columns say against the name, or where it says nothing."""
    if _is_about_animals(columns):
        return Subject.THINGS
    certain = sum(_is_of_a_person(words, _OF_A_PERSON) for words in columns)
    if named in (Subject.UNKNOWN, Subject.DEALINGS) and certain:
        return Subject.PEOPLE
    if named is Subject.THINGS and certain > 1 and any(_is_of_a_person(words, {"name"}) for words in columns):
        return Subject.PEOPLE  # a horse has a date of birth too, and no surname
    if named is Subject.PEOPLE and not certain and _has_role(columns, "machine_signs"):
        return Subject.THINGS
    if named is Subject.UNKNOWN and _has_role(columns, "organisation_signs"):
        return Subject.THINGS
    is_about_people = named is Subject.UNKNOWN and (_names_contacts(columns) or _tells_traits(columns))
    return Subject.PEOPLE if is_about_people else named


def _is_about_animals(columns: Sequence[Words]) -> bool:
    """Whether something has a breed and no surname: patients of a vet have names and dates of birth too."""
    has_breed = any(len(words) == 1 and "animal_signs" in words[0].roles for words in columns)
    return has_breed and not any(_is_of_a_person(words, {"name"}) for words in columns)


def _tells_traits(columns: Sequence[Words]) -> bool:
    """Whether something has a gender or a nationality, and another trait of people: an age, a language."""
    kinds = {kind for words in columns for word in words[-2:] for kind in word.kinds if kind in _TRAITS}
    return len(kinds) > 1 and bool(kinds & _TRAITS_OF_PEOPLE_ALONE)


def _is_of_a_person(words: Words, kinds: Set[str]) -> bool:
    """Whether a column is surely one of kinds that only people have: a first name, a date of birth."""
    return len(words) == 1 and any(words[0].kinds.get(kind) == Strength.CERTAIN for kind in kinds)


def _names_contacts(columns: Sequence[Words]) -> bool:
    """Whether something has a name, and an e-mail address or a telephone number."""
    alone = [words[0].kinds.keys() for words in columns if len(words) == 1]
    return any("name" in kinds for kinds in alone) and any(kinds & _WAYS_OF_CONTACT for kinds in alone)


def _has_role(columns: Sequence[Words], role: str) -> bool:
    return any(role in word.roles for words in columns for word in words)


def _is_key_of_person(words: Words) -> bool:
    return len(words) > 1 and bool(words[-1].roles & _KEYS and "people" in words[-2].roles)
