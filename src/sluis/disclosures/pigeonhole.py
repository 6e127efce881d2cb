"""The pigeonhole: parcels that lie ready for their municipality, and how it fetches them, opens them and lets them go.

A parcel comes in by delivery (step 6), in the transaction that settles it. Nothing here selects or seals. Every
fetch asks anew whether the protocol stands (`domain.collection`), and is written down.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from sluis.disclosures import intake, opening, queries, recording, tries
from sluis.disclosures.models import Collectable, Delivery, Opening
from sluis.disclosures.opening import Opened, SealedParcel
from sluis.disclosures.sealing import NO_TIME
from sluis.domain import collection
from sluis.domain.access import Actor, Work, may, not_up_to
from sluis.domain.checkpoint import TlogProof
from sluis.domain.collection import How, Stand
from sluis.domain.entry import Act, Entry
from sluis.domain.gate import Refusal
from sluis.domain.lifecycle import DeliveryStatus, NotPossible
from sluis.domain.terms import Side
from sluis.domain.words import BRUSSELS, Said
from sluis.ledger import actions as ledger
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities

# The destination of an ask whose parcel is to be collected through the portal, where others name a folder.
PORTAL = "portal:"

SIGNATURE, ENTRY, PROOF = ".minisig", ".entry.json", ".tlog-proof"
# The files of a delivery: which column holds it, and what its name ends in after the parcel's.
FILES: Mapping[How, tuple[str, str]] = {
    How.SIGNATURE: ("signature", SIGNATURE),
    How.ENTRY: ("entry", ENTRY),
    How.PROOF: ("proof", PROOF),
    How.PARCEL: ("sealed", ""),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it is handed over: what it is called, and its bytes."""

    name: str
    data: bytes


def is_for(delivery: Delivery) -> bool:
    """Whether a parcel is to be laid ready here; its ask says so."""
    return delivery.permit.ask.destination == PORTAL


def lay_ready(
    rows: Sequence[Delivery], proofs: Mapping[int, TlogProof], bodies: Mapping[int, bytes], *, at: datetime
) -> None:
    """Keeps parcels, each with its signature, entry and proof. Inside the transaction that settles them."""
    Collectable.objects.bulk_create(
        Collectable(
            delivery=row,
            sealed=bytes(row.sealed or b""),
            signature=row.signature,
            entry=bodies[row.entry],
            proof=proofs[row.entry].encode(),
            laid_ready_at=at,
        )
        for row in rows
    )


def clear(*, at: datetime) -> int:
    """Deletes what lies here past the last day on which the municipality may keep it; gives how many. For every day."""
    deleted, _ = Collectable.objects.filter(delivery__keep_until__lt=_day(at)).delete()
    return deleted


@transaction.atomic
def collect(delivery: uuid.UUID, how: How, *, by: Actor, at: datetime) -> Fetched | Refusal | None:
    """A file of a delivery (`PARCEL`, `SIGNATURE`, `ENTRY`, `PROOF`), or `ALL` of them as a ZIP archive.

    None for whom there is no such delivery: nobody but its municipality, or that one's successor, hears that it exists.
    A `Refusal` where the gate has come to say no since it was laid ready. The first time anything of it is handed over
    stands in the ledger, and every time in the log.

    Raises:
        NotPossible: not in this role, or there is nothing to collect (not delivered, withheld, deleted, kept too long).
        ValueError: `how` is no file.
    """
    if how not in (*FILES, How.ALL):
        raise ValueError(f"{how} is no file of a delivery.")
    claimed = _claim(delivery, by, at)
    if not isinstance(claimed, Delivery):
        return claimed
    _note(claimed, how, by, at)
    if how == How.ALL:
        return Fetched(f"{claimed.name.removesuffix('.zip.age')}.files.zip", _together(claimed))
    return _file(claimed, how)


def open_with_passphrase(delivery: uuid.UUID, passphrase: str, *, by: Actor, at: datetime) -> Opened | Refusal | None:
    """Opens a parcel in memory with a key of the municipality that lies behind this passphrase (ADR 14).

    Answers like `collect`. Nothing that was opened touches a disk or the database.

    Raises:
        NotPossible: as `collect`; or the passphrase is wrong, the agency's signature does not fit, the parcel was
            damaged, it was tried too often, or too many are being opened at this moment.
    """
    keys = parties.sealed_identities(_codes(by, at))
    return _open(delivery, How.PASSPHRASE, lambda parcel: opening.with_passphrase(parcel, passphrase, keys), by, at)


def open_with_identity(delivery: uuid.UUID, identity_file: str, *, by: Actor, at: datetime) -> Opened | Refusal | None:
    """Opens a parcel in memory with a key file that the municipality keeps itself; it is not stored.

    Answers like `collect`.

    Raises:
        NotPossible: as `collect`; or the file is no key or another key, the agency's signature does not fit, or the
            parcel was damaged.
    """
    return _open(delivery, How.IDENTITY, lambda parcel: opening.with_identity(parcel, identity_file), by, at)


@dataclass(frozen=True, slots=True)
class Kept:
    """Why nothing of a delivery is handed over now: reasons of its own, or what the gate has come to say."""

    reasons: tuple[Said, ...] = ()
    refusal: Refusal | None = None


def kept_back(delivery: uuid.UUID, *, by: Actor, at: datetime) -> Kept | None:
    """What would keep a delivery here if somebody fetched it now, for whoever looks; None where nothing would.

    It locks and writes nothing, so the answer of `collect` may be another a moment later.
    """
    row = _whole().filter(pk=delivery, permit__ask__nis__in=_codes(by, at)).first()
    if row is None:
        return None
    reasons = collection.why_not_collect(_stand(row), _day(at))
    refusal = None if reasons else _refused(row, by, at, lock=False)
    return Kept(reasons, refusal) if reasons or refusal else None


def openings(delivery: uuid.UUID) -> list[Opening]:
    """Who fetched or opened a delivery, newest first: for the data-protection officers of its parties."""
    return list(Opening.objects.filter(delivery=delivery).order_by("-at", "-pk"))


@transaction.atomic
def confirm_deletion(delivery: uuid.UUID, *, by: Actor, at: datetime) -> None:
    """Records that the municipality, or its successor, deleted a delivery; what still lies here is deleted too.

    Raises:
        NotPossible: there is no such delivery of theirs, it is not up to them, it was not delivered, or its deletion
            was confirmed already.
    """
    row = _locked(delivery, by, at)
    if row is None:
        raise NotPossible(
            Said("Uw gemeente heeft geen zending met dit nummer.", "Your municipality has no such delivery.")
        )
    _require_role(by, Work.CONFIRM_DELETION)
    reasons = collection.why_not_confirm(_stand(row))
    if reasons:
        raise NotPossible(*reasons)
    recording.confirm_deletion(delivery, by=by.party, at=at)


def _day(at: datetime) -> date:
    return at.astimezone(BRUSSELS).date()


def _codes(by: Actor, at: datetime) -> tuple[str, ...]:
    """The municipality that somebody is of, with those that merged into it; nothing for who is of none."""
    kind, _, nis = by.party.partition(":")
    return municipalities().territory(nis, _day(at)) if kind == "nis" and nis in municipalities() else ()


def _locked(delivery: uuid.UUID, by: Actor, at: datetime) -> Delivery | None:
    """The delivery, if it is the municipality's; nothing becomes of it until the transaction ends."""
    rows = _whole().select_for_update(of=("self",))
    return rows.filter(pk=delivery, permit__ask__nis__in=_codes(by, at)).first()


def _whole() -> QuerySet[Delivery]:
    """Deliveries with what is asked of them here, without the bytes that they consist of."""
    lies_ready = Exists(Collectable.objects.filter(delivery=OuterRef("pk")))
    rows = Delivery.objects.select_related("permit__ask").annotate(lies_ready=lies_ready)
    return rows.defer("sealed", "commitments")


def _require_role(by: Actor, work: Work) -> None:
    if not may(Side.RECIPIENT, by.role, work):
        raise NotPossible(not_up_to(Side.RECIPIENT, by.role, work))


def _stand(row: Delivery) -> Stand:
    return Stand(
        status=DeliveryStatus(row.status),
        keep_until=row.keep_until,
        in_pigeonhole=bool(getattr(row, "lies_ready")),  # noqa: B009 - an annotation of the query
        collected=row.collected_at is not None,
        deletion_confirmed=row.deletion_confirmed_at is not None,
    )


def _claim(delivery: uuid.UUID, by: Actor, at: datetime) -> Delivery | Refusal | None:
    """The delivery, locked, if everything allows that it is handed over now; its protocol cannot move meanwhile."""
    row = _locked(delivery, by, at)
    if row is None:
        return None
    _require_role(by, Work.OPEN_DELIVERY)
    reasons = collection.why_not_collect(_stand(row), _day(at))
    if reasons:
        raise NotPossible(*reasons)
    return _refused(row, by, at, lock=True) or row


def _refused(row: Delivery, by: Actor, at: datetime, *, lock: bool) -> Refusal | None:
    nis = _codes(by, at)[0]
    ground = queries.grounds([nis], _day(at), lock=lock)[nis]
    ask = replace(intake.recall(row.permit.ask).ask, nis=nis)
    return collection.refusal(ground.terms, ground.facts, ask, at.astimezone(BRUSSELS))


def _note(row: Delivery, how: How, by: Actor, at: datetime) -> None:
    Opening.objects.create(delivery=row, person=by.person, party=by.party, how=how, at=at)
    if row.collected_at is not None:
        return
    row.collected_at = at
    row.save(update_fields=["collected_at"])
    said = {"delivery": str(row.pk), "recipient": row.permit.ask.nis, "parcelDigest": row.parcel_digest}
    ledger.append([Entry(Act.COLLECTED, at, by.party, said)])


def _file(row: Delivery, how: How) -> Fetched:
    column, ending = FILES[how]
    held = Collectable.objects.values_list(column, flat=True).get(delivery=row)
    return Fetched(row.name + ending, held.encode() if isinstance(held, str) else bytes(held))


def _together(row: Delivery) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for how in FILES:
            file = _file(row, how)
            archive.writestr(zipfile.ZipInfo(file.name, NO_TIME), file.data)
    return written.getvalue()


def _open(
    delivery: uuid.UUID, how: How, open_it: Callable[[SealedParcel], Opened], by: Actor, at: datetime
) -> Opened | Refusal | None:
    with transaction.atomic():
        claimed = _claim(delivery, by, at)
        if not isinstance(claimed, Delivery):
            return claimed
        parcel = SealedParcel(
            sealed=_file(claimed, How.PARCEL).data,
            signature=claimed.signature,
            agency_key=parties.agency(claimed.permit.agency).minisign_public_key,
        )
        attempt = tries.begin(delivery, by.person, at=at) if how == How.PASSPHRASE else None
    # A passphrase is a second of work, and so long nobody should wait for this row or this protocol.
    opened = _counted(attempt, open_it, parcel)
    with transaction.atomic():
        # What was opened is shown only if the answer is still yes, and once it is written down that it was.
        claimed = _claim(delivery, by, at)
        if not isinstance(claimed, Delivery):
            return claimed
        _note(claimed, how, by, at)
    return opened


def _counted(attempt: int | None, open_it: Callable[[SealedParcel], Opened], parcel: SealedParcel) -> Opened:
    """Opens a parcel; of tries of a passphrase, only the wrong ones go on counting."""
    try:
        opened = open_it(parcel)
    except NotPossible as error:
        if attempt is not None and opening.WRONG_PASSPHRASE not in error.reasons:
            tries.take_off(attempt)
        raise
    if attempt is not None:
        tries.take_off(attempt)
    return opened
