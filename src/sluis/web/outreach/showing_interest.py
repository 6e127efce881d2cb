"""The form on which a municipality shows interest. It needs no log-in; links of campaigns lead to it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sluis.domain.catalogue import PURPOSES
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import Purpose, digest, is_kbo, plain
from sluis.outreach import actions, queries
from sluis.outreach.actions import Shown
from sluis.outreach.forgetting import YEARS
from sluis.outreach.phones import InvalidPhone, parse_phone
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.model_text import models_in_use
from sluis.web import answered, forms
from sluis.web.forms import Form
from sluis.web.texts import Language, Texts
from sluis.web.visiting import now


class ShowInterest(Form):
    """Which municipality, whom to call there, and what of the draft is known already.

    `trap` is hidden from people; who fills it in is a program.
    """

    nis = forms.one_of("interest_municipality")
    name = forms.line("interest_name", longest=120)
    function = forms.line("interest_function", required=False, longest=120)
    email = forms.line("interest_email", longest=200)
    phone = forms.line("interest_phone", required=False, longest=40)
    purposes = forms.some_of("interest_purposes", hint="interest_purposes_hint", required=False)
    services = forms.text("interest_services", hint="interest_services_hint", required=False, rows=2, longest=500)
    kbo = forms.line("interest_kbo", hint="interest_kbo_hint", required=False, longest=20)
    dpo = forms.line("interest_dpo", hint="interest_dpo_hint", required=False)
    message = forms.text("interest_message", hint="interest_message_hint", required=False, longest=2_000)
    trap = forms.line("interest_trap", required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # What a browser knows of who fills it in, it may offer (WCAG 2.1, 1.3.5).
        for name, known in (("name", "name"), ("function", "organization-title"), ("email", "email"), ("phone", "tel")):
            self.fields[name].widget.attrs["autocomplete"] = known

    def clean_email(self) -> str:
        """An address that mail can go to."""
        given: str = self.cleaned_data["email"]
        try:
            validate_email(given)
        except ValidationError:
            raise ValidationError(self.texts("interest_wrong_email")) from None
        return given

    def clean_phone(self) -> str:
        """A telephone number, in a form that no person's number has."""
        try:
            return parse_phone(self.cleaned_data["phone"])
        except InvalidPhone:
            raise ValidationError(self.texts("interest_wrong_phone")) from None

    def clean_kbo(self) -> str:
        """An enterprise number as ten digits, however it was written."""
        digits = re.sub(r"^BE|[ .]", "", self.cleaned_data["kbo"].strip(), flags=re.IGNORECASE)
        if digits and not is_kbo(digits):
            raise ValidationError(self.texts("interest_wrong_kbo"))
        return digits

    def clean_services(self) -> tuple[str, ...]:
        """The services, one a line, each once."""
        lines = (one.strip() for one in self.cleaned_data["services"].splitlines())
        return tuple(dict.fromkeys(one for one in lines if one))

    def clean(self) -> dict[str, Any]:
        """Refuses what a program filled in, and a person's number in a service as anywhere."""
        given = super().clean()
        if any(INSZ_SHAPED.search(one) for one in given.get("services", ())):
            self.add_error("services", self.texts("form_person"))
        if given.get("trap"):
            self.add_error(None, self.texts("interest_trapped"))
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The form; once it was taken in, the way to what happens next. An unknown mark is no error."""
    texts, at = Texts(language), now()
    via = (request.POST if request.method == "POST" else request.GET).get("via", "")
    mark = via if queries.MARK.fullmatch(via) else ""
    shown = _form(request, texts, at.date())
    if shown.is_bound and shown.is_valid():
        try:
            actions.show_interest(_said(shown.cleaned_data, mark, request.POST.get("key", "")), at=at)
        except NotPossible as error:
            shown.refuse(error.reasons)
        else:
            return HttpResponseRedirect(reverse("interest-thanks", kwargs={"language": language}))
    return answered.page(
        request,
        "outreach/interest_form.html",
        texts,
        status=409 if shown.is_bound else 200,
        form=shown,
        mark=mark,
        # A form that was refused keeps its key: it is still the same one.
        key=request.POST.get("key") or secrets.token_hex(16),
        query=f"?{urlencode({'via': mark})}" if mark else "",
        readers=_readers(mark),
        years=YEARS,
    )


@never_cache
@require_safe
def thanks(request: HttpRequest, language: Language) -> HttpResponseBase:
    """That it came in, and what happens next."""
    return answered.page(request, "outreach/interest_thanks.html", Texts(language))


def _form(request: HttpRequest, texts: Texts, on: date) -> ShowInterest:
    shown = ShowInterest(texts, request.POST if request.method == "POST" else None)
    by_name = sorted(municipalities().on(on), key=lambda one: plain(one.name))
    forms.choose(shown, "nis", [("", ""), *((one.nis, one.name) for one in by_name)])
    usable = models_in_use(on)
    if usable:
        asked = [Purpose(one["purpose"]) for one in usable[-1].terms["purposes"]]
        forms.choose(shown, "purposes", [(one.value, PURPOSES[one]) for one in asked])
    else:
        del shown.fields["purposes"]
    return shown


def _said(given: Mapping[str, Any], mark: str, key: str) -> Shown:
    """What was filled in; its digest is that of all of it with the key of the form, so a correction is another."""
    said = {name: value for name, value in given.items() if name != "trap"}
    whole = json.dumps([key, mark, said], sort_keys=True, ensure_ascii=True)
    return Shown(**said, mark=mark, form=digest(whole.encode()))


def _readers(mark: str) -> list[str]:
    """What the agencies are called that may read the form: the one of the link it came by, else all of the house."""
    announcement, names = queries.announcement_with(mark), parties.agency_names()
    return sorted(names.values()) if announcement is None else [names[announcement.campaign.agency]]
