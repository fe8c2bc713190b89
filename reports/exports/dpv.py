"""The notice for machines: its statements in terms of the W3C Data Privacy Vocabulary (DPV), as JSON-LD.

The context is within the document, so that nothing has to be fetched to read it. What the notice declares keeps the
address that it has on the page, `#purposes.billing`. Which term says what is data: `policy/dpv.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from seloste.policy.base import Text
from seloste.policy.countries import is_country
from seloste.policy.data import FOLDER, load
from seloste.policy.law.law import law
from seloste.policy.notice import Controller, PersonalData, Policy, Purpose, Recipient, Retention
from seloste.policy.vocabulary import Duty, controls

Node = dict[str, Any]


def dpv_document(
    policy: Policy,
    *,
    names: Mapping[str, str] | None = None,
    languages: Sequence[str] | None = None,
    base: str | None = None,
) -> Node:
    """The notice as a JSON-LD document of plain values.

    Args:
        policy: The notice as code.
        names: The names of processors by id, for a notice that names them.
        languages: The languages of its texts; all that they have where it is not given.
        base: The address that its own are relative to; where there is none, that of the document.
    """
    context: Node = {
        **terms()["prefixes"],
        "dct": "http://purl.org/dc/terms/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "title": {"@id": "dct:title", "@container": "@language"},
    }
    if base is not None:
        context["@base"] = base
    return {"@context": context, "@graph": [_present(node, languages) for node in _nodes(policy, names or {})]}


@cache
def terms() -> Mapping[str, Any]:
    """Which term of the vocabulary says what."""
    found: Mapping[str, Any] = load(FOLDER / "dpv.yaml")
    return found


def _nodes(policy: Policy, names: Mapping[str, str]) -> Iterator[Node]:
    yield _notice(policy)
    yield _process(policy)
    yield from (_purpose_process(policy, key, purpose) for key, purpose in policy.purposes.items())
    yield _company("controller", policy.controller)
    for key, joint in policy.joint_controllers.items():
        yield _company(f"joint_controllers.{key}", joint)
    for key, contact in policy.contacts.items():
        if contact.duty is Duty.DPO:
            said = _values(contact.email, contact.phone)
            yield {**_node(f"contacts.{key}", "dpv:DataProtectionOfficer"), "dpv:hasContact": said}
    for key, group in policy.data_subjects.items():
        kinds = ["dpv:Child"] if group.children else []
        yield _node(f"data_subjects.{key}", "dpv:DataSubject", *kinds, text=group.text)
    for key, purpose in policy.purposes.items():
        kinds = ["dpv:DirectMarketing"] if purpose.direct_marketing else []
        yield _node(f"purposes.{key}", "dpv:Purpose", *kinds, text=purpose.text)
    yield from (_field(key, field) for key, field in policy.fields.items())
    for key, source in policy.sources.items():
        kind = "dpv:DataSubjectDataSource" if source.direct else "dpv:ThirdPartyDataSource"
        yield _node(f"sources.{key}", kind, text=source.text)
    yield from _recipients(policy, names)
    yield from (_storage(key, entry) for key, entry in policy.retention.items())
    for key, entry in policy.safeguards.items():
        if entry.control is not None:
            yield _node(f"safeguards.{key}", controls()[entry.control]["dpv"], text=entry.text)
    for key, promised in policy.rights.items():
        yield _node(f"rights.{key}", terms()["right"][promised.right], text=promised.text)


def _notice(policy: Policy) -> Node:
    told = policy.notice
    direct = {source.direct for source in policy.sources.values()}
    kinds = {True: "eu-gdpr:DirectDataCollectionNotice", False: "eu-gdpr:IndirectDataCollectionNotice"}
    return {
        **_node("notice", "dpv:PrivacyNotice", *(kinds[kind] for kind in kinds if kind in direct)),
        "title": told.title or told.name,
        "dct:language": list(told.languages),
        "dct:issued": _typed(told.published, "date"),
        "dct:modified": _typed(told.reviewed, "date"),
    }


def _process(policy: Policy) -> Node:
    """The processing as a whole: what holds for every purpose of it."""
    node = {
        **_node("processing", "dpv:PersonalDataHandling", text=policy.notice.name),
        "dpv:hasNotice": _refs(["notice"]),
        "dpv:hasDataController": _refs(["controller"]),
        "dpv:hasJointDataControllers": _refs(_each("joint_controllers", policy.joint_controllers)),
        "dpv:hasDataProtectionOfficer": _refs(
            f"contacts.{key}" for key, contact in policy.contacts.items() if contact.duty is Duty.DPO
        ),
        "dpv:hasProcess": _refs(_each("processing", policy.purposes)),
        "dpv:hasDataSource": _refs(_each("sources", policy.sources)),
        "dpv:hasStorageCondition": _refs(_each("retention", policy.retention)),
        "dpv:hasRight": _refs(_each("rights", policy.rights)),
        **_disclosed(policy),
    }
    if policy.provision is not None and policy.provision.required is not None:
        node["dpv:hasNecessity"] = _terms([terms()["provision"][policy.provision.required]])
    for key, entry in policy.safeguards.items():
        if entry.control is not None:
            kind = terms()["measure"].get(entry.control, "dpv:hasTechnicalMeasure")
            node.setdefault(kind, []).extend(_refs([f"safeguards.{key}"]))
    return node


def _disclosed(policy: Policy) -> Node:
    found: Node = {}
    if policy.disclosures is not None:
        found["dpv:hasRecipient"] = _refs(_each("disclosures.recipients", policy.disclosures.recipients))
    if policy.processors is not None:
        named = _refs(_each("processors.recipients", dict.fromkeys(policy.processors.recipients or ())))
        found["dpv:hasDataProcessor"] = named + _refs(_each("processors.categories", policy.processors.categories))
    if policy.transfers is not None:
        found["dpv:hasThirdCountry"] = _terms(_places(policy.transfers.countries or ()))
        tools = dict.fromkeys(tool for id in policy.transfers.instruments for tool in _tool(id))
        found["dpv:hasLegalBasis"] = _terms(tools)
    return found


def _purpose_process(policy: Policy, key: str, purpose: Purpose) -> Node:
    """The processing for one purpose: whose data, which data, and on what basis."""
    bases = []
    if purpose.legal_basis is not None:
        bases.append(terms()["basis"][purpose.legal_basis.basis])
    if purpose.special_category_basis is not None:
        bases.append(terms()["special_category_basis"][purpose.special_category_basis])
    groups = policy.data_subjects if purpose.data_subjects is None else purpose.data_subjects
    fields = policy.fields if purpose.fields is None else purpose.fields
    decided = ["dpv:AutomatedDecisionMaking"] if purpose.automated_decision is not None else []
    return {
        **_node(f"processing.{key}", "dpv:Process"),
        "dpv:hasPurpose": _refs([f"purposes.{key}"]),
        "dpv:hasLegalBasis": _terms(bases),
        "dpv:hasDataSubject": _refs(_each("data_subjects", [id for id in groups if id in policy.data_subjects])),
        "dpv:hasPersonalData": _refs(_each("fields", [id for id in fields if id in policy.fields])),
        "dpv:hasContext": _terms(decided),
    }


def _company(id: str, company: Controller) -> Node:
    address = company.address
    country = [address.country] if address is not None and address.country is not None else []
    parts = (address.street, address.postal_code, address.city) if address is not None else ()
    return {
        **_node(id, "dpv:DataController"),
        "dpv:hasName": company.name,
        "dpv:hasIdentifier": company.business_id,
        "dpv:hasAddress": ", ".join(part for part in parts if part) or None,
        "dpv:hasCountry": _terms(_places(country)),
        "dpv:hasContact": _values(company.email, company.phone, company.website),
    }


def _field(key: str, field: PersonalData) -> Node:
    kinds = [f"pd:{field.category}"] if field.category in terms()["personal_data"] else []
    if field.special_category:
        kinds.append("dpv:SpecialCategoryPersonalData")
    return _node(f"fields.{key}", "dpv:PersonalData", *kinds, text=field.text)


def _recipients(policy: Policy, names: Mapping[str, str]) -> Iterator[Node]:
    if policy.disclosures is not None:
        yield from (_recipient(key, entry) for key, entry in policy.disclosures.recipients.items())
    if policy.processors is not None:
        for id in dict.fromkeys(policy.processors.recipients or ()):
            yield {**_node(f"processors.recipients.{id}", "dpv:DataProcessor"), "dpv:hasName": names.get(id, id)}
        for id, category in policy.processors.categories.items():
            yield _node(f"processors.categories.{id}", "dpv:DataProcessor", text=category.text)


def _recipient(key: str, entry: Recipient) -> Node:
    kind = "dpv:Authority" if entry.authority else "dpv:ThirdParty"
    node = _node(f"disclosures.recipients.{key}", "dpv:Recipient", kind, text=entry.text)
    return {**node, "dpv:hasCountry": _terms(_places([entry.country] if entry.country else []))}


def _storage(key: str, entry: Retention) -> Node:
    node = _node(f"retention.{key}", "dpv:StorageDuration", text=entry.text)
    if entry.maximum is not None:
        period = {"@type": "dpv:TemporalDuration", "rdf:value": _typed(entry.maximum.period, "duration")}
        node["dpv:hasDuration"] = period
    return node


def _tool(instrument: str) -> Iterator[str]:
    known: Mapping[str, str] = terms()["instrument"]
    term = known.get(instrument) or known.get(law().instruments[instrument].kind)
    if term is not None:
        yield term


def _places(codes: Iterable[str]) -> list[str]:
    """Countries as terms; the European Patent Organisation and what is no country have none."""
    return [f"loc:{code}" for code in codes if is_country(code) and len(code) == 2]


def _node(id: str, *kinds: str, text: Text | None = None) -> Node:
    return {"@id": f"#{_fragment(id)}", "@type": list(kinds), **({"title": dict(text)} if text else {})}


def _fragment(id: str) -> str:
    return quote(id, safe="")


def _each(section: str, ids: Iterable[str]) -> Iterator[str]:
    return (f"{section}.{id}" for id in ids)


def _refs(ids: Iterable[str]) -> list[Node]:
    return [{"@id": f"#{_fragment(id)}"} for id in ids]


def _terms(curies: Iterable[str]) -> list[Node]:
    return [{"@id": curie} for curie in curies]


def _values(*values: str | None) -> list[str]:
    return [value for value in values if value]


def _typed(value: object, kind: str) -> Node | None:
    return None if value is None else {"@type": f"xsd:{kind}", "@value": str(value)}


def _present(node: Node, languages: Sequence[str] | None) -> Node:
    """The node without what is empty, which would say that there is none, its texts in the languages asked for."""
    told = {key: value for key, value in node.items() if value not in (None, [])}
    if languages is not None and "title" in told:
        told["title"] = {code: text for code, text in told["title"].items() if code in languages} or told["title"]
    return told
