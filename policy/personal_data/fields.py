"""Which kinds of personal data a field of a notice names: by its DPV term, its flags, its id and its words."""

from __future__ import annotations

from seloste.policy.processing import PersonalData


def list_named_kinds(id: str, field: PersonalData | None) -> frozenset[str]:
    """The kinds of personal data that a field covers, ids of `kinds.yaml`. None: the notice does not have the field.

    A wide one covers all that are part of it: contact details cover an e-mail address and a telephone number.
    """
    return frozenset()
