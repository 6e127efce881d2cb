"""A house with a protocol in every state, so that every page has something to show, and people in every role."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.doors.visitors import log_in
from tests.rooms.desk import AGENCY_DPO, MANAGER, Cheap, Desk, kbo
from tests.stories.cast import BEERSEL, House, ceremony

from sluis.cli import clock
from sluis.disclosures import pipeline
from sluis.disclosures.pigeonhole import PORTAL
from sluis.domain.access import Actor, Role
from sluis.domain.lifecycle import HoldKind, Verb
from sluis.domain.policy import Ask
from sluis.domain.terms import Outcome, Side
from sluis.domain.words import Purpose
from sluis.jobs import imports
from sluis.outreach import actions as outreach
from sluis.outreach.actions import Shown, Spoken
from sluis.outreach.channels import channels
from sluis.outreach.contact_list import ContactList, Listed
from sluis.parties import actions as parties
from sluis.protocols import actions

# What a protocol's page is looked at for, and the municipality whose protocol stands so.
HALLE, VILVOORDE, LEUVEN, TIENEN, MECHELEN, LIER, GENK = (
    "23027", "23088", "24062", "24107", "12025", "12021", "71016",
)  # fmt: skip
ANTWERP, GHENT, SINT_NIKLAAS, BRUGES, KORTRIJK, ROESELARE, TURNHOUT, PAJOTTEGEM = (
    "11002", "44021", "46021", "31005", "34022", "36015", "13040", "23106",
)  # fmt: skip
STATES = {
    "active": HALLE, "draft": VILVOORDE, "negative": LEUVEN, "conditional": TURNHOUT, "advised": TIENEN,
    "decided": MECHELEN, "signed": LIER, "published": GENK, "amended": ANTWERP, "suspended": GHENT,
    "ended": SINT_NIKLAAS, "notice": BRUGES, "held": KORTRIJK, "withdrawn": ROESELARE, "inherited": PAJOTTEGEM,
    "registered": BEERSEL,
}  # fmt: skip
# Without a protocol, and heard from: one that showed interest, one that does not want to, one to be called back.
AALST, GERAARDSBERGEN, DILBEEK = "41002", "41018", "23016"

# Everybody who has a role here: who, for which party, as what.
PEOPLE: dict[str, tuple[str, Role]] = {
    "an": ("agency:agii", Role.PROTOCOL_MANAGER),
    "bert": ("agency:agii", Role.VALIDATOR),
    "carla": ("agency:agii", Role.DPO),
    "stijn": ("agency:agii", Role.DATA_STEWARD),
    "vera": ("agency:agii", Role.SIGNATORY),
    "dina": (f"nis:{HALLE}", Role.COORDINATOR),
    "eli": (f"nis:{HALLE}", Role.DPO),
    "ivo": (f"nis:{HALLE}", Role.INTEGRATION_OFFICER),
    "bea": (f"nis:{HALLE}", Role.SIGNATORY),
    "bram": (f"nis:{BEERSEL}", Role.COORDINATOR),
    "betty": (f"nis:{BEERSEL}", Role.INTEGRATION_OFFICER),
    "toon": ("supervisor:vtc", Role.SUPERVISOR),
    "olga": ("agency:atlas", Role.PROTOCOL_MANAGER),
}


# What the source dropped in the inbox.
FILES = ("extract-november.csv", "extract-oktober.csv")


def furnish(folder: Path) -> House:
    """Fills a fresh database; signatures and documents are stand-ins."""
    with pytest.MonkeyPatch.context() as patch:
        Cheap.instead_of_real(patch)
        house = House(folder)
        parties.register_agency(
            code="atlas", name="Atlas, een andere zender", kbo=kbo("11002"), minisign_public_key="RW", at=clock.now()
        )
        for state, nis in STATES.items():
            if state in _STATES:
                _STATES[state](nis)
        _disclose(house)
        _import(house, folder / "inbox")
        _make_known()
        for person, place in PEOPLE.items():
            log_in(person, *place)
    return house


def _until(nis: str, step: str) -> Desk:
    desk = Desk(nis)
    desk.until(step)
    return desk


def _draft(nis: str) -> None:
    desk = _until(nis, "draft")
    actions.comment(desk.code, "Kan de bewaartermijn korter?", place="purposes", by=AGENCY_DPO, at=desk.tick())
    changes = {"rowLimit": 500}
    actions.propose(desk.code, changes, why="Halle is klein.", by=desk.municipality, at=desk.tick())


def _negative(nis: str) -> None:
    desk = _until(nis, "complete")
    desk.advise(desk.dpo, Outcome.NEGATIVE)


def _conditional(nis: str) -> None:
    desk = _until(nis, "complete")
    desk.advise(AGENCY_DPO, Outcome.CONDITIONAL, ["Hou een register van de raadplegingen bij."])


def _decided(nis: str) -> None:
    desk = _until(nis, "decide")
    desk.sign(Side.SENDER, "de algemeen directeur")


def _amended(nis: str) -> None:
    desk = _until(nis, "validate")
    actions.amend(desk.code, changes={"rowLimit": 900}, by=MANAGER, at=desk.tick())


def _suspended(nis: str) -> None:
    desk = _until(nis, "validate")
    actions.move(desk.code, Verb.SUSPEND, reason="Een sleutel is zoek.", by=desk.dpo, at=desk.tick())


def _ended(nis: str) -> None:
    desk = _until(nis, "validate")
    actions.move(desk.code, Verb.END, reason="In onderling overleg.", by=MANAGER, at=desk.tick())


def _notice(nis: str) -> None:
    desk = _until(nis, "validate")
    actions.give_notice(desk.code, reason="De dienst stopt.", by=desk.municipality, at=desk.tick())


def _held(nis: str) -> None:
    desk = _until(nis, "validate")
    actions.place_hold(desk.code, HoldKind.BREACH, reason="Een laptop is gestolen.", by=desk.dpo, at=desk.tick())


def _withdrawn(nis: str) -> None:
    desk = _until(nis, "draft")
    actions.withdraw(desk.code, reason="De raad wil niet.", by=MANAGER, at=desk.tick())


def _inherited(nis: str) -> None:
    at = datetime(2022, 5, 2, 9, tzinfo=clock.BRUSSELS)
    for predecessor in ("23023", "23024"):
        desk = Desk(predecessor, at)
        desk.draft(start="2022-05-02")
        for step in desk.STEPS[1:]:
            getattr(desk, step)()
    merged_at = datetime(2025, 1, 2, 9, tzinfo=clock.BRUSSELS)
    actions.merge(nis, agency="agii", by=MANAGER, at=merged_at)


_STATES = {
    "active": lambda nis: _until(nis, "validate"),
    "draft": _draft,
    "negative": _negative,
    "conditional": _conditional,
    "advised": lambda nis: _until(nis, "advise_both"),
    "decided": _decided,
    "signed": lambda nis: _until(nis, "sign_all"),
    "published": lambda nis: _until(nis, "publish"),
    "amended": _amended,
    "suspended": _suspended,
    "ended": _ended,
    "notice": _notice,
    "held": _held,
    "withdrawn": _withdrawn,
    "inherited": _inherited,
}


def _disclose(house: House) -> None:
    # One parcel that lies ready in the portal; what comes after it is refused.
    pipeline.disclose(
        ceremony(), instruments=house.instruments, destination=PORTAL, by=f"nis:{BEERSEL}", at=clock.now()
    )
    house.ask(Ask(BEERSEL, "integratiedienst", Purpose.BUDDY))
    house.ask(Ask(BEERSEL, "integratiedienst", Purpose.PRACTICE))


def _import(house: House, inbox: Path) -> None:
    """Two files in the inbox; one of them was asked to be taken in."""
    (inbox / "agii").mkdir(parents=True)
    for name in FILES:
        (inbox / "agii" / name).write_bytes((house.folder / "extract.csv").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "INBOX", inbox)
        imports.start("agii", FILES[0], by=Actor("stijn", *PEOPLE["stijn"]), at=clock.now())


OCTOBER = "Gezamenlijke communicatie van oktober"
# Where it was announced, as parliament was told: the day of October 2020, and how many municipalities it reached.
ANNOUNCED = {
    "agency-website": (7, None), "kenniscentrum-website": (8, 13), "vvsg-website": (7, None), "vvsg-e-zine": (14, 300),
    "agency-newsletter": (21, 287),
}  # fmt: skip


def _make_known() -> None:
    """The joint communication of October, and what municipalities said of it: interest, contacts, people to reach."""
    then, now = datetime(2020, 10, 1, 9, tzinfo=clock.BRUSSELS), clock.now()
    campaign = outreach.make_campaign(
        "agii",
        name=OCTOBER,
        audience="Alle lokale besturen",
        text="Lokale besturen kunnen met het agentschap een protocol sluiten. Lees hoe, en laat weten of u wilt.",
        begins_on=date(2020, 10, 7),
        by=MANAGER,
        at=then,
    )
    assert set(ANNOUNCED) <= {one.code for one in channels()}
    marks = {}
    for code, (day, reached) in ANNOUNCED.items():
        one = outreach.announce(
            "agii", campaign.pk, channel=code, on=date(2020, 10, day), reached=reached,
            cost_cents=45_000 if code == "vvsg-e-zine" else None, address="https://agency.example/protocol",
            by=MANAGER, at=then,
        )  # fmt: skip
        marks[code] = one.mark
    outreach.show_interest(
        Shown(
            AALST, "form-aalst", marks["vvsg-e-zine"], "Ine Voorbeeld", "integratieambtenaar", "ine@aalst.example",
            "053 72 30 00", kbo(AALST), "functionaris voor gegevensbescherming", ("integratiedienst",),
            ("ceremony", "practice"), "We willen in het voorjaar een ceremonie houden.",
        ),
        at=now,
    )  # fmt: skip
    other = outreach.show_interest(
        Shown(
            GERAARDSBERGEN, "form-geraardsbergen", marks["agency-newsletter"], "Gus Voorbeeld", email="gus@g.example"
        ),
        at=now,
    )
    outreach.settle_interest("agii", other.pk, reason="Het college beslist volgend jaar.", by=MANAGER, at=now)
    today = now.date()
    for nis, spoken in (
        (GERAARDSBERGEN, Spoken(today, "staff-contact", "Het college wil dit jaar niet.", "Gus", interested=False)),
        (
            DILBEEK,
            Spoken(
                today - timedelta(days=20), "staff-contact", "Willen het model lezen.", "Dora, integratiedienst", True,
                "Bel terug over het model.", today - timedelta(days=6), "an",
            ),
        ),
        (AALST, Spoken(today, "vvsg-website", "Vroegen wie beslist.", "Ine", None, "Stuur een voorbeeldbesluit.")),
    ):  # fmt: skip
        outreach.note_contact("agii", nis, spoken, by=MANAGER, at=now)
    people = (
        Listed(AALST, "Ine Voorbeeld", "integratieambtenaar", "ine@aalst.example", "053 72 30 00"),
        Listed(DILBEEK, "Dora Voorbeeld", "diensthoofd", "dora@dilbeek.example"),
    )
    outreach.take_in_list("agii", ContactList(people, ()), by=MANAGER, at=now)
