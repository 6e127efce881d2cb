"""Renders the legal text of a protocol as one accessible page for publication, and the snippet for a party's own site.

The page asks nothing of any other address, holds no script, and names no person: it renders the public text, whatever
text it is given.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from sluis.domain.legaltext import LANGUAGE, LegalText, public, reworded
from sluis.domain.words import is_digest

_TEMPLATES = files("sluis.adapters") / "templates"
_STYLE = (_TEMPLATES / "protocol.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy under which the page looks as it should: only its own style, and nothing else at all."""

_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined)
_PAGE = _ENVIRONMENT.from_string((_TEMPLATES / "protocol.html").read_text(encoding="utf-8"))


def webpage(text: LegalText) -> str:
    """The whole page, HTML in Dutch, made of `public(text)`: no names, no signatures, no personal contact data.

    A character that hides or that turns the direction of writing is shown as its number, [U+202E].
    """
    return _PAGE.render(
        text=reworded(public(text), visible),
        language=LANGUAGE,
        policy=POLICY,
        # Our own file, and between style tags nothing is escaped.
        style=Markup(_STYLE),  # noqa: S704
        kind=lambda block: type(block).__name__,
    )


def snippet(*, digest: str, protocol: str, url: str) -> str:
    """A piece of HTML that a party pastes into its own page: which protocol, where its text is, and its digest.

    The publication check looks for the digest on that page.

    Raises:
        ValueError: the digest is not one, or the address is no web address.
    """
    if not is_digest(digest):
        raise ValueError("A snippet needs a digest: sha256: and 64 lower-case hexadecimal digits.")
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username is not None:
        raise ValueError("A snippet needs a web address that begins with https:// or http://.")
    named = escape(visible(protocol))
    return (
        f'<p lang="nl" data-sluis-protocol="{named}" data-sluis-digest="{digest}">'
        f'<a href="{escape(url)}">Protocol {named} voor de mededeling van persoonsgegevens</a><br>'
        f"Digest van de bepalingen: <code>{digest}</code></p>\n"
    )


def visible(text: str) -> str:
    """The text with each character that has no appearance of its own (control, format, unassigned) as its number."""
    return "".join(
        f"[U+{ord(char):04X}]"
        if char != "\n" and (unicodedata.category(char).startswith("C") or unicodedata.category(char) in ("Zl", "Zp"))
        else char
        for char in text
    )
