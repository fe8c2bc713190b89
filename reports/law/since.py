"""`seloste law --since`: what has changed in the law data since a version or a day, and since a day in the law itself.

For machines (`json`), with `version` 1; days are ISO 8601, words are by language:

- `as_of`, `horizon`, `past_horizon`, `edition` (`version` and `day` of the data)
- `since` (`version` or `day`, the other null), `notice` (the path of the notice at hand; null: none was found)
- `not_checked`: that no national law was looked at, as in `report.json`; empty where it was
- `versions`, the newest first: `version`, `day`, `changes` (`kind`: `added`, `changed`, `corrected` or `removed`;
  `text`, `entries` by file and id, `rules`, `promises`: the ids of those of the notice that it concerns)
- `events`, by day, empty since a version: `day`, `kind` (`begins`: the first day; `ends`: the last day; `event`),
  `entry`, `title`, `citation`, `text` (null but for an event), `promises`
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec import Struct, field

from seloste.checker.result import NotChecked
from seloste.policy.law.authorities import Authority
from seloste.policy.law.changes import DataVersion, LegalEvent, LegalEventKind, list_legal_events, list_versions_since
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.promise import list_promises
from seloste.policy.topics import UsedTransfers, list_concerned
from seloste.reports.formats.json import build_not_checked
from seloste.reports.language.language import Language, capitalize, language_codes, load_language
from seloste.reports.language.omission import describe_omission
from seloste.reports.law.document import build_edition
from seloste.reports.rendering.escape import console, json_text, visible
from seloste.reports.rendering.wrap import wrap_words

_INDENT = "    "


class LawChanges(Struct, frozen=True):
    """What has changed since a version of the data, or a day, and the notice at hand.

    Attributes:
        path: The file of the notice; empty where none was found, or it could not be read.
        policy: The notice itself.
        used: The transfers of the notice and the inventories.
        unseen: That no national law was looked at, where the data have none of the controller's country.
    """

    law: LawOn
    since: str | date
    path: str = ""
    policy: Policy | None = None
    used: UsedTransfers = field(default_factory=UsedTransfers)
    unseen: tuple[NotChecked, ...] = ()

    @property
    def versions(self) -> tuple[DataVersion, ...]:
        """The newer versions of the data. Raises KeyError for an unknown version."""
        return list_versions_since(self.since)

    @property
    def events(self) -> tuple[LegalEvent, ...]:
        """What happened in the law itself since the day; nothing since a version."""
        return list_legal_events(self.law.law, self.since, self.law.day) if isinstance(self.since, date) else ()

    def list_promises(self, references: Iterable[str]) -> tuple[str, ...]:
        """The promises that entries of the law concern; none without a notice."""
        return list_concerned(self.policy, self.law, references, self.used) if self.policy else ()

    def shorten(self, promises: Iterable[str]) -> tuple[str, ...]:
        """The ids of promises, a whole section with several of them by its name: `rights.*`."""
        sections = Counter(each.section for each in list_promises(self.policy)) if self.policy else Counter()
        found = list(promises)
        concerned = Counter(id.partition(".")[0] for id in found)
        whole = {section for section, count in concerned.items() if count > 1 and count == sections[section]}
        names = (id.partition(".")[0] for id in found)
        return tuple(
            dict.fromkeys(f"{section}.*" if section in whole else id for section, id in zip(names, found, strict=True))
        )


def render_since(changes: LawChanges, format: str, language: Language, width: int = 100) -> str:
    """The changes as `text` or `json`."""
    if format == "json":
        return json_text(_build(changes))
    return console(visible("\n".join(_list_lines(changes, language, width)) + "\n"))


def _build(changes: LawChanges) -> dict[str, Any]:
    law, since = changes.law, changes.since
    languages = [load_language(code) for code in language_codes()]
    return {
        "version": 1,
        "as_of": law.day.isoformat(),
        "horizon": law.law.horizon.isoformat(),
        "past_horizon": law.past_horizon,
        "edition": build_edition(law),
        "since": {
            "version": None if isinstance(since, date) else since,
            "day": since.isoformat() if isinstance(since, date) else None,
        },
        "notice": changes.path or None,
        "not_checked": [build_not_checked(each, languages) for each in changes.unseen],
        "versions": [
            {
                "version": version.version,
                "day": version.day.isoformat(),
                "changes": [
                    {
                        "kind": change.kind.value,
                        "text": dict(change.text),
                        "entries": list(change.entries),
                        "rules": list(change.rules),
                        "promises": list(changes.list_promises(change.entries)),
                    }
                    for change in version.changes
                ],
            }
            for version in changes.versions
        ],
        "events": [_build_event(event, changes) for event in changes.events],
    }


def _build_event(event: LegalEvent, changes: LawChanges) -> dict[str, Any]:
    return {
        "day": event.day.isoformat(),
        "kind": event.kind.value,
        "entry": event.reference,
        "title": dict(event.entry.title),
        "citation": dict(event.entry.citation),
        "text": event.text and dict(event.text),
        "promises": list(changes.list_promises([event.reference])),
    }


def _list_lines(changes: LawChanges, language: Language, width: int) -> Iterator[str]:
    word, edition = language.word, changes.law.law.edition
    key = "day" if isinstance(changes.since, date) else "version"
    yield word(f"law.since.since-{key}", since=changes.since)
    yield capitalize(word("law.edition", version=edition.version, horizon=edition.horizon)) + "."
    notice = word("law.since.notice", path=changes.path) if changes.policy else word("law.since.no-notice")
    yield from wrap_words(notice, width, "", "")
    for each in changes.unseen:
        yield from wrap_words(f"{capitalize(describe_omission(each, language))}.", width, "", "")
    yield from ("", word("law.since.data"))
    for version in changes.versions:
        yield f"  {word('law.since.version', version=version.version, day=version.day)}"
        for change in version.changes:
            words = f"{word(f'law.since.{change.kind}')}: {language.text(change.text)}"
            yield from _list_change_lines(words, changes.list_promises(change.entries), changes, language, width)
    if not any(version.changes for version in changes.versions):
        yield f"  {word('law.since.nothing')}"
    if isinstance(changes.since, date):
        yield from ("", word("law.since.law"))
        for event in changes.events:
            yield from _list_event_lines(event, changes, language, width)
        if not changes.events:
            yield f"  {word('law.since.nothing')}"


def _list_event_lines(event: LegalEvent, changes: LawChanges, language: Language, width: int) -> Iterator[str]:
    name = language.text(event.entry.title)
    if not isinstance(event.entry, Authority):
        name = f"{name} ({language.text(event.entry.citation)})"
    words = language.word(f"law.since.{event.kind}", day=event.day, name=name)
    if event.kind is LegalEventKind.EVENT and event.text is not None:
        words = f"{words}: {language.text(event.text)}"
    yield from _list_change_lines(words, changes.list_promises([event.reference]), changes, language, width)


def _list_change_lines(
    words: str, promises: tuple[str, ...], changes: LawChanges, language: Language, width: int
) -> Iterator[str]:
    yield from wrap_words(capitalize(words), width, _INDENT, f"{_INDENT}  ")
    if promises:
        concerned = language.word("law.since.promises", promises=", ".join(changes.shorten(promises)))
        yield from wrap_words(concerned, width, f"{_INDENT}  ", f"{_INDENT}  ")
