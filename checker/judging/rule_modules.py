"""Every module with rules, in the order of the catalogue. A rule that is not imported here does not exist."""

from seloste.checker.rules import (
    evidence_columns,
    evidence_documents,
    hosting,
    infrastructure,
    kept_by_infrastructure,
    never_broken,
    processor,
    services_in_use,
    system,
)
from seloste.checker.rules.notice import (
    contradictions,
    cookies,
    identity,
    language,
    maintenance,
    marketing,
    origins,
    people,
    placeholders,
    purposes,
    recipients,
    retention_terms,
    rights,
)
from seloste.checker.rules.notice.text_facts import rule as text_facts
from seloste.checker.rules.transfer import assessments, certifications, destinations, transfer_tools
from seloste.checker.suppression import waiver_rules

MODULES = (
    identity,
    people,
    purposes,
    marketing,
    origins,
    recipients,
    retention_terms,
    rights,
    language,
    placeholders,
    maintenance,
    text_facts,
    contradictions,
    cookies,
    system,
    never_broken,
    hosting,
    processor,
    destinations,
    transfer_tools,
    certifications,
    assessments,
    infrastructure,
    evidence_columns,
    services_in_use,
    kept_by_infrastructure,
    evidence_documents,
    waiver_rules,
)
