"""The access matrix: every address of the portal, for everybody, and what comes of it when they send a form there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from tests.doors.furnished import PEOPLE
from tests.doors.matrix import ADDRESSES, NOT_YOURS, OK, Address
from tests.doors.visitors import visitor

from sluis.domain.access import Role
from sluis.ledger import queries as ledger
from sluis.web.addresses import PORTAL
from sluis.web.headers import HEADERS
from sluis.web.texts import LANGUAGES

# Addresses on the way to the log-in; they have tests of their own (test_login.py).
BEFORE = {
    "login", "log-in-start", "log-in-back", "log-in-choose", "log-in-demo", "log-out", "logged-out",
}  # fmt: skip


# A yes is all that these need; what they do has tests of its own.
ACTS_WITHOUT_A_WORD: set[str] = {
    "people-block", "people-unblock", "protocol-check", "merger", "interest-draft", "contact-done",
}  # fmt: skip


@pytest.fixture
def visitors(furnished: Path) -> dict[str, Client]:
    """A browser for everybody of the furnished house."""
    return {person: visitor(person, *place) for person, place in PEOPLE.items()}


def address_of(one: Address, language: str = "nl") -> str:
    return reverse(one.name, kwargs={"language": language, **one.parts()})


class TestEveryAddress:
    def test_is_in_the_matrix(self) -> None:
        """An address that nobody thought of who may open it fails here."""
        names = [pattern.name for pattern in PORTAL if isinstance(pattern, URLPattern)]
        assert len(names) == len(PORTAL) == len(set(names))
        assert {one.name for one in ADDRESSES} == set(names) - BEFORE

    @pytest.mark.parametrize("person", PEOPLE)
    def test_answers_each_role_at_each_organisation_as_the_matrix_says(
        self, visitors: dict[str, Client], person: str
    ) -> None:
        found = {one.name: visitors[person].get(address_of(one)).status_code for one in ADDRESSES}
        assert found == {one.name: one.statuses[person] for one in ADDRESSES}

    @pytest.mark.parametrize("person", PEOPLE)
    def test_takes_nothing_from_who_may_not(self, visitors: dict[str, Client], person: str) -> None:
        before = ledger.size()
        for one in ADDRESSES:
            if not one.may_post(person):
                answer = visitors[person].post(address_of(one), {"reason": "omdat het kan", "text": "zo"})
                refused = NOT_YOURS if one.statuses[person] == OK else one.statuses[person]
                assert answer.status_code == refused, one.name
        assert ledger.size() == before

    @pytest.mark.parametrize("person", PEOPLE)
    def test_says_what_is_wrong_with_an_empty_form(self, visitors: dict[str, Client], person: str) -> None:
        """Whoever may send a form, and sends nothing: never a fault of ours, and never an act that nobody asked for."""
        for one in ADDRESSES:
            if one.may_post(person) and one.name not in ACTS_WITHOUT_A_WORD:
                answer = visitors[person].post(address_of(one))
                assert answer.status_code in (200, 302, 400, 409), (one.name, answer.status_code)

    def test_sends_a_stranger_to_the_log_in_whatever_it_is(self, visitors: dict[str, Client]) -> None:
        assert set(visitors) == set(PEOPLE)
        stranger = Client(SERVER_NAME="localhost")
        for one in ADDRESSES:
            for language in LANGUAGES:
                answer = stranger.get(address_of(one, language))
                assert answer.status_code == 302, one.name
                assert answer.headers["Location"].startswith(f"/{language}/login"), one.name
            assert stranger.post(address_of(one)).status_code == 302

    def test_that_is_none_looks_like_one_that_is_not_theirs(self, visitors: dict[str, Client]) -> None:
        for one in ADDRESSES:
            if one.name.startswith("protocol") and "code" in one.parts():
                parts = {**one.parts(), "code": "AGII-99999"}
                answer = visitors["an"].get(reverse(one.name, kwargs={"language": "nl", **parts}))
                assert answer.status_code == 404, one.name

    def test_says_why_to_a_party_whose_role_may_not(self, visitors: dict[str, Client]) -> None:
        for one in ADDRESSES:
            for person, status in one.statuses.items():
                if status == 403:
                    page = visitors[person].get(address_of(one)).content.decode()
                    assert "<h1>Dit is niet aan u</h1>" in page, (one.name, person)
                    break

    def test_carries_the_headers_and_is_kept_by_no_cache(self, visitors: dict[str, Client]) -> None:
        for one in ADDRESSES:
            for person in ("an", "betty", "olga"):
                answer = visitors[person].get(address_of(one, "en"))
                assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, one.name
                assert answer.headers["X-Frame-Options"] == "DENY"
                if answer.status_code != 404:
                    assert "no-store" in answer.headers["Cache-Control"], one.name

    def test_takes_a_form_only_from_a_page_of_ours(self, visitors: dict[str, Client]) -> None:
        careful = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        careful.cookies = visitors["an"].cookies
        before = ledger.size()
        for one in ADDRESSES:
            if one.may_post("an"):
                answer = careful.post(address_of(one), {"reason": "van een andere site"})
                assert answer.status_code == 403, one.name
                assert "Dit formulier is verlopen" in answer.content.decode()
        assert ledger.size() == before


def test_everybody_has_a_role_that_the_matrix_is_about() -> None:
    assert {role for _, role in PEOPLE.values()} == set(Role) - {Role.SCHEDULE}
