"""Tables of the jobs: imports that were asked for, and troubles. The queue itself is Procrastinate's."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models

from sluis.domain.privacy import internal, personal
from sluis.domain.words import Said
from sluis.protocols.models import WITH_PROTOCOL, Message

LOGGING = "10 years, with the agency's logging"
A_MONTH = "30 days after the job ended"


class ImportStatus(StrEnum):
    """How an import stands that was asked for. Stored."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


IMPORT_STATUS_NAMES: Mapping[ImportStatus, Said] = {
    ImportStatus.WAITING: Said("wacht", "waiting"),
    ImportStatus.RUNNING: Said("bezig", "running"),
    ImportStatus.DONE: Said("ingelezen", "taken in"),
    ImportStatus.FAILED: Said("mislukt", "failed"),
}

UNFINISHED = (ImportStatus.WAITING, ImportStatus.RUNNING)


class Import(models.Model):
    """An extract from the inbox that somebody asked to take in: how far it is, and what came of it.

    `counts` is empty until it is done, and then holds those of the report. Where it failed, nothing was taken in.
    """

    agency = models.CharField(max_length=20)
    name = models.TextField()
    as_of = models.DateField()
    status = models.TextField(default=ImportStatus.WAITING.value)
    doing_nl = models.TextField(default="")
    doing_en = models.TextField(default="")
    rows = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    person = models.TextField()
    job = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    extract = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    error_nl = models.TextField(default="")
    error_en = models.TextField(default="")

    KEPT = {
        name: internal(LOGGING)
        for name in (
            "id", "agency", "name", "as_of", "status", "doing_nl", "doing_en", "rows", "asked_at", "asked_by",
            "job", "started_at", "ended_at", "extract", "counts", "error_nl", "error_en",
        )
    } | {"person": personal(LOGGING)}  # fmt: skip

    class Meta:
        db_table = "jobs_import"
        indexes = [models.Index(fields=["agency", "-id"], name="jobs_imports_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in ImportStatus]), name="jobs_import_status"
            ),
            # The same file is not taken in twice at once.
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=models.Q(status__in=[status.value for status in UNFINISHED]),
                name="jobs_one_import_a_file",
            ),
        ]

    @property
    def doing(self) -> Said:
        """What it is busy with, where it runs."""
        return Said(self.doing_nl, self.doing_en)

    @property
    def error(self) -> Said | None:
        """Why it failed, or why it will be tried again."""
        return Said(self.error_nl, self.error_en) if self.error_en else None


class Trouble(models.Model):
    """What went wrong the last time that a job was tried, in words. It repeats nothing of what the job worked on."""

    job = models.BigIntegerField(primary_key=True)
    nl = models.TextField()
    en = models.TextField()
    at = models.DateTimeField()

    KEPT = {name: internal(A_MONTH) for name in ("job", "nl", "en", "at")}

    class Meta:
        db_table = "jobs_trouble"


class Mailing(models.Model):
    """That a party was mailed that a message waits for it."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, primary_key=True, related_name="mailing")
    mailed_at = models.DateTimeField()

    KEPT = {name: internal(WITH_PROTOCOL) for name in ("message", "mailed_at")}

    class Meta:
        db_table = "jobs_mailing"
