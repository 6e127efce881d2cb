"""An installation to measure on: 285 municipalities with a protocol, and a vault of the size asked for."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings

from sluis.adapters.postgres import ADMIN, EmbeddedPostgres
from sluis.adapters.sealing import make_identity
from sluis.adapters.signing import make_key
from sluis.cli import clock
from sluis.disclosures.pipeline import Instruments
from sluis.domain.access import Actor, Role
from sluis.domain.municipalities import Municipality
from sluis.domain.terms import Terms, parse_terms
from sluis.parties.municipalities import municipalities

MANAGER = Actor("bench", "agency:agii", Role.PROTOCOL_MANAGER)
ROOT = Path(__file__).resolve().parents[1]
BEERSEL = ROOT / "src" / "sluis" / "protocols" / "data" / "beersel.json"

# Purposes are told apart so that every one of a municipality's people is in the population.
EVERYBODY = {"contract": None, "attest": None, "periodBy": None}


@contextmanager
def server() -> Iterator[str]:
    """A database server with the settings of every installation (durable), and its address; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sluis-bench-") as folder:
        Path(folder).chmod(0o755)
        postgres = EmbeddedPostgres(Path(folder))
        with postgres.lease():
            address = f"host={postgres.socket_folder} user={ADMIN} dbname=sluis_bench"
            os.environ["DATABASE_URL"] = f"host={postgres.socket_folder} user={ADMIN} dbname={ADMIN}"
            os.environ["SLUIS_HOME"] = folder
            _create(address)
            os.environ["DATABASE_URL"] = address
            yield address


def _create(address: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute("CREATE DATABASE sluis_bench")


def all_municipalities() -> tuple[Municipality, ...]:
    return municipalities().on(clock.today())


def terms_for(place: Municipality) -> Terms:
    """Terms under which a municipality receives all fields of all its people."""
    said = json.loads(BEERSEL.read_bytes())
    said["protocol"] = f"AGII-{place.nis}"
    said["recipient"] |= {"nis": place.nis, "name": place.name}
    said["territory"] = [place.nis]
    said["rowLimit"] = 1_000_000
    said["start"] = max(date(2020, 11, 1), place.valid_from or date.min).isoformat()
    for purpose in said["purposes"]:
        purpose["population"] = EVERYBODY
        purpose["fields"] = ["insz", "surname", "first_name", "contract", "attest"]
    return parse_terms(json.dumps(said).encode())


def furnish() -> Instruments:
    """Installs the house, with a protocol and a key for each municipality."""
    from sluis.config import installation
    from sluis.parties import actions as parties
    from sluis.protocols import actions as protocols

    installation.install()
    agency, ledger = make_key(settings.KEYS_FOLDER / "agency-agii.key"), make_key(settings.KEYS_FOLDER / "ledger.key")
    at = clock.now()
    parties.register_agency(
        code="agii", name="AgII", kbo="0543307391", minisign_public_key=agency.minisign_public_key, at=at
    )
    for place in all_municipalities():
        terms = terms_for(place)
        concluded = protocols.Concluded(
            terms=terms.canonical, agency="agii", author="author", validator="validator",
            in_force_at=datetime.combine(terms.start, time(), clock.BRUSSELS),
            published_by_sender="https://sender.example", published_by_recipient="https://recipient.example",
        )  # fmt: skip
        protocols.register(concluded, by=MANAGER, at=at)
        parties.register_key(nis=place.nis, recipient=make_identity()[1], by=f"nis:{place.nis}", at=at)
    return Instruments(settings.LOG_ORIGIN, ledger, agency)


def instruments() -> Instruments:
    from sluis.cli.instruments import instruments as found

    return found()
