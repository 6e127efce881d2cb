"""The linked data of the register: RDF in known words, of the shapes that standards ask, and true to the terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ODRL2, RDFS, SKOS, XSD
from tests.rooms.history import LAST
from tests.stories.cast import CODE, beersel_terms, register_beersel

from sluis.domain.words import Field, Purpose
from sluis.register import catalogue, linked
from sluis.register.protocol import public_protocol
from sluis.web.register.links import absolute

# Said by the library's own reader of JSON-LD about itself.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DPV = Namespace("https://w3id.org/dpv#")
# The terms of DPV that we use, each looked up in https://w3id.org/dpv/2.1 (modules process, purposes, personal_data,
# legal_basis, entities_legalrole, entities_datasubject, processing_context, context and TOM).
DPV_TERMS = {
    "PersonalDataProcess", "hasPersonalDataProcess", "Purpose", "hasPurpose", "PersonalData", "hasPersonalData",
    "DataSubject", "hasDataSubject", "DataController", "hasDataController", "hasRecipientDataController", "Recipient",
    "hasRecipient", "LegalBasis", "hasLegalBasis", "StorageDuration", "hasStorageCondition", "Frequency",
    "hasFrequency", "Justification", "hasJustification", "TechnicalOrganisationalMeasure",
    "hasTechnicalOrganisationalMeasure",
}  # fmt: skip
KNOWN: dict[str, Any] = {
    str(ODRL2._NS): ODRL2, str(DCAT._NS): DCAT, str(DCTERMS._NS): DCTERMS, str(FOAF._NS): FOAF, str(SKOS._NS): SKOS,
    str(RDF._NS): RDF, str(RDFS._NS): RDFS, str(XSD._NS): XSD,
}  # fmt: skip
SHAPES = Graph().parse(Path(__file__).parent / "register_shapes.ttl")


def graph_of(*documents: object) -> Graph:
    graph = Graph()
    for document in documents:
        graph.parse(data=json.dumps(document), format="json-ld")
    return graph


def conforms(graph: Graph) -> bool:
    found, _, _ = validate(graph, shacl_graph=SHAPES, inference="none")
    assert isinstance(found, bool)
    return found


def unknown(graph: Graph) -> set[str]:
    """Every name in a standard vocabulary that this does not have."""
    found = set()
    for name in {term for triple in graph for term in triple if isinstance(term, URIRef)}:
        for namespace, terms in KNOWN.items():
            if str(name).startswith(namespace) and name not in terms:
                found.add(str(name))
        if str(name).startswith(str(DPV)) and str(name).removeprefix(str(DPV)) not in DPV_TERMS:
            found.add(str(name))
    return found


def protocol_graph() -> Graph:
    seen = public_protocol(CODE, LAST)
    assert seen is not None
    return graph_of(linked.protocol(seen, absolute), linked.vocabulary(absolute))


@pytest.fixture
def graph(database: str) -> Graph:
    register_beersel()
    return protocol_graph()


@pytest.fixture
def portal() -> Graph:
    return graph_of(catalogue.catalogue("Agentschap Integratie en Inburgering", LAST, absolute))


class TestTheWords:
    def test_of_a_protocol_are_known(self, graph: Graph) -> None:
        assert unknown(graph) == set()
        used = {str(term) for triple in graph for term in triple if str(term).startswith(str(DPV))}
        assert used == {f"{DPV}{term}" for term in DPV_TERMS - {"Frequency", "hasFrequency"}}

    def test_of_the_catalogue_are_known(self, portal: Graph) -> None:
        assert unknown(portal) == set()

    def test_a_word_that_is_none_would_be_found(self, graph: Graph) -> None:
        some = URIRef("urn:some")
        for made_up in (ODRL2._NS + "allow", str(DPV) + "hasReason", str(DCTERMS._NS) + "owner"):
            graph.add((some, URIRef(made_up), some))
        assert len(unknown(graph)) == 3

    def test_of_our_own_are_all_described(self, graph: Graph) -> None:
        own = f"{absolute('vocabulary')}#"
        used = {term for triple in graph for term in triple if str(term).startswith(own)}
        described = set(graph.subjects(RDF.type))
        assert len(used) > 12
        assert used <= described
        notations = {str(notation) for notation in graph.objects(None, SKOS.notation)}
        assert notations == {*Purpose, *Field}


class TestTheShapes:
    def test_hold_for_a_protocol(self, graph: Graph) -> None:
        assert conforms(graph)

    def test_hold_for_the_catalogue(self, portal: Graph) -> None:
        assert conforms(portal)
        formats = {str(one).rpartition("/")[2] for one in portal.objects(None, DCAT.mediaType)}
        assert formats == {"json", "csv", "atom+xml"}
        assert {str(one) for one in portal.objects(None, DCAT.accessURL)} == {
            absolute("register-json"), absolute("register-csv"), absolute("overview-json"), absolute("overview-csv"),
            absolute("register-feed", language="nl"), absolute("register-feed", language="en"),
        }  # fmt: skip

    def test_refuse_a_protocol_that_lacks_a_part(self, graph: Graph) -> None:
        parts = (
            ODRL2.uid, ODRL2.profile, ODRL2.assigner, ODRL2.assignee, ODRL2.permission, ODRL2.action, ODRL2.target,
            ODRL2.duty, ODRL2.constraint, ODRL2.leftOperand, ODRL2.operator, ODRL2.rightOperand, DCTERMS.identifier,
            DCTERMS.issued, FOAF.name, DPV.hasPurpose, DPV.hasPersonalData, DPV.hasLegalBasis, DPV.hasRecipient,
            DPV.hasDataController, DPV.hasStorageCondition, DPV.hasTechnicalOrganisationalMeasure, SKOS.prefLabel,
        )  # fmt: skip
        for part in parts:
            faulty = Graph()
            for triple in graph:
                if triple[1] != part:
                    faulty.add(triple)
            assert len(faulty) < len(graph), part
            assert not conforms(faulty), part

    def test_refuse_a_catalogue_that_lacks_a_part(self, portal: Graph) -> None:
        for part in (
            DCTERMS.title,
            DCTERMS.description,
            DCTERMS.publisher,
            DCAT.dataset,
            DCAT.distribution,
            DCAT.accessURL,
        ):
            faulty = Graph()
            for triple in portal:
                if triple[1] != part:
                    faulty.add(triple)
            assert not conforms(faulty), part

    def test_refuse_a_retention_that_is_no_duration_and_a_purpose_that_is_none(self, graph: Graph) -> None:
        for left, wrong in ((ODRL2.elapsedTime, Literal("90 dagen")), (ODRL2.purpose, URIRef("urn:other"))):
            faulty = graph + Graph()
            (constraint, *_) = graph.subjects(ODRL2.leftOperand, left)
            faulty.remove((constraint, ODRL2.rightOperand, None))
            faulty.add((constraint, ODRL2.rightOperand, wrong))
            assert not conforms(faulty)


class TestWhatItSays:
    def test_is_what_the_terms_say(self, graph: Graph) -> None:
        said = json.loads(beersel_terms())
        own = absolute("vocabulary") + "#"
        rows = graph.query(
            """
            SELECT ?agreement ?purpose ?days ?start WHERE {
                ?agreement a odrl:Agreement ; odrl:permission ?permission .
                ?permission odrl:constraint
                    [ odrl:leftOperand odrl:purpose ; odrl:rightOperand ?purpose ],
                    [ odrl:leftOperand odrl:elapsedTime ; odrl:rightOperand ?days ],
                    [ odrl:leftOperand odrl:dateTime ; odrl:operator odrl:gteq ; odrl:rightOperand ?start ] .
            }
            """,
            initNs={"odrl": ODRL2},
        )
        at = absolute("register-version", language="nl", code=CODE, number=1)
        assert {tuple(str(part) for part in row) for row in rows} == {  # type: ignore[union-attr]
            (f"{at}#agreement", f"{own}{agreed['purpose']}", f"P{agreed['retentionDays']}D", said["start"])
            for agreed in said["purposes"]
        }
        for agreed in said["purposes"]:
            process = URIRef(f"{at}#process-{agreed['purpose']}")
            fields = {str(one).removeprefix(own) for one in graph.objects(process, DPV.hasPersonalData)}
            assert fields == set(agreed["fields"])
            services = [graph.value(one, FOAF.name) for one in graph.objects(process, DPV.hasRecipient)]
            assert [str(service) for service in services] == agreed["services"]
            grounds = {str(graph.value(one, DCTERMS.title)) for one in graph.objects(process, DPV.hasLegalBasis)}
            assert grounds == {*said["groundsForCommunication"], *said["groundsForCollection"]}
        names = {str(name) for name in graph.objects(None, FOAF.name)} - {"integratiedienst"}
        assert names == {said["sender"]["name"], said["recipient"]["name"]}
        assert [str(one) for one in graph.objects(None, DCTERMS.spatial)] == [f"{own}nis-23003"]
