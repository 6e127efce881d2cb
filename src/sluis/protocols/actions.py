"""Writes of protocols: register a concluded one, move it through its life, place and lift holds.

Validated text is never edited here: what changes is a new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from sluis.domain.entry import Act, Entry, Fact
from sluis.domain.lifecycle import HoldKind, NotPossible, Status, Verb, transition
from sluis.domain.terms import Terms, parse_terms
from sluis.ledger import actions as ledger
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Hold, Move, Protocol, Version


@dataclass(frozen=True, slots=True)
class Concluded:
    """What there is to show of a protocol that was concluded and validated outside this system."""

    terms: bytes
    agency: str
    author: str
    validator: str
    in_force_at: datetime
    published_by_sender: str
    published_by_recipient: str
    remark: str = ""


def register(concluded: Concluded, *, by: str, at: datetime) -> Version:
    """Registers a concluded protocol as validated, with its terms as they were signed.

    Raises:
        InvalidTerms: the terms cannot be read.
        NotPossible: the validator is the author, the municipality does not fit, or there is a text in force.
    """
    terms = parse_terms(concluded.terms)
    row = transition(None, Verb.REGISTER)
    _require_sound(concluded, terms)
    with transaction.atomic():
        protocol, _ = Protocol.objects.get_or_create(
            code=terms.protocol, defaults={"agency": concluded.agency, "nis": terms.recipient.nis or ""}
        )
        if (protocol.agency, protocol.nis) != (concluded.agency, terms.recipient.nis):
            raise NotPossible(f"The code {terms.protocol} belongs to a protocol between other parties.")
        version = _new_version(protocol, terms, concluded, row.target)
        _record_move(version, Verb.REGISTER, None, row.target, concluded.in_force_at, by, "", at)
        facts = _facts(version) | {
            "start": terms.start.isoformat(),
            "end": terms.end.isoformat() if terms.end else None,
            "inForceAt": concluded.in_force_at.isoformat(timespec="seconds"),
        }
        ledger.append([Entry(row.act, at, by, facts)])
    return version


def _require_sound(concluded: Concluded, terms: Terms) -> None:
    if concluded.validator == concluded.author:
        raise NotPossible("The validator may not be the author of the text (four eyes).")
    if terms.recipient.decision is None:
        raise NotPossible("Give the decision of college or council: the municipality signs in pursuance of it.")
    if not (concluded.published_by_sender and concluded.published_by_recipient):
        raise NotPossible("Give the addresses at which both parties published the protocol.")
    nis = terms.recipient.nis or ""
    if nis not in municipalities() or not municipalities().get(nis).exists_on(terms.start):
        raise NotPossible(f"There is no municipality with NIS code {nis} on {terms.start}.")


def _new_version(protocol: Protocol, terms: Terms, concluded: Concluded, status: Status) -> Version:
    try:
        with transaction.atomic():
            return Version.objects.create(
                protocol=protocol,
                number=terms.version,
                terms=terms.canonical,
                terms_digest=terms.digest,
                status=status,
                published_by_sender=concluded.published_by_sender,
                published_by_recipient=concluded.published_by_recipient,
                remark=concluded.remark,
            )
    except IntegrityError as error:
        raise NotPossible(
            f"Version {terms.version} of {protocol.code}, or another text of it, is there already."
        ) from error


def move(code: str, verb: Verb, *, reason: str, by: str, at: datetime) -> Version:
    """Suspends, resumes or ends the protocol `code`, at once.

    Raises:
        NotPossible: there is no such protocol, or it cannot make this move from where it stands.
    """
    with transaction.atomic():
        versions = Version.objects.select_for_update(of=("self",)).select_related("protocol")
        version = versions.filter(protocol_id=code).order_by("-number").first()
        if version is None:
            raise NotPossible(f"There is no protocol {code!r}; `sluis protocol list` shows those there are.")
        source = Status(version.status)
        row = transition(source, verb, reason)
        version.status = row.target
        version.save(update_fields=["status"])
        _record_move(version, verb, source, row.target, at, by, reason, at)
        ledger.append([Entry(row.act, at, by, _facts(version) | {"reason": reason})])
    return version


def _record_move(
    version: Version,
    verb: Verb,
    source: Status | None,
    target: Status,
    effective: datetime,
    by: str,
    reason: str,
    at: datetime,
) -> None:
    Move.objects.create(
        version=version, verb=verb, from_status=source, to_status=target,
        at=effective, by=by, reason=reason, recorded_at=at,
    )  # fmt: skip


def place_hold(code: str, kind: HoldKind, *, reason: str, by: str, at: datetime) -> Hold:
    """Holds all deliveries under a protocol while a sanction or a breach is open.

    Raises:
        NotPossible: there is no such protocol, or no reason was given.
    """
    if not reason.strip():
        raise NotPossible("Say why: the reason goes to both parties.")
    with transaction.atomic():
        protocol = Protocol.objects.filter(code=code).first()
        if protocol is None:
            raise NotPossible(f"There is no protocol {code!r}.")
        hold = Hold.objects.create(protocol=protocol, kind=kind, reason=reason, placed_at=at, placed_by=by)
        ledger.append([Entry(Act.HOLD_PLACED, at, by, {"protocol": code, "hold": kind.value})])
    return hold


def lift_holds(code: str, kind: HoldKind, *, by: str, at: datetime) -> int:
    """Lifts the open holds of this kind and returns how many there were.

    Raises:
        NotPossible: there is none.
    """
    with transaction.atomic():
        lifted = Hold.objects.filter(protocol_id=code, kind=kind, lifted_at__isnull=True).update(
            lifted_at=at, lifted_by=by
        )
        if not lifted:
            raise NotPossible(f"There is no open {kind} on {code!r}.")
        ledger.append([Entry(Act.HOLD_LIFTED, at, by, {"protocol": code, "hold": kind.value})])
    return lifted


def _facts(version: Version) -> dict[str, Fact]:
    return {
        "protocol": version.protocol_id,
        "version": version.number,
        "recipient": version.protocol.nis,
        "termsDigest": version.terms_digest,
    }
