"""How every write goes: lock the protocol, ask what stands in the way, make the move with its ledger entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from sluis.domain.access import Actor
from sluis.domain.entry import Act, Entry, Fact
from sluis.domain.lifecycle import IN_PREPARATION, Deed, NotPossible, Status, Verb, possible, transition
from sluis.domain.messages import told
from sluis.domain.requirements import Progress, unmet, why_not
from sluis.domain.words import BRUSSELS, Said, digest
from sluis.ledger import actions as ledger
from sluis.protocols.models import Message, Move, Protocol, Version
from sluis.protocols.progress import progress


def day(at: datetime) -> date:
    """The day in Brussels, by whose days protocols begin and end."""
    return at.astimezone(BRUSSELS).date()


def locked(code: str) -> QuerySet[Version]:
    """The versions of a protocol, locked until the transaction ends, so that of two who act one goes first.

    Raises:
        NotPossible: there is no such protocol.
    """
    # By number, as the gate locks them too: two who lock in the same order do not wait for each other in a ring. The
    # key stays free, because who records a permit under a version holds the ledger and then looks whether it is there.
    versions = Version.objects.select_for_update(no_key=True).filter(protocol_id=code)
    rows = list(versions.order_by("id").values_list("id", flat=True))
    if not rows:
        raise NotPossible(
            Said(
                f"Er is geen protocol {code!r}; kijk de code na in de lijst van protocollen.",
                f"There is no protocol {code!r}; look the code up in the list of protocols.",
            )
        )
    # Read after the lock: what is read is what was committed last.
    return Version.objects.select_related("protocol").filter(id__in=rows)


def in_preparation(code: str) -> Version:
    """The version of a protocol that is being prepared, locked.

    Raises:
        NotPossible: there is none.
    """
    version = locked(code).filter(status__in=sorted(IN_PREPARATION)).first()
    if version is None:
        raise NotPossible(
            Said(
                f"Van {code} is geen tekst in voorbereiding; begin eerst een wijziging van de tekst die geldt.",
                f"No text of {code} is being prepared; begin an amendment of the text in force first.",
            )
        )
    return version


def newest(code: str, *statuses: Status) -> Version:
    """The newest version of a protocol, locked: of those in `statuses` if there is one, else of all."""
    versions = locked(code)
    found = versions.filter(status__in=sorted(statuses)).order_by("-number").first() if statuses else None
    if found is not None:
        return found
    return versions.order_by("-number")[0]


def require(
    version: Version, what: Verb | Deed, by: Actor, at: datetime, *, reason: str = "-", undeleted: int = 0
) -> Progress:
    """How far the version is, if `by` may do this now.

    Raises:
        NotPossible: something stands in the way; each reason in a sentence of its own.
    """
    far = progress(version, by, day(at), undeleted=undeleted)
    reasons = why_not(far, what, reason)
    if reasons:
        raise NotPossible(*reasons)
    return far


def make(
    version: Version,
    verb: Verb,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    effective: datetime | None = None,
    facts: Mapping[str, Fact] | None = None,
    also: Sequence[str] = (),
) -> Version:
    """Moves a version and writes that it did. Inside a transaction, after `require`.

    `effective` is when it happened, where that is not when it is recorded; `also` names other parts of the version
    that change in the same stroke.
    """
    source = Status(version.status)
    row = transition(source, verb, reason)
    version.status = row.target
    version.save(update_fields=["status", *also])
    record(version, verb, source, by, at, reason=reason, effective=effective, facts=facts)
    return version


def record(
    version: Version,
    verb: Verb,
    source: Status | None,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    effective: datetime | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """Writes down a move that a version made, in its history and in the ledger."""
    row = transition(source, verb, reason or "-")
    Move.objects.create(
        version=version, verb=verb, from_status=source, to_status=row.target, at=effective or at,
        by=by.party, person=by.person, role=by.role, reason=reason, recorded_at=at,
    )  # fmt: skip
    # The ledger is public and for good, and a reason is free text that may name somebody.
    said: dict[str, Fact] = {"reasonDigest": digest(reason.encode())} if reason else {}
    log(version, row.act, by, at, **said, **(facts or {}))
    tell(version.protocol, verb, reason, at)


def tell(protocol: Protocol, what: Verb | Deed, reason: str | Said, at: datetime) -> None:
    """Tells both parties what happened, where they need to hear of it. Inside a transaction."""
    said = told(what, protocol.code, reason)
    if said is not None:
        Message.objects.bulk_create(
            Message(protocol=protocol, party=party, about=what, nl=said.nl, en=said.en, at=at)
            for party in (f"agency:{protocol.agency}", f"nis:{protocol.nis}")
        )


def log(version: Version, act: Act, by: Actor, at: datetime, **facts: Fact) -> None:
    """Writes an act on a version in the ledger."""
    about: dict[str, Fact] = {
        "protocol": version.protocol_id,
        "version": version.number,
        "recipient": version.protocol.nis,
        "termsDigest": version.terms_digest,
    }
    ledger.append([Entry(act, at, by.party, about | facts)])


def conclude(version: Version, verb: Verb, by: Actor, at: datetime) -> bool:
    """Makes an automatic move if nothing it needs is missing any more; says whether it did."""
    if verb not in possible(Status(version.status)) or unmet(progress(version, by, day(at)), verb):
        return False
    make(version, verb, by, at)
    return True
