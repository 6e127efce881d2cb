"""Tables of the parties: the sending agencies, the keys that deliveries are sealed to, the tokens of their programs.

Municipalities are no table: their history is a data file (`parties.municipalities`).
"""

from __future__ import annotations

from django.db import models

from sluis.domain.privacy import internal, personal, public

AS_LONG_AS_PROTOCOLS = "permanently, with the protocols"
LOGGING = "10 years, with the agency's logging"
A_DAY = "a day after the call"
UNTIL_REPLACED = "until the party gives another, or none"


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
    # The secret key behind its owner's passphrase, where it was made here (ADR 14); of others nothing is held.
    sealed_identity = models.BinaryField(null=True)

    KEPT = {
        "id": internal(AS_LONG_AS_PROTOCOLS),
        "nis": public(AS_LONG_AS_PROTOCOLS),
        "recipient": public(AS_LONG_AS_PROTOCOLS),
        "registered_at": internal(AS_LONG_AS_PROTOCOLS),
        "registered_by": internal(AS_LONG_AS_PROTOCOLS),
        "withdrawn_at": internal(AS_LONG_AS_PROTOCOLS),
        "sealed_identity": internal(AS_LONG_AS_PROTOCOLS),
    }

    class Meta:
        db_table = "parties_recipient_key"
        indexes = [models.Index(fields=["nis"], name="parties_key_by_nis")]


class Contact(models.Model):
    """Where a party is mailed that something waits for it: a mailbox of a function, or of somebody."""

    party = models.TextField(unique=True)
    address = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()

    KEPT = {name: internal(UNTIL_REPLACED) for name in ("id", "party", "set_at", "set_by")} | {
        "address": personal(UNTIL_REPLACED)
    }

    class Meta:
        db_table = "parties_contact"


class ApiToken(models.Model):
    """What a party's program opens the API with; of the token itself only the digest is kept.

    It acts for `person`, as somebody of `party` in `role`: what it does stands under that name.
    """

    digest = models.TextField(unique=True)
    party = models.TextField()
    person = models.TextField()
    role = models.TextField()
    label = models.TextField(default="")
    made_at = models.DateTimeField()
    made_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    # A day, not a moment: enough to find tokens that nobody uses, and no log of what somebody does.
    last_used_on = models.DateField(null=True)

    KEPT = {
        name: internal(LOGGING)
        for name in ("id", "digest", "party", "role", "label", "made_at", "made_by", "withdrawn_at", "last_used_on")
    } | {"person": personal(LOGGING)}

    class Meta:
        db_table = "parties_api_token"


class ApiAnswer(models.Model):
    """What a call with an idempotency key was answered, so that the same call again does nothing twice.

    `call` is the digest of method, address and body: another call under the same key is an error.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT)
    key = models.TextField()
    call = models.TextField()
    status = models.PositiveIntegerField()
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField()

    KEPT = {name: internal(A_DAY) for name in ("id", "token", "key", "call", "status", "body", "headers", "at")}

    class Meta:
        db_table = "parties_api_answer"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="parties_one_answer_a_key")]


class Organisation(models.Model):
    """Which party an organisation is, by its code at the identity provider: OVO code, enterprise number or NIS code."""

    code = models.TextField(primary_key=True)
    party = models.TextField()
    registered_at = models.DateTimeField()
    registered_by = models.TextField()

    KEPT = {
        **{name: public(AS_LONG_AS_PROTOCOLS) for name in ("code", "party")},
        **{name: internal(AS_LONG_AS_PROTOCOLS) for name in ("registered_at", "registered_by")},
    }

    class Meta:
        db_table = "parties_organisation"


class Account(models.Model):
    """Somebody who logs in. `person` is the name under which the house stores what they do; `name` is shown to them."""

    issuer = models.TextField()
    subject = models.TextField()
    person = models.TextField(unique=True)
    name = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    KEPT = {
        **{name: personal(LOGGING) for name in ("issuer", "subject", "person", "name")},
        **{name: internal(LOGGING) for name in ("id", "first_seen_at", "last_seen_at")},
    }

    class Meta:
        db_table = "parties_account"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="parties_one_account_a_person")]


class Capacity(models.Model):
    """A capacity (*hoedanigheid*): an account that may act for a party in a role.

    It counts while the provider gives it (`gone_at` is null) and nobody of the party has blocked it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="capacities")
    party = models.TextField()
    role = models.TextField()
    given_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    blocked_by = models.TextField(null=True)

    KEPT = {
        **{name: internal(LOGGING) for name in ("id", "party", "role", "given_at", "gone_at", "blocked_at")},
        **{name: personal(LOGGING) for name in ("account", "blocked_by")},
    }

    class Meta:
        db_table = "parties_capacity"
        constraints = [
            models.UniqueConstraint(fields=["account", "party", "role"], name="parties_one_capacity_a_role"),
            models.CheckConstraint(
                condition=models.Q(blocked_at__isnull=True, blocked_by__isnull=True)
                | models.Q(blocked_at__isnull=False, blocked_by__isnull=False),
                name="parties_capacity_blocked_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["party"], name="parties_capacity_by_party")]
