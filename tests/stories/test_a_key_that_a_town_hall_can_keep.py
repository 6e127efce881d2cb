"""A town hall has a key made behind a passphrase, keeps the file, and opens it with stock `age` and nothing of ours.

1. The key is made here; the house keeps it behind the passphrase, and neither passphrase nor key is anywhere in clear.
2. A parcel is laid ready in the portal. The town hall fetches it, and the file of its key.
3. `age -d` asks for the passphrase and gives the key; with the key it opens the parcel.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import psycopg
import pytest
from tests.rooms.test_pigeonhole import OFFICER, PASSPHRASE, fetch, laid_ready
from tests.stories.cast import BEERSEL, House, insz

from sluis.adapters import passphrases
from sluis.cli import clock
from sluis.disclosures import pigeonhole
from sluis.disclosures.opening import Opened
from sluis.domain.lifecycle import NotPossible
from sluis.ledger import queries as ledger
from sluis.parties import actions as parties
from sluis.parties import queries
from sluis.parties.models import RecipientKey

INSTALL = "install age (Debian: apt-get install age) to run this test"


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def key(house: House) -> RecipientKey:
    return parties.make_key_behind_passphrase(BEERSEL, PASSPHRASE, by="nis:23003", at=clock.now())


def age_with_passphrase(sealed: Path, opened: Path, passphrase: str) -> int:
    """Runs `age -d` at a terminal of its own, as a person would, and types the passphrase when asked."""
    person, terminal = pty.openpty()
    started = subprocess.Popen(
        ["setsid", "--ctty", "age", "-d", "-o", str(opened), str(sealed)],
        stdin=terminal, stdout=terminal, stderr=terminal,
    )  # fmt: skip
    os.close(terminal)
    try:
        asked = b""
        while b"passphrase" not in asked:
            asked += os.read(person, 1000)
        os.write(person, passphrase.encode() + b"\n")
        return started.wait(timeout=60)
    finally:
        started.kill()
        os.close(person)


@pytest.fixture
def stock_age() -> None:
    if shutil.which("age") is None or shutil.which("setsid") is None:
        assert not os.environ.get("CI"), INSTALL
        pytest.skip(INSTALL)


@pytest.mark.usefixtures("stock_age")
def test_stock_age_asks_the_passphrase_and_opens_key_and_parcel(
    house: House, key: RecipientKey, tmp_path: Path
) -> None:
    number = laid_ready(house)
    file, parcel = queries.sealed_identity(key), fetch(number)
    assert file is not None and file.name.endswith(".key.age")
    sealed, identity, archive = tmp_path / file.name, tmp_path / "key.txt", tmp_path / "parcel.zip"
    sealed.write_bytes(file.data)
    (tmp_path / parcel.name).write_bytes(parcel.data)
    assert age_with_passphrase(sealed, identity, PASSPHRASE) == 0
    assert f"# public key: {key.recipient}\n" in identity.read_text()

    subprocess.run(["age", "-d", "-i", str(identity), "-o", str(archive), str(tmp_path / parcel.name)], check=True)
    with zipfile.ZipFile(archive) as opened:
        assert insz(1) in opened.read("rows.csv").decode()


@pytest.mark.usefixtures("stock_age")
def test_stock_age_does_not_open_it_with_another_passphrase(key: RecipientKey, tmp_path: Path) -> None:
    file = queries.sealed_identity(key)
    assert file is not None
    (tmp_path / "key.age").write_bytes(file.data)
    assert age_with_passphrase(tmp_path / "key.age", tmp_path / "opened", PASSPHRASE + "?") != 0
    assert not (tmp_path / "opened").exists()


def test_neither_passphrase_nor_key_is_anywhere_in_the_house(house: House, key: RecipientKey, database: str) -> None:
    number = laid_ready(house)
    opened = pigeonhole.open_with_passphrase(number, PASSPHRASE, by=OFFICER, at=clock.now())
    assert isinstance(opened, Opened)
    identity = passphrases.open_behind(bytes(key.sealed_identity or b""), PASSPHRASE).decode().splitlines()[1]
    assert identity.startswith("AGE-SECRET-KEY-1")
    with psycopg.connect(database) as superuser:
        tables = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [str(superuser.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables]
    everything = "\n".join(rows)
    assert key.recipient in everything
    files = b"".join(path.read_bytes() for path in house.folder.rglob("*") if path.is_file())
    for secret in (PASSPHRASE, identity):
        assert secret not in everything
        assert secret.encode() not in files
    body = ledger.bodies(0, ledger.size())
    assert sum(b'"key.registered"' in one for one in body) == 2


def test_opening_takes_well_under_three_seconds(key: RecipientKey) -> None:
    """The fastest of three: the machine may be busy, and how much work a try costs is fixed."""
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        passphrases.open_behind(bytes(key.sealed_identity or b""), PASSPHRASE)
        took.append(time.perf_counter() - begun)
    assert min(took) < 3
    assert b" 18\n" in bytes(key.sealed_identity or b"")[:100]


def test_a_weak_passphrase_is_refused_with_every_reason_and_no_key_is_made(house: House) -> None:
    before = ledger.size()
    with pytest.raises(NotPossible) as refused:
        parties.make_key_behind_passphrase(BEERSEL, "1234", by="nis:23003", at=clock.now())
    assert len(refused.value.reasons) == 2
    assert (RecipientKey.objects.count(), ledger.size()) == (1, before)


def test_a_key_that_was_made_elsewhere_has_no_file_here(house: House) -> None:
    assert queries.sealed_identity(RecipientKey.objects.get()) is None


def test_the_keys_of_a_municipality_come_newest_first_without_their_secrets(house: House, key: RecipientKey) -> None:
    keys = queries.keys_of(BEERSEL)
    assert [one.recipient for one in keys] == [key.recipient, house.recipient]
    assert all("sealed_identity" in one.get_deferred_fields() for one in keys)


@pytest.mark.parametrize("plain", [b"", b"x" * 65537])
def test_only_a_small_file_is_sealed_behind_a_passphrase(plain: bytes) -> None:
    with pytest.raises(ValueError, match="small file"):
        passphrases.seal_behind(plain, PASSPHRASE)


def test_bytes_that_were_changed_do_not_open() -> None:
    sealed = bytearray(passphrases.seal_behind(b"key", PASSPHRASE))
    sealed[-1] ^= 1
    with pytest.raises(passphrases.WrongPassphrase):
        passphrases.open_behind(bytes(sealed), PASSPHRASE)
