"""References that must lead somewhere (`input/unknown-reference`): inside the policy, and to subprocessors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from seloste.checker.finding import Finding, RuleFinding, input_finding
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.reading.documents import Document
from seloste.policy.names import nearest_name

Steps = tuple[str | int, ...]


def check_policy_references(notice: NoticeEntry) -> Iterator[Finding]:
    """A finding for each reference of the policy to an entry that it does not have."""
    policy = notice.record
    for section, holders in (("purposes", policy.purposes), ("retention", policy.retention), ("rights", policy.rights)):
        for key, holder in holders.items():
            for target in ("data_subjects", "fields", "purposes"):
                known = getattr(policy, target)
                for number, reference in enumerate(getattr(holder, target, None) or ()):
                    if reference not in known:
                        steps = (section, key, target, number)
                        yield _dangling(notice.document, steps, f"{section}.{key}", reference, target, known)


def check_processor_references(
    processors: Mapping[str, DeclaredRecord[Processor]], listed: Collection[str] | None
) -> Iterator[Finding]:
    """A finding for each subprocessor that is not listed. `listed` has the ids of invalid entries too."""
    for entry in processors.values():
        for number, reference in enumerate(entry.record.subprocessors or ()):
            if listed is not None and reference not in listed:
                steps = ("processors", entry.id, "subprocessors", number)
                yield _dangling(entry.document, steps, entry.subject, reference, "processors", listed)


def _dangling(
    document: Document, steps: Steps, subject: str, reference: str, kind: str, known: Collection[str]
) -> Finding:
    nearest = nearest_name(reference, known)
    location = document.locate(*steps)
    found = RuleFinding(
        subject=subject,
        location=location,
        variant="suggestion" if nearest else "",
        arguments={"value": reference, "kind": kind, **({"suggestion": nearest} if nearest else {})},
        value=reference,
        excerpt=document.source_line(location.line),
    )
    return input_finding("unknown-reference", found)
