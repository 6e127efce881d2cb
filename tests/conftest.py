"""What every test may ask for: a database server for the run, and a fresh database for a test.

A test that asks for `database` gets one of its own, copied from a template in which the house is installed, so
tests commit for real, over several connections and processes, and leave nothing behind.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

os.environ["DJANGO_SETTINGS_MODULE"] = "sluis.config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.db import connections  # noqa: E402

from sluis.adapters.postgres import ADMIN, EmbeddedPostgres  # noqa: E402
from sluis.config import environment, installation  # noqa: E402
from sluis.domain.entry import INSZ_SHAPED  # noqa: E402

# Nothing of value is lost when the machine stops, so the disk need not be waited for.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

TEMPLATE = f"sluis_test_template_{os.getpid()}"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The connection string of an administrator: of `DATABASE_URL` where it is set, else of a server of our own."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    home = Path(tempfile.mkdtemp(prefix="sluis-test-"))
    home.chmod(0o755)
    postgres = EmbeddedPostgres(home, FAST)
    try:
        with postgres.lease():
            yield f"postgresql://{ADMIN}@/{ADMIN}?host={postgres.socket_folder}"
            log = (postgres.place / "server.log").read_text(errors="replace")
            assert not INSZ_SHAPED.search(log), "the database server's log shows a person's number"
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """A database in which the house is installed, to be copied."""
    _create(server, TEMPLATE)
    with pytest.MonkeyPatch.context() as patch:
        _connect_to(_with_database(server, TEMPLATE), patch)
        installation.install()
        connections.close_all()
    yield TEMPLATE
    _drop(server, TEMPLATE)


@pytest.fixture
def database(server: str, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A fresh database for this test; gives its address, which `DATABASE_URL` names too (for subprocesses)."""
    name = f"sluis_test_{secrets.token_hex(6)}"
    _create(server, name, template)
    address = _with_database(server, name)
    _connect_to(address, monkeypatch)
    yield address
    connections.close_all()
    _drop(server, name)


@pytest.fixture(scope="session")
def furnished_template(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with a protocol in every state, to be copied, and the home with its keys; gives that home."""
    from tests.doors.furnished import furnish

    home = tmp_path_factory.mktemp("furnished")
    name = f"{template}_furnished"
    _create(server, name, template)
    with pytest.MonkeyPatch.context() as patch:
        _connect_to(_with_database(server, name), patch)
        patch.setattr(settings, "KEYS_FOLDER", home / "keys")
        furnish(home)
        connections.close_all()
    yield home
    _drop(server, name)


@pytest.fixture
def furnished(server: str, template: str, furnished_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh copy of the furnished house for this test; gives its home."""
    name = f"sluis_test_{secrets.token_hex(6)}"
    _create(server, name, f"{template}_furnished")
    _connect_to(_with_database(server, name), monkeypatch)
    monkeypatch.setenv("SLUIS_HOME", str(furnished_template))
    monkeypatch.setattr(settings, "KEYS_FOLDER", furnished_template / "keys")
    monkeypatch.setattr(settings, "INBOX", furnished_template / "inbox")
    yield furnished_template
    connections.close_all()
    _drop(server, name)


@pytest.fixture(autouse=True)
def nobody_shows(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> Iterator[None]:
    """No log line and no file name that a test brings about has the shape of an INSZ."""
    caplog.set_level(logging.INFO)
    yield
    assert not INSZ_SHAPED.search(caplog.text), "a log line shows a person's number"
    named = [path.name for path in tmp_path.rglob("*") if INSZ_SHAPED.search(path.name)]
    assert not named, "a file is named after a person"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for keys and working files."""
    monkeypatch.setenv("SLUIS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(settings, "KEYS_FOLDER", tmp_path / "home" / "keys")
    monkeypatch.setattr(settings, "INBOX", tmp_path / "home" / "inbox")
    return tmp_path / "home"


def _connect_to(address: str, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("DATABASE_URL", address)
    for alias in connections:
        connections[alias].settings_dict.update(environment.database("app" if alias == "default" else alias))


def _with_database(server: str, name: str) -> str:
    return make_conninfo(server, dbname=name)


def _create(server: str, name: str, template: str = "template1") -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
