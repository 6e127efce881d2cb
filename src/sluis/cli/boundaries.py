"""Look at the files with the outlines for the map, and say of which days each of them is the map."""

from __future__ import annotations

import argparse

from sluis.cli.outcome import DONE, USAGE, CommandFailed

NAME = "boundaries"
HELP = "look at the files with the outlines for the map (SLUIS_BOUNDARIES)"
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose: the files are those of the setting."""


def run(args: argparse.Namespace) -> int:
    from django.core.exceptions import ImproperlyConfigured

    from sluis.config import environment
    from sluis.config.boundaries import boundaries

    try:
        found = boundaries()
    except ImproperlyConfigured as error:
        raise CommandFailed(str(error), status=USAGE) from error
    if not found:
        print(f"{environment.BOUNDARIES.name} names no file: the map is of tiles.")
    for one in found:
        days = " and ".join(f"from {first} {f'to {last}' if last else 'on'}" for first, last in one.days)
        points = sum(len(ring) for shape in one.shapes.values() for polygon in shape for ring in polygon)
        print(f"{one.name}: {len(one.shapes)} municipalities, {points} points; the map {days}.")
    return DONE
