"""The channels by which the possibility is made known: those that come with the program, and the operator's own.

`SLUIS_CHANNELS` names a file of TOML, or of JSON where its name ends in .json, in the form of `data/channels.toml`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sluis.domain.words import Said

SETTING = "SLUIS_CHANNELS"


class ChannelKind(StrEnum):
    """What a channel is like: whether somebody comes to it, gets it sent, or is spoken to."""

    WEBSITE = "website"
    NEWSLETTER = "newsletter"
    DIRECT_CONTACT = "direct_contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel. `code` is kept with what was announced or said by it, and stands in the links of a campaign."""

    code: str
    name: Said
    kind: ChannelKind


def channels() -> tuple[Channel, ...]:
    """Every channel there is to choose: the program's own first, then those that the operator added.

    Raises:
        ImproperlyConfigured: the operator's file cannot be read or is wrong; names each place and what is wrong there.
    """
    return tuple(_known(str(settings.CHANNELS)).values())


def channel(code: str) -> Channel:
    """The channel with this code. One that was taken out of the file since is called by its code.

    Raises:
        ImproperlyConfigured: as `channels`.
    """
    return _known(str(settings.CHANNELS)).get(code) or Channel(code, Said(code, code), ChannelKind.OTHER)


@cache
def _known(path: str) -> Mapping[str, Channel]:
    own = files("sluis.outreach").joinpath("data/channels.toml").read_text(encoding="utf-8")
    known = _read("channels.toml", own)
    if path:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{SETTING}: {path} cannot be read.") from error
        known |= _read(path, text)
    return known


def _read(path: str, text: str) -> dict[str, Channel]:
    try:
        given = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
    except ValueError as error:
        kind = "JSON" if path.endswith(".json") else "TOML"
        raise ImproperlyConfigured(f"{SETTING}: {path} is not {kind} ({error}).") from error
    problems = list(_problems(given))
    if problems:
        raise ImproperlyConfigured(f"{SETTING}: {path} cannot be used: {'; '.join(problems)}.")
    return {
        code: Channel(code, Said(one["nl"].strip(), one["en"].strip()), ChannelKind(one["kind"]))
        for code, one in given["channels"].items()
    }


def _problems(given: Any) -> Iterator[str]:
    if not isinstance(given, dict) or not isinstance(given.get("channels"), dict) or set(given) != {"channels"}:
        yield "it should hold `channels`, one under each code, and nothing else"
        return
    for code, one in given["channels"].items():
        place = f"channels.{code}"
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 40:
            yield f"{place}: a code is at most forty small letters and digits, with single dashes between"
        if not isinstance(one, dict):
            yield f"{place} should have kind, nl and en"
            continue
        for name in ("nl", "en"):
            if not isinstance(one.get(name), str) or not one[name].strip():
                yield f"{place}.{name} should be the name of the channel"
        if one.get("kind") not in list(ChannelKind):
            yield f"{place}.kind should be one of {', '.join(ChannelKind)}"
        for name in sorted(set(one) - {"kind", "nl", "en"}):
            yield f"{place}.{name} is not part of a channel"
