"""The dated entries of the law that no transfer rests on: what is cited, and what documents must contain."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.dated import DatedEntry
from seloste.policy.law.duties import load_duties, load_processor_terms, load_record_fields, load_record_statements


def list_provisions() -> Iterator[DatedEntry]:
    """Authorities, duties, terms of contracts, and the fields and statements of the record: each entry once."""
    yield from (authority for named in load_authorities().values() for authority in named)
    yield from load_duties().values()
    yield from load_processor_terms().values()
    yield from load_record_fields().values()
    yield from load_record_statements().values()
