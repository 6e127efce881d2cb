"""Pages at the entrance: for people who are not logged in, or have not chosen a capacity yet."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sluis.web.texts import LANGUAGES, Language, Texts


def page(
    request: HttpRequest, template: str, language: Language, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """A page at the entrance, in a language."""
    texts = Texts(language)
    response = render(request, template, {"texts": texts, "other": Texts(texts.other), **context}, status=status)
    response["Content-Language"] = language
    return response


def language_of(given: str | None) -> Language:
    """The language that was given, where it is one; else Dutch."""
    return next((language for language in LANGUAGES if language == given), "nl")
