"""The tokens of one statement, by sqlglot, and a cursor over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from msgspec import Struct

from seloste.checker.evidence.sql.sql_dialect import Dialect

#: How deep parentheses may nest. No expression of a real table comes near.
MOST_DEPTH = 100
_STRINGS = frozenset(
    {"STRING", "NATIONAL_STRING", "RAW_STRING", "HEREDOC_STRING", "UNICODE_STRING"}
    | {"BYTE_STRING", "HEX_STRING", "BIT_STRING"}
)
_PART = re.compile(r"\S++")
_PARENTHESIS = re.compile(r"[()]|'[^']*+'")


class MissingSqlglotError(ImportError):
    """The library that reads SQL is not installed."""


class UnreadableStatementError(Exception):
    """A statement is not what its beginning promises. `start`: where in its text, as far as that is known."""

    def __init__(self, start: int = 0) -> None:
        super().__init__()
        self.start = start


class DeepStatementError(UnreadableStatementError):
    """Parentheses nest too deep."""


class TokenKind(StrEnum):
    """What a token is, as far as definitions of tables ask."""

    WORD = "word"
    QUOTED = "quoted"
    STRING = "string"
    NUMBER = "number"
    SYMBOL = "symbol"


class Token(Struct, frozen=True):
    """A token without its quotation marks, and where it stands in the text of its statement."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """A word in capitals; empty for anything else."""
        return self.text.upper() if self.kind is TokenKind.WORD else ""

    def is_symbol(self, text: str) -> bool:
        """Whether it is this sign."""
        return self.kind is TokenKind.SYMBOL and self.text == text


@cache
def load_tokenizer(dialect: Dialect) -> Any:
    """The dialect of sqlglot. Raises MissingSqlglotError where that is not installed."""
    try:
        library = import_module("sqlglot.dialects.dialect")
        return library.Dialect.get_or_raise(dialect.value)
    except (ImportError, AttributeError, ValueError) as error:
        raise MissingSqlglotError(str(error)) from error


def list_tokens(text: str, dialect: Dialect) -> list[Token]:
    """The tokens of a statement without comments. Raises UnreadableStatementError."""
    _check_depth(text)
    tokenizer = load_tokenizer(dialect)
    errors = import_module("sqlglot.errors")
    if text[:6].upper() == "RENAME":  # sqlglot takes the rest of such a statement for one text
        text = f"{'':6}{text[6:]}"
    try:
        found = tokenizer.tokenize(text.replace("\0", " "))
    except (errors.SqlglotError, RecursionError, ValueError, IndexError) as error:
        raise UnreadableStatementError from error
    return [token for each in found for token in _convert(each, text)]


def _check_depth(text: str) -> None:
    """Raises DeepStatementError where parentheses nest too deep, before anything is made of them."""
    depth = 0
    for found in _PARENTHESIS.finditer(text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth > MOST_DEPTH:
            raise DeepStatementError(found.start())


def _convert(token: Any, text: str) -> Iterator[Token]:
    """The token; of one that has several words (`PRIMARY KEY`), each of them."""
    name, start, end = token.token_type.name, token.start, token.end + 1
    if name == "IDENTIFIER":
        yield Token(TokenKind.QUOTED, token.text, start, end)
    elif name in _STRINGS:
        yield Token(TokenKind.STRING, token.text, start, end)
    else:
        for part in _PART.finditer(text, start, end):
            first = part[0][0]
            kind = TokenKind.WORD if first.isalpha() or first in "_@" or ord(first) > 127 else TokenKind.SYMBOL
            yield Token(TokenKind.NUMBER if first.isdigit() else kind, part[0], part.start(), part.end())


def match_parentheses(tokens: Sequence[Token]) -> dict[int, int]:
    """The number of the closing one for each that opens. Raises UnreadableStatementError where one has none."""
    waiting: list[int] = []
    closing = {}
    for number, token in enumerate(tokens):
        if token.is_symbol("("):
            waiting.append(number)
        elif token.is_symbol(")"):
            if not waiting:
                raise UnreadableStatementError(token.start)
            closing[waiting.pop()] = number
    if waiting:
        raise UnreadableStatementError(tokens[waiting[-1]].start)
    return closing


class Cursor:
    """Goes over tokens from one to the next."""

    def __init__(self, tokens: Sequence[Token], closing: dict[int, int], at: int = 0, end: int | None = None) -> None:
        self.tokens = tokens
        self.closing = closing
        self.at = at
        self.end = len(tokens) if end is None else end

    @property
    def token(self) -> Token | None:
        """The next token; None at the end."""
        return self.tokens[self.at] if self.at < self.end else None

    def peek(self, number: int = 0) -> str:
        """The next word but so many, in capitals; a sign as it is; empty at the end, and for what is quoted."""
        at = self.at + number
        token = self.tokens[at] if at < self.end else None
        return "" if token is None else token.text if token.kind is TokenKind.SYMBOL else token.word

    def take(self, *words: str) -> bool:
        """Goes past these words or signs, where they come next."""
        if all(self.peek(number) == word for number, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def take_any(self, *words: str) -> str:
        """Goes past one of these words, where one comes next, and returns it."""
        word = self.peek()
        if word and word in words:
            self.at += 1
            return word
        return ""

    def read_name(self) -> Token:
        """The name that comes next, quoted or not. Raises UnreadableStatementError."""
        token = self.token
        if token is None or token.kind not in {TokenKind.WORD, TokenKind.QUOTED, TokenKind.STRING}:
            raise UnreadableStatementError(token.start if token else self.tokens[-1].end if self.tokens else 0)
        self.at += 1
        return token

    def read_names(self) -> tuple[Token, ...]:
        """The name that comes next with those before its dots: database, schema, table."""
        names = [self.read_name()]
        while self.take("."):
            names.append(self.read_name())
        return tuple(names)

    def read_text(self) -> str | None:
        """The quoted text that comes next; None where there is none."""
        token = self.token
        if token is None or token.kind is not TokenKind.STRING:
            return None
        self.at += 1
        return token.text

    def take_group(self) -> Cursor | None:
        """The tokens in the parentheses that come next; None where none do."""
        if self.peek() != "(":
            return None
        start, end = self.at + 1, self.closing[self.at]
        self.at = end + 1
        return Cursor(self.tokens, self.closing, start, end)

    def skip(self) -> None:
        """Goes past the next token, or past what is in the parentheses that come next."""
        if self.take_group() is None:
            self.at += 1

    def split(self) -> Iterator[Cursor]:
        """The rest, parted at its commas; nothing where nothing is left."""
        start = self.at
        while self.at < self.end:
            if self.peek() == ",":
                yield Cursor(self.tokens, self.closing, start, self.at)
                start = self.at = self.at + 1
                if start == self.end:
                    yield Cursor(self.tokens, self.closing, start, start)
            else:
                self.skip()
        if start < self.end:
            yield Cursor(self.tokens, self.closing, start, self.end)
