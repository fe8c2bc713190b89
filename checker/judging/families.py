"""Every module with rules, in the order of the catalogue. A rule that is not imported here does not exist."""

from seloste.checker.rules import processor, system, transfer, waiver
from seloste.checker.rules.notice import identity, language, purposes, recipients, retention, rights, upkeep

MODULES = (identity, purposes, recipients, retention, rights, language, upkeep, system, processor, transfer, waiver)
