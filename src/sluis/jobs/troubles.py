"""Says in words what went wrong with a job, and whether it is worth another try.

The words are shown to people and kept, so they repeat nothing of an error that could hold what a row says.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg
from django.db import DatabaseError

from sluis.adapters.mail import InvalidServer
from sluis.adapters.signing import MissingKey
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import Said
from sluis.dossiers.actions import VaultFailed
from sluis.dossiers.extract import ExtractRefused
from sluis.ledger.actions import LedgerBroken


class Cause(NamedTuple):
    """What is said of an error, and whether the same job may go well a little later. `ours`: nobody foresaw it."""

    said: Said
    passing: bool
    ours: bool = False


class JobFailed(RuntimeError):
    """A job did not go well; in place of the error itself, which may repeat what a row says."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.said.en)
        self.cause = cause


def cause_of(error: Exception) -> Cause:
    """What may be said of an error."""
    if isinstance(error, ExtractRefused):
        return Cause(error.said, passing=False)
    if isinstance(error, VaultFailed):
        return Cause(error.said, passing=True)
    if isinstance(error, NotPossible):
        nl, en = (" ".join(texts) for texts in ([one.nl for one in error.reasons], [one.en for one in error.reasons]))
        return Cause(Said(nl, en), passing=False)
    if isinstance(error, MissingKey):
        return Cause(_NO_KEY, passing=True)
    if isinstance(error, InvalidServer):
        return Cause(_NO_SERVER, passing=False)
    if isinstance(error, LedgerBroken):
        return Cause(_LEDGER, passing=False)
    if isinstance(error, (DatabaseError, psycopg.Error)):
        return Cause(_of_database(error), passing=True)
    if isinstance(error, OSError):
        return Cause(_of_system(error), passing=True)
    return Cause(_of_ours(error), passing=False, ours=True)


_NO_KEY = Said(
    "Een sleutel waarmee het huis tekent, ontbreekt of is niet leesbaar. Laat de beheerder `sluis key init` uitvoeren "
    "of de sleutel terugzetten.",
    "A key with which the house signs is missing or cannot be read. Have the operator run `sluis key init`, or put the "
    "key back.",
)
_NO_SERVER = Said(
    "De instelling SLUIS_SMTP is geen adres van een mailserver, zoals smtp://gebruiker:wachtwoord@host:587.",
    "The setting SLUIS_SMTP is no address of a mail server, like smtp://user:password@host:587.",
)
_LEDGER = Said(
    "Het register van handelingen klopt niet met wat ervan ondertekend is; er wordt niets ondertekend of meegedeeld. "
    "Laat de beheerder `sluis ledger verify` uitvoeren.",
    "The ledger does not agree with what was signed of it; nothing is signed or communicated. Have the operator run "
    "`sluis ledger verify`.",
)


def _of_database(error: Exception) -> Said:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    where = f" (SQLSTATE {state})" if state else ""
    return Said(
        f"De databank gaf een fout{where} of is niet bereikbaar; van deze stap is niets gebeurd.",
        f"The database gave an error{where} or cannot be reached; nothing of this step was done.",
    )


def _of_system(error: OSError) -> Said:
    return Said(
        f"Een bestand of verbinding kan niet gebruikt worden ({error.strerror or type(error).__name__}).",
        f"A file or connection cannot be used ({error.strerror or type(error).__name__}).",
    )


def _of_ours(error: Exception) -> Said:
    return Said(
        f"Er ging iets mis bij ons ({type(error).__name__}). Het logboek van het programma zegt waar.",
        f"Something went wrong on our side ({type(error).__name__}). The program's log says where.",
    )
