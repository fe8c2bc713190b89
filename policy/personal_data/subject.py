"""Whom or what a table is about: people, things, their dealings or their messages, by its name and its columns."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from seloste.policy.personal_data.lexicon import Meaning, Strength, load_kinds, read_meanings

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


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What a table tells about each of its columns.

    Attributes:
        refers_to_person: It has the key of a person: `user_id`. What a device sent is then that person's.
        has_address: It has a street, a postal code, an address.
        has_login: It has a user name or an e-mail address, whose the password is.
    """

    subject: Subject
    refers_to_person: bool = False
    has_address: bool = False
    has_login: bool = False


_ROLES = {
    "messages": Subject.MESSAGES,
    "dealings": Subject.DEALINGS,
    "people": Subject.PEOPLE,
    "things": Subject.THINGS,
}
#: What tells that a table without a word for people is about people.
_OF_A_PERSON = frozenset({"name", "birth-date", "national-id", "birth-place", "death-date"})
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
    return TableFacts(
        subject=_tell_by_columns(named, columns),
        refers_to_person=any(_is_key_of_person(words) for words in columns),
        has_address=any(word.kinds.get("address", 0) > Strength.BY_TABLE for words in columns for word in words[-1:]),
        has_login=any(word.kinds.keys() & _LOGINS for words in columns for word in words[-1:]),
    )


@lru_cache(maxsize=1 << 14)
def _tell_by_name(table: str) -> Subject:
    """By the last word of the name that tells it: `customer_groups` are groups, `group_customers` are people."""
    kinds: set[str] = set()
    last = True
    for meaning in reversed(read_meanings(table)):
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
    certain = sum(_is_of_a_person(words, _OF_A_PERSON) for words in columns)
    if named in (Subject.UNKNOWN, Subject.DEALINGS) and certain:
        return Subject.PEOPLE
    if named is Subject.THINGS and certain > 1 and any(_is_of_a_person(words, {"name"}) for words in columns):
        return Subject.PEOPLE  # a horse has a date of birth too, and no surname
    if named is Subject.PEOPLE and not certain and _has_role(columns, "machine_signs"):
        return Subject.THINGS
    if named is Subject.UNKNOWN and _has_role(columns, "organisation_signs"):
        return Subject.THINGS
    return Subject.PEOPLE if named is Subject.UNKNOWN and _names_contacts(columns) else named


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
