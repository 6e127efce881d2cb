"""Logging out: the session here ends at once; the one at the provider is the person's to end."""

from __future__ import annotations

import logging

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sluis.web.entrance import language_of, page
from sluis.web.texts import Language
from sluis.web.ways_in import ways_in

_log = logging.getLogger(__name__)


@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    """Ends the session, and says so."""
    request.session.flush()
    language = language_of(request.POST.get("language"))
    return HttpResponseRedirect(reverse("logged-out", kwargs={"language": language}))


@never_cache
@require_safe
def logged_out(request: HttpRequest, language: Language) -> HttpResponseBase:
    """Says that it is over here, with a link to end it at the provider too: a form may not lead to another host."""
    try:
        provider = ways_in().provider
        end = provider.end_of_session() if provider is not None else None
    except ImproperlyConfigured as error:
        # They are out; what is wrong with the settings keeps others from coming in, and is said there.
        _log.error("The end of a session at the provider cannot be shown: %s", error)
        end = None
    return page(request, "logged_out.html", language, end=end)
