"""A pattern that is made of the words which a text may have finds what the pattern of all words finds."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.policy.data import load_yaml
from seloste.policy.prose import gaps, hedges, passages, stance
from seloste.policy.prose.figures import additions, ages, asides, citations, comparison, dates, naming, period_patterns
from seloste.policy.prose.lazy_patterns import LazyPattern, WordList, WordPattern, outline
from seloste.policy.prose.mentions import instruments, places
from seloste.policy.prose.words import compile_words, list_languages
from tests.support import ROOT
from tests.support.patterns import list_sources

LANGUAGES = list_languages()
FOLDER = ROOT / "policy" / "prose" / "languages"


def list_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from list_strings(key)
            yield from list_strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from list_strings(each)


@cache
def list_words(language: str) -> tuple[str, ...]:
    """Every word of a language's data."""
    files = sorted((FOLDER / language).glob("*.yaml"))
    return tuple(dict.fromkeys(word for path in files for word in list_strings(load_yaml(path))))


@cache
def make_patterns(language: str) -> tuple[tuple[str, LazyPattern], ...]:
    """Patterns of each list of words, and those that are made of several lists."""
    found: list[tuple[str, LazyPattern]] = []
    for path in sorted((FOLDER / language).glob("*.yaml")):
        for key, value in load_yaml(path).items():
            words = list(list_strings(value))
            if words and all(isinstance(word, str) for word in words):
                found.append((f"{path.stem}.{key}", compile_words(words)))
    periods = period_patterns.compile_patterns.__wrapped__(language)
    found += [(f"periods.{key}", getattr(periods, key)) for key in type(periods).__struct_fields__]
    makers = (
        *(additions._compile_additions, ages._compile_ages, ages._compile_joined_ages, asides._compile_clause),
        *(citations._compile_articles, citations._compile_number_words, citations._compile_numbered),
        *(comparison._compile_ages, comparison._compile_units, comparison._compile_numbers, dates._compile_named),
        *(comparison._compile_frequencies, comparison._compile_vague_periods, gaps._compile_amounts),
        *(naming._compile_naming, naming._compile_number, hedges._compile_people, gaps._compile_orders),
        *(instruments._compile_tools, places._compile_areas, passages._compile_breaks, stance._compile_starts),
    )
    for make in makers:
        made = make.__wrapped__(language)  # type: ignore[attr-defined]
        for number, each in enumerate(made if isinstance(made, tuple) else (made,)):
            if isinstance(each, LazyPattern):
                found.append((f"{make.__qualname__}[{number}]", each))
    return tuple(found)


@cache
def list_fixed() -> tuple[tuple[str, LazyPattern], ...]:
    """The patterns without words, by their modules."""
    found = {}
    for path in list_sources():
        if "LazyPattern(" in path.read_text("utf-8"):
            module = sys.modules.get("seloste." + ".".join(path.relative_to(ROOT).with_suffix("").parts))
            for name, value in vars(module).items() if module else ():
                for number, each in enumerate(value if isinstance(value, tuple) else (value,)):
                    if type(each) is LazyPattern:
                        found[f"{path.stem}.{name}[{number}]"] = each
    return tuple(found.items())


def check(name: str, pattern: LazyPattern, text: str) -> None:
    """Whatever is found in a text, its groups and their places are the same; of a pattern that knows no text yet."""
    whole = pattern.whole
    if isinstance(pattern, WordPattern):
        pattern = WordPattern(pattern._lists, pattern._build, pattern._choices, pattern._flags, pattern._needs)
    expected = [(match.span(), match.groupdict()) for match in whole.finditer(text)]
    found = [(match.span(), match.groupdict()) for match in pattern.finditer(text)]
    # A group whose words are none of the text's may be missing: no match has it.
    kept = [(span, {key: value for key, value in groups.items() if value is not None}) for span, groups in expected]
    assert [(s, {k: v for k, v in g.items() if v is not None}) for s, g in found] == kept, (name, text)
    for way in ("match", "fullmatch"):
        mine, theirs = getattr(pattern, way)(text), getattr(whole, way)(text)
        assert (mine and mine.span()) == (theirs and theirs.span()), (name, way, text)
    assert pattern.sub("-", text) == whole.sub("-", text), (name, text)


#: What stands between words, and makes one word of two.
_BETWEEN = st.sampled_from(
    [" ", " ", " ", "  ", "\n", "\u00a0", "-", ", ", ". ", "", "\u00ad", ":", "/", " (", "1", " 2 "]
)
_MARKS = st.sampled_from(
    ["2", "13", "1,5 ", "½", "٣", "31.12.", period_patterns.NUMBER, period_patterns.HALF, "xx", "Ⅻ"]
)


@st.composite
def sentences(draw: st.DrawFn, language: str) -> str:
    """Words of the data, in any case and form, with anything between them."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 9))):
        word = draw(st.one_of(st.sampled_from(list_words(language)), _MARKS, st.text(max_size=4)))
        word = word.replace("*", draw(st.sampled_from(["", "n", "ssa", "s", "x_1", "ä"])))
        change = draw(st.sampled_from([str, str, str.upper, str.title, str.swapcase, "NFD", "NFKD", "plain"]))
        if change == "plain":  # letters that are others where case does not matter
            word = word.replace("s", "\u017f").replace("i", "\u0131").replace("k", "\u212a").replace("I", "\u0130")
        else:
            word = unicodedata.normalize(change, word) if isinstance(change, str) else change(word)
        parts += [word, draw(_BETWEEN)]
    return "".join(parts)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_the_words_of_a_text_are_enough(language: str, data: st.DataObject) -> None:
    text = data.draw(sentences(language))
    for name, pattern in make_patterns(language):
        check(name, pattern, text)


@settings(deadline=None, max_examples=30)
@given(text=st.one_of(*(sentences(language) for language in LANGUAGES), st.text(max_size=40)))
def test_a_pattern_is_left_out_only_where_it_finds_nothing(text: str) -> None:
    for name, pattern in list_fixed():
        check(name, pattern, text)


@cache
def list_real_texts() -> tuple[str, ...]:
    """The sentences of the notices of the corpus, of the imported ones and of the law cases."""
    texts: dict[str, None] = {}
    tests = ROOT / "tests"
    for path in (*sorted(tests.glob("corpus/*/policy.yaml")), *sorted(tests.glob("law_cases/*.yaml"))):
        texts |= dict.fromkeys(list_strings(load_yaml(path)))
    for path in sorted(tests.glob("importing/notices/*")):
        if path.suffix in {".md", ".txt"}:
            texts |= dict.fromkeys(path.read_text("utf-8").split("\n"))
    return tuple(text for text in texts if " " in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_real_texts_are_enough(language: str) -> None:
    texts = list_real_texts()
    assert len(texts) > 1000
    for name, pattern in make_patterns(language):
        for text in texts[:: max(1, len(texts) // 150)]:
            check(name, pattern, text)


def test_letters_that_a_pattern_takes_for_one_are_one_in_an_outline() -> None:
    letters = sorted({letter for language in LANGUAGES for word in list_words(language) for letter in word})
    everything = "".join(map(chr, range(0x20000)))  # no letter with a case is beyond
    for letter in letters:
        same = re.findall(re.escape(letter), everything, re.IGNORECASE)
        assert {outline(each) for each in same} == {outline(letter)}, letter


def test_a_figure_of_any_script_is_one() -> None:
    figures = re.findall(r"\d", "".join(map(chr, range(0x20000))))
    assert {outline(each) for each in figures} == {" 0 "}


def test_nothing_is_compiled_for_a_text_without_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = compile_words(["personal data", "tarkast*"])
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("compiled"))
    assert pattern.search("Tietoja ei luovuteta.") is None
    assert pattern.sub("-", "data, personally") == "data, personally"


def test_a_pattern_is_compiled_of_the_words_that_texts_have_and_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyzåäö"]
    pattern, compiled = compile_words(words), list[str]()
    compile_one = re.compile
    monkeypatch.setattr(re, "compile", lambda source, flags: (compiled.append(source), compile_one(source, flags))[1])
    for word in (words[0], words[0], *words):
        assert pattern.fullmatch(word)
    assert "wordb" not in compiled[0]
    assert len(compiled) < len(words) / 3


def test_a_text_that_is_asked_about_while_the_pattern_is_compiled_has_its_match() -> None:
    """Another thread may ask at any moment; here it is the making of the pattern that does, once."""
    asked = list[str]()

    def build(parts: Mapping[str, str]) -> str:
        if parts["words"] not in asked:
            asked.append(parts["words"])
            assert pattern.search("a word, or another")
        return parts["words"]

    pattern = WordPattern({"words": WordList(["word", "another"])}, build, (("words",),))
    assert pattern.search("a word")
    assert len(asked) == 2


def test_the_ends_of_a_word_count_where_they_do_in_the_pattern() -> None:
    within = WordList(["vuosi"], starts=False, ends=False)
    assert within.select(outline("kaksivuosittain")) == {"vuosi"}
    assert WordList(["vuosi"]).select(outline("kaksivuosittain")) == set()
    found = WordList(["vuosi*", "a * b", "e-mail", "§", "*tus"]).select(outline("Vuosittain A x b, E Mail"))
    assert found == {"vuosi*", "a * b", "e-mail", "§"}


@given(
    st.lists(st.text("aböX*1 -", min_size=1, max_size=8)),
    st.text("aböX1 -.", max_size=900),
    st.booleans(),
    st.booleans(),
)
def test_looking_words_up_by_their_start_finds_what_asking_for_each_does(
    words: list[str], text: str, starts: bool, ends: bool
) -> None:
    """Also in a text that is too long to be taken into parts."""
    listed = WordList(words, starts=starts, ends=ends)
    outlined = outline(text)
    each = {word for word in words if WordList([word], starts=starts, ends=ends)._stems[0][0] in outlined}
    assert listed.select(outlined) == each
    assert listed.may_occur(outlined) == bool(each)


def test_a_pattern_to_an_end_looks_no_further() -> None:
    pattern = compile_words(["tieto"])
    assert pattern.search("tietoja", end=5)
    assert pattern.search("tietoja") is None
    assert WordPattern({"a": WordList(["x"])}, lambda part: rf"{part['a']}y", [["a"]]).search("xy") is None
