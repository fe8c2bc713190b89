"""Rules about cookies, Act 917/2014 s. 205."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from seloste.checker.finding import Argument, RuleFinding, Several, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.commitments import Cookie
from seloste.policy.law.law import LawOn
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.likeness import split_sentences
from seloste.policy.prose.words import compile_words, load_words


@NOTICE.rule("notice/cookie-consent-missing")
def cookie_consent_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A cookie that is not necessary is set without consent; a warning where the notice does not state enough."""
    cookies = notice.record.cookies
    entries = cookies.entries if cookies is not None else {}
    without = [key for key, entry in entries.items() if entry.necessary is False and entry.consent is False]
    unstated = [key for key, entry in entries.items() if _is_unstated(entry)]
    for keys, variant, severity in ((without, "", None), (unstated, "unstated", Severity.WARNING)):
        if keys:
            subject = "cookies" if len(keys) > 1 else f"cookies.entries.{keys[0]}"
            yield notice.found(
                *("cookies", "entries", keys[0], *(() if variant else ("consent",))),
                subject=subject,
                value=",".join(sorted(keys)) if len(keys) > 1 else variant,
                variant=variant,
                severity=severity,
                arguments={"items": Several(tuple(_name(entries[key]) for key in keys))},
            )


def _is_unstated(entry: Cookie) -> bool:
    """Whether it is not known if a cookie is necessary, or set with consent, so that it may lack the consent."""
    return None in (entry.necessary, entry.consent) and True not in (entry.necessary, entry.consent)


def _name(entry: Cookie) -> Argument:
    return entry.name or entry.text


@cache
def _compile(key: str, language: str) -> WordPattern:
    """A pattern for the words on cookies under a key: what they are called, or what is said of them."""
    return compile_words(load_words(f"cookies.{key}", language) or ())


@NOTICE.rule("notice/cookie-unlisted")
def cookie_unlisted(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice speaks of cookies and lists none, and not because only necessary ones, or none, are used."""
    cookies = notice.record.cookies
    if cookies is not None and cookies.entries:
        return
    spoken = [(steps, text) for steps, text in notice.texts if steps[0] == "cookies" or _speaks_of_cookies(text)]
    if spoken and not any(_needs_no_list(text) for _, text in spoken):
        yield notice.found(*spoken[0][0], subject="cookies")


def _speaks_of_cookies(text: Text) -> bool:
    return any(_compile("cookies", language).search(words) for language, words in text.items())


def _needs_no_list(text: Text) -> bool:
    """Whether a text says, in any of its languages, that only necessary cookies are used, or none."""
    return any(
        _compile("none", language).search(_compile("between", language).sub("", sentence))
        or _says_only_necessary(sentence, language)
        for language, words in text.items()
        for sentence in split_sentences(words)
    )


def _says_only_necessary(sentence: str, language: str) -> bool:
    """Whether a sentence says that only necessary cookies are used, and not that others are with consent."""
    asks = _compile("consent", language).search(_compile("no_consent", language).sub("", sentence))
    return not asks and all(_compile(key, language).search(sentence) for key in ("only", "necessary"))
