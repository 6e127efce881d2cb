"""Makes the Jinja2 environment in which every page is rendered: escaped, and strict about what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from sluis.domain.access import ROLE_NAMES
from sluis.domain.catalogue import FIELDS, OUTCOMES, PURPOSES, SIDES, in_words
from sluis.domain.collection import HOW_NAMES, STAGE_NAMES, Stage
from sluis.domain.lifecycle import (
    DEED_NAMES,
    DELIVERY_NAMES,
    HOLD_NAMES,
    IN_PREPARATION,
    STATUS_NAMES,
    VERB_NAMES,
    Status,
)
from sluis.domain.stance import STANCE_NAMES, Stance
from sluis.domain.turn import Turn
from sluis.domain.words import BRUSSELS, Said
from sluis.parties.municipalities import municipalities
from sluis.web.protocols.places import readable

# What anybody may see: a key of `texts`, and the name of the address without its language.
PUBLIC_MENU = (
    ("nav_overview", "overview"),
    ("nav_growth", "growth"),
    ("nav_register", "register"),
    ("nav_yearly", "yearly-latest"),
    ("nav_target", "target"),
    ("nav_interest", "interest-form"),
)

# How a status looks; what it is called stands with the status itself.
STATUS_KINDS: Mapping[Status, str] = {
    **dict.fromkeys(Status, ""),
    **dict.fromkeys(IN_PREPARATION, "busy"),
    Status.ACTIVE: "good",
    Status.SUSPENDED: "error",
}

STANCE_KINDS: Mapping[Stance, str] = {
    Stance.IN_FORCE: "good",
    Stance.SUSPENDED: "error",
    Stance.PREPARING: "busy",
    Stance.ENDED: "warn",
    Stance.NONE: "",
}

STAGE_KINDS: Mapping[Stage, str] = {
    Stage.UNDER_WAY: "busy",
    Stage.READY: "busy",
    Stage.WAITING: "warn",
    Stage.RECEIVED: "good",
    Stage.DELETED: "good",
    Stage.REFUSED: "error",
    Stage.WITHHELD: "error",
    Stage.OVERDUE: "error",
}


def environment(**options: Any) -> Environment:
    """The environment that the settings name. A name that a template does not know is an error, not a blank."""
    fixed = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**{**options, **fixed})  # noqa: S701 - autoescape is fixed to True above
    made.filters["slug"] = slug
    made.filters["sentence"] = sentence
    made.globals.update(
        static=static,
        url=url,
        with_query=with_query,
        days_since=days_since,
        municipality_name=municipality_name,
        said_to=said_to,
        said_once=said_once,
        readable=readable,
        menu=_menu,
        public_menu=PUBLIC_MENU,
        visit=None,
        role_names=ROLE_NAMES,
        status_names=STATUS_NAMES,
        status_kinds=STATUS_KINDS,
        verb_names=VERB_NAMES,
        deed_names=DEED_NAMES,
        hold_names=HOLD_NAMES,
        delivery_names=DELIVERY_NAMES,
        stance_names=STANCE_NAMES,
        stance_kinds=STANCE_KINDS,
        stage_names=STAGE_NAMES,
        stage_kinds=STAGE_KINDS,
        how_names=HOW_NAMES,
        side_names=SIDES,
        outcome_names=OUTCOMES,
        purpose_names=PURPOSES,
        field_names=FIELDS,
        in_words=in_words,
    )
    return made


def url(name: str, /, **parts: object) -> str:
    """The address with this name and these parts."""
    return reverse(name, kwargs=parts)


def slug(text: str) -> str:
    """A text as the name of an element in a page: small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def sentence(text: str) -> str:
    """A text as a heading or a sentence: begins with a capital, and keeps the others that it has."""
    return text[:1].upper() + text[1:]


def with_query(request: HttpRequest, **changed: object) -> str:
    """This address with something of its question changed."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = str(value)
    return f"{request.path}?{query.urlencode()}"


def days_since(moment: datetime, now: datetime) -> int:
    """How many days ago a moment was, by the calendar of Brussels."""
    return (now.astimezone(BRUSSELS).date() - moment.astimezone(BRUSSELS).date()).days


def municipality_name(nis: str) -> str:
    """The name that a NIS code stands for."""
    return municipalities().get(nis).name


def said_once(turns: Sequence[Turn], mine: Sequence[Turn]) -> list[tuple[Said, bool]]:
    """What turns say, each sentence once, and whether it says so to the visitor: either party may take some turns."""
    found: dict[Said, bool] = {}
    for turn in turns:
        found[turn.said] = found.get(turn.said, False) or turn in mine
    return list(found.items())


def said_to(request: HttpRequest) -> list[str]:
    """What the last act has to say; it is said once."""
    return [str(message) for message in get_messages(request)]


def _menu(visit: Any) -> Any:
    # Pages know how to render, and the menu knows the pages; it is looked up when the first page is rendered.
    from sluis.web.navigation import menu

    return menu(visit)
