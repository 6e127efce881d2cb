"""Tables of the ledger. Entries are written only by the database function `ledger_append` (migration 0002).

No role that the program runs as may change or remove an entry; tiles and heads are derived from entries.
"""

from __future__ import annotations

from django.db import models

from sluis.domain.privacy import public


class Head(models.Model):
    """How many entries there are: the one row whose lock numbers entries without a gap."""

    size = models.BigIntegerField(default=0)

    KEPT = {"id": public("permanently"), "size": public("permanently")}

    class Meta:
        db_table = "ledger_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_head")]


class Entry(models.Model):
    """One act, as the canonical bytes of `domain.entry`, under its number (from 0, without a gap)."""

    seq = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()

    KEPT = {"seq": public("permanently"), "body": public("permanently")}

    class Meta:
        db_table = "ledger_entry"
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=0), name="ledger_seq_from_zero")]


class Tile(models.Model):
    """The hashes of one tile so far (C2SP tlog-tiles): up to 256 hashes of 32 bytes."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    KEPT = {
        "id": public("permanently"),
        "level": public("permanently"),
        "index": public("permanently"),
        "hashes": public("permanently"),
    }

    class Meta:
        db_table = "ledger_tile"
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="ledger_one_tile_a_place")]


class SignedHead(models.Model):
    """A signed checkpoint: the ledger as it stood at `size` entries, as a C2SP signed note."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    published_at = models.DateTimeField()

    KEPT = {
        "size": public("permanently"),
        "note": public("permanently"),
        "published_at": public("permanently"),
    }

    class Meta:
        db_table = "ledger_signed_head"
