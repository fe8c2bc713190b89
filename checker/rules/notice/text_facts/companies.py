"""Companies: those that the words on processors and on disclosures name, beside the recipients of the section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from seloste.checker.finding import Argument
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.checker.rules.notice.text_facts.sections import SectionText, group_by_language
from seloste.policy.law.law import LawOn
from seloste.policy.prose.likeness import split_words
from seloste.policy.prose.mentions.companies import CompanyMention, find_companies, names_only_companies

#: Words shorter than this name nobody.
_SHORTEST = 2
#: Names are compared by so many letters.
_LONGEST = 30
#: Words of names that many companies have.
_COMMON = frozenset(
    {"group", "services", "service", "the", "of", "and", "ja", "och", "finland", "suomi", "nordic", "europe", "emea"}
    | {
        "oy",
        "oyj",
        "ab",
        "abp",
        "ltd",
        "inc",
        "llc",
        "gmbh",
        "as",
        "bv",
        "corp",
        "plc",
        "ry",
        "rf",
        "co",
        "ag",
        "limited",
    }
    | {"international", "ireland", "cloud", "web", "data", "digital", "solutions", "global", "sverige", "technologies"}
)


class _Recipient(Struct, frozen=True):
    """A recipient of the keys.

    `words`: every word by which a text may name it. `own`: those of its id and names that not every company has.
    `name`: what messages call it. `is_known`: whether its name is.
    """

    id: str
    name: Argument
    own: frozenset[str]
    words: frozenset[str]
    is_known: bool


def find_contradicting_companies(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[Contradiction]:
    """The companies that words name and the recipients lack; with "only", the recipients that the words lack."""
    for section in ("processors", "disclosures"):
        recipients = _list_recipients(notice, index, section)
        if not recipients:
            continue
        others = _list_own_words(notice) | _list_category_words(notice)
        for texts in group_by_language(notice, section):
            named = [
                (text, mention)
                for text in texts
                for sentence in text.sentences
                for mention in find_companies(sentence, text.language)
            ]
            closed = any(names_only_companies(sentence, text.language) for text in texts for sentence in text.sentences)
            yield from _compare(section, named, recipients, others, texts, closed=closed)


def _compare(
    section: str,
    named: Sequence[tuple[SectionText, CompanyMention]],
    recipients: Sequence[_Recipient],
    others: frozenset[str],
    texts: Sequence[SectionText],
    *,
    closed: bool,
) -> Iterator[Contradiction]:
    by_word: dict[str, set[str]] = {}
    for each in recipients:
        for word in each.words:
            by_word.setdefault(word, set()).add(each.id)
    met = {id for _, mention in named for word in _distinctive(mention.names) for id in by_word.get(word, ())}
    unknown = [each for each in recipients if not each.is_known and each.id not in met]
    lacking = [
        (text, mention)
        for text, mention in named
        if mention.asserted
        and _distinctive(mention.names).isdisjoint(by_word)
        and not _is_same(mention, others)
        and not _is_used_by(mention, recipients)
    ]
    if lacking and not unknown:
        normal = {mention.key for _, mention in lacking}
        yield _contradict(section, Kind.COMPANY, lacking, [each.name for each in recipients], normal)
    restricting = [(text, mention) for text, mention in named if (mention.only or closed) and mention.asserted]
    written = _list_beginnings(word for text in texts for word in split_words(text.words))
    unnamed = [
        each
        for each in recipients
        if each.id not in met and written.isdisjoint(word[:_LONGEST] for word in _distinctive(each.words))
    ]
    if restricting and unnamed and not lacking and not unknown:
        names = [each.name for each in unnamed]
        yield _contradict(section, Kind.COMPANY_ONLY, restricting, names, {each.id for each in unnamed})


def _list_beginnings(words: Iterable[str]) -> frozenset[str]:
    """The words and their beginnings, since a name may have an ending: "Mailerille"."""
    return frozenset(word[:length] for word in words for length in range(1, min(len(word), _LONGEST) + 1))


def _is_used_by(mention: CompanyMention, recipients: Sequence[_Recipient]) -> bool:
    """Whether a recipient uses the company: it is one of its own processors."""
    names = tuple(word for each in recipients for word in each.own if len(word) > _SHORTEST)
    return any(word.startswith(names) for word in mention.users) if names else False


def _is_same(mention: CompanyMention, words: frozenset[str]) -> bool:
    """Whether a company may be one that those words name: it shares a word that not every company has."""
    return not _distinctive(mention.names).isdisjoint(words)


def _distinctive(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words - _COMMON if len(word) >= _SHORTEST) or words


def _list_recipients(notice: NoticeEntry, index: Index, section: str) -> list[_Recipient]:
    """The recipients of a section, with the words of their ids, names and texts."""
    content = getattr(notice.record, section)
    found = []
    for key, entry in ((content.recipients if content else None) or {}).items():
        listed = index.processors.get(key) if section == "processors" else None
        names = [name for name in (getattr(entry, "name", None), listed.record.name if listed else None) if name]
        texts = list((entry.text or {}).values())
        words = frozenset(word for text in (key, *names, *texts) for word in split_words(text))
        own = frozenset(word for text in (key, *names) for word in _distinctive(frozenset(split_words(text))))
        name: Argument = names[0] if names else dict(entry.text) if entry.text else key
        found.append(_Recipient(key, name, own, words, bool(names or texts) or section == "disclosures"))
    return found


def _list_own_words(notice: NoticeEntry) -> frozenset[str]:
    """The words of the controller's own name, of joint controllers and of a representative."""
    record = notice.record
    parties = [record.controller, *record.joint_controllers.values()]
    names = [party.name for party in parties]
    names += [party.representative.name for party in parties if party.representative is not None]
    return frozenset(word for name in names for word in split_words(name))


def _list_category_words(notice: NoticeEntry) -> frozenset[str]:
    """The words of the categories of processors."""
    processors = notice.record.processors
    texts = [
        text for category in (processors.categories.values() if processors else ()) for text in category.text.values()
    ]
    return frozenset(word for text in texts for word in split_words(text))


def _contradict(
    section: str,
    kind: Kind,
    named: Sequence[tuple[SectionText, CompanyMention]],
    keys: Sequence[Argument],
    normal: set[str],
) -> Contradiction:
    """The contradiction of some words of one language."""
    first, _ = named[0]
    return Contradiction(
        promise=section,
        kind=kind,
        words={first.language: ", ".join(dict.fromkeys(mention.quoted for _, mention in named))},
        words_at=first.steps,
        keys=tuple(keys),
        keys_at=((section, "recipients"),),
        normal=frozenset(normal),
    )
