"""The outlines that the operator supplied for the map, from the files that a setting names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sluis.config import environment
from sluis.parties.municipalities import municipalities
from sluis.register.boundaries import InvalidBoundaries, Outlines, read_boundaries

# No outlines that a browser can show are larger by far; the parts of a country are.
MOST_BYTES = 60_000_000


def boundaries() -> tuple[Outlines, ...]:
    """What the setting names, in its order; none where it names none. A file is read once: start anew after a change.

    Raises:
        ImproperlyConfigured: a file cannot be read or used; says which, and what is wrong.
    """
    return _read(environment.BOUNDARIES.read())


@cache
def _read(setting: str) -> tuple[Outlines, ...]:
    return tuple(_outlines(Path(name.strip())) for name in setting.split(",") if name.strip())


def _outlines(path: Path) -> Outlines:
    setting = environment.BOUNDARIES.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImproperlyConfigured(
                f"{setting}: {path} is larger than {MOST_BYTES // 1_000_000} MB. Simplify it, for example "
                "with mapshaper."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(f"{setting}: {path} cannot be read ({error.strerror}).") from error
    try:
        return read_boundaries(data, path.name, municipalities())
    except InvalidBoundaries as error:
        raise ImproperlyConfigured(f"{setting}: {error}") from error
