"""Many protocols at once: read as one by one, with as many queries for many as for few, and shown to who may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.desk import (
    AGENCY_DPO,
    BEGUN,
    HALLE,
    MANAGER,
    VALIDATOR,
    Cheap,
    Desk,
    coordinator,
    municipal_dpo,
    register_agency,
)
from tests.rooms.plain_progress import plain_progress

from sluis.domain.access import SCHEDULE, Actor, Role
from sluis.domain.lifecycle import DEEDS, IN_PREPARATION, Deed, HoldKind, NotPossible, Status, Verb
from sluis.domain.terms import Outcome, Side
from sluis.protocols import actions, listing, standing
from sluis.protocols.listing import Sort, Whose
from sluis.protocols.models import Protocol, Version
from sluis.protocols.progress import progresses
from sluis.protocols.search import MOST, search

SUPERVISOR = Actor("vic", "supervisor:vtc", Role.SUPERVISOR)
STRANGERS = (
    coordinator("11001"),
    Actor("ann", "agency:vdab", Role.PROTOCOL_MANAGER),
    Actor("ria", "supervisor:gba", Role.SUPERVISOR),
)
MAYOR = "de burgemeester of de bevoegde schepen"
HASSELT, OLD_HASSELT, KORTESSEM = "71072", "71022", "73040"
BEFORE = datetime(2024, 10, 1, 9, tzinfo=BEGUN.tzinfo)


@pytest.fixture(autouse=True)
def agency(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    register_agency()
    Cheap.instead_of_real(monkeypatch)


def in_each_status() -> dict[Status, Desk]:
    """A protocol in every status on the way into force, and in each of these: in force, suspended, ended, withdrawn."""
    last = {
        Status.DRAFT: "draft", Status.COMPLETE: "complete", Status.ADVISED: "advise_both", Status.DECIDED: "decide",
        Status.SIGNED: "sign_all", Status.PUBLISHED: "publish", Status.ACTIVE: "validate",
        Status.SUSPENDED: "validate", Status.ENDED: "validate", Status.WITHDRAWN: "draft",
    }  # fmt: skip
    codes = ("23002", "23003", "23009", "23016", "23025", "23033", "23038", "23039", "23044", "23045")
    desks = {}
    for nis, (status, step) in zip(codes, last.items(), strict=True):
        desks[status] = desk = Desk(nis)
        desk.until(step)
    for status, verb in ((Status.SUSPENDED, Verb.SUSPEND), (Status.ENDED, Verb.END)):
        actions.move(desks[status].code, verb, reason="omdat", by=MANAGER, at=desks[status].tick())
    gone = desks[Status.WITHDRAWN]
    actions.withdraw(gone.code, reason="omdat", by=MANAGER, at=gone.tick())
    return desks


def unusual() -> None:
    """Protocols with what a plain way into force does not have."""
    conditional, negative, paper = Desk("11002"), Desk("11004"), Desk("11005")
    conditional.until("complete")
    conditional.advise(AGENCY_DPO, Outcome.CONDITIONAL, ("eerst dit", "dan dat"))
    actions.give_advice(
        conditional.code,
        actions.Given(Outcome.POSITIVE, "Goed.", conditional.at.date()),
        by=SUPERVISOR, at=conditional.tick(),
    )  # fmt: skip
    negative.until("complete")
    negative.advise(AGENCY_DPO, Outcome.NEGATIVE)
    actions.not_follow_advice(negative.code, Side.SENDER, reason="toch", by=MANAGER, at=negative.tick())
    actions.reopen(negative.code, reason="beter", by=MANAGER, at=negative.tick())
    actions.revise(negative.code, {"rowLimit": 7}, by=negative.municipality, at=negative.tick())
    paper.until("decide")
    paper.sign(Side.RECIPIENT, "de algemeen directeur")
    actions.place_scan(paper.code, Side.RECIPIENT, MAYOR, b"%PDF-1.4 scan", by=MANAGER, at=paper.tick())
    amended_under_notice()
    reopened = Desk("11009")
    reopened.until("sign_all")
    actions.reopen(reopened.code, reason="toch niet", by=MANAGER, at=reopened.tick())
    moved = Desk("11013")
    moved.until("validate")
    actions.record_address(moved.code, Side.SENDER, "https://elders.example/1", by=MANAGER, at=moved.tick())
    actions.amend(moved.code, by=moved.municipality, at=moved.tick())


def amended_under_notice() -> Desk:
    desk = Desk("11008")
    desk.until("validate")
    actions.amend(desk.code, by=MANAGER, at=desk.tick())
    actions.propose(desk.code, {"rowLimit": 9}, why="minder", by=desk.dpo, at=desk.tick())
    actions.give_notice(desk.code, reason="genoeg", by=desk.municipality, at=desk.tick())
    return desk


def merged() -> None:
    """Hasselt inherited a suspension by the municipality and a notice by the agency."""
    old, small = Desk(OLD_HASSELT, BEFORE), Desk(KORTESSEM, BEFORE)
    for desk in (old, small):
        desk.draft(start="2024-10-01")
        for step in desk.STEPS[1:]:
            getattr(desk, step)()
    actions.move(small.code, Verb.SUSPEND, reason="even", by=MANAGER, at=small.tick())
    actions.move(small.code, Verb.RESUME, reason="goed", by=MANAGER, at=small.tick())
    actions.move(old.code, Verb.SUSPEND, reason="lek", by=old.municipality, at=old.tick())
    actions.give_notice(small.code, reason="genoeg", by=MANAGER, at=small.tick())
    actions.merge_due(agency="agii", by=MANAGER, at=datetime(2025, 1, 7, 9, tzinfo=BEGUN.tzinfo))


class TestProgress:
    def test_what_is_read_for_all_at_once_is_what_is_worked_out_for_each(self) -> None:
        in_each_status()
        unusual()
        merged()
        versions = list(Version.objects.order_by("pk"))
        assert len({version.status for version in versions}) == len(Status) - 2  # neither expired nor closed
        on = date(2026, 3, 20)
        for actor in (MANAGER, VALIDATOR, municipal_dpo("11002"), SUPERVISOR, SCHEDULE):
            found = progresses(versions, actor, on, undeleted={versions[0].pk: 3})
            assert found.keys() == {version.pk for version in versions}
            for version in versions:
                undeleted = 3 if version == versions[0] else 0
                plainly = plain_progress(version, actor, on, undeleted=undeleted)
                got = found[version.pk]
                assert replace(got, signatures=()) == replace(plainly, signatures=()), version.protocol_id
                assert len(got.signatures) == len(plainly.signatures)
                assert set(got.signatures) == set(plainly.signatures), version.protocol_id
        inherited = found[Version.objects.get(protocol__nis=HASSELT).pk]
        assert (inherited.suspended_by, inherited.notice_by) == (Side.RECIPIENT, Side.SENDER)
        assert found[Version.objects.get(protocol__nis="11008", number=2).pk].given_up


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_for_many_protocols_as_many_queries_are_made_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    at = BEGUN + timedelta(days=40)
    reads: tuple[Callable[[], object], ...] = (
        lambda: standing.waiting(MANAGER, at),
        lambda: standing.home(VALIDATOR, at),
        lambda: listing.listing(MANAGER, at=at),
        lambda: listing.listing(MANAGER, at=at, turn=Whose.OTHERS, page_size=200),
        lambda: listing.board(MANAGER, at),
        lambda: listing.municipalities_without("agii", at.date()),
        lambda: search("college", MANAGER, at),
    )
    for step in ("complete", "sign_all", "validate"):
        nis = {"complete": "11001", "sign_all": "11002", "validate": "11004"}[step]
        Desk(nis).until(step)
    actions.amend("AGII-11004", by=MANAGER, at=at)
    few = [queries_of(read) for read in reads]
    for nis in ("11005", "11008", "11009", "11013", "11016", "11018", "11021", "11022", "11023", "11024"):
        Desk(nis).until({0: "draft", 1: "sign_all", 2: "validate"}[int(nis) % 3])
    assert [queries_of(read) for read in reads] == few


class TestWhoSees:
    @pytest.fixture
    def desks(self) -> dict[Status, Desk]:
        return in_each_status()

    def test_a_supervisor_sees_what_it_can_advise_on_and_what_it_advised_on_and_strangers_see_nothing(
        self, desks: dict[Status, Desk]
    ) -> None:
        every = {desk.code for desk in desks.values()}
        asked = {desks[status].code for status in DEEDS[Deed.GIVE_ADVICE]}
        expected = [(MANAGER, every), (SCHEDULE, every), (SUPERVISOR, asked), (STRANGERS[2], asked)]
        expected += [(one, set()) for one in STRANGERS[:2]]
        expected += [(desks[Status.ACTIVE].dpo, {desks[Status.ACTIVE].code})]
        for actor, codes in expected:
            assert {code for code in every if standing.protocol_seen_by(actor, code)} == codes, actor
            assert [one.code for one in standing.protocols_of(actor)] == sorted(codes)
            assert {row.code for row in listing.listing(actor, at=BEGUN, page_size=100).rows} == codes
            assert {one.version.protocol_id for one in standing.waiting(actor, BEGUN)} <= codes
        assert standing.protocol_seen_by(MANAGER, "AGII-99999") is None

    def test_who_gave_advice_goes_on_seeing_it_and_another_supervisor_does_not(self) -> None:
        desk = Desk()
        desk.until("complete")
        desk.advise(SUPERVISOR)
        desk.advise_both()
        desk.decide()
        assert standing.protocol_seen_by(SUPERVISOR, desk.code) is not None
        assert standing.protocol_seen_by(STRANGERS[2], desk.code) is None

    def test_each_role_finds_at_home_what_waits_for_it_in_each_status(self, desks: dict[Status, Desk]) -> None:
        at = BEGUN + timedelta(days=3)
        waits = {*IN_PREPARATION, Status.SUSPENDED}
        at_the_agency = {
            Role.PROTOCOL_MANAGER: {Status.DRAFT, Status.SIGNED, Status.SUSPENDED},
            Role.VALIDATOR: {Status.PUBLISHED},
            Role.DPO: {Status.COMPLETE},
            Role.SIGNATORY: {Status.DECIDED},
            Role.DATA_STEWARD: set[Status](),
        }
        at_the_municipality = {
            # The agency suspended, so the municipality has nothing to lift.
            Role.COORDINATOR: {Status.DRAFT, Status.ADVISED, Status.SIGNED},
            Role.DPO: {Status.COMPLETE},
            Role.SIGNATORY: {Status.DECIDED},
            Role.INTEGRATION_OFFICER: set[Status](),
        }
        for role, mine in at_the_agency.items():
            found = standing.home(Actor("lotte", "agency:agii", role), at)
            assert {one.version.status for one in found.mine} == mine, role
            assert {one.version.status for one in found.others} == waits - mine, role
        for role, mine in at_the_municipality.items():
            for status, desk in desks.items():
                found = standing.home(Actor("lotte", f"nis:{desk.nis}", role), at)
                assert [one.version.protocol_id for one in found.mine] == [desk.code] * (status in mine), (role, status)
                assert len(found.others) == (status in waits - mine), (role, status)
        found = standing.home(SUPERVISOR, at)
        assert not found.mine and {one.version.status for one in found.others} == DEEDS[Deed.GIVE_ADVICE]

    def test_a_validator_who_wrote_on_the_text_waits_for_another(self, desks: dict[Status, Desk]) -> None:
        author = replace(VALIDATOR, person=MANAGER.person)
        found = standing.home(author, BEGUN + timedelta(days=3))
        assert (found.mine, desks[Status.PUBLISHED].code in {one.version.protocol_id for one in found.others}) == (
            (), True,
        )  # fmt: skip

    def test_a_scan_waits_for_a_second_person_and_not_for_who_attested_it(self) -> None:
        desk = Desk()
        desk.until("decide")
        actions.place_scan(desk.code, Side.RECIPIENT, MAYOR, b"%PDF-1.4 scan", by=MANAGER, at=desk.tick())
        for actor, count in ((VALIDATOR, 1), (replace(VALIDATOR, person=MANAGER.person), 0)):
            assert len(standing.home(actor, desk.at).mine) == count

    def test_coming_are_the_days_to_be_ready_for_and_no_step_that_is_late(self, desks: dict[Status, Desk]) -> None:
        late = standing.home(MANAGER, BEGUN + timedelta(days=60))
        assert not late.coming and any(one.reminders for one in late.others)
        [(due, one), *_] = standing.home(MANAGER, BEGUN.replace(year=2027) - timedelta(days=9)).coming
        assert (due.kind, due.due, one.version.status) == ("review", date(2027, 3, 2), Status.ACTIVE)


class TestListing:
    @pytest.fixture
    def desks(self) -> dict[Status, Desk]:
        return in_each_status()

    def test_a_protocol_has_one_row_with_the_text_in_preparation_and_the_one_in_force_beside_it(self) -> None:
        desk = amended_under_notice()
        actions.place_hold(desk.code, HoldKind.BREACH, reason="lek", by=MANAGER, at=desk.tick())
        since = desk.version.moves.get().recorded_at
        [row] = listing.listing(MANAGER, at=since + timedelta(days=5)).rows
        assert (row.number, row.status, row.beside) == (2, Status.DRAFT, listing.Beside(1, Status.ACTIVE))
        assert (row.municipality, row.province, row.holds) == ("Brasschaat", "Antwerpen", (HoldKind.BREACH,))
        assert (row.since, row.days, bool(row.mine)) == (since, 5, True)
        assert [due.kind for due in row.reminders] == ["expiry"]
        actions.lift_holds(desk.code, HoldKind.BREACH, by=MANAGER, at=desk.tick())
        assert listing.listing(MANAGER, at=since).rows[0].holds == ()
        for status in (Status.DRAFT, Status.ACTIVE):
            found = listing.listing(MANAGER, at=since, statuses=[status])
            assert (found.total, found.counts_by_status) == (1, {Status.DRAFT: 1, Status.ACTIVE: 1})

    def test_filters_leave_what_is_asked_and_counts_say_what_each_status_would_give(
        self, desks: dict[Status, Desk]
    ) -> None:
        def codes(**asked: object) -> set[str]:
            return {row.code for row in listing.listing(MANAGER, at=BEGUN, page_size=50, **asked).rows}  # type: ignore[arg-type]

        def those(*statuses: Status) -> set[str]:
            return {desks[status].code for status in statuses}

        assert codes(statuses=[Status.ENDED, Status.DRAFT]) == those(Status.ENDED, Status.DRAFT)
        assert codes(province="Limburg") == set() and len(codes(province="Vlaams-Brabant")) == len(desks)
        assert codes(turn=Whose.MINE) == those(Status.DRAFT, Status.SIGNED, Status.SUSPENDED)
        assert codes(turn=Whose.NONE) == those(Status.ACTIVE, Status.ENDED, Status.WITHDRAWN)
        assert codes(turn=Whose.OTHERS) == those(*set(IN_PREPARATION) - {Status.DRAFT, Status.SIGNED})
        assert codes(text="BEERSEL") == codes(text="23003") == codes(text="agii-23003") == {"AGII-23003"}
        page = listing.listing(MANAGER, at=BEGUN, statuses=[Status.DRAFT], turn=Whose.MINE)
        assert (page.total, page.counts_by_status) == (
            1, {Status.DRAFT: 1, Status.SIGNED: 1, Status.SUSPENDED: 1},
        )  # fmt: skip

    def test_rows_stand_in_the_order_that_is_asked_and_pages_follow_on(self, desks: dict[Status, Desk]) -> None:
        for sort, key in (
            (Sort.MUNICIPALITY, lambda row: row.municipality),
            (Sort.CODE, lambda row: row.code),
            (Sort.SINCE, lambda row: row.since),
            (Sort.STATUS, lambda row: list(Status).index(row.status)),
        ):
            keys = [key(row) for row in listing.listing(MANAGER, at=BEGUN, sort=sort).rows]
            assert keys == sorted(keys), sort
            assert len(keys) == len(desks)
        whole = listing.listing(MANAGER, at=BEGUN, sort=Sort.CODE, reverse=True)
        pages = [
            listing.listing(MANAGER, at=BEGUN, sort=Sort.CODE, reverse=True, page=n, page_size=4) for n in (1, 2, 3)
        ]
        assert [len(page.rows) for page in pages] == [4, 4, 2] and {page.total for page in pages} == {10}
        assert tuple(row for page in pages for row in page.rows) == whole.rows

    def test_the_board_has_each_protocol_once_and_an_empty_column_for_what_could_be_there(self) -> None:
        desk = amended_under_notice()
        columns = listing.board(MANAGER, desk.at)
        assert [column.status for column in columns] == [*IN_PREPARATION, Status.ACTIVE, Status.SUSPENDED]
        assert {column.status: [row.code for row in column.rows] for column in columns if column.rows} == {
            Status.DRAFT: [desk.code]
        }

    def test_whom_there_is_to_invite_has_no_text_in_preparation_or_in_force(self, desks: dict[Status, Desk]) -> None:
        on = BEGUN.date()
        free = {one.nis for one in listing.municipalities_without("agii", on)}
        over = {desks[Status.ENDED].nis, desks[Status.WITHDRAWN].nis}
        assert free & {desk.nis for desk in desks.values()} == over and len(free) == 285 - len(desks) + len(over)
        assert KORTESSEM not in free
        assert len(listing.municipalities_without("vdab", on)) == 285


class TestSearch:
    def test_a_municipality_is_found_by_a_part_of_its_name_and_by_its_code(self) -> None:
        for text in ("heist op den", "HEIST-OP-DEN-BERG", "12014", "héist"):
            assert [one.municipality.nis for one in search(text, MANAGER, BEGUN).municipalities][:1] == ["12014"], text

    def test_an_old_name_leads_to_the_municipality_of_now(self) -> None:
        [found] = search("kortessem", MANAGER, BEGUN).municipalities
        assert (found.municipality.nis, found.successor and found.successor.nis) == (KORTESSEM, HASSELT)
        now, before = search("hasselt", MANAGER, BEGUN).municipalities[:2]
        assert (now.municipality.nis, now.successor) == (HASSELT, None)
        assert (before.municipality.nis, before.successor and before.successor.nis) == (OLD_HASSELT, HASSELT)

    def test_a_protocol_is_found_by_code_municipality_an_old_name_of_it_and_decision(self) -> None:
        desk = Desk(HASSELT)
        desk.until("decide")
        Desk(HALLE).until("draft")
        for text, why in (
            (desk.code, None), ("hassel", None), ("Kortessem", None),
            ("cbs/2026", "college van burgemeester en schepenen, CBS/2026/12"),
        ):  # fmt: skip
            [found] = search(text, MANAGER, BEGUN).protocols
            assert (found.code, found.number, found.status, found.decision) == (desk.code, 1, Status.DECIDED, why)

    def test_only_own_protocols_are_found(self) -> None:
        desk = Desk()
        desk.until("draft")
        assert [one.code for one in search("halle", desk.municipality, BEGUN).protocols] == [desk.code]
        for stranger in STRANGERS:
            assert search("halle", stranger, BEGUN).protocols == ()

    @pytest.mark.parametrize("text", ["00.01.00-000.97", "wie is 85010100097?", "n85010199958"])
    def test_people_are_never_searched_for(self, text: str) -> None:
        with pytest.raises(NotPossible, match="never people"):
            search(text, MANAGER, BEGUN)

    def test_what_is_found_is_bounded(self) -> None:
        found = search("en", MANAGER, BEGUN)
        assert len(found.municipalities) == MOST and found.more
        for text in ("", " ", "h", "-", "h" * 101):
            assert search(text, MANAGER, BEGUN).municipalities == ()


@pytest.mark.parametrize("act", [actions.complete, actions.revise])
def test_what_people_are_told_fits_a_browser_as_well_as_a_terminal(act: Callable[..., Version]) -> None:
    desk = Desk()
    desk.until("validate")
    for code in (desk.code, "AGII-00000"):
        with pytest.raises(NotPossible) as refused:
            act(code, *([{}] if act is actions.revise else []), by=MANAGER, at=desk.tick())
        [said] = refused.value.reasons
        assert code in said.nl and "`" not in said.nl + said.en
    assert Protocol.objects.count() == 1
