"""Every place that the data of a result go to, for those who tell of it: each hop with all the ways that lead there."""

from __future__ import annotations

from seloste.checker.linking.hops import Hop, notice_hops, processor_hops, system_hops
from seloste.checker.linking.index import Index, usage_of
from seloste.checker.result import Result
from seloste.checker.rules.context import Settings, Usage
from seloste.policy.period import Period

#: An index needs one; nothing about where data go depends on it.
_CONTEXT = Settings(review_within=Period("P1Y"), warn_ahead=Period("P90D"))


def destinations(result: Result) -> tuple[Hop, ...]:
    """The hops of every system, then of every processor, then of the notice; none where it could not be read."""
    if result.notice is None:
        return ()
    usage = Usage()
    for system in result.system_entries.values():
        usage.add(usage_of(system))
    processors = result.processor_entries
    index = Index(result.notice, processors, frozenset(processors), _CONTEXT, usage)
    return (
        *(hop for system in result.system_entries.values() for hop in system_hops(system, processors)),
        *(hop for entry in processors.values() for hop in processor_hops(entry, index.chains(entry.id))),
        *notice_hops(result.notice),
    )
