"""What the desks show of asks and deliveries: the same few queries however many there are, newest first."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.rooms.test_pigeonhole import BEVEREN, COORDINATOR, OFFICER, SUCCESSOR, disclose, laid_ready
from tests.stories.cast import BEERSEL, HALLE, House, ceremony
from tests.stories.test_many_asks_at_once import AALST, register, suspend

from sluis.cli import clock
from sluis.disclosures import desk, intake, pigeonhole
from sluis.disclosures.desk import Counts, Details, Line
from sluis.disclosures.models import Ask, Delivery, Permit
from sluis.disclosures.pipeline import Disclosed
from sluis.domain.collection import How, Stage
from sluis.domain.policy import RULES_DIGEST
from sluis.domain.policy import Ask as Asked
from sluis.domain.words import Period, Purpose


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


def alter(database: str, statement: str, *given: object) -> None:
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement, given)


def lines(nis: str = BEERSEL) -> tuple[Line, ...]:
    return desk.asks_of(nis, on=clock.today()).lines


def counts(nis: str = BEERSEL) -> Counts:
    return desk.counts_of(nis, on=clock.today())


class TestStages:
    def test_an_ask_goes_through_them_as_its_parcel_does(self, house: House) -> None:
        number = laid_ready(house)
        [line] = lines()
        assert line.sent is not None and line.sent.id == number
        assert (line.stage, line.sent.rows, line.sent.in_pigeonhole, line.refusal) == (Stage.WAITING, 3, True, None)
        assert (line.agency, line.protocol, line.version) == ("agii", "AGII-23003", 1)
        assert counts() == Counts(waiting=1, due_soon=0, overdue=0)
        pigeonhole.collect(number, How.PARCEL, by=OFFICER, at=clock.now())
        [line] = lines()
        assert line.stage == Stage.RECEIVED and line.sent is not None and line.sent.collected_at is not None
        assert counts() == Counts(waiting=0, due_soon=0, overdue=0)
        pigeonhole.confirm_deletion(number, by=COORDINATOR, at=clock.now())
        [line] = lines()
        assert line.stage == Stage.DELETED and line.sent is not None and not line.sent.in_pigeonhole

    def test_a_parcel_in_a_folder_was_received(self, house: House) -> None:
        house.ask(ceremony())
        assert [line.stage for line in lines()] == [Stage.RECEIVED]
        assert counts().waiting == 0

    def test_a_refusal_says_why_and_at_which_step(self, house: House) -> None:
        suspend(BEERSEL)
        disclose(house)
        [line] = lines()
        assert (line.stage, line.step, line.sent, line.agency) == (Stage.REFUSED, "gate", None, None)
        assert line.refusal is not None and line.refusal.rule.name == "not_suspended"
        assert line.refusal.next_step.nl

    def test_a_refusal_keeps_the_details_of_its_day(self, house: House) -> None:
        disclose(house, Asked(BEERSEL, "bibliotheek", Purpose.CEREMONY))
        [line] = lines()
        assert line.refusal is not None and "'bibliotheek'" in line.refusal.explanation.nl

    def test_what_was_taken_in_and_nothing_more_is_under_way(self, house: House) -> None:
        intake.take_in(ceremony(), idempotency_key="k", destination="x", by="nis:23003", at=clock.now())
        assert [line.stage for line in lines()] == [Stage.UNDER_WAY]

    def test_refused_first_and_permitted_under_the_same_key_later_is_its_parcel(self, house: House) -> None:
        from tests.stories.test_many_asks_at_once import resume

        suspend(BEERSEL)
        disclose(house, key="once")
        resume(BEERSEL)
        disclose(house, key="once")
        [line] = lines()
        assert (line.stage, line.refusal) == (Stage.WAITING, None)

    def test_withheld_says_which_rule_held_it(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.rooms.test_pigeonhole import stop_before_leaving

        from sluis.disclosures import pipeline

        stop_before_leaving(house, monkeypatch)
        assert [line.stage for line in lines()] == [Stage.READY]
        suspend(BEERSEL)
        pipeline.deliver_waiting(instruments=house.instruments, at=clock.now())
        [line] = lines()
        assert (line.stage, line.step) == (Stage.WITHHELD, "delivery")
        assert line.refusal is not None and line.refusal.rule.name == "not_suspended"
        assert counts() == Counts(0, 0, 0)

    @pytest.mark.parametrize(
        ("days", "stage", "expected"),
        [
            (31, Stage.WAITING, Counts(1, 0, 0)),
            (30, Stage.WAITING, Counts(1, 1, 0)),
            (0, Stage.WAITING, Counts(1, 1, 0)),
            (-1, Stage.RECEIVED, Counts(0, 1, 0)),
            (-30, Stage.RECEIVED, Counts(0, 1, 0)),
            (-31, Stage.OVERDUE, Counts(0, 0, 1)),
        ],
    )
    def test_the_last_day_of_keeping_decides_what_is_due(
        self, days: int, stage: Stage, expected: Counts, house: House, database: str
    ) -> None:
        laid_ready(house)
        alter(database, "UPDATE disclosures_delivery SET keep_until = %s", clock.today() + timedelta(days=days))
        assert [line.stage for line in lines()] == [stage]
        assert counts() == desk.counts_to("agii", on=clock.today()) == expected
        # The gate agrees about what is overdue.
        from sluis.disclosures.asking import try_ask

        refusal = try_ask(ceremony(), clock.now()).refusal
        assert (refusal is not None and refusal.rule.name == "deletions_confirmed") == (stage == Stage.OVERDUE)


class TestWhoSeesWhat:
    def test_a_municipality_sees_its_own(self, house: House) -> None:
        disclose(house)
        disclose(house, ceremony(HALLE))
        assert [line.ask.nis for line in lines()] == [BEERSEL]
        assert [line.ask.nis for line in lines(HALLE)] == [HALLE]

    def test_after_a_merger_the_successor_sees_what_its_predecessors_received(
        self, house: House, database: str
    ) -> None:
        laid_ready(house)
        alter(database, "UPDATE disclosures_ask SET nis = %s", BEVEREN)
        assert [line.ask.nis for line in lines(SUCCESSOR)] == [BEVEREN]
        assert counts(SUCCESSOR).waiting == 1
        assert lines() == ()

    def test_an_agency_sees_what_it_permitted_and_what_is_its_municipalities(self, house: House, database: str) -> None:
        register(HALLE)
        disclose(house)
        disclose(house, ceremony(HALLE))  # no key: refused without a permit
        alter(database, "UPDATE protocols_protocol SET agency = 'other' WHERE nis = %s", HALLE)
        seen = [line.ask.nis for line in desk.asks_to("agii", on=clock.today()).lines]
        assert seen == [BEERSEL]
        assert [line.ask.nis for line in desk.asks_to("other", on=clock.today()).lines] == [HALLE]

    def test_an_ask_of_a_municipality_without_protocol_is_shown_to_every_agency(self, house: House) -> None:
        disclose(house, ceremony(AALST))
        for agency in ("agii", "other"):
            assert [line.ask.nis for line in desk.asks_to(agency, on=clock.today()).lines] == [AALST]

    def test_the_filters_of_an_agency(self, house: House) -> None:
        disclose(house)
        disclose(house, ceremony(HALLE))
        on = clock.today()

        def seen(**filters: object) -> list[str]:
            return [line.ask.nis for line in desk.asks_to("agii", on=on, **filters).lines]  # type: ignore[arg-type]

        assert seen() == [HALLE, BEERSEL]
        assert seen(only_refused=True) == [HALLE]
        assert seen(only_deliveries=True) == [BEERSEL]
        assert seen(nis=HALLE) == [HALLE]
        assert seen(only_deliveries=True, nis=HALLE) == []


class TestOneOfThem:
    def test_it_is_found_by_the_number_of_the_ask_and_of_the_delivery(self, house: House) -> None:
        number = laid_ready(house)
        by_delivery = desk.one_of(BEERSEL, number, on=clock.today())
        assert by_delivery is not None
        assert desk.one_of(BEERSEL, by_delivery.line.id, on=clock.today()) == by_delivery
        assert desk.one_to("agii", number, on=clock.today()) == by_delivery

    def test_nobody_finds_what_is_not_theirs(self, house: House) -> None:
        number = laid_ready(house)
        assert desk.one_of(HALLE, number, on=clock.today()) is None
        assert desk.one_to("other", number, on=clock.today()) is None
        assert desk.one_of(BEERSEL, uuid.uuid4(), on=clock.today()) is None

    @pytest.mark.parametrize("period", [None, Period.parse("2026-01-01..2026-12-31")])
    def test_the_certificate_says_again_what_was_run(self, period: Period | None, house: House) -> None:
        outcome = disclose(house, Asked(BEERSEL, "integratiedienst", Purpose.CEREMONY, None, period))
        assert isinstance(outcome, Disclosed)
        details = desk.one_of(BEERSEL, outcome.outcome.delivery, on=clock.today())
        assert isinstance(details, Details) and details.certificate is not None
        said = details.certificate
        assert said.predicate == outcome.certificate["rowPredicate"]
        assert list(said.columns) == outcome.certificate["columns"]
        assert said.terms_digest == outcome.certificate["termsDigest"]
        assert (said.rules_digest, said.count, said.entry) == (RULES_DIGEST, 3, outcome.entry)

    def test_a_predicate_that_is_not_the_one_of_the_ledger_is_not_shown(self, house: House, database: str) -> None:
        number = laid_ready(house)
        alter(database, "UPDATE disclosures_permit SET contract = NOT coalesce(contract, false)")
        details = desk.one_of(BEERSEL, number, on=clock.today())
        assert details is not None and details.certificate is not None
        assert details.certificate.predicate is None
        assert details.certificate.predicate_digest.startswith("sha256:")

    def test_a_refusal_has_no_certificate(self, house: House) -> None:
        disclose(house, ceremony(HALLE))
        details = desk.one_of(HALLE, Ask.objects.get().pk, on=clock.today())
        assert details is not None and details.certificate is None


class TestPages:
    def test_the_newest_come_first_a_page_at_a_time(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(desk, "PER_PAGE", 2)
        for _ in range(5):
            disclose(house)
        on = clock.today()
        pages = [desk.asks_of(BEERSEL, on=on, page=number) for number in (1, 2, 3)]
        found = [line.id for page in pages for line in page.lines]
        assert [len(page.lines) for page in pages] == [2, 2, 1]
        assert found == list(Ask.objects.order_by("-asked_at").values_list("pk", flat=True))
        assert {(page.pages, page.total) for page in pages} == {(3, 5)}
        assert desk.asks_of(BEERSEL, on=on, page=9).number == 3
        assert desk.asks_of(BEERSEL, on=on, page=0).number == 1

    def test_nothing_asked_is_one_empty_page(self, house: House) -> None:
        page = desk.asks_of(BEERSEL, on=clock.today())
        assert (page.lines, page.number, page.pages, page.total) == ((), 1, 1, 0)

    def test_the_number_of_queries_does_not_grow_with_the_asks(self, house: House) -> None:
        on = clock.today()

        def queries() -> list[int]:
            counted = []
            number = Delivery.objects.order_by("entry").values_list("pk", flat=True)[0]
            for read in (
                lambda: desk.asks_of(BEERSEL, on=on),
                lambda: desk.asks_to("agii", on=on),
                lambda: desk.one_of(BEERSEL, number, on=on),
                lambda: desk.counts_of(BEERSEL, on=on),
            ):
                with CaptureQueriesContext(connections["default"]) as captured:
                    read()
                assert not any('"sealed"' in query["sql"] for query in captured.captured_queries)
                assert not any('"commitments"' in query["sql"] for query in captured.captured_queries)
                counted.append(len(captured))
            return counted

        laid_ready(house)
        disclose(house, ceremony(AALST))
        few = queries()
        for _ in range(4):
            laid_ready(house)
            disclose(house, Asked(BEERSEL, "bibliotheek", Purpose.CEREMONY))
        assert Permit.objects.count() == 5
        assert queries() == few == [4, 4, 4, 1]
