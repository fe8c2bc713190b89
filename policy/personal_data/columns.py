"""Whether a column of a table holds personal data, by its name, its type, its comment and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from seloste.policy.data import load_yaml
from seloste.policy.personal_data.lexicon import UNKNOWN, Meaning, Strength, load_kinds, read_meanings
from seloste.policy.personal_data.subject import Subject, tell_subject

#: A comment that says what a column holds is no longer than so many words.
_MOST_WORDS_OF_COMMENT = 8
#: What names a person where it is alone: `manager`, `kasittelija`.
_PERSON_ALONE = "name"


class Holding(StrEnum):
    """Whether a column holds personal data."""

    YES = "yes"
    #: It may hold anything: free text, a value of whatever key.
    POSSIBLE = "possible"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column as its table declares it: its name, its type in lower case, and its comment."""

    name: str
    type: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ColumnAnswer:
    """Whether a column holds personal data, and of what kind (an id of `kinds.yaml`); empty where it is not known."""

    holding: Holding
    kind: str = ""


_NO = ColumnAnswer(Holding.NO)
_POSSIBLE = ColumnAnswer(Holding.POSSIBLE, "content")


def judge_columns(table: str, columns: Sequence[ColumnName], comment: str = "") -> list[ColumnAnswer]:
    """The answer for each column of a table, in order. `comment`: that of the table."""
    names = [read_meanings(column.name) for column in columns]
    subject = tell_subject(table, names)
    if subject is Subject.UNKNOWN and comment:
        subject = tell_subject(_cut_comment(comment), names)
    return [
        _judge_column(column, names[number], subject, is_first=number == 0) for number, column in enumerate(columns)
    ]


def _judge_column(column: ColumnName, words: tuple[Meaning, ...], subject: Subject, is_first: bool) -> ColumnAnswer:
    family = tell_family(column.type)
    if is_first and family == "number" and words and "number_endings" in words[-1].roles:
        return _NO  # the key of its table: `customer_number integer`
    answer = _judge_words(words, family, subject)
    if answer is _NO and column.comment and all(word is UNKNOWN or word.roles == {"neutral"} for word in words):
        spoken = read_meanings(_cut_comment(column.comment))
        if len(spoken) <= _MOST_WORDS_OF_COMMENT:
            return _judge_words(spoken, family, subject)
    return answer


def _cut_comment(comment: str) -> str:
    """The first clause of a comment."""
    return comment.partition("\n")[0].partition(".")[0].partition(";")[0].partition("(")[0]


@lru_cache(maxsize=1 << 12)
def tell_family(type: str) -> str:
    """What a column of a type of SQL may hold: text, number, date, flag, …; empty where the type is not known."""
    families = _load_families()
    written = type.strip().lower()
    plain = written.removesuffix("[]").replace("unsigned", "").strip()
    for name in (plain.replace(" ", ""), plain.partition("(")[0].split(" ")[0].rpartition(".")[2]):
        if name in families:
            return families[name]
    return ""


@cache
def _load_families() -> dict[str, str]:
    listed = load_yaml(Path(__file__).parent / "types.yaml")
    return {name: family for family, names in listed.items() for name in names}


def _judge_words(words: tuple[Meaning, ...], family: str, subject: Subject) -> ColumnAnswer:
    """By what the words of a column's name mean: the last that names a kind, and the words beside it."""
    if not words:
        return _NO
    if family == "flag" or (len(words) > 1 and "flag_openings" in words[0].roles and family not in ("text", "date")):
        return _judge_flag(words)
    if len(words) > 1 and "time_endings" in words[-1].roles and not words[-1].kinds:
        words, family = words[:-1], "date"
    if kind := _find_number_of_person(words, family, subject):
        return ColumnAnswer(Holding.YES, kind)
    if len(words) > 1 and "key_endings" in words[-1].roles and not words[-1].kinds:
        return _judge_code(words[:-1], family, subject)
    for place in range(len(words) - 1, -1, -1):
        if kinds := _list_fitting(words[place], family):
            return _judge_kinds(kinds, words, place, family, subject)
        if "technical" in words[place].roles:
            return _NO
    return _judge_rest(words, family, subject)


def _judge_flag(words: tuple[Meaning, ...]) -> ColumnAnswer:
    """A yes or no is personal only where the words say so: a protection order."""
    kind = next((kind for word in words for kind in sorted(word.flags)), "")
    return ColumnAnswer(Holding.YES, kind) if kind else _NO


def _find_number_of_person(words: tuple[Meaning, ...], family: str, subject: Subject) -> str:
    """Whether it is the number by which a person is known: `customer_no`, `hakija_oid`."""
    is_number = len(words) > 1 and "number_endings" in words[-1].roles and "people" in words[-2].roles
    fits = family in ("text", "number", "") and subject is not Subject.THINGS and not words[-1].kinds
    return "person-id" if is_number and fits else ""


def _judge_code(words: tuple[Meaning, ...], family: str, subject: Subject) -> ColumnAnswer:
    """The key of a row elsewhere. It tells something of a person where that is a list of values: `language_id`."""
    if family in ("text", "number", "key", "") and subject is Subject.PEOPLE:
        for kind in words[-1].kinds:
            if "coded" in load_kinds()[kind]:
                return ColumnAnswer(Holding.YES, kind)
    return _NO


def _list_fitting(word: Meaning, family: str) -> dict[str, Strength]:
    """The kinds that a word names and a column of the type may hold."""
    kinds = load_kinds()
    return {kind: strength for kind, strength in word.kinds.items() if not family or family in kinds[kind]["types"]}


def _judge_kinds(
    kinds: dict[str, Strength], words: tuple[Meaning, ...], place: int, family: str, subject: Subject
) -> ColumnAnswer:
    """The word at `place` names kinds: whether its table, and the words before and after it, let it be personal."""
    if any(word.roles & {"technical", "things"} for word in words[place + 1 :]):
        return _NO
    kind, strength = max(kinds.items(), key=lambda item: item[1])
    before = _find_owner(words[:place])
    if kind == "name" and strength is Strength.BY_TABLE and place and before != "people":
        # `country_name` is about the country, `field_name` about nothing that is known
        if described := _list_fitting(words[place - 1], family):
            kind, strength = max(described.items(), key=lambda item: item[1])
            before = _find_owner(words[: place - 1])
        elif words[place - 1] is UNKNOWN:
            return _NO
    if before == "people":
        return ColumnAnswer(Holding.YES, kind)
    if before == "things":
        return _NO
    needed = {Subject.PEOPLE: Strength.BY_TABLE, Subject.THINGS: Strength.CERTAIN}.get(subject, Strength.LIKELY)
    return ColumnAnswer(Holding.YES, kind) if strength >= needed else _judge_rest(words, family, subject)


def _find_owner(words: tuple[Meaning, ...]) -> str:
    """Whose the data are, by the nearest word before them that tells it: people, things, or nobody's."""
    for word in reversed(words):
        for role in ("people", "things"):
            if role in word.roles:
                return role
    return ""


def _judge_rest(words: tuple[Meaning, ...], family: str, subject: Subject) -> ColumnAnswer:
    """A column that names no kind: a person alone, free text, a value of whatever key."""
    last = words[-1].roles
    if family in ("text", "") and "people" in last and "never_alone" not in last:
        return ColumnAnswer(Holding.YES, _PERSON_ALONE)
    if family not in ("text", "document", ""):
        return _NO
    if subject is Subject.MESSAGES and "message_words" in last:
        return ColumnAnswer(Holding.YES, "content")
    if "free_text" in last and subject is not Subject.THINGS:
        return ColumnAnswer(Holding.YES, "content") if _find_owner(words[:-1]) == "people" else _POSSIBLE
    if last & {"payload", "key_value"} and subject in (Subject.PEOPLE, Subject.DEALINGS):
        return _POSSIBLE
    return _NO
