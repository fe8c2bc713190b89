"""Whom or what a table is about: people, things, their dealings or their messages, by its name and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache

from seloste.policy.personal_data.lexicon import Meaning, Strength, load_kinds, read_meanings


class Subject(Enum):
    """Whom or what a table is about."""

    PEOPLE = auto()
    THINGS = auto()
    #: Orders, bookings, applications: they name people, and have names and descriptions of their own.
    DEALINGS = auto()
    MESSAGES = auto()
    UNKNOWN = auto()


_ROLES = {
    "messages": Subject.MESSAGES,
    "dealings": Subject.DEALINGS,
    "people": Subject.PEOPLE,
    "things": Subject.THINGS,
}
#: What tells that a table without a word for people is about people.
_OF_A_PERSON = frozenset({"name", "birth-date", "national-id", "birth-place", "death-date"})
_WAYS_OF_CONTACT = frozenset({"email", "phone"})
#: Tables of these are parts of a person's contact data, and tables of others lists of values.
_PARTS_OF_CONTACT = frozenset({"address", "contact", "email", "phone", "name", "national-id", "passport"})


def tell_subject(table: str, columns: Sequence[Sequence[Meaning]]) -> Subject:
    """Whom or what a table is about. `columns`: what the words of the names of its columns mean."""
    subject = _tell_by_name(table)
    certain = sum(_has_certain(meanings) for meanings in columns)
    if subject is Subject.UNKNOWN and (certain or _names_contacts(columns)):
        return Subject.THINGS if _has_organisation_sign(columns) and not certain else Subject.PEOPLE
    if subject is Subject.UNKNOWN and _has_organisation_sign(columns):
        return Subject.THINGS
    if (subject is Subject.DEALINGS and certain) or (subject is Subject.THINGS and certain > 1):
        return Subject.PEOPLE
    return subject


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
    if kinds & _PARTS_OF_CONTACT:
        return Subject.PEOPLE
    return Subject.THINGS if any("coded" in load_kinds()[kind] for kind in kinds) else Subject.UNKNOWN


def _has_certain(meanings: Sequence[Meaning]) -> bool:
    """Whether a column is one that only people have: a first name, a date of birth."""
    return len(meanings) == 1 and any(meanings[0].kinds.get(kind) == Strength.CERTAIN for kind in _OF_A_PERSON)


def _names_contacts(columns: Sequence[Sequence[Meaning]]) -> bool:
    """Whether something has a name, and an e-mail address or a telephone number."""
    alone = [meanings[0].kinds.keys() for meanings in columns if len(meanings) == 1]
    return any("name" in kinds for kinds in alone) and any(kinds & _WAYS_OF_CONTACT for kinds in alone)


def _has_organisation_sign(columns: Sequence[Sequence[Meaning]]) -> bool:
    return any("organisation_signs" in meaning.roles for meanings in columns for meaning in meanings)
