"""Jobs: what happens by the clock, imports from the inbox, and what people get to see of both."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from procrastinate import JobContext
from procrastinate.contrib.django import procrastinate_app
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Job
from tests.rooms.desk import register_agency
from tests.stories.cast import HEADER, MANAGER, House, ceremony, insz, register_beersel, row

from sluis.cli import clock
from sluis.disclosures import delivery, pipeline
from sluis.disclosures.models import Collectable, Delivery
from sluis.disclosures.pigeonhole import PORTAL
from sluis.domain.access import Actor, Role
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import DeliveryStatus, NotPossible, Status, Verb
from sluis.dossiers.models import Extract
from sluis.jobs import actions, counting, importing, imports, queries, queue, rounds, tasks, worker
from sluis.jobs.models import Import, ImportStatus, Trouble
from sluis.jobs.queries import JobSeen, JobStatus
from sluis.jobs.troubles import JobFailed, cause_of
from sluis.ledger import queries as ledger
from sluis.parties.models import ApiAnswer, ApiToken
from sluis.protocols.models import Version

STEWARD = Actor("sam", "agency:agii", Role.DATA_STEWARD)
PEOPLE = (row(1), row(2), row(3))


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def inbox(database: str, home: Path) -> Path:
    folder = Path(settings.INBOX) / "agii"
    folder.mkdir(parents=True)
    return folder


def drop(inbox: Path, name: str = "people.csv", people: tuple[str, ...] = PEOPLE) -> Path:
    path = inbox / name
    path.write_text("\n".join((HEADER, *people)) + "\n", encoding="utf-8")
    return path


def start(name: str = "people.csv", by: Actor = STEWARD) -> Import:
    return imports.start("agii", name, by=by, at=clock.now())


def work() -> None:
    worker.work(once=True, at=clock.now())


def jobs_of(task: str) -> list[JobSeen]:
    name = queries.TASK_NAMES[task]
    return [job for job in queries.recent()[0] if job.name == name]


def as_superuser(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as superuser:
        superuser.execute(statement)


class TestTheWalls:
    @pytest.mark.parametrize("role", ["steward", "delivery"])
    @pytest.mark.parametrize(
        "query",
        [
            "SELECT count(*) FROM procrastinate_jobs",
            "SELECT procrastinate_register_worker_v1()",
            "SELECT procrastinate_fetch_job_v2(NULL, 1)",
            "SELECT nextval('procrastinate_jobs_id_seq')",
            "SELECT count(*) FROM jobs_import",
            "INSERT INTO jobs_trouble (job, nl, en, at) VALUES (1, '', '', now())",
        ],
    )
    def test_the_queue_is_not_for_those_who_reach_the_vault(self, role: str, query: str, database: str) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), connections[role].cursor() as cursor:
            cursor.execute(query)

    @pytest.mark.parametrize(
        "query", ["DELETE FROM jobs_import", "UPDATE jobs_import SET person = ''", "DELETE FROM procrastinate_events"]
    )
    def test_who_asked_for_an_import_is_not_rewritten(self, query: str, database: str) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(query)


class TestEveryMinute:
    def test_a_parcel_that_was_cut_off_leaves_and_the_ledger_is_signed(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(*_: object, **__: object) -> None:
            raise InterruptedError

        with monkeypatch.context() as patch, pytest.raises(InterruptedError):
            patch.setattr(delivery, "deliver", stop)
            house.ask(ceremony())
        work()
        assert Delivery.objects.get().status == DeliveryStatus.DELIVERED
        # The entry that says it was delivered came after that checkpoint; the next round signs it.
        work()
        assert ledger.unsigned() == 0
        assert ledger.audit_of(house.instruments.origin, house.ledger_key.public_key) == []

    def test_where_there_is_nothing_to_sign_no_key_is_needed(self, database: str, home: Path) -> None:
        work()
        assert [job.status for job in jobs_of("deliver")] == [JobStatus.SUCCEEDED]

    def test_a_missing_key_is_said_in_words(self, database: str, home: Path) -> None:
        register_beersel()
        work()
        [job] = jobs_of("deliver")
        assert job.status == JobStatus.FAILED
        assert job.error is not None
        assert "sluis key init" in job.error.nl
        assert "sluis key init" in job.error.en
        assert ledger.unsigned() == 1

    def test_of_what_comes_back_only_the_newest_is_kept(self, database: str, home: Path) -> None:
        for _ in range(3):
            work()
        assert len(jobs_of("deliver")) == 1
        register_beersel()
        for _ in range(2):
            work()
        assert sorted(job.status for job in jobs_of("deliver")) == [JobStatus.FAILED, JobStatus.SUCCEEDED]


class TestTheDay:
    @pytest.mark.parametrize(
        ("at", "since"),
        [
            # Winter and summer: five o'clock in Brussels is another hour elsewhere.
            (datetime(2026, 1, 10, 4, 0, tzinfo=UTC), datetime(2026, 1, 10, 4, 0, tzinfo=UTC)),
            (datetime(2026, 1, 10, 3, 59, tzinfo=UTC), datetime(2026, 1, 9, 4, 0, tzinfo=UTC)),
            (datetime(2026, 7, 10, 3, 0, tzinfo=UTC), datetime(2026, 7, 10, 3, 0, tzinfo=UTC)),
            (datetime(2026, 7, 10, 2, 59, tzinfo=UTC), datetime(2026, 7, 9, 3, 0, tzinfo=UTC)),
            (datetime(2026, 7, 10, 22, 30, tzinfo=UTC), datetime(2026, 7, 10, 3, 0, tzinfo=UTC)),
            # The night in which the clock goes back.
            (datetime(2026, 10, 25, 3, 59, tzinfo=UTC), datetime(2026, 10, 24, 3, 0, tzinfo=UTC)),
        ],
    )
    def test_it_begins_at_five_in_brussels(self, at: datetime, since: datetime) -> None:
        assert rounds.last_hour_of_work(at) == since

    def test_it_is_done_once_a_day_however_often_somebody_looks(self, database: str, home: Path) -> None:
        for _ in range(3):
            work()
        assert [job.status for job in jobs_of("day")] == [JobStatus.SUCCEEDED]

    def test_it_is_done_again_the_day_after(self, database: str, home: Path) -> None:
        work()
        as_superuser(database, "UPDATE procrastinate_events SET at = at - interval '1 day'")
        work()
        assert len(jobs_of("day")) == 2

    def test_what_has_passed_its_last_day_expires_by_itself(self, house: House, database: str) -> None:
        version = Version.objects.get()
        as_superuser(database, "UPDATE protocols_version SET ends_on = DATE '2026-01-31'")
        rounds.day(at=clock.now())
        version.refresh_from_db()
        assert version.status == Status.EXPIRED

    def test_the_program_itself_carries_out_a_merger(self, database: str, home: Path) -> None:
        register_agency()
        register_beersel()
        as_superuser(database, "UPDATE protocols_protocol SET nis = '44012'")  # De Pinte, in Nazareth-De Pinte by 2025
        rounds.day(at=clock.now())
        moves = Version.objects.get(protocol__nis="44012").moves.values_list("verb", "by")
        assert (Verb.SUCCEED, "system:schedule") in list(moves)

    def test_answers_of_the_api_and_old_jobs_are_forgotten_and_new_ones_are_not(
        self, database: str, home: Path
    ) -> None:
        at = clock.now()
        token = ApiToken.objects.create(
            digest="d", party="agency:agii", person="p", role="dpo", made_at=at, made_by="agency:agii"
        )
        for key, hours in (("old", 25), ("new", 23)):
            ApiAnswer.objects.create(
                token=token, key=key, call="c", status=200, body=b"", at=at - timedelta(hours=hours)
            )
        work()
        job = queries.recent()[0][-1].number
        actions.note(job, queries.TASK_NAMES["day"], at=at)
        rounds.day(at=at + timedelta(days=29))
        assert Trouble.objects.filter(job=job).exists()
        rounds.day(at=at + timedelta(days=31))
        assert not Trouble.objects.exists()
        # What is left is what the last of these days asked for.
        assert [job.name for job in queries.recent()[0]] == [queries.TASK_NAMES[counting.TASK]]

        assert list(ApiAnswer.objects.values_list("key", flat=True)) == []

    def test_a_parcel_that_nobody_may_keep_any_more_is_cleared(self, house: House, database: str) -> None:
        pipeline.disclose(ceremony(), instruments=house.instruments, destination=PORTAL, by="nis:23003", at=clock.now())
        rounds.day(at=clock.now())
        assert Collectable.objects.count() == 1
        rounds.day(at=clock.now() + timedelta(days=3650))
        assert Collectable.objects.count() == 0

    def test_a_session_that_is_over_is_forgotten(self, database: str, home: Path) -> None:
        for age in (3600, -1):
            session = SessionStore()
            session.set_expiry(age)
            session.create()
        rounds.day(at=clock.now())
        assert Session.objects.count() == 1

    def test_an_answer_of_today_can_still_be_repeated(self, database: str, home: Path) -> None:
        at = clock.now()
        token = ApiToken.objects.create(
            digest="d", party="agency:agii", person="p", role="dpo", made_at=at, made_by="agency:agii"
        )
        for key, hours in (("old", 25), ("new", 23)):
            ApiAnswer.objects.create(
                token=token, key=key, call="c", status=200, body=b"", at=at - timedelta(hours=hours)
            )
        rounds.day(at=at)
        assert list(ApiAnswer.objects.values_list("key", flat=True)) == ["new"]


NUMBER = insz(5)


class TestTheInbox:
    def test_plain_files_are_listed_newest_first_and_others_only_counted(self, inbox: Path, tmp_path: Path) -> None:
        old, new = drop(inbox, "old.csv"), drop(inbox, "extract-2026-11-24.csv")
        os.utime(old, (1_700_000_000, 1_700_000_000))
        for name in (f"{NUMBER}.csv", f"x{NUMBER}y.csv", ".hidden.csv", "people.txt", "a b.csv", "people.csv.part"):
            (inbox / name).touch()
        (inbox / "folder.csv").mkdir()
        (inbox / "link.csv").symlink_to(new)
        seen = imports.waiting("agii")
        assert [(file.name, file.size) for file in seen.files] == [
            ("extract-2026-11-24.csv", new.stat().st_size),
            ("old.csv", old.stat().st_size),
        ]
        assert seen.files[1].modified == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
        assert seen.refused == 8
        # The house's own check looks at names of files; these were only for this test.
        for path in inbox.iterdir():
            if NUMBER in path.name:
                path.unlink()

    def test_an_inbox_that_is_not_there_is_empty(self, database: str, home: Path) -> None:
        assert imports.waiting("agii") == imports.Inbox((), 0)

    @pytest.mark.parametrize("name", ["../people.csv", "link.csv", "missing.csv", "/etc/passwd", "..", ""])
    def test_what_is_no_file_of_the_inbox_is_not_taken_in(self, name: str, inbox: Path) -> None:
        drop(inbox.parent)
        (inbox / "link.csv").symlink_to(inbox.parent / "people.csv")
        with pytest.raises(NotPossible, match="not in the inbox"):
            start(name)
        assert not Import.objects.exists()

    @pytest.mark.parametrize(
        "by", [MANAGER, Actor("x", "agency:other", Role.DATA_STEWARD), Actor("x", "nis:23003", Role.DATA_STEWARD)]
    )
    def test_only_the_agency_s_own_data_steward_takes_in(self, by: Actor, inbox: Path) -> None:
        drop(inbox)
        with pytest.raises(NotPossible, match="not up to you"):
            start(by=by)
        assert not Import.objects.exists()
        assert queries.recent() == ([], 0)


class TestAnImport:
    def test_a_worker_takes_the_file_in_and_the_row_says_so(self, inbox: Path) -> None:
        drop(inbox, people=(*PEOPLE, "S4,no number,,A,B,23003,,,active"))
        asked = start()
        assert (asked.status, asked.as_of) == (ImportStatus.WAITING, clock.today())
        work()
        one = imports.progress(asked.pk)
        assert (one.status, one.error, one.rows) == (ImportStatus.DONE, None, 4)
        assert one.counts == {
            "rows": 4, "accepted": 3, "added": 3, "changed": 0, "unchanged": 0, "left": 0, "remapped": 0,
            "quarantined": 1,
        }  # fmt: skip
        taken_in = Extract.objects.get()
        assert (taken_in.pk, taken_in.imported_by, taken_in.as_of) == (one.extract, "agency:agii", clock.today())
        assert one.started_at is not None
        assert one.ended_at is not None
        assert one.asked_at <= one.started_at <= one.ended_at
        assert imports.past("agii") == ([one], 1)
        assert imports.past("other") == ([], 0)
        [file] = imports.waiting("agii").files
        assert file.last == one

    def test_the_same_file_is_asked_for_once_until_it_is_done(self, inbox: Path) -> None:
        drop(inbox)
        drop(inbox, "other.csv")
        start()
        with pytest.raises(NotPossible, match="already"):
            start()
        start("other.csv")
        work()
        start()
        assert Import.objects.count() == 3

    def test_of_two_who_ask_at_the_same_moment_one_is_told_so(self, inbox: Path) -> None:
        drop(inbox)
        said: list[str] = []
        together = threading.Barrier(2)

        def ask() -> None:
            with closing(connections["default"]):
                together.wait()
                try:
                    start()
                    said.append("asked")
                except NotPossible:
                    said.append("refused")

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == ["asked", "refused"]
        assert len(jobs_of("import_extract")) == Import.objects.count() == 1

    def test_how_far_it_is_shows_before_anything_of_it_is_committed(self, inbox: Path, database: str) -> None:
        drop(inbox, people=tuple(row(number) for number in range(1, 60)))
        asked = start()
        seen = []

        def look() -> None:
            with psycopg.connect(database) as other:
                seen.append(
                    other.execute(
                        "SELECT status, rows, doing_nl, (SELECT count(*) FROM dossiers_extract) FROM jobs_import"
                    ).fetchone()
                )

        importing.take_in(asked.pk, at=clock.now(), go_on=look)
        assert ("running", 59, "lezen", 0) in seen
        assert Extract.objects.count() == 1

    def test_a_file_that_is_no_extract_fails_for_good_in_both_languages(self, inbox: Path) -> None:
        drop(inbox, people=(row(1), row(2)[:-3] + '"' + NUMBER))
        (inbox / "people.csv").write_text(f"{NUMBER},Achternaam\n", encoding="utf-8")
        asked = start()
        work()
        one = imports.progress(asked.pk)
        assert one.status == ImportStatus.FAILED
        assert one.error is not None
        assert one.error.nl.startswith("Regel 1 heeft 2 kolommen")
        assert one.error.en.startswith("Line 1 has 2 columns")
        [job] = jobs_of("import_extract")
        assert (job.status, job.error, job.attempts, job.again) == (JobStatus.FAILED, one.error, 1, None)
        assert not Extract.objects.exists()

    def test_a_file_that_was_taken_away_fails_in_words_and_without_its_place(self, inbox: Path) -> None:
        path = drop(inbox)
        asked = start()
        path.unlink()
        work()
        one = imports.progress(asked.pk)
        # It may come back: another try waits.
        assert one.status == ImportStatus.WAITING
        [job] = jobs_of("import_extract")
        assert (job.status, job.attempts) == (JobStatus.TODO, 1)
        assert job.again is not None
        assert job.again > clock.now() + timedelta(seconds=30)
        assert one.error == job.error
        assert job.error is not None
        assert "not in the inbox any more" in job.error.en
        assert str(inbox) not in job.error.en

    def test_what_goes_on_failing_fails_in_the_end(self, inbox: Path, database: str) -> None:
        path = drop(inbox)
        asked = start()
        path.unlink()
        for _ in range(len(tasks.Again.WAITS) + 1):
            work()
            as_superuser(database, "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        assert imports.progress(asked.pk).status == ImportStatus.FAILED
        assert [job.status for job in jobs_of("import_extract")] == [JobStatus.FAILED]

    def test_an_error_of_the_database_repeats_no_row(self, inbox: Path, database: str) -> None:
        drop(inbox)
        as_superuser(database, "ALTER TABLE dossiers_extract ADD CHECK (rows < 0)")
        asked = start()
        work()
        one = imports.progress(asked.pk)
        assert one.error is not None
        assert "SQLSTATE 23514" in one.error.nl
        assert "Er is niets veranderd" in one.error.nl
        assert not INSZ_SHAPED.search(one.error.nl + one.error.en)

    def test_a_worker_that_is_told_to_stop_lets_it_go_and_it_waits_again(self, inbox: Path) -> None:
        drop(inbox)
        asked = start()
        context = SimpleNamespace(should_abort=lambda: True, job=SimpleNamespace(id=asked.job, attempts=0))
        with pytest.raises(JobAborted):
            tasks.import_extract(cast(JobContext, context), asked.pk)
        assert imports.progress(asked.pk).status == ImportStatus.WAITING
        assert not Extract.objects.exists()
        decided = tasks.AGAIN.get_retry_decision(exception=JobAborted(), job=cast(Job, context.job))
        assert decided is not None
        work()
        assert imports.progress(asked.pk).status == ImportStatus.DONE


DYING = """
import os, signal, sys
from unittest import mock

import django

django.setup()
from sluis.cli.main import main

with mock.patch("sluis.dossiers.actions.ledger.append", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
    sys.exit(main(["work", "--once"]))
"""


def die_at_work() -> None:
    died = subprocess.run([sys.executable, "-c", DYING], capture_output=True, text=True, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL, (died.stdout, died.stderr)


def be_silent(database: str) -> None:
    """As if the worker that died had said nothing for as long as it takes to believe that it did."""
    as_superuser(database, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


class TestAWorkerThatIsKilled:
    def test_its_job_is_taken_up_by_the_next(self, inbox: Path, database: str) -> None:
        drop(inbox)
        asked = start()
        die_at_work()
        assert not Extract.objects.exists()
        assert imports.progress(asked.pk).status == ImportStatus.RUNNING
        work()  # Too soon: the other may be alive.
        assert imports.progress(asked.pk).status == ImportStatus.RUNNING
        be_silent(database)
        work()
        assert imports.progress(asked.pk).status == ImportStatus.DONE
        assert Extract.objects.count() == 1

    def test_a_job_that_takes_its_worker_down_each_time_is_given_up(self, inbox: Path, database: str) -> None:
        drop(inbox)
        asked = start()
        die_at_work()
        as_superuser(
            database, f"UPDATE procrastinate_jobs SET attempts = {queue.MOST_STARTS - 1} WHERE id = {asked.job}"
        )
        be_silent(database)
        work()
        one = imports.progress(asked.pk)
        assert one.status == ImportStatus.FAILED
        assert one.error is not None
        assert "stopte telkens" in one.error.nl
        [job] = jobs_of("import_extract")
        assert (job.status, job.error) == (JobStatus.FAILED, one.error)
        start()


class TestTwoWorkers:
    def test_jobs_with_one_lock_never_run_at_once(self, database: str, home: Path) -> None:
        for number in (1, 2):
            queue.put("import_extract", lock="vault:agii", once=f"import:{number}", number=number)
        fetched = []
        with psycopg.connect(database, autocommit=True) as one:
            for _ in range(2):
                one.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
                found = one.execute(
                    "SELECT id FROM procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))"
                ).fetchone()
                fetched.append(found[0] if found else None)
        assert fetched[0] is not None
        assert fetched[1] is None
        assert not queue.is_ready(at=clock.now())

    def test_the_same_job_waits_once(self, database: str, home: Path) -> None:
        assert queue.put("day", lock="day", once="day") is not None
        assert queue.put("day", lock="day", once="day") is None
        assert queries.recent()[1] == 1


class TestCheckingAPublication:
    def test_is_asked_for_once_and_looks_in_the_worker(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        digest = Version.objects.get().terms_digest
        monkeypatch.setattr("sluis.adapters.websites.fetch", lambda address: f"<p>{digest}</p>")
        assert actions.check_publication("AGII-23003", by=MANAGER, at=clock.now()) is not None
        assert actions.check_publication("AGII-23003", by=MANAGER, at=clock.now()) is None
        work()
        checks = Version.objects.get().publication_checks.values_list("side", "found_digest", "by")
        assert sorted(checks) == [("recipient", digest, "system:schedule"), ("sender", digest, "system:schedule")]
        assert queries.recent()[0][0].name.nl
        assert "De bekendmaking van AGII-23003 nakijken" in [job.name.nl for job in queries.recent()[0]]

    def test_is_not_asked_for_by_whom_it_is_not_up_to(self, house: House) -> None:
        with pytest.raises(NotPossible):
            actions.check_publication("AGII-23003", by=STEWARD, at=clock.now())
        with pytest.raises(NotPossible):
            actions.check_publication("AGII-99999", by=MANAGER, at=clock.now())
        assert queries.recent() == ([], 0)


class TestWhatIsSeen:
    def test_a_page_takes_one_query_however_long_the_list(self, database: str, home: Path) -> None:
        for number in range(25):
            queue.put("import_extract", lock="vault:agii", once=f"import:{number}", number=number)
        with CaptureQueriesContext(connection) as asked:
            first, total = queries.recent()
        assert (len(asked), len(first), total) == (1, 20, 25)
        second, _ = queries.recent(2)
        numbers = [job.number for job in (*first, *second)]
        assert numbers == sorted(set(numbers), reverse=True)
        assert len(numbers) == 25

    def test_the_calendar_names_everything_that_nobody_asks_for(self) -> None:
        from procrastinate.contrib.django import app

        app.perform_import_paths()  # type: ignore[no-untyped-call]
        every_minute = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
        assert set(queries.CALENDAR) == every_minute | {rounds.DAY, counting.TASK}

    def test_every_task_has_a_name_in_both_languages(self) -> None:
        from procrastinate.contrib.django import app

        app.perform_import_paths()  # type: ignore[no-untyped-call]
        ours = {name for name in app.tasks if "procrastinate" not in name}
        assert ours == set(queries.TASK_NAMES)
        for said in (*queries.TASK_NAMES.values(), *queries.JOB_STATUS_NAMES.values()):
            assert said.nl != said.en
        assert set(queries.JOB_STATUS_NAMES) == set(JobStatus)

    @pytest.mark.parametrize(
        "error",
        [
            ValueError(f"row {NUMBER}"),
            DatabaseError(f"row {NUMBER}"),
            psycopg.errors.CheckViolation(f"row {NUMBER}"),
            FileNotFoundError(2, "no such file", f"/inbox/{NUMBER}.csv"),
        ],
    )
    def test_an_error_s_own_words_go_nowhere(
        self, error: Exception, database: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        context = cast(JobContext, SimpleNamespace(job=SimpleNamespace(id=7)))
        with pytest.raises(JobFailed) as failure, tasks.answered(context):
            raise error
        said = Trouble.objects.get(job=7)
        for text in (said.nl, said.en, str(failure.value), caplog.text):
            assert NUMBER not in text
        assert failure.value.__suppress_context__

    def test_not_even_where_they_cannot_be_written_down(
        self, database: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_: object, **__: object) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(actions, "note", away)
        context = cast(JobContext, SimpleNamespace(job=SimpleNamespace(id=7)))
        with pytest.raises(JobFailed), tasks.answered(context):
            raise ValueError(f"row {NUMBER}")
        assert "could not be written down" in caplog.text
        assert NUMBER not in caplog.text

    def test_what_may_pass_is_tried_again_later_and_later_and_what_cannot_is_not(self) -> None:
        def decide(error: Exception, attempts: int) -> Any:
            failure = JobFailed(cause_of(error))
            job = cast(Job, SimpleNamespace(attempts=attempts))
            return tasks.AGAIN.get_retry_decision(exception=failure, job=job)

        waits = [decide(OSError(28, "disk full"), attempts) for attempts in range(5)]
        assert all(waits[:4])
        assert waits[4] is None
        assert [one.retry_at for one in waits[:4]] == sorted(one.retry_at for one in waits[:4])
        assert decide(ValueError("x"), 0) is None
        assert decide(NotPossible(), 0) is None


def test_a_worker_runs_until_it_is_told_to_stop(database: str, home: Path) -> None:
    command = [sys.executable, "-m", "sluis.cli.main", "work"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert "Ctrl-C" in process.stdout.readline()
        wait_until(lambda: any(job.status == JobStatus.SUCCEEDED for job in jobs_of("deliver")))
        os.killpg(process.pid, signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)


def test_the_portal_brings_a_worker_and_takes_it_along(database: str, home: Path) -> None:
    command = [sys.executable, "-m", "sluis.cli.main", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            wait_until(lambda: any(job.status == JobStatus.SUCCEEDED for job in jobs_of("deliver")))
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    import time

    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def test_days_are_those_of_brussels(inbox: Path) -> None:
    drop(inbox)
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert imports.start("agii", "people.csv", by=STEWARD, at=late).as_of == date(2026, 11, 24)


def test_a_worker_that_loses_the_database_comes_back_when_it_does(
    database: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds_begun: list[int] = []

    async def run(**_: object) -> None:
        rounds_begun.append(len(rounds_begun))
        if len(rounds_begun) == 1:
            raise ConnectorException
        if len(rounds_begun) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(60)

    monkeypatch.setattr(worker, "PAUSE", 0.01)
    monkeypatch.setattr(procrastinate_app.current_app, "run_worker_async", run)
    worker.work(once=False, at=clock.now())
    assert rounds_begun == [0, 1, 2]
