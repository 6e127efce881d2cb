"""The worker: does the jobs, until it is told to stop or, where that is asked, until none is ready."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from datetime import datetime

import psycopg
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from sluis.jobs import actions, queue, rounds

LOG = logging.getLogger(__name__)

# An import may take an hour; meanwhile parcels leave and somebody looks after the rest.
SIDE_BY_SIDE = 3

# Seconds that what is under way gets to end by itself; then an import is stopped, and done again later.
PATIENCE = 5.0

# Seconds after which a worker that lost the database looks whether it is back.
PAUSE = 5.0


def work(*, once: bool, at: datetime) -> None:
    """Does jobs until SIGINT or SIGTERM, also where the database is away for a while; with `once` until none is ready.

    Raises:
        ConnectorException: with `once`, the database cannot be reached.
    """
    actions.take_up_again(at=at)
    if not once:
        asyncio.run(_until_told())
        return
    rounds.begin_day(at=at)
    queue.put(rounds.DELIVER, lock=rounds.DELIVER, once=rounds.DELIVER, timestamp=int(at.timestamp()))
    while queue.is_ready(at=at):
        # One round takes what is ready when it looks; what waited for the lock of another is for the next.
        asyncio.run(_round(wait=False))


async def _until_told() -> None:
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    # Told again, as happens after Ctrl-C in a terminal, it goes on ending what it was doing.
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    while not told.is_set():
        working, hearing = asyncio.create_task(_round(wait=True)), asyncio.create_task(told.wait())
        await asyncio.wait({working, hearing}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        try:
            await working
        except asyncio.CancelledError:
            pass
        except (ConnectorException, psycopg.Error) as error:
            LOG.error("The worker lost the database (%s) and tries again.", type(error.__cause__ or error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(hearing, PAUSE)


async def _round(*, wait: bool) -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()):
        async with app.open_async():
            await app.run_worker_async(
                wait=wait, concurrency=SIDE_BY_SIDE, shutdown_graceful_timeout=PATIENCE, name="sluis",
                install_signal_handlers=False,
            )  # fmt: skip
