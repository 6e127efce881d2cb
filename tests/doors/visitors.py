"""Somebody at the portal: a browser of the tests that is logged in, and the forms that it finds on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from sluis.domain.access import Role
from sluis.parties import people
from sluis.parties.models import Capacity
from sluis.parties.people import Held
from sluis.web import visiting


def log_in(person: str, party: str, role: Role) -> Held:
    """Somebody logs in, by the word of a provider that gives them this one role; what they hold then."""
    at = visiting.now()
    organisation = party.partition(":")[2]
    people.register_organisation(code=organisation, party=party, by="test", at=at)
    claimed = people.Claimed("test", person, person, f"{person.title()} Voorbeeld", [(organisation, role)])
    account = people.log_in(claimed, at=at)
    (held,) = people.capacities_of(account.pk)
    return held


def session_of(person: str, party: str, role: Role) -> str:
    """The key of a session in which somebody acts for a party in a role, as after a log-in."""
    held, at = log_in(person, party, role), visiting.now().isoformat()
    session = SessionStore()
    session[visiting.ACCOUNT] = Capacity.objects.values_list("account_id", flat=True).get(pk=held.number)
    session[visiting.CAPACITY] = held.number
    session[visiting.BEGUN] = session[visiting.SEEN] = at
    session.create()
    assert session.session_key is not None
    return session.session_key


def visitor(person: str, party: str, role: Role) -> Client:
    """A browser in which somebody is logged in, in a role at a party."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person, party, role)
    return client


@dataclass
class FoundForm:
    """A form as a browser reads it: where it goes, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, list[str]]

    def filled(self, **given: Any) -> dict[str, Any]:
        """What is sent when these fields are filled in and the others are left; `-` in a name is written `_`."""
        data: dict[str, Any] = dict(self.fields)
        for name, value in given.items():
            known = name if name in self.fields else name.replace("_", "-")
            assert known in self.fields, (name, sorted(self.fields))
            data[known] = value
        return data


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self._form: FoundForm | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = FoundForm(given.get("action", ""), given.get("method", "get"), {})
            self.forms.append(self._form)
        if self._form is None:
            return
        fields, name = self._form.fields, given.get("name", "")
        if tag == "input" and name:
            there = fields.setdefault(name, [])
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                there.append(given.get("value", ""))
        elif tag == "textarea":
            self._area, fields[name] = name, [""]
        elif tag == "select":
            self._select, self._first, fields[name] = name, None, []
        elif tag == "option" and self._select is not None:
            self._first = given.get("value", "") if self._first is None else self._first
            if "selected" in given:
                fields[self._select].append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._form is not None:
            self._form.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._form is not None and self._area is not None:
            # HTML leaves out the end of line right behind the tag.
            self._form.fields[self._area][0] = self._form.fields[self._area][0].removeprefix("\n")
            self._area = None
        elif tag == "select" and self._form is not None and self._select is not None:
            if not self._form.fields[self._select]:
                self._form.fields[self._select] = [self._first or ""]
            self._select = None
        elif tag == "form":
            self._form = None


def forms_on(page: str) -> list[FoundForm]:
    """Every form on a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_with(page: str, field: str) -> FoundForm:
    """The one form on a page that has this field."""
    (found,) = [form for form in forms_on(page) if field in form.fields]
    return found


def words_of(page: str) -> str:
    """What is read on a page, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
