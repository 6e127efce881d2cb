"""Puts the headers on every answer that tell a browser what it may not do. It changes nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A page that is made for a frame has nothing to click on but links, and no session, form or script.
FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

HEADERS = {
    "Content-Security-Policy": POLICY,
    # Nothing to anybody else. To ourselves a browser must say where a form comes from: with `no-referrer` it sends
    # `Origin: null`, which no form is taken with.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def may_be_framed(response: HttpResponse) -> HttpResponse:
    """The answer, which any site may show in a frame."""
    response["Content-Security-Policy"] = FRAMED
    return response


class SecurityHeaders:
    """Middleware; it stands first, so that files and redirects of the other middleware carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        framed = response.headers.get("Content-Security-Policy") == FRAMED
        for name, value in HEADERS.items():
            if not (framed and name == "Content-Security-Policy"):
                response[name] = value
        return response
