"""The national law that was not looked at: that of the controller's country, where the data have none of it."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.result import NATIONAL_LAW, NotChecked
from seloste.policy.circumstances import apply_law, find_establishment
from seloste.policy.law.authorities import load_national_laws
from seloste.policy.law.law import LawOn


def list_unseen_law(notice: NoticeEntry | None, law: LawOn) -> Iterator[NotChecked]:
    """The law of the country where the controller is established; of no country, where it is not known which."""
    if notice is None:
        return
    applied, country = apply_law(law, notice.record), find_establishment(notice.record.controller)
    if country is None:
        yield NotChecked(NATIONAL_LAW, "establishment-unknown", limits_rules=False)
    elif not any(applied.is_established_in(known) for known in load_national_laws()):
        yield NotChecked(NATIONAL_LAW, "national-law-unseen", limits_rules=False, country=country)
