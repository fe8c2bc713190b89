"""The transfer tools that a sentence relies on, by the names that its language has for them.

The names are those of `policy/prose/languages/<language>/instruments.yaml`. A tool that a sentence only tells the end
of, or denies, or makes hang on a condition, is none that it relies on.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice

from msgspec import Struct

from seloste.policy.law.transfers import load_instruments
from seloste.policy.prose.lazy_patterns import LazyPattern, ValuePattern, WordPattern
from seloste.policy.prose.mentions.places import number_words
from seloste.policy.prose.passages import CACHE_SIZE, MOST_NAMED, Clause, Sentence
from seloste.policy.prose.stance import (
    compile_stance,
    denies,
    denies_twice,
    is_conditional,
    is_hypothetical,
    is_lapsed,
    is_past,
    restricts,
)
from seloste.policy.prose.words import compile_words, load_words

#: The framework of the Union with the United States that is in force.
_FRAMEWORK = "eu-us-dpf"
#: The decisions by which the Commission adopted standard clauses.
_CLAUSES = LazyPattern(r"\b(2001/497|2002/16|2004/915|2010/87|2021/914)\b", needs="/")

#: What stands in brackets, which may hold others, "(EU)"; a clause may end before the last one.
_BRACKETS = LazyPattern(r"\((?:[^()]|\([^()]{0,50}\)){0,300}\)?", needs="(")


class ToolMention(Struct, frozen=True):
    """A transfer tool that a sentence names.

    Attributes:
        tool: The id of one of its sort: `scc` for any standard clauses.
        decision: The one set of clauses that the sentence cites, as an id; None: it cites none, or several.
        asserted: Whether the sentence relies on it.
        only: Whether it relies on it alone.
        alternative: Whether it names tools that may take the place of one another.
    """

    tool: str
    quoted: str
    decision: str | None
    asserted: bool
    only: bool
    alternative: bool


@lru_cache(maxsize=CACHE_SIZE)
def find_tools(sentence: Sentence, language: str) -> tuple[ToolMention, ...]:
    """The transfer tools that a sentence names, in its order; none of another country's law.

    Those serve what is sent on from there, and are no ground for what a notice is about.
    """
    pattern = _compile_tools(language)
    only = bool(_compile("only_tools", language).search(sentence.text))
    cited = set(_CLAUSES.findall(sentence.text))
    decision = f"scc-{cited.pop().replace('/', '-')}" if len(cited) == 1 else None
    alternative = bool(_compile("alternatives", language).search(sentence.text))
    found = []
    for match in islice(pattern.finditer(sentence.text), MOST_NAMED):
        tool, span = pattern.get_value(match), number_words(sentence, match)
        if load_instruments()[tool].exporters:
            tool = _find_own(sentence, match.start(), language)
        if span is None or not tool:
            continue
        found.append(
            ToolMention(
                tool=tool,
                quoted=match[0],
                decision=decision if tool == "scc" else None,
                asserted=_is_relied_on(sentence, tool, span[0], match[0], language),
                only=only or restricts(sentence, *span, language),
                alternative=alternative,
            )
        )
    return tuple(found or _find_cited_clauses(sentence, decision, language))


def _find_own(sentence: Sentence, start: int, language: str) -> str:
    """The framework of the Union that stands with that of another country: "EU-U.S. and Swiss-U.S. Framework"."""
    named = _compile("union", language).search(sentence.text, end=start) is not None
    others = any(_compile_tools(language).finditer(sentence.text, end=start))
    return _FRAMEWORK if named and not others else ""


def _find_cited_clauses(sentence: Sentence, decision: str | None, language: str) -> list[ToolMention]:
    """The standard clauses that a sentence names by their decision alone."""
    match = _compile("clauses", language).search(sentence.text)
    span = number_words(sentence, match) if match and decision else None
    if match is None or span is None:
        return []
    asserted = _is_relied_on(sentence, "scc", span[0], match[0], language)
    return [ToolMention("scc", match[0], decision, asserted, only=False, alternative=False)]


def _is_relied_on(sentence: Sentence, tool: str, first: int, quoted: str, language: str) -> bool:
    clause = sentence.find_clause(first)
    if is_past(clause, language) or is_lapsed(sentence, language) or is_hypothetical(sentence, language):
        return False
    if _compile("asides", language).search(clause.text):
        return False
    if _compile("examples", language).search(sentence.text[: sentence.tokens[first].start]):
        return False
    if denies_twice(clause, language):
        return True
    if denies(clause, language):
        return False
    if tool in (load_words("instruments.only_of_transfers", language) or ()):
        transfers = bool(_compile("transfers", language).search(clause.text))
        return transfers and not compile_stance("without", language).search(sentence.text)
    words = _leave_roles_out(clause.text.replace(quoted, " "), language)
    return not is_conditional(words, language) and not _is_followed_by_condition(sentence, clause, language)


def _leave_roles_out(text: str, language: str) -> str:
    """The text of a clause without brackets on roles and modules: "(module three where we act as a processor)"."""
    roles = _compile("roles", language)
    return _BRACKETS.sub(lambda match: " " if roles.search(match[0]) else match[0], text)


def _is_followed_by_condition(sentence: Sentence, clause: Clause, language: str) -> bool:
    """Whether the next clause makes the tool hang on another tool: ", where the Framework does not cover it"."""
    following = next((each for each in sentence.clauses if each.first > clause.first), None)
    if following is None or _leave_roles_out(clause.text, language) != clause.text:
        return False
    pattern = _compile_tools(language)
    words = following.text.lstrip(" ,;")
    opens = compile_stance("conditional", language).match(words) is not None
    return opens and pattern.search(words) is not None


@cache
def _compile_tools(language: str) -> ValuePattern[str]:
    """A pattern for the names of transfer tools, with the tools."""
    by_tool = load_words("instruments.tools", language) or {}
    return ValuePattern((name, tool) for tool, names in by_tool.items() for name in names)


@cache
def _compile(key: str, language: str) -> WordPattern:
    """A pattern for the words of one kind."""
    return compile_words(load_words(f"instruments.{key}", language) or ())
