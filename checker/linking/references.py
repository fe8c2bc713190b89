"""References that must lead somewhere (`input/unknown-reference`): inside the policy, and to subprocessors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from seloste.checker.finding import Finding, RuleFinding, input_finding
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.reading.documents import Document
from seloste.policy.names import nearest_name

Steps = tuple[str | int, ...]

#: So many references get a suggestion: it is looked for among all names, which takes a second for a hundred of them.
_MOST_SUGGESTIONS = 50


def check_policy_references(notice: NoticeEntry) -> Iterator[Finding]:
    """A finding for each reference of the policy to an entry that it does not have."""
    policy, count = notice.record, 0
    for section, holders in (("purposes", policy.purposes), ("retention", policy.retention), ("rights", policy.rights)):
        for key, holder in holders.items():
            for target in ("data_subjects", "fields", "purposes"):
                known = getattr(policy, target)
                for number, reference in enumerate(getattr(holder, target, None) or ()):
                    if reference not in known:
                        steps, count = (section, key, target, number), count + 1
                        nearest = _suggest(reference, known, count)
                        yield _dangling(notice.document, steps, f"{section}.{key}", (reference, nearest), target)


def check_processor_references(
    processors: Mapping[str, DeclaredRecord[Processor]], listed: Collection[str] | None
) -> Iterator[Finding]:
    """A finding for each subprocessor that is not listed. `listed` has the ids of invalid entries too."""
    count = 0
    for entry in processors.values():
        for number, reference in enumerate(entry.record.subprocessors or ()):
            if listed is not None and reference not in listed:
                steps, count = ("processors", entry.id, "subprocessors", number), count + 1
                nearest = _suggest(reference, listed, count)
                yield _dangling(entry.document, steps, entry.subject, (reference, nearest), "processors")


def _suggest(reference: str, known: Collection[str], count: int) -> str:
    """The name that may have been meant by a reference, the `count`-th that leads nowhere."""
    return nearest_name(reference, known) if count <= _MOST_SUGGESTIONS else ""


def _dangling(document: Document, steps: Steps, subject: str, named: tuple[str, str], kind: str) -> Finding:
    """The finding of a reference that leads nowhere. `named`: what it names, and what may have been meant."""
    reference, nearest = named
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
