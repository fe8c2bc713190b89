"""The notice for machines: JSON-LD in the terms of the W3C Data Privacy Vocabulary (DPV).

The document contains its context, so a reader fetches nothing. Parts of the notice keep the anchors of its page, such
as `#purposes.billing`. `policy/dpv.yaml` maps the values of the notice to terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from seloste.policy.base import Text
from seloste.policy.commitments import Retention
from seloste.policy.countries import is_country
from seloste.policy.data import FOLDER, load_yaml
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from seloste.policy.parties import Controller
from seloste.policy.processing import PersonalData, Purpose, Recipient
from seloste.policy.vocabulary import Duty, load_controls

Node = dict[str, Any]


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
    return {"@context": context, "@graph": [_strip(node, languages) for node in _list_nodes(policy, names or {})]}


@cache
def load_terms() -> Mapping[str, Any]:
    """The terms of the vocabulary, by the values of the notice."""
    terms: Mapping[str, Any] = load_yaml(FOLDER / "dpv.yaml")
    return terms


def _list_nodes(policy: Policy, names: Mapping[str, str]) -> Iterator[Node]:
    yield _make_notice(policy)
    yield _make_processing(policy)
    yield from (_make_purpose_processing(policy, key, purpose) for key, purpose in policy.purposes.items())
    yield _make_controller("controller", policy.controller)
    for key, joint in policy.joint_controllers.items():
        yield _make_controller(f"joint_controllers.{key}", joint)
    for key, contact in policy.contacts.items():
        if contact.duty is Duty.DPO:
            details = _list_values(contact.email, contact.phone)
            yield {**_make_node(f"contacts.{key}", "dpv:DataProtectionOfficer"), "dpv:hasContact": details}
    for key, group in policy.data_subjects.items():
        kinds = ["dpv:Child"] if group.children else []
        yield _make_node(f"data_subjects.{key}", "dpv:DataSubject", *kinds, text=group.text)
    for key, purpose in policy.purposes.items():
        kinds = ["dpv:DirectMarketing"] if purpose.direct_marketing else []
        yield _make_node(f"purposes.{key}", "dpv:Purpose", *kinds, text=purpose.text)
    yield from (_make_field(key, field) for key, field in policy.fields.items())
    for key, source in policy.sources.items():
        kind = "dpv:DataSubjectDataSource" if source.direct else "dpv:ThirdPartyDataSource"
        yield _make_node(f"sources.{key}", kind, text=source.text)
    yield from _list_recipients(policy, names)
    yield from (_make_storage(key, entry) for key, entry in policy.retention.items())
    for key, entry in policy.safeguards.items():
        if entry.controls:
            measures = dict.fromkeys(load_controls()[control]["dpv"] for control in entry.controls)
            yield _make_node(f"safeguards.{key}", *measures, text=entry.text)
    for key, promised in policy.rights.items():
        given = dict.fromkeys(load_terms()["right"][right] for right in promised.rights)
        yield _make_node(f"rights.{key}", *given, text=promised.text)


def _make_notice(policy: Policy) -> Node:
    notice = policy.notice
    direct = {source.direct for source in policy.sources.values()}
    kinds = {True: "eu-gdpr:DirectDataCollectionNotice", False: "eu-gdpr:IndirectDataCollectionNotice"}
    return {
        **_make_node("notice", "dpv:PrivacyNotice", *(kinds[kind] for kind in kinds if kind in direct)),
        "title": notice.title or notice.name,
        "dct:language": list(notice.languages),
        "dct:issued": _make_literal(notice.published, "date"),
        "dct:modified": _make_literal(notice.reviewed, "date"),
    }


def _make_processing(policy: Policy) -> Node:
    """The processing as a whole: everything that does not depend on the purpose."""
    node = {
        **_make_node("processing", "dpv:PersonalDataHandling", text=policy.notice.name),
        "dpv:hasNotice": _make_refs(["notice"]),
        "dpv:hasDataController": _make_refs(["controller"]),
        "dpv:hasJointDataControllers": _make_refs(_list_paths("joint_controllers", policy.joint_controllers)),
        "dpv:hasDataProtectionOfficer": _make_refs(
            f"contacts.{key}" for key, contact in policy.contacts.items() if contact.duty is Duty.DPO
        ),
        "dpv:hasProcess": _make_refs(_list_paths("processing", policy.purposes)),
        "dpv:hasDataSource": _make_refs(_list_paths("sources", policy.sources)),
        "dpv:hasStorageCondition": _make_refs(_list_paths("retention", policy.retention)),
        "dpv:hasRight": _make_refs(_list_paths("rights", policy.rights)),
        **_disclosure_keys(policy),
    }
    if policy.provision is not None and policy.provision.required is not None:
        node["dpv:hasNecessity"] = _make_terms([load_terms()["provision"][policy.provision.required]])
    for key, entry in policy.safeguards.items():
        for kind in dict.fromkeys(
            load_terms()["measure"].get(control, "dpv:hasTechnicalMeasure") for control in entry.controls
        ):
            node.setdefault(kind, []).extend(_make_refs([f"safeguards.{key}"]))
    return node


def _disclosure_keys(policy: Policy) -> Node:
    """The recipients, processors and third countries of the processing."""
    found: Node = {}
    if policy.disclosures is not None:
        found["dpv:hasRecipient"] = _make_refs(_list_paths("disclosures.recipients", policy.disclosures.recipients))
    if policy.processors is not None:
        processors = _make_refs(_list_paths("processors.recipients", dict.fromkeys(policy.processors.recipients or ())))
        found["dpv:hasDataProcessor"] = processors + _make_refs(
            _list_paths("processors.categories", policy.processors.categories)
        )
    if policy.transfers is not None:
        found["dpv:hasThirdCountry"] = _make_terms(_list_country_terms(policy.transfers.countries or ()))
        terms = dict.fromkeys(term for id in policy.transfers.instruments for term in _list_instrument_terms(id))
        found["dpv:hasLegalBasis"] = _make_terms(terms)
    return found


def _make_purpose_processing(policy: Policy, key: str, purpose: Purpose) -> Node:
    """The processing for one purpose: whose data, which data, and on what basis."""
    bases = [load_terms()["basis"][each.basis] for each in purpose.legal_bases]
    if purpose.special_category_basis is not None:
        bases.append(load_terms()["special_category_basis"][purpose.special_category_basis])
    groups = policy.data_subjects if purpose.data_subjects is None else purpose.data_subjects
    fields = policy.fields if purpose.fields is None else purpose.fields
    context = ["dpv:AutomatedDecisionMaking"] if purpose.automated_decision is not None else []
    return {
        **_make_node(f"processing.{key}", "dpv:Process"),
        "dpv:hasPurpose": _make_refs([f"purposes.{key}"]),
        "dpv:hasLegalBasis": _make_terms(bases),
        "dpv:hasDataSubject": _make_refs(
            _list_paths("data_subjects", (id for id in groups if id in policy.data_subjects))
        ),
        "dpv:hasPersonalData": _make_refs(_list_paths("fields", [id for id in fields if id in policy.fields])),
        "dpv:hasContext": _make_terms(context),
    }


def _make_controller(id: str, controller: Controller) -> Node:
    address = controller.address
    country = [address.country] if address is not None and address.country is not None else []
    parts = (address.street, address.postal_code, address.city) if address is not None else ()
    return {
        **_make_node(id, "dpv:DataController"),
        "dpv:hasName": controller.name,
        "dpv:hasIdentifier": controller.business_id,
        "dpv:hasAddress": ", ".join(part for part in parts if part) or None,
        "dpv:hasCountry": _make_terms(_list_country_terms(country)),
        "dpv:hasContact": _list_values(controller.email, controller.phone, controller.website),
    }


def _make_field(key: str, field: PersonalData) -> Node:
    kinds = [f"pd:{field.category}"] if field.category in load_terms()["personal_data"] else []
    if field.special_category:
        kinds.append("dpv:SpecialCategoryPersonalData")
    return _make_node(f"fields.{key}", "dpv:PersonalData", *kinds, text=field.text)


def _list_recipients(policy: Policy, names: Mapping[str, str]) -> Iterator[Node]:
    if policy.disclosures is not None:
        yield from (_make_recipient(key, entry) for key, entry in policy.disclosures.recipients.items())
    if policy.processors is not None:
        for id in dict.fromkeys(policy.processors.recipients or ()):
            yield {**_make_node(f"processors.recipients.{id}", "dpv:DataProcessor"), "dpv:hasName": names.get(id, id)}
        for id, category in policy.processors.categories.items():
            yield _make_node(f"processors.categories.{id}", "dpv:DataProcessor", text=category.text)


def _make_recipient(key: str, entry: Recipient) -> Node:
    kind = "dpv:Authority" if entry.authority else "dpv:ThirdParty"
    node = _make_node(f"disclosures.recipients.{key}", "dpv:Recipient", kind, text=entry.text)
    return {**node, "dpv:hasCountry": _make_terms(_list_country_terms([entry.country] if entry.country else []))}


def _make_storage(key: str, entry: Retention) -> Node:
    node = _make_node(f"retention.{key}", "dpv:StorageDuration", text=entry.text)
    if entry.maximum is not None:
        period = {"@type": "dpv:TemporalDuration", "rdf:value": _make_literal(entry.maximum.period, "duration")}
        node["dpv:hasDuration"] = period
    return node


def _list_instrument_terms(instrument: str) -> Iterator[str]:
    known: Mapping[str, str] = load_terms()["instrument"]
    term = known.get(instrument) or known.get(load_law().instruments[instrument].kind)
    if term is not None:
        yield term


def _list_country_terms(codes: Iterable[str]) -> list[str]:
    """The terms of countries. Unknown codes and the European Patent Organisation have none."""
    return [f"loc:{code}" for code in codes if is_country(code) and len(code) == 2]


def _make_node(id: str, *kinds: str, text: Text | None = None) -> Node:
    return {"@id": f"#{_escape_anchor(id)}", "@type": list(kinds), **({"title": dict(text)} if text else {})}


def _escape_anchor(id: str) -> str:
    return quote(id, safe="")


def _list_paths(section: str, ids: Iterable[str]) -> Iterator[str]:
    return (f"{section}.{id}" for id in ids)


def _make_refs(ids: Iterable[str]) -> list[Node]:
    return [{"@id": f"#{_escape_anchor(id)}"} for id in ids]


def _make_terms(curies: Iterable[str]) -> list[Node]:
    return [{"@id": curie} for curie in curies]


def _list_values(*values: str | None) -> list[str]:
    return [value for value in values if value]


def _make_literal(value: object, kind: str) -> Node | None:
    return None if value is None else {"@type": f"xsd:{kind}", "@value": str(value)}


def _strip(node: Node, languages: Sequence[str] | None) -> Node:
    """The node without empty values, which would state that there are none, and with texts in these languages only."""
    stripped = {key: value for key, value in node.items() if value not in (None, [])}
    if languages is not None and "title" in stripped:
        title = stripped["title"]
        stripped["title"] = {code: text for code, text in title.items() if code in languages} or title
    return stripped
