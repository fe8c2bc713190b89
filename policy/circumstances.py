"""The circumstances of a notice that decide which law may be cited: read from its controller and its sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec.structs import replace

from seloste.policy.law.circumstances import Circumstances, Collection
from seloste.policy.law.data import load_law_data
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.parties import Controller


def read_circumstances(policy: Policy) -> Circumstances:
    """The circumstances of a notice: its controller's establishment and the kind of its sources."""
    return Circumstances(find_establishment(policy.controller), _read_collection(policy))


def apply_law(law: LawOn, policy: Policy) -> LawOn:
    """The law of a day as it applies to the controller of a notice."""
    return law.apply_to(read_circumstances(policy))


def apply_law_to_change(law: LawOn, old: Policy, new: Policy) -> LawOn:
    """The law of a day as it applies to a change: the controller's of today, and the sources of both notices.

    What a change means for people hangs on how their data were collected, which was by the notice of before.
    """
    circumstances = read_circumstances(new)
    if _read_collection(old) is not circumstances.collection:
        circumstances = replace(circumstances, collection=Collection.BOTH)
    return law.apply_to(circumstances)


def find_establishment(controller: Controller) -> str | None:
    """The country of a controller's address, or without one of its business id; None where neither tells."""
    if controller.address is not None and controller.address.country is not None:
        return controller.address.country
    return find_country_of_id(controller.business_id or "")


def find_country_of_id(id: str) -> str | None:
    """The country in whose form a business id is written; None where the data know no such form."""
    return next((country for country, form in _load_forms().items() if form.fullmatch(id.strip())), None)


def knows_form_of_id(country: str) -> bool:
    """Whether the data know in which form the business ids of a country are written."""
    return country in _load_forms()


def _read_collection(policy: Policy) -> Collection:
    kinds = {source.direct for source in policy.sources.values()}
    if len(kinds) != 1:
        return Collection.BOTH
    return Collection.DIRECT if True in kinds else Collection.INDIRECT


@cache
def _load_forms() -> Mapping[str, re.Pattern[str]]:
    return {country: re.compile(form) for country, form in load_law_data("business_ids").items()}
