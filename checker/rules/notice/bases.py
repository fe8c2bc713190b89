"""The legal bases of the purposes, and the data that each purpose uses, as several rules look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from seloste.checker.finding import Argument, RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.policy.processing import LegalBasis, PersonalData, Purpose
from seloste.policy.vocabulary import Basis


class StatedBasis(Struct, frozen=True):
    """A legal basis of a purpose: the purpose's id, the purpose, and the number of the basis in its list."""

    key: str
    purpose: Purpose
    number: int

    @property
    def basis(self) -> LegalBasis:
        """The basis itself."""
        return self.purpose.legal_bases[self.number]

    @property
    def name(self) -> str:
        """What tells the basis from the others of its purpose: its kind, and whom and which data it is for."""
        limits = (("data_subjects", self.basis.data_subjects), ("fields", self.basis.fields))
        named = (f"{key}={','.join(sorted(set(ids)))}" for key, ids in limits if ids is not None)
        return " ".join((self.basis.basis, *named))

    def found(self, notice: NoticeEntry, variant: str = "", **arguments: Argument) -> RuleFinding:
        """A finding about the basis: about its purpose, where it is the only one."""
        subject, several = f"purposes.{self.key}", len(self.purpose.legal_bases) > 1
        return notice.found(
            "purposes",
            self.key,
            "legal_basis",
            *((self.number,) if several else ()),
            subject=subject,
            value=self.name if several else "",
            variant=variant,
            arguments={"text": self.purpose.text, **arguments},
        )


def list_bases(notice: NoticeEntry, basis: Basis) -> Iterator[StatedBasis]:
    """The legal bases of that kind, of every purpose."""
    for key, purpose in notice.record.purposes.items():
        for number, each in enumerate(purpose.legal_bases):
            if each.basis is basis:
                yield StatedBasis(key, purpose, number)


def select_fields(notice: NoticeEntry, condition: Callable[[PersonalData], bool]) -> dict[str, PersonalData]:
    """The fields of the notice that meet a condition."""
    return {id: field for id, field in notice.record.fields.items() if condition(field)}


def select_used(purpose: Purpose, fields: dict[str, PersonalData]) -> dict[str, PersonalData]:
    """Those of some fields that a purpose uses: what it and its legal bases name, or all where it names none."""
    if purpose.fields is None:
        return fields
    further = (field for basis in purpose.legal_bases for field in basis.fields or ())
    return {id: fields[id] for id in (*purpose.fields, *further) if id in fields}


def list_used_fields(notice: NoticeEntry, purpose: Purpose) -> dict[str, PersonalData]:
    """The fields that a purpose uses, of all that the notice has."""
    return select_used(purpose, notice.record.fields)
