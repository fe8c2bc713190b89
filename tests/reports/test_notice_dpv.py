"""The notice as linked data: a JSON-LD processor reads it, and every term of it is one that the vocabulary has."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seloste.policy.countries import load_iso_countries
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import (
    Basis,
    ProcessingActivity,
    Provision,
    Right,
    SpecialCategoryBasis,
    list_instrument_ids,
    load_controls,
)
from seloste.reports.exports.dpv import build_dpv
from seloste.reports.exports.dpv_nodes import load_terms
from seloste.reports.notice import render_notice
from tests.support import ROOT
from tests.support.samples import complete, jamix, minimal
from tests.support.standards import standard

#: rdflib's reader of JSON-LD uses a class of its own that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BASE = "https://example.org/notice"
HOSTILE = '</script><script>alert(1)</script> <!-- " \u202e \u2028 \x1b'


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The address of every term of the vocabulary."""
    found = set()
    for name in ("dpv", "eu-gdpr", "pd", "loc"):
        with standard(f"dpv/{name}.csv").open(encoding="utf-8", newline="") as stream:
            found |= {row["iri"] for row in csv.DictReader(stream)}
    return found


def graph(document: dict[str, Any]) -> Any:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld", publicID=BASE)


def list_terms(document: dict[str, Any]) -> set[str]:
    """Every address of the vocabulary that a document speaks of."""
    return {str(term) for triple in graph(document) for term in triple if "w3id.org/dpv" in str(term)}


@pytest.mark.parametrize("policy", [jamix(), complete(), minimal()], ids=["jamix", "complete", "minimal"])
def test_every_term_is_one_of_the_vocabulary(policy: Policy, known: set[str]) -> None:
    spoken = list_terms(build_dpv(policy))
    assert len(spoken) >= 4
    assert spoken <= known


def leaves(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        for value in data.values() if isinstance(data, dict) else data:
            yield from leaves(value)


def test_every_term_of_our_data_is_one_of_the_vocabulary(known: set[str]) -> None:
    mapped = [
        term for key, part in load_terms().items() if key not in ("prefixes", "personal_data") for term in leaves(part)
    ]
    mapped += [f"pd:{term}" for term in load_terms()["personal_data"]] + [
        control["dpv"] for control in load_controls().values()
    ]
    mapped += [f"loc:{code}" for code in load_iso_countries()]
    prefixes = load_terms()["prefixes"]
    assert {term for term in mapped if prefixes[term.partition(":")[0]] + term.partition(":")[2] not in known} == set()
    assert {f"{prefixes['pd']}{term}" for term in load_terms()["personal_data"]} == {
        term for term in known if term.startswith(prefixes["pd"])
    }


def test_every_closed_set_of_the_formats_is_mapped() -> None:
    for key, members in (
        ("activity", ProcessingActivity),
        ("basis", Basis),
        ("special_category_basis", SpecialCategoryBasis),
        ("right", Right),
    ):
        assert set(load_terms()[key]) == set(members)
    assert set(load_terms()["provision"]) == set(Provision)
    assert set(load_terms()["measure"]) <= set(load_controls())
    used = {term for instrument in list_instrument_ids() for term in list_terms(build_dpv(transferring(instrument)))}
    assert {
        f"{load_terms()['prefixes']['eu-gdpr']}{term.partition(':')[2]}" for term in load_terms()["instrument"].values()
    } <= used


def transferring(instrument: str) -> Policy:
    return minimal(transfers={"text": {"fi": "Siirrämme", "en": "We transfer"}, "instruments": [instrument]})


def test_what_is_no_transfer_tool_is_no_legal_basis() -> None:
    for tool in ("scc-2021-915", "uk-idta", "swiss-us-dpf"):
        assert "hasLegalBasis" not in json.dumps(build_dpv(transferring(tool)))
    assert "eu-gdpr:A46-2-c" in json.dumps(build_dpv(transferring("scc-2021-914")))


def test_the_statements_of_the_complete_example() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    dpv, gdpr = (rdflib.Namespace(load_terms()["prefixes"][name]) for name in ("dpv", "eu-gdpr"))
    found, here = graph(build_dpv(complete())), rdflib.Namespace(f"{BASE}#")
    process = here["processing.credit-check"]
    assert (here["processing"], dpv.hasProcess, process) in found
    assert (process, dpv.hasPurpose, here["purposes.credit-check"]) in found
    assert (process, dpv.hasLegalBasis, gdpr["A6-1-b"]) in found
    assert (process, dpv.hasPersonalData, here["fields.credit-record"]) in found
    assert (process, dpv.hasPersonalData, here["fields.allergies"]) not in found
    assert (here["processing.allergy-advice"], dpv.hasLegalBasis, gdpr["A9-2-a"]) in found
    assert (here["fields.allergies"], rdflib.RDF.type, dpv.SpecialCategoryPersonalData) in found
    assert (here["data_subjects.children"], rdflib.RDF.type, dpv.Child) in found
    assert (here["processing"], dpv.hasThirdCountry, rdflib.URIRef(load_terms()["prefixes"]["loc"] + "IN")) in found
    assert (here["rights.complaint"], rdflib.RDF.type, gdpr["A77"]) in found
    titles = set(found.objects(here["purposes.newsletter"], rdflib.DCTERMS.title))
    assert titles == {
        rdflib.Literal("Uutiskirjeen lähettäminen", lang="fi"),
        rdflib.Literal("Sending the newsletter", lang="en"),
        rdflib.Literal("Utskick av nyhetsbrevet", lang="sv"),
    }


def words(text: str) -> dict[str, str]:
    return {"fi": f"{text} fi", "en": f"{text} en"}


FINLAND = {"@type": "dpv:StorageLocation", "dpv:hasLocation": [{"@id": "loc:FI"}]}
#: A key of the notice → what makes it, and what the document then states: node, property, value.
KEYS: dict[str, tuple[dict[str, Any], tuple[str, str, Any]]] = {
    "several bases": (
        {"purposes": {"x": {"text": words("X"), "legal_basis": [{"basis": "contract"}, {"basis": "consent"}]}}},
        ("processing.x", "dpv:hasLegalBasis", [{"@id": "eu-gdpr:A6-1-b"}, {"@id": "eu-gdpr:A6-1-a"}]),
    ),
    "a basis for some data": (
        {
            "fields": {"photo": {"text": words("Photo")}, "name": {"text": words("Name")}},
            "purposes": {"x": {"text": words("X"), "legal_basis": [{"basis": "consent", "fields": ["photo"]}]}},
        },
        ("processing.x.0", "dpv:hasPersonalData", [{"@id": "#fields.photo"}]),
    ),
    "bases of the notice": (
        {"legal_bases": [{"basis": "public-task"}]},
        ("processing", "dpv:hasLegalBasis", [{"@id": "eu-gdpr:A6-1-e"}]),
    ),
    "profiling": (
        {"purposes": {"x": {"text": words("X"), "profiling": True}}},
        ("processing.x", "dpv:hasProcessing", [{"@id": "dpv:Profiling"}]),
    ),
    "a joint controller of one purpose": (
        {"purposes": {"x": {"text": words("X")}}, "joint_controllers": {"y": {"name": "Y", "purposes": ["x"]}}},
        ("processing.x", "dpv:hasJointDataControllers", [{"@id": "#joint_controllers.y"}]),
    ),
    "a public authority": (
        {"controller": {"name": "X", "public_authority": True}},
        ("controller", "@type", ["dpv:DataController", "dpv:GovernmentalOrganisation"]),
    ),
    "permanence": (
        {"retention": {"x": {"text": words("X"), "permanent": {"ground": words("Why")}}}},
        ("retention.x", "dpv:hasDuration", {"@type": "dpv:EndlessDuration", "title": words("Why")}),
    ),
    "criteria": (
        {"retention": {"x": {"text": words("X"), "criteria": words("Why")}}},
        ("retention.x", "dpv:hasDuration", {"@type": "dpv:IndeterminateDuration", "title": words("Why")}),
    ),
    "an exception": (
        {"retention": {"x": {"text": words("X"), "exceptions": [{"text": words("Y")}]}}},
        ("retention.x", "dpv:hasStorageCondition", [{"@type": "dpv:StorageCondition", "title": words("Y")}]),
    ),
    "a period of a field": (
        {"fields": {"f": {"text": words("F")}}, "retention": {"x": {"text": words("X"), "fields": ["f"]}}},
        ("retention.x", "dpv:hasPersonalData", [{"@id": "#fields.f"}]),
    ),
    "several controls": (
        {"safeguards": {"x": {"text": words("X"), "control": ["backup", "firewall"]}}},
        ("safeguards.x", "@type", [load_controls()[control]["dpv"] for control in ("backup", "firewall")]),
    ),
    "several rights": (
        {"rights": {"x": {"text": words("X"), "right": ["access", "erasure"]}}},
        ("rights.x", "@type", ["eu-gdpr:A15", "eu-gdpr:A17"]),
    ),
    "a named processor": (
        {"processors": {"text": words("P"), "recipients": {"x": {"name": "X Oy", "country": "US"}}}},
        ("processors.recipients.x", "dpv:hasName", "X Oy"),
    ),
    "its country": (
        {"processors": {"text": words("P"), "recipients": {"x": {"name": "X Oy", "country": "US"}}}},
        ("processors.recipients.x", "dpv:hasCountry", [{"@id": "loc:US"}]),
    ),
    "what it does": (
        {"processors": {"text": words("P"), "recipients": {"x": {"text": words("Sends")}}}},
        ("processors.recipients.x", "title", words("Sends")),
    ),
    "hosting": (
        {"transfers": {"text": words("T"), "hosting": ["FI"]}},
        ("processing", "dpv:hasStorageCondition", [FINLAND]),
    ),
    "never": (
        {"never": {"x": {"text": words("X"), "activities": ["tracking", "profiling"]}}},
        ("never.x", "dpv:hasProcessing", [{"@id": "dpv:Tracking"}, {"@id": "dpv:Profiling"}]),
    ),
    "the day of the last change": (
        {"notice": {"languages": ["fi", "en"], "updated": "2026-01-10", "reviewed": "2026-02-10"}},
        ("notice", "dct:modified", {"@type": "xsd:date", "@value": "2026-01-10"}),
    ),
    "a notice without a name": (
        {"notice": {"languages": ["en", "fi-x-selko"], "title": {"en": "Privacy", "fi-x-selko": "Tiedot"}}},
        ("processing", "title", {"en": "Privacy", "fi-x-selko": "Tiedot"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_every_key_with_a_term_is_stated(key: str, known: set[str]) -> None:
    edits, (id, name, value) = KEYS[key]
    document = build_dpv(minimal(**edits))
    found = {node["@id"]: node for node in document["@graph"]}[f"#{id}"]
    assert found[name] == value
    assert list_terms(document) <= known


def test_a_processor_without_a_name_is_not_stated_by_its_id() -> None:
    document = json.dumps(build_dpv(minimal(processors={"text": words("P"), "recipients": ["inner-id"]})))
    assert "inner-id" not in document
    document = json.dumps(
        build_dpv(minimal(processors={"text": words("P"), "recipients": ["inner-id"]}), names={"inner-id": "Company"})
    )
    assert "Company" in document


def test_texts_within_a_node_are_in_the_languages_asked_for() -> None:
    entry = {"text": words("X"), "criteria": words("C"), "exceptions": [{"text": words("E")}]}
    document = json.dumps(build_dpv(minimal(retention={"x": entry}), languages=("en",)))
    assert "C en" in document
    assert "E en" in document
    assert " fi" not in document


def test_the_addresses_are_those_of_the_page() -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', render_notice(complete(), "fi", "html")))
    ours = {node["@id"][1:] for node in build_dpv(complete())["@graph"]}
    entries = {id for id in ours if "." in id and not id.startswith(("processing.", "contacts."))}
    assert entries <= ids


def test_what_the_policy_does_not_say_is_not_stated() -> None:
    document = build_dpv(jamix())
    assert "hasLegalBasis" not in json.dumps(
        [node for node in document["@graph"] if node["@id"] == "#processing.sales"]
    )
    assert all(value not in (None, []) for node in document["@graph"] for value in node.values())
    odd = minimal(fields={"x": {"text": {"fi": "X", "en": "X"}, "category": "NoSuchTerm"}})
    assert "NoSuchTerm" not in json.dumps(build_dpv(odd))


def test_what_is_kept_inside_is_not_stated() -> None:
    document = json.dumps(build_dpv(complete()))
    for inside in ("dpia", "balancing", "confidentiality-agreements.pdf"):
        assert inside not in document


def embedded(page: str) -> dict[str, Any]:
    parts = re.findall(r'<script type="application/ld\+json">\n(.*?)\n</script>', page, re.S)
    assert len(parts) == 1
    document: dict[str, Any] = json.loads(parts[0])
    return document


@pytest.mark.parametrize("code", ["fi", "en"])
def test_the_page_holds_it_in_its_own_language(code: str) -> None:
    document = embedded(render_notice(complete(), code, "html"))
    assert document == build_dpv(complete(), languages=(code,))
    assert len(graph(document)) > 200


def test_hostile_text_does_not_end_the_data() -> None:
    policy = minimal(controller={"name": HOSTILE}, purposes={"one": {"text": {"fi": HOSTILE, "en": HOSTILE}}})
    page = render_notice(policy, "fi", "html")
    assert page.count("</script>") == 1
    assert not set("\u202e\u2028\x1b") & set(page)
    assert embedded(page)["@graph"][-1]["title"]["fi"] == HOSTILE


def test_a_base_makes_the_addresses_whole() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    document = build_dpv(complete(), base="https://company.example/notice.fi.html")
    found = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert rdflib.URIRef("https://company.example/notice.fi.html#purposes.orders") in set(found.subjects())


def test_the_lists_of_terms_are_not_needed_at_run_time() -> None:
    assert not list(Path(ROOT / "policy").rglob("*.csv"))
