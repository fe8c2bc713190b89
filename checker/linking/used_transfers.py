"""The countries that data go to and the grounds given for it, of the notice and of all records together."""

from __future__ import annotations

from collections.abc import Iterable

from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.policy.law.law import Law
from seloste.policy.topics import UsedTransfers


def find_used_transfers(index: Index, systems: Iterable[DeclaredRecord[System]], law: Law) -> UsedTransfers:
    """What the notice names, and every entry of systems, processors and recipients."""
    named = index.notice.record.transfers
    hops = index.list_hops(systems)
    tools = {hop.transfer.instrument for hop in hops if hop.transfer is not None and hop.transfer.instrument}
    tools |= set(named.instruments or ()) if named else set()
    tools |= {each for tool in tools if tool in law.instruments for each in law.instruments[tool].any_of}
    countries = {hop.country for hop in hops if hop.country} | (set(named.countries or ()) if named else set())
    countries |= {country for tool in tools if tool in law.instruments for country in law.instruments[tool].countries}
    return UsedTransfers(frozenset(countries), frozenset(tools))
