"""Where somebody wanted to go before they were sent to the log-in: a page of this portal, or nowhere."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sluis.web.texts import Language

LONGEST = 2000
# Pages of the log-in itself: to go there after it would go round and round.
LOG_IN = frozenset({"login", "log-in-choose", "logged-out"})


def safe_next(wanted: str) -> str:
    """`wanted` where it is the path of a page of this portal in a language; else an empty text.

    Anything else could lead whoever just proved who they are to a copy of this portal elsewhere.
    """
    if len(wanted) > LONGEST or not wanted.startswith("/"):
        return ""
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return ""
    try:
        match = resolve(unquote(urlsplit(wanted).path))
    except (Resolver404, ValueError):
        return ""
    return wanted if "language" in match.kwargs and match.url_name not in LOG_IN else ""


def destination(wanted: str, language: Language) -> str:
    """Where to go after the log-in: what was wanted, or home."""
    return safe_next(wanted) or reverse("home", kwargs={"language": language})
