"""Campaigns, contacts, interest and what comes of it, and what is forgotten of whoever was named."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from tests.rooms.desk import HALLE, MANAGER, VALIDATOR, Desk, coordinator, kbo, register_agency

from sluis.cli import clock
from sluis.domain import drafts
from sluis.domain.access import Actor, Role
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import Said
from sluis.jobs import rounds
from sluis.outreach import actions, forgetting, queries
from sluis.outreach.actions import Shown, Spoken
from sluis.outreach.models import Announcement, Campaign, Contact, Correspondent, Figure, FollowUp, Interest
from sluis.parties import actions as parties
from sluis.protocols.models import Protocol, Version

AT = datetime(2026, 3, 2, 9, tzinfo=clock.BRUSSELS)
OF_ATLAS = Actor("olga", "agency:atlas", Role.PROTOCOL_MANAGER)
# Of somebody who does not exist.
NUMBER = "85.07.30-000.92"


@pytest.fixture(autouse=True)
def _house(database: str) -> None:
    register_agency()


def october(**changes: Any) -> Campaign:
    given: dict[str, Any] = {
        "name": "Gezamenlijke communicatie van oktober", "audience": "alle gemeenten", "text": "Een protocol kan.",
        "begins_on": date(2020, 10, 7),
    }  # fmt: skip
    return actions.make_campaign("agii", **{**given, **changes}, by=MANAGER, at=AT)


def announced(campaign: Campaign, **changes: Any) -> Announcement:
    given: dict[str, Any] = {"channel": "vvsg-e-zine", "on": date(2020, 10, 7)}
    return actions.announce("agii", campaign.pk, **{**given, **changes}, by=MANAGER, at=AT)


_forms = itertools.count()


def shown(**changes: Any) -> Shown:
    given: dict[str, Any] = {
        "nis": HALLE, "form": f"form {next(_forms)}", "name": "Ine Voorbeeld", "function": "integratieambtenaar",
        "email": "ine@halle.example", "phone": "02 363 00 00", "kbo": kbo(HALLE), "dpo": "functionaris van Halle",
        "services": ("integratiedienst", "onthaal"), "purposes": ("ceremony", "practice"), "message": "Bel gerust.",
    }  # fmt: skip
    return Shown(**{**given, **changes})


def spoken(**changes: Any) -> Spoken:
    return replace(Spoken(date(2026, 3, 1), "staff-contact", "Ze denken erover na."), **changes)


def refused(act: Any, *reasons: Said) -> None:
    with pytest.raises(NotPossible) as error:
        act()
    assert error.value.reasons == reasons


class TestCampaigns:
    def test_each_announcement_gets_a_mark_of_its_own_and_counts_what_came_by_it(self) -> None:
        campaign = october()
        first, second, third = announced(campaign), announced(campaign), announced(campaign, channel="vvsg-website")
        assert [first.mark, second.mark, third.mark] == [
            f"{campaign.pk}-vvsg-e-zine", f"{campaign.pk}-vvsg-e-zine-2", f"{campaign.pk}-vvsg-website",
        ]  # fmt: skip
        for nis, mark in ((HALLE, second.mark), ("24062", second.mark), ("23088", third.mark), ("12025", "")):
            actions.show_interest(shown(nis=nis, mark=mark), at=AT)
        actions.begin_draft("agii", Interest.objects.get(nis="24062").pk, by=MANAGER, at=AT)
        (told,) = queries.campaigns("agii")
        assert [(one.announcement.mark, one.interests, one.drafts) for one in told.announced] == [
            (first.mark, 0, 0), (second.mark, 2, 1), (third.mark, 1, 0),
        ]  # fmt: skip
        assert (told.interests, told.drafts, told.cost_cents) == (3, 1, None)

    def test_every_mark_that_is_made_is_one_that_a_link_is_read_by(self) -> None:
        row = announced(october())
        found = queries.announcement_with(row.mark)
        assert found is not None and found.pk == row.pk
        for other in ("", "\x00", "../x", row.mark + "x", "9" * 60, f"{row.mark}-2", "' OR 1=1"):
            assert queries.announcement_with(other) is None

    def test_two_who_announce_at_once_get_two_marks(self) -> None:
        campaign = october()

        def act(_: int) -> str:
            try:
                return announced(campaign).mark
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            marks = list(pool.map(act, range(4)))
        assert len(set(marks)) == 4

    def test_costs_add_up_where_they_are_known(self) -> None:
        campaign = october()
        announced(campaign)
        announced(campaign, cost_cents=12_50, reached=300, channel="agency-newsletter")
        last = announced(campaign, cost_cents=1)
        assert queries.campaigns("agii")[0].cost_cents == 12_51
        actions.correct_announcement(
            "agii",
            last.pk,
            on=date(2020, 10, 9),
            reached=4,
            cost_cents=2,
            address="https://x.example",
            by=MANAGER,
            at=AT,
        )
        (told,) = queries.campaigns("agii")
        assert told.cost_cents == 12_52
        assert told.announced[-1].announcement.reached == 4

    def test_what_does_not_fit_is_refused_with_every_reason(self) -> None:
        campaign = october()
        refused(
            lambda: announced(campaign, on=date(2020, 10, 6), reached=301, address="javascript:alert(1)"),
            actions.BEFORE_THE_CAMPAIGN, actions.TOO_MANY_REACHED, actions.NO_ADDRESS,
        )  # fmt: skip
        refused(lambda: announced(campaign, channel="pigeon"), actions.NO_CHANNEL)
        refused(lambda: announced(campaign, address=f"https://x.example/{NUMBER}"), actions.PERSON)
        refused(october, actions.NAMED_ALREADY)
        refused(lambda: october(name="  "), actions.EMPTY)
        refused(lambda: october(name="Ander", text=f"Bel {NUMBER}"), actions.PERSON)
        # As many as there were on that day is not too many.
        assert announced(campaign, reached=300).reached == 300
        refused(lambda: announced(campaign, on=date(2025, 1, 1), reached=286), actions.TOO_MANY_REACHED)

    def test_a_campaign_is_corrected_but_not_to_begin_after_what_it_announced(self) -> None:
        campaign, other = october(), october(name="Ander")
        announced(campaign)

        def change(**changes: Any) -> Campaign:
            given = {"name": campaign.name, "audience": "steden", "text": "Nieuw.", "begins_on": date(2020, 10, 1)}
            return actions.change_campaign("agii", campaign.pk, **{**given, **changes}, by=MANAGER, at=AT)

        assert change().audience == "steden"
        refused(lambda: change(begins_on=date(2020, 10, 8)), actions.BEFORE_THE_CAMPAIGN)
        refused(lambda: change(name=other.name), actions.NAMED_ALREADY)
        with pytest.raises(Campaign.DoesNotExist):
            actions.change_campaign(
                "atlas", campaign.pk, name="x", audience="x", text="x", begins_on=AT.date(), by=OF_ATLAS, at=AT
            )


class TestContacts:
    def test_the_next_step_waits_until_it_is_done(self) -> None:
        later = actions.note_contact(
            "agii", HALLE, spoken(next_step="Bel terug.", next_on=date(2026, 3, 20), next_by="an"), by=MANAGER, at=AT
        )
        someday = actions.note_contact("agii", HALLE, spoken(next_step="Stuur het model."), by=MANAGER, at=AT)
        sooner = actions.note_contact(
            "agii", "24062", spoken(next_step="Vraag de DPO.", next_on=date(2026, 3, 9)), by=MANAGER, at=AT
        )
        actions.note_contact("agii", HALLE, spoken(interested=False), by=MANAGER, at=AT)
        steps = queries.open_steps("agii")
        assert [one.pk for one in steps] == [sooner.pk, later.pk, someday.pk]
        assert [one.pk for one in queries.overdue(steps, date(2026, 3, 9))] == []
        assert [one.pk for one in queries.overdue(steps, date(2026, 3, 10))] == [sooner.pk]
        actions.finish_step("agii", sooner.pk, by=MANAGER, at=AT)
        assert [one.pk for one in queries.open_steps("agii")] == [later.pk, someday.pk]
        refused(lambda: actions.finish_step("agii", sooner.pk, by=MANAGER, at=AT), actions.STEP_DONE)
        known = queries.municipality("agii", HALLE, AT.date())
        assert known is not None
        assert [one.pk for one in known.steps] == [later.pk, someday.pk]
        assert len(known.contacts) == 3

    def test_what_does_not_fit_is_refused_with_every_reason(self) -> None:
        def note(nis: str = HALLE, **changes: Any) -> Contact:
            return actions.note_contact("agii", nis, spoken(**changes), by=MANAGER, at=AT)

        refused(
            lambda: note("99999", channel="pigeon", on=date(2026, 3, 3), next_on=date(2026, 3, 2)),
            actions.UNKNOWN, actions.NO_CHANNEL, actions.NOT_YET, actions.STEP_UNNAMED, actions.STEP_BEFORE,
        )  # fmt: skip
        refused(lambda: note(said=" "), actions.EMPTY)
        for field in ("said", "whom", "next_step"):
            refused(lambda field=field: note(**{field: f"Over {NUMBER}"}), actions.PERSON)
        assert not Contact.objects.exists()

    def test_what_was_known_of_a_municipality_that_merged_is_known_of_its_successor(self) -> None:
        old = actions.note_contact("agii", "23023", spoken(), by=MANAGER, at=AT)
        known = queries.municipality("agii", "23106", AT.date())
        assert known is not None and [one.pk for one in known.contacts] == [old.pk]
        assert queries.municipality("agii", "99999", AT.date()) is None


class TestInterest:
    def test_the_same_form_is_one_interest_however_often_it_comes(self) -> None:
        given = shown()

        def act(_: int) -> int:
            try:
                return actions.show_interest(given, at=AT).pk
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            numbers = set(pool.map(act, range(8)))
        assert numbers == {Interest.objects.get().pk}

    def test_so_many_in_an_hour_for_the_whole_house_and_no_more(self) -> None:
        for second in range(actions.MOST):
            actions.show_interest(shown(), at=AT + timedelta(seconds=second))
        refused(lambda: actions.show_interest(shown(), at=AT + timedelta(minutes=59)), actions.TOO_MANY)
        # The same form again is no new one, and an hour after the first there is room for one.
        before = Interest.objects.order_by("pk")[0]
        assert actions.show_interest(shown(form=before.form), at=AT + timedelta(minutes=59)).pk == before.pk
        actions.show_interest(shown(), at=AT + timedelta(hours=1))
        refused(lambda: actions.show_interest(shown(), at=AT + timedelta(hours=1)), actions.TOO_MANY)

    def test_what_is_wrong_is_refused_and_nothing_is_kept(self) -> None:
        def show(**changes: Any) -> Interest:
            return actions.show_interest(shown(**changes), at=AT)

        # Melle and Merelbeke are one municipality since 2025.
        refused(lambda: show(nis="44040", kbo="0999999999", name=""), actions.UNKNOWN, actions.EMPTY, actions.WRONG_KBO)
        refused(lambda: show(email=""), actions.EMPTY)
        for field in ("name", "function", "email", "phone", "dpo", "message"):
            refused(lambda field=field: show(**{field: f"x {NUMBER}"}), actions.PERSON)
        refused(lambda: show(services=("dienst", NUMBER)), actions.PERSON)
        assert not Interest.objects.exists()

    def test_an_unknown_mark_is_no_reason_to_refuse(self) -> None:
        assert actions.show_interest(shown(mark="77-nergens"), at=AT).announcement is None

    def test_it_is_for_the_agency_that_the_municipality_has_a_protocol_with_then_the_links_then_the_first(self) -> None:
        mark = announced(october()).mark
        assert actions.show_interest(shown(), at=AT).agency == "agii"
        parties.register_agency(
            code="atlas", name="Atlas", kbo=kbo("11002"), minisign_public_key="RW", at=AT + timedelta(days=1)
        )
        assert actions.show_interest(shown(), at=AT).agency == "agii"
        campaign = actions.make_campaign(
            "atlas", name="Antwerpen", audience="x", text="x", begins_on=AT.date(), by=OF_ATLAS, at=AT
        )
        other = actions.announce("atlas", campaign.pk, channel="vvsg-website", on=AT.date(), by=OF_ATLAS, at=AT)
        assert actions.show_interest(shown(mark=other.mark), at=AT).agency == "atlas"
        Desk(HALLE).draft()
        assert actions.show_interest(shown(mark=other.mark), at=AT).agency == "agii"
        Protocol.objects.create(code="ATLAS-23027", agency="atlas", nis=HALLE)
        assert actions.show_interest(shown(mark=other.mark), at=AT).agency == "atlas"
        assert actions.show_interest(shown(mark=mark), at=AT).agency == "agii"

    def test_one_is_settled_with_a_reason_and_once(self) -> None:
        row = actions.show_interest(shown(), at=AT)
        refused(lambda: actions.settle_interest("agii", row.pk, reason=" ", by=MANAGER, at=AT), actions.NO_REASON)
        assert [one.pk for one in queries.open_interests("agii")] == [row.pk]
        assert queries.open_interests("atlas") == []
        actions.settle_interest("agii", row.pk, reason="Ze wachten tot na de verkiezingen.", by=MANAGER, at=AT)
        assert queries.open_interests("agii") == []
        assert [one.settled_as for one in queries.settled_interests("agii", 5)] == [
            "Ze wachten tot na de verkiezingen."
        ]
        refused(
            lambda: actions.settle_interest("agii", row.pk, reason="nog eens", by=MANAGER, at=AT),
            queries.SETTLED_ALREADY,
        )
        refused(lambda: actions.begin_draft("agii", row.pk, by=MANAGER, at=AT), queries.SETTLED_ALREADY)
        with pytest.raises(Interest.DoesNotExist):
            actions.settle_interest("atlas", row.pk, reason="x", by=OF_ATLAS, at=AT)


class TestFromInterestToDraft:
    def test_all_that_was_given_stands_in_the_draft_and_nothing_else_does(self) -> None:
        row = actions.show_interest(shown(), at=AT)
        version = actions.begin_draft("agii", row.pk, by=MANAGER, at=AT)
        row.refresh_from_db()
        assert (row.protocol, row.settled_at, row.settled_by) == ("AGII-23027", AT, "an")
        text = drafts.read(bytes(version.terms))
        assert text["recipient"]["kbo"] == kbo(HALLE)
        assert text["recipient"]["dpo"] == "functionaris van Halle"
        assert {one["purpose"]: one["services"] for one in text["purposes"]} == {
            "ceremony": ["integratiedienst", "onthaal"], "practice": ["integratiedienst", "onthaal"],
        }  # fmt: skip
        whole = bytes(version.terms).decode()
        for private in ("Ine", "ine@halle", "363", "Bel gerust"):
            assert private not in whole

    def test_what_was_left_open_stays_open(self) -> None:
        row = actions.show_interest(shown(kbo="", dpo="", services=(), purposes=()), at=AT)
        text = drafts.read(bytes(actions.begin_draft("agii", row.pk, by=MANAGER, at=AT).terms))
        assert "kbo" not in text["recipient"] and "dpo" not in text["recipient"]
        assert len(text["purposes"]) > 2 and all(not one.get("services") for one in text["purposes"])

    def test_where_it_is_not_possible_the_reasons_are_said_before_and_the_act_gives_the_same(self) -> None:
        Desk(HALLE).draft()
        row = actions.show_interest(shown(), at=AT)
        reasons = queries.why_not_draft(row, AT.date())
        assert [reason.nl for reason in reasons] == ["AGII-23027 heeft al een tekst (ontwerp); wijzig die."]
        refused(lambda: actions.begin_draft("agii", row.pk, by=MANAGER, at=AT), *reasons)
        other = actions.show_interest(shown(nis="24062"), at=AT)
        assert queries.why_not_draft(other, AT.date()) == ()
        actions.begin_draft("agii", other.pk, by=MANAGER, at=AT)
        refused(lambda: actions.begin_draft("agii", other.pk, by=MANAGER, at=AT), queries.DRAFT_BEGUN)
        assert Version.objects.count() == 2

    def test_a_municipality_that_merged_meanwhile_is_said_to_have_a_successor(self) -> None:
        before = datetime(2024, 12, 1, 9, tzinfo=clock.BRUSSELS)
        row = actions.show_interest(shown(nis="23023"), at=before)
        (reason,) = queries.why_not_draft(row, AT.date())
        assert "Opvolger: 23106" in reason.nl

    def test_before_any_model_is_in_use_that_is_the_reason(self) -> None:
        row = actions.show_interest(shown(), at=AT)
        (reason,) = queries.why_not_draft(row, date(2020, 1, 1))
        assert reason.en == "No model is in use yet."


@pytest.mark.parametrize("by", [VALIDATOR, coordinator(), OF_ATLAS], ids=lambda one: one.person)
def test_nobody_writes_but_the_agencys_own_managers(by: Actor) -> None:
    campaign, one = october(), actions.show_interest(shown(), at=AT)
    row = announced(campaign)
    contact = actions.note_contact("agii", HALLE, spoken(next_step="Bel."), by=MANAGER, at=AT)
    who: dict[str, Any] = {"by": by, "at": AT}
    said: dict[str, Any] = {"name": "x", "audience": "x", "text": "x", "begins_on": AT.date()}
    known: dict[str, Any] = {"on": AT.date(), "reached": None, "cost_cents": None, "address": ""}
    acts: list[Any] = [
        lambda: actions.make_campaign("agii", **said, **who),
        lambda: actions.change_campaign("agii", campaign.pk, **said, **who),
        lambda: actions.announce("agii", campaign.pk, channel="vvsg-website", on=AT.date(), **who),
        lambda: actions.correct_announcement("agii", row.pk, **known, **who),
        lambda: actions.note_contact("agii", HALLE, spoken(), **who),
        lambda: actions.finish_step("agii", contact.pk, **who),
        lambda: actions.settle_interest("agii", one.pk, reason="x", **who),
        lambda: actions.begin_draft("agii", one.pk, **who),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="not up to you"):
            act()


# What a row of each table says of a person once it is forgotten, in SQL that shares nothing with the program.
LEFT = """
SELECT concat_ws('|', name, "function", email, phone, dpo, services, message, settled_by, settled_as)
FROM outreach_interest
UNION ALL SELECT concat_ws('|', whom, said, next_step, next_by, by) FROM outreach_contact
UNION ALL SELECT made_by FROM outreach_campaign
UNION ALL SELECT concat(done_by) FROM outreach_follow_up
"""


class TestForgetting:
    def everything(self) -> None:
        october()
        row = actions.show_interest(shown(), at=AT)
        actions.settle_interest("agii", row.pk, reason="Bram belde.", by=MANAGER, at=AT)
        actions.note_contact(
            "agii", HALLE, spoken(on=AT.date(), whom="Ine", next_step="Bel Ine.", next_by="an"), by=MANAGER, at=AT
        )
        FollowUp.objects.create(agency="agii", nis=HALLE, done_at=AT, done_by="an")
        Figure.objects.create(
            agency="agii", nis=HALLE, first_day=AT.date(), last_day=AT.date(), attests=7, counted_at=AT
        )

    def left(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(LEFT)
            return [said.strip("|") for (said,) in cursor.fetchall()]

    def test_after_two_years_nobody_is_named_any_more_and_what_was_counted_stays(self) -> None:
        self.everything()
        forgetting.forget_old(at=AT.replace(year=2028))
        assert all(self.left())
        assert Figure.objects.exists()
        forgetting.forget_old(at=AT.replace(year=2028) + timedelta(days=1))
        assert self.left() == ["", "", "", ""]
        assert not Figure.objects.exists()
        kept = Interest.objects.get()
        assert (kept.nis, kept.kbo, kept.purposes, kept.settled_at) == (HALLE, kbo(HALLE), ["ceremony", "practice"], AT)
        contact = Contact.objects.get()
        assert (contact.nis, contact.channel, contact.on) == (HALLE, "staff-contact", AT.date())
        # Its step was never done, and waits for nobody.
        assert queries.open_steps("agii") == []

    def test_the_daily_round_does_it(self) -> None:
        self.everything()
        rounds.day(at=AT.replace(year=2028) + timedelta(days=1))
        assert self.left() == ["", "", "", ""]

    def test_on_a_leap_day_too(self) -> None:
        self.everything()
        Interest.objects.update(email="ine@halle.example")
        forgetting.forget_old(at=datetime(2028, 2, 29, 4, tzinfo=UTC))
        assert all(self.left())


def test_every_personal_field_is_forgotten_or_replaced() -> None:
    """The promise of each table, held against what the daily round takes out and what a new list replaces."""
    forgotten = {
        (model.__name__, name)
        for model in (Campaign, Announcement, Contact, Interest, FollowUp, Figure)
        for name, kept in model.KEPT.items()
        if kept.sensitivity == "personal" and "2 years" in kept.until
    }
    assert forgotten == {
        ("Campaign", "made_by"), ("FollowUp", "done_by"),
        *(("Contact", name) for name in ("whom", "said", "next_step", "next_by", "by")),
        *(
            ("Interest", name)
            for name in (
                "name", "function", "email", "phone", "dpo", "services", "message", "settled_by", "settled_as",
            )
        ),
    }  # fmt: skip
    listed = {name for name, kept in Correspondent.KEPT.items() if kept.sensitivity == "personal"}
    assert listed == {"name", "email", "phone", "listed_by"}
