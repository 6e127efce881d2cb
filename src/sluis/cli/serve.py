"""Serve the portal on this machine, until it is interrupted."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from sluis.cli.outcome import DONE, CommandFailed

NAME = "serve"
HELP = "serve the portal on 127.0.0.1"

ADDRESS = "127.0.0.1"
HIGHEST_PORT = 65_535
# A page is mostly our own computing, and a process computes on one core. More than a few serve nobody in a town.
MOST_PROCESSES = 4

# Seconds that the worker gets to stop. Work that it does not end in this time is undone, and done again later.
PATIENCE = 30.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: %(default)s; 0: any)")
    parser.add_argument("--no-worker", action="store_true", help="do no jobs; `sluis work` does them elsewhere")


def run(args: argparse.Namespace) -> int:
    return serve(args.port, worker=not args.no_worker)


def serve(port: int, *, worker: bool = True) -> int:
    """Serves the portal in this process and those that it forks, until Ctrl-C; returns the exit status.

    With `worker` another process does the jobs meanwhile; it is stopped with the portal.

    Raises:
        CommandFailed: the port is in use, or no port; nothing was started.
        ImproperlyConfigured: a file of boundaries cannot be used; nothing was started.
    """
    _require_free(port)
    from django.db import connections

    from sluis.config.boundaries import boundaries

    # Read here, so that it is said once and to whoever starts the portal if a file cannot be used.
    boundaries()
    # A connection cannot be shared with the process that is about to be forked.
    connections.close_all()
    started_by = os.getpid()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    # A reader who leaves early breaks one connection; it may not end the server.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    status: object = DONE
    jobs = _start_worker() if worker else None
    try:
        _Portal(port).run()
    except SystemExit as end:
        status = end.code
    finally:
        if os.getpid() != started_by:
            # The forked worker comes back here too. What lies around this call, such as the lease on the
            # database, is not its to tidy up.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(_as_status(status))
        if jobs is not None:
            _stop(jobs)
        for number, handler in before.items():
            signal.signal(number, handler)
    return _as_status(status)


def _start_worker() -> subprocess.Popen[bytes]:
    """A process of its own: it takes up other database roles than the portal does."""
    command = [sys.executable, "-m", "sluis.cli.main", "work"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _stop(jobs: subprocess.Popen[bytes]) -> None:
    """Lets the worker end what it does; after Ctrl-C in a terminal it has heard so itself already."""
    jobs.terminate()
    try:
        jobs.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        # What it leaves is taken up by the next worker.
        jobs.kill()
        jobs.wait()


def _as_status(code: object) -> int:
    return code & 0xFF if isinstance(code, int) else DONE if code is None else 1


def _require_free(port: int) -> None:
    if not 0 <= port <= HIGHEST_PORT:
        raise CommandFailed(f"There is no port {port}; give one from 1 to {HIGHEST_PORT}.")
    with socket.socket() as probe:
        # As the server itself does: a connection that is still closing does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
            probe.listen()
        except OSError as error:
            raise CommandFailed(
                f"Port {port} on {ADDRESS} cannot be used: {error.strerror}. Stop what uses it, or give another "
                "with --port."
            ) from error


class _Portal(BaseApplication):  # type: ignore[misc]
    """The portal under gunicorn: a process a core up to four, four threads each, no file or socket of its own."""

    def __init__(self, port: int) -> None:
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{ADDRESS}:{self._port}",
            "workers": min(MOST_PROCESSES, os.cpu_count() or 1),
            "worker_class": "gthread",
            "threads": 4,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": _say_where,
            "proc_name": "sluis",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from sluis.config.wsgi import application

        return application


def _say_where(server: Any) -> None:
    port = server.LISTENERS[0].sock.getsockname()[1]
    print(f"The portal is at http://{ADDRESS}:{port}/ (Ctrl-C stops it).", flush=True)
