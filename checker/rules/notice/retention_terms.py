"""Rules about storage periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import Arguments, NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy


@NOTICE.rule("notice/retention-missing")
def retention_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A category of data subjects, or a purpose, that no storage period covers, or not for all of its fields."""
    policy, entries = notice.record, notice.record.retention.values()
    groups = _Coverage(policy, ((entry.data_subjects, entry.fields) for entry in entries))
    for key, group in policy.data_subjects.items():
        if not groups.is_whole(key):
            gap = groups.find_gap(key, groups.list_fields_of_group(key))
            yield from _report_gap(notice, ("data_subjects", key), group.text, "group", gap)
    purposes = _Coverage(policy, ((entry.purposes, entry.fields) for entry in entries))
    for key, purpose in policy.purposes.items():
        if not purposes.is_whole(key):
            gap = purposes.find_gap(key, purpose.fields)
            yield from _report_gap(notice, ("purposes", key), purpose.text, "purpose", gap)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The fields of a group or a purpose that no storage period covers; `whole`: none of its fields has one."""

    whole: bool
    value: str = ""
    fields: tuple[Text, ...] = ()


def _report_gap(
    notice: NoticeEntry, steps: tuple[str, str], text: Text, variant: str, gap: _Gap | None
) -> Iterator[RuleFinding]:
    if gap is not None and gap.whole:
        yield notice.found(*steps, variant=variant, arguments={"text": text})
    elif gap is not None:
        arguments: Arguments = {"text": text, "fields": Several(gap.fields)}
        yield notice.found(*steps, value=gap.value, variant=f"{variant}-fields", arguments=arguments)


class _Coverage:
    """The groups or the purposes that storage periods cover, some of them only for the fields that entries name."""

    def __init__(self, policy: Policy, entries: Iterable[tuple[list[str] | None, list[str] | None]]) -> None:
        self._policy = policy
        self._whole: set[str | None] = set()
        self._fields: dict[str | None, set[str]] = {}
        for names, fields in entries:
            for name in [None] if names is None else names:
                if fields is None:
                    self._whole.add(name)
                else:
                    self._fields.setdefault(name, set()).update(fields)

    def is_whole(self, name: str) -> bool:
        """Whether an entry covers the group or purpose with every field."""
        return None in self._whole or name in self._whole

    def find_gap(self, name: str, used: list[str] | None) -> _Gap | None:
        """What no entry covers of the fields that are used for a purpose, or of a group; None: every field is."""
        if used is None and name not in self._fields:
            return self._common_gap  # the same for all such names, of which there may be as many as fields
        return self._compute_gap(name, used)

    @cached_property
    def _common_gap(self) -> _Gap | None:
        return self._compute_gap(None, None)

    def _compute_gap(self, name: str | None, used: list[str] | None) -> _Gap | None:
        covered = [fields for fields in (self._fields.get(None), self._fields.get(name)) if fields]
        known = self._policy.fields
        among = list(known) if used is None else [field for field in dict.fromkeys(used) if field in known]
        missing = [field for field in among if not any(field in fields for fields in covered)]
        if not covered or (among and len(missing) == len(among)):
            return _Gap(whole=True)
        named = tuple(known[field].text for field in missing)
        return _Gap(whole=False, value=",".join(sorted(missing)), fields=named) if missing else None

    def list_fields_of_group(self, group: str) -> list[str] | None:
        """The fields of the purposes that concern a category of data subjects; None: every field."""
        everyone, own = self._used.get(None, set()), self._used.get(group, set())
        if everyone is None or own is None:
            return None
        return [field for field in self._policy.fields if field in everyone or field in own] or None

    @cached_property
    def _used(self) -> dict[str | None, set[str] | None]:
        """The fields that purposes use of each category of data subjects, and (None) of all; None: every field."""
        found: dict[str | None, set[str] | None] = {}
        for purpose in self._policy.purposes.values():
            for group in [None] if purpose.data_subjects is None else purpose.data_subjects:
                known = found.setdefault(group, set())
                if purpose.fields is None:
                    found[group] = None
                elif known is not None:
                    known.update(purpose.fields)
        return found


@NOTICE.rule("notice/retention-open-ended")
def retention_open_ended(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A storage period has a minimum, and nothing says when it ends, nor that the data are kept for good."""
    for key, entry in notice.record.retention.items():
        if entry.minimum is not None and entry.maximum is None and not (entry.permanent or entry.criteria):
            yield notice.found("retention", key, arguments={"text": entry.text})


@NOTICE.rule("notice/retention-contradictory")
def retention_contradictory(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A storage period has a minimum that is longer than its maximum."""
    for key, entry in notice.record.retention.items():
        minimum, maximum = entry.minimum, entry.maximum
        if minimum is None or maximum is None or minimum.after != maximum.after:
            continue
        if minimum.period.longer_than(maximum.period, law.day):
            yield notice.found(
                "retention",
                key,
                "minimum",
                "period",
                subject=f"retention.{key}",
                value=f"{minimum.period.normal}>{maximum.period.normal}",
                arguments={"minimum": minimum.period, "maximum": maximum.period},
            )
