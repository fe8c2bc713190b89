"""The companies that a sentence names: by their legal form, or as providers that everybody knows.

The forms and the providers are those of `companies.yaml`, the same in every language; what follows a name, and what
tells that a company is no recipient, are those of a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from seloste.policy.data import load_yaml
from seloste.policy.prose.lazy_patterns import LazyPattern, WordPattern
from seloste.policy.prose.passages import CACHE_SIZE, MOST_NAMED, Sentence, Token
from seloste.policy.prose.stance import denies, is_hypothetical, is_past, restricts
from seloste.policy.prose.words import compile_words, load_words

#: A name has at most so many words before its legal form.
_LONGEST_NAME = 5
#: The first and the last word of a name, its key, and the words by which the company may be known.
_Span = tuple[int, int, str, frozenset[str]]
#: Legal forms of several words.
_LONG_FORMS = LazyPattern(r"(?:A/S|Sp\. ?z ?o\. ?o|Pvt\.? Ltd|Pty\.? Ltd|Pte\.? Ltd)(?!\w)", needs="ASP")
#: The words of a name; the letters of "S.A" belong together.
_NAME_WORD = LazyPattern(r"\w+(?:\.\w+)*")
_BETWEEN = LazyPattern(r"[\s\u00a0&-]{1,3}")


class CompanyMention(Struct, frozen=True):
    """A company that a sentence names.

    Attributes:
        quoted: Its name as it is written.
        key: Its name, or its provider's, in one form for all languages.
        names: Words by which the same company may be known: its own, or those of a provider and its services.
        asserted: Whether data go to it, as the sentence tells it.
        only: Whether they go to it alone.
        users: Words with a capital before it, one of which may name a company that uses it: "Mailer runs on AWS".
    """

    quoted: str
    key: str
    names: frozenset[str]
    asserted: bool
    only: bool
    users: frozenset[str] = frozenset()


@lru_cache(maxsize=CACHE_SIZE)
def find_companies(sentence: Sentence, language: str) -> tuple[CompanyMention, ...]:
    """The companies that a sentence names, in its order."""
    spans = _find_spans(sentence, language)
    if not spans:
        return ()
    others = _leave_names_out(sentence, spans)
    is_aside = is_hypothetical(sentence, language) or bool(_compile("asides", language).search(others))
    is_related = bool(_compile("relations", language).search(others))
    is_general = bool(_compile("general", language).search(others))
    only = names_only_companies(sentence, language)
    found = []
    for first, last, key, names in spans:
        clause = sentence.find_clause(first)
        denied = denies(clause, language) or is_past(clause, language) or _is_housing(sentence.tokens[first])
        is_recipient = is_related or (sentence.is_list and _ends_in_form(sentence, first, last, language))
        found.append(
            CompanyMention(
                quoted=sentence.quote(first, last),
                key=key,
                names=names,
                asserted=is_recipient and not denied and not is_aside,
                only=only or (is_general and restricts(sentence, first, last, language)),
                users=_list_users(sentence, first, last, language),
            )
        )
    return tuple(found)


def _list_users(sentence: Sentence, first: int, last: int, language: str) -> frozenset[str]:
    """The words with a capital before a company, where the sentence tells that another company uses it, not we."""
    before, after = sentence.text[: sentence.tokens[first].start], sentence.text[sentence.tokens[last].end :]
    if _compile("we_use", language).search(before):
        return frozenset()
    uses = _compile("uses", language).search(before)
    if not uses and not (before and _compile("as_subprocessor", language).search(after)):
        return frozenset()
    end = uses.start() if uses else len(before)
    return frozenset(
        token.folded for token in sentence.tokens[:first] if token.text[0].isupper() and token.start <= end
    )


def _find_spans(sentence: Sentence, language: str) -> list[_Span]:
    """The names of companies in a sentence."""
    spans: list[_Span] = []
    taken = -1
    for number in range(len(sentence.tokens)):
        span = None
        if number > taken and len(spans) < MOST_NAMED:
            span = _match_provider(sentence, number, language) or _match_form(sentence, number, taken, language)
        if span is not None:
            spans.append(span)
            taken = span[1]
    return spans


def _leave_names_out(sentence: Sentence, spans: list[_Span]) -> str:
    """The text of a sentence without the names, which may hold words that tell something elsewhere: "Lomake Oy"."""
    parts, start = [], 0
    for first, last, _, _ in spans:
        parts.append(sentence.text[start : sentence.tokens[first].start])
        start = sentence.tokens[last].end
    return " ".join((*parts, sentence.text[start:]))


def _match_form(sentence: Sentence, number: int, taken: int, language: str) -> _Span | None:
    """The name that ends in a legal form at a word: "Suoluotto Oy:lle", "Amazon Web Services EMEA SARL"."""
    tokens = sentence.tokens
    end = _find_form_end(sentence, number, language)
    if end is None:
        return None
    if number > taken + 1 and _is_housing(tokens[number - 1]):
        return _match_housing(sentence, number)
    first = number
    while first - 1 > taken and number - first < _LONGEST_NAME and _belongs(sentence, first - 1):
        first -= 1
    while first < number and tokens[first].text in _load_common()["within"]:
        first += 1
    words = frozenset(token.folded for token in tokens[first:number] if not _is_form(token, language))
    if not words or (first == 0 and len(words) == 1 and len(tokens[0].text) < 2):
        return None
    last = end
    while last + 1 < len(tokens) and _is_form(tokens[last + 1], language) and _is_joined(sentence, last):
        last += 1
    return first, last, " ".join(sorted(words)), words


def _match_housing(sentence: Sentence, number: int) -> _Span:
    """The name that follows a legal form: "Asunto Oy Kivikatu", "Bostads Ab Stenvägen 4"."""
    tokens, last = sentence.tokens, number
    while last + 1 < len(tokens) and last - number < _LONGEST_NAME and _is_joined(sentence, last):
        text = tokens[last + 1].text
        if not (text[0].isupper() or text[0].isdigit()):
            break
        last += 1
    words = frozenset(token.folded for token in tokens[number - 1 : last + 1])
    return number - 1, last, " ".join(sorted(words)), words


def _is_housing(token: Token) -> bool:
    """Whether a word begins the name of a housing or property company, whose form stands in front of its name."""
    return token.text in _load_common()["housing"]


def _find_form_end(sentence: Sentence, number: int, language: str) -> int | None:
    """The last word of the legal form that begins at a word: most are one word, "A/S" and "Sp. z o.o." are not."""
    long = _LONG_FORMS.match(sentence.text, sentence.tokens[number].start)
    if long is None:
        return number if _is_form(sentence.tokens[number], language) else None
    last = number
    while last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].start < long.end():
        last += 1
    return last


def _ends_in_form(sentence: Sentence, first: int, last: int, language: str) -> bool:
    """Whether a name ends in a legal form."""
    return any(_find_form_end(sentence, number, language) == last for number in range(max(first, last - 2), last + 1))


def _belongs(sentence: Sentence, number: int) -> bool:
    """Whether a word may be part of the name that the next word goes on with."""
    text = sentence.tokens[number].text
    fits = text[0].isupper() or text[0].isdigit() or text in _load_common()["within"]
    return fits and _is_joined(sentence, number)


def _is_joined(sentence: Sentence, number: int) -> bool:
    """Whether nothing but a space or a hyphen stands between a word and the next one; a comma may before "Inc."."""
    between = sentence.text[sentence.tokens[number].end : sentence.tokens[number + 1].start]
    after = sentence.tokens[number + 1].text.partition(":")[0]
    return bool(_BETWEEN.fullmatch(between)) or (between == ", " and after in ("Inc", "LLC", "Ltd"))


def _is_form(token: Token, language: str) -> bool:
    """Whether a word is a legal form, in any case: "Oy:lle", "Oyj:n", "Incin"."""
    word = token.text.partition(":")[0]
    return any(stem in _load_common()["forms"] for stem in _list_stems(word, language))


def _list_stems(word: str, language: str) -> Iterator[str]:
    """What a word may be a form of."""
    yield word
    for ending in _load_endings(language):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending)


def _match_provider(sentence: Sentence, number: int, language: str) -> _Span | None:
    """The well-known provider whose name begins at a word, with the legal form that follows."""
    word = sentence.tokens[number].text.partition(":")[0]
    stem = next((stem for stem in _list_stems(word, language) if stem in _load_providers()), None)
    if stem is None:
        return None
    last = number
    while last + 1 < len(sentence.tokens) and last - number < _LONGEST_NAME and _is_joined(sentence, last):
        following = sentence.tokens[last + 1].text
        if not (following[0].isupper() or following.isdigit()):
            break
        last += 1
    key, names = _load_providers()[stem]
    if last > number and _is_form(sentence.tokens[last], language):
        return number, last, key, names | {token.folded for token in sentence.tokens[number:last]}
    return None if stem in (load_words("companies.homonyms", language) or ()) else (number, number, key, names)


@cache
def _load_common() -> dict[str, frozenset[str]]:
    raw = load_yaml(Path(__file__).parent / "companies.yaml")
    return {key: frozenset(raw[key]) for key in ("forms", "within", "housing")}


@cache
def _load_provider_names() -> Mapping[str, Sequence[str]]:
    """The names of each provider and its services."""
    providers: Mapping[str, Sequence[str]] = load_yaml(Path(__file__).parent / "companies.yaml")["providers"]
    return providers


@cache
def _load_providers() -> Mapping[str, tuple[str, frozenset[str]]]:
    """The key of a provider, and its names and those of its services in one case, by the first word of each."""
    raw = _load_provider_names()
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for key, names in raw.items():
        words = frozenset((key, *(name.partition(" ")[0].casefold() for name in names)))
        for name in names:
            found.setdefault(name.partition(" ")[0], (key, words))
    return found


@cache
def _load_endings(language: str) -> tuple[str, ...]:
    return tuple(load_words("companies.endings", language) or ())


def has_legal_form(name: str) -> bool:
    """Whether a name has a legal form of companies or associations in it: "Virastotalo Oy", "KUNTALAISET RY"."""
    if _LONG_FORMS.search(name):
        return True
    words = _NAME_WORD.findall(name)
    return any(form in _load_common()["forms"] for word in words for form in (word, word.capitalize(), word.lower()))


def list_provider_names(key: str) -> tuple[str, ...]:
    """The names of a well-known provider and its services, the longest first; none of another company."""
    return tuple(sorted(_load_provider_names().get(key, ()), key=len, reverse=True))


def names_only_companies(sentence: Sentence, language: str) -> bool:
    """Whether a sentence calls companies the only recipients, wherever they are named."""
    return bool(_compile("only_companies", language).search(sentence.text))


@cache
def _compile(key: str, language: str) -> WordPattern:
    """A pattern for the words of one kind."""
    return compile_words(load_words(f"companies.{key}", language) or ())
