"""Writes the vault: takes in an extract of the source, whole or not at all; restricts, releases, erases a dossier.

Each act is one transaction of the steward's role, with its entry in the ledger as the last thing. No message of
it, whatever goes wrong, repeats what a row says.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
from django.db import DatabaseError, connections, transaction
from django.db.backends.utils import CursorWrapper

from sluis.domain.entry import Act, Entry, Fact
from sluis.domain.rights import ErasureGround, Ground, ReleaseGround, RestrictionGround
from sluis.domain.words import Said, is_agency_code
from sluis.dossiers import queries, staging
from sluis.dossiers.extract import Batch, Extract, ExtractRefused
from sluis.dossiers.models import Extract as TakenIn
from sluis.dossiers.models import Person
from sluis.dossiers.report import Report
from sluis.dossiers.staging import Staging
from sluis.ledger import actions as ledger
from sluis.parties.municipalities import municipalities

STEWARD = queries.STEWARD

# Any number will do, as long as nothing else in the database uses it.
IMPORTING = 0x5_1016

# Below this many writes it does not pay to take the vault's indexes away and build them again.
BULK_FROM = 50_000

# An extract that lacks so many of those who were there is more often half an extract than a true one: a column that
# changed its name, a filter that was left on. It is taken in only when somebody says that it is true.
MANY_GONE, SHARE_GONE = 100, 0.1

# Told what the import is doing, and how many rows it has read.
Progress = Callable[[Said, int], None]

WAITING = Said(
    "wacht op het einde van een andere import of een handeling op een dossier",
    "waiting for another import or act on a dossier to end",
)
READING = Said("lezen", "reading")
INDEXING = Said("de indexen van de kluis opbouwen", "building the vault's indexes")
COMPARING = Said("vergelijken met de kluis", "comparing with the vault")
WRITING = Said("schrijven", "writing")


SOURCE_ID_IN_FILE = "an earlier row of the extract has the same source_id"
INSZ_IN_FILE = "an earlier row of the extract has the same INSZ"
PERSON_IN_FILE = "another row of the extract is about the same person"
PREVIOUS_IN_FILE = "another row of the extract is about a person with this previous INSZ"
NUMBER_TAKEN = "the INSZ belongs to another person than the one with this source_id"


class VaultFailed(RuntimeError):
    """The database gave an error during an act on the vault. Nothing was changed; `said` says which error."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.en)
        self.said = said


class ImportFailed(VaultFailed):
    """The act was an import."""


class StillInSource(ValueError):
    """A dossier cannot be erased while the agency's source still has the person."""


def import_extract(
    path: Path,
    *,
    agency: str,
    as_of: date,
    by: str,
    at: datetime,
    progress: Progress = lambda doing, rows: None,
    many_may_go: bool = False,
) -> Report:
    """Brings the people of `agency` in the vault to what the full extract at `path` says.

    Known people are updated, new ones added, and those no longer in it marked as left; bad rows are put aside
    and leave their people as they were. An import waits for another one that is busy.

    Args:
        as_of: the reference date of the extract.
        by: who takes it in, as a role or an organisation (`agency:agii`), never a person.
        many_may_go: somebody looked, and it is true that more than a tenth of the people are gone.

    Raises:
        ExtractRefused: the file as a whole is not taken in, and nothing has changed.
        ImportFailed: the database gave an error, and nothing has changed.
        OSError: the file cannot be read.
    """
    if not is_agency_code(agency):
        raise ExtractRefused(
            "De code van een agentschap telt hoogstens twintig kleine letters, cijfers en streepjes, zoals agii.",
            "An agency's code is at most twenty small letters, digits and dashes, like agii.",
        )
    with path.open("rb") as file:
        try:
            with transaction.atomic(using=STEWARD), connections[STEWARD].cursor() as cursor:
                _wait_for_turn(cursor, progress)
                _refuse_older(agency, as_of)
                room = Staging(cursor, agency=agency, as_of=as_of)
                source = Extract(file, agency=agency, as_of=as_of, known=municipalities())
                outcome = (
                    _fill(room, source, progress)
                    if room.number(staging.PEOPLE) == 0
                    else _merge(room, source, progress, many_may_go=many_may_go)
                )
                return _record(room, source, outcome, agency=agency, as_of=as_of, by=by, at=at)
        except (DatabaseError, psycopg.Error) as error:
            # What the database says of an error can repeat the row, so it goes no further.
            raise ImportFailed(_sayable(error, IMPORT)) from None


def restrict(insz: str, *, agency: str, ground: RestrictionGround, by: str, at: datetime) -> bool:
    """Lets nothing of a person leave any more: both walls leave a restricted dossier out, and imports leave it so.

    Args:
        insz: eleven digits; they go into no log, no ledger and no message.
        by: who does it, as a role or an organisation (`agency:agii`), never a person.

    Returns whether anything changed: not where the dossier was restricted already, and then there is no entry.

    Raises:
        NoSuchDossier: the agency has no dossier under this number.
        VaultFailed: the database gave an error, and nothing has changed.
    """
    return _set_restricted(insz, True, agency, ground, by, at)


def release(insz: str, *, agency: str, ground: ReleaseGround, by: str, at: datetime) -> bool:
    """Lets what is a person's leave again, under the terms as for everybody. As `restrict` in all else."""
    return _set_restricted(insz, False, agency, ground, by, at)


def erase(insz: str, *, agency: str, ground: ErasureGround, by: str, at: datetime) -> None:
    """Removes a dossier: row, former numbers and secret, so that no commitment can be tied to the person any more.

    The ledger and the deliveries stay as they are. The person must have left the agency's source first: else the
    next full extract would bring them back as somebody new, without the restriction they may have had.

    Raises:
        NoSuchDossier: the agency has no dossier under this number.
        StillInSource: the newest extract still has the person; nothing has changed.
        VaultFailed: the database gave an error, and nothing has changed.
    """
    with _dossier(insz, agency) as person:
        if person.left_on is None:
            raise StillInSource(
                f"The newest extract of {agency} still has this person, and the next one would bring the dossier "
                "back as new. Erase in the source first and import its extract. Until then, "
                "`sluis dossier restrict --reason erasure-asked` lets nothing leave."
            )
        person.delete()  # and with it its former numbers
        _enter(Act.DOSSIER_ERASED, agency, ground, by, at)


def _set_restricted(insz: str, restricted: bool, agency: str, ground: Ground, by: str, at: datetime) -> bool:
    with _dossier(insz, agency) as person:
        if person.restricted == restricted:
            return False
        person.restricted = restricted
        person.save(using=STEWARD, update_fields=["restricted"])
        _enter(Act.DOSSIER_RESTRICTED if restricted else Act.DOSSIER_RELEASED, agency, ground, by, at)
    return True


@contextlib.contextmanager
def _dossier(insz: str, agency: str) -> Iterator[Person]:
    """The dossier, locked, in a transaction in which no import is going on: one compares people with what was."""
    try:
        with transaction.atomic(using=STEWARD):
            with connections[STEWARD].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTING])
            found = queries.find(insz, agency=agency)
            yield Person.objects.using(STEWARD).select_for_update().get(pk=found)
    except (DatabaseError, psycopg.Error) as error:
        raise VaultFailed(_sayable(error, ACT)) from None


def _enter(act: Act, agency: str, ground: Ground, by: str, at: datetime) -> None:
    """The entry says that it happened and on which ground; whose dossier it was stands nowhere."""
    ledger.append([Entry(act, at, by, {"agency": agency, "reason": ground.value})], using=STEWARD)


class _Outcome(NamedTuple):
    added: int = 0
    changed: int = 0
    left: int = 0


def _wait_for_turn(cursor: CursorWrapper, progress: Progress) -> None:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORTING])
    if not cursor.fetchone()[0]:
        progress(WAITING, 0)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTING])


def _refuse_older(agency: str, as_of: date) -> None:
    newest = queries.newest_as_of(agency, using=STEWARD)
    if newest is not None and as_of < newest:
        raise ExtractRefused(
            f"Dit extract is van {as_of}, en er is al een van {agency} van {newest} ingelezen. Geef een nieuwer "
            "extract, of de juiste referentiedatum.",
            f"This extract is as of {as_of}, and one of {agency} as of {newest} was taken in already. Give a "
            "newer extract, or its right reference date with --as-of.",
        )


def _told(source: Extract, progress: Progress) -> Iterator[Batch]:
    for batch in source.batches():
        progress(READING, source.rows)
        yield batch


def _fill(room: Staging, source: Extract, progress: Progress) -> _Outcome:
    """Into an empty vault the rows go straight; what they have in common shows when the indexes are built."""
    room.do(staging.OPEN)
    source.base = room.use_empty_vault()
    source.with_secrets = True
    room.load(_told(source, progress))
    progress(INDEXING, source.rows)
    if not room.number(staging.CLOSE):
        _set_doubles_aside(room)
        room.number(staging.CLOSE)
    room.set_aside(staging.SAME_PREVIOUS, column="insz_previous", reason=PREVIOUS_IN_FILE)
    room.do(staging.NAMED)
    room.do(staging.KEEP_NAMED_NUMBERS)
    return _Outcome(added=source.rows - room.number(staging.SET_ASIDE_ROWS))


def _merge(room: Staging, source: Extract, progress: Progress, *, many_may_go: bool) -> _Outcome:
    """Compares the rows with the people there are, and writes what differs."""
    room.load(_told(source, progress))
    progress(COMPARING, source.rows)
    _set_doubles_aside(room)
    room.set_aside(staging.SAME_PREVIOUS, column="insz_previous", reason=PREVIOUS_IN_FILE)
    room.do(staging.COMPARE)
    room.do(staging.RESOLVE)
    for found, reason in ((staging.SAME_PERSON, PERSON_IN_FILE), (staging.TAKEN_NUMBER, NUMBER_TAKEN)):
        if room.set_aside(found, column="insz", reason=reason):
            room.do(staging.FORGET)
    room.do(staging.CHANGES)
    room.do(staging.ABSENT)
    if not many_may_go:
        _require_most_to_be_there(room)
    to_write = room.number(staging.TO_WRITE)
    bulk = to_write >= BULK_FROM and to_write > room.number(staging.PEOPLE) // 2
    progress(WRITING, source.rows)
    if bulk:
        room.do(staging.OPEN)
    changed = room.do(staging.CHANGE)
    room.do(staging.KEEP_OLD_NUMBERS)
    added = room.do(staging.ADD)
    left = room.do(staging.MARK_AS_LEFT)
    if bulk:
        room.number(staging.CLOSE)
    room.do(staging.NAMED)
    room.do(staging.KEEP_NAMED_NUMBERS)
    return _Outcome(added, changed + room.number(staging.ONLY_NAMED), left)


def _require_most_to_be_there(room: Staging) -> None:
    """Raises ExtractRefused where a large part of those who were there is not in the extract."""
    gone = room.number(staging.GONE)
    if gone < MANY_GONE:
        return
    there = room.number(staging.THERE)
    if gone > there * SHARE_GONE:
        raise ExtractRefused(
            f"{gone} van de {there} mensen staan er niet meer in. Kijk na of het extract volledig is; klopt het, lees "
            "het dan in met `sluis import --many-may-go`.",
            f"{gone} of the {there} people are not in it any more. Check whether the extract is whole; if it is true, "
            "take it in with `sluis import --many-may-go`.",
        )


def _set_doubles_aside(room: Staging) -> None:
    room.set_aside(staging.SAME_SOURCE_ID, column="source_id", reason=SOURCE_ID_IN_FILE)
    room.set_aside(staging.SAME_INSZ, column="insz", reason=INSZ_IN_FILE)


def _record(
    room: Staging, source: Extract, outcome: _Outcome, *, agency: str, as_of: date, by: str, at: datetime
) -> Report:
    """Writes down what came of it; the ledger's entry last, because its lock is shared with all who act."""
    accepted = source.rows - room.number(staging.SET_ASIDE_ROWS)
    counts = {
        "rows": source.rows,
        "accepted": accepted,
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": accepted - outcome.added - outcome.changed,
        "left": outcome.left,
        "remapped": room.number(staging.REMAPPED),
    }
    taken_in = TakenIn.objects.using(STEWARD).create(
        agency=agency, as_of=as_of, digest=source.digest, imported_at=at, imported_by=by, **counts
    )
    room.do(staging.QUARANTINE, extract=taken_in.pk)
    facts: dict[str, Fact] = {
        "agency": agency,
        "asOf": as_of.isoformat(),
        "fileDigest": source.digest,
        **counts,
        "quarantined": source.rows - accepted,
    }
    ledger.append([Entry(Act.EXTRACT_IMPORTED, at, by, facts)], using=STEWARD)
    return Report(taken_in.pk, agency, as_of, source.digest, **counts)


IMPORT, ACT = Said("het inlezen", "the import"), Said("de handeling", "the act")


def _sayable(error: Exception, act: Said) -> Said:
    """The kind of an error and the rule it broke, which is all of it that holds no personal data."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(cause, psycopg.Error) or cause.sqlstate is None:
        nl = f"De databank is niet bereikbaar, of brak {act.nl} af."
        en = f"The database cannot be reached, or broke off {act.en}."
    else:
        rule = cause.diag.constraint_name
        nl = f"De databank stopte {act.nl} (SQLSTATE {cause.sqlstate}{f', regel {rule}' if rule else ''})."
        en = f"The database stopped {act.en} (SQLSTATE {cause.sqlstate}{f', rule {rule}' if rule else ''})."
    return Said(
        f"{nl} Er is niets veranderd; probeer het opnieuw, en gebeurt het weer, kijk dan in het logboek van de server.",
        f"{en} Nothing was changed; try again, and if it happens again, look in the server's log.",
    )
