"""The worker: does the jobs, until it is stopped or, where that is asked, until none is ready."""

from __future__ import annotations

import signal
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from sluis.jobs import actions, queue, rounds

# An import may take an hour; meanwhile parcels leave and somebody looks after the rest.
SIDE_BY_SIDE = 3

# Seconds that what is under way gets to end by itself; then an import is stopped, and done again later.
PATIENCE = 5.0


def work(*, once: bool, at: datetime) -> None:
    """Does jobs until SIGINT or SIGTERM; with `once` until none is ready.

    Raises:
        ConnectorException: the database cannot be reached.
    """
    actions.take_up_again(at=at)
    if not once:
        # While the worker runs it has its own ear for this. Once it was told to stop, being told again, as happens
        # after Ctrl-C in a terminal, does not make it drop what it is ending.
        before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _run(wait=True)
        signal.signal(signal.SIGTERM, before)
        return
    rounds.begin_day(at=at)
    queue.put(rounds.DELIVER, lock=rounds.DELIVER, once=rounds.DELIVER, timestamp=int(at.timestamp()))
    while queue.is_ready(at=at):
        # One round takes what is ready when it looks; what waited for the lock of another is for the next.
        _run(wait=False)


def _run(*, wait: bool) -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()):
        app.run_worker(wait=wait, concurrency=SIDE_BY_SIDE, shutdown_graceful_timeout=PATIENCE, name="sluis")
