"""Tables of the parties: the sending agencies, and the keys that deliveries are sealed to.

Municipalities are no table: their history is a data file (`parties.municipalities`).
"""

from __future__ import annotations

from django.db import models

from sluis.domain.privacy import internal, public

AS_LONG_AS_PROTOCOLS = "permanently, with the protocols"


class Agency(models.Model):
    """A body that sends (*zendende instantie*). One installation may serve several."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.TextField()
    kbo = models.CharField(max_length=10)
    # How a municipality checks a parcel with stock minisign.
    minisign_public_key = models.TextField()
    # As they stand in the text of its protocols: a function, never a name.
    dpo = models.TextField(default="")
    representatives = models.JSONField(default=list)
    registered_at = models.DateTimeField()

    KEPT = {
        name: public(AS_LONG_AS_PROTOCOLS)
        for name in ("code", "name", "kbo", "minisign_public_key", "dpo", "representatives", "registered_at")
    }

    class Meta:
        db_table = "parties_agency"


class RecipientKey(models.Model):
    """An age key of a municipality. Deliveries are sealed to those not withdrawn."""

    nis = models.TextField(db_collation="C")
    recipient = models.TextField(unique=True)
    registered_at = models.DateTimeField()
    registered_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)

    KEPT = {
        "id": internal(AS_LONG_AS_PROTOCOLS),
        "nis": public(AS_LONG_AS_PROTOCOLS),
        "recipient": public(AS_LONG_AS_PROTOCOLS),
        "registered_at": internal(AS_LONG_AS_PROTOCOLS),
        "registered_by": internal(AS_LONG_AS_PROTOCOLS),
        "withdrawn_at": internal(AS_LONG_AS_PROTOCOLS),
    }

    class Meta:
        db_table = "parties_recipient_key"
        indexes = [models.Index(fields=["nis"], name="parties_key_by_nis")]
