"""Answers with a plain "try again" while the database is away, and writes one line of it in the log."""

from __future__ import annotations

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils.log import log_response

from sluis.web import public


class DatabaseAway:
    """Middleware. Any other error goes on, to the page for a fault of ours, and stands in the log whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        response = public.database_away(request)
        # Through Django's own hand, which marks the answer as logged: else it would write a second line. What the
        # database said stays out, because it can repeat what was asked of it.
        log_response(
            "The database is away (%s): %s answered with 503.",
            type(exception).__name__,
            request.resolver_match.view_name if request.resolver_match else "an address",
            response=response,
            request=request,
        )
        return response
