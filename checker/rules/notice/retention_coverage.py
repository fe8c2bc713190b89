"""The groups and the purposes that storage periods cover, each by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from seloste.policy.notice import Policy

#: So many fields are looked at, of all names together. Beyond them, a period of some data counts as one of all.
_MOST_LOOKUPS = 2_000_000


class Gap(Struct, frozen=True):
    """The fields of a group or a purpose that no storage period covers; `whole`: none of its fields has one."""

    whole: bool
    fields: tuple[str, ...] = ()


class Coverage:
    """The groups or the purposes that storage periods cover, some of them only for the fields that entries name."""

    def __init__(self, policy: Policy, entries: Iterable[tuple[list[str] | None, list[str] | None]]) -> None:
        self._policy = policy
        self._looked_at = 0
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

    def find_gap(self, name: str, used: list[str] | None) -> Gap | None:
        """What no entry covers of the fields that are used for a purpose, or of a group; None: every field is."""
        if used is None and name not in self._fields:
            return self._common_gap  # the same for all such names, of which there may be as many as fields
        return self._compute_gap(name, used)

    @cached_property
    def _common_gap(self) -> Gap | None:
        return self._compute_gap(None, None)

    def _compute_gap(self, name: str | None, used: list[str] | None) -> Gap | None:
        nothing: set[str] = set()
        every, own = self._fields.get(None, nothing), self._fields.get(name, nothing)
        known = self._policy.fields
        among = list(known) if used is None else [field for field in dict.fromkeys(used) if field in known]
        self._looked_at += len(among)
        if self._looked_at > _MOST_LOOKUPS and (every or own):
            return None
        missing = [field for field in among if field not in every and field not in own]
        if not (every or own) or (among and len(missing) == len(among)):
            return Gap(whole=True)
        return Gap(whole=False, fields=tuple(missing)) if missing else None

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
