"""Says what each column of the CSV files holds, as metadata in the words of CSV on the Web (W3C)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sluis.domain.words import Said
from sluis.register.links import Link


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of what it holds (of XML Schema), what that is, and whether it is always there."""

    name: str
    datatype: str
    about: Said
    required: bool = False


_NIS = Column("nis", "string", Said("NIS-code van de gemeente", "NIS code of the municipality"), required=True)
_PROVINCE = Column("province", "string", Said("provincie", "province"), required=True)
_STATE = Column(
    "state",
    "string",
    Said(
        "toestand: in_force (van kracht), suspended (geschorst), preparing (in voorbereiding), ended (voorbij), none",
        "state: in_force, suspended, preparing, ended or none",
    ),
    required=True,
)
_STATUS = Column("status", "string", Said("hoever de tekst staat die telt", "how far the text is that counts"))
_SINCE = Column("since", "date", Said("sinds welke dag", "since which day"))
_PROTOCOL = Said("kenmerk van het protocol", "code of the protocol")
_VERSION = Said("nummer van de versie", "number of the version")

OVERVIEW: tuple[Column, ...] = (
    _NIS,
    Column("name", "string", Said("naam van de gemeente", "name of the municipality"), required=True),
    _PROVINCE,
    Column(
        "inhabitants", "nonNegativeInteger",
        Said("inwoners op 1 januari 2020", "inhabitants on 1 January 2020"), required=True,
    ),
    _STATE, _STATUS, _SINCE,
    Column("protocol", "string", _PROTOCOL),
    Column("version", "positiveInteger", _VERSION),
)  # fmt: skip

REGISTER: tuple[Column, ...] = (
    Column("protocol", "string", _PROTOCOL, required=True),
    Column("agency", "string", Said("code van het agentschap", "code of the agency"), required=True),
    _NIS,
    Column("municipality", "string", Said("naam van de gemeente", "name of the municipality"), required=True),
    _PROVINCE, _STATE, _STATUS, _SINCE,
    Column("version", "positiveInteger", _VERSION),
    Column("digest", "string", Said("digest van de bepalingen", "digest of the terms")),
    Column("purposes", "string", Said("doeleinden, met een spatie ertussen", "purposes, a space between them")),
    Column("page", "anyURI", Said("de pagina van het protocol", "the page of the protocol"), required=True),
)  # fmt: skip

TABLES = {"overview": OVERVIEW, "register": REGISTER}


def metadata(name: str, link: Link) -> dict[str, Any]:
    """The metadata of the CSV file of `TABLES` with this name."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"language": "nl"}],
        "url": link(f"{name}-csv"),
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [_column(column) for column in TABLES[name]], "primaryKey": TABLES[name][0].name},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": column.datatype,
        "required": column.required,
        "dc:description": {"nl": column.about.nl, "en": column.about.en},
    }


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """The names of columns, in their order."""
    return tuple(column.name for column in columns)
