"""What no check of such files examines, to be named among what was not checked: each only where it applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seloste.checker.evidence.documents.document_finder import DocumentLookup
from seloste.checker.finding import Argument, CountryName, Word, cut_text
from seloste.checker.judging.loaded_workspace import LoadedWorkspace
from seloste.checker.judging.partial_result import PartialResult
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.unseen_papers import MOST_NAMED, UnseenKind, UnseenTally
from seloste.checker.result import NotChecked
from seloste.policy.base import Text
from seloste.policy.circumstances import find_establishment
from seloste.policy.declaration import Document
from seloste.policy.law.authorities import load_national_laws
from seloste.policy.law.law import LawOn
from seloste.policy.vocabulary import Basis, Section

#: How much of a path is shown, in characters.
_LONGEST = 100
#: The sections of which no word is compared with a key. Of the others periods, countries, tools and the like are.
_UNREAD = (
    *(Section.CONTROLLER, Section.DATA_SUBJECTS, Section.PURPOSES, Section.FIELDS, Section.SOURCES, Section.PROVISION),
    *(Section.RIGHTS, Section.REQUESTS, Section.AUTOMATED_DECISIONS),
)


def list_unexamined(
    loaded: LoadedWorkspace, found: PartialResult, index: Index | None, law: LawOn
) -> Iterator[NotChecked]:
    """The documents not opened, the lists not consulted, the words not compared, and what no file can tell."""
    notice = loaded.notice
    if notice is None:
        return
    tests, assessments = list(_list_tests(notice)), list(_list_assessments(notice))
    if loaded.scope != "notice":
        given = loaded.evidence.is_given and loaded.evidence.resources
        yield _count("inventory", "inventory-by-evidence" if given else "inventory-unknown", (), found.count)
        yield from _list_documents(notice, [each for _, each in (*tests, *assessments)], index, law)
        yield from _list_unseen(loaded, found, notice)
    if index is not None and index.settings.is_past(law.day):
        yield from _list_later(notice, [*tests, *assessments], law)
    yield from _count_some("balancing-tests", "balancing-tests-unread", [text for text, _ in tests])
    yield from _count_some("impact-assessments", "impact-assessments-unread", [text for text, _ in assessments])
    yield NotChecked("published", "published-uncompared", limits_rules=False, is_inherent=True)
    yield from _list_other_laws(notice)
    yield from _list_words(notice)


def _count(what: str, why: str, items: Iterable[Argument], count: int, *, is_inherent: bool = True) -> NotChecked:
    shown = tuple(items)[:MOST_NAMED]
    return NotChecked(what, why, limits_rules=False, count=count, items=shown, is_inherent=is_inherent)


def _count_some(what: str, why: str, items: list[Any], *, is_inherent: bool = True) -> Iterator[NotChecked]:
    """The same; nothing where there are none."""
    if items:
        yield _count(what, why, items, len(items), is_inherent=is_inherent)


def _list_documents(
    notice: NoticeEntry, tests: Iterable[Document], index: Index | None, law: LawOn
) -> Iterator[NotChecked]:
    """The documents that are on file: nobody opened them. On a past day, those that are younger, or of no day."""
    if index is None or index.documents is None:
        return
    on_file = index.documents.list_on_file()
    named = [each.document for each in tests if each.document is not None]
    apart = {index.documents.find(name, notice.document.path).path for name in named}
    others = {path: found for path, found in on_file.items() if found.path not in apart}
    yield from _count_some("documents-on-file", "documents-unopened", _cut(others))
    if index.settings.is_past(law.day):
        later = {path: found for path, found in on_file.items() if found.dated is not None and found.dated > law.day}
        undated = {path: found for path, found in on_file.items() if found.dated is None}
        yield from _count_some("documents-on-file", "documents-later", _cut(later), is_inherent=False)
        yield from _count_some("documents-on-file", "documents-undated", _cut(undated))


def _cut(documents: Mapping[str, DocumentLookup]) -> list[str]:
    return [cut_text(path, _LONGEST) for path in documents]


def _list_unseen(loaded: LoadedWorkspace, found: PartialResult, notice: NoticeEntry) -> Iterator[NotChecked]:
    """The agreements, assessments and certifications of which only a day is known."""
    tally = UnseenTally()
    for entry in loaded.processors.entries.values():
        tally.count_processor(entry.record)
    tally.add(found.unseen)
    tally.count_notice(notice.record)
    for kind in UnseenKind:
        if tally.counts[kind]:
            yield _count(kind.value.removesuffix("-unseen"), kind.value, tally.names[kind], tally.counts[kind])


def _list_tests(notice: NoticeEntry) -> Iterator[tuple[Text, Document]]:
    """The balancing tests, each with the words of its purpose."""
    for purpose in notice.record.purposes.values():
        for basis in purpose.legal_bases:
            if basis.basis is Basis.LEGITIMATE_INTERESTS and basis.balancing_test is not None:
                yield purpose.text, basis.balancing_test


def _list_assessments(notice: NoticeEntry) -> Iterator[tuple[Text, Document]]:
    """The impact assessments, each with the words of its purpose."""
    for purpose in notice.record.purposes.values():
        if purpose.impact_assessment is not None:
            yield purpose.text, purpose.impact_assessment


def _list_later(notice: NoticeEntry, made: Iterable[tuple[Text, Document]], law: LawOn) -> Iterator[NotChecked]:
    """On a past day: that the notice itself is younger, and the tests and assessments of purposes that are."""
    dated = notice.record.notice
    days = filter(None, (dated.drawn_up, dated.published, dated.updated))
    if any(day > law.day for day in days):
        yield NotChecked("notice", "notice-later", limits_rules=False)
    later = [text for text, document in made if document.date is not None and document.date > law.day]
    yield from _count_some("tests", "tests-later", later, is_inherent=False)


def _list_other_laws(notice: NoticeEntry) -> Iterator[NotChecked]:
    """The countries of joint controllers of whose own law the data know nothing."""
    own = find_establishment(notice.record.controller)
    countries = {find_establishment(each) for each in notice.record.joint_controllers.values()} - {None, own}
    unseen = [CountryName(country) for country in sorted(filter(None, countries - load_national_laws()))]
    yield from _count_some("other-laws", "national-law-others", unseen, is_inherent=False)


def _list_words(notice: NoticeEntry) -> Iterator[NotChecked]:
    """The texts that no rule compares with the keys beside them."""
    sections = [str(steps[0]) for steps, _ in notice.texts]
    unread = [section for section in _UNREAD if section in sections]
    if unread:
        names = tuple(Word(f"notice.headings.{section}") for section in unread)
        count = sum(section in unread for section in sections)
        yield NotChecked("words", "words-in-part", limits_rules=False, count=count, items=names, is_inherent=True)
