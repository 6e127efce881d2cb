"""Writes a protocol as linked data (JSON-LD 1.1) in the words of ODRL and DPV, and our own words where they have none.

The context stands in each document, so that whoever reads one fetches nothing else. What a standard vocabulary has no
word for has one of ours, under the address of the vocabulary. DPV is used as of version 2.1, ODRL as of 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sluis.domain.catalogue import FIELDS, PURPOSES, in_words
from sluis.domain.terms import Agreed, Side
from sluis.domain.words import Said
from sluis.parties.municipalities import municipalities
from sluis.register.links import Link
from sluis.register.protocol import PublicProtocol, PublicVersion

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Our own properties: what each is, in both languages.
PROPERTIES: Mapping[str, Said] = {
    "termsDigest": Said(
        "de digest (SHA-256) van de bepalingen die ondertekend zijn",
        "the digest (SHA-256) of the terms that were signed",
    ),
    "state": Said("waar de versie staat op de dag van opvraging", "where the version stands on the day of the request"),
    "rowLimit": Said("het hoogste aantal personen in één mededeling", "the most people in one communication"),
}
PURPOSE_SCHEME, FIELD_SCHEME = "purposes", "fields"

Node = dict[str, Any]


def document(link: Link, graph: Sequence[Node]) -> Node:
    """Nodes with the context that says what their names are."""
    return {"@context": {**PREFIXES, "sluis": f"{link('vocabulary')}#"}, "@graph": list(graph)}


def texts(said: Said) -> list[Node]:
    """A sentence in both languages."""
    return [{"@value": said.nl, "@language": "nl"}, {"@value": said.en, "@language": "en"}]


def dutch(text: str) -> Node:
    """What people wrote, in the language of the law."""
    return {"@value": text, "@language": "nl"}


def typed(value: str, kind: str) -> Node:
    """A value of a type of XML Schema."""
    return {"@value": value, "@type": f"xsd:{kind}"}


def day(on: date) -> Node:
    """A day as a value."""
    return typed(on.isoformat(), "date")


def _days(count: int) -> Node:
    return typed(f"P{count}D", "duration")


def ref(address: str) -> Node:
    """Something that is described elsewhere."""
    return {"@id": address}


# Our own words


def vocabulary(link: Link) -> Node:
    """The purposes, the categories of data, and the properties that no standard vocabulary has."""
    return document(link, list(_vocabulary(link)))


def _vocabulary(link: Link) -> Iterator[Node]:
    scheme = f"{link('vocabulary')}#"
    names = {
        PURPOSE_SCHEME: Said("Doeleinden van een protocol", "Purposes of a protocol"),
        FIELD_SCHEME: Said("Categorieën van persoonsgegevens", "Categories of personal data"),
    }
    for name, said in names.items():
        yield {"@id": f"sluis:{name}", "@type": "skos:ConceptScheme", "dct:title": texts(said)}
    for purpose, said in PURPOSES.items():
        yield _concept(f"{scheme}{purpose.value}", PURPOSE_SCHEME, "dpv:Purpose", purpose.value, said)
    for field, said in FIELDS.items():
        yield _concept(f"{scheme}{field.value}", FIELD_SCHEME, "dpv:PersonalData", field.value, said)
    for name, said in PROPERTIES.items():
        yield {"@id": f"sluis:{name}", "@type": "rdf:Property", "rdfs:comment": texts(said)}


def _concept(address: str, scheme: str, broader: str, notation: str, said: Said) -> Node:
    return {
        "@id": address,
        "@type": ["skos:Concept", broader],
        "skos:inScheme": ref(f"sluis:{scheme}"),
        "skos:broader": ref(broader),
        "skos:notation": notation,
        "skos:prefLabel": texts(said),
    }


# A protocol


def protocol(seen: PublicProtocol, link: Link) -> Node:
    """A protocol as agreements (ODRL), one a version, each with how the data are processed for each purpose (DPV)."""
    return document(link, [node for version in seen.versions for node in _version(version, link)])


def _version(one: PublicVersion, link: Link) -> Iterator[Node]:
    at = link("register-version", language="nl", code=one.protocol, number=one.number)
    words = f"{link('vocabulary')}#"
    # What may be read of the terms, as terms: nothing below can come past what was left out of them.
    terms = one.public_terms
    parties = {side: f"{at}#{side.value}" for side in (Side.SENDER, Side.RECIPIENT)}
    agreement: Node = {
        "@id": f"{at}#agreement",
        "@type": "odrl:Agreement",
        "odrl:uid": ref(f"{at}#agreement"),
        "odrl:profile": ref(link("vocabulary")),
        "dct:identifier": f"{one.protocol}/{one.number}",
        "dct:title": texts(
            Said(f"Protocol {one.protocol}, versie {one.number}", f"Protocol {one.protocol}, version {one.number}")
        ),
        "dct:issued": day(one.validated_on),
        "dct:source": ref(at),
        "sluis:termsDigest": one.digest,
        "sluis:state": one.stood.stance.value,
        "sluis:rowLimit": terms.row_limit,
        "odrl:assigner": ref(parties[Side.SENDER]),
        "odrl:assignee": ref(parties[Side.RECIPIENT]),
        "odrl:permission": [_permission(one, agreed, at, words) for agreed in terms.purposes],
        "dpv:hasPersonalDataProcess": [ref(_process_at(at, agreed)) for agreed in terms.purposes],
        "dct:spatial": [ref(f"{words}nis-{nis}") for nis in terms.territory],
        "dct:replaces": [ref(_agreement_at(link, before.protocol, before.number)) for before in one.follows],
        "dct:isReplacedBy": [ref(_agreement_at(link, after.protocol, after.number)) for after in one.followed_by],
    }
    yield {name: value for name, value in agreement.items() if value != []}
    for side, party in ((Side.SENDER, terms.sender), (Side.RECIPIENT, terms.recipient)):
        yield {
            "@id": parties[side],
            "@type": ["foaf:Organization", "odrl:Party", "dpv:DataController"],
            "foaf:name": dutch(party.name),
            "dct:identifier": party.kbo,
        }
    for nis in terms.territory:
        known = municipalities()
        yield {
            "@id": f"{words}nis-{nis}",
            "@type": "dct:Location",
            "dct:identifier": nis,
            **({"skos:prefLabel": dutch(known.get(nis).name)} if nis in known else {}),
        }
    for agreed in terms.purposes:
        yield {"@id": _asset_at(at, agreed), "@type": "odrl:Asset", "dct:title": texts(PURPOSES[agreed.purpose])}
        yield _process(one, agreed, at, words, parties)


def _agreement_at(link: Link, code: str, number: int) -> str:
    return f"{link('register-version', language='nl', code=code, number=number)}#agreement"


def _process_at(at: str, agreed: Agreed) -> str:
    return f"{at}#process-{agreed.purpose.value}"


def _asset_at(at: str, agreed: Agreed) -> str:
    return f"{at}#data-{agreed.purpose.value}"


def _permission(one: PublicVersion, agreed: Agreed, at: str, words: str) -> Node:
    terms = one.public_terms
    constraints = [
        _constraint("purpose", "eq", ref(f"{words}{agreed.purpose.value}")),
        _constraint("spatial", "isAnyOf", [ref(f"{words}nis-{nis}") for nis in terms.territory]),
        _constraint("recipient", "isAnyOf", [dutch(service) for service in agreed.services]),
        _constraint("dateTime", "gteq", day(terms.start)),
        *([_constraint("dateTime", "lteq", day(one.last_day))] if one.last_day else []),
        _constraint("elapsedTime", "lteq", _days(agreed.retention_days)),
        *(
            [_constraint("timeInterval", "gteq", _days(agreed.minimum_days_between))]
            if agreed.minimum_days_between
            else []
        ),
    ]
    return {
        "@type": "odrl:Permission",
        "odrl:action": ref("odrl:use"),
        "odrl:target": ref(_asset_at(at, agreed)),
        "odrl:constraint": constraints,
        "odrl:duty": {"@type": "odrl:Duty", "odrl:action": ref("odrl:delete")},
    }


def _constraint(left: str, operator: str, right: Node | list[Node]) -> Node:
    return {
        "@type": "odrl:Constraint",
        "odrl:leftOperand": ref(f"odrl:{left}"),
        "odrl:operator": ref(f"odrl:{operator}"),
        "odrl:rightOperand": right,
    }


def _process(one: PublicVersion, agreed: Agreed, at: str, words: str, parties: Mapping[Side, str]) -> Node:
    terms = one.public_terms
    grounds = dict.fromkeys((*terms.grounds_for_communication, *terms.grounds_for_collection))
    made: Node = {
        "@id": _process_at(at, agreed),
        "@type": "dpv:PersonalDataProcess",
        "dpv:hasPurpose": ref(f"{words}{agreed.purpose.value}"),
        "dpv:hasPersonalData": [ref(f"{words}{name.value}") for name in agreed.fields],
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:description": texts(in_words(agreed.population))},
        "dpv:hasDataController": ref(parties[Side.SENDER]),
        "dpv:hasRecipientDataController": ref(parties[Side.RECIPIENT]),
        "dpv:hasRecipient": [{"@type": "dpv:Recipient", "foaf:name": dutch(service)} for service in agreed.services],
        "dpv:hasLegalBasis": [{"@type": "dpv:LegalBasis", "dct:title": dutch(ground)} for ground in grounds],
        "dpv:hasStorageCondition": {
            "@type": "dpv:StorageDuration",
            "rdf:value": _days(agreed.retention_days),
            "dct:description": dutch(agreed.retention_reason),
        },
        "dpv:hasJustification": {"@type": "dpv:Justification", "dct:description": dutch(agreed.justification)},
        "dpv:hasTechnicalOrganisationalMeasure": [
            {"@type": "dpv:TechnicalOrganisationalMeasure", "dct:description": dutch(measure)}
            for measure in terms.security
        ],
    }
    if agreed.minimum_days_between:
        made["dpv:hasFrequency"] = {"@type": "dpv:Frequency", "rdf:value": _days(agreed.minimum_days_between)}
    return made
