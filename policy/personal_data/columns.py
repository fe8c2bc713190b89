"""Whether a column of a table holds personal data, by its name, its type, its comment and its table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from seloste.policy.data import load_yaml
from seloste.policy.personal_data.lexicon import UNKNOWN, Meaning, Strength, load_kinds, read_meanings
from seloste.policy.personal_data.subject import Subject, TableFacts, Words, read_table

#: A comment that says what a column holds is no longer than so many words.
_MOST_WORDS_OF_COMMENT = 8
#: As many columns of a table, at the least, begin with an abbreviation of it, no longer than so many characters.
_LEAST_WITH_PREFIX, _LONGEST_PREFIX = 3, 8
#: More of a comment is not read.
_MOST_OF_COMMENT = 80
_END_OF_CLAUSE = re.compile(r"[\n.;:(]")
#: What names a person where it is alone: `manager`, `kasittelija`.
_PERSON_ALONE = "name"
#: How surely a word must name a kind where it is the key of a list of values: `language_id`, but not `job_id`.
_CODED = {"always": Strength.BY_TABLE, "named": Strength.LIKELY}
_NEVER = len(Strength) + 1
#: An id of these that is a text is the number itself: `passport_id`.
_IDENTITIES = frozenset({"national-id", "passport", "driving-licence"})
#: What the dealings of a person tell of that person without saying so: `order.city`.
_OF_DEALINGS = frozenset({"address", "language", "education", "family", "gender", "age", "nationality"})
#: What ends a name with these is not the data themselves: `email_template`, `phone_model`.
_OF_NO_PERSON = frozenset({"technical", "things", "organisation_signs"})
#: Nothing but a person has these, whatever word stands before.
_OF_A_PERSON = frozenset({"name", "national-id", "birth-date"})
#: At the end of a name: a key, or the code of a value.
_CODES = frozenset({"code_endings", "key_endings"})
#: What is written of a patient may be these.
_WRITTEN = frozenset({"text", "number", "document", ""})
#: By these a person who did something is known: `created_by_email`.
_OF_AN_ACTOR = frozenset({"name", "email", "phone", "online-id"})
#: Where one column tells a place, another one tells the rest of it; alone, `lon` is Swedish for a salary.
_PLACE = "location"
#: What a device sends; whose it is, another column tells.
_TRACES = frozenset({"ip", "device"})


class Holding(StrEnum):
    """Whether a column holds personal data."""

    YES = "yes"
    #: It may hold anything: free text, a value of whatever key.
    POSSIBLE = "possible"
    NO = "no"


class ColumnName(Struct, frozen=True):
    """A column as its table declares it: its name, its type in lower case, and its comment."""

    name: str
    type: str = ""
    comment: str = ""


class ColumnAnswer(Struct, frozen=True):
    """Whether a column holds personal data, and of what kind (an id of `kinds.yaml`); empty where it is not known."""

    holding: Holding
    kind: str = ""


_NO = ColumnAnswer(Holding.NO)
_NEUTRAL = frozenset({"neutral"})
_POSSIBLE = ColumnAnswer(Holding.POSSIBLE, "content")


def judge_columns(table: str, columns: Sequence[ColumnName], comment: str = "") -> list[ColumnAnswer]:
    """The answer for each column of a table, in order. `comment`: that of the table."""
    prefix = _find_prefix(columns)
    names = [read_meanings(column.name.removeprefix(prefix)) for column in columns]
    facts = read_table(table, names, _cut_comment(comment))
    first = [number == 0 for number in range(len(columns))]
    return list(map(_judge_column, columns, names, first, [facts] * len(columns)))


def _find_prefix(columns: Sequence[ColumnName]) -> str:
    """The abbreviation of the table that its columns begin with, if any: `usr_` of `usr_city` and `usr_phone`."""
    counted = Counter(column.name.partition("_")[0] for column in columns if "_" in column.name[:_LONGEST_PREFIX])
    prefix, count = counted.most_common(1)[0] if counted else ("", 0)
    is_prefix = count >= _LEAST_WITH_PREFIX and 2 * count > len(columns)
    return f"{prefix}_" if is_prefix and read_meanings(prefix) == (UNKNOWN,) else ""


def _judge_column(column: ColumnName, words: Words, is_first: bool, facts: TableFacts) -> ColumnAnswer:
    family = tell_family(column.type)
    if is_first and family == "number" and words and _is_number_of_person(words):
        return _NO  # the key of its table: `customer_number integer`
    answer = _judge_words(words, family, facts)
    if answer.kind == "person-id" and family == "number" and column.name.lower().endswith("id"):
        return _NO  # the key of a row elsewhere: `student_id integer`
    if answer is _NO and column.comment and all(word is UNKNOWN or word.roles <= _NEUTRAL for word in words):
        spoken = read_meanings(_cut_comment(column.comment))
        if len(spoken) <= _MOST_WORDS_OF_COMMENT:
            return _judge_words(spoken, family, facts)
    return answer


def _is_number_of_person(words: Words) -> bool:
    kinds = words[-1].kinds
    return "number_endings" in words[-1].roles or "person-id" in kinds or kinds.get("national-id") == Strength.BY_TABLE


def _cut_comment(comment: str) -> str:
    """The first clause of a comment."""
    return _END_OF_CLAUSE.split(comment[:_MOST_OF_COMMENT], maxsplit=1)[0]


#: Around the names of types, and after those of arrays.
_QUOTES = str.maketrans("", "", '[]"`')


@lru_cache(maxsize=1 << 12)
def tell_family(type: str) -> str:
    """What a column of a type of SQL may hold: text, number, date, flag, …; empty where the type is not known."""
    families = _load_families()
    plain = type.lower().translate(_QUOTES).replace("unsigned", "").strip().lstrip("_")
    for name in (plain.replace(" ", ""), plain.partition("(")[0].split(" ")[0].rpartition(".")[2]):
        if name in families:
            return families[name]
    return ""


@cache
def _load_families() -> dict[str, str]:
    listed = load_yaml(Path(__file__).parent / "types.yaml")
    return {name: family for family, names in listed.items() for name in names}


def _judge_words(words: Words, family: str, facts: TableFacts) -> ColumnAnswer:
    """By what the words of a column's name mean: the last that names a kind, and the words beside it."""
    if not words:
        return _NO
    if _is_flag(words, family):
        return _judge_flag(words)
    if len(words) > 1 and "time_endings" in words[-1].roles and not words[-1].kinds:
        words, family = words[:-1], "date"
    if facts.is_care and "care_words" in words[-1].roles and family in _WRITTEN:
        return ColumnAnswer(Holding.YES, "health")
    if kind := _find_number_of_person(words, family, facts):
        return ColumnAnswer(Holding.YES, kind)
    if len(words) > 1 and not words[-1].kinds and words[-1].roles & _CODES:
        if "code_endings" not in words[-1].roles:
            return _judge_key(words[:-1], family, facts)
        if not any("coded" in load_kinds()[kind] for kind in words[-2].kinds):
            return _NO  # `phone_code` is no telephone number
        if (answer := _judge_code(words[:-1], family, facts)) is not _NO:
            return answer
        words = words[:-1]
    return _judge_named(words, family, facts)


def _judge_named(words: Words, family: str, facts: TableFacts) -> ColumnAnswer:
    """By the last word that names a kind, unless one after it tells that the data are none."""
    for place in range(len(words) - 1, -1, -1):
        if kinds := _list_fitting(words[place], family):
            return _judge_kinds(kinds, words, place, family, facts)
        if "technical" in words[place].roles and not _is_message(words[place], facts):
            return _NO
    return _judge_rest(words, family, facts)


def _is_flag(words: Words, family: str) -> bool:
    """Whether a column is a yes or no: by its type, by how its name begins, or as a number by what it says alone."""
    begins_so = len(words) > 1 and "flag_openings" in words[0].roles and family not in ("text", "date")
    return family == "flag" or begins_so or (family == "number" and bool(words[-1].flags) and not words[-1].kinds)


def _judge_flag(words: Words) -> ColumnAnswer:
    """A yes or no is personal only where the words say so: a protection order."""
    kind = next((kind for word in words for kind in sorted(word.flags)), "")
    return ColumnAnswer(Holding.YES, kind) if kind else _NO


def _find_number_of_person(words: Words, family: str, facts: TableFacts) -> str:
    """The kind of a number by which a person is known: `customer_no`, `muokkaaja_oid`; empty for others."""
    if len(words) < 2 or family not in ("text", "number", "") or "number_endings" not in words[-1].roles:
        return ""
    if "actor" in words[-2].kinds and family != "number":
        return "actor"
    about = facts.subject is Subject.PEOPLE or (family != "number" and facts.subject is not Subject.THINGS)
    return "person-id" if "people" in words[-2].roles and about else ""


def _judge_key(words: Words, family: str, facts: TableFacts) -> ColumnAnswer:
    """The key of a person tells of a family beside another; as a text, with a password, it is a user name."""
    if facts.tells_family and "family" in words[-1].kinds:
        return ColumnAnswer(Holding.YES, "family")
    if facts.lacks_username and family == "text" and "people" in words[-1].roles and facts.subject is Subject.PEOPLE:
        return ColumnAnswer(Holding.YES, "online-id")
    return _judge_code(words, family, facts)


def _judge_code(words: Words, family: str, facts: TableFacts) -> ColumnAnswer:
    """The key of a row elsewhere. It tells something of a person where that is a list of values: `language_id`."""
    if family in ("text", "number", "key", "") and facts.subject is Subject.PEOPLE:
        while len(words) > 1 and "code_endings" in words[-1].roles and not words[-1].kinds:
            words = words[:-1]
        for kind, strength in words[-1].kinds.items():
            coded = load_kinds()[kind].get("coded", "")
            if strength >= _CODED.get(coded, _NEVER) or (kind in _IDENTITIES and family in ("text", "")):
                return ColumnAnswer(Holding.YES, kind)
    return _NO


def _list_fitting(word: Meaning, family: str) -> dict[str, Strength]:
    """The kinds that a word names and a column of the type may hold."""
    if not word.kinds or (family == "number" and "never_numbers" in word.roles):
        return {}
    kinds = load_kinds()
    return {kind: strength for kind, strength in word.kinds.items() if not family or family in kinds[kind]["types"]}


def _judge_kinds(kinds: dict[str, Strength], words: Words, place: int, family: str, facts: TableFacts) -> ColumnAnswer:
    """The word at `place` names kinds: whether its table, and the words before and after it, let it be personal."""
    after = words[place + 1 :]
    if any(word.roles & _OF_NO_PERSON for word in after):
        return _NO
    kind, strength = _choose_kind(kinds, facts)
    if kind == "person-id" and family == "number" and facts.subject is not Subject.PEOPLE:
        return _NO  # elsewhere an integer is the key of a person's row
    before = _find_owner(words[:place], kind)
    if strength is Strength.BY_TABLE and not all("neutral" in word.roles for word in after):
        return _judge_rest(words, family, facts)
    if strength is Strength.BY_TABLE and kind == "name" and facts.names_keys:
        return _NO
    if strength is Strength.BY_TABLE and place:
        # `country_name` is about the country, `staff_class_name` about the class, `boat_name` about nothing known
        previous = words[place - 1]
        if kind == "name" and before != "people" and (described := _list_fitting(previous, family)):
            kind, strength = max(described.items(), key=lambda item: item[1])
            before = _find_owner(words[: place - 1], kind)
        elif (previous is UNKNOWN and before != "people") or (
            "technical" in previous.roles and "neutral" not in previous.roles
        ):
            return _NO
    if before == "people" or (before and strength is Strength.CERTAIN and kind in _OF_A_PERSON):
        return ColumnAnswer(Holding.YES, kind)
    if before:
        return _NO
    if "beside_address" in words[place].roles and not facts.has_address:
        return _NO
    if strength >= _tell_needed_strength(kind, facts):
        return ColumnAnswer(Holding.YES, kind)
    return _judge_rest(words, family, facts)


def _choose_kind(kinds: dict[str, Strength], facts: TableFacts) -> tuple[str, Strength]:
    """The kind that a word names most surely."""
    if _PLACE in kinds and len(kinds) > 1 and not facts.has_coordinates:
        kinds = {kind: strength for kind, strength in kinds.items() if kind != _PLACE}
    return max(kinds.items(), key=lambda item: item[1])


def _tell_needed_strength(kind: str, facts: TableFacts) -> int:
    """How surely a word must name a kind in a table."""
    if facts.subject is Subject.PEOPLE:
        return Strength.BY_TABLE
    if facts.subject is Subject.THINGS and not (kind in _TRACES and facts.refers_to_person):
        return _NEVER if kind == "birth-date" else Strength.CERTAIN  # animals have one, too
    if {"credential": facts.has_login, "online-id": facts.has_password, "device": facts.has_ip}.get(kind):
        return Strength.BY_TABLE
    if facts.subject is Subject.DEALINGS and facts.refers_to_person and kind in _OF_DEALINGS:
        return Strength.BY_TABLE
    return Strength.LIKELY


def _find_owner(words: Words, kind: str = "") -> str:
    """Whose the data are, by the nearest word before them that tells it: people, things, or nobody's.

    A word of the same kind tells it not: the street of `street_number`. A number may be an order's, too.
    """
    others = {"things", "dealings"} if kind == "person-id" else {"things"}
    for word in reversed(words):
        if "people" in word.roles or ("actor" in word.kinds and kind in _OF_AN_ACTOR):
            return "people"
        if word.roles & others and kind not in word.kinds:
            return "things"
    return ""


def _is_message(word: Meaning, facts: TableFacts) -> bool:
    return facts.subject is Subject.MESSAGES and "message_words" in word.roles


def _judge_rest(words: Words, family: str, facts: TableFacts) -> ColumnAnswer:
    """A column that names no kind: a person alone, free text, a value of whatever key."""
    while len(words) > 1 and words[-1].roles == _NEUTRAL and not words[-1].kinds:
        words = words[:-1]  # `note_private`
    last = words[-1].roles
    if family in ("text", "") and "people" in last and "never_alone" not in last:
        return ColumnAnswer(Holding.YES, _PERSON_ALONE)
    if family not in ("text", "document", ""):
        return _NO
    if _is_message(words[-1], facts):
        return ColumnAnswer(Holding.YES, "content")
    if "free_text" in last and facts.subject is not Subject.THINGS:
        return ColumnAnswer(Holding.YES, "content") if _find_owner(words[:-1]) == "people" else _POSSIBLE
    if facts.subject is Subject.PEOPLE and last & {"payload", "key_value", "descriptions"}:
        return _POSSIBLE
    if facts.subject is Subject.DEALINGS and family == "document" and "payload" in last:
        return _POSSIBLE
    return _NO
