"""Answers requests: the overview in two languages, as data, the state of health, and the ledger for outsiders.

It reads; nothing here can change anything, and nothing here reaches people.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sluis.domain import checkpoint as checkpoints_of
from sluis.domain import tiles
from sluis.domain.words import BRUSSELS
from sluis.ledger import queries as ledger
from sluis.register import formats, queries
from sluis.register.formats import FIRST_DAY, InvalidDay
from sluis.web.texts import LANGUAGES, Language, Texts

A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

_ICON = Path(__file__).parent / "static" / "sluis.svg"


@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """The first language is Dutch."""
    return HttpResponseRedirect(reverse("overview-nl"))


@require_safe
def overview(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The overview on a day; a wrong day gives the form again, with what is wrong beside the field."""
    texts = Texts(language)
    given = request.GET.get("on", "")
    try:
        day = _day(given)
    except InvalidDay:
        error = texts("bad_day", given=given[:40], first=texts.day(FIRST_DAY))
        return _page(request, "overview.html", texts, 400, seen=None, error=error, value="", query="")
    # A day that was not asked for is not passed on: without one, every address means today.
    query = f"?{urlencode({'on': day.isoformat()})}" if given else ""
    seen = queries.overview(day)
    return _page(request, "overview.html", texts, 200, seen=seen, error="", value=day.isoformat(), query=query)


@require_safe
def overview_json(request: HttpRequest) -> HttpResponseBase:
    """The overview on a day as JSON."""
    try:
        seen = queries.overview(_day(request.GET.get("on", "")))
    except InvalidDay as error:
        return _bad_day(error)
    return _text(formats.as_json(seen), "application/json", ASK_AGAIN)


@require_safe
def overview_csv(request: HttpRequest) -> HttpResponseBase:
    """The municipalities with a protocol in force on a day as CSV."""
    try:
        seen = queries.overview(_day(request.GET.get("on", "")))
    except InvalidDay as error:
        return _bad_day(error)
    response = _text(formats.as_csv(seen), "text/csv; charset=utf-8", ASK_AGAIN)
    response["Content-Disposition"] = f'attachment; filename="overview-{seen.on}.csv"'
    return response


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
    return _text(note, "text/plain; charset=utf-8", ASK_AGAIN)


@require_safe
def checkpoints(request: HttpRequest) -> HttpResponseBase:
    """Every signed checkpoint, oldest first."""
    return _bytes(checkpoints_of.encode_history(ledger.notes()), "text/plain; charset=utf-8", ASK_AGAIN)


@require_safe
def tile(request: HttpRequest, rest: str) -> HttpResponseBase:
    """A tile or an entry bundle of the published ledger. It never changes, so it may be kept."""
    try:
        piece = tiles.parse_path(f"tile/{rest}")
        data = _bundle(piece) if isinstance(piece, tiles.Bundle) else _tile(piece)
    except ValueError as error:  # InvalidTile, or an index of more digits than Python reads
        raise Http404 from error
    return _bytes(data, "application/octet-stream", A_YEAR)


@require_safe
def icon(request: HttpRequest) -> HttpResponseBase:
    """The icon, for a browser that asks for it where icons used to be."""
    return _bytes(_ICON.read_bytes(), "image/svg+xml", "public, max-age=86400")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The page for an address that is none."""
    return _page(request, "message.html", _texts_of(request), 404, heading="not_found", help="not_found_help")


def broken(request: HttpRequest) -> HttpResponseBase:
    """The page for a fault of ours. It reads nothing, so it works without the database."""
    return _page(request, "message.html", _texts_of(request), 500, heading="broken", help="broken_help")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The page for a form that was not made for this session: an old tab, or another site that tries something."""
    return _page(request, "message.html", _texts_of(request), 403, heading="stale", help="stale_help")


def database_away(request: HttpRequest) -> HttpResponse:
    """The answer while the database is away: a page for people, a problem for programs, in both languages."""
    if request.path.startswith(tuple(f"/{language}/" for language in LANGUAGES)):
        response = _page(request, "away.html", _texts_of(request), 503, other=Texts(_texts_of(request).other))
    else:
        said = " ".join(Texts(language)("away_help") for language in LANGUAGES)
        response = _problem("serviceUnavailable", "Service Unavailable", 503, said)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _day(given: str) -> date:
    return formats.parse_day(given) if given else datetime.now(BRUSSELS).date()


def _texts_of(request: HttpRequest) -> Texts:
    return Texts("en" if request.path.startswith("/en/") else "nl")


def _page(request: HttpRequest, template: str, texts: Texts, status: int, **context: object) -> HttpResponse:
    page = {"query": "", "texts": texts, "first_day": FIRST_DAY, **context}
    response = render(request, template, page, status=status)
    response["Content-Language"] = texts.language
    response["Cache-Control"] = ASK_AGAIN
    return response


def _problem(kind: str, title: str, status: int, detail: str) -> HttpResponse:
    """A problem as RFC 9457 and the Belgian interoperability guide have it."""
    return JsonResponse(
        {"type": f"urn:problem-type:belgif:{kind}", "title": title, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )


def _bad_day(error: InvalidDay) -> HttpResponse:
    return _problem("badRequest", "Bad Request", 400, str(error))


def _text(text: str, content_type: str, kept: str) -> HttpResponse:
    return _bytes(text.encode(), content_type, kept)


def _bytes(data: bytes, content_type: str, kept: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = kept
    return response


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
