"""Rules whose law is that of one country: what they find where it is not known whether it binds the controller."""

from __future__ import annotations

from dataclasses import replace

from seloste.checker.finding import RuleFinding, Severity

#: The message that names the missing fact.
UNESTABLISHED = "unestablished"


def as_unknown(found: RuleFinding, *law: str) -> RuleFinding:
    """The finding as a warning that it is not known where the controller is established, on the law of the Union."""
    return replace(found, variant=UNESTABLISHED, severity=Severity.WARNING).citing(law, from_memory=False)
