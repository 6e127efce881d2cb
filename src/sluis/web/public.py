"""Answers requests: the state of health, the ledger for outsiders, and what goes wrong.

It reads; nothing here can change anything, and nothing here reaches people.
"""

from __future__ import annotations

from pathlib import Path

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sluis.domain import checkpoint as checkpoints_of
from sluis.domain import tiles
from sluis.ledger import queries as ledger
from sluis.web import answered
from sluis.web.texts import LANGUAGES, Texts

_ICON = Path(__file__).parent / "static" / "sluis.svg"


@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """The first language is Dutch."""
    return HttpResponseRedirect(reverse("overview", args=["nl"]))


@require_safe
def health(request: HttpRequest) -> HttpResponseBase:
    """Whether the portal and its database answer, as the Belgian interoperability guide has it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        up = False
    else:
        up = True
    response = JsonResponse({"status": "UP" if up else "DOWN"}, status=200 if up else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """The newest signed checkpoint of the ledger."""
    note = ledger.newest_note()
    if note is None:
        raise Http404
    return answered.text(note, "text/plain; charset=utf-8")


@require_safe
def checkpoints(request: HttpRequest) -> HttpResponseBase:
    """Every signed checkpoint, oldest first."""
    return answered.data(checkpoints_of.encode_history(ledger.notes()), "text/plain; charset=utf-8")


@require_safe
def tile(request: HttpRequest, rest: str) -> HttpResponseBase:
    """A tile or an entry bundle of the published ledger. It never changes, so it may be kept."""
    try:
        piece = tiles.parse_path(f"tile/{rest}")
        data = _bundle(piece) if isinstance(piece, tiles.Bundle) else _tile(piece)
    except ValueError as error:  # InvalidTile, or an index of more digits than Python reads
        raise Http404 from error
    return answered.data(data, "application/octet-stream", answered.A_YEAR)


@require_safe
def icon(request: HttpRequest) -> HttpResponseBase:
    """The icon, for a browser that asks for it where icons used to be."""
    return answered.data(_ICON.read_bytes(), "image/svg+xml", "public, max-age=86400")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The page for an address that is none."""
    return answered.page(
        request, "message.html", _texts_of(request), status=404, heading="not_found", help="not_found_help"
    )


def broken(request: HttpRequest) -> HttpResponseBase:
    """The page for a fault of ours. It reads nothing, so it works without the database."""
    return _message(request, 500, "broken", "broken_help")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The page for a form that was not made for this session: an old tab, or another site that tries something."""
    return _message(request, 403, "stale", "stale_help")


def database_away(request: HttpRequest) -> HttpResponse:
    """The answer while the database is away: a page for people, a problem for programs, in both languages."""
    if request.path.startswith(tuple(f"/{language}/" for language in LANGUAGES)):
        response = answered.page(
            request, "away.html", _texts_of(request), status=503, other=Texts(_texts_of(request).other)
        )
    else:
        said = " ".join(Texts(language)("away_help") for language in LANGUAGES)
        response = answered.problem("serviceUnavailable", "Service Unavailable", 503, said)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _message(request: HttpRequest, status: int, heading: str, help_: str) -> HttpResponse:
    return answered.page(request, "message.html", _texts_of(request), status=status, heading=heading, help=help_)


def _texts_of(request: HttpRequest) -> Texts:
    return Texts("en" if request.path.startswith("/en/") else "nl")


def _tile(tile: tiles.Tile) -> bytes:
    # Asked first, because a number too large for the database is not in it either.
    if (tile.index * tiles.TILE_WIDTH + tile.width) << (tiles.TILE_HEIGHT * tile.level) > _signed_size():
        raise tiles.InvalidTile(f"No checkpoint covers {tile.path}.")
    return ledger.read_tile(tile.level, tile.index, tile.width)


def _bundle(bundle: tiles.Bundle) -> bytes:
    # An entry that no checkpoint covers is not published yet.
    if bundle.start + bundle.width > _signed_size():
        raise tiles.InvalidTile(f"No checkpoint covers {bundle.path}.")
    return tiles.encode_bundle(ledger.bodies(bundle.start, bundle.start + bundle.width))


def _signed_size() -> int:
    note = ledger.newest_note()
    return checkpoints_of.parse_body(note.rpartition("\n\n")[0] + "\n").size if note else 0
