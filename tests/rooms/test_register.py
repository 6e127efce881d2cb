"""The register on invented histories: each protocol's state, what is public of it, and what happened, counted anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.desk import AGENCY_DPO, MANAGER, MODEL, VALIDATOR, Cheap, Desk, answers, register_agency
from tests.rooms.history import LAST, Histories, days
from tests.stories.cast import beersel_terms, register_beersel

from sluis.cli import clock
from sluis.domain.entry import Act
from sluis.domain.lifecycle import Verb
from sluis.domain.published import is_whole, published, published_text
from sluis.domain.requirements import Way
from sluis.domain.stance import Stance
from sluis.domain.terms import Outcome, Side, Terms, as_json, parse_terms
from sluis.domain.words import Purpose
from sluis.parties.municipalities import municipalities
from sluis.protocols import actions
from sluis.protocols.actions import Given
from sluis.protocols.models import Move, Protocol, Version
from sluis.register import events, feed
from sluis.register.data import list_as_data, protocol_as_data
from sluis.register.embedding import embedded
from sluis.register.entries import listing
from sluis.register.filters import Filter, InvalidFilter, parse_filter
from sluis.register.formats import InvalidDay
from sluis.register.protocol import PublicProtocol, public_protocol
from sluis.web.register.links import absolute

SEEDS = (11, 12)

# Where each text stood at the end of a day, from the rows alone: its stance (1 in force, 2 suspended, 3 in preparation,
# 4 over), and whether it had been validated by then.
TEXTS = """
WITH stood AS (
    SELECT DISTINCT ON (move.version_id) move.version_id, move.to_status AS status
    FROM protocols_move AS move
    WHERE (move.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
    ORDER BY move.version_id, move.id DESC
), texts AS (
    SELECT version.protocol_id, version.number, version.terms_digest, stood.status,
        (convert_from(version.terms, 'UTF8')::jsonb ->> 'start')::date AS start,
        least(
            (convert_from(version.terms, 'UTF8')::jsonb ->> 'end')::date,
            CASE WHEN EXISTS (
                SELECT FROM protocols_move AS notice WHERE notice.version_id = version.id
                    AND notice.verb = 'give_notice' AND (notice.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
            ) THEN version.ends_on END
        ) AS last,
        EXISTS (
            SELECT FROM protocols_move AS begun WHERE begun.version_id = version.id
                AND begun.verb IN ('validate', 'register', 'inherit')
                AND (begun.at AT TIME ZONE 'Europe/Brussels')::date <= %(day)s
        ) AS validated
    FROM stood JOIN protocols_version AS version ON version.id = stood.version_id
    WHERE stood.status <> 'withdrawn'
)
SELECT protocol_id, number, terms_digest, validated, CASE
    WHEN status IN ('draft', 'complete', 'advised', 'decided', 'signed', 'published') THEN 3
    WHEN status NOT IN ('active', 'suspended') OR last < %(day)s THEN 4
    WHEN status = 'suspended' THEN 2
    WHEN start > %(day)s THEN 3
    ELSE 1
END FROM texts
"""
STANCES = {1: "in_force", 2: "suspended", 3: "preparing", 4: "ended"}


def recount(day: date) -> dict[str, tuple[str, int | None, str | None]]:
    """Of each protocol its state on a day, and number and digest of the validated version that counts."""
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, {"day": day})
        rows = cursor.fetchall()
    found = {}
    for code in {row[0] for row in rows}:
        of = [row for row in rows if row[0] == code]
        validated = sorted(((stance, -number, digest) for _, number, digest, known, stance in of if known))
        shown = (-validated[0][1], validated[0][2]) if validated else (None, None)
        found[code] = (STANCES[min(row[4] for row in of)], *shown)
    return found


@pytest.fixture
def told(database: str, request: pytest.FixtureRequest) -> int:
    Histories(request.param).write()
    seed: int = request.param
    return seed


def seen(code: str, on: date = LAST) -> PublicProtocol:
    found = public_protocol(code, on)
    assert found is not None
    return found


class TestTheList:
    @pytest.mark.parametrize("told", SEEDS, indirect=True)
    def test_has_every_protocol_of_the_day_as_the_rows_say(self, told: int) -> None:
        for day in days(told, 12):
            found = {
                entry.code: (
                    entry.stood.stance.value,
                    entry.shown.number if entry.shown else None,
                    entry.shown.digest if entry.shown else None,
                )
                for entry in listing(Filter(day))
            }
            assert found == recount(day), day

    @pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
    def test_filters_leave_out_and_add_nothing(self, told: int) -> None:
        for day in days(told, 0)[:3]:
            counted, whole = recount(day), listing(Filter(day))
            for stance in list(STANCES.values())[:2]:
                asked = listing(Filter(day, state=Stance(stance)))
                assert {one.code for one in asked} == {code for code, row in counted.items() if row[0] == stance}
            provinces = {one.municipality.province for one in whole}
            by_province = [entry.code for name in sorted(provinces) for entry in listing(Filter(day, province=name))]
            assert sorted(by_province) == sorted(counted)
            for_ceremony = listing(Filter(day, purpose=Purpose.CEREMONY))
            assert {one.code for one in for_ceremony} == {code for code, row in counted.items() if row[1]}
            assert listing(Filter(day, purpose=Purpose.BUDDY)) == ()

    def test_takes_as_many_queries_for_many_as_for_few(self, database: str) -> None:
        def count(read: Callable[[], object]) -> int:
            read()  # What a text says of its days is read once, the first time that it is met.
            with CaptureQueriesContext(connection) as captured:
                read()
            return len(captured)

        register_beersel()
        code = "AGII-23003"
        reads: list[Callable[[], object]] = [
            lambda: listing(Filter(LAST)),
            lambda: public_protocol(code, LAST),
            lambda: embedded("23003", LAST),
            lambda: feed.page_of(1, language="nl", author="x", origin="x"),
        ]
        few = [count(read) for read in reads]
        Histories(13, 40).write()
        assert Protocol.objects.count() > 30
        assert [count(read) for read in reads] == few
        assert max(few) <= 8

    def test_a_filter_has_fixed_values(self) -> None:
        asked = parse_filter({"on": "2020-11-15", "state": "in_force", "purpose": "", "x": "y"}, LAST)
        assert asked == Filter(date(2020, 11, 15), state=Stance.IN_FORCE)
        assert asked.query == {"state": "in_force"}
        assert parse_filter({}, LAST) == Filter(LAST)
        for wrong in ({"state": "none"}, {"state": "IN_FORCE"}, {"purpose": "x"}, {"province": "Namen"}):
            with pytest.raises(InvalidFilter) as raised:
                parse_filter(wrong, LAST)
            assert (raised.value.name, raised.value.given) == next(iter(wrong.items()))
        with pytest.raises(InvalidDay):
            parse_filter({"on": "2018-01-01"}, LAST)


class TestAProtocol:
    @pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
    def test_shows_each_version_that_was_ever_validated_and_no_other(self, told: int) -> None:
        validated = Move.objects.filter(verb__in=["validate", "register", "inherit"])
        public = set(validated.values_list("version__protocol_id", "version__number"))
        drafts = set(Version.objects.values_list("protocol_id", "number")) - public
        assert len(public) > 50 and len(drafts) > 10
        shown = {
            (code, version.number)
            for code in Protocol.objects.values_list("code", flat=True)
            for version in seen(code).versions
        }
        assert shown == public

    @pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
    def test_tells_its_events_in_the_order_in_which_they_were_recorded(self, told: int) -> None:
        verbs = (
            "register", "validate", "inherit", "suspend", "resume", "give_notice", "withdraw_notice", "end", "expire",
            "succeed", "close",
        )  # fmt: skip
        for code in Protocol.objects.values_list("code", flat=True)[:40]:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT move.id, (move.at AT TIME ZONE 'Europe/Brussels')::date FROM protocols_move AS move JOIN "
                    "protocols_version AS version ON version.id = move.version_id WHERE version.protocol_id = %s AND "
                    "move.verb = ANY (%s) ORDER BY move.id",
                    [code, list(verbs)],
                )
                assert [(one.key, one.on) for one in seen(code).events] == cursor.fetchall()

    @pytest.mark.parametrize("told", SEEDS[:1], indirect=True)
    def test_a_merger_leads_from_the_protocols_before_to_the_one_after_and_back(self, told: int) -> None:
        heirs = Version.objects.filter(moves__verb="inherit")
        assert heirs.exists()
        for heir in heirs:
            one = seen(heir.protocol_id).version(heir.number)
            assert one is not None and one.how == Verb.INHERIT and one.follows
            assert {before.nis for before in one.follows} <= {
                row.nis for row in municipalities().all() if row.successor == heir.protocol.nis
            } | {heir.protocol.nis}
            for before in one.follows:
                old = seen(before.protocol).version(before.number)
                assert old is not None
                assert (heir.protocol_id, heir.number) in {(ref.protocol, ref.number) for ref in old.followed_by}

    def test_is_nothing_where_there_is_none(self, database: str) -> None:
        assert public_protocol("AGII-23003", LAST) is None


@pytest.fixture
def house(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    register_agency()
    Cheap.instead_of_real(monkeypatch)


@pytest.mark.usefixtures("house")
class TestHowItCameToBe:
    def test_an_amendment_says_what_it_changed_and_the_first_version_stays_as_it_was(self) -> None:
        desk = Desk()
        desk.until("validate")
        before = seen(desk.code).versions[0]
        actions.amend(desk.code, changes={"rowLimit": 900}, by=MANAGER, at=desk.tick(days=10))
        assert len(seen(desk.code).versions) == 1
        assert seen(desk.code).preparing == desk.at.date()
        for step in desk.STEPS[1:]:
            getattr(desk, step)()
        first, second = seen(desk.code).versions
        assert (first.digest, first.said, first.validated_on) == (before.digest, before.said, before.validated_on)
        assert (first.stood.stance, second.stood.stance) == (Stance.ENDED, Stance.IN_FORCE)
        assert [(ref.protocol, ref.number) for ref in first.followed_by] == [(desk.code, 2)]
        assert second.before is not None and second.before.number == 1
        said = [change.said.en for change in second.changes]
        assert "Row limit of a communication changed from 5,000 to 900 people." in said
        assert first.changes == ()
        assert [event.said.en for event in seen(desk.code).events] == [
            "Version 1 was validated.",
            "Version 2 was validated and took the place of the one before.",
        ]

    def test_how_it_was_signed_is_known_by_capacity_way_and_day(self) -> None:
        desk = Desk()
        desk.until("decide")
        paper = "de burgemeester of de bevoegde schepen"
        desk.sign(Side.SENDER, "de voorzitter van de raad van bestuur")
        desk.sign(Side.SENDER, "de algemeen directeur")
        desk.sign(Side.RECIPIENT, "de algemeen directeur")
        actions.place_scan(desk.code, Side.RECIPIENT, paper, b"%PDF-1.4 scan", by=MANAGER, at=desk.tick())
        actions.attest_scan(desk.code, Side.RECIPIENT, paper, by=VALIDATOR, at=desk.tick(days=3))
        attested = desk.at.date()
        desk.publish()
        desk.validate()
        (version,) = seen(desk.code).versions
        assert [(one.side, one.capacity, one.way) for one in version.signed] == [
            (Side.SENDER, "de voorzitter van de raad van bestuur", Way.ELECTRONIC),
            (Side.SENDER, "de algemeen directeur", Way.ELECTRONIC),
            (Side.RECIPIENT, "de algemeen directeur", Way.ELECTRONIC),
            (Side.RECIPIENT, paper, Way.PAPER),
        ]
        assert version.signed[-1].on == attested

    def test_signatures_from_before_a_reopening_are_not_how_it_was_signed(self) -> None:
        desk = Desk()
        desk.until("sign_all")
        actions.reopen(desk.code, reason="beter", by=MANAGER, at=desk.tick(days=5))
        again = desk.at.date()
        desk.complete()
        for step in desk.STEPS[3:]:
            getattr(desk, step)()
        (version,) = seen(desk.code).versions
        assert len(version.signed) == 4
        assert min(one.on for one in version.signed) >= again

    def test_notice_suspension_and_their_end_are_told_by_party(self) -> None:
        desk = Desk()
        desk.until("validate")
        actions.move(desk.code, Verb.SUSPEND, reason="Jan verloor een sleutel.", by=desk.dpo, at=desk.tick())
        actions.move(desk.code, Verb.RESUME, reason="gevonden", by=desk.dpo, at=desk.tick())
        actions.give_notice(desk.code, reason="Piet stopt.", by=MANAGER, at=desk.tick())
        found = seen(desk.code)
        assert [(one.act, one.said.nl) for one in found.events[1:]] == [
            (
                Act.PROTOCOL_SUSPENDED,
                "De gemeente schorste het protocol: zolang dat duurt, worden geen gegevens meegedeeld.",
            ),
            (Act.PROTOCOL_RESUMED, "De schorsing werd opgeheven."),
            (Act.PROTOCOL_NOTICE_GIVEN, "Het agentschap zegde het protocol op."),
        ]
        (version,) = found.versions
        assert version.ends_on == version.last_day is not None
        whole = json.dumps(protocol_as_data(found, absolute))
        assert "Jan verloor" not in whole and "Piet" not in whole

    def test_who_acceded_to_the_model_is_said_to_have(self) -> None:
        desk, own = Desk("23002"), Desk("23009")
        at = desk.tick()
        actions.advise_on_model(MODEL, Given(Outcome.POSITIVE, "Goed.", at.date()), agency="agii", by=AGENCY_DPO, at=at)
        actions.accede("23002", agency="agii", model=MODEL, answers=answers("23002"), by=MANAGER, at=desk.tick())
        desk.advise(desk.dpo)
        for step in desk.STEPS[3:]:
            getattr(desk, step)()
        own.until("validate")
        assert [seen(one.code).versions[0].acceded for one in (desk, own)] == [True, False]

    def test_of_a_text_in_preparation_nothing_but_that_it_is_there(self) -> None:
        desk = Desk()
        desk.draft(rowLimit=4321)
        begun = desk.at.date()
        found = seen(desk.code)
        assert (found.versions, found.events, found.shown, found.preparing) == ((), (), None, begun)
        assert "4321" not in json.dumps(protocol_as_data(found, absolute))
        (entry,) = listing(Filter(LAST))
        assert (entry.shown, entry.purposes, entry.stood.stance) == (None, (), Stance.PREPARING)
        said = list_as_data(Filter(LAST), [entry], absolute)["protocols"][0]
        assert (said["digest"], said["version"], said["purposes"]) == (None, None, [])
        actions.withdraw(desk.code, reason="toch niet", by=MANAGER, at=desk.tick(days=4))
        found = seen(desk.code)
        assert (found.stood, found.preparing, found.given_up) == (None, None, desk.at.date())
        assert listing(Filter(LAST)) == ()
        assert [one.code for one in listing(Filter(begun))] == [desk.code]

    def test_a_party_s_own_list_has_what_binds_it(self) -> None:
        bound, held, over, begun = Desk("23002"), Desk("23009"), Desk("23016"), Desk("23025")
        for desk in (bound, held, over):
            desk.until("validate")
        begun.until("publish")
        actions.move(held.code, Verb.SUSPEND, reason="even", by=MANAGER, at=held.tick())
        actions.move(over.code, Verb.END, reason="klaar", by=MANAGER, at=over.tick())
        of_agency = embedded("agii", LAST)
        assert of_agency is not None
        assert {entry.code: shown.digest for entry, shown in of_agency.entries} == {
            desk.code: Version.objects.get(protocol_id=desk.code).terms_digest for desk in (bound, held)
        }
        for desk, count in ((bound, 1), (held, 1), (over, 0), (begun, 0)):
            own = embedded(desk.nis, LAST)
            assert own is not None and len(own.entries) == count
        assert embedded("99999", LAST) is None and embedded("elders", LAST) is None


class TestWhatIsPublished:
    def terms(self, **changes: Any) -> Terms:
        said = json.loads(beersel_terms())
        said["recipient"] |= changes.pop("recipient", {})
        return parse_terms(json.dumps(said | changes).encode())

    def test_without_contact_data_it_is_to_the_byte_what_was_signed(self) -> None:
        terms = self.terms()
        assert is_whole(terms)
        assert published(terms) == as_json(terms)
        note = published_text(terms).note
        assert note is not None and "terms.json" not in note

    @pytest.mark.parametrize("contact", ["An Peeters, an@beersel.be", "tel. 02 359 16 16", "+32 (0)2 359.16.16"])
    def test_contact_data_of_an_officer_are_left_out_and_that_is_said(self, contact: str) -> None:
        terms = self.terms(recipient={"dpo": contact})
        assert not is_whole(terms)
        said = published(terms)
        assert said["recipient"]["dpo"] == "de functionaris voor gegevensbescherming van de gemeente"
        assert contact not in json.dumps(said, ensure_ascii=False)
        assert said["purposes"] == as_json(terms)["purposes"]
        note = published_text(terms).note
        assert note is not None and "terms.json" in note

    @given(st.lists(st.emails(), min_size=1, max_size=3), st.sampled_from(["supervisor", "security", "law"]))
    def test_no_e_mail_address_comes_through_wherever_it_stands(self, addresses: list[str], where: str) -> None:
        text = f"Vraag het aan {' of '.join(addresses)}."
        clauses = json.loads(beersel_terms())["clauses"]
        changes: dict[str, Any] = {
            "supervisor": {"supervisor": text},
            "security": {"security": [text]},
            "law": {"clauses": clauses | {"law": [text]}},
        }
        terms = self.terms(**changes[where])
        assert "@" not in json.dumps(published(terms))
        assert not is_whole(terms)
        again = parse_terms(json.dumps(published(terms)).encode())
        assert again.purposes == terms.purposes


@pytest.mark.usefixtures("house")
class TestTheNewestEvents:
    def test_come_in_pages_that_hold_each_of_them_once_the_last_recorded_first(self) -> None:
        Histories(14, 30).write()
        found: list[events.Event] = []
        page, total = 1, 1
        while len(found) < total:
            rows, total = events.newest(page, 25)
            assert rows
            found += rows
            page += 1
        assert len({one.key for one in found}) == len(found) == total > 50
        moments = [one.recorded_at for one in found]
        assert moments == sorted(moments, reverse=True)
        assert events.newest(page, 25)[0] == ()
        assert {one.act for one in found} <= {
            Act.PROTOCOL_VALIDATED, Act.PROTOCOL_SUSPENDED, Act.PROTOCOL_RESUMED, Act.PROTOCOL_NOTICE_GIVEN,
            Act.PROTOCOL_NOTICE_WITHDRAWN, Act.PROTOCOL_ENDED, Act.PROTOCOL_EXPIRED, Act.PROTOCOL_SUCCEEDED,
            Act.PROTOCOL_INHERITED, Act.PROTOCOL_CLOSED,
        }  # fmt: skip

    def test_a_late_record_has_the_day_of_its_effect_and_the_moment_it_was_written(self) -> None:
        register_beersel()
        ((event,), total) = events.newest(1, 5)
        assert (total, event.on, event.act) == (1, date(2020, 11, 1), Act.PROTOCOL_REGISTERED)
        assert datetime.now(clock.BRUSSELS) - event.recorded_at < timedelta(minutes=5)
