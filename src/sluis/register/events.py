"""What happened to the protocols of the register, in plain sentences. It names parties, and repeats no reason.

A reason is free text that may name somebody, so the register leaves it to the parties, as the ledger does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from sluis.domain.catalogue import SIDES
from sluis.domain.entry import Act
from sluis.domain.lifecycle import TRANSITIONS, Status, Verb, transition
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Move
from sluis.protocols.queries import terms_of

# The moves of which the public hears. All of them follow after a text was validated, so none tells of a draft; that a
# version was replaced is told by the one that replaced it.
_SAID: Mapping[Verb, Said] = {
    Verb.REGISTER: Said(
        "Versie {number} werd in het register opgenomen: ze was al gesloten en gevalideerd.",
        "Version {number} was taken into the register: it had been concluded and validated already.",
    ),
    Verb.VALIDATE: Said("Versie {number} werd gevalideerd.", "Version {number} was validated."),
    Verb.INHERIT: Said(
        "{municipality} nam het protocol over na een fusie (versie {number}).",
        "{municipality} inherited the protocol after a merger (version {number}).",
    ),
    Verb.SUSPEND: Said(
        "{who} schorste het protocol: zolang dat duurt, worden geen gegevens meegedeeld.",
        "{who} suspended the protocol: as long as that lasts, no data are communicated.",
    ),
    Verb.RESUME: Said("De schorsing werd opgeheven.", "The suspension was lifted."),
    Verb.GIVE_NOTICE: Said("{who} zegde het protocol op.", "{who} gave notice of the protocol."),
    Verb.WITHDRAW_NOTICE: Said("De opzegging werd ingetrokken.", "The notice was taken back."),
    Verb.END: Said("Het protocol werd beëindigd.", "The protocol was ended."),
    Verb.LAPSE: Said("Het protocol eindigde van rechtswege.", "The protocol ended by law."),
    Verb.EXPIRE: Said("De looptijd van het protocol verstreek.", "The term of the protocol expired."),
    Verb.SUCCEED: Said(
        "{municipality} ging op in {successor}, en het protocol werd opgevolgd.",
        "{municipality} merged into {successor}, and the protocol was succeeded.",
    ),
    Verb.CLOSE: Said(
        "Versie {number} werd afgesloten: het wissen van wat eronder werd meegedeeld, is bevestigd.",
        "Version {number} was closed: the deletion of what was communicated under it is confirmed.",
    ),
}
# What the ledger calls each of them.
ACTS = tuple(dict.fromkeys(row.act for row in TRANSITIONS if row.verb in _SAID))
_AMENDED = Said(
    "Versie {number} werd gevalideerd en kwam in de plaats van de vorige.",
    "Version {number} was validated and took the place of the one before.",
)
# Who acted, by the kind of the party; what nobody did, the program did.
_SIDES = {"agency": Side.SENDER, "nis": Side.RECIPIENT, "supervisor": Side.SUPERVISOR}
_PROGRAM = Said("het programma", "the program")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a version: what, on which day it took effect, and when it was recorded.

    `key` tells it from every other event, for good.
    """

    key: int
    protocol: str
    nis: str
    number: int
    act: Act
    on: date
    recorded_at: datetime
    said: Said


def events_of(protocol: str) -> tuple[Event, ...]:
    """What happened to a protocol, in the order in which it was recorded. One query."""
    return tuple(_event(move) for move in _moves().filter(version__protocol_id=protocol).order_by("pk"))


def newest(page: int, page_size: int) -> tuple[tuple[Event, ...], int]:
    """A page (from 1) of what happened to all protocols, what was recorded last first, and how many there are."""
    rows = _moves().order_by("-recorded_at", "-pk")
    return tuple(_event(move) for move in rows[(page - 1) * page_size : page * page_size]), rows.count()


def _moves() -> QuerySet[Move]:
    return Move.objects.filter(verb__in=list(_SAID)).select_related("version__protocol")


def _event(move: Move) -> Event:
    version = move.version
    nis = version.protocol.nis
    one = municipalities().get(nis)
    verb = Verb(move.verb)
    said = _AMENDED if verb == Verb.VALIDATE and terms_of(version).follows else _SAID[verb]
    kind = move.by.partition(":")[0]
    who = SIDES[_SIDES[kind]] if kind in _SIDES else _PROGRAM
    successor = municipalities().get(one.successor).name if one.successor else one.name
    gaps = {"number": str(version.number), "municipality": one.name, "successor": successor}
    return Event(
        key=move.pk,
        protocol=version.protocol_id,
        nis=nis,
        number=version.number,
        act=transition(Status(move.from_status) if move.from_status else None, verb, "-").act,
        on=move.at.astimezone(BRUSSELS).date(),
        recorded_at=move.recorded_at,
        said=Said(said.nl.format(**gaps, who=_capital(who.nl)), said.en.format(**gaps, who=_capital(who.en))),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
