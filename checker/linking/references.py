"""References that must lead somewhere (`input/unknown-reference`): inside the policy, and to subprocessors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from seloste.checker.assertions.schema import find_schema_error
from seloste.checker.finding import Finding, Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.reading.documents import Document
from seloste.policy.names import nearest_name

Steps = tuple[str | int, ...]


def link_policy(notice: NoticeEntry) -> Iterator[Finding]:
    """Each reference of the policy to something that it does not declare itself, and each assertion that is none."""
    policy = notice.record
    for section, promises in (("safeguards", policy.safeguards), ("custom", policy.custom)):
        for key, promise in promises.items():
            wrong = None if promise.assert_ is None else find_schema_error(promise.assert_)
            if wrong is not None:
                yield _no_schema(notice.document, (section, key, "assert"), f"{section}.{key}", wrong)
    for section, holders in (("purposes", policy.purposes), ("retention", policy.retention), ("rights", policy.rights)):
        for key, holder in holders.items():
            for target in ("data_subjects", "fields", "purposes"):
                known = getattr(policy, target)
                for number, reference in enumerate(getattr(holder, target, None) or ()):
                    if reference not in known:
                        steps = (section, key, target, number)
                        yield _dangling(notice.document, steps, f"{section}.{key}", reference, target, known)


def _no_schema(document: Document, steps: Steps, subject: str, detail: str) -> Finding:
    location = document.locate(*steps)
    return Finding(
        rule="input/invalid-value",
        severity=Severity.ERROR,
        subject=subject,
        location=location,
        variant="schema",
        arguments={"detail": detail},
        value=detail,
        excerpt=document.source_line(location.line),
    )


def link_processors(
    processors: Mapping[str, DeclaredRecord[Processor]], listed: Collection[str] | None
) -> Iterator[Finding]:
    """Each subprocessor that the processor list does not have. `listed` holds the ids of invalid entries too."""
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
    return Finding(
        rule="input/unknown-reference",
        severity=Severity.ERROR,
        subject=subject,
        location=location,
        variant="suggestion" if nearest else "",
        arguments={"value": reference, "kind": kind, **({"suggestion": nearest} if nearest else {})},
        value=reference,
        excerpt=document.source_line(location.line),
    )
