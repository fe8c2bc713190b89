"""The lexis of each dialect as regular expressions: what a semicolon does not end. All of them are linear.

Each exists for bytes, to split a file, and for text, to blank the comments of one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from seloste.checker.evidence.sql.sql_dialect import Dialect

#: A quoted text whose quotation marks are doubled within, or where a backslash stands before them as well.
_DOUBLED = "{0}(?:[^{0}]++|{0}{0})*+{0}"
_ESCAPED = r"{0}(?:[^{0}\\]++|\\(?:.|\Z)|{0}{0})*+{0}"
_QUOTED = {
    Dialect.POSTGRES: (_DOUBLED.format("'"), _DOUBLED.format('"')),
    Dialect.MYSQL: (_ESCAPED.format("'"), _ESCAPED.format('"'), _DOUBLED.format("`")),
    Dialect.SQLITE: (_DOUBLED.format("'"), _DOUBLED.format('"'), _DOUBLED.format("`"), r"\[[^\[\]\n]*+\]"),
}
#: Comments. MySQL wants a space after `--`, and what its `/*!` holds counts. Of PostgreSQL these are the ones that hold
#: no other; those that do are counted out.
_BLOCK = r"/\*(?:[^*]++|\*(?!/))*+\*/"
_COMMENTS = {
    Dialect.POSTGRES: (r"--[^\n]*+", r"/\*(?:[^*/]++|\*(?!/)|/(?!\*))*+\*/"),
    Dialect.MYSQL: (
        r"--(?=[\s\x00]|\Z)[^\n]*+",
        r"#[^\n]*+",
        _BLOCK.replace(r"/\*", r"/\*(?!M?!(?!\d*+\\))", 1),
        r"/\*M?!\d*+(?!\\)",
        r"\*/",
    ),
    Dialect.SQLITE: (r"--[^\n]*+", _BLOCK),
}
#: What begins something that the patterns do not go over: an end, a text in dollar signs, a psql command, what is open.
_STOPS = {Dialect.POSTGRES: r"""'"\-/$\\""", Dialect.MYSQL: r"""'"`\-/#*""", Dialect.SQLITE: r"""'"`\-/\["""}
_ALONE = {
    Dialect.POSTGRES: (r"-(?!-)", r"/(?!\*)", r"\$(?![a-zA-Z_$\x80-\xff])"),
    Dialect.MYSQL: (r"-(?!-(?:[\s\x00]|\Z))", r"/(?!\*)", r"\*(?!/)"),
    Dialect.SQLITE: (r"-(?!-)", r"/(?!\*)"),
}
_LETTERS = r"a-zA-Z_\x80-\xff"
#: A line break, but for one before a definition: there the statement before it has lost its end, or holds a definition.
_LINE = r"\n(?![ \t]*+(?i:CREATE[ \t]++(?:\w++[ \t]++){0,2}TABLE|ALTER[ \t]++TABLE)\b)"
#: The words that begin a statement that is looked at one by one; the others are passed over in one go.
_LOOKED_AT = (
    "CREATE|ALTER|DROP|RENAME|COMMENT|USE|SET|COPY|DO|DELIMITER|SOURCE|GO"
    "|IF|BEGIN|DECLARE|EXEC|EXECUTE|PREPARE|EXPLAIN|SELECT|WITH|ROLLBACK|ABORT"
)
DOLLAR_QUOTE = re.compile(rb"\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]{0,62})?\$")
#: The beginning of a comment of PostgreSQL that may hold others, and its end.
COMMENT_SIGN = re.compile(rb"/\*|\*/")


class Lexis(Struct, frozen=True):
    """The patterns of a dialect, with one sign that ends a statement.

    Attributes:
        gap: White space, comments, and signs that end nothing.
        run: All that goes on to the next end of a statement, or to what the pattern does not go over.
        passed_over: Whole statements, one after the other, that never bear on tables.
        blanked: In text: a quoted text (group 1), or a comment.
    """

    gap: re.Pattern[bytes]
    run: re.Pattern[bytes]
    passed_over: re.Pattern[bytes]
    blanked: re.Pattern[str]


@lru_cache(maxsize=64)
def get_lexis(dialect: Dialect, delimiter: bytes = b";") -> Lexis:
    """The lexis of a dialect where statements end with `delimiter`."""
    comments = "|".join(_COMMENTS[dialect])
    end = re.escape(delimiter.decode("latin-1"))
    first = re.escape(delimiter[:1].decode("latin-1"))
    quoted = list(_QUOTED[dialect])
    is_line = r"\n" if delimiter == b";" else ""
    others = [f"[^{_STOPS[dialect]}{first}{is_line}]++"]
    if dialect is Dialect.POSTGRES:  # a word is taken whole, so that the E of E'…' is one that stands alone
        quoted.insert(0, "[eE]" + _ESCAPED.format("'"))
        others = [f"[{_LETTERS}][{_LETTERS}0-9$]*+", f"[^{_LETTERS}{_STOPS[dialect]}{first}{is_line}]++"]
    alone = [pattern for pattern in _ALONE[dialect] if not pattern.startswith(first)]
    lines = [_LINE] if is_line else []
    run = "(?:" + "|".join([*quoted, *others, *lines, comments, *alone]) + ")*+"
    gap = rf"(?:[\s\x00;]++|{comments})*+"
    passed_over = rf"(?:{gap}(?!(?i:{_LOOKED_AT})\b|[\\./]|\Z){run}{end})*+"
    flags = re.DOTALL
    return Lexis(
        gap=re.compile(gap.encode("latin-1"), flags),
        run=re.compile(run.encode("latin-1"), flags),
        passed_over=re.compile(passed_over.encode("latin-1"), flags),
        blanked=re.compile(f"({_join_open(quoted)})|{_join_open(_COMMENTS[dialect])}", flags),
    )


def _join_open(patterns: Iterable[str]) -> str:
    """Any of the patterns of texts and comments, which may go on to the end: so each part is gone over once."""
    parts = [pattern.rpartition(")*+") for pattern in patterns]
    return "|".join(f"{body}{sign}(?:{end}|\\Z)" if sign else end for body, sign, end in parts)


def blank_comments(text: str, dialect: Dialect) -> str:
    """The text of a statement with spaces in place of its comments: every other character keeps its place."""
    if dialect is Dialect.POSTGRES:
        text = _blank_nested(text)
    return get_lexis(dialect).blanked.sub(lambda found: found[0] if found[1] else _make_space(found[0]), text)


def _make_space(text: str) -> str:
    if text.startswith("/*") and "!" in text[:4]:
        return " " * len(text)
    return "\n".join(" " * len(line) for line in text.split("\n")) if "\n" in text else " " * len(text)


_NESTED = re.compile(r"""'(?:[^']++|'')*+'|"(?:[^"]++|"")*+"|--[^\n]*+|/\*|\*/""")


def _blank_nested(text: str) -> str:
    """The text without comments that hold comments."""
    if "/*" not in text:
        return text
    parts, depth, start, at = [], 0, 0, 0
    while found := (COMMENT_TEXT if depth else _NESTED).search(text, at):
        at = found.end()
        if found[0] == "/*":
            if not depth:
                parts.append(text[start : found.start()])
                start = found.start()
            depth += 1
        elif found[0] == "*/" and depth:
            depth -= 1
            if not depth:
                parts.append(_make_space(text[start:at]))
                start = at
    parts.append(_make_space(text[start:]) if depth else text[start:])
    return "".join(parts)


COMMENT_TEXT = re.compile(r"/\*|\*/")
