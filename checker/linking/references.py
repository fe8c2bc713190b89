"""References that must lead somewhere (`input/unknown-reference`): inside the policy, and to subprocessors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pydantic import BaseModel

from seloste.checker.finding import Finding, RuleFinding, input_finding
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.reading.documents import Document
from seloste.policy.names import NearNames, nearest_name
from seloste.policy.notice import Policy

Steps = tuple[str | int, ...]

#: The sections that entries of the policy refer to.
_REFERRED = ("data_subjects", "fields", "purposes")
#: So many references get a suggestion: it is looked for among all names, which takes a second for a hundred of them.
_MOST_SUGGESTIONS = 50


def check_policy_references(notice: NoticeEntry) -> Iterator[Finding]:
    """A finding for each reference of the policy to an entry that it does not have, or to a section a second time."""
    policy, count = notice.record, 0
    known: dict[str, Collection[str]] = {
        "data_subjects": policy.data_subjects,
        "fields": policy.fields,
        "purposes": policy.purposes,
        "groups.purposes": policy.groups.purposes,
        "groups.fields": policy.groups.fields,
        "sections": policy.sections,
    }
    for steps, target, reference in _list_references(policy):
        if reference not in known[target]:
            count += 1
            nearest = _suggest(reference, known[target], count)
            yield _dangling(notice.document, steps, _name_holder(steps), (reference, nearest), target)
    yield from _find_repeated_sections(notice)


def read_as_meant(notice: NoticeEntry) -> NoticeEntry:
    """The notice with the entries in place of wrong ids that may have meant them, to be judged by.

    Each wrong id has its own finding, and the notice is not valid until it is put right. Without this, much that a
    system does would seem to be against a notice that only has a letter wrong.
    """
    policy = notice.record.model_copy(deep=True)
    near: dict[str, NearNames] = {}
    for _, holder in _list_holders(policy):
        for section in _REFERRED:
            names: list[str] = getattr(holder, section, None) or []
            known = getattr(policy, section)
            for number, name in enumerate(names):
                if name not in known:
                    near[section] = near.get(section) or NearNames(known)
                    names[number] = near[section].find(name) or name
    return NoticeEntry(policy, notice.document)


def _list_holders(policy: Policy) -> Iterator[tuple[Steps, BaseModel]]:
    """The entries of a policy that refer to its own entries, each with the steps to it."""
    for section in ("purposes", "retention", "rights", "joint_controllers"):
        for key, holder in getattr(policy, section).items():
            yield (section, key), holder
            for number, basis in enumerate(getattr(holder, "legal_bases", ())):
                yield (section, key, "legal_basis", number), basis


def _list_references(policy: Policy) -> Iterator[tuple[Steps, str, str]]:
    """The references of a policy to its own entries: the steps to each, the section that it leads to, and itself.

    What a notice says is never done may name anything.
    """
    for steps, holder in _list_holders(policy):
        yield from _list_references_of(holder, steps)
    for section, holders in (("purposes", policy.purposes), ("fields", policy.fields)):
        for key, holder in holders.items():
            if holder.group is not None:
                yield (section, key, "group"), f"groups.{section}", holder.group
    for steps, entry in _list_ordered_sections(policy):
        section, _, own = entry.partition(".")
        if own:
            yield steps, section, own


def _list_ordered_sections(policy: Policy) -> Iterator[tuple[Steps, str]]:
    """The sections in the order that the notice gives, each with the steps to it."""
    for number, joined in enumerate(policy.notice.order or ()):
        for place, entry in enumerate(joined):
            yield ("notice", "order", number, place), entry


def _list_references_of(holder: BaseModel, above: Steps) -> Iterator[tuple[Steps, str, str]]:
    for target in _REFERRED:
        for number, reference in enumerate(getattr(holder, target, None) or ()):
            yield (*above, target, number), target, reference


def _name_holder(steps: Steps) -> str:
    """The path of the entry that a reference stands in."""
    return str(steps[0]) if steps[0] == "notice" else f"{steps[0]}.{steps[1]}"


def _find_repeated_sections(notice: NoticeEntry) -> Iterator[Finding]:
    """A finding for each section that the order of the sections names again: it can stand at one place only."""
    first: dict[str, Steps] = {}
    for steps, entry in _list_ordered_sections(notice.record):
        place = first.setdefault(entry, steps)
        if place != steps:
            location = notice.at(*steps)
            found = RuleFinding(
                subject="notice",
                location=location,
                variant="listed",
                arguments={"key": entry},
                value=entry,
                related=(notice.at(*place),),
                excerpt=notice.document.source_line(location.line),
            )
            yield input_finding("duplicate-key", found)


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
