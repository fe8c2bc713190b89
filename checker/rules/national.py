"""Rules whose law is that of one country: what they find where it is not known whether it binds the controller."""

from __future__ import annotations

from msgspec.structs import replace

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.rules.catalogue import find_rule
from seloste.policy.law.law import LawOn

#: The message that names the missing fact.
UNESTABLISHED = "unestablished"


def is_bound(rule_id: str, law: LawOn) -> bool | None:
    """Whether the law of a rule binds the controller; None where nobody knows where that is established."""
    found = {law.binds(citation) for citation in find_rule(rule_id).law}
    return True if True in found else None if None in found else False


def as_unknown(found: RuleFinding, *law: str) -> RuleFinding:
    """The finding as a warning that it is not known where the controller is established, on the law of the Union."""
    return replace(found, variant=UNESTABLISHED, severity=Severity.WARNING).citing(law, from_memory=False)
