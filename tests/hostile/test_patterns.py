"""No regular expression of ours takes more than linear time, whatever the text: each is tried with hostile ones."""

from __future__ import annotations

import fnmatch
import math
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

import pytest

from seloste.checker.evidence.sql import sql_dialect, sql_lexis
from seloste.checker.reading import csv_scanner, shielding
from seloste.checker.rules.notice import cookies, identity, named_in_text, origins, people, retention_terms
from seloste.checker.workspace import file_content
from seloste.policy import circumstances
from seloste.policy.drafting import phrases
from seloste.policy.drafting.readers import details
from seloste.policy.drafting.readers import people as people_read
from seloste.policy.law.authorities import load_authorities
from seloste.policy.prose import (
    acts,
    answers,
    consent,
    gaps,
    hedges,
    interests,
    mailboxes,
    page,
    passages,
    public_bodies,
    risks,
    stance,
    words,
)
from seloste.policy.prose.figures import additions, ages, asides, citations, comparison, dates, naming, period_patterns
from seloste.policy.prose.formats import page_parts
from seloste.policy.prose.mentions import authorities, companies, instruments, places
from tests.support.hostile_share import share
from tests.support.patterns import ENDS, METHODS, Shape, Use, collect_uses, list_shapes

KINDS = period_patterns.PeriodPatterns.__struct_fields__
LANGUAGES = (*words.list_languages(), "de")


def per_language(*makers: Callable[[str], object]) -> object:
    return [make(code) for code in LANGUAGES for make in makers]


def make_placeholders() -> object:
    """Each alone too: in their union one may hide another."""
    kinds = identity.load_placeholders()
    alone = [re.compile(pattern, re.IGNORECASE) for patterns in kinds.values() for pattern in patterns]
    return [*alone, *map(identity._compile_placeholders, kinds)]


def compile_stances(code: str) -> object:
    keys = [
        key for key in words._load_file("stance", code) if not key.startswith(("abbrev", "breaks_", "other", "than"))
    ]
    return [stance.compile_stance(key, code) for key in keys]


def compile_names(code: str) -> object:
    """Of companies and transfer tools."""
    tools = [instruments._compile(key, code) for key in ("alternatives", "clauses", "only_tools", "asides", "examples")]
    return [*tools, *(companies._compile(key, code) for key in ("asides", "only_companies", "relations", "general"))]


def compile_places(code: str) -> object:
    keys = [key for key in words._load_file("places", code) if key not in ("areas", "between")]
    return [places.compile_places(key, code) for key in keys]


def compile_authorities(code: str) -> object:
    """Of acts, bodies and forms."""
    known = (authority for named in load_authorities().values() for authority in named)
    return [authorities.compile_names(authority, code, at_home=True) for authority in known]


#: The functions that make patterns as they run, each with a call that returns such patterns.
MADE: dict[str, Callable[[], object]] = {
    "policy/circumstances.py:_load_forms": lambda: list(circumstances._load_forms().values()),
    "policy/prose/page.py:": lambda: list(page._RAW_ENDS.values()),
    "policy/prose/formats/page_parts.py:_compile_names": lambda: [
        page_parts._compile_names(kind) for kind in ("banners", "unseen", "menus")
    ],
    # The digits are characters of private use that a text does not have.
    "checker/reading/shielding.py:_replace_misread": lambda: re.compile(f"[abcdef]{{{shielding._PAIR_LENGTH}}}"),
    "checker/reading/git.py:_find_commit": lambda: re.compile(f"[0-9a-fA-F]{{{40}}}"),
    "checker/workspace/file_content.py:detect_kind": lambda: [
        re.compile(rf"^{key}\b", re.MULTILINE) for key in file_content.KINDS_BY_KEY
    ],
    # Those of `LazyPattern` are collected where it is called.
    "policy/prose/lazy_patterns.py:whole": lambda: (),
    "policy/prose/lazy_patterns.py:_compile": partial(
        per_language,
        *(
            partial(hedges._compile_words, key)
            for key in (
                hedges.PROCESSING,
                hedges.RETENTION,
                hedges.RIGHTS,
                "always",
                "not_hedges",
                "not_hedges_of_rights",
                "law",
                "consent",
                "modals",
            )
        ),
        partial(gaps._compile_words, "marks"),
        partial(gaps._compile_words, "phrases"),
        lambda _: people._compile_offices("management"),
        lambda _: people._compile_offices("not_management"),
        lambda _: mailboxes._compile_roles(),
        lambda _: mailboxes._compile_organisations(),
        partial(consent._compile_words, "consent"),
        partial(consent._compile_words, "no_consent"),
        partial(consent._compile_words, "withdrawal"),
        *(partial(risks._compile_words, key) for key in ("risks", "no_risks", "transfers")),
        *(partial(answers._compile_words, key) for key in words._load_file("answers", "en")),
        *(partial(authorities._compile_words, key) for key in ("past", "others")),
        compile_authorities,
        *(
            partial(interests._compile_words, key)
            for key in ("interests", "holders", "bare", "relatives", "copulas", "bases")
        ),
        compile_stances,
        compile_places,
        retention_terms._compile_open_ends,
        retention_terms._compile_not_open,
        *(partial(retention_terms._compile_criteria, key) for key in ("no_criteria", "discretion", "fillers")),
        *(partial(acts._compile, key) for key in ("names", "sections", "capitalised", "not_acts", "agreements")),
        *(lambda _, key=key: public_bodies._compile(key) for key in ("names", "whole_names", "private")),  # type: ignore[misc]
        *(partial(named_in_text._compile, key) for key in ("agreed", "duties")),
        *(partial(cookies._compile, key) for key in ("cookies", "only", "necessary", "none", "between")),
        *(partial(origins._compile, key) for key in ("from_person", "elsewhere", "all", "collecting")),
        compile_names,
    ),
    "policy/prose/mentions/instruments.py:_compile_tools": partial(per_language, instruments._compile_tools),
    "policy/prose/stance.py:_compile_starts": partial(per_language, stance._compile_starts),
    "policy/prose/passages.py:_compile_breaks": partial(per_language, passages._compile_breaks),
    "policy/prose/mentions/places.py:_compile_areas": partial(per_language, places._compile_areas),
    "policy/prose/hedges.py:_compile_people": partial(per_language, hedges._compile_people),
    "policy/prose/gaps.py:_compile_amounts": partial(per_language, gaps._compile_amounts),
    "policy/prose/gaps.py:_compile_orders": partial(per_language, gaps._compile_orders),
    "policy/prose/figures/dates.py:_compile_named": partial(per_language, dates._compile_named),
    **dict.fromkeys(
        (
            "policy/prose/figures/period_patterns.py:compile_patterns",
            "policy/prose/figures/period_patterns.py:_compile",
        ),
        lambda: [getattr(period_patterns.compile_patterns(code), each) for code in LANGUAGES for each in KINDS],
    ),
    "policy/prose/answers.py:_compile_sums": partial(per_language, answers._compile_sums),
    "policy/prose/figures/ages.py:_compile_ages": partial(per_language, ages._compile_ages),
    "policy/prose/figures/ages.py:_compile_joined_ages": partial(per_language, ages._compile_joined_ages),
    "policy/prose/figures/additions.py:_compile_additions": partial(per_language, additions._compile_additions),
    "policy/prose/figures/naming.py:_compile_naming": partial(per_language, naming._compile_naming),
    "policy/prose/figures/naming.py:_compile_number": partial(per_language, naming._compile_number),
    "policy/prose/figures/asides.py:_compile_clause": partial(per_language, asides._compile_clause),
    "policy/prose/figures/comparison.py:_compile_language_part": partial(
        per_language, comparison._compile_language_part
    ),
    "policy/prose/figures/comparison.py:_compile_groups": partial(
        per_language, comparison._compile_frequencies, comparison._compile_vague_periods
    ),
    "policy/prose/figures/citations.py:_compile_articles": partial(per_language, citations._compile_articles),
    "policy/prose/figures/citations.py:_compile_number_words": partial(per_language, citations._compile_number_words),
    "policy/prose/figures/citations.py:_compile_numbered": partial(per_language, citations._compile_numbered),
    "policy/prose/figures/comparison.py:_compile_numbers": partial(per_language, comparison._compile_numbers),
    "policy/prose/figures/comparison.py:_compile_ages": partial(per_language, comparison._compile_ages),
    "policy/prose/figures/comparison.py:_compile_units": partial(per_language, comparison._compile_units),
    "policy/drafting/phrases.py:_compile_phrases": lambda: [
        pattern for code in LANGUAGES for _, _, pattern in phrases._compile_phrases(code)
    ],
    "policy/drafting/readers/details.py:_compile_labels": lambda: [
        pattern for code in LANGUAGES for _, pattern in details._compile_labels(code)
    ],
    "policy/drafting/readers/details.py:_compile_labelled_id": partial(per_language, details._compile_labelled_id),
    "policy/drafting/readers/people.py:_compile_people": partial(per_language, people_read._compile_people),
    "policy/drafting/readers/people.py:_compile_owners": partial(per_language, people_read._compile_owners),
    "checker/rules/notice/identity.py:_compile_placeholders": make_placeholders,
    "checker/evidence/sql/sql_dialect.py:_compile_signs": lambda: [list(sign) for sign in sql_dialect._compile_signs()],
    "checker/evidence/sql/sql_lexis.py:get_lexis": lambda: [
        sql_lexis.get_lexis(dialect).blanked for dialect in sql_dialect.Dialect
    ],
}


def make_globs() -> object:
    return [re.compile(fnmatch.translate(pattern)) for pattern in ("*", "*a*b*c.y*ml", "*[!a]*?*[a-c]*", "***a***")]


#: Those that nothing but `match` is called on.
MATCHED = dict.fromkeys(
    (
        "checker/reading/tree.py:_match_names",
        "checker/workspace/search.py:_compile_part",
        "checker/workspace/unfetched.py:_test",
    ),
    make_globs,
)
MATCHED["checker/evidence/sql/sql_lexis.py:get_lexis"] = lambda: [
    pattern
    for dialect in sql_dialect.Dialect
    for lexis in (sql_lexis.get_lexis(dialect), sql_lexis.get_lexis(dialect, b"$$"))
    for pattern in (lexis.gap, lexis.run, lexis.passed_over)
]
MATCHED["checker/reading/csv_scanner.py:_compile_patterns"] = lambda: [
    csv_scanner._compile_patterns(separator) for separator in csv_scanner.SEPARATORS
]
#: The patterns of the owner of a policy, in JSON Schemas: they run within a budget of time, with the assertions.
BUDGETED = {"checker/assertions/failures.py:_find_offending": lambda: ()}


@cache
def collected() -> tuple[list[Use], list[str]]:
    return collect_uses({**MADE, **BUDGETED}, MATCHED)


Way = Callable[[re.Pattern[Any], Any], object]


def find_all(pattern: re.Pattern[Any], text: Any) -> None:
    deque(pattern.finditer(text), maxlen=0)


def list_ways(use: Use) -> list[Way]:
    """How the pattern is used; whatever finds or replaces all does what `finditer` does."""
    single = {"search": re.Pattern.search, "match": re.Pattern.match, "fullmatch": re.Pattern.fullmatch}
    return [single[name] for name in single.keys() & use.methods] + ([find_all] if use.methods - single.keys() else [])


class TooLong(Exception):  # noqa: N818 - not an error: what is looked for
    """A pattern does not come to an end."""


#: So many seconds for one text are too long; after so many seconds of any clock, a pattern is stopped.
TOO_LONG, PATIENCE = 0.5, 2
#: Above so many seconds a character, a text is measured again at other sizes; so it is above so many medians.
SLOW, MEDIANS = 5e-6, 3
#: So many tests share the patterns, so that all processes have work to the end.
PARTS = 8
#: How much longer four times the text may take: linear is 4, quadratic is 16.
GROWTH = 8.0
#: Seconds below which a time says little; a text of more characters is not tried for want of a longer time.
MEASURABLE, LONGEST = 2e-3, 10_000


@pytest.fixture(autouse=True)
def _ended_in_time() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.signal(signal.SIGALRM, before)


def measure(way: Way, pattern: re.Pattern[Any], text: Any) -> float:
    """The seconds of the processor; infinite where the pattern had to be stopped."""
    signal.alarm(PATIENCE)  # a timer of the processor would make its clock coarse
    try:
        start = time.process_time()
        way(pattern, text)
        return time.process_time() - start
    except TooLong:
        return math.inf
    finally:
        signal.alarm(0)


def grows(way: Way, pattern: re.Pattern[Any], shape: Shape, size: int) -> bool:
    """Whether the time grows with more than the size. What looks so once may be the machine's; three times, not.

    A time too short to be told from the clock's own steps is measured again with a longer text.
    """
    for _ in range(3):
        first, second = shape.make(size), shape.make(4 * size)
        before = min(measure(way, pattern, first) for _ in range(5))
        after = min(measure(way, pattern, second) for _ in range(2))
        if after < GROWTH * before:
            return False
        if after < MEASURABLE:
            return size < LONGEST and grows(way, pattern, shape, 4 * size)
    return True


def find_superlinear(use: Use, size: int, ends: Sequence[str]) -> str | None:
    """A text on which the pattern takes more than linear time; None if there is none."""
    shapes = list_shapes(use.pattern, ends)
    for way in list_ways(use):
        times: list[float] = []
        for shape in shapes:
            times.append(measure(way, use.pattern, shape.make(size)))
            if times[-1] > TOO_LONG:
                return f"{way.__name__} on {shape}"
        limit = min(SLOW * size, MEDIANS * sorted(times)[len(times) // 2] + 5e-5)
        slowest = sorted(((taken, at) for at, taken in enumerate(times) if taken > limit), reverse=True)
        for _, at in slowest[:12]:
            if grows(way, use.pattern, shapes[at], size):
                return f"{way.__name__} on {shapes[at]}"
    return None


def test_every_pattern_in_the_code_is_collected() -> None:
    uses, unknown = collected()
    assert unknown == []
    assert len(uses) > 100
    assert [use.place for use in uses if not use.methods] == []


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s+$", "search"),
        (r"\s*(?:[=\-_*|:\s]+)$", "match"),
        (r"(?:a+)+b", "match"),
        (r"\s*#", "sub"),
        (r"[\w.]+@\w", "finditer"),
        (r"x\d*\d*y", "match"),
        (r"<!--.*?-->", "sub"),
        (r"(?:a|b|ab)*c", "match"),
        (r"a(?=[ab]*c)", "findall"),
    ],
)
def test_a_pattern_that_takes_longer_is_found(pattern: str, method: str) -> None:
    assert find_superlinear(Use("", re.compile(pattern), frozenset({method})), 400, ENDS)


@pytest.mark.parametrize(
    "pattern", [r"(?<!\s)\s++$", r"(?<!\s)\s+x", r"(?<![ab])[ab]*+c", r"(?:word|other)\b", r"\d{1,9}x"]
)
def test_a_linear_pattern_is_none(pattern: str) -> None:
    assert find_superlinear(Use("", re.compile(pattern), METHODS & {"match", "sub"}), 400, ENDS) is None


def test_no_pattern_takes_more_than_linear_time() -> None:
    written = [use for use in collected()[0] if use.place not in {*MADE, *MATCHED}]
    assert {use.place: found for use in written if (found := find_superlinear(use, 400, ("\0",)))} == {}


def list_distinct() -> list[Use]:
    """The uses of patterns, those of one pattern in one way once."""
    uses = {(use.pattern, use.methods): use for use in reversed(collected()[0])}
    return sorted(uses.values(), key=lambda use: (use.place, str(use.pattern.pattern), sorted(use.methods)))


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_takes_more_than_linear_time_on_longer_texts(part: int) -> None:
    uses = list_distinct()[part::PARTS]
    assert {use.place: found for use in uses if (found := find_superlinear(use, share(500, 4000), ENDS))} == {}
