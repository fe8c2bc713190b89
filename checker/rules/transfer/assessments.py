"""The assessment of the third country, which clauses and binding rules need (GDPR Art. 46, C-311/18)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import TRANSFER
from seloste.checker.rules.transfer.hop_findings import find_failure, find_third_country, make_finding, point_to_promise
from seloste.policy.law.law import LawOn


@TRANSFER.rule("transfer/assessment-missing")
def assessment_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Clauses or binding rules are used without an assessment of the third country's law."""
    if (
        find_third_country(hop, law) is None
        or hop.transfer is None
        or hop.transfer.instrument is None
        or find_failure(hop, law)
    ):
        return
    tool = law.get_instrument(hop.transfer.instrument)
    if tool.needs_assessment and hop.transfer.assessment is None:
        yield point_to_promise(hop, make_finding(hop, law, "instrument", value=hop.transfer.instrument), index)
