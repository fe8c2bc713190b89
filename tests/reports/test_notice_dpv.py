"""The notice as linked data: a JSON-LD processor reads it, and every term of it is one that the vocabulary has."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seloste.policy.countries import load_countries
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Basis, Provision, Right, SpecialCategoryBasis, list_instrument_ids, load_controls
from seloste.reports.exports.dpv import build_dpv, load_terms
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
    mapped += [f"loc:{code}" for code in load_countries() if len(code) == 2]
    prefixes = load_terms()["prefixes"]
    assert {term for term in mapped if prefixes[term.partition(":")[0]] + term.partition(":")[2] not in known} == set()
    assert {f"{prefixes['pd']}{term}" for term in load_terms()["personal_data"]} == {
        term for term in known if term.startswith(prefixes["pd"])
    }


def test_every_closed_set_of_the_formats_is_mapped() -> None:
    for key, members in (("basis", Basis), ("special_category_basis", SpecialCategoryBasis), ("right", Right)):
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
    assert "hasLegalBasis" not in json.dumps(build_dpv(transferring("scc-2021-915")))
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
