"""The joint communication of October 2020 brings a municipality from a line in an e-zine to a draft that it can read.

1. The agency's protocol manager announces it by the e-zine of the VVSG and gets a link.
2. Somebody in Halle's town hall follows the link and fills in the form, without logging in, and sends it twice.
3. At the desk it waits, with the campaign and channel that it came by. One click gives the draft, with nothing retyped.
4. Halle's coordinator sees the draft with what the town hall filled in; nobody's name went along.
5. The campaign counts one interest and one draft by that channel, and none by the other.
6. Two years later nobody is named any more, and the count still stands.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from tests.doors.visitors import form_with, forms_on, visitor, words_of
from tests.rooms.desk import HALLE, kbo, register_agency

from sluis.cli import clock
from sluis.domain import drafts
from sluis.domain.access import Role
from sluis.jobs import rounds
from sluis.outreach import queries
from sluis.protocols.models import Version

CODE = f"AGII-{HALLE}"


@pytest.fixture
def an(database: str) -> Client:
    register_agency()
    return visitor("an", "agency:agii", Role.PROTOCOL_MANAGER)


def announces(an: Client, campaign: str, channel: str, on: str) -> str:
    """Announces by a channel; gives the link, as it stands on the page to be copied."""
    before = set(links(an, campaign))
    form = form_with(an.get(campaign).content.decode(), "channel")
    assert an.post(campaign, form.filled(channel=channel, on=on, reached="300")).status_code == 302
    (new,) = set(links(an, campaign)) - before
    return new


def links(an: Client, campaign: str) -> list[str]:
    return re.findall(r"<code>http://[^/]+(/nl/interest\?via=[^<]+)</code>", an.get(campaign).content.decode())


def fills_in(stranger: Client, link: str) -> None:
    """Somebody at the town hall fills in the form, and sends it twice."""
    form = form_with(stranger.get(link).content.decode(), "email")
    given = form.filled(
        nis=HALLE, name="Ine Voorbeeld", email="ine@halle.example", kbo=kbo(HALLE), dpo="dienst informatieveiligheid",
        services="integratiedienst", purposes=["ceremony"], message="Onze burgemeester vraagt ernaar.",
    )  # fmt: skip
    for _ in range(2):
        assert stranger.post(form.action, given).headers["Location"] == "/nl/interest/thanks"


def test_a_line_in_an_e_zine_becomes_a_draft(an: Client) -> None:
    stranger = Client(SERVER_NAME="localhost")
    form = form_with(an.get("/nl/outreach/campaigns/new").content.decode(), "audience")
    campaign = an.post(
        "/nl/outreach/campaigns/new",
        form.filled(
            name="Gezamenlijke communicatie van oktober", audience="alle lokale besturen", begins_on="2020-10-07",
            text="Lokale besturen kunnen een protocol sluiten.",
        ),
    ).headers["Location"]  # fmt: skip
    announces(an, campaign, "agency-newsletter", "2020-10-21")
    link = announces(an, campaign, "vvsg-e-zine", "2020-10-14")

    fills_in(stranger, link)

    inbox = an.get("/nl/outreach/interests").content.decode()
    assert "Gezamenlijke communicatie van oktober" in inbox and "e-zine van de VVSG" in inbox
    (address,) = set(re.findall(r"/nl/outreach/interests/\d+", inbox))
    (begin,) = [one for one in forms_on(an.get(address).content.decode()) if one.action.endswith("/draft")]
    assert an.post(begin.action, begin.filled()).headers["Location"] == f"/nl/protocols/{CODE}/draft"

    dina = visitor("dina", f"nis:{HALLE}", Role.COORDINATOR)
    page = dina.get(f"/nl/protocols/{CODE}/text").content.decode()
    for said in (kbo(HALLE), "dienst informatieveiligheid", "integratiedienst"):
        assert said in page
    text = drafts.read(bytes(Version.objects.get().terms))
    assert [one["purpose"] for one in text["purposes"]] == ["ceremony"]
    history = dina.get(f"/nl/protocols/{CODE}/history").content.decode()
    for private in ("Ine", "ine@halle.example", "burgemeester vraagt"):
        assert private not in page + history + bytes(Version.objects.get().terms).decode()

    counts = "1 keer interesse via een link, 1 ontwerpen daaruit."
    assert counts in words_of(an.get(campaign).content.decode())
    (told,) = queries.campaigns("agii")
    assert [(one.channel.code, one.interests, one.drafts) for one in told.announced] == [
        ("vvsg-e-zine", 1, 1), ("agency-newsletter", 0, 0),
    ]  # fmt: skip
    assert told.announced[0].announcement.on == date(2020, 10, 14)

    now = clock.now()
    rounds.day(at=now.replace(year=now.year + 3))
    assert "Ine" not in an.get(address).content.decode()
    assert counts in words_of(an.get(campaign).content.decode())
