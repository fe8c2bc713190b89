"""The notice for machines: JSON-LD in the terms of the W3C Data Privacy Vocabulary (DPV).

The document contains its context, so a reader fetches nothing. Parts of the notice keep the anchors of its page, such
as `#purposes.billing`. `policy/dpv.yaml` maps the values of the notice to terms.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress

from seloste.policy.base import Text
from seloste.policy.commitments import NeverPromise, Retention
from seloste.policy.notice import Policy
from seloste.policy.parties import Controller
from seloste.policy.processing import LegalBasis, PersonalData, Purpose, Recipient
from seloste.policy.vocabulary import Duty, load_controls
from seloste.reports.exports.dpv_nodes import (
    Node,
    list_instrument_terms,
    list_paths,
    list_values,
    load_terms,
    make_literal,
    make_node,
    make_places,
    make_refs,
    make_terms,
    strip_node,
)
from seloste.reports.language.language import UnknownLanguageError, load_language


def build_dpv(
    policy: Policy,
    *,
    names: Mapping[str, str] | None = None,
    languages: Sequence[str] | None = None,
    base: str | None = None,
) -> Node:
    """The notice as a JSON-LD document of plain values.

    Args:
        policy: The notice.
        names: The names of processors by id, for a notice that names them.
        languages: The languages of its texts; None: all.
        base: The address that anchors are relative to; None: that of the document.
    """
    context: Node = {
        **load_terms()["prefixes"],
        "dct": "http://purl.org/dc/terms/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "title": {"@id": "dct:title", "@container": "@language"},
    }
    if base is not None:
        context["@base"] = base
    return {"@context": context, "@graph": [strip_node(node, languages) for node in _list_nodes(policy, names or {})]}


def _list_nodes(policy: Policy, names: Mapping[str, str]) -> Iterator[Node]:
    yield _make_notice(policy)
    yield _make_processing(policy, names)
    for key, purpose in policy.purposes.items():
        yield _make_purpose_processing(policy, key, purpose)
        yield from _list_limited_processing(policy, key, purpose)
    yield _make_controller("controller", policy.controller)
    for key, joint in policy.joint_controllers.items():
        yield _make_controller(f"joint_controllers.{key}", joint)
    for key, contact in policy.contacts.items():
        if contact.duty is Duty.DPO:
            details = list_values(contact.email, contact.phone)
            yield {**make_node(f"contacts.{key}", "dpv:DataProtectionOfficer"), "dpv:hasContact": details}
    for key, group in policy.data_subjects.items():
        kinds = ["dpv:Child"] if group.children else []
        yield make_node(f"data_subjects.{key}", "dpv:DataSubject", *kinds, text=group.text)
    for key, purpose in policy.purposes.items():
        kinds = ["dpv:DirectMarketing"] if purpose.direct_marketing else []
        yield make_node(f"purposes.{key}", "dpv:Purpose", *kinds, text=purpose.text)
    yield from (_make_field(key, field) for key, field in policy.fields.items())
    for key, source in policy.sources.items():
        kind = "dpv:DataSubjectDataSource" if source.direct else "dpv:ThirdPartyDataSource"
        yield make_node(f"sources.{key}", kind, text=source.text)
    yield from _list_recipients(policy, names)
    yield from (_make_storage(key, entry, policy.fields) for key, entry in policy.retention.items())
    for key, entry in policy.safeguards.items():
        if entry.controls:
            measures = dict.fromkeys(load_controls()[control]["dpv"] for control in entry.controls)
            yield make_node(f"safeguards.{key}", *measures, text=entry.text)
    yield from (_make_prohibition(policy, key, entry) for key, entry in policy.never.items())
    for key, promised in policy.rights.items():
        given = dict.fromkeys(load_terms()["right"][right] for right in promised.rights)
        yield make_node(f"rights.{key}", *given, text=promised.text)


def _make_notice(policy: Policy) -> Node:
    notice = policy.notice
    direct = {source.direct for source in policy.sources.values()}
    kinds = {True: "eu-gdpr:DirectDataCollectionNotice", False: "eu-gdpr:IndirectDataCollectionNotice"}
    return {
        **make_node("notice", "dpv:PrivacyNotice", *(kinds[kind] for kind in kinds if kind in direct)),
        "title": notice.title or notice.name or _compose_titles(policy),
        "dct:language": list(notice.languages),
        "dct:created": make_literal(notice.drawn_up, "date"),
        "dct:issued": make_literal(notice.published, "date"),
        "dct:modified": make_literal(notice.updated or notice.reviewed, "date"),
    }


def _compose_titles(policy: Policy) -> Text:
    """The page's standard title, in the notice's languages that Seloste has words for."""
    name, found = policy.controller.name, {}
    for code in policy.notice.languages:
        with suppress(UnknownLanguageError):
            found[code] = load_language(code).word("notice.title", name=name)
    return found


def _make_processing(policy: Policy, names: Mapping[str, str]) -> Node:
    """The processing as a whole: everything that does not depend on the purpose."""
    node = {
        **make_node("processing", "dpv:PersonalDataHandling", text=policy.notice.name or policy.notice.title),
        "dpv:hasNotice": make_refs(["notice"]),
        "dpv:hasDataController": make_refs(["controller"]),
        "dpv:hasJointDataControllers": _make_joint_refs(policy),
        "dpv:hasDataProtectionOfficer": make_refs(
            f"contacts.{key}" for key, contact in policy.contacts.items() if contact.duty is Duty.DPO
        ),
        "dpv:hasProcess": make_refs(list_paths("processing", policy.purposes)),
        "dpv:hasDataSource": make_refs(list_paths("sources", policy.sources)),
        "dpv:hasStorageCondition": make_refs(list_paths("retention", policy.retention)),
        "dpv:hasProhibition": make_refs(list_paths("never", policy.never)),
        "dpv:hasRight": make_refs(list_paths("rights", policy.rights)),
        **_disclosure_keys(policy, names),
    }
    if policy.legal_bases:
        stated = dict.fromkeys(load_terms()["basis"][each.basis] for each in policy.legal_bases)
        node["dpv:hasLegalBasis"] = [*make_terms(stated), *node.get("dpv:hasLegalBasis", [])]
    if policy.transfers is not None and policy.transfers.hosting:
        places = {"@type": "dpv:StorageLocation", "dpv:hasLocation": make_places(policy.transfers.hosting)}
        node["dpv:hasStorageCondition"] = [*node["dpv:hasStorageCondition"], places]
    if policy.provision is not None and policy.provision.required is not None:
        node["dpv:hasNecessity"] = make_terms([load_terms()["provision"][policy.provision.required]])
    for key, entry in policy.safeguards.items():
        for kind in dict.fromkeys(
            load_terms()["measure"].get(control, "dpv:hasTechnicalMeasure") for control in entry.controls
        ):
            node.setdefault(kind, []).extend(make_refs([f"safeguards.{key}"]))
    return node


def _disclosure_keys(policy: Policy, names: Mapping[str, str]) -> Node:
    """The recipients, processors and third countries of the processing."""
    found: Node = {}
    if policy.disclosures is not None:
        found["dpv:hasRecipient"] = make_refs(list_paths("disclosures.recipients", policy.disclosures.recipients))
    if policy.processors is not None:
        known = [
            id for id, entry in (policy.processors.recipients or {}).items() if entry.name or entry.text or id in names
        ]
        processors = make_refs(list_paths("processors.recipients", known))
        found["dpv:hasDataProcessor"] = processors + make_refs(
            list_paths("processors.categories", policy.processors.categories)
        )
    if policy.transfers is not None:
        found["dpv:hasThirdCountry"] = make_places(policy.transfers.countries or ())
        terms = dict.fromkeys(term for id in policy.transfers.instruments for term in list_instrument_terms(id))
        found["dpv:hasLegalBasis"] = make_terms(terms)
    return found


def _make_joint_refs(policy: Policy, purpose: str | None = None) -> list[Node]:
    """The joint controllers of a purpose alone; None: those of every purpose."""
    return make_refs(
        f"joint_controllers.{key}"
        for key, joint in policy.joint_controllers.items()
        if (purpose in joint.purposes if joint.purposes is not None else purpose is None)
    )


def _make_purpose_processing(policy: Policy, key: str, purpose: Purpose) -> Node:
    """The processing for one purpose: whose data, which data, and on what basis."""
    bases = [load_terms()["basis"][each.basis] for each in purpose.legal_bases if not _is_limited(each)]
    if purpose.special_category_basis is not None:
        bases.append(load_terms()["special_category_basis"][purpose.special_category_basis])
    context = ["dpv:AutomatedDecisionMaking"] if purpose.automated_decision is not None else []
    limited = [number for number, each in enumerate(purpose.legal_bases) if _is_limited(each)]
    return {
        **make_node(f"processing.{key}", "dpv:Process"),
        "dpv:hasPurpose": make_refs([f"purposes.{key}"]),
        "dpv:hasLegalBasis": make_terms(dict.fromkeys(bases)),
        **_data_keys(policy, purpose.data_subjects, purpose.fields),
        "dpv:hasJointDataControllers": _make_joint_refs(policy, key),
        "dpv:hasProcess": make_refs(f"processing.{key}.{number}" for number in limited),
        "dpv:hasProcessing": make_terms(["dpv:Profiling"] if purpose.profiling else []),
        "dpv:hasContext": make_terms(context),
    }


def _list_limited_processing(policy: Policy, key: str, purpose: Purpose) -> Iterator[Node]:
    """The processing of a purpose that has a legal basis of its own: only some people, or only some data."""
    for number, basis in enumerate(purpose.legal_bases):
        if _is_limited(basis):
            groups = purpose.data_subjects if basis.data_subjects is None else basis.data_subjects
            fields = purpose.fields if basis.fields is None else basis.fields
            yield {
                **make_node(f"processing.{key}.{number}", "dpv:Process"),
                "dpv:hasPurpose": make_refs([f"purposes.{key}"]),
                "dpv:hasLegalBasis": make_terms([load_terms()["basis"][basis.basis]]),
                **_data_keys(policy, groups, fields),
            }


def _is_limited(basis: LegalBasis) -> bool:
    return basis.data_subjects is not None or basis.fields is not None


def _data_keys(policy: Policy, groups: Sequence[str] | None, fields: Sequence[str] | None) -> Node:
    """Whose data, and which data, of those that the notice declares; None: all of them."""
    people = [id for id in (policy.data_subjects if groups is None else groups) if id in policy.data_subjects]
    data = [id for id in (policy.fields if fields is None else fields) if id in policy.fields]
    return {
        "dpv:hasDataSubject": make_refs(list_paths("data_subjects", people)),
        "dpv:hasPersonalData": make_refs(list_paths("fields", data)),
    }


def _make_prohibition(policy: Policy, key: str, entry: NeverPromise) -> Node:
    """What is not done with the data. Words that name nothing in the notice are in its text alone."""
    activities = [load_terms()["activity"][each] for each in entry.activities or ()]
    recipients = policy.disclosures.recipients if policy.disclosures is not None else {}
    node = {
        **make_node(f"never.{key}", "dpv:Prohibition", text=entry.text),
        "dpv:hasPurpose": make_refs(f"purposes.{id}" for id in entry.purposes or () if id in policy.purposes),
        "dpv:hasPersonalData": make_refs(f"fields.{id}" for id in entry.fields or () if id in policy.fields),
        "dpv:hasRecipient": make_refs(
            f"disclosures.recipients.{id}" for id in entry.recipients or () if id in recipients
        ),
        "dpv:hasCountry": make_places(entry.countries or ()),
    }
    for activity in activities:
        node.setdefault(activity["as"], []).extend(make_terms([activity["term"]]))
    return node


def _make_controller(id: str, controller: Controller) -> Node:
    address = controller.address
    country = [address.country] if address is not None and address.country is not None else []
    kinds = ["dpv:GovernmentalOrganisation"] if controller.public_authority else []
    parts = (address.street, address.postal_code, address.city) if address is not None else ()
    return {
        **make_node(id, "dpv:DataController", *kinds),
        "dpv:hasName": controller.name,
        "dpv:hasIdentifier": controller.business_id,
        "dpv:hasAddress": ", ".join(part for part in parts if part) or None,
        "dpv:hasCountry": make_places(country),
        "dpv:hasContact": list_values(controller.email, controller.phone, controller.website),
    }


def _make_field(key: str, field: PersonalData) -> Node:
    kinds = [f"pd:{field.category}"] if field.category in load_terms()["personal_data"] else []
    if field.special_category:
        kinds.append("dpv:SpecialCategoryPersonalData")
    return make_node(f"fields.{key}", "dpv:PersonalData", *kinds, text=field.text)


def _list_recipients(policy: Policy, names: Mapping[str, str]) -> Iterator[Node]:
    if policy.disclosures is not None:
        yield from (_make_recipient(key, entry) for key, entry in policy.disclosures.recipients.items())
    if policy.processors is not None:
        for id, named in (policy.processors.recipients or {}).items():
            name = named.name or names.get(id)
            if name or named.text:  # an id of the processor list says nothing to others
                yield {
                    **make_node(f"processors.recipients.{id}", "dpv:DataProcessor", text=named.text),
                    "dpv:hasName": name,
                    "dpv:hasCountry": make_places([named.country] if named.country else []),
                }
        for id, category in policy.processors.categories.items():
            yield make_node(f"processors.categories.{id}", "dpv:DataProcessor", text=category.text)


def _make_recipient(key: str, entry: Recipient) -> Node:
    kind = "dpv:Authority" if entry.authority else "dpv:ThirdParty"
    node = make_node(f"disclosures.recipients.{key}", "dpv:Recipient", kind, text=entry.text)
    return {**node, "dpv:hasCountry": make_places([entry.country] if entry.country else [])}


def _make_storage(key: str, entry: Retention, fields: Container[str]) -> Node:
    node = make_node(f"retention.{key}", "dpv:StorageDuration", text=entry.text)
    if entry.maximum is not None:
        period = {"@type": "dpv:TemporalDuration", "rdf:value": make_literal(entry.maximum.period, "duration")}
        node["dpv:hasDuration"] = period
    elif entry.permanent is not None:
        node["dpv:hasDuration"] = {"@type": "dpv:EndlessDuration", "title": dict(entry.permanent.ground)}
    elif entry.criteria is not None:
        node["dpv:hasDuration"] = {"@type": "dpv:IndeterminateDuration", "title": dict(entry.criteria)}
    node["dpv:hasPersonalData"] = make_refs(f"fields.{id}" for id in entry.fields or () if id in fields)
    node["dpv:hasStorageCondition"] = [
        {"@type": "dpv:StorageCondition", "title": dict(exception.text or entry.text)} for exception in entry.exceptions
    ]
    return node
